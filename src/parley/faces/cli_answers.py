"""The command about action and reaction: answers.

In: two parties. Out: who answers whom, with what, after how many days, beside what chance
would have, each line with the events behind it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Optional

import typer

from parley.faces.options import AsOf, PageFormat, Record
from parley.faces.session import as_json, console, session_of

__all__ = ["add_to"]


class Kinds(StrEnum):
    """How finely acts are told apart."""

    quad = "quad"
    type = "type"


def answers(
    ctx: typer.Context,
    one: Annotated[str, typer.Argument(metavar="A", help="A party: name or code.")],
    other: Annotated[str, typer.Argument(metavar="B", help="The other party.")],
    by: Annotated[
        Kinds,
        typer.Option("--by", help="Friendly and hostile, words and deeds; or the 16 types."),
    ] = Kinds.quad,
    within: Annotated[
        int, typer.Option("--within", metavar="DAYS", min=1, max=60, help="Days to answer in.")
    ] = 3,
    opened: Annotated[
        Optional[list[int]],  # noqa: UP045 - older typers read no `|`
        typer.Option("--open", metavar="N", help="Show the cases of line N; may be repeated."),
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="Show every line looked at, not only what stands out.")
    ] = False,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="Draws the shuffled histories.")
    ] = 0,
    as_of: AsOf = None,
    format: Annotated[
        PageFormat, typer.Option("--format", help="How to write the answer.")
    ] = PageFormat.table,
    record: Record = None,
) -> None:
    """Show who answers whom, with what, and how fast."""
    with session_of(ctx).desk(record=record) as desk:
        found = desk.answers(one, other, by=by.value, within_days=within, as_of=as_of, seed=seed)
        if format is PageFormat.json:
            from parley.faces.show_answers import answers_as_json

            print(as_json(answers_as_json(found)))
            return
        from parley.faces.show_answers import show_answers

        show_answers(console(), found, opened=opened or (), everything=all_)


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("answers")(answers)
