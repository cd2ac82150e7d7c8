"""How much would follow by chance: histories shuffled so that their rhythm stays.

In: how much each of some streams did on each day. Out: for every two streams how much of
the one followed on the other, how much would by chance, and how rare that is. The idea to
know: two streams that are both busy in the same months follow each other without any
answer; so history is cut into stretches of about eight weeks, and within each stretch the
one stream is turned round by whole weeks. Each stream keeps its bursts, its weekdays and
its busy months; only what falls next to what is left to chance.

The turning is a group, history as it was is one of its members, and so a p-value from it
holds at any size of record (Hemerik and Goeman 2018, TEST 27). Many pairs are looked at
at once: q-values control the share of false finds (Benjamini and Hochberg 1995, JRSS B 57).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parley.dynamics.series import Ints
from parley.dynamics.windows import Floats
from parley.errors import ForecastError

__all__ = ["FEWEST_DAYS", "STRETCH_WEEKS", "Follows", "follow_counts", "q_values"]

_WEEK = 7
STRETCH_WEEKS = 8
"""Weeks in a stretch within which history is turned round.

Of 8, 13 and 26, on the 40 busiest pairs of ICEWS up to 2018-08-28. Heads taken from another
pair, which nobody could have meant as an answer, were below p = 0.05 in 3 to 5 % at 8 and 13
weeks alike; 13 had more finds in the pair itself, most of them from wars that rose and fell
within a quarter, which 8 leaves to chance. At 26 too few turns are left.
"""
FEWEST_DAYS = 5
"""Days with the one act and with the other below which nothing is tested."""
_FEWEST_WEEKS = 4
_BLOCK_WEEKS = 2
_DRAWS = 400
_CHUNK = 200
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Follows:
    """What followed what; bodies are rows, heads columns.

    `n_cases` (n_bodies,) are the days with a body whose window had closed. `seen` and
    `chance` (n_bodies, n_heads) are amounts of the head in the windows after all cases, as
    they were and as they would be by chance, each case weighed by its own amount;
    `answered` and `answered_chance` are cases with a head or more. `by_lag` and
    `by_lag_chance` (n_bodies, n_heads, within_days + 1) are days with the head by lag from
    0. `p` is two-sided. `low` and `high` are the middle 90 %
    of seen over chance when fortnights are drawn again. `first` is the first day, counted
    from the first of the table, whose window counted, `n_days` how many did.
    """

    n_cases: Ints
    seen: Floats
    chance: Floats
    answered: Floats
    answered_chance: Floats
    by_lag: Floats
    by_lag_chance: Floats
    p: Floats
    low: Floats
    high: Floats
    first: int
    n_days: int

    @property
    def times(self) -> Floats:
        """How many times as much of the head as by chance, one half added to both."""
        return _ratio(self.seen, self.chance)


def follow_counts(
    amounts: Floats, *, within_days: int, n_shuffles: int, rng: np.random.Generator
) -> Follows:
    """Count what followed within so many days, and test it against shuffled history.

    Parameters
    ----------
    amounts
        Shape (n_streams, n_days), how much of an act a day saw; 0 for none.
    within_days
        Days after a case that are looked at, from the next day on.
    n_shuffles
        How many shuffled histories are drawn.

    Raises
    ------
    ForecastError
        If fewer than four weeks have windows that had closed.

    Examples
    --------
    >>> rng = np.random.default_rng(5)
    >>> first = (rng.random(280) < 0.1).astype(float)
    >>> both = np.stack([first, np.roll(first, 2)])      # the second answers after two days
    >>> found = follow_counts(both, within_days=3, n_shuffles=499, rng=rng)
    >>> float(found.p[0, 1]), bool(found.p[1, 0] > 0.05), bool(found.times[0, 1] > 2)
    (0.004, True, True)
    """
    n_weeks = (amounts.shape[1] - within_days) // _WEEK
    if n_weeks < _FEWEST_WEEKS:
        raise ForecastError(
            f"To see what follows within {within_days} days takes {_FEWEST_WEEKS} weeks and "
            f"{within_days} days of history; there are {amounts.shape[1]} days. Take in more "
            "history, or look at fewer days with --within."
        )
    n_days = n_weeks * _WEEK
    first = amounts.shape[1] - within_days - n_days
    bodies = amounts[:, first : first + n_days]
    lagged = [amounts[:, first + lag : first + lag + n_days] for lag in range(within_days + 1)]
    windows = np.sum(lagged[1:], axis=0)
    stretch = _stretches(n_weeks)
    usual = _elsewhere(windows, stretch)
    cases, any_day = ((each > 0).astype(np.float64) for each in (bodies, windows))
    on_lag = [(each > 0).astype(np.float64) for each in lagged]
    seen = bodies @ windows.T
    chance = bodies @ usual.T
    low, high = _bootstrap(bodies, windows, usual, rng)
    return Follows(
        n_cases=cases.sum(axis=1).astype(np.int64),
        seen=seen,
        chance=chance,
        answered=cases @ any_day.T,
        answered_chance=cases @ _elsewhere(any_day, stretch).T,
        by_lag=np.stack([cases @ each.T for each in on_lag], axis=-1),
        by_lag_chance=np.stack([cases @ _elsewhere(each, stretch).T for each in on_lag], axis=-1),
        p=_p_values(bodies, windows, seen, stretch, n_shuffles, rng),
        low=low,
        high=high,
        first=first,
        n_days=n_days,
    )


def q_values(p: Floats) -> Floats:
    """Return for each p-value the share of false finds when all as small are believed.

    Parameters
    ----------
    p
        Shape (n,), of all that were looked at together.

    References
    ----------
    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57(1).

    Examples
    --------
    >>> q_values(np.array([0.01, 0.5, 0.02, 0.04])).round(3).tolist()
    [0.04, 0.5, 0.04, 0.053]
    """
    n = len(p)
    order = np.argsort(-p, kind="stable")
    ranks = np.arange(n, 0, -1)
    out = np.empty(n)
    out[order] = np.minimum(np.minimum.accumulate(p[order] * n / ranks), 1.0)
    return out


def _stretches(n_weeks: int) -> Ints:
    """Return the stretch of each week; none is shorter than half of `STRETCH_WEEKS`."""
    n = max(1, round(n_weeks / STRETCH_WEEKS))
    return np.arange(n_weeks) * n // n_weeks


def _elsewhere(values: Floats, stretch: Ints) -> Floats:
    """Return for each day the mean over the same weekday in the other weeks of its stretch."""
    weekly = values.reshape(len(values), -1, _WEEK)
    out = np.empty_like(weekly)
    for each in range(int(stretch[-1]) + 1):
        weeks = stretch == each
        total = weekly[:, weeks].sum(axis=1, keepdims=True)
        out[:, weeks] = (total - weekly[:, weeks]) / max(int(weeks.sum()) - 1, 1)
    return out.reshape(values.shape)


def _p_values(
    bodies: Floats, windows: Floats, seen: Floats, stretch: Ints, n_shuffles: int,
    rng: np.random.Generator,
) -> Floats:  # fmt: skip
    """Return two-sided p-values from bodies turned round by weeks, stretch by stretch."""
    n_streams, n_days = bodies.shape
    above, below = np.ones_like(seen), np.ones_like(seen)
    weekday = np.arange(_WEEK)
    starts = np.searchsorted(stretch, np.arange(int(stretch[-1]) + 1))
    sizes = np.bincount(stretch)
    for done in range(0, n_shuffles, _CHUNK):
        n = min(_CHUNK, n_shuffles - done)
        turns = rng.integers(0, sizes, size=(n, len(sizes)))[:, stretch]
        week = (
            starts[stretch] + (np.arange(len(stretch)) - starts[stretch] + turns) % sizes[stretch]
        )
        place = (week[:, :, None] * _WEEK + weekday).reshape(n, n_days)
        drawn = bodies[:, place].reshape(n_streams * n, n_days) @ windows.T
        drawn = drawn.reshape(n_streams, n, -1)
        above += (drawn >= seen[:, None] - 1e-9).sum(axis=1)
        below += (drawn <= seen[:, None] + 1e-9).sum(axis=1)
    return np.asarray(np.minimum(1.0, 2.0 * np.minimum(above, below) / (n_shuffles + 1)))


def _bootstrap(
    bodies: Floats, windows: Floats, usual: Floats, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return the middle 90 % of seen over chance when fortnights are drawn again."""
    n_streams, n_days = bodies.shape
    block = np.arange(n_days) // (_WEEK * _BLOCK_WEEKS)
    n_blocks = int(block[-1]) + 1
    starts = np.searchsorted(block, np.arange(n_blocks))
    each = np.full(n_blocks, 1.0 / n_blocks)
    weights = rng.multinomial(n_blocks, each, size=_DRAWS).astype(np.float64)
    low, high = np.empty((n_streams, n_streams)), np.empty((n_streams, n_streams))
    for i, body in enumerate(bodies):
        seen, chance = (
            np.add.reduceat(body[None] * heads, starts, axis=1) @ weights.T
            for heads in (windows, usual)
        )
        low[i], high[i] = np.quantile(_ratio(seen, chance), [0.05, 0.95], axis=1)
    return low, high


def _ratio(seen: Floats, chance: Floats) -> Floats:
    """Divide, with half an act added to both sides: what is rare gives no wild ratios."""
    return np.asarray((seen + _HALF) / (chance + _HALF), dtype=np.float64)
