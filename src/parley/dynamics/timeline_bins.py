"""What a timeline is made of: bins of time, and the acts of one dyad that fall into them.

In: a day series as it was known, a dyad, a window. Out: `Bins` and `DyadActs`. The idea to
know: weeks run back from the last day, so that every week is whole, and an event counts
once, however many of its parties it joins.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from parley.dynamics.series import Bools, DaySeries, Ints, day_number, day_of
from parley.dynamics.windows import Floats
from parley.errors import InputError
from parley.terms import EVENT_TYPES, EventType

__all__ = ["Bins", "By", "DyadActs", "LineSpec", "cut_bins", "dyad_acts", "fiercest", "of_line"]

By = Literal["day", "week", "month"]
"""The bins of a timeline."""

LineSpec = tuple[str, tuple[EventType, ...]]
"""A line: its name and the types it counts."""

_TOLD = 3
"""Events named for a change, a flag or a peak: the fiercest first."""


@dataclass(frozen=True, slots=True)
class Bins:
    """First days of bins as numbers, with the end of the last; and which were watched."""

    edges: Ints
    watched: Bools

    def __len__(self) -> int:
        return len(self.watched)

    def start(self, place: int) -> date:
        """Return the first day of a bin."""
        return day_of(int(self.edges[place]))

    def end(self, place: int) -> date:
        """Return the last day of a bin."""
        return day_of(int(self.edges[place + 1]) - 1)


@dataclass(frozen=True, slots=True)
class DyadActs:
    """A dyad's events, each once: place in the series' events, type, bin, intensity."""

    event: Ints
    event_type: Ints
    bin: Ints
    intensity: Floats


def cut_bins(series: DaySeries, by: By, since: date | None, until: date | None) -> Bins:
    """Cut the days that the record watched, up to `until`, into bins."""
    if not len(series.watched):
        raise InputError("There is no timeline: nothing is known by then.")
    first, last = series.first_day, int(series.watched.max())
    if until is not None:
        last = min(last, day_number(until))
    if by == "month":
        edges = _months(first, last)
    else:
        length = 7 if by == "week" else 1
        n_bins = (last - first + 1) // length
        edges = last + 1 - length * np.arange(max(n_bins, 0), -1, -1, dtype=np.int64)
    if len(edges) < 2 or (since is not None and day_number(since) > last):
        raise InputError(
            f"No whole {by} to show: the record watched from {day_of(first)} to "
            f"{day_of(int(series.watched.max()))}. Ask for days inside it."
        )
    counted = np.searchsorted(series.watched, edges)
    return Bins(edges, np.diff(counted) > 0)


def _months(first: int, last: int) -> Ints:
    """Return the first days of the months from `first` to `last`, and the day after it."""
    edges = [day_of(first).replace(day=1)]
    while day_number(edges[-1]) <= last:
        edges.append((edges[-1] + timedelta(days=31)).replace(day=1))
    return np.array([day_number(edge) for edge in edges[:-1]] + [last + 1], dtype=np.int64)


def dyad_acts(
    series: DaySeries, intensity: Floats, dyad: tuple[str, str], both: bool, bins: Bins
) -> DyadActs:
    """Return the dyad's events inside the bins, each once."""
    rows = _joins(series, dyad) | (_joins(series, (dyad[1], dyad[0])) if both else False)
    rows = rows & series.done & (series.day >= bins.edges[0]) & (series.day < bins.edges[-1])
    places = np.flatnonzero(rows)
    event, once = np.unique(series.event[places], return_index=True)
    places = places[once]
    return DyadActs(
        event=event,
        event_type=series.event_type[places],
        bin=np.searchsorted(bins.edges, series.day[places], side="right") - 1,
        intensity=intensity[event],
    )


def _joins(series: DaySeries, dyad: tuple[str, str]) -> Bools:
    """Tell which touches join two codes, in this order."""
    rows = np.ones(len(series), dtype=bool)
    for code, party, sector in (
        (dyad[0], series.actor, series.actor_sector),
        (dyad[1], series.recipient, series.recipient_sector),
    ):
        name, _, part = code.partition("-")
        rows &= party == (series.parties.index(name) if name in series.parties else -1)
        if part:
            rows &= sector == (series.sectors.index(part) if part in series.sectors else -1)
    return rows


def of_line(acts: DyadActs, spec: LineSpec) -> Bools:
    """Tell which acts a line counts."""
    wanted = [EVENT_TYPES.index(event_type) for event_type in spec[1]]
    return np.isin(acts.event_type, wanted)


def fiercest(series: DaySeries, acts: DyadActs, rows: Bools) -> tuple[str, ...]:
    """Return the ids of a few events, those of the greatest intensity first."""
    ids = [str(series.event_ids[int(event)]) for event in acts.event[rows]]
    strength = np.abs(acts.intensity[rows])
    ordered = sorted(zip(strength.tolist(), ids, strict=True), key=lambda pair: (-pair[0], pair[1]))
    return tuple(id_ for _, id_ in ordered[:_TOLD])
