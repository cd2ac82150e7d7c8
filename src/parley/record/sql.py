"""SQL over the record as it was known at a moment.

In: what is known and a query. Out: a frame. The idea to know: DuckDB gets copies of the
visible rows and nothing else. It can reach no file, no network and no later row, and
whatever a query does ends with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import duckdb
import polars as pl

from parley.errors import QueryError
from parley.record.arrow import Stream
from parley.record.as_of import Known
from parley.record.schema import VIEWS

__all__ = ["run_query"]

_SETTINGS = (
    "SET enable_external_access = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    # A name in a query means a table, never a variable of the calling program.
    "SET python_enable_replacements = false",
    "SET TimeZone = 'UTC'",
    "SET lock_configuration = true",
)
_READS = frozenset({"SELECT", "EXPLAIN"})
# Polars panics on these (polars 2.1), so they have to be met beforehand.
_LACKING = re.compile(r"\b(INTERVAL|UNION)\b")
_CATALOGUE = re.compile(r"\b(show|information_schema|pg_\w+|duckdb_\w+)\b", re.IGNORECASE)


def run_query(known: Known, query: str) -> pl.DataFrame:
    """Answer a query over what is known.

    Parameters
    ----------
    known
        The record at a moment; its tables go by the names in `schema.VIEWS`, and `events`
        holds imported and merged events alike.
    query
        One SELECT, WITH, DESCRIBE, SHOW or EXPLAIN in DuckDB's SQL.

    Raises
    ------
    QueryError
        If it is several statements or writes, or the engine refuses it; the message
        repeats the engine's words.
    """
    engine = duckdb.connect(":memory:")
    try:
        _check(engine, query)
        for name in _wanted(query):
            engine.register("rows", Stream(_frames(known)[name]()))
            engine.execute(f"CREATE TABLE {name} AS SELECT * FROM rows")
            engine.unregister("rows")
        for setting in _SETTINGS:
            engine.execute(setting)
        answer = engine.sql(query)
        if answer is None:
            return pl.DataFrame()
        _check_types(answer)
        return _plain(pl.DataFrame(Stream(answer)))
    except duckdb.Error as error:
        raise QueryError(str(error)) from error
    except pl.exceptions.PolarsError as error:
        raise QueryError(f"the answer does not fit a frame: {error}") from error
    finally:
        engine.close()


def _check(engine: duckdb.DuckDBPyConnection, query: str) -> None:
    statements = engine.extract_statements(query)
    if len(statements) != 1:
        raise QueryError(f"one statement at a time, not {len(statements)}")
    kind = statements[0].type.name
    if kind not in _READS:
        raise QueryError(f"the record is only read here: {kind} is refused; ask with SELECT")


def _check_types(answer: duckdb.DuckDBPyRelation) -> None:
    for name, kind in zip(answer.columns, answer.types, strict=True):
        if lacking := _LACKING.search(str(kind)):
            raise QueryError(
                f"column {name!r} is of type {lacking[0]}, which frames lack; cast it, as in "
                f"{name}::VARCHAR, or count an interval in seconds with epoch({name})"
            )


def _wanted(query: str) -> tuple[str, ...]:
    words = set(re.findall(r"\w+", query.casefold()))
    named = tuple(name for name in VIEWS if name in words)
    return VIEWS if not named and _CATALOGUE.search(query) else named


def _frames(known: Known) -> Mapping[str, Callable[[], pl.DataFrame]]:
    return {
        "reports": known.reports,
        "readings": known.readings,
        "actor_mentions": known.actor_mentions,
        "mentions": known.mentions,
        "statements": known.statements,
        "claims": known.claims,
        "events": known.events,
        "imports": known.imports,
        "questions": known.questions,
        "forecasts": known.forecasts,
        "resolutions": known.resolutions,
        "imported_questions": known.imported_questions,
        "backtests": known.backtests,
        "quarantine": known.quarantine,
    }


def _plain(answer: pl.DataFrame) -> pl.DataFrame:
    """Give instants the zone UTC by its name, and whole sums as integers where they fit."""
    columns = []
    for name, kind in answer.schema.items():
        column = pl.col(name)
        if isinstance(kind, pl.Datetime) and kind.time_zone is not None:
            columns.append(column.dt.convert_time_zone("UTC"))
        elif isinstance(kind, pl.Decimal) and kind.scale == 0:
            whole = answer[name].cast(pl.Int64, strict=False)
            fits = whole.null_count() == answer[name].null_count()
            columns.append(column.cast(pl.Int64) if fits else column)
        else:
            columns.append(column)
    return answer.select(columns)
