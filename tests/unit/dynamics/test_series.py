"""Touches of events: who is joined to whom, on which day, known from when."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from parley.dynamics.series import day_number, day_series, opening_day
from parley.errors import ForecastError

SCHEMA = {
    "event_id": pl.String,
    "event_type": pl.String,
    "actors": pl.List(pl.String),
    "recipients": pl.List(pl.String),
    "status": pl.String,
    "happened_on": pl.Date,
    "published_at": pl.Datetime("us", "UTC"),
}


def _events(*rows: dict[str, Any]) -> pl.DataFrame:
    """Events of 1 March 2024, known the next midnight, unless a row says otherwise."""
    usual = {
        "event_type": "CONSULT",
        "actors": ["AAA", "BBB"],
        "recipients": [],
        "status": "actual",
        "happened_on": date(2024, 3, 1),
        "published_at": datetime(2024, 3, 2, tzinfo=UTC),
    }
    return pl.DataFrame(
        [{"event_id": str(i), **usual, **row} for i, row in enumerate(rows)], schema=SCHEMA
    )


def _pairs(frame: pl.DataFrame) -> set[tuple[str, str]]:
    series = day_series(frame)
    return {
        (series.parties[a], series.parties[r])
        for a, r in zip(series.actor.tolist(), series.recipient.tolist(), strict=True)
    }


def test_talks_join_their_parties_both_ways() -> None:
    """An act done together has no first party."""
    assert _pairs(_events({})) == {("AAA", "BBB"), ("BBB", "AAA")}


def test_directed_act_joins_each_actor_to_each_recipient() -> None:
    """Two who attack one make two pairs, and none between the two."""
    frame = _events({"event_type": "ASSAULT", "actors": ["AAA", "BBB"], "recipients": ["CCC"]})

    assert _pairs(frame) == {("AAA", "CCC"), ("BBB", "CCC")}


def test_visit_counts_both_ways_round() -> None:
    """A guest and a host have met, whoever travelled."""
    frame = _events({"actors": ["AAA"], "recipients": ["BBB"]})

    assert _pairs(frame) == {("AAA", "BBB"), ("BBB", "AAA")}


def test_lone_actor_acts_towards_nobody_in_particular() -> None:
    """A missile test counts for its state, though it names no recipient."""
    assert _pairs(_events({"event_type": "MOBILIZE", "actors": ["AAA"]})) == {("AAA", "-")}


def test_sectors_fold_into_their_state_and_are_kept_beside_it() -> None:
    """A foreign minister's talks are talks of the state."""
    series = day_series(_events({"actors": ["AAA-GOV", "BBB"]}))

    assert series.parties == ("AAA", "BBB")
    assert {series.sectors[i] for i in series.actor_sector.tolist()} == {"GOV", ""}


def test_event_published_late_is_unknown_until_then() -> None:
    """An act of Friday told on Sunday noon is known from Monday on."""
    frame = _events({"published_at": datetime(2024, 3, 3, 12, tzinfo=UTC)})
    series = day_series(frame)

    assert len(series.known_by(day_number(date(2024, 3, 3)))) == 0
    assert len(series.known_by(day_number(date(2024, 3, 4)))) == 2


def test_denied_and_planned_acts_do_not_count_as_done() -> None:
    """A plan is kept apart from what was done; a denial is neither."""
    series = day_series(_events({"status": "planned"}, {"status": "denied"}, {}))

    assert (series.done.sum(), series.planned.sum(), len(series)) == (2, 2, 6)


def test_no_events_make_an_empty_series() -> None:
    """A record of nothing is a series of nothing, not an error."""
    series = day_series(pl.DataFrame(schema=SCHEMA))

    assert (len(series), len(series.watched), series.parties) == (0, 0, ())


def test_background_told_late_does_not_make_the_record_older() -> None:
    """A report that recalls last year was not watching last year."""
    series = day_series(_events({}, {"happened_on": date(2023, 3, 1)}))

    assert series.first_day == day_number(date(2024, 3, 1))


def test_window_opens_on_the_first_wholly_unknown_day() -> None:
    """Midnight belongs to the day it begins; a minute later the next day is the first."""
    assert opening_day(datetime(2024, 3, 1, tzinfo=UTC)) == date(2024, 3, 1)
    assert opening_day(datetime(2024, 3, 1, 0, 1, tzinfo=UTC)) == date(2024, 3, 2)


def test_moment_without_zone_is_refused() -> None:
    """Days begin somewhere; a naive moment does not say where."""
    with pytest.raises(ForecastError, match="time zone"):
        opening_day(datetime(2024, 3, 1))  # noqa: DTZ001


def test_missing_column_is_named() -> None:
    """What is not a frame of events says what it lacks."""
    with pytest.raises(ForecastError, match="happened_on"):
        day_series(_events({}).drop("happened_on"))
