"""What a plugin has to look like.

In: nothing. Out: the protocols of feeds, readers, forecasters and of the record as
forecasters may see it. The idea to know: a plugin has a `name` that ends in a version,
and one method.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from parley.terms.forecast import Forecast, Question
from parley.terms.reading import Reading
from parley.terms.report import Report

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Feed", "Forecaster", "KnownRecord", "Reader"]


@runtime_checkable
class Feed(Protocol):
    """Brings reports in."""

    @property
    def name(self) -> str:
        """Name with version, such as `files.v1`."""

    def fetch(self, address: str) -> Iterable[Report]:
        """Return the reports found at an address."""


@runtime_checkable
class Reader(Protocol):
    """Understands one report; never raises on it."""

    @property
    def name(self) -> str:
        """Name with version, such as `rules.v1`."""

    def read_report(self, report: Report) -> Reading:
        """Return what was understood, with `problems` for the rest."""


class KnownRecord(Protocol):
    """The record as it was known at a moment: all that a forecaster may see."""

    @property
    def as_of(self) -> datetime:
        """The moment; nothing published after it is in any answer."""

    def events(self) -> pl.DataFrame:
        """Return events published by `as_of`, one row each (columns as `record.schema`)."""

    def claims(self) -> pl.DataFrame:
        """Return claims published by `as_of`, one row each (columns as `record.schema`)."""


@runtime_checkable
class Forecaster(Protocol):
    """Answers questions from what is known."""

    @property
    def name(self) -> str:
        """Name with version, such as `base_rate.v1`."""

    def forecast(self, questions: Sequence[Question], known: KnownRecord) -> list[Forecast]:
        """Return one forecast for each question, in order."""
