"""Change points, tried on series whose changes are known."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from parley.dynamics.changes import MIN_BINS, find_changes, penalty
from parley.errors import InputError

Ints = NDArray[np.int64]


def _bursty(rng: np.random.Generator, means: NDArray[np.float64], size: float) -> Ints:
    """Draw negative binomial counts: variance = mean + mean² / size."""
    drawn: Ints = rng.poisson(rng.gamma(size, means / size)).astype(np.int64)
    return drawn


def test_a_new_level_is_found_where_it_begins() -> None:
    """One act a week for half a year, then ten: the change lies at the week it came."""
    counts = np.array([1, 0, 2, 1, 1, 0, 1, 2, 1, 0, 1, 1, 10, 9, 12, 8, 11, 10, 9, 13, 10, 8])

    found = find_changes(counts)

    assert [change.at for change in found.changes] == [12]
    assert found.changes[0].low <= 12 <= found.changes[0].high
    assert found.changes[0].probability >= 0.9
    assert found.levels[0].mean < 1.0 < 9.0 < found.levels[1].mean


def test_a_single_burst_is_no_change() -> None:
    """One week of forty in a quiet year is a burst; the level before and after is one."""
    counts = np.ones(52, dtype=np.int64)
    counts[20] = 40

    assert find_changes(counts).changes == ()


def test_a_change_and_a_change_back_are_two() -> None:
    """A crisis of ten weeks has a beginning and an end."""
    counts = np.array([1] * 15 + [20] * 10 + [1] * 15)

    assert [change.at for change in find_changes(counts).changes] == [15, 25]


@pytest.mark.parametrize("counts", [[0] * 30, [5] * 30, [3], [1, 2], [0, 9, 0, 9, 0]])
def test_what_is_steady_or_short_has_one_level(counts: list[int]) -> None:
    """No acts at all, the same number each week, or too few weeks: nothing changed."""
    found = find_changes(np.array(counts))

    assert found.changes == ()
    assert len(found.levels) == 1
    assert (found.levels[0].first, found.levels[0].last) == (0, len(counts) - 1)


def test_levels_hold_at_least_so_many_bins() -> None:
    """No level is shorter than what tells it from a burst."""
    rng = np.random.default_rng(3)
    counts = _bursty(rng, np.repeat([1.0, 30.0, 2.0, 50.0], 12), 5.0)

    lengths = [level.last - level.first + 1 for level in find_changes(counts).levels]

    assert min(lengths) >= MIN_BINS
    assert sum(lengths) == len(counts)


@pytest.mark.parametrize(("mean", "size"), [(0.5, 1.0), (5.0, 1.0), (5.0, 1e6), (40.0, 3.0)])
def test_few_constant_series_show_a_change(mean: float, size: float) -> None:
    """Of steady series, bursty or not, about one in a hundred shows a change.

    The penalty was set so; of forty, three or more would happen once in 140 times.
    """
    rng = np.random.default_rng(11)
    alarms = [bool(find_changes(_bursty(rng, np.full(52, mean), size)).changes) for _ in range(40)]

    assert sum(alarms) <= 2


def test_intervals_hold_the_true_change_as_often_as_they_say() -> None:
    """Of changes that are found, nine in ten or nearly so lie in their 90 % interval."""
    rng = np.random.default_rng(5)
    inside, levels = [], []
    for _ in range(60):
        at = int(rng.integers(15, 65))
        counts = _bursty(rng, np.where(np.arange(80) < at, 3.0, 12.0), 4.0)
        found = find_changes(counts)
        if len(found.changes) == 1:
            change = found.changes[0]
            inside.append(change.low <= at <= change.high)
            levels += [
                change.before.low <= 3.0 <= change.before.high,
                change.after.low <= 12.0 <= change.after.high,
            ]

    assert len(inside) >= 40
    assert np.mean(inside) >= 0.82
    assert np.mean(levels) >= 0.80


def test_a_wider_confidence_gives_wider_intervals() -> None:
    """What is surer is less exact."""
    rng = np.random.default_rng(8)
    counts = _bursty(rng, np.repeat([2.0, 8.0], 30), 4.0)

    narrow, wide = (find_changes(counts, confidence=share).changes[0] for share in (0.5, 0.99))

    assert wide.low <= narrow.low <= narrow.high <= wide.high
    assert wide.before.low < narrow.before.low < narrow.before.high < wide.before.high


def test_a_longer_series_asks_more_of_a_change() -> None:
    """The more places there are to look, the more a change has to gain."""
    assert penalty(500) > penalty(50) > 0


@pytest.mark.parametrize("counts", [[], [1, -1, 2], [[1, 2], [3, 4]]])
def test_what_is_no_row_of_counts_is_refused(counts: list[int]) -> None:
    """Nothing, counts below zero, and tables have no changes to be found."""
    with pytest.raises(InputError, match="row of counts"):
        find_changes(np.array(counts))
