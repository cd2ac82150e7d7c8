"""Which rules hold: of all dyads, of one actor, of one dyad.

In: a `History` of dyads' days. Out: `Mined`, the counts of one family, and `Drawn`, what
a dyad's own counts say once they are drawn towards what holds everywhere. The idea to
know: 3 of 4 is not 75 %. A dyad's count is drawn towards its own base rate, moved by as
much as the same rule moves base rates over all dyads, if it is a law there; the fewer the
dyad's own cases, the nearer it stays.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from parley.dynamics.rules_cases import Pooled, Tally, discoveries, pool, tally, turned, wilson
from parley.dynamics.rules_series import History, LawFamily, cubes
from parley.dynamics.series import Bools, Ints
from parley.dynamics.windows import Floats
from parley.terms import EVENT_TYPES, SYMMETRIC

__all__ = [
    "Drawn",
    "Mined",
    "chance_in_dyad",
    "draw",
    "kept_of_pool",
    "mine_family",
    "pool_interval",
    "usable",
]

LAW_RATE = 0.05
"""Of the laws found over all dyads, at most this share may be noise."""

OWN_RATE = 0.1
"""Of the rules found in one dyad alone, at most this share may be noise."""

LEAST_LIFT = 1.1
"""What lifts the base rate by less is no rule one would act on, however certain it is."""

PRIOR_CASES = 40.0
"""Cases that the expectation counts for beside a dyad's own.

Of 2, 5, 10, 20, 40, 80 and no end, 40 foretold best, by log loss, what followed in 600
dyads of ICEWS in June to August 2018 from what had followed before: most of what looks
like a dyad's own way is chance.
"""

BASE_WINDOWS = 6.0
"""Windows that the base rate of all dyads counts for beside a dyad's own; of 1, 3 and 6
the best, likewise."""

LENT_SHARE = 0.5
"""How much of the lift that a law has everywhere, in log-odds, is lent to a dyad; of 0,
0.5 and 1 the best, likewise."""

_SYMMETRIC_HEADS = np.array([name in SYMMETRIC for name in EVENT_TYPES])
_TYPES = len(EVENT_TYPES)


@dataclass(frozen=True, slots=True)
class Mined:
    """The counts of one family over some dyads.

    `usable` (n_bodies, n_heads) leaves out rules that say the same as another.
    """

    family: LawFamily
    actor: Ints
    recipient: Ints
    found: Tally
    pooled: Pooled
    usable: Bools


@dataclass(frozen=True, slots=True)
class Drawn:
    """Confidences drawn towards what holds everywhere; all of shape (n_bodies, n_heads).

    `base` is the base rate, drawn likewise; `low` and `high` hold the confidence with a
    chance of 90 %.
    """

    base: Floats
    confidence: Floats
    low: Floats
    high: Floats


def mine_family(
    history: History, family: LawFamily, actor: Ints, recipient: Ints, *, within: int
) -> Mined:
    """Count one family of rules over some dyads.

    Parameters
    ----------
    actor, recipient
        Shape (n_dyads,). Where only one side counts, each party is counted once.
    """
    if family in {"any-recipient", "any-actor"}:
        actor = recipient = np.unique(actor if family == "any-recipient" else recipient)
    parts = [
        tally(bodies, heads, within)
        for _, bodies, heads in cubes(history, family, actor, recipient, within=within)
    ]
    found = Tally.joined(parts)
    pooled = pool(found, _clusters(family, actor, recipient))
    may = usable(history, family, two_ways=_both_ways_in(actor, recipient))
    return Mined(family, actor, recipient, found, pooled, may)


def usable(history: History, family: LawFamily, *, two_ways: bool) -> Bools:
    """Return which rules of a family are said once, shape (n_bodies, n_heads).

    `again` has the bodies of the head's own type, `dyad` all others. The mirror of an act
    without direction is the act itself. Where a pool holds both directions of its dyads,
    heads without direction would come twice, as A's doing and as B's.
    """
    if family == "path":
        return np.ones((_TYPES**2, _TYPES), dtype=np.bool_)
    kinds = history.acts.event_type
    same = kinds[:, None] == np.arange(_TYPES)[None, :]
    may: Bools = np.ones_like(same)
    if family in {"again", "dyad"}:
        may = same if family == "again" else ~same
    if family == "mirror":
        may &= ~_SYMMETRIC_HEADS[kinds][:, None]
    if two_ways and (family == "mirror" or family.endswith("-recipient")) and not (
        family.startswith("any")
    ):  # fmt: skip
        may &= ~_SYMMETRIC_HEADS[None, :]
    return np.asarray(may, dtype=np.bool_)


def kept_of_pool(mined: Mined, *, min_support: int) -> Bools:
    """Return which rules of a pool are laws: certain enough, and worth telling."""
    pooled = mined.pooled
    tested = mined.usable & (pooled.cases >= min_support)
    kept = np.zeros(tested.shape, dtype=np.bool_)
    kept[tested] = discoveries(pooled.p_value[tested], rate=LAW_RATE)
    return kept & (pooled.confidence >= LEAST_LIFT * pooled.base)


def pool_interval(pooled: Pooled) -> tuple[Floats, Floats]:
    """Return the ends of the 90 % interval of a pool, wider where its clusters differ."""
    spread = np.maximum(pooled.spread, 1.0)
    return wilson(pooled.hits / spread, pooled.cases / spread)


def draw(own: Mined, lent: Mined | None, lent_kept: Bools | None, *, n_windows: float) -> Drawn:
    """Draw the counts of a dyad towards what holds everywhere.

    Parameters
    ----------
    own
        The dyad, or the dyads of one actor.
    lent
        The same family over all dyads, and which of its rules are laws; None for nothing
        to borrow.
    n_windows
        Windows in the history, end to end: what the dyad's own base rate rests on.
    """
    mine = own.pooled
    base = mine.base
    shift = np.zeros_like(base)
    if lent is not None and lent_kept is not None:
        theirs = lent.pooled
        base = (base * n_windows + theirs.base * BASE_WINDOWS) / (n_windows + BASE_WINDOWS)
        sure = (theirs.hits + 0.5) / (theirs.cases + 1.0)
        there = (theirs.base * theirs.cases + 0.5) / (theirs.cases + 1.0)
        lift = special.logit(np.clip(sure, 1e-6, 1 - 1e-6)) - special.logit(
            np.clip(there, 1e-6, 1 - 1e-6)
        )
        shift = np.where(lent_kept, LENT_SHARE * lift, 0.0)
    base = np.clip(base, 0.5 / (n_windows + 1.0), 1.0 - 0.5 / (n_windows + 1.0))
    expected = special.expit(special.logit(base) + shift)
    spread = np.maximum(mine.spread, 1.0) if len(own.actor) > 1 else np.ones_like(base)
    a = mine.hits / spread + PRIOR_CASES * expected
    b = (mine.cases - mine.hits) / spread + PRIOR_CASES * (1.0 - expected)
    return Drawn(
        base=base,
        confidence=a / (a + b),
        low=np.asarray(special.betaincinv(a, b, 0.05), dtype=np.float64),
        high=np.asarray(special.betaincinv(a, b, 0.95), dtype=np.float64),
    )


def chance_in_dyad(history: History, own: Mined, *, within: int) -> Floats:
    """Return the chance of as many hits in one dyad had its bodies come at other times."""
    parts = cubes(history, own.family, own.actor, own.recipient, within=within)
    _, bodies, heads = next(parts)
    return turned(bodies, heads, within)


def _clusters(family: LawFamily, actor: Ints, recipient: Ints) -> Ints:
    """Number the units that share their bodies, and so move together."""
    if family in {"by-actor", "to-actor", "home-actor", "any-recipient", "any-actor"}:
        key = actor
    elif family in {"by-recipient", "to-recipient", "home-recipient"}:
        key = recipient
    else:
        key = np.minimum(actor, recipient) * 1_000_003 + np.maximum(actor, recipient)
    return np.asarray(np.unique(key, return_inverse=True)[1], dtype=np.int64)


def _both_ways_in(actor: Ints, recipient: Ints) -> bool:
    """Tell whether the dyads hold both directions of any pair."""
    there = actor * 1_000_003 + recipient
    return bool(np.isin(recipient * 1_000_003 + actor, there).any())
