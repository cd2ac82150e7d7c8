"""The fit behind a chance: a logistic regression that starts from the base rate.

In: for windows of the past, the base rate as log-odds, the features, and whether it
happened. Out: `Fit`, which turns base rate and features into additive weights. The idea
to know: the base rate is the offset, so all the coefficients tell is what to add to it;
with a strong penalty and little history they tell next to nothing, and the base rate
stands.

Features are taken net of the base rate first (by least squares), so that a pair that
always talks much gets no second reward for having talked much. Older windows count for
less. Where there are enough windows, the last part of them sets slope and level of the
log-odds (Platt 1999), learnt on windows that the coefficients have not seen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from parley.dynamics.series import Ints
from parley.dynamics.windows import Floats
from parley.forecast.one_thread import one_thread

__all__ = ["Fit", "Windows", "fit_windows", "logistic", "newton", "spread"]

PENALTY = 500.0
"""Ridge penalty on feature coefficients, in log-odds per standard deviation.

Of 100, 200 and 500, on the 30 most active states of ICEWS 2014, 500 had the best skill for
assaults and accusations within 30 days, and for talks 200 and 500 were within .002.
"""
SMALL_PENALTY = 200.0
"""The same where fewer than `SMALL_POOL` units are compared.

Pools of 28 pairs of ICEWS 2014 and 2018 lost to the base rate at 500 for accusations and
assaults and gained little for talks; at 100 talks and accusations gained .01-.02 of skill
more, assaults lost as much. 200 lies between.
"""
SMALL_POOL = 200
BASE_PENALTY = (10.0, 40.0)
"""On the general level and on the slope of the base rate.

Makes no difference on pools of 1,770 pairs; on those of 28 a smaller one cost .01 of skill.
"""
CALIBRATION_PENALTY = 300.0
CALIBRATION_SHARE = 0.3
HALF_LIFE_DAYS = 60.0
"""A window this much older counts half; better than none on ICEWS 2014 (talks, assaults)."""
STEP_DAYS = 7
_STEPS = 40
_EDGE = 0.005  # base rates beyond these quantiles of the fit are read as at them


def logistic(x: Floats) -> Floats:
    """Return the probabilities of log-odds.

    Examples
    --------
    >>> logistic(np.array([0.0])).tolist()
    [0.5]
    """
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * x)), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Windows:
    """Windows of the past that have closed: what was known before, and what came.

    `base` (log-odds) and `outcome` (0 or 1) have shape (n_units, n_moments), `features`
    (n_units, n_moments, n_features); `moments` are the first days, `day` is the morning
    from which one looks back, `horizon_days` the length of the windows.
    """

    base: Floats
    features: Floats
    outcome: Floats
    moments: Ints
    day: int
    horizon_days: int

    def part(self, moments: NDArray[np.bool_]) -> Windows:
        """Return the windows that open at some of the moments."""
        return Windows(
            self.base[:, moments],
            self.features[:, moments],
            self.outcome[:, moments],
            self.moments[moments],
            self.day,
            self.horizon_days,
        )


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients, and how features are made ready for them.

    `coefficients` has shape (2 + n_features,): level, slope of the base rate, features.
    `level` and `slope` are the calibration. `gradients` and `hessians` have one row for each
    past moment: where it pulls the coefficients, and how hard, for the bootstrap.
    """

    coefficients: Floats
    centre: float
    scale: float
    edges: tuple[float, float]
    trend: Floats
    sizes: Floats
    level: float
    slope: float
    gradients: Floats
    hessians: Floats
    penalty: Floats

    def design(self, base: Floats, features: Floats) -> Floats:
        """Return the columns that the coefficients weigh, shape (n, 2 + n_features)."""
        held = (np.clip(base, *self.edges) - self.centre) / self.scale
        both = np.stack([np.ones_like(held), held], axis=-1)
        return np.concatenate([both, (features - both @ self.trend) / self.sizes], axis=-1)

    def weights(self, base: Floats, features: Floats) -> Floats:
        """Return what is added to the base rate's log-odds, shape (n, 1 + n_features).

        The first column is the general level; the others belong to the features. Base
        rate and all columns together are the log-odds of the chance.
        """
        columns = self.design(base, features) * self.coefficients * self.slope
        general = columns[:, :2].sum(axis=1) + self.level + (self.slope - 1.0) * base
        return np.concatenate([general[:, None], columns[:, 2:]], axis=1)


def fit_windows(windows: Windows) -> Fit:
    """Fit coefficients to all windows, and calibrate where there are enough of them."""
    with one_thread():
        return _fitted(windows)


def _fitted(windows: Windows) -> Fit:
    fit = _fit(windows)
    early, late = _blocks(windows)
    if early is None or late is None:
        return fit
    before = _fit(early)
    base, features = late.base.ravel(), _rows(late.features)
    said = base + before.weights(base, features).sum(axis=1)
    level, slope = newton(
        np.stack([np.ones_like(said), said], axis=1),
        late.outcome.ravel(),
        said,
        _recency(late),
        np.full(2, CALIBRATION_PENALTY),
    )
    return replace(fit, level=float(level), slope=1.0 + float(slope))


def newton(
    design: Floats, outcome: Floats, offset: Floats, weight: Floats, ridge: Floats
) -> Floats:
    """Return the coefficients of a weighted logistic regression with offset and ridge.

    Newton's method with the step halved until it gains; the same input gives the same
    output to the last bit.

    Examples
    --------
    >>> x, y = np.ones((4, 1)), np.array([1.0, 1.0, 1.0, 0.0])
    >>> newton(x, y, np.zeros(4), np.ones(4), np.zeros(1)).round(4).tolist()
    [1.0986]
    """

    def loss(coefficients: Floats) -> float:
        eta = offset + design @ coefficients
        fit = float(np.sum(weight * (np.logaddexp(0.0, eta) - outcome * eta)))
        return fit + 0.5 * float(np.sum(ridge * coefficients**2))

    found = np.zeros(design.shape[1])
    best = loss(found)
    for _ in range(_STEPS):
        p = logistic(offset + design @ found)
        gradient = design.T @ (weight * (outcome - p)) - ridge * found
        curve = (design * (weight * p * (1.0 - p))[:, None]).T @ design + np.diag(ridge + 1e-9)
        step = np.linalg.solve(curve, gradient)
        while (reached := loss(found + step)) > best and np.abs(step).max() > 1e-9:
            step = step / 2.0
        if reached > best:
            break
        found, best = found + step, reached
        if np.abs(step).max() < 1e-8:
            break
    return found


def spread(
    fit: Fit, design: Floats, log_odds: Floats, *, rng: np.random.Generator, block: int
) -> tuple[Floats, Floats]:
    """Return the range that chances would move in had the fit been made on other days.

    Moments are drawn anew in runs of `block`, as windows overlap; one Newton step leads
    from the coefficients to those of each draw. The range is the middle 90 %.

    Parameters
    ----------
    design
        Shape (n, n_coefficients), as `Fit.design` gives it.
    log_odds
        Shape (n,): of the chances given.

    Returns
    -------
    tuple of NDArray
        Low and high end in (0, 1), each of shape (n,).
    """
    n_moments = len(fit.gradients)
    block = min(max(block, 1), n_moments)
    n_blocks = -(-n_moments // block)
    draws = []
    for _ in range(200):
        starts = rng.integers(0, n_moments - block + 1, size=n_blocks)
        taken = (starts[:, None] + np.arange(block)).ravel()[:n_moments]
        gradient = fit.gradients[taken].sum(axis=0) - fit.penalty * fit.coefficients
        curve = fit.hessians[taken].sum(axis=0) + np.diag(fit.penalty + 1e-9)
        draws.append(np.linalg.solve(curve, gradient))
    moved = log_odds[None, :] + fit.slope * (np.stack(draws) @ design.T)
    low, high = np.quantile(logistic(moved), [0.05, 0.95], axis=0)
    said = logistic(log_odds)
    return np.minimum(low, said), np.maximum(high, said)


def _fit(windows: Windows) -> Fit:
    base, features = windows.base.ravel(), _rows(windows.features)
    centre, scale = float(base.mean()), max(float(base.std()), 1e-6)
    low, high = (float(x) for x in np.quantile(base, [_EDGE, 1.0 - _EDGE]))
    held = (np.clip(base, low, high) - centre) / scale
    both = np.stack([np.ones_like(held), held], axis=-1)
    trend = np.asarray(np.linalg.lstsq(both, features, rcond=None)[0], dtype=np.float64)
    # A feature that never moves gets no say, whatever a later one may be.
    sizes = (features - both @ trend).std(axis=0)
    sizes = np.where(sizes > 1e-6, sizes, np.inf)
    n = features.shape[1]
    each = PENALTY if len(windows.base) >= SMALL_POOL else SMALL_PENALTY
    ridge = np.concatenate([BASE_PENALTY, np.full(n, each)])
    blank = Fit(
        coefficients=np.zeros(2 + n),
        centre=centre,
        scale=scale,
        edges=(low, high),
        trend=trend,
        sizes=sizes,
        level=0.0,
        slope=1.0,
        gradients=np.zeros((0, 2 + n)),
        hessians=np.zeros((0, 2 + n, 2 + n)),
        penalty=ridge,
    )
    design = blank.design(base, features)
    weight = _recency(windows)
    found = newton(design, windows.outcome.ravel(), base, weight, ridge)
    gradients, hessians = _by_moment(windows, design, found, weight)
    return replace(blank, coefficients=found, gradients=gradients, hessians=hessians)


def _by_moment(
    windows: Windows, design: Floats, found: Floats, weight: Floats
) -> tuple[Floats, Floats]:
    """Return gradient and curvature of the loss, moment by moment."""
    p = logistic(windows.base.ravel() + design @ found)
    shape = (*windows.base.shape, design.shape[1])
    pulls = ((weight * (windows.outcome.ravel() - p))[:, None] * design).reshape(shape)
    root = (np.sqrt(weight * p * (1.0 - p))[:, None] * design).reshape(shape).transpose(1, 0, 2)
    return pulls.sum(axis=0), np.asarray(root.transpose(0, 2, 1) @ root, dtype=np.float64)


def _recency(windows: Windows) -> Floats:
    """Weigh each window: less when it overlaps others, and the less the older it is."""
    closed = windows.moments + windows.horizon_days
    age = (windows.day - closed).astype(np.float64)
    each = min(1.0, STEP_DAYS / windows.horizon_days) * 0.5 ** (age / HALF_LIFE_DAYS)
    return np.tile(each, len(windows.base))


def _blocks(windows: Windows) -> tuple[Windows | None, Windows | None]:
    """Part windows into early ones to fit and late ones to calibrate, without overlap."""
    n = len(windows.moments)
    cut = int(n * (1.0 - CALIBRATION_SHARE))
    if n - cut < 2:
        return None, None
    early = windows.moments + windows.horizon_days <= windows.moments[cut]
    if early.sum() < 3:
        return None, None
    return windows.part(early), windows.part(np.arange(n) >= cut)


def _rows(features: Floats) -> Floats:
    return features.reshape(-1, features.shape[-1])
