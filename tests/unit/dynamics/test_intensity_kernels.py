"""Fading memory: the same however it is added up, and only of what was known."""

from __future__ import annotations

import numpy as np
import pytest

from parley.dynamics.intensity_kernels import daily_decay, decayed_sums, kernel_table


def test_kernel_sums_to_one_over_its_future() -> None:
    """So that a coefficient on it counts acts."""
    counts = np.zeros((1, 400))
    counts[0, 0] = 1.0

    table = kernel_table(counts, [5.0])

    assert table.sum() == pytest.approx(1.0)


def test_half_is_spent_after_the_half_life() -> None:
    """That is what it is named after."""
    assert daily_decay(14.0) ** 14 == pytest.approx(0.5)


def test_sums_of_touches_equal_the_table() -> None:
    """Where all is known on the next morning, both ways of adding agree."""
    rng = np.random.default_rng(0)
    unit, day = rng.integers(0, 3, 80), rng.integers(0, 50, 80)
    counts = np.zeros((3, 50))
    np.add.at(counts, (unit, day), 1.0)

    sums = decayed_sums(unit, day, day + 1, n_units=3, moments=np.arange(51), half_life_days=4.0)

    assert sums == pytest.approx(kernel_table(counts, [4.0])[0])


def test_what_is_told_late_is_felt_late() -> None:
    """Not before it was known, and then by its age."""
    one = np.array([0])
    moments = np.array([6, 8, 9])

    sums = decayed_sums(
        one, np.array([5]), np.array([9]), n_units=1, moments=moments, half_life_days=1.0
    )

    assert sums.tolist() == [[0.0, 0.0, 0.0625]]


def test_no_moments_give_an_empty_table() -> None:
    """Nothing is looked at, nothing is felt."""
    empty = np.zeros(0, dtype=np.int64)

    sums = decayed_sums(empty, empty, empty, n_units=2, moments=empty, half_life_days=1.0)

    assert sums.shape == (2, 0)
