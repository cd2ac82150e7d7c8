"""The record as it was known at a moment.

In: the tables of a record and an instant. Out: the rows that were public by then. The
idea to know: a row is visible when its report was *published* by `as_of`, whenever we
came to record it; `recorded_by` asks instead what this record itself held at a moment.
Rows whose marker is missing, left by a crash, are never visible. A report that was read
twice shows its latest reading; one that two processes recorded at once shows one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property

import polars as pl

from parley.errors import DateError
from parley.record.delta import Tables
from parley.record.merge import merge_mentions
from parley.record.rows import events_frame, mention_from_row, report_from_row
from parley.record.schema import (
    CLAIM_COLUMNS,
    EVENT_COLUMNS,
    FORECAST_COLUMNS,
    MENTION_COLUMNS,
    REPORT_COLUMNS,
    STATEMENT_COLUMNS,
)
from parley.record.tellings import Telling
from parley.reports.duplicates import fold_copies

__all__ = ["Known", "instant"]

# Of a reading's rows only those of the batch that counts are seen.
_READING = ("report_id", "reader", "batch_id")


def instant(moment: datetime, *, name: str = "as_of") -> datetime:
    """Return an instant in UTC.

    Raises
    ------
    DateError
        If `moment` is no datetime or has no time zone.

    Examples
    --------
    >>> instant(datetime(2024, 1, 1, tzinfo=UTC)).isoformat()
    '2024-01-01T00:00:00+00:00'
    """
    if not isinstance(moment, datetime) or moment.utcoffset() is None:
        raise DateError(str(moment), name=name)
    return moment.astimezone(UTC)


class Known:
    """All that was public by `as_of`: the one view through which the record is read.

    Frames are computed when first asked for and kept; rows recorded later are not seen
    by a view that has looked already.
    """

    def __init__(
        self, tables: Tables, *, as_of: datetime, recorded_by: datetime | None = None
    ) -> None:
        self._tables = tables
        self._as_of = instant(as_of)
        self._recorded_by = (
            None if recorded_by is None else instant(recorded_by, name="recorded_by")
        )

    def __repr__(self) -> str:
        return f"Known({self._tables.address!r}, as_of={self._as_of:%Y-%m-%dT%H:%MZ})"

    @property
    def as_of(self) -> datetime:
        """The moment; nothing published after it is in any answer."""
        return self._as_of

    def events(self) -> pl.DataFrame:
        """Return events, imported and merged, by day and id, in `EVENT_COLUMNS`."""
        return self._events

    def claims(self) -> pl.DataFrame:
        """Return claims in `CLAIM_COLUMNS`, first published first."""
        return self._claims

    def statements(self) -> pl.DataFrame:
        """Return statements in `STATEMENT_COLUMNS`, first published first."""
        return self._statements

    def mentions(self) -> pl.DataFrame:
        """Return mentions of events in `MENTION_COLUMNS`, first published first."""
        return self._mentions

    def reports(self) -> pl.DataFrame:
        """Return reports in `REPORT_COLUMNS`, first published first."""
        return self._reports

    def actor_mentions(self) -> pl.DataFrame:
        """Return the spans that name parties, report by report."""
        rows = self._tables.collect(self._read("actor_mentions"))
        return rows.drop("batch_id").sort("published_at", "report_id", "start", "end", "code")

    def readings(self) -> pl.DataFrame:
        """Return one row for each report: its reader, relay, problems and counts."""
        return self._readings

    def imports(self) -> pl.DataFrame:
        """Return the imported files that hold something public by `as_of`."""
        return self._imports

    def forecasts(self) -> pl.DataFrame:
        """Return forecasts made from an origin up to `as_of`."""
        rows = self._recorded(self._tables.scan("forecasts"))
        rows = rows.filter(pl.col("origin") <= self._as_of, pl.col("as_of") <= self._as_of)
        rows = rows.unique("forecast_id", keep="first", maintain_order=True)
        return self._tables.collect(rows.select(FORECAST_COLUMNS.names())).sort(
            "origin", "forecast_id"
        )

    def questions(self) -> pl.DataFrame:
        """Return the questions that a forecast visible here answers."""
        asked = self.forecasts()["question_id"].unique()
        rows = self._recorded(self._tables.scan("questions"))
        rows = rows.filter(pl.col("question_id").is_in(asked.implode()))
        rows = rows.unique("question_id", keep="first", maintain_order=True)
        return self._tables.collect(rows).sort("question_id")

    def resolutions(self) -> pl.DataFrame:
        """Return how questions were settled up to `as_of`, the latest word of each."""
        rows = self._recorded(self._tables.scan("resolutions"))
        rows = rows.filter(pl.col("resolved_at") <= self._as_of).sort("resolved_at", "recorded_at")
        rows = rows.unique("question_id", keep="last", maintain_order=True)
        return self._tables.collect(rows).sort("question_id")

    def imported_questions(self) -> pl.DataFrame:
        """Return the questions brought in from other places, file by file, in their order."""
        rows = self._recorded(self._tables.scan("imported_questions"))
        rows = rows.unique("imported_id", keep="first", maintain_order=True)
        return self._tables.collect(rows).sort("recorded_at", "batch", "place", "imported_id")

    def backtests(self) -> pl.DataFrame:
        """Return backtests whose last window had closed before `as_of`, latest first."""
        closed = pl.col("closes_on").cast(pl.Datetime("us")).dt.offset_by("1d")
        over = closed.dt.replace_time_zone("UTC") <= self._as_of
        rows = self._recorded(self._tables.scan("backtests")).filter(over)
        rows = rows.unique("backtest_id", keep="first", maintain_order=True)
        return self._tables.collect(rows).sort(
            "closes_on", "recorded_at", "backtest_id", descending=True
        )

    def quarantine(self) -> pl.DataFrame:
        """Return what could not be taken in; it has no time but that of recording."""
        rows = self._recorded(self._tables.scan("quarantine"))
        rows = rows.unique("quarantine_id", keep="first", maintain_order=True)
        return self._tables.collect(rows).sort("recorded_at", "place", "quarantine_id")

    def merged_events(self) -> pl.DataFrame:
        """Return the events merged from the mentions of reports, in `EVENT_COLUMNS`."""
        return self._merged

    def collect(self, rows: pl.LazyFrame) -> pl.DataFrame:
        """Run a lazy frame made from this view."""
        return self._tables.collect(rows)

    def imported_events(self, *, untyped: bool = False) -> pl.LazyFrame:
        """Return the events of imported data sets, lazily, in `EVENT_COLUMNS`.

        Parameters
        ----------
        untyped
            Whether to show rows that no PLOVER type fits, such as bare statements.
        """
        rows = self._tables.scan("events")
        batches = self._imports["batch_id"].implode()
        rows = rows.filter(pl.col("batch_id").is_in(batches), pl.col("published_at") <= self._as_of)
        if not untyped:
            rows = rows.filter(pl.col("event_type").is_not_null())
        no_ids = pl.lit([], dtype=pl.List(pl.String))
        # A data set says it once, however many of its rows do.
        return rows.with_columns(
            mention_ids=no_ids,
            report_ids=no_ids,
            n_independent=pl.lit(1, pl.Int64),
            disagreements=pl.lit("[]"),
        ).select(EVENT_COLUMNS.names())

    @cached_property
    def _events(self) -> pl.DataFrame:
        imported = self._tables.collect(self.imported_events())
        return pl.concat([imported, self._merged]).sort("happened_on", "event_id")

    @cached_property
    def _merged(self) -> pl.DataFrame:
        mentions = self._mentions
        if mentions.is_empty():
            return pl.DataFrame(schema=EVENT_COLUMNS)
        relays: Mapping[str, list[str]] = dict(
            self._readings.select("report_id", "relay").iter_rows()
        )
        tellings = [
            Telling(
                mention=mention_from_row(row),
                outlet=row["outlet"],
                relay=tuple(relays[row["report_id"]]),
                published_at=row["published_at"],
                recorded_at=row["recorded_at"],
                sentence=row["sentence"],
            )
            for row in mentions.iter_rows(named=True)
        ]
        copies = fold_copies([report_from_row(r) for r in self._reports.iter_rows(named=True)])
        return events_frame(merge_mentions(tellings, copies=copies))

    @cached_property
    def _mentions(self) -> pl.DataFrame:
        rows = self._read("mentions").select(MENTION_COLUMNS.names())
        return self._tables.collect(rows).sort("published_at", "report_id", "start", "mention_id")

    @cached_property
    def _statements(self) -> pl.DataFrame:
        rows = self._read("statements").select(STATEMENT_COLUMNS.names())
        return self._tables.collect(rows).sort("published_at", "report_id", "start", "statement_id")

    @cached_property
    def _claims(self) -> pl.DataFrame:
        rows = self._read("claims").select(CLAIM_COLUMNS.names())
        return self._tables.collect(rows).sort("published_at", "report_id", "start", "claim_id")

    @cached_property
    def _reports(self) -> pl.DataFrame:
        keys = ["report_id", "batch_id"]
        counted = self._readings.lazy().select(keys)
        rows = self._public("reports").join(counted, on=keys, how="semi")
        rows = rows.unique("report_id", keep="first", maintain_order=True)
        return self._tables.collect(rows.select(REPORT_COLUMNS.names())).sort(
            "published_at", "report_id"
        )

    @cached_property
    def _readings(self) -> pl.DataFrame:
        rows = self._tables.collect(self._recorded(self._public("readings")))
        rows = rows.sort("recorded_at", "batch_id")
        rows = rows.unique(["report_id", "reader"], keep="first", maintain_order=True)
        rows = rows.unique("report_id", keep="last", maintain_order=True)
        return rows.sort("published_at", "report_id")

    @cached_property
    def _imports(self) -> pl.DataFrame:
        rows = self._tables.collect(self._recorded(self._public("imports")))
        rows = rows.sort("recorded_at", "batch_id")
        return rows.unique("import_id", keep="first", maintain_order=True)

    def _read(self, table: str) -> pl.LazyFrame:
        counted = self._readings.lazy().select(_READING)
        return self._public(table).join(counted, on=_READING, how="semi")

    def _public(self, table: str) -> pl.LazyFrame:
        return self._tables.scan(table).filter(pl.col("published_at") <= self._as_of)

    def _recorded(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        if self._recorded_by is None:
            return rows
        return rows.filter(pl.col("recorded_at") <= self._recorded_by)
