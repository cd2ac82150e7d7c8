"""The cases behind a rule, one by one: days and events of body and head.

In: a rule as family, body and head, and the dyads it is told of. Out: `Case`s, latest
first, and the ids of the events that made them. The idea to know: the cases here are the
very ones that were counted, found again by the same cutting into windows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parley.dynamics.rules_cases import case_starts
from parley.dynamics.rules_series import History, LawFamily, cubes
from parley.dynamics.series import Bools, Ints
from parley.terms import EVENT_TYPES

__all__ = ["Case", "body_events", "cases_of", "event_ids", "head_events", "latest_dyads"]

_TYPES = len(EVENT_TYPES)


@dataclass(frozen=True, slots=True)
class Case:
    """One time the body happened: to which dyad, when, and when the head followed if it did.

    Days count from the first day of the history; `head_day` is -1 when no head came
    within the window. `closed` tells whether the window lies wholly in the past.
    """

    actor: int
    recipient: int
    body_day: int
    head_day: int
    closed: bool


def cases_of(
    history: History, family: LawFamily, body: int, head: int, actor: Ints, recipient: Ints,
    *, within: int,
) -> list[Case]:  # fmt: skip
    """Return the cases of a rule in some dyads, latest first.

    Parameters
    ----------
    body, head
        Places of the acts; of a path the place of its pair of types.
    """
    found = []
    for some, bodies, heads in cubes(history, family, actor, recipient, within=within):
        starts = case_starts(bodies[:, :, body : body + 1], within)[:, :, 0]
        came = heads[:, :, head]
        for day, place in zip(*(part.tolist() for part in np.nonzero(starts)), strict=True):
            window = np.flatnonzero(came[day + 1 : day + 1 + within, place])
            head_day = day + 1 + int(window[0]) if len(window) else -1
            one = some.start + place
            found.append(
                Case(
                    int(actor[one]), int(recipient[one]), day, head_day,
                    closed=day + within < history.n_days,
                )
            )  # fmt: skip
    found.sort(key=lambda case: (-case.body_day, case.actor, case.recipient))
    return found


def latest_dyads(
    history: History, family: LawFamily, head: int, actor: Ints, recipient: Ints, *, n: int
) -> Ints:
    """Return the places of the dyads that saw the head last, the latest first."""
    rows = np.flatnonzero(history.act == head)
    if family == "any-recipient":
        mine, theirs = history.actor[rows], actor
    elif family == "any-actor":
        mine, theirs = history.recipient[rows], recipient
    else:
        mine = history.actor[rows] * history.n_parties + history.recipient[rows]
        theirs = actor * history.n_parties + recipient
    last = np.full(len(theirs), -1, dtype=np.int64)
    order = np.argsort(theirs, kind="stable")
    place = np.minimum(np.searchsorted(theirs[order], mine), len(theirs) - 1)
    there = theirs[order][place] == mine
    np.maximum.at(last, order[place[there]], history.day[rows][there])
    latest = np.argsort(-last, kind="stable")[:n]
    return np.asarray(latest[last[latest] >= 0], dtype=np.int64)


def body_events(history: History, family: LawFamily, body: int, case: Case, *, within: int) -> Ints:
    """Return the touches that are the body of a case."""
    a, b = case.actor, case.recipient
    if family == "path":
        return _path_touches(history, body, case, within)
    on: Bools = (history.day == case.body_day) & (history.act == body)
    return np.asarray(history.touch[on & _who(history, family, a, b)], dtype=np.int64)


def head_events(history: History, family: LawFamily, head: int, case: Case) -> Ints:
    """Return the touches that are the head of a case; none when it did not come."""
    on: Bools = (history.day == case.head_day) & (history.act == head)
    if family == "any-recipient":
        on &= (history.actor == case.actor) & (history.recipient != case.actor)
    elif family == "any-actor":
        on &= (history.recipient == case.recipient) & (history.actor != case.recipient)
    else:
        on &= (history.actor == case.actor) & (history.recipient == case.recipient)
    return np.asarray(history.touch[on], dtype=np.int64)


def event_ids(history: History, touches: Sequence[Ints], *, at_most: int) -> tuple[str, ...]:
    """Return the ids of the events behind some touches, latest first, each once."""
    rows = np.concatenate([np.zeros(0, dtype=np.int64), *touches])
    return history.series.ids(rows, at_most=at_most)


def _who(history: History, family: LawFamily, a: int, b: int) -> Bools:
    """Return which touches have the parties of a family's body."""
    actor, recipient = history.actor, history.recipient
    found = {
        "again": lambda: (actor == a) & (recipient == b),
        "dyad": lambda: (actor == a) & (recipient == b),
        "mirror": lambda: (actor == b) & (recipient == a),
        "by-actor": lambda: (actor == a) & (recipient != a) & (recipient != b),
        "to-actor": lambda: (recipient == a) & (actor != a) & (actor != b),
        "by-recipient": lambda: (actor == b) & (recipient != a) & (recipient != b),
        "to-recipient": lambda: (recipient == b) & (actor != a) & (actor != b),
        "home-actor": lambda: (actor == a) & (recipient == a),
        "home-recipient": lambda: (actor == b) & (recipient == b),
        "any-recipient": lambda: (actor == a) & (recipient != a),
        "any-actor": lambda: (recipient == b) & (actor != b),
    }[family]()
    return np.asarray(found, dtype=np.bool_)


def _path_touches(history: History, body: int, case: Case, within: int) -> Ints:
    """Return both halves of the paths that met on the day of a case."""
    first_act, second_act = divmod(body, _TYPES)
    ago = case.body_day - history.day
    first = (history.actor == case.actor) & (history.act == first_act)
    first &= (ago >= 0) & (ago < within)
    second = (history.recipient == case.recipient) & (history.act == second_act) & (ago == 0)
    via = np.intersect1d(history.recipient[first], history.actor[second])
    via = via[(via != case.actor) & (via != case.recipient)]
    rows = (first & np.isin(history.recipient, via)) | (second & np.isin(history.actor, via))
    return np.asarray(history.touch[rows], dtype=np.int64)
