"""Answers and backtests as JSON.

In: an `Answer` or a `Backtest`. Out: plain dictionaries. The idea to know: the fields
carry the names of the values in `parley.terms`, and every reason names its evidence.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from parley.forecast.backtest import Backtest
from parley.results import Answer

__all__ = ["answer_as_json", "backtest_as_json"]


def answer_as_json(answer: Answer) -> dict[str, Any]:
    """Return a forecast with its evidence and the history it was made from."""
    made = dataclasses.asdict(answer.forecast)
    return {
        **made,
        "asked": answer.read_from,
        "history": dataclasses.asdict(answer.history),
        "evidence": [dataclasses.asdict(each) for each in answer.evidence],
    }


def backtest_as_json(result: Backtest) -> dict[str, Any]:
    """Return the scores and the calibration table; single forecasts are left out."""
    names = [field.name for field in dataclasses.fields(result) if field.name != "forecasts"]
    row = {name: getattr(result, name) for name in names}
    row["calibration"] = [dataclasses.asdict(bin_) for bin_ in result.calibration]
    return row
