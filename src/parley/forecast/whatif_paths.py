"""A second opinion on a what-if: paths drawn from fitted intensities, with and without.

In: the two day series, the question, the pairs concerned. Out: `Opinion`: the chance of the
outcome on the drawn paths of either branch, with the range that drawing so few leaves. The
idea to know: one fit, made on history as it was, and the same chance numbers for both
branches, so that what differs is what the supposed act does; it knows nothing but what the
parties did to each other, and stands beside the forecaster, never in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parley.dynamics.intensity import fit_intensities, weekday_factors
from parley.dynamics.intensity_paths import chance_within, simulate
from parley.dynamics.intensity_streams import DayTable, day_table, kinds_with
from parley.dynamics.series import DaySeries, day_number
from parley.dynamics.windows import Floats
from parley.errors import ForecastError
from parley.forecast.whatif_acts import SupposedAct
from parley.terms import SYMMETRIC, Dyad, Question, party_of

__all__ = ["Opinion", "simulated_opinion"]

N_PATHS = 2000
_MOST_PAIRS = 3


@dataclass(frozen=True, slots=True)
class Opinion:
    """Chances on drawn paths: as it is, and as supposed.

    `by_day` (n_days, 2) are the chances within 1, 2, ... days of the window. `difference` is the
    second less the first at its end, `error` its standard error from drawing `n_paths`.
    `spectral_radius` is that of the fit.
    """

    before: float
    after: float
    difference: float
    error: float
    by_day: tuple[tuple[float, float], ...]
    n_paths: int
    spectral_radius: float
    pairs: tuple[Dyad, ...]


def simulated_opinion(
    before: DaySeries, after: DaySeries, question: Question, acts: Sequence[SupposedAct], *,
    day: int, rng: np.random.Generator,
) -> Opinion | None:  # fmt: skip
    """Return the chances on paths drawn with and without what is supposed.

    None when the question is not about one act between two parties, or history is too
    short to fit intensities to.

    Parameters
    ----------
    before, after
        The series of either branch; the fit is made on the first.
    day
        The morning from which paths are drawn.
    """
    if not question.plain or len(question.actors) != 1 or len(question.recipients) != 1:
        return None
    pair = party_of(question.actors[0]), party_of(question.recipients[0])
    pairs = list(dict.fromkeys([_sorted(pair), *(p for act in acts for p in _pairs(act))]))
    kinds = kinds_with(question.event_types)
    try:
        was = day_table(before, pairs[:_MOST_PAIRS], by=kinds, day=day)
    except ForecastError:
        return None
    would = day_table(after, pairs[:_MOST_PAIRS], by=kinds, day=day)
    n_past = day - was.first_day
    watched = before.day[(before.day >= was.first_day) & (before.known_day <= day)]
    factors = weekday_factors(
        np.bincount(watched - was.first_day)[None].astype(np.float64), was.first_day
    )
    fit = fit_intensities(was.acts, first_day=was.first_day, weekdays=factors)
    opens = max(day_number(question.opens_on) - day, 0)
    n_days = day_number(question.closes_on) - day + 1
    seed = int(rng.integers(2**32))
    streams = _asked(was, question, pair)
    hits = []
    for table in (was, would):
        paths = simulate(
            fit, _padded(table.acts, n_past), n_days=n_days, n_paths=N_PATHS,
            rng=np.random.default_rng(seed),
        )  # fmt: skip
        seen = (paths.acts[:, list(streams), opens:] > 0).any(axis=(1, 2)).astype(np.float64)
        hits.append((seen, chance_within(paths, streams)))
    gap = hits[1][0] - hits[0][0]
    return Opinion(
        before=float(hits[0][0].mean()),
        after=float(hits[1][0].mean()),
        difference=float(gap.mean()),
        error=float(gap.std() / np.sqrt(N_PATHS)),
        by_day=tuple(zip(hits[0][1].tolist(), hits[1][1].tolist(), strict=True)),
        n_paths=N_PATHS,
        spectral_radius=fit.spectral_radius,
        pairs=tuple(pairs[:_MOST_PAIRS]),
    )


def _asked(table: DayTable, question: Question, pair: Dyad) -> tuple[int, ...]:
    """Return the streams that would bring the outcome about."""
    found = set(table.place(*pair, question.event_types))
    if not question.directed or all(kind in SYMMETRIC for kind in question.event_types):
        found |= set(table.place(pair[1], pair[0], question.event_types))
    return tuple(sorted(found))


def _pairs(act: SupposedAct) -> list[Dyad]:
    actors = [party_of(code) for code in act.actors]
    others = [party_of(code) for code in act.recipients] or actors
    return [_sorted((a, r)) for a in actors for r in others if a != r]


def _sorted(pair: Dyad) -> Dyad:
    return min(pair), max(pair)


def _padded(acts: Floats, n_days: int) -> Floats:
    """Add days without acts up to the morning one draws from."""
    return np.concatenate([acts, np.zeros((len(acts), n_days - acts.shape[1]))], axis=1)
