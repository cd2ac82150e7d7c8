"""What the desk hands back: rows that are values and frames alike.

In: frames of the record, or values. Out: `Rows`, a read-only sequence of frozen values
that turns into a Polars or pandas frame and shows itself in a notebook. The idea to
know: the values are built from the frame only when somebody looks at them, so a result
of a million rows costs no more than its frame.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from textwrap import fill
from typing import TYPE_CHECKING, Generic, TypeVar, overload

import polars as pl

from parley.errors import MissingPartError
from parley.terms import Event, Forecast, Reading, Report

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Answer", "Evidence", "History", "ReportReading", "Rows", "rows_of_readings"]

Value = TypeVar("Value")
_ROWS_SHOWN = 10
_WIDTH = 80


@dataclass(frozen=True, slots=True)
class ReportReading:
    """A report beside what was read in it."""

    report: Report
    reading: Reading


@dataclass(frozen=True, slots=True)
class Evidence:
    """An event beside words that tell of it.

    `words` are a report's own, or, for an imported event, its row in the data set's
    words; `outlet` and `report_id` are None for the latter.
    """

    event: Event
    words: str
    outlet: str | None = None
    report_id: str | None = None


@dataclass(frozen=True, slots=True)
class History:
    """How much history an answer could look at: counts of events, and their days."""

    n_events: int
    n_dyad_events: int
    first_on: date | None
    last_on: date | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A forecast with what one needs to judge it: the evidence of its reasons, and the
    history it was made from.

    `read_from` holds the words of the question where it was asked in words.
    """

    forecast: Forecast
    evidence: tuple[Evidence, ...]
    history: History
    read_from: str | None = None

    @property
    def probability(self) -> float:
        """The chance, in (0, 1)."""
        return self.forecast.probability

    @property
    def base_rate(self) -> float:
        """How often such a thing happened, in (0, 1)."""
        return self.forecast.base_rate.probability

    def __repr__(self) -> str:
        made = self.forecast
        lines = [
            made.question.text,
            f"  chance {made.probability:.3f}, base rate {self.base_rate:.3f} "
            f"({made.forecaster}, as of {made.as_of:%Y-%m-%d %H:%M} UTC)",
            *(f"  {reason.weight:+.2f}  {reason.text}" for reason in made.reasons),
            f"  id {made.forecast_id}",
        ]
        return "\n".join(fill(line, _WIDTH, subsequent_indent=" " * 9) for line in lines)

    def _repr_html_(self) -> str:
        """Show as a small table in a notebook."""
        made = self.forecast
        rows = "".join(
            f"<tr><td style='text-align:right'>{reason.weight:+.2f}</td>"
            f"<td style='text-align:left'>{escape(reason.text)}</td></tr>"
            for reason in made.reasons
        )
        return (
            f"<p><b>{escape(made.question.text)}</b><br>Chance {made.probability:.3f}, "
            f"base rate {self.base_rate:.3f} ({escape(made.forecaster)}, as of "
            f"{made.as_of:%Y-%m-%d %H:%M} UTC)</p>"
            f"<table><tr><th>log-odds</th><th>reason</th></tr>{rows}</table>"
        )


class Rows(Sequence[Value], Generic[Value]):
    """A read-only sequence of values over a frame.

    Parameters
    ----------
    frame
        One row a value.
    build
        Makes the value of a row.
    name
        What the rows are, in the plural: `events`.
    as_of
        The moment up to which the record was looked at, where there is one.

    Examples
    --------
    >>> rows = Rows(pl.DataFrame({"code": ["PRK", "USA"]}), lambda row: row["code"], name="codes")
    >>> len(rows), rows[0], rows[-1], list(rows)
    (2, 'PRK', 'USA', ['PRK', 'USA'])
    >>> rows.to_polars().columns
    ['code']
    """

    def __init__(
        self,
        frame: pl.DataFrame,
        build: Callable[[dict[str, object]], Value],
        *,
        name: str,
        as_of: datetime | None = None,
    ) -> None:
        self._frame = frame
        self._build = build
        self.name = name
        self.as_of = as_of

    def __len__(self) -> int:
        return self._frame.height

    @overload
    def __getitem__(self, at: int) -> Value: ...
    @overload
    def __getitem__(self, at: slice) -> Rows[Value]: ...
    def __getitem__(self, at: int | slice) -> Value | Rows[Value]:
        if isinstance(at, slice):
            return Rows(self._frame[at], self._build, name=self.name, as_of=self.as_of)
        if not -len(self) <= at < len(self):
            raise IndexError(f"{self.name} has {len(self)} rows; there is none at {at}")
        return self._build(self._frame.row(at, named=True))

    def __iter__(self) -> Iterator[Value]:
        return (self._build(row) for row in self._frame.iter_rows(named=True))

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a Polars frame."""
        return self._frame

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a pandas frame.

        Raises
        ------
        MissingPartError
            If pandas or pyarrow is not installed; the `pandas` extra brings both.
        """
        try:
            return self._frame.to_pandas()
        except ImportError as error:
            missing = "pyarrow" if "pyarrow" in str(error) else "pandas"
            raise MissingPartError(missing, extra="pandas", needed_for="to_pandas()") from error

    @property
    def title(self) -> str:
        """How many rows of what, known as of when."""
        seen = f", known as of {self.as_of:%Y-%m-%d %H:%M} UTC" if self.as_of else ""
        name = self.name.removesuffix("s") if len(self) == 1 else self.name
        return f"{len(self):,} {name}{seen}"

    def __repr__(self) -> str:
        with pl.Config(
            tbl_hide_dataframe_shape=True,
            tbl_hide_column_data_types=True,
            tbl_rows=_ROWS_SHOWN,
            fmt_str_lengths=48,
        ):
            return f"{self.title}\n{self._frame}" if len(self) else self.title

    def _repr_html_(self) -> str:
        """Show as a table in a notebook."""
        with pl.Config(tbl_hide_dataframe_shape=True, tbl_rows=_ROWS_SHOWN, fmt_str_lengths=120):
            table = self._frame._repr_html_() if len(self) else ""
        return f"<p>{escape(self.title)}</p>{table}"


def rows_of_readings(pairs: Sequence[ReportReading]) -> Rows[ReportReading]:
    """Return readings as rows: one a report, with counts of what was found in it."""
    by_id = {pair.report.report_id: pair for pair in pairs}
    frame = pl.DataFrame(
        [
            {
                "report_id": report_id,
                "outlet": pair.report.outlet,
                "title": pair.report.title,
                "published_at": pair.report.published_at,
                "reader": pair.reading.reader,
                "n_events": len(pair.reading.mentions),
                "n_statements": len(pair.reading.statements),
                "n_claims": len(pair.reading.claims),
                "n_problems": len(pair.reading.problems),
            }
            for report_id, pair in by_id.items()
        ],
        schema={
            "report_id": pl.String,
            "outlet": pl.String,
            "title": pl.String,
            "published_at": pl.Datetime("us", "UTC"),
            "reader": pl.String,
            "n_events": pl.Int64,
            "n_statements": pl.Int64,
            "n_claims": pl.Int64,
            "n_problems": pl.Int64,
        },
    )
    return Rows(frame, lambda row: by_id[str(row["report_id"])], name="readings")
