"""The window of a question: from when to when its words look.

In: the words of a question and the dates found in them. Out: first and last day, None
where the words leave them open. The idea to know: days are reckoned from the first one
not known yet, so "within 30 days" is wholly unknown when it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from parley.dynamics.series import opening_day
from parley.errors import QuestionError
from parley.reading.dates import DateMention

__all__ = ["LENGTH", "NUMBERS", "number_of", "window_of"]

NUMBERS = tuple("zero one two three four five six seven eight nine ten eleven twelve".split())
_LONGEST_DAYS = 36_525
LENGTH = re.compile(
    r"""\b(?:with)?in \s+ (?:the\s+)? (?:(?:next|coming|following)\s+)?
        (?P<n>\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) \s+
        (?P<unit>day|week|fortnight|month|year)s?\b
      | \b(?:over|during|for|in) \s+ the \s+ (?:next|coming) \s+
        (?P<n2>\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)? \s*
        (?P<unit2>day|week|fortnight|month|year)s?\b""",
    re.IGNORECASE | re.VERBOSE,
)

_FEAST = re.compile(
    r"\b(?:by|before|until|till|after|at|on)\s+(?:the\s+)?(?P<day>easter|christmas(?:\s+eve)?|ramadan|eid|"
    r"thanksgiving|diwali|passover|hanukkah|new\s+year(?:['’]s\s+(?:eve|day))?)\b",
    re.IGNORECASE,
)


def window_of(
    said: str, dates: Sequence[DateMention], as_of: datetime, asked: str
) -> tuple[date | None, date | None]:
    """Return first and last day as the words have them; None where they leave it open.

    Raises
    ------
    QuestionError
        If the window is over, or longer than a century.
    """
    opening = opening_day(as_of)
    length = LENGTH.search(said)
    if length is not None:
        return None, _after(opening, length, asked)
    for found in dates:
        if found.kind in {"since", "recurring"}:
            continue
        interval = found.interval
        if interval.end < opening and found.other is not None:
            interval = found.other
        if interval.end < opening:
            raise QuestionError(
                f"The window of {asked!r} is over: it closes on {interval.end}, and the first day "
                f"not known yet is {opening}. Name a later day, or ask as of an earlier moment.",
                question=asked,
            )
        starts = interval.start if found.kind == "point" else opening
        return max(starts, opening), interval.end
    if feast := _FEAST.search(said):
        raise QuestionError(
            f"Which day is meant by {feast['day']!r} is not known here. Give a day, as in "
            '"before 2018-12-24".',
            question=asked,
        )
    return None, None


def number_of(word: str) -> int:
    """Return the number that a word or figure means.

    Examples
    --------
    >>> number_of("three"), number_of("12"), number_of("a")
    (3, 12, 1)
    """
    folded = word.lower()
    if folded in {"a", "an"}:
        return 1
    return int(folded) if folded.isdigit() else NUMBERS.index(folded)


def _after(opening: date, length: re.Match[str], asked: str) -> date:
    """Return the last day of a window of so many days, weeks, months or years."""
    n = number_of(length["n"] or length["n2"] or "one")
    unit = (length["unit"] or length["unit2"]).lower()
    days = {"day": 1, "week": 7, "fortnight": 14, "month": 31, "year": 366}[unit]
    if n * days > _LONGEST_DAYS:
        raise QuestionError(
            f"The window of {asked!r} is longer than a century. Ask for a shorter one.",
            question=asked,
        )
    if n < 1:
        raise QuestionError(f"The window of {asked!r} holds no day at all.", question=asked)
    if unit in {"day", "week", "fortnight"}:
        return opening + timedelta(days=max(1, n * days) - 1)
    months = opening.month - 1 + n * (12 if unit == "year" else 1)
    year, month = opening.year + months // 12, months % 12 + 1
    for day in range(opening.day, 0, -1):  # 31 January and a month: the last of February
        try:
            return date(year, month, day) - timedelta(days=1)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")
