from __future__ import annotations

import polars as pl

from parley.record.identity import row_ids

PINNED = ["7b59d113c2802f4c", "bf7d4c1a5929860c"]


def test_ids_are_the_same_in_every_version() -> None:
    """The ids of old records must go on to fit: these are pinned."""
    rows = pl.DataFrame({"a": ["Ruritania", "Zenda"], "b": ["Zenda", None]})

    assert row_ids(rows, seed="tkg:toy").to_list() == PINNED


def test_ids_tell_column_seed_and_order_apart() -> None:
    """Who and whom are not the same, nor are two data sets."""
    forth = pl.DataFrame({"a": ["x"], "b": ["y"]})
    back = pl.DataFrame({"a": ["y"], "b": ["x"]})

    ids = {row_ids(forth, seed="1")[0], row_ids(back, seed="1")[0], row_ids(forth, seed="2")[0]}
    assert len(ids) == 3


def test_many_rows_do_not_collide() -> None:
    """A hundred thousand different rows have as many ids of sixteen characters."""
    rows = pl.DataFrame({"n": range(100_000)})

    ids = row_ids(rows, seed="toy")
    assert ids.n_unique() == 100_000
    assert ids.str.contains(r"^[0-9a-f]{16}$").all()
