"""A ranking by the field's protocol, laid out: each way, its measures, and what it cost.

In: a `RankingBench`. Out: lines for the terminal. The idea to know: measures stand times a
hundred, as the field prints them, and the ceiling that candidates set stands beside them.
"""

from __future__ import annotations

from rich.console import Console

from parley.faces.layout import heading, percent, printable, put
from parley.forecast.ranker_bench import RankingBench

__all__ = ["show_ranking_bench"]

_ROW = "  {:<32}{:>9}{:>9}{:>9}{:>9}"


def show_ranking_bench(console: Console, bench: RankingBench) -> None:
    """Print what was ranked, the measures of each way, and time and memory."""
    setting = "multi-step" if bench.multi_step else "single step"
    console.print()
    put(console, heading(f"Who acts so upon whom next: {printable(bench.benchmark)}"))
    put(
        console,
        f"{bench.split}, {bench.n_days} days, {setting}: {bench.n_queries:,} queries in both "
        "directions, time-aware filter, mean rank on ties",
        1,
    )
    console.print()
    console.print(_ROW.format("", "MRR", "Hits@1", "Hits@3", "Hits@10"), style="bold")
    for way in bench.ways:
        s = way.scores
        figures = [f"{100 * x:.1f}" for x in (s.mrr, s.hits_1, s.hits_3, s.hits_10)]
        console.print(_ROW.format(way.name, *figures))
    console.print()
    put(
        console,
        f"{percent(bench.candidate_recall)} of the answers are among the {bench.n_candidates} "
        "candidates; the others count with their mean rank among the rest",
        1,
    )
    put(console, f"{bench.n_lesson_queries:,} queries of the days before taught the trees", 1)
    _show_cost(console, bench)
    console.print()


def _show_cost(console: Console, bench: RankingBench) -> None:
    stages = ", ".join(f"{stage} {seconds:.0f} s" for stage, seconds in bench.seconds.items())
    put(console, f"ranker.v1 took {sum(bench.seconds.values()):.0f} s: {stages}", 1)
    whole = [] if bench.total_seconds is None else [f"the whole run {bench.total_seconds:.0f} s"]
    if bench.peak_memory_mb is not None:
        whole.append(f"at most {bench.peak_memory_mb:,.0f} MB")
    if whole:
        put(console, ", ".join(whole), 1)
