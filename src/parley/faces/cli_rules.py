"""The command about rules: what usually follows what.

In: a dyad, an actor, or neither; heads, a window. Out: the rules that stand against
chance, and those whose body has happened and whose head may still come.
"""

from __future__ import annotations

from typing import Annotated, Any, Optional

import typer

from parley.faces.options import AsOf, PageFormat, Record
from parley.faces.session import as_json, console, session_of

__all__ = ["add_to"]

_FormatOption = Annotated[PageFormat, typer.Option("--format", help="How to write the answer.")]


def rules(
    ctx: typer.Context,
    dyad: Annotated[
        Optional[str],  # noqa: UP045 - older typers read no `|`
        typer.Option("--dyad", metavar="A:B", help="What A does to B, after what."),
    ] = None,
    actor: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--actor", metavar="NAME", help="What this actor does to anyone."),
    ] = None,
    type_: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--type", metavar="TYPE", help="PLOVER type that follows; may be repeated."),
    ] = None,
    within: Annotated[
        int, typer.Option("--within", metavar="DAYS", min=1, max=90, help="Days it may take.")
    ] = 7,
    family: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--family", metavar="NAME",
            help="Who does the first act: again, dyad, mirror, by-actor, to-actor, by-recipient, "
            "to-recipient, home-actor, home-recipient, path, any-recipient, any-actor; may be "
            "repeated.",
        ),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, help="The strongest so many.")
    ] = 10,
    as_of: AsOf = None,
    format: _FormatOption = PageFormat.table,
    record: Record = None,
) -> None:  # fmt: skip
    """Tell what usually follows what, how surely, and what is due now."""
    with session_of(ctx).desk(record=record) as desk:
        book = desk.rules(
            dyad, actor=actor, event_type=type_, within_days=within, family=family, limit=limit,
            as_of=as_of,
        )  # fmt: skip
    if format is PageFormat.json:
        print(as_json(_plain(book)))
        return
    from parley.faces.show_rules import show_rules

    show_rules(console(), book)


def _plain(book: Any) -> dict[str, Any]:
    """Return the book as plain values; each rule with its sentence and its lift."""
    import dataclasses

    def rule(each: Any) -> dict[str, Any]:
        return {**dataclasses.asdict(each), "text": each.text, "lift": each.lift}

    return {
        **dataclasses.asdict(book),
        "rules": [rule(each) for each in book.rules],
        "firing": [{**dataclasses.asdict(f), "rule": rule(f.rule)} for f in book.firing],
    }


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("rules")(rules)
