"""How good such answers have been: the line below a chance.

In: the backtests that a record keeps, and a forecast. Out: a sentence or two, or None.
The idea to know: the nearest thing to this answer that has been scored is told of, and
named as what it is: the same forecaster; the same act, else all acts pooled; the nearest
horizon; and of its chances those like this one, with how often they came true.

Only backtests whose last window had closed before the answer are handed in
(`Known.backtests`), so the line looks ahead no more than the chance does.
"""

from __future__ import annotations

import json
import math
from typing import Any

import polars as pl

from parley.terms import EVENT_TYPES, Forecast

__all__ = ["POOLED", "track_line"]

POOLED = ", the acts pooled"
"""What the words for the universe end in where several acts were scored as one set."""

_FEWEST = 10
"""Chances like this one are told of when there are so many; fewer say nothing."""


def track_line(backtests: pl.DataFrame, forecast: Forecast) -> str | None:
    """Tell how good answers such as this one have been.

    Parameters
    ----------
    backtests
        Rows of the table `backtests`.
    forecast
        The answer.

    Returns
    -------
    str or None
        None when no backtest of its forecaster is kept, or none over its act or over all
        acts pooled.

    Examples
    --------
    >>> import datetime as dt
    >>> from parley.record.schema import TABLES
    >>> empty = pl.DataFrame(schema=TABLES["backtests"])
    >>> from parley.terms import BaseRate, Question
    >>> rate = BaseRate(0.5, 1, 2, 0.5, 1, 2, "all pairs", 7)
    >>> day = dt.date(2024, 3, 1)
    >>> question = Question("q", "?", ("FRA",), ("DEU",), ("CONSULT",), day, day, False)
    >>> moment = dt.datetime(2024, 3, 1, tzinfo=dt.timezone.utc)
    >>> track_line(empty, Forecast("f", question, 0.5, rate, (), moment, moment, "x.v1")) is None
    True
    """
    # Backtests ask whether an act happens at all; of other questions they tell nothing.
    row = _nearest(backtests, forecast) if forecast.question.plain else None
    if row is None:
        return None
    pooled = row["universe"].endswith(POOLED)
    universe = row["universe"].removesuffix(POOLED)
    acts = f"{len(row['event_types'])} acts pooled" if pooled else " or ".join(row["event_types"])
    line = (
        f"{row['n_forecasts']:,} such chances over {row['horizon_days']} days "
        f"({acts}, {row['first_origin']:%Y-%m-%d} to {row['last_origin']:%Y-%m-%d}, {universe}): "
        f"Brier score {row['brier']:.3f} against {row['brier_base']:.3f} for the base rate, "
        f"skill {row['skill']:+.3f}"
    )
    near = _near(row["calibration"], forecast.probability)
    if near is None:
        return line
    return (
        f"{line}. Of the {near['n']:,} between {_percent(near['low'])} and "
        f"{_percent(near['high'])} %, {_percent(near['hit_rate'])} % came true"
    )


def _nearest(backtests: pl.DataFrame, forecast: Forecast) -> dict[str, Any] | None:
    """Return the backtest most like an answer: its act before its horizon, then the latest."""
    asked = forecast.question
    own = " ".join(sorted(asked.event_types))
    pooled = pl.col("universe").str.ends_with(POOLED)
    same_act = (pl.col("event_types").list.sort().list.join(" ") == own) & ~pooled
    # Pooled acts stand in for any act that is among them.
    stands_in = pooled & pl.all_horizontal(
        [pl.col("event_types").list.contains(name) for name in asked.event_types or EVENT_TYPES]
    )
    found = backtests.filter(pl.col("forecaster") == forecast.forecaster, same_act | stands_in)
    if found.is_empty():
        return None
    horizon = math.log(max(asked.horizon_days, 1))
    ranked = found.with_columns(
        pooled=pooled, off=(pl.col("horizon_days").cast(pl.Float64).log() - horizon).abs()
    ).sort(
        "pooled", "off", "closes_on", "n_forecasts", "backtest_id",
        descending=[False, False, True, True, False],
    )  # fmt: skip
    return ranked.row(0, named=True)


def _near(calibration: str | None, probability: float) -> dict[str, Any] | None:
    """Return the bin of chances that holds this one, where it holds enough of them."""
    for bin_ in json.loads(calibration or "[]"):
        last = bin_["high"] >= 1.0
        if bin_["low"] <= probability < bin_["high"] or (last and probability >= bin_["low"]):
            return dict(bin_) if bin_["n"] >= _FEWEST else None
    return None


def _percent(share: float) -> str:
    """Return a share in hundredths, without needless decimals."""
    return f"{100 * share:.2g}" if share < 0.995 else f"{100 * share:.3g}"
