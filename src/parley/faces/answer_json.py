"""Answers and backtests as JSON.

In: an `Answer`, an `AnswerSet` or a `Backtest`. Out: plain dictionaries. The idea to
know: the fields carry the names of the values in `parley.terms`, and every reason names
its evidence.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from parley.asking import AnswerSet
from parley.forecast.backtest import Backtest
from parley.results import Answer

__all__ = ["answer_as_json", "backtest_as_json", "set_as_json"]


def answer_as_json(answer: Answer) -> dict[str, Any]:
    """Return a forecast with its evidence and the history it was made from."""
    made = dataclasses.asdict(answer.forecast)
    return {
        **made,
        "asked": answer.read_from,
        "history": dataclasses.asdict(answer.history),
        "evidence": [dataclasses.asdict(each) for each in answer.evidence],
    }


def set_as_json(asked: AnswerSet) -> dict[str, Any]:
    """Return several outcomes, each with its answer."""
    return {
        "set": dataclasses.asdict(asked.asked),
        "asked": asked.read_from,
        "outcomes": [
            {"label": label, **answer_as_json(answer)}
            for label, answer in zip(asked.asked.labels, asked.answers, strict=True)
        ],
    }


def backtest_as_json(result: Backtest) -> dict[str, Any]:
    """Return the scores and the calibration table; single forecasts are left out."""
    names = [field.name for field in dataclasses.fields(result) if field.name != "forecasts"]
    row = {name: getattr(result, name) for name in names}
    row["calibration"] = [dataclasses.asdict(bin_) for bin_ in result.calibration]
    return row
