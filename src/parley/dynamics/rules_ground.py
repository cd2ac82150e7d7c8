"""Bodies and where they stand: what each pair last did, when, how often, by which row.

In: facts, day by day. Out: `Bodies`, one row for each (subject, object, relation) that
ever was, and the look-ups that find those of some subjects or pairs. The idea to know:
rows are kept sorted by one number made of subject, object and relation, so all bodies of
a subject, and all of a pair, lie side by side and a look-up is two binary searches.

Relations are counted both ways: `r` says that the subject does r to the object,
`r + n_relations` that the object does r to the subject.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parley.dynamics.series import Ints
from parley.dynamics.windows import Floats
from parley.errors import ForecastError

__all__ = ["HALF_LIFE_DAYS", "Bodies", "Facts", "span_rows"]

HALF_LIFE_DAYS = 150.0
"""How fast the frequency of a body fades: after so many days an act counts for half.

Of 15, 30, 60 and 150 days the best for ranking by noisy-or on ICEWS14 valid.
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """Who did what to whom on which day, as whole numbers in arrays of one length.

    `subject` and `object` count in `n_entities`, `relation` in `n_relations`; `day` may
    start anywhere. What the numbers stand for is up to the caller.

    Examples
    --------
    >>> one = np.array([0])
    >>> len(Facts(one, one, one + 1, one, n_entities=2, n_relations=1))
    1
    """

    subject: Ints
    relation: Ints
    object: Ints
    day: Ints
    n_entities: int
    n_relations: int

    def __post_init__(self) -> None:
        """Check that the arrays fit each other and their ranges."""
        sizes = {len(self.subject), len(self.relation), len(self.object), len(self.day)}
        if len(sizes) != 1:
            raise ForecastError(f"facts need four arrays of one length, not of {sorted(sizes)}")
        for name, limit in (
            ("subject", self.n_entities),
            ("object", self.n_entities),
            ("relation", self.n_relations),
        ):
            values = getattr(self, name)
            if len(values) and not 0 <= int(values.min()) <= int(values.max()) < limit:
                raise ForecastError(f"facts have a {name} outside 0 to {limit - 1}")

    def __len__(self) -> int:
        """Return the number of facts."""
        return len(self.day)

    def take(self, rows: Ints | slice) -> Facts:
        """Return some of the facts."""
        return Facts(
            self.subject[rows], self.relation[rows], self.object[rows], self.day[rows],
            self.n_entities, self.n_relations,
        )  # fmt: skip


def span_rows(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """Return the rows of many spans [first, last) and for each row the span it is of.

    Examples
    --------
    >>> span, row = span_rows(np.array([3, 8]), np.array([5, 9]))
    >>> span.tolist(), row.tolist()
    ([0, 0, 1], [3, 4, 8])
    """
    sizes = np.maximum(last - first, 0)
    span = np.repeat(np.arange(len(sizes)), sizes)
    before = np.cumsum(sizes) - sizes
    return span, np.arange(int(sizes.sum())) - before[span] + first[span]


class Bodies:
    """Every (subject, object, relation) that ever was, with its last day and frequency.

    `key` is sorted; `last_day`, `heat` and `row` go with it. `heat` is the number of days
    it happened on, each fading by half in `HALF_LIFE_DAYS`, as it stood on `last_day`;
    `row` is the caller's number of the latest fact.
    """

    def __init__(self, n_entities: int, n_relations: int) -> None:
        self.n_entities = n_entities
        self.n_ways = 2 * n_relations
        self.key: Ints = np.zeros(0, dtype=np.int64)
        self.last_day: Ints = np.zeros(0, dtype=np.int64)
        self.row: Ints = np.zeros(0, dtype=np.int64)
        self.heat: Floats = np.zeros(0)

    def __len__(self) -> int:
        """Return the number of triples, each counted both ways."""
        return len(self.key)

    def add(self, day: int, subject: Ints, relation: Ints, object: Ints, row: Ints) -> None:
        """Take in what happened on one day; the day must not be before the last one."""
        keys = (subject * self.n_entities + object) * self.n_ways + relation
        order = np.lexsort((row, keys))
        keys, first = np.unique(keys[order], return_index=True)
        rows: Ints = row[order][first]
        place = np.asarray(np.searchsorted(self.key, keys), dtype=np.int64)
        known = np.zeros(len(keys), dtype=bool)
        inside = place < len(self.key)
        known[inside] = self.key[place[inside]] == keys[inside]
        old = place[known]
        faded = 0.5 ** ((day - self.last_day[old]) / HALF_LIFE_DAYS)
        self.heat[old] = self.heat[old] * faded + 1.0
        self.last_day[old] = day
        self.row[old] = rows[known]
        spots = place[~known]
        self.key = np.insert(self.key, spots, keys[~known])
        self.last_day = np.insert(self.last_day, spots, day)
        self.heat = np.insert(self.heat, spots, 1.0)
        self.row = np.insert(self.row, spots, rows[~known])

    def of_subjects(self, subject: Ints) -> tuple[Ints, Ints]:
        """Return (place in `subject`, body) for every body of each subject."""
        width = self.n_entities * self.n_ways
        return self._between(subject * width, (subject + 1) * width)

    def of_pairs(self, subject: Ints, object: Ints) -> tuple[Ints, Ints]:
        """Return (place in `subject`, body) for every body of each pair."""
        pair = subject * self.n_entities + object
        return self._between(pair * self.n_ways, (pair + 1) * self.n_ways)

    def relation(self, body: Ints) -> Ints:
        """Return the relation of some bodies, counted both ways."""
        return self.key[body] % self.n_ways

    def object(self, body: Ints) -> Ints:
        """Return the object of some bodies."""
        return self.key[body] // self.n_ways % self.n_entities

    def _between(self, low: Ints, high: Ints) -> tuple[Ints, Ints]:
        return span_rows(np.searchsorted(self.key, low), np.searchsorted(self.key, high))
