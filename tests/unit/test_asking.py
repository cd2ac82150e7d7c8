"""Answers bring the words and figures that one needs to judge them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from parley.asking import Details, answer_question, answer_set, find_asked, find_question
from parley.errors import InputError, QuestionError
from parley.forecast.models import RecurrenceForecaster
from parley.reading.actor_tables import ActorTable, load_actor_table
from parley.reading.reader import RulesReader
from parley.record.store import Store
from parley.terms import Band, Question, QuestionSet, Report

ASKED_AT = datetime(2024, 6, 1, tzinfo=UTC)
WORDS = "Freedonia and Ruritania held talks in Geneva on Monday."


@pytest.fixture(scope="module")
def table() -> ActorTable:
    """Return the world with the toy world added."""
    return load_actor_table("world.v1", "toy.v1")


@pytest.fixture
def store(tmp_path: Path, table: ActorTable) -> Store:
    """Return a record of reports of talks, one a fortnight, the last after the question."""
    store = Store.open(str(tmp_path / "record"), create=True, actor_tables=("world.v1", "toy.v1"))
    reader = RulesReader(table)
    pairs = []
    for week in range(0, 26, 2):
        published_at = datetime(2024, 1, 2, 9, tzinfo=UTC) + timedelta(weeks=week)
        report = Report(WORDS, published_at, outlet="Toy Times", url=f"toy:{week}")
        pairs.append((report, reader.read_report(report)))
    store.add(pairs, recorded_at=datetime(2024, 7, 1, tzinfo=UTC))
    return store


def _find(text: str | None, table: ActorTable, **more: object) -> Question:
    return find_question(text, default_days=90, as_of=ASKED_AT, table=table, **more)  # type: ignore[arg-type]


def test_answer_shows_the_words_of_reports(store: Store, table: ActorTable) -> None:
    """Each event a reason names comes with a sentence and who printed it."""
    question = _find("Will Freedonia and Ruritania hold talks within 30 days?", table)

    answer = answer_question(
        question, known=store.known(ASKED_AT), forecaster=RecurrenceForecaster()
    )

    named = {id_ for reason in answer.forecast.reasons for id_ in reason.event_ids}
    assert named
    assert {each.event.event_id for each in answer.evidence} == named
    assert {(each.words, each.outlet) for each in answer.evidence} == {
        (WORDS.rstrip("."), "Toy Times")
    }


def test_history_counts_what_was_known_when_asked(store: Store, table: ActorTable) -> None:
    """Talks told after the question are no part of its history."""
    question = _find("Will Freedonia and Ruritania hold talks within 30 days?", table)

    history = answer_question(
        question, known=store.known(ASKED_AT), forecaster=RecurrenceForecaster()
    ).history

    assert history.n_events == history.n_dyad_events == 11
    assert history.last_on is not None
    assert history.last_on < ASKED_AT.date()


@pytest.mark.parametrize(
    ("closes_on", "told"), [(date(2024, 6, 30), False), (date(2024, 5, 31), True)]
)
def test_track_record_counts_only_closed_backtests(
    closes_on: date, told: bool, store: Store, table: ActorTable
) -> None:
    """A backtest whose last window was open when one asked says nothing yet."""
    first = datetime(2024, 2, 1, tzinfo=UTC)
    store.add_backtest(
        {
            "forecaster": "recurrence.v1", "event_types": ["CONSULT"], "universe": "all pairs",
            "horizon_days": 30, "first_origin": first, "last_origin": first,
            "closes_on": closes_on, "n_forecasts": 120, "n_hits": 12, "brier": 0.08,
            "brier_base": 0.1, "skill": 0.2, "log_loss": 0.3, "auc": 0.9, "calibration": "[]",
        },
        recorded_at=datetime(2024, 7, 1, tzinfo=UTC),
    )  # fmt: skip
    question = _find("Will Freedonia and Ruritania hold talks within 30 days?", table)

    track = answer_question(
        question, known=store.known(ASKED_AT), forecaster=RecurrenceForecaster()
    ).forecast.track

    assert (track is not None and "skill +0.200" in track) == told


def _both(names: Sequence[str]) -> dict[str, object]:
    return {"actors": names[:1], "recipients": names[1:], "event_types": ["CONSULT"]}


def test_words_and_parts_ask_the_same(table: ActorTable) -> None:
    """Flags and plain words meet in one question."""
    in_words = _find("Will Freedonia and Ruritania hold talks within 30 days?", table)
    in_parts = _find(None, table, within_days=30, **_both(["FRD", "RUR"]))

    assert in_words.question_id == in_parts.question_id


def test_flags_set_the_window_of_a_question_in_words(table: ActorTable) -> None:
    """Without an end in the words, `within_days` or `closes_on` gives it."""
    text = "Will Freedonia and Ruritania hold talks?"

    assert _find(text, table).horizon_days == 90
    assert _find(text, table, within_days=7).horizon_days == 7
    assert _find(text, table, closes_on=date(2024, 6, 10)).closes_on == date(2024, 6, 10)


def test_words_and_parts_together_are_refused(table: ActorTable) -> None:
    """Two questions at once are none; no question is none either."""
    with pytest.raises(InputError, match="not both"):
        _find("Will Freedonia attack Ruritania?", table, **_both(["FRD", "RUR"]))
    with pytest.raises(InputError, match="What is the question"):
        _find(None, table)


def test_flags_narrow_a_question_in_words(table: ActorTable) -> None:
    """What the words do not say, flags may; the words' window stays."""
    text = "Will Freedonia and Ruritania hold talks within 30 days?"
    counted = _find(text, table, details=Details(at_least=3, modes=("visit",)))

    assert (counted.at_least, counted.modes) == (3, ("visit",))
    assert counted.horizon_days == 30
    assert counted.question_id != _find(text, table).question_id
    assert counted.question_id == _find(
        None, table, within_days=30, details=Details(at_least=3, modes=("visit",)),
        **_both(["FRD", "RUR"]),
    ).question_id  # fmt: skip


def test_relations_are_asked_by_flags_as_by_words(table: ActorTable) -> None:
    """Both meet in one question."""
    parts = {"actors": ["FRD"], "recipients": ["RUR"], "within_days": 30}
    flags = _find(None, table, details=Details(band=Band("worse", 2.0)), **parts)
    words = _find(
        "Will relations between Freedonia and Ruritania worsen by 2 within 30 days?", table
    )

    assert flags.question_id == words.question_id
    assert flags.band == Band("worse", 2.0)


@pytest.mark.parametrize("exclusive", [True, False])
def test_outcomes_are_given_by_type_or_in_words(exclusive: bool, table: ActorTable) -> None:
    """A type for the parties given, or a clause of its own."""
    by_type = _asked(
        table,
        actors=["FRD"],
        recipients=["RUR"],
        details=Details(outcomes=("CONSULT", "THREATEN"), exclusive=exclusive),
    )
    in_words = _asked(
        table,
        details=Details(
            outcomes=("Freedonia and Ruritania hold talks", "Freedonia threatens Ruritania"),
            exclusive=exclusive,
        ),
    )  # fmt: skip

    assert by_type.set_id == in_words.set_id
    assert by_type.exclusive == exclusive
    assert len(by_type.questions) == 2 + exclusive


def _asked(table: ActorTable, **more: object) -> QuestionSet:
    found = find_asked(
        as_of=ASKED_AT,
        table=table,
        default_days=90,
        within_days=30,
        **more,  # type: ignore[arg-type]
    )
    assert isinstance(found, QuestionSet)
    return found


def test_several_outcomes_are_not_taken_for_one(table: ActorTable) -> None:
    """Where one is wanted, the message names the others."""
    with pytest.raises(QuestionError, match="several outcomes"):
        _find("Will Freedonia and Ruritania hold talks, trade threats, or neither?", table)


def test_a_set_is_answered_outcome_by_outcome(store: Store, table: ActorTable) -> None:
    """Each with its reasons and evidence; exclusive chances sum to one."""
    text = "Will Freedonia and Ruritania hold talks, trade threats, or neither within 30 days?"
    asked = find_asked(text, default_days=90, as_of=ASKED_AT, table=table)
    assert isinstance(asked, QuestionSet)
    answers = answer_set(
        asked, known=store.known(ASKED_AT), forecaster=RecurrenceForecaster(), read_from=text
    )

    assert sum(answer.probability for answer in answers.answers) == pytest.approx(1.0, abs=1e-9)
    assert [answer.forecast.question for answer in answers.answers] == list(asked.questions)
    assert answers.answers[0].evidence
