"""Laws of forecasts, over invented histories."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.checks import InventedRecord
from parley.forecast.asked import make_question
from parley.forecast.models import RecurrenceForecaster
from parley.forecast.scores import brier_score, murphy_decomposition
from parley.record.rows import events_frame
from parley.terms import DateInterval, Event, EventType, Forecast, log_odds, make_id

START = date(2024, 1, 1)
ORIGIN = 80
STATES = ("AAA", "BBB", "CCC", "DDD")
TYPES: tuple[EventType, ...] = ("CONSULT", "AGREE", "THREATEN", "ASSAULT")

# (type, actor, recipient, day, days until it was told)
Acts = list[tuple[EventType, str, str, int, int]]
acts = st.lists(
    st.tuples(
        st.sampled_from(TYPES),
        st.sampled_from(STATES),
        st.sampled_from(STATES),
        st.integers(0, 120),
        st.integers(1, 20),
    ).filter(lambda act: act[1] != act[2]),
    min_size=1,
    max_size=120,
)


def _history(told: Acts) -> pl.DataFrame:
    events = []
    for kind, actor, recipient, day, late in told:
        on = START + timedelta(days=day)
        published_at = datetime.combine(on, time(0), tzinfo=UTC) + timedelta(days=late)
        both = kind in {"CONSULT", "AGREE"}
        events.append(
            Event(
                event_id=make_id(kind, actor, recipient, day, late),
                event_type=kind,
                mode=None,
                contexts=(),
                actors=(actor, recipient) if both else (actor,),
                recipients=() if both else (recipient,),
                status="actual",
                happened_on=DateInterval(on, on),
                published_at=published_at,
                recorded_at=published_at,
            )
        )
    return events_frame(events).unique("event_id", maintain_order=True)


def _forecast(history: pl.DataFrame, kind: EventType, horizon_days: int) -> Forecast:
    as_of = datetime.combine(START + timedelta(days=ORIGIN), time(0), tzinfo=UTC)
    question = make_question(
        actors=["AAA"], recipients=["BBB"], event_types=[kind], as_of=as_of,
        within_days=horizon_days,
    )  # fmt: skip
    return RecurrenceForecaster().forecast([question], InventedRecord(as_of, history))[0]


@settings(max_examples=25, deadline=None)
@given(told=acts, kind=st.sampled_from(TYPES), horizon_days=st.sampled_from([7, 30, 90]))
def test_base_rate_and_reasons_make_up_the_chance(
    told: Acts, kind: EventType, horizon_days: int
) -> None:
    """Whatever happened, the walk from base rate through reasons arrives, inside (0, 1)."""
    forecast = _forecast(_history(told), kind, horizon_days)
    total = log_odds(forecast.base_rate.probability) + sum(r.weight for r in forecast.reasons)

    assert 0.0 < forecast.probability < 1.0
    assert total == pytest.approx(log_odds(forecast.probability), abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(told=acts, later=acts, kind=st.sampled_from(TYPES))
def test_later_report_never_alters_an_earlier_forecast(
    told: Acts, later: Acts, kind: EventType
) -> None:
    """What is published after the origin, of whatever day, changes nothing said before."""
    late = [(k, a, r, day, max(1, ORIGIN + 1 - day) + extra) for k, a, r, day, extra in later]
    before = _forecast(_history(told), kind, 30)
    after = _forecast(_history([*told, *late]), kind, 30)

    assert before == after


@given(
    rows=st.lists(
        st.tuples(st.integers(0, 10).map(lambda n: n / 10), st.integers(0, 1)),
        min_size=1,
        max_size=50,
    )
)
def test_brier_score_is_the_sum_of_its_parts(rows: list[tuple[float, int]]) -> None:
    """Reliability less resolution plus uncertainty, for any forecasts."""
    probability, outcome = [p for p, _ in rows], [y for _, y in rows]
    parts = murphy_decomposition(probability, outcome)

    assert parts.brier == pytest.approx(brier_score(probability, outcome), abs=1e-12)
