"""Commands that exchange questions with other places: questions import, questions export.

In: a file of ForecastBench or Metaculus, or `-` for standard input. Out: what was
understood and answered; files of questions, submissions and predictions. Nothing is
fetched and nothing is sent.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer

from parley.faces.options import AsOf, Forecaster, PageFormat, Record
from parley.faces.session import as_json, console, errors, session_of

__all__ = ["add_to"]

_questions = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Exchange questions with other places."
)
_FormatOption = Annotated[PageFormat, typer.Option("--format", help="How to write the answer.")]


class Layout(StrEnum):
    """The layouts of question files."""

    forecastbench_questions = "forecastbench-questions"
    forecastbench_resolutions = "forecastbench-resolutions"
    forecastbench_submission = "forecastbench-submission"
    metaculus = "metaculus"
    metaculus_predictions = "metaculus-predictions"


@_questions.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file, or - for standard input.")],
    kind: Annotated[
        Optional[Layout],  # noqa: UP045 - older typers read no `|`
        typer.Option("--kind", help="The layout; by default told from what the file holds."),
    ] = None,
    no_answer: Annotated[
        bool, typer.Option("--no-answer", help="Take the questions in, answer none.")
    ] = False,
    as_of: AsOf = None,
    forecaster: Forecaster = None,
    format: _FormatOption = PageFormat.table,
    record: Record = None,
) -> None:
    """Take questions in; answer those that ask for acts, keep the rest aside."""
    from_stdin = str(file) == "-"
    with session_of(ctx).desk(record=record, forecaster=forecaster) as desk:
        done = desk.questions_import(
            None if from_stdin else file,
            text=sys.stdin.read() if from_stdin else None,
            kind=None if kind is None else kind.value,
            answer=not no_answer,
            as_of=as_of,
        )
        path = desk.path
    if format is PageFormat.json:
        import dataclasses

        print(as_json(dataclasses.asdict(done)))
        return
    from parley.faces.show_ledger import show_imported

    show_imported(console(), done, record=path)


@_questions.command("export")
def export(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file, or - for standard output.")],
    kind: Annotated[
        Layout, typer.Option("--kind", help="The layout.")
    ] = Layout.forecastbench_submission,
    batch: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--batch", metavar="NAME", help="Of which import: its file or id."),
    ] = None,
    organization: Annotated[
        str, typer.Option("--organization", metavar="NAME", help="Who submits.")
    ] = "parley",
    only: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--forecaster", metavar="NAME", help="Only forecasts of this one."),
    ] = None,
    as_of: AsOf = None,
    record: Record = None,
) -> None:
    """Write imported questions, or the forecasts for them, to a file."""
    with session_of(ctx).desk(record=record) as desk:
        text = desk.questions_export(
            kind=kind.value, batch=batch, as_of=as_of, organization=organization, forecaster=only
        )
    if str(file) == "-":
        print(text, end="")
        return
    from parley.errors import InputError

    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"Cannot write {str(file)!r}: {error.strerror}.") from error
    errors().print(f"Wrote {file}.", soft_wrap=True)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(_questions, name="questions")
