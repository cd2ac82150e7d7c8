"""Two steps: A had to do with C, C with B, so A may turn to B.

In: bodies as they stand on a day. Out: how strongly pairs are joined through third
parties, and how often pairs joined so strongly were the answer. The idea to know: ties
fade with time and count for less the more ties a party has; the strength of a path is
the sum over third parties of the products of its two ties, and its confidence is counted
in steps of strength, apart for pairs that have dealt with each other and those that
never have.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sparse

from parley.dynamics.rules_ground import Bodies, span_rows
from parley.dynamics.rules_mining import SUREST
from parley.dynamics.series import Ints
from parley.dynamics.windows import Floats

__all__ = ["PATH_HALF_LIFE_DAYS", "Paths"]

PATH_HALF_LIFE_DAYS = 20.0
"""Days after which a tie counts for half."""

_WEAKEST = 0.1  # of ties; what is fainter is not followed
_MOST_TIES = 30  # followed from each party, the strongest
_HOTTEST = 8.0  # no tie counts for more
_EDGES = 2.0 ** np.arange(-9, 3, 0.75)
_N_STEPS = len(_EDGES) + 1
_PRIOR_CASES = 10.0


class Paths:
    """How often pairs joined through third parties were the answer."""

    def __init__(self, n_entities: int, n_ways: int) -> None:
        self.n_entities, self.n_ways = n_entities, n_ways
        # Steps of strength of pairs without dealings of their own, then of pairs with.
        self.hits: Floats = np.zeros((n_ways, 2 * _N_STEPS))
        self.cases: Floats = np.zeros((n_ways, 2 * _N_STEPS))

    def learn(self, bodies: Bodies, day: int, subject: Ints, relation: Ints, object: Ints) -> None:
        """Count one day: every pair joined is a case of its subject's queries."""
        who, which = np.unique(subject, return_inverse=True)
        pair, step = self._joined(bodies, day, who)
        if not len(pair):
            return
        row = pair // self.n_entities
        standing = sparse.csr_array(
            (np.ones(len(row)), (row, step)), shape=(len(who), 2 * _N_STEPS)
        )  # fmt: skip
        asked = np.unique(which * self.n_ways + relation)
        queries = sparse.csr_array(
            (np.ones(len(asked)), (asked % self.n_ways, asked // self.n_ways)),
            shape=(self.n_ways, len(who)),
        )
        self.cases += (queries @ standing).toarray()
        answer = which * self.n_entities + object
        place = np.minimum(np.searchsorted(pair, answer), len(pair) - 1)
        hit = pair[place] == answer
        np.add.at(self.hits, (relation[hit], step[place[hit]]), 1.0)

    def confidence(
        self, bodies: Bodies, day: int, subject: Ints, relation: Ints
    ) -> tuple[Ints, Ints, Floats]:
        """Return query, object and confidence of every pair that paths join, in that order."""
        who, which = np.unique(subject, return_inverse=True)
        pair, step = self._joined(bodies, day, who)
        row = pair // self.n_entities
        first = np.searchsorted(row, np.arange(len(who)))
        last = np.searchsorted(row, np.arange(len(who)), side="right")
        query, place = span_rows(
            np.asarray(first, dtype=np.int64)[which], np.asarray(last, dtype=np.int64)[which]
        )
        usual = self.hits.sum(axis=0) / np.maximum(self.cases.sum(axis=0), 1.0)
        found = (self.hits + _PRIOR_CASES * usual) / (self.cases + _PRIOR_CASES)
        sure = np.minimum(found, SUREST)[relation[query], step[place]]
        return query, pair[place] % self.n_entities, np.asarray(sure, dtype=np.float64)

    def _joined(self, bodies: Bodies, day: int, who: Ints) -> tuple[Ints, Ints]:
        """Return the pairs (place in `who`, object) that paths join, sorted, and their step."""
        ties = self._ties(bodies, day)
        strength = (ties[who] @ ties).tocsr()
        strength.sort_indices()
        row = np.repeat(np.arange(len(who)), np.diff(strength.indptr))
        column = strength.indices.astype(np.int64)
        other = column != who[row]
        pair = row[other] * self.n_entities + column[other]
        step = np.searchsorted(_EDGES, strength.data[other])
        owner, body = bodies.of_subjects(who)
        dealt = _once(owner * self.n_entities + bodies.object(body))
        if len(dealt):
            place = np.minimum(np.searchsorted(dealt, pair), len(dealt) - 1)
            step = step + _N_STEPS * (dealt[place] == pair)
        return pair, np.asarray(step, dtype=np.int64)

    def _ties(self, bodies: Bodies, day: int) -> sparse.csr_array:
        """Return the ties between all parties, each divided by the roots of both their sums."""
        warmth = bodies.heat * 0.5 ** ((day - bodies.last_day) / PATH_HALF_LIFE_DAYS)
        warm = np.flatnonzero(warmth > _WEAKEST)
        keys = bodies.key[warm] // bodies.n_ways
        pair = _once(keys)
        which = np.searchsorted(pair, keys)
        weight = np.minimum(np.bincount(which, warmth[warm], len(pair)), _HOTTEST)
        one, other = pair // self.n_entities, pair % self.n_entities
        apart = one != other
        one, other, weight = one[apart], other[apart], weight[apart]
        order = np.lexsort((other, -weight, one))
        rank = np.arange(len(order)) - np.searchsorted(one[order], one[order])
        kept = order[rank < _MOST_TIES]
        one, other, weight = one[kept], other[kept], weight[kept]
        busy = np.bincount(one, weight, self.n_entities) + 3.0
        weight = weight / np.sqrt(busy[one] * busy[other])
        return sparse.csr_array((weight, (one, other)), shape=(self.n_entities,) * 2)


def _once(keys: Ints) -> Ints:
    """Return each of some sorted keys once."""
    fresh = np.ones(len(keys), dtype=np.bool_)
    fresh[1:] = keys[1:] != keys[:-1]
    return keys[fresh]
