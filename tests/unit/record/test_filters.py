from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from parley.record.filters import EventFilter, says

EVENTS = pl.DataFrame(
    {
        "event_id": ["threat", "talks", "visit", "shelling"],
        "event_type": ["THREATEN", "CONSULT", "CONSULT", "ASSAULT"],
        "actors": [["RUR-GOV"], ["RUR", "ZEN"], ["ZEN"], ["RUR-MIL"]],
        "recipients": [["ZEN"], [], ["RUR"], []],
        "status": ["actual", "planned", "actual", "ongoing"],
        "origin": ["reports", "tkg:toy", "reports", "reports"],
        "happened_on": [date(2024, 3, day) for day in (1, 5, 9, 10)],
        "happened_until": [date(2024, 3, day) for day in (1, 5, 9, 20)],
    }
)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["threat", "talks", "visit", "shelling"]),
        ({"actors": ["RUR"]}, ["threat", "talks", "shelling"]),
        ({"actors": ["RUR-MIL"]}, ["shelling"]),
        ({"recipients": ["ZEN"]}, ["threat", "talks"]),
        ({"actors": ["ZEN"], "recipients": ["RUR"]}, ["talks", "visit"]),
        ({"recipients": ["RUR"], "event_types": ["ASSAULT"]}, []),
        ({"event_types": ["CONSULT"], "statuses": ["actual"]}, ["visit"]),
        ({"origin": "tkg:toy"}, ["talks"]),
        ({"since": date(2024, 3, 12)}, ["shelling"]),
        ({"since": date(2024, 3, 2), "until": date(2024, 3, 9)}, ["talks", "visit"]),
    ],
)
def test_filters_keep_what_was_asked_for(wanted: dict[str, Any], found: list[str]) -> None:
    """A party stands for its sectors, mutual acts go both ways, days may overlap."""
    assert EVENTS.filter(EventFilter(**wanted).expression())["event_id"].to_list() == found


def test_joint_speakers_are_each_found() -> None:
    """`RUR-GOV+ZEN` is spoken by Ruritania and by Zenda, not by an analyst."""
    speakers = pl.DataFrame({"by": ["RUR-GOV+ZEN", "an analyst in Zenda", "FRE"]})

    assert speakers.filter(says("by", ["RUR"])).height == 1
    assert speakers.filter(says("by", ["ZEN"])).height == 1
    assert speakers.filter(says("by", ["an analyst in Zenda"])).height == 1
