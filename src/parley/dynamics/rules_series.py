"""Bodies and heads of dyads, day by day, out of a day series.

In: a day series as it was known, and dyads. Out: `History`, and by `cubes` the days on
which each body and each head happened, a cube of (n_days, n_dyads, n_acts) for each
family. The idea to know: the head is always that A does Y to B; families differ in who
does the body to whom, and every one of them is a look-up in the same three counts: what
a dyad did, what a party did to anyone, what anyone did to a party.

Only acts that count as done make bodies and heads. Sectors are folded; what a party does
to itself is home affairs, kept apart from what it does to others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from parley.dynamics.rules_ground import span_rows
from parley.dynamics.series import Bools, DaySeries, Ints
from parley.errors import ForecastError
from parley.terms import EVENT_TYPES

__all__ = [
    "LAW_FAMILIES",
    "Acts",
    "History",
    "LawFamily",
    "acts_of",
    "busiest_dyads",
    "cubes",
    "history_of",
]

LawFamily = Literal[
    "again", "dyad", "mirror", "by-actor", "to-actor", "by-recipient", "to-recipient",
    "home-actor", "home-recipient", "path", "any-recipient", "any-actor",
]  # fmt: skip
LAW_FAMILIES: tuple[LawFamily, ...] = get_args(LawFamily)
"""Who does the body, when the head is that A does Y to B.

`again`: A the same to B. `dyad`: A another act to B. `mirror`: B to A. `by-actor`: A to a
third party. `to-actor`: a third party to A. `by-recipient`: B to a third party.
`to-recipient`: a third party to B. `home-actor`, `home-recipient`: A to itself, B to
itself. `path`: A to C, and C to B. `any-recipient`: A to anyone, and the head is A to
anyone. `any-actor`: anyone to B, and the head is anyone to B.
"""

_Counts = NDArray[np.int16]
_TYPE_CODES = len(EVENT_TYPES)
_CUBE = 12_000_000  # cells of one cube held at a time, some 60 MB with what is made of it
_GO_BETWEENS = 40
"""Third parties a path may go through: the most active ones; further ones hardly ever do."""


@dataclass(frozen=True, slots=True)
class Acts:
    """The alphabet of bodies: the PLOVER types, then modes of them that are frequent.

    `names` are such as `MOBILIZE` or `MOBILIZE/weapons`; `event_type` is the place of
    each one's type in `EVENT_TYPES`.
    """

    names: tuple[str, ...]
    event_type: Ints

    def __len__(self) -> int:
        """Return the number of acts."""
        return len(self.names)


PLAIN_ACTS = Acts(EVENT_TYPES, np.arange(_TYPE_CODES))
"""The types alone."""


@dataclass(frozen=True, slots=True)
class History:
    """Done touches as numbers, sorted; day 0 is `first_day`, the last is `n_days` - 1.

    The last day is the last one that the record watched; `today`, the day of asking, may
    be later, and what may have happened in between is not known to anyone.

    `touch` is the row of each in the series it was made of, `act` its place in `acts`; a
    touch of a frequent mode is there twice, under its type and under its mode.
    """

    series: DaySeries
    acts: Acts
    actor: Ints
    recipient: Ints
    act: Ints
    day: Ints
    touch: Ints
    first_day: int
    n_days: int
    today: int

    @property
    def n_parties(self) -> int:
        """Parties of the series."""
        return len(self.series.parties)


def acts_of(series: DaySeries, *, min_days: int = 20) -> tuple[Acts, Ints]:
    """Return the alphabet of a series, and for each touch its mode's place or -1.

    Parameters
    ----------
    min_days
        A mode is an act of its own when it happened on so many days.
    """
    kinds: list[str] = list(EVENT_TYPES)
    of_type = list(range(_TYPE_CODES))
    place = np.full(len(series), -1, dtype=np.int64)
    key = series.event_type * len(series.modes) + series.mode
    named = series.done & (series.mode > 0)
    for pair in np.unique(key[named]).tolist():
        rows = named & (key == pair)
        kind, mode = divmod(pair, len(series.modes))
        if len(np.unique(series.day[rows])) >= min_days:
            place[rows] = len(kinds)
            kinds.append(f"{EVENT_TYPES[kind]}/{series.modes[mode]}")
            of_type.append(kind)
    return Acts(tuple(kinds), np.array(of_type, dtype=np.int64)), place


def history_of(series: DaySeries, *, day: int, modes: bool = True) -> History:
    """Return the done acts known on the morning of a day, as numbers.

    Acts told as background, from before the record watched, are left out.

    Raises
    ------
    ForecastError
        If the record watched no day before it.
    """
    known = series.known_by(day)
    if not len(known.watched) or known.first_day >= day:
        raise ForecastError(
            "The record knows of no event before that day, so there is nothing that could "
            "follow anything. Read reports or import a history that is older."
        )
    acts, place = acts_of(known) if modes else (PLAIN_ACTS, np.zeros(0, dtype=np.int64))
    seen = (known.day >= known.first_day) & (known.day <= known.watched[-1])
    rows = np.flatnonzero(known.done & seen)
    act = known.event_type[rows]
    if modes:
        special = place[rows] >= 0
        act = np.concatenate([act, place[rows][special]])
        rows = np.concatenate([rows, rows[special]])
    order = np.lexsort((known.event[rows], known.day[rows], act, known.recipient[rows],
                        known.actor[rows]))  # fmt: skip
    rows, act = rows[order], act[order]
    return History(
        series=known, acts=acts, actor=known.actor[rows], recipient=known.recipient[rows],
        act=act, day=known.day[rows] - known.first_day, touch=rows,
        first_day=known.first_day, n_days=int(known.watched[-1]) - known.first_day + 1,
        today=day - known.first_day,
    )  # fmt: skip


def busiest_dyads(history: History, *, at_most: int, min_days: int = 5) -> tuple[Ints, Ints]:
    """Return actor and recipient of the dyads with dealings on most days, both ways counted.

    Both directions of a pair are returned. Pairs with dealings on fewer than `min_days`
    days are left out, and so are home affairs and acts towards nobody in particular.
    """
    nobody = history.series.party_index("-")
    n = history.n_parties
    low = np.minimum(history.actor, history.recipient)
    high = np.maximum(history.actor, history.recipient)
    fit = (low != high) & (low != nobody) & (high != nobody)
    pair_day = np.unique((low[fit] * n + high[fit]) * history.n_days + history.day[fit])
    pair, days = np.unique(pair_day // history.n_days, return_counts=True)
    pair, days = pair[days >= min_days], days[days >= min_days]
    pair = np.sort(pair[np.argsort(-days, kind="stable")][: max(1, at_most // 2)])
    low, high = pair // n, pair % n
    return np.concatenate([low, high]), np.concatenate([high, low])


def cubes(
    history: History, family: LawFamily, actor: Ints, recipient: Ints, *, within: int
) -> Iterator[tuple[slice, Bools, Bools]]:
    """Yield the bodies and heads of a family for some dyads at a time.

    Parameters
    ----------
    actor, recipient
        Shape (n_dyads,): A and B of each. For `any-recipient` only A counts, for
        `any-actor` only B.
    within
        Days that the two halves of a path may lie apart.

    Yields
    ------
    tuple
        Which dyads; bodies (n_days, some, n_bodies); heads (n_days, some, 16). Bodies are
        the acts of the history; for `path` the pairs of types, first half by second.

    Raises
    ------
    ForecastError
        If there is no such family.
    """
    if family not in LAW_FAMILIES:
        raise ForecastError(f"no rule family {family!r}; there are {', '.join(LAW_FAMILIES)}")
    width = _TYPE_CODES**2 if family == "path" else len(history.acts)
    step = max(1, _CUBE // (width * history.n_days))
    for start in range(0, len(actor), step):
        some = slice(start, min(start + step, len(actor)))
        a, b = actor[some], recipient[some]
        if family == "any-recipient":
            body = _by_party(history, a, "actor") > 0
            head = body[:, :, :_TYPE_CODES]
        elif family == "any-actor":
            body = _by_party(history, b, "recipient") > 0
            head = body[:, :, :_TYPE_CODES]
        else:
            head = _of_dyads(history, a, b)[:, :, :_TYPE_CODES]
            body = _bodies(history, family, a, b, within)
        yield some, body, head


def _bodies(history: History, family: LawFamily, a: Ints, b: Ints, within: int) -> Bools:
    """Return the days of the bodies of one family of dyads."""
    if family in {"again", "dyad"}:
        return _of_dyads(history, a, b)
    if family == "mirror":
        return _of_dyads(history, b, a)
    if family == "home-actor":
        return _of_dyads(history, a, a)
    if family == "home-recipient":
        return _of_dyads(history, b, b)
    if family == "path":
        return _paths(history, a, b, within)
    side: Literal["actor", "recipient"] = "actor" if family.startswith("by") else "recipient"
    party, other = (a, b) if family.endswith("-actor") else (b, a)
    own = _of_dyads(history, party, other) if side == "actor" else _of_dyads(history, other, party)
    return _by_party(history, party, side) > own


def _of_dyads(history: History, actor: Ints, recipient: Ints) -> Bools:
    """Return the days on which each dyad saw each act, (n_days, n_dyads, n_acts)."""
    n = history.n_parties
    keys, which = np.unique(actor * n + recipient, return_inverse=True)
    mine = history.actor * n + history.recipient
    first = np.asarray(np.searchsorted(mine, keys), dtype=np.int64)
    last = np.asarray(np.searchsorted(mine, keys, side="right"), dtype=np.int64)
    place, row = span_rows(first, last)
    out = np.zeros((history.n_days, len(keys), len(history.acts)), dtype=np.bool_)
    out[history.day[row], place, history.act[row]] = True
    return out[:, which]


def _by_party(history: History, party: Ints, side: Literal["actor", "recipient"]) -> _Counts:
    """Count to (or by) how many others each party did (or was done) each act on each day."""
    keys, which = np.unique(party, return_inverse=True)
    mine = history.actor if side == "actor" else history.recipient
    other = history.recipient if side == "actor" else history.actor
    place = np.minimum(np.searchsorted(keys, mine), len(keys) - 1)
    rows = (keys[place] == mine) & (mine != other)
    width = len(history.acts)
    cell = (history.day[rows] * len(keys) + place[rows]) * width + history.act[rows]
    # Two events of one dyad, day and act are one: others are counted, not events.
    once = np.unique(cell * history.n_parties + other[rows]) // history.n_parties
    counts = np.bincount(once, minlength=history.n_days * len(keys) * width).astype(np.int16)
    return counts.reshape(history.n_days, len(keys), width)[:, which]


def _paths(history: History, a: Ints, b: Ints, within: int) -> Bools:
    """Return the days on which C acts on B, after or as A acted on C, for any C."""
    between = _go_betweens(history)
    out = np.zeros((history.n_days, len(a), _TYPE_CODES**2), dtype=np.bool_)
    for place, (one, other) in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
        via = between[(between != one) & (between != other)]
        first = _of_dyads(history, np.full(len(via), one), via)[:, :, :_TYPE_CODES]
        second = _of_dyads(history, via, np.full(len(via), other))[:, :, :_TYPE_CODES]
        lately = _lately(first, within).astype(np.float32).transpose(0, 2, 1)
        met = np.matmul(lately, second.astype(np.float32)) > 0
        out[:, place] = met.reshape(history.n_days, -1)
    return out


def _lately(days: Bools, within: int) -> Bools:
    """Return the days on which it happened that day or on one of `within` - 1 before."""
    past = np.zeros((len(days) + 1, *days.shape[1:]), dtype=np.int32)
    np.cumsum(days, axis=0, out=past[1:])
    first = np.maximum(np.arange(len(days)) + 1 - within, 0)
    return np.asarray(past[1:] > past[first], dtype=np.bool_)


def _go_betweens(history: History) -> Ints:
    active = np.bincount(history.actor, minlength=history.n_parties)
    active += np.bincount(history.recipient, minlength=history.n_parties)
    nobody = history.series.party_index("-")
    if nobody >= 0:
        active[nobody] = 0
    return np.sort(np.argsort(-active, kind="stable")[:_GO_BETWEENS])
