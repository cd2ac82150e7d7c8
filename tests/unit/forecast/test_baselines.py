"""Baselines: fair chances from one plain thing each."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from parley.dynamics.series import DaySeries, day_number, day_series
from parley.forecast.backtest_grid import grid_questions
from parley.forecast.baselines import (
    GRID_BASELINES,
    BaseRates,
    ClassRate,
    Persistence,
    ShrunkRate,
    carried,
    closed_starts,
)
from parley.forecast.baselines_fitted import FITTED_BASELINES, LaggedLogit, Recurrence, fit_day
from parley.forecast.grid import Grid, GridForecaster, make_grid, named_acts, outcome_table
from parley.forecast.models import BaseRateForecaster, RecurrenceForecaster

from .conftest import START, InventedStore, at

DAY0 = day_number(START)
ALL: dict[str, Callable[[], GridForecaster]] = {**GRID_BASELINES, **FITTED_BASELINES}


@pytest.fixture(scope="module")
def series(store: InventedStore) -> DaySeries:
    """Return the whole invented history."""
    return day_series(store.known(at(400)).events())


@pytest.fixture(scope="module")
def grid(series: DaySeries) -> Grid:
    """Return the grid of four parties, three acts, two horizons."""
    acts = named_acts(["CONSULT", "THREATEN", "verbal cooperation"])
    return make_grid(series, day=DAY0 + 150, n_parties=4, acts=acts, horizons=(7, 30))


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_baseline_answers_each_cell_with_a_chance(
    name: str, series: DaySeries, grid: Grid
) -> None:
    """Strictly between nought and one, in the shape of the grid, under its own name."""
    forecaster = ALL[name]()

    chances = forecaster.grid(series, grid, day=DAY0 + 200)

    assert forecaster.name == name
    assert chances.shape == grid.shape
    assert ((chances > 0) & (chances < 1)).all()


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_record_of_three_days_is_answered_from(name: str, series: DaySeries, grid: Grid) -> None:
    """A young record leaves every baseline with something to say, also of a long horizon."""
    chances = ALL[name]().grid(series, grid, day=series.first_day + 3)

    assert ((chances > 0) & (chances < 1)).all()


def test_the_class_rate_is_the_share_of_closed_windows(series: DaySeries, grid: Grid) -> None:
    """It is one figure for all dyads, and that is how often it happened."""
    day = DAY0 + 200
    chances = ClassRate().grid(series, grid, day=day)
    starts, length = closed_starts(series.first_day, day, 30, least=1)
    share = outcome_table(series, grid, starts)[:, :, 0, 1].mean()

    assert length == 30
    assert chances[:, 0, 1] == pytest.approx(share, abs=0.01)
    assert np.ptp(chances, axis=0).max() == 0.0


def test_persistence_knows_two_states(series: DaySeries, grid: Grid) -> None:
    """Each act and horizon has two chances at most, and the one after an act is higher."""
    day = DAY0 + 200
    chances = Persistence().grid(series, grid, day=day)
    before = outcome_table(series.known_by(day), grid, np.array([day - 7]))[0, :, 0, 0]

    assert len(np.unique(chances[:, 0, 0])) == 2
    assert chances[before, 0, 0].min() > chances[~before, 0, 0].max()


def test_the_shrunk_rate_lies_between_the_dyads_own_and_the_acts(
    series: DaySeries, grid: Grid
) -> None:
    """Own shares are drawn in from both sides, and keep their order."""
    day = DAY0 + 200
    shrunk = ShrunkRate().grid(series, grid, day=day)[:, 0, 0]
    starts, _ = closed_starts(series.first_day, day, 7, least=1)
    own = outcome_table(series, grid, starts)[:, :, 0, 0].mean(axis=0)

    assert np.ptp(shrunk) < np.ptp(own)
    assert (np.diff(shrunk[np.argsort(own)]) >= -1e-12).all()


def test_base_rates_of_a_grid_are_those_of_its_questions(
    store: InventedStore, series: DaySeries, grid: Grid
) -> None:
    """`base_rate.v1` says the same, asked as a grid or question by question."""
    assert BaseRates().grid(series, grid, day=DAY0 + 200) == pytest.approx(
        _asked(BaseRateForecaster(), store, series, grid, 200), abs=1e-12
    )


def test_recurrence_of_a_grid_is_that_of_its_questions_on_a_fit_day(
    store: InventedStore, series: DaySeries, grid: Grid
) -> None:
    """On a day that the weights are fitted, `recurrence.v1` says the same both ways."""
    day = fit_day(series.first_day, DAY0 + 200)

    assert Recurrence().grid(series, grid, day=day) == pytest.approx(
        _asked(RecurrenceForecaster(), store, series, grid, day - DAY0), abs=1e-9
    )


def test_logistic_regression_ranks_a_busy_dyad_above_a_quiet_one(
    series: DaySeries, grid: Grid
) -> None:
    """More talks in the past make talks likelier."""
    day = DAY0 + 200
    chances = LaggedLogit().grid(series, grid, day=day)[:, 0, 0]
    starts, _ = closed_starts(series.first_day, day, 7, least=1)
    own = outcome_table(series, grid, starts)[-8:, :, 0, 0].mean(axis=0)

    assert np.corrcoef(chances, own)[0, 1] > 0.5


def test_fits_in_between_hang_on_the_calendar_alone(series: DaySeries, grid: Grid) -> None:
    """A forecaster that fitted last week says today what a fresh one says."""
    used = LaggedLogit()
    used.grid(series, grid, day=DAY0 + 190)

    assert np.array_equal(
        used.grid(series, grid, day=DAY0 + 200), LaggedLogit().grid(series, grid, day=DAY0 + 200)
    )


def test_a_chance_carried_to_a_longer_window_grows() -> None:
    """Four weeks hold more than one, and less than four unlinked ones would."""
    week = np.array([0.2])

    assert week[0] < carried(week, 7, 28)[0] < 1 - 0.8**4


def _asked(
    forecaster: BaseRateForecaster | RecurrenceForecaster,
    store: InventedStore,
    series: DaySeries,
    grid: Grid,
    day: int,
) -> np.ndarray:
    questions = list(grid_questions(series, grid, at(day)))
    return forecaster.chances(questions, store.known(at(day))).probability.reshape(grid.shape)
