"""Instants and days as people and files write them.

In: `2024-12-30`, `2024-12-30T08:00Z` and their like. Out: aware datetimes in UTC. The
idea to know: of a bare day of publication only the last moment is safe, for a report
must never be visible before it was out.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from parley.errors import DateError

__all__ = ["parse_day", "parse_instant"]

_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d(?::?\d\d(?::?\d\d(?:[.,]\d{1,9})?)?)?"
    r"\s?(?:Z|z|[+-]\d\d(?::?\d\d)?)?\Z"
)


def parse_day(given: str, *, name: str = "date") -> date:
    """Return the day that a text names.

    Raises
    ------
    DateError
        If it is not a day of the calendar written as 2024-12-30.

    Examples
    --------
    >>> parse_day("2024-12-30")
    datetime.date(2024, 12, 30)
    """
    if not _DAY.match(given.strip()):
        raise DateError(given, name=name)
    try:
        return date.fromisoformat(given.strip())
    except ValueError as error:
        raise DateError(given, name=name) from error


def parse_instant(given: str, *, name: str = "date", last_moment: bool = False) -> datetime:
    """Return the instant that a text names, in UTC; without a zone it is taken as UTC.

    Parameters
    ----------
    given
        A day (`2024-12-30`) or an instant (`2024-12-30T08:00Z`, `2024-12-30 09:00+01:00`).
    name
        What the instant is called in the error, such as `as_of`.
    last_moment
        Whether a bare day means its last second rather than its first.

    Raises
    ------
    DateError
        If it is neither, or the calendar has no such day or hour.

    Examples
    --------
    >>> parse_instant("2024-12-30T09:00+01:00").isoformat()
    '2024-12-30T08:00:00+00:00'
    >>> parse_instant("2024-12-30", last_moment=True).isoformat()
    '2024-12-30T23:59:59+00:00'
    """
    text = given.strip()
    if _DAY.match(text):
        moment = time(23, 59, 59) if last_moment else time()
        return datetime.combine(parse_day(text, name=name), moment, tzinfo=UTC)
    if not _INSTANT.match(text):
        raise DateError(given, name=name)
    try:
        instant = datetime.fromisoformat(text.replace("z", "Z").replace(" Z", "Z"))
        aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise DateError(given, name=name) from error
