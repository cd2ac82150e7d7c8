"""Commands around the record: import, record info, actors, settings, demo.

In: a data set, a name, nothing. Out: what was taken in, or what there is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from parley.faces.options import PageFormat, Record, TimeUnit
from parley.faces.session import as_json, console, errors, plural, session_of

__all__ = ["add_to"]

_import = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Take in a history kept elsewhere."
)
_record = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Look at the record.")
_actors = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Look up actors.")


@_import.command("tkg")
def import_tkg(
    ctx: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder with train.txt, entity2id.txt, …")
    ],
    start: Annotated[
        Optional[str],  # noqa: UP045 - older typers read no `|`
        typer.Option("--start", metavar="DAY", help="The day of time 0, where times are numbers."),
    ] = None,
    codes: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--codes", metavar="FILE", help="List of CAMEO codes with their words."),
    ] = None,
    unit: Annotated[
        TimeUnit, typer.Option("--unit", help="What one step of numbered time is.")
    ] = TimeUnit.days,
    record: Record = None,
) -> None:
    """Import quadruples: who, CAMEO relation, whom, when."""
    with session_of(ctx).desk(record=record) as desk:
        done = desk.import_tkg(folder, start_on=start, codes=codes, unit=unit.value)
    tell = errors()
    for file in done.files:
        if file.again:
            tell.print(f"{file.file}: imported before, nothing new.", soft_wrap=True)
            continue
        words = f"{file.file}: {file.rows:,} rows gave {file.events:,} events"
        for name, what in (
            ("folded", "repeat an act of the same day"),
            ("known", "were known already"),
            ("untyped", "have no PLOVER type and are not shown"),
            ("unplaced", "name a party no table places"),
            ("rejected", "did not fit and are in quarantine"),
        ):
            if count := getattr(file, name):
                words += f"; {count:,} {what}"
        if file.first_on is not None:
            words += f"; days {file.first_on} to {file.last_on}"
        tell.print(f"{words}.", soft_wrap=True)
    total = done.total("events")
    tell.print(f"{done.origin}: {plural(total, 'new event')} in {desk.path}.", soft_wrap=True)


@_record.command("info")
def info(
    ctx: typer.Context,
    format: Annotated[PageFormat, typer.Option("--format")] = PageFormat.table,
    record: Record = None,
) -> None:
    """Tell what the record holds: rows by table, days covered, actor tables."""
    from parley.faces.show_rows import show_frame

    with session_of(ctx).desk(record=record) as desk:
        facts = desk.info()
    if format is PageFormat.json:
        print(as_json(facts))
        return
    show_frame(console(), ("what", "value"), list(facts.items()))


@_actors.command("resolve")
def resolve(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name or code.")],
    on: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--on", metavar="DAY", help="The day; by default today."),
    ] = None,
    record: Record = None,
) -> None:
    """Tell which actor a name means on a day, and how that is known."""
    with session_of(ctx).desk(record=record) as desk:
        found = desk.resolve(name, on=on)
        print(f"{found.code}  {found.name}  ({found.how})")


def settings(
    ctx: typer.Context,
    format: Annotated[PageFormat, typer.Option("--format")] = PageFormat.table,
) -> None:
    """Show each setting and where it came from."""
    from parley.faces.show_rows import show_frame

    rows = session_of(ctx).settings().rows()
    if format is PageFormat.json:
        print(as_json(rows))
        return
    columns = ("key", "value", "came_from", "help")
    show_frame(console(), columns, [[row[name] for name in columns] for row in rows])


def demo(
    ctx: typer.Context,
    dir: Annotated[
        Path, typer.Option("--dir", metavar="DIR", help="Where to make the demo's record.")
    ] = Path("parley-demo"),
) -> None:
    """Do the whole job on an invented world; leave its record."""
    from parley.faces.demo import run_demo

    run_demo(session_of(ctx), dir)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(_import, name="import")
    app.add_typer(_record, name="record")
    app.add_typer(_actors, name="actors")
    app.command("settings")(settings)
    app.command("demo")(demo)
