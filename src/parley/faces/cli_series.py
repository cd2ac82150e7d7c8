"""Commands about how things move: timeline, changed.

In: names of parties, a window. Out: a plot in the terminal or a file with the change
points, flags and events below it; and the dyads that did something unlike themselves.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer

from parley.faces.options import AsOf, PageFormat, Record, Since, Until
from parley.faces.session import as_json, console, errors, session_of

__all__ = ["add_to"]

_FormatOption = Annotated[PageFormat, typer.Option("--format", help="How to write the answer.")]


class Bins(StrEnum):
    """How time is cut."""

    day = "day"
    week = "week"
    month = "month"


def timeline(
    ctx: typer.Context,
    actor: Annotated[str, typer.Argument(metavar="ACTOR", help="Who acts; a name or code.")],
    recipient: Annotated[str, typer.Argument(metavar="RECIPIENT", help="At whom.")],
    type_: Annotated[
        Optional[list[str]],  # noqa: UP045 - older typers read no `|`
        typer.Option("--type", metavar="TYPE", help="A line for this PLOVER type; repeatable."),
    ] = None,
    by: Annotated[Bins, typer.Option("--by", help="How time is cut.")] = Bins.week,
    both: Annotated[bool, typer.Option("--both", help="Acts the other way round too.")] = False,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    plot: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--plot",
            metavar="FILE",
            help="Draw it to FILE: .html (opens offline), .svg, .png or .json.",
        ),
    ] = None,
    format: _FormatOption = PageFormat.table,
    record: Record = None,
) -> None:
    """Lay a dyad's acts out in time, with what changed and what stood out."""
    if plot is not None:
        from parley.faces.charts import check_ending

        check_ending(plot)
    with session_of(ctx).desk(record=record) as desk:
        found = desk.timeline(
            actor, recipient, event_type=type_, by=by.value, both=both, since=since, until=until,
            as_of=as_of,
        )  # fmt: skip
    if format is PageFormat.json:
        import dataclasses

        print(as_json(dataclasses.asdict(found)))
    else:
        from parley.faces.show_series import show_timeline

        show_timeline(console(), found)
    if plot is not None:
        from parley.faces.charts import write_chart
        from parley.faces.charts_time import timeline_chart

        written = write_chart(timeline_chart(found), plot)
        errors().print(f"Wrote {written}.", soft_wrap=True)


def changed(
    ctx: typer.Context,
    since: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--since", metavar="DAY", help="First day of the window."),
    ] = None,
    days: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--days", metavar="N", min=1, help="Days in the window; by default 7."),
    ] = None,
    top: Annotated[
        int, typer.Option("--top", metavar="N", min=1, help="How many of each direction.")
    ] = 10,
    among: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(
            "--among", metavar="N", min=2, help="Only dyads of the N most active parties."
        ),
    ] = None,
    at_least: Annotated[
        int,
        typer.Option(
            "--at-least", metavar="N", min=1, help="Leave out fewer acts, were no more expected."
        ),
    ] = 3,
    as_of: AsOf = None,
    format: _FormatOption = PageFormat.table,
    record: Record = None,
) -> None:
    """Show which dyads did something unlike themselves of late, most surprising first."""
    with session_of(ctx).desk(record=record) as desk:
        found = desk.changed(
            since=since, days=days, top=top, among=among, at_least=at_least, as_of=as_of
        )
    if format is PageFormat.json:
        import dataclasses

        print(as_json(dataclasses.asdict(found)))
        return
    from parley.faces.show_changed import show_changed

    show_changed(console(), found)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (timeline, changed):
        app.command(command.__name__)(command)
