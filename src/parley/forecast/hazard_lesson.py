"""What a hazard has learnt, as values: lessons by horizon, and the fit that holds them.

In: arrays, from a fit or from the shelf. Out: `Lesson`, which turns features into what is
added to the base rate, whole or split over the columns; `HazardFit`. The idea to know: a
lesson answers by the mean of several fits, each made without one block of origins, and
all that it adds is a sum over columns, so its reasons can be told apart exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parley.dynamics.windows import Floats
from parley.forecast.hazard_sample import ANCHORS, Pool
from parley.forecast.hazard_trees import Forest

__all__ = ["HazardFit", "Lesson"]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What closed windows of one horizon taught.

    `coefficients` has shape (n_fits, 1 + n_columns), `forests` one entry for each fit or
    none at all. `mix` are the weights of trees and logistic model, `level` and `slope` the
    calibration of the log-odds.
    """

    horizon_days: int
    forests: tuple[Forest, ...]
    coefficients: Floats
    centre: Floats
    scale: Floats
    low: Floats
    high: Floats
    mix: tuple[float, float]
    level: float
    slope: float
    n_units: int
    n_parties: int
    n_moments: int
    n_rows: int
    n_hits: int

    def shifts(self, rows: Floats) -> Floats:
        """Return what each fit adds to the base rate's log-odds, shape (n_fits, n).

        Parameters
        ----------
        rows
            Shape (n, n_columns): features, and the base rate's log-odds last.
        """
        design = self._design(rows)
        linear = self.coefficients[:, 1:] @ design.T + self.coefficients[:, :1]
        raw = self.mix[1] * linear
        if self.forests:
            raw = raw + self.mix[0] * np.stack([f.scores(rows) for f in self.forests])
        return np.asarray(self.slope * raw + self.offset(rows[:, -1]), dtype=np.float64)

    def offset(self, base: Floats) -> Floats:
        """Return what calibration alone adds."""
        return np.asarray(self.level + (self.slope - 1.0) * base, dtype=np.float64)

    def parts(self, rows: Floats) -> tuple[float, Floats]:
        """Return what is added whatever the features say, and what each column adds.

        A number and an array of the shape of `rows`; with `offset` they make up the mean
        of `shifts`.
        """
        beta = self.coefficients.mean(axis=0)
        general = self.mix[1] * float(beta[0])
        parts = self.mix[1] * self._design(rows) * beta[1:]
        for forest in self.forests:
            share = self.mix[0] / len(self.forests)
            general += share * forest.level
            parts = parts + share * forest.steps(rows)
        return self.slope * general, self.slope * parts

    def _design(self, rows: Floats) -> Floats:
        held = np.clip(rows, self.low, self.high)
        return np.asarray((held - self.centre) / self.scale, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class HazardFit:
    """All that was learnt by the morning of one day: a lesson for each pool and horizon."""

    day: int
    first_day: int
    lessons: dict[tuple[Pool, int], Lesson]

    def lesson(self, pool: Pool, horizon_days: int) -> Lesson | None:
        """Return the lesson of a horizon, or of the longest one that is shorter."""
        for days in reversed(ANCHORS):
            if days <= horizon_days and (pool, days) in self.lessons:
                return self.lessons[pool, days]
        return None
