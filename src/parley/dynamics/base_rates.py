"""Base rates: how often it happened before, to these parties and to others like them.

In: a day series as it was known, the act asked about, and the units it is asked of. Out:
`BaseRate` with its counts, or `RateTable` for many units and moments at once. The idea
to know: history is cut into weeks counted back from the origin (shorter windows when the
horizon or the record is shorter), weeks with the act are counted, and the count is shrunk
towards the rate in a reference class, the more so the fewer the weeks.

The shrinkage is beta-binomial (Skellam 1948; empirical Bayes: Casella 1985, The American
Statistician 39): each unit of the class has its own weekly rate, drawn from a beta
distribution whose mean and strength maximise the likelihood of the counts seen. From the
unit's own posterior Beta(a, b) the chance of at least one hit in a horizon of k weeks is
1 - B(a, b + k) / B(a, b), which lets a record of one month answer about three. Acts come
in bursts, so a horizon counts for somewhat fewer weeks than it has (`CLUSTERING`).

Weeks carried to the horizon were better than windows as long as the horizon: on the 30
most active states of ICEWS, talks within 30 days, 2014, 2012-15 and 2018, the Brier
score fell from .103, .071, .173 to .096, .068, .157.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parley.dynamics.series import DaySeries, Ints
from parley.dynamics.units import Act, Stream, Units, activity_ranks, own_touches, select
from parley.dynamics.windows import Floats, window_hits
from parley.errors import ForecastError
from parley.terms import BaseRate

__all__ = [
    "CLUSTERING",
    "SUREST",
    "WEEK",
    "Beta",
    "RateTable",
    "base_rate",
    "chance_within",
    "fit_beta",
    "past_windows",
    "rate_table",
    "rate_tables",
]

WEEK = 7
TIERS = (15, 30, 60, 120)
"""Reference classes: the pairs of so many of the most active parties, then all pairs.

Chosen on ICEWS 2014 and 2018: against one class of all pairs the log loss fell by 5-15 %.
"""

CLUSTERING = 0.9
"""A horizon of m weeks counts for m to this power of independent ones.

Of 0.7, 0.8, 0.9 and 1, 0.8 and 0.9 had the best Brier score and log loss for talks,
accusations and assaults within 30 and 90 days on ICEWS 2014, 2012-15 and 2018.
"""


SUREST = 0.999
"""No rate or chance is surer of an act than this.

In backtests on ICEWS 2014 and 2018 (talks and accusations) some 400 chances above it all
came true: too few to tell it from certainty, and 1 in 40 of those just below did not.
"""


@dataclass(frozen=True, slots=True)
class Beta:
    """A beta distribution by its mean and its strength, in windows."""

    mean: float
    strength: float


@dataclass(frozen=True, slots=True)
class ReferenceClass:
    """The pairs (or parties) towards whose rate a unit's own is shrunk, and their counts.

    `n_parties` most active parties make `n_units` units; `whole` when these are all.
    """

    beta: Beta
    n_hits: int
    n_units: int
    n_parties: int
    whole: bool


@dataclass(frozen=True, slots=True)
class RateTable:
    """Base rates of units (rows) at moments (columns).

    `probability` and `hits` have shape (n_units, n_moments), `n_windows` and
    `window_days` (n_moments,), `tier` (n_units, n_moments). `classes` holds for each
    (tier, moment) the beta fitted, the hits and the windows of the class and its size.
    """

    probability: Floats
    hits: Ints
    n_windows: Ints
    window_days: Ints
    tier: Ints
    classes: dict[tuple[int, int], ReferenceClass]


def base_rate(series: DaySeries, act: Act, unit: Units, *, day: int, horizon_days: int) -> BaseRate:
    """Return the base rate of one unit on the morning of a day.

    Parameters
    ----------
    series
        What was known by then (`DaySeries.known_by`).
    unit
        One unit, as `asked_unit` makes it.
    day
        The first day of the window asked about, as a number.
    horizon_days
        Days in the window asked about.

    Raises
    ------
    ForecastError
        If nothing at all is known, or the horizon is shorter than a day.
    """
    table = rate_table(
        series, act, unit, moments=np.array([day], dtype=np.int64), horizon_days=horizon_days
    )
    tier = int(table.tier[0, 0])
    reference = table.classes[tier, 0]
    class_windows = reference.n_units * int(table.n_windows[0])
    return BaseRate(
        probability=float(table.probability[0, 0]),
        n_hits=int(table.hits[0, 0]),
        n_windows=int(table.n_windows[0]),
        class_rate=reference.n_hits / class_windows,
        class_hits=reference.n_hits,
        class_windows=class_windows,
        reference_class=_class_words(act, unit, reference),
        window_days=int(table.window_days[0]),
    )


def rate_table(
    series: DaySeries, act: Act, units: Units, *, moments: Ints, horizon_days: int
) -> RateTable:
    """Return the base rates of units at several moments, from what was known by each.

    No rate comes nearer to 0 or 1 than half a hit in all the windows of its reference
    class, nor above `SUREST`: surer than that, counting cannot make anyone.

    Raises
    ------
    ForecastError
        If nothing is known at the first moment, or the horizon is shorter than a day.
    """
    return rate_tables(series, act, units, moments=moments, horizons=(horizon_days,))[0]


def rate_tables(
    series: DaySeries, act: Act, units: Units, *, moments: Ints, horizons: Sequence[int]
) -> list[RateTable]:
    """Return what `rate_table` does for several horizons, counting the weeks once.

    Parameters
    ----------
    horizons
        Days ahead: one, or several of a week or more.

    Raises
    ------
    ForecastError
        If nothing is known at the first moment, a horizon is shorter than a day, or one of
        several is shorter than a week.
    """
    if min(horizons) < 1:
        raise ForecastError(f"a horizon needs one day or more, not {min(horizons)}")
    if len(horizons) > 1 and min(horizons) < WEEK:
        raise ForecastError(f"of several horizons each needs a week or more, not {min(horizons)}")
    if not len(series.watched) or series.first_day >= moments[0]:
        raise ForecastError(
            "The record knows of no event before the origin, so there is nothing to count. "
            "Read reports or import a history that is older, or choose a later origin."
        )
    own = own_touches(series, act)
    mine = select(own, units)
    crowd = _Crowd(own, act, units.shape)
    cells = np.bincount(units.unit, minlength=units.n)
    shape = (units.n, len(moments))
    probabilities, hits = [np.zeros(shape) for _ in horizons], np.zeros(shape, dtype=np.int64)
    tiers = np.zeros(shape, dtype=np.int64)
    n_windows = np.zeros(len(moments), dtype=np.int64)
    lengths = np.zeros(len(moments), dtype=np.int64)
    classes: dict[tuple[int, int], ReferenceClass] = {}
    for j, moment in enumerate(moments.tolist()):
        starts, length = past_windows(series, moment, min(horizons))
        n_windows[j], lengths[j] = len(starts), length
        known = mine.known_day <= moment
        hits[:, j] = window_hits(
            mine.unit[known], mine.day[known], n_units=units.n, starts=starts, days=length
        ).sum(axis=1)
        ranks, n_active = activity_ranks(series, moment)
        tiers[:, j] = _tier_of_units(units, ranks)
        crowd_hits = crowd.hits(moment, starts, length)
        for tier in np.unique(tiers[:, j]).tolist():
            reference = crowd.in_tier(crowd_hits, ranks, tier, n_active, len(starts))
            classes[tier, j] = reference
            rows = tiers[:, j] == tier
            faint = 0.5 / (1.0 + reference.n_units * len(starts))
            for probability, days in zip(probabilities, horizons, strict=True):
                ahead = (days / length) ** CLUSTERING
                chances = _shrunk(hits[rows, j], len(starts), reference.beta, cells[rows], ahead)
                probability[rows, j] = np.clip(chances, faint, min(SUREST, 1.0 - faint))
    return [RateTable(each, hits, n_windows, lengths, tiers, classes) for each in probabilities]


def past_windows(series: DaySeries, moment: int, horizon_days: int) -> tuple[Ints, int]:
    """Return the first days of the windows before a moment, and their length in days.

    Windows are weeks, or as long as the horizon or the whole record when that is less.
    They follow on one another and end the day before `moment`; those in which nothing at
    all was published are left out, for nobody was looking.

    Examples
    --------
    >>> from parley.dynamics.series import day_series
    >>> import polars as pl
    >>> from datetime import date, datetime
    >>> days = [date(2024, 3, day) for day in range(1, 31)]
    >>> frame = pl.DataFrame({
    ...     "event_id": [str(day) for day in days], "event_type": ["CONSULT"] * 30,
    ...     "actors": [["FRA", "DEU"]] * 30, "recipients": [["ITA"]] * 30,
    ...     "status": ["actual"] * 30, "happened_on": days,
    ...     "published_at": [datetime(2024, 3, day.day + 1) for day in days],
    ... })
    >>> series = day_series(frame)
    >>> starts, length = past_windows(series, series.first_day + 30, 90)
    >>> (starts - series.first_day).tolist(), length
    ([2, 9, 16, 23], 7)
    """
    span = moment - series.first_day
    length = max(1, min(WEEK, horizon_days, span))
    n_windows = span // length
    starts = moment - length * np.arange(n_windows, 0, -1)
    seen = np.searchsorted(series.watched, starts + length) > np.searchsorted(
        series.watched, starts
    )
    if not seen.any():
        return np.array([series.first_day], dtype=np.int64), max(1, span)
    return starts[seen], length


def fit_beta(hits: Ints, n_units: int, n_windows: int) -> Beta:
    """Fit the beta distribution of rates over a class by marginal likelihood.

    Parameters
    ----------
    hits
        Windows with a hit, of the units that had any.
    n_units
        Units in the class; those not in `hits` had none.
    n_windows
        Windows of each unit.

    Examples
    --------
    >>> beta = fit_beta(np.array([5, 6, 4, 5]), 8, 10)
    >>> round(beta.mean, 2)
    0.22
    """
    values, counts = np.unique(np.append(hits, 0), return_counts=True)
    weights = counts.astype(np.float64)
    weights[0] += n_units - len(hits) - 1
    total = float(max(n_units, 1) * max(n_windows, 1))
    mean = min(max((float(hits.sum()) + 0.5) / (total + 1.0), 1e-5), 0.95)
    best = Beta(mean, 1.0)
    width, low, high = 0.7, -3.0, 5.0
    for _ in range(3):  # a grid, then twice a finer one around its best point
        strengths = np.exp(np.linspace(low, high, 17))
        means = np.clip(best.mean * np.exp(np.linspace(-width, width, 9)), 1e-6, 0.98)
        likelihood = _marginal(values, weights, n_windows, means, strengths)
        i, j = np.unravel_index(int(np.argmax(likelihood)), likelihood.shape)
        best = Beta(float(means[i]), float(strengths[j]))
        step = (high - low) / 16
        low, high, width = math.log(best.strength) - step, math.log(best.strength) + step, width / 4
    return best


def chance_within(hits: float, n_windows: float, beta: Beta, n_ahead: float) -> float:
    """Return the chance of one hit or more in `n_ahead` windows to come.

    Examples
    --------
    >>> round(chance_within(3, 10, Beta(0.3, 10.0), 1), 3)
    0.3
    >>> chance_within(3, 10, Beta(0.3, 10.0), 4) > 0.7
    True
    """
    a = beta.mean * beta.strength + hits
    b = (1.0 - beta.mean) * beta.strength + n_windows - hits
    log_none = (
        math.lgamma(a + b)
        + math.lgamma(b + n_ahead)
        - math.lgamma(b)
        - math.lgamma(a + b + n_ahead)
    )
    return -math.expm1(log_none)


def _marginal(
    values: Ints, weights: Floats, n_windows: int, means: Floats, strengths: Floats
) -> Floats:
    """Return the log-likelihood of the counts, shape (n_means, n_strengths).

    With whole counts the gamma functions are sums of logarithms.
    """
    a = (means[:, None] * strengths[None, :])[..., None]
    b = ((1.0 - means)[:, None] * strengths[None, :])[..., None]
    steps = np.arange(n_windows, dtype=np.float64)
    up, down, both = (_rising(np.log(start + steps)) for start in (a, b, a + b))
    terms = up[..., values] + down[..., n_windows - values] - both[..., n_windows][..., None]
    return np.asarray(terms @ weights, dtype=np.float64)


def _rising(logs: Floats) -> Floats:
    """Cumulative sums with a zero in front."""
    zero = np.zeros((*logs.shape[:-1], 1))
    return np.concatenate([zero, np.cumsum(logs, axis=-1)], axis=-1)


def _shrunk(hits: Ints, n_windows: int, beta: Beta, n_cells: Ints, n_ahead: float) -> Floats:
    """Chance of each unit; the class rate of a unit of several pairs is that of any of them."""
    chances: dict[tuple[int, int], float] = {}
    out = np.empty(len(hits))
    for i, (hit, cells) in enumerate(zip(hits.tolist(), n_cells.tolist(), strict=True)):
        if (hit, cells) not in chances:
            mean = min(1.0 - (1.0 - beta.mean) ** cells, 0.98)
            any_of = Beta(mean, beta.strength)
            chances[hit, cells] = chance_within(hit, n_windows, any_of, n_ahead)
        out[i] = chances[hit, cells]
    return out


def _tier_of_units(units: Units, ranks: Ints) -> Ints:
    """Return for each unit the narrowest tier that holds all its parties."""
    padded = np.append(ranks, 10**6)
    worst = np.zeros(units.n, dtype=np.int64)
    for unit, party in (units.members("actor"), units.members("recipient")):
        np.maximum.at(worst, unit, padded[party])
    return np.asarray(np.searchsorted(np.array(TIERS), worst, side="right"), dtype=np.int64)


class _Crowd:
    """Every pair (or party) that ever did the act, to count the reference classes on."""

    def __init__(self, own: DaySeries, act: Act, shape: str) -> None:
        self.act, self.shape = act, shape
        sides = {"actor": (own.actor, own.actor), "recipient": (own.recipient, own.recipient)}
        first, second = sides.get(shape, (own.actor, own.recipient))
        apart = np.ones(len(own), dtype=bool)
        if shape == "dyad":
            apart = first < second if act.both_ways else first != second
        pairs, unit = np.unique(
            np.stack([first[apart], second[apart]]), axis=1, return_inverse=True
        )
        self.first, self.second = pairs
        self.own = Stream(unit.ravel(), own.day[apart], own.known_day[apart], own.event[apart])

    def hits(self, moment: int, starts: Ints, length: int) -> Ints:
        """Return the windows with a hit of every pair, as known at a moment."""
        known = self.own.known_day <= moment
        unit, day = self.own.unit[known], self.own.day[known]
        seen = window_hits(unit, day, n_units=len(self.first), starts=starts, days=length)
        return np.asarray(seen.sum(axis=1), dtype=np.int64)

    def in_tier(
        self, hits: Ints, ranks: Ints, tier: int, n_active: int, n_windows: int
    ) -> ReferenceClass:
        """Fit the reference class of a tier to the hits of its pairs."""
        whole = tier >= len(TIERS) or TIERS[tier] >= n_active
        size = n_active if whole else TIERS[tier]
        inside = (ranks[self.first] < size) & (ranks[self.second] < size) & (hits > 0)
        counts = hits[inside]
        n_units = size
        if self.shape == "dyad":
            n_units = size * (size - 1) // (2 if self.act.both_ways else 1)
        n_units = max(n_units, len(counts), 1)
        beta = fit_beta(counts, n_units, n_windows)
        return ReferenceClass(beta, int(counts.sum()), n_units, size, whole)


def _class_words(act: Act, unit: Units, reference: ReferenceClass) -> str:
    """Name the reference class in words."""
    which = f"the {reference.n_parties} most active parties in the record"
    if reference.whole:
        which = f"all {reference.n_parties} parties in the record"
    if unit.shape != "dyad":
        role = "acting towards anyone" if unit.shape == "actor" else "acted upon by anyone"
        return f"{which}, {role}"
    order = "pairs" if act.both_ways else "ordered pairs"
    several = len(unit.unit)
    any_of = f"any of {several} pairs out of " if several > 1 else ""
    return f"{any_of}the {reference.n_units} {order} of {which}"
