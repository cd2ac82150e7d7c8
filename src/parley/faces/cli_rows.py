"""Commands that show rows of the record: events, statements, claims, and the like.

In: filters. Out: a table, or JSON, CSV, Parquet. The idea to know: all of them look at
the record as of a moment, now unless told otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from parley.errors import InputError
from parley.faces.options import AsOf, Format, Limit, Output, Record, Since, Until
from parley.faces.session import console, errors, plural, session_of

if TYPE_CHECKING:
    from pathlib import Path

    from parley.results import Rows

__all__ = ["add_to", "print_rows"]

_ROWS = 50
_FormatOption = Annotated[Format, typer.Option("--format", help="How to write the rows.")]


def _names(help_: str, *flags: str) -> Any:
    return typer.Option(*flags, metavar="NAME", help=help_)


_Actor = Annotated[
    Optional[list[str]],  # noqa: UP045 - older typers read no `|`
    _names("Who acts: a name or code; may be repeated.", "--actor"),
]
_Recipient = Annotated[
    Optional[list[str]],  # noqa: UP045
    _names("At whom it is directed; may be repeated.", "--recipient"),
]
_Type = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Option("--type", metavar="TYPE", help="PLOVER type, such as CONSULT; may be repeated."),
]


def events(
    ctx: typer.Context,
    actor: _Actor = None,
    recipient: _Recipient = None,
    type_: _Type = None,
    status: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--status", help="actual, ongoing, planned, possible or denied."),
    ] = None,
    origin: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--origin", help="`reports`, or an imported data set."),
    ] = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    limit: Limit = None,
    format: _FormatOption = Format.table,
    output: Output = None,
    record: Record = None,
) -> None:
    """Show events: who did what to whom, when."""
    with session_of(ctx).desk(record=record) as desk:
        rows = desk.events(
            actor=actor, recipient=recipient, event_type=type_, status=status, origin=origin,
            since=since, until=until, as_of=as_of,
        )  # fmt: skip
        print_rows(rows, limit=limit, format=format, output=output)


def statements(
    ctx: typer.Context,
    actor: Annotated[
        Optional[list[str]],  # noqa: UP045
        _names("Who speaks; may be repeated.", "--actor", "--speaker"),
    ] = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    limit: Limit = None,
    format: _FormatOption = Format.table,
    output: Output = None,
    record: Record = None,
) -> None:
    """Show statements: who said what."""
    with session_of(ctx).desk(record=record) as desk:
        rows = desk.statements(actor=actor, since=since, until=until, as_of=as_of)
        print_rows(rows, limit=limit, format=format, output=output)


def claims(
    ctx: typer.Context,
    actor: _Actor = None,
    recipient: _Recipient = None,
    by: Annotated[
        Optional[list[str]],  # noqa: UP045
        _names("Who claims it; `reporter` for the report itself.", "--by"),
    ] = None,
    type_: _Type = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    limit: Limit = None,
    format: _FormatOption = Format.table,
    output: Output = None,
    record: Record = None,
) -> None:
    """Show claims: what was put as likely, and by whom."""
    with session_of(ctx).desk(record=record) as desk:
        rows = desk.claims(
            by=by, actor=actor, recipient=recipient, event_type=type_, since=since, until=until,
            as_of=as_of,
        )  # fmt: skip
        print_rows(rows, limit=limit, format=format, output=output)


def reports(
    ctx: typer.Context,
    as_of: AsOf = None,
    limit: Limit = None,
    format: _FormatOption = Format.table,
    output: Output = None,
    record: Record = None,
) -> None:
    """Show the reports kept."""
    with session_of(ctx).desk(record=record) as desk:
        print_rows(desk.reports(as_of=as_of), limit=limit, format=format, output=output)


def quarantine(
    ctx: typer.Context,
    limit: Limit = None,
    format: _FormatOption = Format.table,
    output: Output = None,
    record: Record = None,
) -> None:
    """Show what could not be taken in, and why."""
    with session_of(ctx).desk(record=record) as desk:
        print_rows(desk.quarantine(), limit=limit, format=format, output=output)


def sql(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="SQL, as DuckDB speaks it.")],
    as_of: AsOf = None,
    format: _FormatOption = Format.table,
    output: Output = None,
    record: Record = None,
) -> None:
    """Answer a SQL query over the tables of the record.

    They are reports, mentions, statements, claims, events, forecasts and more; `SHOW
    TABLES` lists them.
    """
    with session_of(ctx).desk(record=record) as desk:
        print_rows(desk.sql(query, as_of=as_of), limit=None, format=format, output=output)


def print_rows(rows: Rows[Any], *, limit: int | None, format: Format, output: Path | None) -> None:
    """Print or write rows, the latest `limit`; without one a file holds them all."""
    from parley.faces.show_rows import show_rows
    from parley.faces.write_rows import write_rows

    if format is Format.table:
        if output is not None:
            raise InputError("A table goes to the terminal; use --format json, csv or parquet.")
        show_rows(console(), _latest(rows, limit or _ROWS), total=len(rows))
        return
    rows = _latest(rows, limit) if limit is not None else rows
    write_rows(rows.to_polars(), format=format, output=output)
    if output is not None:
        errors().print(f"Wrote {plural(len(rows), 'row')} to {output}.")


def _latest(rows: Rows[Any], limit: int) -> Rows[Any]:
    return rows[-limit:] if len(rows) > limit else rows


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (events, statements, claims, reports, quarantine, sql):
        app.command(command.__name__)(command)
