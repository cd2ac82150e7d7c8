"""The command that supposes: whatif.

In: acts to suppose or events to leave out, and a question. Out: both branches side by
side, what moved, past cases, and what a conditional chance is not.
"""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from parley.errors import InputError
from parley.faces.options import AsOf, Forecaster, PageFormat, Record
from parley.faces.session import as_json, console, session_of

__all__ = ["add_to"]


def whatif(
    ctx: typer.Context,
    supposed: Annotated[
        Optional[list[str]],  # noqa: UP045 - older typers read no `|`
        typer.Argument(
            metavar="ACT", help='What to suppose, as in "USA and PRK CONSULT on 2018-03-08".'
        ),
    ] = None,
    ask: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--ask", metavar="QUESTION", help="The question, in plain words."),
    ] = None,
    suppose: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--suppose", metavar="ACT", help="A further act; may be repeated."),
    ] = None,
    without: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--without", metavar="ID", help="An event to leave out; may be repeated."),
    ] = None,
    office: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--office",
            metavar="CHANGE",
            help='Somebody new in office, as in "USA: head of state changes on 2018-03-08".',
        ),
    ] = None,
    within: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--within", metavar="DAYS", min=1, help="Days to look ahead."),
    ] = None,
    until: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--until", metavar="DAY", help="Last day that counts."),
    ] = None,
    no_paths: Annotated[
        bool, typer.Option("--no-paths", help="Draw no paths for a second opinion.")
    ] = False,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Draws the paths.")] = 0,
    as_of: AsOf = None,
    forecaster: Forecaster = None,
    format: Annotated[
        PageFormat, typer.Option("--format", help="How to write the answer.")
    ] = PageFormat.table,
    record: Record = None,
) -> None:
    """Ask a question as things are, and as they are supposed to be."""
    acts = [*(supposed or ()), *(suppose or ())]
    if ask is None or not (acts or without or office):
        raise InputError(
            "What is supposed, and what is asked? Write for example\n"
            '  parley whatif "USA and PRK CONSULT on 2018-03-08" \\\n'
            '    --ask "Will the USA and North Korea hold talks within 30 days?"\n'
            "or leave out an event with --without ID."
        )
    with session_of(ctx).desk(record=record, forecaster=forecaster) as desk:
        found = desk.whatif(
            acts, ask=ask, without=without, office=office, within_days=within, until=until,
            as_of=as_of, paths=not no_paths, seed=seed,
        )  # fmt: skip
        if format is PageFormat.json:
            from parley.faces.show_whatif import whatif_as_json

            print(as_json(whatif_as_json(found)))
            return
        from parley.faces.show_whatif import show_whatif

        show_whatif(console(), found)


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("whatif")(whatif)
