"""What chance would have: rhythm, season and weekday are no answers."""

from __future__ import annotations

import numpy as np
import pytest

from parley.dynamics.answers_chance import follow_counts, q_values
from parley.dynamics.windows import Floats
from parley.errors import ForecastError


def drawn(rate: Floats, seed: int, n_streams: int = 2) -> Floats:
    """Return streams drawn apart from each other with a chance for each day."""
    rng = np.random.default_rng(seed)
    return (rng.random((n_streams, len(rate))) < rate).astype(float)


def p_values(days: Floats, *, within_days: int = 3) -> Floats:
    """Return the p-values of a table of days."""
    rng = np.random.default_rng(0)
    return follow_counts(days, within_days=within_days, n_shuffles=199, rng=rng).p


def test_p_values_of_streams_drawn_apart_are_small_as_rarely_as_they_say() -> None:
    """Of 180 pairs that have nothing to do with each other, about one in twenty."""
    p = np.concatenate(
        [p_values(drawn(np.full(280, 0.2), seed, 10))[~np.eye(10, dtype=bool)] for seed in range(2)]
    )

    assert len(p) == 180
    assert np.mean(p <= 0.05) < 0.09
    assert np.mean(p <= 0.5) == pytest.approx(0.5, abs=0.15)


def test_a_shared_season_is_no_answer() -> None:
    """Two streams busy in the same months, and each by itself, do not answer each other."""
    season = 0.05 + 0.45 * np.sin(np.pi * np.arange(336) / 336) ** 2

    found = [p_values(drawn(season, seed))[0, 1] for seed in range(12)]

    assert sum(p <= 0.05 for p in found) <= 2


def test_shared_weekends_are_no_answer() -> None:
    """Both rest on the same days of the week, and follow each other on working days."""
    working = np.where(np.arange(280) % 7 < 5, 0.5, 0.0)

    found = [p_values(drawn(working, seed), within_days=1)[0, 1] for seed in range(12)]

    assert sum(p <= 0.05 for p in found) <= 2


def test_an_answer_is_found_at_its_lag_and_one_way() -> None:
    """The second follows the first after two days; the first follows nothing."""
    first = drawn(np.full(336, 0.12), 5, 1)[0]
    days = np.stack([first, np.roll(first, 2)])

    found = follow_counts(days, within_days=3, n_shuffles=199, rng=np.random.default_rng(1))

    assert found.p[0, 1] <= 0.02
    assert found.p[1, 0] > 0.05
    assert int(np.argmax(found.by_lag[0, 1] - found.by_lag_chance[0, 1])) == 2
    assert found.low[0, 1] > 1.0
    assert found.answered[0, 1] == found.n_cases[0]


def test_only_closed_windows_are_cases() -> None:
    """An act of the last days may still be answered, so it counts neither way."""
    days = np.zeros((2, 60))
    days[0, [30, 58]] = 1.0

    found = follow_counts(days, within_days=3, n_shuffles=99, rng=np.random.default_rng(1))

    assert found.n_cases.tolist() == [1, 0]


def test_too_few_weeks_are_refused() -> None:
    """Within four weeks nothing can be turned round."""
    with pytest.raises(ForecastError, match="4 weeks and 3 days"):
        follow_counts(np.zeros((2, 30)), within_days=3, n_shuffles=9, rng=np.random.default_rng(0))


def test_q_values_are_never_below_p_and_keep_its_order() -> None:
    """Looking at more pairs makes each find less sure, never more."""
    p = np.array([0.001, 0.2, 0.03, 0.9, 0.03])

    q = q_values(p)

    assert np.all(q >= p)
    assert np.all(np.diff(q[np.argsort(p, kind="stable")]) >= 0)
    assert q[0] == pytest.approx(0.005)
