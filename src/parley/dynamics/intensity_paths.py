"""Paths into the future, drawn from fitted intensities.

In: a fit, the acts so far, days to go, an rng. Out: acts drawn day by day, and the chance
that a stream sees an act within so many days. The idea to know: what is drawn on one day
raises the days after it, so a path may run away by chance where a formula would show only
its mean; the chance is the share of paths that saw the act.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parley.dynamics.intensity import IntensityFit
from parley.dynamics.intensity_kernels import daily_decay, kernel_table
from parley.dynamics.series import Ints
from parley.dynamics.windows import Floats
from parley.errors import ForecastError

__all__ = ["Paths", "chance_within", "simulate", "simulate_history"]

_WEEK = 7
_MOST_ACTS = 50.0  # a day: a path that runs away stays a number


@dataclass(frozen=True, slots=True)
class Paths:
    """Acts drawn on the days from `first_day` on, shape (n_paths, n_streams, n_days)."""

    acts: Floats
    first_day: int


def simulate(
    fit: IntensityFit, acts: Floats, *, n_days: int, n_paths: int, rng: np.random.Generator,
    silent_days: int = 0,
) -> Paths:  # fmt: skip
    """Draw paths of all streams onwards from the acts so far.

    Parameters
    ----------
    acts
        Shape (n_streams, n_past_days) from `fit.first_day` on.
    n_days, n_paths
        Days to draw, and how often. Two calls with equal seeds and different `acts` draw
        with the same chance numbers, so that their difference is that of the acts.
    silent_days
        Days after the last past one of which nothing is known: memory fades, none is drawn.

    Raises
    ------
    ForecastError
        If there are no days or paths to draw.

    Examples
    --------
    >>> from parley.dynamics.intensity import fit_intensities
    >>> fit = fit_intensities(np.tile([[1.0, 0, 0, 0, 0, 0, 0]], 20))
    >>> simulate(fit, np.zeros((1, 140)), n_days=7, n_paths=5, rng=np.random.default_rng(0)).acts.shape
    (5, 1, 7)
    """  # noqa: E501
    if n_days < 1 or n_paths < 1:
        raise ForecastError(f"paths need a day and a path or more, not {n_days} and {n_paths}")
    past = np.concatenate([acts, np.zeros((len(acts), silent_days))], axis=1)
    counted = past > 0 if fit.options.counted == "days" else past
    felt = kernel_table(counted.astype(np.float64), fit.options.half_lives_days)[:, :, -1]
    first_day = fit.first_day + past.shape[1]
    drawn = _draw(fit, felt, fit.level(), first_day, n_days, n_paths, rng)
    return Paths(drawn, first_day)


def simulate_history(
    fit: IntensityFit, *, n_days: int, rng: np.random.Generator, first_day: int = 0
) -> Floats:
    """Draw one history of all streams from nothing, shape (n_streams, n_days).

    The baseline is `fit.level()` throughout. What goes into a test comes out of one.
    """
    felt = np.zeros((len(fit.options.half_lives_days), len(fit.baseline)))
    return np.asarray(_draw(fit, felt, fit.level(), first_day, n_days, 1, rng)[0])


def chance_within(paths: Paths, streams: Sequence[int] | Ints) -> Floats:
    """Return the chance that one of some streams sees an act within 1, 2, ... days.

    Returns
    -------
    NDArray
        Shape (n_days,), rising, in [0, 1].

    Examples
    --------
    >>> chance_within(Paths(np.array([[[0.0, 1.0]], [[0.0, 0.0]]]), 0), [0]).tolist()
    [0.0, 0.5]
    """
    seen = (paths.acts[:, list(streams)] > 0).any(axis=1)
    return np.asarray(np.maximum.accumulate(seen, axis=1).mean(axis=0), dtype=np.float64)


def _draw(
    fit: IntensityFit, felt: Floats, level: Floats, first_day: int, n_days: int, n_paths: int,
    rng: np.random.Generator,
) -> Floats:  # fmt: skip
    """Draw acts day by day, all paths at once; `felt` is (n_half_lives, n_streams)."""
    n_streams = len(level)
    left = np.array([daily_decay(each) for each in fit.options.half_lives_days])[:, None, None]
    state = np.repeat(felt[:, None, :], n_paths, axis=1)
    weights = fit.excitation.transpose(2, 1, 0)  # kernel, body, head
    out = np.zeros((n_paths, n_streams, n_days))
    for t in range(n_days):
        factor = fit.weekdays[(first_day + t + 3) % _WEEK]
        raised = np.einsum("kpb,kbh->ph", state, weights)
        intensity = np.minimum((level[None, :] + raised) * factor, _MOST_ACTS)
        chance = rng.random((n_paths, n_streams))
        if fit.options.counted == "days":
            acts = (chance < -np.expm1(-intensity)).astype(np.float64)
        else:
            acts = _poisson(intensity, chance)
        out[:, :, t] = acts
        state = left * state + (1.0 - left) * acts[None]
    return out


def _poisson(intensity: Floats, chance: Floats) -> Floats:
    """Turn uniform numbers into Poisson counts: one number each, whatever the intensity."""
    counts = np.zeros_like(intensity)
    term = np.exp(-intensity)
    below = term.copy()
    for n in range(1, 200):
        over = chance > below
        if not over.any():
            break
        counts += over
        term = term * intensity / n
        below = below + term
    return counts
