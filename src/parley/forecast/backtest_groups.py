"""Sets of windows that are scored apart: quiet dyads, active ones, broken patterns.

In: the history as known at the end, a grid, the origins. Out: masks over the windows. The
idea to know: a dyad has a pattern of its own, and a forecast earns its keep where the
pattern breaks. Windows chosen by how they came out (`pattern_breaks`) show who came
nearest, but flatter whoever always hedges; windows chosen by what was known before
(`quiet_cells`) are fair to all, and there AUC tells onsets and lapses from the rest.

What was known before is read from `known_day`: a touch counts for an origin when it had
been published by then, whenever it happened.
"""

from __future__ import annotations

import numpy as np

from parley.dynamics.series import Bools, DaySeries, Ints
from parley.dynamics.windows import past_counts
from parley.forecast.grid import Grid, grid_streams

__all__ = ["PATTERN_WINDOWS", "QUIET_DAYS", "pattern_breaks", "quiet_cells"]

QUIET_DAYS = 90
"""A dyad is quiet in an act that it was not seen to do for so many days."""

PATTERN_WINDOWS = 3
"""Windows of the past, as long as the horizon, in which a pattern has to hold."""


def quiet_cells(series: DaySeries, grid: Grid, moments: Ints, *, days: int = QUIET_DAYS) -> Bools:
    """Tell for each origin which dyads had not been seen to do an act in the last days.

    Returns
    -------
    NDArray
        Shape (n_moments, n_dyads, n_acts).
    """
    out = np.ones((len(moments), *grid.shape[:2]), dtype=np.bool_)
    for k, stream in enumerate(grid_streams(series, grid)):
        spots = stream.unit, stream.day, stream.known_day
        counts = past_counts(*spots, n_units=len(grid.actor), moments=moments, days=days)
        out[:, :, k] = (counts == 0).T
    return out


def pattern_breaks(series: DaySeries, grid: Grid, moments: Ints, outcome: Bools) -> Bools:
    """Tell which windows broke the pattern of their dyad and act.

    The act came after three windows, each as long as the horizon, in none of which it
    was seen; or it stayed away after three in each of which it was. Where the record
    is too young for three, as many as it holds, one at least.

    Parameters
    ----------
    outcome
        Shape (n_moments, n_dyads, n_acts, n_horizons): whether the act happened.

    Returns
    -------
    NDArray
        Shape of `outcome`.
    """
    out = np.zeros_like(outcome)
    for k, stream in enumerate(grid_streams(series, grid)):
        spots = stream.unit, stream.day, stream.known_day
        for h, days in enumerate(grid.horizons):
            held = (moments - series.first_day) // days
            before = np.zeros((len(grid.actor), len(moments)))
            never = always = np.ones(before.shape, dtype=np.bool_)
            for window in range(1, PATTERN_WINDOWS + 1):
                until = past_counts(
                    *spots, n_units=len(grid.actor), moments=moments, days=window * days
                )
                seen, inside = until > before, (held >= window)[None, :]
                never, always = never & ~(seen & inside), always & (seen | ~inside)
                before = until
            known = (held >= 1)[None, :]
            came = outcome[:, :, k, h].T
            out[:, :, k, h] = (known & ((never & came) | (always & ~came))).T
    return out
