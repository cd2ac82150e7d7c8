"""Past cases like the one supposed, and what came of them.

In: a day series as it was known, the act supposed, the question. Out: `Precedents`: after
how many such acts the outcome followed within the question's window, in the pair itself
and in pairs like it, beside how often it followed on other days of the same pairs. The
idea to know: the other days are of the same pairs, so that a busy pair is compared with
itself; they are not days on which all else was the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from parley.dynamics.base_rates import rate_table
from parley.dynamics.series import DaySeries, Ints, day_number
from parley.dynamics.units import Act, Units, asked_unit, own_touches, pool_units, select
from parley.dynamics.windows import Floats
from parley.forecast.whatif_acts import SupposedAct
from parley.terms import EVENT_TYPES, Question, log_odds, party_of

__all__ = ["Precedents", "find_precedents"]

LIKE_LOG_ODDS = 1.0
"""Pairs are alike when the log-odds of their base rates are no further apart than this."""
N_PARTIES = 60
_LONGEST_DAYS = 90

Where = Literal["this pair", "pairs like it"]


@dataclass(frozen=True, slots=True)
class Precedents:
    """After `n_cases` days with such an act in `n_pairs` pairs, the outcome came `n_hits` times.

    `other_share` is how often it came after other days of the same pairs, each pair weighed
    by its cases; both in windows of `window_days` days that have closed. `event_ids` are the
    acts of the latest cases.
    """

    act: SupposedAct
    where: Where
    n_pairs: int
    n_cases: int
    n_hits: int
    other_share: float | None
    window_days: int
    event_ids: tuple[str, ...]


def find_precedents(
    series: DaySeries, act: SupposedAct, question: Question, *, day: int
) -> list[Precedents]:
    """Return the past cases of one act in the pair, and in pairs like it.

    An act between the parties of the question is looked up in other pairs too, in the same
    place (by the one towards the other, or the other way round); any other act only where
    it happened.

    Parameters
    ----------
    series
        What was known on the morning of `day`, without what is supposed.
    """
    known = series.known_by(day)
    if not len(known.watched) or not replace(question, modes=()).plain:
        return []  # days are told apart by whether they saw the act, not by how often
    asked, unit = asked_unit(known, question)
    window = min(question.horizon_days, _LONGEST_DAYS)
    last = min(day, int(known.watched[-1]) + 1) - window
    such = known.take(known.done & (known.event_type == EVENT_TYPES.index(act.event_type)))
    turn = _turn(known, act, unit, both_ways=asked.both_ways)
    if turn is None:
        rows = _between(such, act)
        cases = np.zeros(int(rows.sum()), dtype=np.int64), such.day[rows], such.event[rows]
        return [_count(known, asked, unit, cases, act, "this pair", window, last)]
    found = []
    for where, units in (
        ("this pair", unit),
        ("pairs like it", _like(known, asked, unit, question, day)),
    ):
        if units is None:
            continue
        touches = such.swapped() if turn == "mirror" else such
        if turn == "either":
            touches = such.joined(such.swapped())
        stream = select(touches, units)
        cases = stream.unit, stream.day, stream.event
        found.append(_count(known, asked, units, cases, act, where, window, last))  # type: ignore[arg-type]
    return found


def _turn(
    known: DaySeries, act: SupposedAct, unit: Units, *, both_ways: bool
) -> Literal["same", "mirror", "either"] | None:
    """Tell how the act lies to the pair asked about; None when it is not between its parties."""
    if unit.shape != "dyad":
        return None
    actors = [known.party_index(party_of(code)) for code in act.actors]
    recipients = [known.party_index(party_of(code)) for code in act.recipients] or actors
    cells = set(zip(*_sides(unit), strict=True))
    ahead = any((a, r) in cells for a in actors for r in recipients)
    back = any((r, a) in cells for a in actors for r in recipients)
    if not ahead and not back:
        return None
    if both_ways or not act.recipients or (ahead and back):
        return "either"
    return "same" if ahead else "mirror"


def _between(such: DaySeries, act: SupposedAct) -> np.ndarray:
    """Return which touches join the parties of an act."""
    actors = [such.party_index(party_of(code)) for code in act.actors]
    rows = np.isin(such.actor, actors)
    if act.recipients:
        return rows & np.isin(
            such.recipient, [such.party_index(party_of(code)) for code in act.recipients]
        )
    return rows & np.isin(such.recipient, actors) if len(actors) > 1 else rows


def _like(known: DaySeries, asked: Act, unit: Units, question: Question, day: int) -> Units | None:
    """Return the pairs whose base rate is near that of the pair asked about, without it."""
    pool = pool_units(known, asked, "dyad", day=day, n_parties=N_PARTIES)
    if not pool.n:
        return None
    horizon = max(1, min(question.horizon_days, day_number(question.closes_on) - day + 1))
    moments = np.array([day], dtype=np.int64)
    own, others = (
        rate_table(known, asked, units, moments=moments, horizon_days=horizon).probability[:, 0]
        for units in (unit, pool)
    )
    far = np.abs(np.log(others) - np.log1p(-others) - log_odds(float(own[0])))
    near = far <= LIKE_LOG_ODDS
    cells = {frozenset(cell) for cell in zip(*_sides(unit), strict=True)}
    itself = [frozenset(cell) in cells for cell in zip(*_sides(pool), strict=True)]
    keep = near & ~np.array(itself)
    n = int(keep.sum())
    if not n:
        return None
    return Units(n, "dyad", np.arange(n), pool.actor[keep], pool.recipient[keep])


def _count(
    known: DaySeries, asked: Act, units: Units, cases: tuple[Ints, Ints, Ints], act: SupposedAct,
    where: Where, window: int, last: int,
) -> Precedents:  # fmt: skip
    """Count what followed on the cases, and on the other days of the same units."""
    first = known.first_day
    n_days = last - first
    unit, day, event = cases
    inside = (day >= first) & (day < last)
    unit, day, event = unit[inside], day[inside], event[inside]
    if n_days <= 0 or not len(unit):
        return Precedents(act, where, 0, 0, 0, None, window, ())
    outcome = _followed(known, asked, units, first, n_days, window)
    is_case = np.zeros((units.n, n_days), dtype=bool)
    is_case[unit, day - first] = True
    n_cases, hits = is_case.sum(axis=1), (is_case & outcome).sum(axis=1)
    others = np.maximum(n_days - n_cases, 1)
    share = (~is_case & outcome).sum(axis=1) / others
    weighed = float((n_cases * share).sum() / n_cases.sum())
    order = np.lexsort((event, -day))
    latest = dict.fromkeys(str(known.event_ids[int(each)]) for each in event[order][:40].tolist())
    return Precedents(
        act=act,
        where=where,
        n_pairs=int((n_cases > 0).sum()),
        n_cases=int(n_cases.sum()),
        n_hits=int(hits.sum()),
        other_share=weighed,
        window_days=window,
        event_ids=tuple(latest)[:10],
    )


def _followed(
    known: DaySeries, asked: Act, units: Units, first: int, n_days: int, window: int
) -> np.ndarray:
    """Tell for each unit and day whether the outcome came in the window after it."""
    stream = select(own_touches(known, asked), units)
    seen: Floats = np.zeros((units.n, n_days + window + 1))
    place = stream.day - first
    inside = (place >= 0) & (place < seen.shape[1])
    seen[stream.unit[inside], place[inside]] = 1.0
    total = np.concatenate([np.zeros((units.n, 1)), np.cumsum(seen, axis=1)], axis=1)
    start = np.arange(n_days) + 1
    return np.asarray(total[:, start + window] - total[:, start] > 0)


def _sides(units: Units) -> tuple[list[int], list[int]]:
    return units.actor.tolist(), units.recipient.tolist()
