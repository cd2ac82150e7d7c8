"""The record: a folder of Delta tables that only grows.

In: reports with their readings, imported events, forecasts. Out: frames of what was known
at a moment. The idea to know: rows of a batch are written first and the row that makes
them count last, so a crash between tables leaves nothing half-visible; what is there
already is passed over, so that doing it again changes nothing.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from parley.errors import InputError, NewerRecordError, RecordAccessError, UnknownIdError
from parley.record.appending import BATCH, Added, add_readings, add_troubles
from parley.record.as_of import Known, instant
from parley.record.delta import Tables
from parley.record.filters import EventFilter, in_days, names, one_of, says
from parley.record.finding import find_row
from parley.record.rows import (
    Row,
    forecast_from_row,
    forecast_row,
    question_row,
    resolution_row,
)
from parley.record.schema import MIGRATIONS, SCHEMA_VERSION, TABLES
from parley.terms import Forecast, Question, Reading, Report, Resolution, make_id

__all__ = ["Added", "Store"]

_log = logging.getLogger(__name__)


class Store:
    """The record of one folder or address: everything kept, and what was known when.

    Make one with `Store.open`.
    """

    def __init__(self, tables: Tables, *, actor_tables: tuple[str, ...]) -> None:
        self._tables = tables
        self._actor_tables = actor_tables

    def __repr__(self) -> str:
        return f"Store({self.address!r})"

    @property
    def address(self) -> str:
        """Where the record lies."""
        return self._tables.address

    @property
    def actor_tables(self) -> tuple[str, ...]:
        """The actor tables this record was made with."""
        return self._actor_tables

    @property
    def tables(self) -> Tables:
        """The Delta tables underneath."""
        return self._tables

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        create: bool = False,
        actor_tables: Sequence[str] = ("world.v1",),
    ) -> Store:
        """Open a record, or make one.

        Parameters
        ----------
        path
            A folder, or an address such as `s3://bucket/record`.
        create
            Whether to make a record where there is none.
        actor_tables
            Names of the actor tables a new record is made with; an old one keeps its own.

        Raises
        ------
        RecordAccessError
            If there is no record and `create` is false, or it cannot be read or made.
        NewerRecordError
            If a later parley made it.
        """
        tables = Tables(path)
        if tables.is_local:
            _refuse_other_things(tables, create=create)
        meta = dict(tables.collect(tables.scan("meta")).sort(_META_ORDER).iter_rows())
        if "schema_version" not in meta:
            if not create:
                reason = "there is no record here; `parley read FILE --record DIR` makes one"
                raise RecordAccessError(tables.address, doing="open", reason=reason)
            meta = {"schema_version": str(SCHEMA_VERSION), "actor_tables": ",".join(actor_tables)}
            tables.append("meta", pl.DataFrame({"key": list(meta), "value": list(meta.values())}))
        _migrate(tables, int(meta["schema_version"]))
        return cls(tables, actor_tables=tuple(meta["actor_tables"].split(",")))

    # Writing

    def add(
        self,
        pairs: Iterable[tuple[Report, Reading]],
        *,
        recorded_at: datetime,
        batch_size: int = BATCH,
    ) -> Added:
        """Keep reports with what was read in them.

        A report that the same reader has read before is passed over. Every batch is
        visible as soon as it is written, whole or not at all.

        Parameters
        ----------
        pairs
            Reports and their readings; taken lazily.
        recorded_at
            When we keep them: one instant for all.
        batch_size
            Readings per commit.

        Raises
        ------
        RecordAccessError
            If the record cannot be written. Batches before stay.
        """
        return add_readings(
            self._tables,
            pairs,
            recorded_at=instant(recorded_at, name="recorded_at"),
            batch_size=batch_size,
        )

    def quarantine(
        self, troubles: Iterable[tuple[str, str, str, str]], *, recorded_at: datetime
    ) -> int:
        """Keep what could not be taken in, with the reason; return how many were new.

        Parameters
        ----------
        troubles
            Place (file, line or address), kind, reason, and the first words of the thing.
        recorded_at
            When we keep them.
        """
        moment = instant(recorded_at, name="recorded_at")
        return add_troubles(self._tables, troubles, recorded_at=moment)

    def add_forecast(self, forecast: Forecast, *, recorded_at: datetime | None = None) -> bool:
        """Keep a forecast with its question and reasons; return whether it was new.

        Raises
        ------
        InputError
            If neither `recorded_at` nor the forecast says when it is kept.
        """
        moment = recorded_at or forecast.recorded_at
        if moment is None:
            raise InputError(
                f"Forecast {forecast.forecast_id} does not say when it is kept. "
                "Hand recorded_at to add_forecast."
            )
        moment = instant(moment, name="recorded_at")
        self.add_question(forecast.question, recorded_at=moment)
        if self._holds("forecasts", "forecast_id", forecast.forecast_id):
            return False
        self._tables.append_rows("forecasts", [forecast_row(forecast, recorded_at=moment)])
        return True

    def add_question(self, question: Question, *, recorded_at: datetime) -> bool:
        """Keep a question; return whether it was new."""
        if self._holds("questions", "question_id", question.question_id):
            return False
        moment = instant(recorded_at, name="recorded_at")
        self._tables.append_rows("questions", [question_row(question, recorded_at=moment)])
        return True

    def add_resolutions(
        self, resolutions: Iterable[Resolution], *, recorded_at: datetime
    ) -> tuple[Resolution, ...]:
        """Keep how questions were settled, the latest word of each counts; return them.

        Those without an id are given one.
        """
        moment = instant(recorded_at, name="recorded_at")
        named = tuple(_named(each) for each in resolutions)
        rows = [resolution_row(each, recorded_at=moment) for each in named]
        self._tables.append_rows("resolutions", rows)
        return named

    def add_resolution(self, resolution: Resolution, *, recorded_at: datetime) -> None:
        """Keep how a question was settled; the latest word counts."""
        self.add_resolutions([resolution], recorded_at=recorded_at)

    def add_imported_questions(self, rows: Sequence[Row], *, recorded_at: datetime) -> int:
        """Keep questions of other places, asked or set aside; return how many were new.

        Parameters
        ----------
        rows
            The columns of table `imported_questions`, but for `recorded_at`.
        recorded_at
            When we keep them.
        """
        moment = instant(recorded_at, name="recorded_at")
        before = self._tables.collect(self._tables.scan("imported_questions").select("imported_id"))
        known = set(before["imported_id"])
        new = [{**row, "recorded_at": moment} for row in rows if row["imported_id"] not in known]
        self._tables.append_rows("imported_questions", new)
        return len(new)

    def add_backtest(self, row: Mapping[str, Any], *, recorded_at: datetime) -> bool:
        """Keep how forecasts over past windows scored; return whether it was new.

        The parameters are those of `add_backtests`, for one row.
        """
        return self.add_backtests([row], recorded_at=recorded_at) == 1

    def add_backtests(self, rows: Iterable[Mapping[str, Any]], *, recorded_at: datetime) -> int:
        """Keep scores of forecasts over past windows, all at once; return how many were new.

        Parameters
        ----------
        rows
            Each with the columns of table `backtests`, but for its id and `recorded_at`.
        recorded_at
            When we keep them.
        """
        moment = instant(recorded_at, name="recorded_at")
        made = {}
        for row in rows:
            facts = [row.get(name) for name in TABLES["backtests"] if name in row]
            backtest_id = make_id("backtest", *facts)
            made[backtest_id] = {**row, "backtest_id": backtest_id, "recorded_at": moment}
        new = [row for id_, row in made.items() if not self._holds("backtests", "backtest_id", id_)]
        self._tables.append_rows("backtests", new)
        return len(new)

    # Reading

    def known(self, as_of: datetime, *, recorded_by: datetime | None = None) -> Known:
        """Return the record as it was public at a moment: what a forecaster may see."""
        return Known(self._tables, as_of=as_of, recorded_by=recorded_by)

    def events(
        self,
        *,
        as_of: datetime,
        recorded_by: datetime | None = None,
        actors: Sequence[str] = (),
        recipients: Sequence[str] = (),
        event_types: Sequence[str] = (),
        status: Sequence[str] = (),
        origin: str | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> pl.DataFrame:
        """Return events known at `as_of`, by day, in the columns of `EVENT_COLUMNS`.

        Parameters
        ----------
        as_of
            Nothing published later is in the answer.
        recorded_by
            Nothing that this record came to hold later is in the answer.
        actors, recipients
            Codes; a party stands for its sectors too. Acts that list all parties as
            actors are found either way round.
        event_types, status
            Of which types and statuses.
        origin
            `reports`, or the name of an imported data set.
        since, until
            First and last day of the window that the act has to touch.
        """
        keep = EventFilter(
            actors=actors,
            recipients=recipients,
            event_types=event_types,
            statuses=status,
            origin=origin,
            since=since,
            until=until,
        ).expression()
        known = self.known(as_of, recorded_by=recorded_by)
        found = []
        if origin != "reports":
            found.append(self._tables.collect(known.imported_events().filter(keep)))
        if origin in (None, "reports"):
            found.append(known.merged_events().filter(keep))
        return pl.concat(found).sort("happened_on", "event_id")

    def mentions(
        self,
        *,
        as_of: datetime,
        recorded_by: datetime | None = None,
        report_ids: Sequence[str] = (),
        mention_ids: Sequence[str] = (),
    ) -> pl.DataFrame:
        """Return mentions published by `as_of`, of some reports or by id."""
        rows = self.known(as_of, recorded_by=recorded_by).mentions()
        if report_ids:
            rows = rows.filter(one_of("report_id", report_ids))
        return rows.filter(one_of("mention_id", mention_ids)) if mention_ids else rows

    def statements(
        self,
        *,
        as_of: datetime,
        recorded_by: datetime | None = None,
        speakers: Sequence[str] = (),
        report_ids: Sequence[str] = (),
        since: date | None = None,
        until: date | None = None,
    ) -> pl.DataFrame:
        """Return statements published by `as_of`, on days from `since` to `until`."""
        rows = self.known(as_of, recorded_by=recorded_by).statements()
        rows = rows.filter(_published(since, until))
        if report_ids:
            rows = rows.filter(one_of("report_id", report_ids))
        return rows.filter(says("speaker", speakers)) if speakers else rows

    def claims(
        self,
        *,
        as_of: datetime,
        recorded_by: datetime | None = None,
        by: Sequence[str] = (),
        parties: Sequence[str] = (),
        event_types: Sequence[str] = (),
        report_ids: Sequence[str] = (),
        since: date | None = None,
        until: date | None = None,
    ) -> pl.DataFrame:
        """Return claims published by `as_of`: by whom, about which parties and types."""
        rows = self.known(as_of, recorded_by=recorded_by).claims()
        rows = rows.filter(_published(since, until))
        if report_ids:
            rows = rows.filter(one_of("report_id", report_ids))
        if event_types:
            rows = rows.filter(one_of("event_type", event_types))
        if parties:
            rows = rows.filter(names("actors", parties) | names("recipients", parties))
        return rows.filter(says("by", by)) if by else rows

    def reports(
        self,
        *,
        as_of: datetime,
        recorded_by: datetime | None = None,
        report_ids: Sequence[str] = (),
        outlets: Sequence[str] = (),
    ) -> pl.DataFrame:
        """Return reports published by `as_of`."""
        rows = self.known(as_of, recorded_by=recorded_by).reports()
        if report_ids:
            rows = rows.filter(one_of("report_id", report_ids))
        return rows.filter(one_of("outlet", outlets)) if outlets else rows

    def forecasts(self, *, as_of: datetime, recorded_by: datetime | None = None) -> pl.DataFrame:
        """Return forecasts made from an origin up to `as_of`."""
        return self.known(as_of, recorded_by=recorded_by).forecasts()

    def forecast(self, forecast_id: str) -> Forecast:
        """Return one forecast by its whole id, as it was made.

        Raises
        ------
        UnknownIdError
            If there is none.
        """
        rows = self._tables.scan("forecasts").filter(pl.col("forecast_id") == forecast_id)
        found = self._tables.collect(rows.head(1))
        if found.is_empty():
            raise UnknownIdError(forecast_id, record=self.address)
        return forecast_from_row(found.row(0, named=True))

    def find(self, id_prefix: str, *, as_of: datetime) -> tuple[str, Row]:
        """Return the table and row that an id, or the beginning of one, belongs to.

        Parameters
        ----------
        id_prefix
            Four characters or more. Reasons are found too, as table `reasons`.
        as_of
            Rows published later are not found.

        Raises
        ------
        UnknownIdError
            If nothing has it.
        NotFoundError
            If it fits several rows; the message lists them.
        """
        return find_row(self.known(as_of), id_prefix, record=self.address)

    def sql(self, query: str, *, as_of: datetime) -> pl.DataFrame:
        """Answer a SQL query over the tables as they were known at a moment.

        Raises
        ------
        QueryError
            If the query writes, reaches for files, or the engine refuses it.
        """
        # DuckDB is heavy, and only this needs it.
        from parley.record.sql import run_query

        return run_query(self.known(as_of), query)

    def _holds(self, table: str, column: str, id_: str) -> bool:
        rows = self._tables.scan(table).filter(pl.col(column) == id_).head(1)
        return not self._tables.collect(rows).is_empty()


# Of a key said several times the highest value counts: versions only rise.
_META_ORDER = [pl.col("key"), pl.col("value").str.len_chars(), pl.col("value")]


def _refuse_other_things(tables: Tables, *, create: bool) -> None:
    path = Path(tables.address)
    try:
        there = sorted(entry.name for entry in path.iterdir()) if path.exists() else []
    except NotADirectoryError as error:
        reason = "it is a file, and a record is a folder"
        raise RecordAccessError(tables.address, doing="open", reason=reason) from error
    except OSError as error:
        raise RecordAccessError(
            tables.address, doing="open", reason=error.strerror or str(error)
        ) from error
    strange = [name for name in there if name not in TABLES and not name.startswith(".")]
    if create and strange and "meta" not in there:
        reason = f"the folder holds other things ({strange[0]!r}) and no record"
        raise RecordAccessError(tables.address, doing="make", reason=reason)


def _migrate(tables: Tables, found: int) -> None:
    if found > SCHEMA_VERSION:
        raise NewerRecordError(tables.address, found=found, supported=SCHEMA_VERSION)
    for version in range(found, SCHEMA_VERSION):
        _log.info("%s: migrating from schema %d", tables.address, version)
        try:
            MIGRATIONS[version](tables)
            row = {"key": ["schema_version"], "value": [str(version + 1)]}
            tables.append("meta", pl.DataFrame(row))
        except RecordAccessError as error:
            # What may only be read still answers: columns it lacks are read as empty.
            _log.info("%s: stays at schema %d. %s", tables.address, version, error)
            return


def _named(resolution: Resolution) -> Resolution:
    """Give a resolution its id: that of its question, its verdict and its moment."""
    if resolution.resolution_id:
        return resolution
    moment = instant(resolution.resolved_at, name="resolved_at")
    id_ = make_id(
        "resolution",
        resolution.question_id,
        resolution.outcome,
        moment.isoformat(),
        *resolution.event_ids,
    )
    return replace(resolution, resolution_id=id_, resolved_at=moment)


def _published(since: date | None, until: date | None) -> pl.Expr:
    day = pl.col("published_at").dt.date()
    return in_days(day, day, since=since, until=until)
