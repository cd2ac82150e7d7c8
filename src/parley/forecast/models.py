"""Forecasters: the base rate alone, and the base rate with what recurrence teaches.

In: questions and the record as it was known. Out: a `Forecast` for each, with its base
rate, reasons and interval. The idea to know: a forecaster keeps nothing between calls;
everything is counted and fitted anew from what was known, so a later report cannot reach
an earlier forecast.

`recurrence.v1` is a logistic regression whose offset is the base rate, over counts of
recent and older acts of the parties; its penalty is strong, so that where there is
little to learn from, the base rate stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl

from parley.dynamics.base_rates import SUREST, base_rate, rate_table
from parley.dynamics.series import DaySeries, day_number, day_of, day_series, opening_day
from parley.dynamics.units import Act, Shape, Units, asked_unit
from parley.dynamics.windows import Floats
from parley.errors import ForecastError
from parley.forecast.explain import Told, claims_about, reasons_for, unlearnt
from parley.forecast.fitting import logistic, spread
from parley.forecast.pool import Lesson, Look, learn, look
from parley.terms import (
    BaseRate,
    Forecast,
    KnownRecord,
    Question,
    Reason,
    log_odds,
    make_id,
)

__all__ = ["BaseRateForecaster", "Chances", "RecurrenceForecaster"]

_Days = tuple[int, int, int]
"""The morning one looks from, the days of the window, the days until it opens."""

_LOWEST, _HIGHEST = -12.0, log_odds(SUREST)


@dataclass(frozen=True, slots=True)
class Chances:
    """The bare figures of many answers, each of shape (n_questions,), in (0, 1)."""

    probability: Floats
    base: Floats


@dataclass(frozen=True, slots=True)
class _Batch:
    """Questions that share act, shape and window, as one set of units."""

    places: tuple[int, ...]
    act: Act
    units: Units
    day: int
    horizon_days: int
    gap_days: int


class BaseRateForecaster:
    """Answers with the base rate alone: the floor that every other has to beat."""

    name = "base_rate.v1"

    def forecast(self, questions: Sequence[Question], known: KnownRecord) -> list[Forecast]:
        """Return one forecast for each question, in order, without reasons.

        Raises
        ------
        ForecastError
            If a question's window had closed by then.
        """
        answers = []
        for question in questions:
            series = _series(known.events(), question)
            rate = _asked_rate(series, question, known.as_of)
            answers.append(_signed(self.name, question, rate, [], known.as_of, None))
        return answers

    def chances(self, questions: Sequence[Question], known: KnownRecord) -> Chances:
        """Return the same probabilities as `forecast`, all at once and without words."""
        base = np.full(len(questions), 0.5)
        for series, batch in _batches(questions, known):
            base[list(batch.places)] = _rates(series, batch)
        return Chances(base, base)


class RecurrenceForecaster:
    """Answers with the base rate, moved by what the parties have lately done.

    Parameters
    ----------
    seed
        Seeds the draws from which the interval is made; the probability does not hang on
        it.
    """

    name = "recurrence.v1"

    def __init__(self, *, seed: int = 20180615) -> None:
        self.seed = seed

    def forecast(self, questions: Sequence[Question], known: KnownRecord) -> list[Forecast]:
        """Return one forecast for each question, in order, with reasons and interval.

        Raises
        ------
        ForecastError
            If a question's window had closed by then.
        """
        answers = []
        events, claims = known.events(), known.claims()
        lessons: dict[tuple[Act, Shape, _Days], Lesson | None] = {}
        all_series: dict[tuple[str, ...], DaySeries] = {}
        for question in questions:
            series = all_series.get(question.statuses)
            if series is None:
                series = all_series[question.statuses] = _series(events, question)
            rate = _asked_rate(series, question, known.as_of)
            act, unit = asked_unit(series, question)
            day, horizon, gap = _window(question, known.as_of)
            told: list[Told] = []
            interval = None
            if len(series.watched):
                key = (act, unit.shape, (day, horizon, gap))
                if key not in lessons:
                    lessons[key] = learn(
                        series, act, unit.shape, day=day, horizon_days=horizon, gap_days=gap
                    )
                told, interval = self._told(
                    series, act, unit, day, rate, lessons[key], horizon_days=horizon
                )
            told = [*told, *claims_about(claims, question)]
            answers.append(_signed(self.name, question, rate, told, known.as_of, interval))
        return answers

    def chances(self, questions: Sequence[Question], known: KnownRecord) -> Chances:
        """Return the same probabilities as `forecast`, all at once and without words."""
        base, probability = np.full(len(questions), 0.5), np.full(len(questions), 0.5)
        for series, batch in _batches(questions, known):
            places = list(batch.places)
            base[places] = probability[places] = _rates(series, batch)
            lesson = learn(
                series, batch.act, batch.units.shape,
                day=batch.day, horizon_days=batch.horizon_days, gap_days=batch.gap_days,
            )  # fmt: skip
            if lesson is not None:
                seen = _look(series, batch.act, batch.units, batch.day, lesson)
                moved = lesson.fit.weights(seen.base[:, 0], seen.features[:, 0]).sum(axis=1)
                start = np.log(base[places]) - np.log1p(-base[places])
                held = np.clip(start + moved, _LOWEST, _HIGHEST)
                probability[places] = logistic(held)
        return Chances(probability, base)

    def _told(
        self, series: DaySeries, act: Act, unit: Units, day: int, rate: BaseRate,
        lesson: Lesson | None, *, horizon_days: int,
    ) -> tuple[list[Told], tuple[float, float] | None]:  # fmt: skip
        """Return reasons and interval of one question."""
        if lesson is None:
            return [unlearnt(series, day)], None
        seen = _look(series, act, unit, day, lesson)
        weights = lesson.fit.weights(seen.base[:, 0], seen.features[:, 0])[0]
        told = reasons_for(series, act, unit, day=day, seen=seen, lesson=lesson, weights=weights)
        over = log_odds(rate.probability) + sum(each.weight for each in told)
        held = min(max(over, _LOWEST), _HIGHEST)
        if held != over:
            told.append(_held(held - over))
        if lesson.horizon_days != horizon_days:
            told.append(_borrowed(lesson.horizon_days, horizon_days))
        if lesson.n_moments < 3:  # too few days to draw others from
            return told, None
        low, high = spread(
            lesson.fit,
            lesson.fit.design(seen.base[:, 0], seen.features[:, 0]),
            np.array([held]),
            rng=np.random.default_rng(self.seed),
            block=lesson.block,
        )
        return told, (float(low[0]), min(float(high[0]), SUREST))


def _look(series: DaySeries, act: Act, units: Units, day: int, lesson: Lesson) -> Look:
    """Look at units this morning, with base rates of the horizon that was learnt from."""
    return look(series, act, units, np.array([day], dtype=np.int64), lesson.horizon_days)


def _held(weight: float) -> Told:
    text = (
        f"No chance is put above {SUREST:.1%} or as good as nought: no record is long enough to "
        "tell such a chance from certainty"
    )
    return Told("held", text, weight)


def _borrowed(learnt_days: int, asked_days: int) -> Told:
    text = (
        f"Too few windows of {asked_days} days have closed, so the weights were learnt on windows "
        f"of {learnt_days} days and added to the base rate of {asked_days}"
    )
    return Told("thin", text, 0.0)


def _series(events: pl.DataFrame, question: Question) -> DaySeries:
    return day_series(events, statuses=question.statuses)


def _window(question: Question, as_of: datetime) -> _Days:
    """Return the morning one looks from, the days of the window still open, and the gap."""
    day = day_number(opening_day(as_of))
    opens, closes = day_number(question.opens_on), day_number(question.closes_on)
    if closes < day:
        raise ForecastError(
            f"The window of {question.text!r} closed on {question.closes_on}; as of "
            f"{as_of:%Y-%m-%d %H:%M} UTC the first day not known yet is {day_of(day)}. "
            "Ask about a later window, or as of an earlier moment."
        )
    return day, closes - max(opens, day) + 1, max(opens - day, 0)


def _asked_rate(series: DaySeries, question: Question, as_of: datetime) -> BaseRate:
    """Return the base rate of a question; an even chance when nothing is known at all."""
    day, horizon, _ = _window(question, as_of)
    if not len(series.watched):
        return BaseRate(
            probability=0.5, n_hits=0, n_windows=0, class_rate=0.5, class_hits=0,
            class_windows=0, reference_class="no event at all is known, so nothing was counted",
            window_days=horizon,
        )  # fmt: skip
    act, unit = asked_unit(series, question)
    return base_rate(series, act, unit, day=day, horizon_days=horizon)


def _rates(series: DaySeries, batch: _Batch) -> Floats:
    moments = np.array([batch.day], dtype=np.int64)
    table = rate_table(
        series, batch.act, batch.units, moments=moments, horizon_days=batch.horizon_days
    )
    return table.probability[:, 0]


def _batches(
    questions: Sequence[Question], known: KnownRecord
) -> Iterable[tuple[DaySeries, _Batch]]:
    """Gather questions that can be answered together; those without history are left out."""
    all_series: dict[tuple[str, ...], DaySeries] = {}
    groups: dict[tuple[tuple[str, ...], Act, Shape, _Days], list[tuple[int, Act, Units]]] = {}
    for i, question in enumerate(questions):
        if question.statuses not in all_series:
            all_series[question.statuses] = _series(known.events(), question)
        series = all_series[question.statuses]
        if not len(series.watched):
            continue
        act, unit = asked_unit(series, question)
        key = (question.statuses, act, unit.shape, _window(question, known.as_of))
        groups.setdefault(key, []).append((i, act, unit))
    for (statuses, _, _, days), members in groups.items():
        for places, act, units in _disjoint(members):
            yield all_series[statuses], _Batch(places, act, units, *days)


def _disjoint(
    members: Sequence[tuple[int, Act, Units]],
) -> Iterable[tuple[tuple[int, ...], Act, Units]]:
    """Join units whose cells are all different; a cell asked twice goes to another batch."""
    waiting = list(members)
    while waiting:
        taken: set[tuple[int, int]] = set()
        chosen, left = [], []
        for member in waiting:
            unit = member[2]
            cells = set(zip(unit.actor.tolist(), unit.recipient.tolist(), strict=True))
            if cells & taken:
                left.append(member)
            else:
                taken |= cells
                chosen.append(member)
        units = [unit for _, _, unit in chosen]
        yield (
            tuple(i for i, _, _ in chosen),
            chosen[0][1],
            Units(
                n=len(units),
                shape=units[0].shape,
                unit=np.concatenate([np.full(len(u.actor), n) for n, u in enumerate(units)]),
                actor=np.concatenate([u.actor for u in units]),
                recipient=np.concatenate([u.recipient for u in units]),
            ),
        )
        waiting = left


def _signed(
    name: str, question: Question, rate: BaseRate, told: Sequence[Told], as_of: datetime,
    interval: tuple[float, float] | None,
) -> Forecast:  # fmt: skip
    """Put a forecast together; its probability is where base rate and reasons lead."""
    probability = rate.probability
    if any(each.weight for each in told):
        total = log_odds(rate.probability) + sum(each.weight for each in told)
        probability = float(logistic(np.array([total]))[0])
    forecast_id = make_id(
        "forecast", question.question_id, name, as_of.isoformat(), repr(rate),
        *(f"{each.weight!r} {each.text}" for each in told),
    )  # fmt: skip
    return Forecast(
        forecast_id=forecast_id,
        question=question,
        probability=probability,
        base_rate=rate,
        reasons=tuple(
            Reason(
                reason_id=make_id(forecast_id, i, each.kind),
                text=each.text,
                weight=each.weight,
                kind=each.kind,
                event_ids=each.event_ids,
                claim_ids=each.claim_ids,
            )
            for i, each in enumerate(told)
        ),
        origin=as_of,
        as_of=as_of,
        forecaster=name,
        interval=interval,
    )
