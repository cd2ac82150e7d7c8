"""Rules: after this body, that head, how surely; mined from flat arrays of facts.

In: `Facts`, days in order. Out: a `RuleTable`, and from it `Fired`: for queries of a day
(who is done r to by s next?) the candidates that rules speak for, how strongly, and the
facts that fired them. The idea to know: the table goes through the days as they came; on
each it first counts which bodies the day's answers had, and how many they could have had,
and only then takes the day in as history, so no fact ever speaks for itself or for
another of its day. The same holds for `fire`: a query sees what came before its day and
never the other queries of it.

What the numbers stand for is up to the caller. A day series has its own reading of rules
(`rules_laws`), with windows in place of queries.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from parley.dynamics.rules_crowd import Crowd
from parley.dynamics.rules_ground import Bodies, Facts
from parley.dynamics.rules_mining import PAIR_FAMILIES, Counts, cells_of, families_of
from parley.dynamics.rules_paths import Paths
from parley.dynamics.series import Ints
from parley.dynamics.windows import Floats
from parley.errors import ForecastError

__all__ = ["FAMILIES", "Facts", "Family", "Fired", "RuleTable", "fit_rules"]

Family = Literal["again", "dyad", "mirror", "crowd", "path"]
FAMILIES: tuple[Family, ...] = get_args(Family)
"""What speaks for an answer: the pair's same act; another act the same way; any act the
other way round; what anyone lately did to the same recipient; third parties between them."""

TRUST: dict[Family, float] = {
    "again": 1.0, "dyad": 0.4, "mirror": 0.4, "crowd": 0.2, "path": 0.5,
}  # fmt: skip
"""How far the families count beside one another in the noisy-or: they repeat each other.

Chosen on ICEWS14 valid, every second day: all at 1 have MRR 0.422, these 0.450.
"""

CROWD_CANDIDATES = 100
"""Recipients of a relation that are candidates without any history with the subject."""


@dataclass(frozen=True, slots=True)
class Fired:
    """Candidates that rules speak for: one row for each (query, object), in that order.

    `score` is the noisy-or of the families' strongest rules, in [0, 1). `by_family`,
    `body` and `row` have shape (n, n_families), families as in `FAMILIES`: confidence of
    the strongest rule (0 for none), its body relation counted both ways, and the number
    of the latest fact that is its body (-1 for none, and for crowds and paths, whose body
    is many facts).
    """

    query: Ints
    object: Ints
    score: Floats
    by_family: Floats
    body: Ints
    row: Ints

    def __len__(self) -> int:
        """Return the number of candidates of all queries."""
        return len(self.query)


class RuleTable:
    """Rules and the history they are grounded in, kept up day by day."""

    def __init__(
        self,
        n_entities: int,
        n_relations: int,
        *,
        families: Sequence[Family] = FAMILIES,
        min_support: int = 5,
    ) -> None:
        unknown = [name for name in families if name not in FAMILIES]
        if unknown:
            raise ForecastError(f"no rule family {unknown[0]!r}; there are {', '.join(FAMILIES)}")
        self.families = tuple(families)
        self.min_support = min_support
        self.n_entities, self.n_relations = n_entities, n_relations
        self.bodies = Bodies(n_entities, n_relations)
        self.counts = Counts(n_relations)
        self.crowd = Crowd(n_entities, 2 * n_relations)
        self.paths = Paths(n_entities, 2 * n_relations)
        self.last_day: int | None = None
        self.n_rows = 0

    def update(self, facts: Facts) -> None:
        """Learn from the facts of later days, then take them in, day by day.

        Raises
        ------
        ForecastError
            If a day is not after the last one learnt from.
        """
        for day, subject, relation, object_, row in _days(facts):
            if self.last_day is not None and day <= self.last_day:
                raise ForecastError(
                    f"rules have learnt from day {self.last_day}; day {day} is not after it"
                )
            self._take_in(day, subject, relation, object_, row + self.n_rows)
        self.n_rows += len(facts)

    def _take_in(self, day: int, subject: Ints, relation: Ints, object: Ints, row: Ints) -> None:
        """Learn from one day, then make it history."""
        if self.last_day is not None:
            self.counts.learn(self.bodies, day, subject, relation, object)
            if "crowd" in self.families:
                self.crowd.learn(day, subject, relation, object)
            if "path" in self.families:
                self.paths.learn(self.bodies, day, subject, relation, object)
        self.bodies.add(day, subject, relation, object, row)
        self.crowd.add(day, relation, object)
        self.last_day = day

    def fire(self, day: int, *, subject: Ints, relation: Ints) -> Fired:
        """Return the candidates of some queries on the morning of a day.

        Parameters
        ----------
        day
            The day asked about; all facts learnt from must be of earlier days.
        subject, relation
            The queries, of one length; a relation of `n_relations` or more asks for the
            one who does it to the subject.

        Raises
        ------
        ForecastError
            If the table knows facts of that day or later.
        """
        if self.last_day is not None and day <= self.last_day:
            raise ForecastError(f"rules have seen day {self.last_day}: too late to ask of {day}")
        owner, body = self.bodies.of_subjects(subject)
        ways, head = self.bodies.relation(body), relation[owner]
        family = families_of(ways, head, self.n_relations)
        sure = self.counts.confidence(ways, cells_of(self.bodies, body, day), head)
        wanted = np.array([name in self.families for name in PAIR_FAMILIES])[family]
        wanted &= self.counts.support(ways, head) >= self.min_support
        cell = owner * self.n_entities + self.bodies.object(body)
        cell, family, sure, body = (part[wanted] for part in (cell, family, sure, body))
        crowd, extra = self._crowd(day, relation)
        joined, by_path = self._joined(day, subject, relation)
        pairs = np.unique(np.concatenate([cell, extra, joined]))
        n = len(FAMILIES)
        by_family, strongest = np.zeros((len(pairs), n)), np.full((len(pairs), n), -1)
        place = np.searchsorted(pairs, cell)
        order = np.lexsort((-self.bodies.relation(body), sure))  # the surest is written last
        place, family, sure, body = (part[order] for part in (place, family, sure, body))
        by_family[place, family], strongest[place, family] = sure, body
        query, object_ = pairs // self.n_entities, pairs % self.n_entities
        if crowd is not None:
            by_family[:, FAMILIES.index("crowd")] = crowd[0][crowd[1][query], object_]
        by_family[np.searchsorted(pairs, joined), FAMILIES.index("path")] = by_path
        trust = np.array([TRUST[name] for name in FAMILIES])
        return Fired(
            query=query,
            object=object_,
            score=-np.expm1((np.log1p(-by_family) * trust).sum(axis=1)),
            by_family=by_family,
            body=np.where(strongest >= 0, self.bodies.relation(strongest), -1),
            row=np.where(strongest >= 0, self.bodies.row[strongest], -1),
        )

    def _joined(self, day: int, subject: Ints, relation: Ints) -> tuple[Ints, Floats]:
        """Return the candidates that paths join to the subjects, and their confidences."""
        if "path" not in self.families or not len(subject):
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        query, object_, sure = self.paths.confidence(self.bodies, day, subject, relation)
        return query * self.n_entities + object_, sure

    def _crowd(self, day: int, relation: Ints) -> tuple[tuple[Floats, Ints] | None, Ints]:
        """Return confidences by head and entity with each query's head, and candidates."""
        if "crowd" not in self.families or not len(relation):
            return None, np.zeros(0, dtype=np.int64)
        heads, which = np.unique(relation, return_inverse=True)
        sure = np.stack([self.crowd.confidence(day, head) for head in heads.tolist()])
        n = min(CROWD_CANDIDATES, self.n_entities)
        first = np.argsort(-sure, axis=1, kind="stable")[:, :n]
        extra = np.arange(len(relation))[:, None] * self.n_entities + first[which]
        return (sure, np.asarray(which, dtype=np.int64)), extra.ravel()


def fit_rules(
    facts: Facts,
    *,
    until_day: int,
    families: Sequence[Family] = FAMILIES,
    min_support: int = 5,
) -> RuleTable:
    """Mine the rules of a history.

    Parameters
    ----------
    facts
        In any order; those of `until_day` and later are not looked at.
    until_day
        The first day that is not known.
    families
        Which rules to mine.
    min_support
        Rules with fewer cases of their body are not fired.

    Returns
    -------
    RuleTable
        To be kept up with `update`. Grounding names facts by their place in `facts`.

    Raises
    ------
    ForecastError
        If a family is unknown, or there are more relations than rules can be kept for.

    References
    ----------
    Liu and others (2022), TLogic, AAAI; Gastinger and others (2025), CountTRuCoLa.

    Examples
    --------
    Whoever is accused (relation 0) denies it (1) on the next day:

    >>> day = np.arange(20)
    >>> back = (day % 2).astype(np.int64)
    >>> facts = Facts(back, back, 1 - back, day, n_entities=2, n_relations=2)
    >>> table = fit_rules(facts, until_day=19)
    >>> fired = table.fire(19, subject=np.array([1]), relation=np.array([1]))
    >>> int(fired.object[np.argmax(fired.score)]), bool(fired.score.max() > 0.5)
    (0, True)
    """
    table = RuleTable(
        facts.n_entities, facts.n_relations, families=families, min_support=min_support
    )
    # Rows are numbered as the caller has them, also when some are not looked at.
    known = np.flatnonzero(facts.day < until_day)
    for day, subject, relation, object_, row in _days(facts.take(known)):
        table._take_in(day, subject, relation, object_, known[row])
    table.n_rows = len(facts)
    return table


def _days(facts: Facts) -> Iterator[tuple[int, Ints, Ints, Ints, Ints]]:
    """Yield day, subject, relation, object and row of each day, both ways, each once."""
    order = np.argsort(facts.day, kind="stable")
    edges = np.flatnonzero(np.diff(facts.day[order])) + 1
    for rows in np.split(order, edges):
        if not len(rows):
            continue
        s, r, o = facts.subject[rows], facts.relation[rows], facts.object[rows]
        subject, object_ = np.concatenate([s, o]), np.concatenate([o, s])
        relation = np.concatenate([r, r + facts.n_relations])
        ways = 2 * facts.n_relations
        key = (subject * ways + relation) * facts.n_entities + object_
        both = np.concatenate([rows, rows])
        sort = np.lexsort((both, key))
        _, first = np.unique(key[sort], return_index=True)
        once = sort[first]
        yield int(facts.day[rows[0]]), subject[once], relation[once], object_[once], both[once]
