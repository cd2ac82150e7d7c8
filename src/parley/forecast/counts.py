"""On how many days: from the chance of one day with an act to that of several.

In: a day series as it was known, an act, a unit, a horizon. Out: `Counts`, the chances of
0, 1, 2, … days with the act. The idea to know: acts come in bursts, so days with an act
are beta-binomial, not binomial. Their mean follows the unit's own rates over the long run
and of late, their spread is that of comparable units, and both are learnt from windows
that had closed. The chance of the first day is the forecaster's; what is added here is
how much less likely a second, a third, an n-th day is (`tail`).

On all pairs of the 25 busiest parties of ICEWS 2018 (30 days, four origins from April to
July, with recurrence.v1) at least 3 days of talks had a Brier score of .089, against .093
for its base rate, .108 for the pair's own past windows drawn towards the class, and .193
for the class; for accusations .040, .041, .045 and .076.

Beta-binomial counts: Skellam (1948), Journal of the Royal Statistical Society B 10(2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parley.dynamics.series import DaySeries, Ints
from parley.dynamics.units import Act, Shape, Stream, Units, own_touches, pool_units, select
from parley.dynamics.windows import Floats, past_counts
from parley.forecast.fitting import logistic, newton

__all__ = ["CountFit", "Counts", "counts_of", "days_in_window", "learn_counts", "tail"]

SPANS = (7, 30, 90)
"""Days of the recent past whose rates are looked at, beside the rate of all days."""
N_PARTIES = 60
"""Comparable pairs are those of so many of the most active parties, as in `pool`."""
MAX_MOMENTS = 26
STEP_DAYS = 7
MIN_DAYS = 14
PRIOR_DAYS = 30.0
"""A rate is drawn towards the longer one as if it had been seen for so many days."""
PENALTY = 1.0
USUAL_SPREAD = 8.0
"""The beta-binomial's strength where nothing could be learnt."""
_SPREADS = np.exp(np.linspace(np.log(0.5), np.log(400.0), 24))


@dataclass(frozen=True, slots=True)
class CountFit:
    """What closed windows taught about days with an act.

    `coefficients` weigh level, the rate of all days and those of `SPANS`, in log-odds of a
    day; `spread` is the strength of the beta distribution of a window's rate, in days.
    `share` is the overall share of days with the act.
    """

    coefficients: Floats
    spread: float
    share: float
    n_windows: int


@dataclass(frozen=True, slots=True)
class Counts:
    """The chances of 0, 1, 2, … `horizon_days` days with the act, summing to one.

    `long_run` is the same from the rate of all days alone, without what happened lately.
    """

    probability: Floats
    long_run: Floats
    mean: float
    usual: float

    def at_least(self, n: int) -> float:
        """Return the chance of `n` days or more."""
        return float(self.probability[n:].sum()) if n < len(self.probability) else 0.0


def tail(chances: Floats, n: int) -> float:
    """Return how likely `n` days or more are once there is one: 1 for one, falling with `n`.

    Parameters
    ----------
    chances
        Of 0, 1, 2, … days; shape (n_days + 1,).

    Examples
    --------
    >>> tail(np.array([0.5, 0.3, 0.2]), 2)
    0.4
    >>> tail(np.array([0.5, 0.3, 0.2]), 3)
    0.0
    """
    one = float(chances[1:].sum())
    return round(float(chances[n:].sum()) / one, 12) if one > 0.0 and n < len(chances) else 0.0


def learn_counts(
    series: DaySeries, act: Act, shape: Shape, *, day: int, horizon_days: int, gap_days: int = 0
) -> CountFit | None:
    """Learn from the windows of comparable units that had closed by the morning of a day.

    Returns
    -------
    CountFit or None
        None when no window has closed, or none of them saw the act.
    """
    horizon, gap = horizon_days, gap_days
    moments = _closed(series, day, horizon, gap)
    if not len(moments):  # a young record: what a month teaches is better than nothing
        horizon, gap = min(horizon_days, 30), 0
        moments = _closed(series, day, horizon, gap)
    units = pool_units(series, act, shape, day=day, n_parties=N_PARTIES)
    if not len(moments) or not units.n:
        return None
    own = select(own_touches(series, act), units).distinct()
    count = days_in_window(own, units.n, moments + gap, horizon).ravel()
    if not count.any():
        return None
    rates = _rates(own, units.n, moments, series.first_day, share=None)
    share = float(_share(own, units.n, moments, series.first_day).mean())
    design = _design(rates)
    fitted = newton(
        design,
        count / horizon,
        np.zeros(len(count)),
        np.full(len(count), float(min(horizon, STEP_DAYS))),
        np.array([0.01, *[PENALTY] * (design.shape[1] - 1)]),
    )
    mean = np.clip(logistic(design @ fitted), 1e-7, 1.0 - 1e-7)
    return CountFit(fitted, _spread(count, mean, horizon), share, len(count))


def counts_of(
    series: DaySeries, act: Act, unit: Units, fit: CountFit | None, *, day: int, horizon_days: int
) -> Counts:
    """Return the chances of days with the act for one unit, on the morning of a day."""
    own = select(own_touches(series, act), unit).distinct()
    moment = np.array([day], dtype=np.int64)
    watched = max(1, day - series.first_day)
    share = fit.share if fit is not None else 0.5 / (1.0 + watched)
    rates = _rates(own, 1, moment, series.first_day, share=share)
    usual = float(logistic(rates[0, :1])[0])
    mean, spread = usual, USUAL_SPREAD
    if fit is not None:
        mean = float(logistic(_design(rates) @ fit.coefficients)[0])
        spread = fit.spread
    return Counts(
        _beta_binomial(horizon_days, mean, spread),
        _beta_binomial(horizon_days, usual, spread),
        mean * horizon_days,
        usual * horizon_days,
    )


def days_in_window(own: Stream, n_units: int, starts: Ints, days: int) -> Floats:
    """Count the days with a touch in windows that begin at `starts`; shape (n_units, n_starts).

    Examples
    --------
    >>> days = np.array([5, 9])
    >>> stream = Stream(np.zeros(2, dtype=np.int64), days, days, days)
    >>> days_in_window(stream, 1, np.array([0, 5]), 5)
    array([[0., 2.]])
    """
    # Looking back from the end of a window, with everything known at once.
    return past_counts(
        own.unit, own.day, own.day, n_units=n_units, moments=starts + days, days=days
    )


def _closed(series: DaySeries, day: int, horizon: int, gap: int) -> Ints:
    latest = day - horizon - gap
    earliest = series.first_day + MIN_DAYS
    if latest < earliest or not len(series.watched):
        return np.zeros(0, dtype=np.int64)
    n = min(MAX_MOMENTS, (latest - earliest) // STEP_DAYS + 1)
    return latest - STEP_DAYS * np.arange(n - 1, -1, -1, dtype=np.int64)


def _share(own: Stream, n_units: int, moments: Ints, first_day: int) -> Floats:
    span = (moments - first_day).astype(np.float64)
    every = int(moments[-1]) - first_day + 1
    seen = past_counts(
        own.unit, own.day, own.known_day, n_units=n_units, moments=moments, days=every
    )
    return np.asarray((seen.sum(axis=0) + 0.5) / (n_units * span + 1.0), dtype=np.float64)


def _rates(
    own: Stream, n_units: int, moments: Ints, first_day: int, *, share: float | None
) -> Floats:
    """Return log-odds of a day with the act, of all days and of `SPANS`; shape (n, 1 + spans).

    Each rate is drawn towards the longer one, the first towards the share of all units.
    """
    span = (moments - first_day).astype(np.float64)
    every = int(moments[-1]) - first_day + 1
    longer = _share(own, n_units, moments, first_day) if share is None else np.full(1, share)
    rate = np.broadcast_to(longer, (n_units, len(moments)))
    columns = []
    for days in (every, *sorted(SPANS, reverse=True)):
        seen = past_counts(
            own.unit, own.day, own.known_day, n_units=n_units, moments=moments, days=days
        )
        length = np.minimum(span, days)
        # A short span is drawn less: it has fewer days to be wrong on, and they are fresh.
        prior = min(PRIOR_DAYS, days)
        rate = np.clip((seen + prior * rate) / (length + prior), 1e-7, 1.0 - 1e-7)
        columns.append((np.log(rate) - np.log1p(-rate)).ravel())
    return np.stack(columns, axis=1)


def _design(rates: Floats) -> Floats:
    """Return level, the rate of all days, and what each shorter span adds to the longer."""
    steps = np.diff(rates, axis=1)
    return np.concatenate([np.ones((len(rates), 1)), rates[:, :1], steps], axis=1)


def _spread(count: Floats, mean: Floats, horizon: int) -> float:
    """Return the strength that makes the counts likeliest."""
    best = [
        float(np.sum(_log_likelihood(count, horizon, mean, spread))) for spread in _SPREADS.tolist()
    ]
    return float(_SPREADS[int(np.argmax(best))])


def _log_likelihood(count: Floats, horizon: int, mean: Floats, spread: float) -> Floats:
    # scipy is slow to import, and only questions of several days need it.
    from scipy.special import betaln

    a, b = mean * spread, (1.0 - mean) * spread
    return np.asarray(betaln(count + a, horizon - count + b) - betaln(a, b), dtype=np.float64)


def _beta_binomial(horizon: int, mean: float, spread: float) -> Floats:
    from scipy.special import gammaln

    count = np.arange(horizon + 1, dtype=np.float64)
    ways = gammaln(horizon + 1) - gammaln(count + 1) - gammaln(horizon - count + 1)
    held = np.full(horizon + 1, min(max(mean, 1e-7), 1.0 - 1e-7))
    chances = np.exp(ways + _log_likelihood(count, horizon, held, spread))
    return np.asarray(chances / chances.sum(), dtype=np.float64)
