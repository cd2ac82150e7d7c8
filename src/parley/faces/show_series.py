"""A timeline laid out for the terminal.

In: a `Timeline`. Out: lines. The idea to know: a plot shows the shape,
and every figure that is told below it names the events it rests on, each with its id.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from rich.console import Console

from parley.dynamics.changes import Level
from parley.dynamics.timeline import DatedChange, Flag, Timeline, TimelineLine
from parley.faces.layout import heading, put
from parley.faces.plots import bar_rows, signed_rows
from parley.faces.session import plural
from parley.faces.show_forecast import event_line
from parley.terms import Event

__all__ = ["LINE_WORDS", "figure", "show_event", "show_timeline"]

LINE_WORDS = {
    "verbal cooperation": "words of cooperation",
    "material cooperation": "deeds of cooperation",
    "verbal conflict": "hostile words",
    "material conflict": "hostile deeds",
}
"""The quad classes in words that need no learning."""

_HEIGHT = 5
_LABEL = 7
_FLAGS_SHOWN = 5
_EVENTS_SHOWN = 2


def show_timeline(console: Console, found: Timeline) -> None:
    """Print a plot of each line, its changes, then flags and peaks with their events."""
    arrow = "–" if found.both else "→"
    console.print()
    put(console, heading(f"{found.actor} {arrow} {found.recipient}, by {found.by}"))
    put(console, f"{found.first_on} to {found.last_on}; {_binned(found)}", 1)
    told = {event.event_id: event for event in found.events}
    columns = _Columns(found, room=max(20, console.width - _LABEL - 3))
    for line in found.lines:
        console.print()
        _show_line(console, found, line, columns, told)
    _show_net(console, found, columns)
    console.print()
    _show_flags(console, found, told)
    console.print()
    _show_peaks(console, found, told)
    console.print()


class _Columns:
    """Which bins stand in which column of a plot."""

    def __init__(self, found: Timeline, room: int) -> None:
        n = len(found.starts)
        self.room = room
        self.bins_each = max(1, math.ceil(n / room))
        self.wide = min(4, max(1, room // n))
        self.n = math.ceil(n / self.bins_each)
        self.starts = found.starts
        self.watched = found.watched

    def values(self, counts: Sequence[int]) -> list[float]:
        """Return the highest count of each column; NaN where nothing was watched."""
        heights = []
        for first in range(0, len(counts), self.bins_each):
            last = first + self.bins_each
            seen = [
                c for c, w in zip(counts[first:last], self.watched[first:last], strict=True) if w
            ]
            heights += [float(max(seen)) if seen else math.nan] * self.wide
        return heights

    def means(self, values: Sequence[float]) -> list[float]:
        """Return the mean of each column's bins."""
        heights = []
        for first in range(0, len(values), self.bins_each):
            bins = values[first : first + self.bins_each]
            heights += [sum(bins) / len(bins)] * self.wide
        return heights

    def of(self, day: date) -> int:
        """Return the first character of the column that holds a day."""
        place = sum(start <= day for start in self.starts) - 1
        return max(0, place) // self.bins_each * self.wide

    @property
    def width(self) -> int:
        """Characters of the plot."""
        return self.n * self.wide

    def months(self) -> str:
        """Return the axis below the plots: months where they begin, when there is room."""
        line = [" "] * self.room
        free, last = 0, ""
        for place in range(0, len(self.starts), self.bins_each):
            month = f"{self.starts[place]:%Y-%m}"
            at = place // self.bins_each * self.wide
            if month != last and free <= at <= self.room - len(month):
                line[at : at + 7] = month
                free = at + 9
            last = month
        return "".join(line).rstrip()


def _binned(found: Timeline) -> str:
    n = len(found.starts)
    return plural(n, found.by)


def _show_line(
    console: Console, found: Timeline, line: TimelineLine, columns: _Columns,
    told: dict[str, Event],
) -> None:  # fmt: skip
    total = sum(line.counts)
    words = LINE_WORDS.get(line.name)
    name = f"{line.name}: {words}" if words else line.name
    put(console, heading(name))
    if not total:
        put(console, "none", 1)
        return
    put(
        console,
        f"{plural(total, 'event')}, at most {max(line.counts):,} a {found.by}; intensity "
        f"{_signed(sum(line.intensity))} in all ({_signed(sum(line.intensity) / total)} each)",
        1,
    )
    for number, row in enumerate(bar_rows(columns.values(line.counts), height=_HEIGHT)):
        label = f"{max(line.counts):,}" if number == 0 else "0" if number == _HEIGHT - 1 else ""
        console.print(f"{label:>{_LABEL}} │{row.rstrip()}", soft_wrap=True)
    for mark in (_change_marks(found, line, columns), _flag_marks(found, line, columns)):
        if mark.strip():
            console.print(f"{'':{_LABEL}}  {mark.rstrip()}", soft_wrap=True)
    console.print(f"{'':{_LABEL}}  {columns.months()}", soft_wrap=True)
    if columns.bins_each > 1:
        put(console, f"each column is the highest of {columns.bins_each} {found.by}s", 1)
    for number, change in enumerate(line.changes, start=1):
        _show_change(console, found, number, change, told)


def _show_net(console: Console, found: Timeline, columns: _Columns) -> None:
    """Print the intensity of all acts together: above nought friendly, below it hostile."""
    if len(found.lines) < 2 or not any(found.net):
        return  # the intensity of a single type goes with its counts
    console.print()
    put(console, heading(f"Intensity of all these acts, summed by {found.by}"))
    heights = columns.means(found.net)
    labels = (f"{max(0.0, *heights):+,.0f}", f"{min(0.0, *heights):+,.0f}".replace("-", "−"))
    rows = signed_rows(heights, height=_HEIGHT)
    for number, row in enumerate(rows):
        label = labels[0] if number == 0 and max(heights) > 0 else ""
        if number == len(rows) - 1 and min(heights) < 0:
            label = labels[1]
        console.print(f"{label:>{_LABEL}} │{row.rstrip()}", soft_wrap=True)
    console.print(f"{'':{_LABEL}}  {columns.months()}", soft_wrap=True)
    if columns.bins_each > 1:
        put(console, f"each column is the mean of {columns.bins_each} {found.by}s", 1)


def _change_marks(found: Timeline, line: TimelineLine, columns: _Columns) -> str:
    """Return the row below a plot that marks changes by number between their earliest and
    latest days.
    """
    row = [" "] * columns.width
    for change in line.changes:
        low, high = (
            columns.of(max(day, found.first_on)) for day in (change.earliest, change.latest)
        )
        row[low : high + 1] = "─" * (high + 1 - low)
    for number, change in enumerate(line.changes, start=1):
        row[columns.of(change.on)] = str(number % 10)
    return "".join(row)


def _flag_marks(found: Timeline, line: TimelineLine, columns: _Columns) -> str:
    row = [" "] * columns.width
    for flag in found.flags:
        if flag.line == line.name:
            row[columns.of(flag.on)] = "!"
    return "".join(row)


def _show_change(
    console: Console, found: Timeline, number: int, change: DatedChange, told: dict[str, Event]
) -> None:
    put(
        console,
        f"{number}  a new level from {change.on} ({100 * found.confidence:.0f} % "
        f"{change.earliest} to {change.latest}): from {_level(change.before)} to "
        f"{_level(change.after)} a {found.by}",
        1,
        hang=3,
    )
    for id_ in change.event_ids[:_EVENTS_SHOWN]:
        show_event(console, told, id_)


def _signed(value: float) -> str:
    return f"{'−' if value < 0 else '+'}{abs(value):,.1f}"


def _level(level: Level) -> str:
    return f"{figure(level.mean)} ({figure(level.low)}–{figure(level.high)})"


def figure(value: float) -> str:
    """Return a count that need not be whole, finer when it is small.

    Examples
    --------
    >>> figure(0.034), figure(2.345), figure(78.9), figure(0.0)
    ('0.03', '2.3', '79', '0')
    """
    if 0.0 < value < 0.001:
        return "<0.001"
    if value < 0.1:
        return f"{value:.1g}"
    return f"{value:.1f}" if value < 10 else f"{value:,.0f}"


def _show_flags(console: Console, found: Timeline, told: dict[str, Event]) -> None:
    flags = found.flags
    if not flags:
        put(console, heading("Nothing stood out against what came before (!)"))
        return
    shown = flags[-_FLAGS_SHOWN:]
    which = "" if len(shown) == len(flags) else f", the latest {len(shown)} of {len(flags)}"
    put(console, heading(f"Out of its usual way (!){which}"))
    for flag in shown:
        put(console, _flag_words(flag, found.by), 1, hang=12)
        for id_ in flag.event_ids[:_EVENTS_SHOWN]:
            show_event(console, told, id_)


def _flag_words(flag: Flag, by: str) -> str:
    what = LINE_WORDS.get(flag.line, flag.line)
    if flag.last_such is None:
        than = f"more than in any of the {flag.n_earlier} {by}s before"
    else:
        than = (
            f"more than in {math.floor(100 * flag.share)} % of the {flag.n_earlier} {by}s before, "
            f"last such {flag.last_such}"
        )
    return f"{flag.on}  {what} {flag.n_events:,} this {by}: {than}"


def _show_peaks(console: Console, found: Timeline, told: dict[str, Event]) -> None:
    if not found.peaks:
        put(console, "No acts in this window.")
        return
    put(console, heading(f"The fullest {found.by} of each line, and its fiercest acts"))
    for peak in found.peaks:
        what = LINE_WORDS.get(peak.line, peak.line)
        put(console, f"{peak.on}  {what} {peak.n_events:,}", 1)
        for id_ in peak.event_ids[:_EVENTS_SHOWN]:
            show_event(console, told, id_)


def show_event(console: Console, told: dict[str, Event], id_: str) -> None:
    """Print an event on one line with its id, where it is among those told."""
    event = told.get(id_)
    if event is not None:
        words = f" “{event.original}”" if event.original else ""
        put(console, f"{event_line(event)}{words}", 3, hang=2)
