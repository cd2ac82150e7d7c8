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

__all__ = ["backtest_page", "tenths"]


def backtest_page(
    drawn: Sequence[tuple[str, Sequence[CalibrationBin]]],
) -> alt.VConcatChart:
    """Return a page with one pair of plots below the other, each under its title."""
    pairs = [score_page(tenths(bins), title=title, subtitle=_counts(bins)) for title, bins in drawn]
    return alt.vconcat(*pairs, spacing=40)


def tenths(bins: Sequence[CalibrationBin]) -> list[CalibrationBin]:
    """Join bins that lie inside one tenth, so that areas of bars can be compared.

    Examples
    --------
    >>> fine = [CalibrationBin(0.0, 0.05, 90, 0, 0.02, 0.0),
    ...         CalibrationBin(0.05, 0.1, 10, 1, 0.07, 0.1)]
    >>> [(bin_.low, bin_.high, bin_.n, bin_.hit_rate) for bin_ in tenths(fine)]
    [(0.0, 0.1, 100, 0.01)]
    """
    joined: dict[int, list[CalibrationBin]] = {}
    for bin_ in bins:
        joined.setdefault(min(int(10 * bin_.low + 1e-9), 9), []).append(bin_)
    made = []
    for tenth, parts in sorted(joined.items()):
        n, hits = sum(part.n for part in parts), sum(part.n_hits for part in parts)
        said = sum(part.n * part.mean_probability for part in parts) / n
        made.append(CalibrationBin(tenth / 10, (tenth + 1) / 10, n, hits, said, hits / n))
    return made


def _counts(bins: Sequence[CalibrationBin]) -> str:
    n, hits = sum(bin_.n for bin_ in bins), sum(bin_.n_hits for bin_ in bins)
    return f"{n:,} chances, {hits:,} came true"
