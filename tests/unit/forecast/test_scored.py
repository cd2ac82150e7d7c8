"""The track record: settled by the record, scored past the end, corrected by new rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from parley.errors import ForecastError
from parley.forecast.asked import make_question
from parley.forecast.ledger import settle_kept
from parley.forecast.models import BaseRateForecaster
from parley.forecast.scored import kept_forecasts, score_kept, track_words
from parley.forecast.scores import brier_score, skill_score
from parley.forecast.signing import signed_forecast
from parley.reading.actor_tables import ActorTable, load_actor_table
from parley.reading.reader import RulesReader
from parley.record.store import Store
from parley.terms import BaseRate, Forecast, Report

TALKS = "Freedonia and Ruritania held talks in Geneva on Monday."
THREAT = "Kestovia threatened Freedonia on Monday."
KEPT_AT = datetime(2024, 12, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def table() -> ActorTable:
    """Return the world with the toy world added."""
    return load_actor_table("world.v1", "toy.v1")


def _report(store: Store, table: ActorTable, *told: tuple[str, datetime]) -> None:
    reader = RulesReader(table)
    reports = [
        Report(words, moment, outlet="Toy Times", url=f"toy:{moment}{words[:4]}")
        for words, moment in told
    ]
    store.add([(each, reader.read_report(each)) for each in reports], recorded_at=told[-1][1])


@pytest.fixture
def store(tmp_path: Path, table: ActorTable) -> Store:
    """Return a record of talks on every other Monday of a half-year, and a threat at the end."""
    store = Store.open(str(tmp_path / "record"), create=True, actor_tables=("world.v1", "toy.v1"))
    first = datetime(2024, 1, 2, 9, tzinfo=UTC)
    talks = [(TALKS, first + timedelta(weeks=week)) for week in range(0, 26, 2)]
    _report(store, table, *talks, (THREAT, datetime(2024, 7, 2, 9, tzinfo=UTC)))
    return store


def _keep(
    store: Store, kind: str, day: datetime, probability: float, *, base: float = 0.5,
    name: str = "own.v1",
) -> Forecast:  # fmt: skip
    who = ["FRD", "RUR"] if kind == "CONSULT" else ["KST", "FRD"]
    question = make_question(
        actors=who[:1], recipients=who[1:], event_types=[kind], as_of=day, within_days=28
    )
    rate = BaseRate(probability, 1, 2, base, 1, 2, "all", 28)
    forecast = signed_forecast(name, question, rate, [], day)
    store.add_forecast(forecast, recorded_at=KEPT_AT)
    return forecast


def _settle(store: Store, as_of: datetime = KEPT_AT) -> int:
    run = settle_kept(store.known(as_of))
    store.add_resolutions([each.resolution for each in run.settled], recorded_at=as_of)
    return len(run.settled)


def _day(month: int, day: int) -> datetime:
    return datetime(2024, month, day, tzinfo=UTC)


def test_settling_twice_changes_nothing(store: Store) -> None:
    """The second run finds all of it settled alike."""
    _keep(store, "CONSULT", _day(3, 1), 0.9)
    _keep(store, "THREATEN", _day(3, 1), 0.2)

    assert _settle(store) == 2
    assert _settle(store) == 0
    assert settle_kept(store.known(KEPT_AT)).n_same == 2
    assert store.known(KEPT_AT).resolutions().height == 2


def test_only_closed_windows_are_settled(store: Store) -> None:
    """Before its end, and until the record has watched to it, a question waits."""
    _keep(store, "CONSULT", _day(3, 1), 0.9)  # closes on 28 March; the next report is of 9 April

    assert _settle(store, _day(3, 20)) == 0
    assert _settle(store, _day(4, 8)) == 0
    assert _settle(store, _day(4, 12)) == 1


def test_a_late_report_corrects_a_verdict_by_a_new_row(store: Store, table: ActorTable) -> None:
    """The record only grows: the correction names the row that it corrects."""
    _keep(store, "THREATEN", _day(3, 1), 0.2)
    assert _settle(store, _day(5, 1)) == 1
    late = "Kestovia threatened Freedonia on 11 March 2024."
    _report(store, table, (late, datetime(2024, 5, 20, 9, tzinfo=UTC)))
    run = settle_kept(store.known(_day(6, 1)))

    assert run.n_corrected == 1
    first = store.known(_day(5, 1)).resolutions().row(0, named=True)
    assert run.settled[0].resolution.replaces == first["resolution_id"]
    assert run.settled[0].resolution.event_ids
    store.add_resolutions([run.settled[0].resolution], recorded_at=_day(6, 1))
    assert store.known(_day(5, 1)).resolutions()["outcome"].to_list() == [False]
    assert store.known(_day(6, 1)).resolutions()["outcome"].to_list() == [True]
    assert store.tables.collect(store.tables.scan("resolutions")).height == 2


def test_scores_are_those_of_the_kept_chances(store: Store) -> None:
    """Brier score and skill are computed from what was kept, base rates included."""
    said = [(_day(2, 1), 0.9), (_day(3, 1), 0.6), (_day(4, 1), 0.8)]
    for day, probability in said:
        _keep(store, "CONSULT", day, probability)
    _keep(store, "THREATEN", _day(3, 1), 0.3)
    _settle(store)
    card = score_kept(kept_forecasts(store.known(KEPT_AT)))[0]

    p, y = [0.9, 0.6, 0.8, 0.3], [1, 1, 1, 0]
    assert (card.n, card.n_hits, card.n_ahead) == (4, 3, 0)
    assert card.brier == pytest.approx(brier_score(p, y))
    assert card.brier == pytest.approx(card.brier_base)
    assert card.skill == pytest.approx(skill_score(card.brier, card.brier_base))
    # Each chance has a bin of its own here, so the parts make up the whole score.
    assert card.parts.brier == pytest.approx(card.brier)
    assert card.parts.uncertainty == pytest.approx(3 / 16)


def test_scores_are_told_apart(store: Store) -> None:
    """By forecaster, type, horizon or month; filters leave out the rest."""
    _keep(store, "CONSULT", _day(2, 1), 0.9)
    _keep(store, "CONSULT", _day(4, 1), 0.7, name="other.v1")
    _keep(store, "THREATEN", _day(3, 1), 0.3)
    _settle(store)
    kept = kept_forecasts(store.known(KEPT_AT))

    def names(by: str) -> list[tuple[str, int]]:
        cards = score_kept(kept, by=by)  # type: ignore[arg-type]
        return [(card.name, card.n) for card in cards[1:]]

    assert names("forecaster") == [("other.v1", 1), ("own.v1", 2)]
    assert names("type") == [("CONSULT", 2), ("THREATEN", 1)]
    assert names("horizon") == [("8 to 30 days", 3)]
    assert names("month") == [("2024-02", 1), ("2024-03", 1), ("2024-04", 1)]
    assert score_kept(kept, event_types=["THREATEN"])[0].n == 1
    assert score_kept(kept, since=_day(4, 1).date())[0].n == 1


def test_nothing_settled_is_told(store: Store) -> None:
    """There is no score of no forecasts."""
    with pytest.raises(ForecastError, match="parley resolve"):
        score_kept(kept_forecasts(store.known(KEPT_AT)))


def test_a_score_knows_only_what_was_settled_by_its_moment(store: Store) -> None:
    """A verdict of May is no part of a score as of April."""
    _keep(store, "CONSULT", _day(2, 1), 0.9)
    _settle(store, _day(5, 1))

    assert len(kept_forecasts(store.known(_day(4, 1)))) == 0
    assert len(kept_forecasts(store.known(_day(5, 1)))) == 1


def test_track_record_counts_windows_closed_before_the_origin(store: Store) -> None:
    """Five settled chances of the same forecaster and act say how good they were."""
    days = [_day(1, 9), _day(2, 1), _day(2, 9), _day(3, 1), _day(3, 9)]
    for day in days:
        _keep(store, "CONSULT", day, 0.8)
    _settle(store)
    kept = kept_forecasts(store.known(KEPT_AT))
    early = _keep(store, "CONSULT", _day(3, 20), 0.8)
    late = _keep(store, "CONSULT", _day(6, 20), 0.8)

    assert track_words(kept, early) is None
    words = track_words(kept, late)
    assert words is not None
    assert words.startswith("5 kept and settled here: 5 came true")


def test_forecasts_of_the_house_settle_too(store: Store) -> None:
    """What a forecaster answers is settled like any other."""
    question = make_question(
        actors=["FRD"],
        recipients=["RUR"],
        event_types=["CONSULT"],
        as_of=_day(4, 1),
        within_days=28,
    )
    forecast = BaseRateForecaster().forecast([question], store.known(_day(4, 1)))[0]
    store.add_forecast(forecast, recorded_at=KEPT_AT)

    assert _settle(store) == 1
    assert kept_forecasts(store.known(KEPT_AT)).frame["outcome"].to_list() == [1]
