"""From an id, or the beginning of one, to the row it belongs to.

In: what is known at a moment and a prefix. Out: the table and the row. The idea to know:
ids are hashes, so eight characters tell rows apart; when they do not, the answer lists
the candidates instead of choosing one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import polars as pl

from parley.errors import NotFoundError, UnknownIdError
from parley.record.as_of import Known
from parley.record.rows import Row
from parley.record.schema import IDS

__all__ = ["find_row"]

_SHORTEST = 4
_LISTED = 8


def find_row(known: Known, id_prefix: str, *, record: str) -> tuple[str, Row]:
    """Return the table and the row whose id starts with `id_prefix`.

    Raises
    ------
    UnknownIdError
        If there is none, or fewer than four characters were given.
    NotFoundError
        If there are several.
    """
    prefix = id_prefix.strip().casefold()
    if len(prefix) < _SHORTEST:
        raise UnknownIdError(id_prefix, record=record)
    found = list(_candidates(known, prefix))
    exact = [(table, row) for table, id_, row in found if id_ == prefix]
    if len(exact) == 1:
        return exact[0]
    if not found:
        raise UnknownIdError(id_prefix, record=record)
    if len(found) > 1:
        listed = ", ".join(f"{table} {id_}" for table, id_, _ in found[:_LISTED])
        more = f" and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
        raise NotFoundError(
            f"Id {id_prefix!r} fits {len(found)} rows: {listed}{more}. Give more characters."
        )
    table, _, row = found[0]
    return table, row


def _candidates(known: Known, prefix: str) -> Iterator[tuple[str, str, Row]]:
    frames = {
        "reports": known.reports().lazy(),
        "events": pl.concat([known.imported_events(untyped=True), known.merged_events().lazy()]),
        "mentions": known.mentions().lazy(),
        "statements": known.statements().lazy(),
        "claims": known.claims().lazy(),
        "forecasts": known.forecasts().lazy(),
        "questions": known.questions().lazy(),
        "resolutions": known.resolutions().lazy(),
        "imported_questions": known.imported_questions().lazy(),
        "imports": known.imports().lazy(),
        "backtests": known.backtests().lazy(),
        "quarantine": known.quarantine().lazy(),
    }
    for table, rows in frames.items():
        column = IDS[table]
        fitting = known.collect(rows.filter(pl.col(column).str.starts_with(prefix)))
        for row in fitting.iter_rows(named=True):
            yield table, row[column], row
    for forecast in known.forecasts().iter_rows(named=True):
        for reason in json.loads(forecast["reasons"]):
            if reason["reason_id"].startswith(prefix):
                yield (
                    "reasons",
                    reason["reason_id"],
                    {
                        **reason,
                        "forecast_id": forecast["forecast_id"],
                    },
                )
