"""Laws of hazards: wider is never less likely, and what comes later changes nothing."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.forecast.hazard_lesson import Lesson
from parley.forecast.hazard_time import HIGHEST, LOWEST, Course

anchors = st.lists(st.floats(-14.0, 9.0), min_size=4, max_size=4)


def _course(log_odds: list[float]) -> Course:
    return Course.through(np.array([log_odds]))


@settings(max_examples=60, deadline=None)
@given(said=anchors, short=st.integers(1, 400), more=st.integers(0, 400))
def test_wider_window_is_never_less_likely(said: list[float], short: int, more: int) -> None:
    """Whatever the models say at the anchors, in any order."""
    course = _course(said)
    narrow, wide = course.within(short)[0], course.within(short + more)[0]

    assert LOWEST <= narrow <= wide + 1e-9
    assert wide <= HIGHEST


@settings(max_examples=60, deadline=None)
@given(
    said=anchors, usual=anchors, gap=st.integers(1, 100), days=st.integers(1, 100),
    earlier=st.integers(0, 50), longer=st.integers(0, 50),
)  # fmt: skip
def test_wider_window_of_later_is_never_less_likely(
    said: list[float], usual: list[float], gap: int, days: int, earlier: int, longer: int
) -> None:
    """Opening it sooner or closing it later can only add days on which it may happen."""
    course, base = _course(said), _course(usual)
    opens = max(gap - earlier, 1)
    narrow = course.later(base, gap, days)[0]
    wide = course.later(base, opens, days + (gap - opens) + longer)[0]

    assert narrow <= wide + 1e-9
    assert narrow <= course.within(gap + days)[0] + 1e-9


@settings(max_examples=40, deadline=None)
@given(
    level=st.floats(-2.0, 2.0), slope=st.floats(0.3, 2.0), bend=st.floats(-0.5, 1.0),
    one=st.floats(-12.0, 8.0), other=st.floats(-12.0, 8.0),
)  # fmt: skip
def test_calibration_keeps_the_order_of_chances(
    level: float, slope: float, bend: float, one: float, other: float
) -> None:
    """It may move chances, never let them change places."""
    held = max(bend, 0.3 - slope)
    none = np.zeros(0)
    lesson = Lesson(
        horizon_days=30, forests=(), coefficients=np.zeros((1, 1)), centre=none, scale=none,
        low=none, high=none, usual=np.zeros((0, 3)), mix=(0.5, 0.5), level=level, slope=slope,
        bend=held, n_units=1, n_parties=2, n_moments=1, n_rows=1, n_hits=1,
    )  # fmt: skip
    low, high = min(one, other), max(one, other)
    said = np.array([low, high])
    after = said + lesson.calibration(said)

    assert after[0] <= after[1] + 1e-9
