"""A tiny annotated report about invented countries' neighbours, to be bent by tests."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from parley.training.corpus import Passage

FILLING = " ".join(f"word{number}" for number in range(120))
TEXT = (
    f"Norway's minister said on Monday that Oslo would welcome Chad. Rain is likely.\n{FILLING}\n"
)
READING: dict[str, Any] = {
    "published_at": "2020-01-07T10:00:00Z",
    "outlet": "The Daily",
    "relay": [],
    "register": "wire",
    "region": "Nordics",
    "actors": [
        {"text": "Norway's minister", "code": "NOR-GOV", "start": 0, "end": 17},
        {"text": "Oslo", "code": "NOR", "start": 38, "end": 42},
        {"text": "Chad", "code": "TCD", "start": 57, "end": 61},
    ],
    "events": [
        {
            "type": "SUPPORT",
            "mode": None,
            "actor": ["NOR"],
            "recipient": ["TCD"],
            "status": "planned",
            "date": {"start": "2020-01-07", "end": "2020-01-07", "precision": "unknown"},
            "according_to": ["NOR-GOV"],
            "evidence": "Oslo would welcome Chad",
        }
    ],
    "statements": [
        {
            "speaker": "NOR-GOV",
            "speaker_text": "Norway's minister",
            "speaker_name": "Norway's minister",
            "cue": "said",
            "cue_start": 18,
            "content": "Oslo would welcome Chad",
            "kind": "indirect",
            "addressee": None,
        }
    ],
    "claims": [
        {
            "by": "reporter",
            "by_text": None,
            "by_name": None,
            "about": {"actor": ["NOR"], "recipient": [], "type": None},
            "direction": "up",
            "phrase": "likely",
            "probability": [0.55, 0.8],
            "deadline": "2020-02-01",
            "evidence": "Rain is likely",
        }
    ],
}


@pytest.fixture
def make_passage() -> Callable[..., Passage]:
    """Return a maker of passages without fault, bent by a function over the reading."""

    def make(
        bend: Callable[[dict[str, Any]], object] = lambda reading: None,
        *,
        split: str = "dev",
        name: str = "one",
        text: str = TEXT,
    ) -> Passage:
        reading = copy.deepcopy(READING)
        bend(reading)
        return Passage(split, name, text, reading, text.encode())

    return make
