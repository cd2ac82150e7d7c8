"""Scores of many chances at once, and their intervals."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn import metrics

from parley.errors import ForecastError
from parley.forecast.scores_grid import (
    EDGES,
    bins_between,
    draw_clusters,
    drawn_ranks,
    drawn_skill,
    score_chances,
)

Floats = NDArray[np.float64]


def _forecasts(n: int = 4000, seed: int = 7, *, decimals: int = 3) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(seed)
    p = np.round(rng.beta(0.4, 4.0, size=n), decimals)
    return p, (rng.random(n) < p).astype(np.float64)


def test_figures_agree_with_those_of_scikit_learn() -> None:
    """Brier score, log loss, AUC and average precision, ties included."""
    p, y = _forecasts()
    inside = np.clip(p, 1e-3, 1 - 1e-3)

    scores = score_chances(inside, y)

    assert scores.brier == pytest.approx(metrics.brier_score_loss(y, inside))
    assert scores.log_loss == pytest.approx(metrics.log_loss(y, inside))
    assert scores.auc == pytest.approx(metrics.roc_auc_score(y, inside))
    assert scores.average_precision == pytest.approx(metrics.average_precision_score(y, inside))


def test_the_parts_make_up_the_brier_score() -> None:
    """Reliability less resolution plus uncertainty plus what differs inside the bins."""
    p, y = _forecasts(decimals=9)
    scores = score_chances(p, y)
    parts = scores.reliability - scores.resolution + scores.uncertainty + scores.within

    assert parts == pytest.approx(scores.brier, abs=1e-15)
    assert abs(scores.within) < 0.02 * scores.brier


def test_chances_that_are_all_the_same_resolve_nothing() -> None:
    """One figure for all tells no case from another."""
    y = np.array([0.0, 0.0, 0.0, 1.0])
    scores = score_chances(np.full(4, 0.25), y)

    assert (scores.reliability, scores.resolution, scores.auc) == (0.0, 0.0, 0.5)


def test_calibration_error_is_over_fifteen_equal_bins() -> None:
    """Chances of 3 % and 6 % share a bin, so that their errors cancel in it."""
    p = np.repeat([0.03, 0.06], 100)
    y = np.concatenate([np.repeat([1.0, 0.0], [6, 94]), np.repeat([1.0, 0.0], [3, 97])])

    assert score_chances(p, y).ece == pytest.approx(0.0, abs=1e-15)


def test_bins_hold_every_chance_once() -> None:
    """Also nought, one and the edges themselves."""
    p = np.array([*EDGES, 0.3, 0.999])
    bins = bins_between(p, np.zeros(len(p)), EDGES)

    assert sum(bin_.n for bin_ in bins) == len(p)
    assert (bins[0].low, bins[-1].high) == (0.0, 1.0)


def test_where_nothing_happened_there_is_no_auc() -> None:
    """Neither AUC nor average precision, and no chance given to what happened."""
    scores = score_chances([0.1, 0.2], [0, 0])

    assert (scores.auc, scores.average_precision, scores.said_of_hits) == (None, None, None)


def test_too_few_origins_give_no_interval() -> None:
    """Fewer than two blocks as long as the horizon tell nothing of their spread."""
    rng = np.random.default_rng(0)

    assert draw_clusters(9, block=5, rng=rng) is None
    assert draw_clusters(10, block=5, rng=rng) is not None


def test_blocks_keep_neighbours_together() -> None:
    """Losses that come in runs have a wider range when drawn in blocks than one by one."""
    loss = np.repeat([1.0, 3.0] * 5, 6)
    reference = np.full(60, 4.0)

    def width(block: int) -> float:
        drawn = draw_clusters(60, block=block, rng=np.random.default_rng(0))
        assert drawn is not None
        low, high = drawn_skill(drawn, loss, reference)
        return high - low

    assert width(6) > 1.5 * width(1)


def test_ranges_hold_the_figure_of_the_whole() -> None:
    """AUC, average precision and calibration error lie inside what the draws give."""
    p, y = _forecasts(6000, decimals=6)
    cluster = np.repeat(np.arange(30), 200)
    drawn = draw_clusters(30, block=2, rng=np.random.default_rng(1))
    assert drawn is not None
    ranges = drawn_ranks(drawn, p, y, cluster)
    scores = score_chances(p, y)

    assert ranges["auc"][0] < (scores.auc or 0) < ranges["auc"][1]
    low, high = ranges["average_precision"]
    assert low < (scores.average_precision or 0) < high
    assert ranges["ece"][1] > scores.ece * 0.9


@pytest.mark.parametrize(
    ("p", "y", "words"),
    [
        ([], [], "nothing to score"),
        ([0.5], [1, 0], "cannot be scored"),
        ([1.5], [1], "between 0 and 1"),
        ([float("nan")], [1], "between 0 and 1"),
        ([0.5], [0.5], "0 or 1"),
    ],
)
def test_what_makes_no_sense_is_refused(p: list[float], y: list[float], words: str) -> None:
    """With a message that says what is wrong."""
    with pytest.raises(ForecastError, match=words):
        score_chances(p, y)
