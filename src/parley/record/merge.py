"""Tellings of one act become one event, and what they differ on is kept.

In: mentions with the report each stands in, and which reports are copies of which. Out:
`Event`s. The idea to know: tellings are taken in the order of their publication, never of
their arrival, and each joins the best event there is so far or opens a new one. So the
same tellings give the same events however they came in, and a later telling may add to
an earlier event but never takes it apart or renames it: its id is that of its first
mention.

Two tellings are of one act when type and parties (sectors folded) are the same, when
their dates can be, and when their words do not speak against it. What still lies ahead
and what has happened stay two events, since they have two dates; a denial joins the act
it denies, as a disagreement.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from parley.record.tellings import Telling, sources_of
from parley.terms import (
    INTENSITY,
    PRECISIONS,
    SYMMETRIC,
    DateInterval,
    Disagreement,
    Event,
    EventType,
    Mention,
    Status,
    make_id,
    party_of,
)

__all__ = ["merge_mentions"]

_Value = TypeVar("_Value", bound=Hashable)

# A story is carried on for about three days; an undated telling later than that is taken
# as a new act. Set by hand, as is the next line; neither is fitted to a corpus.
_STORY = timedelta(days=3)
# Share of the shorter clause's content words that two tellings need in common when date
# and parties alone do not settle that they are of one act.
_SHARED_WORDS = 0.2

_AHEAD = frozenset({"planned", "possible"})
_PROMISES = frozenset({"AGREE", "CONCEDE"})


@dataclass
class _Cluster:
    tellings: list[Telling] = field(default_factory=list)
    report_ids: set[str] = field(default_factory=set)

    def add(self, telling: Telling) -> None:
        self.tellings.append(telling)
        self.report_ids.add(telling.mention.report_id)

    @property
    def first(self) -> Telling:
        return self.tellings[0]

    @property
    def best_dated(self) -> Telling:
        return min(self.tellings, key=lambda t: PRECISIONS.index(t.mention.happened_on.precision))


def merge_mentions(
    tellings: Iterable[Telling], *, copies: Mapping[str, str] | None = None
) -> list[Event]:
    """Return the events that these mentions tell of, first published first.

    Parameters
    ----------
    tellings
        Mentions with their reports, in any order; one given twice counts once.
    copies
        The report that each report is a copy of, by report id, as `fold_copies` gives it.

    Returns
    -------
    list of Event
        Each with the ids of its mentions and reports, the number of reports and of
        independent sources, and every field that its tellings differ on.

    Examples
    --------
    >>> merge_mentions([])
    []
    """
    unique = {telling.mention.mention_id: telling for telling in tellings}
    ordered = sorted(unique.values(), key=lambda telling: telling.order)
    clusters: list[_Cluster] = []
    by_act: dict[Hashable, list[_Cluster]] = defaultdict(list)
    for telling in ordered:
        rivals = by_act[_act(telling)]
        cluster = _best_cluster(telling, rivals)
        if cluster is None:
            cluster = _Cluster()
            clusters.append(cluster)
            rivals.append(cluster)
        cluster.add(telling)
    of_report = {telling.mention.report_id: telling for telling in reversed(ordered)}
    sources = sources_of(of_report, copies or {})
    return [_event(cluster.tellings, sources) for cluster in clusters]


# Which tellings are of one act


def _act(telling: Telling) -> Hashable:
    """What two tellings of one act have in common: type and parties."""
    mention = telling.mention
    family: str = mention.event_type
    if family in _PROMISES and mention.promised and mention.status in _AHEAD:
        # "Will visit" is read as AGREE to a visit, "plans to visit" as a visit planned.
        family = mention.promised
    actors, recipients = telling.parties
    if family in SYMMETRIC:
        return family, actors | recipients
    return family, actors, recipients


def _best_cluster(telling: Telling, rivals: Sequence[_Cluster]) -> _Cluster | None:
    best, best_likeness = None, -1.0
    for cluster in rivals:
        # A reader enters each act of a report once: two mentions there are two acts.
        if telling.mention.report_id in cluster.report_ids or not _same_phase(telling, cluster):
            continue
        settled = _dates_meet(telling, cluster)
        if settled is None:
            continue
        likeness = max(_likeness(telling, other) for other in cluster.tellings)
        needed = 0.0 if settled and _nothing_against(telling, cluster) else _SHARED_WORDS
        if likeness >= needed and likeness > best_likeness:
            best, best_likeness = cluster, likeness
    return best


def _same_phase(telling: Telling, cluster: _Cluster) -> bool:
    phases = {_phase(other.mention) for other in (*cluster.tellings, telling)}
    return len(phases - {"denied"}) <= 1


def _phase(mention: Mention) -> str:
    if mention.status == "denied":
        return "denied"
    return "ahead" if mention.status in _AHEAD else "done"


def _dates_meet(telling: Telling, cluster: _Cluster) -> bool | None:
    """True when dates settle it, False when they allow it, None when they forbid it."""
    mine = telling.mention.happened_on
    theirs = cluster.best_dated.mention.happened_on
    if "unknown" not in (mine.precision, theirs.precision):
        if not mine.overlaps(theirs):
            return None
        return {mine.precision, theirs.precision} <= {"day", "week"}
    if telling.published_at - cluster.first.published_at <= _STORY:
        return False
    if theirs.precision == "unknown":
        return None
    since_act = telling.published_at.date() - theirs.end
    return False if timedelta(0) <= since_act <= _STORY else None


def _nothing_against(telling: Telling, cluster: _Cluster) -> bool:
    """Tell whether type, parties and date are enough without a look at the words."""
    if "-" in telling.parties[0] | telling.parties[1]:
        return False
    modes = {other.mention.mode for other in cluster.tellings} - {None}
    return not modes or telling.mention.mode is None or telling.mention.mode in modes


def _likeness(telling: Telling, other: Telling) -> float:
    shorter = min(len(telling.words), len(other.words))
    if not shorter:
        return 0.0
    return len(telling.words & other.words) / shorter


# What an event says


def _event(tellings: Sequence[Telling], sources: Mapping[str, str]) -> Event:
    first = tellings[0]
    # Each source has one voice: that of its first telling.
    voices = list({sources[t.mention.report_id]: t for t in reversed(tellings)}.values())
    voices.sort(key=lambda telling: telling.order)
    event_type: EventType = _vote(voices, _type_of) or first.mention.event_type
    roles = _vote(voices, lambda t: t.roles) or first.roles
    actors = tuple(_with_sector(code, 0, voices) for code in roles[0])
    recipients = tuple(_with_sector(code, 1, voices) for code in roles[1])
    contexts = dict.fromkeys(c for telling in tellings for c in telling.mention.contexts)
    return Event(
        event_id=make_id("event", first.mention.mention_id),
        event_type=event_type,
        mode=_vote(voices, lambda t: t.mention.mode),
        contexts=tuple(contexts),
        actors=actors,
        recipients=recipients,
        status=_vote(voices, _asserted) or "denied",
        happened_on=_agreed_date(voices),
        published_at=first.published_at,
        recorded_at=min(telling.recorded_at for telling in tellings),
        mention_ids=tuple(telling.mention.mention_id for telling in tellings),
        report_ids=tuple(dict.fromkeys(telling.mention.report_id for telling in tellings)),
        n_reports=len({telling.mention.report_id for telling in tellings}),
        n_independent=len(voices),
        actor_names=tuple(_name(code, 0, tellings) for code in actors),
        recipient_names=tuple(_name(code, 1, tellings) for code in recipients),
        intensity=INTENSITY[event_type],
        disagreements=tuple(_disagreements(tellings)),
        promised=_vote(voices, _promised),
    )


def _vote(voices: Sequence[Telling], choose: Callable[[Telling], _Value | None]) -> _Value | None:
    """Return what most sources say; on a tie, what was said first."""
    counts = Counter(value for voice in voices if (value := choose(voice)) is not None)
    return counts.most_common(1)[0][0] if counts else None


def _type_of(telling: Telling) -> EventType | None:
    return telling.mention.event_type


def _promised(telling: Telling) -> EventType | None:
    return telling.mention.promised


def _asserted(telling: Telling) -> Status | None:
    # Whoever denies an act does not undo it: the denial is kept as a disagreement.
    status = telling.mention.status
    return None if status == "denied" else status


def _agreed_date(voices: Sequence[Telling]) -> DateInterval:
    dates = [voice.mention.happened_on for voice in voices]
    finest = min(PRECISIONS.index(day.precision) for day in dates)
    counts = Counter(day for day in dates if PRECISIONS.index(day.precision) == finest)
    return counts.most_common(1)[0][0]


def _with_sector(code: str, role: int, voices: Sequence[Telling]) -> str:
    """Return a bare party with the sector that most of those give who give one."""
    if party_of(code) != code or code == "-":
        return code
    told = [c for v in voices for c in v.roles[role] if party_of(c) == code and c != code]
    return Counter(told).most_common(1)[0][0] if told else code


def _name(code: str, role: int, tellings: Sequence[Telling]) -> str:
    """Return the fullest name given to a party in this role."""
    names = [
        actor.name
        for telling in tellings
        for actor in (telling.mention.actors, telling.mention.recipients)[role]
        if actor.code == code or (code != "-" and party_of(actor.code) == party_of(code))
    ]
    return max(names, key=lambda name: (len(name), name), default=code)


def _disagreements(tellings: Sequence[Telling]) -> Iterable[Disagreement]:
    told: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for telling in tellings:
        for name, value in _facts(telling.mention):
            told[name][value].append(telling.teller)
    for name, values in told.items():
        if len(values) > 1 and not (name == "date" and _nested(tellings)):
            kept = tuple((value, tuple(dict.fromkeys(who))) for value, who in values.items())
            yield Disagreement(name, kept)


def _facts(mention: Mention) -> Iterable[tuple[str, str]]:
    yield "type", mention.event_type
    yield "status", mention.status
    if mention.mode:
        yield "mode", mention.mode
    day = mention.happened_on
    if day.precision != "unknown":
        one_day = day.start == day.end
        yield "date", f"{day.start}" if one_day else f"{day.start}/{day.end}"
    for role, actors in (("actor", mention.actors), ("recipient", mention.recipients)):
        codes = dict.fromkeys(actor.code for actor in actors)
        for code in codes:
            # Only sectors can differ here: the parties are what makes it one act.
            if party_of(code) != code and sum(party_of(c) == party_of(code) for c in codes) == 1:
                yield f"{role} {party_of(code)}", code


def _nested(tellings: Sequence[Telling]) -> bool:
    """Tell whether the dates only differ in grain, each holding the finer ones."""
    dates = {t.mention.happened_on for t in tellings} - {
        t.mention.happened_on for t in tellings if t.mention.happened_on.precision == "unknown"
    }
    finest = max(day.start for day in dates), min(day.end for day in dates)
    return any((day.start, day.end) == finest for day in dates) and all(
        day.start <= finest[0] and finest[1] <= day.end for day in dates
    )
