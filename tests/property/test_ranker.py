"""Laws of the ranker: queries stand apart, and nothing later reaches an earlier day."""

from __future__ import annotations

from functools import cache

import numpy as np
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from parley.dynamics.rules_ground import Facts
from parley.forecast.ranker import Ranker, RankerOptions
from parley.forecast.ranker_fit import FitOptions, Lesson, Ranking, fit_ranking
from parley.forecast.tkg_protocol import DayQueries, filtered_ranks
from tests.unit.forecast.ranking_world import ENTITIES, N_ENTITIES, make_facts

DAY = 26
OPTIONS = RankerOptions(n_candidates=25, n_hard=10, keep_one_in=3)


def _walked(facts: Facts, until: int) -> Ranker:
    """A ranker that has taken in all days before one."""
    ranker = Ranker(facts, ENTITIES, OPTIONS)
    for day in range(until):
        if day >= 12:
            asked = ranker.history.asked_on(day)
            for span, found in ranker.ask(asked, lesson=True, with_features=False):
                ranker.note(asked, span, found)
        ranker.end_days([day])
    return ranker


@cache
def _fitted() -> tuple[Ranker, Ranking]:
    """A ranker on the morning of `DAY`, fitted on the days before."""
    ranker, lesson = _walked(make_facts(), 16), Lesson()
    for day in range(16, DAY):
        asked = ranker.history.asked_on(day)
        for span, found in ranker.ask(asked, lesson=True):
            ranker.note(asked, span, found)
            lesson.add(
                found.features, found.mixture, true=found.true,
                stands_for=ranker.stands_for(found), query=found.query - span.start,
                n_queries=span.stop - span.start,
            )  # fmt: skip
        ranker.end_days([day])
    return ranker, fit_ranking(lesson, FitOptions(n_rounds=10, n_in_leaf=5))


def _ranks(ranker: Ranker, ranking: Ranking, asked: DayQueries) -> dict[tuple[int, ...], float]:
    """The rank of each answer, by subject, relation and object."""
    found = [x for _, x in ranker.ask(asked)]
    query, object_ = (np.concatenate([getattr(x, n) for x in found]) for n in ("query", "object"))
    score = np.concatenate([ranking.score(x.features, x.mixture) for x in found])
    ranks = filtered_ranks(query, object_, score, asked=asked, n_entities=N_ENTITIES)
    keys = zip(asked.subject[asked.of], asked.relation[asked.of], asked.object, strict=True)
    return {(int(s), int(r), int(o)): rank for (s, r, o), rank in zip(keys, ranks, strict=True)}


def _chosen(asked: DayQueries, queries: list[int]) -> DayQueries:
    """Some queries of a day, in the order given."""
    of = [i for i, q in enumerate(queries) for _ in range(int((asked.of == q).sum()))]
    objects = [o for q in queries for o in asked.object[asked.of == q]]
    return DayQueries(
        asked.day, asked.subject[queries], asked.relation[queries],
        np.array(of, np.int64), np.array(objects, np.int64),
    )  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_shuffling_or_dropping_queries_of_the_day_moves_no_other(data: st.DataObject) -> None:
    """A query's ranks are the same alone, among few and among all, in any order."""
    ranker, ranking = _fitted()
    asked = ranker.history.asked_on(DAY)
    every = _ranks(ranker, ranking, asked)
    order = data.draw(st.permutations(range(len(asked))))
    n_kept = data.draw(st.integers(1, len(asked)))

    some = _ranks(ranker, ranking, _chosen(asked, order[:n_kept]))

    assert some == {key: every[key] for key in some}


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(*(st.integers(0, n - 1) for n in (N_ENTITIES, 6, N_ENTITIES))),
                min_size=1, max_size=150))  # fmt: skip
def test_adding_queries_to_the_day_moves_no_other(added: list[tuple[int, int, int]]) -> None:
    """Queries that were never asked, with answers that never came, change no rank."""
    ranker, ranking = _fitted()
    asked = ranker.history.asked_on(DAY)
    every = _ranks(ranker, ranking, asked)
    more = DayQueries(
        DAY,
        np.concatenate([[x[0] for x in added], asked.subject]),
        np.concatenate([[x[1] for x in added], asked.relation]),
        np.concatenate([np.arange(len(added)), asked.of + len(added)]),
        np.concatenate([[x[2] for x in added], asked.object]),
    )

    found = [x for _, x in ranker.ask(more)]
    query, object_ = (np.concatenate([getattr(x, n) for x in found]) for n in ("query", "object"))
    score = np.concatenate([ranking.score(x.features, x.mixture) for x in found])
    ranks = filtered_ranks(query, object_, score, asked=more, n_entities=N_ENTITIES)

    assert ranks[len(added) :].tolist() == list(every.values())


@settings(max_examples=2, deadline=None, phases=[Phase.generate])
@given(st.integers(1, 1000))
def test_later_days_change_no_candidate_of_an_earlier_one(seed: int) -> None:
    """The day asked about and all after it may read otherwise: the features are the same."""
    facts, other = make_facts(), make_facts(seed=seed)
    early, late = facts.day < 22, other.day >= 22
    s, r, o, day = (
        np.concatenate([getattr(facts, name)[early], getattr(other, name)[late]])
        for name in ("subject", "relation", "object", "day")
    )
    mixed = Facts(s, r, o, day, facts.n_entities, facts.n_relations)
    asked = _walked(facts, 22).history.asked_on(22)

    one, two = ([x for _, x in _walked(history, 22).ask(asked)] for history in (facts, mixed))

    for a, b in zip(one, two, strict=True):
        assert a.object.tolist() == b.object.tolist()
        assert a.features.tobytes() == b.features.tobytes()
