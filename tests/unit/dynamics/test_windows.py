"""Counting by marking where stretches begin and end equals counting one by one."""

from __future__ import annotations

import numpy as np
import pytest

from parley.dynamics.windows import NEVER, days_since, past_counts, window_hits


def _touches(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    day = rng.integers(0, 60, size=80)
    return rng.integers(0, 4, size=80), day, day + rng.integers(0, 9, size=80)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("days", [1, 7, 30])
def test_past_counts_equal_counting_one_by_one(seed: int, days: int) -> None:
    """A touch counts at a moment when it was known by then and lies in the window."""
    unit, day, known = _touches(seed)
    moments = np.arange(0, 70, 5)

    counted = past_counts(unit, day, known, n_units=4, moments=moments, days=days)

    for j, moment in enumerate(moments.tolist()):
        for u in range(4):
            rows = (unit == u) & (known <= moment) & (day < moment) & (day >= moment - days)
            assert counted[u, j] == rows.sum()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_window_hits_equal_looking_into_each_window(seed: int) -> None:
    """A window is hit when any touch of its unit lies in it."""
    unit, day, _ = _touches(seed)
    starts = np.array([0, 10, 33, 58])

    hits = window_hits(unit, day, n_units=4, starts=starts, days=7)

    for j, start in enumerate(starts.tolist()):
        for u in range(4):
            assert hits[u, j] == ((unit == u) & (day >= start) & (day < start + 7)).any()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_days_since_equal_looking_back(seed: int) -> None:
    """The latest touch known by a moment, or never."""
    unit, day, known = _touches(seed)
    moments = np.arange(0, 70, 5)

    since = days_since(unit, day, known, n_units=4, moments=moments)

    for j, moment in enumerate(moments.tolist()):
        for u in range(4):
            past = day[(unit == u) & (known <= moment) & (day < moment)]
            assert since[u, j] == (moment - past.max() if len(past) else NEVER)
