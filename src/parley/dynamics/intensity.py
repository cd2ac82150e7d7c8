"""Self- and cross-exciting intensities: how much each act brings about others.

In: acts of some streams, day by day. Out: `IntensityFit`: for every stream a baseline that
drifts slowly, and for every two streams how many acts of the one an act of the other
brings about, with its error. The idea to know: an intensity is the expected number of
acts on a day; it is a baseline plus the fading memory of what every stream did before
(Hawkes 1971, Biometrika 58; Ogata 1988, JASA 83; for reactions of people to events, Crane
and Sornette 2008, PNAS 105; in days rather than instants, Browning et al. 2021, PLoS ONE
16). All terms are non-negative, so the log-likelihood is concave and has one maximum.

Events of one day come in bundles, as one act is told several times; by default a stream
therefore counts days with an act, and a day has one with chance 1 - exp(-intensity). The
busy weekday and the quiet weekend scale all intensities alike.

The branching matrix holds the acts that one act brings about directly; its spectral radius
says how far all would go on in a chain: below one, the memory of any act dies out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parley.dynamics.intensity_kernels import kernel_table
from parley.dynamics.intensity_newton import (
    Counted,
    covariance,
    fit_stream,
    intensity_loss,
    penalty_matrix,
)
from parley.dynamics.windows import Floats
from parley.errors import ForecastError

__all__ = [
    "IntensityFit",
    "IntensityOptions",
    "fit_intensities",
    "made_intensities",
    "weekday_factors",
]

_WEEK = 7


@dataclass(frozen=True, slots=True)
class IntensityOptions:
    """How memory fades, how fast the baseline may drift, and how strongly both are held.

    `half_lives_days` are those of the kernels, `knot_days` the days between the knots of
    the baseline. `ridge` holds excitations towards nought, `stiffness` the baseline towards a
    level line. `counted` tells whether days with an act or acts are counted.

    Chosen by the likelihood of days not fitted to, quad by quad in 36 pairs of ICEWS (busy,
    middling and quiet): from 2018-06-15 to 08-28 after five months, and from 2014-09-01 to
    10-31 after eight. Of half-lives (1, 7), (2, 14), (3, 21), (4), (2, 30) and (1, 5, 30), knots
    every 60, 90, 120 days or none, ridges of 1 to 80, stiffness 3 or 20. Against no
    excitation at all the log-likelihood of 2018 rose from -6350 to -6069.
    """

    half_lives_days: tuple[float, ...] = (2.0, 14.0)
    knot_days: int = 120
    ridge: float = 40.0
    stiffness: float = 20.0
    counted: Counted = "days"


@dataclass(frozen=True, slots=True)
class IntensityFit:
    """Baselines and excitations of streams that were fitted together.

    `baseline` has shape (n_streams, n_knots), acts a day at each knot; `excitation`
    (n_streams, n_streams, n_half_lives): acts of the first brought about by one of the
    second; `errors` are its standard errors. `weekdays` (7,) scale the days, Monday first.
    `branching_errors` (n_streams, n_streams) are those of the excitations summed over kernels.
    `log_likelihood` is summed over streams and days, without the penalty.
    """

    options: IntensityOptions
    baseline: Floats
    excitation: Floats
    errors: Floats
    branching_errors: Floats
    weekdays: Floats
    first_day: int
    n_days: int
    log_likelihood: float

    @property
    def branching(self) -> Floats:
        """Acts of each stream (rows) that one act of each (columns) brings about directly."""
        return np.asarray(self.excitation.sum(axis=2), dtype=np.float64)

    @property
    def spectral_radius(self) -> float:
        """Largest absolute eigenvalue of the branching matrix."""
        return float(np.abs(np.linalg.eigvals(self.branching)).max())

    def level(self) -> Floats:
        """Return the baseline that is carried forward: its mean over the last `knot_days`."""
        if self.baseline.shape[1] == 1:
            return self.baseline[:, 0]
        days = np.arange(max(0, self.n_days - self.options.knot_days), self.n_days)
        basis = _basis(self.n_days, self.options.knot_days)[days]
        return np.asarray((basis @ self.baseline.T).mean(axis=0), dtype=np.float64)

    def intensities(self, acts: Floats) -> Floats:
        """Return the intensity of each stream on each day of a table and the day after it.

        Parameters
        ----------
        acts
            Shape (n_streams, n_days) from `first_day` on; days past those fitted take the
            baseline `level`.

        Returns
        -------
        NDArray
            Shape (n_streams, n_days + 1), acts a day.
        """
        felt = kernel_table(_counted(acts, self.options), self.options.half_lives_days)
        n = felt.shape[2]
        basis = _basis(self.n_days, self.options.knot_days)
        base = np.repeat(self.level()[:, None], n, axis=1)
        fitted = min(n, self.n_days)
        base[:, :fitted] = self.baseline @ basis[:fitted].T
        raised = np.einsum("hbk,kbt->ht", self.excitation, felt)
        days = self.first_day + np.arange(n)
        return np.asarray((base + raised) * self.weekdays[(days + 3) % _WEEK], dtype=np.float64)


def made_intensities(
    baseline: Floats, excitation: Floats, *, options: IntensityOptions | None = None,
    weekdays: Floats | None = None, first_day: int = 0,
) -> IntensityFit:  # fmt: skip
    """Return intensities with parameters of one's own, to draw from.

    Parameters
    ----------
    baseline
        Shape (n_streams,), acts a day.
    excitation
        Shape (n_streams, n_streams, n_half_lives): acts of the first that one act of the
        second brings about.

    Examples
    --------
    >>> made_intensities(np.array([0.1]), np.full((1, 1, 2), 0.2)).spectral_radius
    0.4
    """
    n = len(baseline)
    factors = np.ones(_WEEK) if weekdays is None else weekdays
    return IntensityFit(
        options or IntensityOptions(), np.asarray(baseline, dtype=np.float64)[:, None], excitation,
        np.zeros_like(excitation), np.zeros((n, n)), factors, first_day, 0, 0.0,
    )  # fmt: skip


def weekday_factors(acts: Floats, first_day: int) -> Floats:
    """Return how busy each weekday is beside the mean day, Monday first, shape (7,).

    A week of acts on every day is added, so that little history says little.

    Examples
    --------
    >>> weekday_factors(np.zeros((1, 14)), first_day=4).tolist()
    [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    """
    weekday = (first_day + np.arange(acts.shape[1]) + 3) % _WEEK  # 1970-01-01 was a Thursday
    total = np.bincount(weekday, weights=acts.sum(axis=0), minlength=_WEEK) + 1.0
    seen = np.bincount(weekday, minlength=_WEEK) + 1.0 / max(acts.sum() / acts.shape[1], 1e-9)
    rate = total / seen
    return np.asarray(rate / rate.mean(), dtype=np.float64)


def fit_intensities(
    acts: Floats,
    *,
    first_day: int = 0,
    weekdays: Floats | None = None,
    options: IntensityOptions | None = None,
) -> IntensityFit:
    """Fit baselines and excitations of all streams together.

    Parameters
    ----------
    acts
        Shape (n_streams, n_days), acts of each stream on each day.
    first_day
        The day of the first column, as a number.
    weekdays
        Shape (7,), how busy each weekday is, Monday first; taken from `acts` by default.

    Returns
    -------
    IntensityFit
        The one maximum of the penalised likelihood.

    Raises
    ------
    ForecastError
        If there is no stream, or less than a week of days.

    References
    ----------
    Hawkes (1971), Biometrika 58(1); Ogata (1988), Journal of the American Statistical
    Association 83; Bertsekas (1982), SIAM Journal on Control and Optimization 20, for
    Newton's method under bounds.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> first = (rng.random(400) < 0.2).astype(float)
    >>> second = np.roll(first, 1)                       # answers on the next day, always
    >>> fit = fit_intensities(np.stack([first, second]))
    >>> bool(fit.branching[1, 0] > 0.7), bool(fit.branching[0, 1] < 0.2)
    (True, True)
    """
    chosen = options or IntensityOptions()
    if acts.ndim != 2 or not acts.shape[0] or acts.shape[1] < _WEEK:
        raise ForecastError(f"intensities need streams of a week or more, not {acts.shape}")
    seen = _counted(acts, chosen)
    n_streams, n_days = seen.shape
    factors = weekday_factors(seen, first_day) if weekdays is None else weekdays
    exposure = factors[(first_day + np.arange(n_days) + 3) % _WEEK]
    felt = kernel_table(seen, chosen.half_lives_days)[:, :, :n_days]
    basis = _basis(n_days, chosen.knot_days)
    n_knots, n_kernels = basis.shape[1], len(chosen.half_lives_days)
    design = np.concatenate([basis, felt.reshape(-1, n_days).T], axis=1) * exposure[:, None]
    baseline = np.zeros((n_streams, n_knots))
    excitation = np.zeros((n_streams, n_streams, n_kernels))
    errors, sums = np.zeros_like(excitation), np.zeros((n_streams, n_streams))
    total = 0.0
    n_weights, counted = design.shape[1] - n_knots, chosen.counted
    for i, outcome in enumerate(seen):
        penalty = penalty_matrix(
            float(outcome.mean()), n_knots, n_weights,
            ridge=chosen.ridge, stiffness=chosen.stiffness,
        )  # fmt: skip
        found = fit_stream(design, outcome, penalty, n_knots=n_knots, counted=counted)
        baseline[i] = found[:n_knots]
        excitation[i] = _by_body(found[n_knots:], n_kernels)
        spread = covariance(design, outcome, found, penalty, counted=counted)
        spread = spread[n_knots:, n_knots:]
        errors[i] = _by_body(np.sqrt(np.diag(spread)), n_kernels)
        sums[i] = _summed_errors(spread, n_streams, n_kernels)
        total += intensity_loss(design @ found, outcome, counted)[0]
    return IntensityFit(
        chosen, baseline, excitation, errors, sums, factors, first_day, n_days, -total
    )


def _counted(acts: Floats, options: IntensityOptions) -> Floats:
    return (acts > 0).astype(np.float64) if options.counted == "days" else acts


def _basis(n_days: int, knot_days: int) -> Floats:
    """Return hats on knots evenly spread over the days, shape (n_days, n_knots)."""
    n_knots = max(1, round(n_days / knot_days) + 1) if n_days >= 2 * knot_days else 1
    if n_knots == 1:
        return np.ones((n_days, 1))
    place = np.linspace(0.0, n_knots - 1.0, n_days)
    return np.maximum(0.0, 1.0 - np.abs(place[:, None] - np.arange(n_knots)[None, :]))


def _by_body(weights: Floats, n_kernels: int) -> Floats:
    """Turn weights ordered by kernel, then body, into shape (n_bodies, n_kernels)."""
    return weights.reshape(n_kernels, -1).T


def _summed_errors(spread: Floats, n_streams: int, n_kernels: int) -> Floats:
    """Return the standard error of each body's excitation summed over its kernels."""
    blocks = spread.reshape(n_kernels, n_streams, n_kernels, n_streams)
    variance = np.einsum("kbjb->b", blocks)
    return np.asarray(np.sqrt(np.maximum(variance, 0.0)), dtype=np.float64)
