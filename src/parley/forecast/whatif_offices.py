"""A change of office-holder to suppose.

In: words such as "USA: head of state changes on 2018-03-08", a forecaster that looks at who
holds office. Out: `SupposedOffice`, and the forecaster as it would see the change. The idea
to know: only that somebody new holds the office is supposed, not who; all that the
forecaster has learnt of new office-holders anywhere is what it knows of this one.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from parley.dynamics.series import day_number, opening_day
from parley.errors import InputError, UnknownActorError
from parley.forecast.hazard_offices import Change, Offices
from parley.reading.actor_tables import ActorTable
from parley.reading.dates import find_dates
from parley.reading.text import split_text
from parley.terms import party_of

__all__ = ["SupposedOffice", "parse_office", "with_offices"]

_EXAMPLE = '"USA: head of state changes on 2018-03-08"'
_WORDS = re.compile(r"^(?P<party>[^:]+):\s*(?P<office>.+?)\s+changes\b", re.IGNORECASE)
_SOMEBODY = "somebody new"


@dataclass(frozen=True, slots=True)
class SupposedOffice:
    """Somebody new in an office of a party from a day on, supposed."""

    words: str
    party: str
    office: str
    happened_on: date

    @property
    def known_from(self) -> datetime:
        """The first midnight after it: from then on it would have been known."""
        return datetime.combine(self.happened_on + timedelta(days=1), time(0), UTC)


def parse_office(text: str, *, table: ActorTable, as_of: datetime) -> SupposedOffice:
    """Understand a change of office-holder to suppose.

    Raises
    ------
    InputError
        If the words do not name a party, an office and one day.
    UnknownActorError
        If the party is in no actor table.

    Examples
    --------
    >>> from parley.reading.actor_tables import load_actor_table
    >>> office = parse_office(
    ...     "USA: head of state changes on 2018-03-08", table=load_actor_table("world.v1"),
    ...     as_of=datetime(2018, 3, 9, tzinfo=UTC),
    ... )
    >>> office.party, office.office, str(office.happened_on)
    ('USA', 'head of state', '2018-03-08')
    """
    words = " ".join(text.split())
    found = _WORDS.match(words)
    dates = find_dates(split_text(f"{words}."), published_on=opening_day(as_of), prefer="past")
    days = [each.interval for each in dates if each.kind == "point"]
    if found is None or not days or days[0].start != days[0].end:
        raise InputError(
            f"Which change of office {words!r} supposes was not understood. Write for example "
            f"{_EXAMPLE}."
        )
    name = found["party"].strip()
    party = table.resolve(name, on=days[0].start)
    if party is None or party.code == "-":
        raise UnknownActorError(name, table=table.name, known=table.known_names())
    return SupposedOffice(words, party_of(party.code), found["office"].lower(), days[0].start)


def with_offices(forecaster: Any, supposed: Sequence[SupposedOffice]) -> Any:
    """Return a forecaster that sees the supposed changes beside those of its table.

    Raises
    ------
    InputError
        If it does not look at who holds office, or takes no fit from another.
    """
    if not supposed:
        return forecaster
    offices = getattr(forecaster, "offices", None)
    if not isinstance(offices, Offices) or not callable(getattr(forecaster, "forecast_with", None)):
        raise InputError(
            f"{forecaster.name} does not look at who holds office, so a change moves nothing. "
            "Leave out --office, or ask hazard.v1 with --forecaster."
        )
    added = [
        Change(day_number(each.happened_on), each.party, _SOMEBODY, each.office)
        for each in supposed
    ]
    changes = sorted((*offices.changes, *added), key=lambda c: (c.day, c.party, c.office, c.name))
    branch = copy.copy(forecaster)
    branch.offices = Offices(tuple(changes))
    return branch
