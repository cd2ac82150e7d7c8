"""What a forecast looks at: counts of recent and older acts, for many units at once.

In: a day series, the act asked about, units and moments. Out: a table of numbers of
shape (n_units, n_moments, n_features), and the streams of touches they were counted
from. The idea to know: a unit has a few streams (the act itself, the same act the other
way round, promises of it, other cooperation, hostile words, hostile deeds), each counted
in days over a short and a long window, on a logarithmic scale; and both parties are as
busy as they are.

Counts over windows that reach back before the record began are scaled up to the window,
so that a young record does not look like a quiet world.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from parley.dynamics.series import NOBODY, DaySeries, Ints
from parley.dynamics.units import Act, Stream, Units, own_touches, select, type_mask
from parley.dynamics.windows import Floats, days_since, distinct_days, past_counts
from parley.terms import EVENT_TYPES, QUADS, EventType

__all__ = [
    "FEATURES",
    "LONG_DAYS",
    "Feature",
    "Group",
    "feature_table",
    "other_types",
    "streams",
]

Group = Literal["recent", "mirror", "promised", "cooperation", "hostility", "busy"]
"""Features that tell the same story, gathered into one reason."""

OUTSIDERS = frozenset({"REB", "OPP"})
"""Sectors that stand against their state: arms for its rebels are no cooperation with it."""

LONG_DAYS = 90
SHORT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Feature:
    """A number of a unit: days with a touch in a window, or a measure of another kind.

    `days` is None for the days since the last touch.
    """

    name: str
    group: Group
    stream: str
    days: int | None


FEATURES: tuple[Feature, ...] = (
    Feature("own_7", "recent", "own", 7),
    Feature("own_30", "recent", "own", 30),
    Feature("own_90", "recent", "own", 90),
    Feature("own_since", "recent", "own", None),
    Feature("mirror_30", "mirror", "mirror", 30),
    Feature("promised_30", "promised", "promised", 30),
    Feature("agree_14", "promised", "agree", 14),
    Feature("agree_90", "promised", "agree", 90),
    Feature("cooperation_30", "cooperation", "cooperation", 30),
    Feature("cooperation_365", "cooperation", "cooperation", 365),
    Feature("words_30", "hostility", "words", 30),
    Feature("words_365", "hostility", "words", 365),
    Feature("deeds_30", "hostility", "deeds", 30),
    Feature("deeds_365", "hostility", "deeds", 365),
    Feature("busy_actor", "busy", "actor_act", 30),
    Feature("busy_recipient", "busy", "recipient_act", 30),
    Feature("total_actor", "busy", "actor_all", 30),
    Feature("total_recipient", "busy", "recipient_all", 30),
)
"""Chosen on ICEWS 2014 and 2018 (talks, accusations, assaults and sanctions in 30 days)."""


def other_types(act: Act, kind: str) -> tuple[EventType, ...]:
    """Return the types of a stream (cooperation, words, deeds, agree) less those asked about.

    Examples
    --------
    >>> other_types(Act(("ASSAULT",), directed=True), "deeds")
    ('PROTEST', 'SANCTION', 'MOBILIZE', 'COERCE')
    """
    quads = {
        "cooperation": ("verbal cooperation", "material cooperation"),
        "words": ("verbal conflict",),
        "deeds": ("material conflict",),
        "agree": ("verbal cooperation",),
    }[kind]
    return tuple(
        event_type
        for event_type in EVENT_TYPES
        if QUADS[event_type] in quads
        and event_type not in act.event_types
        and (event_type == "AGREE") == (kind == "agree")
    )


def streams(series: DaySeries, act: Act, units: Units) -> dict[str, Stream]:
    """Return the touches of each unit, stream by stream.

    The act itself and its mirror are read one way; promises and all other acts of the
    parties count whoever made them, but for those of rebels and oppositions, unless the
    question is about these.
    """
    # What joins no unit either way round is never selected: most of a history, left out first.
    ahead = units.find(series.actor, series.recipient)
    behind = units.find(series.recipient, series.actor)
    series = series.take((ahead >= 0) | (behind >= 0))
    own = own_touches(series, act)
    found = {"own": select(own, units)}
    found["mirror"] = select(own.swapped() if not act.both_ways else own.take(_none(own)), units)
    others = series.take(_by_insiders(series)) if not _asks_outsiders(act) else series
    either = others.joined(others.swapped())
    promised = np.isin(either.promised, [EVENT_TYPES.index(name) for name in act.event_types])
    planned = either.planned & _of_types(either, act.event_types)
    found["promised"] = select(either.take((either.done & promised) | planned), units)
    for kind in ("agree", "cooperation", "words", "deeds"):
        found[kind] = select(either.take(type_mask(either, other_types(act, kind))), units)
    return found


def feature_table(
    series: DaySeries, act: Act, units: Units, moments: Ints, found: dict[str, Stream]
) -> Floats:
    """Return all features of all units at all moments.

    Parameters
    ----------
    series
        All that is known at the last moment.
    moments
        Sorted days, as numbers, on whose mornings one looks back.
    found
        What `streams` gave for these units.

    Returns
    -------
    NDArray
        Shape (n_units, n_moments, n_features), in the order of `FEATURES`.
    """
    parties = _PartyTable(series, act, moments)
    distinct = {name: stream.distinct() for name, stream in found.items()}
    span = np.maximum(moments - series.first_day, 1).astype(np.float64)
    columns = []
    for feature in FEATURES:
        if feature.group == "busy":
            columns.append(parties.column(units, feature.stream))
            continue
        stream = distinct[feature.stream]
        spots = stream.unit, stream.day, stream.known_day
        if feature.days is None:
            since = days_since(*spots, n_units=units.n, moments=moments)
            columns.append(np.log1p(np.minimum(since, 365).astype(np.float64)))
            continue
        counts = past_counts(*spots, n_units=units.n, moments=moments, days=feature.days)
        columns.append(np.log1p(counts * _scale(feature.days, span)[None, :]))
    return np.stack(columns, axis=-1)


def _scale(days: int, span: Floats) -> Floats:
    """Bring a count over the days watched to the window, and long windows to `LONG_DAYS`."""
    return np.asarray(min(days, LONG_DAYS) / np.minimum(float(days), span), dtype=np.float64)


class _PartyTable:
    """How often each party did the act, or anything, in the last month: partners times days."""

    def __init__(self, series: DaySeries, act: Act, moments: Ints) -> None:
        self.series, self.moments = series, moments
        self.both_ways = act.both_ways
        own = own_touches(series, Act(act.event_types, act.directed))
        done = series.take(series.done)
        n = len(series.parties)
        self.tables = {
            "actor_act": self._count(own, lambda pair: pair // n),
            "recipient_act": self._count(own, lambda pair: pair % n),
            "all": self._count(done, lambda pair: pair // n)
            + self._count(done, lambda pair: pair % n),
        }

    def _count(self, touches: DaySeries, party_of_pair: Callable[[Ints], Ints]) -> Floats:
        n = len(self.series.parties)
        pairs = touches.actor * n + touches.recipient
        pair, day, known = distinct_days(pairs, touches.day, touches.known_day)
        party = party_of_pair(pair)
        if NOBODY in self.series.parties:
            real = party != self.series.parties.index(NOBODY)
            party, day, known = party[real], day[real], known[real]
        counts = past_counts(
            party, day, known, n_units=n + 1, moments=self.moments, days=SHORT_DAYS
        )
        return counts  # the last row stands for parties never seen

    def column(self, units: Units, name: str) -> Floats:
        """Return one measure of units, shape (n_units, n_moments).

        Where it makes no difference who is named first, the two sides enter by their sum
        and their distance, so that turning them round changes nothing.
        """
        side, kind = name.split("_")
        actor, recipient = (self._side(units, which, kind) for which in ("actor", "recipient"))
        if not self.both_ways:
            return actor if side == "actor" else recipient
        return actor + recipient if side == "actor" else np.abs(actor - recipient)

    def _side(self, units: Units, side: str, kind: str) -> Floats:
        unit, party = units.members("actor" if side == "actor" else "recipient")
        table = self.tables["all" if kind == "all" else f"{side}_act"]
        out = np.zeros((units.n, len(self.moments)))
        np.add.at(out, unit, table[party])
        return np.log1p(out)


def _by_insiders(series: DaySeries) -> np.ndarray:
    """Tell which touches are between those who speak for their state, or live under it."""
    outside = [i for i, sector in enumerate(series.sectors) if sector in OUTSIDERS]
    return ~(np.isin(series.actor_sector, outside) | np.isin(series.recipient_sector, outside))


def _asks_outsiders(act: Act) -> bool:
    return bool(OUTSIDERS & {act.actor_sector, act.recipient_sector})


def _of_types(series: DaySeries, event_types: tuple[EventType, ...]) -> np.ndarray:
    return np.isin(series.event_type, [EVENT_TYPES.index(name) for name in event_types])


def _none(series: DaySeries) -> np.ndarray:
    return np.zeros(len(series), dtype=bool)
