"""How often a head followed a body: counts by recency and frequency, and what they say.

In: for each day the queries and answers, and the bodies as they stood that morning. Out:
`Counts`, and from them confidences. The idea to know: for every query of a day (who does
r to whom next?) each body of the subject is one case, in the cell of how long ago it
last happened and how often it happened lately; the case is a hit when its object was
among the answers. Hits over cases, shrunk twice, are the confidence: a rule towards its
family, and a cell of a rule towards what the rule and the family's cell lead one to
expect. (Recency as the mark of a good rule: Liu and others 2022, TLogic; recency and
frequency together: Gastinger and others 2025, CountTRuCoLa.)
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from parley.dynamics.rules_ground import Bodies
from parley.dynamics.series import Ints
from parley.dynamics.windows import Floats
from parley.errors import ForecastError

__all__ = [
    "FREQUENCY_EDGES",
    "LAG_EDGES",
    "N_CELLS",
    "PAIR_FAMILIES",
    "SUREST",
    "Counts",
    "cells_of",
    "families_of",
]

LAG_EDGES = (1, 2, 3, 5, 8, 15, 31, 61, 121, 241)
"""First day of each recency bin, in days since the body."""

FREQUENCY_EDGES = (1.01, 1.8, 3.0, 6.0, 12.0, 25.0)
"""Upper ends of the frequency bins, in faded days (`rules_ground.HALF_LIFE_DAYS`)."""

N_CELLS = len(LAG_EDGES) * (len(FREQUENCY_EDGES) + 1)

PAIR_FAMILIES = ("again", "dyad", "mirror")
"""The same act of the pair; another act the same way; any act the other way round."""

_RULE_CASES = 30.0
"""Cases that a rule's family counts for; of 3, 10 and 30 the best on ICEWS14 valid."""

_CELL_CASES = 150.0
"""Cases that the expectation counts for in a cell; of 5, 20, 60 and 150 the best, likewise."""

SUREST = 0.99
"""No rule is surer than this."""
_FLUSH = 3_000_000  # cases held back before they are counted: some 100 MB
_MOST_RELATIONS = 700  # two tables of 4 bytes for each relation pair and cell: 800 MB

_Table = NDArray[np.float32]


def cells_of(bodies: Bodies, body: Ints, day: int) -> Ints:
    """Return the cell (recency by frequency) that each body is in on the morning of a day."""
    lag = np.searchsorted(LAG_EDGES, day - bodies.last_day[body], side="right") - 1
    often = np.searchsorted(FREQUENCY_EDGES, bodies.heat[body], side="right")
    return np.maximum(lag, 0) * (len(FREQUENCY_EDGES) + 1) + often


def families_of(body: Ints, head: Ints, n_relations: int) -> Ints:
    """Return the family of each pair of relations, as a place in `PAIR_FAMILIES`.

    Examples
    --------
    >>> families_of(np.array([0, 0, 0]), np.array([0, 1, 2]), 2).tolist()
    [0, 1, 2]
    """
    same_way = (body < n_relations) == (head < n_relations)
    return np.where(body == head, 0, np.where(same_way, 1, 2))


class Counts:
    """Cases and hits of every rule of a pair, cell by cell.

    `hits` and `cases` have shape (2 n_relations, N_CELLS, 2 n_relations): body, cell, head.
    """

    def __init__(self, n_relations: int) -> None:
        if n_relations > _MOST_RELATIONS:
            raise ForecastError(
                f"rules are kept for {_MOST_RELATIONS} relations at most, and these facts have "
                f"{n_relations}; fold relations that mean the same into one"
            )
        self.n_relations = n_relations
        ways = 2 * n_relations
        self.hits: _Table = np.zeros((ways, N_CELLS, ways), dtype=np.float32)
        self.cases: _Table = np.zeros((ways, N_CELLS, ways), dtype=np.float32)
        self._held: list[tuple[Ints, Ints, Ints, Ints]] = []
        self._n_held = self._n_moments = 0
        self._rates: tuple[Floats, Floats] | None = None
        self._support: Floats = np.zeros((ways, ways))

    def learn(self, bodies: Bodies, day: int, subject: Ints, relation: Ints, object: Ints) -> None:
        """Count one day: its queries against all bodies, its answers against their own."""
        ways = 2 * self.n_relations
        who, moment = np.unique(subject, return_inverse=True)
        queries = np.unique(moment * ways + relation)
        owner, body = bodies.of_subjects(who)
        cell = bodies.relation(body) * N_CELLS + cells_of(bodies, body, day)
        self._held.append(
            (
                cell,
                owner + self._n_moments,
                queries // ways + self._n_moments,
                queries % ways,
            )
        )
        self._n_moments += len(who)
        self._n_held += len(cell)
        if self._n_held > _FLUSH:
            self._flush()
        answer, body = bodies.of_pairs(subject, object)
        cell = bodies.relation(body) * N_CELLS + cells_of(bodies, body, day)
        np.add.at(self.hits.reshape(-1, ways), (cell, relation[answer]), 1.0)
        self._rates = None

    def _flush(self) -> None:
        """Count the cases held back: one sparse product for all days together."""
        if not self._held:
            return
        ways = 2 * self.n_relations
        cell, at, query_at, head = (np.concatenate(part) for part in zip(*self._held, strict=True))
        standing = sparse.csr_array(
            (np.ones(len(cell), dtype=np.float32), (cell, at)),
            shape=(ways * N_CELLS, self._n_moments),
        )
        asked = sparse.csr_array(
            (np.ones(len(head), dtype=np.float32), (query_at, head)), shape=(self._n_moments, ways)
        )
        counted = (standing @ asked).tocoo()
        self.cases.reshape(-1, ways)[counted.row, counted.col] += counted.data
        self._held, self._n_held, self._n_moments = [], 0, 0

    def rates(self) -> tuple[Floats, Floats]:
        """Return the shrunk rate of each rule, and for each family and cell its shape.

        Shapes (2 n_relations, 2 n_relations), body by head, and (n_families, N_CELLS): how
        many times the rule's own rate the head follows in that cell.
        """
        self._flush()
        if self._rates is None:
            ways = np.arange(2 * self.n_relations)
            family = families_of(ways[:, None], ways[None, :], self.n_relations)
            hits = np.asarray(self.hits.sum(axis=1), dtype=np.float64)
            cases = np.asarray(self.cases.sum(axis=1), dtype=np.float64)
            n = len(PAIR_FAMILIES)
            flat = family.ravel()
            seen, out_of = (np.bincount(flat, table.ravel(), n) for table in (hits, cases))
            usual = np.divide(seen, out_of, out=np.zeros(n), where=out_of > 0)
            rate = (hits + _RULE_CASES * usual[family]) / (cases + _RULE_CASES)
            shape = np.empty((n, N_CELLS))
            for cell in range(N_CELLS):
                seen = np.bincount(flat, self.hits[:, cell].ravel(), n)
                expected = np.bincount(flat, (self.cases[:, cell] * rate).ravel(), n)
                shape[:, cell] = (seen + 1.0) / (expected + 1.0)
            self._rates, self._support = (rate, shape), cases
        return self._rates

    def confidence(self, body: Ints, cell: Ints, head: Ints) -> Floats:
        """Return how often the head follows, for each body relation in a cell."""
        rate, shape = self.rates()
        family = families_of(body, head, self.n_relations)
        expected = np.minimum(rate[body, head] * shape[family, cell], 0.95)
        hits, cases = self.hits[body, cell, head], self.cases[body, cell, head]
        found = (hits + _CELL_CASES * expected) / (cases + _CELL_CASES)
        return np.asarray(np.minimum(found, SUREST), dtype=np.float64)

    def support(self, body: Ints, head: Ints) -> Floats:
        """Return the cases of each rule, over all cells."""
        self.rates()
        return np.asarray(self._support[body, head], dtype=np.float64)
