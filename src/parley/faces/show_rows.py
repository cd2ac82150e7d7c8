"""Rows of the record as tables of the terminal.

In: `Rows`. Out: a table that fits 80 columns. The idea to know: each kind of row has
its own few columns, chosen so that one can see what it is and name it by its id; all
the others are in `--format json`, `csv` and `parquet`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from parley.faces.layout import (
    chain_words,
    codes_words,
    instant_words,
    interval_words,
    make_table,
    percent,
    printable,
    put,
    put_table,
    short,
)
from parley.results import Rows
from parley.terms import DateInterval

__all__ = ["show_frame", "show_rows"]

Row = dict[str, Any]
_LONGEST = 160


def show_rows(console: Console, rows: Rows[Any], *, total: int | None = None) -> None:
    """Print rows as a table, with a line on how many there are and as of when."""
    frame = rows.to_polars()
    if rows.name not in _LAYOUTS:
        show_frame(console, frame.columns, frame.rows())
        console.print()
    elif frame.height:
        columns, cells = _LAYOUTS[rows.name]
        figures = [name for name in columns if name in _FIGURES]
        table = make_table(*columns, right=figures)
        for row in frame.iter_rows(named=True):
            table.add_row(*(Text(cell) for cell in cells(row)))
        put_table(console, table)
        console.print()
    put(console, rows.title + (f"; {total:,} in all" if total and total > len(rows) else ""))


def show_frame(console: Console, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print any table, such as the answer of a query."""
    table = make_table(*columns)
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row))
    put_table(console, table)


def _cell(value: object) -> str:
    if value is None:
        return "—"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list):
        return "; ".join(_cell(each) for each in value)
    return _cut(str(value))


def _cut(words: str, longest: int = _LONGEST) -> str:
    whole = printable(words)
    return whole if len(whole) <= longest else whole[: longest - 1].rstrip() + "…"


def _event_cells(row: Row) -> list[str]:
    act = f"{row['event_type']}/{row['mode']}" if row["mode"] else str(row["event_type"])
    imported = row["origin"] != "reports"
    told = row["origin"] if imported else f"{row['n_independent']} of {row['n_reports']}"
    return [
        interval_words(DateInterval(row["happened_on"], row["happened_until"], row["precision"])),
        codes_words(row["actors"], row["recipients"]),
        act,
        row["status"],
        printable(told),
        short(row["event_id"]),
    ]


def _statement_cells(row: Row) -> list[str]:
    speaker = row["speaker"]
    if row["speaker_name"] and row["speaker_name"] != speaker:
        speaker = row["speaker_name"] if speaker == "-" else f"{row['speaker_name']} ({speaker})"
    return [
        f"{row['published_at']:%Y-%m-%d}",
        printable(f"{speaker} {row['cue']}"),
        f"“{_cut(row['content'])}”",
        short(row["statement_id"]),
    ]


def _claim_cells(row: Row) -> list[str]:
    return [
        f"{row['published_at']:%Y-%m-%d}",
        printable(row["by_name"] or row["by"]),
        f"{row['event_type'] or '—'} {codes_words(row['actors'], row['recipients'])}",
        f"{row['direction']}: “{_cut(row['phrase'], 40)}”",
        _range(row["probability_low"], row["probability_high"]),
        str(row["deadline_on"] or "—"),
        short(row["claim_id"]),
    ]


def _range(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return "—"
    return percent(low) if low == high else f"{percent(low)[:-2]}–{percent(high)}"


def _mention_cells(row: Row) -> list[str]:
    act = f"{row['event_type']}/{row['mode']}" if row["mode"] else str(row["event_type"])
    return [
        f"{row['published_at']:%Y-%m-%d}",
        act,
        f"“{_cut(row['sentence'])}”",
        chain_words(row["chain"]) or "—",
        short(row["mention_id"]),
    ]


def _report_cells(row: Row) -> list[str]:
    return [
        instant_words(row["published_at"])[:-4],
        printable(row["outlet"]),
        _cut(row["title"] or row["text"], 80),
        short(row["report_id"]),
    ]


def _forecast_cells(row: Row) -> list[str]:
    return [
        f"{row['as_of']:%Y-%m-%d}",
        _cut(json.loads(row["question"])["text"]),
        percent(row["probability"]),
        percent(row["base_probability"]),
        row["forecaster"],
        short(row["forecast_id"]),
    ]


def _quarantine_cells(row: Row) -> list[str]:
    return [
        f"{row['recorded_at']:%Y-%m-%d}",
        printable(row["place"]),
        row["kind"],
        _cut(row["reason"]),
        short(row["quarantine_id"]),
    ]


_FIGURES = frozenset({"chance", "base", "told by"})
_LAYOUTS: dict[str, tuple[tuple[str, ...], Callable[[Row], list[str]]]] = {
    "events": (("happened", "who → whom", "act", "status", "told by", "id"), _event_cells),
    "statements": (("published", "who", "words", "id"), _statement_cells),
    "claims": (("published", "by", "about", "how likely", "chance", "by day", "id"), _claim_cells),
    "mentions": (("published", "act", "words", "according to", "id"), _mention_cells),
    "reports": (("published (UTC)", "outlet", "title or first words", "id"), _report_cells),
    "forecasts": (("as of", "question", "chance", "base", "forecaster", "id"), _forecast_cells),
    "quarantine rows": (("recorded", "where", "kind", "reason", "id"), _quarantine_cells),
}
