"""Commands of the track record: resolve, score, forecasts.

In: a moment, filters. Out: what came true of what was said, and how good it was. The
idea to know: nothing is settled before its window has closed and been watched to its
end, and only what is settled is scored.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Optional

import typer

from parley.faces.options import AsOf, Format, Limit, Output, PageFormat, Record, Since, Until
from parley.faces.session import as_json, console, session_of

__all__ = ["add_to"]

_FormatOption = Annotated[PageFormat, typer.Option("--format", help="How to write the answer.")]
_RowsFormat = Annotated[Format, typer.Option("--format", help="How to write the rows.")]
_Only = Annotated[
    Optional[str],  # noqa: UP045 - older typers read no `|`
    typer.Option("--forecaster", metavar="NAME", help="Only forecasts of this one."),
]


class By(StrEnum):
    """What scores are told apart by."""

    forecaster = "forecaster"
    type = "type"
    horizon = "horizon"
    month = "month"


def resolve(
    ctx: typer.Context,
    as_of: AsOf = None,
    format: _FormatOption = PageFormat.table,
    record: Record = None,
    no_record: Annotated[
        bool, typer.Option("--no-record", help="Do not keep the verdicts.")
    ] = False,
) -> None:
    """Settle the kept forecasts whose windows have closed."""
    with session_of(ctx).desk(record=record) as desk:
        run = desk.settle(as_of=as_of, record=not no_record)
    if format is PageFormat.json:
        import dataclasses

        print(as_json(dataclasses.asdict(run)))
        return
    from parley.faces.show_ledger import show_settled

    show_settled(console(), run)


def score(
    ctx: typer.Context,
    forecaster: _Only = None,
    type_: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--type", metavar="TYPE", help="PLOVER type; may be repeated."),
    ] = None,
    since: Since = None,
    until: Until = None,
    by: Annotated[
        Optional[By],  # noqa: UP045
        typer.Option("--by", help="Tell the scores apart by this."),
    ] = None,
    as_of: AsOf = None,
    format: _FormatOption = PageFormat.table,
    record: Record = None,
) -> None:
    """Score the kept forecasts that are settled."""
    with session_of(ctx).desk(record=record) as desk:
        cards = desk.score(
            forecaster=forecaster, event_type=type_, since=since, until=until,
            by=None if by is None else by.value, as_of=as_of,
        )  # fmt: skip
    if format is PageFormat.json:
        import dataclasses

        print(as_json([dataclasses.asdict(card) for card in cards]))
        return
    from parley.faces.show_ledger import show_scores

    show_scores(console(), cards, by=None if by is None else by.value)


def forecasts(
    ctx: typer.Context,
    forecaster: _Only = None,
    settled: Annotated[bool, typer.Option("--settled", help="Only those settled.")] = False,
    waiting: Annotated[bool, typer.Option("--open", help="Only those not settled yet.")] = False,
    as_of: AsOf = None,
    limit: Limit = None,
    format: _RowsFormat = Format.table,
    output: Output = None,
    record: Record = None,
) -> None:
    """Show the forecasts made, and what came of them."""
    from parley.errors import InputError
    from parley.faces.cli_rows import print_rows

    if settled and waiting:
        raise InputError("Give --settled or --open, not both: leave both out to see all.")
    wanted = True if settled else False if waiting else None
    with session_of(ctx).desk(record=record) as desk:
        rows = desk.forecasts(forecaster=forecaster, settled=wanted, as_of=as_of)
        if format is not Format.table:
            print_rows(rows, limit=limit, format=format, output=output)
            return
        if output is not None:
            raise InputError("A table goes to the terminal; use --format json, csv or parquet.")
        from parley.faces.show_ledger import show_forecasts

        show_forecasts(console(), rows, limit=limit or 50)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (forecasts, resolve, score):
        app.command(command.__name__)(command)
