"""Reports, spans and ids."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from parley.terms import Report, Span, canonical_text, make_id

NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)


def test_report_id_ignores_case_white_space_and_path() -> None:
    """The same words from the same outlet are the same report, wherever the file lies."""
    one = Report("Talks  failed.\n", NOON, outlet="RPA", path="a.txt")
    two = Report("talks failed.", NOON, outlet="RPA", path="b.txt")

    assert one.report_id == two.report_id


def test_report_id_tells_outlets_apart() -> None:
    """A copy in another outlet is another report."""
    one = Report("Talks failed.", NOON, outlet="RPA")
    two = Report("Talks failed.", NOON, outlet="FNA")

    assert one.report_id != two.report_id


def test_report_refuses_an_instant_without_zone() -> None:
    """An instant without a zone is a mistake in the making."""
    with pytest.raises(ValueError, match="time zone"):
        Report("Talks failed.", datetime(2024, 3, 5, 12))


def test_make_id_tells_parts_from_their_sum() -> None:
    """("ab", "c") and ("a", "bc") are different rows."""
    assert make_id("ab", "c") != make_id("a", "bc")


def test_make_id_takes_lone_surrogates() -> None:
    """Broken text still gets an id: reading never fails on a report."""
    assert len(make_id("\ud800")) == 16


def test_canonical_text_folds_sharp_s() -> None:
    """Case folding is Unicode's, not ASCII's."""
    assert canonical_text("Straße") == "strasse"


def test_span_means_its_words() -> None:
    """A span gives back the words it stands for."""
    assert Span(6, 12).of("Talks failed.") == "failed"


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_span_refuses_to_run_backward(start: int, end: int) -> None:
    """A span starts at 0 or later and does not end before it starts."""
    with pytest.raises(ValueError, match="runs forward"):
        Span(start, end)


def test_span_counts_shared_characters() -> None:
    """Spans that touch share nothing."""
    assert (Span(0, 5).overlap(Span(3, 9)), Span(0, 5).overlap(Span(5, 9))) == (2, 0)
