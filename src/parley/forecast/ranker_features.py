"""What the ranker looks at for each query and candidate.

In: queries, candidates, the history of the days before. Out: named columns of numbers.
The idea to know: the first word of a name is its family (`triple`, `dyad`, `object`,
`names`, `third`, `rules`, `near`, `context`), and an ablation takes out a family by that
word; features that are alike for all candidates of a query (`context`) still matter,
because trees let them decide how the others count.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parley.dynamics.series import Ints
from parley.forecast.ranker_counts import (
    FADES,
    LONG_AGO,
    MONTH,
    SEASON,
    WEEK,
    FadingCounts,
    Floats32,
    days_ago,
)
from parley.forecast.ranker_history import History, Morning
from parley.forecast.ranker_laws import Laws
from parley.forecast.ranker_lowrank import Neighbours, unit_rows

__all__ = ["FAMILIES", "Asked", "family_of", "features_of"]

FAMILIES = ("triple", "dyad", "object", "names", "third", "rules", "near", "context")
"""Families that an ablation can take out."""

_EVER_SMALL = np.float32(1e-3)


def family_of(name: str) -> str:
    """Return the family of a feature or plain forecast.

    Examples
    --------
    >>> family_of("dyad.days_ago")
    'dyad'
    """
    return name.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Asked:
    """Candidates of a block of queries: for each row its query's place and its entity."""

    day: int
    subject: Ints
    relation: Ints
    query: Ints
    object: Ints

    @property
    def s(self) -> Ints:
        """The subject of each row."""
        return self.subject[self.query]

    @property
    def r(self) -> Ints:
        """The relation of each row."""
        return self.relation[self.query]


Columns = dict[str, np.ndarray]


def features_of(
    history: History,
    morning: Morning,
    near: Neighbours,
    laws: Laws,
    crowd: Floats32,
    asked: Asked,
) -> Columns:
    """Return the features of candidates, each an array with one number a row."""
    columns: Columns = {}
    columns |= _dyad_features(history, asked)
    columns |= _object_features(history, asked)
    columns |= _name_features(history, morning, asked)
    columns |= _near_features(history, morning, near, asked)
    columns |= _rule_features(history, laws, crowd, asked)
    columns |= _context_features(history, morning, laws, asked)
    return columns


def _counts(
    name: str, table: FadingCounts, rows: Ints, day: int, fades: tuple[int, ...]
) -> Columns:
    """Return counts of rows at some rates, ever, and the days since the last."""
    found: Columns = {f"{name}_{FADES[f]:g}": table.fading(rows, f) for f in fades}
    found[f"{name}_ever"] = table.total[rows]
    found[f"{name}_days_ago"] = days_ago(day, table.last[rows])
    return found


def _share(part: FadingCounts, rows: Ints, whole: FadingCounts, of: Ints, fade: int) -> Floats32:
    """Return which share of the whole lies in the part."""
    share = part.fading(rows, fade) / np.maximum(whole.fading(of, fade), _EVER_SMALL)
    return share.astype(np.float32)


def _dyad_features(history: History, asked: Asked) -> Columns:
    """Return what the pair has done: this act, acts this way, acts the other way, any."""
    h, s, r, o, day = history, asked.s, asked.r, asked.object, asked.day
    way, pair = h.way(r), s * h.n_entities + o
    triple, dyad = h.triple.find(pair * h.width + r), h.dyad.find(pair * 2 + way)
    act, party = h.act.find(s * h.width + r), h.party.find(s * 2 + way)
    every = (0, WEEK, MONTH, SEASON)
    columns = _counts("triple.same", h.triple, triple, day, every)
    columns |= _counts("dyad.same_way", h.dyad, dyad, day, every)
    back = h.dyad.find(pair * 2 + 1 - way)
    columns |= _counts("dyad.other_way", h.dyad, back, day, (0, SEASON))
    for fade in (0, WEEK, SEASON):
        columns[f"triple.share_{FADES[fade]:g}"] = _share(h.triple, triple, h.act, act, fade)
        columns[f"dyad.share_{FADES[fade]:g}"] = _share(h.dyad, dyad, h.party, party, fade)
    met, rows = h.triples_of(h.dyad_start, h.dyad_rows(s, o))
    columns["dyad.n_relations"] = np.bincount(rows, minlength=len(s)).astype(np.float32)
    last = np.full(len(s), -LONG_AGO, np.int32)
    np.maximum.at(last, rows, h.triple.last[met])
    columns["dyad.days_ago"] = days_ago(day, last)
    return columns


def _object_features(history: History, asked: Asked) -> Columns:
    """Return how often the candidate meets with the relation, and with anything."""
    h, r, o, day = history, asked.r, asked.object, asked.day
    way = h.way(r)
    received = h.received.find(r * h.n_entities + o)
    party, other = h.party.find(o * 2 + 1 - way), h.party.find(o * 2 + way)
    columns = _counts("object.received", h.received, received, day, (0, WEEK, MONTH))
    columns |= _counts("object.any", h.party, party, day, (0, MONTH, SEASON))
    columns |= _counts("object.acts", h.party, other, day, (WEEK, SEASON))
    columns["object.share"] = _share(h.received, received, h.acts, h.acts.find(r), SEASON)
    columns["object.own_share"] = _share(h.received, received, h.party, party, SEASON)
    return columns


def _name_features(history: History, morning: Morning, asked: Asked) -> Columns:
    """Return what countries and kinds of party tell."""
    h, names, s, r, o = history, history.names, asked.s, asked.r, asked.object
    hs, ho, ks, ko = names.home[s], names.home[o], names.kind[s], names.kind[o]
    act_of_home = hs * h.width + r
    columns = _counts(
        "names.home_act", h.home_received,
        np.where(hs > 0, h.home_received.find(act_of_home * h.n_entities + o), h.home_received.n),
        asked.day, (WEEK, SEASON),
    )  # fmt: skip
    unknown = (hs == 0) | (ho == 0)
    columns["names.same_home"] = np.where(unknown, -1, hs == ho)
    homes = np.where(unknown, h.homes.n, h.homes.find((hs * names.n_homes + ho) * 2 + h.way(r)))
    columns["names.homes_week"] = h.homes.fading(homes, WEEK)
    columns["names.homes_season"] = h.homes.fading(homes, SEASON)
    for name, entity, home in (("subject", s, ho), ("object", o, hs)):
        row = h.party_home.find(entity * names.n_homes + home)
        busy = sum(h.party.fading(h.party.find(entity * 2 + way), SEASON) for way in (0, 1))
        share = h.party_home.fading(row, SEASON) / np.maximum(busy, _EVER_SMALL)
        columns[f"names.{name}_with_home"] = np.where(home == 0, -1, share)
    kind_act = h.kind_act.fading(h.kind_act.find(ks * h.width + r), SEASON) + 1
    kinds = h.kinds.find((ks * h.width + r) * names.n_kinds + ko)
    columns["names.kinds"] = h.kinds.fading(kinds, SEASON) / kind_act
    row = h.kind_received.find((ks * h.width + r) * h.n_entities + o)
    columns["names.kind_object"] = h.kind_received.fading(row, SEASON) / kind_act
    columns["names.relation_kind"] = morning.received_kind[r, ko]
    home_act = h.home_act.fading(h.home_act.find(act_of_home), SEASON) + 1
    row = h.home_homes.find(act_of_home * names.n_homes + ho)
    columns["names.home_homes"] = h.home_homes.fading(row, SEASON) / home_act
    row = np.where(ho > 0, h.act_home.find((s * h.width + r) * names.n_homes + ho), h.act_home.n)
    columns["names.act_home"] = h.act_home.fading(row, SEASON)
    columns["names.kind_share"] = morning.kind_share[ko]
    return columns


def _near_features(history: History, morning: Morning, near: Neighbours, asked: Asked) -> Columns:
    """Return how alike the candidate is to the subject and to its usual objects."""
    s, o, query = asked.s, asked.object, asked.query
    columns: Columns = {
        "near.partners": _dots(near.near[s], near.near[o]),
        "near.partners_lately": _dots(near.near_lately[s], near.near_lately[o]),
        "near.expected": _dots(near.left[s], near.right[o]),
    }
    act = history.act.find(asked.subject * history.width + asked.relation)
    known = act < history.act.n
    usual = morning.whole_acts[np.where(known, act, 0)] @ near.near
    usual[~known] = 0
    lately = morning.whole_dyads_lately[asked.subject] @ near.near
    crowd = morning.received_week[asked.relation] @ near.near[morning.columns]
    for name, centre in (("usual", usual), ("lately", lately), ("crowd", crowd)):
        columns[f"near.{name}"] = _dots(unit_rows(centre)[query], near.near[o])
    return columns


def _dots(one: Floats32, other: Floats32) -> Floats32:
    found: Floats32 = np.einsum("ij,ij->i", one, other)
    return found


def _rule_features(history: History, laws: Laws, crowd: Floats32, asked: Asked) -> Columns:
    """Return what pair laws and crowd laws say of each candidate."""
    h, n = history, len(asked.object)
    triple, row = h.triples_of(h.dyad_start, h.dyad_rows(asked.s, asked.object))
    head = asked.r[row]
    sure = laws.confidence(h, asked.day, head, triple)
    doubt = np.bincount(row, np.log1p(-np.minimum(sure, 0.999)), minlength=n)
    columns: Columns = {"rules.noisy_or": 1 - np.exp(doubt)}
    kind = laws.kind(head, h.triple_relation[triple])
    for name, chosen in (("any", kind >= 0), ("other_act", kind == 1), ("mirror", kind == 2)):
        strongest = np.zeros(n)
        np.maximum.at(strongest, row[chosen], sure[chosen])
        columns[f"rules.{name}_strongest"] = strongest
        columns[f"rules.{name}_sum"] = np.bincount(row[chosen], sure[chosen], minlength=n)
    columns["rules.crowd_share"] = crowd[asked.r, asked.object]
    return columns


def _context_features(history: History, morning: Morning, laws: Laws, asked: Asked) -> Columns:
    """Return what kind of query it is: alike for all its candidates."""
    h, s, r = history, asked.subject, asked.relation
    way = h.way(r)
    act, party = h.act.find(s * h.width + r), h.party.find(s * 2 + way)
    columns = _counts("context.act", h.act, act, asked.day, (WEEK,))
    columns |= _counts("context.subject", h.party, party, asked.day, (WEEK,))
    columns["context.relation"] = h.acts.fading(h.acts.find(r), SEASON)
    columns["context.kind_share"] = morning.kind_share[h.names.kind[s]]
    habit, own = laws.relation_habit(r), laws.party_habit(s, way)
    for place, name in enumerate(("repeats", "same_dyad")):
        columns[f"context.relation_{name}"] = habit[:, place]
        columns[f"context.subject_{name}"] = own[:, place]
    return {name: column[asked.query] for name, column in columns.items()}
