"""Questions made ready to be counted: their windows, their units, and those asked together.

In: questions and the record as it was known. Out: for each its act, unit, window and base
rate, or batches of those that can be answered at once. The idea to know: every forecaster
goes through here, so all mean the same window and the same base rate by a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from parley.dynamics.base_rates import base_rate, rate_table
from parley.dynamics.series import DaySeries, day_number, day_of, day_series, opening_day
from parley.dynamics.units import Act, Shape, Units, asked_unit
from parley.dynamics.windows import Floats
from parley.errors import ForecastError
from parley.terms import BaseRate, KnownRecord, Question

__all__ = ["Batch", "Days", "asked_rate", "batch_rates", "batches", "series_for", "window_of"]

Days = tuple[int, int, int]
"""The morning one looks from, the days of the window, the days until it opens."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Questions that share act, shape and window, as one set of units."""

    places: tuple[int, ...]
    act: Act
    units: Units
    day: int
    horizon_days: int
    gap_days: int


def series_for(known: KnownRecord, question: Question) -> DaySeries:
    """Return the day series of what is known, done acts being those that settle the question.

    A view that keeps its day series (`day_series(statuses)`) is asked for it.
    """
    keeps = getattr(known, "day_series", None)
    if keeps is not None:
        kept: DaySeries = keeps(question.statuses)
        return kept
    return day_series(known.events(), statuses=question.statuses)


def window_of(question: Question, as_of: datetime) -> Days:
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


def asked_rate(series: DaySeries, question: Question, as_of: datetime) -> BaseRate:
    """Return the base rate of a question; an even chance when nothing is known at all."""
    day, horizon, _ = window_of(question, as_of)
    if not len(series.watched):
        return BaseRate(
            probability=0.5, n_hits=0, n_windows=0, class_rate=0.5, class_hits=0,
            class_windows=0, reference_class="no event at all is known, so nothing was counted",
            window_days=horizon,
        )  # fmt: skip
    act, unit = asked_unit(series, question)
    return base_rate(series, act, unit, day=day, horizon_days=horizon)


def batch_rates(series: DaySeries, batch: Batch) -> Floats:
    """Return the base rates of a batch, shape (n_questions,)."""
    moments = np.array([batch.day], dtype=np.int64)
    table = rate_table(
        series, batch.act, batch.units, moments=moments, horizon_days=batch.horizon_days
    )
    return table.probability[:, 0]


def batches(questions: Sequence[Question], known: KnownRecord) -> Iterable[tuple[DaySeries, Batch]]:
    """Gather questions that can be answered together; those without history are left out."""
    all_series: dict[tuple[str, ...], DaySeries] = {}
    groups: dict[tuple[tuple[str, ...], Act, Shape, Days], list[tuple[int, Act, Units]]] = {}
    for i, question in enumerate(questions):
        if question.statuses not in all_series:
            all_series[question.statuses] = series_for(known, question)
        series = all_series[question.statuses]
        if not len(series.watched):
            continue
        act, unit = asked_unit(series, question)
        key = (question.statuses, act, unit.shape, window_of(question, known.as_of))
        groups.setdefault(key, []).append((i, act, unit))
    for (statuses, _, _, days), members in groups.items():
        for places, act, units in _disjoint(members):
            yield all_series[statuses], Batch(places, act, units, *days)


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
