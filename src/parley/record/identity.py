"""Ids for many rows at once, made from what the rows say.

In: columns of names, codes and days. Out: one 16-character id per row. The idea to know:
the id is a function of the content alone, the same on every machine and in every version,
so that a row met again is known again. Each distinct value is hashed once; the hashes of
a row are then mixed by arithmetic on whole columns (splitmix64; Steele, Lea and Flood
2014, OOPSLA).
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = ["row_ids"]

_Words = npt.NDArray[np.uint64]


def row_ids(rows: pl.DataFrame, *, seed: str) -> pl.Series:
    """Return one id per row, the same for rows that say the same.

    Parameters
    ----------
    rows
        The columns that make a row what it is; their order counts.
    seed
        What all rows have in common, such as the name of the data set.

    Examples
    --------
    >>> row_ids(pl.DataFrame({"a": ["x", "y", "x"]}), seed="toy").n_unique()
    2
    """
    mixed = np.full(rows.height, _hash(seed), dtype=np.uint64)
    for column in rows:
        mixed = _mix(mixed ^ _hashes(column))
    return _hex(mixed)


def _hash(value: str) -> int:
    return int.from_bytes(hashlib.blake2b(value.encode(), digest_size=8).digest(), "big")


def _hashes(column: pl.Series) -> _Words:
    codes = column.cast(pl.String).fill_null("\x00").cast(pl.Categorical)
    # Physical codes may be shared with other columns: rank them within this one.
    distinct = codes.unique()
    by_code = pl.DataFrame(
        {
            "code": distinct.to_physical(),
            "hash": pl.Series([_hash(v) for v in distinct.cast(pl.String)], dtype=pl.UInt64),
        }
    )
    rows = pl.DataFrame({"code": codes.to_physical()})
    joined = rows.join(by_code, on="code", how="left", maintain_order="left")
    return joined["hash"].to_numpy()


def _mix(words: _Words) -> _Words:
    with np.errstate(over="ignore"):
        words = words + np.uint64(0x9E3779B97F4A7C15)
        words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return words ^ (words >> np.uint64(31))


def _hex(words: _Words) -> pl.Series:
    digits = pl.Series([f"{number:04x}" for number in range(65_536)])
    quarters = [
        digits.gather(pl.Series((words >> np.uint64(shift)) & np.uint64(0xFFFF)).cast(pl.UInt32))
        for shift in (48, 32, 16, 0)
    ]
    frame = pl.DataFrame({f"q{i}": quarter for i, quarter in enumerate(quarters)})
    return frame.select(event_id=pl.concat_str(pl.all()))["event_id"]
