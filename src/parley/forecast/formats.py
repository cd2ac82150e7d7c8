"""Files of questions from other places, in and out.

In: the text of a file in a layout of ForecastBench or Metaculus. Out: entries with the
questions made of them, rows to keep, and files again. The idea to know: every entry is
kept as it came, whether it was understood or not, so export gives back what import took;
what was understood is linked to its questions, and their forecasts go out as a
submission or as predictions.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from parley.errors import ImportDataError, InputError
from parley.forecast.formats_exchange import (
    KINDS,
    Aside,
    Asking,
    Exchange,
    Kind,
    Placed,
    as_date,
    placed_row,
)
from parley.forecast.formats_forecastbench import (
    LISTS,
    Answered,
    forecastbench_due,
    forecastbench_questions,
    read_forecastbench,
    submission,
)
from parley.forecast.formats_metaculus import (
    metaculus_question,
    metaculus_text,
    predictions,
    read_metaculus,
)
from parley.reading.actor_tables import ActorTable
from parley.terms import Question

__all__ = [
    "KINDS",
    "Kind",
    "Placed",
    "QuestionsImported",
    "export_text",
    "place_questions",
    "read_exchange",
]

_LAYOUTS = (
    "a ForecastBench question set, resolution set or submission (an object with "
    "forecast_due_date and questions, resolutions or forecasts), or Metaculus questions (a list "
    "of objects, lines of them, or CSV, with question_text, id_of_post and id_of_question)"
)


@dataclass(frozen=True, slots=True)
class QuestionsImported:
    """What taking in a file of questions came to.

    `n_new` entries were not in the record before, `n_understood` of all were understood,
    as `n_asked` questions (one a resolution date); `reasons` count why others were not.
    """

    file: str
    kind: Kind
    n_questions: int
    n_new: int
    n_understood: int
    n_asked: int
    n_answered: int
    reasons: tuple[tuple[str, int], ...]


def read_exchange(text: str, *, where: str, kind: Kind | None = None) -> Exchange:
    """Take a file of questions apart.

    Parameters
    ----------
    where
        The file, for messages.
    kind
        The layout it has to have; by default told from what it holds.

    Raises
    ------
    ImportDataError
        If it has none of the layouts known, or another than `kind`.

    Examples
    --------
    >>> read_exchange('{"forecast_due_date": "2026-08-16", "questions": []}', where="-").kind
    'forecastbench-questions'
    """
    found = _read_json(text, where) or _read_csv(text, where)
    if found is None:
        raise ImportDataError(f"no questions in a layout that is known: {_LAYOUTS}", where=where)
    if kind is not None and found.kind != kind:
        raise ImportDataError(f"its layout is {found.kind}, not {kind}", where=where)
    return found


def place_questions(
    exchange: Exchange,
    *,
    table: ActorTable,
    now: datetime,
    asked_at: datetime | None = None,
    events_at: Callable[[datetime], pl.DataFrame],
) -> tuple[Placed, ...]:
    """Return every entry with the questions made of it, or the reason why there are none.

    Parameters
    ----------
    now
        The moment to ask from where neither `asked_at` nor the file names one.
    events_at
        Events of the record as known at a moment, for questions that compare with the past.
    """
    due = forecastbench_due(exchange) if exchange.kind in LISTS else None
    moment = asked_at or due or now
    asking = Asking(table, moment, events_at)
    return tuple(_place(exchange, place, asking) for place in range(len(exchange.entries)))


def export_text(
    imported: pl.DataFrame,
    forecasts: pl.DataFrame,
    *,
    kind: Kind,
    batch: str | None = None,
    organization: str = "parley",
    forecaster: str | None = None,
) -> str:
    """Return the text of a file: what came in, or the forecasts for it.

    Parameters
    ----------
    imported
        Rows of `imported_questions`.
    forecasts
        Rows of `forecasts`; of several for a question the latest counts.

    Raises
    ------
    InputError
        If nothing was imported that fits.
    """
    if forecaster is not None:
        forecasts = forecasts.filter(pl.col("forecaster") == forecaster)
    if kind == "metaculus-predictions":
        rows = _batch(imported, "metaculus", batch)
        answered = [(entry, row) for entry, found in _answered(rows, forecasts) for _, row in found]
        return json.dumps(predictions(answered), ensure_ascii=False, indent=2) + "\n"
    made = kind == "forecastbench-submission"
    if made and not _fits(imported, kind, batch).is_empty() and batch is not None:
        made = False  # a submission that came in goes out as it was
    if made:
        rows = _batch(imported, "forecastbench-questions", batch)
        answers = list(_answered(rows, forecasts))
        models = sorted({row["forecaster"] for _, found in answers for _, row in found})
        whole = submission(
            _header(rows[0]), answers, organization=organization, model=" ".join(models) or "parley"
        )
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    rows = _batch(imported, kind, batch)
    entries = [json.loads(row["raw"]) for row in rows]
    header = _header(rows[0])
    if kind == "metaculus":
        return metaculus_text(entries, json.loads(rows[0]["header"])["container"])
    return json.dumps({**header, LISTS[kind]: entries}, ensure_ascii=False, indent=2) + "\n"


def _read_json(text: str, where: str) -> Exchange | None:
    try:
        whole = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return _read_lines(text, where)
    if isinstance(whole, dict):
        found = read_forecastbench(whole, where=where)
        return found or read_metaculus([whole], where=where, container="jsonl")
    if isinstance(whole, list):
        return read_metaculus(whole, where=where, container="json")
    return None


def _read_lines(text: str, where: str) -> Exchange | None:
    entries = []
    for line in text.splitlines():
        if not line.strip():
            continue
        try:
            entries.append(json.loads(line))
        except (json.JSONDecodeError, RecursionError):
            return None
    return read_metaculus(entries, where=where, container="jsonl")


def _read_csv(text: str, where: str) -> Exchange | None:
    try:
        entries = list(csv.DictReader(io.StringIO(text), strict=True))
    except csv.Error:
        return None
    if any(None in entry or None in entry.values() for entry in entries):
        return None  # rows longer or shorter than the header: no table
    return read_metaculus(entries, where=where, container="csv")


def _place(exchange: Exchange, place: int, asking: Asking) -> Placed:
    entry = exchange.entries[place]
    if exchange.kind == "metaculus":
        found = [("", metaculus_question(entry, asking))]
        text, source, source_id = str(entry["question_text"]), "metaculus", entry["id_of_question"]
        due = as_date(entry.get("scheduled_resolution_time"))
    elif exchange.kind == "forecastbench-questions":
        found, text = forecastbench_questions(entry, asking)
        source, source_id, due = str(entry["source"]), entry["id"], asking.asked_at.date()
    else:
        kept = Aside("kept as it came", "it is an answer, not a question")
        found, text = [("", kept)], ""
        source, source_id, due = str(entry["source"]), entry["id"], None
    questions = [each for _, each in found if isinstance(each, Question)]
    asides = [each for _, each in found if isinstance(each, Aside)]
    ids = [each.question_id if isinstance(each, Question) else "" for _, each in found]
    reasons = dict.fromkeys(str(each) for each in asides)
    row = placed_row(
        exchange,
        place,
        source=source,
        source_id=source_id if isinstance(source_id, str) else json.dumps(source_id),
        text=text,
        due_on=due,
        question_ids=ids if questions else [],
        reason="; ".join(reasons) or None,
    )
    kind = asides[0].kind if asides and not questions else ""
    return Placed(row, tuple(questions), asking.asked_at, kind)


def _fits(imported: pl.DataFrame, kind: str, batch: str | None) -> pl.DataFrame:
    rows = imported.filter(pl.col("kind") == kind)
    if batch is None:
        return rows
    return rows.filter(pl.col("batch").str.starts_with(batch) | (pl.col("file") == batch))


def _batch(imported: pl.DataFrame, kind: str, batch: str | None) -> list[dict[str, Any]]:
    """Return the rows of one import, in their order; by default of the latest."""
    rows = _fits(imported, kind, batch)
    if rows.is_empty():
        named = f" called {batch!r}" if batch is not None else ""
        raise InputError(
            f"Nothing{named} was imported in the layout {kind}. "
            "`parley questions import FILE` takes a file in."
        )
    latest = rows.sort("recorded_at", "batch")["batch"][-1]
    return list(rows.filter(pl.col("batch") == latest).sort("place").iter_rows(named=True))


def _header(row: dict[str, Any]) -> dict[str, Any]:
    header: dict[str, Any] = json.loads(row["header"])
    header.pop("container", None)
    return header


def _answered(rows: Iterable[dict[str, Any]], forecasts: pl.DataFrame) -> Iterable[Answered]:
    """Yield entries with the dates that have a forecast, and that forecast's row."""
    latest = {
        row["question_id"]: row
        for row in forecasts.sort("origin", "recorded_at").iter_rows(named=True)
    }
    for row in rows:
        entry = json.loads(row["raw"])
        dates = entry.get("resolution_dates")
        named = [str(told) for told in dates] if isinstance(dates, list) and dates else [""]
        answers = [
            (told, latest[id_])
            for told, id_ in zip(named, row["question_ids"] or [], strict=False)
            if id_ in latest
        ]
        yield entry, answers
