"""What changed: the dyads that did something unlike themselves, most surprising first.

In: a day series as it was known, and a window of days at its end. Out: `WhatChanged`: for
each dyad and kind of act whose count is out of its usual way, up or down, the count, what
was expected, and how unlikely that is. The idea to know: thousands of dyads are looked at
at once, and some do odd things by chance, so each surprise is told beside the number that
chance alone would bring.

What is expected. A dyad's rate is gamma distributed around what the activity of its two
parties lets expect of it, and its own history, fading with time, moves it from there (a
gamma-Poisson shrinker; DuMouchel 1999, The American Statistician 53). Counts come in
bursts, so the window's count is negative binomial, with variance mean + mean² / size.
Surprise is the chance of a count so far out, on either side, in bits: ten bits are one in
a thousand. Those that stand out are chosen so that on average at most one in twenty of
them is there by chance (Benjamini and Hochberg 1995, JRSS B 57).

How far to trust it. Over the six weeks to 27 September 2018 in ICEWS, each seen from the
day before, tails of one in 100 and one in 1,000 came about as often as they should (0.99
and 0.96 times), of one in 10,000 1.5 times and of one in 100,000 4 times as often: what
is stated at the far end is too sure, or the world did change.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy import special

from parley.dynamics.series import NOBODY, Bools, DaySeries, Ints, day_of
from parley.dynamics.units import activity_ranks
from parley.dynamics.windows import Floats
from parley.errors import ForecastError
from parley.terms import EVENT_TYPES, QUADS, Event

__all__ = [
    "AT_LEAST",
    "FALSE_SHARE",
    "KINDS",
    "Surprise",
    "WhatChanged",
    "last_watched",
    "what_changed",
]

KINDS = tuple(dict.fromkeys(QUADS.values()))
"""The kinds of act: the four quad classes. Cooperation is counted both ways together."""

AT_LEAST = 3
"""Fewer acts than this are no news, unless more were expected: one odd act between two small
parties is the most surprising thing of any week, and tells the least.
"""

FALSE_SHARE = 0.05
"""At most this share of what stands out is there by chance, on average."""

_JOINT = tuple(kind.endswith("cooperation") for kind in KINDS)

# All three were chosen by the likelihood of the last four to eight weeks, and windows of thirty
# days, of ICEWS January to September 2018 (train and valid), each seen from the day before.
_HALF_LIFE_DAYS = 120.0
_SHAPE = 0.2
_SIZE = (0.25, 0.6)
"""Size of the negative binomial: 0.25 times the mean to the power of 0.6."""

_LEAST_WINDOWS = 3
_IDS_KEPT = 20


@dataclass(frozen=True, slots=True)
class Surprise:
    """A dyad's count of one kind of act in the window, far from what was expected.

    `tail` is the chance, in (0, 1], of a count so far out on either side; `bits` is its
    surprise, -log2. `by_chance` is how many of all that were looked at would be as
    surprising by chance. `types` counts its acts by PLOVER type; `event_ids` are those
    of the window, latest first, or before it where it fell silent.
    """

    actor: str
    recipient: str
    kind: str
    joint: bool
    n_events: int
    expected: float
    tail: float
    bits: float
    by_chance: float
    stands_out: bool
    types: tuple[tuple[str, int], ...]
    event_ids: tuple[str, ...]

    @property
    def more(self) -> bool:
        """Whether it was more than expected; otherwise it was less."""
        return self.n_events > self.expected


@dataclass(frozen=True, slots=True)
class WhatChanged:
    """The surprises of a window of days, most surprising first: what there was more of
    than expected, and what less.

    `n_looked_at` counts the dyads and kinds of act among which they were found, silent
    ones included; `n_standing_out` those of them that stand out, listed or not. `events`
    are those that the surprises name.
    """

    first_on: date
    last_on: date
    n_looked_at: int
    n_standing_out: int
    more: tuple[Surprise, ...]
    less: tuple[Surprise, ...]
    events: tuple[Event, ...] = ()

    @property
    def event_ids(self) -> tuple[str, ...]:
        """The events that the surprises name, each once."""
        ids = [id_ for each in (*self.more, *self.less) for id_ in each.event_ids]
        return tuple(dict.fromkeys(ids))


@dataclass(frozen=True, slots=True)
class _Counts:
    """Units with any history: kind, sides, events of the window, faded events before it."""

    kind: Ints
    actor: Ints
    recipient: Ints
    now: Floats
    before: Floats


@dataclass(frozen=True, slots=True)
class _Looked:
    """All that was looked at, from which single surprises are told."""

    known: DaySeries
    touches: DaySeries
    unit: Ints
    first: int
    counts: _Counts
    expected: Floats
    tail: Floats
    standing: Bools
    n_looked_at: int


def what_changed(
    series: DaySeries,
    *,
    day: int,
    days: int = 7,
    top: int = 20,
    among: int | None = None,
    at_least: int = AT_LEAST,
) -> WhatChanged:
    """Find what changed in the last days that were watched before a day.

    Parameters
    ----------
    series
        Done and other touches; only those known on the morning of `day` are used.
    day
        The first day that is not known, as a number (`day_number`).
    days
        Length of the window; it ends with the last day the record watched.
    top
        How many surprises of each direction to return.
    among
        Look only at dyads of so many parties, the most active before the window.
    at_least
        Leave out counts below this where no more was expected either; what is left out
        still counts as looked at.

    Returns
    -------
    WhatChanged
        Surprises by falling surprise; ties by kind and name.

    Raises
    ------
    ForecastError
        If less than three such windows are known before it, or there is no history.

    Examples
    --------
    Four quiet weeks between two parties, and a last day with nine threats:

    >>> import polars as pl
    >>> from datetime import datetime, timedelta
    >>> from parley.dynamics.series import day_number, day_series
    >>> days = [date(2024, 1, 1) + timedelta(days=n) for n in [*range(0, 28, 4), *[27] * 9]]
    >>> frame = pl.DataFrame({
    ...     "event_id": [f"e{n}" for n in range(16)],
    ...     "event_type": ["ACCUSE"] * 7 + ["THREATEN"] * 9, "status": ["actual"] * 16,
    ...     "actors": [["FRD"]] * 16, "recipients": [["RUR"]] * 16, "happened_on": days,
    ...     "published_at": [datetime(d.year, d.month, d.day) + timedelta(days=1) for d in days],
    ... })
    >>> found = what_changed(day_series(frame), day=day_number(date(2024, 1, 29)))
    >>> [(s.actor, s.recipient, s.kind, s.n_events, s.types[0]) for s in found.more]
    [('FRD', 'RUR', 'verbal conflict', 10, ('THREATEN', 9))]
    """
    known = series.known_by(day)
    last = last_watched(known)
    first = last - days + 1
    fading, n_windows = _fading(known, first)
    n_before = max(first - known.first_day, 0)
    if n_before < _LEAST_WINDOWS * days:
        raise ForecastError(
            f"What changed in {days} days is told beside what is usual, and that takes "
            f"{_LEAST_WINDOWS * days} days of history before them; the record has {n_before}. "
            "Ask for fewer days, or as of a later day."
        )
    touches, unit = _events(known, first, last)
    counts = _count(known, touches, unit, first, fading)
    expected = _expected(counts, len(known.parties), n_windows)
    wanted = _wanted(known, first, among)
    kept = wanted[counts.actor] & wanted[counts.recipient]
    kept &= (counts.now >= at_least) | (expected >= at_least)
    tail = np.where(kept, _two_sided(counts.now, expected), 1.0)
    n_looked_at = _n_units(wanted)
    standing = _standing_out(tail, n_looked_at)
    looked = _Looked(known, touches, unit, first, counts, expected, tail, standing, n_looked_at)
    order = np.lexsort((counts.recipient, counts.actor, counts.kind, tail))
    order = order[kept[order]]
    above = (counts.now > expected)[order]
    more, less = (
        tuple(_surprise(looked, row) for row in rows[:top].tolist())
        for rows in (order[above], order[~above])
    )
    return WhatChanged(
        first_on=day_of(first),
        last_on=day_of(last),
        n_looked_at=n_looked_at,
        n_standing_out=int(standing.sum()),
        more=more,
        less=less,
    )


def last_watched(series: DaySeries) -> int:
    """Return the last day on which a record saw anything, as a number.

    Raises
    ------
    ForecastError
        If it has seen nothing.
    """
    if not len(series.watched):
        raise ForecastError(
            "Nothing is known by then. Ask as of a later day, or read reports into the record."
        )
    return int(series.watched.max())


def _fading(known: DaySeries, first: int) -> tuple[Floats, float]:
    """Return the weight of each day before the window, and the windows they are worth.

    Only days that were watched count, before the window and in it: a record that looks
    on every other day has as much history in a window of it.
    """
    length = max(first - known.first_day, 0)
    ages = np.arange(length, 0, -1, dtype=np.float64)
    weight = 0.5 ** (ages / _HALF_LIFE_DAYS)
    watched = known.watched[known.watched >= known.first_day]
    before = watched[watched < first]
    return weight, float(weight[before - known.first_day].sum()) / max(1, (watched >= first).sum())


def _events(known: DaySeries, first: int, last: int) -> tuple[DaySeries, Ints]:
    """Return the touches that count, each event once for a unit, and the units as keys."""
    kind = _kinds()[known.event_type]
    joint = np.array(_JOINT)[kind]
    low, high = np.minimum(known.actor, known.recipient), np.maximum(known.actor, known.recipient)
    actor = np.where(joint, low, known.actor)
    recipient = np.where(joint, high, known.recipient)
    nobody = known.party_index(NOBODY)
    counts = known.done & (actor != recipient) & (actor != nobody) & (recipient != nobody)
    counts &= (known.day >= known.first_day) & (known.day <= last)
    n = len(known.parties)
    key = (kind * n + actor) * n + recipient
    rows = np.flatnonzero(counts)
    _, once = np.unique(
        key[rows] * (len(known.event_ids) + 1) + known.event[rows], return_index=True
    )
    rows = rows[once]
    # In an order of their own, so that sums come out the same whatever order the rows have.
    rows = rows[np.lexsort((known.day[rows], key[rows]))]
    return known.take(rows), key[rows]


def _count(known: DaySeries, touches: DaySeries, unit: Ints, first: int, fading: Floats) -> _Counts:
    keys, place = np.unique(unit, return_inverse=True)
    inside = touches.day >= first
    now: Floats = np.bincount(place[inside], minlength=len(keys)).astype(np.float64)
    weights = fading[touches.day[~inside] - known.first_day]
    before = np.bincount(place[~inside], weights=weights, minlength=len(keys)).astype(np.float64)
    n = len(known.parties)
    return _Counts(keys // (n * n), keys // n % n, keys % n, now, before)


def _expected(counts: _Counts, n_parties: int, n_windows: float) -> Floats:
    """Return the expected count of each unit in the window, from history alone."""
    out = np.zeros((len(KINDS), n_parties))
    into = np.zeros((len(KINDS), n_parties))
    np.add.at(out, (counts.kind, counts.actor), counts.before)
    np.add.at(into, (counts.kind, counts.recipient), counts.before)
    joint = np.array(_JOINT)
    both = out[joint] + into[joint]
    out[joint], into[joint] = both, both
    total = out.sum(axis=1)[counts.kind]
    # What two parties do with each other if all they do were dealt out by activity alone; half
    # an act is added, so that a party seen for the first time expects something.
    dealt = (out[counts.kind, counts.actor] + 0.5) * (into[counts.kind, counts.recipient] + 0.5)
    prior = dealt / (total + 1.0) / n_windows
    expected: Floats = (_SHAPE + counts.before) / (_SHAPE / prior + n_windows)
    return expected


def _two_sided(now: Floats, expected: Floats) -> Floats:
    """Return the chance of a count so far out on either side, at most 1."""
    size = _SIZE[0] * expected ** _SIZE[1]
    share = expected / (size + expected)
    at_least = np.where(now > 0, special.betainc(np.maximum(now, 1.0), size, share), 1.0)
    at_most = special.betainc(size, now + 1.0, 1.0 - share)
    return np.minimum(1.0, 2.0 * np.minimum(at_least, at_most))


def _wanted(known: DaySeries, first: int, among: int | None) -> Bools:
    """Return which parties to look at: all that ever took part, or the most active ones."""
    nobody = known.party_index(NOBODY)
    if among is None:
        wanted = np.zeros(len(known.parties), dtype=bool)
        wanted[known.actor[known.done]] = True
        wanted[known.recipient[known.done]] = True
    else:
        ranks, n_active = activity_ranks(known, first)
        wanted = ranks < min(among, n_active)
    if nobody >= 0:
        wanted[nobody] = False
    return wanted


def _n_units(wanted: Bools) -> int:
    """Return how many dyads and kinds there are among so many parties."""
    n = int(wanted.sum())
    return sum(n * (n - 1) // 2 if joint else n * (n - 1) for joint in _JOINT)


def _standing_out(tail: Floats, n_looked_at: int) -> Bools:
    """Return which tails stand out among so many (Benjamini and Hochberg 1995)."""
    ordered = np.sort(tail)
    allowed = FALSE_SHARE * np.arange(1, len(ordered) + 1) / n_looked_at
    passing = np.flatnonzero(ordered <= allowed)
    if not len(passing):
        return np.zeros(len(tail), dtype=bool)
    standing: Bools = tail <= ordered[passing[-1]]
    return standing


def _surprise(looked: _Looked, row: int) -> Surprise:
    counts, parties = looked.counts, looked.known.parties
    kind, actor, recipient = (
        int(each[row]) for each in (counts.kind, counts.actor, counts.recipient)
    )
    mine = looked.touches.take(
        looked.unit == (kind * len(parties) + actor) * len(parties) + recipient
    )
    inside = mine.take(mine.day >= looked.first)
    found, n_each = np.unique(inside.event_type, return_counts=True)
    types = sorted(
        ((EVENT_TYPES[t], int(c)) for t, c in zip(found, n_each, strict=True)),
        key=lambda pair: (-pair[1], pair[0]),
    )
    shown = inside if len(inside) else mine
    tail = float(looked.tail[row])
    return Surprise(
        actor=parties[actor],
        recipient=parties[recipient],
        kind=KINDS[kind],
        joint=_JOINT[kind],
        n_events=int(counts.now[row]),
        expected=float(looked.expected[row]),
        tail=tail,
        bits=-math.log2(max(tail, 1e-300)),
        by_chance=tail * looked.n_looked_at,
        stands_out=bool(looked.standing[row]),
        types=tuple(types),
        event_ids=shown.ids(np.ones(len(shown), dtype=bool), at_most=_IDS_KEPT),
    )


def _kinds() -> Ints:
    """Return the place in `KINDS` of each type in `EVENT_TYPES`."""
    return np.array([KINDS.index(QUADS[event_type]) for event_type in EVENT_TYPES])
