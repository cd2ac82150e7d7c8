"""Which of several outcomes comes first: one joint account of their chances.

In: forecasts of the single outcomes, and of any of them. Out: forecasts of each coming
first, and of none. The idea to know: the chances come from one account, not from
stretching figures until they sum to one.

The account: the chance that any of them comes about is that of the question "any of
these"; how it is shared follows the past windows of the parties, by which outcome came
first in each, drawn towards the shares that the single chances imply as competing risks
(hazards -ln(1 - p); Prentice and others 1978, Biometrics 34(4)). No outcome gets more
than its own chance to happen at all. What is left of one is "none".
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from parley.dynamics.series import DaySeries, Ints, day_number, opening_day
from parley.dynamics.units import asked_unit, own_touches, select
from parley.dynamics.windows import Floats
from parley.forecast.batches import series_for
from parley.forecast.explain import Told
from parley.forecast.outcomes import outcome_label, placed_outcome
from parley.forecast.signing import signed_forecast
from parley.terms import BaseRate, Forecast, KnownRecord, Question, log_odds

__all__ = ["join_outcomes"]

PRIOR_WINDOWS = 8.0
"""Windows that the implied shares count for, beside the parties' own.

Of 0.25 to 8 and none but the implied, 8 was best on the pairs of the 20 busiest parties of
ICEWS 2018 (talks, accusations or threats first within 30 days, base rates as the single
chances, origins in April, May and July): log loss .813, Brier .229;
chances stretched to sum to one had 1.024 and .248.
"""
STEP_DAYS = 7
_LEAST = 1e-4


def join_outcomes(
    question: Question, single: Sequence[Forecast], union: Forecast | None, known: KnownRecord
) -> list[Forecast]:
    """Return forecasts of which outcome comes first, "none" last; they sum to one.

    Parameters
    ----------
    question
        One of the outcomes; all share its `first_of`.
    single
        A forecast for each of `first_of`: that it comes about at all.
    union
        A forecast that any of them does; None where no one question asks for that, and
        they are taken to be independent.
    """
    rivals = question.first_of
    series = series_for(known, rivals[0])
    day = day_number(opening_day(known.as_of))
    firsts = _past_firsts(series, rivals, day)
    # Windows a week apart overlap when they are longer: they count for fewer.
    counted = np.asarray(firsts * min(1.0, STEP_DAYS / rivals[0].horizon_days), dtype=np.float64)
    chances = _account(
        [each.probability for each in single],
        None if union is None else union.probability, counted,
    )  # fmt: skip
    bases = _account(
        [each.base_rate.probability for each in single],
        None if union is None else union.base_rate.probability, counted,
    )  # fmt: skip
    if union is None:
        name = f"{single[0].forecaster}+outcomes.v1"
    else:
        name = f"{union.forecaster}+outcomes.v1"
    answers = []
    for place in range(len(rivals) + 1):
        label = "none of these" if place == len(rivals) else outcome_label(rivals[place])
        asked = placed_outcome(rivals, place, label, question.settles.rsplit("; here ", 1)[0])
        told = _reasons(place, single, union)
        rate = _rate(place, firsts, bases, chances, single)
        rest = log_odds(chances[place]) - log_odds(rate.probability)
        rest -= sum(each.weight for each in told)
        ids = (
            single[place].reasons[0].event_ids
            if place < len(single) and single[place].reasons
            else ()
        )
        told.append(Told("first", _first_words(place, firsts, single, union), rest, ids))
        answers.append(signed_forecast(name, asked, rate, told, known.as_of))
    return answers


def _past_firsts(series: DaySeries, rivals: Sequence[Question], day: int) -> Ints:
    """Return for each outcome, and none, the past windows in which it came first."""
    length = rivals[0].horizon_days
    counts = np.zeros(len(rivals) + 1, dtype=np.int64)
    if not len(series.watched):
        return counts
    days = []
    for rival in rivals:
        act, unit = asked_unit(series, rival)
        days.append(np.unique(select(own_touches(series, act), unit).day))
    starts = np.arange(day - length, series.first_day - 1, -STEP_DAYS)
    for start in starts.tolist():
        came = []
        for place, (rival, on) in enumerate(zip(rivals, days, strict=True)):
            inside = on[(on >= start) & (on < start + length)]
            if len(inside) >= rival.at_least:
                came.append((int(inside[rival.at_least - 1]), place))
        counts[min(came)[1] if came else -1] += 1
    return counts


def _account(chances: Sequence[float], union: float | None, firsts: Floats) -> list[float]:
    """Return the chances of each outcome being first, and of none; they sum to one.

    Examples
    --------
    >>> [round(p, 3) for p in _account([0.2, 0.2], 0.3, np.zeros(3))]
    [0.15, 0.15, 0.7]
    >>> [round(p, 3) for p in _account([0.5, 0.1], 0.55, np.array([0.0, 40.0, 4.0]))]
    [0.45, 0.1, 0.45]
    """
    p = np.clip(np.array(chances), _LEAST, 1.0 - _LEAST)
    some = 1.0 - math.prod(1.0 - each for each in p.tolist()) if union is None else union
    # Any of them is as likely as the likeliest, and no likelier than all taken together.
    some = min(max(some, float(p.max())), float(p.sum()), 1.0 - _LEAST)
    hazards = -np.log1p(-p)
    implied = hazards / hazards.sum()
    seen = firsts[:-1]
    shares = (seen + PRIOR_WINDOWS * implied) / (seen.sum() + PRIOR_WINDOWS)
    first = _shared(some, shares, p)
    first = np.maximum(first, _LEAST * implied)
    first *= some / first.sum()
    return [*first.tolist(), 1.0 - float(first.sum())]


def _shared(some: float, shares: Floats, most: Floats) -> Floats:
    """Share a chance out, none above its most; what is over goes to those with room."""
    first = some * shares
    for _ in range(len(shares)):
        over = np.maximum(first - most, 0.0)
        if over.sum() <= 1e-15:
            break
        first = np.minimum(first, most)
        room = most - first
        if room.sum() <= 0.0:
            break
        first += over.sum() * room / room.sum()
    return first


def _reasons(place: int, single: Sequence[Forecast], union: Forecast | None) -> list[Told]:
    """Return the reasons of an outcome's own forecast; for none those of any, turned about."""
    if place < len(single):
        return [
            Told(each.kind, each.text, each.weight, each.event_ids, each.claim_ids)
            for each in single[place].reasons
        ]
    if union is None:
        return []
    return [
        Told(
            each.kind, f"Of any of them: {each.text}", -each.weight, each.event_ids, each.claim_ids
        )
        for each in union.reasons
    ]


def _rate(
    place: int, firsts: Ints, bases: Sequence[float], chances: Sequence[float],
    single: Sequence[Forecast],
) -> BaseRate:  # fmt: skip
    n = int(firsts.sum())
    length = single[0].base_rate.window_days
    own = single[min(place, len(single) - 1)].base_rate
    base = min(max(bases[place], _LEAST / 10), 1.0 - _LEAST / 10)
    return BaseRate(
        probability=base,
        n_hits=int(firsts[place]),
        n_windows=n,
        class_rate=own.class_rate,
        class_hits=own.class_hits,
        class_windows=own.class_windows,
        reference_class=own.reference_class,
        window_days=max(length, single[0].question.horizon_days),
    )


def _first_words(
    place: int, firsts: Ints, single: Sequence[Forecast], union: Forecast | None
) -> str:
    n, some = int(firsts.sum()), int(firsts[:-1].sum())
    if place == len(single):
        apart = "" if union is not None else ", as if they came independently of one another"
        return (
            f"No outcome: in {int(firsts[-1])} of {n} past windows of these parties none of them "
            f"came; what the chances of the single outcomes leave is none{apart}"
        )
    happen = single[place].probability
    return (
        f"Against the others: of {some} past windows with any of the outcomes, this one came first "
        f"in {int(firsts[place])}; its chance to happen at all, {happen:.1%}, is shared with those "
        "that may come before it"
    )
