"""The field's protocol for "who acts so upon whom next", and its measures.

In: a folder of quadruples cut into train, valid and test; candidates with scores. Out:
the queries of each day in both directions, the rank of every answer, and MRR and hits
over them. The ideas to know: a query names a subject, a relation and a day and asks for
the object, a relation `r + n_relations` asks the other way round; other true answers of
the same day are taken out before ranking; an answer that ties with others gets the mean
of their places; and an answer that no candidate names is placed in the middle of all
entities that were not named, never passed over.

In the single-step setting all days before the query day are known; in the multi-step
setting all days before the first day of the split.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parley.dynamics.rules_ground import Facts
from parley.dynamics.series import Ints
from parley.dynamics.windows import Floats
from parley.errors import ForecastError, ImportDataError
from parley.record.tkg_files import open_folder

__all__ = [
    "Benchmark",
    "DayQueries",
    "RankScores",
    "Split",
    "both_ways",
    "day_queries",
    "filtered_ranks",
    "rank_scores",
    "read_benchmark",
]

Split = Literal["valid", "test"]
_PARTS = ("train", "valid", "test")


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A folder of quadruples: names, facts in order of their days, and how it is cut.

    `facts.day` counts steps of the folder's own clock, from 0. `first_day` and `end_day`
    bound each part: its days run from the one to before the other.
    """

    name: str
    entities: tuple[str, ...]
    relations: tuple[str, ...]
    facts: Facts
    first_day: dict[str, int]
    end_day: dict[str, int]

    def before(self, day: int) -> Facts:
        """Return the facts of the days before one."""
        return self.facts.take(slice(0, int(np.searchsorted(self.facts.day, day))))


def read_benchmark(folder: Path, *, parts: tuple[str, ...] = _PARTS) -> Benchmark:
    """Read a benchmark folder: `train.txt` and its sisters with their id tables.

    Parameters
    ----------
    parts
        The files to read; one that is missing is left out. What is not asked for is not
        read, so a ranking on valid never opens test.

    Raises
    ------
    ImportDataError
        If the folder has no id tables or no train.txt, a line does not hold four whole
        numbers, or the parts are not in order of time.
    """
    opened = open_folder(folder)
    if opened.entities is None or opened.relations is None or not (folder / "train.txt").is_file():
        raise ImportDataError(
            "is no benchmark: it needs train.txt, entity2id.txt and relation2id.txt",
            where=str(folder),
        )
    rows = {p: _read_part(folder / f"{p}.txt") for p in parts if (folder / f"{p}.txt").is_file()}
    entities, relations = _names(opened.entities), _names(opened.relations)
    step = math.gcd(*(int(x) for part in rows.values() for x in np.unique(part[:, 3]))) or 1
    first, end = {}, {}
    for part, table in rows.items():
        first[part], end[part] = int(table[0, 3]) // step, int(table[-1, 3]) // step + 1
    order = [part for part in _PARTS if part in rows]
    for earlier, later in pairwise(order):
        if end[earlier] > first[later]:
            raise ImportDataError(
                f"{later}.txt begins before {earlier}.txt ends", where=str(folder)
            )
    both = np.concatenate([rows[part] for part in order])
    facts = Facts(
        both[:, 0], both[:, 1], both[:, 2], both[:, 3] // step, len(entities), len(relations)
    )
    return Benchmark(folder.name, entities, relations, facts, first, end)


def _read_part(path: Path) -> Ints:
    """Return the quadruples of a file, sorted by day, then by the rest; copies are kept."""
    try:
        rows = np.loadtxt(path, dtype=np.int64, ndmin=2, usecols=(0, 1, 2, 3))
    except (OSError, ValueError) as error:
        raise ImportDataError(f"lines need four whole numbers: {error}", where=str(path)) from error
    if not len(rows):
        raise ImportDataError("holds no line", where=str(path))
    found: Ints = rows[np.lexsort((rows[:, 2], rows[:, 1], rows[:, 0], rows[:, 3]))]
    return found


def _names(table: pl.DataFrame) -> tuple[str, ...]:
    names = dict(zip(table["id"].to_list(), table["name"].to_list(), strict=True))
    return tuple(names.get(i, f"#{i}") for i in range(max(names) + 1))


def both_ways(facts: Facts) -> tuple[Ints, Ints, Ints, Ints]:
    """Return subject, relation, object and day of the facts and of their inverses.

    Sorted by day, then by the rest, so the order of the rows handed in does not matter.

    Examples
    --------
    >>> one = np.array([0])
    >>> facts = Facts(one, one, one + 1, one + 7, n_entities=2, n_relations=3)
    >>> [part.tolist() for part in both_ways(facts)]
    [[0, 1], [0, 3], [1, 0], [7, 7]]
    """
    subject = np.concatenate([facts.subject, facts.object])
    relation = np.concatenate([facts.relation, facts.relation + facts.n_relations])
    object_ = np.concatenate([facts.object, facts.subject])
    day = np.concatenate([facts.day, facts.day])
    order = np.lexsort((object_, relation, subject, day))
    return subject[order], relation[order], object_[order], day[order]


@dataclass(frozen=True, slots=True)
class DayQueries:
    """What is asked on a day, each query once, and the answers that came true.

    `subject` and `relation` have one entry a query; `of` and `object` one an answer: the
    query it belongs to and the entity. Answers are sorted by query.
    """

    day: int
    subject: Ints
    relation: Ints
    of: Ints
    object: Ints

    def __len__(self) -> int:
        """Return the number of queries."""
        return len(self.subject)

    def thinned(self, keep_one_in: int) -> DayQueries:
        """Return one query in so many, chosen by what it asks and not by its place.

        Examples
        --------
        >>> asked = DayQueries(7, *(np.array(x) for x in ([0, 1], [1, 1], [0, 1], [3, 5])))
        >>> [len(asked.thinned(k)) for k in (1, 2)]
        [2, 1]
        """
        if keep_one_in == 1:
            return self
        key = self.subject * 7919 + self.relation * 104_729 + self.day * 31
        kept = np.flatnonzero(key % keep_one_in == 0)
        place = np.full(len(self), -1)
        place[kept] = np.arange(len(kept))
        answers = place[self.of] >= 0
        return DayQueries(
            self.day, self.subject[kept], self.relation[kept],
            place[self.of[answers]], self.object[answers],
        )  # fmt: skip


def day_queries(
    day: int, subject: Ints, relation: Ints, object_: Ints, *, n_relations: int
) -> DayQueries:
    """Gather a day's facts, both ways, into queries.

    Examples
    --------
    >>> asked = day_queries(7, np.array([0, 0]), np.array([1, 1]), np.array([5, 3]), n_relations=2)
    >>> asked.subject.tolist(), asked.relation.tolist(), asked.object.tolist()
    ([0], [1], [3, 5])
    """
    width = 2 * n_relations
    keys, of = np.unique(subject * width + relation, return_inverse=True)
    order = np.lexsort((object_, of))
    return DayQueries(day, keys // width, keys % width, of[order], object_[order])


def filtered_ranks(
    query: Ints, object_: Ints, score: Floats, *, asked: DayQueries, n_entities: int
) -> Floats:
    """Return the rank of each answer among the candidates, 1 the best.

    Parameters
    ----------
    query, object_, score
        Shape (n,): candidates, each of a query (its place in `asked`) and its score. A
        candidate may be named once a query.
    asked
        The day's queries and answers.
    n_entities
        All entities there are; those that are no candidate tie behind all that are.

    Returns
    -------
    NDArray
        Shape (n_answers,), in the order of `asked.of`. The other true answers of the same
        query are taken out; equal scores share their mean place.

    Raises
    ------
    ForecastError
        If a score is not a number.

    Examples
    --------
    >>> asked = DayQueries(7, *(np.array(x) for x in ([0], [1], [0, 0], [3, 5])))
    >>> candidates = np.array([0, 0, 0]), np.array([2, 3, 4]), np.array([0.5, 0.4, 0.4])
    >>> filtered_ranks(*candidates, asked=asked, n_entities=8)
    array([2.5, 5. ])
    """
    if np.isnan(score).any():
        raise ForecastError("a candidate's score is not a number")
    true = np.unique(asked.of * n_entities + asked.object)
    key = query * n_entities + object_
    right = _within(key, true)
    order = np.lexsort((score, query))
    wrong = np.concatenate([[0], np.cumsum(~right[order])])
    start = np.searchsorted(query[order], np.arange(len(asked) + 1))
    n_wrong = wrong[start[1:]] - wrong[start[:-1]]
    # Places for scores equal to a candidate's, first and last, among its query's wrong ones.
    change = np.ones(len(order), dtype=bool)
    change[1:] = (np.diff(query[order]) != 0) | (np.diff(score[order]) != 0)
    first = np.maximum.accumulate(np.where(change, np.arange(len(order)), 0))
    starts = np.append(np.flatnonzero(change), len(order))
    last = starts[np.cumsum(change)] if len(order) else first
    below = wrong[first] - wrong[start[query[order]]]
    equal = wrong[last] - wrong[first]
    rank = np.empty(len(order))
    rank[order] = n_wrong[query[order]] - below - equal + equal / 2 + 1
    n_true = np.bincount(true // n_entities, minlength=len(asked))
    outside = n_wrong + (n_entities - n_true - n_wrong) / 2 + 1
    by_key = np.argsort(key[right])
    mine = asked.of * n_entities + asked.object
    named = _within(mine, key[right][by_key])
    ranks: Floats = outside[asked.of].astype(np.float64)
    place = np.searchsorted(key[right][by_key], mine[named])
    ranks[named] = rank[right][by_key][place]
    return ranks


def _within(values: Ints, kept: Ints) -> NDArray[np.bool_]:
    """Tell which values are among some sorted ones."""
    if not len(kept):
        return np.zeros(len(values), dtype=bool)
    place = np.minimum(np.searchsorted(kept, values), len(kept) - 1)
    found: NDArray[np.bool_] = kept[place] == values
    return found


@dataclass(frozen=True, slots=True)
class RankScores:
    """Measures over ranks, each in [0, 1], higher better; `n` answers were ranked."""

    mrr: float
    hits_1: float
    hits_3: float
    hits_10: float
    n: int


def rank_scores(ranks: Floats) -> RankScores:
    """Return the mean reciprocal rank and the share of ranks up to 1, 3 and 10.

    Raises
    ------
    ForecastError
        If there is no rank, or one below 1.

    Examples
    --------
    >>> rank_scores(np.array([1.0, 2.0, 4.0, 20.0]))
    RankScores(mrr=0.45, hits_1=0.25, hits_3=0.5, hits_10=0.75, n=4)
    """
    if not len(ranks) or ranks.min() < 1:
        raise ForecastError("ranks are counted from 1, and there must be some")
    hits = [float((ranks <= k).mean()) for k in (1, 3, 10)]
    return RankScores(float((1 / ranks).mean()), hits[0], hits[1], hits[2], len(ranks))
