"""A small invented history to check forecasters on, and questions about it.

In: nothing. Out: `InventedRecord`. The idea to know: its parties and days are made up, so no
check hangs on anybody's data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import polars as pl

from parley.record.rows import events_frame
from parley.record.schema import CLAIM_COLUMNS
from parley.terms import (
    DateInterval,
    Event,
    EventType,
    Question,
    make_id,
)

__all__ = ["InventedRecord", "invented_history", "invented_questions"]


@dataclass(frozen=True, slots=True)
class InventedRecord:
    """A record of an invented history, as it was known at a moment (a `KnownRecord`)."""

    as_of: datetime
    history: pl.DataFrame

    def events(self) -> pl.DataFrame:
        """Return events published by `as_of`, one row each."""
        return self.history.filter(pl.col("published_at") <= self.as_of)

    def claims(self) -> pl.DataFrame:
        """Return no claims: the invented history has none."""
        return pl.DataFrame(schema=CLAIM_COLUMNS)


_ASKED: tuple[tuple[str, str, EventType, int], ...] = (
    ("AAA", "BBB", "CONSULT", 30),
    ("BBB", "AAA", "ACCUSE", 7),
    ("CCC", "AAA", "ASSAULT", 90),
    ("DDD", "EEE", "AID", 30),
)


def invented_questions(opens_on: date) -> list[Question]:
    """Ask about a lively dyad, a quiet one and a pair nobody has heard of."""
    asked = []
    for actor, recipient, event_type, days in _ASKED:
        closes_on = opens_on + timedelta(days=days - 1)
        asked.append(
            Question(
                question_id=make_id(actor, recipient, event_type, opens_on, closes_on),
                text=f"{event_type} {actor} {recipient} within {days} days",
                actors=(actor,),
                recipients=(recipient,),
                event_types=(event_type,),
                opens_on=opens_on,
                closes_on=closes_on,
                directed=event_type != "CONSULT",
            )
        )
    return asked


_CYCLE: tuple[tuple[EventType, tuple[str, ...], tuple[str, ...]], ...] = (
    ("CONSULT", ("AAA", "BBB"), ()),
    ("ACCUSE", ("BBB",), ("AAA",)),
    ("CONSULT", ("AAA", "BBB"), ()),
    ("ASSAULT", ("CCC",), ("BBB",)),
    ("ACCUSE", ("AAA",), ("CCC",)),
    ("THREATEN", ("CCC",), ("AAA",)),
    ("AGREE", ("AAA", "CCC"), ()),
)


def invented_history() -> pl.DataFrame:
    """Return two and a half years of acts between three states that do not exist.

    The gaps come from the squares modulo 23, so they look irregular and never change.
    """
    events, on, step = [], date(2022, 1, 3), 0
    while on < date(2024, 6, 20):
        event_type, actors, recipients = _CYCLE[step % len(_CYCLE)]
        published_at = datetime(on.year, on.month, on.day, tzinfo=UTC) + timedelta(days=1)
        events.append(
            Event(
                event_id=make_id("invented", step),
                event_type=event_type,
                mode=None,
                contexts=(),
                actors=actors,
                recipients=recipients,
                status="actual",
                happened_on=DateInterval(on, on),
                published_at=published_at,
                recorded_at=published_at,
                origin="invented",
                n_reports=1,
                n_independent=1,
            )
        )
        step += 1
        on += timedelta(days=1 + step * step % 23 // 2)
    return events_frame(events)
