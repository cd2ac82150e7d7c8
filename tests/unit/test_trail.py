from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import parley
from parley.desk import Desk
from parley.errors import UnknownIdError
from parley.settings import Settings
from parley.trail import Step

TOY = Path(parley.__file__).parent / "toy"
NOW = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk on a record of the toy world."""
    desk = parley.open(
        tmp_path_factory.mktemp("trail") / "record",
        actor_tables=("world.v1", "toy.v1"),
        settings=Settings(),
        clock=lambda: NOW,
    )
    desk.import_tkg(TOY / "history", start_on="2021-01-01")
    desk.read(TOY / "reports")
    return desk


def every(step: Step) -> Iterator[Step]:
    yield step
    for below in step.steps:
        yield from every(below)


def texts() -> list[str]:
    lines = (TOY / "reports" / "2024.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def test_every_way_from_a_forecast_ends_in_words_or_rows(desk: Desk) -> None:
    """Forecast, reasons, events, then characters of a report or a line of a data set."""
    made = desk.ask(
        actor="FRD", recipient="RUR", event_type="CONSULT", within_days=30, as_of="2024-05-12"
    )

    step = desk.why(made.forecast.forecast_id[:8])

    kinds = {each.kind for each in every(step)}
    assert {"forecast", "base rate", "reason", "event"} <= kinds
    below_events = [leaf for each in every(step) if each.kind == "event" for leaf in each.leaves()]
    assert below_events
    assert {leaf.kind for leaf in below_events} <= {"characters", "row"}
    assert len([each for each in step.steps if each.kind == "reason"]) == len(made.forecast.reasons)


def test_the_words_at_the_end_are_words_of_a_report(desk: Desk) -> None:
    """Character by character, from every event that reports tell."""
    printed = texts()

    for event in desk.events(origin="reports", limit=10):
        words = [leaf.words for leaf in desk.why(event.event_id).leaves()]
        assert words
        assert all(any(word in text for text in printed) for word in words if word is not None)


def test_a_forecast_is_walked_back_as_it_was_known_then(desk: Desk) -> None:
    """Nothing published after the forecast's moment stands on its way."""
    made = desk.ask(
        actor="FRD", recipient="RUR", event_type="CONSULT", within_days=60, as_of="2024-03-01"
    )
    published = {r.report_id: r.published_at for r in desk.reports()}

    step = desk.why(made.forecast.forecast_id)

    ends = [each.id for each in every(step) if each.kind == "characters" and each.id]
    assert all(published[id_] <= made.forecast.as_of for id_ in ends)


def test_reasons_mentions_statements_claims_and_reports_are_walked_too(desk: Desk) -> None:
    """Any id that parley prints is a way in."""
    made = desk.ask(
        actor="FRD", recipient="RUR", event_type="CONSULT", within_days=30, as_of="2024-05-12"
    )
    ids = {
        "reason": made.forecast.reasons[0].reason_id,
        "mention": desk.mentions()[0].mention_id,
        "statement": str(desk.statements()[0]["statement_id"]),
        "claim": str(desk.claims()[0]["claim_id"]),
        "report": desk.reports()[0].report_id,
    }

    assert {desk.why(id_).kind for id_ in ids.values()} == set(ids)


def test_an_imported_event_ends_in_its_line(desk: Desk) -> None:
    """File, line and the data set's own words."""
    event = desk.events(origin="tkg:history")[0]

    [row] = desk.why(event.event_id).leaves()

    assert row.kind == "row"
    assert str(event.original) in row.text
    assert "train.txt" in row.notes[0]


def test_too_few_characters_are_refused(desk: Desk) -> None:
    """Three characters name nothing."""
    with pytest.raises(UnknownIdError):
        desk.why("abc")
