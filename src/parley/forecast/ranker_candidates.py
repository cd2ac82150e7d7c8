"""Candidates: who may be the answer, by a mixture of plain forecasts.

In: queries of a day, the morning's matrices. Out: `Shares`, one distribution over
entities for each plain forecast, their mixture, and its best entities. The ideas to know:
each plain forecast is one habit of acting (what s did so to, whom s deals with, who meets
with r, who is of the subject's country, who resembles its partners); the weights of the
mixture are learnt by expectation maximisation, a step a day, apart for subjects whose act
is new and those with much history (Jelinek and Mercer 1980); and rows are reckoned one by
one in blocks of a fixed size, so no query can move another, not even in the last digit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from parley.dynamics.series import Ints
from parley.forecast.ranker_counts import Floats32
from parley.forecast.ranker_history import History, Morning, even_rows
from parley.forecast.ranker_lowrank import Neighbours

__all__ = ["BLOCK", "PLAIN", "Shares", "Weights", "best_candidates", "plain_shares"]

BLOCK = 128
"""Queries reckoned at once; blocks are filled up, so products see one shape only."""

PLAIN = (
    "triple.week", "triple.season", "dyad.week", "dyad.season", "object.week", "object.season",
    "object.any", "names.home_act", "third.partners", "names.home_kind", "names.home_kind_act",
    "names.home_object", "names.home_any", "dyad.object", "dyad.kind", "third.two_step",
    "rules.crowd", "near.partners", "near.acts",
)  # fmt: skip
"""The plain forecasts; the first word is the family."""

_SEEN_BEFORE = (1, 4, 16, 64)
_MEMORY = 0.97


class Weights:
    """How much each plain forecast counts, learnt day by day.

    Weights are apart for acts seen never, 1 to 3, 4 to 15, 16 to 63 times and more.
    """

    def __init__(self) -> None:
        """Begin with all alike."""
        self._given = np.full((len(_SEEN_BEFORE) + 1, len(PLAIN)), 3.0)
        self._pending = np.zeros_like(self._given)

    def of(self, history: History, subject: Ints, relation: Ints) -> Floats32:
        """Return the weights for queries, shape (n_queries, n_plain), rows sum to one."""
        given = self._given / self._given.sum(axis=1, keepdims=True)
        rows: Floats32 = given[self._group(history, subject, relation)].astype(np.float32)
        return rows

    def note(self, history: History, subject: Ints, relation: Ints, shares: Floats32) -> None:
        """Note what each plain forecast gave to answers, shape (n_answers, n_plain)."""
        weighted = self.of(history, subject, relation).astype(np.float64) * shares
        weighted /= np.maximum(weighted.sum(axis=1, keepdims=True), 1e-12)
        np.add.at(self._pending, self._group(history, subject, relation), weighted)

    def learn(self, days: int = 1) -> None:
        """Take in what was noted; earlier days fade."""
        self._given = self._given * _MEMORY**days + self._pending
        self._pending = np.zeros_like(self._given)

    @staticmethod
    def _group(history: History, subject: Ints, relation: Ints) -> Ints:
        rows = history.act.find(subject * history.width + relation)
        return np.searchsorted(_SEEN_BEFORE, history.act.total[rows], side="right")


@dataclass(frozen=True, slots=True)
class Shares:
    """What plain forecasts give for a block of queries: `of` is (n_plain, n_queries, n_columns)."""

    of: list[Floats32]
    mixture: Floats32


def plain_shares(
    history: History,
    morning: Morning,
    near: Neighbours,
    crowd: Floats32,
    *,
    subject: Ints,
    relation: Ints,
    weights: Floats32,
) -> Shares:
    """Return the plain forecasts of a block of queries and their mixture."""
    names, m = history.names, morning
    columns = m.columns
    kinds, homes = names.kind[columns], names.home[columns]
    act = _rows_or_none(history.act.find(subject * history.width + relation), history.act.n)
    act_week, act_season = (_spread(part, act) for part in (m.acts_week, m.acts_season))
    dyad_week, dyad_season = (
        even_rows(part[subject].toarray()) for part in (m.dyads_week, m.dyads_season)
    )
    received = m.received_season[relation]
    home_act = history.home_act.find(names.home[subject] * history.width + relation)
    home_act = np.where(names.home[subject] > 0, home_act, history.home_act.n)
    home = _home_shares(history, m, subject)
    of_home = home @ m.home_activity
    kind_now = _kind_shares(history, m, subject, relation)
    lift = (kind_now / np.maximum(m.kind_share, np.float32(1e-7)))[:, kinds].astype(np.float32)
    partners = m.whole_dyads[subject]
    taste = np.sqrt(0.7 * act_season + 0.3 * dyad_season) * near.object_weight[columns]
    objects = near.objects[columns]
    likeness = np.maximum(near.near[subject] @ near.near[columns].T, 0)
    found = [
        act_week,
        act_season,
        dyad_week,
        dyad_season,
        m.received_week[relation],
        received,
        np.broadcast_to(m.popular, act_week.shape),
        _spread(m.home_acts, _rows_or_none(home_act, history.home_act.n)),
        even_rows(_third_party(history, m, partners, relation)),
        even_rows(home[:, homes] * m.received_kind[relation][:, kinds]),
        even_rows(of_home * lift),
        even_rows(of_home * np.sqrt(received + np.float32(1e-7) * m.popular)),
        even_rows(of_home * np.sqrt(m.popular + np.float32(1e-7))),
        even_rows(np.sqrt(dyad_season * (received + np.float32(1e-6)))),
        even_rows(np.sqrt(dyad_week) * lift),
        even_rows((partners @ m.dyads_season).toarray()),
        even_rows(of_home * np.sqrt(crowd[relation][:, columns])),
        even_rows(likeness**3 * np.sqrt(received + np.float32(1e-6))),
        even_rows(np.maximum((taste @ objects) @ objects.T, 0) ** 2),
    ]
    mixture = np.zeros_like(act_week)
    for place, shares in enumerate(found):
        mixture += weights[:, place, None] * shares
    return Shares(found, mixture)


def best_candidates(mixture: Floats32, n_best: int) -> Ints:
    """Return the columns of the highest values of each row, best first; ties by column.

    Examples
    --------
    >>> best_candidates(np.array([[0.1, 0.4, 0.4]], np.float32), 2).tolist()
    [[1, 2]]
    """
    n_best = min(n_best, mixture.shape[1])
    part = np.sort(np.argpartition(-mixture, n_best - 1, axis=1)[:, :n_best], axis=1)
    order = np.argsort(-np.take_along_axis(mixture, part, axis=1), axis=1, kind="stable")
    best: Ints = np.take_along_axis(part, order, axis=1)
    return best


def _rows_or_none(rows: Ints, n_rows: int) -> tuple[Ints, np.ndarray]:
    """Return rows that exist, and which of them were asked for."""
    known = rows < n_rows
    return np.where(known, rows, 0), known


def _spread(matrix: sp.csr_matrix, rows: tuple[Ints, np.ndarray]) -> Floats32:
    if not matrix.shape[0]:
        return np.zeros((len(rows[0]), matrix.shape[1]), np.float32)
    dense = matrix[rows[0]].toarray()
    dense[~rows[1]] = 0
    return even_rows(dense)


def _third_party(
    history: History, morning: Morning, partners: sp.csr_matrix, relation: Ints
) -> Floats32:
    """Return what the subject's partners do by the relation asked for."""
    pairs = partners.tocoo()
    rows = history.act.find(pairs.col.astype(np.int64) * history.width + relation[pairs.row])
    known = rows < history.act.n
    ties = sp.csr_matrix(
        (pairs.data[known], (pairs.row[known], rows[known])),
        shape=(len(relation), history.act.n),
    )
    dense: Floats32 = (ties @ morning.acts_season).toarray()
    return dense


def _home_shares(history: History, morning: Morning, subject: Ints) -> Floats32:
    """Return with which homes a subject has to do, its own by name among them."""
    homes = morning.party_homes[subject].toarray()
    homes[np.arange(len(subject)), history.names.home[subject]] += 1.0
    homes[:, 0] += 0.1
    return even_rows(homes)


def _kind_shares(history: History, morning: Morning, subject: Ints, relation: Ints) -> Floats32:
    """Return which kinds meet with a relation from the subject's kind; few cases lean on all."""
    n_kinds, width = history.names.n_kinds, history.width
    table = history.kinds
    keys = history.names.kind[subject] * width + relation
    found, back = np.unique(keys, return_inverse=True)
    starts = np.searchsorted(table.keys, np.stack([found, found + 1]) * n_kinds)
    counts = np.zeros((len(found), n_kinds), np.float32)
    for row, (first, last) in enumerate(starts.T.tolist()):
        counts[row, table.keys[first:last] % n_kinds] = table.recent[first:last, -1]
    return even_rows(counts[back] + np.float32(5) * morning.received_kind[relation])
