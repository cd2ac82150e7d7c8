"""The table of a backtest: every forecaster, horizon and set of windows, scored side by side.

In: a `Replay`. Out: `GridBacktest`. The idea to know: a figure stands beside those of
the plain forecasts it has to beat, on the same windows and the same draws of origins;
"the shrunk rate" is the stronger of `shrunk_rate.v1` and `base_rate.v1` at each horizon.

Sets of windows: `types`, all acts of one type pooled; `quads`, the quad classes pooled;
each act by its name; and of the acts pooled `quiet` (the dyad was not seen to do it for
90 days), `active` (it was) and `surprise` (the dyad broke its own pattern).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np

from parley.dynamics.series import Bools, Ints, day_of
from parley.dynamics.units import Act
from parley.dynamics.windows import Floats
from parley.errors import ForecastError
from parley.forecast.backtest_grid import Replay
from parley.forecast.grid import act_name
from parley.forecast.scores import skill_score
from parley.forecast.scores_grid import (
    Drawn,
    Scores,
    draw_clusters,
    drawn_ranks,
    drawn_skill,
    score_chances,
)
from parley.forecast.track import POOLED

__all__ = ["REFERENCES", "GridBacktest", "GridScore", "Skill", "score_replay"]

REFERENCES = ("class_rate.v1", "persistence.v1", "shrunk_rate.v1", "base_rate.v1")
"""Forecasters that every table holds, and over which skill is told."""

_RATES = ("shrunk_rate.v1", "base_rate.v1")
_SETS = ("quiet", "active", "surprise")


@dataclass(frozen=True, slots=True)
class Skill:
    """How far a Brier score lies on the way from a reference's to 0, the best.

    `interval` is the middle 90 % when clusters are drawn anew; None where there are too
    few.
    """

    value: float
    interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class GridScore:
    """How good the chances of one forecaster were, at one horizon, in one set of windows.

    `skill` is over each other forecaster by its name, and over `rate`, the stronger of the two
    shrunk rates. `intervals` holds the middle 90 % of other figures by name. `drawn_over`
    tells what was drawn anew: `origins`, in blocks as long as the horizon; or `actors`
    where the origins span fewer than two horizons.
    """

    forecaster: str
    group: str
    horizon_days: int
    n_origins: int
    first_origin: date
    last_origin: date
    scores: Scores
    skill: dict[str, Skill]
    intervals: dict[str, tuple[float, float]]
    drawn_over: str


@dataclass(frozen=True, slots=True)
class GridBacktest:
    """Scores of several forecasters over one history.

    `origins` are first and last; `rate` names at each horizon (in days) the stronger of
    the two shrunk rates; `n_hidden` is the number of events that no forecaster was shown
    because they were dated after they were known.
    """

    forecasters: tuple[str, ...]
    acts: tuple[Act, ...]
    horizons: tuple[int, ...]
    universe: str
    n_dyads: int
    origins: tuple[date, date]
    every_days: int
    rate: dict[int, str]
    n_hidden: int
    scores: tuple[GridScore, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """Names of the sets of windows, pooled ones first."""
        return tuple(dict.fromkeys(each.group for each in self.scores))

    @property
    def pooled(self) -> str:
        """The set that sums the others up: all types, else all quads, else the one act."""
        return self.groups[0]

    def of(self, *, group: str, horizon_days: int) -> tuple[GridScore, ...]:
        """Return the scores of all forecasters in one set of windows."""
        return tuple(
            each
            for each in self.scores
            if each.group == group and each.horizon_days == horizon_days
        )

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the rows that the record keeps (`Store.add_backtest`): acts and pooled sets."""
        types = {act_name(act): act.event_types for act in self.acts}
        pools = {
            "types": [name for name, each in types.items() if len(each) == 1],
            "quads": [name for name, each in types.items() if len(each) > 1],
        }
        base = {
            (each.group, each.horizon_days): each
            for each in self.scores
            if each.forecaster == "base_rate.v1"
        }
        for each in self.scores:
            if each.group in _SETS or each.group == "quads":
                continue
            names = pools.get(each.group, [each.group])
            s, reference = each.scores, base[each.group, each.horizon_days].scores
            yield {
                "forecaster": each.forecaster,
                "event_types": list(dict.fromkeys(t for name in names for t in types[name])),
                "universe": self.universe + (POOLED if each.group in pools else ""),
                "horizon_days": each.horizon_days,
                "first_origin": _midnight(each.first_origin),
                "last_origin": _midnight(each.last_origin),
                "closes_on": each.last_origin + timedelta(days=each.horizon_days - 1),
                "n_forecasts": s.n,
                "n_hits": s.n_hits,
                "brier": s.brier,
                "brier_base": reference.brier,
                "skill": each.skill["base_rate.v1"].value if each.skill else 0.0,
                "log_loss": s.log_loss,
                "auc": s.auc,
                "calibration": json.dumps([asdict(bin_) for bin_ in s.calibration]),
            }


def score_replay(played: Replay, *, rng: np.random.Generator) -> GridBacktest:
    """Score everything that was answered.

    Parameters
    ----------
    rng
        Draws origins for the intervals.

    Raises
    ------
    ForecastError
        If nothing can be scored, or a reference is missing from the replay.
    """
    missing = [name for name in REFERENCES if name not in played.chances]
    if missing:
        raise ForecastError(f"{missing[0]} is not among the forecasters, and skill is over it.")
    names = tuple(act_name(act) for act in played.grid.acts)
    types = [k for k, act in enumerate(played.grid.acts) if len(act.event_types) == 1]
    quads = [k for k, act in enumerate(played.grid.acts) if len(act.event_types) > 1]
    pools = {"types": types} if len(types) > 1 else {}
    pools |= {"quads": quads} if len(quads) > 1 else {}
    scores: list[GridScore] = []
    rate: dict[int, str] = {}
    for h, days in enumerate(played.grid.horizons):
        if not played.closed[:, h].any():
            continue
        layer = _Layer(played, h, rng)
        main = types or quads
        rate[days] = min(_RATES, key=lambda name: layer.brier(name, main))
        sets = {**pools, **{name: [k] for k, name in enumerate(names)}}
        for group, acts in sets.items():
            scores += layer.scored(group, acts, None, rate[days], ranks=group in pools)
        masks = {"quiet": layer.quiet, "active": ~layer.quiet, "surprise": layer.breaks}
        for group, mask in masks.items():
            scores += layer.scored(group, main, mask, rate[days], ranks=group != "surprise")
    ordered = list(dict.fromkeys([*pools, *_SETS, *names])) if pools else [*names, *_SETS]
    scores.sort(key=lambda each: (ordered.index(each.group), each.horizon_days))
    return GridBacktest(
        forecasters=tuple(played.chances),
        acts=played.grid.acts,
        horizons=played.grid.horizons,
        universe=_universe(played),
        n_dyads=len(played.grid.actor),
        origins=(day_of(int(played.moments[0])), day_of(int(played.moments[-1]))),
        every_days=played.options.every_days,
        rate=rate,
        n_hidden=played.n_hidden,
        scores=tuple(scores),
    )


class _Layer:
    """All windows of one horizon that had closed."""

    def __init__(self, played: Replay, horizon: int, rng: np.random.Generator) -> None:
        self.days = played.grid.horizons[horizon]
        rows = played.closed[:, horizon]
        self.moments = played.moments[rows]
        self.outcome = played.outcome[rows, :, :, horizon]
        self.quiet, self.breaks = played.quiet[rows], played.breaks[rows, :, :, horizon]
        self.chances = {name: p[rows, :, :, horizon] for name, p in played.chances.items()}
        self.losses = {
            name: np.square(p - self.outcome.astype(np.float32)) for name, p in self.chances.items()
        }
        block = -(-self.days // max(played.options.every_days, 1))
        n = len(self.moments)
        drawn = draw_clusters(n, block=block, rng=rng)
        self.drawn_over = "origins"
        shape = self.outcome.shape
        self.cluster = np.broadcast_to(np.arange(n)[:, None, None], shape)
        if drawn is None:
            self.drawn_over = "actors"
            who, place = np.unique(played.grid.actor, return_inverse=True)
            drawn = draw_clusters(len(who), block=1, rng=rng)
            self.cluster = np.broadcast_to(place[None, :, None], shape)
        self.drawn: Drawn | None = drawn

    def brier(self, name: str, acts: Sequence[int]) -> float:
        """Return the Brier score of a forecaster over some acts."""
        return float(self.losses[name][:, :, acts].mean(dtype=np.float64))

    def scored(
        self, group: str, acts: Sequence[int], mask: Bools | None, rate: str, *, ranks: bool
    ) -> list[GridScore]:
        """Return the scores of all forecasters in one set of windows; none where it is empty."""
        inside = None if mask is None else mask[:, :, acts]
        if inside is not None and not inside.any():
            return []
        outcome, cluster = (_part(a, acts, inside) for a in (self.outcome, self.cluster))
        losses = {
            name: self._by_cluster(cluster, _part(loss, acts, inside))
            for name, loss in self.losses.items()
        }
        made = []
        for name, chances in self.chances.items():
            said = _part(chances, acts, inside)
            intervals = {}
            if ranks and self.drawn is not None:
                intervals = drawn_ranks(self.drawn, said, outcome, cluster)
            made.append(
                GridScore(
                    forecaster=name,
                    group=group,
                    horizon_days=self.days,
                    n_origins=len(self.moments),
                    first_origin=day_of(int(self.moments[0])),
                    last_origin=day_of(int(self.moments[-1])),
                    scores=score_chances(said, outcome),
                    skill=self._skill(losses, name, rate),
                    intervals=intervals,
                    drawn_over=self.drawn_over,
                )
            )
        return made

    def _by_cluster(self, cluster: Ints, loss: Floats) -> Floats:
        n = int(self.cluster.max()) + 1
        return np.bincount(cluster, weights=loss, minlength=n).astype(np.float64)

    def _skill(self, losses: dict[str, Floats], name: str, rate: str) -> dict[str, Skill]:
        made = {}
        for reference in losses:
            own, other = losses[name], losses[reference]
            if other.sum() <= 0.0:
                continue
            interval = None
            if self.drawn is not None and name != reference:
                interval = drawn_skill(self.drawn, own, other)
            made[reference] = Skill(skill_score(float(own.sum()), float(other.sum())), interval)
        if rate in made:
            made["rate"] = made[rate]
        return made


def _part(values: Any, acts: Sequence[int], inside: Bools | None) -> Any:
    """Return values of some acts, of the windows inside, as a flat array."""
    chosen = values[:, :, acts]
    return chosen.ravel() if inside is None else chosen[inside]


def _universe(played: Replay) -> str:
    options = played.options
    if options.dyads is not None:
        return "the dyads given"
    return f"all ordered pairs of the {options.n_parties} busiest {options.kind}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=UTC)
