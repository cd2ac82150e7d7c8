"""Persons without a state are given that of the act they are in, where it tells."""

from __future__ import annotations

import pytest

from parley.reading.placing import place_parties, sector_of_words
from parley.terms import ActorMention, EventType, Span


def _party(code: str, surface: str) -> ActorMention:
    return ActorMention(Span(0, len(surface)), surface, code, surface, "none")


@pytest.mark.parametrize(
    ("words", "sector"),
    [
        ("20 villagers", "CVL"),
        ("two former police chiefs", "GOV"),
        ("three soldiers", "MIL"),
        ("a journalist", "JRN"),
        ("the blue sky", None),
        ("", None),
    ],
)
def test_the_last_role_noun_gives_the_sector(words: str, sector: str | None) -> None:
    """Plurals too; None without a role noun."""
    assert sector_of_words(words) == sector


@pytest.mark.parametrize(
    ("event_type", "state", "code"),
    [
        ("COERCE", None, "TUR-CVL"),
        ("COERCE", "SYR", "SYR-CVL"),
        ("ASSAULT", None, "TUR-CVL"),
        ("AID", None, "-"),
        ("CONSULT", "SYR", "-"),
    ],
)
def test_whom_a_states_arms_hold_is_of_that_state(
    event_type: EventType, state: str | None, code: str
) -> None:
    """The place of the act comes first; talks and aid tell nothing."""
    police, held = _party("TUR-GOV", "Turkish police"), _party("-", "ten voters")

    _, recipients = place_parties(event_type, (police,), (held,), state)

    assert [recipient.code for recipient in recipients] == [code]


def test_who_strikes_in_a_state_is_of_that_state() -> None:
    """Students in Dhaka are Bangladeshi until the text says otherwise."""
    actors, _ = place_parties("PROTEST", (_party("-", "students"),), (), "BGD")

    assert [actor.code for actor in actors] == ["BGD-CVL"]


def test_a_party_that_has_a_state_keeps_it() -> None:
    """Placing never overwrites."""
    held = _party("NOR-CVL", "two Norwegians")

    _, recipients = place_parties("COERCE", (_party("TUR-GOV", "police"),), (held,), "TUR")

    assert recipients == (held,)


def test_the_victims_of_an_organisation_are_of_no_state() -> None:
    """The United Nations are no state to belong to."""
    _, recipients = place_parties(
        "COERCE", (_party("UNO", "UN police"),), (_party("-", "two men"),), None
    )

    assert [recipient.code for recipient in recipients] == ["-"]
