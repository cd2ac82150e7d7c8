"""Acts to suppose: understood as reports are, or by their type; refused when unclear."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from parley.errors import InputError, UnknownActorError
from parley.forecast.whatif_acts import SUPPOSED, SupposedAct, act_event, parse_act
from parley.forecast.whatif_offices import parse_office
from parley.reading.actor_tables import ActorTable, load_actor_table

AS_OF = datetime(2018, 3, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def table() -> ActorTable:
    """Return the table of the world."""
    return load_actor_table("world.v1")


def parts(act: SupposedAct) -> tuple[object, ...]:
    """Return who, whom, what, how and when."""
    return act.actors, act.recipients, act.event_type, act.mode, act.happened_on


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "USA and PRK CONSULT on 2018-03-08",
            (("USA", "PRK"), (), "CONSULT", None, date(2018, 3, 8)),
        ),
        (
            "USA sanctions Iran on 2018-03-07",
            (("USA",), ("IRN",), "SANCTION", "discontinue", date(2018, 3, 7)),
        ),
        (
            "North Korea tests a missile on 2018-03-08",
            (("PRK",), (), "MOBILIZE", "weapons", date(2018, 3, 8)),
        ),
        (
            "Trump visits North Korea on 8 March 2018",
            (("USA", "PRK"), (), "CONSULT", "visit", date(2018, 3, 8)),
        ),
        (
            "PRK ASSAULT/heavy-weapons against KOR on 2018-03-08",
            (("PRK",), ("KOR",), "ASSAULT", "heavy-weapons", date(2018, 3, 8)),
        ),
        (
            "USA, KOR and PRK CONSULT/multilateral yesterday",
            (("USA", "KOR", "PRK"), (), "CONSULT", "multilateral", date(2018, 3, 9)),
        ),
        (
            "Trump and Kim meet on 2018-06-12",
            (("USA", "PRK"), (), "CONSULT", None, date(2018, 6, 12)),
        ),
        ("ISR COERCE PSE", (("ISR",), ("PSE",), "COERCE", None, date(2018, 3, 9))),
    ],
)
def test_words_become_an_act(table: ActorTable, words: str, expected: tuple[object, ...]) -> None:
    """Parties, type, mode and day; without a day, the last one that is over."""
    assert parts(parse_act(words, table=table, as_of=AS_OF)) == expected


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "no act to suppose"),
        ("blah", "not understood"),
        ("USA CONSULT", "needs two parties"),
        ("USA SANCTION/foo IRN", "no mode 'foo'"),
        ("USA does not sanction Iran on 2018-03-08", "--without"),
        ("USA sanctions Iran in March 2017", "Name one day"),
    ],
)
def test_unclear_words_are_refused(table: ActorTable, words: str, said: str) -> None:
    """With what would have been right."""
    with pytest.raises(InputError, match=said):
        parse_act(words, table=table, as_of=AS_OF)


def test_an_unknown_party_is_told(table: ActorTable) -> None:
    """No act is supposed of somebody nobody knows."""
    with pytest.raises(UnknownActorError, match="Borduria"):
        parse_act("Borduria ASSAULT IRN", table=table, as_of=AS_OF)


def test_the_supposed_event_says_that_it_is_supposed(table: ActorTable) -> None:
    """By its origin; it is known from the next midnight on."""
    act = parse_act("USA SANCTION IRN on 2018-03-08", table=table, as_of=AS_OF)

    event = act_event(act, recorded_at=AS_OF)

    assert event.origin == SUPPOSED
    assert event.published_at == datetime(2018, 3, 9, tzinfo=UTC)
    assert event.mention_ids == ()


@pytest.mark.parametrize("words", ["USA changes", "USA: president changes", "2018-03-08"])
def test_a_change_of_office_needs_party_office_and_day(table: ActorTable, words: str) -> None:
    """What is missing is told by an example."""
    with pytest.raises(InputError, match="head of state changes on"):
        parse_office(words, table=table, as_of=AS_OF)


def test_an_office_of_an_unknown_party_is_told(table: ActorTable) -> None:
    """As in acts."""
    with pytest.raises(UnknownActorError, match="Borduria"):
        parse_office("Borduria: king changes on 2018-03-08", table=table, as_of=AS_OF)
