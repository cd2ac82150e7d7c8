"""Days with an act: bursts are told from chance, and parameters put in come back."""

from __future__ import annotations

import numpy as np
import pytest

from parley.dynamics.series import day_series
from parley.dynamics.units import Act, Units
from parley.forecast.counts import (
    CountFit,
    _beta_binomial,
    _spread,
    counts_of,
    days_in_window,
    learn_counts,
    tail,
)

from .conftest import InventedStore

ACT = Act(("CONSULT",), directed=False)


@pytest.mark.parametrize("mean", [0.02, 0.3, 0.9])
@pytest.mark.parametrize("spread", [1.0, 20.0])
def test_chances_of_days_sum_to_one_around_their_mean(mean: float, spread: float) -> None:
    """Whatever the spread, the mean stays."""
    chances = _beta_binomial(30, mean, spread)

    assert chances.sum() == pytest.approx(1.0)
    assert chances @ np.arange(31) == pytest.approx(30 * mean)


def test_bursts_make_many_days_likelier() -> None:
    """Of two with the same mean, the one that comes in bursts reaches ten days more often."""
    assert tail(_beta_binomial(30, 0.1, 2.0), 10) > tail(_beta_binomial(30, 0.1, 50.0), 10)


def test_spread_put_in_comes_back() -> None:
    """The likeliest strength of simulated counts is near the one they were drawn with."""
    rng = np.random.default_rng(3)
    mean = np.full(4000, 0.2)
    for spread in (2.0, 30.0):
        rates = rng.beta(0.2 * spread, 0.8 * spread, size=4000)
        counts = rng.binomial(30, rates).astype(float)

        assert _spread(counts, mean, 30) == pytest.approx(spread, rel=0.35)


def test_days_in_a_window_are_counted_at_both_ends(store: InventedStore) -> None:
    """The first and the last day of a window count, those beside it do not."""
    from parley.dynamics.units import Stream

    days = np.array([10, 19, 20])
    stream = Stream(np.zeros(3, dtype=np.int64), days, days + 5, days)

    assert days_in_window(stream, 1, np.array([10, 11]), 10).tolist() == [[2.0, 2.0]]


def test_fit_and_chances_rest_on_what_was_known(store: InventedStore) -> None:
    """A series cut at a day gives the same as one that knows the future."""
    series = day_series(store.history)
    day = series.first_day + 200
    fits = [
        learn_counts(each, ACT, "dyad", day=day, horizon_days=30)
        for each in (series.known_by(day), series.known_by(day + 60).known_by(day))
    ]

    assert all(fit is not None for fit in fits)
    assert repr(fits[0]) == repr(fits[1])


def test_busy_pairs_have_more_days_ahead(store: InventedStore) -> None:
    """What one pair did often lately is expected of it more than of a pair that did not."""
    series = day_series(store.history)
    day = series.first_day + 200
    known = series.known_by(day)
    fit = learn_counts(known, ACT, "dyad", day=day, horizon_days=30)
    assert isinstance(fit, CountFit)

    def mean(left: str, right: str) -> float:
        pair = [np.array([known.party_index(code)]) for code in (left, right)]
        unit = Units(1, "dyad", np.zeros(1, dtype=np.int64), *pair)
        return counts_of(known, ACT, unit, fit, day=day, horizon_days=30).mean

    means = {pair: mean(*pair) for pair in (("AAA", "BBB"), ("AAA", "CCC"), ("DDD", "EEE"))}
    assert max(means.values()) > 1.2 * min(means.values())


def test_nothing_learnt_still_sums_to_one(store: InventedStore) -> None:
    """A record too young to learn from answers from its own rate and the usual spread."""
    series = day_series(store.history)
    day = series.first_day + 5
    known = series.known_by(day)
    unit = Units(1, "dyad", *(np.zeros(1, dtype=np.int64) for _ in range(3)))

    assert learn_counts(known, ACT, "dyad", day=day, horizon_days=30) is None
    counts = counts_of(known, ACT, unit, None, day=day, horizon_days=30)
    assert counts.probability.sum() == pytest.approx(1.0)
    assert counts.at_least(31) == 0.0
