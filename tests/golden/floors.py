"""Floors under the figures of reading: they rise freely and never fall in silence.

In: the figures of a run and the fingerprint of what was read. Out: which figures fell,
and `floors.json` rewritten when asked. The idea to know: to lower a floor one gives a
sentence, and the sentence stays in the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ALLOWANCE = 0.0005  # figures are kept to three places; less than half a place is no fall


@dataclass(frozen=True)
class Measured:
    """The figures of one run over one folder."""

    place: str
    fingerprint: str
    figures: Mapping[str, float]


def fallen(measured: Measured, pinned: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    """Return the figures below their floors: name to (floor, figure); a lost one counts as 0."""
    figures = measured.figures
    return {
        name: (floor, figures.get(name, 0.0))
        for name, floor in pinned.get("floors", {}).items()
        if figures.get(name, 0.0) < floor - ALLOWANCE
    }


def rewrite(path: Path, measured: Measured, *, reason: str) -> dict[str, tuple[float, float]]:
    """Pin the figures in the file; return those that fell and were not let fall.

    Without a reason nothing is lowered and, when something would have to be, nothing is
    written at all. With one, the reason is kept beside what fell.
    """
    known = load(path)
    pinned = known.get(measured.place, {})
    fell = fallen(measured, pinned)
    if fell and not reason:
        return fell
    lowered = list(pinned.get("lowered", []))
    if fell:
        lowered.append(
            {"reason": reason, "floors": {name: list(change) for name, change in fell.items()}}
        )
    known[measured.place] = {
        "fingerprint": measured.fingerprint,
        "floors": dict(measured.figures),
        "lowered": lowered,
    }
    path.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return {}


def load(path: Path) -> dict[str, Any]:
    """Return what is pinned, by place; nothing when there is no file yet."""
    if not path.is_file():
        return {}
    pinned: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return pinned
