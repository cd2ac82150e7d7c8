"""Kept forecasts, settled: what came true, what has to be corrected, what waits.

In: the record as known at a moment, with its forecasts and resolutions. Out:
`SettleRun`, the resolutions to write. The idea to know: settling twice changes nothing;
where later reports turn a verdict, the correction is another row that names the old one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import polars as pl

from parley.forecast.settle import settle_questions
from parley.record.rows import question_from_row, resolution_from_row
from parley.terms import Question, Resolution

__all__ = ["SettleRun", "Settled", "settle_kept"]


class _Ledger(Protocol):
    @property
    def as_of(self) -> datetime: ...
    def events(self) -> pl.DataFrame: ...
    def claims(self) -> pl.DataFrame: ...
    def forecasts(self) -> pl.DataFrame: ...
    def resolutions(self) -> pl.DataFrame: ...


@dataclass(frozen=True, slots=True)
class Settled:
    """A question with its verdict; `was` is the verdict it corrects, if it does."""

    question: Question
    resolution: Resolution
    was: Resolution | None = None


@dataclass(frozen=True, slots=True)
class SettleRun:
    """What settling came to at a moment.

    `settled` are new verdicts and corrections, `n_same` were settled alike before,
    `waiting` are questions whose windows are open, or not watched to their end.
    """

    as_of: datetime
    settled: tuple[Settled, ...]
    n_same: int
    waiting: tuple[Question, ...]

    @property
    def n_corrected(self) -> int:
        """How many verdicts correct an earlier one."""
        return sum(each.was is not None for each in self.settled)


def settle_kept(known: _Ledger) -> SettleRun:
    """Settle the questions of all forecasts kept by a moment, as far as the record watched.

    Parameters
    ----------
    known
        The record at that moment; verdicts rest on what was published by then.
    """
    questions = {each.question_id: each for each in _asked(known.forecasts())}
    before = {
        row["question_id"]: resolution_from_row(row)
        for row in known.resolutions().iter_rows(named=True)
    }
    resolutions, waiting = settle_questions(questions.values(), known)
    settled, n_same = [], 0
    for resolution in resolutions:
        was = before.get(resolution.question_id)
        if was is not None and was.outcome == resolution.outcome:
            n_same += 1
            continue
        if was is not None:
            resolution = replace(resolution, replaces=was.resolution_id or None)
        settled.append(Settled(questions[resolution.question_id], resolution, was))
    return SettleRun(known.as_of, tuple(settled), n_same, tuple(waiting))


def _asked(forecasts: pl.DataFrame) -> Iterator[Question]:
    """Yield the questions of forecasts, each once, by the end of their windows."""
    rows = forecasts.unique("question_id", keep="first", maintain_order=True)
    found = [question_from_row(json.loads(words)) for words in rows["question"].to_list()]
    yield from sorted(found, key=lambda each: (each.closes_on, each.question_id))
