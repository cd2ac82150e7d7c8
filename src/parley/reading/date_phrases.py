"""The values that date rules work on: a phrase found, its setting, and what it may mean.

In: tokens and their classes. Out: `Phrase`, `Setting`, `Meaning`. The idea to know: a
phrase such as "on Sunday" has a past and a future meaning, and the clause around it
decides; a rule gives both and decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from parley.reading.date_words import CLASSES, value_of
from parley.reading.text import Token
from parley.terms import DateInterval, Span

__all__ = ["DateKind", "Meaning", "OfficeTerms", "Phrase", "Resolver", "Setting", "Tense", "sure"]

DateKind = Literal["point", "since", "until", "deadline", "duration", "recurring"]

Tense = Literal["past", "future"]

OfficeTerms = Callable[[Span, int], tuple[date, date] | None]
"""From the span of a holder's name or pronoun and the number of the term (-1 for the
last, 0 when none is named) to its first and last day."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase may mean: its past and its future reading, at least one of them.

    `vague` marks lengths without a figure ("in the coming weeks"). `cycle_days` is 7 or
    365 for phrases that come round, so that ranges can be put in order. `usual` is the
    reading to take when the clause does not tell.
    """

    past: DateInterval | None
    future: DateInterval | None = None
    kind: DateKind = "point"
    vague: bool = False
    cycle_days: int = 0
    usual: Tense = "past"
    dates_news: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What relative phrases are counted from.

    `news_on` is the day that the opening gives for the news, when it is not that of
    publication; `anchor` the last date mentioned before the phrase.
    """

    published_on: date
    news_on: date
    anchor: DateInterval | None
    office_terms: OfficeTerms | None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens `first` to `last` (not included) that a rule matched, and their classes."""

    tokens: Sequence[Token]
    classes: str
    first: int
    last: int

    def values(self, *names: str) -> list[object]:
        """Return what the tokens of these classes stand for, in order."""
        chars = {CLASSES[name] for name in names}
        return [
            value_of(self.tokens[i])
            for i in range(self.first, self.last)
            if self.classes[i] in chars
        ]

    def numbers(self, *names: str) -> list[int]:
        """Return the numbers that the tokens of these classes stand for."""
        return [value for value in self.values(*names) if isinstance(value, int)]

    def number(self, *names: str) -> int | None:
        """Return the first such number, or None."""
        return next(iter(self.numbers(*names)), None)

    def word(self, *names: str) -> str | None:
        """Return the first such word, or None."""
        return next((str(value) for value in self.values(*names)), None)

    def has(self, *names: str) -> bool:
        """Tell whether a token is of one of these classes."""
        chars = {CLASSES[name] for name in names}
        return any(self.classes[i] in chars for i in range(self.first, self.last))

    def position(self, *names: str) -> int:
        """Return the index of the first token of these classes; -1 when there is none."""
        chars = {CLASSES[name] for name in names}
        hits = (i for i in range(self.first, self.last) if self.classes[i] in chars)
        return next(hits, -1)

    def count(self) -> tuple[int, bool]:
        """Return how many units are meant, and whether that is a guess ("several")."""
        vague = self.number("VAGUE")
        exact = self.number("COUNT", "NUM", "DAY")
        if exact is not None:
            return exact, False
        if vague is not None:
            return vague, True
        return (1, False) if self.has("UNIT", "NIGHT") else (3, True)

    def unit(self) -> str:
        """Return the unit: hour, day, week, month, year, decade or century."""
        return self.word("UNIT", "UNITS", "NIGHT") or "day"

    @property
    def before(self) -> Token | None:
        """The token in front."""
        return self.tokens[self.first - 1] if self.first else None

    @property
    def after(self) -> Token | None:
        """The token behind."""
        return self.tokens[self.last] if self.last < len(self.tokens) else None

    @property
    def is_unbroken(self) -> bool:
        """Whether no space divides its tokens."""
        pairs = zip(
            self.tokens[self.first : self.last - 1],
            self.tokens[self.first + 1 : self.last],
            strict=True,
        )
        return all(left.end == right.start for left, right in pairs)


Resolver = Callable[[Phrase, Setting], Meaning | None]


def sure(interval: DateInterval) -> Meaning:
    """Return the meaning of a phrase that can only be read one way."""
    return Meaning(interval)
