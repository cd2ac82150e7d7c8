"""Charts over time: a dyad's timeline, and a chance as it moved.

In: a `Timeline`, or dated chances with the events to mark. Out: Altair charts, for
`charts.write_chart`. The idea to know: what is told apart by colour is told apart by
shape or words too, and whatever is marked can be read off by its number or label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from parley.dynamics.timeline import Timeline, TimelineLine
from parley.errors import MissingPartError
from parley.faces.charts import INK

try:
    import altair as alt
except ImportError as error:
    raise MissingPartError("altair", extra="charts", needed_for="A chart in a file") from error

__all__ = ["ChanceLine", "Marked", "chance_chart", "timeline_chart"]

_WIDTH = 640
_LOW = 110


@dataclass(frozen=True, slots=True)
class ChanceLine:
    """One question asked on many days: the chance given, and whether it came true.

    `outcome` is None while its window is open. `span` are days to shade, such as those
    from which the thing asked about lay within reach.
    """

    name: str
    days: tuple[date, ...]
    probability: tuple[float, ...]
    base_rate: tuple[float, ...]
    outcome: tuple[bool | None, ...]
    span: tuple[date, date] | None = None
    height: int = 190


@dataclass(frozen=True, slots=True)
class Marked:
    """A day to mark on a chart, and a few words for it."""

    on: date
    words: str


def timeline_chart(found: Timeline) -> alt.VConcatChart:
    """Return a chart of a timeline: a row for each line, with levels, changes and flags."""
    arrow = "–" if found.both else "→"
    rows = [
        _line_chart(found, line, last=number == len(found.lines) - 1)
        for number, line in enumerate(found.lines)
    ]
    share = f"{100 * found.confidence:.0f} %"
    notes = [
        f"{found.first_on} to {found.last_on}. Columns: events a {found.by}.",
        f"Lines: levels. Dashed, numbered: a new level; band: where its day lies ({share}).",
        "▼ more events than in 95 % or more of the bins before.",
    ]
    chart: alt.VConcatChart = alt.vconcat(*rows, spacing=14).properties(
        title=alt.Title(f"{found.actor} {arrow} {found.recipient}, by {found.by}", subtitle=notes)
    )
    return chart


def _line_chart(found: Timeline, line: TimelineLine, *, last: bool) -> alt.LayerChart:
    bins = [
        {
            "start": _instant(start), "end": _instant(found.end_of(place) + timedelta(days=1)),
            "day": start.isoformat(), "n": n, "zero": 0, "intensity": strength,
        }
        for place, (start, n, strength) in enumerate(
            zip(found.starts, line.counts, line.intensity, strict=True)
        )
    ]  # fmt: skip
    x = alt.X(
        "start:T", title=None,
        scale=alt.Scale(domain=[_instant(found.first_on), _instant(_after(found.last_on))]),
        axis=alt.Axis(labels=last, ticks=last, grid=False, format="%Y-%m", labelOverlap=True),
    )  # fmt: skip
    high = max(1, *line.counts)
    y_scale = alt.Scale(domain=[0, 1.3 * high], nice=False)
    y_axis = alt.Axis(tickCount=3, format="d", tickMinStep=1)
    columns = _of(bins).mark_rect(color=INK["faint"]).encode(
        x=x, x2="end:T",
        y=alt.Y("zero:Q", title=None, scale=y_scale, axis=y_axis), y2="n:Q",
        tooltip=[
            alt.Tooltip("day:N", title=f"{found.by} from"),
            alt.Tooltip("n:Q", title="events"),
            alt.Tooltip("intensity:Q", title="intensity", format="+.1f"),
        ],
    )  # fmt: skip
    layers = [
        _bands(found, line, 1.3 * high),
        columns,
        _levels(found, line),
        *_marks(found, line, high),
    ]
    return alt.LayerChart(layer=layers).properties(
        width=_WIDTH,
        height=_LOW,
        title=alt.Title(line.name, fontSize=11, offset=2, frame="group"),
    )


def _levels(found: Timeline, line: TimelineLine) -> alt.Chart:
    """Draw each level as a line over its bins."""
    rows = [
        {
            "from": _instant(found.starts[max(level.first, 0)]),
            "to": _instant(_after(found.end_of(level.last))),
            "mean": level.mean,
        }
        for level in line.levels
    ]
    chart: alt.Chart = (
        _of(rows)
        .mark_rule(color=INK["dark"], strokeWidth=1.5)
        .encode(x="from:T", x2="to:T", y="mean:Q")
    )
    return chart


def _bands(found: Timeline, line: TimelineLine, high: float) -> alt.Chart:
    """Draw the interval of each change as a pale band."""
    rows = [
        {
            "from": _instant(max(change.earliest, found.first_on)),
            "to": _instant(_after(change.latest)),
            "zero": 0, "high": high,
        }
        for change in line.changes
    ]  # fmt: skip
    chart: alt.Chart = (
        _of(rows)
        .mark_rect(color=INK["accent"], opacity=0.12)
        .encode(x="from:T", x2="to:T", y="zero:Q", y2="high:Q")
    )
    return chart


def _marks(found: Timeline, line: TimelineLine, high: int) -> list[alt.Chart]:
    """Draw the changes as numbered dashed rules, and the flags as triangles."""
    changes = [
        {
            "on": _instant(change.on), "number": str(number), "high": 1.24 * high,
            "words": f"{change.on} ({change.earliest} to {change.latest}): "
            f"{change.before.mean:.1f} to {change.after.mean:.1f} a {found.by}",
        }
        for number, change in enumerate(line.changes, start=1)
    ]  # fmt: skip
    flags = []
    for flag in found.flags:
        if flag.line == line.name:
            middle = flag.on + (flag.until - flag.on) / 2
            flags.append(
                {
                    "on": _instant(middle), "high": flag.n_events + 0.09 * high,
                    "words": f"{flag.on}: {flag.n_events}, more than in {100 * flag.share:.0f} % "
                    f"of {flag.n_earlier} before",
                }
            )  # fmt: skip
    rule = _of(changes).mark_rule(color=INK["accent"], strokeDash=[3, 3])
    number = _of(changes).mark_text(align="left", dx=4, color=INK["accent"], fontSize=10)
    flag_mark = _of(flags).mark_point(
        shape="triangle-down", size=36, filled=True, color=INK["accent"], opacity=1
    )
    tip = alt.Tooltip("words:N", title="")
    return [
        rule.encode(x="on:T", tooltip=tip),
        number.encode(x="on:T", y="high:Q", text="number:N", tooltip=tip),
        flag_mark.encode(x="on:T", y="high:Q", tooltip=tip),
    ]


def chance_chart(
    lines: Sequence[ChanceLine], marked: Sequence[Marked], *, title: str, subtitle: Sequence[str]
) -> alt.VConcatChart:
    """Return a chart of chances through time, with the days that are marked numbered below.

    Each row is one question: the chance as a line, its base rate dashed, and what came
    of it as rings at the top (it came true) or at the bottom (it did not).
    """
    rows: list[Any] = [
        _chance_row(line, marked, last=number == len(lines) - 1)
        for number, line in enumerate(lines)
    ]
    if marked:
        rows.append(_marked_list(marked))
    chart: alt.VConcatChart = alt.vconcat(*rows, spacing=18).properties(
        title=alt.Title(title, subtitle=list(subtitle))
    )
    return chart


def _marked_list(marked: Sequence[Marked]) -> alt.Chart:
    """Write out the days that are marked, by their numbers."""
    rows = [
        {"place": number, "text": f"{number}  {mark.on:%d %b}  {mark.words}"}
        for number, mark in enumerate(marked, start=1)
    ]
    chart: alt.Chart = (
        _of(rows)
        .mark_text(align="left", fontSize=11, color=INK["dark"])
        .encode(
            y=alt.Y("place:O", axis=None), x=alt.value(0), text=alt.Text("text:N"),
        )
        .properties(width=_WIDTH, height=17 * len(rows))
    )  # fmt: skip
    return chart


def _chance_row(line: ChanceLine, marked: Sequence[Marked], *, last: bool) -> alt.LayerChart:
    rows = [
        {
            "day": _instant(day), "on": day.isoformat(), "chance": chance, "base": base,
            "came": {True: "came true", False: "did not", None: "still open"}[outcome],
            "at": {True: 1.0, False: 0.0, None: 0.5}[outcome],
        }
        for day, chance, base, outcome in zip(
            line.days, line.probability, line.base_rate, line.outcome, strict=True
        )
    ]  # fmt: skip
    x = alt.X(
        "day:T", title=None,
        axis=alt.Axis(grid=False, labels=last, ticks=last, format="%b %Y", tickCount="month"),
    )  # fmt: skip
    y = alt.Y(
        "chance:Q", title=None, scale=alt.Scale(domain=[-0.06, 1.12], nice=False),
        axis=alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1]),
    )  # fmt: skip
    tips = [
        alt.Tooltip("on:N", title="as of"),
        alt.Tooltip("chance:Q", format=".1%"),
        alt.Tooltip("base:Q", title="base rate", format=".1%"),
        alt.Tooltip("came:N", title="and it"),
    ]
    base = _of(rows)
    days = [
        {"day": _instant(mark.on), "number": str(number), "words": mark.words, "high": 1.08}
        for number, mark in enumerate(marked, start=1)
    ]
    layers = [
        _of(days).mark_rule(color=INK["faint"]).encode(x="day:T"),
        _of(days)
        .mark_text(align="left", dx=3, fontSize=9, color=INK["dark"])
        .encode(x="day:T", y="high:Q", text="number:N", tooltip=alt.Tooltip("words:N", title="")),
        base.mark_line(color=INK["mid"], strokeDash=[4, 3], strokeWidth=1).encode(x=x, y="base:Q"),
        base.mark_line(color=INK["accent"], strokeWidth=2).encode(x=x, y=y, tooltip=tips),
        base.mark_point(filled=True, size=18, color=INK["accent"], opacity=1).encode(
            x=x, y=y, tooltip=tips
        ),
        base.transform_filter("datum.came != 'still open'")
        .mark_point(size=22, color=INK["dark"], opacity=1)
        .encode(x=x, y="at:Q", tooltip=tips),
    ]
    if line.span is not None:
        shaded = [{"from": _instant(line.span[0]), "to": _instant(_after(line.span[1]))}]
        layers.insert(
            0,
            _of(shaded).mark_rect(color=INK["accent"], opacity=0.1).encode(x="from:T", x2="to:T"),
        )
    return alt.LayerChart(layer=layers).properties(
        width=_WIDTH,
        height=line.height,
        title=alt.Title(line.name, fontSize=11, offset=2, frame="group"),
    )


def _of(rows: list[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=rows))


def _instant(day: date) -> str:
    """Return the first instant of a day where the page is read: a bare day would be UTC's."""
    return f"{day.isoformat()}T00:00:00"


def _after(day: date) -> date:
    return day + timedelta(days=1)
