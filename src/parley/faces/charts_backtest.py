"""The chart of a backtest: calibration and discrimination of each forecaster and horizon.

In: titles and bins. Out: one Altair chart, for `charts.write_chart`. The idea to know: all
pairs of plots share their scales, so that forecasters can be compared down the page.
"""

from __future__ import annotations

from collections.abc import Sequence

from parley.errors import MissingPartError
from parley.faces.charts_scores import score_page
from parley.forecast.scores import CalibrationBin

try:
    import altair as alt
except ImportError as error:
    raise MissingPartError("altair", extra="charts", needed_for="A chart in a file") from error

__all__ = ["backtest_page"]


def backtest_page(
    drawn: Sequence[tuple[str, Sequence[CalibrationBin]]],
) -> alt.VConcatChart:
    """Return a page with one pair of plots below the other, each under its title."""
    pairs = [score_page(bins, title=title, subtitle=_counts(bins)) for title, bins in drawn]
    return alt.vconcat(*pairs, spacing=40)


def _counts(bins: Sequence[CalibrationBin]) -> str:
    n, hits = sum(bin_.n for bin_ in bins), sum(bin_.n_hits for bin_ in bins)
    return f"{n:,} chances, {hits:,} came true"
