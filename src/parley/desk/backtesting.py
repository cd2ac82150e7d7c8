"""The verb that replays the past: score the chances that would have been given.

In: acts, horizon, dyads, origins. Out: `Backtest`. The idea to know: at each origin the
forecaster sees what was published by then, and its scores are kept so that later answers
can tell how good such answers have been.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np

from parley.desk.base import BaseDesk
from parley.desk.moments import Day, Moment, Names, as_day, chosen_of
from parley.forecast.backtest import Backtest
from parley.forecast.backtest import backtest as run_backtest
from parley.terms import EVENT_TYPES, EventType, Forecaster

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
        pairs = None if not dyads else [self._dyad(each, moment.date()) for each in dyads]
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
