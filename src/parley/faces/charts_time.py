"""Charts of a dyad's timeline.

In: a `Timeline`. Out: an Altair chart, for `charts.write_chart`. The idea to know: what is
told apart by colour is told apart by shape or words too, and whatever is marked can be
read off by its number or label.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from parley.dynamics.timeline import Timeline, TimelineLine
from parley.errors import MissingPartError
from parley.faces.charts import INK

try:
    import altair as alt
except ImportError as error:
    raise MissingPartError("altair", extra="charts", needed_for="A chart in a file") from error

__all__ = ["after", "instant", "of_rows", "timeline_chart"]

_WIDTH = 640
_LOW = 110
_FEW_DAYS = 150  # over fewer, months alone would stand twice on an axis


def timeline_chart(found: Timeline) -> alt.VConcatChart:
    """Return a chart of a timeline: a row for each line, with levels, changes and flags."""
    arrow = "–" if found.both else "→"
    rows = [_line_chart(found, line) for line in found.lines]
    rows.append(_net_chart(found))
    share = f"{100 * found.confidence:.0f} %"
    notes = [
        f"{found.first_on} to {found.last_on}. Columns: events a {found.by}.",
        f"Lines: levels. Dashed, numbered: a new level; band: where its day lies ({share}).",
        f"▼ more events than in 95 % or more of the {found.by}s before.",
    ]
    chart: alt.VConcatChart = alt.vconcat(*rows, spacing=14).properties(
        title=alt.Title(f"{found.actor} {arrow} {found.recipient}, by {found.by}", subtitle=notes)
    )
    return chart


def _line_chart(found: Timeline, line: TimelineLine) -> alt.LayerChart:
    bins = [
        {
            "start": instant(start), "end": instant(found.end_of(place) + timedelta(days=1)),
            "day": start.isoformat(), "n": n, "zero": 0, "intensity": strength,
        }
        for place, (start, n, strength) in enumerate(
            zip(found.starts, line.counts, line.intensity, strict=True)
        )
    ]  # fmt: skip
    x = _time_axis(found, last=False)
    high = max(1, *line.counts)
    y_scale = alt.Scale(domain=[0, 1.3 * high], nice=False)
    y_axis = alt.Axis(tickCount=min(3, high), format="d", tickMinStep=1)
    columns = of_rows(bins).mark_rect(color=INK["faint"]).encode(
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


def _net_chart(found: Timeline) -> alt.LayerChart:
    """Draw the intensity of all lines together: columns up from nought, and down from it."""
    rows = [
        {
            "start": instant(start), "end": instant(found.end_of(place) + timedelta(days=1)),
            "day": start.isoformat(), "zero": 0, "net": net,
        }
        for place, (start, net) in enumerate(zip(found.starts, found.net, strict=True))
    ]  # fmt: skip
    columns = of_rows(rows).mark_rect(color=INK["mid"]).encode(
        x=_time_axis(found, last=True), x2="end:T",
        y=alt.Y("zero:Q", title=None, axis=alt.Axis(tickCount=4, format="+d")), y2="net:Q",
        tooltip=[
            alt.Tooltip("day:N", title=f"{found.by} from"),
            alt.Tooltip("net:Q", title="intensity", format="+.1f"),
        ],
    )  # fmt: skip
    nought = of_rows([{"at": 0}]).mark_rule(color=INK["dark"], strokeWidth=1).encode(y="at:Q")
    title = alt.Title(
        f"intensity of all these acts, summed by {found.by}", fontSize=11, offset=2, frame="group"
    )
    return alt.LayerChart(layer=[columns, nought]).properties(
        width=_WIDTH, height=_LOW, title=title
    )


def _time_axis(found: Timeline, *, last: bool) -> alt.X:
    """Return the axis of time, which all rows share and the last one labels."""
    n_days = (found.last_on - found.first_on).days
    dated = "%Y-%m" if n_days > _FEW_DAYS else "%Y-%m-%d"
    return alt.X(
        "start:T", title=None,
        scale=alt.Scale(domain=[instant(found.first_on), instant(after(found.last_on))]),
        axis=alt.Axis(labels=last, ticks=last, grid=False, format=dated, labelOverlap=True),
    )  # fmt: skip


def _levels(found: Timeline, line: TimelineLine) -> alt.Chart:
    """Draw each level as a line over its bins."""
    rows = [
        {
            "from": instant(found.starts[max(level.first, 0)]),
            "to": instant(after(found.end_of(level.last))),
            "mean": level.mean,
        }
        for level in line.levels
    ]
    chart: alt.Chart = (
        of_rows(rows)
        .mark_rule(color=INK["dark"], strokeWidth=1.5)
        .encode(x="from:T", x2="to:T", y="mean:Q")
    )
    return chart


def _bands(found: Timeline, line: TimelineLine, high: float) -> alt.Chart:
    """Draw the interval of each change as a pale band."""
    rows = [
        {
            "from": instant(max(change.earliest, found.first_on)),
            "to": instant(after(change.latest)),
            "zero": 0, "high": high,
        }
        for change in line.changes
    ]  # fmt: skip
    chart: alt.Chart = (
        of_rows(rows)
        .mark_rect(color=INK["accent"], opacity=0.12)
        .encode(x="from:T", x2="to:T", y="zero:Q", y2="high:Q")
    )
    return chart


def _marks(found: Timeline, line: TimelineLine, high: int) -> list[alt.Chart]:
    """Draw the changes as numbered dashed rules, and the flags as triangles."""
    changes = [
        {
            "on": instant(change.on), "number": str(number), "high": 1.24 * high,
            "words": f"{change.on} ({change.earliest} to {change.latest}): "
            f"{change.before.mean:.1f} to {change.after.mean:.1f} a {found.by}",
        }
        for number, change in enumerate(line.changes, start=1)
    ]  # fmt: skip
    flags = []
    for flag in found.flags:
        if flag.line == line.name:
            hours = 12 * ((flag.until - flag.on).days + 1)
            middle = datetime(flag.on.year, flag.on.month, flag.on.day) + timedelta(hours=hours)
            flags.append(
                {
                    "on": middle.isoformat(), "high": flag.n_events + 0.09 * high,
                    "words": f"{flag.on}: {flag.n_events}, more than in {100 * flag.share:.0f} % "
                    f"of {flag.n_earlier} before",
                }
            )  # fmt: skip
    rule = of_rows(changes).mark_rule(color=INK["accent"], strokeDash=[3, 3])
    number = of_rows(changes).mark_text(align="left", dx=4, color=INK["accent"], fontSize=10)
    flag_mark = of_rows(flags).mark_point(
        shape="triangle-down", size=36, filled=True, color=INK["accent"], opacity=1
    )
    tip = alt.Tooltip("words:N", title="")
    return [
        rule.encode(x="on:T", tooltip=tip),
        number.encode(x="on:T", y="high:Q", text="number:N", tooltip=tip),
        flag_mark.encode(x="on:T", y="high:Q", tooltip=tip),
    ]


def of_rows(rows: list[dict[str, Any]]) -> alt.Chart:
    """Return a chart of rows, which stand in the chart itself."""
    return alt.Chart(alt.InlineData(values=rows))


def instant(day: date) -> str:
    """Return the first instant of a day where the page is read: a bare day would be UTC's."""
    return f"{day.isoformat()}T00:00:00"


def after(day: date) -> date:
    """Return the day after, at whose first instant a day ends."""
    return day + timedelta(days=1)
