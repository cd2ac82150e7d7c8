"""Questions settled by the record: what came true, and by which events.

In: questions, and the record as it is known. Out: a `Verdict` or `Resolution` for each
whose window has closed. The idea to know: a question is settled only past its end, and
only as far as the record watched; the same touches that a chance is counted from settle
it, so forecast and verdict speak of one thing.

An act counts on the first day it was told for. Two tellings of one day count once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from parley.dynamics.series import Ints, day_number, day_of, day_series, opening_day
from parley.dynamics.units import Units, asked_unit, own_touches
from parley.errors import ForecastError
from parley.forecast.asked_words import describe_question
from parley.terms import (
    INTENSITY,
    Band,
    KnownRecord,
    Question,
    QuestionSet,
    Resolution,
)

__all__ = [
    "Acts",
    "Verdict",
    "acts_of",
    "level_of",
    "settle_question",
    "settle_questions",
    "settle_set",
    "watched_days",
]

_TOLD = 20


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a question came true, by which events, and in words why.

    `value` is what it hung on: days with the act, or the change of a level (None when it
    was not measured). `came_on` is the day on which it came true, where there is one.
    """

    outcome: bool
    event_ids: tuple[str, ...]
    text: str
    value: float | None = None
    came_on: date | None = None


@dataclass(frozen=True, slots=True)
class Acts:
    """The acts that a question counts, one row each: day, event id, intensity; by day."""

    day: Ints
    event_id: tuple[str, ...]
    intensity: np.ndarray


def acts_of(question: Question, events: pl.DataFrame, first: date, last: date) -> Acts:
    """Return the acts that a question counts and that begin on the days from one to another.

    Parameters
    ----------
    events
        Events in the columns of the record; those of other types, modes, statuses, days
        and parties are left out.

    Examples
    --------
    >>> from parley.record.rows import events_frame
    >>> from datetime import datetime, timezone
    >>> from parley.forecast.asked import make_question
    >>> asked = make_question(actors=["FRA"], recipients=["DEU"], event_types=["CONSULT"],
    ...     as_of=datetime(2024, 3, 1, tzinfo=timezone.utc), within_days=30)
    >>> len(acts_of(asked, events_frame([]), asked.opens_on, asked.closes_on).day)
    0
    """
    wanted = (
        pl.col("event_type").is_in(list(question.event_types))
        & pl.col("status").is_in(list(question.statuses))
        & pl.col("happened_on").is_between(first, last)
    )
    if question.modes:
        wanted &= pl.col("mode").fill_null("-").is_in(list(question.modes))
    rows = events.filter(wanted)
    series = day_series(rows, statuses=question.statuses)
    act, unit = asked_unit(series, question)
    own = own_touches(series, act)
    mine = np.unique(own.event[_belongs(unit, own.actor, own.recipient)])
    ids = rows["event_id"].gather(mine).to_list()
    day = rows["happened_on"].cast(pl.Date).to_physical().cast(pl.Int64).gather(mine).to_numpy()
    order = sorted(range(len(ids)), key=lambda i: (int(day[i]), ids[i]))
    return Acts(day[order], tuple(ids[i] for i in order), _intensity(rows, mine)[order])


def _belongs(unit: Units, actor: Ints, recipient: Ints) -> np.ndarray:
    return unit.find(actor, recipient) >= 0


def _intensity(rows: pl.DataFrame, mine: Ints) -> np.ndarray:
    """Return the record's own intensity of each act, or that of its type."""
    usual = pl.col("event_type").replace_strict(INTENSITY, return_dtype=pl.Float64)
    told = pl.col("intensity").cast(pl.Float64).fill_null(usual) if "intensity" in rows else usual
    return rows.select(told.alias("intensity"))["intensity"].gather(mine).to_numpy()


def level_of(acts: Acts, band: Band) -> float | None:
    """Return the level of relations that acts make; None for the mean of none.

    Examples
    --------
    >>> acts = Acts(np.array([1, 2]), ("a", "b"), np.array([2.5, -3.5]))
    >>> level_of(acts, Band("worse", measure="mean")), level_of(acts, Band("worse", measure="sum"))
    (-0.5, -1.0)
    """
    if band.measure == "sum":
        return float(acts.intensity.sum())
    return float(acts.intensity.mean()) if len(acts.intensity) else None


def watched_days(events: pl.DataFrame) -> Ints:
    """Return the days that a record watched, sorted: those on whose next morning it knew more.

    What is published on a day tells of that day and the one before.
    """
    published = pl.col("published_at").dt.replace_time_zone(None).cast(pl.Datetime("us"))
    on = published.dt.date()
    late = (on.cast(pl.Datetime("us")) != published).cast(pl.Int64)
    days = events.select(day=on.to_physical().cast(pl.Int64) + late - 1)["day"]
    return np.asarray(days.drop_nulls().unique().sort().to_numpy(), dtype=np.int64)


def settle_question(question: Question, events: pl.DataFrame) -> Verdict:
    """Settle a question by events, whatever the day: its window is taken to have closed.

    Parameters
    ----------
    events
        All events known, in the columns of the record.
    """
    if question.band is not None:
        return _settle_band(question, question.band, events)
    if question.first_of:
        return _settle_first(question, events)
    return _settle_act(question, events)


def settle_questions(
    questions: Iterable[Question], known: KnownRecord
) -> tuple[list[Resolution], list[Question]]:
    """Settle the questions whose windows have closed; return those that wait beside them.

    A question waits until the first day after its window has begun and the record has
    watched up to its last day.

    Returns
    -------
    tuple
        Resolutions without ids, and the questions that wait, both in order.
    """
    events = known.events()
    watched = watched_days(events)
    today = opening_day(known.as_of)
    last_day = min(int(watched[-1]) if len(watched) else -1, day_number(today) - 1)
    settled, waiting = [], []
    for question in questions:
        if day_number(question.closes_on) > last_day:
            waiting.append(question)
            continue
        verdict = settle_question(question, events)
        settled.append(
            Resolution(
                question_id=question.question_id,
                outcome=verdict.outcome,
                resolved_at=known.as_of,
                event_ids=verdict.event_ids,
                text=f"{verdict.text}{_how_watched(question, watched)}",
                value=verdict.value,
            )
        )
    return settled, waiting


def settle_set(questions: QuestionSet, events: pl.DataFrame) -> tuple[Verdict, ...]:
    """Settle the outcomes of a set; of exclusive ones exactly one comes true.

    Raises
    ------
    ForecastError
        If outcomes that should exclude one another do not.
    """
    verdicts = tuple(settle_question(question, events) for question in questions.questions)
    if questions.exclusive and sum(verdict.outcome for verdict in verdicts) != 1:
        raise ForecastError(
            f"The outcomes of {questions.text!r} do not exclude one another, or leave something "
            "out; ask them side by side."
        )
    return verdicts


def _settle_act(question: Question, events: pl.DataFrame) -> Verdict:
    acts = acts_of(question, events, question.opens_on, question.closes_on)
    days = np.unique(acts.day)
    n_days, low, high = len(days), question.at_least, question.at_most
    outcome = n_days >= low and (high is None or n_days <= high)
    # A count that has to stay below a figure is settled by the whole window.
    decides = outcome and high is None and low > 0
    came_on = day_of(int(days[low - 1])) if decides else None
    return Verdict(outcome, acts.event_id[:_TOLD], _count_words(question, acts), n_days, came_on)


def _count_words(question: Question, acts: Acts) -> str:
    days = np.unique(acts.day)
    if not len(days):
        return "no such act in the window"
    n = len(acts.event_id)
    told = f"{n} act{'' if n == 1 else 's'} on {len(days)} day{'' if len(days) == 1 else 's'}"
    return f"{told}, the first on {day_of(int(days[0]))}"


def _settle_band(question: Question, band: Band, events: pl.DataFrame) -> Verdict:
    length = question.horizon_days
    opens = day_number(question.opens_on)
    now = acts_of(question, events, question.opens_on, question.closes_on)
    before = acts_of(question, events, day_of(opens - length), day_of(opens - 1))
    level, was = level_of(now, band), level_of(before, band)
    change = None if level is None or was is None else level - was
    what = "mean" if band.measure == "mean" else "sum"
    if change is None:
        lacking = "window" if level is None else "window before"
        text = f"not measured, so steady: no act in the {lacking}"
    else:
        text = (
            f"{what} {level:+.2f} over {len(now.day)} acts against {was:+.2f} over "
            f"{len(before.day)} in the {length} days before: a change of {change:+.2f}"
        )
    half = _TOLD // 2
    told = (*now.event_id[: _TOLD - half], *before.event_id[-half:])
    return Verdict(band.holds(change), told, text, change)


def _settle_first(question: Question, events: pl.DataFrame) -> Verdict:
    verdicts = [settle_question(rival, events) for rival in question.first_of]
    came = [(each.came_on, i) for i, each in enumerate(verdicts) if each.came_on is not None]
    if not came:
        text = "none of the outcomes came about in the window"
        return Verdict(question.place == len(verdicts), (), text)
    came_on, winner = min(came)
    named = _outcome_words(question.first_of[winner])
    same_day = sum(day == came_on for day, _ in came) > 1
    tie = "; another came that day and is named later" if same_day else ""
    return Verdict(
        question.place == winner,
        verdicts[winner].event_ids,
        f"first came {named}, on {came_on}{tie}",
        came_on=came_on if question.place == winner else None,
    )


def _outcome_words(rival: Question) -> str:
    words = rival.text.rstrip("?").removeprefix("Will ").removesuffix(f" by {rival.closes_on}")
    return f"“{words}”" if words else describe_question(rival)


def _how_watched(question: Question, watched: Sequence[int] | Ints) -> str:
    """Say so where the record did not watch on every day of the window."""
    days = np.asarray(watched)
    opens, closes = day_number(question.opens_on), day_number(question.closes_on)
    n = int(((days >= opens) & (days <= closes)).sum())
    if n == question.horizon_days:
        return ""
    return f"; the record watched on {n} of its {question.horizon_days} days"
