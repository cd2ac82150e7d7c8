"""Rules as features: how strongly they speak for an act, for many units and moments.

In: a day series, units and moments. Out: for each unit and moment the surest rule of
each family that fires, and their noisy-or. The ideas to know: a body stands in a cell of
how long ago it last happened and on how many of the last days, as known on that morning;
the confidence of a cell is how often the act came within the horizon from such a cell, in
windows of the same units that had closed, with their outcome known, by that same
morning. So every moment is answered from its own past alone, and a model may be trained
on the features as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from parley.dynamics.rules_ground import span_rows
from parley.dynamics.series import DaySeries, Ints
from parley.dynamics.units import Act, Units, own_touches, select
from parley.dynamics.windows import Floats, days_since, distinct_days, past_counts
from parley.errors import ForecastError
from parley.terms import EVENT_TYPES

__all__ = ["RULE_FEATURES", "RuleStates", "rule_states"]

RULE_FEATURES: tuple[str, ...] = (
    "again", "dyad", "mirror", "by-actor", "to-actor", "by-recipient", "to-recipient", "any-rule",
)  # fmt: skip
"""Names of the features, in order: the surest rule of each family, then their noisy-or."""

_LAG_EDGES = np.array([1, 4, 8, 15, 31, 91])
"""First day of each recency bin, in days since the body; from the last on nothing fires."""
_OFTEN_EDGES = np.array([2, 4, 8, 16])
"""First count of each frequency bin but the lowest: days of the body in the last 60."""
_OFTEN_DAYS = 60
_N_LAGS = len(_LAG_EDGES) - 1
_N_CELLS = _N_LAGS * (len(_OFTEN_EDGES) + 1)
_N_TYPES = len(EVENT_TYPES)
_PRIOR_CASES = 20.0
_SUREST = 0.999


@dataclass(frozen=True, slots=True)
class _Standing:
    """Bodies that fire: for each the unit, the moment's place, the type and its cell."""

    unit: Ints
    moment: Ints
    event_type: Ints
    cell: Ints


@dataclass(frozen=True, slots=True)
class RuleStates:
    """Where all bodies of some units stand at some moments; made once, asked for many acts.

    `standing` has the same families as `RULE_FEATURES`, `again` and `dyad` together as
    `own`.
    """

    series: DaySeries
    units: Units
    moments: Ints
    n_teaching: int
    standing: dict[str, _Standing]

    def features(self, act: Act, *, horizon_days: int) -> Floats:
        """Return how strongly rules speak for an act within a horizon.

        Returns
        -------
        NDArray
            Shape (n_units, n_moments, len(RULE_FEATURES)), confidences in [0, 1); 0 where
            no rule fires, or nothing has closed that could teach one.

        Raises
        ------
        ForecastError
            If the horizon is shorter than a day.
        """
        if horizon_days < 1:
            raise ForecastError(f"a horizon needs one day or more, not {horizon_days}")
        out = np.zeros((self.units.n, len(self.moments), len(RULE_FEATURES)))
        learnt_at, hit_at = self._outcomes(act, horizon_days)
        own_types = np.isin(np.arange(_N_TYPES), [EVENT_TYPES.index(t) for t in act.event_types])
        for name, standing in self.standing.items():
            sure = self._confidence(standing, learnt_at, hit_at)
            flat = standing.unit * len(self.moments) + standing.moment
            same = own_types[standing.event_type]
            parts = (("again", same), ("dyad", ~same)) if name == "own" else ((name, None),)
            for feature, rows in parts:
                column = np.zeros(self.units.n * len(self.moments))
                chosen = slice(None) if rows is None else rows
                np.maximum.at(column, flat[chosen], sure[chosen])
                out[:, :, RULE_FEATURES.index(feature)] = column.reshape(self.units.n, -1)
        out[:, :, -1] = 1.0 - np.prod(1.0 - out[:, :, :-1], axis=2)
        return out

    def _outcomes(self, act: Act, horizon_days: int) -> tuple[Ints, Ints]:
        """Return from which moment on each window teaches, and from which on as a hit.

        The first has shape (n_moments,), the second (n_units, n_moments); past the last
        moment means never.
        """
        never = len(self.moments)
        closed = np.searchsorted(self.moments, self.moments + horizon_days, side="left")
        stream = select(own_touches(self.series, act), self.units)
        unit, day, known = distinct_days(stream.unit, stream.day, stream.known_day)
        first = np.searchsorted(self.moments, day - horizon_days + 1, side="left")
        last = np.searchsorted(self.moments, day, side="right")
        touch, window = span_rows(first, last)
        seen = np.searchsorted(self.moments, known[touch], side="left")
        hit_at = np.full((self.units.n, never), never, dtype=np.int64)
        np.minimum.at(hit_at, (unit[touch], window), seen)
        return closed, np.where(hit_at < never, np.maximum(hit_at, closed[None, :]), never)

    def _confidence(self, standing: _Standing, learnt_at: Ints, hit_at: Ints) -> Floats:
        """Return how often the act came from the cell of each body, as known at its moment."""
        n_moments = len(self.moments)
        teaching = standing.unit < self.n_teaching
        unit, moment = standing.unit[teaching], standing.moment[teaching]
        key = standing.event_type * _N_CELLS + standing.cell
        rows = _N_TYPES * _N_CELLS

        def sums(at: Ints, of: Ints) -> Floats:
            in_time = at < n_moments
            flat = of[in_time] * n_moments + at[in_time]
            counts = np.bincount(flat, minlength=rows * n_moments).reshape(rows, n_moments)
            return np.asarray(np.cumsum(counts, axis=1), dtype=np.float64)

        cases = sums(learnt_at[moment], key[teaching])
        hits = sums(hit_at[unit, moment], key[teaching])
        taught = np.bincount(learnt_at, minlength=n_moments + 1)[:n_moments]
        windows = np.cumsum(taught) * self.n_teaching
        came = hit_at[: self.n_teaching].ravel()
        all_hits = np.cumsum(np.bincount(came, minlength=n_moments + 1)[:n_moments])
        usual = (all_hits + 0.5) / (windows + 1.0)
        sure = (hits + _PRIOR_CASES * usual) / (cases + _PRIOR_CASES)
        sure[:, windows == 0] = 0.0
        return np.asarray(np.minimum(sure, _SUREST)[key, standing.moment], dtype=np.float64)


def rule_states(
    series: DaySeries, units: Units, *, moments: Ints, n_teaching: int | None = None
) -> RuleStates:
    """Find where all bodies of some units stand at some moments.

    Parameters
    ----------
    series
        Cut to what was known at the last moment, or later: a moment never looks past
        itself.
    units
        As `pool_units` or `asked_unit` make them.
    moments
        Sorted days, as numbers; on the morning of each one looks back.
    n_teaching
        The first so many units teach the confidences; all by default.

    Examples
    --------
    >>> from datetime import date, datetime
    >>> import polars as pl
    >>> from parley.dynamics.series import day_series
    >>> days = [date(2024, 1 + i // 28, 1 + i % 28) for i in range(0, 168, 7)]
    >>> frame = pl.DataFrame({
    ...     "event_id": [str(i) for i in range(24)], "event_type": ["ACCUSE", "REJECT"] * 12,
    ...     "actors": [["FRA"], ["DEU"]] * 12, "recipients": [["DEU"], ["FRA"]] * 12,
    ...     "status": ["actual"] * 24, "happened_on": days,
    ...     "published_at": [datetime(d.year, d.month, d.day) for d in days],
    ... })
    >>> series = day_series(frame)
    >>> pair = np.array([0, 1])
    >>> units = Units(2, "dyad", pair, pair, 1 - pair)
    >>> moments = np.arange(series.first_day + 8, series.first_day + 168, 7)
    >>> states = rule_states(series, units, moments=moments)
    >>> found = states.features(Act(("ACCUSE",), True), horizon_days=7)
    >>> found.shape, bool(found[1, -1, 0] > found[0, -1, 0])
    ((2, 23, 8), True)
    """
    done = series.take(series.done)
    standing = {}
    for name, touches in (("own", done), ("mirror", done.swapped())):
        stream = select(touches, units)
        types = touches.event_type[units.find(touches.actor, touches.recipient) >= 0]
        standing[name] = _standing(
            stream.unit * _N_TYPES + types, stream.day, stream.known_day,
            n_units=units.n, moments=moments,
        )  # fmt: skip
    standing |= dict(_of_parties(done, units, moments))
    taught = units.n if n_teaching is None else n_teaching
    return RuleStates(series, units, moments, taught, standing)


def _of_parties(done: DaySeries, units: Units, moments: Ints) -> Iterator[tuple[str, _Standing]]:
    """Yield for each family of one party's acts where they stand, spread over its units."""
    abroad = done.take(done.actor != done.recipient)
    n_parties = len(done.parties)
    for word, party in (("by", abroad.actor), ("to", abroad.recipient)):
        whole = _standing(
            party * _N_TYPES + abroad.event_type, abroad.day, abroad.known_day,
            n_units=n_parties, moments=moments,
        )  # fmt: skip
        first = np.searchsorted(whole.unit, np.arange(n_parties))
        last = np.searchsorted(whole.unit, np.arange(n_parties), side="right")
        for side in ("actor", "recipient"):
            unit, member = units.members(side)
            seen = member < n_parties
            unit, member = unit[seen], member[seen]
            owner, row = span_rows(first[member], last[member])
            yield (
                f"{word}-{side}",
                _Standing(unit[owner], whole.moment[row], whole.event_type[row], whole.cell[row]),
            )


def _standing(
    stream: Ints, day: Ints, known_day: Ints, *, n_units: int, moments: Ints
) -> _Standing:
    """Return the bodies that fire; `stream` is unit times number of types plus type."""
    streams, which = np.unique(stream, return_inverse=True)
    which, day, known_day = distinct_days(which, day, known_day)
    n = len(streams)
    ago = days_since(which, day, known_day, n_units=n, moments=moments)
    often = past_counts(
        which, day, known_day, n_units=n, moments=moments, days=_OFTEN_DAYS
    )  # fmt: skip
    lag = np.searchsorted(_LAG_EDGES, ago, side="right") - 1
    row, moment = np.nonzero((lag >= 0) & (lag < _N_LAGS))
    cell = lag[row, moment] * (len(_OFTEN_EDGES) + 1)
    cell += np.searchsorted(_OFTEN_EDGES, often[row, moment], side="right")
    return _Standing(streams[row] // _N_TYPES, moment, streams[row] % _N_TYPES, cell)
