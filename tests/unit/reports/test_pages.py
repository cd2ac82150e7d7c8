"""HTML pages give their running text and what they say of themselves."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from parley.reports.files import read_reports
from parley.reports.intake import Intake, Rejected
from parley.reports.pages import read_page
from parley.terms import Report

NOW = datetime(2024, 3, 5, 12, tzinfo=UTC)
PARAGRAPHS = """
<p>Freedonia and Sylvania ended their talks on river tolls on Sunday without a result,
officials of both sides said in the spa town of Karlsbrunn.</p>
<p>The transport minister of Freedonia called the three days useful all the same &amp; hoped for
another meeting before the treaty runs out in June.</p>
<p>Observers of the river commission will publish the minutes within the week.</p>
"""
LINKED = """<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle",
"datePublished": "2024-03-03T19:30:00+01:00", "headline": "Toll talks fail"}]}</script>"""


def page(head: str = "", body: str = PARAGRAPHS) -> bytes:
    return (
        f"<!DOCTYPE html><html lang='en-GB'><head><title>Toll talks fail</title>{head}</head>"
        f"<body><nav><a href='/'>Home</a></nav><article><h1>Toll talks fail</h1>{body}"
        "</article><footer>All rights reserved</footer></body></html>"
    ).encode()


def read(data: bytes) -> Report:
    report = read_page(data, "a.html", Intake(now=NOW))
    assert isinstance(report, Report), report
    return report


def test_the_running_text_is_kept_without_the_frame() -> None:
    """Paragraphs stay, menus and footers go."""
    text = read(page()).text

    assert "without a result" in text
    assert "useful all the same & hoped" in text
    assert "Home" not in text
    assert "All rights" not in text


def test_title_outlet_address_and_language_come_from_the_page() -> None:
    """Meta tags and the language of the document are taken over."""
    head = (
        "<meta property='og:site_name' content='The River Post'>"
        "<link rel='canonical' href='https://river.example/tolls'>"
    )

    report = read(page(head))

    assert report.title == "Toll talks fail"
    assert report.outlet == "The River Post"
    assert report.url == "https://river.example/tolls"
    assert report.language == "en"


def test_the_time_of_linked_data_is_kept_to_the_minute() -> None:
    """A time with its zone becomes an instant in UTC."""
    assert read(page(LINKED)).published_at == datetime(2024, 3, 3, 18, 30, tzinfo=UTC)


def test_the_time_of_a_meta_tag_is_read_when_there_is_no_linked_data() -> None:
    """The tag of shared links gives the time as well."""
    head = "<meta property='article:published_time' content='2024-03-03T19:30:00Z'>"

    assert read(page(head)).published_at == datetime(2024, 3, 3, 19, 30, tzinfo=UTC)


def test_broken_linked_data_is_passed_over() -> None:
    """Half a script and an impossible day do not stop the page."""
    head = (
        "<script type='application/ld+json'>{\"datePublished\": </script>"
        '<script type="application/ld+json">{"datePublished": "2024-02-31"}</script>'
    )

    assert read(page(head)).text


def test_a_page_without_text_is_rejected() -> None:
    """An empty frame holds no report."""
    rejected = read_page(b"<html><body></body></html>", "a.html", Intake(now=NOW))

    assert isinstance(rejected, Rejected)
    assert rejected.kind == "page"


def test_a_binary_page_is_rejected() -> None:
    """A picture with the ending of a page is told from one."""
    rejected = read_page(b"<html>\x00\x01\x02", "a.html", Intake(now=NOW))

    assert isinstance(rejected, Rejected)
    assert rejected.kind == "binary"


def test_pages_in_a_folder_are_read(tmp_path: Path) -> None:
    """The ending decides, and a page's path is kept."""
    (tmp_path / "a.html").write_bytes(page(LINKED))

    [report] = read_reports([tmp_path], now=NOW)

    assert isinstance(report, Report)
    assert report.path == str(tmp_path / "a.html")
