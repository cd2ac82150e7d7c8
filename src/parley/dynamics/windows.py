"""Counting in windows: how many days of a unit's series fall in windows of the past or future.

In: touches as three arrays of one length (unit, day, known day) and a sorted array of
moments, each a day on whose morning one looks back. Out: tables of shape (n_units,
n_moments). The idea to know: a touch is seen from a moment when it was known by then and
lies in the window before it, so it adds one over a stretch of moments; marking where the
stretches begin and end and summing along gives all counts at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from parley.dynamics.series import Bools, Ints

__all__ = ["NEVER", "Floats", "days_since", "distinct_days", "past_counts", "window_hits"]

Floats = NDArray[np.float64]

NEVER = 10_000
"""Days since the last touch when there was none: longer than any record."""


def distinct_days(unit: Ints, day: Ints, known_day: Ints) -> tuple[Ints, Ints, Ints]:
    """Keep one touch for each unit and day, the earliest known; sorted by unit and day.

    Examples
    --------
    >>> unit, day, known = (np.array(x) for x in ([0, 0, 1], [5, 5, 5], [7, 6, 6]))
    >>> [x.tolist() for x in distinct_days(unit, day, known)]
    [[0, 1], [5, 5], [6, 6]]
    """
    order = np.lexsort((known_day, day, unit))
    unit, day, known_day = unit[order], day[order], known_day[order]
    fresh = np.ones(len(unit), dtype=bool)
    fresh[1:] = (unit[1:] != unit[:-1]) | (day[1:] != day[:-1])
    return unit[fresh], day[fresh], known_day[fresh]


def past_counts(
    unit: Ints, day: Ints, known_day: Ints, *, n_units: int, moments: Ints, days: int
) -> Floats:
    """Count the touches known at each moment that lie in the `days` days before it.

    Returns
    -------
    NDArray
        Shape (n_units, n_moments), counts.

    Examples
    --------
    >>> unit, day, known = (np.array(x) for x in ([0, 0], [5, 9], [6, 12]))
    >>> past_counts(unit, day, known, n_units=1, moments=np.array([10, 12]), days=7)
    array([[1., 2.]])
    """
    first = np.searchsorted(moments, np.maximum(known_day, day + 1), side="left")
    last = np.searchsorted(moments, day + days, side="right")
    return _stack(unit, first, last, n_units, len(moments))


def window_hits(unit: Ints, day: Ints, *, n_units: int, starts: Ints, days: int) -> Bools:
    """Tell for each window of `days` days beginning at `starts` whether it saw a touch.

    Examples
    --------
    >>> window_hits(np.array([0]), np.array([5]), n_units=1, starts=np.array([0, 3, 6]), days=4)
    array([[False,  True, False]])
    """
    first = np.searchsorted(starts, day - days + 1, side="left")
    last = np.searchsorted(starts, day, side="right")
    return _stack(unit, first, last, n_units, len(starts)) > 0


def days_since(unit: Ints, day: Ints, known_day: Ints, *, n_units: int, moments: Ints) -> Ints:
    """Return the days from the latest known touch to each moment; `NEVER` without one.

    Examples
    --------
    >>> days_since(np.array([0]), np.array([5]), np.array([6]), n_units=1,
    ...            moments=np.array([5, 6, 9]))
    array([[10000,     1,     4]])
    """
    latest = np.full((n_units, len(moments) + 1), -NEVER, dtype=np.int64)
    seen = np.searchsorted(moments, np.maximum(known_day, day + 1), side="left")
    np.maximum.at(latest, (unit, seen), day)
    latest = np.maximum.accumulate(latest[:, :-1], axis=1)
    return np.where(latest <= -NEVER, NEVER, np.minimum(moments[None, :] - latest, NEVER))


def _stack(unit: Ints, first: Ints, last: Ints, n_units: int, n_moments: int) -> Floats:
    """Sum stretches of moments [first, last) for each unit."""
    seen = first < last
    width = n_moments + 1
    size = n_units * width
    up = np.bincount(unit[seen] * width + first[seen], minlength=size)
    down = np.bincount(unit[seen] * width + last[seen], minlength=size)
    return np.cumsum((up - down).reshape(n_units, width)[:, :-1], axis=1).astype(np.float64)
