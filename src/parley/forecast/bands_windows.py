"""Windows of the past for questions about relations: counted, and learnt from.

In: a day series as it was known, the intensity of its events, a question with a band.
Out: `BandWindows`: how often the pair itself and all comparable pairs moved so far, which
way, and what went before. The idea to know: levels return to where they usually stand, so
what counts is how far the window before lies from the usual level and on how many acts it
rests; learnt in two steps that leave nothing out, whether relations move at all, then
which way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parley.dynamics.series import Bools, DaySeries, day_number
from parley.dynamics.units import Units, asked_unit, own_touches, pool_units, select
from parley.dynamics.windows import Floats
from parley.forecast.fitting import logistic, newton
from parley.terms import Question

__all__ = [
    "LEAST",
    "STEP_DAYS",
    "BandLesson",
    "BandSeen",
    "BandWindows",
    "chance_of",
    "joined",
    "steps",
]

N_PARTIES = 60
STEP_DAYS = 7
MAX_MOMENTS = 40
MIN_DAYS = 14
PRIOR_WINDOWS = 4.0
"""Windows of all pairs that a pair's own are weighed against.

Of 1, 2, 4, 8 and 16, on pairs of the 60 most active parties of ICEWS 2018 (origins May to
August, 30 days), 4 was best for the rate of a fall of 1 point, and within .002 of the best
Brier score for one of any size and of 2; the fit makes up for the others.
"""
PENALTY = 20.0
DRAWN = 20.0
"""Acts of the class by which a pair's usual level is steadied."""
LEAST = 1e-4


@dataclass(frozen=True, slots=True)
class _Days:
    """Acts and summed intensity of units, cumulated by day: shape (n_units, n_days + 1)."""

    acts: Floats
    points: Floats
    first: int

    def window(self, first: int, days: int) -> tuple[Floats, Floats]:
        """Return acts and points of each unit on `days` days from a day on."""
        last = self.acts.shape[1] - 1
        a, b = (min(max(d - self.first, 0), last) for d in (first, first + days))
        return self.acts[:, b] - self.acts[:, a], self.points[:, b] - self.points[:, a]


@dataclass(frozen=True, slots=True)
class BandLesson:
    """Two fits: whether relations move, and if so whether they fall; with their scaling."""

    moved: Floats
    fell: Floats
    centre: Floats
    scale: Floats


@dataclass(frozen=True, slots=True)
class BandSeen:
    """What closed windows of the pool and of the unit itself came to.

    `falls`, `rises` and `had` (acts before, so that one could tell) have shape (n_units,
    n_moments), those of the unit itself (n_moments,). `shares` are its own chances of a
    fall and a rise, drawn towards the pool's.
    """

    n_units: int
    falls: Bools
    rises: Bools
    had: Bools
    own_falls: Bools
    own_rises: Bools
    own_had: Bools
    shares: tuple[float, float]


class BandWindows:
    """One pair and window, as they are looked at on one morning."""

    def __init__(self, question: Question, series: DaySeries, intensity: Floats, day: int) -> None:
        assert question.band is not None
        self.series, self.intensity, self.day = series, intensity, day
        self.band = question.band
        self.length = question.horizon_days
        self.gap = max(0, day_number(question.opens_on) - day)
        self.act, self.unit = asked_unit(series, question)
        self.acts, self.points = 0.0, 0.0
        self.week = (0.0, 0.0)
        self.seen: BandSeen | None = None
        self.lesson: BandLesson | None = None
        self.ready: Floats = np.zeros((1, 6))
        self.usual = 0.0
        self._look()

    def _look(self) -> None:
        """Count the windows, and learn from them where there is something to measure."""
        pool = pool_units(self.series, self.act, self.unit.shape, day=self.day, n_parties=N_PARTIES)
        moments = self._moments()
        own = self._days(self.unit)
        self.acts, self.points = (
            float(x[0]) for x in own.window(self.day - self.length, self.length)
        )
        self.week = tuple(float(x[0]) for x in own.window(self.day - STEP_DAYS, STEP_DAYS))  # type: ignore[assignment]
        if len(moments) < 2 or not pool.n:
            return
        crowd = self._days(pool)
        falls, rises, had = (np.stack(x, axis=1) for x in zip(
            *(self._outcome(crowd, m) for m in moments), strict=True))  # fmt: skip
        if not had.any():
            return
        mine = [self._outcome(own, m) for m in moments]
        own_falls, own_rises, own_had = (
            np.array([each[i][0] for each in mine], dtype=bool) for i in range(3)
        )
        shares = self._own_shares(falls, rises, had, own_falls, own_rises, own_had)
        self.seen = BandSeen(pool.n, falls, rises, had, own_falls, own_rises, own_had, shares)
        if self.band.measure == "mean" and not self.acts:
            return
        features = np.stack([self._features(crowd, m, crowd)[0] for m in moments], axis=1)
        self.lesson = self._learn(features, falls, rises, had, self._shares(falls, rises, had))
        self.ready, usual = self._features(own, self.day, crowd)
        self.usual = float(usual[0])

    def _days(self, units: Units) -> _Days:
        """Return each event once for each unit, on its day."""
        stream = select(own_touches(self.series, self.act), units)
        n_events = len(self.series.event_ids)
        _, once = np.unique(stream.unit * max(n_events, 1) + stream.event, return_index=True)
        unit, on, value = stream.unit[once], stream.day[once], self.intensity[stream.event[once]]
        first = self.series.first_day
        n_days = max(self.day - first, 1)
        inside = (on >= first) & (on < self.day)
        place = unit[inside] * n_days + (on[inside] - first)
        size = units.n * n_days
        acts = np.bincount(place, minlength=size).reshape(units.n, n_days)
        points = np.bincount(place, weights=value[inside], minlength=size).reshape(units.n, n_days)
        zero = np.zeros((units.n, 1))
        return _Days(
            np.concatenate([zero, np.cumsum(acts, axis=1)], axis=1),
            np.concatenate([zero, np.cumsum(points, axis=1)], axis=1),
            first,
        )

    def _moments(self) -> list[int]:
        latest = self.day - self.length - self.gap
        earliest = self.series.first_day + max(MIN_DAYS, self.length)
        n = min(MAX_MOMENTS, (latest - earliest) // STEP_DAYS + 1)
        return [latest - STEP_DAYS * i for i in range(n - 1, -1, -1)]

    def _level(self, acts: Floats, points: Floats) -> Floats:
        if self.band.measure == "sum":
            return points
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(points / acts, dtype=np.float64)

    def _outcome(self, days: _Days, moment: int) -> tuple[Bools, Bools, Bools]:
        """Return for each unit whether it fell, whether it rose, and whether one could tell."""
        opens = moment + self.gap
        now = self._level(*days.window(opens, self.length))
        was = self._level(*days.window(opens - self.length, self.length))
        change, by = now - was, self.band.by
        had = days.window(moment - self.length, self.length)[0] > 0
        if self.band.measure == "sum":
            had = np.ones_like(had)
        with np.errstate(invalid="ignore"):
            fell = change <= -by if by else change < 0.0
            rose = change >= by if by else change > 0.0
        return fell, rose, had

    def _features(self, days: _Days, moment: int, crowd: _Days) -> tuple[Floats, Floats]:
        """Return features of shape (n_units, n_features), and the usual levels."""
        acts, points = days.window(moment - self.length, self.length)
        span = max(1, moment - days.first)
        all_acts, all_points = days.window(days.first, span)
        class_acts, class_points = crowd.window(crowd.first, span)
        overall = class_points.sum() / max(class_acts.sum(), 1.0)
        if self.band.measure == "mean":
            usual = (all_points + DRAWN * overall) / (all_acts + DRAWN)
            was = np.where(acts > 0, points / np.maximum(acts, 1.0), usual)
            week_acts, week_points = days.window(moment - STEP_DAYS, STEP_DAYS)
            week = np.where(week_acts > 0, week_points / np.maximum(week_acts, 1.0) - was, 0.0)
            week *= week_acts / (week_acts + 3.0)
        else:
            usual = np.arcsinh(all_points / span * self.length)
            was = np.arcsinh(points)
            _, week_points = days.window(moment - STEP_DAYS, STEP_DAYS)
            week = np.arcsinh(week_points / STEP_DAYS * self.length) - was
        busy = np.log1p(acts)
        often = np.log1p(all_acts / span * self.length)
        off = was - usual
        return np.stack([off, off * busy, usual, busy, often, week], axis=1), usual

    def _own_shares(
        self, falls: Bools, rises: Bools, had: Bools, own_falls: Bools, own_rises: Bools,
        own_had: Bools,
    ) -> tuple[float, float]:  # fmt: skip
        """Return the unit's own shares of falls and rises, drawn towards those of the pool."""
        weight = min(1.0, STEP_DAYS / self.length)
        n = float(own_had.sum()) * weight
        fell, rose = (
            (float(own[own_had].sum()) * weight + PRIOR_WINDOWS * float(all_[had].mean()))
            / (n + PRIOR_WINDOWS)
            for own, all_ in ((own_falls, falls), (own_rises, rises))
        )
        return held((fell, rose))

    def _shares(self, falls: Bools, rises: Bools, had: Bools) -> tuple[Floats, Floats]:
        """Return each unit's own shares of falls and rises over windows closed before each."""
        lag = -(-self.length // STEP_DAYS)
        weight = min(1.0, STEP_DAYS / self.length)
        found = []
        for hits in (falls, rises):
            overall = float(hits[had].mean())
            seen = np.cumsum(had, axis=1) * weight
            hit = np.cumsum(hits & had, axis=1) * weight
            zero = np.zeros((len(had), min(lag, had.shape[1])))
            seen, hit = (
                np.concatenate([zero, x[:, : max(0, had.shape[1] - lag)]], axis=1)
                for x in (seen, hit)
            )
            found.append((hit + PRIOR_WINDOWS * overall) / (seen + PRIOR_WINDOWS))
        return found[0], found[1]

    def _learn(
        self, features: Floats, falls: Bools, rises: Bools, had: Bools,
        shares: tuple[Floats, Floats],
    ) -> BandLesson:  # fmt: skip
        rows = features[had]
        centre, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
        ready = (rows - centre) / scale
        fell, rose = falls[had], rises[had]
        moves, down = steps(shares[0][had], shares[1][had])
        weight = min(1.0, STEP_DAYS / self.length)
        moved = _fit(ready, moves, (fell | rose).astype(float), weight)
        which = fell | rose
        down_fit = _fit(ready[which], down[which], fell[which].astype(float), weight)
        return BandLesson(moved, down_fit, centre, scale)


def _fit(features: Floats, start: Floats, outcome: Floats, weight: float) -> Floats:
    """Return level, slope of the start, and weights of the features."""
    if not len(outcome):
        return np.zeros(2 + features.shape[1])
    design = np.concatenate([np.ones((len(start), 1)), start[:, None], features], axis=1)
    ridge = np.array([1.0, 2.0 * PENALTY, *[PENALTY] * features.shape[1]])
    return newton(design, outcome, start, np.full(len(outcome), weight), ridge)


def steps(fell: Floats, rose: Floats) -> tuple[Floats, Floats]:
    """Return log-odds of moving at all, and of falling once it moves."""
    moved = np.clip(fell + rose, LEAST, 1.0 - LEAST)
    down = np.clip(fell / np.maximum(fell + rose, 1e-12), LEAST, 1.0 - LEAST)
    return np.log(moved) - np.log1p(-moved), np.log(down) - np.log1p(-down)


def joined(at: Floats) -> tuple[float, float]:
    """Return the chances of a fall and a rise from the log-odds of the two steps."""
    moved, down = (float(p) for p in np.clip(logistic(at), LEAST, 1.0 - LEAST))
    return held((moved * down, moved * (1.0 - down)))


def held(shares: tuple[float, float]) -> tuple[float, float]:
    """Keep all three chances away from nought and one."""
    fell, rose = max(shares[0], LEAST), max(shares[1], LEAST)
    over = max(1.0, (fell + rose) / (1.0 - LEAST))
    return fell / over, rose / over


def chance_of(direction: str, chances: tuple[float, float]) -> float:
    """Return the chance of one way from those of a fall and a rise.

    Examples
    --------
    >>> [round(chance_of(way, (0.2, 0.5)), 6) for way in ("worse", "better", "steady")]
    [0.2, 0.5, 0.3]
    """
    return {"worse": chances[0], "better": chances[1]}.get(direction, 1.0 - sum(chances))
