"""Frames out of the house and back: CSV, JSON Lines, Parquet.

In: any frame of the record. Out: bytes in one of three formats, and the same frame read
from them. The idea to know: Parquet and JSON Lines keep everything, so that export then
import is identity; CSV is for eyes and spreadsheets, lists joined by semicolons.
"""

from __future__ import annotations

import io
from typing import Literal, get_args

import polars as pl

from parley.errors import ImportDataError, InputError

__all__ = ["FORMATS", "Format", "from_bytes", "to_bytes", "to_text"]

Format = Literal["csv", "json", "parquet"]
FORMATS: tuple[Format, ...] = get_args(Format)

_INSTANT = "%Y-%m-%dT%H:%M:%S%.6fZ"
_LIST_SEPARATOR = "; "


def to_bytes(frame: pl.DataFrame, file_format: Format) -> bytes:
    """Return a frame as a file's bytes.

    Parameters
    ----------
    file_format
        `json` is one object a line; instants are written in UTC, ending in Z.

    Raises
    ------
    InputError
        If the format is none of `FORMATS`.

    Examples
    --------
    >>> to_bytes(pl.DataFrame({"actors": [["PRK", "USA"]]}), "csv")
    b'actors\\nPRK; USA\\n'
    """
    out = io.BytesIO()
    if file_format == "csv":
        frame.select(_flat(name, kind) for name, kind in frame.schema.items()).write_csv(out)
    elif file_format == "json":
        frame.with_columns(_instants_as_text(frame.schema)).write_ndjson(out)
    elif file_format == "parquet":
        frame.write_parquet(out)
    else:
        raise InputError(f"No format called {file_format!r}. Known: {', '.join(FORMATS)}.")
    return out.getvalue()


def to_text(frame: pl.DataFrame, file_format: Literal["csv", "json"]) -> str:
    """Return a frame as text."""
    return to_bytes(frame, file_format).decode("utf-8")


def from_bytes(
    data: bytes, file_format: Literal["json", "parquet"], *, schema: pl.Schema | None = None
) -> pl.DataFrame:
    """Read a frame that `to_bytes` wrote.

    Parameters
    ----------
    schema
        The columns of the frame; JSON Lines cannot do without.

    Raises
    ------
    ImportDataError
        If the bytes are not in the format, or not in these columns.
    """
    try:
        if file_format == "parquet":
            return pl.read_parquet(io.BytesIO(data))
        if schema is None:
            raise InputError("Reading JSON Lines needs the schema of the frame.")
        if not data:
            return pl.DataFrame(schema=schema)
        written = pl.Schema(
            {name: pl.String() if _is_instant(kind) else kind for name, kind in schema.items()}
        )
        rows = pl.read_ndjson(io.BytesIO(data), schema=written)
        return rows.with_columns(
            pl.col(name).str.to_datetime(_INSTANT, time_unit="us", time_zone="UTC")
            for name, kind in schema.items()
            if _is_instant(kind)
        )
    except pl.exceptions.PolarsError as error:
        raise ImportDataError(f"not a frame in {file_format}: {error}") from error


def _is_instant(kind: pl.DataType) -> bool:
    return isinstance(kind, pl.Datetime) and kind.time_zone is not None


def _instants_as_text(schema: pl.Schema) -> list[pl.Expr]:
    return [
        pl.col(name).dt.convert_time_zone("UTC").dt.strftime(_INSTANT)
        for name, kind in schema.items()
        if _is_instant(kind)
    ]


def _flat(name: str, kind: pl.DataType) -> pl.Expr:
    """Return a column that a cell of CSV can hold."""
    column = pl.col(name)
    if isinstance(kind, pl.List):
        if isinstance(kind.inner, pl.Struct):
            told = column.list.eval(pl.element().struct.json_encode())
            return ("[" + told.list.join(",") + "]").alias(name)
        return column.list.eval(pl.element().cast(pl.String)).list.join(_LIST_SEPARATOR)
    if isinstance(kind, pl.Struct):
        return column.struct.json_encode()
    if _is_instant(kind):
        return column.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    return column
