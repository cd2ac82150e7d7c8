from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from parley.dynamics.base_rates import Beta, base_rate, chance_within, fit_beta, past_windows
from parley.dynamics.series import DaySeries, day_number
from parley.dynamics.units import asked_unit
from parley.errors import ForecastError
from parley.terms import BaseRate, EventType, Question

MakeSeries = Callable[..., DaySeries]
Row = dict[str, object]

START = date(2024, 1, 1)
ORIGIN = START + timedelta(days=70)


def talks(a: str, b: str, *days: int) -> list[Row]:
    """Return rows of talks on days counted from the start."""
    return [{"actors": [a, b], "happened_on": START + timedelta(days=day)} for day in days]


def rate(
    series: DaySeries,
    a: str,
    b: str,
    *,
    horizon_days: int = 7,
    origin: date = ORIGIN,
    event_type: EventType = "CONSULT",
) -> BaseRate:
    """Return the base rate of an act between two parties."""
    closes_on = origin + timedelta(days=horizon_days - 1)
    asked = Question("q", "?", (a,), (b,), (event_type,), origin, closes_on, False)
    day = day_number(origin)
    series = series.known_by(day)
    act, unit = asked_unit(series, asked)
    return base_rate(series, act, unit, day=day, horizon_days=horizon_days)


@pytest.fixture
def history(make_series: MakeSeries) -> DaySeries:
    """Ten weeks: one pair talks every week, one in three of them, the others never."""
    weekly = talks("FRA", "DEU", *range(0, 70, 7))
    thrice = talks("USA", "PRK", 1, 22, 43)
    noise: list[Row] = [
        {"event_type": "ACCUSE", "actors": ["ITA"], "recipients": ["ESP"],
         "happened_on": START + timedelta(days=day)}
        for day in range(70)
    ]  # fmt: skip
    return make_series(*weekly, *thrice, *noise)


def test_weeks_with_the_act_are_counted(history: DaySeries) -> None:
    """Three weeks of ten had talks, and the class is all pairs of the six parties."""
    found = rate(history, "USA", "PRK")

    assert (found.n_hits, found.n_windows, found.window_days) == (3, 10, 7)
    assert (found.class_hits, found.class_windows) == (13, 150)
    assert found.class_rate == pytest.approx(13 / 150)
    assert "15 pairs of all 6 parties" in found.reference_class


def test_rate_lies_between_the_counts_and_the_class(history: DaySeries) -> None:
    """The count of the pair is drawn towards the rate of the class, never past it."""
    found = rate(history, "FRA", "DEU")

    assert found.class_rate < found.probability < found.n_hits / found.n_windows


def test_longer_horizon_is_never_less_likely(history: DaySeries) -> None:
    """What may happen within a month may happen within three."""
    chances = [
        rate(history, "USA", "PRK", horizon_days=days).probability for days in (7, 14, 30, 90, 180)
    ]

    assert chances == sorted(chances)


def test_more_hits_mean_a_higher_rate(history: DaySeries) -> None:
    """Of pairs in one class, the one that talked in more weeks is likelier to talk."""
    every_week, some_weeks, never = (
        rate(history, a, b).probability for a, b in (("FRA", "DEU"), ("USA", "PRK"), ("ITA", "ESP"))
    )

    assert every_week > some_weeks > never > 0


def test_no_rate_is_certain(history: DaySeries) -> None:
    """Ten weeks of ten do not make the next half year a certainty, nor none of ten never."""
    surest = rate(history, "FRA", "DEU", horizon_days=365).probability
    least = rate(history, "ITA", "ESP", horizon_days=1, event_type="AID").probability

    assert 1 - surest >= 0.5 / 151 - 1e-12
    assert least > 0


def test_later_events_change_no_earlier_rate(make_series: MakeSeries) -> None:
    """What is published after the origin leaves the base rate as it was."""
    before = talks("USA", "PRK", 1, 22, 43)
    after = talks("USA", "PRK", *range(70, 90)) + talks("CHN", "RUS", *range(71, 99))
    late: Row = talks("USA", "PRK", 60)[0] | {"published_at": datetime(2024, 6, 1, tzinfo=UTC)}

    assert rate(make_series(*before), "USA", "PRK") == rate(
        make_series(*before, *after, late), "USA", "PRK"
    )


def test_short_horizon_is_counted_in_windows_as_short(history: DaySeries) -> None:
    """A question of three days is answered by windows of three days."""
    found = rate(history, "USA", "PRK", horizon_days=3)

    assert (found.window_days, found.n_windows, found.n_hits) == (3, 23, 3)


def test_young_record_counts_the_days_it_has(history: DaySeries) -> None:
    """After four days there is one window of four days."""
    found = rate(history, "USA", "PRK", origin=START + timedelta(days=4))

    assert (found.window_days, found.n_windows, found.n_hits) == (4, 1, 1)


def test_weeks_without_any_news_are_left_out(make_series: MakeSeries) -> None:
    """A gap in which nothing was published is not counted as weeks without talks."""
    series = make_series(*talks("USA", "PRK", 0, 7), *talks("USA", "PRK", 63))
    starts, length = past_windows(series, day_number(ORIGIN), 30)

    assert length == 7
    assert (starts - series.first_day).tolist() == [0, 7, 63]


def test_act_never_seen_has_a_rate_above_zero(history: DaySeries) -> None:
    """That nobody did it so far makes it rare, not impossible."""
    found = rate(history, "FRA", "DEU", event_type="ASSAULT")

    assert found.class_hits == 0
    assert 0 < found.probability < 0.05


def test_origin_before_the_record_is_an_error_with_a_way_out(history: DaySeries) -> None:
    """Before the first event there is nothing to count, and the message says what to do."""
    with pytest.raises(ForecastError, match="import a history"):
        rate(history, "FRA", "DEU", origin=START)


def test_horizon_of_no_day_is_refused(history: DaySeries) -> None:
    """A window needs a day."""
    act, unit = asked_unit(
        history, Question("q", "?", ("FRA",), ("DEU",), ("AID",), ORIGIN, ORIGIN, True)
    )

    with pytest.raises(ForecastError, match="one day or more"):
        base_rate(history, act, unit, day=day_number(ORIGIN), horizon_days=0)


@pytest.mark.parametrize(("hits", "n_windows"), [(0, 5), (2, 5), (5, 5)])
def test_chance_in_one_window_is_the_posterior_mean(hits: int, n_windows: int) -> None:
    """For one window ahead the beta-binomial gives the textbook shrinkage."""
    beta = Beta(0.2, 4.0)

    assert chance_within(hits, n_windows, beta, 1) == pytest.approx((0.8 + hits) / (4 + n_windows))


def test_chance_in_several_windows_averages_over_the_rates() -> None:
    """It equals one less the mean of (1 - rate)^k over the posterior, worked out on a grid."""
    beta, hits, n_windows, k = Beta(0.3, 6.0), 4, 12, 4.3
    a, b = 0.3 * 6 + hits, 0.7 * 6 + n_windows - hits
    p = (np.arange(200_000) + 0.5) / 200_000
    density = np.exp((a - 1) * np.log(p) + (b - 1) * np.log1p(-p))
    expected = 1 - float((density * (1 - p) ** k).sum() / density.sum())

    assert math.isclose(chance_within(hits, n_windows, beta, k), expected, rel_tol=1e-6)


def test_fitted_class_recovers_how_its_rates_spread() -> None:
    """From many counts drawn with known rates the mean and the strength come back."""
    rng = np.random.default_rng(7)
    counts = rng.binomial(40, rng.beta(0.2 * 5, 0.8 * 5, size=5_000))
    beta = fit_beta(counts[counts > 0], len(counts), 40)

    assert beta.mean == pytest.approx(0.2, abs=0.01)
    assert beta.strength == pytest.approx(5.0, rel=0.1)
