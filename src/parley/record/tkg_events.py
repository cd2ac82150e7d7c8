"""Rows of names and relations as events with codes and types.

In: rows of a quadruple file, what relations mean, and how names become codes. Out: rows
of table `events`. The idea to know: all is done on whole columns, and what is slow, the
look-up of a name, once for each name as long as it means the same on all its days.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from parley.record.cameo import CodeList
from parley.record.identity import row_ids

__all__ = ["Made", "Resolve", "make_events", "with_acts"]

Resolve = Callable[[str, date], str]

_ACTS: dict[str, pl.DataType | type[pl.DataType]] = {
    "relation": pl.String,
    "same_as": pl.String,
    "event_type": pl.String,
    "mode": pl.String,
    "contexts": pl.List(pl.String),
    "promised": pl.String,
    "parties": pl.String,
    "original": pl.String,
    "intensity": pl.Float64,
}


def with_acts(rows: pl.DataFrame, names: CodeList) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join each row with what its relation means; return those rows, and the rest as rejects.

    Parameters
    ----------
    rows
        Columns line, source, relation, target and day, as `read_lines` gives them.
    names
        By which relations mean acts.
    """
    acts = []
    for relation in rows["relation"].unique().sort():
        act = names.act(relation)
        if act is not None:
            acts.append(
                {
                    "relation": relation,
                    "same_as": act.same_as,
                    "event_type": act.event_type,
                    "mode": act.mode,
                    "contexts": list(act.contexts),
                    "promised": act.promised,
                    "parties": act.parties,
                    "original": act.code if act.code == relation else f"{act.code} {relation}",
                    "intensity": names.intensity(act),
                }
            )
    meant = rows.join(
        pl.DataFrame(acts, schema=_ACTS), on="relation", how="left", maintain_order="left"
    )
    known = pl.col("same_as").is_not_null()
    unknown = meant.filter(~known).select(
        "line",
        reason=pl.format("no CAMEO code is called {}", pl.col("relation")),
        excerpt=pl.concat_str("source", "relation", "target", separator="\t"),
    )
    return meant.filter(known), unknown


@dataclass(frozen=True)
class Made:
    """Events in the columns of the table, but for the batch, and what became no event."""

    events: pl.DataFrame
    n_folded: int
    n_known: int
    n_unplaced: int


def make_events(
    rows: pl.DataFrame,
    before: pl.DataFrame,
    *,
    resolve: Resolve,
    origin: str,
    recorded_at: datetime,
) -> Made:
    """Turn rows joined with their acts into events.

    Parameters
    ----------
    rows
        As `with_acts` gives them.
    before
        Column event_id: what the record holds of this data set already.
    resolve
        The code of a name on a day; `-` when it cannot be placed.
    """
    swapped = pl.col("parties") == "swap"
    rows = rows.with_columns(
        who=pl.when(swapped).then("target").otherwise("source"),
        whom=pl.when(swapped).then("source").otherwise("target"),
    )
    both = pl.col("parties") == "both"
    lower, upper = pl.min_horizontal("who", "whom"), pl.max_horizontal("who", "whom")
    content = rows.select(
        a=pl.when(both).then(lower).otherwise("who"),
        b=pl.when(both).then(upper).otherwise("whom"),
        code="same_as",
        day="day",
    )
    rows = rows.with_columns(row_ids(content, seed=origin))
    rows = rows.with_columns(n_reports=pl.len().over("event_id").cast(pl.Int64))
    unique = rows.unique("event_id", keep="first", maintain_order=True)
    events = unique.join(before, on="event_id", how="anti")
    events = _with_codes(events, resolve).select(
        "event_id",
        "event_type",
        "mode",
        "contexts",
        *_roles("who_code", "whom_code", both, ("actors", "recipients")),
        *_roles("who", "whom", both, ("actor_names", "recipient_names")),
        pl.lit("actual").alias("status"),
        pl.col("day").alias("happened_on"),
        pl.col("day").alias("happened_until"),
        pl.lit("day").alias("precision"),
        _end_of(pl.col("day")).alias("published_at"),
        pl.lit(recorded_at).alias("recorded_at"),
        pl.lit(origin).alias("origin"),
        "n_reports",
        "original",
        "intensity",
        "promised",
        "line",
    )
    events = events.sort("happened_on", "event_id")
    unplaced = pl.concat_list("actors", "recipients").list.contains("-")
    return Made(
        events=events,
        n_folded=rows.height - unique.height,
        n_known=unique.height - events.height,
        n_unplaced=events.filter(unplaced).height,
    )


def _roles(who: str, whom: str, both: pl.Expr, columns: tuple[str, str]) -> tuple[pl.Expr, pl.Expr]:
    # Whoever acts towards itself is listed once. Two of one code are two: codes and names
    # stay side by side.
    alone = pl.col("who") == pl.col("whom")
    pair = pl.when(alone).then(pl.concat_list(who)).otherwise(pl.concat_list(who, whom))
    none = pl.lit([], dtype=pl.List(pl.String))
    actors = pl.when(both).then(pair).otherwise(pl.concat_list(who))
    recipients = pl.when(both).then(none).otherwise(pl.concat_list(whom))
    return actors.alias(columns[0]), recipients.alias(columns[1])


def _end_of(day: pl.Expr) -> pl.Expr:
    midnight = day.cast(pl.Datetime("us")).dt.offset_by("1d")
    return midnight.dt.replace_time_zone("UTC")


def _with_codes(rows: pl.DataFrame, resolve: Resolve) -> pl.DataFrame:
    """Add the codes of both parties, each as of the day of its row."""
    named = pl.concat(
        [rows.select(pl.col(column).alias("name"), "day") for column in ("who", "whom")]
    )
    codes = _codes(named, resolve)
    for column in ("who", "whom"):
        mine = codes.rename({"name": column, "code": f"{column}_code"})
        rows = rows.join(mine, on=[column, "day"], how="left", maintain_order="left")
    return rows


def _codes(named: pl.DataFrame, resolve: Resolve) -> pl.DataFrame:
    """Return the code of every name on every day it occurs: columns name, day, code.

    Most names mean the same from their first day to their last, and two look-ups show it.
    The others, office-holders who came or went, are looked up day by day.
    """
    spans = (
        named.group_by("name").agg(first=pl.col("day").min(), last=pl.col("day").max()).sort("name")
    )
    steady: dict[str, list[str]] = {"name": [], "code": []}
    moving: list[str] = []
    for name, first, last in spans.iter_rows():
        code = resolve(name, first)
        if code == resolve(name, last):
            steady["name"].append(name)
            steady["code"].append(code)
        else:
            moving.append(name)
    days = named.unique()
    text = {"name": pl.String, "code": pl.String}
    settled = days.join(pl.DataFrame(steady, schema=text), on="name", how="inner")
    changing = days.filter(pl.col("name").is_in(moving)).sort("name", "day")
    looked_up = [resolve(name, day) for name, day in changing.iter_rows()]
    moved = changing.with_columns(code=pl.Series(looked_up, dtype=pl.String))
    return pl.concat([settled.select("name", "day", "code"), moved])
