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
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

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
from parley.forecast.explain import Told, claims_about
from parley.forecast.fitting import logistic
from parley.forecast.hazard_asked import (
    Corrections,
    is_learnt,
    learn_corrections,
)
from parley.forecast.hazard_features import FEATURES, History, Sight
from parley.forecast.hazard_kept import from_arrays, to_arrays
from parley.forecast.hazard_lesson import HazardFit
from parley.forecast.hazard_look import look_at, over_window, plain_rate, pool_of, told_of
from parley.forecast.hazard_offices import offices_of
from parley.forecast.hazard_sample import ANCHORS, POOLS, SIZES, Pool
from parley.forecast.hazard_time import Course, fit_day
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
_VERSION = 6
"""Of the fit: to be raised whenever the same events would give another fit than before."""
_RECIPE = json.dumps([_VERSION, [feature.name for feature in FEATURES], list(ANCHORS), SIZES])
"""What a fit depends on besides the events; a change of it makes all kept fits stale."""


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

    def answers(self, question: Question) -> bool:
        """Tell whether a question is answered as it is: one act of its types, of any mode or some.

        Counts of days, bands of relations and outcomes that exclude one another are made
        of such answers elsewhere.
        """
        return replace(question, modes=()).plain

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
            pool = pool_of(batch.units)
            if (statuses, pool) not in fits:
                fits[statuses, pool] = self._fit_for(series, batch.day, pool)
            history, fit = histories[statuses], fits[statuses, pool]
            made = self._corrections_for(history, batch.act, batch.units, fit)
            seen = look_at(history, batch.act, batch.units, batch.day, fit, corrections=made)
            if seen is None:
                plain = plain_rate(history, batch.act, batch.units, batch.day, batch.horizon_days)
                probability[list(batch.places)] = logistic(plain)
            else:
                course, rates = Course.through(seen.chance), Course.through(seen.base)
                found = over_window(course, rates, batch.horizon_days, batch.gap_days)
                probability[list(batch.places)] = logistic(found)
        return Chances(probability, base)

    def _grid(self, known: DaySeries, grid: Grid, day: int) -> Floats:
        fit = self._fit_for(known, day, "pair")
        history, units = History(known, self.offices), grid.units
        sight = Sight(history, units, day)
        out = np.empty(grid.shape)
        for k, act in enumerate(grid.acts):
            made = self._corrections_for(history, act, units, fit)
            seen = look_at(history, act, units, day, fit, corrections=made, sight=sight)
            if seen is None:
                rates = [plain_rate(history, act, units, day, days) for days in grid.horizons]
                out[:, k] = logistic(np.stack(rates, axis=1))
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
                key = question.statuses, pool_of(unit)
                if key not in fits:
                    fits[key] = fit if fit is not None else self._fit_for(series, day, key[1])
                used = fits[key]
                start = log_odds(rate.probability)
                what = act, unit.shape, used.day
                if what not in corrections:
                    corrections[what] = self._corrections_for(history, act, unit, used)
                days, made = (day, horizon, gap), corrections[what]
                told, interval = told_of(history, act, unit, used, start, days, corrections=made)
            told = [*told, *claims_about(claims, question)]
            answers.append(signed_forecast(self.name, question, rate, told, known.as_of, interval))
        return answers
