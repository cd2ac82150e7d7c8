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
from typing import Literal

import numpy as np

from parley.dynamics.changes import Changes, Level, find_changes
from parley.dynamics.series import Bools, DaySeries, Ints, day_number, day_of
from parley.dynamics.windows import Floats
from parley.errors import InputError
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

By = Literal["day", "week", "month"]
"""The bins of a timeline."""

LineSpec = tuple[str, tuple[EventType, ...]]
"""A line: its name and the types it counts."""

FLAG_SHARE = 0.95
"""A bin is flagged when at least so many of the earlier ones held fewer events."""

FLAG_LEAST = 3
"""Fewer events than this are never flagged: two acts are no escalation."""

FLAG_HISTORY = 12
"""Earlier bins that a flag needs: against fewer, a new height says little."""

_TOLD = 3
"""Events named for a change, a flag or a peak: the fiercest first."""


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

    def end_of(self, place: int) -> date:
        """Return the last day of a bin."""
        later = self.starts[place + 1] if place + 1 < len(self.starts) else None
        return self.last_on if later is None else later - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Bins:
    """First days of bins as numbers, with the end of the last; and which were watched."""

    edges: Ints
    watched: Bools

    def __len__(self) -> int:
        return len(self.watched)

    def start(self, place: int) -> date:
        return day_of(int(self.edges[place]))

    def end(self, place: int) -> date:
        return day_of(int(self.edges[place + 1]) - 1)


@dataclass(frozen=True, slots=True)
class _Acts:
    """A dyad's events, each once: place in the series' events, type, bin, intensity."""

    event: Ints
    event_type: Ints
    bin: Ints
    intensity: Floats


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
    """
    asked = tuple(lines) or quad_lines()
    bins = _bins(series, by, since, until)
    shown = 0 if since is None else int(np.searchsorted(bins.edges[1:], day_number(since) + 1))
    acts = _acts(series, intensity, dyad, both, bins)
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


def _bins(series: DaySeries, by: By, since: date | None, until: date | None) -> _Bins:
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
    return _Bins(edges, np.diff(counted) > 0)


def _months(first: int, last: int) -> Ints:
    """Return the first days of the months from `first` to `last`, and the day after it."""
    edges = [day_of(first).replace(day=1)]
    while day_number(edges[-1]) <= last:
        edges.append((edges[-1] + timedelta(days=31)).replace(day=1))
    return np.array([day_number(edge) for edge in edges[:-1]] + [last + 1], dtype=np.int64)


def _acts(
    series: DaySeries, intensity: Floats, dyad: tuple[str, str], both: bool, bins: _Bins
) -> _Acts:
    """Return the dyad's events inside the bins, each once."""
    rows = _joins(series, dyad) | (_joins(series, (dyad[1], dyad[0])) if both else False)
    rows = rows & series.done & (series.day >= bins.edges[0]) & (series.day < bins.edges[-1])
    places = np.flatnonzero(rows)
    event, once = np.unique(series.event[places], return_index=True)
    places = places[once]
    return _Acts(
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


def _of_line(acts: _Acts, spec: LineSpec) -> Bools:
    wanted = [EVENT_TYPES.index(event_type) for event_type in spec[1]]
    return np.isin(acts.event_type, wanted)


def _line(
    series: DaySeries, acts: _Acts, bins: _Bins, spec: LineSpec, by: By, confidence: float,
    shown: int,
) -> TimelineLine:  # fmt: skip
    mine = _of_line(acts, spec)
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
    series: DaySeries, acts: _Acts, bins: _Bins, spec: LineSpec, by: By, places: Ints,
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
        ids = _fiercest(series, acts, _of_line(acts, spec) & (acts.bin >= low) & (acts.bin <= at))
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


def _flags(series: DaySeries, acts: _Acts, bins: _Bins, spec: LineSpec) -> list[Flag]:
    """Return the bins of a line that stood out when they came, looking back only."""
    mine = _of_line(acts, spec)
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
                event_ids=_fiercest(series, acts, mine & (acts.bin == place)),
            )
        )
    return flags


def _peak(series: DaySeries, acts: _Acts, bins: _Bins, spec: LineSpec, shown: int) -> Peak | None:
    """Return the fullest bin shown of a line, the latest of equals; None without events."""
    mine = _of_line(acts, spec) & (acts.bin >= shown)
    if not mine.any():
        return None
    counts = np.bincount(acts.bin[mine], minlength=len(bins))
    place = len(counts) - 1 - int(np.argmax(counts[::-1]))
    ids = _fiercest(series, acts, mine & (acts.bin == place))
    return Peak(spec[0], bins.start(place), bins.end(place), int(counts[place]), ids)


def _fiercest(series: DaySeries, acts: _Acts, rows: Bools) -> tuple[str, ...]:
    """Return the ids of a few events, those of the greatest intensity first."""
    ids = [str(series.event_ids[int(event)]) for event in acts.event[rows]]
    strength = np.abs(acts.intensity[rows])
    ordered = sorted(zip(strength.tolist(), ids, strict=True), key=lambda pair: (-pair[0], pair[1]))
    return tuple(id_ for _, id_ in ordered[:_TOLD])
