"""The verbs about action and reaction, on the toy history."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import parley
from parley.desk import Desk
from parley.errors import InputError, NotFoundError, UnknownActorError, UnknownIdError
from parley.settings import Settings

TOY = Path(parley.__file__).parent / "toy"
NOW = datetime(2025, 1, 1, tzinfo=UTC)
ASK = "Will Ruritania and Valdoria hold talks within 14 days?"
TALKS = "Ruritania and Valdoria CONSULT on 2024-03-08"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk on a record of the toy history."""
    desk = parley.open(
        tmp_path_factory.mktemp("desk") / "record",
        actor_tables=("world.v1", "toy.v1"),
        settings=Settings(forecaster="recurrence.v1"),
        clock=lambda: NOW,
    )
    desk.import_tkg(TOY / "history", start_on="2021-01-01")
    return desk


def test_answers_name_events_one_can_walk_back(desk: Desk) -> None:
    """The planted quarrel of the toy world: Ruritania answers Freedonia's words in kind."""
    found = desk.answers("Ruritania", "Freedonia", as_of="2025-01-01")
    line = found.answerings[0]

    assert (str(line.body), str(line.head)) == (
        "FRD→RUR verbal conflict",
        "RUR→FRD verbal conflict",
    )
    assert line.stands_out
    assert desk.why(line.cases[0].head_ids[0]).id == line.cases[0].head_ids[0]


def test_the_order_of_the_parties_says_nothing(desk: Desk) -> None:
    """Both directions are in the answer either way."""
    pairs = ("RUR", "FRD"), ("FRD", "RUR")

    one, other = (desk.answers(*pair, as_of="2022-01-01") for pair in pairs)

    assert one.answerings == other.answerings


def test_one_party_twice_is_refused(desk: Desk) -> None:
    """Nobody answers himself."""
    with pytest.raises(InputError, match="Name two parties"):
        desk.answers("Ruritania", "RUR")
    with pytest.raises(UnknownActorError):
        desk.answers("Ruritania", "Borduria")


def test_without_a_moment_one_asks_on_the_morning_after_the_act(desk: Desk) -> None:
    """Nothing published later is looked at, in either branch."""
    found = desk.whatif(TALKS, ask=ASK)

    assert found.as_of == found.origin == datetime(2024, 3, 9, tzinfo=UTC)
    assert found.question.opens_on == date(2024, 3, 9)
    assert found.after.probability > found.before.probability


def test_a_what_if_writes_nothing(desk: Desk) -> None:
    """Neither the act nor the forecasts."""
    tables = {
        name: desk.sql(f"select count(*) as n from {name}")[0] for name in ("events", "forecasts")
    }

    desk.whatif(TALKS, ask=ASK, as_of="2024-03-01", paths=False)

    assert {
        name: desk.sql(f"select count(*) as n from {name}")[0] for name in ("events", "forecasts")
    } == tables


def test_an_event_is_left_out_by_its_first_characters(desk: Desk) -> None:
    """And the answer names it in full."""
    talks = desk.events(actor="RUR", recipient="VLD", event_type="CONSULT", as_of="2023-09-01")
    id_ = talks[-1].event_id

    found = desk.whatif(without=id_[:8], ask=ASK, as_of="2023-09-01", paths=False)

    assert found.dropped == (id_,)
    assert found.after.probability < found.before.probability


def test_an_event_not_known_by_then_changes_nothing(desk: Desk) -> None:
    """It is found in the record, and told as not known."""
    later = desk.events(actor="RUR", since="2024-06-01", as_of="2025-01-01")[0].event_id

    found = desk.whatif(without=later, ask=ASK, as_of="2023-09-01", paths=False)

    assert (found.dropped, found.unknown) == ((), (later,))
    assert found.difference == 0.0


@pytest.mark.parametrize("id_", ["ffffffffffffffff", "ab"])
def test_an_id_of_nothing_is_refused(desk: Desk, id_: str) -> None:
    """Rather than to answer as if it had been left out."""
    with pytest.raises((UnknownIdError, NotFoundError)):
        desk.whatif(without=id_, ask=ASK, as_of="2023-09-01", paths=False)
