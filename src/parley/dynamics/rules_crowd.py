"""What anyone does to a recipient, and to whom one's partners turn: rules beyond the pair.

In: facts, day by day. Out: for queries of a day, confidences that an object is the answer
because others lately did the same to it (`Crowd`). The idea to know: a recipient stands
in a cell of how hot it is in the short and in the long run, and the confidence of a cell
is how often recipients standing there were the answer.
"""

from __future__ import annotations

import numpy as np

from parley.dynamics.rules_mining import SUREST
from parley.dynamics.series import Ints
from parley.dynamics.windows import Floats

__all__ = ["CROWD_HALF_LIVES", "Crowd"]

CROWD_HALF_LIVES = (5.0, 40.0)
"""Days after which an act towards a recipient counts for half, in the short and long run."""

_EDGES = np.array([0.1, 0.3, 0.6, 1.01, 1.6, 2.6, 4.0, 6.0, 10.0, 16.0, 25.0, 40.0, 80.0])
_N_STEPS = len(_EDGES) + 1
_N_CELLS = _N_STEPS**2
_MOST_HALVINGS = 60  # of heat kept ahead of its day; single precision holds 127
_PRIOR_CASES = 5.0


class Crowd:
    """How hot each recipient is under each relation, and how often the hot were the answer."""

    def __init__(self, n_entities: int, n_ways: int) -> None:
        self.n_entities, self.n_ways = n_entities, n_ways
        # Heat is kept as it would stand on `_from`, so that a day's passing costs nothing.
        self._heat = [np.zeros((n_ways, n_entities), dtype=np.float32) for _ in CROWD_HALF_LIVES]
        self._from: int | None = None
        self.hits: Floats = np.zeros((n_ways, _N_CELLS))
        self.cases: Floats = np.zeros((n_ways, _N_CELLS))

    def learn(self, day: int, subject: Ints, relation: Ints, object: Ints) -> None:
        """Count one day: every recipient is a case of every query, the answers are hits."""
        n_queries = np.bincount(
            np.unique(subject * self.n_ways + relation) % self.n_ways, minlength=self.n_ways
        )
        order = np.argsort(relation, kind="stable")
        first = np.searchsorted(relation[order], np.arange(self.n_ways + 1))
        for head in np.flatnonzero(n_queries).tolist():
            hot, cell = self._cells(day, head)
            standing = np.bincount(cell, minlength=_N_CELLS)
            standing[0] += self.n_entities - len(hot)
            self.cases[head] += n_queries[head] * standing
            mine = object[order[first[head] : first[head + 1]]]
            place = np.minimum(np.searchsorted(hot, mine), max(len(hot) - 1, 0))
            found = hot[place] == mine if len(hot) else np.zeros(len(mine), dtype=np.bool_)
            self.hits[head] += np.bincount(cell[place[found]], minlength=_N_CELLS)
            self.hits[head, 0] += len(mine) - found.sum()

    def add(self, day: int, relation: Ints, object: Ints) -> None:
        """Take in what happened on one day."""
        if self._from is None:
            self._from = day
        if day - self._from > _MOST_HALVINGS * min(CROWD_HALF_LIVES):
            for heat, half_life in zip(self._heat, CROWD_HALF_LIVES, strict=True):
                heat *= np.float32(0.5 ** ((day - self._from) / half_life))
            self._from = day
        for heat, half_life in zip(self._heat, CROWD_HALF_LIVES, strict=True):
            np.add.at(heat, (relation, object), np.float32(2.0 ** ((day - self._from) / half_life)))

    def confidence(self, day: int, head: int) -> Floats:
        """Return for each entity how often one as hot was the answer, shape (n_entities,)."""
        usual = self.hits.sum(axis=0) / np.maximum(self.cases.sum(axis=0), 1.0)
        found = (self.hits[head] + _PRIOR_CASES * usual) / (self.cases[head] + _PRIOR_CASES)
        hot, cell = self._cells(day, head)
        out = np.full(self.n_entities, min(found[0], SUREST))
        out[hot] = np.minimum(found, SUREST)[cell]
        return out

    def _cells(self, day: int, head: int) -> tuple[Ints, Ints]:
        """Return the entities that are hot at all, and the cell each stands in; else it is 0."""
        passed = 0 if self._from is None else day - self._from
        fade = [0.5 ** (passed / half_life) for half_life in CROWD_HALF_LIVES]
        short, long = self._heat
        # What is cold in the long run is cold in the short run: it fades more slowly.
        hot = np.flatnonzero(long[head] * fade[1] > _EDGES[0])
        cell = np.searchsorted(_EDGES, short[head, hot] * fade[0], side="left") * _N_STEPS
        cell += np.searchsorted(_EDGES, long[head, hot] * fade[1], side="left")
        return hot, np.asarray(cell, dtype=np.int64)
