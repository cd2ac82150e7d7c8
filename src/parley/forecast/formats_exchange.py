"""What the layouts of question files share: a file taken apart, an entry placed.

In: nothing. Out: `Exchange`, a file's header and entries; `Placed`, an entry with the
questions made of it, or the reason why there are none; `Aside`, that reason raised. The
idea to know: an entry is kept as it came, so that what goes out again is what came in.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import polars as pl

from parley.reading.actor_tables import ActorTable
from parley.terms import Question, make_id

__all__ = [
    "KINDS",
    "Aside",
    "Asking",
    "Exchange",
    "Kind",
    "Placed",
    "as_date",
    "placed_row",
]

Kind = Literal[
    "forecastbench-questions",
    "forecastbench-resolutions",
    "forecastbench-submission",
    "metaculus",
    "metaculus-predictions",
]
KINDS: tuple[Kind, ...] = (
    "forecastbench-questions",
    "forecastbench-resolutions",
    "forecastbench-submission",
    "metaculus",
    "metaculus-predictions",
)

Entry = dict[str, Any]


class Aside(Exception):  # noqa: N818 - a reason that is kept, never an error that is shown
    """An entry is kept aside: `kind` in a few words, the message in full."""

    def __init__(self, kind: str, message: str) -> None:
        self.kind = kind
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A file of questions, taken apart; `header` is all but its list of `entries`.

    `container` is `json`, `jsonl` or `csv`: how the entries were written.
    """

    kind: Kind
    header: Entry
    entries: tuple[Entry, ...]
    where: str
    container: str = "json"

    @property
    def batch(self) -> str:
        """Id of the file by what it holds: the same file is the same batch."""
        told = json.dumps([self.header, list(self.entries)], ensure_ascii=False, sort_keys=True)
        return make_id("exchange", self.kind, told)


@dataclass(frozen=True, slots=True)
class Asking:
    """How questions are asked of an entry: names, moment, and the record as known then."""

    table: ActorTable
    asked_at: datetime
    events_at: Callable[[datetime], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry with the questions made of it, none when it is kept aside.

    `row` is its row of `imported_questions`; `asked_at` the moment it is asked from.
    """

    row: Entry
    questions: tuple[Question, ...]
    asked_at: datetime
    kind_of_reason: str = ""


def placed_row(
    exchange: Exchange, place: int, *, source: str, source_id: str, text: str, due_on: date | None,
    question_ids: list[str], reason: str | None,
) -> Entry:  # fmt: skip
    """Return the row of `imported_questions` for one entry."""
    raw = json.dumps(exchange.entries[place], ensure_ascii=False)
    header = json.dumps({**exchange.header, "container": exchange.container}, ensure_ascii=False)
    return {
        "imported_id": make_id("imported", exchange.batch, place),
        "batch": exchange.batch,
        "kind": exchange.kind,
        "header": header,
        "file": exchange.where,
        "place": place,
        "source": source,
        "source_id": source_id,
        "text": text,
        "raw": raw,
        "due_on": due_on,
        "question_ids": question_ids,
        "reason": reason,
    }


def as_date(value: object) -> date | None:
    """Return the day that a field names, or None where it names none ("N/A", empty).

    Examples
    --------
    >>> as_date("2026-08-16T00:00:00Z"), as_date("N/A"), as_date(None)
    (datetime.date(2026, 8, 16), None, None)
    """
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
