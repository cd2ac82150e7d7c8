"""Charts of how good chances have been: calibration and discrimination.

In: bins of chances with counts. Out: Altair charts, for `charts.write_chart`. The idea to
know: both are drawn from the same bins, so that the two always tell of the same chances;
calibration says whether a chance means what it says, discrimination whether chances tell
what happens from what does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from parley.errors import MissingPartError
from parley.faces.charts import INK
from parley.faces.plots import bin_words, rate_interval
from parley.forecast.scores import CalibrationBin

try:
    import altair as alt
except ImportError as error:
    raise MissingPartError("altair", extra="charts", needed_for="A chart in a file") from error

_Made = TypeVar("_Made", alt.LayerChart, alt.VConcatChart, alt.HConcatChart)

__all__ = ["calibration_chart", "discrimination_chart", "score_page"]

_SIDE = 340
_LOW = 140
_WHOLE = alt.Scale(domain=[0, 1])
_PERCENT = alt.Axis(format="%", tickCount=5)


def calibration_chart(
    bins: Sequence[CalibrationBin], *, title: str = "", subtitle: str = ""
) -> alt.LayerChart:
    """Return a chart of what came true against what was said, with counts at the points.

    Bars are 90 % ranges of each rate, were its outcomes independent; on the dashed line
    a chance means what it says.
    """
    rows = [_calibration_row(bin_) for bin_ in bins if bin_.n]
    base = alt.Chart(alt.InlineData(values=rows))
    x = alt.X("said:Q", title="chance given", scale=_WHOLE, axis=_PERCENT)
    y = alt.Y("came_true:Q", title="share that came true", scale=_WHOLE, axis=_PERCENT)
    tips = [
        alt.Tooltip("bin:N", title="chances of"),
        alt.Tooltip("n:Q", title="number", format=","),
        alt.Tooltip("said:Q", title="mean said", format=".1%"),
        alt.Tooltip("came_true:Q", title="came true", format=".1%"),
    ]
    ideal = (
        alt.Chart(alt.InlineData(values=[{"at": 0}, {"at": 1}]))
        .mark_line(strokeDash=[4, 4], color=INK["mid"], strokeWidth=1)
        .encode(x="at:Q", y="at:Q")
    )
    ranges = base.mark_rule(color=INK["mid"]).encode(x=x, y=alt.Y("low:Q"), y2="high:Q")
    points = base.mark_point(filled=True, size=55, color=INK["accent"], opacity=1).encode(
        x=x, y=y, tooltip=tips
    )
    # Counts stand away from the dashed line, which runs from lower left to upper right, and
    # clear of the axis.
    low, rest = "datum.came_true < 0.06", "datum.came_true >= 0.06"
    counts = [
        base.transform_filter(which)
        .mark_text(align="left", dx=7, dy=dy, fontSize=9, color=INK["dark"])
        .encode(x=x, y=y, text=alt.Text("n:Q", format=","))
        for which, dy in ((rest, 9), (low, -5))
    ]
    chart = alt.LayerChart(layer=[ideal, ranges, points, *counts])
    return _titled(chart.properties(width=_SIDE, height=_SIDE), title, subtitle)


def discrimination_chart(
    bins: Sequence[CalibrationBin], *, title: str = "", subtitle: str = ""
) -> alt.VConcatChart:
    """Return histograms of the chances given to what happened and to what did not.

    The two stand one above the other on one scale; each adds up to 100 %.
    """
    hits = sum(bin_.n_hits for bin_ in bins)
    misses = sum(bin_.n for bin_ in bins) - hits
    happened = [(bin_, bin_.n_hits, hits) for bin_ in bins]
    did_not = [(bin_, bin_.n - bin_.n_hits, misses) for bin_ in bins]
    highest = max((n / total for _, n, total in happened + did_not if total), default=1.0)
    charts = (
        _histogram(happened, highest, INK["accent"], f"What happened ({hits:,})"),
        _histogram(did_not, highest, INK["mid"], f"What did not ({misses:,})"),
    )
    return _titled(alt.vconcat(*charts, spacing=22), title, subtitle)


def _histogram(
    counted: Sequence[tuple[CalibrationBin, int, int]], highest: float, color: str, title: str
) -> alt.Chart:
    """Draw one histogram of shares, bin by bin."""
    rows = [
        {
            "low": bin_.low, "high": bin_.high, "n": n, "share": n / total if total else 0.0,
            "floor": 0, "bin": bin_words(bin_),
        }
        for bin_, n, total in counted
    ]  # fmt: skip
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=rows), title=alt.Title(title, fontSize=11, offset=4))
        .mark_rect(stroke="white", strokeWidth=1, color=color)
        .encode(
            x=alt.X(
                "low:Q", title="chance given", scale=_WHOLE, axis=alt.Axis(format="%", grid=False)
            ),
            x2="high:Q",
            y=alt.Y(
                "floor:Q", title="share of them", axis=alt.Axis(format="%", tickCount=4),
                scale=alt.Scale(domain=[0, highest]),
            ),
            y2="share:Q",
            tooltip=[
                alt.Tooltip("bin:N", title="chances of"),
                alt.Tooltip("n:Q", title="number", format=","),
                alt.Tooltip("share:Q", title="share", format=".1%"),
            ],
        )
        .properties(width=_SIDE, height=_LOW)
    )  # fmt: skip
    return chart


def score_page(
    bins: Sequence[CalibrationBin], *, title: str, subtitle: str = ""
) -> alt.HConcatChart:
    """Return calibration and discrimination side by side under one title."""
    left = calibration_chart(bins)
    right = discrimination_chart(bins)
    return _titled(alt.hconcat(left, right, spacing=50), title, subtitle)


def _calibration_row(bin_: CalibrationBin) -> dict[str, Any]:
    low, high = rate_interval(bin_.n_hits, bin_.n)
    return {
        "bin": bin_words(bin_), "n": bin_.n, "said": bin_.mean_probability,
        "came_true": bin_.hit_rate, "low": low, "high": high,
    }  # fmt: skip


def _titled(chart: _Made, title: str, subtitle: str) -> _Made:
    """Put a title above a chart, where there is one."""
    if not title:
        return chart
    return chart.properties(title=alt.Title(title, subtitle=subtitle))
