"""The verb that replays the past: score the chances that would have been given.

In: acts, horizon, dyads, origins. Out: `Backtest`. The idea to know: at each origin the
forecaster sees what was published by then, and its scores are kept so that later answers
can tell how good such answers have been.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, cast

import numpy as np

from parley.desk.base import BaseDesk
from parley.desk.moments import Day, Moment, Names, as_day, chosen_of
from parley.forecast.backtest import Backtest
from parley.forecast.backtest import backtest as run_backtest
from parley.terms import EVENT_TYPES, Dyad, EventType, Forecaster

if TYPE_CHECKING:
    from parley.dynamics.units import Act
    from parley.forecast.backtest_table import GridBacktest
    from parley.forecast.grid import GridForecaster

__all__ = ["BacktestingDesk"]


class BacktestingDesk(BaseDesk):
    """Replays the past."""

    def backtest(
        self,
        event_type: Names = "CONSULT",
        *,
        horizon_days: int = 30,
        top: int = 30,
        dyads: Sequence[str] | None = None,
        since: Day = None,
        until: Day = None,
        every_days: int = 7,
        as_of: Moment = None,
        forecaster: str | Forecaster | None = None,
        record: bool = True,
        seed: int = 0,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Backtest:
        """Replay the past and score the chances that would have been given.

        Parameters
        ----------
        event_type
            PLOVER types, any of which counts.
        horizon_days
            Days in each window.
        top, dyads
            All pairs of so many of the busiest states, or the pairs given as `A:B`.
        since, until, every_days
            First and last origin, and the days between origins.
        as_of
            The moment that tells what happened; only windows closed by then are scored.
        record
            Whether to keep the scores, so that later answers can repeat them.
        seed
            Draws origins for the interval of the skill.

        Raises
        ------
        ForecastError
            If no window has closed, or there are no dyads to ask about.
        """
        moment = self._moment(as_of)
        pairs = self._pairs(dyads, moment)
        result = run_backtest(
            self._forecaster(forecaster),
            self.store,
            event_types=cast(
                "tuple[EventType, ...]", chosen_of(event_type, EVENT_TYPES, "type") or ("CONSULT",)
            ),
            horizon_days=horizon_days,
            as_of=moment,
            since=as_day(since, name="since"),
            until=as_day(until, name="until"),
            every_days=every_days,
            dyads=pairs,
            n_parties=top,
            among=frozenset(self.table.states),
            kind="states",
            rng=np.random.default_rng(seed),
            on_progress=on_progress,
        )
        if record:
            self.store_to_write.add_backtest(result.row(), recorded_at=self.now())
        return result

    def backtest_grid(
        self,
        acts: Names = "types",
        *,
        apart: bool = True,
        horizon_days: int | Sequence[int] = (7, 30, 90),
        forecasters: Sequence[str | Forecaster] = (),
        top: int = 60,
        dyads: Sequence[str] | None = None,
        since: Day = None,
        until: Day = None,
        every_days: int = 7,
        as_of: Moment = None,
        record: bool = True,
        seed: int = 0,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> GridBacktest:
        """Replay the past over many acts and horizons, several forecasters side by side.

        Beside those named, the plain forecasts that each has to beat are always scored.

        Parameters
        ----------
        acts
            PLOVER types, quad classes, `types` (all 16), `quads` or `all`.
        apart
            Whether each type named is an act of its own; else any of them counts.
        horizon_days
            Days in the windows, one or several.
        forecasters
            Forecasters, or names of them; by default that of the settings.
        top, dyads
            All ordered pairs of so many of the busiest states by what was known at the
            first origin, or the pairs given as `A:B`.
        since, until, every_days
            First and last origin, and the days between origins.
        as_of
            The moment that tells what happened; only windows closed by then are scored.
        record
            Whether to keep the scores of the forecasters named.
        seed
            Draws origins for the intervals.

        Raises
        ------
        InputError
            If an act has an unknown name.
        ForecastError
            If no window has closed, or there are no dyads to ask about.
        """
        from parley.forecast.backtest_grid import GridOptions, replay
        from parley.forecast.backtest_table import REFERENCES, score_replay

        moment = self._moment(as_of)
        pairs = self._pairs(dyads, moment)
        chosen = forecasters or (self.settings.forecaster,)
        named = [self._grid_forecaster(each) for each in chosen]
        plain = [self._grid_forecaster(name) for name in REFERENCES]
        asked = {each.name: each for each in [*plain, *named]}
        played = replay(
            list(asked.values()),
            self.store,
            options=GridOptions(
                acts=_acts(acts, apart=apart),
                horizons=(horizon_days,) if isinstance(horizon_days, int) else tuple(horizon_days),
                n_parties=top,
                among=frozenset(self.table.states),
                kind="states",
                dyads=None if pairs is None else tuple(pairs),
                since=as_day(since, name="since"),
                until=as_day(until, name="until"),
                every_days=every_days,
            ),
            as_of=moment,
            on_progress=on_progress,
        )
        result = score_replay(played, rng=np.random.default_rng(seed))
        if record:
            kept = {each.name for each in named}
            rows = [row for row in result.rows() if row["forecaster"] in kept]
            self.store_to_write.add_backtests(rows, recorded_at=self.now())
        return result

    def _grid_forecaster(self, chosen: str | Forecaster) -> GridForecaster | Forecaster:
        """Return a forecaster of grids by name; any other is asked cell by cell."""
        from parley.forecast.baselines import GRID_BASELINES
        from parley.forecast.baselines_fitted import FITTED_BASELINES

        made = {**GRID_BASELINES, **FITTED_BASELINES}
        if isinstance(chosen, str) and chosen in made:
            return made[chosen]()
        return self._forecaster(chosen)

    def _pairs(self, dyads: Sequence[str] | None, moment: datetime) -> list[Dyad] | None:
        return None if not dyads else [self._dyad(each, moment.date()) for each in dyads]


def _acts(names: Names, *, apart: bool) -> tuple[Act, ...]:
    """Return acts by name, each of its own, or joined into one that any of them counts for."""
    from parley.dynamics.units import Act
    from parley.forecast.grid import named_acts

    given = (names,) if isinstance(names, str) else tuple(names or ("types",))
    acts = named_acts(given)
    if apart or len(acts) < 2 or any(len(act.event_types) > 1 for act in acts):
        return acts
    return (Act(tuple(dict.fromkeys(t for act in acts for t in act.event_types)), directed=True),)
