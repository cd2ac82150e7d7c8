"""Verdicts, scores and lists of forecasts, as they are printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import polars as pl
import pytest
from rich.console import Console

from parley.faces.show_ledger import show_forecasts, show_imported, show_scores, show_settled
from parley.forecast.formats import QuestionsImported
from parley.forecast.ledger import Settled, SettleRun
from parley.forecast.scored import _SCHEMA, Kept, score_kept
from parley.record.rows import forecast_from_row, forecast_row
from parley.record.schema import FORECAST_COLUMNS
from parley.results import Rows
from parley.terms import Forecast, Resolution

Page = Callable[[Callable[[Console], None]], str]
AT = datetime(2024, 9, 1, tzinfo=UTC)


@pytest.fixture
def verdict(forecast: Forecast) -> Resolution:
    """Return a verdict on the question of the forecast, by four events."""
    ids = tuple(letter * 16 for letter in "abcd")
    return Resolution(
        forecast.question.question_id, True, AT, ids, "f" * 16, None, "4 acts on 3 days", 3.0
    )


def test_a_verdict_names_its_events(page: Page, forecast: Forecast, verdict: Resolution) -> None:
    """Yes or no, why, by which events, and where to read on."""
    run = SettleRun(AT, (Settled(forecast.question, verdict),), 2, ())
    printed = " ".join(page(lambda console: show_settled(console, run)).split())

    assert f"yes {forecast.question.text}" in printed
    assert "4 acts on 3 days" in printed
    assert "by aaaaaaaa, bbbbbbbb, cccccccc and 1 more: parley why ffffffff" in printed
    assert "1 verdict new; 2 settled alike before; 0 questions waiting" in printed


def test_a_correction_says_what_it_corrects(
    page: Page, forecast: Forecast, verdict: Resolution
) -> None:
    """The verdict before, its id and its moment."""
    was = replace(verdict, outcome=False, resolution_id="0" * 16)
    run = SettleRun(AT, (Settled(forecast.question, verdict, was),), 0, (forecast.question,))
    printed = " ".join(page(lambda console: show_settled(console, run)).split())

    assert "corrects 00000000, which said no as of 2024-09-01" in printed
    assert "1 correction among them" in printed
    assert f"the next closes on {forecast.question.closes_on}" in printed


def test_scores_stand_beside_those_of_the_base_rates(page: Page) -> None:
    """With the parts of the Brier score, the calibration table, and a line a group."""
    rows = [
        {"forecast_id": str(i), "question_id": str(i), "text": "?", "forecaster": "own.v1",
         "types": "CONSULT" if i % 2 else "AID", "horizon_days": 30, "probability": p, "base": 0.5,
         "outcome": y, "origin": AT, "closes_on": date(2024, 9, 30), "ahead": i < 2,
         "settled": "", "resolution_id": ""}
        for i, (p, y) in enumerate([(0.9, 1), (0.2, 0), (0.7, 1), (0.6, 0)])
    ]  # fmt: skip
    cards = score_kept(Kept(pl.DataFrame(rows, schema=_SCHEMA)), by="type")
    printed = page(lambda console: show_scores(console, cards, by="type"))

    assert "4 forecasts settled" in printed
    assert "2 were kept before their window closed, 2 asked of the past" in printed
    assert "Brier score (0 best)            0.1250        0.2500" in printed
    assert "Skill over the base rates kept with them: +0.50" in printed
    groups = [line.split() for line in printed.splitlines() if line.startswith(("AID", "CONSULT"))]
    assert [group[:2] for group in groups] == [["AID", "2"], ["CONSULT", "2"]]


def test_forecasts_are_listed_with_what_came_of_them(page: Page, forecast: Forecast) -> None:
    """Open, yes or no."""
    row = forecast_row(forecast, recorded_at=AT)
    frame = pl.concat([pl.DataFrame([row], schema=FORECAST_COLUMNS)] * 3).with_columns(
        outcome=pl.Series([None, True, False])
    )
    rows = Rows(frame, forecast_from_row, name="forecasts")
    printed = page(lambda console: show_forecasts(console, rows, limit=50))

    words = printed.split()
    assert [words.count(word) for word in ("open", "yes", "no")] == [1, 1, 1]
    assert "3 forecasts" in printed


def test_an_import_says_what_was_kept_aside(page: Page) -> None:
    """How many were understood, and why the others were not."""
    done = QuestionsImported("fb.json", "forecastbench-questions", 6, 6, 2, 4, 4,
                             (("not an act", 3), ("combination", 1)))  # fmt: skip
    printed = page(lambda console: show_imported(console, done, record="rec"))

    assert "6 entries, 6 new in rec" in printed
    assert "2 understood, as 4 questions; 4 answered" in printed
    assert "3  not an act" in printed
