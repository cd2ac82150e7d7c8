"""The line below a chance: how good such answers have been."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl

from parley.forecast.asked import make_question
from parley.forecast.track import POOLED, track_line
from parley.record.schema import TABLES
from parley.terms import EVENT_TYPES, BaseRate, EventType, Forecast

ORIGIN = datetime(2024, 6, 1, tzinfo=UTC)
BINS = [
    {"low": 0.0, "high": 0.6, "n": 800, "n_hits": 80, "mean_probability": 0.1, "hit_rate": 0.1},
    {"low": 0.6, "high": 0.7, "n": 120, "n_hits": 72, "mean_probability": 0.65, "hit_rate": 0.6},
    {"low": 0.7, "high": 1.0, "n": 4, "n_hits": 4, "mean_probability": 0.8, "hit_rate": 1.0},
]


def _row(**given: Any) -> dict[str, Any]:
    row = {
        "backtest_id": "b1",
        "forecaster": "x.v1",
        "event_types": ["CONSULT"],
        "universe": "all pairs of the 30 busiest states",
        "horizon_days": 30,
        "first_origin": ORIGIN - timedelta(days=200),
        "last_origin": ORIGIN - timedelta(days=100),
        "closes_on": date(2024, 4, 1),
        "n_forecasts": 924,
        "n_hits": 156,
        "brier": 0.1,
        "brier_base": 0.125,
        "skill": 0.2,
        "log_loss": 0.3,
        "auc": 0.9,
        "calibration": json.dumps(BINS),
        "recorded_at": ORIGIN,
    }
    return row | given


def _line(
    *rows: dict[str, Any], event_type: EventType = "CONSULT", days: int = 30, chance: float = 0.65
) -> str | None:
    question = make_question(
        actors=["FRA"], recipients=["DEU"], event_types=[event_type], as_of=ORIGIN, within_days=days
    )
    rate = BaseRate(0.5, 1, 2, 0.5, 1, 2, "all pairs", 7)
    forecast = Forecast("f", question, chance, rate, (), ORIGIN, ORIGIN, "x.v1")
    return track_line(pl.DataFrame(list(rows), schema=TABLES["backtests"]), forecast)


def test_the_line_tells_score_and_how_often_such_chances_came_true() -> None:
    """A chance of 65 % is set beside those between 60 and 70 %."""
    line = _line(_row()) or ""

    assert "Brier score 0.100 against 0.125 for the base rate, skill +0.200" in line
    assert "Of the 120 between 60 and 70 %, 60 % came true" in line


def test_too_few_chances_like_this_one_are_not_told_of() -> None:
    """Four of four would say more than they know."""
    line = _line(_row(), chance=0.9) or ""

    assert "came true" not in line


def test_the_same_act_comes_before_the_nearer_horizon() -> None:
    """Talks over 90 days tell more of talks over 30 than all acts over 30 do."""
    pooled = _row(
        backtest_id="b2", event_types=list(EVENT_TYPES), n_forecasts=5555,
        universe="all ordered pairs" + POOLED,
    )  # fmt: skip
    line = _line(pooled, _row(horizon_days=90)) or ""

    assert line.startswith("924 such chances over 90 days (CONSULT")


def test_acts_pooled_stand_in_for_one_never_scored_alone() -> None:
    """And the line says that they are pooled."""
    pooled = _row(event_types=list(EVENT_TYPES), universe="all ordered pairs" + POOLED)
    line = _line(pooled, event_type="AID") or ""

    assert "(16 acts pooled" in line
    assert POOLED not in line


def test_the_nearest_horizon_is_nearest_by_its_ratio() -> None:
    """Sixty days lie nearer to ninety than to thirty."""
    rows = [_row(backtest_id=f"b{days}", horizon_days=days) for days in (30, 90)]
    line = _line(*rows, days=60) or ""

    assert "over 90 days" in line


def test_scores_of_another_forecaster_or_act_say_nothing() -> None:
    """Then there is no line."""
    assert _line(_row(forecaster="y.v1")) is None
    assert _line(_row(), event_type="ASSAULT") is None
