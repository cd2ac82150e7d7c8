"""Closed windows to learn hazards from: rows of features beside what came of them.

In: a day series as known on a fit day. Out: `Sample`, for each row its features, and for
each anchor horizon its base rate, its outcome and whether its window had closed by then.
The idea to know: most windows are quiet ones of pairs that hardly deal with one another
and look alike, so few of them are drawn and each of these counts for many; windows whose
base rate leaves the matter open, and those in which the act happened, are drawn more
often. What a row weighs makes up for how likely it was to be drawn, so nothing is biased
(Horvitz and Thompson 1952).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np

from parley.dynamics.base_rates import WEEK, rate_tables
from parley.dynamics.series import Bools, DaySeries, Ints
from parley.dynamics.units import Act, Shape, Units, activity_ranks, pool_units
from parley.dynamics.windows import Floats, window_hits
from parley.forecast.hazard_features import History, Sight
from parley.forecast.hazard_offices import Offices
from parley.terms import EVENT_TYPES, QUADS

__all__ = [
    "ANCHORS",
    "POOLS",
    "POOL_ACTS",
    "SIZES",
    "Pool",
    "Sample",
    "draw_sample",
    "window_moments",
]

Pool = Literal["pair", "open"]
"""Which units are learnt from: pairs, or parties whose other side is open."""
POOLS: tuple[Pool, ...] = get_args(Pool)

ANCHORS: tuple[int, ...] = (7, 30, 90, 180)
"""Horizons that are learnt, in days; all others lie between them."""

_QUADS = tuple(dict.fromkeys(QUADS.values()))
POOL_ACTS: tuple[Act, ...] = (
    *(Act((name,), directed=True) for name in EVENT_TYPES),
    *(Act(tuple(t for t in EVENT_TYPES if QUADS[t] == quad), directed=True) for quad in _QUADS),
)
"""Acts that are learnt together: each type, and each quad class."""

N_PARTIES = 60
"""Pairs of so many of the most active parties are learnt from."""
MAX_MOMENTS = 40
"""Origins at most; those of a longer record lie further apart."""
FEW_UNITS, FEW_MOMENTS, FEW_ROWS = 200, 10, 2400
"""With fewer pairs than these there is less to learn, and fewer origins and rows teach it."""
MIN_DAYS = 21
"""A record watches so long before its first window is worth learning from."""
N_ROWS: dict[Pool, int] = {"pair": 72_000, "open": 18_000}
"""Rows drawn in all. 60,000, 120,000 and 240,000 had the same skill within .001 on the spring
of ICEWS 2018 (.063 over the base rate, 30 days)."""
_LEAST = 0.02
SIZES = (
    N_PARTIES, MAX_MOMENTS, FEW_UNITS, FEW_MOMENTS, FEW_ROWS, MIN_DAYS, *N_ROWS.values(), _LEAST,
)  # fmt: skip
"""All that says how many windows are drawn."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows drawn from the units, acts and origins of a pool.

    `features` has shape (n_rows, n_features); `moment` and `weight` (n_rows,); `base`
    (log-odds), `outcome` and `closed` (n_rows, n_anchors).
    """

    features: Floats
    moment: Ints
    weight: Floats
    base: Floats
    outcome: Floats
    closed: Bools
    n_units: int
    n_parties: int


def window_moments(series: DaySeries, day: int, n_moments: int = MAX_MOMENTS) -> Ints:
    """Return the origins whose windows of a week had closed by the morning of a day.

    They lie a week apart, or as many weeks as bring them under `n_moments`, and are counted
    back from that day.
    """
    if not len(series.watched):
        return np.zeros(0, dtype=np.int64)
    earliest, latest = series.first_day + MIN_DAYS, day - WEEK
    if latest < earliest:
        return np.zeros(0, dtype=np.int64)
    n = (latest - earliest) // WEEK + 1
    step = WEEK * -(-n // n_moments)
    n = (latest - earliest) // step + 1
    return np.asarray(latest - step * np.arange(n - 1, -1, -1), dtype=np.int64)


def draw_sample(
    series: DaySeries, *, day: int, pool: Pool, seed: int, offices: Offices | None = None
) -> Sample | None:
    """Draw rows of a pool from all windows that had closed by the morning of a day.

    Parameters
    ----------
    series
        What was known on that morning.
    offices
        Changes of office-holders; only those in force at an origin count there.

    Returns
    -------
    Sample or None
        None where no window has closed, or there is nobody to compare.
    """
    every = _pool_units(series, pool, day)
    few = sum(units.n for units in every) < (FEW_UNITS if pool == "pair" else N_PARTIES)
    moments = window_moments(series, day, FEW_MOMENTS if few else MAX_MOMENTS)
    if not len(moments) or not every:
        return None
    history = History(series, offices)
    budget = (FEW_ROWS if few else N_ROWS[pool]) / len(moments) / len(every)
    parts = [
        part
        for place, units in enumerate(every)
        for part in _Drawer(history, units, moments, day, (seed, place)).parts(budget)
    ]
    _, n_active = activity_ranks(series, day)
    features, moment, weight, base, outcome, closed = (
        np.concatenate(column) for column in zip(*parts, strict=True)
    )
    return Sample(
        features=features,
        moment=moment,
        weight=weight,
        base=base,
        outcome=outcome,
        closed=closed,
        n_units=sum(units.n for units in every),
        n_parties=min(N_PARTIES, n_active),
    )


def _pool_units(series: DaySeries, pool: Pool, day: int) -> list[Units]:
    """Return the units of a pool, by shape; none where there are fewer than two."""
    act = Act((EVENT_TYPES[-1],), directed=True)
    shapes: tuple[Shape, ...] = ("dyad",) if pool == "pair" else ("actor", "recipient")
    every = [pool_units(series, act, shape, day=day, n_parties=N_PARTIES) for shape in shapes]
    return [units for units in every if units.n > 1]


class _Drawer:
    """Draws rows of units of one shape, moment by moment."""

    def __init__(
        self, history: History, units: Units, moments: Ints, day: int, seed: Sequence[int]
    ) -> None:
        self.history, self.units, self.moments, self.seed = history, units, moments, seed
        self.streams = [history.own(act, units) for act in POOL_ACTS]
        self.closed = moments[:, None] + np.array(ANCHORS)[None, :] <= day
        shape = (len(moments), units.n, len(POOL_ACTS), len(ANCHORS))
        self.base = np.zeros(shape, dtype=np.float32)
        self.outcome = np.zeros(shape, dtype=np.bool_)
        for k, act in enumerate(POOL_ACTS):
            tables = rate_tables(history.series, act, units, moments=moments, horizons=ANCHORS)
            own = self.streams[k].distinct
            for h, (days, table) in enumerate(zip(ANCHORS, tables, strict=True)):
                p = table.probability.T
                self.base[:, :, k, h] = np.log(p) - np.log1p(-p)
                seen = window_hits(own.unit, own.day, n_units=units.n, starts=moments, days=days)
                self.outcome[:, :, k, h] = seen.T

    def parts(self, budget: float) -> list[tuple[Any, ...]]:
        """Return rows, origins, weights, base rates, outcomes and closings of each moment."""
        out: list[tuple[Any, ...]] = []
        for i, moment in enumerate(self.moments.tolist()):
            chance = self._chances(i, budget)
            rng = np.random.default_rng([*self.seed, moment])
            drawn = rng.random(chance.shape) < chance
            sight = Sight(self.history, self.units, moment)
            for k, act in enumerate(POOL_ACTS):
                picked = np.flatnonzero(drawn[:, k])
                n = len(picked)
                out.append(
                    (
                        sight.rows(act, self.streams[k], picked).astype(np.float32),
                        np.full(n, moment),
                        1.0 / chance[picked, k],
                        self.base[i, picked, k],
                        self.outcome[i, picked, k],
                        np.tile(self.closed[i], (n, 1)),
                    )
                )
        return out

    def _chances(self, i: int, budget: float) -> Floats:
        """Return how likely each unit and act is to be drawn, so that some `budget` are."""
        p = 1.0 / (1.0 + np.exp(-self.base[i, :, :, 1].astype(np.float64)))
        came = (self.outcome[i] & self.closed[i]).any(axis=2)
        open_ = np.sqrt(p * (1.0 - p)) + 0.3 * came
        low, high = 0.0, 1e4
        for _ in range(40):  # halve the range of the one number that fills the budget
            middle = 0.5 * (low + high)
            if np.clip(middle * open_, _LEAST, 1.0).sum() > budget:
                high = middle
            else:
                low = middle
        return np.asarray(np.clip(low * open_, _LEAST, 1.0), dtype=np.float64)
