"""A hazard for an act that was not learnt: of one mode, or by one sector.

In: an act, and the fit of types and quad classes. Out: `Correction` for each learnt
horizon. The idea to know: what follows a base rate of 3 % for a whole type need not
follow it for a rare part of one, so the parts of an act are looked up in their own closed
windows: these tell how much of what the fit adds holds for them, and on what level. With
little to look up, little is added, and the act's own base rate stands.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parley.dynamics.base_rates import rate_tables
from parley.dynamics.series import DaySeries
from parley.dynamics.units import Act, Shape, pool_units
from parley.dynamics.windows import Floats, window_hits
from parley.forecast.fitting import newton
from parley.forecast.hazard_features import History, Sight
from parley.forecast.hazard_lesson import HazardFit, with_base
from parley.forecast.hazard_offices import Offices
from parley.forecast.hazard_sample import ANCHORS, Pool, window_moments

__all__ = ["Correction", "Corrections", "is_learnt", "learn_corrections"]

N_PARTIES = 30
N_MOMENTS = 12
RIDGE = (10.0, 30.0)
"""On level and share; both are drawn towards 0, which leaves the base rate as it is."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What is made of an addition x to the base rate's log-odds: `level` + `share` x."""

    level: float
    share: float
    n_windows: int
    n_hits: int


Corrections = dict[int, Correction]


def is_learnt(act: Act) -> bool:
    """Tell whether an act is made of whole types, as those are that a fit learns from.

    Examples
    --------
    >>> is_learnt(Act(("AID", "AGREE"), directed=True))
    True
    >>> is_learnt(Act(("CONSULT",), directed=False, modes=("visit",)))
    False
    """
    return not (act.modes or act.actor_sector or act.recipient_sector)


def learn_corrections(
    series: DaySeries, act: Act, shape: Shape, fit: HazardFit, *, offices: Offices
) -> Corrections:
    """Learn from the act's own windows that had closed by the morning of the fit.

    Parameters
    ----------
    series
        The history; what became known after the day of the fit is not looked at.

    Returns
    -------
    dict
        A correction for each horizon that was learnt.
    """
    known = series.known_by(fit.day)
    pool: Pool = "pair" if shape == "dyad" else "open"
    lessons = {days: lesson for (of, days), lesson in fit.lessons.items() if of == pool}
    moments = window_moments(known, fit.day, N_MOMENTS)
    units = pool_units(known, act, shape, day=fit.day, n_parties=N_PARTIES)
    nothing = {days: Correction(0.0, 0.0, 0, 0) for days in lessons}
    if not len(moments) or not units.n:
        return nothing
    history = History(known, offices)
    own = history.own(act, units)
    rows = [Sight(history, units, day).rows(act, own) for day in moments.tolist()]
    tables = rate_tables(known, act, units, moments=moments, horizons=ANCHORS)
    found = dict(nothing)
    for days, lesson in lessons.items():
        closed = np.flatnonzero(moments + days <= fit.day)
        if not len(closed):
            continue
        came = window_hits(
            own.distinct.unit, own.distinct.day, n_units=units.n, starts=moments, days=days
        )
        p = tables[ANCHORS.index(days)].probability
        base, outcome, added = [], [], []
        for i in closed.tolist():
            here = np.log(p[:, i]) - np.log1p(-p[:, i])
            base.append(here)
            outcome.append(came[:, i].astype(np.float64))
            added.append(lesson.shift(with_base(rows[i], here))[0])
        found[days] = _fitted(*(np.concatenate(x) for x in (base, outcome, added)), days=days)
    return found


def _fitted(base: Floats, outcome: Floats, added: Floats, *, days: int) -> Correction:
    design = np.stack([np.ones_like(added), added], axis=1)
    weight = np.full(len(base), np.sqrt(7.0 / days))
    level, share = newton(design, outcome, base, weight, np.array(RIDGE))
    held = min(max(float(share), 0.0), 1.2)
    return Correction(float(level), held, len(base), int(outcome.sum()))
