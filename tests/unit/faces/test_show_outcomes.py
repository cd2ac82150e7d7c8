"""Several outcomes on one page: chances beside base rates, and their sum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from rich.console import Console

from parley.asking import AnswerSet
from parley.faces.show_forecast import understood
from parley.faces.show_outcomes import show_set
from parley.forecast.asked import make_question
from parley.forecast.outcomes import make_set
from parley.results import Answer, History
from parley.terms import Band, Forecast

Page = Callable[[Callable[[Console], None]], str]
AT = datetime(2024, 3, 4, tzinfo=UTC)


@pytest.fixture
def asked(forecast: Forecast) -> AnswerSet:
    """Return two outcomes and none of them, with chances of 29, 29 and 42 %."""
    rivals = [
        make_question(actors=["RRT"], recipients=["FRD"], event_types=[kind], as_of=AT,
                      within_days=30, directed=False)
        for kind in ("CONSULT", "THREATEN")
    ]  # fmt: skip
    several = make_set(rivals, exclusive=True, labels=["talks", "threats"])
    history = History(1200, 30, date(2023, 1, 1), date(2024, 3, 4))
    chances = [forecast.probability, forecast.probability, 1.0 - 2 * forecast.probability]
    answers = tuple(
        Answer(replace(forecast, question=question, probability=p), (), history)
        for question, p in zip(several.questions, chances, strict=True)
    )
    return AnswerSet(several, answers, "Talks, threats, or neither?")


def test_exclusive_outcomes_are_seen_to_sum_to_one(page: Page, asked: AnswerSet) -> None:
    """Every chance stands beside its base rate, and the sum below them."""
    printed = page(lambda console: show_set(console, asked))

    rows = [line.split() for line in printed.splitlines() if "%" in line]
    assert ["talks", "29", "%", "20", "%", "██████"] in rows
    assert ["Together", "100", "%"] in rows
    assert "“talks” before “threats”" in " ".join(printed.split())


def test_outcomes_side_by_side_are_not_summed(page: Page, asked: AnswerSet) -> None:
    """They may all come true, or none."""
    beside = replace(asked, asked=replace(asked.asked, exclusive=False))
    printed = page(lambda console: show_set(console, beside))

    assert "Together" not in printed
    assert "several of them may come true" in printed


def test_a_set_fits_the_page(page: Page, asked: AnswerSet) -> None:
    """No line is longer than 80 columns."""
    printed = page(lambda console: show_set(console, asked))

    assert max(len(line) for line in printed.splitlines()) <= 80


@pytest.mark.parametrize(
    ("more", "means"),
    [
        ({}, "CONSULT between RRT and FRD"),
        ({"modes": ["visit", "-"]}, "CONSULT/visit or CONSULT/no mode between RRT and FRD"),
        ({"at_least": 2}, "CONSULT on at least 2 days between RRT and FRD"),
        ({"at_least": 0, "at_most": 0}, "CONSULT on no day between RRT and FRD"),
        ({"band": Band("worse", 2.0)}, "worse by 2 in the mean of CONSULT between RRT and FRD"),
        (
            {"event_types": [], "band": Band("steady", measure="sum")},
            "steady in the sum of all acts between RRT and FRD",
        ),
    ],
)
def test_what_was_made_of_a_question_is_told(more: dict[str, object], means: str) -> None:
    """Every field that narrows a question shows."""
    parts: dict[str, object] = {
        "actors": ["RRT"],
        "recipients": ["FRD"],
        "event_types": ["CONSULT"],
    }
    question = make_question(as_of=AT, **{**parts, **more})  # type: ignore[arg-type]

    assert understood(question) == means
