"""Days, moments and names as callers give them.

In: words, dates or instants; names in any case. Out: days and instants in UTC, names as
they are spelt in the house. The idea to know: a day means its first instant, so as of a
day nothing published on that day is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from parley.errors import InputError, nearest
from parley.reports.instants import parse_day, parse_instant

__all__ = ["Day", "Moment", "Names", "as_day", "as_moment", "chosen_of", "time_now"]

Names = str | Sequence[str] | None
"""One name, several, or None for any."""
Day = str | date | None
Moment = str | date | datetime | None


def time_now() -> datetime:
    """Return the time of the machine's clock, in UTC."""
    return datetime.now(UTC)


def as_moment(moment: Moment, *, name: str = "as_of", now: datetime | None = None) -> datetime:
    """Return an instant in UTC.

    A day means its first instant, so as of 2018-03-01 nothing published on that day is
    known. An instant without a zone is taken as UTC; None means `now`.

    Raises
    ------
    DateError
        If it is no date or instant.

    Examples
    --------
    >>> as_moment("2018-03-01").isoformat()
    '2018-03-01T00:00:00+00:00'
    """
    if moment is None:
        return now if now is not None else time_now()
    if isinstance(moment, str):
        return parse_instant(moment, name=name)
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def as_day(day: Day, *, name: str) -> date | None:
    """Return a day, or None for none.

    Raises
    ------
    DateError
        If it is no day.
    """
    return parse_day(day, name=name) if isinstance(day, str) else day


def chosen_of(chosen: Names, known: Sequence[str], what: str) -> tuple[str, ...]:
    """Return names in the spelling of `known`, or raise with the nearest.

    Raises
    ------
    InputError
        If a name is not among them.

    Examples
    --------
    >>> chosen_of("consult", ("CONSULT", "ASSAULT"), "type")
    ('CONSULT',)
    """
    by_folded = {name.casefold(): name for name in known}
    found = []
    for name in (chosen,) if isinstance(chosen, str) else chosen or ():
        if name.casefold() not in by_folded:
            close = nearest(name, known)
            hint = f" Did you mean {close!r}?" if close else ""
            raise InputError(f"No {what} {name!r}.{hint} Known: {', '.join(known)}.")
        found.append(by_folded[name.casefold()])
    return tuple(found)
