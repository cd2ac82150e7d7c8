"""The fit of a hazard: trees and a logistic model, mixed and calibrated in log-odds.

In: a sample of closed windows. Out: `Lesson` for one horizon, which turns base rate and
features into what is to be added to the base rate, feature by feature; and `HazardFit`,
the lessons of all horizons. The ideas to know: both models start from the base rate's
log-odds and learn only what to add; each is fitted several times, every time with one
block of origins left out, and answers by the mean; the blocks left out tell how to mix
the two; and the last block, forecast by models that saw only what had closed before it
began, tells slope and level (Platt 1999). The spread of the fits is the uncertainty
(delete-a-block jackknife: Künsch 1989, The Annals of Statistics 17).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from parley.dynamics.series import Bools, DaySeries, Ints
from parley.dynamics.windows import Floats
from parley.forecast.fitting import newton
from parley.forecast.hazard_lesson import KNOT, HazardFit, Lesson, powers
from parley.forecast.hazard_offices import Offices
from parley.forecast.hazard_sample import ANCHORS, Pool, Sample, draw_sample
from parley.forecast.hazard_trees import Forest
from parley.forecast.one_thread import one_thread

__all__ = ["fit_hazard", "learn_lesson"]

N_BLOCKS = 4
FEW_HITS = 40
"""With fewer windows that came true nothing is learnt."""
TREE_HITS = 2500
TREE_UNITS: dict[Pool, int] = {"pair": 200, "open": 60}
"""With fewer windows that came true, or fewer units, no trees are grown: the logistic model
stands alone."""
RIDGE = 300.0
LEVEL_RIDGE = 10.0
MIX = (0.55, 0.45)
"""What trees and logistic model weigh before anything is known of them."""
MIX_RIDGE = 400.0
CALIBRATION_RIDGE = 300.0
N_USUAL = 1500
"""Rows from which it is learnt what each column usually adds."""
STEEPEST = 0.3
"""Calibration never flattens the log-odds more than to this slope, so it keeps their order."""
_EDGES = (0.001, 0.999)


def fit_hazard(
    series: DaySeries, *, day: int, pool: Pool, seed: int, offices: Offices | None = None
) -> HazardFit:
    """Learn from all windows of a pool that had closed by the morning of a day.

    Parameters
    ----------
    series
        What was known on that morning.
    seed
        Seeds the drawing of rows and the growing of trees.
    offices
        Changes of office-holders.
    """
    lessons: dict[tuple[Pool, int], Lesson] = {}
    with one_thread():
        sample = draw_sample(series, day=day, pool=pool, seed=seed, offices=offices)
        if sample is None:
            return HazardFit(day, series.first_day, lessons)
        for anchor, days in enumerate(ANCHORS):
            lesson = learn_lesson(sample, anchor, series.first_day, pool=pool, seed=seed)
            if lesson is not None:
                lessons[pool, days] = lesson
    return HazardFit(day, series.first_day, lessons)


def learn_lesson(
    sample: Sample, anchor: int, first_day: int, *, pool: Pool, seed: int
) -> Lesson | None:
    """Learn one horizon; None where too few of its windows have closed and come true."""
    days = ANCHORS[anchor]
    # A base rate needs a history as long as the window, up to two months, to be worth much.
    rows = sample.closed[:, anchor] & (sample.moment - first_day >= min(days, 60))
    moments = np.unique(sample.moment[rows])
    outcome = sample.outcome[rows, anchor].astype(np.float64)
    n_hits = int(outcome.sum())
    if len(moments) < 3 or n_hits < FEW_HITS:
        return None
    base = sample.base[rows, anchor].astype(np.float64)
    joined = np.concatenate([sample.features[rows], base[:, None]], axis=1)
    columns = joined.astype(np.float32).astype(np.float64)
    n_blocks = min(N_BLOCKS, len(moments) // 2)
    block = np.searchsorted(moments, sample.moment[rows]) * n_blocks // len(moments)
    work = _Work(columns, base, outcome, sample.weight[rows], block, days, seed)
    rich = n_hits >= TREE_HITS and sample.n_units >= TREE_UNITS[pool]
    return work.lesson(sample, moments, sample.moment[rows], n_hits, grow=rich)


class _Work:
    """The rows of one horizon, while it is learnt."""

    def __init__(
        self, columns: Floats, base: Floats, outcome: Floats, weight: Floats, block: Ints,
        days: int, seed: int,
    ) -> None:  # fmt: skip
        self.columns, self.base, self.outcome, self.block = columns, base, outcome, block
        # Windows that overlap say the same thing several times.
        self.weight = weight * np.sqrt(7.0 / days)
        self.days, self.seed = days, seed
        self.low, self.high = np.quantile(columns, _EDGES, axis=0).astype(np.float64)
        held = np.clip(columns.astype(np.float64), self.low, self.high)
        self.centre = held.mean(axis=0)
        scale = held.std(axis=0)
        self.scale = np.where(scale > 1e-6, scale, np.inf)
        self.design = (held - self.centre) / self.scale

    def lesson(
        self, sample: Sample, moments: Ints, moment: Ints, n_hits: int, *, grow: bool
    ) -> Lesson:
        """Fit, mix and calibrate."""
        # Trees need all of a short history; the logistic model can spare a part of it.
        n_blocks = min(N_BLOCKS, len(moments) // 2)
        n_fits = n_blocks if n_blocks == N_BLOCKS or (n_blocks > 1 and not grow) else 1
        betas, forests = [], []
        trees, linear = np.zeros(len(self.base)), np.zeros(len(self.base))
        left_out = np.zeros(len(self.base), dtype=bool)
        last = self.block == N_BLOCKS - 1
        for b in range(n_fits):
            out = (self.block == b) if n_fits > 1 else np.zeros(len(self.base), dtype=bool)
            if b == N_BLOCKS - 1:  # the last block is forecast from what had closed before it
                out = out | (moment + self.days > moment[last].min())
                if len(np.unique(moment[~out])) < 3:
                    out = last
            beta = self._logistic(~out)
            betas.append(beta)
            mine = self.block == b
            linear[mine] = beta[0] + self.design[mine] @ beta[1:]
            if grow:
                forest = self._forest(~out, b)
                forests.append(forest)
                trees[mine] = forest.scores(self.columns[mine])
            left_out |= mine & out
        mix, level, slope, bend = (MIX if grow else (0.0, 0.8)), 0.0, 1.0, 0.0
        if n_fits == N_BLOCKS:
            mix = self._mixed(trees, linear, left_out, grow=grow)
            level, slope, bend = self._calibrated(mix[0] * trees + mix[1] * linear, last)
        lesson = Lesson(
            horizon_days=self.days,
            forests=tuple(forests),
            coefficients=np.stack(betas),
            centre=self.centre,
            scale=self.scale,
            low=self.low,
            high=self.high,
            usual=np.zeros((self.columns.shape[1], 3)),
            mix=mix,
            level=level,
            slope=slope,
            bend=bend,
            n_units=sample.n_units,
            n_parties=sample.n_parties,
            n_moments=len(moments),
            n_rows=len(self.base),
            n_hits=n_hits,
        )
        return replace(lesson, usual=self._usual(lesson))

    def _usual(self, lesson: Lesson) -> Floats:
        """Learn what each column usually adds to a base rate, from some of the rows."""
        rng = np.random.default_rng(self.seed)
        some = rng.permutation(len(self.base))[:N_USUAL]
        parts = lesson.gross(self.columns[some].astype(np.float64))[1]
        design = powers(self.base[some])
        ridge = 1e-6 * len(some) * np.eye(design.shape[1])
        found = np.linalg.solve(design.T @ design + ridge, design.T @ parts)
        return np.asarray(found.T, dtype=np.float64)

    def _logistic(self, rows: Bools) -> Floats:
        design = np.concatenate([np.ones((int(rows.sum()), 1)), self.design[rows]], axis=1)
        ridge = np.full(design.shape[1], RIDGE)
        ridge[0] = LEVEL_RIDGE
        return newton(design, self.outcome[rows], self.base[rows], self.weight[rows], ridge)

    def _forest(self, rows: Bools, b: int) -> Forest:
        # LightGBM takes a second to import; only a fit that is rich enough for trees needs it.
        from parley.forecast.hazard_grow import grow_forest

        return grow_forest(
            self.columns[rows],
            self.outcome[rows],
            base=self.base[rows],
            weight=self.weight[rows],
            seed=self.seed + b,
        )

    def _mixed(
        self, trees: Floats, linear: Floats, rows: Bools, *, grow: bool
    ) -> tuple[float, float]:
        """Learn how much of each model to take, from blocks that it had not seen."""
        start = np.array(MIX if grow else (0.0, 0.8))
        both = np.stack([trees, linear], axis=1)[rows]
        offset = self.base[rows] + both @ start
        ridge = np.full(2, MIX_RIDGE) if grow else np.array([1e9, MIX_RIDGE])
        found = newton(both, self.outcome[rows], offset, self.weight[rows], ridge)
        first, second = (max(0.0, float(x)) for x in start + found)
        return first, second

    def _calibrated(self, moved: Floats, rows: Bools) -> tuple[float, float, float]:
        """Learn level, slope and bend of the log-odds on the last block."""
        said = (self.base + moved)[rows]
        design = np.stack([np.ones_like(said), said, np.maximum(said - KNOT, 0.0)], axis=1)
        ridge = np.full(3, CALIBRATION_RIDGE)
        found = newton(design, self.outcome[rows], said, self.weight[rows], ridge)
        level, slope, bend = (float(x) for x in found)
        slope = max(1.0 + slope, STEEPEST)
        return level, slope, max(bend, STEEPEST - slope)
