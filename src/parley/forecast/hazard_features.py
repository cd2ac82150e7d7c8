"""What a hazard looks at: one row of numbers for each unit, relative to the act asked about.

In: a day series, acts, units, and the morning one looks from. Out: rows of features, in
the order of `FEATURES`. The idea to know: nothing in a row says which type of act is
asked about but a few marks at its end; all else is told relative to it ("the same act",
"the other way round", "other acts of its kind"), so that one model serves every type and
any union of types.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from parley.dynamics.series import DaySeries, Ints
from parley.dynamics.units import (
    Act,
    Stream,
    Units,
    activity_ranks,
    own_touches,
    select,
)
from parley.dynamics.windows import Floats
from parley.forecast.hazard_counts import HALF_LIVES, N_NEAR, N_TYPES, Ledger, Page, stream_rates
from parley.forecast.hazard_offices import Offices, fresh_of_units
from parley.terms import EVENT_TYPES, QUADS

__all__ = ["FEATURES", "SIDES", "Feature", "Group", "History", "Side", "Sight"]

Group = Literal[
    "own", "mirror", "announced", "cooperation", "hostility", "akin", "volume", "actor",
    "recipient", "attention", "allies", "office", "setting",
]  # fmt: skip
"""Features that tell the same story, gathered into one reason."""

Side = Literal["actor", "recipient"]
SIDES: tuple[Side, ...] = ("actor", "recipient")
OFFICIAL = ("", "GOV", "MIL", "LEG", "JUD")
FOREVER = 365

_QUAD_NAMES: tuple[str, ...] = tuple(dict.fromkeys(QUADS.values()))
_QUAD_OF = np.array([_QUAD_NAMES.index(QUADS[name]) for name in EVENT_TYPES])


@dataclass(frozen=True, slots=True)
class Feature:
    """A number of a unit, and the reason it belongs to."""

    name: str
    group: Group


def _days(rates: Floats) -> Floats:
    """Rates as days in a month, on a logarithmic scale."""
    return np.asarray(np.log1p(30.0 * np.maximum(rates, 0.0)), dtype=np.float64)


class History:
    """All that features are computed from, for one series: made once, opened at many days."""

    def __init__(self, series: DaySeries, offices: Offices | None = None) -> None:
        self.series = series
        self.offices = offices or Offices()
        self.ledger = Ledger(series)

    def own(self, act: Act, units: Units) -> OwnStreams:
        """Return the touches of units that bring an act about, in several lights."""
        series = self.series
        own = own_touches(series, act)
        plain = select(own, units)
        official = [i for i, name in enumerate(series.sectors) if name in OFFICIAL]
        state = np.isin(own.actor_sector, official) & np.isin(own.recipient_sector, official)
        wanted = [EVENT_TYPES.index(name) for name in act.event_types]
        told = series.done & np.isin(series.promised, wanted)
        told |= series.planned & np.isin(series.event_type, wanted)
        one_way = series.take(told)
        either = select(one_way.joined(one_way.swapped()), units).distinct()
        mirror = select(own.swapped(), units).distinct()
        return OwnStreams(
            plain, plain.distinct(), select(own.take(state), units).distinct(), mirror, either
        )


@dataclass(frozen=True, slots=True)
class OwnStreams:
    """Touches of units with one act: all, one a day, official ones, mirrored, announced."""

    every: Stream
    distinct: Stream
    official: Stream
    mirror: Stream
    announced: Stream


class Sight:
    """Units as they stood on one morning; `rows` tells them relative to an act."""

    def __init__(self, history: History, units: Units, day: int) -> None:
        self.units, self.day = units, day
        page = history.ledger.page(day)
        self.span = page.span
        self.forth = page.of_units(units)
        self.back = page.of_units(units, turned=True)
        done, met = page.of_parties()
        self.world = done[:-1].sum(axis=0)
        self.actor_does, self.actor_met = (_side(units, "actor", t) for t in (done, met))
        self.recipient_does, self.recipient_met = (
            _side(units, "recipient", table) for table in (done, met)
        )
        self.near = _Near(history.series, page, day)
        fresh = history.offices.freshness(history.series.parties, day)
        self.fresh = {side: fresh_of_units(fresh, *units.members(side), units.n) for side in SIDES}

    def rows(self, act: Act, own: OwnStreams, picked: Ints | None = None) -> Floats:
        """Return the features of units for one act, shape (n_picked, n_features).

        Parameters
        ----------
        own
            What `History.own` gave for the same act and units.
        picked
            Places of the units that are wanted, by default all.
        """
        pick = np.arange(self.units.n) if picked is None else picked
        mask = np.array([name in act.event_types for name in EVENT_TYPES])
        columns = self._own(act, own, pick)
        columns |= self._pair(mask, pick)
        columns |= self._parties(mask, pick)
        columns |= self._attention(mask, pick)
        columns |= self.near.columns(self.units, mask, pick)
        for side in SIDES:
            columns[f"office_{side}"] = self.fresh[side][pick]
        columns |= self._setting(act, mask, len(pick))
        return np.stack([columns[feature.name] for feature in FEATURES], axis=1)

    def _own(self, act: Act, own: OwnStreams, pick: Ints) -> dict[str, Floats]:
        """The act itself, the same the other way round, and announcements of it."""

        def rates(stream: Stream) -> Floats:
            return _days(stream_rates(stream, self.units.n, self.day, self.span)[pick])

        out: dict[str, Floats] = {}
        each, every, state = rates(own.distinct), rates(own.every), rates(own.official)
        for i, life in enumerate(HALF_LIVES):
            out[f"own_{life:.0f}"] = each[:, i]
        out["own_new"] = each[:, 0] - each[:, 3]
        out["own_turn"] = each[:, 2] - each[:, 4]
        for i in (1, 4):
            out[f"own_events_{HALF_LIVES[i]:.0f}"] = every[:, i]
        for i in (2, 4):
            out[f"own_official_{HALF_LIVES[i]:.0f}"] = state[:, i]
        last, before = _latest_two(own.distinct, self.units.n, self.day)
        out["own_since"] = np.log1p(np.minimum(last, FOREVER))[pick]
        out["own_gap"] = np.log1p(np.minimum(before, FOREVER))[pick] - out["own_since"]
        for days in (7, 30, 90):
            share = _covered(own.distinct, self.units.n, self.day, self.span, days)
            out[f"covered_{days}"] = share[pick]
        mirror = np.zeros_like(each) if act.both_ways else rates(own.mirror)
        for i in (1, 2, 4):
            out[f"mirror_{HALF_LIVES[i]:.0f}"] = mirror[:, i]
        since = np.full(self.units.n, float(FOREVER))
        if not act.both_ways:
            since = _latest_two(own.mirror, self.units.n, self.day)[0]
        out["mirror_since"] = np.log1p(np.minimum(since, FOREVER))[pick]
        told = rates(own.announced)
        for i in (1, 3):
            out[f"announced_{HALF_LIVES[i]:.0f}"] = told[:, i]
        return out

    def _pair(self, mask: np.ndarray, pick: Ints) -> dict[str, Floats]:
        """Everything else between the two, by quad class and way round."""
        out: dict[str, Floats] = {}
        forth, back = self.forth[pick], self.back[pick]
        for q in range(4):
            kinds = ~mask & (q == _QUAD_OF)
            for i in (1, 3):
                life = f"{HALF_LIVES[i]:.0f}"
                out[f"forth_{q}_{life}"] = _days(forth[:, kinds, i].sum(axis=1))
                out[f"back_{q}_{life}"] = _days(back[:, kinds, i].sum(axis=1))
        akin = np.isin(_QUAD_OF, _QUAD_OF[mask]) & ~mask
        for i in (1, 2, 4):
            out[f"akin_{HALF_LIVES[i]:.0f}"] = _days(forth[:, akin, i].sum(axis=1))
        total, total_back = _days(forth.sum(axis=1)), _days(back.sum(axis=1))
        for i in (0, 2, 4):
            out[f"total_{HALF_LIVES[i]:.0f}"] = total[:, i]
            out[f"total_back_{HALF_LIVES[i]:.0f}"] = total_back[:, i]
        out["total_turn"] = total[:, 1] - total[:, 4]
        return out

    def _parties(self, mask: np.ndarray, pick: Ints) -> dict[str, Floats]:
        """What the actor does to others, and what others do to the recipient."""
        own = self.forth[pick][:, mask].sum(axis=1)
        does, met = self.actor_does[pick], self.recipient_met[pick]
        others = _days(does[:, mask].sum(axis=1) - own), _days(met[:, mask].sum(axis=1) - own)
        out: dict[str, Floats] = {}
        for name, acts, table in (("actor", "act", does), ("recipient", "met", met)):
            rates = others[0] if name == "actor" else others[1]
            total = _days(table.sum(axis=1))
            for i in (0, 2, 4):
                out[f"{name}_{acts}_{HALF_LIVES[i]:.0f}"] = rates[:, i]
            out[f"{name}_turn"] = rates[:, 1] - rates[:, 4]
            out[f"{name}_all"] = total[:, 4]
            out[f"{name}_all_turn"] = total[:, 1] - total[:, 4]
        out["actor_met"] = _days(self.actor_met[pick][:, mask, 3].sum(axis=1))
        out["recipient_act"] = _days(self.recipient_does[pick][:, mask, 3].sum(axis=1))
        return out

    def _attention(self, mask: np.ndarray, pick: Ints) -> dict[str, Floats]:
        """The pair's share of what its parties do, and what that share would lead to."""
        out: dict[str, Floats] = {}
        total = self.forth[pick].sum(axis=1)
        does, met = self.actor_does[pick], self.recipient_met[pick]
        a_total, r_total = does.sum(axis=1), met.sum(axis=1)
        for name, table in (("actor", a_total), ("recipient", r_total)):
            for i in (1, 3):
                out[f"share_{name}_{HALF_LIVES[i]:.0f}"] = _share(total[:, i], table[:, i])
            out[f"share_{name}_turn"] = out[f"share_{name}_8"] - out[f"share_{name}_50"]
        habit = _ratio(does[:, mask, 4].sum(axis=1), a_total[:, 4])
        fate = _ratio(met[:, mask, 4].sum(axis=1), r_total[:, 4])
        out["expected_actor"] = _days(total[:, 4] * habit)
        out["expected_recipient"] = _days(total[:, 4] * fate)
        out["expected_now"] = _days(total[:, 2] * 0.5 * (habit + fate))
        everything = max(float(self.world[:, 4].sum()), 1e-9)
        level = float(self.world[mask, 4].sum()) / everything
        out["expected_apart"] = _days(a_total[:, 4] * r_total[:, 4] / everything * level)
        return out

    def _setting(self, act: Act, mask: np.ndarray, n: int) -> dict[str, Floats]:
        """What is the same for all units: the world's level, the record's age, the act."""
        world = np.maximum(self.world[mask].sum(axis=0), 1e-9)
        told = {
            "record_age": np.log(self.span),
            "world_rate": np.log(world[4]),
            "world_turn": np.log(world[2] / world[4]),
            "both_ways": float(act.both_ways),
            "n_types": float(mask.sum()),
        }
        told |= {f"quad_{q}": float(mask[q == _QUAD_OF].any()) for q in range(4)}
        told |= {f"is_{name}": float(mask[t]) for t, name in enumerate(EVENT_TYPES)}
        return {name: np.full(n, number) for name, number in told.items()}


class _Near:
    """Parties alike in whom they deal with, and what those alike do to the same recipient."""

    def __init__(self, series: DaySeries, page: Page, day: int) -> None:
        ranks, n_active = activity_ranks(series, day)
        n = min(N_NEAR, n_active)
        place = np.full(page.n_parties + 1, -1)
        place[:-1][ranks < n] = ranks[ranks < n]
        self.place, self.n = place, n
        a, r = place[page.actor], place[page.recipient]
        inside = (a >= 0) & (r >= 0)
        self.cube = np.zeros((n, n, N_TYPES))
        self.cube[a[inside], r[inside]] = page.rates[inside, :, 4]
        self.recent = np.zeros((n, n, N_TYPES))
        self.recent[a[inside], r[inside]] = page.rates[inside, :, 2]
        quads = np.stack([self.cube[:, :, q == _QUAD_OF].sum(axis=2) for q in range(4)], axis=2)
        logs = np.log1p(300.0 * quads)
        self.like_actor = _alike(logs.reshape(n, -1))
        self.like_recipient = _alike(logs.transpose(1, 0, 2).reshape(n, -1))

    def columns(self, units: Units, mask: np.ndarray, pick: Ints) -> dict[str, Floats]:
        """Return what allies of the actor do to the recipient, and it to the recipient's."""
        out = {}
        for name, cube in (("150", self.cube), ("20", self.recent)):
            table = np.log1p(30.0 * cube[:, :, mask].sum(axis=2))
            by_allies = self.like_actor @ table
            to_allies = table @ self.like_recipient.T
            out[f"allies_act_{name}"] = self._cells(units, by_allies)[pick]
            out[f"allies_met_{name}"] = self._cells(units, to_allies)[pick]
        return out

    def allies(self, units: Units, series: DaySeries, n: int = 3) -> tuple[str, ...]:
        """Return the parties most like the first actor named in whom they deal with."""
        named = units.actor[units.actor >= 0]
        if not len(named) or named[0] >= len(self.place) or self.place[named[0]] < 0:
            return ()
        like = self.like_actor[self.place[named[0]]]
        party = np.flatnonzero(self.place >= 0)
        by_rank = party[np.argsort(self.place[party])]
        best = np.argsort(-like, kind="stable")[:n]
        return tuple(series.parties[by_rank[i]] for i in best.tolist() if like[i] > 0.0)

    def _cells(self, units: Units, table: Floats) -> Floats:
        padded = np.zeros((self.n + 1, self.n + 1))
        padded[:-1, :-1] = table
        padded[-1, :-1], padded[:-1, -1] = (
            table.max(axis=0, initial=0.0),
            table.max(axis=1, initial=0.0),
        )
        last = len(self.place) - 1
        actor = np.where(units.actor < 0, -1, self.place[np.minimum(units.actor, last)])
        recipient = np.where(units.recipient < 0, -1, self.place[np.minimum(units.recipient, last)])
        out = np.zeros(units.n)
        np.maximum.at(out, units.unit, padded[actor, recipient])
        return out


def _alike(rows: Floats) -> Floats:
    """Return weights of the parties most like each, by cosine, shape (n, n); none for itself."""
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    unit = rows / np.maximum(norms, 1e-9)
    like = np.maximum(unit @ unit.T, 0.0)
    np.fill_diagonal(like, 0.0)
    like = like**4
    return np.asarray(like / np.maximum(like.sum(axis=1, keepdims=True), 1e-9), dtype=np.float64)


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.asarray(part / np.maximum(whole, 1e-9), dtype=np.float64)


def _share(part: Floats, whole: Floats) -> Floats:
    """A share with a little shrinkage, on a logarithmic scale."""
    return np.asarray(np.log((part + 0.002) / (whole + 0.05)), dtype=np.float64)


def _latest_two(stream: Stream, n_units: int, day: int) -> tuple[Floats, Floats]:
    """Return the days since the last touch of each unit, and since the one before."""
    seen = (stream.known_day <= day) & (stream.day < day)
    unit, on = stream.unit[seen], stream.day[seen]
    last = np.full(n_units, day - FOREVER * 2, dtype=np.int64)
    np.maximum.at(last, unit, on)
    earlier = on < last[unit]
    before = np.full(n_units, day - FOREVER * 2, dtype=np.int64)
    np.maximum.at(before, unit[earlier], on[earlier])
    return (day - last).astype(np.float64), (day - before).astype(np.float64)


def _covered(stream: Stream, n_units: int, day: int, span: int, days: int) -> Floats:
    """Return how many past windows of so many days saw a touch, as drawn log-odds.

    Windows open on every day since the record began, and close before `day`; overlapping
    ones count as the root of their number.
    """
    n_windows = span - days + 1
    if n_windows < 2:
        return np.zeros(n_units)
    first = day - span
    seen = (stream.known_day <= day) & (stream.day < day) & (stream.day >= first)
    unit, on = stream.unit[seen], stream.day[seen]
    order = np.lexsort((on, unit))
    unit, on = unit[order], on[order]
    before = np.full(len(on), first - 1)
    before[1:] = np.where(unit[1:] == unit[:-1], on[:-1], first - 1)
    opens = np.maximum(np.maximum(on - days, before) + 1, first)
    fresh = np.maximum(np.minimum(on, day - days) - opens + 1, 0)
    share = np.bincount(unit, weights=fresh, minlength=n_units) / n_windows
    n = n_windows / np.sqrt(days)
    return np.asarray(np.log((share * n + 0.3) / ((1.0 - share) * n + 0.3)), dtype=np.float64)


def _side(units: Units, side: Side, table: Floats) -> Floats:
    """Return rows of a table of parties for each unit, summed over its parties of one side."""
    unit, party = units.members(side)
    out = np.zeros((units.n, *table.shape[1:]))
    np.add.at(out, unit, table[np.minimum(party, len(table) - 1)])
    return out


def _named(group: Group, names: str) -> list[Feature]:
    return [Feature(name, group) for name in names.split()]


FEATURES: tuple[Feature, ...] = (
    *_named("own", "own_3 own_8 own_20 own_50 own_150 own_new own_turn own_events_8"),
    *_named("own", "own_events_150 own_official_20 own_official_150 own_since own_gap"),
    *_named("own", "covered_7 covered_30 covered_90"),
    *_named("mirror", "mirror_8 mirror_20 mirror_150 mirror_since"),
    *_named("announced", "announced_8 announced_50"),
    *_named("cooperation", "forth_0_8 back_0_8 forth_0_50 back_0_50"),
    *_named("cooperation", "forth_1_8 back_1_8 forth_1_50 back_1_50"),
    *_named("hostility", "forth_2_8 back_2_8 forth_2_50 back_2_50"),
    *_named("hostility", "forth_3_8 back_3_8 forth_3_50 back_3_50"),
    *_named("akin", "akin_8 akin_20 akin_150"),
    *_named("volume", "total_3 total_back_3 total_20 total_back_20 total_150 total_back_150"),
    *_named("volume", "total_turn expected_actor expected_recipient expected_now"),
    *_named("actor", "actor_act_3 actor_act_20 actor_act_150 actor_turn actor_all"),
    *_named("actor", "actor_all_turn actor_met"),
    *_named("recipient", "recipient_met_3 recipient_met_20 recipient_met_150 recipient_turn"),
    *_named("recipient", "recipient_all recipient_all_turn recipient_act"),
    *_named("attention", "share_actor_8 share_actor_50 share_recipient_8 share_recipient_50"),
    *_named("attention", "share_actor_turn share_recipient_turn expected_apart"),
    *_named("allies", "allies_act_150 allies_met_150 allies_act_20 allies_met_20"),
    *_named("office", "office_actor office_recipient"),
    *_named("setting", "record_age world_rate world_turn both_ways n_types"),
    *_named("setting", "quad_0 quad_1 quad_2 quad_3"),
    *(Feature(f"is_{name}", "setting") for name in EVENT_TYPES),
)
"""Chosen on ICEWS 2012-15 and the spring of 2018, see `docs/explanation/hazard.md`."""
