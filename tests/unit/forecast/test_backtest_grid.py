"""Grid backtests: everybody answers the same cells, and none sees the future."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from parley.dynamics.series import DaySeries, day_number, day_series
from parley.dynamics.windows import Floats
from parley.errors import CheckError, ForecastError
from parley.forecast.backtest_grid import GridOptions, replay, seen_by
from parley.forecast.backtest_groups import pattern_breaks, quiet_cells
from parley.forecast.backtest_table import REFERENCES, GridBacktest, score_replay
from parley.forecast.baselines import GRID_BASELINES, BaseRates, ClassRate, ShrunkRate
from parley.forecast.baselines_fitted import LaggedLogit, Recurrence
from parley.forecast.grid import (
    Grid,
    GridForecaster,
    grid_of,
    make_grid,
    named_acts,
    outcome_table,
)
from parley.forecast.leaks import check_no_leak
from parley.forecast.models import BaseRateForecaster

from .conftest import START, InventedStore, at, make_event

DAY0 = day_number(START)
OPTIONS = GridOptions(
    acts=named_acts(["CONSULT", "THREATEN", "verbal cooperation"]),
    horizons=(7, 30),
    n_parties=4,
    since=START + timedelta(days=150),
    until=START + timedelta(days=220),
    every_days=14,
)


class Peeking:
    """Says what will happen, as far as the history it is handed goes."""

    name = "peeking.v1"

    def grid(self, series: DaySeries, grid: Grid, *, day: int) -> Floats:
        """Look up the outcome of the windows."""
        return np.where(outcome_table(series, grid, np.array([day]))[0], 0.99, 0.01)


class Wrong:
    """Answers with one chance too few."""

    name = "wrong.v1"

    def grid(self, series: DaySeries, grid: Grid, *, day: int) -> Floats:
        """Leave out the last dyad."""
        return np.full(grid.shape, 0.5)[:-1]


@pytest.fixture(scope="module")
def series(store: InventedStore) -> DaySeries:
    """Return the whole invented history."""
    return day_series(store.known(at(400)).events())


@pytest.fixture(scope="module")
def table(store: InventedStore) -> GridBacktest:
    """Return the baselines without coefficients, scored."""
    made = [make() for make in GRID_BASELINES.values()]
    played = replay(made, store, options=OPTIONS, as_of=at(300))
    return score_replay(played, rng=np.random.default_rng(0))


def test_a_planted_leak_is_held_back_and_told(store: InventedStore) -> None:
    """An act of the window, put into the history as known before it, moves no chance."""
    leak = make_event("CONSULT", ["AAA", "BBB"], [], 155, told_after=timedelta(days=-10))
    played = [
        replay([BaseRates(), LaggedLogit()], record, options=OPTIONS, as_of=at(300))
        for record in (store, store.with_events(leak))
    ]
    first = [each.chances["base_rate.v1"][0] for each in played]

    assert [each.n_hidden for each in played] == [0, 1]
    assert np.array_equal(*first)


def test_an_act_told_ahead_is_seen_from_its_own_day_on(store: InventedStore) -> None:
    """It is hidden while its day lies ahead, no longer."""
    leak = make_event("CONSULT", ["AAA", "BBB"], [], 155, told_after=timedelta(days=-10))
    series = day_series(store.with_events(leak).known(at(400)).events())
    plain = day_series(store.known(at(400)).events())

    def n_seen(history: DaySeries, day: int) -> int:
        return len(seen_by(history, DAY0 + day)[0])

    assert n_seen(series, 150) == n_seen(plain, 150)
    assert n_seen(series, 156) > n_seen(plain, 156)


def test_a_forecaster_that_peeks_sees_nothing_in_a_replay(store: InventedStore) -> None:
    """The history it is handed ends at the origin, so it can tell nothing of the windows."""
    played = replay([Peeking()], store, options=OPTIONS, as_of=at(300))

    assert played.outcome.any()
    assert (played.chances["peeking.v1"] < 0.5).all()


def test_a_forecaster_that_peeks_is_caught(series: DaySeries) -> None:
    """Handed the whole history, it answers otherwise once the future is changed."""
    grid = make_grid(series, day=DAY0 + 150, n_parties=3, acts=named_acts(["CONSULT"]))

    with pytest.raises(CheckError, match="looks ahead"):
        check_no_leak(Peeking(), series, grid, DAY0 + 150)


@pytest.mark.parametrize(
    "make", [*GRID_BASELINES.values(), LaggedLogit, Recurrence], ids=lambda make: make.name
)
def test_no_baseline_looks_ahead(make: type[GridForecaster], series: DaySeries) -> None:
    """Changing what becomes known later changes none of their answers."""
    grid = make_grid(
        series, day=DAY0 + 150, n_parties=3, acts=named_acts(["CONSULT"]), horizons=(7, 30)
    )

    check_no_leak(make(), series, grid, DAY0 + 190)


def test_late_news_of_a_closed_window_reaches_no_earlier_fit(store: InventedStore) -> None:
    """What happened in March and was told in July is no lesson in April."""
    late = [
        make_event("CONSULT", ["AAA", "BBB"], [], day, told_after=timedelta(days=150))
        for day in range(61, 140, 3)
    ]
    answers = []
    for record in (store, store.with_events(*late)):
        series = day_series(record.known(at(400)).events())
        grid = grid_of(
            series, [("AAA", "BBB"), ("BBB", "CCC")], acts=named_acts(["CONSULT"]), horizons=(7,)
        )
        answers.append(
            [model.grid(series, grid, day=DAY0 + 170) for model in (LaggedLogit(), ShrunkRate())]
        )

    assert np.array_equal(answers[0], answers[1])


def test_a_plugin_that_knows_no_grids_is_asked_cell_by_cell(store: InventedStore) -> None:
    """Its answers are those of the same forecaster as a grid."""
    options = GridOptions(
        acts=named_acts(["CONSULT"]), horizons=(7, 30), n_parties=3, every_days=30,
        since=OPTIONS.since, until=OPTIONS.until,
    )  # fmt: skip
    played = [
        replay([model], store, options=options, as_of=at(300)).chances["base_rate.v1"]
        for model in (BaseRateForecaster(), BaseRates())
    ]

    assert played[0] == pytest.approx(played[1], abs=1e-6)


def test_an_answer_of_the_wrong_shape_is_refused(store: InventedStore) -> None:
    """One chance is needed for each dyad, act and horizon."""
    with pytest.raises(ForecastError, match=r"wrong\.v1 answered a grid of shape"):
        replay([Wrong()], store, options=OPTIONS, as_of=at(300))


def test_only_windows_that_closed_are_scored(table: GridBacktest, store: InventedStore) -> None:
    """Fewer origins count for the longer horizon, when the record ends soon after them."""
    played = replay(
        [make() for make in GRID_BASELINES.values()], store, options=OPTIONS, as_of=at(225)
    )
    short = score_replay(played, rng=np.random.default_rng(0))

    assert [short.of(group="CONSULT", horizon_days=days)[0].n_origins for days in (7, 30)] == [5, 4]
    assert {each.n_origins for each in table.scores} == {6}


def test_all_forecasters_answer_the_same_windows(table: GridBacktest) -> None:
    """In every set of windows, numbers and outcomes are the same down the table."""
    for group in table.groups:
        for days in table.horizons:
            rows = table.of(group=group, horizon_days=days)
            assert len({(each.scores.n, each.scores.n_hits) for each in rows}) <= 1

    assert table.forecasters == REFERENCES


def test_skill_is_over_the_stronger_shrunk_rate(table: GridBacktest) -> None:
    """The one with the lower Brier score has no skill over itself, the other less."""
    for days in table.horizons:
        rows = {each.forecaster: each for each in table.of(group="types", horizon_days=days)}
        best = min(("shrunk_rate.v1", "base_rate.v1"), key=lambda name: rows[name].scores.brier)
        assert table.rate[days] == best
        assert rows[best].skill["rate"].value == 0.0


def test_quiet_and_active_windows_make_up_the_whole(table: GridBacktest) -> None:
    """Each pooled window is one or the other."""
    for days in table.horizons:
        n = {
            group: table.of(group=group, horizon_days=days)[0].scores.n
            for group in ("types", "quiet", "active")
            if table.of(group=group, horizon_days=days)
        }
        assert n["types"] == n.get("quiet", 0) + n.get("active", 0)


def test_a_dyad_is_quiet_until_its_act_is_known(store: InventedStore) -> None:
    """An act told late leaves its dyad quiet till then."""
    told = make_event("ASSAULT", ["AAA"], ["BBB"], 150, told_after=timedelta(days=11))
    series = day_series(store.with_events(told).known(at(400)).events())
    grid = grid_of(series, [("AAA", "BBB")], acts=named_acts(["ASSAULT"]), horizons=(7,))

    quiet = quiet_cells(series, grid, DAY0 + np.array([150, 155, 162, 240, 241]))

    assert quiet.ravel().tolist() == [True, True, False, False, True]


def test_a_pattern_breaks_by_coming_and_by_staying_away(store: InventedStore) -> None:
    """After three windows with the act one without it, and after three without one with it."""
    acts = [make_event("ASSAULT", ["AAA"], ["BBB"], day) for day in (100, 107, 114, 160)]
    series = day_series(store.with_events(*acts).known(at(400)).events())
    grid = grid_of(series, [("AAA", "BBB")], acts=named_acts(["ASSAULT"]), horizons=(7,))
    moments = DAY0 + np.array([115, 119, 122, 160, 165])
    outcome = outcome_table(series, grid, moments)

    breaks = pattern_breaks(series, grid, moments, outcome)

    assert outcome.ravel().tolist() == [False, False, False, True, False]
    assert breaks.ravel().tolist() == [True, True, False, True, False]


def test_rows_for_the_record_tell_pooled_acts_from_single_ones(table: GridBacktest) -> None:
    """Each forecaster has a row for each act, and one for the types pooled."""
    rows = [row for row in table.rows() if row["forecaster"] == "base_rate.v1"]
    told = [(row["event_types"], row["horizon_days"]) for row in rows]

    assert (["CONSULT", "THREATEN"], 7) in told
    assert (["CONSULT"], 30) in told
    assert all(
        ("pooled" in row["universe"]) == (row["event_types"] == ["CONSULT", "THREATEN"])
        for row in rows
    )
    assert {row["closes_on"] for row in rows if row["horizon_days"] == 30} == {
        date(2023, 1, 2) + timedelta(days=220 + 29)
    }


def test_without_its_references_nothing_is_scored(store: InventedStore) -> None:
    """Skill needs the plain forecasts beside it."""
    played = replay([ClassRate()], store, options=OPTIONS, as_of=at(300))

    with pytest.raises(ForecastError, match=r"persistence\.v1 is not among"):
        score_replay(played, rng=np.random.default_rng(0))
