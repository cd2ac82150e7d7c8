"""Base rates: counts one can look up, drawn towards those of others like them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from parley.dynamics.base_rates import Beta, base_rate, chance_within, fit_beta, rate_table
from parley.dynamics.series import DaySeries, day_number, day_series
from parley.dynamics.units import Act, Units, asked_unit
from parley.errors import ForecastError
from parley.terms import BaseRate, Question

START = date(2024, 1, 1)
TALKS = Act(("CONSULT",), directed=False)


def _series(*talks: tuple[str, str, int]) -> DaySeries:
    """Talks of pairs on days counted from the start; something happens each day."""
    noise = [("XXX", "YYY", day) for day in range(70)]
    rows = [
        {
            "event_id": f"{a}{b}{day}",
            "event_type": "ACCUSE" if a == "XXX" else "CONSULT",
            "actors": [a] if a == "XXX" else [a, b],
            "recipients": [b] if a == "XXX" else [],
            "status": "actual",
            "happened_on": START + timedelta(days=day),
            "published_at": datetime(2024, 1, 2, tzinfo=UTC) + timedelta(days=day),
        }
        for a, b, day in [*noise, *talks]
    ]
    return day_series(pl.DataFrame(rows, schema_overrides={"recipients": pl.List(pl.String)}))


def _unit(series: DaySeries, a: str, b: str) -> tuple[Act, Units]:
    day = date(2024, 3, 11)
    return asked_unit(series, Question("q", "", (a,), (b,), ("CONSULT",), day, day, False))


def _rate(series: DaySeries, a: str, b: str, *, horizon_days: int = 7, day: int = 70) -> BaseRate:
    act, unit = _unit(series, a, b)
    first = day_number(START)
    return base_rate(
        series.known_by(first + day), act, unit, day=first + day, horizon_days=horizon_days
    )


def test_weeks_with_the_act_are_counted_back_from_the_origin() -> None:
    """Talks in two of ten weeks, thrice in one of them, are two hits of ten."""
    rate = _rate(_series(("AAA", "BBB", 3), ("AAA", "BBB", 50), ("AAA", "BBB", 51)), "AAA", "BBB")

    assert (rate.n_hits, rate.n_windows, rate.window_days) == (2, 10, 7)


def test_rate_lies_between_the_pairs_own_and_that_of_its_class() -> None:
    """Shrinkage never leaves the stretch between the two."""
    often = [("AAA", "BBB", day) for day in range(0, 70, 7)]
    series = _series(*often, ("CCC", "DDD", 5))
    busy, quiet = _rate(series, "AAA", "BBB"), _rate(series, "CCC", "DDD")

    assert busy.class_rate < busy.probability < 1.0
    assert quiet.probability < busy.probability


def test_either_order_of_talks_has_one_rate() -> None:
    """Where both act together it makes no difference who is named first."""
    series = _series(("AAA", "BBB", 3), ("BBB", "AAA", 20))

    assert _rate(series, "AAA", "BBB") == _rate(series, "BBB", "AAA")


def test_pair_never_heard_of_has_the_rate_of_its_class() -> None:
    """Strangers are rare, not impossible."""
    rate = _rate(_series(("AAA", "BBB", 3)), "QQQ", "ZZZ")

    assert rate.n_hits == 0
    assert 0.0 < rate.probability < 0.5


def test_longer_horizon_is_likelier() -> None:
    """What comes within a week comes within a month too."""
    series = _series(("AAA", "BBB", 3), ("AAA", "BBB", 50))
    chances = [_rate(series, "AAA", "BBB", horizon_days=days).probability for days in (7, 30, 90)]

    assert chances == sorted(chances)
    assert chances[0] < chances[-1]


def test_later_events_do_not_change_an_earlier_rate() -> None:
    """What is published after the origin is not counted at it."""
    series = _series(("AAA", "BBB", 3))
    later = _series(("AAA", "BBB", 3), *[("AAA", "BBB", day) for day in range(40, 70)])

    assert _rate(series, "AAA", "BBB", day=35) == _rate(later, "AAA", "BBB", day=35)


def test_table_at_many_moments_agrees_with_one_at_a_time() -> None:
    """Counting for a pool and for a question is the same counting."""
    series = _series(("AAA", "BBB", 3), ("AAA", "CCC", 30), ("AAA", "BBB", 41))
    act, unit = _unit(series, "AAA", "BBB")
    moments = np.array([28, 42, 63]) + day_number(START)

    table = rate_table(series, act, unit, moments=moments, horizon_days=14)

    for j, day in enumerate((28, 42, 63)):
        alone = _rate(series, "AAA", "BBB", horizon_days=14, day=day)
        assert table.probability[0, j] == pytest.approx(alone.probability)
        assert table.hits[0, j] == alone.n_hits


def test_nothing_known_is_told() -> None:
    """Without any event there is nothing to count."""
    with pytest.raises(ForecastError, match="nothing to count"):
        _rate(_series(), "AAA", "BBB", day=0)


def test_beta_fits_the_spread_of_a_class() -> None:
    """Rates that all agree make a strong prior; rates that differ make a weak one."""
    alike = fit_beta(np.full(20, 5), 20, 10)
    apart = fit_beta(np.array([10] * 10 + [1] * 10), 20, 10)

    assert alike.mean == pytest.approx(0.5, abs=0.05)
    assert alike.strength > 5 * apart.strength


def test_chance_of_one_window_is_the_mean_of_the_posterior() -> None:
    """Three of ten seen, with a prior of a half worth two: four of twelve."""
    assert chance_within(3, 10, Beta(0.5, 2.0), 1) == pytest.approx(4 / 12)
