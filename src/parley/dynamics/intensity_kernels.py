"""Fading memory: how much of the past is still felt on a morning.

In: touches as arrays (unit, day, known day), or a table of counts by day, and half-lives
in days. Out: sums in which each past day counts less the older it is. The idea to know:
a day's act raises the days after it by a geometric kernel that adds up to one over its
whole future, so that a coefficient on such a sum is the number of acts that one act
brings about. The kernel begins on the next day: what happens on one day cannot be put in
order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from parley.dynamics.series import Ints
from parley.dynamics.windows import Floats

__all__ = ["daily_decay", "decayed_sums", "kernel_table"]


def daily_decay(half_life_days: float) -> float:
    """Return the share of a day's weight that is left one day later.

    Examples
    --------
    >>> daily_decay(1.0)
    0.5
    """
    return float(0.5 ** (1.0 / half_life_days))


def kernel_table(counts: Floats, half_lives_days: Sequence[float]) -> Floats:
    """Return what each day still feels of the days before it.

    Parameters
    ----------
    counts
        Shape (n_streams, n_days), acts.
    half_lives_days
        Days after which half of a kernel's weight is spent.

    Returns
    -------
    NDArray
        Shape (n_half_lives, n_streams, n_days + 1), acts a day; the last column is felt
        on the morning after the last day.

    Examples
    --------
    >>> kernel_table(np.array([[1.0, 0.0, 0.0]]), [1.0])[0].tolist()
    [[0.0, 0.5, 0.25, 0.125]]
    """
    n_streams, n_days = counts.shape
    table = np.zeros((len(half_lives_days), n_streams, n_days + 1))
    for k, half_life in enumerate(half_lives_days):
        left = daily_decay(half_life)
        for day in range(n_days):
            table[k, :, day + 1] = left * table[k, :, day] + (1.0 - left) * counts[:, day]
    return table


def decayed_sums(
    unit: Ints, day: Ints, known_day: Ints, *, n_units: int, moments: Ints, half_life_days: float
) -> Floats:
    """Return the fading sum of each unit's touches on the mornings of `moments`.

    A touch counts from the first morning it was known on, by its age since it happened.

    Parameters
    ----------
    unit, day, known_day
        Touches, as in `windows.past_counts`.
    moments
        Sorted days, as numbers.
    half_life_days
        Days after which half of a touch's weight is spent.

    Returns
    -------
    NDArray
        Shape (n_units, n_moments), acts a day.

    Examples
    --------
    >>> unit, day, known = (np.array(x) for x in ([0, 0], [5, 6], [6, 9]))
    >>> moments = np.array([6, 8, 9])
    >>> decayed_sums(unit, day, known, n_units=1, moments=moments, half_life_days=1.0).tolist()
    [[0.5, 0.125, 0.1875]]
    """
    out = np.zeros((n_units, len(moments)))
    if not len(moments):
        return out
    left = daily_decay(half_life_days)
    seen = np.searchsorted(moments, np.maximum(known_day, day + 1), side="left")
    counts = seen < len(moments)
    age = moments[seen[counts]] - day[counts] - 1
    np.add.at(out, (unit[counts], seen[counts]), (1.0 - left) * left**age)
    for j in range(1, len(moments)):
        out[:, j] += out[:, j - 1] * left ** int(moments[j] - moments[j - 1])
    return out
