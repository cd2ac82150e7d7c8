"""A grid backtest as JSON.

In: `GridBacktest`. Out: plain dictionaries. The idea to know: one entry for each
forecaster, horizon and set of windows, with all its figures under the names that they
have in `forecast.scores_grid`.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from parley.forecast.backtest_table import GridBacktest
from parley.forecast.grid import act_name

__all__ = ["grid_as_json"]


def grid_as_json(result: GridBacktest) -> dict[str, Any]:
    """Return what was asked, of whom and when, and every score."""
    scores = []
    for each in result.scores:
        row = dataclasses.asdict(each)
        scores.append({**{k: v for k, v in row.items() if k != "scores"}, **row["scores"]})
    return {
        "forecasters": list(result.forecasters),
        "acts": {act_name(act): list(act.event_types) for act in result.acts},
        "horizons": list(result.horizons),
        "universe": result.universe,
        "n_dyads": result.n_dyads,
        "origins": list(result.origins),
        "every_days": result.every_days,
        "rate": {str(days): name for days, name in result.rate.items()},
        "n_hidden": result.n_hidden,
        "scores": scores,
    }
