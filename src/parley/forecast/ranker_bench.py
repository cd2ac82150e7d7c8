"""`ranker.v1` by the field's protocol, beside simpler ways and without each family.

In: a benchmark folder, the split to rank. Out: `RankingBench`, one row for each way of
ranking. The ideas to know: the ranker walks through all days, gathers its lesson on the
last days before the split, is fitted once, and then answers the split day by day; in the
multi-step setting it takes in nothing of the split, and its lesson is made of stretches
of the same length seen from their first morning.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from threadpoolctl import threadpool_limits

from parley.dynamics.rules import RuleTable
from parley.dynamics.series import Ints
from parley.dynamics.windows import Floats
from parley.errors import ForecastError
from parley.forecast.ranker import Candidates, Ranker, RankerOptions
from parley.forecast.ranker_candidates import PLAIN
from parley.forecast.ranker_counts import Floats32
from parley.forecast.ranker_features import FAMILIES, family_of
from parley.forecast.ranker_fit import FitOptions, Lesson, Ranking, fit_ranking, mixture_without
from parley.forecast.tkg_protocol import (
    Benchmark,
    DayQueries,
    RankScores,
    Split,
    filtered_ranks,
    rank_scores,
)

__all__ = ["BenchOptions", "RankingBench", "Way", "bench_ranking"]

_log = logging.getLogger(__name__)

RECURRENCE, RULES, MIXTURE = "recurrence alone", "rules alone, noisy-or", "plain forecasts, mixed"


@dataclass(frozen=True, slots=True)
class BenchOptions:
    """What to run and how much of it.

    `lesson_days` before the split make the lesson, thinned to about `lesson_queries`;
    weights of the mixture are learnt from `warm_days` before that.
    """

    multi_step: bool = False
    ablations: bool = False
    lesson_days: int = 84
    lesson_queries: int = 60_000
    warm_days: int = 15
    seed: int = 0
    n_threads: int = 2
    ranker: RankerOptions = field(default_factory=RankerOptions)
    fit: FitOptions = field(default_factory=FitOptions)


@dataclass(frozen=True, slots=True)
class Way:
    """How well a way of ranking did; `without` names the family that was left out."""

    name: str
    scores: RankScores
    without: str | None = None


@dataclass(frozen=True, slots=True)
class RankingBench:
    """The ways of ranking over one split of a benchmark.

    `candidate_recall` is the share of answers among the candidates, in [0, 1];
    `seconds` by stage, of the ranker alone: its simpler companions and ablations are not
    counted. `total_seconds` and `peak_memory_mb` are of the whole run, where measured.
    """

    benchmark: str
    split: Split
    multi_step: bool
    n_days: int
    n_queries: int
    n_candidates: int
    candidate_recall: float
    ways: tuple[Way, ...]
    seconds: dict[str, float]
    n_lesson_queries: int
    seed: int
    total_seconds: float | None = None
    peak_memory_mb: float | None = None


class _Watch:
    """Adds up seconds by stage."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._at = clock, clock()
        self.seconds: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        """Count the time since the last lap for a stage."""
        now = self._clock()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._at
        self._at = now


def bench_ranking(
    benchmark: Benchmark,
    split: Split,
    options: BenchOptions | None = None,
    *,
    clock: Callable[[], float],
) -> RankingBench:
    """Rank the queries of a split and score the ranks.

    Parameters
    ----------
    clock
        Tells seconds, for the cost of each stage.

    Raises
    ------
    ForecastError
        If the folder lacks the split, or no day lies before it.
    """
    if split not in benchmark.first_day or benchmark.first_day[split] <= 0:
        raise ForecastError(
            f"{benchmark.name} has no {split}.txt to rank; it has {', '.join(benchmark.first_day)}"
        )
    chosen = options or BenchOptions()
    # Blocks are shared out among threads; products within a block need none of their own.
    with threadpool_limits(limits=1, user_api="blas"):
        return _Bench(benchmark, split, chosen, _Watch(clock)).run()


class _Bench:
    """One run over a split."""

    def __init__(
        self, benchmark: Benchmark, split: Split, options: BenchOptions, watch: _Watch
    ) -> None:
        self.benchmark, self.split, self.options, self.watch = benchmark, split, options, watch
        self.first, self.end = benchmark.first_day[split], benchmark.end_day[split]
        facts = benchmark.before(self.end)
        settings = replace(options.ranker, seed=options.seed, n_threads=options.n_threads)
        self.ranker = Ranker(facts, benchmark.entities, settings)
        self.rules = RuleTable(facts.n_entities, facts.n_relations)
        self.lesson = Lesson()
        self.rankings: dict[str | None, Ranking] = {}
        self.ranks: dict[str | None, list[Floats]] = {}
        self.n_inside = self.n_asked = 0
        self.step = self.end - self.first if options.multi_step else 1
        lesson = -(-options.lesson_days // self.step) * self.step
        self.lesson_from = max(self.first - lesson, 0)
        self.thinning = self._thinning()

    def run(self) -> RankingBench:
        """Walk through the days."""
        warm_from = self.lesson_from - self.options.warm_days
        waiting: list[int] = []
        for day in range(int(self.benchmark.facts.day[0]), self.end):
            if waiting and (self.first - day) % self.step == 0:
                self._end_days(waiting)
                waiting = []
            if day == self.first:
                self._fit()
            asked = self.ranker.history.asked_on(day)
            if day >= self.first:
                self._answer(asked)
            elif day >= warm_from:
                self._teach(asked, lesson=day >= self.lesson_from)
            waiting.append(day)
        return self._result()

    def _thinning(self) -> int:
        """Return k where one query in k of the days before the split is looked at."""
        facts = self.ranker.facts
        first, last = np.searchsorted(facts.day, [self.lesson_from, self.first])
        return max(1, round(2 * int(last - first) / max(self.options.lesson_queries, 1)))

    def _end_days(self, days: list[int]) -> None:
        self.ranker.end_days(days)
        self.watch.lap("history and rules")
        facts = self.ranker.facts
        first, last = np.searchsorted(facts.day, [days[0], days[-1] + 1])
        self.rules.update(facts.take(slice(int(first), int(last))))
        self.watch.lap(RULES)

    def _teach(self, asked: DayQueries, *, lesson: bool) -> None:
        """Learn the weights of the mixture, and gather the lesson."""
        thin = asked.thinned(self.thinning)
        for span, found in self.ranker.ask(thin, lesson=True, with_features=lesson):
            self.ranker.note(thin, span, found)
            if lesson:
                self.lesson.add(
                    self._with_plain(found),
                    found.mixture,
                    true=found.true,
                    stands_for=self.ranker.stands_for(found),
                    query=found.query - span.start,
                    n_queries=span.stop - span.start,
                )
        self.watch.lap("features")

    def _with_plain(self, found: Candidates) -> Floats32:
        """Return the features; for ablations, the weights of the mixture beside them."""
        if not self.options.ablations:
            return found.features
        rows = found.query - found.query[0] if len(found.query) else found.query
        return np.hstack([found.features, found.weights[rows]])

    def _fit(self) -> None:
        seed, n_threads = self.options.seed, self.options.n_threads
        n_features = len(self.ranker.columns)
        columns = np.arange(n_features)
        self.rankings[None] = fit_ranking(
            self.lesson, self.options.fit, seed=seed, n_threads=n_threads,
            columns=columns if self.options.ablations else None,
        )  # fmt: skip
        self.watch.lap("fit")
        for family in FAMILIES if self.options.ablations else ():
            kept = self._kept_columns(family)
            thinner = replace(self.lesson, mixture=[self._mixed(x, family)
                                                    for x in self.lesson.features])  # fmt: skip
            self.rankings[family] = fit_ranking(
                thinner, self.options.fit, columns=kept, seed=seed, n_threads=n_threads
            )
            _log.info("fitted without %s", family)
        self.lesson = Lesson(sizes=self.lesson.sizes)
        self.watch.lap("ablations")

    def _kept_columns(self, family: str) -> Ints:
        """Return the columns that say nothing of a family."""
        names = self.ranker.columns
        return np.array(
            [i for i, x in enumerate(names) if family_of(x) not in (family, "mixture")], np.int64
        )

    def _mixed(self, features: Floats32, family: str) -> Floats32:
        """Return the mixture of the plain forecasts of all other families."""
        n_features = len(self.ranker.columns)
        kept = [i for i, name in enumerate(PLAIN) if family_of(name) != family]
        return mixture_without(features[:, : len(PLAIN)], features[:, n_features:], kept)

    def _answer(self, asked: DayQueries) -> None:
        """Rank a day of the split in every way."""
        parts: dict[str | None, list[Floats]] = {}
        rows: list[tuple[Ints, Ints]] = []
        for span, found in self.ranker.ask(asked):
            self.ranker.note(asked, span, found)
            self.watch.lap("features")
            for without, ranking in self.rankings.items():
                parts.setdefault(without, []).append(self._score(found, without, ranking, span))
                self.watch.lap("prediction" if without is None else "ablations")
            for way, score in self._simple(found):
                parts.setdefault(way, []).append(score)
            rows.append((found.query, found.object))
            self.n_inside += self._n_inside(asked, found)
            self.watch.lap("simpler ways")
        if not rows:
            return
        self.n_asked += len(asked.object)
        query, object_ = (np.concatenate(x) for x in zip(*rows, strict=True))
        for ranked, scores in parts.items():
            self._rank(ranked, query, object_, np.concatenate(scores), asked)
        fired = self.rules.fire(asked.day, subject=asked.subject, relation=asked.relation)
        self._rank(RULES, fired.query, fired.object, fired.score, asked)
        self.watch.lap("simpler ways")

    def _score(
        self, found: Candidates, without: str | None, ranking: Ranking, span: slice
    ) -> Floats:
        mixture, features = found.mixture, found.features
        if without is not None:
            kept = [i for i, name in enumerate(PLAIN) if family_of(name) != without]
            weights = found.weights[found.query - span.start]
            mixture = mixture_without(features[:, : len(PLAIN)], weights, kept)
        return ranking.score(features, mixture, n_threads=self.options.n_threads)

    def _n_inside(self, asked: DayQueries, found: Candidates) -> int:
        """Count the answers that are candidates."""
        n = self.benchmark.facts.n_entities
        answers = asked.of * n + asked.object
        return int(np.isin(answers, found.query * n + found.object).sum())

    def _simple(self, found: Candidates) -> Iterator[tuple[str, Floats]]:
        """Yield the scores of ways that need no trees."""
        place = {name: i for i, name in enumerate(self.ranker.columns)}
        again = found.features[:, place["triple.same_30"]].astype(np.float64)
        yield RECURRENCE, again + 1e-4 * found.features[:, place["object.share"]]
        yield MIXTURE, found.mixture.astype(np.float64)

    def _rank(
        self, way: str | None, query: Ints, object_: Ints, score: Floats, asked: DayQueries
    ) -> None:
        n_entities = self.benchmark.facts.n_entities
        ranks = filtered_ranks(query, object_, score, asked=asked, n_entities=n_entities)
        self.ranks.setdefault(way, []).append(ranks)

    def _result(self) -> RankingBench:
        scores = {way: rank_scores(np.concatenate(ranks)) for way, ranks in self.ranks.items()}
        ways = [Way(name, scores[name]) for name in (RECURRENCE, RULES, MIXTURE)]
        ways.append(Way(self.ranker.name, scores[None]))
        ways += [Way(f"without {x}", scores[x], x) for x in FAMILIES if x in scores]
        spent = self.watch.seconds
        return RankingBench(
            benchmark=self.benchmark.name,
            split=self.split,
            multi_step=self.options.multi_step,
            n_days=self.end - self.first,
            n_queries=self.n_asked,
            n_candidates=self.options.ranker.n_candidates,
            candidate_recall=self.n_inside / max(self.n_asked, 1),
            ways=tuple(ways),
            seconds={
                stage: spent.get(stage, 0.0)
                for stage in ("history and rules", "features", "fit", "prediction")
            },
            n_lesson_queries=self.lesson.n_queries,
            seed=self.options.seed,
        )
