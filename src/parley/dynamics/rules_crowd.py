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
_N_CELLS = (len(_EDGES) + 1) ** 2
_PRIOR_CASES = 5.0


class Crowd:
    """How hot each recipient is under each relation, and how often the hot were the answer."""

    def __init__(self, n_entities: int, n_ways: int) -> None:
        self.n_ways = n_ways
        self._heat = [np.zeros((n_ways, n_entities), dtype=np.float32) for _ in CROWD_HALF_LIVES]
        self._day = 0
        self.hits: Floats = np.zeros((n_ways, _N_CELLS))
        self.cases: Floats = np.zeros((n_ways, _N_CELLS))

    def learn(self, day: int, subject: Ints, relation: Ints, object: Ints) -> None:
        """Count one day: every recipient is a case of every query, the answers are hits."""
        self._fade(day)
        n_queries = np.bincount(
            np.unique(subject * self.n_ways + relation) % self.n_ways, minlength=self.n_ways
        )
        for head in np.flatnonzero(n_queries).tolist():
            standing = np.bincount(self._cells(head), minlength=_N_CELLS)
            self.cases[head] += n_queries[head] * standing
            mine = object[relation == head]
            self.hits[head] += np.bincount(self._cells(head)[mine], minlength=_N_CELLS)

    def add(self, day: int, relation: Ints, object: Ints) -> None:
        """Take in what happened on one day."""
        self._fade(day)
        for heat in self._heat:
            np.add.at(heat, (relation, object), 1.0)

    def confidence(self, day: int, head: int) -> Floats:
        """Return for each entity how often one as hot was the answer, shape (n_entities,)."""
        self._fade(day)
        usual = self.hits.sum(axis=0) / np.maximum(self.cases.sum(axis=0), 1.0)
        found = (self.hits[head] + _PRIOR_CASES * usual) / (self.cases[head] + _PRIOR_CASES)
        return np.asarray(np.minimum(found, SUREST)[self._cells(head)], dtype=np.float64)

    def _cells(self, head: int) -> Ints:
        short, long = (np.searchsorted(_EDGES, heat[head], side="left") for heat in self._heat)
        return np.asarray(short * (len(_EDGES) + 1) + long, dtype=np.int64)

    def _fade(self, day: int) -> None:
        passed, self._day = day - self._day, max(day, self._day)
        if passed > 0:
            for heat, half_life in zip(self._heat, CROWD_HALF_LIVES, strict=True):
                heat *= np.float32(0.5 ** (passed / half_life))
