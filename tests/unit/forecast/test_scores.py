"""Scores agree with what others compute, and refuse what makes no sense."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn import metrics

from parley.errors import ForecastError
from parley.forecast.scores import (
    auc,
    average_precision,
    brier_score,
    calibration_table,
    expected_calibration_error,
    log_loss,
    murphy_decomposition,
    skill_score,
)

Floats = NDArray[np.float64]


def _forecasts(seed: int, *, rounded: int | None = None) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(seed)
    p = rng.beta(0.5, 2.0, size=500)
    y = (rng.random(500) < p).astype(np.float64)
    return (p if rounded is None else np.round(p, rounded)), y


@pytest.mark.parametrize("rounded", [None, 1])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_scores_agree_with_scikit_learn(seed: int, rounded: int | None) -> None:
    """With and without ties, four scores are those of the library everyone knows."""
    p, y = _forecasts(seed, rounded=rounded)

    assert brier_score(p, y) == pytest.approx(metrics.brier_score_loss(y, p))
    assert log_loss(p, y) == pytest.approx(metrics.log_loss(y, np.clip(p, 1e-15, 1 - 1e-15)))
    assert auc(p, y) == pytest.approx(metrics.roc_auc_score(y, p))
    assert average_precision(p, y) == pytest.approx(metrics.average_precision_score(y, p))


def test_parts_of_the_brier_score_make_it_up() -> None:
    """Reliability less resolution plus uncertainty is the score, whatever was said."""
    p, y = _forecasts(4, rounded=1)

    assert murphy_decomposition(p, y).brier == pytest.approx(brier_score(p, y))


def test_base_rate_alone_has_no_resolution() -> None:
    """Who says the same each time tells no cases apart."""
    parts = murphy_decomposition([0.25] * 4, [1, 0, 0, 0])

    assert (parts.reliability, parts.resolution) == (0.0, 0.0)


def test_calibration_table_counts_every_forecast_once() -> None:
    """Bins share out all forecasts and hits, those of 0 and 1 too."""
    p, y = _forecasts(5)
    p = np.concatenate([p, [0.0, 1.0]])
    y = np.concatenate([y, [0.0, 1.0]])

    table = calibration_table(p, y)

    assert sum(bin_.n for bin_ in table) == len(p)
    assert sum(bin_.n_hits for bin_ in table) == y.sum()
    assert all(bin_.low <= bin_.mean_probability <= bin_.high for bin_ in table)


def test_calibration_error_is_what_the_bins_are_off() -> None:
    """Two bins, a tenth and three tenths off, with one forecast and three."""
    error = expected_calibration_error([0.1, 0.7, 0.7, 0.7], [0, 1, 1, 1])

    assert error == pytest.approx(0.25 * 0.1 + 0.75 * 0.3)


def test_skill_is_the_share_of_the_way_to_perfect() -> None:
    """Half the reference's loss is a skill of a half; more than it is below nought."""
    assert skill_score(0.1, 0.2) == 0.5
    assert skill_score(0.3, 0.2) < 0


@pytest.mark.parametrize(
    ("probability", "outcome", "told"),
    [
        ([], [], "nothing to score"),
        ([0.5], [1, 0], "one shape"),
        ([1.5], [1], "1.5"),
        ([float("nan")], [1], "nan"),
        ([0.5], [2], "2.0"),
    ],
)
def test_senseless_input_is_told(probability: list[float], outcome: list[float], told: str) -> None:
    """Empty, uneven and out of range are refused, with the value that is wrong."""
    with pytest.raises(ForecastError, match=told):
        brier_score(probability, outcome)


def test_ranking_needs_both_kinds_of_outcome() -> None:
    """Where everything happened, or nothing, no order is right or wrong."""
    with pytest.raises(ForecastError, match="AUC"):
        auc([0.5, 0.6], [1, 1])
    with pytest.raises(ForecastError, match="average precision"):
        average_precision([0.5, 0.6], [0, 0])
    with pytest.raises(ForecastError, match="nothing to gain"):
        skill_score(0.1, 0.0)
