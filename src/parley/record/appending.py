"""Reports and their readings go into the tables, batch by batch.

In: reports with readings, as they come. Out: rows in six tables, and counts. The idea to
know: the rows of a batch carry its id and wait for the row in `readings`, written last.
What a reader has read before is passed over, whoever recorded it.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar

from parley.record.delta import Tables
from parley.record.rows import Row, reading_rows, report_row
from parley.terms import Reading, Report, make_id

__all__ = ["BATCH", "Added", "add_readings", "add_troubles"]

_Item = TypeVar("_Item")
_Trouble = tuple[str, str, str, str]

BATCH = 256
"""Readings per commit: six tables are written for a batch whatever its size."""

_WAITING = ("reports", "actor_mentions", "mentions", "statements", "claims")
_EXCERPT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Added:
    """What adding reports came to.

    `known` were in the record already; of these, `redated` names the reports that came
    with another `published_at` than the record holds, which keeps its own. `refused`
    went to quarantine.
    """

    reports: int = 0
    known: int = 0
    refused: int = 0
    mentions: int = 0
    statements: int = 0
    claims: int = 0
    redated: tuple[str, ...] = ()


@dataclass
class _Kept:
    """One report in the record: its publication, and the batch of each reader's reading."""

    published_at: datetime
    batches: dict[str, str]


def add_readings(
    tables: Tables,
    pairs: Iterable[tuple[Report, Reading]],
    *,
    recorded_at: datetime,
    batch_size: int = BATCH,
) -> Added:
    """Keep reports with what was read in them; `Store.add` tells the rest."""
    kept: dict[str, _Kept] | None = None
    total = Added()
    for batch in _batches(pairs, batch_size):
        if kept is None:
            kept = _kept_readings(tables)
        total = _add_batch(tables, batch, kept, recorded_at, total)
    # Every batch adds a file to `readings`, so it stands for the tables that wait for it.
    if total.reports and tables.compact("readings"):
        for table in _WAITING:
            tables.compact(table, at_least=2)
    return total


def _batches(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def _kept_readings(tables: Tables) -> dict[str, _Kept]:
    columns = ("report_id", "published_at", "reader", "batch_id")
    rows = tables.collect(tables.scan("readings").select(columns))
    kept: dict[str, _Kept] = {}
    for report_id, published_at, reader, batch_id in rows.iter_rows():
        kept.setdefault(report_id, _Kept(published_at, {})).batches[reader] = batch_id
    return kept


def _add_batch(
    tables: Tables,
    batch: Sequence[tuple[Report, Reading]],
    kept: dict[str, _Kept],
    recorded_at: datetime,
    total: Added,
) -> Added:
    # Unique to this attempt, not to its content: what a crashed attempt left behind must
    # not come to count when it is made again.
    batch_id = uuid.uuid4().hex[:16]
    rows: dict[str, list[Row]] = defaultdict(list)
    refused: list[_Trouble] = []
    redated: list[str] = []
    known = 0
    for report, reading in batch:
        before = kept.get(report.report_id)
        if before is not None and reading.reader in before.batches:
            known += 1
            if before.published_at != report.published_at:
                redated.append(report.report_id)
            continue
        if trouble := _unwritable(report):
            refused.append(trouble)
            continue
        before = before or _Kept(report.published_at, {})
        made = reading_rows(report, reading, batch_id=batch_id, recorded_at=recorded_at)
        made["readings"][0]["replaces"] = next(reversed(before.batches.values()), None)
        rows["reports"].append(report_row(report, batch_id=batch_id, recorded_at=recorded_at))
        for table, its_rows in made.items():
            rows[table].extend(its_rows)
        before.batches[reading.reader] = batch_id
        kept[report.report_id] = before
    add_troubles(tables, refused, recorded_at=recorded_at)
    for table in (*_WAITING, "readings"):
        tables.append_rows(table, rows[table])
    return Added(
        reports=total.reports + len(rows["readings"]),
        known=total.known + known,
        refused=total.refused + len(refused),
        mentions=total.mentions + len(rows["mentions"]),
        statements=total.statements + len(rows["statements"]),
        claims=total.claims + len(rows["claims"]),
        redated=(*total.redated, *redated),
    )


def add_troubles(tables: Tables, troubles: Iterable[_Trouble], *, recorded_at: datetime) -> int:
    """Keep what could not be taken in; `Store.quarantine` tells the rest."""
    rows = {row["quarantine_id"]: row for row in _trouble_rows(troubles, recorded_at)}
    if not rows:
        return 0
    before = tables.collect(tables.scan("quarantine").select("quarantine_id"))
    known = set(before["quarantine_id"])
    new = [row for id_, row in rows.items() if id_ not in known]
    tables.append_rows("quarantine", new)
    return len(new)


def _trouble_rows(troubles: Iterable[_Trouble], recorded_at: datetime) -> Iterator[Row]:
    for place, kind, reason, excerpt in troubles:
        row = {
            "place": _writable(place),
            "kind": kind,
            "reason": _writable(reason),
            "excerpt": _writable(excerpt[:_EXCERPT_LENGTH]),
        }
        quarantine_id = make_id("quarantine", *row.values())
        yield {"quarantine_id": quarantine_id, **row, "recorded_at": recorded_at}


def _unwritable(report: Report) -> _Trouble | None:
    """Say why a report cannot be kept: half a character has no place in a table."""
    for name in ("text", "title", "outlet", "url", "path"):
        value = getattr(report, name) or ""
        if value != _writable(value):
            place = report.path or report.url or report.outlet
            return place, "encoding", f"its {name} holds half a character", value
    return None


def _writable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
