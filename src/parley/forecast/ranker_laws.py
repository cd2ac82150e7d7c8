"""What followed what: shares learnt from past queries, for the ranker's rules.

In: the queries of a day, and the history of the days before. Out: `Laws`, updated. Three
kinds are kept. *Pair laws*: of the dyads that had seen relation b so many days ago, and
so often, in how many was r the answer when r was asked of the subject. *Crowd laws*: of
the entities that met with b from anyone in the last days, how many met with r. *Habits*:
how often the answers of a relation, or of a subject, repeat a triple, repeat a dyad, or
are new. The idea to know: the laws are counted before the day is taken in, with the very
look-ups that features use, so a law tells how good that look-up has been.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from parley.dynamics.series import Ints
from parley.dynamics.windows import Floats
from parley.forecast.ranker_counts import Floats32
from parley.forecast.ranker_history import History, even_rows
from parley.forecast.tkg_protocol import DayQueries

__all__ = ["Laws"]

LAGS = np.array([1, 2, 3, 4, 6, 9, 15, 31, 61, 121])
"""First days of the stretches of lag a pair law tells apart."""
OFTEN = (2, 5)
"""Counts from which a body has been seen again, and often."""
CROWD_DAYS = ((1, 1), (2, 3), (4, 7))
_DRAWN_TO, _CROWD_DRAWN_TO, _HABIT_FADE = 5.0, 20.0, 0.98


class Laws:
    """Shares learnt day by day."""

    def __init__(self, n_entities: int, n_relations: int) -> None:
        """Begin with no cases."""
        width = 2 * n_relations
        self.n_relations, self.width = n_relations, width
        self.n_boxes = len(LAGS) * (len(OFTEN) + 1)
        self._followed = np.zeros((width * width * self.n_boxes), np.float32)
        self._could = np.zeros_like(self._followed)
        self._kind_followed = np.zeros(3 * self.n_boxes)
        self._kind_could = np.zeros(3 * self.n_boxes)
        self._crowd_met = np.zeros((len(CROWD_DAYS), width, width), np.float32)
        self._crowd_could = np.zeros_like(self._crowd_met)
        self._relation_habit = np.ones((width, 3), np.float32)
        self._party_habit = np.ones((2 * n_entities, 3), np.float32)

    def learn(self, history: History, asked: DayQueries) -> None:
        """Learn from the queries of a day not yet taken in."""
        if not len(asked):
            return
        self._learn_pairs(history, asked)
        self._learn_crowds(history, asked)
        self._learn_habits(history, asked)

    def confidence(self, history: History, day: int, head: Ints, triple: Ints) -> Floats:
        """Return how surely `head` follows from triples of the same dyad, in [0, 1].

        A pair of relations with few cases is drawn to all pairs of its kind.
        """
        box = self._box(history, day, triple)
        body = history.triple_relation[triple]
        kind = self.kind(head, body) * self.n_boxes + box
        drawn_to = (self._kind_followed[kind] + 1e-3) / (self._kind_could[kind] + 1.0)
        cell = (head * self.width + body) * self.n_boxes + box
        share: Floats = (self._followed[cell] + _DRAWN_TO * drawn_to) / (
            self._could[cell] + _DRAWN_TO
        )
        return share

    def kind(self, head: Ints, body: Ints) -> Ints:
        """Return 0 where body and head are one relation, 1 the same way round, 2 the other."""
        same_way = (head < self.n_relations) == (body < self.n_relations)
        return np.where(head == body, 0, np.where(same_way, 1, 2))

    def crowd(self, history: History, day: int) -> Floats32:
        """Return for each relation the shares of entities that crowd laws speak for.

        Shape (2 * n_relations, n_entities), rows sum to one.
        """
        shares = np.zeros((self.width, history.n_entities), np.float32)
        for met, could, bodies in zip(
            self._crowd_met, self._crowd_could, _bodies(history, day), strict=True
        ):
            overall = met.sum() / max(float(could.sum()), 1.0)
            law = (met + _CROWD_DRAWN_TO * overall) / (could + _CROWD_DRAWN_TO)
            shares += (bodies.T @ law.T.astype(np.float32)).T
        return even_rows(shares + np.float32(1e-6))

    def relation_habit(self, relation: Ints) -> Floats32:
        """Return shares of answers that repeat the triple, the dyad alone, neither."""
        return even_rows(self._relation_habit[relation])

    def party_habit(self, subject: Ints, way: Ints) -> Floats32:
        """Return the same shares for the answers about a subject, by way."""
        return even_rows(self._party_habit[subject * 2 + way])

    def _box(self, history: History, day: int, triple: Ints) -> Ints:
        lag = day - history.triple.last[triple]
        often = np.searchsorted(OFTEN, history.triple.total[triple], side="right")
        box: Ints = np.searchsorted(LAGS, lag, side="right") - 1 + len(LAGS) * often
        return box

    def _learn_pairs(self, history: History, asked: DayQueries) -> None:
        triple, query = history.triples_of(history.subject_start, asked.subject)
        self._count(history, asked.day, asked.relation[query], triple, could=True)
        # An answer told twice on a day is one case.
        of, object_ = np.unique([asked.of, asked.object], axis=1)
        dyad = history.dyad_rows(asked.subject[of], object_)
        triple, answer = history.triples_of(history.dyad_start, dyad)
        head = asked.relation[of][answer]
        self._count(history, asked.day, head, triple, could=False)

    def _count(self, history: History, day: int, head: Ints, triple: Ints, *, could: bool) -> None:
        box = self._box(history, day, triple)
        body = history.triple_relation[triple]
        cell = (head * self.width + body) * self.n_boxes + box
        np.add.at(self._could if could else self._followed, cell, np.float32(1))
        kind = self.kind(head, body) * self.n_boxes + box
        counts = np.bincount(kind, minlength=3 * self.n_boxes)
        if could:
            self._kind_could += counts
        else:
            self._kind_followed += counts

    def _learn_crowds(self, history: History, asked: DayQueries) -> None:
        relation = asked.relation[asked.of]
        met = sp.csr_matrix(
            (np.ones(len(relation), np.float32), (relation, asked.object)),
            shape=(self.width, history.n_entities),
        )
        n_asked = np.bincount(relation, minlength=self.width)[:, None]
        for place, bodies in enumerate(_bodies(history, asked.day)):
            self._crowd_met[place] += (met @ bodies.T).toarray()
            self._crowd_could[place] += n_asked * np.asarray(bodies.sum(axis=1)).ravel()[None, :]

    def _learn_habits(self, history: History, asked: DayQueries) -> None:
        subject, relation = asked.subject[asked.of], asked.relation[asked.of]
        key = (subject * history.n_entities + asked.object) * self.width + relation
        repeats = history.triple.last[history.triple.find(key)] >= 0
        _, answer = history.triples_of(history.dyad_start, history.dyad_rows(subject, asked.object))
        met = np.bincount(answer, minlength=len(subject)) > 0
        habit = np.where(repeats, 0, np.where(met, 1, 2))
        self._relation_habit *= _HABIT_FADE
        self._party_habit *= _HABIT_FADE
        np.add.at(self._relation_habit, (relation, habit), 1)
        np.add.at(self._party_habit, (subject * 2 + history.way(relation), habit), 1)


def _bodies(history: History, day: int) -> list[sp.csr_matrix]:
    """Return which relations each entity met with from anyone, by how many days ago."""
    table = history.received
    lag = day - table.last[:-1]
    met = []
    for first, last in CROWD_DAYS:
        rows = np.flatnonzero((table.last[:-1] >= 0) & (lag >= first) & (lag <= last))
        place = (table.keys[rows] // history.n_entities, table.keys[rows] % history.n_entities)
        met.append(
            sp.csr_matrix(
                (np.ones(len(rows), np.float32), place),
                shape=(history.width, history.n_entities),
            )
        )
    return met
