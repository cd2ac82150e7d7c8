from __future__ import annotations

import sys
from datetime import UTC, datetime

import polars as pl
import pytest

from parley.errors import MissingPartError
from parley.results import ReportReading, Rows, rows_of_readings
from parley.terms import Reading, Report

AT = datetime(2024, 3, 5, tzinfo=UTC)


@pytest.fixture
def rows() -> Rows[str]:
    frame = pl.DataFrame({"code": ["PRK", "USA", "<b>"], "n": [1, 2, 3]})
    return Rows(frame, lambda row: str(row["code"]), name="events", as_of=AT)


def test_rows_are_a_sequence_of_values(rows: Rows[str]) -> None:
    """Length, position, slices and iteration work as on a tuple."""
    assert len(rows) == 3
    assert rows[0] == "PRK"
    assert rows[-1] == "<b>"
    assert list(rows[1:]) == ["USA", "<b>"]
    assert "USA" in rows
    with pytest.raises(IndexError, match="3 rows"):
        rows[3]


def test_values_are_built_only_when_looked_at() -> None:
    """A frame of any size costs no values before somebody asks for one."""
    built: list[object] = []
    rows = Rows(pl.DataFrame({"n": range(1000)}), built.append, name="events")

    len(rows)
    rows.to_polars()
    rows[5]

    assert built == [{"n": 5}]


def test_rows_become_frames(rows: Rows[str]) -> None:
    """Polars as it is, pandas with the same columns and rows."""
    pandas = pytest.importorskip("pandas")

    frame = rows.to_pandas()

    assert isinstance(frame, pandas.DataFrame)
    assert frame.to_dict("list") == rows.to_polars().to_dict(as_series=False)


def test_a_missing_pandas_is_told_with_the_extra(
    rows: Rows[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the library and the command that installs it."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(MissingPartError, match=r"parley\[pandas\]") as caught:
        rows.to_pandas()

    assert isinstance(caught.value, ImportError)


def test_rows_show_themselves_in_a_notebook(rows: Rows[str]) -> None:
    """A count, the moment and a table; nothing of a report is taken for HTML."""
    page = rows._repr_html_()

    assert "3 events, known as of 2024-03-05 00:00 UTC" in page
    assert "&lt;b&gt;" in page
    assert "<b>" not in page
    assert repr(rows).startswith("3 events")


def test_readings_become_rows_with_counts() -> None:
    """One row a report, and the reading itself behind it."""
    report = Report("Talks failed.", AT)
    reading = Reading(report.report_id, "x.v1")

    rows = rows_of_readings([ReportReading(report, reading)])

    assert rows[0].reading == reading
    assert rows.to_polars()["n_events"].to_list() == [0]
