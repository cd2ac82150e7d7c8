from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from parley.faces.layout import interval_words, make_table, percent, printable, put, put_table
from parley.terms import DateInterval, Precision

Page = Callable[[Callable[[Console], None]], str]


@given(st.text())
def test_printable_words_hold_no_control_characters(words: str) -> None:
    """A hostile report cannot steer the terminal, nor break the stream it is printed to."""
    shown = printable(words)

    shown.encode("utf-8")
    assert not any(ord(mark) < 32 or 127 <= ord(mark) < 160 for mark in shown)


def test_put_folds_at_the_width_and_hangs_later_lines(page: Page) -> None:
    """The first line uses the whole page; later ones stand further right; no trailing blanks."""
    printed = page(lambda console: put(console, "word " * 40, 1, hang=4))

    lines = printed.splitlines()
    assert all(len(line) <= 80 and line == line.rstrip() for line in lines)
    assert lines[0].startswith("  word")
    assert lines[1].startswith("      word")
    assert printed.split() == ["word"] * 40


def test_square_brackets_are_words_and_no_markup(page: Page) -> None:
    """What a report puts in brackets is printed as it stands."""
    assert "[red]5:3[/red] :smile:" in page(lambda console: put(console, "[red]5:3[/red] :smile:"))


def test_tables_end_their_lines_without_blanks(page: Page) -> None:
    """A table that is piped on holds no spaces that fill up its last column."""

    def show(console: Console) -> None:
        table = make_table("one", "two")
        table.add_row(Text("a"), Text("b"))
        table.add_row(Text("long words"), Text("more long words"))
        put_table(console, table)

    assert all(line == line.rstrip() for line in page(show).splitlines())


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        (date(2024, 3, 4), date(2024, 3, 4), "day", "2024-03-04"),
        (date(2024, 3, 4), date(2024, 3, 10), "week", "week 2024-03-04 to 10"),
        (date(2024, 3, 1), date(2024, 3, 31), "month", "2024-03"),
        (date(2017, 1, 20), date(2021, 1, 20), "year", "2017-01-20 to 2021-01-20"),
        (date(2024, 3, 5), date(2024, 3, 5), "unknown", "undated"),
    ],
)
def test_days_are_told_as_finely_as_they_are_known(
    start: date, end: date, precision: Precision, words: str
) -> None:
    """A month is no day, and a placeholder is no date at all."""
    assert interval_words(DateInterval(start, end, precision)) == words


def test_percent_is_finer_towards_the_ends() -> None:
    """Near 0 and 1 the digits that matter lie further right."""
    assert [percent(p) for p in (0.5, 0.05, 0.005, 0.995)] == ["50 %", "5.0 %", "0.50 %", "99.50 %"]
