"""The one object behind every face, and the Python API.

In: a record's folder, settings. Out: `Desk`, whose verbs read reports, look at what is
known, import histories, ask questions and walk answers back. The idea to know: the desk
alone looks at the clock, the environment and the settings; every room below is handed
what it needs, `as_of` first of all.

>>> import parley
>>> desk = parley.open("parley-record")                               # doctest: +SKIP
>>> desk.ask("Will France and Germany hold talks?").probability       # doctest: +SKIP
0.93
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Literal, Self, cast

import numpy as np
import polars as pl

from parley.asking import answer_question, find_question
from parley.errors import InputError, RecordAccessError, UnknownActorError, nearest
from parley.forecast.backtest import Backtest
from parley.forecast.backtest import backtest as run_backtest
from parley.plugins import load_plugin
from parley.reading.actor_tables import ActorTable, Resolved, load_actor_table
from parley.record.as_of import Known
from parley.record.exports import FORMATS, to_bytes
from parley.record.filters import names
from parley.record.imports import Imported, import_tkg
from parley.record.rows import (
    event_from_row,
    forecast_from_row,
    mention_from_row,
    report_from_row,
)
from parley.record.store import Store
from parley.reports.files import read_reports
from parley.reports.instants import parse_day, parse_instant
from parley.reports.intake import Rejected
from parley.results import Answer, ReportReading, Rows, rows_of_readings
from parley.runs import ReadRun
from parley.settings import Settings, load_settings
from parley.terms import (
    EVENT_TYPES,
    STATUSES,
    Dyad,
    Event,
    EventType,
    Forecast,
    Forecaster,
    Mention,
    Reader,
    Report,
    party_of,
)
from parley.trail import Step, walk_back

__all__ = ["Desk", "as_day", "as_moment", "find_settings", "open"]

_log = logging.getLogger(__name__)

Names = str | Sequence[str] | None
"""One name, several, or None for any."""
Day = str | date | None
Moment = str | date | datetime | None


def _now() -> datetime:
    return datetime.now(UTC)


def find_settings(
    flags: Mapping[str, object] | None = None, *, config: str | os.PathLike[str] | None = None
) -> Settings:
    """Return the settings in force here: flags, environment, nearest file, defaults."""
    return load_settings(
        environ=os.environ,
        folder=Path.cwd(),
        flags=flags,
        config=None if config is None else Path(config),
    )


def as_moment(moment: Moment, *, name: str = "as_of", now: datetime | None = None) -> datetime:
    """Return an instant in UTC.

    A day means its first instant, so as of 2018-03-01 nothing published on that day is
    known. An instant without a zone is taken as UTC; None means `now`.

    Raises
    ------
    DateError
        If it is no date or instant.

    Examples
    --------
    >>> as_moment("2018-03-01").isoformat()
    '2018-03-01T00:00:00+00:00'
    """
    if moment is None:
        return now if now is not None else _now()
    if isinstance(moment, str):
        return parse_instant(moment, name=name)
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def as_day(day: Day, *, name: str) -> date | None:
    """Return a day, or None for none.

    Raises
    ------
    DateError
        If it is no day.
    """
    return parse_day(day, name=name) if isinstance(day, str) else day


def open(
    path: str | os.PathLike[str] | None = None,
    *,
    actor_tables: Sequence[str] | None = None,
    reader: str | Reader | None = None,
    settings: Settings | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Desk:
    """Open a desk on a record.

    Parameters
    ----------
    path
        Folder of the record; by default the setting `record`. A record that does not
        exist is made when something is first kept in it.
    actor_tables
        Names or folders of actor tables; by default those the record was made with.
    reader
        A reader, or the name of one.
    settings
        Settings to use in place of those found in the surroundings.
    clock
        Tells the time; by default the machine's clock.

    Raises
    ------
    SettingsError
        If a setting is unknown or wrong.

    Examples
    --------
    >>> import tempfile
    >>> desk = open(tempfile.mkdtemp() + "/record", settings=Settings())
    >>> desk.exists
    False
    """
    return Desk(
        os.fspath(path) if path is not None else None,
        settings=find_settings() if settings is None else settings,
        actor_tables=actor_tables,
        reader=reader,
        clock=clock,
    )


class Desk:
    """Everything parley does, on one record; make one with `parley.open`."""

    def __init__(
        self,
        path: str | None,
        *,
        settings: Settings,
        actor_tables: Sequence[str] | None = None,
        reader: str | Reader | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self.path = path if path is not None else settings.record
        self.settings = settings
        self._actor_tables = tuple(actor_tables) if actor_tables else None
        self._reader = reader
        self._clock = clock or _now
        self._store: Store | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Desk({self.path!r})"

    def close(self) -> None:
        """Let go of the record; what was kept is on disk already."""
        self._store = None

    # What the desk works with

    @property
    def exists(self) -> bool:
        """Whether there is a record to look at."""
        try:
            return self.store is not None
        except RecordAccessError:
            return False

    @property
    def store(self) -> Store:
        """The record.

        Raises
        ------
        RecordAccessError
            If there is none yet, or it cannot be read.
        """
        if self._store is None:
            self._store = Store.open(self.path)
        return self._store

    @property
    def store_to_write(self) -> Store:
        """The record, made now if there is none."""
        if self._store is None:
            self._store = Store.open(self.path, create=True, actor_tables=self.actor_tables)
        return self._store

    @property
    def actor_tables(self) -> tuple[str, ...]:
        """Names of the actor tables in use.

        Those asked for; else those chosen in the settings; else those the record was
        made with.
        """
        if self._actor_tables is not None:
            return self._actor_tables
        if not self.settings.is_default("actor_tables") or not self.exists:
            return self.settings.actor_tables
        return self.store.actor_tables

    @cached_property
    def table(self) -> ActorTable:
        """The actor table in use."""
        return load_actor_table(*self.actor_tables)

    @cached_property
    def reader(self) -> Reader:
        """The reader in use."""
        given = self._reader if self._reader is not None else self.settings.reader
        if not isinstance(given, str):
            return given
        found: Reader = load_plugin("reader", given, offered={"table": self.table})
        return found

    def forecaster(self, name: str | None = None) -> Forecaster:
        """Return a forecaster by name; by default that of the settings."""
        found: Forecaster = load_plugin(
            "forecaster", name or self.settings.forecaster, offered={"table": self.table}
        )
        return found

    def now(self) -> datetime:
        """Return the time, as the desk's clock tells it."""
        return self._clock().astimezone(UTC)

    def _moment(self, as_of: Moment) -> datetime:
        return as_moment(as_of, now=self.now())

    def known(self, as_of: Moment = None) -> Known:
        """Return the record as it was known at a moment; by default now."""
        return self.store.known(self._moment(as_of))

    def resolve(self, name: str, *, on: Day = None) -> Resolved:
        """Return which actor a name or code means on a day; by default today.

        Raises
        ------
        UnknownActorError
            If the tables in use have no such actor.
        """
        day = as_day(on, name="on") or self.now().date()
        found = self.table.resolve(name, on=day)
        if found is None:
            raise UnknownActorError(name, table=self.table.name, known=self.table.known_names())
        return found

    def _codes(self, chosen: Names, on: date) -> tuple[str, ...]:
        if chosen is None:
            return ()
        given = (chosen,) if isinstance(chosen, str) else tuple(chosen)
        return tuple(self.resolve(name, on=on).code for name in given)

    def _people(self, chosen: Names, on: date) -> list[str]:
        """Return the names of persons, when persons alone are asked for."""
        given = (chosen,) if isinstance(chosen, str) else tuple(chosen or ())
        found = [self.resolve(name, on=on) for name in given]
        return [each.name for each in found] if all(e.how == "office" for e in found) else []

    # Taking in

    def read(
        self,
        *paths: str | os.PathLike[str],
        published_at: Moment = None,
        outlet: str | None = None,
        language: str | None = None,
        feed: str | None = None,
        stdin: BinaryIO | None = None,
        record: bool = True,
    ) -> Rows[ReportReading]:
        """Read reports and keep what was read; return each report beside its reading.

        What cannot be taken in goes to quarantine and is logged. The parameters are
        those of `run_read`, which hands on readings while it goes.
        """
        run = self.run_read(
            *paths, published_at=published_at, outlet=outlet, language=language, feed=feed,
            stdin=stdin, record=record,
        )  # fmt: skip
        pairs = [item for item in run if isinstance(item, ReportReading)]
        if run.rejected:
            first = run.rejected[0]
            _log.warning(
                "%s: rejected, %s (%d in all)", first.where, first.message, len(run.rejected)
            )
        return rows_of_readings(pairs)

    def run_read(
        self,
        *paths: str | os.PathLike[str],
        published_at: Moment = None,
        outlet: str | None = None,
        language: str | None = None,
        feed: str | None = None,
        stdin: BinaryIO | None = None,
        record: bool = True,
    ) -> ReadRun:
        """Return a run over reports: iterate to read them one by one and keep them.

        Parameters
        ----------
        paths
            Files and folders, `-` for standard input; addresses where a `feed` is named.
        published_at, outlet
            What holds for all of them, whatever they say of themselves; of a bare day
            its last second.
        language
            Language of those that do not tell their own.
        feed
            Name of a feed that fetches the addresses in place of the file system.
        stdin
            The stream that `-` stands for.
        record
            Whether to keep what is read.

        Raises
        ------
        ReportError
            If a path does not exist, or holds no reports.
        RecordAccessError
            If the record cannot be written.
        """
        now = self.now()
        published: datetime | None
        if isinstance(published_at, str):
            published = parse_instant(published_at, name="published_at", last_moment=True)
        else:
            published = None if published_at is None else as_moment(published_at)
        items: Iterable[Report | Rejected]
        if feed is not None:
            source = load_plugin("feed", feed, offered={"now": now})
            items = (report for path in paths for report in source.fetch(os.fspath(path)))
        else:
            items = read_reports(
                [os.fspath(path) for path in paths],
                now=now,
                published_at=published,
                outlet=outlet,
                language=language or self.settings.language,
                stdin=stdin,
            )
        # The record is opened before anything is read: a folder that cannot be written
        # is told at once, not after an hour.
        store = self.store_to_write if record else None
        return ReadRun(items, reader=self.reader, recorded_at=now, store=store)

    def import_tkg(
        self,
        folder: str | os.PathLike[str],
        *,
        start_on: Day = None,
        codes: str | os.PathLike[str] | None = None,
        unit: Literal["days", "hours", "minutes"] = "days",
        on_progress: Callable[[str, int], None] | None = None,
    ) -> Imported:
        """Take in a folder of quadruples with CAMEO relations; doing it again adds nothing.

        Parameters
        ----------
        folder
            With `train.txt`, `valid.txt` or `test.txt` and their id tables, or with
            `.tsv` files of names and dates.
        start_on
            The day that time 0 stands for; None where the files have dates.
        codes
            The CAMEO code list; `cameo/cameo_codes.tsv` beside the folder by default.
        unit
            What one step of numbered time is.
        on_progress
            Called with the name of a file and the lines done.

        Raises
        ------
        ImportDataError
            If the folder does not have the layout.
        """
        return import_tkg(
            self.store_to_write,
            Path(folder),
            start_on=as_day(start_on, name="start"),
            table=self.table,
            recorded_at=self.now(),
            codes=None if codes is None else Path(codes),
            unit=unit,
            on_progress=on_progress,
        )

    def import_(self, folder: str | os.PathLike[str], *, kind: str, **options: Any) -> Imported:
        """Take in a history kept elsewhere; `kind` is `tkg`, options are of `import_tkg`.

        Raises
        ------
        InputError
            If no such kind is known.
        """
        if kind != "tkg":
            raise InputError(f"No data set of kind {kind!r} can be imported. Known: tkg.")
        return self.import_tkg(folder, **options)

    def export(
        self,
        rows: Rows[Any],
        path: str | os.PathLike[str],
        *,
        file_format: Literal["csv", "json", "parquet"] | None = None,
    ) -> Path:
        """Write rows to a file and return its path.

        Parameters
        ----------
        file_format
            By default told by the ending: .csv, .json or .jsonl, .parquet.

        Raises
        ------
        InputError
            If the ending tells no format, or the file cannot be written.
        """
        target = Path(path)
        ending = target.suffix.lower().removeprefix(".")
        chosen = file_format or ("json" if ending == "jsonl" else ending)
        if chosen not in FORMATS:
            raise InputError(
                f"{str(target)!r} tells no format. End it in .csv, .jsonl or .parquet."
            )
        try:
            target.write_bytes(to_bytes(rows.to_polars(), chosen))
        except OSError as error:
            raise InputError(f"Cannot write {str(target)!r}: {error.strerror}.") from error
        return target

    # Looking at what is known

    def info(self, *, as_of: Moment = None) -> dict[str, object]:
        """Return what the record holds: rows by table, days covered, actor tables."""
        known = self.known(as_of)
        events = known.events()
        done = events.filter(pl.col("status").is_in(["actual", "ongoing"]))
        days = done["happened_on"].sort().to_list()
        return {
            "record": self.store.address,
            "as of": f"{known.as_of:%Y-%m-%d %H:%M} UTC",
            "actor tables": ", ".join(self.store.actor_tables),
            "reports": known.reports().height,
            "mentions": known.mentions().height,
            "statements": known.statements().height,
            "claims": known.claims().height,
            "events": events.height,
            "events by origin": ", ".join(
                f"{origin}: {n:,}"
                for origin, n in events["origin"].value_counts().sort("origin").iter_rows()
            ),
            "first and last day": f"{days[0]} to {days[-1]}" if days else None,
            "forecasts": known.forecasts().height,
            "in quarantine": known.quarantine().height,
        }

    def events(
        self,
        *,
        actor: Names = None,
        recipient: Names = None,
        event_type: Names = None,
        status: Names = None,
        origin: str | None = None,
        since: Day = None,
        until: Day = None,
        as_of: Moment = None,
        limit: int | None = None,
    ) -> Rows[Event]:
        """Return events known at a moment, by day; with `limit`, the latest so many.

        Parameters
        ----------
        actor, recipient
            Names or codes of who acts and at whom; a state stands for its sectors too.
        event_type, status
            PLOVER types, and actual, ongoing, planned, possible or denied.
        origin
            `reports`, or the name of an imported data set.
        since, until
            First and last day of a window that the act has to touch.
        as_of
            Nothing published later is in the answer; by default now.
        limit
            How many rows at most.

        Raises
        ------
        UnknownActorError
            If a name is in no actor table.
        RecordAccessError
            If there is no record.
        """
        moment = self._moment(as_of)
        frame = self.store.events(
            as_of=moment,
            actors=self._codes(actor, moment.date()),
            recipients=self._codes(recipient, moment.date()),
            event_types=_chosen(event_type, EVENT_TYPES, "event type"),
            status=_chosen(status, STATUSES, "status"),
            origin=origin,
            since=as_day(since, name="since"),
            until=as_day(until, name="until"),
        )
        return Rows(_latest(frame, limit), event_from_row, name="events", as_of=moment)

    def statements(
        self,
        *,
        actor: Names = None,
        since: Day = None,
        until: Day = None,
        as_of: Moment = None,
        limit: int | None = None,
    ) -> Rows[dict[str, object]]:
        """Return who said what, known at a moment; `actor` is the speaker.

        A state or body stands for all who speak for it, a person for himself alone.

        Raises
        ------
        UnknownActorError
            If a name is in no actor table.
        """
        moment = self._moment(as_of)
        frame = self.store.statements(
            as_of=moment,
            speakers=self._codes(actor, moment.date()),
            since=as_day(since, name="since"),
            until=as_day(until, name="until"),
        )
        people = self._people(actor, moment.date())
        if people:
            frame = frame.filter(pl.col("speaker_name").str.contains_any(people))
        return Rows(_latest(frame, limit), dict, name="statements", as_of=moment)

    def claims(
        self,
        *,
        by: Names = None,
        actor: Names = None,
        recipient: Names = None,
        event_type: Names = None,
        since: Day = None,
        until: Day = None,
        as_of: Moment = None,
        limit: int | None = None,
    ) -> Rows[dict[str, object]]:
        """Return what was put as likely or not, by whom, about whose acts at whom.

        Raises
        ------
        UnknownActorError
            If a name is in no actor table.
        """
        moment = self._moment(as_of)
        on = moment.date()
        speakers = (by,) if isinstance(by, str) else tuple(by or ())
        frame = self.store.claims(
            as_of=moment,
            by=[
                name if name == "reporter" else self.resolve(name, on=on).code for name in speakers
            ],
            event_types=_chosen(event_type, EVENT_TYPES, "event type"),
            since=as_day(since, name="since"),
            until=as_day(until, name="until"),
        )
        if actors := self._codes(actor, on):
            frame = frame.filter(names("actors", actors))
        if recipients := self._codes(recipient, on):
            # Acts that list all their parties as actors are found either way round.
            frame = frame.filter(names("recipients", recipients) | names("actors", recipients))
        return Rows(_latest(frame, limit), dict, name="claims", as_of=moment)

    def mentions(self, *, as_of: Moment = None, limit: int | None = None) -> Rows[Mention]:
        """Return each report's tellings of events."""
        known = self.known(as_of)
        frame = _latest(known.mentions(), limit)
        return Rows(frame, mention_from_row, name="mentions", as_of=known.as_of)

    def reports(self, *, as_of: Moment = None, limit: int | None = None) -> Rows[Report]:
        """Return the reports published by a moment."""
        known = self.known(as_of)
        frame = _latest(known.reports(), limit)
        return Rows(frame, report_from_row, name="reports", as_of=known.as_of)

    def forecasts(self, *, as_of: Moment = None, limit: int | None = None) -> Rows[Forecast]:
        """Return the forecasts made from an origin up to a moment."""
        known = self.known(as_of)
        frame = _latest(known.forecasts(), limit)
        return Rows(frame, forecast_from_row, name="forecasts", as_of=known.as_of)

    def quarantine(self, *, limit: int | None = None) -> Rows[dict[str, object]]:
        """Return what could not be taken in, with the reason."""
        frame = _latest(self.known().quarantine(), limit)
        return Rows(frame, dict, name="quarantine rows")

    def sql(self, query: str, *, as_of: Moment = None) -> Rows[dict[str, object]]:
        """Answer a SQL query over the record as it was known at a moment.

        Raises
        ------
        QueryError
            If the query writes, reaches for files, or is not understood.
        """
        moment = self._moment(as_of)
        return Rows(self.store.sql(query, as_of=moment), dict, name="rows", as_of=moment)

    # Chances

    def ask(
        self,
        question: str | None = None,
        *,
        actor: Names = None,
        recipient: Names = None,
        event_type: Names = None,
        within_days: int | None = None,
        until: Day = None,
        as_of: Moment = None,
        forecaster: str | Forecaster | None = None,
        record: bool = True,
    ) -> Answer:
        """Return the chance that a question asks for, with its base rate and reasons.

        Parameters
        ----------
        question
            In plain words; or leave it out and give the parts.
        actor, recipient
            Names or codes; without a recipient the act may be directed at anyone.
        event_type
            PLOVER types, any of which counts.
        within_days, until
            How far the window runs, or its last day; else what the words say, else the
            setting `horizon_days`.
        as_of
            The moment at which one asks: nothing published later is seen.
        forecaster
            One, or the name of one; by default that of the settings.
        record
            Whether to keep the forecast, so that it can be walked back and scored.

        Raises
        ------
        QuestionError, UnknownActorError
            If the question is not understood, or a name is unknown.
        ForecastError
            If nothing is known before that moment.
        """
        moment = self._moment(as_of)
        asked = find_question(
            question,
            actors=self._codes(actor, moment.date()),
            recipients=self._codes(recipient, moment.date()),
            event_types=_chosen(event_type, EVENT_TYPES, "type"),
            within_days=within_days,
            closes_on=as_day(until, name="until"),
            default_days=self.settings.horizon_days,
            as_of=moment,
            table=self.table,
        )
        answer = answer_question(
            asked,
            known=self.store.known(moment),
            forecaster=self._forecaster(forecaster),
            read_from=question,
        )
        if record:
            try:
                self.store_to_write.add_forecast(answer.forecast, recorded_at=self.now())
            except RecordAccessError as error:
                # A record that may only be read still answers.
                _log.warning("%s: not kept. %s", answer.forecast.forecast_id[:8], error)
        return answer

    def _forecaster(self, chosen: str | Forecaster | None) -> Forecaster:
        if chosen is None or isinstance(chosen, str):
            return self.forecaster(chosen)
        return chosen

    def backtest(
        self,
        event_type: Names = "CONSULT",
        *,
        horizon_days: int = 30,
        top: int = 30,
        dyads: Sequence[str] | None = None,
        since: Day = None,
        until: Day = None,
        every_days: int = 7,
        as_of: Moment = None,
        forecaster: str | Forecaster | None = None,
        record: bool = True,
        seed: int = 0,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Backtest:
        """Replay the past and score the chances that would have been given.

        Parameters
        ----------
        event_type
            PLOVER types, any of which counts.
        horizon_days
            Days in each window.
        top, dyads
            All pairs of so many of the busiest states, or the pairs given as `A:B`.
        since, until, every_days
            First and last origin, and the days between origins.
        as_of
            The moment that tells what happened; only windows closed by then are scored.
        record
            Whether to keep the scores, so that later answers can repeat them.
        seed
            Draws origins for the interval of the skill.

        Raises
        ------
        ForecastError
            If no window has closed, or there are no dyads to ask about.
        """
        moment = self._moment(as_of)
        pairs = None if not dyads else [self._dyad(each, moment.date()) for each in dyads]
        result = run_backtest(
            self._forecaster(forecaster),
            self.store,
            event_types=cast(
                "tuple[EventType, ...]", _chosen(event_type, EVENT_TYPES, "type") or ("CONSULT",)
            ),
            horizon_days=horizon_days,
            as_of=moment,
            since=as_day(since, name="since"),
            until=as_day(until, name="until"),
            every_days=every_days,
            dyads=pairs,
            n_parties=top,
            among=frozenset(self.table.states),
            kind="states",
            rng=np.random.default_rng(seed),
            on_progress=on_progress,
        )
        if record:
            self.store_to_write.add_backtest(result.row(), recorded_at=self.now())
        return result

    def _dyad(self, pair: str, on: date) -> Dyad:
        """Read `A:B`, names or codes."""
        actor, mark, recipient = pair.partition(":")
        if not mark or not actor.strip() or not recipient.strip():
            raise InputError(f"{pair!r} is not a dyad. Write two names or codes as USA:PRK.")
        one, other = (
            party_of(self.resolve(each.strip(), on=on).code) for each in (actor, recipient)
        )
        return one, other

    def why(self, id_: str, *, as_of: Moment = None) -> Step:
        """Walk from an id, or its first characters, back to the words it rests on.

        Raises
        ------
        UnknownIdError
            If nothing has that id.
        """
        return walk_back(self.store, id_, as_of=self._moment(as_of))


def _latest(frame: pl.DataFrame, limit: int | None) -> pl.DataFrame:
    return frame if limit is None else frame.tail(limit)


def _chosen(chosen: Names, known: Sequence[str], what: str) -> tuple[str, ...]:
    """Return names in the spelling of `known`, or raise with the nearest."""
    by_folded = {name.casefold(): name for name in known}
    found = []
    for name in (chosen,) if isinstance(chosen, str) else chosen or ():
        if name.casefold() not in by_folded:
            close = nearest(name, known)
            hint = f" Did you mean {close!r}?" if close else ""
            raise InputError(f"No {what} {name!r}.{hint} Known: {', '.join(known)}.")
        found.append(by_folded[name.casefold()])
    return tuple(found)
