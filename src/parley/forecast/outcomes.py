"""Several outcomes: asked side by side, or such that exactly one comes true.

In: questions over one window. Out: `QuestionSet`; and from the forecasts of the single
outcomes, forecasts of which comes first. The idea to know: outcomes that exclude one
another are made so by a rule (which comes first, the earlier named on one day, or none),
so that the record can settle them; their chances come from one joint account, not from
stretching figures until they sum to one.

The account: the chance that any of them comes about is that of the question "any of
these"; how it is shared follows the past windows of the parties, by which outcome came
first in each, drawn towards the shares that the single chances imply as competing risks
(hazards -ln(1 - p); Prentice et al. 1978, Biometrics 34(4)). No outcome gets more than
its own chance to happen at all. What is left of one is "none".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time

import numpy as np

from parley.dynamics.series import DaySeries, Ints, day_number, day_series, opening_day
from parley.dynamics.units import asked_unit, own_touches, select
from parley.dynamics.windows import Floats
from parley.errors import QuestionError
from parley.forecast.asked import make_question
from parley.forecast.explain import Told
from parley.forecast.signing import signed_forecast
from parley.terms import (
    Band,
    BaseRate,
    Forecast,
    KnownRecord,
    Question,
    QuestionSet,
    log_odds,
    make_id,
)

__all__ = ["join_outcomes", "make_set", "relations_set"]

PRIOR_WINDOWS = 8.0
"""Windows that the implied shares count for, beside the parties' own.

Of 0.25 to 8 and none but the implied, 8 was best on the pairs of the 20 busiest parties of
ICEWS 2018 (talks, accusations or threats first within 30 days, origins in April, May and
July): log loss .813, Brier .229; chances stretched to sum to one had 1.024 and .248.
"""
STEP_DAYS = 7
_LEAST = 1e-4


def make_set(
    questions: Sequence[Question],
    *,
    exclusive: bool,
    labels: Sequence[str] = (),
    text: str = "",
) -> QuestionSet:
    """Put outcomes together: side by side, or by which comes first.

    Parameters
    ----------
    questions
        Two or more over one window.
    exclusive
        Whether to ask which comes first; "none of them" is then added.
    labels
        Short names of the outcomes; by default their words.

    Raises
    ------
    QuestionError
        If there are fewer than two, their windows differ, two are the same, or an
        exclusive one cannot be put in order of time.

    Examples
    --------
    >>> from datetime import datetime, timezone
    >>> moment = datetime(2018, 3, 1, tzinfo=timezone.utc)
    >>> asked = [make_question(actors=["USA"], recipients=["IRN"], event_types=[kind],
    ...                        directed=False, as_of=moment) for kind in ("CONSULT", "THREATEN")]
    >>> make_set(asked, exclusive=True, labels=["talks", "threats"]).labels
    ('talks', 'threats', 'none of these')
    """
    _check_set(questions, exclusive, text)
    names = tuple(labels) or tuple(_label(question) for question in questions)
    whole = text or f"{' / '.join(names)}?"
    if not exclusive:
        set_id = make_id("set", "side by side", *(each.question_id for each in questions))
        settles = "each outcome by itself: " + "; ".join(
            f"{name}: {question.settles}" for name, question in zip(names, questions, strict=True)
        )
        return QuestionSet(set_id, whole, tuple(questions), names, False, settles)
    rivals = tuple(questions)
    set_id = make_id("set", "first", *(each.question_id for each in rivals))
    names = (*names, "none of these")
    order = " before ".join(f"“{name}”" for name in names[:-1])
    settles = (
        "the record: the outcome whose act begins first in the window comes true, and none other; "
        f"on one day the one named earlier ({order}); “none of these” when no such act begins"
    )
    placed = tuple(_placed(rivals, place, names[place], settles) for place in range(len(names)))
    return QuestionSet(set_id, whole, placed, names, True, settles)


def relations_set(question: Question, *, text: str = "") -> QuestionSet:
    """Return the three ways relations can go: worse, steady, better.

    Raises
    ------
    QuestionError
        If the question is not about relations.
    """
    band = question.band
    if band is None:
        raise QuestionError("Only relations go three ways: worse, steady, better.")
    ways = ("worse", "steady", "better")
    questions = []
    for way in ways:
        moved = Band(way, band.by, band.measure)  # type: ignore[arg-type]
        questions.append(_with_band(question, moved))
    set_id = make_id("set", "relations", *(each.question_id for each in questions))
    by = f" by {band.by:g} points or more" if band.by else ""
    settles = questions[0].settles.replace("be lower", "be lower (worse) or higher (better)", 1)
    words = text or f"Will relations worsen{by}, improve{by}, or stay as they are?"
    return QuestionSet(set_id, words, tuple(questions), ways, True, settles)


def _with_band(question: Question, band: Band) -> Question:
    return make_question(
        actors=question.actors,
        recipients=question.recipients,
        event_types=question.event_types,
        as_of=datetime.combine(question.opens_on, time(0), tzinfo=UTC),
        closes_on=question.closes_on,
        directed=question.directed,
        statuses=question.statuses,
        band=band,
    )


def _check_set(questions: Sequence[Question], exclusive: bool, text: str) -> None:
    if len(questions) < 2:
        raise QuestionError(
            "Several outcomes are two or more, such as --outcome CONSULT --outcome THREATEN.",
            question=text,
        )
    windows = {(each.opens_on, each.closes_on) for each in questions}
    if len(windows) > 1:
        raise QuestionError(
            "The outcomes have different windows. Give one window for all, with --within or "
            "--until.",
            question=text,
        )
    if len({each.question_id for each in questions}) < len(questions):
        raise QuestionError("Two of the outcomes ask for the same thing.", question=text)
    for each in questions:
        if exclusive and (
            each.band is not None or each.at_most is not None or each.at_least < 1 or each.first_of
        ):
            raise QuestionError(
                f"{each.text!r} comes about on no one day, so it cannot be first. Ask the outcomes "
                "side by side.",
                question=text,
            )


def _placed(rivals: tuple[Question, ...], place: int, label: str, settles: str) -> Question:
    """Return the question whether the outcome at a place comes first."""
    none = place == len(rivals)
    own = rivals[-1] if none else rivals[place]
    last = own.closes_on
    listed = ", ".join(f"“{_label(each)}”" for each in rivals)
    words = f"Will none of {listed} come about by {last}?"
    if not none:
        others = ", ".join(f"“{_label(each)}”" for i, each in enumerate(rivals) if i != place)
        words = f"Will “{_label(own)}” come before {others} by {last}?"

    def joined(name: str) -> tuple[str, ...]:
        every = [code for each in rivals for code in getattr(each, name)]
        return tuple(dict.fromkeys(every)) if none else tuple(getattr(own, name))

    return replace(
        own,
        question_id=make_id("first", place, *(each.question_id for each in rivals)),
        text=words,
        actors=joined("actors"),
        recipients=joined("recipients"),
        event_types=joined("event_types"),  # type: ignore[arg-type]
        settles=f"{settles}; here “{label}”",
        first_of=rivals,
        place=place,
    )


def _label(question: Question) -> str:
    words = question.text.rstrip("?").removeprefix("Will ")
    return words.rsplit(" by ", 1)[0] if f" by {question.closes_on}" in words else words


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
    series = day_series(known.events(), statuses=rivals[0].statuses)
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
        asked = _placed(
            rivals, place, "none of these" if place == len(rivals) else _label(rivals[place]),
            question.settles.rsplit("; here ", 1)[0],
        )  # fmt: skip
        told = _reasons(place, single, union)
        rate = _rate(place, firsts, bases, chances, single)
        rest = log_odds(chances[place]) - log_odds(rate.probability)
        rest -= sum(each.weight for each in told)
        ids = (
            single[place].reasons[0].event_ids
            if place < len(single) and single[place].reasons
            else ()
        )
        told.append(Told("first", _first_words(place, firsts, single, chances), rest, ids))
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
    place: int, firsts: Ints, single: Sequence[Forecast], chances: Sequence[float]
) -> str:
    n, some = int(firsts.sum()), int(firsts[:-1].sum())
    if place == len(single):
        return (
            f"No outcome: in {int(firsts[-1])} of {n} past windows of these parties none of them "
            "came; what the chances of the single outcomes leave is none"
        )
    happen = single[place].probability
    return (
        f"Against the others: of {some} past windows with any of the outcomes, this one came first "
        f"in {int(firsts[place])}; its chance to happen at all, {happen:.1%}, is shared with those "
        "that may come before it"
    )
