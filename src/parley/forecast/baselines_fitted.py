"""Baselines with coefficients: logistic regression on lagged counts, and `recurrence.v1`.

In: a day series, a grid, a day. Out: a chance for every cell. The idea to know:
coefficients are fitted on a fixed calendar (`fit_day`), from what was known on that
morning and from windows that had closed by then, so that an answer hangs on the record
and the day alone; what the coefficients weigh is counted on the day itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

import numpy as np
from threadpoolctl import threadpool_limits

from parley.dynamics.base_rates import SUREST, rate_table
from parley.dynamics.series import DaySeries, Ints
from parley.dynamics.units import Act, Stream, Units, own_touches, select
from parley.dynamics.windows import Floats, past_counts, window_hits
from parley.forecast.baselines import FAINTEST, BaseRates, ClassRate, carried
from parley.forecast.features import feature_table, streams
from parley.forecast.fitting import logistic, newton
from parley.forecast.grid import QUAD_ACTS, Grid, GridForecaster
from parley.forecast.pool import Lesson, learn
from parley.forecast.shelf import fingerprint
from parley.terms import log_odds

__all__ = ["FITTED_BASELINES", "LaggedLogit", "Recurrence", "fit_day"]

_T = TypeVar("_T")

YOUNG_DAYS = 365
"""A history younger than this is learnt from anew every week, an older one every 12 weeks."""
_WEEK, _SEASON = 7, 84


def fit_day(first_day: int, day: int) -> int:
    """Return the day on which the coefficients in force on a day were fitted.

    Fit days are those that 7 divides (84, for a history of a year and more), counted
    from 1970-01-01, and hang on nothing but the day and when the history began.

    Examples
    --------
    >>> fit_day(0, 100), fit_day(0, 1000)
    (98, 924)
    """
    step = _WEEK if day - first_day < YOUNG_DAYS else _SEASON
    return day // step * step


class _Latest(Generic[_T]):
    """The latest fit, by all that it hangs on: what was known, and which cells are asked."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._fit: _T | None = None

    def get(self, known: DaySeries, grid: Grid, fit: Callable[[], _T]) -> _T:
        """Return the fit of a history and a grid, made now unless it was the latest made."""
        cells = (grid.actor.tobytes(), grid.recipient.tobytes(), known.parties)
        key = (fingerprint(known), grid.acts, grid.horizons, *cells)
        if self._fit is None or key != self._key:
            # Threads of the linear algebra change the order of sums, and spin on small systems.
            with threadpool_limits(limits=1, user_api="blas"):
                self._key, self._fit = key, fit()
        return self._fit


class LaggedLogit:
    """Logistic regression on how often the act, its answer and each class of acts was seen.

    One regression for each act and horizon over the dyads of the grid. It looks at days
    with the act in the last 7, 30, 90 and 365 days, with the act the other way round in
    the last 30, and with any act of each quad class, either way, in the last 30 and 180,
    all on a logarithmic scale.
    """

    name = "lagged_logit.v1"
    n_moments = 40
    ridge = 100.0
    """Penalty on each coefficient, in windows.

    Of 0.1, 1, 10 and 100 on ICEWS 2018, origins of March to May, 60 states, 16 types: Brier
    scores of .01311, .01311, .01309, .01313 over 7 days and .03120, .03107, .03078, .03060
    over 30.
    """

    def __init__(self) -> None:
        self._kept: _Latest[dict[tuple[int, int], tuple[Floats, int]]] = _Latest()

    def grid(self, series: DaySeries, grid: Grid, *, day: int) -> Floats:
        """Return the chance of each cell; the act's rate where nothing can be learnt yet.

        Shape (n_dyads, n_acts, n_horizons).
        """
        series = series.known_by(day)
        out = ClassRate().grid(series, grid, day=day)
        when = fit_day(series.first_day, day)
        known = series.known_by(when)
        fitted = self._kept.get(known, grid, lambda: self._fitted(known, grid, when))
        lags = _Lags(series, grid, np.array([day], dtype=np.int64))
        for k in range(len(grid.acts)):
            design = lags.design(k)[:, 0]
            for h, days in enumerate(grid.horizons):
                if (k, h) in fitted:
                    found, length = fitted[k, h]
                    out[:, k, h] = carried(logistic(design @ found), length, days)
        return np.clip(out, FAINTEST, SUREST)

    def _fitted(
        self, known: DaySeries, grid: Grid, day: int
    ) -> dict[tuple[int, int], tuple[Floats, int]]:
        """Return coefficients and window length by act and horizon, fitted on a day."""
        out: dict[tuple[int, int], tuple[Floats, int]] = {}
        for length, horizons in _by_length(known, grid, day).items():
            moments = _moments(known, day, length, self.n_moments)
            lags = _Lags(known, grid, moments)
            for k in range(len(grid.acts)):
                stream = lags.own[k]
                outcome = window_hits(
                    stream.unit, stream.day, n_units=len(grid.actor), starts=moments, days=length
                )
                if not outcome.any():
                    continue
                found = self._fit(lags.design(k), outcome.astype(np.float64))
                out.update({(k, h): (found, length) for h in horizons})
        return out

    def _fit(self, design: Floats, outcome: Floats) -> Floats:
        rows, y = design.reshape(-1, design.shape[-1]), outcome.ravel()
        # Most dyads were silent for a year at most moments: one row stands for all of those.
        silent = ~rows[:, 1:].any(axis=1)
        n_silent, n_hits = float(silent.sum()), float(y[silent].sum())
        quiet = np.zeros((2, rows.shape[1]))
        quiet[:, 0] = 1.0
        weight = np.concatenate([np.ones(int((~silent).sum())), [n_hits, n_silent - n_hits]])
        penalty = np.full(rows.shape[1], self.ridge)
        penalty[0] = 0.0
        return newton(
            np.concatenate([rows[~silent], quiet]),
            np.concatenate([y[~silent], [1.0, 0.0]]),
            np.zeros(len(weight)),
            weight,
            penalty,
        )


class _Lags:
    """Lagged counts of every dyad at several moments."""

    OWN, MIRROR, QUAD = (7, 30, 90, 365), (30,), (30, 180)

    def __init__(self, series: DaySeries, grid: Grid, moments: Ints) -> None:
        self.n_dyads, self.moments = len(grid.actor), moments
        self.span = np.maximum(moments - series.first_day, 1).astype(np.float64)
        units = grid.units
        turned = Units(units.n, "dyad", units.unit, grid.recipient, grid.actor)
        touches = [own_touches(series, act) for act in grid.acts]
        self.own = [select(each, units).distinct() for each in touches]
        self.mirror = [select(each, turned).distinct() for each in touches]
        self.quads: list[Floats] = []
        for quad in QUAD_ACTS:
            own = own_touches(series, quad)
            either = select(own.joined(own.swapped()), units).distinct()
            self.quads += [self._count(either, days) for days in self.QUAD]

    def design(self, act: int) -> Floats:
        """Return a one and the counts for an act, shape (n_dyads, n_moments, n_columns)."""
        own = [self._count(self.own[act], days) for days in self.OWN]
        mirror = [self._count(self.mirror[act], days) for days in self.MIRROR]
        columns = [*own, *mirror, *self.quads]
        return np.stack([np.ones_like(columns[0]), *columns], axis=-1)

    def _count(self, stream: Stream, days: int) -> Floats:
        counts = past_counts(
            stream.unit, stream.day, stream.known_day,
            n_units=self.n_dyads, moments=self.moments, days=days,
        )  # fmt: skip
        # A window that reaches back before the record began is scaled up.
        return np.log1p(counts * (days / np.minimum(days, self.span))[None, :])


class Recurrence:
    """Says what `recurrence.v1` answers, with its weights fitted on the fixed calendar."""

    name = "recurrence.v1"

    def __init__(self) -> None:
        self._kept: _Latest[dict[tuple[int, int], Lesson]] = _Latest()

    def grid(self, series: DaySeries, grid: Grid, *, day: int) -> Floats:
        """Return base rate and learnt weights put together, cell by cell.

        Shape (n_dyads, n_acts, n_horizons).
        """
        series = series.known_by(day)
        out = BaseRates().grid(series, grid, day=day)
        when = fit_day(series.first_day, day)
        known = series.known_by(when)
        if known.first_day >= when or not len(known):
            return out
        lessons = self._kept.get(known, grid, lambda: _lessons(known, grid, when))
        moments = np.array([day], dtype=np.int64)
        for k, act in enumerate(grid.acts):
            found = streams(series, act, grid.units)
            features = feature_table(series, act, grid.units, moments, found)[:, 0]
            for h, days in enumerate(grid.horizons):
                lesson = lessons.get((k, h))
                if lesson is None:
                    continue
                start = near = _log_odds(out[:, k, h])
                if lesson.horizon_days != days:  # learnt on shorter windows, weighed as these are
                    near = _log_odds(_rates(series, act, grid, day, lesson.horizon_days))
                moved = start + lesson.fit.weights(near, features).sum(axis=1)
                out[:, k, h] = logistic(np.clip(moved, _LOWEST, log_odds(SUREST)))
        return out


_LOWEST = -12.0


def _lessons(known: DaySeries, grid: Grid, day: int) -> dict[tuple[int, int], Lesson]:
    """Return what was learnt on a day, by act and horizon."""
    made = {
        (k, h): learn(known, act, "dyad", day=day, horizon_days=days)
        for k, act in enumerate(grid.acts)
        for h, days in enumerate(grid.horizons)
    }
    return {place: lesson for place, lesson in made.items() if lesson is not None}


def _rates(series: DaySeries, act: Act, grid: Grid, day: int, horizon_days: int) -> Floats:
    moments = np.array([day], dtype=np.int64)
    rates = rate_table(series, act, grid.units, moments=moments, horizon_days=horizon_days)
    return np.asarray(rates.probability[:, 0], dtype=np.float64)


def _log_odds(chance: Floats) -> Floats:
    return np.asarray(np.log(chance) - np.log1p(-chance), dtype=np.float64)


def _by_length(series: DaySeries, grid: Grid, day: int) -> dict[int, list[int]]:
    """Group horizons by the length of the closed windows that they are learnt from."""
    groups: dict[int, list[int]] = {}
    for h, horizon_days in enumerate(grid.horizons):
        for length in (horizon_days, *(d for d in (90, 30, 14, 7) if d < horizon_days)):
            if day - length - series.first_day >= max(_LEAST_BEFORE, length):
                groups.setdefault(length, []).append(h)
                break
    return groups


_LEAST_BEFORE = 14
"""Days of history that the first window learnt from needs before it."""


def _moments(series: DaySeries, day: int, length: int, n_moments: int) -> Ints:
    """Return first days of closed windows, a week apart, the latest closing the day before."""
    latest = day - length
    earliest = series.first_day + _LEAST_BEFORE
    n = min(n_moments, (latest - earliest) // _WEEK + 1)
    return latest - _WEEK * np.arange(n - 1, -1, -1)


FITTED_BASELINES: dict[str, Callable[[], GridForecaster]] = {
    each.name: each for each in (LaggedLogit, Recurrence)
}
"""What makes each baseline with coefficients, by its name."""
