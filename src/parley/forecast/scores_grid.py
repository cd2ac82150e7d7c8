"""Scores of many chances at once, and how far they could have come out otherwise.

In: chances and outcomes as flat arrays, and which origin each belongs to. Out: `Scores`,
all figures of one set of chances, and intervals from drawing the origins anew. The ideas
to know: windows of neighbouring origins overlap, so origins are drawn in blocks as long
as the horizon; and two forecasters are compared on the same draws, since a week that is
hard for one is hard for the other.

Bins are stated once and used throughout: `EDGES`, finer towards 0 and 1 where rare acts
and sure ones lie, for the parts of the Brier score and the calibration table; 15 of
equal width for the calibration error, as the field counts it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from parley.dynamics.series import Ints
from parley.dynamics.windows import Floats
from parley.errors import ForecastError
from parley.forecast.scores import CalibrationBin

__all__ = [
    "ECE_BINS",
    "EDGES",
    "Drawn",
    "Scores",
    "bins_between",
    "draw_clusters",
    "drawn_ranks",
    "drawn_skill",
    "middle",
    "score_chances",
]

EDGES: tuple[float, ...] = (
    0.0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0,
)  # fmt: skip
"""Where bins of chances end."""

ECE_BINS = 15
"""Bins of equal width for the expected calibration error."""

_DRAWS = 1000
_RANK_BINS = 512
_LEAST_BLOCKS = 2


@dataclass(frozen=True, slots=True)
class Scores:
    """All figures of one set of chances.

    `brier` is `reliability - resolution + uncertainty + within`, where `within` is what
    chances differ inside the bins of `EDGES` (Stephenson, Coelho and Jolliffe 2008,
    Weather and Forecasting 23). `said_of_hits` and `said_of_misses` are the mean chances
    given to what happened and to what did not; they, `auc` and `average_precision` are
    None where there is none to tell of. `calibration` holds the bins that are not empty.
    """

    n: int
    n_hits: int
    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float
    log_loss: float
    auc: float | None
    average_precision: float | None
    ece: float
    said_of_hits: float | None
    said_of_misses: float | None
    calibration: tuple[CalibrationBin, ...]


def score_chances(probability: ArrayLike, outcome: ArrayLike) -> Scores:
    """Score chances against what happened.

    Parameters
    ----------
    probability
        Any shape, each in [0, 1].
    outcome
        The same shape, each 0 or 1.

    Raises
    ------
    ForecastError
        If the shapes differ, there is nothing to score, or a value is out of range.

    Examples
    --------
    >>> scores = score_chances([0.1, 0.1, 0.1, 0.9], [0, 0, 1, 1])
    >>> round(scores.brier, 3), scores.auc, round(scores.average_precision, 3)
    (0.21, 0.75, 0.75)
    """
    p, y = _flat(probability, outcome)
    bins = bins_between(p, y, EDGES)
    overall, n = float(y.mean()), len(y)
    gaps = [(b.n / n, b.mean_probability - b.hit_rate, b.hit_rate - overall) for b in bins]
    reliability = sum(share * off**2 for share, off, _ in gaps)
    resolution = sum(share * far**2 for share, _, far in gaps)
    brier, uncertainty = float(np.mean((p - y) ** 2)), overall * (1.0 - overall)
    held = np.clip(p, 1e-15, 1.0 - 1e-15)
    loss = -float(np.log(np.where(y > 0, held, 1.0 - held)).mean())
    area, precision = _ranked(p, y) if 0.0 < overall < 1.0 else (None, None)
    equal = bins_between(p, y, np.linspace(0.0, 1.0, ECE_BINS + 1).tolist())
    return Scores(
        n=n,
        n_hits=int(y.sum()),
        brier=brier,
        reliability=reliability,
        resolution=resolution,
        uncertainty=uncertainty,
        within=brier - reliability + resolution - uncertainty,
        log_loss=loss,
        auc=area,
        average_precision=precision,
        ece=sum(b.n * abs(b.mean_probability - b.hit_rate) for b in equal) / n,
        said_of_hits=float(p[y > 0].mean()) if overall > 0.0 else None,
        said_of_misses=float(p[y == 0].mean()) if overall < 1.0 else None,
        calibration=bins,
    )


def bins_between(
    probability: ArrayLike, outcome: ArrayLike, edges: Sequence[float]
) -> tuple[CalibrationBin, ...]:
    """Sort chances into bins between edges; empty bins are left out.

    A bin holds its low end, and the last one its high end too.

    Examples
    --------
    >>> [(b.low, b.high, b.n, b.n_hits) for b in bins_between([0.0, 0.4, 1.0], [0, 1, 1],
    ...                                                       (0.0, 0.5, 1.0))]
    [(0.0, 0.5, 2, 1), (0.5, 1.0, 1, 1)]
    """
    p, y = _flat(probability, outcome)
    n_bins = len(edges) - 1
    place = np.minimum(np.searchsorted(np.asarray(edges), p, side="right") - 1, n_bins - 1)
    n = np.bincount(place, minlength=n_bins)
    hits = np.bincount(place, weights=y, minlength=n_bins)
    said = np.bincount(place, weights=p, minlength=n_bins)
    return tuple(
        CalibrationBin(
            low=float(edges[i]),
            high=float(edges[i + 1]),
            n=int(n[i]),
            n_hits=round(float(hits[i])),
            mean_probability=float(said[i] / n[i]),
            hit_rate=float(hits[i] / n[i]),
        )
        for i in range(n_bins)
        if n[i]
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """How often each cluster is taken in each draw, shape (n_draws, n_clusters)."""

    times: Floats

    def mean_of(self, sums: Floats, counts: Floats) -> Floats:
        """Return the mean of a quantity in each draw, from its sum and count by cluster."""
        return np.asarray((self.times @ sums) / (self.times @ counts), dtype=np.float64)


def draw_clusters(
    n: int, *, block: int, rng: np.random.Generator, n_draws: int = _DRAWS
) -> Drawn | None:
    """Draw clusters anew, in blocks of neighbours (Künsch 1989, Annals of Statistics 17).

    Parameters
    ----------
    n
        Clusters, such as origins in order of time.
    block
        Neighbours that hang together: for origins, as many as a window overlaps.

    Returns
    -------
    Drawn or None
        None where fewer than two whole blocks fit: so few tell nothing of their spread.

    Examples
    --------
    >>> draw_clusters(5, block=4, rng=np.random.default_rng(0)) is None
    True
    >>> draw_clusters(9, block=4, rng=np.random.default_rng(0)).times.sum(axis=1)[:2].tolist()
    [9.0, 9.0]
    """
    if n < _LEAST_BLOCKS * max(block, 1) or n < _LEAST_BLOCKS:
        return None
    block = max(block, 1)
    starts = rng.integers(0, n - block + 1, size=(n_draws, -(-n // block)))
    taken = (starts[:, :, None] + np.arange(block)).reshape(n_draws, -1)[:, :n]
    flat = taken + n * np.arange(n_draws)[:, None]
    times = np.bincount(flat.ravel(), minlength=n * n_draws).reshape(n_draws, n)
    return Drawn(times.astype(np.float64))


def middle(draws: Floats) -> tuple[float, float]:
    """Return the range of the middle 90 % of draws."""
    low, high = np.quantile(draws, [0.05, 0.95])
    return float(low), float(high)


def drawn_skill(drawn: Drawn, loss: Floats, reference: Floats) -> tuple[float, float]:
    """Return the middle 90 % of a skill, over the same draws for both.

    Parameters
    ----------
    loss, reference
        Shape (n_clusters,): sums of squared errors by cluster, those of the reference
        not all 0.
    """
    lost, others = drawn.times @ loss, drawn.times @ reference
    some = others > 0.0
    return middle(1.0 - lost[some] / others[some])


def drawn_ranks(
    drawn: Drawn, probability: ArrayLike, outcome: ArrayLike, cluster: Ints
) -> dict[str, tuple[float, float]]:
    """Return the middle 90 % of AUC, average precision and calibration error.

    Chances are sorted into 512 bins of about equal number for it, finer than the draws
    can tell apart.

    Parameters
    ----------
    cluster
        The cluster of each chance, by place.
    """
    p, y = _flat(probability, outcome)
    n_clusters = drawn.times.shape[1]
    edges = np.unique(np.quantile(p, np.linspace(0.0, 1.0, _RANK_BINS + 1)[1:-1]))
    place = np.searchsorted(edges, p, side="right")
    hits, n = (_by_cluster(cluster, place, w, n_clusters, len(edges) + 1) for w in (y, None))
    hits, misses = drawn.times @ hits, drawn.times @ (n - hits)
    n_hits, n_misses = hits.sum(axis=1), misses.sum(axis=1)
    mixed = (n_hits > 0) & (n_misses > 0)  # a draw may miss all that happened
    if not mixed.any():
        return {}
    below = np.cumsum(misses, axis=1) - 0.5 * misses
    area = (hits * below).sum(axis=1) / np.maximum(n_hits * n_misses, 1.0)
    # From the highest chance down; inside a bin, half of it is taken to come first.
    from_top = np.cumsum(hits[:, ::-1], axis=1), np.cumsum(misses[:, ::-1], axis=1)
    seen = from_top[0] + from_top[1] - 0.5 * (hits + misses)[:, ::-1]
    precision = (from_top[0] - 0.5 * hits[:, ::-1]) / np.maximum(seen, 1e-9)
    average = (precision * hits[:, ::-1]).sum(axis=1) / np.maximum(n_hits, 1.0)
    wide = np.minimum((p * ECE_BINS).astype(np.int64), ECE_BINS - 1)
    off = drawn.times @ _by_cluster(cluster, wide, p - y, n_clusters, ECE_BINS)
    ece = np.abs(off).sum(axis=1) / np.maximum(n_hits + n_misses, 1.0)
    found = {"auc": area, "average_precision": average, "ece": ece}
    return {name: middle(draws[mixed]) for name, draws in found.items()}


def _by_cluster(
    cluster: Ints, place: Ints, weight: Floats | None, n_clusters: int, n_places: int
) -> Floats:
    """Sum weights by cluster and place, shape (n_clusters, n_places)."""
    size = n_clusters * n_places
    summed = np.bincount(cluster * n_places + place, weights=weight, minlength=size)
    return summed.reshape(n_clusters, n_places).astype(np.float64)


def _ranked(p: Floats, y: Floats) -> tuple[float, float]:
    """Return AUC and average precision from one sorting; ties count half, and together."""
    order = np.argsort(-p, kind="stable")
    p, y = p[order], y[order]
    ends = np.append(np.flatnonzero(np.diff(p)), len(p) - 1)
    hits = np.cumsum(y)[ends]
    n_hits, n_misses = float(hits[-1]), float(len(p) - hits[-1])
    gained = np.diff(hits, prepend=0.0)
    misses = (ends + 1) - hits
    missed = np.diff(misses, prepend=0.0)
    above = float(np.sum(missed * (hits - 0.5 * gained)))
    return above / (n_hits * n_misses), float(np.sum(gained * hits / (ends + 1)) / n_hits)


def _flat(probability: ArrayLike, outcome: ArrayLike) -> tuple[Floats, Floats]:
    p: NDArray[np.float64] = np.asarray(probability, dtype=np.float64).ravel()
    y: NDArray[np.float64] = np.asarray(outcome, dtype=np.float64).ravel()
    if len(p) != len(y):
        raise ForecastError(f"{len(p)} chances cannot be scored against {len(y)} outcomes")
    if not len(p):
        raise ForecastError("there is nothing to score: no chances were given")
    if not (p.min() >= 0.0 and p.max() <= 1.0):  # also false for what is no number
        raise ForecastError("a probability lies between 0 and 1; one given does not")
    if not np.all((y == 0.0) | (y == 1.0)):
        raise ForecastError("an outcome is 0 or 1; one given is not")
    return p, y
