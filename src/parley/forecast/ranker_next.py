"""Who is next: the parties a party is likeliest to act upon, each with its grounds.

In: the day series, a party, an act, a day. Out: `WhoNext`, parties in order, each with
the share of one unit that `ranker.v1` gives it and the events that speak for it. The idea
to know: a share answers "if this party does so to anyone, to whom?"; whether it does so
at all is a chance, and that is what `parley ask` gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from parley.dynamics.rules_ground import Facts
from parley.dynamics.series import NOBODY, Bools, DaySeries, Ints, day_of
from parley.errors import ForecastError
from parley.forecast.ranker import Ranker, RankerOptions
from parley.forecast.ranker_fit import FitOptions, Lesson, fit_ranking
from parley.forecast.tkg_protocol import DayQueries
from parley.terms import EVENT_TYPES, EventType

__all__ = ["Ground", "NextParty", "WhoNext", "who_next"]

Side = Literal["recipient", "actor"]

HISTORY_DAYS, LESSON_DAYS, WARM_DAYS = 365, 40, 10
"""Days looked at, the last of them that teach the trees, and those that teach the mixture."""
LESSON_QUERIES = 5000
LATELY_DAYS = 90


@dataclass(frozen=True, slots=True)
class Ground:
    """What speaks for a party, in words, and the events it rests on, latest first."""

    text: str
    event_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextParty:
    """A party, its share in [0, 1] of all candidates, and its grounds."""

    party: str
    share: float
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class WhoNext:
    """Who a party is likeliest to act upon, or be acted upon by, in order."""

    party: str
    event_type: EventType
    side: Side
    day: int
    parties: tuple[NextParty, ...]
    n_candidates: int
    n_facts: int
    n_lesson_queries: int
    forecaster: str


def who_next(
    series: DaySeries,
    *,
    party: str,
    event_type: EventType,
    day: int,
    side: Side = "recipient",
    n_best: int = 10,
    seed: int = 0,
) -> WhoNext:
    """Rank the parties that a party may next do something to, or have it done by.

    Parameters
    ----------
    series
        All history; only what was known on the morning of `day` is looked at.
    side
        Whether the recipient or the actor is asked for; `party` is on the other side.

    Raises
    ------
    ForecastError
        If the party was never seen, or too little was known by then.
    """
    known = series.known_by(day)
    place = known.party_index(party)
    rows = np.flatnonzero(_told(known, day))
    if place < 0 or not ((known.actor[rows] == place) | (known.recipient[rows] == place)).any():
        raise ForecastError(
            f"nothing {party} did or met with is known in the {HISTORY_DAYS} days before "
            f"{day_of(day)}; `parley events` lists what is"
        )
    facts = _facts(known, rows)
    ranker, lesson = _walk(facts, known.parties, day, seed)
    relation = EVENT_TYPES.index(event_type) + (len(EVENT_TYPES) if side == "actor" else 0)
    one, none = np.array([place]), np.zeros(0, np.int64)
    asked = DayQueries(day, one, np.array([relation]), none, none)
    ((_, found),) = ranker.ask(asked)
    ranking = fit_ranking(lesson, FitOptions(n_rounds=60), seed=seed)
    score = ranking.score(found.features, found.mixture)
    share = np.exp(score - score.max())
    share /= share.sum()
    best = [i for i in np.argsort(-share, kind="stable") if found.object[i] != place][:n_best]
    return WhoNext(
        party=party,
        event_type=event_type,
        side=side,
        day=day,
        parties=tuple(
            NextParty(
                known.parties[found.object[i]],
                float(share[i]),
                _grounds(ranker, known, rows, place, int(found.object[i]), relation, day),
            )
            for i in best
        ),
        n_candidates=len(share),
        n_facts=len(facts),
        n_lesson_queries=lesson.n_queries,
        forecaster=ranker.name,
    )


def _told(known: DaySeries, day: int) -> Bools:
    """Tell which touches count: done, of the days before, and with two parties."""
    nobody = known.party_index(NOBODY)
    recent = (known.day < day) & (known.day >= day - HISTORY_DAYS)
    told: Bools = known.done & recent & (known.actor != nobody) & (known.recipient != nobody)
    return told


def _facts(known: DaySeries, rows: Ints) -> Facts:
    """Return touches as facts in order of days, each once a day."""
    columns = (known.day, known.actor, known.event_type, known.recipient)
    day, actor, kind, recipient = np.unique([column[rows] for column in columns], axis=1)
    return Facts(
        actor, kind, recipient, day, n_entities=len(known.parties), n_relations=len(EVENT_TYPES)
    )


def _walk(facts: Facts, parties: tuple[str, ...], day: int, seed: int) -> tuple[Ranker, Lesson]:
    """Walk through the days before one, gathering the lesson on the last of them."""
    ranker, lesson = Ranker(facts, parties, RankerOptions(n_candidates=100, seed=seed)), Lesson()
    lesson_from = day - LESSON_DAYS
    n_asked = 2 * int((facts.day >= lesson_from).sum())
    thinning = max(1, round(n_asked / LESSON_QUERIES))
    for past in range(int(facts.day[0]), day):
        if past >= lesson_from - WARM_DAYS:
            asked = ranker.history.asked_on(past).thinned(thinning)
            for span, found in ranker.ask(asked, lesson=True, with_features=past >= lesson_from):
                ranker.note(asked, span, found)
                if past >= lesson_from:
                    lesson.add(
                        found.features, found.mixture, true=found.true,
                        stands_for=ranker.stands_for(found), query=found.query - span.start,
                        n_queries=span.stop - span.start,
                    )  # fmt: skip
        ranker.end_days([past])
    return ranker, lesson


def _grounds(
    ranker: Ranker, known: DaySeries, rows: Ints, party: int, other: int, relation: int, day: int
) -> tuple[Ground, ...]:
    """Return what speaks for another party: the same act lately, and the surest rule."""
    width = len(EVENT_TYPES)
    same = _touches(known, rows, party, other, relation)
    lately = same[known.day[same] >= day - LATELY_DAYS]
    grounds = []
    if len(same):
        n_days, last = len(np.unique(known.day[lately])), int(known.day[same].max())
        times = f"on {n_days} of the {LATELY_DAYS} days before, " if n_days else ""
        grounds.append(Ground(f"the same {times}last on {day_of(last)}", known.ids(same)))
    history = ranker.history
    dyad = history.dyad_rows(np.array([party]), np.array([other]))
    triple, _ = history.triples_of(history.dyad_start, dyad)
    triple = triple[history.triple_relation[triple] != relation]
    if len(triple):
        sure = ranker.laws.confidence(history, day, np.full(len(triple), relation), triple)
        top = int(np.argmax(sure))
        body = int(history.triple_relation[triple[top]])
        touched = _touches(known, rows, party, other, body)
        last = int(history.triple.last[triple[top]])
        one, two = (party, other) if body < width else (other, party)
        grounds.append(
            Ground(
                f"after {known.parties[one]} {EVENT_TYPES[body % width]} {known.parties[two]}, "
                f"last on {day_of(last)}: the one asked for in about {100 * sure[top]:.0f} % "
                "of like cases",
                known.ids(touched),
            )
        )
    return tuple(grounds)


def _touches(known: DaySeries, rows: Ints, party: int, other: int, relation: int) -> Ints:
    """Return the touches of a relation, counted both ways, between two parties."""
    width = len(EVENT_TYPES)
    actor, recipient = (party, other) if relation < width else (other, party)
    chosen = (known.actor[rows] == actor) & (known.recipient[rows] == recipient)
    chosen &= known.event_type[rows] == relation % width
    found: Ints = rows[chosen]
    return found
