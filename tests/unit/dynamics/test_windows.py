from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from parley.dynamics.windows import NEVER, days_since, distinct_days, past_counts, window_hits

TOUCHES = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 40), st.integers(0, 10)), min_size=1, max_size=30
)
MOMENTS = np.arange(0, 60, 5)


def arrays(touches: list[tuple[int, int, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Turn (unit, day, days until known) into the three arrays."""
    unit, day, lag = np.array(touches, dtype=np.int64).T
    return unit, day, day + lag


@given(TOUCHES, st.integers(1, 30))
def test_past_counts_agree_with_counting_one_by_one(
    touches: list[tuple[int, int, int]], days: int
) -> None:
    """Each touch known by a moment and in the window before it counts once."""
    unit, day, known = arrays(touches)
    counts = past_counts(unit, day, known, n_units=3, moments=MOMENTS, days=days)
    expected = [
        [
            sum(
                u == i and k <= m and m - days <= d < m
                for u, d, k in zip(unit, day, known, strict=True)
            )
            for m in MOMENTS
        ]
        for i in range(3)
    ]

    assert counts.tolist() == expected


@given(TOUCHES, st.integers(1, 30))
def test_window_hits_agree_with_looking_one_by_one(
    touches: list[tuple[int, int, int]], days: int
) -> None:
    """A window is hit when a touch lies in it, first and last day included."""
    unit, day, _ = arrays(touches)
    hits = window_hits(unit, day, n_units=3, starts=MOMENTS, days=days)
    expected = [
        [any(u == i and s <= d < s + days for u, d in zip(unit, day, strict=True)) for s in MOMENTS]
        for i in range(3)
    ]

    assert hits.tolist() == expected


@given(TOUCHES)
def test_days_since_agree_with_looking_one_by_one(touches: list[tuple[int, int, int]]) -> None:
    """The latest touch known by a moment and before it is the one counted from."""
    unit, day, known = arrays(touches)
    since = days_since(unit, day, known, n_units=3, moments=MOMENTS)
    expected = [
        [
            min(
                (
                    int(m - d)
                    for u, d, k in zip(unit, day, known, strict=True)
                    if u == i and k <= m and d < m
                ),
                default=NEVER,
            )
            for m in MOMENTS
        ]
        for i in range(3)
    ]

    assert since.tolist() == expected


def test_one_day_counts_once_from_its_earliest_telling() -> None:
    """Ten reports of one day's talks are one day of talks, known when the first came out."""
    unit, day, known = distinct_days(np.array([0, 0, 0]), np.array([3, 3, 4]), np.array([9, 5, 6]))

    assert (unit.tolist(), day.tolist(), known.tolist()) == ([0, 0], [3, 4], [5, 6])


def test_no_unit_and_no_touch_is_no_trouble() -> None:
    """Counting nothing gives an empty table rather than an error."""
    none = np.zeros(0, dtype=np.int64)

    assert past_counts(none, none, none, n_units=0, moments=MOMENTS, days=7).shape == (0, 12)
    assert not window_hits(none, none, n_units=2, starts=MOMENTS, days=7).any()
