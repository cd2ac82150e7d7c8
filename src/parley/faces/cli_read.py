"""The command `read`: reports in, readings out.

In: paths, or `-`. Out: one reading after the other, in the record and on the screen. The
idea to know: a report that cannot be taken in is set aside with its reason and the rest
goes on; the reasons are gathered and said at the end.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from parley.faces.options import ReadFormat, Record
from parley.faces.session import as_json, console, errors, plural, session_of

if TYPE_CHECKING:
    from parley.reports.intake import Rejected
    from parley.results import ReportReading
    from parley.runs import ReadRun

__all__ = ["add_to"]

_REASONS_SHOWN = 20


def read(
    ctx: typer.Context,
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="Files or folders; - for standard input.")
    ],
    published_at: Annotated[
        Optional[str],  # noqa: UP045 - older typers read no `|`
        typer.Option("--published-at", metavar="WHEN", help="When all of them were published."),
    ] = None,
    outlet: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--outlet", metavar="NAME", help="Who published all of them."),
    ] = None,
    language: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--language", metavar="CODE", help="Language of those that do not tell."),
    ] = None,
    reader: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--reader", metavar="NAME", help="By default the setting `reader`."),
    ] = None,
    feed: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--feed", metavar="NAME", help="Fetch the paths, as addresses, by a feed."),
    ] = None,
    format: Annotated[
        ReadFormat, typer.Option("--format", help="How to write the readings.")
    ] = ReadFormat.table,
    record: Record = None,
    no_record: Annotated[
        bool, typer.Option("--no-record", help="Show only; keep nothing.")
    ] = False,
) -> None:
    """Read reports: who did what to whom, who says so, how likely."""
    if record is not None and no_record:
        raise typer.BadParameter("give --record or --no-record, not both")
    with session_of(ctx).desk(record=record, reader=reader, language=language) as desk:
        run = desk.run_read(
            *paths, published_at=published_at, outlet=outlet, feed=feed,
            stdin=sys.stdin.buffer, record=not no_record,
        )  # fmt: skip
        _show(run, format)
        _sum_up(run, kept_in=None if no_record else desk.path)
    if not run.n_read:
        raise typer.Exit(2)


def _show(run: ReadRun, format: ReadFormat) -> None:
    from parley.results import ReportReading

    for item in run:
        if isinstance(item, ReportReading):
            _show_one(item, format)


def _show_one(pair: ReportReading, format: ReadFormat) -> None:
    if format is ReadFormat.json:
        from parley.reading.as_json import reading_as_json

        print(as_json(reading_as_json(pair.report, pair.reading)))
        return
    from parley.faces.show_reading import markdown_of, show_reading

    if format is ReadFormat.md:
        print(markdown_of(pair.report, pair.reading))
    else:
        show_reading(console(), pair.report, pair.reading)


def _sum_up(run: ReadRun, *, kept_in: str | None) -> None:
    """Say on standard error what could not be read, and what came of the rest."""
    sys.stdout.flush()
    tell = errors()
    for reason in _reasons(run.rejected):
        tell.print(f"parley: not read: {reason}", soft_wrap=True)
    more = len(run.rejected) - _REASONS_SHOWN
    if more > 0:
        tell.print(f"parley: and {more:,} more; `parley quarantine` shows those that were kept.")
    words = f"Read {plural(run.n_read, 'report')}"
    if run.rejected:
        words += f", set aside {len(run.rejected):,}"
    if run.added is not None:
        words += f"; kept {run.added.reports:,} new in {kept_in}"
        if run.added.known:
            words += f", {run.added.known:,} known already"
        if run.added.refused:
            words += f", {run.added.refused:,} that cannot be kept"
    elif kept_in is None:
        words += "; nothing kept"
    tell.print(f"{words}.", soft_wrap=True)
    if run.added is not None and run.added.redated:
        tell.print(
            f"parley: {plural(len(run.added.redated), 'report')} came with another time of "
            "publication than the record holds; the first one stays.",
            soft_wrap=True,
        )


def _reasons(rejected: Sequence[Rejected]) -> list[str]:
    from parley.faces.layout import printable

    return [printable(f"{each.where}: {each.message}") for each in rejected[:_REASONS_SHOWN]]


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("read")(read)
