"""Laws of backtests and of the forecasts that they compare, over invented histories."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.dynamics.series import DaySeries, day_number, day_series
from parley.forecast.baselines import GRID_BASELINES
from parley.forecast.baselines_fitted import FITTED_BASELINES
from parley.forecast.grid import grid_of, named_acts
from parley.forecast.leaks import check_no_leak
from parley.forecast.scores_grid import score_chances
from parley.record.rows import events_frame
from parley.terms import DateInterval, Event, EventType, make_id

START = date(2024, 1, 1)
DAY = day_number(START) + 90
STATES = ("AAA", "BBB", "CCC")
TYPES: tuple[EventType, ...] = ("CONSULT", "THREATEN")
DYADS = [(one, other) for one in STATES for other in STATES if one != other]
ALL = {**GRID_BASELINES, **FITTED_BASELINES}

# (type, dyad, day, days until it was told)
Acts = list[tuple[EventType, tuple[str, str], int, int]]
acts = st.lists(
    st.tuples(
        st.sampled_from(TYPES), st.sampled_from(DYADS), st.integers(0, 120), st.integers(1, 30)
    ),
    min_size=1,
    max_size=80,
    unique=True,
)


def _series(told: Acts) -> DaySeries:
    """Return the history of some acts; one that is always there makes the record old enough."""
    events = []
    for kind, (actor, recipient), day, late in [("CONSULT", DYADS[0], 0, 1), *told]:
        on = START + timedelta(days=day)
        published_at = datetime.combine(on, time(0), tzinfo=UTC) + timedelta(days=late)
        events.append(
            Event(
                event_id=make_id(kind, actor, recipient, day, late),
                event_type=kind,
                mode=None,
                contexts=(),
                actors=(actor,),
                recipients=(recipient,),
                status="actual",
                happened_on=DateInterval(on, on),
                published_at=published_at,
                recorded_at=published_at,
            )
        )
    return day_series(events_frame(events).unique("event_id", maintain_order=True))


@pytest.mark.parametrize("name", sorted(ALL))
@settings(max_examples=8, deadline=None)
@given(told=acts)
def test_what_becomes_known_later_changes_no_chance(name: str, told: Acts) -> None:
    """Neither acts to come nor late news of old ones, in any history."""
    series = _series(told)
    grid = grid_of(series, DYADS, acts=named_acts(TYPES), horizons=(7, 30))

    check_no_leak(ALL[name](), series, grid, DAY)


@pytest.mark.parametrize("name", sorted(ALL))
@settings(max_examples=8, deadline=None)
@given(told=acts, seed=st.integers(0, 10))
def test_the_order_of_rows_changes_no_chance(name: str, told: Acts, seed: int) -> None:
    """The same touches in another order give the same answers."""
    series = _series(told)
    grid = grid_of(series, DYADS, acts=named_acts(TYPES), horizons=(7, 30))
    shuffled = series.take(np.random.default_rng(seed).permutation(len(series)))

    assert np.array_equal(
        ALL[name]().grid(series, grid, day=DAY), ALL[name]().grid(shuffled, grid, day=DAY)
    )


@settings(max_examples=15, deadline=None)
@given(told=acts)
def test_a_wider_window_holds_no_less(told: Acts) -> None:
    """By the base rate, thirty days are no less likely to see an act than seven."""
    series = _series(told)
    grid = grid_of(series, DYADS, acts=named_acts(TYPES), horizons=(7, 30))
    chances = ALL["base_rate.v1"]().grid(series, grid, day=DAY)

    assert (chances[:, :, 1] >= chances[:, :, 0] - 1e-12).all()


@settings(max_examples=60, deadline=None)
@given(
    chances=st.lists(
        st.tuples(st.floats(0, 1, allow_subnormal=False), st.booleans()), min_size=1, max_size=60
    ),
    seed=st.integers(0, 10),
)
def test_scores_hang_on_no_order_and_their_parts_add_up(
    chances: list[tuple[float, bool]], seed: int
) -> None:
    """Shuffled chances score the same, and the parts make up the Brier score."""
    p, y = (np.array(side, dtype=np.float64) for side in zip(*chances, strict=True))
    order = np.random.default_rng(seed).permutation(len(p))
    one, other = score_chances(p, y), score_chances(p[order], y[order])
    parts = one.reliability - one.resolution + one.uncertainty + one.within

    assert one.brier == pytest.approx(other.brier)
    assert one.auc == pytest.approx(other.auc)
    assert parts == pytest.approx(one.brier)
