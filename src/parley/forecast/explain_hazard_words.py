"""The words of a hazard's reasons: counts of one unit, told story by story.

In: a unit on a morning, and the lesson that answered. Out: for each story its words and
the touches it counted. The idea to know: the words are counted anew from the record, not
read off the numbers that the model saw, so anyone who opens the events finds the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from parley.dynamics.series import DaySeries, Ints, day_of
from parley.dynamics.units import Act, Units, own_touches, select, type_mask
from parley.dynamics.windows import distinct_days
from parley.forecast.explain import act_words
from parley.forecast.hazard_features import SIDES, Group, Side
from parley.forecast.hazard_lesson import Lesson
from parley.forecast.hazard_offices import Offices
from parley.terms import EVENT_TYPES, QUADS, EventType

__all__ = ["N_EVENTS", "Counted", "Teller"]

N_EVENTS = 20
"""Events that a reason names at most, the latest."""
_MONTH, _QUARTER = 30, 90
_HOSTILE = ("verbal conflict", "material conflict")


@dataclass(frozen=True, slots=True)
class Counted:
    """Touches that a reason counted."""

    day: Ints
    event: Ints


class Teller:
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

    def ids(self, rows: Counted) -> tuple[str, ...]:
        """Return the events of touches, latest first."""
        order = np.lexsort((rows.event, -rows.day))[:400]
        latest: dict[str, int] = {}
        for event, on in zip(rows.event[order].tolist(), rows.day[order].tolist(), strict=True):
            latest.setdefault(str(self.series.event_ids[event]), on)
        return tuple(sorted(latest, key=lambda id_: (-latest[id_], id_))[:N_EVENTS])

    def tell(self, group: Group) -> tuple[str, Counted]:
        """Return the words of a group and the touches it counted."""
        tellers: dict[Group, Callable[[], tuple[str, Counted]]] = {
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

    def _own(self) -> tuple[str, Counted]:
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

    def _mirror(self) -> tuple[str, Counted]:
        mine = self._since(self._mine(self.own.swapped()), _QUARTER)
        text = (
            f"The other way round: {self.words} on {self._n(mine, _MONTH)} of the last 30 days, "
            f"{self._n(mine, _QUARTER)} of 90{self._short()}"
        )
        return text, mine

    def _announced(self) -> tuple[str, Counted]:
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

    def _others(self, name: str, *, hostile: bool) -> tuple[str, Counted]:
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

    def _akin(self) -> tuple[str, Counted]:
        quads = {QUADS[kind] for kind in self.act.event_types}
        kinds = [k for k in EVENT_TYPES if QUADS[k] in quads and k not in self.act.event_types]
        mine = self._of(self.forth, kinds)
        text = (
            f"Acts of the same class ({', '.join(sorted(quads))}) but for {self.words}: on "
            f"{self._n(mine, _MONTH)} of the last 30 days, {self._n(mine, _QUARTER)} of 90"
            f"{self._short()}"
        )
        return text, mine

    def _volume(self) -> tuple[str, Counted]:
        forth, back = (self._of(side, EVENT_TYPES) for side in (self.forth, self.back))
        text = (
            f"All they do to one another: {len(self._since(forth, _MONTH).day)} acts by "
            f"{self._who('actor')} and {len(self._since(back, _MONTH).day)} by "
            f"{self._who('recipient')} in the last 30 days, {len(forth.day)} and "
            f"{len(back.day)} in 90{self._short()}"
        )
        return text, self._joined(forth, back)

    def _party(self, side: Side) -> tuple[str, Counted]:
        own = own_touches(self.series, Act(self.act.event_types, self.act.directed))
        places = self.unit.members(side)[1]
        column = own.actor if side == "actor" else own.recipient
        rows = np.isin(column, places) & (self.unit.find(own.actor, own.recipient) < 0)
        rows &= own.day >= self.day - _QUARTER
        others = own.take(rows)
        n_month = self._partner_days(others, side, _MONTH)
        n_quarter = self._partner_days(others, side, _QUARTER)
        who = self._who(side)
        what = f"What {who} does to others" if side == "actor" else f"What others do to {who}"
        text = (
            f"{what}: {self.words} on {n_month} partner-days of the last 30 days, {n_quarter} of "
            f"90{self._short()}, weighed beside all its acts"
        )
        return text, Counted(others.day, others.event)

    def _attention(self) -> tuple[str, Counted]:
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

    def _allies(self) -> tuple[str, Counted]:
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
        return text, Counted(met.day, met.event)

    def _office(self) -> tuple[str, Counted]:
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

    def _setting(self) -> tuple[str, Counted]:
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

    def _mine(self, touches: DaySeries) -> Counted:
        stream = select(touches, self.unit)
        return Counted(stream.day, stream.event)

    def _of(self, side: DaySeries, kinds: list[EventType] | tuple[EventType, ...]) -> Counted:
        wanted = [EVENT_TYPES.index(kind) for kind in kinds]
        return self._mine(side.take(np.isin(side.event_type, wanted)))

    def _since(self, rows: Counted, days: int) -> Counted:
        late = rows.day >= self.day - days
        return Counted(rows.day[late], rows.event[late])

    def _n(self, rows: Counted, days: int) -> int:
        return len(np.unique(self._since(rows, days).day))

    @staticmethod
    def _joined(*several: Counted) -> Counted:
        return Counted(
            np.concatenate([rows.day for rows in several]),
            np.concatenate([rows.event for rows in several]),
        )

    @staticmethod
    def _none() -> Counted:
        return Counted(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))

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
