"""A hand-made report with its reading, and a forecast, for the faces to lay out."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from rich.console import Console

from parley.terms import (
    ActorMention,
    BaseRate,
    Claim,
    DateInterval,
    Forecast,
    Mention,
    Problem,
    Question,
    Reading,
    Reason,
    Report,
    Span,
    Statement,
    log_odds,
)

TEXT = (
    "Envoys of Ruritania and Freedonia met in Zenda on Monday.\n"
    "“We made progress,” Rupert Hentzau said, according to the agency ZNA. "
    "Observers say that a treaty is unlikely before 1 June [sic]."
)
PUBLISHED = datetime(2024, 3, 5, 8, tzinfo=UTC)


def _span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def _party(words: str, code: str) -> ActorMention:
    return ActorMention(_span(words), words, code, words, "name")


@pytest.fixture
def report() -> Report:
    """A short report by an outlet that relays an agency."""
    return Report(TEXT, PUBLISHED, outlet="Strelsau Gazette", url="https://example.org/1")


@pytest.fixture
def reading(report: Report) -> Reading:
    """What one should read in it."""
    met = Mention(
        "aaaaaaaaaaaaaaaa", report.report_id,
        _span("Envoys of Ruritania and Freedonia met in Zenda on Monday."), _span("met"),
        "CONSULT", "visit", (), (_party("Ruritania", "RRT"), _party("Freedonia", "FRD")), (),
        "actual", DateInterval(date(2024, 3, 4), date(2024, 3, 4)), (), 0.8,
    )  # fmt: skip
    said = Statement(
        "bbbbbbbbbbbbbbbb", report.report_id, "RRT-GOV", _span("Rupert Hentzau"), "Rupert Hentzau",
        _span("said"), (_span("We made progress"),), "direct", None, ("ZNA",),
    )  # fmt: skip
    claim = Claim(
        "cccccccccccccccc", report.report_id, "Observers", _span("Observers"), "Observers",
        ("RRT", "FRD"), (), "AGREE", "down", _span("unlikely"),
        _span("Observers say that a treaty is unlikely before 1 June"), (0.2, 0.45),
        date(2024, 5, 31), None, (),
    )  # fmt: skip
    return Reading(
        report.report_id, "rules.v1", ("Strelsau Gazette", "ZNA"), met.actors, (met,), (said,),
        (claim,), (Problem("bracket", "words in brackets were left out", _span("[sic]")),),
    )  # fmt: skip


@pytest.fixture
def forecast() -> Forecast:
    """A forecast with a reason for and one against that add up."""
    rate = BaseRate(0.2, 3, 12, 0.15, 300, 2000, "dyads of the same region", 90)
    weights = (0.8, -0.3)
    total = log_odds(rate.probability) + sum(weights)
    question = Question(
        "dddddddddddddddd", "Will RRT and FRD hold talks?", ("RRT",), ("FRD",), ("CONSULT",),
        date(2024, 3, 6), date(2024, 6, 3), False, settles="An actual CONSULT joins RRT and FRD.",
    )  # fmt: skip
    reasons = (
        Reason("eeeeeeeeeeeeeeee", "They last met 2 days ago", 0.8, "recency", ("e" * 16,)),
        Reason("ffffffffffffffff", "Fewer meetings than usual this year", -0.3, "frequency"),
    )
    return Forecast(
        "9999999999999999", question, 1 / (1 + 2.718281828459045**-total), rate, reasons,
        PUBLISHED, PUBLISHED, "recurrence.v1", (0.2, 0.4),
    )  # fmt: skip


@pytest.fixture
def page() -> Callable[[Callable[[Console], None]], str]:
    """Run something that prints on a plain console of 80 columns and return what it printed."""

    def run(show: Callable[[Console], None]) -> str:
        file = io.StringIO()
        show(Console(file=file, width=80, highlight=False, markup=False, emoji=False))
        return file.getvalue()

    return run
