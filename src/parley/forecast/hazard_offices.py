"""Who took office when: changes at the head of a state, a government or its diplomacy.

In: an actor table. Out: `Offices`, the days on which a new head of state or government or
foreign minister of each party took office. The idea to know: a term counts from the
morning after it began, never before, whatever the table knows of days to come; and a
person who goes from one term straight into the next is no change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from parley.dynamics.series import Ints, day_number
from parley.dynamics.windows import Floats
from parley.reading.actor_tables import ActorTable
from parley.terms import party_of

__all__ = ["Change", "Offices", "offices_of"]

FRESH_DAYS = 60.0
"""A change so many days ago counts half of one of yesterday."""
_HEADS = re.compile(
    r"^(president|prime minister|premier|chancellor|king|queen|emir|sultan|"
    r"supreme leader|foreign (minister|secretary)|secretary of state|leader)$"
)
_GAP = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Change:
    """A person who took an office of a party on a day (a number)."""

    day: int
    party: str
    name: str
    office: str


@dataclass(frozen=True, slots=True)
class Offices:
    """Changes of office-holders, by day."""

    changes: tuple[Change, ...] = ()

    def latest(self, party: str, day: int) -> Change | None:
        """Return the latest change of a party that had happened by the morning of a day."""
        found = [c for c in self.changes if c.party == party and c.day < day]
        return found[-1] if found else None

    def freshness(self, parties: tuple[str, ...], day: int) -> Floats:
        """Return how fresh the latest change of each party is, from 0 (old or none) to 1.

        Shape (n_parties + 1,); the last stands for parties never seen.

        Examples
        --------
        >>> offices = Offices((Change(10, "FRD", "Rufus Adler", "president"),))
        >>> offices.freshness(("FRD", "RUR"), 71).tolist(), offices.freshness(("FRD",), 10).tolist()
        ([0.5, 0.0, 0.0], [0.0, 0.0])
        """
        place = {party: i for i, party in enumerate(parties)}
        out = np.zeros(len(parties) + 1)
        for change in self.changes:
            if change.day < day and change.party in place:
                out[place[change.party]] = 0.5 ** ((day - 1 - change.day) / FRESH_DAYS)
        return out


def offices_of(table: ActorTable | None) -> Offices:
    """Return the changes that an actor table tells of; none without a table."""
    if table is None:
        return Offices()
    changes = []
    for party in table.parties.values():
        if party.kind != "person":
            continue
        for term in party.terms:
            if term.start is None or not _HEADS.match(term.office.strip().lower()):
                continue
            went_on = any(
                other.end is not None and timedelta(0) <= term.start - other.end <= _GAP
                and _HEADS.match(other.office.strip().lower()) and other.office == term.office
                for other in party.terms
            )  # fmt: skip
            if not went_on:
                changes.append(
                    Change(day_number(term.start), party_of(term.code), party.name, term.office)
                )
    return Offices(tuple(sorted(changes, key=lambda c: (c.day, c.party, c.office, c.name))))


def fresh_of_units(fresh: Floats, unit: Ints, party: Ints, n_units: int) -> Floats:
    """Return the freshest change among the parties of each unit, shape (n_units,)."""
    out = np.zeros(n_units)
    np.maximum.at(out, unit, fresh[np.minimum(party, len(fresh) - 1)])
    return out
