"""`hazard.v1`: the chance of any act, by anyone, in any window, with its reasons.

In: questions and the record as it was known. Out: a `Forecast` for each, or bare chances
for a whole grid. The idea to know: what closed windows teach is fitted on a fixed
calendar of days and kept on a shelf; an answer takes the fit of the latest such day and
looks at the parties as they stand this morning. Both hang on the record and the moment
alone, so an answer is the same whatever was asked before.

From the base rate, reasons lead to the chance at the nearest anchor horizon (7, 30, 90 or
180 days), and from there to the window asked about.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from parley.dynamics.base_rates import SUREST, rate_tables
from parley.dynamics.series import DaySeries, day_of
from parley.dynamics.units import Act, Shape, Units, asked_unit
from parley.dynamics.windows import Floats
from parley.forecast.batches import (
    asked_rate,
    batch_rates,
    batches,
    series_for,
    window_of,
)
from parley.forecast.explain import Told, claims_about, unlearnt
from parley.forecast.explain_hazard import corrected, folded, hazard_reasons
from parley.forecast.fitting import logistic
from parley.forecast.hazard_asked import (
    Correction,
    Corrections,
    is_learnt,
    learn_corrections,
)
from parley.forecast.hazard_features import FEATURES, History, Sight
from parley.forecast.hazard_kept import from_arrays, to_arrays
from parley.forecast.hazard_lesson import HazardFit, Lesson, with_base
from parley.forecast.hazard_offices import offices_of
from parley.forecast.hazard_sample import ANCHORS, POOLS, SIZES, Pool
from parley.forecast.hazard_time import HIGHEST, Course, fit_day, nearest_anchor
from parley.forecast.models import Chances
from parley.forecast.one_thread import one_thread
from parley.forecast.shelf import Shelf, fingerprint
from parley.forecast.signing import signed_forecast
from parley.terms import Forecast, KnownRecord, Question, log_odds

if TYPE_CHECKING:
    from pathlib import Path

    from parley.forecast.grid import Grid
    from parley.reading.actor_tables import ActorTable

__all__ = ["HazardForecaster"]

_log = logging.getLogger(__name__)

SEED = 20180615
_ROUNDING = 1e-9
_AS_LEARNT = Correction(0.0, 1.0, 0, 0)
_HELD = (
    f"No chance is put above {SUREST:.1%}: no record is long enough to tell such a chance from "
    "certainty"
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """Units looked at: features, and log-odds of base rates and chances at the anchors.

    `rows` has shape (n, n_features), the others (n, n_anchors); `spread` is what a
    standard error in the fits makes of the log-odds, of the same shape.
    """

    rows: Floats
    base: Floats
    chance: Floats
    spread: Floats
    allies: tuple[str, ...] = ()


class HazardForecaster:
    """Answers with the base rate, moved by what closed windows taught.

    Parameters
    ----------
    table
        The actor table in use.
    cache
        Folder in which fits are kept; without one each fit lives as long as this object.
    seed
        Seeds the drawing of rows and the growing of trees.
    """

    name = "hazard.v1"

    def __init__(
        self,
        *,
        table: ActorTable | None = None,
        cache: Path | None = None,
        seed: int = SEED,
    ) -> None:
        self.seed = seed
        self.offices = offices_of(table)
        self.shelf = Shelf(cache)
        self._fits: dict[str, HazardFit] = {}

    def forecast(self, questions: Sequence[Question], known: KnownRecord) -> list[Forecast]:
        """Return one forecast for each question, in order, with reasons and interval.

        Raises
        ------
        ForecastError
            If a question's window had closed by then.
        """
        with one_thread():
            return self._forecasts(questions, known, None)

    def forecast_with(
        self, fit: HazardFit, questions: Sequence[Question], known: KnownRecord
    ) -> list[Forecast]:
        """Return what `forecast` does, under a fit that is handed in.

        Two branches of one history are so compared under one fit.
        """
        with one_thread():
            return self._forecasts(questions, known, fit)

    def chances(self, questions: Sequence[Question], known: KnownRecord) -> Chances:
        """Return the same probabilities as `forecast`, all at once and without words."""
        with one_thread():
            return self._chances(questions, known)

    def grid(self, series: DaySeries, grid: Grid, *, day: int) -> Floats:
        """Return the chance of every cell on the morning of a day.

        Returns
        -------
        NDArray
            Shape (n_dyads, n_acts, n_horizons), each in (0, 1).
        """
        with one_thread():
            return self._grid(series.known_by(day), grid, day)

    def fit(self, series: DaySeries, *, day: int) -> HazardFit:
        """Return what was learnt by the calendar day before `day`, from what was known then."""
        known = series.known_by(day)
        pairs, parties = (self._fit_for(known, day, pool) for pool in POOLS)
        return pairs.joined(parties)

    def _fit_for(self, series: DaySeries, day: int, pool: Pool) -> HazardFit:
        """Return the fit that answers on a day: from memory, from the shelf, or made now."""
        on = fit_day(series.first_day, day)
        if not len(series.watched) or on <= series.first_day:
            return HazardFit(on, series.first_day, {})
        known = series.known_by(on)
        key = fingerprint(known, self.name, on, self.seed, _RECIPE, pool, self._offices_by(on))
        if key not in self._fits:
            kept = self.shelf.get(self.name, key)
            if kept is not None:
                self._fits[key] = from_arrays(kept)
            else:
                # Fitting needs far more than answering, which is all that most runs do.
                from parley.forecast.hazard_fit import fit_hazard

                _log.info(
                    "%s: learning from the windows of %s closed by %s; kept in %s",
                    self.name, "pairs" if pool == "pair" else "single parties", day_of(on),
                    self.shelf.folder or "memory",
                )  # fmt: skip

                self._fits[key] = fit_hazard(
                    known, day=on, pool=pool, seed=self.seed, offices=self.offices
                )
                self.shelf.put(self.name, key, to_arrays(self._fits[key]))
        return self._fits[key]

    def _chances(self, questions: Sequence[Question], known: KnownRecord) -> Chances:
        base, probability = np.full(len(questions), 0.5), np.full(len(questions), 0.5)
        histories: dict[tuple[str, ...], History] = {}
        fits: dict[tuple[tuple[str, ...], Pool], HazardFit] = {}
        for series, batch in batches(questions, known):
            base[list(batch.places)] = probability[list(batch.places)] = batch_rates(series, batch)
            statuses = batch.act.statuses
            if statuses not in histories:
                histories[statuses] = History(series, self.offices)
            pool = _pool(batch.units)
            if (statuses, pool) not in fits:
                fits[statuses, pool] = self._fit_for(series, batch.day, pool)
            history, fit = histories[statuses], fits[statuses, pool]
            made = self._corrections_for(history, batch.act, batch.units, fit)
            seen = _look(history, batch.act, batch.units, batch.day, fit, corrections=made)
            if seen is not None:
                course, rates = Course.through(seen.chance), Course.through(seen.base)
                found = _over(course, rates, batch.horizon_days, batch.gap_days)
                probability[list(batch.places)] = logistic(found)
        return Chances(probability, base)

    def _grid(self, known: DaySeries, grid: Grid, day: int) -> Floats:
        fit = self._fit_for(known, day, "pair")
        history, units = History(known, self.offices), grid.units
        sight = Sight(history, units, day)
        out = np.empty(grid.shape)
        for k, act in enumerate(grid.acts):
            made = self._corrections_for(history, act, units, fit)
            seen = _look(history, act, units, day, fit, corrections=made, sight=sight)
            if seen is None:
                rates = [
                    rate_tables(known, act, units, moments=np.array([day]), horizons=(days,))[0]
                    for days in grid.horizons
                ]
                out[:, k] = np.stack([rate.probability[:, 0] for rate in rates], axis=1)
                continue
            lengths = np.array(grid.horizons, dtype=np.float64)
            out[:, k] = logistic(Course.through(seen.chance).within(lengths))
        return out

    def _corrections_for(
        self, history: History, act: Act, units: Units, fit: HazardFit
    ) -> Corrections:
        """Return what is to be made of the fit for an act that it did not learn."""
        if is_learnt(act) or not fit.lessons:
            return {}
        return learn_corrections(history.series, act, units.shape, fit, offices=self.offices)

    def _offices_by(self, day: int) -> tuple[tuple[int, str], ...]:
        """Return the changes of office-holders that a fit on a day can have seen."""
        return tuple((c.day, c.party) for c in self.offices.changes if c.day < day)

    def _forecasts(
        self, questions: Sequence[Question], known: KnownRecord, fit: HazardFit | None
    ) -> list[Forecast]:
        answers = []
        claims = known.claims()
        fits: dict[tuple[tuple[str, ...], Pool], HazardFit] = {}
        histories: dict[tuple[str, ...], History] = {}
        corrections: dict[tuple[Act, Shape, int], Corrections] = {}
        for question in questions:
            history = histories.get(question.statuses)
            if history is None:
                history = History(series_for(known, question), self.offices)
                histories[question.statuses] = history
            series = history.series
            rate = asked_rate(series, question, known.as_of)
            day, horizon, gap = window_of(question, known.as_of)
            told: list[Told] = []
            interval = None
            if len(series.watched):
                act, unit = asked_unit(series, question)
                key = question.statuses, _pool(unit)
                if key not in fits:
                    fits[key] = fit if fit is not None else self._fit_for(series, day, key[1])
                used = fits[key]
                start = log_odds(rate.probability)
                what = act, unit.shape, used.day
                if what not in corrections:
                    corrections[what] = self._corrections_for(history, act, unit, used)
                days, made = (day, horizon, gap), corrections[what]
                told, interval = _told(history, act, unit, used, start, days, corrections=made)
            told = [*told, *claims_about(claims, question)]
            answers.append(signed_forecast(self.name, question, rate, told, known.as_of, interval))
        return answers


def _told(
    history: History, act: Act, unit: Units, fit: HazardFit, start: float,
    days: tuple[int, int, int], *, corrections: Corrections,
) -> tuple[list[Told], tuple[float, float] | None]:  # fmt: skip
    """Return reasons and interval of one question; `start` is its base rate's log-odds."""
    day, horizon, gap = days
    seen = _look(history, act, unit, day, fit, corrections=corrections)
    if seen is None:
        return [unlearnt(history.series, day)], None
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
    reached = float(_over(course, rates, horizon, gap)[0])
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


def _look(
    history: History, act: Act, units: Units, day: int, fit: HazardFit,
    *, corrections: Corrections, sight: Sight | None = None,
) -> _Seen | None:  # fmt: skip
    """Look at units this morning; None where nothing has been learnt for them."""
    pool = _pool(units)
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
    return _Seen(rows, base, chance, spread, sight.near.allies(units, history.series))


def _pool(units: Units) -> Pool:
    return "pair" if units.shape == "dyad" else "open"


def _lesson(fit: HazardFit, units: Units, place: int) -> Lesson | None:
    """Return the lesson of an anchor, or of the shortest one where even that is too long."""
    found = fit.lesson(_pool(units), ANCHORS[place])
    return (
        found
        if found is not None
        else next((lesson for days in ANCHORS if (lesson := fit.lesson(_pool(units), days))), None)
    )


def _over(course: Course, rates: Course, days: int, gap: int) -> Floats:
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


_VERSION = 6
"""Of the fit: to be raised whenever the same events would give another fit than before."""
_RECIPE = json.dumps([_VERSION, [feature.name for feature in FEATURES], list(ANCHORS), SIZES])
"""What a fit depends on besides the events; a change of it makes all kept fits stale."""
