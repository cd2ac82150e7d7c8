"""How good were the chances given? Scores, and tables of said against happened.

In: probabilities that were given and what came of them, as 0 or 1. Out: single figures
(Brier score, log loss, AUC, average precision, calibration error), the Murphy
decomposition, and the calibration table behind a reliability diagram. The idea to know:
a score says little alone; skill sets it beside the score of a reference forecast, which
here is the base rate.

Everything is plain numpy; the figures agree with those of scikit-learn where it has them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from parley.errors import ForecastError

__all__ = [
    "CalibrationBin",
    "Murphy",
    "auc",
    "average_precision",
    "brier_score",
    "calibration_table",
    "expected_calibration_error",
    "log_loss",
    "murphy_decomposition",
    "skill_score",
]

Floats = NDArray[np.float64]

N_BINS = 10


def brier_score(probability: ArrayLike, outcome: ArrayLike) -> float:
    """Mean squared distance between the probabilities given and what happened.

    Parameters
    ----------
    probability
        Shape (n,), each in [0, 1]: the chance given before the outcome was known.
    outcome
        Shape (n,), each 0 or 1: whether it happened within the horizon.

    Returns
    -------
    float
        In [0, 1], lower is better; always saying 0.5 earns 0.25.

    Raises
    ------
    ForecastError
        If the two are empty, differ in length, or hold a value out of range.

    References
    ----------
    Brier (1950), Monthly Weather Review 78(1); here half of his original sum.

    Examples
    --------
    >>> brier_score([0.75, 0.5], [1, 1])
    0.15625
    """
    p, y = _checked(probability, outcome)
    return float(np.mean((p - y) ** 2))


def log_loss(probability: ArrayLike, outcome: ArrayLike) -> float:
    """Mean of minus the natural logarithm of the chance given to what happened.

    A chance of 0 for what happened, or of 1 for what did not, counts as 1e-15 off.

    Returns
    -------
    float
        0 or more, lower is better; always saying 0.5 earns 0.693.

    Raises
    ------
    ForecastError
        If the two are empty, differ in length, or hold a value out of range.

    Examples
    --------
    >>> round(log_loss([0.5, 0.5], [1, 0]), 3)
    0.693
    """
    p, y = _checked(probability, outcome)
    p = np.clip(p, 1e-15, 1.0 - 1e-15)
    return float(-np.mean(y * np.log(p) + (1.0 - y) * np.log1p(-p)))


def skill_score(score: float, reference: float) -> float:
    """How far a score lies on the way from a reference's score to 0, the best.

    Parameters
    ----------
    score, reference
        Two losses of one kind, such as Brier scores: 0 best.

    Returns
    -------
    float
        1 is perfect, 0 no better than the reference, below 0 worse.

    Raises
    ------
    ForecastError
        If the reference is already perfect, so that nothing can be gained on it.

    Examples
    --------
    >>> skill_score(0.2, 0.25)
    0.2
    """
    if reference <= 0.0:
        raise ForecastError(
            f"skill is gained on a reference score above 0, not on {reference!r}; "
            "with a perfect reference there is nothing to gain"
        )
    return round(1.0 - score / reference, 12)


def auc(probability: ArrayLike, outcome: ArrayLike) -> float:
    """The chance that what happened was given a higher probability than what did not.

    Returns
    -------
    float
        Area under the ROC curve in [0, 1]; 0.5 is what guessing earns. Ties count half.

    Raises
    ------
    ForecastError
        As `brier_score`, or if everything happened, or nothing did.

    References
    ----------
    Hanley and McNeil (1982), Radiology 143(1).

    Examples
    --------
    >>> auc([0.1, 0.4, 0.4, 0.8], [0, 0, 1, 1])
    0.875
    """
    p, y = _checked(probability, outcome)
    n_hits = int(y.sum())
    n_misses = len(y) - n_hits
    if not n_hits or not n_misses:
        raise ForecastError("AUC needs some outcomes that happened and some that did not")
    _, place, counts = np.unique(p, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2.0)[place]
    above = float(ranks[y == 1].sum()) - n_hits * (n_hits + 1) / 2.0
    return above / (n_hits * n_misses)


def average_precision(probability: ArrayLike, outcome: ArrayLike) -> float:
    """Mean precision over the outcomes that happened, from the highest chance down.

    Returns
    -------
    float
        In [0, 1], higher is better; guessing earns the share that happened.

    Raises
    ------
    ForecastError
        As `brier_score`, or if nothing happened.

    Examples
    --------
    >>> average_precision([0.9, 0.8, 0.1], [1, 0, 1]) == (1 + 2 / 3) / 2
    True
    """
    p, y = _checked(probability, outcome)
    if not y.any():
        raise ForecastError("average precision needs at least one outcome that happened")
    order = np.argsort(-p, kind="stable")
    p, y = p[order], y[order]
    ends = np.append(np.flatnonzero(np.diff(p)), len(p) - 1)
    hits = np.cumsum(y)[ends]
    gained = np.diff(np.concatenate([[0.0], hits])) / hits[-1]
    return float(np.sum(gained * hits / (ends + 1)))


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Forecasts from `low` up to `high`: how many, what they said and what happened.

    `mean_probability` and `hit_rate` lie in [0, 1].
    """

    low: float
    high: float
    n: int
    n_hits: int
    mean_probability: float
    hit_rate: float


def calibration_table(
    probability: ArrayLike, outcome: ArrayLike, *, n_bins: int = N_BINS
) -> tuple[CalibrationBin, ...]:
    """Sort forecasts into bins of equal width and set said beside happened.

    Returns
    -------
    tuple of CalibrationBin
        Lowest first; empty bins are left out. A bin holds its low end, and the last one
        its high end too.

    Raises
    ------
    ForecastError
        As `brier_score`, or if `n_bins` is less than one.

    Examples
    --------
    >>> for bin_ in calibration_table([0.1, 0.2, 0.8], [0, 1, 1], n_bins=2):
    ...     print(bin_.low, bin_.high, bin_.n, round(bin_.mean_probability, 2), bin_.hit_rate)
    0.0 0.5 2 0.15 0.5
    0.5 1.0 1 0.8 1.0
    """
    p, y = _checked(probability, outcome)
    if n_bins < 1:
        raise ForecastError(f"a calibration table needs one bin or more, not {n_bins}")
    place = np.minimum((p * n_bins).astype(np.int64), n_bins - 1)
    return tuple(
        CalibrationBin(
            low=i / n_bins,
            high=(i + 1) / n_bins,
            n=int(inside.sum()),
            n_hits=int(y[inside].sum()),
            mean_probability=float(p[inside].mean()),
            hit_rate=float(y[inside].mean()),
        )
        for i in range(n_bins)
        if (inside := place == i).any()
    )


def expected_calibration_error(
    probability: ArrayLike, outcome: ArrayLike, *, n_bins: int = N_BINS
) -> float:
    """Mean distance between said and happened over bins, weighted by their forecasts.

    Returns
    -------
    float
        In [0, 1], lower is better. With few forecasts it is above 0 by chance alone.

    Raises
    ------
    ForecastError
        As `calibration_table`.

    References
    ----------
    Naeini, Cooper and Hauskrecht (2015), AAAI.

    Examples
    --------
    >>> expected_calibration_error([0.75, 0.75, 0.75, 0.75], [1, 1, 1, 0])
    0.0
    """
    bins = calibration_table(probability, outcome, n_bins=n_bins)
    n = sum(bin_.n for bin_ in bins)
    return sum(bin_.n * abs(bin_.mean_probability - bin_.hit_rate) for bin_ in bins) / n


@dataclass(frozen=True, slots=True)
class Murphy:
    """A Brier score taken apart: reliability - resolution + uncertainty.

    `reliability` is the price of saying what does not come true as often as said,
    `resolution` the gain of telling cases apart, `uncertainty` the spread of the outcomes.
    """

    reliability: float
    resolution: float
    uncertainty: float

    @property
    def brier(self) -> float:
        """The Brier score that the three make up."""
        return self.reliability - self.resolution + self.uncertainty


def murphy_decomposition(probability: ArrayLike, outcome: ArrayLike) -> Murphy:
    """Take the Brier score apart, over the distinct probabilities given.

    Groups are the forecasts of one and the same probability, so that the three parts
    make up the Brier score exactly. Forecasts that are all different form groups of one,
    and then the parts say little; round them first.

    Raises
    ------
    ForecastError
        As `brier_score`.

    References
    ----------
    Murphy (1973), Journal of Applied Meteorology 12(4).

    Examples
    --------
    >>> parts = murphy_decomposition([0.5, 0.5, 1.0], [0, 1, 1])
    >>> round(parts.reliability, 3), round(parts.resolution, 3), round(parts.uncertainty, 3)
    (0.0, 0.056, 0.222)
    """
    p, y = _checked(probability, outcome)
    said, place, counts = np.unique(p, return_inverse=True, return_counts=True)
    happened = np.bincount(place, weights=y) / counts
    share, overall = counts / len(p), float(y.mean())
    return Murphy(
        reliability=float(np.sum(share * (said - happened) ** 2)),
        resolution=float(np.sum(share * (happened - overall) ** 2)),
        uncertainty=overall * (1.0 - overall),
    )


def _checked(probability: ArrayLike, outcome: ArrayLike) -> tuple[Floats, Floats]:
    """Return both as arrays of one length, or raise."""
    p = np.asarray(probability, dtype=np.float64)
    y = np.asarray(outcome, dtype=np.float64)
    if p.ndim != 1 or y.ndim != 1 or len(p) != len(y):
        raise ForecastError(
            f"probabilities and outcomes need one shape (n,), not {p.shape} and {y.shape}"
        )
    if not len(p):
        raise ForecastError("there is nothing to score: no probabilities were given")
    if not np.all((p >= 0.0) & (p <= 1.0)):  # also false for what is no number
        wrong = p[~((p >= 0.0) & (p <= 1.0))][0]
        raise ForecastError(f"a probability lies between 0 and 1; {float(wrong)!r} does not")
    if not np.all((y == 0.0) | (y == 1.0)):
        wrong = y[(y != 0.0) & (y != 1.0)][0]
        raise ForecastError(f"an outcome is 0 or 1, not {float(wrong)!r}")
    return p, y
