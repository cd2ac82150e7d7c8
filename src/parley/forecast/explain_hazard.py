"""Reasons of a hazard: what each story added, in words, counts and events.

In: a unit on a morning, the lesson that answered, and what each column added. Out: `Told`
reasons, heaviest first. The idea to know: columns that tell one story (how the act has
been going of late, what the actor does to others) make one reason, whose words hold the
counts behind it and whose events are those that were counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from parley.dynamics.series import DaySeries, Ints, day_of
from parley.dynamics.units import Act, Units, own_touches, select, type_mask
from parley.dynamics.windows import Floats, distinct_days
from parley.forecast.explain import Told, act_words
from parley.forecast.hazard_asked import Correction
from parley.forecast.hazard_features import FEATURES, SIDES, Group, Side
from parley.forecast.hazard_lesson import Lesson
from parley.forecast.hazard_offices import Offices
from parley.terms import EVENT_TYPES, QUADS, EventType

__all__ = ["corrected", "folded", "hazard_reasons"]

_N_EVENTS = 20
_SMALL, _N_TOLD = 0.05, 3
"""In log-odds: reasons of less weight are told together, but for the heaviest three."""
_NAMES = {
    "own": "the act of late", "mirror": "the other way round", "announced": "announcements",
    "cooperation": "other cooperation", "hostility": "hostile acts", "akin": "acts of its class",
    "volume": "all they do", "actor": "the actor's other partners",
    "recipient": "the recipient's other partners", "attention": "attention",
    "allies": "allies", "office": "new office-holders", "setting": "general level",
    "calibration": "calibration", "horizon": "the window", "held": "the ceiling",
    "asked": "the act asked about",
}  # fmt: skip
_MONTH, _QUARTER = 30, 90
_FAINT = 0.0005
"""In log-odds: a weight below it prints as nought."""
_HOSTILE = ("verbal conflict", "material conflict")


def hazard_reasons(
    series: DaySeries, act: Act, unit: Units, *, day: int, lesson: Lesson, general: float,
    parts: Floats, calibrated: float, allies: tuple[str, ...], offices: Offices,
) -> list[Told]:  # fmt: skip
    """Return the reasons of one unit on the morning of a day, heaviest first.

    Parameters
    ----------
    general
        What is added whatever the features say, in log-odds.
    parts
        Shape (n_columns,): what each column added, the base rate's last.
    calibrated
        What calibration added.
    allies
        Parties that deal with the same others as the actor does, most alike first.
    offices
        Changes of office-holders.
    """
    weights: dict[Group, float] = {}
    for feature, weight in zip(FEATURES, parts[:-1].tolist(), strict=True):
        weights[feature.group] = weights.get(feature.group, 0.0) + weight
    weights["setting"] = weights.get("setting", 0.0) + general + float(parts[-1])
    for group in tuple(weights):
        # Where either side may be named first there is no mirror, and a story that adds as
        # good as nothing is not worth telling.
        if group == "setting":
            continue
        if (group == "mirror" and act.both_ways) or abs(weights[group]) < _FAINT:
            weights["setting"] += weights.pop(group)
    teller = _Teller(series, act, unit, day, lesson, allies, offices)
    told = []
    for group, weight in weights.items():
        text, rows = teller.tell(group)
        told.append(Told(group, text, weight, teller.ids(rows)))
    if calibrated:
        told.append(Told("calibration", _calibration(lesson), calibrated))
    told.sort(key=lambda each: (-abs(each.weight), each.kind))
    return told


def corrected(told: list[Told], act: Act, made: Correction) -> list[Told]:
    """Return reasons as they hold for an act that was not learnt, and why they do."""
    which = "of mode " + " or ".join(act.modes) if act.modes else "of the sectors asked about"
    text = (
        f"The act asked about: of {made.n_windows:,} closed windows with "
        f"{act_words(act.event_types)} {which} {made.n_hits:,} came true; in them "
        f"{made.share:.0%} of what the other reasons add for whole types held, on a level of "
        "their own"
    )
    held = [replace(each, weight=made.share * each.weight) for each in told]
    return [*held, Told("asked", text, made.level)]


def folded(told: list[Told]) -> list[Told]:
    """Return reasons heaviest first, those of little weight gathered into one at the end.

    Examples
    --------
    >>> weights = {"own": 0.02, "akin": 1.0, "volume": -0.03, "actor": 0.6, "mirror": -0.5}
    >>> told = [Told(kind, "…", weight) for kind, weight in weights.items()]
    >>> [(each.kind, round(each.weight, 2)) for each in folded(told)]
    [('akin', 1.0), ('actor', 0.6), ('mirror', -0.5), ('rest', -0.01)]
    """
    told = sorted(told, key=lambda each: (-abs(each.weight), each.kind))
    n_told = max(_N_TOLD, sum(abs(each.weight) >= _SMALL for each in told))
    heavy, small = told[:n_told], told[n_told:]
    if len(small) < 2:
        return told
    names = ", ".join(_NAMES[each.kind] for each in small)
    text = f"{len(small)} more, each under {_SMALL:.2f}: {names}"
    events = tuple(dict.fromkeys(id_ for each in small for id_ in each.event_ids))[:_N_EVENTS]
    return [*heavy, Told("rest", text, sum(each.weight for each in small), events)]


def _calibration(lesson: Lesson) -> str:
    return (
        f"Calibration: on the latest closed windows of {lesson.horizon_days} days the log-odds "
        f"had to be multiplied by {lesson.slope:.2f} and moved by {lesson.level:+.2f}; what "
        "that does to the base rate"
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """Touches that a reason counted."""

    day: Ints
    event: Ints


class _Teller:
    """Puts the counts of one unit into words."""

    def __init__(
        self, series: DaySeries, act: Act, unit: Units, day: int, lesson: Lesson,
        allies: tuple[str, ...], offices: Offices,
    ) -> None:  # fmt: skip
        # Only touches of the parties named, and of their allies, are ever counted here.
        named = np.zeros(len(series.parties) + 1, dtype=bool)
        for side in SIDES:
            named[np.minimum(unit.members(side)[1], len(series.parties))] = True
        near = named[series.actor] | named[series.recipient]
        friends = [series.party_index(party) for party in allies]
        near |= np.isin(series.actor, friends) & type_mask(series, act.event_types)
        self.all_series = series.take(near & (series.day < day))
        known = self.all_series.take(self.all_series.done)
        self.series, self.act, self.unit, self.day = known, act, unit, day
        self.lesson, self.allies, self.offices = lesson, allies, offices
        self.own = own_touches(known, act)
        self.words = act_words(act.event_types)
        self.span = day - series.first_day
        late = known.take(known.day >= day - _QUARTER)
        self.forth, self.back = late, late.swapped()

    def ids(self, rows: _Rows) -> tuple[str, ...]:
        """Return the events of touches, latest first."""
        order = np.lexsort((rows.event, -rows.day))[:400]
        latest: dict[str, int] = {}
        for event, on in zip(rows.event[order].tolist(), rows.day[order].tolist(), strict=True):
            latest.setdefault(str(self.series.event_ids[event]), on)
        return tuple(sorted(latest, key=lambda id_: (-latest[id_], id_))[:_N_EVENTS])

    def tell(self, group: Group) -> tuple[str, _Rows]:
        """Return the words of a group and the touches it counted."""
        tellers: dict[Group, Callable[[], tuple[str, _Rows]]] = {
            "own": self._own,
            "mirror": self._mirror,
            "announced": self._announced,
            "cooperation": lambda: self._others("Other cooperation between them", hostile=False),
            "hostility": lambda: self._others("Hostile acts between them", hostile=True),
            "akin": self._akin,
            "volume": self._volume,
            "actor": lambda: self._party("actor"),
            "recipient": lambda: self._party("recipient"),
            "attention": self._attention,
            "allies": self._allies,
            "office": self._office,
            "setting": self._setting,
        }
        return tellers[group]()

    def _own(self) -> tuple[str, _Rows]:
        mine = self._mine(self.own)
        past = mine.day
        last = "never before in this record"
        if len(past):
            ago = self.day - int(past.max())
            last = f"last on {day_of(int(past.max()))} ({ago} day{'s' if ago > 1 else ''} before)"
        text = (
            f"Of late: {self.words} on {self._n(mine, 7)} of the last 7 days, "
            f"{self._n(mine, _MONTH)} of 30, {self._n(mine, _QUARTER)} of 90{self._short()}; {last}"
        )
        recent = self._since(mine, _QUARTER)
        return text, recent if len(recent.day) else mine

    def _mirror(self) -> tuple[str, _Rows]:
        mine = self._since(self._mine(self.own.swapped()), _QUARTER)
        text = (
            f"The other way round: {self.words} on {self._n(mine, _MONTH)} of the last 30 days, "
            f"{self._n(mine, _QUARTER)} of 90{self._short()}"
        )
        return text, mine

    def _announced(self) -> tuple[str, _Rows]:
        either = self.all_series.joined(self.all_series.swapped())
        wanted = [EVENT_TYPES.index(name) for name in self.act.event_types]
        promised = either.done & np.isin(either.promised, wanted)
        planned = either.planned & np.isin(either.event_type, wanted)
        mine = self._since(self._mine(either.take(promised | planned)), _QUARTER)
        text = (
            f"Announced: {self.words} promised or planned on {self._n(mine, _MONTH)} of the last "
            f"30 days, {self._n(mine, _QUARTER)} of 90{self._short()}"
        )
        return text, mine

    def _others(self, name: str, *, hostile: bool) -> tuple[str, _Rows]:
        kinds = [
            kind
            for kind in EVENT_TYPES
            if (QUADS[kind] in _HOSTILE) == hostile and kind not in self.act.event_types
        ]
        forth, back = (self._of(side, kinds) for side in (self.forth, self.back))
        text = (
            f"{name}: by {self._who('actor')} on {self._n(forth, _MONTH)} of the last 30 days and "
            f"{self._n(forth, _QUARTER)} of 90, by {self._who('recipient')} on "
            f"{self._n(back, _MONTH)} and {self._n(back, _QUARTER)}{self._short()}"
        )
        return text, self._joined(forth, back)

    def _akin(self) -> tuple[str, _Rows]:
        quads = {QUADS[kind] for kind in self.act.event_types}
        kinds = [k for k in EVENT_TYPES if QUADS[k] in quads and k not in self.act.event_types]
        mine = self._of(self.forth, kinds)
        text = (
            f"Acts of the same class ({', '.join(sorted(quads))}) but for {self.words}: on "
            f"{self._n(mine, _MONTH)} of the last 30 days, {self._n(mine, _QUARTER)} of 90"
            f"{self._short()}"
        )
        return text, mine

    def _volume(self) -> tuple[str, _Rows]:
        forth, back = (self._of(side, EVENT_TYPES) for side in (self.forth, self.back))
        text = (
            f"All they do to one another: {len(self._since(forth, _MONTH).day)} acts by "
            f"{self._who('actor')} and {len(self._since(back, _MONTH).day)} by "
            f"{self._who('recipient')} in the last 30 days, {len(forth.day)} and "
            f"{len(back.day)} in 90{self._short()}"
        )
        return text, self._joined(forth, back)

    def _party(self, side: Side) -> tuple[str, _Rows]:
        own = own_touches(self.series, Act(self.act.event_types, self.act.directed))
        places = self.unit.members(side)[1]
        column = own.actor if side == "actor" else own.recipient
        rows = np.isin(column, places) & (self.unit.find(own.actor, own.recipient) < 0)
        rows &= own.day >= self.day - _QUARTER
        others = own.take(rows)
        n_month = self._partner_days(others, side, _MONTH)
        n_quarter = self._partner_days(others, side, _QUARTER)
        who = self._who(side)
        if not len(places):
            return f"The other side is anyone: no {side} to look at", self._none()
        what = f"What {who} does to others" if side == "actor" else f"What others do to {who}"
        text = (
            f"{what}: {self.words} on {n_month} partner-days of the last 30 days, {n_quarter} of "
            f"90{self._short()}, weighed beside all its acts"
        )
        return text, _Rows(others.day, others.event)

    def _attention(self) -> tuple[str, _Rows]:
        mine = self._of(self.forth, EVENT_TYPES)
        shares = []
        for side in SIDES:
            places = self.unit.members(side)[1]
            if not len(places):
                continue
            column = self.forth.actor if side == "actor" else self.forth.recipient
            all_days = self.forth.day[np.isin(column, places)]
            each = []
            for days in (_MONTH, _QUARTER):
                whole = int((all_days >= self.day - days).sum())
                part = len(self._since(mine, days).day)
                each.append(f"{part} of {whole}" + (f" ({part / whole:.1%})" if whole else ""))
            of = "acts" if side == "actor" else "acts met with"
            shares.append(f"{each[0]} {of} of {self._who(side)} in 30 days, {each[1]} in 90")
        return f"Attention to one another: {'; '.join(shares)}{self._short()}", mine

    def _allies(self) -> tuple[str, _Rows]:
        places = self.unit.members("recipient")[1]
        own = own_touches(self.series, Act(self.act.event_types, self.act.directed))
        friends = [self.series.party_index(party) for party in self.allies]
        rows = np.isin(own.actor, friends) & (own.day >= self.day - _QUARTER)
        rows &= self.unit.find(own.actor, own.recipient) < 0
        if len(places):
            rows &= np.isin(own.recipient, places)
        met = own.take(rows)
        names = ", ".join(self.allies) or "nobody"
        whom = self._who("recipient")
        text = (
            f"Who is like {self._who('actor')} in whom it deals with ({names}): {self.words} "
            f"towards {whom} on {self._partner_days(met, 'recipient', _QUARTER)} partner-days of "
            f"the last 90{self._short()}; and the same of those like {whom}"
        )
        return text, _Rows(met.day, met.event)

    def _office(self) -> tuple[str, _Rows]:
        told = []
        for side in SIDES:
            places = self.unit.members(side)[1]
            for place in places.tolist()[:3]:
                code = self.series.parties[place] if place < len(self.series.parties) else "?"
                change = self.offices.latest(code, self.day)
                if change is not None and self.day - change.day <= 365:
                    told.append(
                        f"{change.name} is {change.office} of {code} since "
                        f"{day_of(change.day)} ({self.day - change.day} days)"
                    )
        words = "; ".join(told) or "nobody took office in the year before, that the table knows of"
        return f"New in office: {words}", self._none()

    def _setting(self) -> tuple[str, _Rows]:
        lesson = self.lesson
        units = "pairs" if self.unit.shape == "dyad" else "parties"
        text = (
            f"General level: what {self.words} and a base rate like this one led to, whoever the "
            f"parties, in {lesson.n_rows:,} closed windows of {lesson.horizon_days} days drawn "
            f"from {lesson.n_units:,} {units} of the {lesson.n_parties} most active parties, "
            f"{lesson.n_moments} origins and all types of acts ({lesson.n_hits:,} came true); all "
            "that is weighed beside it is net of what is usual with such a base rate"
        )
        return text, self._none()

    def _mine(self, touches: DaySeries) -> _Rows:
        stream = select(touches, self.unit)
        return _Rows(stream.day, stream.event)

    def _of(self, side: DaySeries, kinds: list[EventType] | tuple[EventType, ...]) -> _Rows:
        wanted = [EVENT_TYPES.index(kind) for kind in kinds]
        return self._mine(side.take(np.isin(side.event_type, wanted)))

    def _since(self, rows: _Rows, days: int) -> _Rows:
        late = rows.day >= self.day - days
        return _Rows(rows.day[late], rows.event[late])

    def _n(self, rows: _Rows, days: int) -> int:
        return len(np.unique(self._since(rows, days).day))

    @staticmethod
    def _joined(*several: _Rows) -> _Rows:
        return _Rows(
            np.concatenate([rows.day for rows in several]),
            np.concatenate([rows.event for rows in several]),
        )

    @staticmethod
    def _none() -> _Rows:
        return _Rows(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))

    def _partner_days(self, touches: DaySeries, side: Side, days: int) -> int:
        late = touches.take(touches.day >= self.day - days)
        other = late.recipient if side == "actor" else late.actor
        return len(distinct_days(other, late.day, late.known_day)[0])

    def _who(self, side: Side) -> str:
        places = self.unit.members(side)[1]
        names = [
            self.series.parties[place] if place < len(self.series.parties) else "?"
            for place in places.tolist()[:3]
        ]
        more = f" and {len(places) - 3} more" if len(places) > 3 else ""
        return (", ".join(names) + more) or "anyone"

    def _short(self) -> str:
        return f" (only {self.span} watched)" if self.span < _QUARTER else ""
