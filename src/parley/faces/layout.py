"""How a page of the terminal is laid out.

In: values. Out: lines for a `Console`. The idea to know: calm, like print; it fits 80
columns, is plain text when piped, and never lets colour be the only sign of anything.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from parley.terms import DateInterval

__all__ = [
    "chain_words",
    "codes_words",
    "day_words",
    "heading",
    "instant_words",
    "interval_words",
    "make_console",
    "make_table",
    "percent",
    "printable",
    "put",
    "put_table",
    "quoted",
    "short",
    "signed",
]

_INDENT = 2
# Control characters that a hostile report could steer a terminal with, text that runs
# backwards, and halves of characters that no stream can encode.
_UNPRINTABLE = dict.fromkeys(
    (*range(9), *range(14, 32), *range(127, 160), 0x202D, 0x202E, *range(0xD800, 0xE000)), "\ufffd"
)


def make_console(*, stderr: bool = False) -> Console:
    """Return a console that prints words as they are: no markup, no emoji codes."""
    return Console(
        file=sys.stderr if stderr else sys.stdout, highlight=False, markup=False, emoji=False
    )


def printable(words: str) -> str:
    """Return text safe to print on one line: white space folded, control codes shown as �.

    Examples
    --------
    >>> printable("two\\nlines")
    'two lines'
    """
    return " ".join(words.translate(_UNPRINTABLE).split())


def quoted(words: str) -> str:
    """Return words of a report between quotation marks.

    Examples
    --------
    >>> quoted("talks failed")
    '“talks failed”'
    """
    return f"“{printable(words)}”"


def short(id_: str) -> str:
    """Return the first eight characters of an id: enough to name a row."""
    return id_[:8]


def percent(probability: float) -> str:
    """Return a probability as a figure, finer towards the ends.

    Examples
    --------
    >>> percent(0.234), percent(0.0123), percent(0.9996), percent(1.0)
    ('23 %', '1.2 %', '99.96 %', '100 %')
    """
    far = min(probability, 1.0 - probability)
    # Nought and one themselves come from counts, such as 10 of 10 windows.
    decimals = 0 if far >= 0.1 or far == 0 else 1 if far >= 0.01 else 2
    return f"{100 * probability:.{decimals}f} %"


def signed(weight: float) -> str:
    """Return a weight in log-odds with its sign.

    Examples
    --------
    >>> signed(0.5), signed(-1.25)
    ('+0.50', '−1.25')
    """
    return f"{'+' if weight >= 0 else '−'}{abs(weight):.2f}"


def instant_words(moment: datetime) -> str:
    """Return an instant in UTC to the minute."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def day_words(day: date) -> str:
    """Return a day as 2024-12-30."""
    return day.isoformat()


def interval_words(interval: DateInterval) -> str:
    """Return the days of an act as its words gave them.

    Examples
    --------
    >>> interval_words(DateInterval(date(2019, 1, 1), date(2019, 12, 31), "year"))
    '2019'
    >>> interval_words(DateInterval(date(2024, 12, 23), date(2024, 12, 29), "week"))
    'week 2024-12-23 to 29'
    """
    start, end = interval.start, interval.end
    if interval.precision == "unknown":
        return "undated"
    if interval.precision == "year" and start.year == end.year:
        return f"{start.year}"
    if interval.precision == "month" and (start.year, start.month) == (end.year, end.month):
        return f"{start:%Y-%m}"
    prefix = "week " if interval.precision == "week" and (end - start).days == 6 else ""
    if start == end:
        return f"{prefix}{start}"
    same_month = (start.year, start.month) == (end.year, end.month)
    return f"{prefix}{start} to {f'{end.day:02d}' if same_month else end}"


def chain_words(chain: Iterable[str]) -> str:
    """Return a chain of who says so, outermost first.

    Examples
    --------
    >>> chain_words(["TASR", "AP", "KCNA"])
    'TASR › AP › KCNA'
    """
    return " › ".join(printable(link) for link in chain)


def codes_words(actors: Sequence[str], recipients: Sequence[str]) -> str:
    """Return parties as `who → whom`, or joined by a dash where all of them act.

    Examples
    --------
    >>> codes_words(["PRK-GOV"], ["USA"]), codes_words(["PRK", "USA"], [])
    ('PRK-GOV → USA', 'PRK – USA')
    """
    left = (", " if recipients else " – ").join(printable(code) for code in actors) or "?"
    return f"{left} → {', '.join(printable(code) for code in recipients)}" if recipients else left


def heading(words: str) -> Text:
    """Return a heading inside a page."""
    return Text(words, style="bold")


def put(console: Console, words: str | Text, depth: int = 0, *, hang: int = 0) -> None:
    """Print a paragraph, folded to the page, moved right by so many steps.

    `hang` is how many characters further the second and later lines stand.
    """
    text = words if isinstance(words, Text) else Text(words)
    margin = _INDENT * depth
    width = max(20, console.width - margin)
    first = text.wrap(console, width)[:1]
    taken = len(first[0].plain.rstrip()) if first else 0
    taken += len(text.plain[taken:]) - len(text.plain[taken:].lstrip())
    lines = [*first, *(text[taken:].wrap(console, width - hang) if taken < len(text) else ())]
    for number, line in enumerate(lines):
        line.rstrip()
        console.print(Text(" " * (margin + (hang if number else 0))) + line, soft_wrap=True)


def put_table(console: Console, table: Table) -> None:
    """Print a table, without the spaces that would fill up its last column."""
    if console.is_terminal:
        console.print(table)
        return
    with console.capture() as captured:
        console.print(table)
    for line in captured.get().splitlines():
        console.print(line.rstrip(), soft_wrap=True)


def make_table(*columns: str, right: Sequence[str] = ()) -> Table:
    """Return an empty table without borders; the columns named in `right` hold figures."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(
            column, justify="right" if column in right else "left", overflow="fold",
            no_wrap=column in {"id", *right},
        )  # fmt: skip
    return table
