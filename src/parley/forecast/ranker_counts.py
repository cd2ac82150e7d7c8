"""Counts that fade: how often each key was seen, lately and ever, and when last.

In: the keys of facts, day by day. Out: `FadingCounts`, looked up by key. The ideas to
know: a count fades by the same factor each day, so a table is moved on by one product;
several rates of fading stand side by side, from days to months; and a key that was never
seen is found in the last row, which stays at nought, so look-ups need no branches.

The keys of a whole history lay the table out beforehand. That is a matter of storage
alone: a key whose first day has not come is at nought like one that never comes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from parley.dynamics.series import Ints

__all__ = ["FADES", "LONG_AGO", "MONTH", "SEASON", "WEEK", "FadingCounts", "Floats32", "days_ago"]

Floats32 = NDArray[np.float32]

FADES = (2.0, 7.0, 30.0, 120.0)
"""Days after which a count has faded to 1/e; of these, columns of `recent`.

Chosen before looking at any score: two days, a week, a month, a season.
"""
_DAYS, WEEK, MONTH, SEASON = range(4)
LONG_AGO = 9999
"""Days since a key was seen that never was."""


class FadingCounts:
    """Counts of keys; `recent` has shape (n_keys + 1, len(FADES)), the last row is nought."""

    def __init__(self, keys: Ints) -> None:
        """Lay out a table for the keys of a history, one for each of its facts."""
        self.keys, place = np.unique(keys, return_inverse=True)
        self.place: NDArray[np.int32] = place.astype(np.int32)
        self.n = len(self.keys)
        self.recent: Floats32 = np.zeros((self.n + 1, len(FADES)), np.float32)
        self.total: Floats32 = np.zeros(self.n + 1, np.float32)
        self.last: NDArray[np.int32] = np.full(self.n + 1, -LONG_AGO, np.int32)
        self._n_passes = 0
        self._fade = np.exp(-1.0 / np.array(FADES)).astype(np.float32)

    def find(self, keys: Ints) -> Ints:
        """Return the rows of keys; that of nought for a key not laid out."""
        if not self.n:
            return np.zeros(len(keys), np.int64)
        place = np.minimum(np.searchsorted(self.keys, keys), self.n - 1)
        return np.where(self.keys[place] == keys, place, self.n)

    def add(self, facts: slice, day: int) -> None:
        """Take in the facts of a day, named by their places in the history."""
        rows, n_seen = np.unique(self.place[facts], return_counts=True)
        self.recent[rows] += n_seen[:, None]
        self.total[rows] += n_seen
        self.last[rows] = day

    def pass_days(self, days: int = 1) -> None:
        """Let the counts fade by some days."""
        self.recent *= self._fade**days
        self._n_passes += 1
        if self._n_passes % 16 == 0:
            # What has faded to nothing is nought: numbers that small are slow to reckon with.
            self.recent[self.recent < 1e-9] = 0.0

    def fading(self, rows: Ints, fade: int) -> Floats32:
        """Return the counts of rows at one rate of fading."""
        found: Floats32 = self.recent[rows, fade]
        return found


def days_ago(day: int, last: NDArray[np.int32]) -> Floats32:
    """Return the days from a last day to a day; `LONG_AGO` where there was none.

    Examples
    --------
    >>> days_ago(9, np.array([7, -LONG_AGO])).tolist()
    [2.0, 9999.0]
    """
    return np.where(last < 0, LONG_AGO, day - last).astype(np.float32)
