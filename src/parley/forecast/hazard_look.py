"""A hazard's look at units this morning, and what it tells of one of them.

In: a history, an act and units, a fit. Out: `Seen`, base rates and chances at the anchor
horizons; and for one unit its reasons and interval. The idea to know: reasons lead from
the base rate of the window asked about to the chance at the nearest anchor, and one last
reason from there to the window, so that their sum is exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parley.dynamics.base_rates import CLUSTERING, SUREST, WEEK, rate_tables
from parley.dynamics.units import Act, Units
from parley.dynamics.windows import Floats
from parley.forecast.explain import Told, unlearnt
from parley.forecast.explain_hazard import corrected, folded, hazard_reasons
from parley.forecast.fitting import logistic
from parley.forecast.hazard_asked import Correction, Corrections
from parley.forecast.hazard_features import History, Sight
from parley.forecast.hazard_lesson import HazardFit, Lesson, with_base
from parley.forecast.hazard_sample import ANCHORS, Pool
from parley.forecast.hazard_time import HIGHEST, Course, nearest_anchor
from parley.terms import log_odds

__all__ = ["Seen", "look_at", "over_window", "plain_rate", "pool_of", "told_of"]

CARRIED, FAR = (0.5, 1.0), 4.0
"""How much the chance of a shorter horizon, carried on, counts where none has closed: up to
`FAR` times its length, and beyond.

From 7 to 90 days (March 2018) shares of 0, 0.5 and 1 had a skill of .130, .141 and .145 over
the base rate, and an ECE of .012, .008 and .006. From 30 to 90 days (April and May 2018,
spring of ICEWS 2014) they had .118 and .072, .120 and .071, .118 and .068.
"""
_ROUNDING = 1e-9
_AS_LEARNT = Correction(0.0, 1.0, 0, 0)
_HELD = (
    f"No chance is put above {SUREST:.1%}: no record is long enough to tell such a chance from "
    "certainty"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """Units looked at: features, and log-odds of base rates and chances at the anchors.

    `rows` has shape (n, n_features), the others (n, n_anchors); `spread` is what a
    standard error in the fits makes of the log-odds, of the same shape.
    """

    rows: Floats
    base: Floats
    chance: Floats
    spread: Floats
    allies: tuple[str, ...] = ()


def told_of(
    history: History, act: Act, unit: Units, fit: HazardFit, start: float,
    days: tuple[int, int, int], *, corrections: Corrections,
) -> tuple[list[Told], tuple[float, float] | None]:  # fmt: skip
    """Return reasons and interval of one unit.

    Parameters
    ----------
    start
        Log-odds of the base rate of the window asked about.
    days
        The morning one looks from, the days of the window, the days until it opens.
    """
    day, horizon, gap = days
    seen = look_at(history, act, unit, day, fit, corrections=corrections)
    if seen is None:
        told = [unlearnt(history.series, day)]
        rest = float(plain_rate(history, act, unit, day, horizon)[0]) - start
        if abs(rest) > _ROUNDING:
            told.append(Told("horizon", _horizon_words(horizon, 0, horizon), rest))
        return told, None
    place = nearest_anchor(horizon)
    lesson = _lesson(fit, unit, place)
    assert lesson is not None
    base = seen.base[:, ANCHORS.index(lesson.horizon_days)]
    rows = with_base(seen.rows, base)
    general, parts = lesson.parts(rows)
    told = hazard_reasons(
        history.series, act, unit, day=day, lesson=lesson,
        general=float(general[0]), parts=parts[0],
        calibrated=float(lesson.calibration(rows[:, -1] + general + parts.sum(axis=1))[0]),
        allies=seen.allies, offices=history.offices,
    )  # fmt: skip
    if lesson.horizon_days in corrections:
        told = corrected(told, act, corrections[lesson.horizon_days])
    course, rates = Course.through(seen.chance), Course.through(seen.base)
    reached = float(over_window(course, rates, horizon, gap)[0])
    rest = reached - start - sum(each.weight for each in told)
    if abs(rest) > _ROUNDING:
        if reached >= HIGHEST and rest < 0.0:
            told.append(Told("held", _HELD, rest))
        else:
            told.append(Told("horizon", _horizon_words(horizon, gap, lesson.horizon_days), rest))
    told = folded(told)
    error = float(seen.spread[0, place])
    if not error:
        return told, None
    ends = np.clip(np.array([reached - error, reached + error]), None, log_odds(SUREST))
    low, high = logistic(ends).tolist()
    return told, (low, high)


def look_at(
    history: History, act: Act, units: Units, day: int, fit: HazardFit,
    *, corrections: Corrections, sight: Sight | None = None,
) -> Seen | None:  # fmt: skip
    """Look at units this morning; None where nothing has been learnt for them.

    Parameters
    ----------
    corrections
        For an act that the fit did not learn; otherwise none.
    sight
        The units as they stand, where they have been looked at already.
    """
    pool = pool_of(units)
    if not any(fit.lesson(pool, days) for days in ANCHORS):
        return None
    moment = np.array([day], dtype=np.int64)
    tables = rate_tables(history.series, act, units, moments=moment, horizons=ANCHORS)
    p = np.stack([table.probability[:, 0] for table in tables], axis=1)
    base = np.log(p) - np.log1p(-p)
    sight = Sight(history, units, day) if sight is None else sight
    rows = sight.rows(act, history.own(act, units))
    chance, spread = base.copy(), np.zeros_like(base)
    moved: dict[int, tuple[Floats, Floats]] = {}
    for place, days in enumerate(ANCHORS):
        lesson = fit.lesson(pool, days)
        if lesson is None:
            continue
        if lesson.horizon_days not in moved:
            column = base[:, ANCHORS.index(lesson.horizon_days)]
            moved[lesson.horizon_days] = lesson.shift(with_base(rows, column))
        shift, error = moved[lesson.horizon_days]
        made = corrections.get(lesson.horizon_days, _AS_LEARNT)
        chance[:, place] += made.level + made.share * shift
        spread[:, place] = made.share * error
        if lesson.horizon_days != days:
            learnt = chance[:, ANCHORS.index(lesson.horizon_days)]
            times = days / lesson.horizon_days
            carried = _carried(learnt, times)
            chance[:, place] += CARRIED[times > FAR] * (carried - chance[:, place])
    return Seen(rows, base, chance, spread, sight.near.allies(units, history.series))


def _carried(learnt: Floats, times: float) -> Floats:
    """Return the log-odds of a window so many times as long as the one learnt.

    The chance is carried on as base rates are, with windows that come in bursts.
    """
    hazard = np.logaddexp(0.0, learnt) * times**CLUSTERING
    return np.asarray(hazard + np.log(-np.expm1(-hazard)), dtype=np.float64)


def plain_rate(history: History, act: Act, units: Units, day: int, days: int) -> Floats:
    """Return the log-odds of the base rate where nothing has been learnt, shape (n,).

    Below a week each length counts windows of its own; so that no window is less likely
    than a shorter one, the surest of the shorter is taken, and never more than a week's.
    """
    moment = np.array([day], dtype=np.int64)

    def rate(length: int) -> Floats:
        table = rate_tables(history.series, act, units, moments=moment, horizons=(length,))[0]
        return table.probability[:, 0]

    p = rate(days)
    if days < WEEK:
        shorter = np.stack([rate(length) for length in range(1, days)] + [p])
        p = np.minimum(shorter.max(axis=0), rate(WEEK))
    return np.asarray(np.log(p) - np.log1p(-p), dtype=np.float64)


def pool_of(units: Units) -> Pool:
    """Return which windows units are compared with: those of pairs, or of single parties."""
    return "pair" if units.shape == "dyad" else "open"


def _lesson(fit: HazardFit, units: Units, place: int) -> Lesson | None:
    """Return the lesson of an anchor, or of the shortest one where even that is too long."""
    found = fit.lesson(pool_of(units), ANCHORS[place])
    return (
        found
        if found is not None
        else next(
            (lesson for days in ANCHORS if (lesson := fit.lesson(pool_of(units), days))), None
        )
    )


def over_window(course: Course, rates: Course, days: int, gap: int) -> Floats:
    """Return the log-odds of a window of so many days, open now or after a gap."""
    return course.within(days) if gap == 0 else course.later(rates, gap, days)


def _horizon_words(horizon: int, gap: int, learnt: int) -> str:
    if gap:
        return (
            f"Window: it opens in {gap} days, by when what is known today tells less, so the "
            f"chance goes part of the way back to the base rate; learnt on windows of {learnt} days"
        )
    if horizon == learnt:
        return "Window: no chance is lower than that of a shorter window"
    return (
        f"Window: from the {learnt} days learnt on to the {horizon} asked about, along the "
        "chances of 7, 30, 90 and 180 days; a wider window is never less likely"
    )
