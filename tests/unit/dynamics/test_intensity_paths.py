"""Paths: drawn alike from equal seeds, and raised by what is supposed."""

from __future__ import annotations

import numpy as np
import pytest

from parley.dynamics.intensity import IntensityFit, made_intensities
from parley.dynamics.intensity_paths import chance_within, simulate
from parley.errors import ForecastError


@pytest.fixture
def fit() -> IntensityFit:
    """Return two streams of which the second answers the first."""
    excitation = np.zeros((2, 2, 2))
    excitation[1, 0] = [0.8, 0.0]
    return made_intensities(np.array([0.05, 0.02]), excitation)


def test_equal_seeds_draw_equal_paths(fit: IntensityFit) -> None:
    """Chance enters by the rng alone."""
    first, second = (
        simulate(fit, np.zeros((2, 30)), n_days=10, n_paths=50, rng=np.random.default_rng(1))
        for _ in range(2)
    )

    assert np.array_equal(first.acts, second.acts)


def test_a_supposed_act_raises_the_chance_of_its_answer(fit: IntensityFit) -> None:
    """On no path does it take an answer away, as both draw the same chance numbers."""
    past = np.zeros((2, 30))
    supposed = past.copy()
    supposed[0, -1] = 1.0

    was, would = (
        simulate(fit, acts, n_days=10, n_paths=400, rng=np.random.default_rng(2))
        for acts in (past, supposed)
    )

    assert np.all(would.acts >= was.acts)
    assert chance_within(would, [1])[-1] > chance_within(was, [1])[-1] + 0.2


def test_drawn_chance_is_that_of_the_formula(fit: IntensityFit) -> None:
    """Without excitation, one less the chance of no act on any day."""
    paths = simulate(fit, np.zeros((2, 30)), n_days=7, n_paths=20_000, rng=np.random.default_rng(3))

    assert chance_within(paths, [0])[-1] == pytest.approx(1 - np.exp(-0.05 * 7), abs=0.01)


def test_silent_days_let_memory_fade(fit: IntensityFit) -> None:
    """What happened longer ago raises less."""
    past = np.zeros((2, 30))
    past[0, -1] = 1.0

    soon, late = (
        chance_within(
            simulate(
                fit, past, n_days=7, n_paths=2000, rng=np.random.default_rng(4), silent_days=days
            ),
            [1],
        )[-1]
        for days in (0, 30)
    )

    assert late < soon - 0.2


def test_paths_of_no_days_are_refused(fit: IntensityFit) -> None:
    """There is nothing to draw."""
    with pytest.raises(ForecastError, match="a day and a path"):
        simulate(fit, np.zeros((2, 30)), n_days=0, n_paths=5, rng=np.random.default_rng(0))
