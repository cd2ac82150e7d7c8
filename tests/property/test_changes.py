"""Laws of change points and of surprise."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.dynamics.changes import MIN_BINS, find_changes

_counts = st.lists(st.integers(0, 60), min_size=1, max_size=40)


@settings(max_examples=40, deadline=None)
@given(_counts)
def test_levels_cover_the_series_in_order(counts: list[int]) -> None:
    """Levels follow one another without gap or overlap, and their means are those counted."""
    found = find_changes(np.array(counts))

    assert found.levels[0].first == 0
    assert found.levels[-1].last == len(counts) - 1
    for before, after in zip(found.levels, found.levels[1:], strict=False):
        assert after.first == before.last + 1
    for level in found.levels:
        assert np.isclose(level.mean, np.mean(counts[level.first : level.last + 1]))


@settings(max_examples=40, deadline=None)
@given(_counts)
def test_a_change_lies_inside_its_interval(counts: list[int]) -> None:
    """Each interval holds its change, and leaves room for a level on either side."""
    for change in find_changes(np.array(counts)).changes:
        assert MIN_BINS <= change.low <= change.at <= change.high <= len(counts) - MIN_BINS
        assert change.probability >= 0.9 - 1e-9


@settings(max_examples=25, deadline=None)
@given(_counts)
def test_a_series_read_backwards_has_as_many_changes(counts: list[int]) -> None:
    """Looking is the same in both directions: the levels of a reversed series are as many."""
    forwards, backwards = (find_changes(np.array(each)) for each in (counts, counts[::-1]))

    assert len(forwards.changes) == len(backwards.changes)
    assert forwards.size == backwards.size
