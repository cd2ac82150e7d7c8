"""Events, their dyads and date intervals."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from parley.terms import DateInterval, Event, log_odds, party_of
from parley.terms.plover import EVENT_TYPES, INTENSITY, MODES, QUADS

MOMENT = datetime(2024, 6, 7, tzinfo=UTC)
DAY = DateInterval(date(2024, 6, 6), date(2024, 6, 6))


def _event(actors: tuple[str, ...], recipients: tuple[str, ...]) -> Event:
    return Event(
        "e1", "CONSULT", None, (), actors, recipients, "actual", DAY, MOMENT, MOMENT
    )  # fmt: skip


def test_acts_without_recipient_join_all_actors_both_ways() -> None:
    """A meeting of three joins six ordered pairs."""
    dyads = _event(("FRD-GOV", "RUR", "VLD"), ()).dyads()

    assert set(dyads) == {(a, b) for a in ("FRD", "RUR", "VLD") for b in ("FRD", "RUR", "VLD")
                          if a != b}  # fmt: skip


def test_acts_with_recipient_run_one_way() -> None:
    """Two actors and one recipient give two dyads."""
    assert _event(("FRD", "MRN"), ("RUR",)).dyads() == (("FRD", "RUR"), ("MRN", "RUR"))


def test_sectors_of_one_state_are_no_dyad() -> None:
    """An act between a state and its own citizens joins no two parties."""
    assert _event(("FRD-GOV",), ("FRD-CVL",)).dyads() == ()


def test_every_type_has_quad_intensity_and_modes() -> None:
    """The tables of the ontology cover the same sixteen types."""
    assert set(EVENT_TYPES) == set(INTENSITY) == set(MODES) == set(QUADS)
    assert len(EVENT_TYPES) == 16


def test_interval_refuses_to_run_backward() -> None:
    """An act does not end before it begins."""
    with pytest.raises(ValueError, match="runs forward"):
        DateInterval(date(2024, 6, 7), date(2024, 6, 6))


def test_party_of_unplaced_is_unplaced() -> None:
    """A party that cannot be placed folds to itself."""
    assert (party_of("-"), party_of("")) == ("-", "-")


@pytest.mark.parametrize("probability", [0.0, 1.0, 1.5])
def test_log_odds_refuses_certainty(probability: float) -> None:
    """Certainty has no log-odds."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        log_odds(probability)
