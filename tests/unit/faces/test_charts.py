"""Charts in files, and plots in the terminal."""

from __future__ import annotations

import builtins
import importlib
import json
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from parley.dynamics.changes import Level
from parley.dynamics.timeline import DatedChange, Flag, Timeline, TimelineLine
from parley.errors import InputError, MissingPartError
from parley.faces.charts import check_ending, write_chart
from parley.faces.plots import (
    bar_rows,
    calibration_lines,
    discrimination_lines,
    rate_interval,
    signed_rows,
)
from parley.forecast.scores import CalibrationBin

BINS = (
    CalibrationBin(0.0, 0.1, 1000, 50, 0.06, 0.05),
    CalibrationBin(0.1, 0.2, 0, 0, 0.0, 0.0),
    CalibrationBin(0.5, 0.6, 40, 20, 0.55, 0.5),
    CalibrationBin(0.9, 1.0, 200, 190, 0.96, 0.95),
)
SPECIFICATION = {"mark": "point", "data": {"values": [{"a": 1}]}, "encoding": {"x": {"field": "a"}}}


@pytest.fixture
def found() -> Timeline:
    """Return a timeline with a change, a flag and a peak."""
    start = date(2024, 1, 1)
    starts = tuple(start + timedelta(days=7 * week) for week in range(12))
    before, after = Level(0, 5, 1.0, 0.5, 2.0), Level(6, 11, 9.0, 7.0, 12.0)
    change = DatedChange(starts[6], starts[5], starts[6], before, after, ("e1",))
    flag = Flag("THREATEN", starts[7], starts[7] + timedelta(days=6), 12, 1.0, 7, None, ("e2",))
    line = TimelineLine(
        "THREATEN", ("THREATEN",), (1, 0, 2, 1, 1, 1, 8, 12, 9, 8, 9, 8), (-4.0,) * 12,
        (change,), (before, after),
    )  # fmt: skip
    return Timeline(
        actor="FRD", recipient="RUR", both=False, by="week", first_on=start,
        last_on=starts[-1] + timedelta(days=6), starts=starts, watched=(True,) * 12,
        lines=(line,), flags=(flag,), peaks=(), confidence=0.9,
    )  # fmt: skip


def _marks(specification: dict[str, Any]) -> list[str]:
    """Return the names of all marks in a specification."""
    text = json.dumps(specification)
    return [mark for mark in ("rect", "rule", "text", "point", "line") if f'"{mark}"' in text]


@pytest.mark.parametrize(
    ("ending", "begins"),
    [("svg", b"<svg"), ("png", b"\x89PNG"), ("json", b"{")],
)
def test_a_chart_is_written_as_its_ending_says(tmp_path: Path, ending: str, begins: bytes) -> None:
    """The ending alone tells the kind of file; pages have a test of their own."""
    pytest.importorskip("vl_convert", reason="needs the charts extra")

    written = write_chart(SPECIFICATION, tmp_path / f"chart.{ending}")

    assert written.read_bytes().lstrip().startswith(begins)


def test_a_page_asks_no_other_host_for_anything(tmp_path: Path) -> None:
    """The scripts of an HTML chart are written into it."""
    pytest.importorskip("vl_convert", reason="needs the charts extra")

    page = write_chart(SPECIFICATION, tmp_path / "chart.html").read_text(encoding="utf-8")

    assert page.lstrip().startswith("<!DOCTYPE html>")
    assert "<script src=" not in page
    assert "@import" not in page
    assert '<link rel="stylesheet"' not in page
    assert len(page) > 100_000  # the scripts are inside


def test_another_ending_is_refused() -> None:
    """A chart cannot be a spreadsheet, and the message tells what it can be."""
    with pytest.raises(InputError, match=r"\.html, \.svg, \.png or \.json"):
        check_ending("chart.xlsx")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The message names the file that could not be written."""
    with pytest.raises(InputError, match=r"Cannot write the chart to .*nowhere"):
        write_chart(SPECIFICATION, tmp_path / "nowhere" / "chart.json")


@pytest.mark.parametrize(
    ("missing", "act"),
    [
        ("vl_convert", lambda folder: write_chart(SPECIFICATION, folder / "chart.svg")),
        ("altair", lambda _: importlib.import_module("parley.faces.charts_time")),
    ],
)
def test_a_missing_library_names_the_extra(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    missing: str,
    act: Callable[[Path], object],
) -> None:
    """Without the extra, the message tells how to install it."""
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == missing:
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.delitem(sys.modules, missing, raising=False)
    monkeypatch.delitem(sys.modules, "parley.faces.charts_time", raising=False)

    with pytest.raises(MissingPartError, match=r'pip install "parley\[charts\]"'):
        act(tmp_path)


def test_a_timeline_draws_levels_changes_and_flags(found: Timeline) -> None:
    """Columns and bands, levels and dashed changes, numbers, triangles: all are there."""
    pytest.importorskip("altair", reason="needs the charts extra")
    from parley.faces.charts_time import timeline_chart

    specification = timeline_chart(found).to_dict()

    assert {"rect", "rule", "text", "point"} <= set(_marks(specification))
    assert "FRD → RUR" in json.dumps(specification, ensure_ascii=False)


def test_chances_are_drawn_with_what_came_of_them() -> None:
    """A row for each question, and one that writes out the days that are marked."""
    pytest.importorskip("altair", reason="needs the charts extra")
    from parley.faces.charts_chance import ChanceLine, Marked, chance_chart

    days = (date(2024, 1, 1), date(2024, 1, 8), date(2024, 1, 15))
    line = ChanceLine(
        "talks", days, (0.2, 0.6, 0.7), (0.1, 0.1, 0.2), (False, True, None), span=days[:2]
    )
    marked = [Marked(days[1], "an invitation is accepted")]

    specification = chance_chart([line], marked, title="Talks", subtitle=["by week"]).to_dict()

    assert len(specification["vconcat"]) == 2
    assert "an invitation is accepted" in json.dumps(specification)


def test_scores_are_drawn_from_the_same_bins(tmp_path: Path) -> None:
    """Calibration and discrimination stand on one page, and the page can be written."""
    pytest.importorskip("altair", reason="needs the charts extra")
    from parley.faces.charts_scores import score_page

    specification = score_page(BINS, title="Talks within 30 days").to_dict()

    text = json.dumps(specification)
    assert "What happened (260)" in text
    assert "What did not (980)" in text
    assert write_chart(specification, tmp_path / "scores.json").stat().st_size > 1000


def test_columns_rise_with_their_values() -> None:
    """The highest value fills the plot, nought stays empty, and the unknown is a dot."""
    rows = bar_rows([0.0, 2.0, 4.0, float("nan"), 0.001], height=2)

    assert rows == ["  █  ", " ██·▁"]


@pytest.mark.parametrize("height", [1, 2, 5])
def test_what_is_below_nought_hangs_below_it(height: int) -> None:
    """Columns stand above those that hang, and no row holds both."""
    rows = signed_rows([3.0, 0.0, -1.0], height=height)

    up = [bool(row[0].strip()) for row in rows]
    down = [bool(row[2].strip()) for row in rows]
    assert all(row[1] == " " for row in rows)
    assert not any(one and other for one, other in zip(up, down, strict=True))
    assert down == sorted(down)


def test_a_calibration_plot_fits_the_page_and_tells_the_counts() -> None:
    """Each bin with forecasts has a line with its number; empty bins have none."""
    lines = calibration_lines(BINS, width=80)

    assert max(len(line) for line in lines) <= 80
    assert [line.split()[2] for line in lines[1:-1]] == ["1,000", "40", "200"]
    assert all("●" in line or "◉" in line for line in lines[1:-1])


def test_a_discrimination_plot_fits_the_page_and_adds_up() -> None:
    """Both sides hold all that happened and all that did not."""
    lines = discrimination_lines(BINS, width=80)

    assert max(len(line) for line in lines) <= 80
    assert "did not (980)" in lines[0]
    assert "happened (260)" in lines[0]
    assert "73 % (190)" in lines[-1]


@pytest.mark.parametrize(("n_hits", "n"), [(0, 10), (10, 10), (3, 7), (50, 1000)])
def test_the_range_of_a_rate_holds_it(n_hits: int, n: int) -> None:
    """A rate lies in its own range, which stays between nought and one."""
    low, high = rate_interval(n_hits, n)

    assert 0.0 <= low <= n_hits / n <= high <= 1.0
