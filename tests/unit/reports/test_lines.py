"""Reports from JSON, line by line, with every fault named by its line."""

from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, datetime
from io import BytesIO

import pytest

from parley.reports.intake import MAX_SOURCE_BYTES, Intake, Rejected
from parley.reports.lines import read_json, read_json_lines, split_lines
from parley.terms import Report

NOW = datetime(2024, 3, 5, 12, tzinfo=UTC)


def read(*lines: object) -> list[Report | Rejected]:
    written = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    return list(read_json_lines(BytesIO(b"\n".join(written)), "in.jsonl", Intake(now=NOW)))


def reject_one(line: object) -> Rejected:
    [rejected] = read(line)
    assert isinstance(rejected, Rejected), rejected
    return rejected


def test_the_fields_of_an_object_are_the_fields_of_the_report() -> None:
    """Title, outlet, address, time and language are kept; others are passed over."""
    [report] = read(
        {
            "text": "One.",
            "title": "T",
            "outlet": "Post",
            "url": "https://post.example/1",
            "published_at": "2024-01-02T03:04:05+01:00",
            "language": "de",
            "author": "passed over",
        }
    )

    assert isinstance(report, Report)
    assert (report.title, report.outlet, report.language) == ("T", "Post", "de")
    assert report.url == "https://post.example/1"
    assert report.published_at == datetime(2024, 1, 2, 2, 4, 5, tzinfo=UTC)
    assert report.path == "in.jsonl:1"


def test_a_bare_day_is_its_last_second() -> None:
    """A report of a day must not be seen on the morning of it."""
    [report] = read({"text": "One.", "published_at": "2024-01-02"})

    assert isinstance(report, Report)
    assert report.published_at == datetime(2024, 1, 2, 23, 59, 59, tzinfo=UTC)


def test_a_line_without_text_is_rejected_by_its_number() -> None:
    """Lines are counted from 1, and the fields found are told."""
    report, rejected = read({"text": "One."}, {"body": "Two.", "title": "T"})

    assert isinstance(report, Report)
    assert isinstance(rejected, Rejected)
    assert (rejected.kind, rejected.where) == ("no-text", "in.jsonl:2")
    assert "body, title" in rejected.message


def test_a_title_stands_for_an_empty_text() -> None:
    """A report with only a headline is a report."""
    [report] = read({"text": "", "title": "Envoy recalled"})

    assert isinstance(report, Report)
    assert report.text == "Envoy recalled"


@pytest.mark.parametrize(
    "given", ["2024-02-31", "yesterday", "2024-13-01T00:00Z", "0001-01-01T00:00+09:00"]
)
def test_an_impossible_date_is_rejected(given: str) -> None:
    """The message repeats the date and shows a right one."""
    rejected = reject_one({"text": "One.", "published_at": given})

    assert rejected.kind == "date"
    assert given in rejected.message
    assert "2024-12-30" in rejected.message


def test_a_field_of_the_wrong_kind_is_rejected() -> None:
    """A number is no title and no time."""
    assert reject_one({"text": "One.", "title": 5}).kind == "field"
    assert reject_one({"text": "One.", "published_at": 1704067200}).kind == "field"
    assert reject_one({"text": ["One."]}).kind == "no-text"


@pytest.mark.parametrize(
    "line", [b"{not json", b"[1, 2]", b'"text"', b"null", b"{" * 100_000, b"9" * 6_000]
)
def test_what_is_no_json_object_is_rejected(line: bytes) -> None:
    """Broken JSON, other values, and nesting without end are named."""
    assert reject_one(line).kind == "json"


def test_blank_lines_are_passed_over() -> None:
    """They are counted and nothing else."""
    reports = read({"text": "One."}, b"", b"   ", {"text": "Two."})

    assert [report.path for report in reports if isinstance(report, Report)] == [
        "in.jsonl:1",
        "in.jsonl:4",
    ]


def test_bytes_that_are_no_text_are_rejected_line_by_line() -> None:
    """One bad line does not spoil its neighbours."""
    kinds = [
        item.kind if isinstance(item, Rejected) else "report"
        for item in read(
            {"text": "One."}, b'{"text": "\xe9"}', b'{"text": "\x00"}', {"text": "Two."}
        )
    ]

    assert kinds == ["report", "encoding", "binary", "report"]


def test_half_a_surrogate_pair_is_rejected() -> None:
    """It could not be written to the record."""
    assert reject_one(b'{"text": "One \\ud83d."}').kind == "encoding"


def test_an_escaped_nul_is_rejected() -> None:
    """No text has it, however it is written."""
    assert reject_one(b'{"text": "One \\u0000."}').kind == "binary"


def test_a_line_of_ten_megabytes_is_rejected_and_the_stream_goes_on() -> None:
    """It is never held whole, and the reports around it arrive."""
    long = b'{"text": "' + b"a" * 10_000_000 + b'"}'
    data = b'{"text": "One."}\n' + long + b'\n{"text": "Two."}\n'

    first, rejected, last = read_json_lines(BytesIO(data), "in.jsonl", Intake(now=NOW))

    assert isinstance(first, Report)
    assert isinstance(rejected, Rejected)
    assert (rejected.kind, rejected.where) == ("too-large", "in.jsonl:2")
    assert rejected.n_bytes == len(long) + 1
    assert len(rejected.excerpt) <= 200
    assert isinstance(last, Report)


def test_an_endless_line_takes_no_more_memory_than_the_limit() -> None:
    """Fifty megabytes pass through in less than twice the limit."""

    class Endless:
        left = 50_000_000

        def readline(self, limit: int) -> bytes:
            size = min(limit, self.left)
            self.left -= size
            return b"a" * size

    tracemalloc.start()
    [line] = split_lines(Endless())  # type: ignore[arg-type]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert line.n_bytes == 50_000_000
    assert not line.is_whole
    assert peak < 2 * MAX_SOURCE_BYTES


def test_a_text_of_more_than_two_million_characters_is_rejected() -> None:
    """The line may be whole and the text still too long."""
    rejected = reject_one({"text": "word " * 500_000})

    assert rejected.kind == "too-large"


def test_a_json_document_holds_one_report_or_a_list() -> None:
    """Items of a list are named by their place in it."""
    [one] = read_json(b'{"text": "One."}', "a.json", Intake(now=NOW))
    listed = list(read_json(b'[{"text": "One."}, 7]', "a.json", Intake(now=NOW)))

    assert isinstance(one, Report)
    assert isinstance(listed[0], Report)
    assert listed[0].path == "a.json[0]"
    assert isinstance(listed[1], Rejected)
    assert listed[1].where == "a.json[1]"
