"""A timeline: one dyad's acts, bin by bin, with what changed and what stood out.

In: a day series as it was known, the intensity of each event, a dyad, and lines (each a
name and the types it counts). Out: `Timeline`: counts and intensity sums for each line and
bin, dated change points with intervals, flags against the dyad's own history, and peaks.
The idea to know: all of history is looked at even when a part is shown, so that a flag
means the same whatever window one looks through; and a flag only looks back.

Weeks are runs of seven days counted back from the last day, so that every week is whole;
months are those of the calendar, and the first and the last one may be short.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from parley.dynamics.changes import Changes, Level, find_changes
from parley.dynamics.series import DaySeries, Ints, day_number, day_of
from parley.dynamics.timeline_bins import (
    Bins,
    By,
    DyadActs,
    LineSpec,
    cut_bins,
    dyad_acts,
    fiercest,
    of_line,
)
from parley.dynamics.windows import Floats
from parley.terms import EVENT_TYPES, QUADS, Event, EventType

__all__ = [
    "By",
    "DatedChange",
    "Flag",
    "LineSpec",
    "Peak",
    "Timeline",
    "TimelineLine",
    "make_timeline",
    "quad_lines",
    "type_lines",
]

FLAG_SHARE = 0.95
"""A bin is flagged when at least so many of the earlier ones held fewer events."""

FLAG_LEAST = 3
"""Fewer events than this are never flagged: two acts are no escalation."""

FLAG_HISTORY = 12
"""Earlier bins that a flag needs: against fewer, a new height says little."""


@dataclass(frozen=True, slots=True)
class DatedChange:
    """A line's level changed with the bin that begins on `on`; the day of the change lies
    from `earliest` to `latest` with the confidence of the timeline.

    `before` and `after` are the levels, mean events in each bin with their intervals.
    """

    on: date
    earliest: date
    latest: date
    before: Level
    after: Level
    event_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """A bin with more events than nearly all of the dyad's earlier ones.

    `share` of the `n_earlier` bins before it held fewer; `last_such` is the first day of
    the latest earlier bin with as many, None when it is a new height.
    """

    line: str
    on: date
    until: date
    n_events: int
    share: float
    n_earlier: int
    last_such: date | None
    event_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Peak:
    """The bin in which a line has most events."""

    line: str
    on: date
    until: date
    n_events: int
    event_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """Events of some types in each bin: their number and the sum of their intensity.

    Intensity is that of the data set where it has one, else PLOVER's: -10 (war) to +10.
    """

    name: str
    event_types: tuple[EventType, ...]
    counts: tuple[int, ...]
    intensity: tuple[float, ...]
    changes: tuple[DatedChange, ...]
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """One dyad's acts in bins of time.

    `starts` holds the first day of each bin; `watched` tells in which of them the record
    saw anything at all, of whomever. Levels count bins from the first one shown, which
    can lie before it. `events` are those that changes, flags and peaks name.
    """

    actor: str
    recipient: str
    both: bool
    by: By
    first_on: date
    last_on: date
    starts: tuple[date, ...]
    watched: tuple[bool, ...]
    lines: tuple[TimelineLine, ...]
    flags: tuple[Flag, ...]
    peaks: tuple[Peak, ...]
    confidence: float
    events: tuple[Event, ...] = ()

    @property
    def event_ids(self) -> tuple[str, ...]:
        """The events that changes, flags and peaks name, each once."""
        told = [id_ for line in self.lines for change in line.changes for id_ in change.event_ids]
        told += [id_ for flag in self.flags for id_ in flag.event_ids]
        told += [id_ for peak in self.peaks for id_ in peak.event_ids]
        return tuple(dict.fromkeys(told))

    @property
    def net(self) -> tuple[float, ...]:
        """The intensity of all lines together, summed in each bin."""
        return tuple(map(sum, zip(*(line.intensity for line in self.lines), strict=True)))

    def end_of(self, place: int) -> date:
        """Return the last day of a bin."""
        later = self.starts[place + 1] if place + 1 < len(self.starts) else None
        return self.last_on if later is None else later - timedelta(days=1)


def quad_lines() -> tuple[LineSpec, ...]:
    """Return one line for each quad class, as PLOVER has them.

    Examples
    --------
    >>> [name for name, _ in quad_lines()][-1]
    'material conflict'
    """
    names = dict.fromkeys(QUADS.values())
    return tuple(
        (name, tuple(event_type for event_type in EVENT_TYPES if QUADS[event_type] == name))
        for name in names
    )


def type_lines(event_types: Sequence[EventType]) -> tuple[LineSpec, ...]:
    """Return one line for each type."""
    return tuple((event_type, (event_type,)) for event_type in dict.fromkeys(event_types))


def make_timeline(
    series: DaySeries,
    intensity: Floats,
    dyad: tuple[str, str],
    *,
    lines: Sequence[LineSpec] = (),
    by: By = "week",
    both: bool = False,
    since: date | None = None,
    until: date | None = None,
    confidence: float = 0.9,
) -> Timeline:
    """Lay out a dyad's acts in time.

    Parameters
    ----------
    series
        What is known; only done acts are counted.
    intensity
        Shape (n_events,): the intensity of each event in `series.event_ids`.
    dyad
        Who acts and at whom, as party codes; a code with a sector means that sector.
    lines
        What to count; by default the quad classes.
    both
        Whether acts the other way round count too.
    since, until
        First and last day to show; by default all that the record watched.
    confidence
        Of the intervals for changes and levels.

    Raises
    ------
    InputError
        If the window holds no whole bin, or ends before the record begins.

    References
    ----------
    As `parley.dynamics.changes`.

    Examples
    --------
    >>> import polars as pl
    >>> from datetime import datetime
    >>> from parley.dynamics.series import day_series
    >>> days = [date(2024, 1, 1) + timedelta(days=n) for n in (0, 9, 13, 13)]
    >>> series = day_series(pl.DataFrame({
    ...     "event_id": ["a", "b", "c", "d"], "event_type": ["ACCUSE"] * 4,
    ...     "status": ["actual"] * 4, "actors": [["FRD"]] * 4, "recipients": [["RUR"]] * 4,
    ...     "happened_on": days,
    ...     "published_at": [datetime(d.year, d.month, d.day) + timedelta(days=1) for d in days],
    ... }))
    >>> found = make_timeline(series, np.full(4, -2.0), ("FRD", "RUR"))
    >>> [(line.name, line.counts, line.intensity) for line in found.lines if sum(line.counts)]
    [('verbal conflict', (1, 3), (-2.0, -6.0))]
    """
    asked = tuple(lines) or quad_lines()
    bins = cut_bins(series, by, since, until)
    shown = 0 if since is None else int(np.searchsorted(bins.edges[1:], day_number(since) + 1))
    acts = dyad_acts(series, intensity, dyad, both, bins)
    told = [_line(series, acts, bins, spec, by, confidence, shown) for spec in asked]
    flags = [flag for spec in asked for flag in _flags(series, acts, bins, spec)]
    first = bins.start(shown)
    return Timeline(
        actor=dyad[0],
        recipient=dyad[1],
        both=both,
        by=by,
        first_on=first,
        last_on=bins.end(len(bins) - 1),
        starts=tuple(bins.start(place) for place in range(shown, len(bins))),
        watched=tuple(bool(seen) for seen in bins.watched[shown:]),
        lines=tuple(told),
        flags=tuple(
            sorted((flag for flag in flags if flag.on >= first), key=lambda f: (f.on, f.line))
        ),
        peaks=tuple(
            peak for spec in asked if (peak := _peak(series, acts, bins, spec, shown)) is not None
        ),
        confidence=confidence,
    )


def _line(
    series: DaySeries, acts: DyadActs, bins: Bins, spec: LineSpec, by: By, confidence: float,
    shown: int,
) -> TimelineLine:  # fmt: skip
    mine = of_line(acts, spec)
    counts = np.bincount(acts.bin[mine], minlength=len(bins))
    sums = np.bincount(acts.bin[mine], weights=acts.intensity[mine], minlength=len(bins))
    # Bins in which nothing at all was watched tell nothing of the dyad.
    places = np.flatnonzero(bins.watched)
    found = find_changes(counts[places], confidence=confidence)
    levels = tuple(_placed(level, places, shown) for level in found.levels)
    return TimelineLine(
        name=spec[0],
        event_types=spec[1],
        counts=tuple(counts[shown:].tolist()),
        intensity=tuple(round(value, 6) + 0.0 for value in sums[shown:].tolist()),
        changes=tuple(
            change
            for change in _dated(series, acts, bins, spec, by, places, found)
            if change.on >= bins.start(shown)
        ),
        levels=tuple(level for level in levels if level.last >= 0),
    )


def _placed(level: Level, places: Ints, shown: int) -> Level:
    """Return a level with its bins counted from the first one shown."""
    first, last = int(places[level.first]) - shown, int(places[level.last]) - shown
    return replace(level, first=first, last=last)


def _dated(
    series: DaySeries, acts: DyadActs, bins: Bins, spec: LineSpec, by: By, places: Ints,
    found: Changes,
) -> list[DatedChange]:  # fmt: skip
    """Turn changes between bins into changes on days."""
    dated = []
    for change in found.changes:
        at, low, high = (int(places[place]) for place in (change.at, change.low, change.high))
        # A change inside a bin makes a mixed one, which can go with either level: the day lies
        # anywhere from the day after the start of the bin before to the end of the bin itself.
        before = int(bins.edges[max(low - 1, 0)])
        earliest = int(bins.edges[low]) if by == "day" else before + 1
        ids = fiercest(series, acts, of_line(acts, spec) & (acts.bin >= low) & (acts.bin <= at))
        dated.append(
            DatedChange(
                on=bins.start(at),
                earliest=day_of(earliest),
                latest=bins.end(high),
                before=change.before,
                after=change.after,
                event_ids=ids,
            )
        )
    return dated


def _flags(series: DaySeries, acts: DyadActs, bins: Bins, spec: LineSpec) -> list[Flag]:
    """Return the bins of a line that stood out when they came, looking back only."""
    mine = of_line(acts, spec)
    counts = np.bincount(acts.bin[mine], minlength=len(bins))
    flags = []
    for place in range(len(bins)):
        earlier = np.flatnonzero(bins.watched[:place])
        n_events = int(counts[place])
        if n_events < FLAG_LEAST or len(earlier) < FLAG_HISTORY:
            continue
        share = float((counts[earlier] < n_events).mean())
        if share < FLAG_SHARE:
            continue
        such = earlier[counts[earlier] >= n_events]
        flags.append(
            Flag(
                line=spec[0],
                on=bins.start(place),
                until=bins.end(place),
                n_events=n_events,
                share=share,
                n_earlier=len(earlier),
                last_such=bins.start(int(such[-1])) if len(such) else None,
                event_ids=fiercest(series, acts, mine & (acts.bin == place)),
            )
        )
    return flags


def _peak(series: DaySeries, acts: DyadActs, bins: Bins, spec: LineSpec, shown: int) -> Peak | None:
    """Return the fullest bin shown of a line, the latest of equals; None without events."""
    mine = of_line(acts, spec) & (acts.bin >= shown)
    if not mine.any():
        return None
    counts = np.bincount(acts.bin[mine], minlength=len(bins))
    place = len(counts) - 1 - int(np.argmax(counts[::-1]))
    ids = fiercest(series, acts, mine & (acts.bin == place))
    return Peak(spec[0], bins.start(place), bins.end(place), int(counts[place]), ids)
