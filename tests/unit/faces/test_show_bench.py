"""How a ranking by the field's protocol is laid out."""

from __future__ import annotations

import io

from rich.console import Console

from parley.faces.show_bench import show_ranking_bench
from parley.forecast.ranker_bench import RankingBench, Way
from parley.forecast.tkg_protocol import RankScores

BENCH = RankingBench(
    benchmark="icews14", split="valid", multi_step=False, n_days=30, n_queries=17_028,
    n_candidates=200, candidate_recall=0.897,
    ways=(Way("ranker.v1", RankScores(0.4993, 0.3953, 0.5580, 0.6935, 17_028)),),
    seconds={"features": 55.3, "fit": 89.0}, n_lesson_queries=34_456, seed=0,
    total_seconds=180.0, peak_memory_mb=2390.0,
)  # fmt: skip


def _shown() -> list[str]:
    console = Console(file=io.StringIO(), width=80, highlight=False, markup=False)
    show_ranking_bench(console, BENCH)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


def test_measures_stand_times_a_hundred_as_the_field_prints_them() -> None:
    """An MRR of 0.4993 is shown as 49.9, beside its hits."""
    row = next(line for line in _shown() if "ranker.v1 " in line)

    assert row.split() == ["ranker.v1", "49.9", "39.5", "55.8", "69.3"]


def test_the_page_names_setting_ceiling_and_cost() -> None:
    """Single step, the share of answers among the candidates, seconds and memory are told."""
    page = " ".join(" ".join(_shown()).split())

    assert "valid, 30 days, single step: 17,028 queries" in page
    assert "90 % of the answers are among the 200 candidates" in page
    assert "the whole run 180 s, at most 2,390 MB" in page


def test_the_page_fits_eighty_columns() -> None:
    """No line is longer than the terminal."""
    assert max(map(len, _shown())) <= 80
