"""Verbs that rank who acts so upon whom next, in the record and by the field's protocol.

In: a party and an act; or a folder with train, valid and test. Out: `WhoNext`;
`RankingBench`. The idea to know: the bench looks at a folder and not at the record, so
that its figures can be set beside those of others.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from parley.desk.base import BaseDesk
from parley.desk.moments import Moment
from parley.dynamics.series import day_number, day_series, opening_day
from parley.errors import InputError, nearest
from parley.terms import EVENT_TYPES, party_of

if TYPE_CHECKING:
    from parley.forecast.ranker_bench import RankingBench
    from parley.forecast.ranker_next import WhoNext

__all__ = ["RankingDesk"]


class RankingDesk(BaseDesk):
    """Ranks who acts so upon whom next."""

    def next(
        self,
        party: str,
        event_type: str,
        *,
        side: Literal["recipient", "actor"] = "recipient",
        limit: int = 10,
        as_of: Moment = None,
        seed: int = 0,
    ) -> WhoNext:
        """Return the parties that a party is likeliest to act upon next, with grounds.

        Parameters
        ----------
        party
            By name or code; with all its sectors.
        event_type
            The PLOVER type of the act.
        side
            Whether recipients are asked for, or actors that do it to the party.
        limit
            The likeliest so many.
        as_of
            Nothing published later is looked at; by default now.

        Raises
        ------
        UnknownActorError
            If the name is in no actor table.
        InputError
            If there is no such type.
        ForecastError
            If nothing of the party was known by then.
        """
        from parley.forecast.ranker_next import who_next

        type_ = next((t for t in EVENT_TYPES if t == event_type.upper()), None)
        if type_ is None:
            near = nearest(event_type, EVENT_TYPES)
            hint = f" Did you mean {near}?" if near else ""
            raise InputError(
                f"{event_type!r} is no PLOVER type.{hint} There are {', '.join(EVENT_TYPES)}."
            )
        moment = self._moment(as_of)
        return who_next(
            day_series(self.store.known(moment).events()),
            party=party_of(self.resolve(party, on=moment.date()).code),
            event_type=type_,
            day=day_number(opening_day(moment)),
            side=side,
            n_best=limit,
            seed=seed,
        )

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
