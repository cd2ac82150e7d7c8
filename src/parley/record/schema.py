"""The columns of every table in the record, in one place.

In: nothing. Out: Polars schemas by table name, `SCHEMA_VERSION`, and the migrations that
lead from one version to the next. The idea to know: rows that belong together carry one
`batch_id`, and the row that makes them count, the *marker*, is written last. A row whose
marker never came is as if it had not been written.

    marker      rows that wait for it
    readings    reports, actor_mentions, mentions, statements, claims
    imports     events
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import polars as pl

__all__ = [
    "CLAIM_COLUMNS",
    "EVENT_COLUMNS",
    "FORECAST_COLUMNS",
    "IDS",
    "MARKERS",
    "MENTION_COLUMNS",
    "MIGRATIONS",
    "PARTY",
    "QUARANTINE_COLUMNS",
    "REPORT_COLUMNS",
    "SCHEMA_VERSION",
    "SPAN",
    "STATEMENT_COLUMNS",
    "TABLES",
    "VIEWS",
    "empty",
]

SCHEMA_VERSION = 2

MIGRATIONS: dict[int, Callable[[Migrates], None]] = {1: lambda tables: tables.add_columns()}
"""Step by the version it starts from: `MIGRATIONS[1](tables)` leads from schema 1 to 2.

- 1 to 2: questions have outcomes, counts, modes and bands; resolutions have ids and say
  what they correct; there is a table of imported questions.
"""

_Kind = pl.DataType | type[pl.DataType]


class Migrates(Protocol):
    """What a migration needs of the tables of a record."""

    def add_columns(self) -> None:
        """Give every table the columns of its schema that it lacks, empty."""


_INSTANT = pl.Datetime("us", "UTC")
_STRINGS = pl.List(pl.String)

SPAN = pl.Struct({"start": pl.Int64, "end": pl.Int64})
PARTY = pl.Struct(
    {
        "code": pl.String,
        "name": pl.String,
        "surface": pl.String,
        "how": pl.String,
        "start": pl.Int64,
        "end": pl.Int64,
    }
)
_PROBLEM = pl.Struct({"kind": pl.String, "message": pl.String, "start": pl.Int64, "end": pl.Int64})

# Of every row read from a report: which reading it came from, and the report's own facts,
# repeated so that a question about one moment needs no join with the reports.
_READ: dict[str, _Kind] = {
    "report_id": pl.String,
    "reader": pl.String,
    "batch_id": pl.String,
    "outlet": pl.String,
    "published_at": _INSTANT,
    "recorded_at": _INSTANT,
}

_REPORT: dict[str, _Kind] = {
    "report_id": pl.String,
    "outlet": pl.String,
    "url": pl.String,
    "title": pl.String,
    "text": pl.String,
    "language": pl.String,
    "feed": pl.String,
    "path": pl.String,
    "published_at": _INSTANT,
    "recorded_at": _INSTANT,
}
_MENTION: dict[str, _Kind] = {
    "mention_id": pl.String,
    **_READ,
    "event_type": pl.String,
    "mode": pl.String,
    "contexts": _STRINGS,
    "actors": pl.List(PARTY),
    "recipients": pl.List(PARTY),
    "status": pl.String,
    "happened_on": pl.Date,
    "happened_until": pl.Date,
    "precision": pl.String,
    "chain": _STRINGS,
    "confidence": pl.Float64,
    "promised": pl.String,
    "sentence": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "trigger": pl.String,
    "trigger_start": pl.Int64,
    "trigger_end": pl.Int64,
}
_STATEMENT: dict[str, _Kind] = {
    "statement_id": pl.String,
    **_READ,
    "speaker": pl.String,
    "speaker_name": pl.String,
    "speaker_start": pl.Int64,
    "speaker_end": pl.Int64,
    "cue": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "content": pl.String,
    "content_spans": pl.List(SPAN),
    "kind": pl.String,
    "addressee": pl.String,
    "chain": _STRINGS,
}
_CLAIM: dict[str, _Kind] = {
    "claim_id": pl.String,
    **_READ,
    "by": pl.String,
    "by_name": pl.String,
    "by_start": pl.Int64,
    "by_end": pl.Int64,
    "actors": _STRINGS,
    "recipients": _STRINGS,
    "event_type": pl.String,
    "direction": pl.String,
    "phrase": pl.String,
    "phrase_start": pl.Int64,
    "phrase_end": pl.Int64,
    "sentence": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "probability_low": pl.Float64,
    "probability_high": pl.Float64,
    "deadline_on": pl.Date,
    "condition": pl.String,
    "chain": _STRINGS,
}
_EVENT: dict[str, _Kind] = {
    "event_id": pl.String,
    "event_type": pl.String,
    "mode": pl.String,
    "contexts": _STRINGS,
    "actors": _STRINGS,
    "recipients": _STRINGS,
    "status": pl.String,
    "happened_on": pl.Date,
    "happened_until": pl.Date,
    "precision": pl.String,
    "published_at": _INSTANT,
    "recorded_at": _INSTANT,
    "origin": pl.String,
    "mention_ids": _STRINGS,
    "report_ids": _STRINGS,
    "n_reports": pl.Int64,
    "n_independent": pl.Int64,
    "actor_names": _STRINGS,
    "recipient_names": _STRINGS,
    "original": pl.String,
    "intensity": pl.Float64,
    "disagreements": pl.String,
    "promised": pl.String,
}
_QUESTION: dict[str, _Kind] = {
    "question_id": pl.String,
    "text": pl.String,
    "actors": _STRINGS,
    "recipients": _STRINGS,
    "event_types": _STRINGS,
    "opens_on": pl.Date,
    "closes_on": pl.Date,
    "directed": pl.Boolean,
    "statuses": _STRINGS,
    "settles": pl.String,
    "at_least": pl.Int64,
    "at_most": pl.Int64,
    "modes": _STRINGS,
    "band": pl.String,
    "first_of": pl.String,
    "place": pl.Int64,
}
_FORECAST: dict[str, _Kind] = {
    "forecast_id": pl.String,
    "question_id": pl.String,
    "question": pl.String,
    "probability": pl.Float64,
    "base_probability": pl.Float64,
    "base_rate": pl.String,
    "reasons": pl.String,
    "reason_ids": _STRINGS,
    "origin": _INSTANT,
    "as_of": _INSTANT,
    "forecaster": pl.String,
    "interval_low": pl.Float64,
    "interval_high": pl.Float64,
    "track": pl.String,
    "recorded_at": _INSTANT,
}

# What an imported row needs: the rest of an event's columns are the same for all of them.
_SAME_FOR_IMPORTED = {"mention_ids", "report_ids", "n_independent", "disagreements"}

_IMPORTED = {name: kind for name, kind in _EVENT.items() if name not in _SAME_FOR_IMPORTED}

_COLUMNS: dict[str, dict[str, _Kind]] = {
    "meta": {"key": pl.String, "value": pl.String},
    "reports": {**_REPORT, "batch_id": pl.String},
    "readings": {
        **_READ,
        "replaces": pl.String,
        "relay": _STRINGS,
        "problems": pl.List(_PROBLEM),
        "n_actor_mentions": pl.Int64,
        "n_mentions": pl.Int64,
        "n_statements": pl.Int64,
        "n_claims": pl.Int64,
    },
    "actor_mentions": {
        **_READ,
        "code": pl.String,
        "name": pl.String,
        "surface": pl.String,
        "how": pl.String,
        "start": pl.Int64,
        "end": pl.Int64,
    },
    "mentions": _MENTION,
    "statements": _STATEMENT,
    "claims": _CLAIM,
    "events": {
        **_IMPORTED,
        "batch_id": pl.String,
        "line": pl.Int64,
    },
    "imports": {
        "import_id": pl.String,
        "batch_id": pl.String,
        "origin": pl.String,
        "file": pl.String,
        "file_hash": pl.String,
        "starts_on": pl.Date,
        "unit": pl.String,
        "n_rows": pl.Int64,
        "n_events": pl.Int64,
        "n_untyped": pl.Int64,
        "n_folded": pl.Int64,
        "n_known": pl.Int64,
        "n_rejected": pl.Int64,
        "first_on": pl.Date,
        "last_on": pl.Date,
        "published_at": _INSTANT,
        "recorded_at": _INSTANT,
    },
    "questions": {**_QUESTION, "recorded_at": _INSTANT},
    "forecasts": _FORECAST,
    "resolutions": {
        "question_id": pl.String,
        "outcome": pl.Boolean,
        "resolved_at": _INSTANT,
        "event_ids": _STRINGS,
        "recorded_at": _INSTANT,
        "resolution_id": pl.String,
        "replaces": pl.String,
        "text": pl.String,
        "value": pl.Float64,
    },
    "imported_questions": {
        "imported_id": pl.String,
        "batch": pl.String,
        "kind": pl.String,
        "header": pl.String,
        "file": pl.String,
        "place": pl.Int64,
        "source": pl.String,
        "source_id": pl.String,
        "text": pl.String,
        "raw": pl.String,
        "due_on": pl.Date,
        "question_ids": _STRINGS,
        "reason": pl.String,
        "recorded_at": _INSTANT,
    },
    "backtests": {
        "backtest_id": pl.String,
        "forecaster": pl.String,
        "event_types": _STRINGS,
        "universe": pl.String,
        "horizon_days": pl.Int64,
        "first_origin": _INSTANT,
        "last_origin": _INSTANT,
        "closes_on": pl.Date,
        "n_forecasts": pl.Int64,
        "n_hits": pl.Int64,
        "brier": pl.Float64,
        "brier_base": pl.Float64,
        "skill": pl.Float64,
        "log_loss": pl.Float64,
        "auc": pl.Float64,
        "calibration": pl.String,
        "recorded_at": _INSTANT,
    },
    "quarantine": {
        "quarantine_id": pl.String,
        "place": pl.String,
        "kind": pl.String,
        "reason": pl.String,
        "excerpt": pl.String,
        "recorded_at": _INSTANT,
    },
}

TABLES: Mapping[str, pl.Schema] = {name: pl.Schema(of) for name, of in _COLUMNS.items()}

MARKERS: Mapping[str, str] = {
    "reports": "readings",
    "actor_mentions": "readings",
    "mentions": "readings",
    "statements": "readings",
    "claims": "readings",
    "events": "imports",
}

IDS: Mapping[str, str] = {
    "reports": "report_id",
    "events": "event_id",
    "mentions": "mention_id",
    "statements": "statement_id",
    "claims": "claim_id",
    "forecasts": "forecast_id",
    "questions": "question_id",
    "resolutions": "resolution_id",
    "imported_questions": "imported_id",
    "imports": "import_id",
    "backtests": "backtest_id",
    "quarantine": "quarantine_id",
}

# What reading a table gives back: its own columns without the bookkeeping.
EVENT_COLUMNS = pl.Schema(_EVENT)
REPORT_COLUMNS = pl.Schema(_REPORT)
MENTION_COLUMNS = pl.Schema({k: v for k, v in _MENTION.items() if k != "batch_id"})
STATEMENT_COLUMNS = pl.Schema({k: v for k, v in _STATEMENT.items() if k != "batch_id"})
CLAIM_COLUMNS = pl.Schema({k: v for k, v in _CLAIM.items() if k != "batch_id"})
FORECAST_COLUMNS = pl.Schema(_FORECAST)
QUARANTINE_COLUMNS = TABLES["quarantine"]

VIEWS: tuple[str, ...] = tuple(name for name in TABLES if name != "meta")
"""The tables that `parley sql` shows; `events` there holds merged and imported ones."""


def empty(table: str) -> pl.DataFrame:
    """Return a frame with the columns of a table and no rows.

    Examples
    --------
    >>> empty("quarantine").height
    0
    """
    return pl.DataFrame(schema=TABLES[table])
