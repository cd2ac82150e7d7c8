"""The way back from a number, as a tree.

In: a `Step`. Out: indented lines. The idea to know: each line names its kind and id, and
every branch ends in characters of a report or a row of a data set.
"""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from parley.faces.layout import printable, put, quoted, short
from parley.trail import Step

__all__ = ["show_trail"]


def show_trail(console: Console, step: Step, *, depth: int = 0) -> None:
    """Print a step and all it rests on."""
    line = Text.assemble("└ " if depth else "", (step.kind, "bold"), "  ", printable(step.text))
    if step.id is not None:
        line.append(f"  {short(step.id)}", style="dim")
    put(console, line, depth, hang=4)
    if step.words is not None:
        put(console, Text(quoted(step.words), style="italic"), depth + 1, hang=1)
    for note in step.notes:
        put(console, Text(printable(note), style="dim"), depth + 1, hang=2)
    for below in step.steps:
        show_trail(console, below, depth=depth + 1)
