"""Commands that rank who acts so upon whom next: next, bench.

In: a party and an act, or a folder of the field's layout. Out: parties with their grounds;
a table of measures, with what they cost. The idea to know: the measures can be set beside
published ones because the protocol is the field's.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from parley.faces.options import AsOf, PageFormat, Record
from parley.faces.session import as_json, console, session_of

__all__ = ["add_to"]

_bench = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Measure by the protocols of the field."
)


class Split(StrEnum):
    """The parts that can be ranked."""

    valid = "valid"
    test = "test"


@_bench.command("tkg")
def bench_tkg(
    ctx: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder with train.txt, valid.txt, …")
    ],
    split: Annotated[Split, typer.Option("--split", help="The part to rank.")] = Split.valid,
    multi_step: Annotated[
        bool, typer.Option("--multi-step", help="Take in nothing of the part that is ranked.")
    ] = False,
    ablations: Annotated[
        bool, typer.Option("--ablations", help="Fit and rank again without each family.")
    ] = False,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Where chance starts.")] = 0,
    threads: Annotated[
        int, typer.Option("--threads", metavar="N", min=1, help="Processor threads to use.")
    ] = 2,
    format: Annotated[
        PageFormat, typer.Option("--format", help="How to write the answer.")
    ] = PageFormat.table,
) -> None:
    """Rank who acts so upon whom next, beside simpler ways.

    Both directions, time-aware filter, mean rank on ties; every day before the query day
    is known, or with --multi-step every day before the part.
    """
    with session_of(ctx).desk() as desk:
        bench = desk.bench_tkg(
            folder, split=split.value, multi_step=multi_step, ablations=ablations, seed=seed,
            n_threads=threads,
        )  # fmt: skip
    if format is PageFormat.json:
        import dataclasses

        print(as_json(dataclasses.asdict(bench)))
        return
    from parley.faces.show_bench import show_ranking_bench

    show_ranking_bench(console(), bench)


def next_(
    ctx: typer.Context,
    party: Annotated[str, typer.Argument(metavar="PARTY", help="Who acts; name or code.")],
    type_: Annotated[str, typer.Argument(metavar="TYPE", help="PLOVER type, such as CONSULT.")],
    by: Annotated[
        bool, typer.Option("--by", help="Ask who does it to PARTY, not to whom PARTY does it.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="The likeliest so many.")] = 10,
    as_of: AsOf = None,
    format: Annotated[
        PageFormat, typer.Option("--format", help="How to write the answer.")
    ] = PageFormat.table,
    record: Record = None,
) -> None:
    """Rank whom a party is likeliest to act upon next, with grounds."""
    with session_of(ctx).desk(record=record) as desk:
        found = desk.next(
            party, type_, side="actor" if by else "recipient", limit=limit, as_of=as_of
        )
    if format is PageFormat.json:
        import dataclasses

        print(as_json(dataclasses.asdict(found)))
        return
    from parley.faces.show_next import show_who_next

    show_who_next(console(), found)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("next")(next_)
    app.add_typer(_bench, name="bench")
