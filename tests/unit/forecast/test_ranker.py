"""The ranker: what it learns, what it is told by, and that it repeats itself."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path

import numpy as np
import pytest

import parley
from parley.errors import ForecastError
from parley.forecast.ranker import Ranker, RankerOptions
from parley.forecast.ranker_bench import BenchOptions, RankingBench, bench_ranking
from parley.forecast.ranker_fit import FitOptions
from parley.forecast.tkg_protocol import Benchmark, read_benchmark
from tests.unit.forecast.ranking_world import ENTITIES, make_benchmark, make_facts

OPTIONS = BenchOptions(
    lesson_days=12, warm_days=4, n_threads=1,
    ranker=RankerOptions(n_candidates=25, n_hard=10, keep_one_in=3),
    fit=FitOptions(n_rounds=10, n_in_leaf=5),
)  # fmt: skip


def _bench(benchmark: Benchmark, options: BenchOptions = OPTIONS) -> RankingBench:
    ticks = count()
    return bench_ranking(benchmark, "valid", options, clock=lambda: float(next(ticks)))


@cache
def _once() -> RankingBench:
    return _bench(make_benchmark())


def _mrr(bench: RankingBench, name: str) -> float:
    return next(way.scores.mrr for way in bench.ways if way.name == name)


def _without(benchmark: Benchmark, first: int, last: int) -> Benchmark:
    """The benchmark without the facts of some days."""
    day = benchmark.facts.day
    kept = np.flatnonzero((day < first) | (day > last))
    return replace(benchmark, facts=benchmark.facts.take(kept))


def test_what_is_learnt_beats_recurrence_and_rules() -> None:
    """In a world of favourites and answers the trees rank better than either way alone."""
    bench = _once()

    assert _mrr(bench, "ranker.v1") > _mrr(bench, "recurrence alone") + 0.03
    assert _mrr(bench, "ranker.v1") > _mrr(bench, "rules alone, noisy-or")


def test_the_toy_history_is_ranked_better_than_by_recurrence() -> None:
    """On the invented world's own history the ranker beats what recurs, by a wide margin."""
    history = read_benchmark(Path(parley.__file__).parent / "toy" / "history", parts=("train",))
    end = history.end_day["train"]
    lately = history.facts.take(np.flatnonzero(history.facts.day >= end - 500))
    cut = {"train": 0, "valid": end - 60}, {"train": end - 60, "valid": end}
    benchmark = replace(history, facts=lately, first_day=cut[0], end_day=cut[1])

    bench = _bench(benchmark, replace(OPTIONS, lesson_days=120))

    assert _mrr(bench, "ranker.v1") > _mrr(bench, "recurrence alone") + 0.05


def test_every_fact_is_ranked_twice_whatever_the_candidates() -> None:
    """Answers that are no candidates are counted too, in every way of ranking."""
    benchmark = make_benchmark()
    n_facts = int((benchmark.facts.day >= 25).sum())

    bench = _once()

    assert bench.candidate_recall < 1
    assert {way.scores.n for way in bench.ways} == {2 * n_facts}


def test_two_threads_see_what_one_sees() -> None:
    """Candidates and features are the same to the last bit, however many threads reckon."""
    facts, made = make_facts(n_days=12, a_day=200), []
    for n_threads in (1, 2):
        ranker = Ranker(facts, ENTITIES, RankerOptions(n_candidates=15, n_threads=n_threads))
        ranker.end_days(range(11))
        made.append([x for _, x in ranker.ask(ranker.history.asked_on(11))])

    assert len(made[0]) > 1
    assert [x.features.tobytes() for x in made[0]] == [x.features.tobytes() for x in made[1]]


def test_the_order_of_the_rows_does_not_matter() -> None:
    """Rows of a day may come in any order."""
    benchmark = make_benchmark()
    shuffled = np.random.default_rng(1).permutation(len(benchmark.facts))
    order = shuffled[np.argsort(benchmark.facts.day[shuffled], kind="stable")]

    again = _bench(replace(benchmark, facts=benchmark.facts.take(order)))

    assert again.ways == _once().ways


def test_multi_step_takes_in_nothing_of_the_split() -> None:
    """The last day is ranked alike whether the split's first days happened or not."""
    options, benchmark = replace(OPTIONS, multi_step=True), make_benchmark()

    whole = _bench(benchmark, options)
    last = _bench(_without(benchmark, 25, 26), options)
    first = _bench(_without(benchmark, 27, 27), options)

    total = sum(_mrr(part, "ranker.v1") * part.n_queries for part in (last, first))
    assert _mrr(whole, "ranker.v1") * whole.n_queries == pytest.approx(total, rel=1e-12)


def test_an_ablation_leaves_out_its_family() -> None:
    """With a family left out there is a row for it, and the ranks are others."""
    bench = _bench(make_benchmark(), replace(OPTIONS, ablations=True))
    without = {way.without: way.scores for way in bench.ways if way.without}

    assert set(without) == {
        "triple", "dyad", "object", "names", "third", "rules", "near", "context",
    }  # fmt: skip
    assert len({scores.mrr for scores in without.values()}) > 4
    assert _mrr(bench, "ranker.v1") == _mrr(_once(), "ranker.v1")


def test_a_split_that_is_not_there_is_named() -> None:
    """Asking for a split that the folder lacks tells which it has."""
    with pytest.raises(ForecastError, match=r"no test\.txt to rank; it has train, valid"):
        bench_ranking(make_benchmark(), "test", OPTIONS, clock=lambda: 0.0)


def test_a_morning_before_anything_is_known_has_candidates() -> None:
    """With no history the mixture is nought, and asking fails on nothing."""
    ranker = Ranker(make_facts(n_days=3), ENTITIES, RankerOptions(n_candidates=5))
    asked = ranker.history.asked_on(0)

    found = [x for _, x in ranker.ask(asked)]

    assert sum(len(x.query) for x in found) == 5 * len(asked)
    assert all(np.isfinite(x.features).all() for x in found)
