"""The fit of one stream: coefficients that are never negative, and how sure they are.

In: a design whose columns add up to an intensity, and what came of it day by day. Out:
coefficients, and their covariance. The idea to know: the intensity is linear in the
coefficients and the log-likelihood concave in the intensity, so Newton's method under
bounds finds the one maximum; how single weeks pull at it tells the errors, also where
acts come in bursts that the likelihood does not know of (Huber 1967; White 1982,
Econometrica 50).
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from parley.dynamics.windows import Floats

__all__ = ["Counted", "covariance", "fit_stream", "intensity_loss", "penalty_matrix"]

Counted = Literal["days", "acts"]
"""Whether a stream counts days with an act, or acts."""

_STEPS = 60
_FLOOR = 1e-6  # acts a day: no stream is wholly out of the question
_WEEK = 7


def penalty_matrix(
    rate: float, n_knots: int, n_weights: int, *, ridge: float, stiffness: float
) -> Floats:
    """Return the quadratic penalty: neighbouring knots held together, excitations to nought."""
    n = n_knots + n_weights
    penalty = np.zeros((n, n))
    scale = stiffness / max(rate, 1e-4) ** 2
    for j in range(n_knots - 1):
        penalty[j : j + 2, j : j + 2] += scale * np.array([[1.0, -1.0], [-1.0, 1.0]])
    penalty[np.arange(n_knots), np.arange(n_knots)] += 1e-6
    penalty[np.arange(n_knots, n), np.arange(n_knots, n)] = ridge
    return penalty


def intensity_loss(
    intensity: Floats, outcome: Floats, counted: Counted
) -> tuple[float, Floats, Floats]:
    """Return minus the log-likelihood, and its first and second derivative by intensity."""
    held = intensity + _FLOOR
    if counted == "acts":
        value = float(np.sum(held - outcome * np.log(held)))
        return value, 1.0 - outcome / held, outcome / held**2
    grown = np.expm1(np.minimum(held, 500.0))
    hit = outcome > 0
    value = float(np.sum(np.where(hit, -np.log(-np.expm1(-held)), held)))
    return value, np.where(hit, -1.0 / grown, 1.0), np.where(hit, (1.0 + grown) / grown**2, 0.0)


def fit_stream(
    design: Floats, outcome: Floats, penalty: Floats, *, n_knots: int, counted: Counted
) -> Floats:
    """Return the non-negative coefficients of one stream: Newton's method under bounds.

    Parameters
    ----------
    design
        Shape (n_days, n_coefficients): the intensity is this times the coefficients.
    outcome
        Shape (n_days,): acts, or 0 and 1 where days with an act are counted.
    penalty
        Shape (n_coefficients, n_coefficients), positive semidefinite.
    n_knots
        How many of the first coefficients make up the baseline.

    References
    ----------
    Bertsekas (1982), SIAM Journal on Control and Optimization 20(2).

    Examples
    --------
    >>> level, nothing = np.ones((40, 1)), np.zeros((1, 1))
    >>> fit_stream(level, np.tile([1.0, 3.0], 20), nothing, n_knots=1, counted="acts").round(3)
    array([2.])
    """
    n = design.shape[1]
    found = np.full(n, 0.02)
    found[:n_knots] = max(float(outcome.mean()), 1e-4)

    def objective(at: Floats) -> tuple[float, Floats, Floats]:
        value, first, second = intensity_loss(design @ at, outcome, counted)
        gradient = design.T @ first + penalty @ at
        curve = (design * second[:, None]).T @ design + penalty
        return value + 0.5 * float(at @ penalty @ at), gradient, curve

    value, gradient, curve = objective(found)
    for _ in range(_STEPS):
        # What sits at its bound and would leave it stays out of the step.
        free = (found > 1e-10) | (gradient < 0)
        inner = curve[np.ix_(free, free)] + 1e-10 * np.eye(int(free.sum()))
        step = np.zeros(n)
        step[free] = -np.linalg.solve(inner, gradient[free])
        length = 1.0
        while length > 1e-8:
            tried = np.maximum(found + length * step, 0.0)
            reached = objective(tried)
            if reached[0] <= value + 1e-4 * float(gradient @ (tried - found)):
                break
            length /= 2.0
        else:
            break
        moved = float(np.abs(tried - found).max())
        found, (value, gradient, curve) = tried, reached
        if moved < 1e-7:
            break
    return found


def covariance(
    design: Floats, outcome: Floats, found: Floats, penalty: Floats, *, counted: Counted
) -> Floats:
    """Return the covariance of coefficients, from how weeks pull at them (a sandwich)."""
    _, first, second = intensity_loss(design @ found, outcome, counted)
    curve = (design * second[:, None]).T @ design + penalty + 1e-9 * np.eye(len(found))
    pulls = design * first[:, None]
    week = np.arange(len(pulls)) // _WEEK
    by_week = np.zeros((int(week[-1]) + 1, len(found)))
    np.add.at(by_week, week, pulls)
    bread = np.linalg.inv(curve)
    return np.asarray(bread @ (by_week.T @ by_week) @ bread, dtype=np.float64)
