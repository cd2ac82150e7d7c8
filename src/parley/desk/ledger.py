"""Verbs of the track record: settle what is past its end, score it, list it, exchange it.

In: the forecasts that the record keeps; questions of other places, as files. Out: new
resolutions, scores, rows, files. The idea to know: nothing is settled before its window
has closed and the record has watched to its end, and the record only grows.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import polars as pl

from parley.asking import answer_question
from parley.desk.base import BaseDesk
from parley.desk.moments import Day, Moment, Names, as_day, chosen_of
from parley.errors import InputError
from parley.forecast.formats import (
    KINDS,
    Kind,
    Placed,
    QuestionsImported,
    export_text,
    place_questions,
    read_exchange,
)
from parley.forecast.ledger import SettleRun, settle_kept
from parley.forecast.scored import By, ScoreCard, kept_forecasts, score_kept
from parley.record.rows import forecast_from_row
from parley.results import Rows
from parley.terms import EVENT_TYPES, Forecast, Forecaster

__all__ = ["LedgerDesk"]


class LedgerDesk(BaseDesk):
    """Keeps score."""

    def settle(self, *, as_of: Moment = None, record: bool = True) -> SettleRun:
        """Settle all kept forecasts whose windows have closed.

        Parameters
        ----------
        as_of
            Verdicts rest on what was published by this moment; by default now.
        record
            Whether to keep the verdicts.
        """
        run = settle_kept(self.known(as_of))
        if not record or not run.settled:
            return run
        named = self.store_to_write.add_resolutions(
            [each.resolution for each in run.settled], recorded_at=self.now()
        )
        settled = zip(run.settled, named, strict=True)
        return replace(run, settled=tuple(replace(s, resolution=r) for s, r in settled))

    def score(
        self,
        *,
        forecaster: str | None = None,
        event_type: Names = None,
        since: Day = None,
        until: Day = None,
        by: By | None = None,
        as_of: Moment = None,
    ) -> tuple[ScoreCard, ...]:
        """Score the kept forecasts that are settled: all, then by group.

        Parameters
        ----------
        forecaster, event_type
            Only those of one forecaster, or about some types.
        since, until
            Only windows that closed on these days.
        by
            `forecaster`, `type`, `horizon` or `month`.

        Raises
        ------
        ForecastError
            If there is nothing to score.
        """
        return score_kept(
            kept_forecasts(self.known(as_of)),
            forecaster=forecaster,
            event_types=chosen_of(event_type, EVENT_TYPES, "type"),
            since=as_day(since, name="since"),
            until=as_day(until, name="until"),
            by=by,
        )

    def forecasts(
        self,
        *,
        forecaster: str | None = None,
        settled: bool | None = None,
        as_of: Moment = None,
        limit: int | None = None,
    ) -> Rows[Forecast]:
        """Return the forecasts made from an origin up to a moment, with what came of them.

        Their frame has the columns `outcome` (null while open), `settled` (in words) and
        `closes_on` beside those of the table.

        Parameters
        ----------
        forecaster
            Only those of this one.
        settled
            Only those settled, or only those not settled yet.
        """
        known = self.known(as_of)
        frame = known.forecasts()
        verdicts = known.resolutions().select("question_id", "outcome", settled="text")
        frame = frame.join(verdicts, on="question_id", how="left", maintain_order="left")
        closes = pl.col("question").str.json_path_match("$.closes_on").str.to_date()
        frame = frame.with_columns(closes_on=closes)
        if forecaster is not None:
            frame = frame.filter(pl.col("forecaster") == forecaster)
        if settled is not None:
            frame = frame.filter(pl.col("outcome").is_not_null() == settled)
        frame = frame if limit is None else frame.tail(limit)
        return Rows(frame, forecast_from_row, name="forecasts", as_of=known.as_of)

    def questions_import(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        text: str | None = None,
        kind: Kind | None = None,
        answer: bool = True,
        as_of: Moment = None,
        forecaster: str | Forecaster | None = None,
    ) -> QuestionsImported:
        """Take in questions of other places; ask those that are understood, keep the rest.

        Parameters
        ----------
        path, text
            A file, or its text.
        kind
            Its layout; by default told from what it holds.
        answer
            Whether to answer what is understood.
        as_of
            The moment to ask from; by default the day the forecasts are due, else now.

        Raises
        ------
        ImportDataError
            If the file has none of the layouts known.
        """
        name, words = _read(path, text)
        exchange = read_exchange(words, where=name, kind=kind)
        moment = None if as_of is None else self._moment(as_of)
        placed = place_questions(
            exchange,
            table=self.table,
            now=self.now(),
            asked_at=moment,
            events_at=lambda at: self.store_to_write.known(at).events(),
        )
        n_answered = self._answer(placed, forecaster) if answer else 0
        n_new = self.store_to_write.add_imported_questions(
            [each.row for each in placed], recorded_at=self.now()
        )
        return QuestionsImported(
            file=name,
            kind=exchange.kind,
            n_questions=len(placed),
            n_new=n_new,
            n_understood=sum(bool(each.questions) for each in placed),
            n_asked=sum(len(each.questions) for each in placed),
            n_answered=n_answered,
            reasons=_counted(placed),
        )

    def questions_export(
        self,
        *,
        kind: Kind,
        batch: str | None = None,
        as_of: Moment = None,
        organization: str = "parley",
        forecaster: str | None = None,
    ) -> str:
        """Return imported questions, or the forecasts for them, as the text of a file.

        Parameters
        ----------
        kind
            The layout. `forecastbench-submission` and `metaculus-predictions` hold the
            forecasts kept for imported questions; the others give back what came in.
        batch
            Of which import, by the first characters of its id or by its file's name; by
            default the latest of that layout.
        organization
            Who submits.
        forecaster
            Only forecasts of this one; by default the latest of any.

        Raises
        ------
        InputError
            If nothing was imported in that layout.
        """
        if kind not in KINDS:
            raise InputError(f"No layout {kind!r}. Known: {', '.join(KINDS)}.")
        known = self.known(as_of)
        return export_text(
            known.imported_questions(),
            known.forecasts(),
            kind=kind,
            batch=batch,
            organization=organization,
            forecaster=forecaster,
        )

    def _answer(self, placed: Sequence[Placed], forecaster: str | Forecaster | None) -> int:
        """Answer the questions that were understood, and keep the forecasts."""
        chosen, n_answered = self._forecaster(forecaster), 0
        for each in placed:
            for question in each.questions:
                known = self.store_to_write.known(each.asked_at)
                answer = answer_question(question, known=known, forecaster=chosen)
                self.store_to_write.add_forecast(answer.forecast, recorded_at=self.now())
                n_answered += 1
        return n_answered


def _read(path: str | os.PathLike[str] | None, text: str | None) -> tuple[str, str]:
    if (path is None) == (text is None):
        raise InputError("Give a file with questions, or its text, not both and not neither.")
    if text is not None:
        return "-", text
    file = Path(cast("str | os.PathLike[str]", path))
    try:
        return file.name, file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"Cannot read {str(file)!r}: {error}. Give a file of questions in JSON or CSV."
        ) from error


def _counted(placed: Sequence[Placed]) -> tuple[tuple[str, int], ...]:
    """Return the reasons for which questions were kept aside, the most frequent first."""
    counts: dict[str, int] = {}
    for each in placed:
        if each.kind_of_reason:
            counts[each.kind_of_reason] = counts.get(each.kind_of_reason, 0) + 1
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
