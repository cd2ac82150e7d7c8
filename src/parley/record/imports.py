"""History from other data sets, as events of the record.

In: a folder of quadruples (who, CAMEO relation, whom, when) and the CAMEO code list. Out:
rows of `events`, rejects in quarantine, one row of `imports` for each file. The idea to
know: each file counts once its `imports` row is written, and a file known by its hash is
passed over, so importing again changes nothing.

Of an imported event the data set's own words are kept: code and relation in `original`,
actors in `actor_names` and `recipient_names`, the line in `line`. It is taken as
published at the end of its day (the next midnight, UTC), since these sets do not say
when anybody could have known. Rows of one day, code and parties are one event, whose
`n_reports` counts the rows: ICEWS writes talks once from each side.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl

from parley.errors import ImportDataError
from parley.reading.actor_names import resolve_history_name
from parley.reading.actor_tables import ActorTable
from parley.record.as_of import instant
from parley.record.cameo import CodeList, read_code_list
from parley.record.schema import TABLES
from parley.record.store import Store
from parley.record.tkg_events import Made, Resolve, make_events, with_acts
from parley.record.tkg_files import Folder, Unit, file_hash, open_folder, read_lines
from parley.terms import make_id

__all__ = ["Imported", "ImportedFile", "import_tkg"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What became of one file.

    Of `rows` lines that fit, `folded` repeat an act of the same file, `known` were in the
    record before, and the rest became `events`; `untyped` of these have no PLOVER type
    and are kept without being shown, `unplaced` have a party without a code. `rejected`
    lines did not fit. `again` says that the file was imported before.
    """

    file: str
    rows: int = 0
    events: int = 0
    untyped: int = 0
    folded: int = 0
    known: int = 0
    rejected: int = 0
    unplaced: int = 0
    first_on: date | None = None
    last_on: date | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a folder: its name in the record, and each file's counts."""

    origin: str
    files: tuple[ImportedFile, ...]

    def total(self, name: str) -> int:
        """Return a count over all files.

        Examples
        --------
        >>> Imported("tkg:toy", (ImportedFile("train.txt", rows=2),)).total("rows")
        2
        """
        return sum(getattr(file, name) for file in self.files)


def import_tkg(
    store: Store,
    folder: str | Path,
    *,
    start_on: date | None,
    table: ActorTable,
    recorded_at: datetime,
    codes: str | Path | None = None,
    unit: Unit = "days",
    origin: str | None = None,
    on_progress: Callable[[str, int], None] | None = None,
) -> Imported:
    """Import a folder of quadruples.

    Parameters
    ----------
    folder
        With `train.txt`, `valid.txt` or `test.txt` and their id tables, or with `.tsv`
        files of names and ISO dates.
    start_on
        The day of time 0; None where the files have dates.
    table
        By which names become codes; office-holders by the day of each row.
    recorded_at
        When we keep them.
    codes
        The CAMEO code list; `cameo/cameo_codes.tsv` beside the folder by default. Not
        needed when relations are CAMEO codes or PLOVER types themselves.
    unit
        What numbered times count.
    origin
        The name of the data set in the record; `tkg:` and the folder's name by default.
    on_progress
        Called with the name of the file and the number of lines done.

    Raises
    ------
    ImportDataError
        If the folder does not have the layout, or relations are unknown and no code list
        is at hand.
    """
    found = open_folder(Path(folder))
    recorded_at = instant(recorded_at, name="recorded_at")
    names = read_code_list(_code_list(found, codes))
    task = _Task(
        store=store,
        folder=found,
        origin=origin or f"tkg:{found.path.resolve().name}",
        names=names,
        resolve=lambda name, day: resolve_history_name(name, table, day),
        start_on=start_on,
        unit=unit,
        recorded_at=recorded_at,
        on_progress=on_progress,
    )
    imported = Imported(task.origin, tuple(_import_file(task, path) for path in found.files))
    store.tables.compact("events")
    return imported


@dataclass(frozen=True)
class _Task:
    store: Store
    folder: Folder
    origin: str
    names: CodeList
    resolve: Resolve
    start_on: date | None
    unit: Unit
    recorded_at: datetime
    on_progress: Callable[[str, int], None] | None


def _code_list(folder: Folder, given: str | Path | None) -> Path | None:
    if given is not None:
        return Path(given)
    near = (folder.path / "cameo_codes.tsv", folder.path.parent / "cameo" / "cameo_codes.tsv")
    return next((path for path in near if path.is_file()), None)


def _import_file(task: _Task, path: Path) -> ImportedFile:
    tables = task.store.tables
    hashed = file_hash(path)
    import_id = make_id("import", task.origin, path.name, hashed, task.start_on, task.unit)
    counted = tables.collect(tables.scan("imports").select("import_id", "batch_id"))
    if import_id in counted["import_id"]:
        _log.info("%s: imported before", path)
        return ImportedFile(path.name, again=True)
    # Unique to this attempt: rows of one that crashed must not come to count later.
    batch_id = uuid.uuid4().hex[:16]
    of_origin = tables.scan("events").filter(
        pl.col("origin") == task.origin, pl.col("batch_id").is_in(counted["batch_id"].implode())
    )
    before = tables.collect(of_origin.select("event_id"))
    done = ImportedFile(path.name)
    n_lines = 0
    for lines in read_lines(task.folder, path, start_on=task.start_on, unit=task.unit):
        rows, unknown = with_acts(lines.rows, task.names)
        if not unknown.is_empty() and (rows.is_empty() or not task.names.codes):
            raise ImportDataError(
                f"{unknown['reason'][0]}; name the CAMEO code list, such as "
                "--codes cameo_codes.tsv",
                where=f"{path}:{unknown['line'][0]}",
            )
        rejects = pl.concat([lines.rejects, unknown])
        made = make_events(
            rows,
            before,
            resolve=task.resolve,
            origin=task.origin,
            recorded_at=task.recorded_at,
        )
        _quarantine(task, path, rejects)
        tables.append("events", made.events.with_columns(batch_id=pl.lit(batch_id)))
        before = pl.concat([before, made.events.select("event_id")])
        done = _sum(done, rows, made, n_rejected=rejects.height)
        n_lines += lines.rows.height + lines.rejects.height
        if task.on_progress:
            task.on_progress(path.name, n_lines)
    marker = _marker(task, done, import_id=import_id, batch_id=batch_id, file_hash=hashed)
    tables.append("imports", marker)
    return done


def _quarantine(task: _Task, path: Path, rejects: pl.DataFrame) -> None:
    troubles = (
        (f"{task.origin}/{path.name}:{line}", "import", reason, excerpt)
        for line, reason, excerpt in rejects.sort("line").iter_rows()
    )
    if not rejects.is_empty():
        task.store.quarantine(troubles, recorded_at=task.recorded_at)


def _sum(done: ImportedFile, rows: pl.DataFrame, made: Made, *, n_rejected: int) -> ImportedFile:
    days = [day for day in (done.first_on, done.last_on) if day is not None]
    days += [day for day in (rows["day"].min(), rows["day"].max()) if isinstance(day, date)]
    return ImportedFile(
        file=done.file,
        rows=done.rows + rows.height,
        events=done.events + made.events.height,
        untyped=done.untyped + made.events["event_type"].null_count(),
        folded=done.folded + made.n_folded,
        known=done.known + made.n_known,
        rejected=done.rejected + n_rejected,
        unplaced=done.unplaced + made.n_unplaced,
        first_on=min(days, default=None),
        last_on=max(days, default=None),
    )


def _marker(
    task: _Task, done: ImportedFile, *, import_id: str, batch_id: str, file_hash: str
) -> pl.DataFrame:
    # The earliest moment at which any of its rows could have been known.
    first_on = done.first_on or task.start_on or task.recorded_at.date()
    known_from = datetime.combine(
        first_on + timedelta(days=1), datetime.min.time(), tzinfo=task.recorded_at.tzinfo
    )
    row = {
        "import_id": import_id,
        "batch_id": batch_id,
        "origin": task.origin,
        "file": done.file,
        "file_hash": file_hash,
        "starts_on": task.start_on,
        "unit": task.unit,
        "n_rows": done.rows,
        "n_events": done.events,
        "n_untyped": done.untyped,
        "n_folded": done.folded,
        "n_known": done.known,
        "n_rejected": done.rejected,
        "first_on": done.first_on,
        "last_on": done.last_on,
        "published_at": known_from,
        "recorded_at": task.recorded_at,
    }
    return pl.DataFrame([row], schema=TABLES["imports"])
