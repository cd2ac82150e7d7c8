"""Laws of taking reports in: nothing raises, and text is exactly what was handed in."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from parley.reports.duplicates import fold_copies
from parley.reports.files import read_reports
from parley.reports.intake import Intake, Rejected
from parley.reports.lines import read_json, read_json_lines, split_lines
from parley.reports.pages import read_page
from parley.terms import Report

NOW = datetime(2024, 3, 5, 12, tzinfo=UTC)
_WORD = st.sampled_from("the envoy left Zenda on Monday and two boats came home again".split())


@given(st.binary(max_size=300))
def test_any_bytes_become_reports_or_reasons(data: bytes) -> None:
    """Standard input never raises, and every text is the bytes decoded."""
    items = list(read_reports("-", now=NOW, stdin=BytesIO(data)))

    assert items
    for item in items:
        assert isinstance(item, Report | Rejected)
        if isinstance(item, Report) and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (
            b"{",
            b"[",
            b"<",
        ):
            assert item.text == data.decode("utf-8").removeprefix("\ufeff")


@given(st.text(min_size=1).filter(lambda text: text.strip() and "\x00" not in text))
def test_text_survives_json_lines(text: str) -> None:
    """What was put in the field is the report's text, character by character."""
    data = json.dumps({"text": text}).encode()

    [item] = read_json_lines(BytesIO(data), "in", Intake(now=NOW))

    if isinstance(item, Report):
        assert item.text == text
    else:
        assert item.kind == "encoding"


@given(st.binary(max_size=200), st.sampled_from([read_json_lines, read_json]))
def test_any_bytes_as_json_never_raise(data: bytes, reader: Callable[..., object]) -> None:
    """Lines and documents alike answer with reports or reasons."""
    source = BytesIO(data) if reader is read_json_lines else data

    items = list(reader(source, "in", Intake(now=NOW)))  # type: ignore[call-overload]

    assert all(isinstance(item, Report | Rejected) for item in items)


@given(st.binary(max_size=200).map(lambda data: b"<html><body><p>" + data))
def test_any_bytes_as_a_page_never_raise(data: bytes) -> None:
    """A page answers with one report or one reason."""
    assert isinstance(read_page(data, "in", Intake(now=NOW)), Report | Rejected)


@given(st.binary(max_size=400), st.integers(min_value=1, max_value=40))
def test_lines_add_up_to_the_stream(data: bytes, limit: int) -> None:
    """Sizes sum to the whole, and whole lines joined with the cut ones lose no line."""
    lines = list(split_lines(BytesIO(data), limit=limit))

    assert sum(line.n_bytes for line in lines) == len(data)
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert len(lines) == data.count(b"\n") + (data[-1:] not in (b"", b"\n"))


@given(
    st.lists(st.lists(_WORD, min_size=1, max_size=30), max_size=8),
    st.randoms(use_true_random=False),
)
def test_folding_copies_is_free_of_order(texts: list[list[str]], rng: object) -> None:
    """Shuffled reports have the same origins; an origin is its own and no later than its copies."""
    reports = [
        Report(" ".join(words), NOW + timedelta(hours=i % 3), outlet=str(i))
        for i, words in enumerate(texts)
    ]
    shuffled = list(reports)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]

    origins = fold_copies(reports)

    at = {report.report_id: report.published_at for report in reports}
    assert fold_copies(shuffled) == origins
    assert set(origins) == set(at)
    for report_id, origin in origins.items():
        assert origins[origin] == origin
        assert at[origin] <= at[report_id]
