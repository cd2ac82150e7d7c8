"""Verbs about how things move: a dyad's timeline, and what changed of late.

In: names of parties, a window, a moment. Out: `Timeline`, `WhatChanged`, with the events
that their figures rest on. The idea to know: both look at what was known at the moment,
and nothing later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, cast

import polars as pl

from parley.desk.base import BaseDesk
from parley.desk.moments import Day, Moment, Names, as_day, chosen_of
from parley.dynamics.series import day_number, day_series, opening_day
from parley.dynamics.windows import Floats
from parley.errors import InputError
from parley.forecast.asked import fold_party
from parley.record.rows import event_from_row
from parley.terms import EVENT_TYPES, INTENSITY, Event, EventType

if TYPE_CHECKING:
    from parley.dynamics.surprise import WhatChanged
    from parley.dynamics.timeline import Timeline
    from parley.dynamics.timeline_bins import By

__all__ = ["SeriesDesk"]


class SeriesDesk(BaseDesk):
    """Lays acts out in time, and tells what changed."""

    def timeline(
        self,
        actor: str,
        recipient: str,
        *,
        event_type: Names = None,
        by: By = "week",
        both: bool = False,
        since: Day = None,
        until: Day = None,
        as_of: Moment = None,
    ) -> Timeline:
        """Return a dyad's acts in bins of time, with changes, flags and peaks.

        Parameters
        ----------
        actor, recipient
            Names or codes: who acts and at whom. A state stands for its sectors too.
        event_type
            PLOVER types, one line for each; by default one for each quad class.
        by
            day, week or month.
        both
            Whether acts the other way round count too.
        since, until
            First and last day to show.
        as_of
            Nothing published later is counted; by default now.

        Raises
        ------
        UnknownActorError
            If a name is in no actor table.
        InputError
            If nothing was watched in that window.
        """
        # These rooms need scipy, which takes longer to import than most verbs take to run.
        from parley.dynamics.timeline import make_timeline, type_lines

        moment = self._moment(as_of)
        types = cast("tuple[EventType, ...]", chosen_of(event_type, EVENT_TYPES, "type"))
        dyad = tuple(
            fold_party(self.resolve(name, on=moment.date()).code, keep_sector=True)
            for name in (actor, recipient)
        )
        events = self.store.known(moment).events()
        found = make_timeline(
            day_series(events),
            _intensity(events),
            (dyad[0], dyad[1]),
            lines=type_lines(types),
            by=by,
            both=both,
            since=as_day(since, name="since"),
            until=as_day(until, name="until"),
        )
        return replace(found, events=_events(events, found.event_ids))

    def changed(
        self,
        *,
        since: Day = None,
        days: int | None = None,
        top: int = 10,
        among: int | None = None,
        at_least: int | None = None,
        as_of: Moment = None,
    ) -> WhatChanged:
        """Return the dyads that did something unlike themselves of late.

        Parameters
        ----------
        since, days
            First day of the window, or its length, by default seven days; it ends with
            the last day the record watched.
        top
            How many surprises of each direction to return.
        among
            Look only at dyads of so many parties, the most active before the window.
        at_least
            Leave out counts below this where no more was expected either; three by default.
        as_of
            Nothing published later is seen; by default now.

        Raises
        ------
        InputError
            If both `since` and `days` are given, or the window is over before it begins.
        ForecastError
            If too little history lies before the window.
        """
        from parley.dynamics.surprise import AT_LEAST, last_watched, what_changed

        moment = self._moment(as_of)
        if since is not None and days is not None:
            raise InputError("Give the first day of the window or its length, not both.")
        events = self.store.known(moment).events()
        series = day_series(events)
        day = day_number(opening_day(moment))
        first = as_day(since, name="since")
        length = 7 if days is None else days
        if first is not None:
            length = _days_since(first, last_watched(series.known_by(day)))
        least = AT_LEAST if at_least is None else at_least
        found = what_changed(series, day=day, days=length, top=top, among=among, at_least=least)
        return replace(found, events=_events(events, found.event_ids))


def _days_since(first: date, last: int) -> int:
    length = last - day_number(first) + 1
    if length < 1:
        raise InputError(
            f"Since {first} the record has watched no day. Name an earlier day, or ask as of "
            "a later one."
        )
    return length


def _intensity(events: pl.DataFrame) -> Floats:
    """Return the intensity of each event: the data set's, else that of its PLOVER type."""
    own = pl.col("event_type").replace_strict(INTENSITY, default=0.0, return_dtype=pl.Float64)
    return events.select(pl.coalesce(pl.col("intensity"), own)).to_series().to_numpy()


def _events(frame: pl.DataFrame, ids: Iterable[str]) -> tuple[Event, ...]:
    """Return events by id, in the order of the ids."""
    wanted = list(ids)
    rows = frame.filter(pl.col("event_id").is_in(wanted))
    found = {row["event_id"]: event_from_row(row) for row in rows.iter_rows(named=True)}
    return tuple(found[id_] for id_ in wanted if id_ in found)
