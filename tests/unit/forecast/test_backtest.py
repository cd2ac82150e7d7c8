"""Backtests: only what was known is seen, only what has closed is scored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pytest

from parley.dynamics.series import day_series
from parley.errors import ForecastError
from parley.forecast.asked import make_question
from parley.forecast.backtest import backtest, came_true, rolling_origins
from parley.forecast.models import BaseRateForecaster, RecurrenceForecaster
from parley.forecast.scores import brier_score
from parley.terms import Forecast, KnownRecord, Question

from .conftest import InventedStore, at, make_event


class Remembering:
    """A plugin that keeps what it was shown, and asks the built-in for its answers."""

    name = "remembering.v1"

    def __init__(self) -> None:
        self.seen: list[str] = []

    def forecast(self, questions: Sequence[Question], known: KnownRecord) -> list[Forecast]:
        """Answer as `recurrence.v1` does."""
        self.seen += known.events()["event_id"].to_list()
        return RecurrenceForecaster().forecast(questions, known)


def test_backtest_hides_reports_published_after_the_origin(store: InventedStore) -> None:
    """An act told at noon is unknown to a forecast made that morning."""
    late = make_event("CONSULT", ["AAA", "BBB"], [], 199, told_after=timedelta(days=1, hours=12))
    forecaster = Remembering()

    backtest(
        forecaster, store.with_events(late), event_types=["CONSULT"], horizon_days=7,
        origins=[at(200)], dyads=[("AAA", "BBB")], as_of=at(300),
    )  # fmt: skip

    assert late.event_id not in forecaster.seen
    assert forecaster.seen


def test_one_by_one_and_all_at_once_agree(store: InventedStore) -> None:
    """A plugin asked through `forecast` scores as the built-in asked through `chances`."""
    results = [
        backtest(
            forecaster, store, event_types=["CONSULT"], horizon_days=14, n_parties=4,
            origins=[at(150), at(180), at(210)], as_of=at(300),
        )
        for forecaster in (Remembering(), RecurrenceForecaster())
    ]  # fmt: skip

    assert results[0].brier == pytest.approx(results[1].brier, abs=1e-12)
    assert results[0].forecasts["probability"].to_list() == pytest.approx(
        results[1].forecasts["probability"].to_list(), abs=1e-12
    )


def test_only_closed_windows_are_scored(store: InventedStore) -> None:
    """A window that runs past the last day watched is left out."""
    result = backtest(
        BaseRateForecaster(), store, event_types=["CONSULT"], horizon_days=30,
        origins=[at(200), at(260), at(290)], dyads=[("AAA", "BBB")], as_of=at(400),
    )  # fmt: skip

    assert (result.n_origins, result.last_origin) == (2, at(260))
    assert result.closes_on == at(289).date()


def test_window_still_open_at_as_of_is_not_scored(store: InventedStore) -> None:
    """Looked at as of day 220, the window from day 200 has not closed."""
    with pytest.raises(ForecastError, match="has closed"):
        backtest(
            BaseRateForecaster(), store, event_types=["CONSULT"], horizon_days=30,
            origins=[at(200)], dyads=[("AAA", "BBB")], as_of=at(220),
        )  # fmt: skip


def test_scores_are_those_of_the_forecasts_kept(store: InventedStore) -> None:
    """The rows behind a backtest give its Brier scores again."""
    result = backtest(
        RecurrenceForecaster(), store, event_types=["CONSULT"], horizon_days=14, n_parties=5,
        as_of=at(400), origins=rolling_origins(at(120).date(), at(280).date(), every_days=14),
    )  # fmt: skip

    p, base, y = (result.forecasts[name] for name in ("probability", "base", "outcome"))
    assert result.n == result.n_origins * 10 == len(y)
    assert result.brier == pytest.approx(brier_score(p.to_numpy(), y.to_numpy()))
    assert result.brier_base == pytest.approx(brier_score(base.to_numpy(), y.to_numpy()))
    assert result.skill_interval[0] <= result.skill <= result.skill_interval[1]


def test_base_rate_has_no_skill_over_itself(store: InventedStore) -> None:
    """The floor measured against itself is nought."""
    result = backtest(
        BaseRateForecaster(), store, event_types=["THREATEN"], horizon_days=7, n_parties=3,
        as_of=at(400), origins=[at(150), at(200)],
    )  # fmt: skip

    assert (result.skill, result.skill_interval) == (0.0, (0.0, 0.0))
    assert result.n_dyads == 6


def test_allowed_parties_alone_are_asked_about(store: InventedStore) -> None:
    """Where states are wanted, no organisation slips in."""
    result = backtest(
        BaseRateForecaster(), store, event_types=["CONSULT"], horizon_days=7, n_parties=3,
        as_of=at(400), origins=[at(150)], among={"AAA", "CCC", "EEE"},
    )  # fmt: skip

    asked = set(result.forecasts["actor"]) | set(result.forecasts["recipient"])
    assert asked == {"AAA", "CCC", "EEE"}


def test_outcome_is_settled_by_the_days_of_the_window(store: InventedStore) -> None:
    """First and last day count; the day after does not."""
    more = store.with_events(make_event("ASSAULT", ["AAA"], ["BBB"], 230))
    truth = more.known(at(400)).events()
    questions = [
        make_question(
            actors=["AAA"], recipients=["BBB"], event_types=["ASSAULT"], as_of=at(day),
            within_days=10,
        )
        for day in (220, 221, 230, 231)
    ]  # fmt: skip
    assert came_true(day_series(truth), questions).tolist() == [0, 1, 1, 0]


def test_row_for_the_record_holds_the_figures(store: InventedStore) -> None:
    """What is kept of a backtest is what it found."""
    result = backtest(
        BaseRateForecaster(), store, event_types=["CONSULT"], horizon_days=7, n_parties=3,
        as_of=at(400), origins=[at(150)],
    )  # fmt: skip

    row = result.row()
    assert (row["brier"], row["n_forecasts"]) == (result.brier, 3)
    assert np.isfinite(row["skill"])


def test_record_of_nothing_cannot_be_replayed(store: InventedStore) -> None:
    """There is nothing to score, and the message says so."""
    empty = InventedStore(store.history.clear(), [])
    with pytest.raises(ForecastError, match="nothing to replay"):
        backtest(BaseRateForecaster(), empty, event_types=["CONSULT"], horizon_days=7, as_of=at(9))
