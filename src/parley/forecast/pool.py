"""What happened to others like them: the closed windows that a chance is learnt from.

In: a day series as it was known, an act, and the morning from which one looks. Out:
`Look`, base rates and features of units at moments, and `Lesson`, the fit over the pairs
of the most active parties at earlier origins. The idea to know: only windows that had
closed by that morning are learnt from, and their outcome is the one known by then.

A long horizon in a young record has no closed windows yet. Then a shorter one is learnt
from, and what it teaches is added to the base rate of the long one: for talks within 90
days, asked 28 to 120 days into ICEWS 2014, 2018 and 2021, this took 11-13 % off the
Brier score of the base rate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parley.dynamics.base_rates import rate_table
from parley.dynamics.series import DaySeries, Ints
from parley.dynamics.units import (
    Act,
    Shape,
    Stream,
    Units,
    activity_ranks,
    own_touches,
    pool_units,
    select,
)
from parley.dynamics.windows import Floats, window_hits
from parley.forecast.features import feature_table, streams
from parley.forecast.fitting import STEP_DAYS, Fit, Windows, fit_windows

__all__ = ["N_PARTIES", "Lesson", "Look", "learn", "look"]

N_PARTIES = 60
"""Comparable pairs are those of so many of the most active parties.

Pairs of 60 taught more than pairs of 30 on ICEWS 2014: skill .057 against .043 for talks,
no difference for assaults.
"""
MAX_MOMENTS = 40
"""Windows open a week apart; older than these they would weigh less than 5 %."""
MIN_DAYS = 14
"""A record watches so long before its first window is worth learning from."""
SHORTER = (30, 14, 7)
_NEAREST = 50


@dataclass(frozen=True, slots=True)
class Look:
    """Units looked at from moments: log-odds of the base rate, features, and touches.

    `base` has shape (n_units, n_moments), `features` (n_units, n_moments, n_features).
    """

    base: Floats
    features: Floats
    streams: dict[str, Stream]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What closed windows taught: the fit, and the counts it rests on.

    `horizon_days` is the one learnt from. `base` holds the log-odds of the windows' base
    rates, sorted, and `outcome` beside it whether each came true, both of shape
    (n_windows,).
    """

    fit: Fit
    n_units: int
    n_parties: int
    n_moments: int
    n_hits: int
    horizon_days: int
    base: Floats
    outcome: Floats

    def nearest(self, base: float) -> tuple[int, float, float]:
        """Return what came of the windows whose base rates lie nearest to one.

        Their number, their mean base rate, and the share that came true.
        """
        n = min(len(self.base), max(_NEAREST, len(self.base) // 50))
        at = int(np.searchsorted(self.base, base))
        first = min(max(at - n // 2, 0), len(self.base) - n)
        near = slice(first, first + n)
        said = 1.0 / (1.0 + np.exp(-self.base[near]))
        return n, float(said.mean()), float(self.outcome[near].mean())

    @property
    def n_windows(self) -> int:
        """Closed windows learnt from."""
        return self.n_units * self.n_moments

    @property
    def block(self) -> int:
        """Windows in a row that overlap one another."""
        return -(-self.horizon_days // STEP_DAYS)


def look(series: DaySeries, act: Act, units: Units, moments: Ints, horizon_days: int) -> Look:
    """Return base rates and features of units, each as known on the morning of a moment."""
    rates = rate_table(series, act, units, moments=moments, horizon_days=horizon_days)
    found = streams(series, act, units)
    features = feature_table(series, act, units, moments, found)
    base = np.log(rates.probability) - np.log1p(-rates.probability)
    return Look(base, features, found)


def learn(
    series: DaySeries, act: Act, shape: Shape, *, day: int, horizon_days: int, gap_days: int = 0
) -> Lesson | None:
    """Learn from the windows of comparable units that had closed by the morning of a day.

    Parameters
    ----------
    series
        What was known on that morning.
    shape
        Whether pairs are compared, or single parties.
    gap_days
        Days between that morning and the first day of the window.

    Returns
    -------
    Lesson or None
        None when no window has closed, or none of them came true.
    """
    chosen = _closed_moments(series, day, horizon_days, gap_days)
    if chosen is None:
        return None
    moments, horizon, gap = chosen
    units = pool_units(series, act, shape, day=day, n_parties=N_PARTIES)
    if not units.n:
        return None
    own = select(own_touches(series, act), units)
    outcome = window_hits(own.unit, own.day, n_units=units.n, starts=moments + gap, days=horizon)
    if not outcome.any():
        return None
    seen = look(series, act, units, moments, horizon)
    windows = Windows(
        base=seen.base,
        features=seen.features,
        outcome=outcome.astype(np.float64),
        moments=moments,
        day=day,
        horizon_days=horizon + gap,
    )
    _, n_active = activity_ranks(series, day)
    order = np.argsort(seen.base, axis=None, kind="stable")
    return Lesson(
        fit=fit_windows(windows),
        n_units=units.n,
        n_parties=min(N_PARTIES, n_active),
        n_moments=len(moments),
        n_hits=int(outcome.sum()),
        horizon_days=horizon,
        base=seen.base.ravel()[order],
        outcome=windows.outcome.ravel()[order],
    )


def _closed_moments(
    series: DaySeries, day: int, horizon_days: int, gap_days: int
) -> tuple[Ints, int, int] | None:
    """Return the first days of closed windows, with the horizon and gap they have."""
    shorter = [(days, 0) for days in SHORTER if days < horizon_days]
    for horizon, gap in [(horizon_days, gap_days), *shorter]:
        latest = day - horizon - gap
        # As long a history before the window as the window is: the base rate needs one.
        earliest = series.first_day + max(MIN_DAYS, horizon if horizon == horizon_days else 0)
        if latest < earliest:
            continue
        n_moments = min(MAX_MOMENTS, (latest - earliest) // STEP_DAYS + 1)
        moments = latest - STEP_DAYS * np.arange(n_moments - 1, -1, -1)
        return moments.astype(np.int64), horizon, gap
    return None
