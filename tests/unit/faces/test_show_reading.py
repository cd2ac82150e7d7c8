from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rich.console import Console

from parley.faces.show_reading import markdown_of, show_reading
from parley.terms import Reading, Report, Span

Page = Callable[[Callable[[Console], None]], str]


def flat(printed: str) -> str:
    """Return what was printed as one line."""
    return " ".join(printed.split())


def test_each_event_shows_who_what_when_status_and_according_to_whom(
    page: Page, report: Report, reading: Reading
) -> None:
    """All that is needed to check an event stands in its block, with the sentence."""
    printed = flat(page(lambda console: show_reading(console, report, reading)))

    assert "CONSULT/visit Ruritania (RRT) – Freedonia (FRD)" in printed
    assert "actual · 2024-03-04 · according to the report itself" in printed
    assert "“Envoys of Ruritania and Freedonia met in Zenda on Monday.”" in printed
    assert "[0:57] at “met” · id aaaaaaaa" in printed


def test_statements_and_claims_show_their_words_and_range(
    page: Page, report: Report, reading: Reading
) -> None:
    """Who said it, how, the words; who claims it, how likely, by when."""
    printed = flat(page(lambda console: show_reading(console, report, reading)))

    assert "Rupert Hentzau (RRT-GOV) said direct speech · according to ZNA" in printed
    assert "“We made progress”" in printed
    assert "“unlikely”: less likely · 20 % to 45 % · by 2024-05-31" in printed
    assert "relayed: Strelsau Gazette › ZNA" in printed
    assert "words in brackets were left out [182:187]" in printed


def test_a_reading_fits_the_page(page: Page, report: Report, reading: Reading) -> None:
    """No line is wider than 80 columns, even when the address is endless."""
    long = replace(report, url="https://example.org/" + "x" * 200)

    printed = page(lambda console: show_reading(console, long, reading))

    assert max(len(line) for line in printed.splitlines()) <= 80


def test_an_empty_reading_says_so(page: Page, report: Report) -> None:
    """Nothing found is told, not left blank."""
    printed = page(lambda console: show_reading(console, report, Reading(report.report_id, "x.v1")))

    assert printed.count("none found") == 3


def test_an_endless_sentence_is_cut_around_the_words(
    page: Page, report: Report, reading: Reading
) -> None:
    """A sentence of a million letters does not fill the terminal."""
    text = "a " * 300_000 + "met " + "b " * 300_000
    at = text.index("met")
    mention = replace(reading.mentions[0], span=Span(at, at + 3), trigger=Span(at, at + 3))
    only = replace(reading, mentions=(mention,), statements=(), claims=(), problems=())

    printed = page(lambda console: show_reading(console, Report(text, report.published_at), only))

    assert len(printed) < 5000
    assert "met" in printed


def test_markdown_escapes_what_a_report_puts_in(report: Report, reading: Reading) -> None:
    """Brackets and stars of a report are words in the Markdown page."""
    hostile = replace(report, title="*[x](javascript:1)* `code`")

    page = markdown_of(hostile, reading)

    assert page.startswith("## \\*\\[x\\](javascript:1)\\* \\`code\\`")
    assert "> “Observers say that a treaty is unlikely before 1 June \\[sic\\].”" in page
