"""The record as it would have been known, had something happened or not.

In: the record as it was known, events to add, ids to leave out. Out: `SupposedKnown`, which a
forecaster sees as it sees any record. The idea to know: it is a view; what is supposed
lives in it alone, and goes with it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import polars as pl

from parley.dynamics.series import DaySeries, day_series
from parley.terms import Event, KnownRecord

__all__ = ["SupposedKnown"]

_TOUCHES = (
    "actor", "recipient", "actor_sector", "recipient_sector", "event_type", "mode", "day",
    "known_day", "event", "done", "planned", "promised",
)  # fmt: skip


class _Serial(Protocol):
    def day_series(self, statuses: Sequence[str]) -> DaySeries:
        """Return the day series, done acts being those of these statuses."""


class SupposedKnown:
    """A known record with events added and others left out.

    Parameters
    ----------
    base
        What was known; nothing published after its own `as_of` is in it.
    as_of
        The moment of this view: that of `base`, or a later one up to which nothing but what
        is added is supposed to have become known.
    added
        Events that are supposed, published by `as_of`.
    dropped
        Ids of events that are left out.
    beside
        The same view without what is supposed, whose day series is then built upon.
    """

    def __init__(
        self,
        base: KnownRecord,
        *,
        as_of: datetime,
        added: Sequence[Event] = (),
        dropped: Collection[str] = (),
        beside: _Serial | None = None,
    ) -> None:
        self._base = base
        self._beside = beside
        self._series: dict[tuple[str, ...], DaySeries] = {}
        self._as_of = as_of
        self._added = tuple(added)
        self._dropped = tuple(sorted(dropped))

    @property
    def as_of(self) -> datetime:
        """The moment; nothing published after it is in any answer."""
        return self._as_of

    def events(self) -> pl.DataFrame:
        """Return the events of the record, less those left out, with those supposed."""
        return self._events

    def claims(self) -> pl.DataFrame:
        """Return the claims of the record, untouched."""
        return self._base.claims()

    def day_series(self, statuses: Sequence[str]) -> DaySeries:
        """Return the day series of the events, done acts being those of these statuses.

        To hand it on spares whoever would make it anew from a large record.
        """
        key = tuple(statuses)
        if key not in self._series:
            made = None
            if self._beside is not None and not self._dropped:
                rows = _frame(self._added, self._base.events())
                made = _joined(self._beside.day_series(key), day_series(rows, statuses=key))
            self._series[key] = made or day_series(self.events(), statuses=key)
        return self._series[key]

    @cached_property
    def _events(self) -> pl.DataFrame:
        events = self._base.events()
        if self._dropped:
            events = events.filter(~pl.col("event_id").is_in(self._dropped))
        if not self._added:
            return events
        return pl.concat([events, _frame(self._added, events)]).sort("happened_on", "event_id")


def _frame(added: Sequence[Event], like: pl.DataFrame) -> pl.DataFrame:
    """Return events as rows in the columns of a frame."""
    return pl.DataFrame([_row(event, like.columns) for event in added], schema=like.schema)


def _row(event: Event, columns: Sequence[str]) -> dict[str, object]:
    """Return an event as a row with these columns."""
    values = {
        **asdict(event),
        "happened_on": event.happened_on.start,
        "happened_until": event.happened_on.end,
        "precision": event.happened_on.precision,
        "disagreements": "[]",
    }
    return {
        name: list(value) if isinstance(value := values.get(name), tuple) else value
        for name in columns
    }


def _joined(series: DaySeries, more: DaySeries) -> DaySeries | None:
    """Return a series with the touches of a small one; None where that names anyone new."""
    if not len(series) or not len(more) or more.first_day < series.first_day:
        return None
    words = (
        (("actor", "recipient"), series.parties, more.parties),
        (("actor_sector", "recipient_sector"), series.sectors, more.sectors),
        (("mode",), series.modes, more.modes),
    )
    arrays = {name: getattr(more, name) for name in _TOUCHES}
    for names, known, used in words:
        if not set(used) <= set(known):
            return None
        places = np.array([known.index(word) for word in used], dtype=np.int64)
        arrays |= {name: places[arrays[name]] for name in names}
    arrays["event"] = arrays["event"] + len(series.event_ids)
    both = {name: np.concatenate([getattr(series, name), arrays[name]]) for name in _TOUCHES}
    order = np.argsort(both["day"], kind="stable")
    touches: dict[str, Any] = {name: values[order] for name, values in both.items()}
    return replace(
        series,
        **touches,
        event_ids=pl.concat([series.event_ids, more.event_ids]),
        watched=np.union1d(series.watched, more.watched),
    )
