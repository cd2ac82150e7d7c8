"""Question files of other places: in, asked or kept aside with the reason, and out again."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.errors import ImportDataError, InputError
from parley.forecast.formats import Placed, export_text, place_questions, read_exchange
from parley.forecast.models import BaseRateForecaster
from parley.reading.actor_tables import ActorTable, load_actor_table
from parley.record.rows import events_frame, forecast_row
from parley.record.schema import TABLES
from parley.terms import Event

from .conftest import InventedStore, make_event

DUE = datetime(2023, 9, 1, tzinfo=UTC)  # day 242 of the invented history
ACLED = (
    "Will there be more '{what}' in {country} for the 30 days before {{resolution_date}} compared "
    "to the 30-day average of '{what}' over the 360 days preceding {{forecast_due_date}}?"
)


@pytest.fixture(scope="module")
def table() -> ActorTable:
    """Return the world with the toy world added."""
    return load_actor_table("world.v1", "toy.v1")


def _fb(**entry: Any) -> dict[str, Any]:
    return {
        "id": "q1", "source": "metaculus", "question": "Will Freedonia and Ruritania hold talks?",
        "resolution_criteria": "As said.", "market_info_close_datetime": "2023-12-01T00:00:00Z",
        "freeze_datetime_value": "0.3", "resolution_dates": "N/A", **entry,
    }  # fmt: skip


def _set(*entries: dict[str, Any]) -> str:
    whole = {"forecast_due_date": "2023-09-01", "question_set": "2023-09-01-llm.json"}
    return json.dumps({**whole, "questions": list(entries)})


def _metaculus(**entry: Any) -> dict[str, Any]:
    return {
        "question_text": "Will Freedonia and Ruritania hold talks before 2023-12-01?",
        "id_of_post": 700, "id_of_question": 42, "page_url": "https://example.invalid/700",
        "state": "open", "resolution_string": None, "conditional_type": None,
        "unit_of_measure": None, "scheduled_resolution_time": "2023-12-01T00:00:00Z", **entry,
    }  # fmt: skip


def _place(text: str, table: ActorTable, events: pl.DataFrame | None = None) -> tuple[Placed, ...]:
    history = events if events is not None else events_frame([])
    return place_questions(
        read_exchange(text, where="test.json"), table=table, now=DUE, events_at=lambda _: history
    )


def _imported(placed: tuple[Placed, ...]) -> pl.DataFrame:
    return pl.DataFrame([{**each.row, "recorded_at": DUE} for each in placed],
                        schema=TABLES["imported_questions"])  # fmt: skip


def _answers(placed: tuple[Placed, ...]) -> pl.DataFrame:
    """Return the rows of forecasts for every question that was understood."""
    known = InventedStore(events_frame([_talks(day) for day in range(0, 240, 9)]), []).known(DUE)
    asked = [question for each in placed for question in each.questions]
    rows = [forecast_row(f, recorded_at=DUE) for f in BaseRateForecaster().forecast(asked, known)]
    return pl.DataFrame(rows, schema=TABLES["forecasts"])


def _talks(day: int) -> Event:
    return make_event("CONSULT", ["FRD", "RUR"], [], day)


def test_a_market_question_runs_to_its_close(table: ActorTable) -> None:
    """ "N/A" for dates means one question, up to the day the market closes."""
    (placed,) = _place(_set(_fb()), table)

    (question,) = placed.questions
    assert (question.actors, question.recipients) == (("FRD",), ("RUR",))
    assert (question.opens_on, question.closes_on) == (date(2023, 9, 1), date(2023, 12, 1))
    assert placed.asked_at == DUE


def test_each_resolution_date_is_a_question_of_its_own(table: ActorTable) -> None:
    """Dates that cannot be asked leave a gap in the list, so that order is kept."""
    events = events_frame(
        [make_event("PROTEST", ["CCC"], ["FRD"], day) for day in range(0, 240, 20)]
    )
    text = ACLED.format(what="Protests", country="Freedonia")
    dates = ["2023-08-01", "2023-10-01", "2023-12-01"]
    entry = _fb(source="acled", question=text, resolution_dates=dates)
    (placed,) = _place(_set(entry), table, _watched(events))

    assert [bool(id_) for id_ in placed.row["question_ids"]] == [False, True, True]
    assert [question.closes_on for question in placed.questions] == [
        date(2023, 9, 30), date(2023, 11, 30),
    ]  # fmt: skip


def _watched(events: pl.DataFrame) -> pl.DataFrame:
    """Return events with some on every day, so that the record watched throughout."""
    daily = events_frame([make_event("AID", ["CCC"], ["DDD"], day) for day in range(242)])
    return pl.concat([events, daily])


@pytest.mark.parametrize(
    ("what", "kind", "modes", "recipients"),
    [
        ("Protests", "PROTEST", (), ("FRD",)),
        ("Riots", "PROTEST", ("riot",), ("FRD",)),
        ("Battles", "ASSAULT", (), ("FRD",)),
        ("Violence against civilians", "ASSAULT", (), ("FRD-CVL",)),
    ],
)
def test_a_count_of_acled_is_asked_in_days(
    what: str, kind: str, modes: tuple[str, ...], recipients: tuple[str, ...], table: ActorTable
) -> None:
    """More days with such an act than the average month of the year before had."""
    acts = [make_event(kind, ["CCC"], ["FRD-CVL"], day) for day in range(0, 240, 10)]
    events = _watched(events_frame(acts)).with_columns(
        mode=pl.when(pl.col("event_type") == kind).then(pl.lit(modes[0] if modes else None))
    )
    text = ACLED.format(what=what, country="Freedonia")
    entry = _fb(source="acled", question=text, resolution_dates=["2023-12-01"])
    (placed,) = _place(_set(entry), table, events)

    (question,) = placed.questions
    assert (question.event_types, question.modes) == ((kind,), modes)
    assert (question.actors, question.recipients) == ((), recipients)
    # 24 acts on 242 days watched: 2.98 in 30 days, so three days or more beat the average.
    assert question.at_least == 3
    assert (question.opens_on, question.closes_on) == (date(2023, 11, 1), date(2023, 11, 30))


def test_days_already_seen_count_towards_the_window(table: ActorTable) -> None:
    """Of a window that has begun only what is missing is asked for."""
    acts = [make_event("PROTEST", ["CCC"], ["FRD"], day) for day in (*range(0, 240, 10), 238, 239)]
    text = ACLED.format(what="Protests", country="Freedonia")
    entry = _fb(source="acled", question=text, resolution_dates=["2023-09-08"])
    (placed,) = _place(_set(entry), table, _watched(events_frame(acts)))

    assert not placed.questions
    assert (
        "decides it already" in placed.row["reason"]
        or "is known decides it" in placed.row["reason"]
    )


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ({"source": "fred", "resolution_dates": ["2023-10-01"]}, "not an act"),
        ({"id": ["q1", "q2"]}, "combination"),
        ({"question": "Will the price of oil exceed 90 dollars?"}, "not an act"),
        ({"question": "Will Borduria attack Freedonia?"}, "unknown party"),
        ({"question": "Will Freedonia protest?"}, "one party"),
        ({"question": "If Kestovia mobilizes, will Freedonia attack it?"}, "conditional"),
        ({"market_info_close_datetime": "2023-08-01"}, "closed"),
        ({"question": "Will it rain in Freedonia?"}, "not understood"),
        ({"source": "acled", "question": ACLED.format(what="Strategic developments",
          country="Freedonia"), "resolution_dates": ["2023-12-01"]}, "no such act"),
        ({"source": "acled", "question": ACLED.format(what="Protests", country="Freedonia"),
          "resolution_dates": ["2023-12-01"]}, "too young"),
    ],
)  # fmt: skip
def test_what_is_not_asked_is_kept_with_its_reason(
    entry: dict[str, Any], kind: str, table: ActorTable
) -> None:
    """Nothing is lost, and every reason is told."""
    (placed,) = _place(_set(_fb(**entry)), table)

    assert placed.questions == ()
    assert placed.kind_of_reason == kind
    assert placed.row["reason"]
    assert json.loads(placed.row["raw"]) == _fb(**entry)


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ({"resolution_string": "annulled"}, "annulled"),
        ({"resolution_string": "Ambiguous"}, "annulled"),
        ({"resolution_string": "yes", "state": "resolved"}, "closed"),
        ({"state": "closed"}, "closed"),
        ({"conditional_type": "yes"}, "conditional"),
        ({"question_type": "numeric"}, "not yes or no"),
        ({"options": ["A", "B"]}, "not yes or no"),
        ({"unit_of_measure": "USD"}, "not yes or no"),
    ],
)
def test_only_open_yes_or_no_questions_of_metaculus_are_asked(
    entry: dict[str, Any], kind: str, table: ActorTable
) -> None:
    """All others are kept aside, with the reason."""
    (placed,) = _place(json.dumps([_metaculus(**entry)]), table)

    assert placed.kind_of_reason == kind


def test_predictions_go_to_the_question_and_comments_to_its_post(table: ActorTable) -> None:
    """The two ids differ, and are not mixed up."""
    placed = _place(json.dumps([_metaculus(), _metaculus(state="closed")]), table)
    text = export_text(_imported(placed), _answers(placed), kind="metaculus-predictions")

    (prediction,) = json.loads(text)
    assert prediction["question"] == 42
    assert prediction["comment"]["on_post"] == 700
    assert 0.0 < prediction["probability_yes"] < 1.0


def test_a_submission_has_a_forecast_for_each_date_understood(table: ActorTable) -> None:
    """With its reasons, and null for the date of a market."""
    whole = _set(_fb(), _fb(id="q2", resolution_dates=["2023-08-01", "2023-10-01"]),
                 _fb(id="q3", source="fred"))  # fmt: skip
    placed = _place(whole, table)
    text = export_text(
        _imported(placed), _answers(placed), kind="forecastbench-submission", organization="Own"
    )

    made = json.loads(text)
    assert made["organization"] == "Own"
    assert made["question_set"] == "2023-09-01-llm.json"
    assert made["forecast_due_date"] == "2023-09-01"
    assert [(f["id"], f["resolution_date"]) for f in made["forecasts"]] == [
        ("q1", None), ("q2", "2023-10-01"),
    ]  # fmt: skip
    assert all("Base rate" in f["reasoning"] for f in made["forecasts"])
    assert read_exchange(text, where="-").kind == "forecastbench-submission"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(0, 1) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    extra=st.dictionaries(st.text(min_size=1, max_size=5), _JSON, max_size=3),
    kind=st.sampled_from(["questions", "resolutions", "forecasts"]),
)
def test_export_gives_back_what_import_took(extra: dict[str, Any], kind: str) -> None:
    """Whatever else the entries hold, nothing of it is lost or changed."""
    entry = {
        **extra,
        "id": "q1",
        "source": "fred",
        "question": "?",
        "resolved": True,
        "forecast": 0.5,
    }
    whole = {
        "forecast_due_date": "2023-09-01",
        "question_set": "x",
        kind: [entry, {**entry, "id": "q2"}],
    }
    exchange = read_exchange(json.dumps(whole), where="-")
    placed = place_questions(exchange, table=_TABLE, now=DUE, events_at=lambda _: events_frame([]))
    frame = _imported(placed)
    text = export_text(
        frame, pl.DataFrame(schema=TABLES["forecasts"]), kind=exchange.kind,
        batch=frame["batch"][0],
    )  # fmt: skip

    assert json.loads(text) == whole


_TABLE = load_actor_table("world.v1", "toy.v1")


@pytest.mark.parametrize("container", ["json", "jsonl", "csv"])
def test_metaculus_files_go_out_as_they_came(container: str, table: ActorTable) -> None:
    """As a list, as lines or as a table."""
    entries = [_metaculus(), _metaculus(id_of_question=43, question_text='Odd, "quoted"\ntext?')]
    if container == "json":
        text = json.dumps(entries, indent=2) + "\n"
    elif container == "jsonl":
        text = "".join(json.dumps(entry) + "\n" for entry in entries)
    else:
        text = pl.DataFrame(
            entries, schema=dict.fromkeys(entries[0], pl.String), strict=False
        ).write_csv()
    out = export_text(
        _imported(_place(text, table)), pl.DataFrame(schema=TABLES["forecasts"]), kind="metaculus"
    )

    assert out == text


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "[1]", '{"questions": []}', "a,b\n1,2\n", '{"id_of_post": 1}', "[" * 5000],
)
def test_other_files_are_refused(text: str) -> None:
    """The message says which layouts are known."""
    with pytest.raises(ImportDataError, match="ForecastBench question set"):
        read_exchange(text, where="odd.json")


def test_an_entry_without_its_fields_is_refused_by_place() -> None:
    """The message names the entry and what it lacks."""
    text = json.dumps({"forecast_due_date": "2023-09-01", "questions": [{"id": "a"}]})

    with pytest.raises(ImportDataError, match=r"odd.json: questions\[0\] lacks 'source'"):
        read_exchange(text, where="odd.json")


def test_the_layout_asked_for_has_to_be_the_one_found() -> None:
    """A question set is no list of Metaculus questions."""
    with pytest.raises(ImportDataError, match="forecastbench-questions, not metaculus"):
        read_exchange(_set(_fb()), where="-", kind="metaculus")


def test_nothing_to_export_is_told() -> None:
    """Before anything was imported there is nothing to give back."""
    empty = pl.DataFrame(schema=TABLES["imported_questions"])

    with pytest.raises(InputError, match="questions import"):
        export_text(empty, pl.DataFrame(schema=TABLES["forecasts"]), kind="metaculus")


def test_the_same_file_is_the_same_batch(table: ActorTable) -> None:
    """Taken in twice it has the same ids, so that nothing is new."""
    first, second = (_place(_set(_fb()), table) for _ in range(2))

    assert [each.row["imported_id"] for each in first] == [
        each.row["imported_id"] for each in second
    ]
