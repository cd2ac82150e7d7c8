"""The fit: it agrees with others' and keeps to the base rate where it knows little."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from parley.forecast.fitting import Windows, fit_windows, logistic, newton, spread


def _windows(n_units: int, n_moments: int, *, pull: float) -> Windows:
    """Windows whose first feature moves the chance off its base rate."""
    rng = np.random.default_rng(7)
    base = rng.normal(-1.0, 1.0, size=(n_units, n_moments))
    features = rng.normal(size=(n_units, n_moments, 2))
    chance = logistic(base + pull * features[..., 0])
    outcome = (rng.random(base.shape) < chance).astype(np.float64)
    moments = 100 + 7 * np.arange(n_moments)
    return Windows(base, features, outcome, moments, int(moments[-1]) + 30, 30)


def test_newton_finds_what_scikit_learn_finds() -> None:
    """Without offset and with the same ridge, both stop at the same coefficients."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=(400, 3))
    y = (rng.random(400) < logistic(x @ np.array([1.0, -0.5, 0.0]))).astype(np.float64)
    theirs = LogisticRegression(C=0.5, fit_intercept=False, tol=1e-10).fit(x, y)

    ours = newton(x, y, np.zeros(400), np.ones(400), np.full(3, 2.0))

    assert ours == pytest.approx(theirs.coef_[0], abs=1e-5)


def test_feature_that_matters_is_found() -> None:
    """A pull on the outcome shows in the weights; noise does not."""
    windows = _windows(400, 20, pull=1.0)
    fit = fit_windows(windows)
    weights = fit.weights(windows.base[:, 0], windows.features[:, 0])

    assert np.corrcoef(weights[:, 1], windows.features[:, 0, 0])[0, 1] > 0.95
    assert np.abs(weights[:, 1]).mean() > 5 * np.abs(weights[:, 2]).mean()


def test_few_windows_leave_the_base_rate_alone() -> None:
    """Ten units and two moments teach next to nothing."""
    windows = _windows(10, 2, pull=1.0)
    fit = fit_windows(windows)
    weights = fit.weights(windows.base[:, 0], windows.features[:, 0])

    assert np.abs(weights[:, 1:]).max() < 0.05


def test_feature_that_never_moves_gets_no_weight() -> None:
    """What was the same in all windows cannot be learnt from, and is not guessed at."""
    windows = _windows(50, 5, pull=1.0)
    windows.features[..., 1] = 4.0
    fit = fit_windows(windows)

    weights = fit.weights(np.array([0.0]), np.array([[0.0, 99.0]]))

    assert weights[0, 2] == 0.0


def test_range_holds_the_chance() -> None:
    """It has some width, however long the history."""
    widths = []
    for n_moments in (6, 40):
        windows = _windows(60, n_moments, pull=0.5)
        fit = fit_windows(windows)
        base, features = windows.base[:, 0], windows.features[:, 0]
        said = base + fit.weights(base, features).sum(axis=1)
        low, high = spread(
            fit, fit.design(base, features), said, rng=np.random.default_rng(0), block=4
        )
        assert (low <= logistic(said)).all()
        assert (logistic(said) <= high).all()
        widths.append((high - low).mean())

    assert min(widths) > 0.0
