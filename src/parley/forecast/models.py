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

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parley.dynamics.base_rates import SUREST
from parley.dynamics.series import DaySeries
from parley.dynamics.units import Act, Shape, Units, asked_unit
from parley.dynamics.windows import Floats
from parley.forecast.batches import (
    Days,
    asked_rate,
    batch_rates,
    batches,
    series_for,
    window_of,
)
from parley.forecast.explain import Told, claims_about, reasons_for, unlearnt
from parley.forecast.fitting import logistic, spread
from parley.forecast.pool import Lesson, Look, learn, look
from parley.forecast.signing import signed_forecast
from parley.terms import BaseRate, Forecast, KnownRecord, Question, log_odds

__all__ = ["BaseRateForecaster", "Chances", "RecurrenceForecaster"]

_LOWEST, _HIGHEST = -12.0, log_odds(SUREST)


@dataclass(frozen=True, slots=True)
class Chances:
    """The bare figures of many answers, each of shape (n_questions,), in (0, 1)."""

    probability: Floats
    base: Floats


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
            series = series_for(known, question)
            rate = asked_rate(series, question, known.as_of)
            answers.append(signed_forecast(self.name, question, rate, [], known.as_of, None))
        return answers

    def chances(self, questions: Sequence[Question], known: KnownRecord) -> Chances:
        """Return the same probabilities as `forecast`, all at once and without words."""
        base = np.full(len(questions), 0.5)
        for series, batch in batches(questions, known):
            base[list(batch.places)] = batch_rates(series, batch)
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
        claims = known.claims()
        lessons: dict[tuple[Act, Shape, Days], Lesson | None] = {}
        all_series: dict[tuple[str, ...], DaySeries] = {}
        for question in questions:
            series = all_series.get(question.statuses)
            if series is None:
                series = all_series[question.statuses] = series_for(known, question)
            rate = asked_rate(series, question, known.as_of)
            act, unit = asked_unit(series, question)
            day, horizon, gap = window_of(question, known.as_of)
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
            answers.append(signed_forecast(self.name, question, rate, told, known.as_of, interval))
        return answers

    def chances(self, questions: Sequence[Question], known: KnownRecord) -> Chances:
        """Return the same probabilities as `forecast`, all at once and without words."""
        base, probability = np.full(len(questions), 0.5), np.full(len(questions), 0.5)
        for series, batch in batches(questions, known):
            places = list(batch.places)
            base[places] = probability[places] = batch_rates(series, batch)
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
