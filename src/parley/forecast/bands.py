"""How relations move: the chance that they worsen, improve or stay as they are.

In: questions with a `Band`, and the record as it was known. Out: a `Forecast` for each.
The idea to know: levels return to where they usually stand, so what counts is how far the
window before lies from the usual level, and how many acts it rests on. Both are learnt
from closed windows of comparable pairs, in two steps that leave nothing out: whether
relations move so far at all, then which way. So the chances of worse, better and steady
sum to one, whoever asks for which.

The base rate is how often the pair itself moved so, drawn towards all pairs; with four
windows of its class (`PRIOR_WINDOWS`). Measured on ICEWS 2018, the pairs of the 60 most
active parties, 30 days, origins from May to August: for a fall or rise of any size, of 1,
2 and 4 points, the Brier score was .07, .06, .04 and .02, against .12, .08, .05 and .02
for the rate of all pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from parley.dynamics.series import Bools, DaySeries, day_number, day_series, opening_day
from parley.dynamics.units import Shape, Units, asked_unit, own_touches, pool_units, select
from parley.dynamics.windows import Floats
from parley.errors import ForecastError
from parley.forecast.explain import Told
from parley.forecast.fitting import logistic, newton
from parley.forecast.signing import signed_forecast
from parley.terms import INTENSITY, BaseRate, Forecast, KnownRecord, Question, log_odds

__all__ = ["BandForecaster"]

N_PARTIES = 60
STEP_DAYS = 7
MAX_MOMENTS = 40
MIN_DAYS = 14
PRIOR_WINDOWS = 4.0
"""Windows of the class that a pair's own are weighed against; 2 and 8 were no better."""
PENALTY = 20.0
DRAWN = 20.0
"""Acts of the class by which a pair's usual level is steadied."""
_LEAST = 1e-4
_FEATURES = ("off", "off, by acts", "usual", "acts before", "acts usual", "last week")
_GROUPS = (("stands", (0, 1)), ("usual", (2,)), ("busy", (3, 4)), ("week", (5,)))


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
class _Lesson:
    """Two fits: whether relations move, and if so whether they fall; with their scaling."""

    moved: Floats
    fell: Floats
    centre: Floats
    scale: Floats


class BandForecaster:
    """Answers how relations move; its reasons add up from the pair's own rate."""

    name = "bands.v1"

    def answers(self, question: Question) -> bool:
        """Tell whether a question is about relations."""
        return question.band is not None

    def forecast(self, questions: Sequence[Question], known: KnownRecord) -> list[Forecast]:
        """Return one forecast for each question, in order, with reasons.

        Raises
        ------
        ForecastError
            If a question has no band, or its window had closed by then.
        """
        events = known.events()
        return [self._one(question, events, known) for question in questions]

    def _one(self, question: Question, events: pl.DataFrame, known: KnownRecord) -> Forecast:
        if question.band is None:
            raise ForecastError(f"{question.text!r} is not about a band; {self.name} cannot say.")
        day = day_number(opening_day(known.as_of))
        if day_number(question.closes_on) < day:
            raise ForecastError(
                f"The window of {question.text!r} closed on {question.closes_on}. Ask about a "
                "later window, or as of an earlier moment."
            )
        series = day_series(events, statuses=question.statuses)
        if not len(series.watched):
            rate = BaseRate(
                1 / 3, 0, 0, 1 / 3, 0, 0,
                "no event at all is known, so nothing was counted", question.horizon_days,
            )  # fmt: skip
            return signed_forecast(self.name, question, rate, [], known.as_of)
        rate, told = _Asked(question, series, _intensities(events), day).answer()
        return signed_forecast(self.name, question, rate, told, known.as_of)


class _Asked:
    """One question as it is looked at on one morning."""

    def __init__(self, question: Question, series: DaySeries, intensity: Floats, day: int) -> None:
        assert question.band is not None
        self.question, self.series, self.intensity, self.day = question, series, intensity, day
        self.band = question.band
        self.length = question.horizon_days
        self.gap = max(0, day_number(question.opens_on) - day)
        self.act, self.unit = asked_unit(series, question)

    def answer(self) -> tuple[BaseRate, list[Told]]:
        """Return base rate and reasons."""
        pool = self._pool(self.unit.shape)
        own = self._days(self.unit)
        moments = self._moments()
        acts, points = own.window(self.day - self.length, self.length)
        if len(moments) < 2 or not pool.n:
            return self._uncounted()
        crowd = self._days(pool)
        seen = [self._features(crowd, m, crowd) for m in moments]
        falls, rises, had = (np.stack(x, axis=1) for x in zip(
            *(self._outcome(crowd, m) for m in moments), strict=True))  # fmt: skip
        mine = [self._outcome(own, m) for m in moments]
        own_falls, own_rises, own_had = (
            np.array([each[i][0] for each in mine], dtype=bool) for i in range(3)
        )
        rate, shares = self._rate(
            (falls[had].mean(), rises[had].mean()), had, falls, rises,
            own_falls, own_rises, own_had, pool,
        )  # fmt: skip
        if self.band.measure == "mean" and not acts[0]:
            return rate, [self._unmeasured(rate)]
        features = np.stack([each for each, _ in seen], axis=1)
        lesson = self._learn(features, falls, rises, had, self._shares(falls, rises, had))
        mine_now, level = self._features(own, self.day, crowd)
        told = self._told(lesson, mine_now[0], level, shares, float(acts[0]), float(points[0]))
        return rate, told

    # Counting

    def _pool(self, shape: Shape) -> Units:
        return pool_units(self.series, self.act, shape, day=self.day, n_parties=N_PARTIES)

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

    def _rate(
        self, overall: tuple[float, float], had: Bools, falls: Bools, rises: Bools,
        own_falls: Bools, own_rises: Bools, own_had: Bools, pool: Units,
    ) -> tuple[BaseRate, tuple[float, float]]:  # fmt: skip
        """Return the base rate, and the shares of falls and rises it was drawn from."""
        weight = min(1.0, STEP_DAYS / self.length)
        n = float(own_had.sum()) * weight
        shares = tuple(
            (float(own[own_had].sum()) * weight + PRIOR_WINDOWS * share) / (n + PRIOR_WINDOWS)
            for own, share in zip((own_falls, own_rises), overall, strict=True)
        )
        wanted = self.band.direction
        pick = {"worse": (falls, own_falls), "better": (rises, own_rises)}
        both, mine = pick.get(wanted, (~falls & ~rises, ~own_falls & ~own_rises))
        class_hits, class_windows = int(both[had].sum()), int(had.sum())
        chances = _held((shares[0], shares[1]))
        rate = BaseRate(
            probability=_of(wanted, chances),
            n_hits=int(mine[own_had].sum()),
            n_windows=int(own_had.sum()),
            class_rate=class_hits / max(class_windows, 1),
            class_hits=class_hits,
            class_windows=class_windows,
            reference_class=f"all {pool.n:,} pairs of the most active parties, weekly windows that "
            "had acts before",
            window_days=self.length,
        )
        return rate, chances

    # Learning

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
    ) -> _Lesson:  # fmt: skip
        rows = features[had]
        centre, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
        ready = (rows - centre) / scale
        fell, rose = falls[had], rises[had]
        moves, down = _steps(shares[0][had], shares[1][had])
        weight = min(1.0, STEP_DAYS / self.length)
        moved = _fit(ready, moves, (fell | rose).astype(float), weight)
        which = fell | rose
        down_fit = _fit(ready[which], down[which], fell[which].astype(float), weight)
        return _Lesson(moved, down_fit, centre, scale)

    # Telling

    def _told(
        self, lesson: _Lesson, features: Floats, usual: Floats, shares: tuple[float, float],
        acts: float, points: float,
    ) -> list[Told]:  # fmt: skip
        """Return the reasons: one step after the other from base rate to chance."""
        ready = np.clip((features - lesson.centre) / lesson.scale, -6.0, 6.0)
        moves, down = (float(x[0]) for x in _steps(np.array([shares[0]]), np.array([shares[1]])))
        wanted = self.band.direction
        reached = log_odds(_of(wanted, shares))
        told = []
        parts: list[tuple[str, tuple[int, ...]]] = [("level", ()), *_GROUPS]
        at = np.array([moves, down])
        for kind, columns in parts:
            for i, fit in enumerate((lesson.moved, lesson.fell)):
                level = fit[0] + fit[1] * (moves, down)[i] if kind == "level" else 0.0
                at[i] += level + sum(float(fit[2 + c] * ready[c]) for c in columns)
            now = log_odds(_of(wanted, _joined(at)))
            text, ids = self._words(kind, float(usual[0]), acts, points)
            told.append(Told(kind, text, now - reached, ids))
            reached = now
        first, rest = told[0], sorted(told[1:], key=lambda each: (-abs(each.weight), each.kind))
        return [first, *rest]

    def _words(
        self, kind: str, usual: float, acts: float, points: float
    ) -> tuple[str, tuple[str, ...]]:
        mean = self.band.measure == "mean"
        level = points / max(acts, 1.0) if mean else points
        often = usual if mean else float(np.sinh(usual))
        what = "mean" if mean else "sum"
        if kind == "level":
            return (
                f"General level: how often comparable pairs move so far in {self.length} days "
                "when their own rate is like this one"
            ), ()
        if kind == "stands":
            return (
                f"Where they stand: {what} intensity {level:+.2f} over {int(acts)} acts in the "
                f"last {self.length} days, against {often:+.2f} usually; levels return to "
                "where they were, the more so the fewer the acts"
            ), self._ids(self.length)
        if kind == "usual":
            return f"Their usual level of {often:+.2f}: how much room it leaves to move", ()
        if kind == "busy":
            return (
                f"How much goes on: {int(acts)} acts in the last {self.length} days; with few "
                "acts a level swings further, or cannot be measured at all"
            ), ()
        return "The last week, beside the weeks before it", self._ids(STEP_DAYS)

    def _ids(self, days: int) -> tuple[str, ...]:
        own = select(own_touches(self.series, self.act), self.unit)
        rows = (own.day < self.day) & (own.day >= self.day - days)
        latest: dict[str, int] = {}
        for event, on in zip(own.event[rows].tolist(), own.day[rows].tolist(), strict=True):
            latest[str(self.series.event_ids[event])] = on
        return tuple(sorted(latest, key=lambda id_: (-latest[id_], id_))[:20])

    def _uncounted(self) -> tuple[BaseRate, list[Told]]:
        rate = BaseRate(
            1 / 3, 0, 0, 1 / 3, 0, 0, "an even chance each of worse, better and steady",
            self.length,
        )  # fmt: skip
        text = (
            "Nothing to count from yet: no two windows in a row have closed, so the three ways "
            "relations can go stand even"
        )
        return rate, [Told("thin", text, 0.0)]

    def _unmeasured(self, rate: BaseRate) -> Told:
        sure = 1.0 - _LEAST if self.band.direction == "steady" else _LEAST
        text = (
            f"Nothing to measure against: no act between them in the last {self.length} days, "
            "so whatever comes, relations will count as steady"
        )
        return Told("stands", text, log_odds(sure) - log_odds(rate.probability))


def _fit(features: Floats, start: Floats, outcome: Floats, weight: float) -> Floats:
    """Return level, slope of the start, and weights of the features."""
    if not len(outcome):
        return np.zeros(2 + features.shape[1])
    design = np.concatenate([np.ones((len(start), 1)), start[:, None], features], axis=1)
    ridge = np.array([1.0, 2.0 * PENALTY, *[PENALTY] * features.shape[1]])
    return newton(design, outcome, start, np.full(len(outcome), weight), ridge)


def _steps(fell: Floats, rose: Floats) -> tuple[Floats, Floats]:
    """Return log-odds of moving at all, and of falling once it moves."""
    moved = np.clip(fell + rose, _LEAST, 1.0 - _LEAST)
    down = np.clip(fell / np.maximum(fell + rose, 1e-12), _LEAST, 1.0 - _LEAST)
    return np.log(moved) - np.log1p(-moved), np.log(down) - np.log1p(-down)


def _joined(at: Floats) -> tuple[float, float]:
    moved, down = (float(p) for p in np.clip(logistic(at), _LEAST, 1.0 - _LEAST))
    return _held((moved * down, moved * (1.0 - down)))


def _held(shares: tuple[float, float]) -> tuple[float, float]:
    """Keep all three chances away from nought and one."""
    fell, rose = max(shares[0], _LEAST), max(shares[1], _LEAST)
    over = max(1.0, (fell + rose) / (1.0 - _LEAST))
    return fell / over, rose / over


def _of(direction: str, chances: tuple[float, float]) -> float:
    return {"worse": chances[0], "better": chances[1]}.get(direction, 1.0 - sum(chances))


def _intensities(events: pl.DataFrame) -> Floats:
    """Return the record's own intensity of each event, or that of its type."""
    usual = pl.col("event_type").replace_strict(INTENSITY, default=0.0, return_dtype=pl.Float64)
    own = pl.col("intensity").cast(pl.Float64).fill_null(usual) if "intensity" in events else usual
    return np.asarray(events.select(value=own)["value"].to_numpy(), dtype=np.float64)
