"""The files of a temporal-knowledge-graph folder, as rows of names and days.

In: a folder with `train.txt`, `valid.txt`, `test.txt` and their id tables, or with `.tsv`
files of names and ISO dates. Out: for each stretch of lines the rows that fit and the
lines that do not, with the reason. The idea to know: one bad line costs that line alone;
a file in which no line fits is another kind of file and is refused.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Literal

import polars as pl

from parley.errors import ImportDataError

__all__ = ["Folder", "Lines", "Unit", "file_hash", "open_folder", "read_lines"]

Unit = Literal["days", "hours", "minutes"]

_PER_DAY = {"days": 1, "hours": 24, "minutes": 1440}
_PARTS = ("train", "valid", "test")
# Lines held in memory at once; half a million take about 400 MB on their way through.
_CHUNK = 500_000
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2200, 1, 1)
_EXCERPT = 120


@dataclass(frozen=True)
class Folder:
    """What a folder holds: its files, and its id tables if it has any."""

    path: Path
    files: tuple[Path, ...]
    entities: pl.DataFrame | None = None
    relations: pl.DataFrame | None = None


@dataclass(frozen=True)
class Lines:
    """A stretch of a file.

    `rows` has the columns line, source, relation, target, day; `rejects` has line,
    reason and excerpt.
    """

    rows: pl.DataFrame
    rejects: pl.DataFrame


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def open_folder(path: Path) -> Folder:
    """Return what a folder of quadruples holds.

    Raises
    ------
    ImportDataError
        If it is no folder, or holds neither layout, or an id table is missing or broken.
    """
    if not path.is_dir():
        raise ImportDataError("is not a folder", where=str(path))
    numbered = tuple(p for part in _PARTS if (p := path / f"{part}.txt").is_file())
    if numbered:
        entities, relations = (
            _read_ids(path / f"{kind}2id.txt") for kind in ("entity", "relation")
        )
        return Folder(path, numbered, entities, relations)
    named = tuple(sorted(path.glob("*.tsv"), key=_part_order))
    if not named:
        raise ImportDataError(
            "holds neither train.txt, valid.txt or test.txt with their id tables, "
            "nor .tsv files of names and dates",
            where=str(path),
        )
    return Folder(path, named)


def _part_order(path: Path) -> tuple[int, str]:
    return (_PARTS.index(path.stem) if path.stem in _PARTS else len(_PARTS)), path.name


def _read_ids(path: Path) -> pl.DataFrame:
    layout = "each line needs a name, a tab and a number"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ImportDataError(f"cannot read the id table: {error}", where=str(path)) from error
    rows = []
    for number, line in enumerate(text.splitlines(), start=1):
        name, tab, id_ = line.partition("\t")
        if line.strip():
            id_ = id_.split("\t")[0].strip()
            if not tab or not id_.isdecimal() or not name.strip():
                raise ImportDataError(layout, where=f"{path}:{number}")
            rows.append((int(id_), name.strip()))
    table = pl.DataFrame(rows, schema={"id": pl.Int64, "name": pl.String}, orient="row")
    if table["id"].n_unique() != table.height:
        raise ImportDataError("two names have the same number", where=str(path))
    if not table["name"].str.contains(" ").any():
        # Some editions write every space as an underscore.
        table = table.with_columns(pl.col("name").str.replace_all("_", " "))
    return table


def read_lines(
    folder: Folder, path: Path, *, start_on: date | None, unit: Unit = "days"
) -> Iterator[Lines]:
    """Read one file of a folder, stretch by stretch.

    Parameters
    ----------
    start_on
        The day of time 0; not needed where the file has dates.
    unit
        What the times count.

    Raises
    ------
    ImportDataError
        If times are numbered and `start_on` is missing, or their steps show that they
        count something else than `unit`, or no line of the first stretch fits.
    """
    numbered = folder.entities is not None
    if numbered and start_on is None:
        raise ImportDataError(
            "times are numbers: say the day of time 0, such as --start 2018-01-01",
            where=str(path),
        )
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="\n") as opened:
            first = 1
            while chunk := list(islice(opened, _CHUNK)):
                fields = _fields(chunk, first)
                if numbered:
                    assert start_on is not None
                    lines = _numbered(folder, fields, path, start_on, unit, check=first == 1)
                else:
                    lines = _named(fields)
                if first == 1 and lines.rows.is_empty() and not lines.rejects.is_empty():
                    reason = lines.rejects["reason"][0]
                    raise ImportDataError(
                        f"no line fits; of line {lines.rejects['line'][0]}: {reason}",
                        where=str(path),
                    )
                yield lines
                first += len(chunk)
    except OSError as error:
        raise ImportDataError(f"cannot read: {error}", where=str(path)) from error


def _fields(chunk: list[str], first: int) -> pl.DataFrame:
    lines = pl.DataFrame({"text": chunk}).with_row_index("line", offset=first)
    return (
        lines.with_columns(pl.col("line").cast(pl.Int64), pl.col("text").str.strip_chars("\r\n"))
        .filter(pl.col("text").str.strip_chars() != "")
        .with_columns(pl.col("text").str.split("\t").alias("parts"))
        .with_columns(
            pl.col("parts").list.get(i, null_on_oob=True).str.strip_chars().alias(name)
            for i, name in enumerate(("a", "b", "c", "d"))
        )
        .with_columns(n=pl.col("parts").list.len())
        .drop("parts")
    )


# A fifth field, a constant in some editions, is passed over.
_N_FIELDS = pl.col("n").is_between(4, 5)
_COUNT = pl.format("expected 4 fields between tabs, found {}", pl.col("n"))
_HALF = pl.col("text").str.contains("\ufffd", literal=True)


def _numbered(
    folder: Folder, fields: pl.DataFrame, path: Path, start_on: date, unit: Unit, *, check: bool
) -> Lines:
    assert folder.entities is not None
    assert folder.relations is not None
    rows = fields.with_columns(pl.col("a", "b", "c", "d").cast(pl.Int64, strict=False))
    if check:
        _check_unit(rows["d"].drop_nulls(), path, unit)
    rows = (
        rows.join(
            folder.entities.rename({"name": "source"}), left_on="a", right_on="id", how="left"
        )
        .join(folder.relations.rename({"name": "relation"}), left_on="b", right_on="id", how="left")
        .join(folder.entities.rename({"name": "target"}), left_on="c", right_on="id", how="left")
    )
    start = (start_on - date(1970, 1, 1)).days
    number = start + pl.col("d") // _PER_DAY[unit]
    low, high = ((day - date(1970, 1, 1)).days for day in (_FIRST_DAY, _LAST_DAY))
    possible = (pl.col("d") >= 0) & number.is_between(low, high)
    reason = (
        pl.when(~_N_FIELDS)
        .then(_COUNT)
        .when(pl.any_horizontal(pl.col("a", "b", "c", "d").is_null()))
        .then(pl.lit("a field is not a whole number"))
        .when(pl.col("source").is_null())
        .then(pl.format("no entity has number {}", pl.col("a")))
        .when(pl.col("relation").is_null())
        .then(pl.format("no relation has number {}", pl.col("b")))
        .when(pl.col("target").is_null())
        .then(pl.format("no entity has number {}", pl.col("c")))
        .when(~possible)
        .then(pl.format("time {} is out of range", pl.col("d")))
    )
    day = pl.when(possible).then(number).cast(pl.Int32).cast(pl.Date)
    return _divide(rows.with_columns(reason=reason, day=day))


def _named(fields: pl.DataFrame) -> Lines:
    rows = fields.with_columns(
        pl.col("d").str.to_date("%Y-%m-%d", strict=False).alias("day")
    ).rename({"a": "source", "b": "relation", "c": "target"})
    possible = pl.col("day").is_between(_FIRST_DAY, _LAST_DAY).fill_null(False)
    missing = pl.any_horizontal(pl.col("source", "relation", "target").fill_null("") == "")
    reason = (
        pl.when(~_N_FIELDS)
        .then(_COUNT)
        .when(_HALF)
        .then(pl.lit("not UTF-8"))
        .when(missing)
        .then(pl.lit("a name is missing"))
        .when(~possible)
        .then(pl.format("{} is not a date such as 2014-06-17", pl.col("d")))
    )
    return _divide(rows.with_columns(reason=reason))


def _divide(rows: pl.DataFrame) -> Lines:
    fits = pl.col("reason").is_null()
    return Lines(
        rows=rows.filter(fits).select("line", "source", "relation", "target", "day"),
        rejects=rows.filter(~fits).select(
            "line", "reason", excerpt=pl.col("text").str.slice(0, _EXCERPT)
        ),
    )


def _check_unit(times: pl.Series, path: Path, unit: Unit) -> None:
    """Refuse times that all are multiples of a step: they count a finer unit than days."""
    distinct = times.unique()
    step = math.gcd(*distinct.to_list()) if distinct.len() >= 20 else 1
    if unit == "days" and step > 1:
        likely = "hours" if step == 24 else "minutes"
        raise ImportDataError(
            f"times run in steps of {step}, so they hardly count days; "
            f"say what they count, such as --unit {likely}",
            where=str(path),
        )
