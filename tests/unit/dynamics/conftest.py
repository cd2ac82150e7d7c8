"""Small histories for the tests of dynamics."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import polars as pl
import pytest

from parley.dynamics.series import DaySeries, day_series

MakeEvents = Callable[..., pl.DataFrame]
MakeSeries = Callable[..., DaySeries]

_SCHEMA: dict[str, Any] = {
    "event_id": pl.String,
    "event_type": pl.String,
    "actors": pl.List(pl.String),
    "recipients": pl.List(pl.String),
    "status": pl.String,
    "happened_on": pl.Date,
    "published_at": pl.Datetime("us", "UTC"),
    "promised": pl.String,
}


def _frame(*rows: dict[str, Any]) -> pl.DataFrame:
    """Make an event frame; an event is published at the next midnight unless it says when."""
    filled = []
    for number, row in enumerate(rows):
        day: date = row["happened_on"]
        next_midnight = datetime.combine(day + timedelta(days=1), time(0), UTC)
        defaults = {
            "event_id": f"e{number}",
            "event_type": "CONSULT",
            "recipients": [],
            "status": "actual",
            "published_at": next_midnight,
            "promised": None,
        }
        filled.append(defaults | row)
    return pl.DataFrame(filled, schema=_SCHEMA)


@pytest.fixture
def make_events() -> MakeEvents:
    """Return the function that makes an event frame out of rows."""
    return _frame


@pytest.fixture
def make_series() -> MakeSeries:
    """Return the function that makes a day series out of rows."""
    return lambda *rows: day_series(_frame(*rows))
