"""What any forecaster of a grid has to beat: rates, and "as it was, so it will be".

In: a day series, a grid, a day. Out: a chance for every cell. The idea to know: each of
these uses one plain thing that anybody knows (how common the act is; whether it happened
lately; how often this dyad does it), states it as a fair chance learnt on windows that
had closed by that day, and stops there. Skill over the strongest of them is what is
worth having.

| name | what it knows |
|---|---|
| `class_rate.v1` | how often the act happens in a dyad, over all dyads of the grid |
| `persistence.v1` | whether it happened in the window as long as the horizon before |
| `shrunk_rate.v1` | how often this dyad did it, shrunk towards the act's rate |
| `base_rate.v1` | the base rate that every forecast starts from |

Those with coefficients to fit (`lagged_logit.v1`, `recurrence.v1`) are in
`baselines_fitted`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from parley.dynamics.base_rates import CLUSTERING, SUREST, WEEK, Beta, fit_beta, rate_tables
from parley.dynamics.series import DaySeries, Ints
from parley.dynamics.units import Stream
from parley.dynamics.windows import Floats, past_counts, window_hits
from parley.forecast.grid import Grid, GridForecaster, grid_streams

__all__ = [
    "GRID_BASELINES",
    "BaseRates",
    "ClassRate",
    "Persistence",
    "ShrunkRate",
    "carried",
    "closed_starts",
]

LENGTHS = (180, 90, 60, 30, 14, 7, 1)
"""Lengths of the windows that stand in for a horizon too long for a young record."""
FAINTEST = 1e-5
"""No baseline is surer than this that an act will not happen."""


def closed_starts(first_day: int, day: int, horizon_days: int, *, least: int) -> tuple[Ints, int]:
    """Return the first days of windows that had closed by a day, a week apart, and their length.

    Windows are as long as the horizon where `least` of them fit one after the other into
    the history, else as long as the longest of `LENGTHS` that does.

    Examples
    --------
    >>> starts, length = closed_starts(0, 100, 30, least=2)
    >>> length, starts[-1].item(), len(starts)
    (30, 70, 11)
    """
    span = day - first_day
    shorter = [days for days in LENGTHS if days < horizon_days]
    fitting = [days for days in (horizon_days, *shorter) if span // days >= least]
    length = fitting[0] if fitting else 1
    latest = day - length
    n_starts = max((latest - first_day) // min(WEEK, length) + 1, 1)
    return latest - min(WEEK, length) * np.arange(n_starts - 1, -1, -1), length


def carried(chance: Floats, length: int, horizon_days: int) -> Floats:
    """Carry the chance of an act within a window over to a longer one.

    A horizon of m windows counts for m to the power of `CLUSTERING` independent ones.

    Examples
    --------
    >>> carried(np.array([0.5]), 7, 7).tolist()
    [0.5]
    """
    if length == horizon_days:
        return chance
    ahead = (horizon_days / length) ** CLUSTERING
    return np.asarray(-np.expm1(ahead * np.log1p(-np.minimum(chance, SUREST))), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class _Cell:
    """One act and horizon of a grid, the touches of its dyads, and windows that closed."""

    act: int
    horizon: int
    horizon_days: int
    stream: Stream
    starts: Ints
    length: int

    def hits(self, n_units: int) -> Floats:
        """Return for each dyad the share of closed windows that saw the act."""
        seen = window_hits(
            self.stream.unit, self.stream.day, n_units=n_units, starts=self.starts, days=self.length
        )
        return np.asarray(seen.mean(axis=1), dtype=np.float64)


def _cells(series: DaySeries, grid: Grid, day: int, *, least: int) -> Iterator[_Cell]:
    """Yield act by horizon; the series is cut to what was known by the day."""
    for k, stream in enumerate(grid_streams(series, grid)):
        for h, days in enumerate(grid.horizons):
            starts, length = closed_starts(series.first_day, day, days, least=least)
            yield _Cell(k, h, days, stream, starts, length)


class ClassRate:
    """Says of every dyad what holds of dyads in general: the act's rate over all of them."""

    name = "class_rate.v1"

    def grid(self, series: DaySeries, grid: Grid, *, day: int) -> Floats:
        """Return the share of closed windows with the act, the same for all dyads.

        Shape (n_dyads, n_acts, n_horizons).
        """
        series = series.known_by(day)
        out = np.empty(grid.shape)
        for cell in _cells(series, grid, day, least=1):
            n_windows = len(grid.actor) * len(cell.starts)
            rate = (cell.hits(len(grid.actor)).mean() * n_windows + 0.5) / (n_windows + 1.0)
            out[:, cell.act, cell.horizon] = carried(
                np.array([rate]), cell.length, cell.horizon_days
            )
        return np.clip(out, FAINTEST, SUREST)


class Persistence:
    """Says that what happened in the window before happens again, as often as that is so.

    It knows two states of a dyad: the act was seen in the window as long as the horizon
    that ends today, or it was not. The chance in either is the share of closed windows
    of all dyads that followed such a state and saw the act, shrunk towards the act's rate.
    """

    name = "persistence.v1"
    strength = 10.0
    """Windows that the act's rate counts for; with thousands of windows it hardly matters."""

    def grid(self, series: DaySeries, grid: Grid, *, day: int) -> Floats:
        """Return the chance that follows the state of each dyad.

        Shape (n_dyads, n_acts, n_horizons).
        """
        series = series.known_by(day)
        n_dyads = len(grid.actor)
        out = np.empty(grid.shape)
        for cell in _cells(series, grid, day, least=2):
            stream, days = cell.stream, cell.length
            spots = stream.unit, stream.day, stream.known_day
            starts = cell.starts[cell.starts >= series.first_day + days]
            moments = np.append(starts, day)
            before = past_counts(*spots, n_units=n_dyads, moments=moments, days=days) > 0
            after = window_hits(stream.unit, stream.day, n_units=n_dyads, starts=starts, days=days)
            seen, now = before[:, :-1], before[:, -1]
            rate = (after.sum() + 0.5) / (after.size + 1.0)
            chances = [
                (after[state].sum() + self.strength * rate) / (state.sum() + self.strength)
                for state in (~seen, seen)
            ]
            chance = np.where(now, chances[1], chances[0])
            out[:, cell.act, cell.horizon] = carried(chance, days, cell.horizon_days)
        return np.clip(out, FAINTEST, SUREST)


class ShrunkRate:
    """Says how often this dyad did it before, shrunk towards how often dyads do.

    The share of closed windows with the act, of windows as long as the horizon and a
    week apart; the windows that fit one after the other into the history tell how much
    it counts, and a beta distribution fitted to the shares of all dyads where it is
    shrunk to and how strongly (empirical Bayes: Casella 1985).
    """

    name = "shrunk_rate.v1"

    def grid(self, series: DaySeries, grid: Grid, *, day: int) -> Floats:
        """Return the posterior mean of each dyad and act.

        Shape (n_dyads, n_acts, n_horizons).
        """
        series = series.known_by(day)
        n_dyads = len(grid.actor)
        out = np.empty(grid.shape)
        for cell in _cells(series, grid, day, least=LEAST_WINDOWS):
            share = cell.hits(n_dyads)
            n_windows = (day - series.first_day) // cell.length
            hits = np.rint(share * n_windows).astype(np.int64)
            beta = fit_beta(hits[hits > 0], n_dyads, n_windows)
            ahead = (cell.horizon_days / cell.length) ** CLUSTERING
            out[:, cell.act, cell.horizon] = _posterior(share * n_windows, n_windows, beta, ahead)
        return np.clip(out, FAINTEST, SUREST)


LEAST_WINDOWS = 4
"""Windows as long as the horizon that have to fit into the history, or a shorter is counted."""


class BaseRates:
    """Says the base rate that every forecast of parley starts from."""

    name = "base_rate.v1"

    def grid(self, series: DaySeries, grid: Grid, *, day: int) -> Floats:
        """Return what `base_rate.v1` answers to the question of each cell.

        Shape (n_dyads, n_acts, n_horizons).
        """
        series = series.known_by(day)
        moments = np.array([day], dtype=np.int64)
        out = np.empty(grid.shape)
        # Weeks serve all horizons of a week and more; a shorter one is counted by itself.
        alone = [[h] for h, days in enumerate(grid.horizons) if days < WEEK]
        together = [h for h, days in enumerate(grid.horizons) if days >= WEEK]
        for k, act in enumerate(grid.acts):
            for places in [*alone, *([together] if together else [])]:
                days = [grid.horizons[h] for h in places]
                tables = rate_tables(series, act, grid.units, moments=moments, horizons=days)
                for h, rates in zip(places, tables, strict=True):
                    out[:, k, h] = rates.probability[:, 0]
        return out


def _posterior(hits: Floats, n_windows: int, beta: Beta, ahead: float) -> Floats:
    """Return the chance of one hit or more in `ahead` windows, for many units."""
    a = beta.mean * beta.strength + hits
    b = (1.0 - beta.mean) * beta.strength + n_windows - hits
    log_none = gammaln(a + b) + gammaln(b + ahead) - gammaln(b) - gammaln(a + b + ahead)
    return np.asarray(-np.expm1(log_none), dtype=np.float64)


GRID_BASELINES: dict[str, Callable[[], GridForecaster]] = {
    each.name: each for each in (ClassRate, Persistence, ShrunkRate, BaseRates)
}
"""What makes each baseline without coefficients, by its name."""
