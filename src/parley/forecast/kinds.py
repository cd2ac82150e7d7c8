"""Every kind of question, answered through one forecaster.

In: questions, what is known, a forecaster. Out: a forecast for each. The idea to know: a
forecaster that says it `answers` a question is asked; else the question is taken apart
into one it does answer and what is added to that: on how many days (`counts`), which
comes first (`outcomes`). Questions about relations have a forecaster of their own
(`bands`). Reasons add up to the chance exactly in every kind, and names tell who had a
part: `recurrence.v1+counts.v1`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
import polars as pl

from parley.dynamics.base_rates import SUREST
from parley.dynamics.series import DaySeries, day_number, day_series, opening_day
from parley.dynamics.units import Act, Units, asked_unit, own_touches, pool_units, select
from parley.forecast.asked import question_id
from parley.forecast.asked_words import parts_of
from parley.forecast.bands import BandForecaster
from parley.forecast.batches import series_for
from parley.forecast.counts import N_PARTIES, Counts, counts_of, days_in_window, learn_counts, tail
from parley.forecast.explain import Told, act_words
from parley.forecast.models import BaseRateForecaster, RecurrenceForecaster
from parley.forecast.outcomes_joint import join_outcomes
from parley.forecast.signing import signed_forecast
from parley.terms import BaseRate, Forecast, Forecaster, KnownRecord, Question, log_odds

__all__ = ["forecast_all"]

_LEAST = 1e-5
_STEP_DAYS = 7


class _Once:
    """What is known, its day series made once for all the questions that are asked of it."""

    def __init__(self, known: KnownRecord) -> None:
        self._known = known
        self._series: dict[tuple[str, ...], DaySeries] = {}

    @property
    def as_of(self) -> datetime:
        return self._known.as_of

    def events(self) -> pl.DataFrame:
        return self._known.events()

    def claims(self) -> pl.DataFrame:
        return self._known.claims()

    def day_series(self, statuses: tuple[str, ...]) -> DaySeries:
        if statuses not in self._series:
            self._series[statuses] = day_series(self._known.events(), statuses=statuses)
        return self._series[statuses]


def forecast_all(
    forecaster: Forecaster, questions: Sequence[Question], known: KnownRecord
) -> list[Forecast]:
    """Return one forecast for each question, in order, whatever its kind.

    Raises
    ------
    ForecastError
        If a question's window had closed by then.
    """
    known = known if hasattr(known, "day_series") else _Once(known)
    answers: list[Forecast | None] = [None] * len(questions)
    plain = [i for i, question in enumerate(questions) if _answers(forecaster, question)]
    bands = [i for i, q in enumerate(questions) if q.band is not None and i not in plain]
    for chosen, places in ((forecaster, plain), (BandForecaster(), bands)):
        made = chosen.forecast([questions[i] for i in places], known) if places else []
        for i, forecast in zip(places, made, strict=True):
            answers[i] = forecast
    sets: dict[tuple[str, ...], list[Forecast]] = {}
    found = []
    for question, answer in zip(questions, answers, strict=True):
        if answer is None and question.first_of:
            key = tuple(rival.question_id for rival in question.first_of)
            if key not in sets:
                sets[key] = _first(forecaster, question, known)
            answer = _placed(sets[key][question.place], question)
        found.append(answer or _taken_apart(forecaster, question, known))
    return found


def _answers(forecaster: Forecaster, question: Question) -> bool:
    """Tell whether a forecaster answers a question as it is."""
    says = getattr(forecaster, "answers", None)
    if callable(says):
        return bool(says(question))
    if question.plain:
        return True
    # These count any act, and a mode is part of the act.
    counts_modes = isinstance(forecaster, (BaseRateForecaster, RecurrenceForecaster))
    return counts_modes and replace(question, modes=()).plain


def _taken_apart(forecaster: Forecaster, question: Question, known: KnownRecord) -> Forecast:
    if question.at_least != 1 or question.at_most is not None:
        once = _once(question)
        return _counted(forecast_all(forecaster, [once], known)[0], question, known)
    # Only a mode is left that the forecaster does not count.
    return RecurrenceForecaster().forecast([question], known)[0]


def _once(question: Question) -> Question:
    """Return the question whether the act happens at all."""
    once = replace(question, at_least=1, at_most=None)
    return replace(once, question_id=question_id(parts_of(once)))


def _first(forecaster: Forecaster, question: Question, known: KnownRecord) -> list[Forecast]:
    """Return the forecasts of all outcomes that rival, "none" last."""
    rivals = question.first_of
    union = _union(rivals)
    asked = [*rivals, union] if union is not None else list(rivals)
    made = forecast_all(forecaster, asked, known)
    return join_outcomes(
        question, made[: len(rivals)], made[-1] if union is not None else None, known
    )


def _union(rivals: Sequence[Question]) -> Question | None:
    """Return the question whether any of the rivals comes true, where one can be asked."""
    first = rivals[0]
    same = all(
        (each.actors, each.recipients, each.directed, each.statuses, each.modes)
        == (first.actors, first.recipients, first.directed, first.statuses, first.modes)
        and each.at_least == 1
        and each.at_most is None
        for each in rivals
    )
    if not same:
        return None
    kinds = tuple(dict.fromkeys(kind for each in rivals for kind in each.event_types))
    union = replace(first, event_types=kinds)
    return replace(union, question_id=question_id(parts_of(union)))


def _placed(forecast: Forecast, question: Question) -> Forecast:
    return replace(forecast, question=question)


def _counted(once: Forecast, question: Question, known: KnownRecord) -> Forecast:
    """Return the forecast of a number of days from that of one day or more."""
    series = series_for(known, question)
    name = f"{once.forecaster}+counts.v1"
    act, unit = asked_unit(series, question)
    day = day_number(opening_day(known.as_of))
    opens, closes = day_number(question.opens_on), day_number(question.closes_on)
    gap, horizon = max(opens - day, 0), closes - max(opens, day) + 1
    fit = None
    if len(series.watched):
        fit = learn_counts(series, act, unit.shape, day=day, horizon_days=horizon, gap_days=gap)
    counts = counts_of(series, act, unit, fit, day=day, horizon_days=horizon)
    low, high = question.at_least, question.at_most
    chance = _between(once.probability, counts.probability, low, high)
    base = _between(once.base_rate.probability, counts.long_run, low, high)
    rate = _rate(series, act, unit, once.base_rate, base, question, day, horizon)
    start, end = log_odds(base), log_odds(chance)
    told = _told(once, question)
    rest = end - start - sum(each.weight for each in told)
    told.append(Told("days", _days_words(question, counts, horizon), rest, _events(once)))
    return signed_forecast(
        name, question, rate, told, known.as_of, _interval(once, counts, question)
    )


def _between(one: float, chances: np.ndarray, low: int, high: int | None) -> float:
    """Return the chance of `low` to `high` days, from that of one day and the tail.

    Examples
    --------
    >>> chances = np.array([0.5, 0.3, 0.2])
    >>> round(_between(0.5, chances, 2, None), 6), round(_between(0.5, chances, 0, 0), 6)
    (0.2, 0.5)
    """

    def reach(n: int) -> float:
        return 1.0 if n <= 0 else one * tail(chances, n)

    found = reach(low) - (0.0 if high is None else reach(high + 1))
    return min(max(found, _LEAST), SUREST if high is None else 1.0 - _LEAST)


def _told(once: Forecast, question: Question) -> list[Told]:
    """Return the reasons for one day or more, turned about for "no day" and "at most"."""
    if question.at_least > 1 and question.at_most is not None:
        return []  # a middle number: what speaks for more speaks against too many
    sign = -1.0 if question.at_least == 0 else 1.0
    return [
        Told(each.kind, each.text, sign * each.weight, each.event_ids, each.claim_ids)
        for each in once.reasons
    ]


def _days_words(question: Question, counts: Counts, horizon: int) -> str:
    low, high = question.at_least, question.at_most
    n = low if high is None else high + 1
    if high == 0:
        return "Not at all: the other side of the chance of one day or more"
    share = tail(counts.probability, n)
    return (
        f"Several days: after what happened lately {counts.mean:.1f} days of {horizon} with "
        f"{act_words(question.event_types)} are to be expected, {counts.usual:.1f} from the long "
        f"run alone; acts come in bursts, and once there is one day, {n} or more are "
        f"{share:.0%} likely"
    )


def _events(once: Forecast) -> tuple[str, ...]:
    ids = dict.fromkeys(id_ for each in once.reasons for id_ in each.event_ids)
    return tuple(ids)[:20]


def _interval(once: Forecast, counts: Counts, question: Question) -> tuple[float, float] | None:
    if once.interval is None or (question.at_least > 1 and question.at_most is not None):
        return None
    ends = [
        _between(end, counts.probability, question.at_least, question.at_most)
        for end in once.interval
    ]
    return min(ends), max(ends)


def _rate(
    series: DaySeries, act: Act, unit: Units, once: BaseRate, base: float, question: Question,
    day: int, horizon: int,
) -> BaseRate:  # fmt: skip
    """Return the base rate with counts of past windows as long as the one asked about."""
    low, high = question.at_least, question.at_most
    starts = np.arange(day - horizon, series.first_day - 1, -_STEP_DAYS, dtype=np.int64)[::-1]

    def hits(units: Units) -> tuple[int, int]:
        if not len(starts) or not units.n:
            return 0, 0
        own = select(own_touches(series, act), units).distinct()
        n_days = days_in_window(own, units.n, starts, horizon)
        seen = (n_days >= low) & (n_days <= (np.inf if high is None else high))
        return int(seen.sum()), int(seen.size)

    n_hits, n_windows = hits(unit)
    pool = pool_units(series, act, unit.shape, day=day, n_parties=N_PARTIES)
    class_hits, class_windows = hits(pool)
    return BaseRate(
        probability=base,
        n_hits=n_hits,
        n_windows=n_windows,
        class_rate=class_hits / class_windows if class_windows else once.class_rate,
        class_hits=class_hits,
        class_windows=class_windows,
        reference_class=f"the {pool.n:,} {'pairs' if unit.shape == 'dyad' else 'parties'} of the "
        f"{N_PARTIES} most active parties, windows a week apart",
        window_days=horizon,
    )
