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

__all__ = ["KNOT", "HazardFit", "Lesson", "powers", "with_base"]


FLOOR = -6.0
"""Log-odds below which calibration moves all chances alike: too few windows tell its slope."""

_T_OF_FITS = {2: 6.31, 3: 2.92, 4: 2.35}
"""How many standard errors hold the middle 90 % when there are so few fits (Student's t)."""

KNOT = -0.5
"""Log-odds above which calibration has a slope of its own."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What closed windows of one horizon taught.

    `coefficients` has shape (n_fits, 1 + n_columns), `forests` one entry for each fit or
    none at all. `usual`, of shape (n_columns, 3), tells what each column usually adds to a
    base rate, as a parabola in its log-odds. `mix` are the weights of trees and
    logistic model. Calibration makes of log-odds x `level` + `slope` x, and adds
    `bend` (x - `KNOT`) above the knot.
    """

    horizon_days: int
    forests: tuple[Forest, ...]
    coefficients: Floats
    centre: Floats
    scale: Floats
    low: Floats
    high: Floats
    usual: Floats
    mix: tuple[float, float]
    level: float
    slope: float
    bend: float
    n_units: int
    n_parties: int
    n_moments: int
    n_rows: int
    n_hits: int

    def raw(self, rows: Floats) -> Floats:
        """Return what each fit adds to the base rate before calibration, shape (n_fits, n).

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
        return np.asarray(raw, dtype=np.float64)

    def shift(self, rows: Floats) -> tuple[Floats, Floats]:
        """Return what is added to the base rate's log-odds, and how far that may be off.

        Both of shape (n,). The second is half the width of the middle 90 %, by the
        jackknife over blocks of origins; 0 where there was one fit only.
        """
        raw = self.raw(rows)
        mean = raw.mean(axis=0)
        said = rows[:, -1] + mean
        shift = mean + self.calibration(said)
        n = len(raw)
        if n < 2:
            return shift, np.zeros(len(mean))
        variance = (n - 1) / n * ((raw - mean) ** 2).sum(axis=0)
        steep = np.where(said > FLOOR, self.slope, 1.0) + self.bend * (said > KNOT)
        return shift, np.asarray(_T_OF_FITS.get(n, 2.0) * np.sqrt(variance) * steep)

    def calibration(self, said: Floats) -> Floats:
        """Return what calibration adds to log-odds."""
        above = np.maximum(said - KNOT, 0.0)
        added = self.level + (self.slope - 1.0) * np.maximum(said, FLOOR) + self.bend * above
        return np.asarray(added, dtype=np.float64)

    def parts(self, rows: Floats) -> tuple[Floats, Floats]:
        """Return what is added whatever the features say, and what each column adds.

        Arrays of shape (n,) and of the shape of `rows`. With what `calibration` adds to base
        rate and all of these, they make up what `shift` adds. A column's part is net of
        what it usually is with such a base rate; that is in the number.
        """
        general, parts = self.gross(rows)
        usual = powers(rows[:, -1]) @ self.usual.T
        return general + usual.sum(axis=1), parts - usual

    def gross(self, rows: Floats) -> tuple[float, Floats]:
        """Return what `parts` does before what is usual is taken off each column."""
        beta = self.coefficients.mean(axis=0)
        general = self.mix[1] * float(beta[0])
        parts = self.mix[1] * self._design(rows) * beta[1:]
        for forest in self.forests:
            share = self.mix[0] / len(self.forests)
            general += share * forest.level
            parts = parts + share * forest.steps(rows)
        return general, parts

    def _design(self, rows: Floats) -> Floats:
        held = np.clip(rows, self.low, self.high)
        return np.asarray((held - self.centre) / self.scale, dtype=np.float64)


def with_base(rows: Floats, base: Floats) -> Floats:
    """Return features with the base rate's log-odds as last column, as precise as when learnt."""
    columns = np.concatenate([rows, base[:, None]], axis=1)
    return columns.astype(np.float32).astype(np.float64)


def powers(base: Floats) -> Floats:
    """Return the base rate's log-odds to the powers 0, 1 and 2, shape (n, 3)."""
    held = np.clip(base, -9.0, 6.0)
    return np.stack([np.ones_like(held), held, held**2], axis=1)


@dataclass(frozen=True, slots=True)
class HazardFit:
    """All that was learnt by the morning of one day: a lesson for each pool and horizon."""

    day: int
    first_day: int
    lessons: dict[tuple[Pool, int], Lesson]

    def joined(self, other: HazardFit) -> HazardFit:
        """Return this fit with the lessons of another of the same day."""
        return HazardFit(self.day, self.first_day, self.lessons | other.lessons)

    def lesson(self, pool: Pool, horizon_days: int) -> Lesson | None:
        """Return the lesson of a horizon, or of the longest one that is shorter."""
        for days in reversed(ANCHORS):
            if days <= horizon_days and (pool, days) in self.lessons:
                return self.lessons[pool, days]
        return None
