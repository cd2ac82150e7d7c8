"""A small invented history for the tests of forecasts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import polars as pl
import pytest

from parley.checks import InventedRecord
from parley.record.rows import events_frame
from parley.terms import DateInterval, Event, make_id

START = date(2023, 1, 2)
AddEvent = Callable[..., Event]


def make_event(
    kind: str,
    actors: Sequence[str],
    recipients: Sequence[str],
    day: int,
    *,
    told_after: timedelta = timedelta(days=1),
    **more: Any,
) -> Event:
    """Make an event on a day counted from the start, published the next midnight."""
    on = START + timedelta(days=day)
    published_at = datetime.combine(on, time(0), tzinfo=UTC) + told_after
    return Event(
        event_id=make_id("test", kind, *actors, *recipients, day),
        event_type=kind,  # type: ignore[arg-type]
        mode=None,
        contexts=(),
        actors=tuple(actors),
        recipients=tuple(recipients),
        status=more.pop("status", "actual"),
        happened_on=DateInterval(on, on),
        published_at=published_at,
        recorded_at=published_at,
        origin="invented",
        n_reports=1,
        n_independent=1,
        **more,
    )


def make_history(n_days: int = 300) -> list[Event]:
    """Five states: talks come in bursts that agreements announce; threats go one way."""
    states = ["AAA", "BBB", "CCC", "DDD", "EEE"]
    events = []
    for i, left in enumerate(states):
        for j, right in enumerate(states[i + 1 :], start=i + 1):
            for day in range(n_days):
                burst = (day // 40 + i + j) % 3 == 0
                if (day * (3 + i) + 5 * j) % (6 if burst else 41) == 0:
                    events.append(make_event("CONSULT", [left, right], [], day))
                if burst and (day + i) % 13 == 0:
                    events.append(make_event("AGREE", [left, right], [], day))
                if (day + 7 * i + 11 * j) % 29 == 0:
                    events.append(make_event("THREATEN", [right], [left], day))
    return events


@dataclass(frozen=True)
class InventedStore:
    """A record that can be looked at as of any moment; notes every moment asked for."""

    history: pl.DataFrame
    asked: list[datetime]

    def known(self, as_of: datetime) -> InventedRecord:
        """Return what was published by a moment."""
        self.asked.append(as_of)
        return InventedRecord(as_of, self.history)

    def with_events(self, *events: Event) -> InventedStore:
        """Return the record with more events in it."""
        more = events_frame(list(events)).cast(dict(self.history.schema))  # type: ignore[arg-type]
        return replace(self, history=pl.concat([self.history, more]), asked=[])


def at(day: int) -> datetime:
    """Return the midnight that begins a day counted from the start."""
    return datetime.combine(START + timedelta(days=day), time(0), tzinfo=UTC)


@pytest.fixture(scope="session")
def store() -> InventedStore:
    """Return the record of the invented history."""
    return InventedStore(events_frame(make_history()), [])
