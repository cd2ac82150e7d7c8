"""Cases and hits: how often a head followed a body within so many days, and by chance.

In: two cubes of days, bodies (n_days, n_units, n_bodies) and heads (n_days, n_units,
n_heads). Out: `Tally`: cases, hits and the base rate of every unit, and from it what a
pool of units says: confidence, base rate, and how likely chance alone would do as well.
The ideas to know:

- A case opens on a day of the body; further days of it within the window belong to the
  same case, so a stretch of daily acts counts once for each window it fills.
- The head must come on a later day, at most `within` days after; a window that had not
  closed teaches nothing.
- The base rate of a unit is the share of all its windows of that length which held the
  head; a pool's is the mean over its cases, each counted at its own unit's rate. A dyad
  that always quarrels therefore proves nothing by quarrelling on.
- Chance is measured on whole clusters of units (Liang and Zeger 1986): what they gain
  over their base rates, against how much it differs among them. For a unit of its own it
  is measured by turning the history of its bodies round by every number of days, which
  keeps the bursts of both and breaks the tie between them.
- Of all rules looked at together, those kept are held to a false-discovery rate
  (Benjamini and Hochberg 1995).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from parley.dynamics.series import Bools, Ints
from parley.dynamics.windows import Floats

__all__ = [
    "Pooled",
    "Tally",
    "case_starts",
    "discoveries",
    "head_follows",
    "pool",
    "tally",
    "turned",
    "wilson",
]

FEWEST_CLUSTERS = 5
"""With fewer clusters their differences cannot be told, and nothing is called a law."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted of each unit.

    `cases` has shape (n_units, n_bodies), `hits` (n_units, n_bodies, n_heads), `rate`
    (n_units, n_heads). `last_case` (n_units, n_bodies) is the day the latest case opened,
    closed or not, and `last_head` (n_units, n_heads) the latest day of the head; -1 for
    never.
    """

    cases: Floats
    hits: Floats
    rate: Floats
    last_case: Ints
    last_head: Ints

    @classmethod
    def joined(cls, parts: Sequence[Tally]) -> Tally:
        """Return the units of several tallies as one."""
        names = ("cases", "hits", "rate", "last_case", "last_head")
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


@dataclass(frozen=True, slots=True)
class Pooled:
    """What the units of a pool say together; all of shape (n_bodies, n_heads).

    `cases` and `hits` are counts, `base` the base rate in [0, 1], `p_value` the chance of
    as many hits without any tie of body and head, `spread` by how much the clusters
    differ, in variances of independent cases, `n_units` the units that had a case.
    """

    cases: Floats
    hits: Floats
    base: Floats
    p_value: Floats
    spread: Floats
    n_units: Floats

    @property
    def confidence(self) -> Floats:
        """How often the head followed."""
        return self.hits / np.maximum(self.cases, 1.0)


def case_starts(bodies: Bools, within: int) -> Bools:
    """Return the days that open a case: those of a body that lie in no open case.

    Examples
    --------
    >>> days = np.array([1, 1, 0, 0, 1, 1], dtype=bool).reshape(6, 1, 1)
    >>> case_starts(days, 3).ravel().astype(int).tolist()
    [1, 0, 0, 0, 1, 0]
    """
    starts = np.zeros_like(bodies)
    open_until = np.full(bodies.shape[1:], -1, dtype=np.int32)
    for day in np.flatnonzero(bodies.any(axis=(1, 2))).tolist():
        fresh = bodies[day] & (open_until < day)
        starts[day] = fresh
        open_until[fresh] = day + within
    return starts


def head_follows(heads: Bools, within: int) -> Bools:
    """Return for each day whether the head comes on one of the `within` days after it.

    Examples
    --------
    >>> days = np.array([0, 0, 0, 1, 0], dtype=bool).reshape(5, 1, 1)
    >>> head_follows(days, 2).ravel().astype(int).tolist()
    [0, 1, 1, 0, 0]
    """
    n_days = len(heads)
    past = np.zeros((n_days + 1, *heads.shape[1:]), dtype=np.int32)
    np.cumsum(heads, axis=0, out=past[1:])
    last = np.minimum(np.arange(n_days) + 1 + within, n_days)
    return np.asarray(past[last] > past[1:], dtype=np.bool_)


def tally(bodies: Bools, heads: Bools, within: int) -> Tally:
    """Count cases, hits and base rates of each unit over the closed windows.

    Examples
    --------
    >>> body = np.array([1, 0, 0, 1, 0, 0], dtype=bool).reshape(6, 1, 1)
    >>> head = np.array([0, 1, 0, 0, 0, 0], dtype=bool).reshape(6, 1, 1)
    >>> found = tally(body, head, 2)
    >>> found.cases.item(), found.hits.item(), found.rate.item()
    (2.0, 1.0, 0.25)
    """
    n_closed = max(0, len(heads) - within)
    opened = case_starts(bodies, within)
    starts = opened[:n_closed]
    follows = head_follows(heads, within)[:n_closed]
    left = starts.transpose(1, 2, 0).astype(np.float32)
    right = follows.transpose(1, 0, 2).astype(np.float32)
    return Tally(
        cases=starts.sum(axis=0, dtype=np.float64),
        hits=np.matmul(left, right).astype(np.float64),
        rate=follows.sum(axis=0, dtype=np.float64) / max(n_closed, 1),
        last_case=_last_day(opened),
        last_head=_last_day(heads),
    )


def _last_day(days: Bools) -> Ints:
    """Return the latest day of each column, or -1."""
    latest = len(days) - 1 - np.argmax(days[::-1], axis=0)
    return np.where(days.any(axis=0), latest, -1).astype(np.int64)


def pool(found: Tally, cluster: Ints) -> Pooled:
    """Sum a tally over its units, with chance measured on clusters of them.

    Parameters
    ----------
    cluster
        Shape (n_units,), from 0: units that move together share one.
    """
    cases = found.cases.sum(axis=0)[:, None] * np.ones(found.rate.shape[1])
    hits = found.hits.sum(axis=0)
    expected = np.einsum("ub,uh->bh", found.cases, found.rate)
    gain = found.hits - found.cases[:, :, None] * found.rate[:, None, :]
    n_clusters = int(cluster.max(initial=-1)) + 1
    by_cluster = np.zeros((n_clusters, *gain.shape[1:]))
    np.add.at(by_cluster, cluster, gain)
    taking_part = np.zeros((n_clusters, found.cases.shape[1]))
    np.add.at(taking_part, cluster, found.cases)
    n_active = (taking_part > 0).sum(axis=0)[:, None]
    total = gain.sum(axis=0)
    # Whether a cluster gains as much as the others is what tells a law from one quarrel.
    variance = (by_cluster**2).sum(axis=0)
    plain = np.einsum("ub,uh->bh", found.cases, found.rate * (1.0 - found.rate))
    variance = np.maximum(variance, plain)
    z = np.divide(total, np.sqrt(variance), out=np.zeros_like(total), where=variance > 0)
    freedom = np.maximum(n_active - 1.0, 1.0) * np.ones_like(z)
    p_value = np.where(n_active >= FEWEST_CLUSTERS, special.stdtr(freedom, -z), 1.0)
    mean_gain = total / np.maximum(cases, 1.0)
    apart = by_cluster - taking_part[:, :, None] * mean_gain
    sure = _plain_variance(hits, cases)
    spread = np.divide((apart**2).sum(axis=0), sure, out=np.ones_like(sure), where=sure > 0)
    return Pooled(
        cases=cases,
        hits=hits,
        base=expected / np.maximum(cases, 1.0),
        p_value=p_value,
        spread=spread,
        n_units=(found.cases > 0).sum(axis=0)[:, None] * np.ones(found.rate.shape[1]),
    )


def _plain_variance(hits: Floats, cases: Floats) -> Floats:
    """Return the variance that hits would have if every case were a draw of its own."""
    share = hits / np.maximum(cases, 1.0)
    return np.asarray(cases * share * (1.0 - share), dtype=np.float64)


def turned(bodies: Bools, heads: Bools, within: int) -> Floats:
    """Measure one unit against its own history turned round by every number of days.

    Parameters
    ----------
    bodies, heads
        Shape (n_days, 1, n_bodies) and (n_days, 1, n_heads).

    Returns
    -------
    NDArray
        The chance that a turned history has as many hits, (n_bodies, n_heads). The tail
        is that of a beta distribution with the mean and variance found, for there are no
        more turns than days, and a rule may be rarer than one in so many.
    """
    n_closed = max(0, len(heads) - within)
    if n_closed < 2:
        return np.ones((bodies.shape[2], heads.shape[2]))
    starts = case_starts(bodies, within)[:n_closed, 0].astype(np.float64)
    follows = head_follows(heads, within)[:n_closed, 0].astype(np.float64)
    waves = np.fft.rfft(starts, axis=0).conj()
    other = np.fft.rfft(follows, axis=0)
    p_value = np.ones((starts.shape[1], follows.shape[1]))
    for body in np.flatnonzero(starts.any(axis=0)).tolist():
        n_cases = starts[:, body].sum()
        hits = np.fft.irfft(waves[:, body, None] * other, n=n_closed, axis=0).round()
        mean, variance = hits.mean(axis=0) / n_cases, hits.var(axis=0) / n_cases**2
        moving = variance > 1e-12
        strength = np.divide(mean * (1 - mean), variance, out=np.ones_like(mean), where=moving)
        strength = np.maximum(strength - 1.0, 1e-3)
        reached = np.clip((hits[0] - 0.5) / n_cases, 0.0, 1.0)
        a, b = np.maximum(mean * strength, 1e-9), np.maximum((1 - mean) * strength, 1e-9)
        beside = special.betaincc(a, b, reached)
        # Never surer than if each case were a draw of its own.
        least = special.betainc(np.maximum(hits[0], 1e-9), n_cases - hits[0] + 1.0, mean)
        p_value[body] = np.where(moving, np.maximum(beside, least), 1.0)
    return p_value


def discoveries(p_value: Floats, *, rate: float) -> Bools:
    """Return which rules stand when at most a share `rate` of those kept may be noise.

    References
    ----------
    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57(1).

    Examples
    --------
    >>> discoveries(np.array([0.001, 0.02, 0.6]), rate=0.05).tolist()
    [True, True, False]
    """
    if not p_value.size:
        return np.zeros(p_value.shape, dtype=np.bool_)
    flat = np.sort(p_value, axis=None)
    allowed = rate * np.arange(1, flat.size + 1) / flat.size
    passing = np.flatnonzero(flat <= allowed)
    limit = flat[passing[-1]] if len(passing) else -1.0
    return np.asarray(p_value <= limit, dtype=np.bool_)


def wilson(hits: Floats, cases: Floats, *, z: float = 1.645) -> tuple[Floats, Floats]:
    """Return the ends of the interval of a share, 90 % by default.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22.

    Examples
    --------
    >>> low, high = wilson(np.array([41.0]), np.array([58.0]))
    >>> round(low.item(), 2), round(high.item(), 2)
    (0.6, 0.79)
    """
    n = np.maximum(cases, 1e-9)
    share = hits / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)
