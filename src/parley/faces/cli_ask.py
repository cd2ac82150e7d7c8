"""Commands about the future: ask, backtest, why.

In: a question, in words or in flags. Out: a chance beside its base rate, with reasons;
how good such chances have been; and the way back from any number to the words.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Optional

import typer

from parley.errors import InputError
from parley.faces.options import AsOf, Forecaster, PageFormat, Record
from parley.faces.session import as_json, console, session_of

__all__ = ["add_to"]


class Relations(StrEnum):
    """The ways relations can go."""

    worse = "worse"
    better = "better"
    steady = "steady"


class Measure(StrEnum):
    """How a level of relations is taken."""

    mean = "mean"
    sum = "sum"


_FormatOption = Annotated[PageFormat, typer.Option("--format", help="How to write the answer.")]


def ask(
    ctx: typer.Context,
    question: Annotated[
        Optional[str],  # noqa: UP045 - older typers read no `|`
        typer.Argument(metavar="QUESTION", help="In plain words; or leave it out, use flags."),
    ] = None,
    actor: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--actor", metavar="NAME", help="Who may act; may be repeated."),
    ] = None,
    recipient: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--recipient", metavar="NAME", help="At whom; may be repeated."),
    ] = None,
    type_: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--type", metavar="TYPE", help="PLOVER type, such as CONSULT."),
    ] = None,
    within: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--within", metavar="DAYS", min=1, help="Days to look ahead."),
    ] = None,
    until: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--until", metavar="DAY", help="Last day that counts."),
    ] = None,
    at_least: Annotated[
        int, typer.Option("--at-least", metavar="N", min=0, help="On N different days or more.")
    ] = 1,
    at_most: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--at-most", metavar="N", min=0, help="On N different days or fewer."),
    ] = None,
    mode: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--mode", metavar="MODE", help="Mode of the type, such as visit."),
    ] = None,
    status: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--status", metavar="STATUS", help="Status that counts, such as planned."),
    ] = None,
    relations: Annotated[
        Optional[Relations],  # noqa: UP045
        typer.Option("--relations", help="Ask how relations move, not for one act."),
    ] = None,
    by: Annotated[
        float, typer.Option("--by", metavar="POINTS", min=0, help="How far relations move.")
    ] = 0.0,
    measure: Annotated[
        Measure, typer.Option("--measure", help="The mean of all acts, or their sum.")
    ] = Measure.mean,
    outcome: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--outcome", metavar="OUTCOME", help="One of several, in words or a type."),
    ] = None,
    exclusive: Annotated[
        bool, typer.Option("--exclusive", help="Which outcome comes first, or none.")
    ] = False,
    as_of: AsOf = None,
    forecaster: Forecaster = None,
    format: _FormatOption = PageFormat.table,
    record: Record = None,
    no_record: Annotated[
        bool, typer.Option("--no-record", help="Do not keep the forecast.")
    ] = False,
) -> None:
    """Ask for a chance; get it with its base rate and reasons."""
    if question is None and not (actor and (type_ or relations)) and not outcome:
        raise InputError(
            "What is the question? Ask it in words, as in\n"
            '  parley ask "Will France and Germany hold talks within 30 days?"\n'
            "or give at least --actor and --type."
        )
    with session_of(ctx).desk(record=record, forecaster=forecaster) as desk:
        from parley.results import Answer

        answer = desk.ask_any(
            question, actor=actor, recipient=recipient, event_type=type_, within_days=within,
            until=until, at_least=at_least, at_most=at_most, mode=mode, status=status,
            relations=None if relations is None else relations.value, by=by,
            measure=measure.value, outcomes=outcome, exclusive=exclusive, as_of=as_of,
            record=not no_record,
        )  # fmt: skip
        if format is PageFormat.json:
            from parley.faces.answer_json import answer_as_json, set_as_json

            if isinstance(answer, Answer):
                print(as_json(answer_as_json(answer)))
            else:
                print(as_json(set_as_json(answer)))
            return
        from parley.faces.show_forecast import show_answer
        from parley.faces.show_outcomes import show_set

        if isinstance(answer, Answer):
            show_answer(console(), answer)
        else:
            show_set(console(), answer)


def why(
    ctx: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="An id, or its first characters.")],
    as_of: AsOf = None,
    format: _FormatOption = PageFormat.table,
    record: Record = None,
) -> None:
    """Walk any number or row back to the words it rests on.

    The id is that of a forecast, reason, event, mention, statement, claim or report; its
    first characters are enough.
    """
    with session_of(ctx).desk(record=record) as desk:
        step = desk.why(id_, as_of=as_of)
        if format is PageFormat.json:
            import dataclasses

            print(as_json(dataclasses.asdict(step)))
            return
        from parley.faces.show_trail import show_trail

        show_trail(console(), step)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (ask, why):
        app.command(command.__name__)(command)
