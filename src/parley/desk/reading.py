"""Verbs that take in: read reports, import histories; and write rows out to a file.

In: paths. Out: rows in the record, and what became of each file. The idea to know: the
record is opened before anything is read, so that a folder that cannot be written is told
at once.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal

from parley.desk.base import BaseDesk
from parley.desk.moments import Day, Moment, as_day, as_moment
from parley.errors import InputError
from parley.plugins import load_plugin
from parley.record.exports import FORMATS, to_bytes
from parley.record.imports import Imported, import_tkg
from parley.reports.files import read_reports
from parley.reports.instants import parse_instant
from parley.reports.intake import Rejected
from parley.results import ReportReading, Rows, rows_of_readings
from parley.runs import ReadRun
from parley.terms import Report

__all__ = ["ReadingDesk"]

_log = logging.getLogger(__name__)


class ReadingDesk(BaseDesk):
    """Takes reports and histories in, and writes rows out."""

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
