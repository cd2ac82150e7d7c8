"""Reasons: what moved a chance off its base rate, in words, numbers and events.

In: a unit as it was looked at, the lesson learnt and the weights it gave. Out: `Told`
reasons, one for each story that features tell together. The idea to know: a reason's
words hold the counts that its weight was computed from, its events are those that were
counted, and the weights of all reasons make up the whole way from base rate to chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from parley.dynamics.series import DaySeries, Ints, day_of
from parley.dynamics.units import Act, Stream, Units, own_touches
from parley.dynamics.windows import Floats, distinct_days
from parley.forecast.features import FEATURES, LONG_DAYS, Group, other_types
from parley.forecast.fitting import Fit
from parley.forecast.pool import Lesson, Look
from parley.terms import EventType, Question, party_of

__all__ = ["Told", "act_words", "claims_about", "reasons_for", "unlearnt"]

_N_CLAIMS = 5
_THIN_HITS = 100
"""Fewer closed windows that came true than this are called few: the ridge holds most of
what they say back."""

_ACT_WORDS: dict[EventType, str] = {
    "AGREE": "agreements", "CONSULT": "talks", "SUPPORT": "support", "CONCEDE": "concessions",
    "COOPERATE": "cooperation", "AID": "aid", "RETREAT": "withdrawals and releases",
    "REQUEST": "demands", "ACCUSE": "accusations", "REJECT": "refusals",
    "THREATEN": "threats", "PROTEST": "protests", "SANCTION": "sanctions",
    "MOBILIZE": "mobilization", "COERCE": "coercion", "ASSAULT": "attacks",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A reason before it has an id."""

    kind: str
    text: str
    weight: float
    event_ids: tuple[str, ...] = ()
    claim_ids: tuple[str, ...] = ()


def act_words(event_types: Sequence[EventType]) -> str:
    """Return types of acts in plain words.

    Examples
    --------
    >>> act_words(["CONSULT", "AGREE"])
    'talks or agreements'
    """
    return " or ".join(_ACT_WORDS[event_type] for event_type in event_types)


def reasons_for(
    series: DaySeries, act: Act, unit: Units, *, day: int, seen: Look, lesson: Lesson,
    weights: Floats,
) -> list[Told]:  # fmt: skip
    """Return the reasons of one unit on the morning of a day, heaviest first.

    Parameters
    ----------
    seen
        The unit looked at from that one morning.
    weights
        Shape (1 + n_features,), as `Fit.weights` gives them.
    """
    teller = _Teller(series, act, unit, day, seen, lesson.fit)
    told = [_general(lesson, act, float(seen.base[0, 0]), float(weights[0]))]
    by_group: dict[Group, float] = {}
    for feature, weight in zip(FEATURES, weights[1:].tolist(), strict=True):
        by_group[feature.group] = by_group.get(feature.group, 0.0) + weight
    for group, weight in by_group.items():
        text = teller.text(group)
        if weight != 0.0:
            told.append(Told(group, text, weight, teller.events(group)))
    told.sort(key=lambda each: (-abs(each.weight), each.kind))
    if lesson.n_hits < _THIN_HITS:
        told.append(_thin(lesson))
    return told


def _general(lesson: Lesson, act: Act, base: float, weight: float) -> Told:
    units = "pairs" if lesson.n_units > lesson.n_parties else "parties"
    n_near, said, came = lesson.nearest(base)
    text = (
        f"General level: of {lesson.n_windows:,} closed windows of {lesson.horizon_days} days "
        f"({lesson.n_units:,} {units} of the {lesson.n_parties} most active parties), the "
        f"{n_near:,} with base rates nearest to this one, {said:.1%} on average, saw "
        f"{act_words(act.event_types)} in {came:.1%}"
    )
    return Told("level", text, weight)


def _thin(lesson: Lesson) -> Told:
    text = (
        f"Little to learn from: of the closed windows only {lesson.n_hits:,} came true, so the "
        "weights stay small and the chance stays near the base rate"
    )
    return Told("thin", text, 0.0)


def unlearnt(series: DaySeries, day: int) -> Told:
    """Return the reason of no weight for why nothing could be learnt."""
    known = max(0, day - series.first_day) if len(series.watched) else 0
    text = (
        f"Nothing to learn from yet: in the {known} days that the record watched, no window of "
        "comparable parties has closed and come true, so the base rate stands"
    )
    return Told("thin", text, 0.0)


class _Teller:
    """Puts the counts of one unit into words."""

    def __init__(
        self, series: DaySeries, act: Act, unit: Units, day: int, seen: Look, fit: Fit
    ) -> None:
        self.series, self.act, self.unit, self.day = series, act, unit, day
        self.streams = seen.streams
        held = (np.clip(seen.base[0, 0], *fit.edges) - fit.centre) / fit.scale
        usual = np.expm1(np.array([1.0, held]) @ fit.trend)
        self.usual = {f.name: max(0.0, float(u)) for f, u in zip(FEATURES, usual, strict=True)}
        self.watched = day - series.first_day

    def text(self, group: Group) -> str:
        """Tell the counts of a group."""
        return {
            "recent": self._recent,
            "mirror": self._mirror,
            "promised": self._promised,
            "cooperation": self._cooperation,
            "hostility": self._hostility,
            "busy": self._busy,
        }[group]()

    def events(self, group: Group) -> tuple[str, ...]:
        """Return the events that a group counted, latest first."""
        if group == "busy":
            return self._ids(self._busy_touches(), 30)
        names: dict[Group, tuple[tuple[str, int], ...]] = {
            "recent": (("own", LONG_DAYS),),
            "mirror": (("mirror", 30),),
            "promised": (("promised", 30), ("agree", LONG_DAYS)),
            "cooperation": (("cooperation", 365),),
            "hostility": (("words", 365), ("deeds", 365)),
        }
        found = [self._event_rows(name, days) for name, days in names[group]]
        event = np.concatenate([event for event, _ in found])
        day = np.concatenate([day for _, day in found])
        if not len(event) and group == "recent":
            event, day = self._event_rows("own", self.watched + 1)
        return self._latest(event, day)

    def _recent(self) -> str:
        last = self._last("own")
        usual = self.usual["own_30"]
        return (
            f"Of late: {act_words(self.act.event_types)} on {self._days('own', 7)} of the last 7 "
            f"days, {self._days('own', 30)} of 30, {self._days('own', LONG_DAYS)} of {LONG_DAYS}"
            f"{self._short(LONG_DAYS)}; {last}. A base rate like theirs usually goes with "
            f"{usual:.1f} of 30"
        )

    def _mirror(self) -> str:
        return (
            f"The other way round: {act_words(self.act.event_types)} on "
            f"{self._days('mirror', 30)} of the last 30 days"
        )

    def _promised(self) -> str:
        announced = (
            f"{act_words(self.act.event_types)} promised or planned on "
            f"{self._days('promised', 30)} of the last 30 days"
        )
        if not other_types(self.act, "agree"):
            return f"Announced: {announced}"
        return (
            f"Announced or agreed: {announced}; agreements of any kind on "
            f"{self._days('agree', 14)} of 14 days and {self._days('agree', LONG_DAYS)} of "
            f"{LONG_DAYS}{self._short(LONG_DAYS)}"
        )

    def _cooperation(self) -> str:
        return (
            f"Other cooperation between them: on {self._days('cooperation', 30)} of the last 30 "
            f"days (usual with such a base rate: {self.usual['cooperation_30']:.1f}) and "
            f"{self._days('cooperation', 365)} of 365{self._short(365)}"
        )

    def _hostility(self) -> str:
        return (
            f"Hostile words between them on {self._days('words', 30)} and hostile deeds on "
            f"{self._days('deeds', 30)} of the last 30 days (usual with such a base rate: "
            f"{self.usual['words_30']:.1f} and {self.usual['deeds_30']:.1f})"
        )

    def _busy(self) -> str:
        said = []
        for side, name in (("actor", "act"), ("recipient", "are met with")):
            places = self.unit.members(side)[1]  # type: ignore[arg-type]
            for place in places.tolist()[:3]:
                code = self.series.parties[place] if place < len(self.series.parties) else "?"
                said.append((code, self._partner_days(place, side), name))
        words = act_words(self.act.event_types)
        if self.act.both_ways:
            each = [f"{code} with others on {days}" for code, days, _ in said]
        else:
            each = [
                f"{code} {'towards' if name == 'act' else 'from'} others on {days}"
                for code, days, name in said
            ]
        return (
            f"How busy they are: {words} of {', of '.join(each)} partner-days in the last 30 days, "
            "weighed beside all their acts"
        )

    def _partner_days(self, place: int, side: str) -> int:
        """Days times partners on which a party did the act, or had it done to it."""
        own = self._own
        party = own.actor if side == "actor" else own.recipient
        other = own.recipient if side == "actor" else own.actor
        rows = (party == place) & self._within(own.day, 30)
        return len(distinct_days(other[rows], own.day[rows], own.known_day[rows])[0])

    @property
    def _own(self) -> DaySeries:
        return own_touches(self.series, Act(self.act.event_types, self.act.directed))

    def _busy_touches(self) -> DaySeries:
        own = self._own
        actors, recipients = (self.unit.members(side)[1] for side in ("actor", "recipient"))
        return own.take(np.isin(own.actor, actors) | np.isin(own.recipient, recipients))

    def _ids(self, touches: DaySeries, days: int) -> tuple[str, ...]:
        rows = self._within(touches.day, days)
        return self._latest(touches.event[rows], touches.day[rows])

    def _latest(self, event: Ints, day: Ints) -> tuple[str, ...]:
        order = np.argsort(-day, kind="stable")[:400]  # far more than twenty, even with repeats
        latest: dict[str, int] = {}
        for each, on in zip(event[order].tolist(), day[order].tolist(), strict=True):
            latest.setdefault(str(self.series.event_ids[each]), on)
        return tuple(sorted(latest, key=lambda id_: (-latest[id_], id_))[:20])

    def _event_rows(self, name: str, days: int) -> tuple[Ints, Ints]:
        stream = self.streams[name]
        rows = self._within(stream.day, days)
        return stream.event[rows], stream.day[rows]

    def _days(self, name: str, days: int) -> int:
        stream: Stream = self.streams[name]
        return len(np.unique(stream.day[self._within(stream.day, days)]))

    def _within(self, day: Ints, days: int) -> np.ndarray:
        return (day < self.day) & (day >= self.day - days)

    def _last(self, name: str) -> str:
        past = self.streams[name].day
        past = past[past < self.day]
        if not len(past):
            return "never before in this record"
        latest = int(past.max())
        ago = self.day - latest
        return f"last on {day_of(latest)} ({ago} day{'s' if ago > 1 else ''} before)"

    def _short(self, days: int) -> str:
        return f" (only {self.watched} watched)" if self.watched < days else ""


def claims_about(claims: pl.DataFrame, question: Question) -> Iterator[Told]:
    """Yield what was said about the outcome: told, not counted.

    A claim is about it when it names the same type and the same parties, either way
    round, and its deadline has not passed before the window opens. The latest come first.
    """
    if claims.is_empty():
        return
    wanted = claims.filter(
        pl.col("event_type").is_in(list(question.event_types)),
        pl.col("deadline_on").is_null() | (pl.col("deadline_on") >= question.opens_on),
    ).sort("published_at", "claim_id", descending=[True, False])
    sides = [{party_of(code) for code in side} for side in (question.actors, question.recipients)]
    n_told = 0
    for row in wanted.iter_rows(named=True):
        named = {party_of(code) for code in (*(row["actors"] or ()), *(row["recipients"] or ()))}
        if all(not side or side & named for side in sides) and n_told < _N_CLAIMS:
            n_told += 1
            yield Told("claim", _claim_words(row), 0.0, claim_ids=(str(row["claim_id"]),))


def _claim_words(row: dict[str, object]) -> str:
    by = str(row["by_name"] or row["by"])
    low, high = row["probability_low"], row["probability_high"]
    chance = ""
    if isinstance(low, float) and isinstance(high, float):
        chance = f", as words for {low:.0%} to {high:.0%}"
    published = f"{row['published_at']:%Y-%m-%d}"
    told = "Denied or doubted" if row["direction"] == "down" else "Said"
    sentence = " ".join(str(row["sentence"] or row["phrase"]).split())
    return f"{told}, not counted: {by} ({row['outlet']}, {published}{chance}): “{sentence}”"
