"""Units: the pairs, or sets of pairs, whose days are counted together.

In: a day series, the act that is asked about, and parties. Out: `Units`, and by
`select` the touches that belong to each unit. The idea to know: one question is one
unit, however many pairs it names; the pool that a model learns from has a unit for each
pair; and both go through the same counting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from parley.dynamics.series import NOBODY, Bools, DaySeries, Ints
from parley.dynamics.windows import distinct_days
from parley.terms import EVENT_TYPES, SYMMETRIC, EventType, Question, party_of

__all__ = [
    "Act",
    "Shape",
    "Stream",
    "Units",
    "activity_ranks",
    "asked_unit",
    "own_touches",
    "pool_units",
    "select",
    "type_mask",
]

Shape = Literal["dyad", "actor", "recipient"]
"""Whether a unit fixes both sides, or lets the recipient or the actor be anyone."""

ANYONE = -1

NO_MODE = "-"
"""How acts that have no mode are asked for, where modes are."""


@dataclass(frozen=True, slots=True)
class Act:
    """What has to happen: one of these types, by these sectors, one way or either way.

    An empty sector means any. `directed` is false when either side may act. `modes` are
    those that count, any of them, `-` for acts without one; none of them means any act.
    """

    event_types: tuple[EventType, ...]
    directed: bool
    actor_sector: str = ""
    recipient_sector: str = ""
    statuses: tuple[str, ...] = ("actual", "ongoing")
    modes: tuple[str, ...] = ()

    @property
    def symmetric(self) -> bool:
        """Tell whether every type is one that all parties do together."""
        return all(event_type in SYMMETRIC for event_type in self.event_types)

    @property
    def both_ways(self) -> bool:
        """Tell whether it makes no difference who is named first."""
        return self.symmetric or not self.directed


@dataclass(frozen=True, slots=True)
class Units:
    """`n` units made of cells; cell i puts (`actor[i]`, `recipient[i]`) into `unit[i]`.

    Parties are places in `DaySeries.parties`; `ANYONE` leaves a side open, and a place
    past the end stands for a party the record has never seen.
    """

    n: int
    shape: Shape
    unit: Ints
    actor: Ints
    recipient: Ints

    def find(self, actor: Ints, recipient: Ints) -> Ints:
        """Return the unit of each ordered pair, or -1."""
        if not len(self.unit):
            return np.full(len(actor), -1, dtype=np.int64)
        mine = _keys(self.actor, self.recipient, self.shape)
        order = np.argsort(mine, kind="stable")
        mine, unit = mine[order], self.unit[order]
        theirs = _keys(actor, recipient, self.shape)
        place = np.minimum(np.searchsorted(mine, theirs), len(mine) - 1)
        return np.where(mine[place] == theirs, unit[place], -1)

    def members(self, side: Literal["actor", "recipient"]) -> tuple[Ints, Ints]:
        """Return unit and party of each distinct party on one side."""
        party = self.actor if side == "actor" else self.recipient
        pairs = np.unique(np.stack([self.unit, party]), axis=1)
        named = pairs[:, pairs[1] != ANYONE]
        return named[0], named[1]


@dataclass(frozen=True, slots=True)
class Stream:
    """The touches of some units: whose, on which day, known from when, by which event."""

    unit: Ints
    day: Ints
    known_day: Ints
    event: Ints

    def distinct(self) -> Stream:
        """Return one touch for each unit and day, the earliest known."""
        unit, day, known_day = distinct_days(self.unit, self.day, self.known_day)
        return Stream(unit, day, known_day, np.zeros(0, dtype=np.int64))


def type_mask(series: DaySeries, event_types: Sequence[EventType]) -> Bools:
    """Return which touches are done acts of one of these types."""
    wanted = np.zeros(len(EVENT_TYPES), dtype=bool)
    wanted[[EVENT_TYPES.index(event_type) for event_type in event_types]] = True
    return series.done & wanted[series.event_type]


def own_touches(series: DaySeries, act: Act) -> DaySeries:
    """Return the touches that would bring the act about, turned to be read forwards."""
    own = series.take(type_mask(series, act.event_types))
    if act.modes:
        named = {"" if mode == NO_MODE else mode for mode in act.modes}
        places = [place for place, mode in enumerate(series.modes) if mode in named]
        own = own.take(np.isin(own.mode, places))
    if not act.directed:
        lopsided = [name for name in act.event_types if name not in SYMMETRIC]
        if lopsided:
            own = own.joined(own.take(type_mask(own, lopsided)).swapped())
    rows = np.ones(len(own), dtype=bool)
    for sector, column in (
        (act.actor_sector, own.actor_sector),
        (act.recipient_sector, own.recipient_sector),
    ):
        if sector:
            rows &= column == (own.sectors.index(sector) if sector in own.sectors else -1)
    return own.take(rows)


def select(touches: DaySeries, units: Units) -> Stream:
    """Return the touches that belong to each unit."""
    unit = units.find(touches.actor, touches.recipient)
    mine = unit >= 0
    return Stream(unit[mine], touches.day[mine], touches.known_day[mine], touches.event[mine])


def activity_ranks(series: DaySeries, day: int) -> tuple[Ints, int]:
    """Rank parties by the touches known on the morning of a day, most active first.

    Also tells how many parties take part at all. Ties go by the alphabet; nobody in
    particular comes last.
    """
    n = len(series.parties)
    known = series.known_day <= day
    taking_part = np.bincount(series.actor[known], minlength=n)
    taking_part += np.bincount(series.recipient[known], minlength=n)
    if NOBODY in series.parties:
        taking_part[series.parties.index(NOBODY)] = 0
    ranks = np.empty(n, dtype=np.int64)
    ranks[np.argsort(-taking_part, kind="stable")] = np.arange(n)
    return ranks, int((taking_part > 0).sum())


def pool_units(series: DaySeries, act: Act, shape: Shape, *, day: int, n_parties: int) -> Units:
    """Return a unit for each pair (or each party, when a side is open) of the most active.

    Pairs are taken once for acts that go both ways.
    """
    ranks, n_active = activity_ranks(series, day)
    parties = np.flatnonzero(ranks < min(n_parties, n_active))
    if shape == "dyad":
        actor, recipient = (side.ravel() for side in np.meshgrid(parties, parties, indexing="ij"))
        keep = actor < recipient if act.both_ways else actor != recipient
        actor, recipient = actor[keep], recipient[keep]
    else:
        open_side = np.full(len(parties), ANYONE, dtype=np.int64)
        actor, recipient = (parties, open_side) if shape == "actor" else (open_side, parties)
    return Units(len(actor), shape, np.arange(len(actor)), actor, recipient)


def asked_unit(series: DaySeries, question: Question) -> tuple[Act, Units]:
    """Return the act and the one unit that a question asks about.

    A sector is asked for only when all codes of that side share it; the touches of a
    side with mixed sectors are those of its parties.
    """
    act = Act(
        question.event_types,
        question.directed,
        _shared_sector(question.actors),
        _shared_sector(question.recipients),
        question.statuses,
        question.modes,
    )
    actors = [_place(series, code) for code in question.actors] or [ANYONE]
    recipients = [_place(series, code) for code in question.recipients] or [ANYONE]
    shape: Shape = "dyad"
    if not question.recipients:
        shape = "actor"
    elif not question.actors:
        shape = "recipient"
    pairs = {(a, r) for a in actors for r in recipients if a != r or shape != "dyad"}
    if act.both_ways and shape == "dyad":
        # A pair asked about both ways round is one pair, when no sector tells the sides apart.
        pairs -= {(a, r) for a, r in pairs if a > r and (r, a) in pairs}
    cells = sorted(pairs)
    cells = cells or sorted({(a, r) for a in actors for r in recipients})
    actor, recipient = np.array(cells, dtype=np.int64).T
    return act, Units(1, shape, np.zeros(len(cells), dtype=np.int64), actor, recipient)


def _place(series: DaySeries, code: str) -> int:
    place = series.party_index(party_of(code))
    return place if place >= 0 else len(series.parties)


def _shared_sector(codes: Sequence[str]) -> str:
    sectors = {code.partition("-")[2].strip() for code in codes}
    return sectors.pop() if len(sectors) == 1 else ""


def _keys(actor: Ints, recipient: Ints, shape: Shape) -> Ints:
    wide = 1_000_003  # more than any number of parties
    if shape == "actor":
        return actor * wide
    if shape == "recipient":
        return recipient + 0
    return actor * wide + recipient
