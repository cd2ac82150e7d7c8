"""Streams of a pair: on which days each side did what kind of act to the other.

In: a day series, pairs of parties, and whether acts are told apart by type or by quad.
Out: `DayTable`, acts of each stream on each day watched, and the events behind them. The
idea to know: a pair {A, B} has three kinds of stream: what A does to B, what B does to A,
and what they do together. Talks, agreements and cooperation are done by both at once, so
neither can answer the other with them; they stand apart as joint acts, which either side
may answer and which may follow from either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from parley.dynamics.series import Bools, DaySeries, Ints
from parley.dynamics.windows import Floats
from parley.errors import ForecastError
from parley.terms import EVENT_TYPES, QUADS, SYMMETRIC, Dyad, EventType

__all__ = [
    "JOINT",
    "By",
    "DayTable",
    "Kind",
    "StreamName",
    "day_table",
    "kinds_of",
    "kinds_with",
]

By = Literal["quad", "type"]
"""How finely acts are told apart."""

Kind = tuple[str, tuple[EventType, ...], bool]
"""Name, types, and whether both sides do such acts together."""

JOINT = "joint acts"
"""The kind of talks, agreements and cooperation when acts are told apart by quad."""

_SHORTEST_DAYS = 28


@dataclass(frozen=True, slots=True)
class StreamName:
    """What a stream holds: acts of a kind, by `actor` towards `recipient`.

    `joint` is true for acts that both do together; who is named first then says nothing.
    """

    actor: str
    recipient: str
    kind: str
    event_types: tuple[EventType, ...]
    joint: bool = False

    def __str__(self) -> str:
        mark = "–" if self.joint else "→"
        return f"{self.actor}{mark}{self.recipient} {self.kind}"


@dataclass(frozen=True, slots=True)
class DayTable:
    """Acts of each stream on each day from `first_day` on.

    `acts` has shape (n_streams, n_days), in events a day. `stream`, `day` and `event` have one
    place for each event of a stream; `series` holds the ids.
    """

    names: tuple[StreamName, ...]
    acts: Floats
    first_day: int
    stream: Ints
    day: Ints
    event: Ints
    series: DaySeries

    @property
    def days(self) -> Floats:
        """Whether each stream saw an act on each day: 0 or 1, shape (n_streams, n_days)."""
        return (self.acts > 0).astype(np.float64)

    @property
    def amounts(self) -> Floats:
        """How much of an act each day saw: 1 for one event, 2 for three, 3 for seven.

        What is done once is told by several events, and by the more the bigger it is; the
        logarithm (to base 2, of one more than the events) keeps the one from drowning all.
        """
        return np.asarray(np.log2(1.0 + self.acts), dtype=np.float64)

    @property
    def n_days(self) -> int:
        """Days in the table."""
        return int(self.acts.shape[1])

    def place(self, actor: str, recipient: str, event_types: Sequence[str]) -> tuple[int, ...]:
        """Return the streams that hold an act of these types by `actor` towards `recipient`."""
        wanted = set(event_types)
        return tuple(
            i
            for i, name in enumerate(self.names)
            if wanted & set(name.event_types)
            and (
                (name.actor, name.recipient) == (actor, recipient)
                or (name.joint and (name.recipient, name.actor) == (actor, recipient))
            )
        )

    def ids(self, stream: int, days: Ints) -> tuple[str, ...]:
        """Return the events of a stream on some days (as numbers), by day and id."""
        rows = np.flatnonzero((self.stream == stream) & np.isin(self.day, days))
        found = sorted(
            (int(self.day[row]), str(self.series.event_ids[int(self.event[row])])) for row in rows
        )
        return tuple(id_ for _, id_ in found)


def kinds_of(by: By) -> tuple[Kind, ...]:
    """Return the kinds of act: name, types, and whether both sides do them together.

    Examples
    --------
    >>> [(name, joint) for name, _, joint in kinds_of("quad")][-2:]
    [('material conflict', False), ('joint acts', True)]
    """
    if by == "type":
        one_sided = [(name, (name,), False) for name in EVENT_TYPES if name not in SYMMETRIC]
        joint = [(name, (name,), True) for name in EVENT_TYPES if name in SYMMETRIC]
        return (*one_sided, *joint)
    quads = dict.fromkeys(QUADS.values())
    of_quad = [
        (quad, tuple(t for t in EVENT_TYPES if QUADS[t] == quad and t not in SYMMETRIC), False)
        for quad in quads
    ]
    together: tuple[EventType, ...] = tuple(t for t in EVENT_TYPES if t in SYMMETRIC)
    return (*of_quad, (JOINT, together, True))


def kinds_with(event_types: Sequence[EventType]) -> tuple[Kind, ...]:
    """Return the kinds by quad, with some types taken out of theirs to stand alone.

    Examples
    --------
    >>> [name for name, _, _ in kinds_with(["CONSULT", "ASSAULT"])][-3:]
    ['joint acts', 'ASSAULT', 'CONSULT']
    """
    chosen = [name for name in EVENT_TYPES if name in event_types]
    rest: list[Kind] = [
        (name, tuple(each for each in types if each not in chosen), joint)
        for name, types, joint in kinds_of("quad")
    ]
    own: list[Kind] = []
    for joint in (False, True):
        types = tuple(name for name in chosen if (name in SYMMETRIC) == joint)
        if types:
            own.append((" or ".join(types), types, joint))
    return (*(kind for kind in rest if kind[1]), *own)


def day_table(
    series: DaySeries, pairs: Sequence[Dyad], *, by: By | Sequence[Kind], day: int
) -> DayTable:
    """Return the streams of some pairs, as they were known on the morning of a day.

    A pair given both ways round counts once. Acts are told apart by type, by quad, or by
    kinds of one's own. Days run from the first to the last that the
    record had watched by then.

    Raises
    ------
    ForecastError
        If fewer than four weeks had been watched.
    """
    known = series.known_by(day)
    known = known.take(known.done)
    last = min(day - 1, int(known.watched[-1])) if len(known.watched) else -1
    n_days = last - known.first_day + 1
    if not len(known.watched) or n_days < _SHORTEST_DAYS:
        raise ForecastError(
            f"Only {max(n_days, 0)} days had been watched by then; to see what follows what takes "
            f"{_SHORTEST_DAYS} or more. Take in more history, or look as of a later moment."
        )
    kinds = kinds_of(by) if by == "quad" or by == "type" else by
    one_sided = [(kind, types) for kind, types, joint in kinds if not joint]
    together = [(kind, types) for kind, types, joint in kinds if joint]
    names: list[StreamName] = []
    for a, b in dict.fromkeys((min(pair), max(pair)) for pair in pairs):
        for actor, recipient in ((a, b), (b, a)):
            names += [StreamName(actor, recipient, kind, types) for kind, types in one_sided]
        names += [StreamName(a, b, kind, types, joint=True) for kind, types in together]
    inside = (known.day >= known.first_day) & (known.day <= last)
    found = [_events_of(known, name, inside) for name in names]
    stream = np.concatenate([np.full(len(day), i) for i, (day, _) in enumerate(found)])
    on = np.concatenate([day for day, _ in found])
    event = np.concatenate([event for _, event in found])
    acts = np.zeros((len(names), n_days))
    np.add.at(acts, (stream, on - known.first_day), 1.0)
    return DayTable(tuple(names), acts, known.first_day, stream, on, event, known)


def _events_of(known: DaySeries, name: StreamName, inside: Bools) -> tuple[Ints, Ints]:
    """Return day and event of each event of a stream, each event once."""
    actor, recipient = known.party_index(name.actor), known.party_index(name.recipient)
    rows = inside & (known.actor == actor) & (known.recipient == recipient)
    rows &= np.isin(known.event_type, [EVENT_TYPES.index(kind) for kind in name.event_types])
    both = np.unique(np.stack([known.day[rows], known.event[rows]]), axis=1)
    return both[0], both[1]
