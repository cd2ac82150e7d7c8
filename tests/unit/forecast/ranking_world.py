"""A small invented world for the tests of the ranker."""

from __future__ import annotations

import numpy as np

from parley.dynamics.rules_ground import Facts
from parley.forecast.tkg_protocol import Benchmark

N_ENTITIES, N_RELATIONS = 40, 3
ENTITIES = (
    *(f"Land {i}" for i in range(10)),
    *(f"Police (Land {i})" for i in range(10)),
    *(f"Citizen (Land {i})" for i in range(10)),
    *(f"Person {i}" for i in range(10)),
)


def make_facts(*, n_days: int = 40, a_day: int = 25, seed: int = 0) -> Facts:
    """Facts in which each subject has favourites, and relation 1 is answered the next day."""
    rng = np.random.default_rng(seed)
    favourites = rng.integers(0, N_ENTITIES, (N_ENTITIES, N_RELATIONS, 2))
    rows: list[tuple[int, int, int, int]] = []
    yesterday: list[tuple[int, int]] = []
    for day in range(n_days):
        today = []
        for subject, object_ in yesterday[:5]:
            rows.append((object_, 2, subject, day))
        for _ in range(a_day):
            s, r = int(rng.integers(N_ENTITIES)), int(rng.integers(N_RELATIONS))
            surprise = rng.random() < 0.2
            o = int(rng.integers(N_ENTITIES) if surprise else rng.choice(favourites[s, r]))
            rows.append((s, r, o, day))
            if r == 1:
                today.append((s, o))
        yesterday = today
    table = np.unique(np.array(rows), axis=0)
    table = table[np.argsort(table[:, 3], kind="stable")]
    s_, r_, o_, day_ = table.T
    return Facts(s_, r_, o_, day_, n_entities=N_ENTITIES, n_relations=N_RELATIONS)


def make_benchmark(*, n_days: int = 28, split_from: int = 25) -> Benchmark:
    """The world as a benchmark whose last days are to be ranked."""
    return Benchmark(
        "invented", ENTITIES, ("meets", "accuses", "answers"), make_facts(n_days=n_days),
        {"train": 0, "valid": split_from}, {"train": split_from, "valid": n_days},
    )  # fmt: skip
