"""What the ranker remembers: who did what to whom, counted under every key it asks for.

In: facts, both ways round, and what names tell. Out: `History`, tables of fading counts
moved on day by day, and `Morning`, matrices for all queries of a day. The idea to know: a
day is taken in whole and after its queries are answered, so nothing a query sees can come
from its own day.

Relations are counted both ways: `r` from subject to object, `r + n_relations` back. The
`way` of a relation is 0 or 1, for the one or the other half.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from parley.dynamics.rules_ground import Facts, span_rows
from parley.dynamics.series import Ints
from parley.forecast.ranker_counts import MONTH, SEASON, WEEK, FadingCounts, Floats32
from parley.forecast.ranker_names import Names
from parley.forecast.tkg_protocol import DayQueries, both_ways, day_queries

__all__ = ["History", "Morning", "even_rows"]


class History:
    """Counts of a stretch of days under the keys that features are made of."""

    def __init__(self, facts: Facts, names: Names) -> None:
        """Lay out the tables; nothing is known until days are taken in."""
        self.names = names
        self.n_entities, self.n_relations = facts.n_entities, facts.n_relations
        self.width = 2 * facts.n_relations
        self.subject, self.relation, self.object, self.day = both_ways(facts)
        s, r, o, n, width = self.subject, self.relation, self.object, self.n_entities, self.width
        way = self.way(r)
        home, kind = names.home, names.kind
        self.triple = FadingCounts((s * n + o) * width + r)
        self.dyad = FadingCounts((s * n + o) * 2 + way)
        self.act = FadingCounts(s * width + r)
        self.received = FadingCounts(r * n + o)
        self.party = FadingCounts(s * 2 + way)
        self.acts = FadingCounts(r)
        self.home_received = FadingCounts((home[s] * width + r) * n + o)
        self.home_act = FadingCounts(home[s] * width + r)
        self.act_home = FadingCounts((s * width + r) * names.n_homes + home[o])
        self.homes = FadingCounts((home[s] * names.n_homes + home[o]) * 2 + way)
        self.home_homes = FadingCounts((home[s] * width + r) * names.n_homes + home[o])
        self.party_home = FadingCounts(s * names.n_homes + home[o])
        self.kinds = FadingCounts((kind[s] * width + r) * names.n_kinds + kind[o])
        self.kind_act = FadingCounts(kind[s] * width + r)
        self.kind_received = FadingCounts((kind[s] * width + r) * n + o)
        self.received_kind = FadingCounts(r * names.n_kinds + kind[o])
        self.tables = [table for table in vars(self).values() if isinstance(table, FadingCounts)]
        self.n_days = 0
        self._lay_out()

    def _lay_out(self) -> None:
        """Note where the triples of a dyad, a subject and an act stand."""
        n, width = self.n_entities, self.width
        keys = self.triple.keys
        dyads = keys // width
        self.triple_relation = keys % width
        self.triple_subject, self.triple_object = dyads // n, dyads % n
        self.dyad_keys, self.triple_dyad = np.unique(dyads, return_inverse=True)
        # The last dyad stands for all that were never met: it holds no triple.
        ends = (len(keys), len(keys))
        self.dyad_start = np.append(np.searchsorted(dyads, self.dyad_keys), ends)
        self.subject_start = np.searchsorted(self.triple_subject, np.arange(n + 1))
        self.by_act = np.lexsort((self.triple_object, self.triple_relation, self.triple_subject))
        act_keys = (self.triple_subject * width + self.triple_relation)[self.by_act]
        self.act_start = np.append(np.searchsorted(act_keys, self.act.keys), len(keys))
        pairs = self.dyad.keys // 2
        self.pair_object = pairs % n
        self.pair_start = np.searchsorted(pairs // n, np.arange(n + 1))
        self.home_act_start = np.append(
            np.searchsorted(self.home_received.keys // n, self.home_act.keys),
            self.home_received.n,
        )

    def way(self, relation: Ints) -> Ints:
        """Return 0 for relations towards the object, 1 for their inverses."""
        return (relation >= self.n_relations).astype(np.int64)

    def inverse(self, relation: Ints) -> Ints:
        """Return the relations seen from the other side."""
        return (relation + self.n_relations) % self.width

    def facts_of(self, day: int) -> slice:
        """Return where the facts of a day stand."""
        first, last = np.searchsorted(self.day, [day, day + 1])
        return slice(int(first), int(last))

    def asked_on(self, day: int) -> DayQueries:
        """Return the queries that the facts of a day answer."""
        rows = self.facts_of(day)
        return day_queries(
            day, self.subject[rows], self.relation[rows], self.object[rows],
            n_relations=self.n_relations,
        )  # fmt: skip

    def take_in(self, day: int) -> None:
        """Add the facts of a day, then let all counts fade to the next morning."""
        rows = self.facts_of(day)
        for table in self.tables:
            if rows.stop > rows.start:
                table.add(rows, day)
            table.pass_days()
        self.n_days += 1

    def dyad_rows(self, subject: Ints, object_: Ints) -> Ints:
        """Return the places of dyads in `dyad_keys`; its length for one not laid out."""
        keys = subject * self.n_entities + object_
        place = np.minimum(np.searchsorted(self.dyad_keys, keys), len(self.dyad_keys) - 1)
        return np.where(self.dyad_keys[place] == keys, place, len(self.dyad_keys))

    def triples_of(self, starts: Ints, rows: Ints) -> tuple[Ints, Ints]:
        """Return the triples seen so far in some spans, and the span each is of."""
        span, triple = span_rows(starts[rows], starts[rows + 1])
        seen = self.triple.last[triple] >= 0
        return triple[seen], span[seen]


@dataclass(frozen=True)
class Morning:
    """Matrices of what is known, for all queries of a day.

    `columns` are the entities that may be candidates without being asked for by name: all,
    or the most active. Rows of `acts_…` are those of `History.act`, of `dyads_…` subjects,
    of `home_acts` those of `History.home_act`, of `received_…` relations; columns those of
    `columns`, but for the `whole_` ones, whose columns are all entities.
    """

    columns: Ints
    whole_acts: sp.csr_matrix
    whole_dyads: sp.csr_matrix
    whole_dyads_lately: sp.csr_matrix
    acts_week: sp.csr_matrix
    acts_season: sp.csr_matrix
    dyads_week: sp.csr_matrix
    dyads_season: sp.csr_matrix
    home_acts: sp.csr_matrix
    received_week: Floats32
    received_season: Floats32
    popular: Floats32
    received_kind: Floats32
    kind_share: Floats32
    party_homes: sp.csr_matrix
    home_activity: Floats32

    @classmethod
    def of(cls, history: History, *, n_columns: int) -> Morning:
        """Return the matrices of a history as it stands."""
        columns = _active(history, n_columns)
        names, n, width = history.names, history.n_entities, history.width
        acts = [_acts(history, fade) for fade in (WEEK, SEASON)]
        dyads = [_dyads(history, fade) for fade in (WEEK, MONTH, SEASON)]
        home_acts = _sparse(
            history.home_received.recent[:-1, SEASON],
            history.home_received.keys % n,
            history.home_act_start,
            (history.home_act.n, n),
        )
        activity = _activity(history)
        popular = activity[columns] / max(float(activity[columns].sum()), 1e-9)
        kinds = np.bincount(names.kind, activity, minlength=names.n_kinds)
        party_homes = _homes(history)
        cut = len(columns) < n
        return cls(
            columns=columns,
            whole_acts=acts[1],
            whole_dyads=dyads[2],
            whole_dyads_lately=dyads[1],
            acts_week=acts[0][:, columns] if cut else acts[0],
            acts_season=acts[1][:, columns] if cut else acts[1],
            dyads_week=dyads[0][:, columns] if cut else dyads[0],
            dyads_season=dyads[2][:, columns] if cut else dyads[2],
            home_acts=home_acts[:, columns] if cut else home_acts,
            received_week=_dense(history.received, width, n, WEEK)[:, columns],
            received_season=_dense(history.received, width, n, SEASON)[:, columns],
            popular=popular.astype(np.float32),
            received_kind=_dense(history.received_kind, width, names.n_kinds, SEASON),
            kind_share=(kinds / max(float(kinds.sum()), 1e-9)).astype(np.float32),
            party_homes=party_homes,
            home_activity=_home_activity(party_homes, names, columns),
        )


def even_rows(matrix: Floats32) -> Floats32:
    """Return a matrix with each row divided by its sum; rows of noughts stay.

    Examples
    --------
    >>> even_rows(np.array([[1.0, 3.0], [0.0, 0.0]], np.float32)).tolist()
    [[0.25, 0.75], [0.0, 0.0]]
    """
    shares: Floats32 = matrix / np.maximum(matrix.sum(axis=1, keepdims=True), np.float32(1e-12))
    return shares


def _activity(history: History) -> Floats32:
    """Return the fading number of acts of each entity, on either side."""
    activity = np.zeros(history.n_entities, np.float32)
    np.add.at(activity, history.party.keys // 2, history.party.recent[:-1, SEASON])
    return activity


def _active(history: History, n_columns: int) -> Ints:
    """Return the most active entities, in order of their numbers."""
    if history.n_entities <= n_columns:
        return np.arange(history.n_entities)
    return np.sort(np.argsort(-_activity(history), kind="stable")[:n_columns])


def _sparse(values: Floats32, columns: Ints, starts: Ints, shape: tuple[int, int]) -> sp.csr_matrix:
    """Return a matrix of what has been seen: places laid out for later are not in it."""
    matrix = sp.csr_matrix((values.copy(), columns.copy(), starts.copy()), shape=shape)
    matrix.eliminate_zeros()
    return matrix


def _acts(history: History, fade: int) -> sp.csr_matrix:
    order = history.by_act
    return _sparse(
        history.triple.recent[order, fade],
        history.triple_object[order],
        history.act_start,
        (history.act.n, history.n_entities),
    )


def _dyads(history: History, fade: int) -> sp.csr_matrix:
    """Return dyads by subject; both ways of a dyad are added up."""
    dyads = _sparse(
        history.dyad.recent[:-1, fade],
        history.pair_object,
        history.pair_start,
        (history.n_entities, history.n_entities),
    )
    dyads.sum_duplicates()
    return dyads


def _dense(table: FadingCounts, n_rows: int, n_columns: int, fade: int) -> Floats32:
    """Return a table whose keys are row * n_columns + column as a matrix, rows evened."""
    dense = np.zeros(n_rows * n_columns, np.float32)
    dense[table.keys] = table.recent[:-1, fade]
    return even_rows(dense.reshape(n_rows, n_columns))


def _homes(history: History) -> sp.csr_matrix:
    """Return how much each entity has to do with each home."""
    n_homes = history.names.n_homes
    table = history.party_home
    starts = np.searchsorted(table.keys // n_homes, np.arange(history.n_entities + 1))
    return _sparse(
        table.recent[:-1, SEASON], table.keys % n_homes, starts, (history.n_entities, n_homes)
    )


def _home_activity(party_homes: sp.csr_matrix, names: Names, columns: Ints) -> Floats32:
    """Return for each home the shares of those who have to do with it.

    A party by name of the home counts a little even when it was never seen.
    """
    activity = party_homes.T.tocsr()[:, columns].toarray()
    activity[0] = 0
    named = names.home[columns]
    has_home = np.flatnonzero(named)
    activity[named[has_home], has_home] += 0.05
    return even_rows(activity.astype(np.float32))
