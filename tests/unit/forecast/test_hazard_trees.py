"""Forests: numpy reads what LightGBM grew, and splits each score over the features."""

from __future__ import annotations

import numpy as np
import pytest

from parley.dynamics.windows import Floats
from parley.forecast.hazard_grow import grow_forest
from parley.forecast.hazard_trees import Forest


@pytest.fixture(scope="module")
def rows() -> Floats:
    """Return rows of five features."""
    return np.random.default_rng(1).normal(size=(3000, 5)).astype(np.float32).astype(np.float64)


@pytest.fixture(scope="module")
def forest(rows: Floats) -> Forest:
    """Return trees grown on an outcome that hangs on two features."""
    outcome = (rows[:, 0] + rows[:, 1] ** 2 > 1.0).astype(np.float64)
    weight = np.where(outcome > 0, 1.0, 3.0)
    return grow_forest(rows, outcome, base=np.full(3000, -1.0), weight=weight, seed=7)


def test_few_rows_and_many_get_the_same_scores(rows: Floats, forest: Forest) -> None:
    """Two ways through the trees, one for a question and one for a grid."""
    many, few = forest.scores(rows), forest.scores(rows[:50])

    assert few == pytest.approx(many[:50], abs=1e-12)


def test_level_and_steps_make_up_the_score(rows: Floats, forest: Forest) -> None:
    """Every step on the way down belongs to one feature, so nothing is left over."""
    steps = forest.steps(rows[:40])

    assert forest.level + steps.sum(axis=1) == pytest.approx(forest.scores(rows[:40]), abs=1e-12)


def test_features_that_matter_carry_the_score(rows: Floats, forest: Forest) -> None:
    """The two that the outcome hangs on move it more than the three that it does not."""
    moved = np.abs(forest.steps(rows[:60])).mean(axis=0)

    assert moved[:2].min() > 3 * moved[2:].max()


def test_same_seed_grows_the_same_trees(rows: Floats, forest: Forest) -> None:
    """Promise 6."""
    outcome = (rows[:, 0] + rows[:, 1] ** 2 > 1.0).astype(np.float64)
    weight = np.where(outcome > 0, 1.0, 3.0)
    again = grow_forest(rows, outcome, base=np.full(3000, -1.0), weight=weight, seed=7)

    assert np.array_equal(again.threshold, forest.threshold)
    assert np.array_equal(again.value, forest.value)
