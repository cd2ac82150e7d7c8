"""Like for like: whether a side answers friendly acts with friendly ones, hostile with hostile.

In: the streams of a pair, told apart by quad. Out: `Reciprocity` for each side and tone,
beside what chance would have. The idea to know: words and deeds are taken together and
joint acts left out, so that little history still says something (Goldstein and Freeman
1990, Three-Way Street).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from parley.dynamics.answers_chance import FEWEST_DAYS, follow_counts, q_values
from parley.dynamics.intensity_streams import DayTable, StreamName
from parley.dynamics.windows import Floats
from parley.terms import Dyad

__all__ = ["Reciprocity", "find_reciprocity"]


@dataclass(frozen=True, slots=True)
class Reciprocity:
    """Like for like: how one side's friendly or hostile acts follow on the other's."""

    answerer: str
    other: str
    body: Literal["friendly", "hostile"]
    head: Literal["friendly", "hostile"]
    n_cases: int
    times: float
    interval: tuple[float, float]
    p: float
    q: float


def find_reciprocity(
    quads: DayTable, pair: Dyad, *, within_days: int, n_shuffles: int, rng: np.random.Generator
) -> list[Reciprocity]:
    """Return like for like both ways round, and its opposite, where both are frequent enough."""
    sides = [(actor, tone) for actor in pair for tone in ("friendly", "hostile")]
    amounts = np.log2(1.0 + np.stack([_acts_of(quads, *side) for side in sides]))
    found = follow_counts(amounts, within_days=within_days, n_shuffles=n_shuffles, rng=rng)
    often = (found.n_cases >= FEWEST_DAYS) & ((amounts > 0).sum(axis=1) >= FEWEST_DAYS)
    cells = [
        (b, h)
        for h, (answerer, _) in enumerate(sides)
        for b, (other, _) in enumerate(sides)
        if answerer != other and often[b] and often[h]
    ]
    if not cells:
        return []
    q = q_values(np.array([found.p[cell] for cell in cells])).tolist()
    return [
        Reciprocity(
            answerer=sides[h][0],
            other=sides[b][0],
            body=sides[b][1],  # type: ignore[arg-type]
            head=sides[h][1],  # type: ignore[arg-type]
            n_cases=int(found.n_cases[b]),
            times=float(found.times[b, h]),
            interval=(float(found.low[b, h]), float(found.high[b, h])),
            p=float(found.p[b, h]),
            q=share,
        )
        for (b, h), share in zip(cells, q, strict=True)
    ]


def _acts_of(quads: DayTable, actor: str, tone: str) -> Floats:
    """Return the one-sided acts of a party in a tone, shape (n_days,)."""
    wanted = [
        i
        for i, name in enumerate(quads.names)
        if name.actor == actor and not name.joint and _tone(name) == tone
    ]
    return np.asarray(quads.acts[wanted].sum(axis=0), dtype=np.float64)


def _tone(name: StreamName) -> str:
    return "hostile" if name.kind.endswith("conflict") else "friendly"
