from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from rich.console import Console

from parley.faces.show_forecast import show_answer
from parley.results import Answer, Evidence, History
from parley.terms import DateInterval, Event, Forecast

Page = Callable[[Callable[[Console], None]], str]
AT = datetime(2024, 3, 4, 20, tzinfo=UTC)


@pytest.fixture
def answer(forecast: Forecast) -> Answer:
    day = DateInterval(date(2024, 3, 4), date(2024, 3, 4))
    event = Event(
        "e" * 16, "CONSULT", "visit", (), ("RRT", "FRD"), (), "actual", day, AT, AT,
        n_reports=3, n_independent=2,
    )  # fmt: skip
    told = Evidence(event, "Envoys of Ruritania and Freedonia met in Zenda.", "Strelsau Gazette")
    history = History(1200, 30, date(2023, 1, 1), date(2024, 3, 4))
    return Answer(forecast, (told,), history, "Will Ruritania and Freedonia hold talks?")


def test_the_chance_stands_beside_its_base_rate(page: Page, answer: Answer) -> None:
    """The figure is never shown alone, and the base rate comes with its counts."""
    printed = page(lambda console: show_answer(console, answer))

    assert "29 %   beside a base rate of 20 %" in printed
    assert "3 of 12 past windows of 90 days" in printed
    assert "300 of 2,000 windows (15 %)" in printed


def test_the_printed_weights_add_up(page: Page, answer: Answer) -> None:
    """Base rate plus reasons, as printed, is the sum as printed, to the rounding."""
    printed = page(lambda console: show_answer(console, answer))

    figures = re.findall(r"^  ([+−]\d+\.\d\d)  ", printed, flags=re.MULTILINE)
    start, *weights, total = (float(figure.replace("−", "-")) for figure in figures)
    assert start + sum(weights) == pytest.approx(total, abs=0.005 * (len(weights) + 2))


def test_reasons_stand_under_for_or_against_with_their_evidence(page: Page, answer: Answer) -> None:
    """Words say which way a reason points; its event is shown with day, words and outlet."""
    printed = page(lambda console: show_answer(console, answer))

    before, after = printed.split("Reasons against")
    assert "They last met 2 days ago" in before
    assert "Fewer meetings than usual" in after
    assert "2024-03-04  RRT – FRD  CONSULT/visit · 3 reports, 2 independent" in before
    assert "Strelsau" in before


def test_an_answer_fits_the_page_and_tells_what_was_known(page: Page, answer: Answer) -> None:
    """No line is wider than 80 columns; the moment and the history stand there."""
    printed = page(lambda console: show_answer(console, answer))

    assert max(map(len, printed.splitlines())) <= 80
    assert "2024-03-05 08:00 UTC; nothing published later was looked at" in printed
    assert "1,200 events" in printed


def test_a_question_among_many_or_about_anyone_reads_well(page: Page, answer: Answer) -> None:
    """No party is an empty word, and three parties are not told twice."""
    asked = answer.forecast.question

    def understood(**changes: tuple[str, ...]) -> str:
        changed = replace(answer.forecast, question=replace(asked, **changes))  # type: ignore[arg-type]
        printed = page(lambda console: show_answer(console, replace(answer, forecast=changed)))
        return next(line for line in printed.splitlines() if line.startswith("Understood"))

    assert understood(actors=()).endswith("between anyone and FRD")
    three = ("RRT", "FRD", "VLD")
    assert understood(actors=three, recipients=three).endswith("any two of RRT, FRD, VLD")


def test_a_missing_track_record_is_said(page: Page, answer: Answer) -> None:
    """Silence about past performance would look like praise."""
    assert "none is stored" in page(lambda console: show_answer(console, answer))
