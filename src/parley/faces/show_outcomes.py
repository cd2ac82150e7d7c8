"""Several outcomes, laid out side by side.

In: an `AnswerSet`. Out: lines for the terminal. The idea to know: each chance stands
beside its own base rate and has its own reasons; those of outcomes that exclude one
another are seen to sum to one.
"""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from parley.asking import AnswerSet
from parley.faces.layout import heading, instant_words, percent, printable, put, short, signed
from parley.faces.show_forecast import labelled, understood
from parley.results import Answer

__all__ = ["show_set"]

_BAR_WIDTH = 20
_REASONS_SHOWN = 3


def show_set(console: Console, asked: AnswerSet) -> None:
    """Print outcomes with their chances, then the heaviest reasons of each."""
    first = asked.answers[0]
    question = first.forecast.question
    console.print()
    put(console, heading(printable(asked.read_from or asked.asked.text)))
    console.print()
    labelled(console, "Window", f"{question.opens_on} to {question.closes_on}, both included "
             f"({question.horizon_days} days)")  # fmt: skip
    if asked.asked.exclusive:
        labelled(console, "Settled by", printable(asked.asked.settles))
    else:
        labelled(console, "Asked", "side by side: several of them may come true, or none")
    moment = first.forecast.as_of
    labelled(console, "As of", f"{instant_words(moment)}; nothing published later was looked at")
    console.print()
    _show_chances(console, asked)
    for label, answer in zip(asked.asked.labels, asked.answers, strict=True):
        console.print()
        _show_outcome(console, label, answer, exclusive=asked.asked.exclusive)
    console.print()


def _show_chances(console: Console, asked: AnswerSet) -> None:
    width = min(max(len(label) for label in asked.asked.labels), 34)
    put(console, heading(f"{'Outcome'.ljust(width)}   Chance    Base rate"))
    for label, answer in zip(asked.asked.labels, asked.answers, strict=True):
        filled = round(answer.probability * _BAR_WIDTH)
        name = printable(label)
        name = name if len(name) <= width else name[: width - 1] + "…"
        line = Text.assemble(
            f"{name.ljust(width)}  ",
            (percent(answer.probability).rjust(7), "bold"),
            f"   {percent(answer.base_rate).rjust(9)}   {'█' * filled}",
        )
        line.rstrip()
        console.print(line, soft_wrap=True)
    if asked.asked.exclusive:
        total = sum(answer.probability for answer in asked.answers)
        put(console, f"{'Together'.ljust(width)}  {percent(round(total, 9)).rjust(7)}")


def _show_outcome(console: Console, label: str, answer: Answer, *, exclusive: bool) -> None:
    forecast = answer.forecast
    title = f"{printable(label)}: {percent(forecast.probability)}"
    put(console, heading(title))
    if not forecast.question.first_of:
        put(console, f"{understood(forecast.question)}", 1)
    if not exclusive and forecast.question.settles:
        put(console, f"Settled by {printable(forecast.question.settles)}", 1, hang=2)
    ordered = sorted(forecast.reasons, key=lambda reason: -abs(reason.weight))
    for reason in ordered[:_REASONS_SHOWN]:
        put(console, f"{signed(reason.weight)}  {printable(reason.text)}", 1, hang=7)
    rest = ordered[_REASONS_SHOWN:]
    if rest:
        weight = sum(reason.weight for reason in rest)
        put(console, f"{signed(weight)}  {len(rest)} more reasons", 1)
    if forecast.track:
        put(console, f"Track record: {printable(forecast.track)}", 1, hang=2)
    put(
        console,
        f"{short(forecast.forecast_id)} by {forecast.forecaster}; `parley why "
        f"{short(forecast.forecast_id)}` walks it back",
        1,
    )
