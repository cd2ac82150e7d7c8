"""Conditions on rows of the record, as Polars expressions.

In: codes, types, days. Out: expressions for `filter`. The idea to know: a party's code
(`PRK`) also means all its sectors (`PRK-GOV`); a code with a sector means that alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

__all__ = ["EventFilter", "in_days", "names", "one_of", "says"]


def names(column: str, codes: Sequence[str]) -> pl.Expr:
    """Tell whether a column of lists of codes names one of these parties."""
    return pl.col(column).list.eval(_is_one_of(pl.element(), codes)).list.any()


def says(column: str, codes: Sequence[str]) -> pl.Expr:
    """Tell whether a column of codes, joined by `+`, names one of these parties."""
    whole = pl.col(column).is_in(codes)
    return (
        whole | pl.col(column).str.split("+").list.eval(_is_one_of(pl.element(), codes)).list.any()
    )


def _is_one_of(code: pl.Expr, codes: Sequence[str]) -> pl.Expr:
    return code.is_in(codes) | code.str.extract(r"^([^-]+)-").is_in(codes)


def one_of(column: str, values: Sequence[str]) -> pl.Expr:
    """Tell whether a column holds one of these values."""
    return pl.col(column).is_in(list(values))


def in_days(first: pl.Expr, last: pl.Expr, *, since: date | None, until: date | None) -> pl.Expr:
    """Tell whether the days from `first` to `last` touch those from `since` to `until`."""
    inside = pl.lit(True)
    if since is not None:
        inside &= last >= since
    if until is not None:
        inside &= first <= until
    return inside


@dataclass(frozen=True)
class EventFilter:
    """Which events to show; what is None or empty does not filter.

    Acts that list all their parties as actors are looked up both ways round: `actors`
    and `recipients` then both look among the actors.
    """

    actors: Sequence[str] = ()
    recipients: Sequence[str] = ()
    event_types: Sequence[str] = ()
    statuses: Sequence[str] = ()
    origin: str | None = None
    since: date | None = None
    until: date | None = None

    def expression(self) -> pl.Expr:
        """Return the condition as one expression over `EVENT_COLUMNS`."""
        keep = in_days(
            pl.col("happened_on"), pl.col("happened_until"), since=self.since, until=self.until
        )
        if self.event_types:
            keep &= one_of("event_type", self.event_types)
        if self.statuses:
            keep &= one_of("status", self.statuses)
        if self.origin:
            keep &= pl.col("origin") == self.origin
        if self.actors:
            keep &= names("actors", self.actors)
        if self.recipients:
            mutual = (pl.col("recipients").list.len() == 0) & (pl.col("actors").list.len() > 1)
            keep &= names("recipients", self.recipients) | (
                mutual & names("actors", self.recipients)
            )
        return keep
