"""Forecasters: the kit passes, reasons add up, thin and late knowledge is handled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from parley.checks import InventedRecord, check_forecaster
from parley.dynamics.base_rates import SUREST
from parley.errors import ForecastError
from parley.forecast.asked import make_question
from parley.forecast.models import BaseRateForecaster, RecurrenceForecaster
from parley.record.rows import events_frame
from parley.record.schema import CLAIM_COLUMNS
from parley.terms import Forecaster, Question, log_odds

from .conftest import InventedStore, at, make_event


def _asked(day: int, *, horizon_days: int = 30, kind: str = "CONSULT", **more: str) -> Question:
    return make_question(
        actors=[more.get("actor", "AAA")],
        recipients=[more.get("recipient", "BBB")],
        event_types=[kind],
        as_of=at(day),
        within_days=horizon_days,
    )


@pytest.mark.parametrize("forecaster", [BaseRateForecaster(), RecurrenceForecaster()])
def test_forecaster_passes_the_public_kit(forecaster: Forecaster) -> None:
    """What parley asks of plugins it asks of its own."""
    check_forecaster(forecaster)


def test_reasons_lead_exactly_from_base_rate_to_chance(store: InventedStore) -> None:
    """In log-odds, to a billionth."""
    for question in (_asked(200), _asked(200, kind="THREATEN"), _asked(200, horizon_days=90)):
        forecast = RecurrenceForecaster().forecast([question], store.known(at(200)))[0]
        total = log_odds(forecast.base_rate.probability) + sum(r.weight for r in forecast.reasons)

        assert total == pytest.approx(log_odds(forecast.probability), abs=1e-9)


def test_reasons_name_events_that_were_known_latest_first(store: InventedStore) -> None:
    """Up to twenty for each reason, and none published after the origin."""
    known = store.known(at(200))
    day_of = dict(known.events().select("event_id", "happened_on").iter_rows())

    forecast = RecurrenceForecaster().forecast([_asked(200)], known)[0]

    named = [reason.event_ids for reason in forecast.reasons if reason.event_ids]
    assert named
    for ids in named:
        days = [day_of[id_] for id_ in ids]
        assert len(ids) <= 20
        assert days == sorted(days, reverse=True)


def test_own_reason_counts_the_days_it_names(store: InventedStore) -> None:
    """The words hold the counts that one finds in the record."""
    known = store.known(at(200))
    talks = known.events().filter(
        pl.col("event_type") == "CONSULT",
        pl.col("actors").list.contains("AAA") & pl.col("actors").list.contains("BBB"),
        pl.col("happened_on") >= at(170).date(),
    )

    forecast = RecurrenceForecaster().forecast([_asked(200)], known)[0]

    text = next(reason.text for reason in forecast.reasons if reason.kind == "recent")
    assert f"{talks['happened_on'].n_unique()} of 30" in text


def test_interval_holds_the_chance(store: InventedStore) -> None:
    """And has some width where there was something to learn."""
    forecast = RecurrenceForecaster().forecast([_asked(250)], store.known(at(250)))[0]

    assert forecast.interval is not None
    low, high = forecast.interval
    assert low <= forecast.probability <= high
    assert low < high


def test_either_order_of_talks_gets_one_chance(store: InventedStore) -> None:
    """Who is named first in a question about talks makes no difference."""
    turned = _asked(200, actor="BBB", recipient="AAA")

    forecasts = RecurrenceForecaster().forecast([_asked(200), turned], store.known(at(200)))

    assert forecasts[0].probability == pytest.approx(forecasts[1].probability, abs=1e-12)


def test_quick_chances_equal_those_told_with_reasons(store: InventedStore) -> None:
    """Answering all at once is the same reckoning, also for a pair asked twice."""
    questions = [
        _asked(200),
        _asked(200, recipient="CCC"),
        _asked(200, kind="THREATEN", actor="BBB", recipient="AAA"),
        _asked(200),
        _asked(200, horizon_days=7),
    ]
    known = store.known(at(200))
    for forecaster in (BaseRateForecaster(), RecurrenceForecaster()):
        slow = forecaster.forecast(questions, known)
        quick = forecaster.chances(questions, known)

        assert quick.probability == pytest.approx([f.probability for f in slow], abs=1e-12)
        assert quick.base == pytest.approx([f.base_rate.probability for f in slow], abs=1e-12)


def test_thin_history_says_so_and_keeps_to_the_base_rate() -> None:
    """After eight days no window has closed; the base rate stands, and a reason says why."""
    history = [make_event("CONSULT", ["AAA", "BBB"], [], day) for day in range(0, 8, 3)]
    thin = InventedStore(events_frame(history), [])

    forecast = RecurrenceForecaster().forecast([_asked(8)], thin.known(at(8)))[0]

    assert forecast.probability == forecast.base_rate.probability
    assert [(reason.kind, reason.weight) for reason in forecast.reasons] == [("thin", 0.0)]


def test_no_chance_is_surer_than_can_be_checked() -> None:
    """Talks every day for a year make them as good as certain, and the rest is told."""
    history = [make_event("CONSULT", ["AAA", "BBB"], [], day) for day in range(365)]
    history += [make_event("CONSULT", ["CCC", "DDD"], [], day) for day in range(0, 365, 50)]
    daily = InventedStore(events_frame(history), [])

    forecast = RecurrenceForecaster().forecast(
        [_asked(365, horizon_days=90)], daily.known(at(365))
    )[0]

    assert 0.9 < forecast.probability <= SUREST + 1e-12


def test_window_that_is_over_is_refused(store: InventedStore) -> None:
    """What has been decided cannot be forecast."""
    with pytest.raises(ForecastError, match="closed on"):
        RecurrenceForecaster().forecast([_asked(100)], store.known(at(200)))


def test_window_that_opens_later_is_answered(store: InventedStore) -> None:
    """A question about the month after next is learnt from windows with the same gap."""
    opens = at(230).date()
    question = make_question(
        actors=["AAA"], recipients=["BBB"], event_types=["CONSULT"], as_of=at(200),
        opens_on=opens, closes_on=opens + timedelta(days=29),
    )  # fmt: skip

    forecast = RecurrenceForecaster().forecast([question], store.known(at(200)))[0]

    assert 0.0 < forecast.probability < 1.0


def test_open_side_means_anyone(store: InventedStore) -> None:
    """That someone is threatened is likelier than that one is."""
    anyone = make_question(actors=["BBB"], event_types=["THREATEN"], as_of=at(200), within_days=7)
    one = _asked(200, horizon_days=7, kind="THREATEN", actor="BBB", recipient="AAA")

    both = RecurrenceForecaster().forecast([anyone, one], store.known(at(200)))

    assert both[0].base_rate.n_hits >= both[1].base_rate.n_hits
    assert both[0].base_rate.probability > both[1].base_rate.probability


class _Claiming(InventedRecord):
    def claims(self) -> pl.DataFrame:
        """Return two claims: of these parties, and of others."""
        row = {
            "by": "MED", "by_name": "An analyst", "outlet": "Daily", "recipients": [],
            "event_type": "CONSULT", "direction": "up", "phrase": "likely",
            "sentence": "Talks are likely.", "probability_low": 0.6, "probability_high": 0.8,
            "published_at": datetime(2023, 5, 1, tzinfo=UTC),
        }  # fmt: skip
        rows = [
            {**row, "claim_id": "c1", "actors": ["BBB-GOV", "AAA"]},
            {**row, "claim_id": "c2", "actors": ["CCC", "AAA"]},
        ]
        return pl.DataFrame(rows, schema=CLAIM_COLUMNS)


def test_claims_are_told_and_not_counted(store: InventedStore) -> None:
    """Who said talks were likely is shown at no weight; what was said of others is not."""
    known = _Claiming(at(200), store.history)

    forecast = RecurrenceForecaster().forecast([_asked(200)], known)[0]
    without = RecurrenceForecaster().forecast([_asked(200)], store.known(at(200)))[0]

    said = [reason for reason in forecast.reasons if reason.kind == "claim"]
    assert [(reason.claim_ids, reason.weight) for reason in said] == [(("c1",), 0.0)]
    assert "An analyst" in said[0].text
    assert forecast.probability == without.probability
