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
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl

from parley.errors import ImportDataError
from parley.reading.actor_tables import ActorTable
from parley.record.as_of import instant
from parley.record.cameo import CodeList, read_code_list
from parley.record.identity import row_ids
from parley.record.schema import TABLES
from parley.record.store import Store
from parley.record.tkg_files import Folder, Unit, file_hash, open_folder, read_lines
from parley.terms import make_id

try:
    from parley.reading.actor_names import resolve_history_name
except ImportError:

    def resolve_history_name(name: str, table: ActorTable, on: date) -> str:
        found = table.resolve(name, on=on)
        return "-" if found is None else found.code


__all__ = ["Imported", "ImportedFile", "import_tkg"]

_log = logging.getLogger(__name__)

_ACTS: dict[str, pl.DataType | type[pl.DataType]] = {
    "relation": pl.String,
    "same_as": pl.String,
    "event_type": pl.String,
    "mode": pl.String,
    "contexts": pl.List(pl.String),
    "promised": pl.String,
    "parties": pl.String,
    "original": pl.String,
    "intensity": pl.Float64,
}
_Resolve = Callable[[str, date], str]


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What became of one file.

    Of `rows` lines that fit, `folded` repeat an act of the same file, `known` were in the
    record before, and the rest became `events`; `untyped` of these have no PLOVER type
    and are kept without being shown. `rejected` lines did not fit.
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
        If the folder does not have the layout, or no relation is known.
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
    resolve: _Resolve
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
        rows, unknown = _with_acts(task, lines.rows, path)
        rejects = pl.concat([lines.rejects, unknown])
        events, counts = _events(task, rows, before)
        _quarantine(task, path, rejects)
        tables.append("events", events.with_columns(batch_id=pl.lit(batch_id)))
        before = pl.concat([before, events.select("event_id")])
        done = _sum(done, counts, rejected=rejects.height)
        n_lines += lines.rows.height + lines.rejects.height
        if task.on_progress:
            task.on_progress(path.name, n_lines)
    marker = _marker(task, done, import_id=import_id, batch_id=batch_id, file_hash=hashed)
    tables.append("imports", marker)
    return done


def _with_acts(task: _Task, rows: pl.DataFrame, path: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join each row with what its relation means; return those rows and the rest."""
    acts = []
    for relation in rows["relation"].unique().sort():
        act = task.names.act(relation)
        if act is not None:
            acts.append(
                {
                    "relation": relation,
                    "same_as": act.same_as,
                    "event_type": act.event_type,
                    "mode": act.mode,
                    "contexts": list(act.contexts),
                    "promised": act.promised,
                    "parties": act.parties,
                    "original": act.code if act.code == relation else f"{act.code} {relation}",
                    "intensity": task.names.intensity(act),
                }
            )
    if not acts and not rows.is_empty():
        raise ImportDataError(
            f"no relation is known, such as {rows['relation'][0]!r}; name the CAMEO code list, "
            "such as --codes cameo_codes.tsv",
            where=str(path),
        )
    meant = rows.join(
        pl.DataFrame(acts, schema=_ACTS), on="relation", how="left", maintain_order="left"
    )
    known = pl.col("same_as").is_not_null()
    unknown = meant.filter(~known).select(
        "line",
        reason=pl.format("no CAMEO code is called {}", pl.col("relation")),
        excerpt=pl.concat_str("source", "relation", "target", separator="\t"),
    )
    return meant.filter(known), unknown


def _events(
    task: _Task, rows: pl.DataFrame, before: pl.DataFrame
) -> tuple[pl.DataFrame, ImportedFile]:
    """Turn rows into events in the columns of the table, but for the batch."""
    swapped = pl.col("parties") == "swap"
    rows = rows.with_columns(
        who=pl.when(swapped).then("target").otherwise("source"),
        whom=pl.when(swapped).then("source").otherwise("target"),
    )
    both = pl.col("parties") == "both"
    lower, upper = pl.min_horizontal("who", "whom"), pl.max_horizontal("who", "whom")
    content = rows.select(
        a=pl.when(both).then(lower).otherwise("who"),
        b=pl.when(both).then(upper).otherwise("whom"),
        code="same_as",
        day="day",
    )
    rows = rows.with_columns(row_ids(content, seed=task.origin))
    rows = rows.with_columns(n_reports=pl.len().over("event_id").cast(pl.Int64))
    unique = rows.unique("event_id", keep="first", maintain_order=True)
    events = unique.join(before, on="event_id", how="anti")
    events = _with_codes(events, task.resolve).select(
        "event_id",
        "event_type",
        "mode",
        "contexts",
        *_roles("who_code", "whom_code", both, ("actors", "recipients")),
        *_roles("who", "whom", both, ("actor_names", "recipient_names")),
        pl.lit("actual").alias("status"),
        pl.col("day").alias("happened_on"),
        pl.col("day").alias("happened_until"),
        pl.lit("day").alias("precision"),
        _end_of(pl.col("day")).alias("published_at"),
        pl.lit(task.recorded_at).alias("recorded_at"),
        pl.lit(task.origin).alias("origin"),
        "n_reports",
        "original",
        "intensity",
        "promised",
        "line",
    )
    events = events.sort("happened_on", "event_id")
    unplaced = pl.concat_list("actors", "recipients").list.contains("-")
    counts = ImportedFile(
        file="",
        rows=rows.height,
        events=events.height,
        untyped=int(events["event_type"].null_count()),
        folded=rows.height - unique.height,
        known=unique.height - events.height,
        unplaced=events.filter(unplaced).height,
        first_on=_day(rows["day"].min()),
        last_on=_day(rows["day"].max()),
    )
    return events, counts


def _roles(who: str, whom: str, both: pl.Expr, columns: tuple[str, str]) -> tuple[pl.Expr, pl.Expr]:
    # An act of a party towards itself lists it once.
    pair = pl.concat_list(who, whom).list.unique(maintain_order=True)
    none = pl.lit([], dtype=pl.List(pl.String))
    actors = pl.when(both).then(pair).otherwise(pl.concat_list(who))
    recipients = pl.when(both).then(none).otherwise(pl.concat_list(whom))
    return actors.alias(columns[0]), recipients.alias(columns[1])


def _end_of(day: pl.Expr) -> pl.Expr:
    midnight = day.cast(pl.Datetime("us")).dt.offset_by("1d")
    return midnight.dt.replace_time_zone("UTC")


def _with_codes(rows: pl.DataFrame, resolve: _Resolve) -> pl.DataFrame:
    """Add the codes of both parties, each as of the day of its row."""
    named = pl.concat(
        [rows.select(pl.col(column).alias("name"), "day") for column in ("who", "whom")]
    )
    codes = _codes(named, resolve)
    for column in ("who", "whom"):
        mine = codes.rename({"name": column, "code": f"{column}_code"})
        rows = rows.join(mine, on=[column, "day"], how="left", maintain_order="left")
    return rows


def _codes(named: pl.DataFrame, resolve: _Resolve) -> pl.DataFrame:
    """Return the code of every name on every day it occurs: columns name, day, code.

    Most names mean the same from their first day to their last, and two look-ups show it.
    The others, office-holders who came or went, are looked up day by day.
    """
    spans = (
        named.group_by("name").agg(first=pl.col("day").min(), last=pl.col("day").max()).sort("name")
    )
    steady: dict[str, list[str]] = {"name": [], "code": []}
    moving: list[str] = []
    for name, first, last in spans.iter_rows():
        code = resolve(name, first)
        if code == resolve(name, last):
            steady["name"].append(name)
            steady["code"].append(code)
        else:
            moving.append(name)
    days = named.unique()
    text = {"name": pl.String, "code": pl.String}
    settled = days.join(pl.DataFrame(steady, schema=text), on="name", how="inner")
    changing = days.filter(pl.col("name").is_in(moving)).sort("name", "day")
    looked_up = [resolve(name, day) for name, day in changing.iter_rows()]
    moved = changing.with_columns(code=pl.Series(looked_up, dtype=pl.String))
    return pl.concat([settled.select("name", "day", "code"), moved])


def _quarantine(task: _Task, path: Path, rejects: pl.DataFrame) -> None:
    troubles = (
        (f"{task.origin}/{path.name}:{line}", "import", reason, excerpt)
        for line, reason, excerpt in rejects.sort("line").iter_rows()
    )
    if not rejects.is_empty():
        task.store.quarantine(troubles, recorded_at=task.recorded_at)


def _sum(done: ImportedFile, more: ImportedFile, *, rejected: int) -> ImportedFile:
    return ImportedFile(
        file=done.file,
        rows=done.rows + more.rows,
        events=done.events + more.events,
        untyped=done.untyped + more.untyped,
        folded=done.folded + more.folded,
        known=done.known + more.known,
        rejected=done.rejected + rejected,
        unplaced=done.unplaced + more.unplaced,
        first_on=min(_days(done.first_on, more.first_on), default=None),
        last_on=max(_days(done.last_on, more.last_on), default=None),
    )


def _days(*days: date | None) -> Iterable[date]:
    return [day for day in days if day is not None]


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


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
