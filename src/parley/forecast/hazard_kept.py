"""A hazard's fit as arrays to be kept, and back.

In: `HazardFit`, or the arrays made of one. Out: the other. The idea to know: going there
and back changes nothing, to the last bit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parley.forecast.hazard_lesson import HazardFit, Lesson
from parley.forecast.hazard_sample import POOLS, Pool
from parley.forecast.hazard_trees import Forest

__all__ = ["from_arrays", "to_arrays"]

Arrays = dict[str, NDArray[Any]]
_FOREST = ("root", "feature", "threshold", "left", "right", "value")
_LESSON = ("coefficients", "centre", "scale", "low", "high", "usual")
_FIGURES = (
    "horizon_days", "mix", "level", "slope", "bend", "n_units", "n_parties", "n_moments",
    "n_rows", "n_hits",
)  # fmt: skip


def to_arrays(fit: HazardFit) -> Arrays:
    """Return a fit as arrays by name."""
    out: Arrays = {}
    told: dict[str, Any] = {"day": fit.day, "first_day": fit.first_day, "lessons": []}
    for (pool, days), lesson in fit.lessons.items():
        name = f"{pool}/{days}"
        figures = {key: getattr(lesson, key) for key in _FIGURES}
        told["lessons"].append({"name": name, "n_forests": len(lesson.forests), **figures})
        for key in _LESSON:
            out[f"{name}/{key}"] = getattr(lesson, key)
        for i, forest in enumerate(lesson.forests):
            for key in _FOREST:
                out[f"{name}/{i}/{key}"] = getattr(forest, key)
    out["told"] = np.frombuffer(json.dumps(told).encode(), dtype=np.uint8)
    return out


def from_arrays(arrays: Mapping[str, NDArray[Any]]) -> HazardFit:
    """Return the fit that arrays were made of."""
    told = json.loads(arrays["told"].tobytes().decode())
    lessons: dict[tuple[Pool, int], Lesson] = {}
    pools: dict[str, Pool] = {name: name for name in POOLS}
    for row in told["lessons"]:
        name = row["name"]
        forests = tuple(
            Forest(**{key: arrays[f"{name}/{i}/{key}"] for key in _FOREST})
            for i in range(row["n_forests"])
        )
        values: dict[str, Any] = {key: row[key] for key in _FIGURES}
        values |= {key: arrays[f"{name}/{key}"] for key in _LESSON}
        values["mix"] = tuple(row["mix"])
        pool = pools[name.split("/")[0]]
        lessons[pool, row["horizon_days"]] = Lesson(forests=forests, **values)
    return HazardFit(told["day"], told["first_day"], lessons)
