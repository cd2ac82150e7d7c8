"""Rows on their way from one engine to another.

In: anything that offers an Arrow C stream. Out: the same stream under a class of ours.
The idea to know: Polars remembers the classes it reads from, and DuckDB complains at exit
when one of its own is still held. So neither sees more of the other than `Stream`, and
this module imports neither of them. No pyarrow is needed either.
"""

from __future__ import annotations

from typing import Protocol

__all__ = ["Stream"]


class _Source(Protocol):
    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...


class Stream:
    """The rows of a source, to be read once."""

    def __init__(self, source: _Source) -> None:
        self._capsule = source.__arrow_c_stream__()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._capsule
