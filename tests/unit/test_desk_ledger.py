"""The desk keeps score and exchanges questions, on the toy world."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import parley
from parley.asking import AnswerSet
from parley.desk import Desk
from parley.errors import ImportDataError, InputError, QuestionError
from parley.settings import Settings

TOY = Path(parley.__file__).parent / "toy"
NOW = datetime(2025, 1, 1, tzinfo=UTC)
ASKED = "2024-03-01"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return a desk on the history of the toy world, with two forecasts and a set kept."""
    desk = parley.open(
        tmp_path_factory.mktemp("ledger") / "record", actor_tables=("world.v1", "toy.v1"),
        settings=Settings(forecaster="base_rate.v1"), clock=lambda: NOW,
    )  # fmt: skip
    desk.import_tkg(TOY / "history", start_on="2021-01-01")
    for text in ("Will Ruritania and Valdoria hold talks within 30 days?",
                 "Will Kestovia threaten Freedonia at least twice within 30 days?"):  # fmt: skip
        desk.ask(text, as_of="2023-10-01")
    desk.ask_set("Will Ruritania and Freedonia hold talks, trade threats, or neither?",
                 as_of="2023-09-01", within_days=30)  # fmt: skip
    return desk


def test_what_was_asked_is_settled_scored_and_listed(desk: Desk) -> None:
    """From open to settled, each step as of its moment."""
    assert {row["outcome"] for row in desk.forecasts().to_polars().iter_rows(named=True)} == {None}
    early = desk.settle(as_of="2023-10-15", record=False)
    assert len(early.settled) == 3
    assert len(early.waiting) == 2

    run = desk.settle()
    again = desk.settle()
    cards = desk.score(by="forecaster")

    assert len(run.settled) == 5
    assert (len(again.settled), again.n_same) == (0, 5)
    assert sum(each.resolution.outcome for each in run.settled[:3]) == 1
    assert cards[0].n == 5
    assert [card.name for card in cards[1:]] == [
        "base_rate.v1", "base_rate.v1+counts.v1", "base_rate.v1+outcomes.v1",
    ]  # fmt: skip
    assert len(desk.forecasts(settled=True)) == 5
    assert len(desk.forecasts(settled=False)) == 0
    verdict = run.settled[-1].resolution
    assert desk.why(verdict.resolution_id).kind == "resolution"


def test_one_question_is_not_answered_as_a_set(desk: Desk) -> None:
    """Nor a set as one."""
    with pytest.raises(QuestionError, match="asks for one outcome"):
        desk.ask_set("Will Kestovia threaten Freedonia?", as_of="2023-10-01", record=False)
    with pytest.raises(QuestionError, match="several outcomes"):
        desk.ask("Will Kestovia threaten Freedonia, attack Freedonia, or neither?",
                 as_of="2023-10-01", record=False)  # fmt: skip


def test_outcomes_given_one_by_one_are_answered(desk: Desk) -> None:
    """By type for two parties; exclusive ones sum to one."""
    answers = desk.ask_set(
        outcomes=["CONSULT", "THREATEN"], exclusive=True, actor="Ruritania", recipient="Freedonia",
        within_days=30, as_of="2023-10-01", record=False,
    )  # fmt: skip

    assert isinstance(answers, AnswerSet)
    assert sum(answer.probability for answer in answers.answers) == pytest.approx(1.0, abs=1e-9)


def test_questions_go_in_are_answered_and_come_out(desk: Desk, tmp_path: Path) -> None:
    """Taking a file in twice changes nothing; export gives back what came."""
    whole = {
        "forecast_due_date": "2023-10-01", "question_set": "own.json", "questions": [
            {"id": "m1", "source": "manifold", "resolution_dates": "N/A",
             "market_info_close_datetime": "2023-12-01T00:00:00Z",
             "question": "Will Ruritania and Valdoria hold talks?"},
            {"id": "d1", "source": "yfinance", "resolution_dates": ["2023-11-01"],
             "question": "Will it close higher?"},
        ],
    }  # fmt: skip
    file = tmp_path / "own.json"
    file.write_text(json.dumps(whole), encoding="utf-8")

    first, second = desk.questions_import(file), desk.questions_import(file)
    made = json.loads(desk.questions_export(kind="forecastbench-submission"))

    assert (first.n_new, first.n_understood, first.n_answered) == (2, 1, 1)
    assert second.n_new == 0
    assert first.reasons == (("not an act", 1),)
    assert [each["id"] for each in made["forecasts"]] == ["m1"]
    assert (
        json.loads(desk.questions_export(kind="forecastbench-questions", batch="own.json")) == whole
    )
    listed = desk.sql("SELECT imported_id FROM imported_questions").to_polars()
    assert desk.why(listed["imported_id"][0]).kind == "imported question"


def test_files_that_cannot_be_read_are_told(desk: Desk, tmp_path: Path) -> None:
    """Missing, not text, or none of the layouts."""
    with pytest.raises(InputError, match="Cannot read"):
        desk.questions_import(tmp_path / "none.json")
    (tmp_path / "odd.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="Cannot read"):
        desk.questions_import(tmp_path / "odd.json")
    with pytest.raises(ImportDataError, match="no questions in a layout"):
        desk.questions_import(text="{}")
    with pytest.raises(InputError, match="not both"):
        desk.questions_import()
