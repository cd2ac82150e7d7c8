"""Flags that several commands share, each said once.

In: nothing. Out: annotated types for commands. The idea to know: this imports nothing
but typer, so that help stays quick.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer

__all__ = [
    "AsOf",
    "Forecaster",
    "Format",
    "Limit",
    "Output",
    "PageFormat",
    "ReadFormat",
    "Record",
    "Since",
    "TimeUnit",
    "Until",
]


class ReadFormat(StrEnum):
    """How a reading is written."""

    table = "table"
    json = "json"
    md = "md"


class Format(StrEnum):
    """How rows are written."""

    table = "table"
    json = "json"
    csv = "csv"
    parquet = "parquet"


class PageFormat(StrEnum):
    """How an answer is written."""

    table = "table"
    json = "json"


class TimeUnit(StrEnum):
    """What one step of numbered time is."""

    days = "days"
    hours = "hours"
    minutes = "minutes"


Record = Annotated[
    Optional[str],  # noqa: UP045 - older typers read no `|`
    typer.Option("--record", metavar="DIR", help="The record; by default the setting `record`."),
]
AsOf = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--as-of",
        metavar="WHEN",
        help="Look at what was published by this day (its first instant) or instant, UTC.",
    ),
]
Since = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--since", metavar="DAY", help="First day of the window."),
]
Until = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--until", metavar="DAY", help="Last day of the window."),
]
Limit = Annotated[
    Optional[int],  # noqa: UP045
    typer.Option("--limit", min=1, help="The latest so many rows."),
]
Output = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option("-o", "--output", metavar="FILE", help="Write to a file."),
]
Forecaster = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--forecaster", metavar="NAME", help="By default the setting `forecaster`."),
]
