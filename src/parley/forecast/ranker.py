"""`ranker.v1`: who acts so upon whom next, learnt from the days before.

In: facts in order of their days. Out: for each query of a day its candidates with their
features and, once fitted, their scores. The ideas to know: `Ranker` moves through the
days; on each morning it may be asked, then the day is learnt from and taken in; features
for a lesson are made on their own morning like those of any other day, so lesson and
question see the same; and queries stand apart: shuffling, adding or dropping queries of
the day moves none of the others.

How it compares: see `docs/explanation/ranking.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from parley.dynamics.rules_ground import Facts
from parley.dynamics.series import Ints
from parley.forecast.ranker_candidates import (
    BLOCK,
    PLAIN,
    Weights,
    best_candidates,
    plain_shares,
)
from parley.forecast.ranker_counts import Floats32
from parley.forecast.ranker_features import Asked, features_of
from parley.forecast.ranker_history import History, Morning
from parley.forecast.ranker_laws import Laws
from parley.forecast.ranker_lowrank import Neighbours, find_neighbours
from parley.forecast.ranker_names import read_names
from parley.forecast.tkg_protocol import DayQueries

__all__ = ["Candidates", "Ranker", "RankerOptions"]


@dataclass(frozen=True, slots=True)
class RankerOptions:
    """What the ranker looks at.

    `n_candidates` a query: on ICEWS14 valid 200 hold the answer in 89.7 % of cases, 300 in
    91.3 %. `n_columns`: entities that may be candidates on a day, the most active; on
    ICEWS18 the 8,000 most active hold 95 % of the answers, and 99 % of those whose dyad has
    any history. Of a lesson's candidates the best `n_hard` are kept and each
    `keep_one_in`-th of the rest. Neighbours are found anew every `neighbours_days` days.
    """

    n_candidates: int = 200
    n_columns: int = 8000
    n_hard: int = 40
    keep_one_in: int = 8
    neighbours_days: int = 10
    n_threads: int = 1
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Candidates:
    """Candidates of some queries: one row for each, sorted by query, then by entity.

    `query` counts in the queries asked, `true` tells the answers, `place` the place by the
    mixture. `features` has one column for each of `names`,
    the plain forecasts first; `weights` has one row a query. `noted` is what the plain
    forecasts gave to the true answers, for learning their weights once the day is over.
    """

    query: Ints
    object: Ints
    true: NDArray[np.bool_]
    mixture: Floats32
    place: Ints
    features: Floats32
    weights: Floats32
    noted: Floats32


@dataclass
class Ranker:
    """History, laws and weights, moved on day by day."""

    facts: Facts
    entities: Sequence[str]
    options: RankerOptions = field(default_factory=RankerOptions)
    name: str = "ranker.v1"

    def __post_init__(self) -> None:
        """Lay out the tables; nothing is known yet."""
        self.history = History(self.facts, read_names(self.entities))
        self.laws = Laws(self.facts.n_entities, self.facts.n_relations)
        self.weights = Weights()
        self.columns: tuple[str, ...] = ()
        self._morning: Morning | None = None
        self._near: Neighbours | None = None
        self._near_at = -1

    def end_days(self, days: Sequence[int]) -> None:
        """Learn from days seen from where the ranker stands, then take them in, in order."""
        for day in days:
            self.laws.learn(self.history, self.history.asked_on(day))
        self.weights.learn(len(days))
        for day in days:
            self.history.take_in(day)
        self._morning = None

    def look_up(self) -> None:
        """Make the matrices of the morning, if the last are out of date."""
        if self._morning is not None:
            return
        self._morning = Morning.of(self.history, n_columns=self.options.n_columns)
        stale = self.history.n_days - self._near_at >= self.options.neighbours_days
        if self._near is None or stale:
            whole = self._morning
            self._near = find_neighbours(
                whole.whole_acts, whole.whole_dyads, whole.whole_dyads_lately,
                seed=self.options.seed,
            )  # fmt: skip
            self._near_at = self.history.n_days

    def ask(
        self, asked: DayQueries, *, lesson: bool = False, with_features: bool = True
    ) -> Iterator[tuple[slice, Candidates]]:
        """Return candidates block by block: which queries, and their rows.

        Parameters
        ----------
        lesson
            Keep the answers, the hard candidates and a sample of the rest.
        with_features
            Without, only the plain forecasts are made: enough to learn their weights.
        """
        if not len(asked):
            return
        self.look_up()
        crowd = self.laws.crowd(self.history, asked.day)
        spans = [slice(i, min(i + BLOCK, len(asked))) for i in range(0, len(asked), BLOCK)]

        def one(span: slice) -> Candidates:
            return self._block(asked, span, crowd, lesson=lesson, with_features=with_features)

        if self.options.n_threads == 1:
            yield from ((span, one(span)) for span in spans)
            return
        with ThreadPoolExecutor(self.options.n_threads) as pool:
            yield from zip(spans, pool.map(one, spans), strict=True)

    def _block(
        self, asked: DayQueries, span: slice, crowd: Floats32, *, lesson: bool, with_features: bool
    ) -> Candidates:
        assert self._morning is not None
        assert self._near is not None
        n = span.stop - span.start
        # A block is filled up with its first query: products of one shape, row for row.
        filled = np.concatenate([np.arange(span.start, span.stop), np.full(BLOCK - n, span.start)])
        subject, relation = asked.subject[filled], asked.relation[filled]
        weights = self.weights.of(self.history, subject, relation)
        shares = plain_shares(
            self.history, self._morning, self._near, crowd,
            subject=subject, relation=relation, weights=weights,
        )  # fmt: skip
        first, last = np.searchsorted(asked.of, [span.start, span.stop])
        answers = asked.of[first:last] - span.start, asked.object[first:last]
        noted = _at_answers(shares.of, self._morning.columns, *answers)
        best = best_candidates(shares.mixture[:n], self.options.n_candidates)
        true = np.isin(
            np.arange(n)[:, None] * self.facts.n_entities + self._morning.columns[best],
            answers[0] * self.facts.n_entities + answers[1],
        )
        kept = self._kept(asked, span, best) | true if lesson else np.ones(best.shape, np.bool_)
        query, place = np.nonzero(kept)
        column = best[query, place]
        order = np.lexsort((column, query))
        query, place, column = query[order], place[order], column[order]
        object_ = self._morning.columns[column]
        mixture = shares.mixture[query, column]
        features = np.zeros((len(query), 0), np.float32)
        if with_features:
            parts = {name: part[query, column] for name, part in zip(PLAIN, shares.of, strict=True)}
            highest = shares.mixture[:n].max(axis=1)[query]
            parts["mixture"] = mixture
            parts["mixture.of_best"] = mixture / np.maximum(highest, np.float32(1e-12))
            parts |= features_of(
                self.history, self._morning, self._near, self.laws, crowd,
                Asked(asked.day, subject, relation, query, object_),
            )  # fmt: skip
            self.columns = tuple(parts)
            features = np.stack([np.asarray(x, np.float32) for x in parts.values()], axis=1)
        return Candidates(
            query + span.start, object_, true[query, place], mixture, place, features,
            weights[:n], noted,
        )  # fmt: skip

    def _kept(self, asked: DayQueries, span: slice, best: Ints) -> NDArray[np.bool_]:
        """Tell which candidates stay in a lesson by their place."""
        places = np.arange(best.shape[1])
        key = asked.subject[span] * 31 + asked.relation[span] * 7 + asked.day
        chosen = (places[None, :] + key[:, None]) % self.options.keep_one_in == 0
        kept: NDArray[np.bool_] = chosen | (places < self.options.n_hard)
        return kept

    def stands_for(self, found: Candidates) -> Floats32:
        """Return how many candidates each of a lesson stands for."""
        alone = found.true | (found.place < self.options.n_hard)
        return np.where(alone, 1, self.options.keep_one_in).astype(np.float32)

    def note(self, asked: DayQueries, span: slice, candidates: Candidates) -> None:
        """Note how the plain forecasts did; their weights move when the day is ended."""
        first, last = np.searchsorted(asked.of, [span.start, span.stop])
        of = asked.of[first:last]
        self.weights.note(self.history, asked.subject[of], asked.relation[of], candidates.noted)


def _at_answers(shares: list[Floats32], columns: Ints, query: Ints, object_: Ints) -> Floats32:
    """Return what each plain forecast gave to answers; nought for those in no column."""
    place = np.minimum(np.searchsorted(columns, object_), len(columns) - 1)
    inside = columns[place] == object_
    noted = np.stack([part[query, place] for part in shares], axis=1) * inside[:, None]
    found: Floats32 = noted.astype(np.float32)
    return found
