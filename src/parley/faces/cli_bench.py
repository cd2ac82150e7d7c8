"""Commands that measure parley by the protocols of its field: bench.

In: a folder of the field's layout. Out: a table of measures, with what they cost. The idea
to know: the figures can be set beside published ones because the protocol is the field's.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from parley.faces.options import PageFormat
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


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(_bench, name="bench")
