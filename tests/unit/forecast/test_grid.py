"""Grids: which cells are asked, and what came of them."""

from __future__ import annotations

import numpy as np
import pytest

from parley.dynamics.series import DaySeries, day_number, day_series
from parley.errors import ForecastError, InputError
from parley.forecast.asked import make_question
from parley.forecast.backtest import came_true
from parley.forecast.grid import (
    act_name,
    busiest_places,
    closed_windows,
    grid_of,
    make_grid,
    named_acts,
    outcome_table,
)

from .conftest import START, InventedStore, at, make_event

DAY0 = day_number(START)


@pytest.fixture(scope="module")
def series(store: InventedStore) -> DaySeries:
    """Return the whole invented history."""
    return day_series(store.known(at(400)).events())


def test_a_grid_holds_all_directed_dyads_of_the_busiest(series: DaySeries) -> None:
    """Four parties make twelve ordered pairs, and none with itself."""
    grid = make_grid(series, day=DAY0 + 200, n_parties=4, acts=named_acts(["CONSULT"]))

    assert grid.shape == (12, 1, 3)
    assert (grid.actor != grid.recipient).all()
    assert len(set(zip(grid.actor.tolist(), grid.recipient.tolist(), strict=True))) == 12


def test_parties_are_chosen_by_what_was_known_on_the_first_morning(store: InventedStore) -> None:
    """A party that becomes the busiest later is not in the grid of an earlier day."""
    late = [make_event("ACCUSE", ["ZZZ"], ["AAA"], day) for day in range(210, 299)]
    late += [make_event("ASSAULT", ["ZZZ"], ["AAA"], day) for day in range(210, 299)]
    late += [make_event("REJECT", ["ZZZ"], ["AAA"], day) for day in range(210, 299)]
    late += [make_event("COERCE", ["ZZZ"], ["AAA"], day) for day in range(210, 299)]
    series = day_series(store.with_events(*late).known(at(400)).events())

    def names(day: int) -> set[str]:
        places = busiest_places(series, day=DAY0 + day, n_parties=3).tolist()
        return {series.parties[place] for place in places}

    assert "ZZZ" not in names(200)
    assert "ZZZ" in names(299)


def test_outcomes_are_those_that_settle_the_question(series: DaySeries) -> None:
    """Cell by cell, the table says what `came_true` says of the question in words."""
    grid = make_grid(
        series, day=DAY0 + 100, n_parties=3, acts=named_acts(["CONSULT", "verbal conflict"]),
        horizons=(7, 30),
    )  # fmt: skip
    moments = DAY0 + np.array([100, 107, 131])
    told = outcome_table(series, grid, moments)
    questions = [
        make_question(
            actors=[series.parties[actor]], recipients=[series.parties[recipient]],
            event_types=act.event_types, as_of=at(int(moment) - DAY0), within_days=days,
        )
        for moment in moments
        for actor, recipient in zip(grid.actor.tolist(), grid.recipient.tolist(), strict=True)
        for act in grid.acts
        for days in grid.horizons
    ]  # fmt: skip

    assert told.ravel().tolist() == came_true(series, questions).astype(bool).tolist()
    assert 0 < told.mean() < 1


def test_a_window_past_the_last_day_watched_has_not_closed(series: DaySeries) -> None:
    """Seven days from the last week fit, thirty do not."""
    grid = make_grid(series, day=DAY0 + 200, n_parties=3, horizons=(7, 30))

    closed = closed_windows(series, grid, DAY0 + np.array([200, 290]), last_day=DAY0 + 500)

    assert closed.tolist() == [[True, True], [True, False]]


def test_acts_go_by_type_by_quad_and_by_set() -> None:
    """`all` is the sixteen types and the four quad classes, each once."""
    names = [act_name(act) for act in named_acts(["CONSULT", "all"])]

    assert len(names) == len(set(names)) == 20
    assert names[0] == "CONSULT"


def test_an_unknown_act_is_refused_with_the_nearest_one() -> None:
    """The message names the act that was probably meant."""
    with pytest.raises(InputError, match="Did you mean 'consult'"):
        named_acts(["CONSLUT"])


def test_a_dyad_never_seen_is_asked_about_all_the_same(series: DaySeries) -> None:
    """Its windows hold nothing, and nobody else's acts count for it."""
    grid = grid_of(series, [("AAA", "QQQ")], acts=named_acts(["types"]), horizons=(30,))

    assert not outcome_table(series, grid, np.array([DAY0 + 100])).any()


def test_a_horizon_shorter_than_a_day_is_refused(series: DaySeries) -> None:
    """There is no window of no days."""
    with pytest.raises(ForecastError, match="one day or more"):
        make_grid(series, day=DAY0 + 100, horizons=(0, 7))
