"""The verb that ranks by the field's protocol: who acts so upon whom next.

In: a folder with train, valid and test. Out: `RankingBench`. The idea to know: this looks
at a folder and not at the record, so that the figures can be set beside those of others.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from parley.desk.base import BaseDesk

if TYPE_CHECKING:
    from parley.forecast.ranker_bench import RankingBench

__all__ = ["RankingDesk"]


class RankingDesk(BaseDesk):
    """Ranks who acts so upon whom next."""

    def bench_tkg(
        self,
        folder: str | os.PathLike[str],
        *,
        split: Literal["valid", "test"] = "valid",
        multi_step: bool = False,
        ablations: bool = False,
        seed: int = 0,
        n_threads: int = 2,
    ) -> RankingBench:
        """Return how well `ranker.v1` and simpler ways rank the answers of a split.

        Parameters
        ----------
        folder
            Holds train.txt, valid.txt, test.txt, entity2id.txt and relation2id.txt.
        split
            The part to rank; test.txt is read only when asked for.
        multi_step
            Take in nothing of the split, instead of each day once it is over.
        ablations
            Fit and rank again without each family of features.
        n_threads
            Threads to use; the ranks do not depend on it.

        Raises
        ------
        ImportDataError
            If the folder is no benchmark.
        ForecastError
            If it has no such split.
        """
        from parley.forecast.ranker_bench import BenchOptions, bench_ranking
        from parley.forecast.tkg_protocol import read_benchmark

        parts = ("train", "valid") if split == "valid" else ("train", "valid", "test")
        begun = time.perf_counter()
        benchmark = read_benchmark(Path(folder), parts=parts)
        options = BenchOptions(
            multi_step=multi_step, ablations=ablations, seed=seed, n_threads=n_threads
        )
        bench = bench_ranking(benchmark, split, options, clock=time.perf_counter)
        return replace(
            bench,
            total_seconds=time.perf_counter() - begun,
            peak_memory_mb=_peak_memory_mb(),
        )


def _peak_memory_mb() -> float | None:
    """Return the most memory this process has held, in MB; None where it cannot be told."""
    try:
        import resource
    except ImportError:  # Windows has no such count.
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10
