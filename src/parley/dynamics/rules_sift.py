"""Which mined rules are told, for all dyads, one actor or one dyad.

In: a history and a scope. Out: `Standing` rules: counts, confidence, base rate, and
whether they stand here or are lent by all dyads. The idea to know: over all dyads a rule
has to stand against chance; in one dyad it has to stand against chance here, or be a law
of all dyads that still lifts the base rate when this one's cases are counted in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from parley.dynamics.rules_cases import discoveries
from parley.dynamics.rules_laws import (
    OWN_RATE,
    Mined,
    chance_in_dyad,
    draw,
    kept_of_pool,
    mine_family,
    pool_interval,
)
from parley.dynamics.rules_series import LAW_FAMILIES, History, LawFamily, busiest_dyads
from parley.dynamics.series import Bools, Ints
from parley.dynamics.windows import Floats
from parley.errors import ForecastError
from parley.terms import EVENT_TYPES, EventType

__all__ = ["OWN_SUPPORT", "POOL_SUPPORT", "Scope", "Sieve", "Standing"]

POOL_SUPPORT = 30
"""Fewest cases of a law over all dyads."""

OWN_SUPPORT = 5
"""Fewest cases of a rule of one dyad or actor."""

OWN_HITS = 3
"""Fewest cases of a dyad's own rule that the head followed: once or twice is an anecdote."""

LENT_LIFT = 0.1
"""A law is told of a dyad when, with the dyad's own cases counted in, it still lifts the
base rate by so much in log-odds: a tenth of the odds, as half of a law's lift is lent."""

LENT_CONFIDENCE = 0.1
"""What follows less often than this is not told of a dyad, whatever its lift."""

_N_DYADS = 2000  # with dealings on most days
_N_LENDING = 400  # of them, for families that hardly ever hold laws
_N_PATH_DYADS = 100  # each costs a product over its third parties
_PAIR_FAMILIES: frozenset[LawFamily] = frozenset(("again", "dyad", "mirror"))
_ACTOR_FAMILIES: tuple[LawFamily, ...] = (
    "again", "dyad", "mirror", "by-recipient", "to-recipient", "home-recipient", "any-recipient",
)  # fmt: skip
_TYPES = len(EVENT_TYPES)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose rules: the actor and recipient of the head, one actor's heads, or all dyads'."""

    dyad: tuple[str, str] | None = None
    actor: str | None = None

    @property
    def everywhere(self) -> bool:
        """Whether the rules of all dyads are wanted."""
        return self.dyad is None and self.actor is None

    @property
    def words(self) -> str:
        """The scope in words."""
        if self.dyad is not None:
            return f"{self.dyad[0]} towards {self.dyad[1]}"
        return f"{self.actor} towards anyone" if self.actor is not None else "all dyads"

    @property
    def names(self) -> tuple[str, str]:
        """What A and B are called."""
        return self.dyad or (self.actor or "A", "B")


@dataclass(frozen=True, slots=True)
class Standing:
    """A rule that stands: places of body and head, and what was counted.

    `basis` is `here` or `everywhere`; `scoped` tells that one dyad's or actor's rules are meant.
    """

    mined: Mined
    body: int
    head: int
    confidence: float
    interval: tuple[float, float]
    base_rate: float
    p_value: float
    basis: str
    scoped: bool = False

    @property
    def order(self) -> tuple[float, str, int, int]:
        """Sorts first what beats its base rate by most: surely, or for a dyad by its lift."""
        gain = self.base_rate - self.interval[0]
        if self.scoped:
            gain = -self.confidence / max(self.base_rate, 1e-9)
        return (gain, self.mined.family, self.body, self.head)


class Sieve:
    """Mines the families of a scope and lets through what stands."""

    def __init__(
        self, history: History, scope: Scope, *, within: int, event_types: Sequence[EventType],
        families: Sequence[LawFamily] | None,
    ) -> None:  # fmt: skip
        self.history, self.scope, self.within = history, scope, within
        self.heads = np.zeros(_TYPES, dtype=np.bool_)
        self.heads[[EVENT_TYPES.index(each) for each in event_types]] = True
        self.families = _families(scope, families)
        self.units = self._units()
        self.n_tested = 0

    @property
    def n_dyads(self) -> int:
        """Dyads that the scope holds."""
        return len(self.units[0])

    def _units(self) -> tuple[Ints, Ints]:
        """Return the dyads whose rules are wanted; those the record never saw are none."""
        pool = busiest_dyads(self.history, at_most=_N_DYADS)
        if self.scope.everywhere:
            return pool
        place = self.history.series.party_index
        if self.scope.dyad is not None:
            sides = [place(code) for code in self.scope.dyad]
            n = 1 if min(sides) >= 0 and sides[0] != sides[1] else 0
            return np.array(sides[:1] * n, dtype=np.int64), np.array(sides[1:] * n, dtype=np.int64)
        mine = pool[0] == place(self.scope.actor or "")
        return pool[0][mine], pool[1][mine]

    def standing(self) -> Iterator[Standing]:
        """Yield the rules that stand, family by family."""
        for family in self.families if self.n_dyads else ():
            lent = self._everywhere(family)
            if self.scope.everywhere:
                yield from self._laws(lent) if lent is not None else ()
            else:
                own = mine_family(self.history, family, *self.units, within=self.within)
                yield from self._own(own, lent)

    def _everywhere(self, family: LawFamily) -> Mined | None:
        """Mine a family over all dyads that it can be paid for."""
        n = _N_DYADS if family in _PAIR_FAMILIES or self.scope.everywhere else _N_LENDING
        dyads = busiest_dyads(self.history, at_most=_N_PATH_DYADS if family == "path" else n)
        if not len(dyads[0]):
            return None
        return mine_family(self.history, family, *dyads, within=self.within)

    def _laws(self, mined: Mined) -> Iterator[Standing]:
        self._enough(mined, POOL_SUPPORT)
        kept = kept_of_pool(mined, min_support=POOL_SUPPORT) & self.heads[None, :]
        pooled = mined.pooled
        low, high = pool_interval(pooled)
        for body, head in _once(self.history, mined, kept, pooled.confidence, low):
            cell = (body, head)
            yield Standing(
                mined, body, head, float(pooled.confidence[cell]),
                (float(low[cell]), float(high[cell])), float(pooled.base[cell]),
                float(pooled.p_value[cell]), "everywhere",
            )  # fmt: skip

    def _own(self, mined: Mined, lent: Mined | None) -> Iterator[Standing]:
        """Yield the rules of one dyad or actor: those that stand here, or everywhere."""
        enough = self._enough(mined, OWN_SUPPORT)
        chance = self._chance(mined)
        here = np.zeros(enough.shape, dtype=np.bool_)
        here[enough] = discoveries(chance[enough], rate=OWN_RATE)
        laws = None if lent is None else kept_of_pool(lent, min_support=POOL_SUPPORT)
        drawn = draw(mined, lent, laws, n_windows=self.history.n_days / self.within)
        base = drawn.base
        lift = special.logit(drawn.confidence) - special.logit(base)
        here &= (lift > 0.0) & (mined.pooled.hits >= OWN_HITS)
        lend = np.zeros_like(here)
        if laws is not None:
            lend = laws & mined.usable & self.heads[None, :] & (mined.pooled.cases >= 1)
        lend &= (lift >= LENT_LIFT) & (drawn.confidence >= LENT_CONFIDENCE)
        kept = here | lend
        for body, head in _once(self.history, mined, kept, drawn.confidence, drawn.low):
            cell = (body, head)
            yield Standing(
                mined, body, head, float(drawn.confidence[cell]),
                (float(drawn.low[cell]), float(drawn.high[cell])), float(base[cell]),
                float(chance[cell]), "here" if here[cell] else "everywhere", scoped=True,
            )  # fmt: skip

    def _enough(self, mined: Mined, support: int) -> Bools:
        """Return the rules with enough cases, and count them as looked at."""
        enough = mined.usable & (mined.pooled.cases >= support) & self.heads[None, :]
        self.n_tested += int(enough.sum())
        return np.asarray(enough, dtype=np.bool_)

    def _chance(self, mined: Mined) -> Floats:
        if len(mined.actor) == 1:
            return chance_in_dyad(self.history, mined, within=self.within)
        return mined.pooled.p_value


def _families(scope: Scope, wanted: Sequence[LawFamily] | None) -> tuple[LawFamily, ...]:
    for each in wanted or ():
        if each not in LAW_FAMILIES:
            raise ForecastError(f"no rule family {each!r}; there are {', '.join(LAW_FAMILIES)}")
    fitting: Sequence[LawFamily] = LAW_FAMILIES
    if scope.dyad is not None:
        fitting = [each for each in LAW_FAMILIES if not each.startswith("any")]
    elif scope.actor is not None:
        fitting = _ACTOR_FAMILIES
    chosen = tuple(each for each in fitting if wanted is None or each in wanted)
    if not chosen:
        raise ForecastError(
            f"{' and '.join(wanted or ())} does not fit {scope.words}; what fits is "
            f"{', '.join(fitting)}"
        )
    return chosen


def _once(
    history: History, mined: Mined, kept: Bools, confidence: Floats, low: Floats
) -> Iterator[tuple[int, int]]:
    """Yield kept rules, one wording of each: the mode, where it is most of the type.

    A mode that is nearly all of its type's cases stands for the type, being more
    concrete; another one is told beside the type only when it is surer.
    """
    told = kept.copy()
    if mined.family != "path":
        cases, kinds = mined.pooled.cases, history.acts.event_type
        for body in range(_TYPES, len(kinds)):
            kind = kinds[body]
            for head in np.flatnonzero(kept[body]).tolist():
                if cases[body, head] >= 0.8 * cases[kind, head]:
                    told[kind, head] = False
                elif kept[kind, head] and low[body, head] <= confidence[kind, head]:
                    told[body, head] = False
    yield from zip(*(part.tolist() for part in np.nonzero(told)), strict=True)
