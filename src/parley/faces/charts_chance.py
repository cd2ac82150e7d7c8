"""Charts of chances as they moved, with what came of them.

In: chances for a question asked on many days, and the days to mark. Out: an Altair
chart, for `charts.write_chart`. The idea to know: a chance stands beside its base rate and
beside what came of it, so that one sees at a glance what it was worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from parley.errors import MissingPartError
from parley.faces.charts import INK

try:
    import altair as alt
except ImportError as error:
    raise MissingPartError("altair", extra="charts", needed_for="A chart in a file") from error

from parley.faces.charts_time import after, instant, of_rows

__all__ = ["ChanceLine", "Marked", "chance_chart"]

_WIDTH = 640
_ROOM_FOR_NUMBERS = 100


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
        {"place": number, "text": f"{number}: {mark.on.day} {mark.on:%B}: {mark.words}"}
        for number, mark in enumerate(marked, start=1)
    ]
    chart: alt.Chart = (
        of_rows(rows)
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
            "day": instant(day), "on": day.isoformat(), "chance": chance, "base": base,
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
    base = of_rows(rows)
    days = [
        {"day": instant(mark.on), "number": str(number), "words": mark.words, "high": 1.08}
        for number, mark in enumerate(marked, start=1)
    ]
    layers = [
        of_rows(days).mark_rule(color=INK["faint"]).encode(x="day:T"),
        base.mark_line(color=INK["mid"], strokeDash=[4, 3], strokeWidth=1).encode(x=x, y="base:Q"),
        base.mark_line(color=INK["accent"], strokeWidth=2).encode(x=x, y=y, tooltip=tips),
        base.mark_point(filled=True, size=18, color=INK["accent"], opacity=1).encode(
            x=x, y=y, tooltip=tips
        ),
        base.transform_filter("datum.came != 'still open'")
        .mark_point(size=22, color=INK["dark"], opacity=1)
        .encode(x=x, y="at:Q", tooltip=tips),
    ]
    if line.height >= _ROOM_FOR_NUMBERS:
        numbers = of_rows(days).mark_text(align="left", dx=3, fontSize=9, color=INK["dark"])
        tip = alt.Tooltip("words:N", title="")
        layers.append(numbers.encode(x="day:T", y="high:Q", text="number:N", tooltip=tip))
    if line.span is not None:
        shaded = [{"from": instant(line.span[0]), "to": instant(after(line.span[1]))}]
        band = of_rows(shaded).mark_rect(color=INK["accent"], opacity=0.1)
        layers.insert(0, band.encode(x="from:T", x2="to:T"))
    return alt.LayerChart(layer=layers).properties(
        width=_WIDTH,
        height=line.height,
        title=alt.Title(line.name, fontSize=11, offset=2, frame="group"),
    )
