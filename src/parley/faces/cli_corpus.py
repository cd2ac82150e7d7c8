"""Commands about the annotated reports: corpus check, corpus stats.

In: the corpus folder. Out: the faults found, or counts. The idea to know: `check` leaves
with status 2 when it found anything, so that it can stand in a build.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parley.faces.options import PageFormat
from parley.faces.session import as_json, errors

__all__ = ["add_to"]

_corpus = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Check and count the annotated reports."
)
_Folder = Annotated[
    Path, typer.Argument(metavar="DIR", help="Corpus folder, with train/, dev/ and test/.")
]
_Format = Annotated[PageFormat, typer.Option("--format", help="How to write the answer.")]


@_corpus.command("check")
def corpus_check(folder: _Folder = Path("corpus"), format: _Format = PageFormat.table) -> None:
    """Prove spans, codes, dates, fields and splits; leave with 2 when something is wrong."""
    from parley.training.corpus import load_corpus
    from parley.training.corpus_check import check_corpus

    corpus = load_corpus(folder)
    problems = check_corpus(corpus)
    if format is PageFormat.json:
        rows = [{"place": problem.place, "message": problem.message} for problem in problems]
        print(as_json({"n_reports": len(corpus.passages), "problems": rows}))
    else:
        for problem in problems:
            print(f"{problem.place}: {problem.message}")
        found = f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"
        errors().print(f"{len(corpus.passages)} reports, {found}")
    if problems:
        raise typer.Exit(2)


@_corpus.command("stats")
def corpus_stats(folder: _Folder = Path("corpus"), format: _Format = PageFormat.table) -> None:
    """Count reports, words, events, statements and claims by split."""
    from parley.training.corpus import load_corpus
    from parley.training.corpus_stats import as_markdown
    from parley.training.corpus_stats import corpus_stats as count

    tallies = count(load_corpus(folder).passages)
    if format is PageFormat.json:
        print(
            as_json(
                {
                    tally.title: {
                        label: dict(zip(tally.splits, counts, strict=True))
                        for label, counts in tally.rows.items()
                    }
                    for tally in tallies
                }
            )
        )
        return
    print("\n\n".join(as_markdown(tally) for tally in tallies))


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module to an app."""
    app.add_typer(_corpus, name="corpus")
