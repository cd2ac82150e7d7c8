"""Rows to a file or to standard output.

In: a frame and a format. Out: bytes. The idea to know: Parquet is no text and never goes
to a terminal; the rest can be piped on.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from parley.errors import InputError
from parley.faces.options import Format
from parley.record.exports import Format as FileFormat
from parley.record.exports import to_bytes

__all__ = ["write_rows"]

_KINDS: dict[Format, FileFormat] = {
    Format.json: "json",
    Format.csv: "csv",
    Format.parquet: "parquet",
}


def write_rows(frame: pl.DataFrame, *, format: Format, output: Path | None) -> None:
    """Write a frame to a file, or to standard output where `output` is None.

    Raises
    ------
    InputError
        If there is no such format, Parquet should go to a terminal, or the file cannot
        be written.
    """
    if format is Format.table:
        raise InputError("A table goes to the terminal; use --format json, csv or parquet.")
    if format is Format.parquet and output is None and sys.stdout.isatty():
        raise InputError("Parquet is no text; name a file with -o, or pipe it on.")
    data = to_bytes(frame, _KINDS[format])
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise InputError(f"Cannot write {str(output)!r}: {error.strerror}.") from error
