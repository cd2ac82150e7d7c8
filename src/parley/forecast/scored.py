"""The track record: forecasts that were kept, beside what came of them.

In: the forecasts and resolutions of a record, as known at a moment. Out: `Kept`, one row
for each forecast whose question is settled, and `ScoreCard`s of them, whole or in groups.
The idea to know: only questions past their end count, each chance is set beside the base
rate that was kept with it, and forecasts made before their window closed are told apart
from those asked of the past.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

import polars as pl

from parley.errors import ForecastError, InputError
from parley.forecast.scores import (
    CalibrationBin,
    Murphy,
    auc,
    brier_score,
    calibration_table,
    expected_calibration_error,
    log_loss,
    skill_score,
)
from parley.terms import Forecast

__all__ = ["By", "Kept", "ScoreCard", "kept_forecasts", "score_kept", "track_words"]

By = Literal["forecaster", "type", "horizon", "month"]
BYS: tuple[By, ...] = ("forecaster", "type", "horizon", "month")

_HORIZONS = ((7, "up to 7 days"), (30, "8 to 30 days"), (90, "31 to 90 days"))
_LONGER = "over 90 days"
_ENOUGH = 5
"""Fewer settled forecasts than this say nothing about a forecaster."""
_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "forecast_id": pl.String, "question_id": pl.String, "text": pl.String,
    "forecaster": pl.String, "types": pl.String, "horizon_days": pl.Int64,
    "probability": pl.Float64, "base": pl.Float64, "outcome": pl.Int64,
    "origin": pl.Datetime("us", "UTC"), "closes_on": pl.Date, "ahead": pl.Boolean,
    "settled": pl.String, "resolution_id": pl.String,
}  # fmt: skip
_SCHEMA = pl.Schema(_COLUMNS)


class _Ledger(Protocol):
    @property
    def as_of(self) -> datetime: ...
    def forecasts(self) -> pl.DataFrame: ...
    def resolutions(self) -> pl.DataFrame: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """Forecasts kept and settled by a moment, one row each, by the day the window closed.

    Columns: `forecast_id`, `question_id`, `text`, `forecaster`, `types` (joined by ` or `),
    `horizon_days` (from the origin to the end of the window), `probability`, `base`,
    `outcome` (0 or 1), `origin`, `closes_on`, `ahead` (kept before its window closed),
    `settled` (in words) and `resolution_id`.
    """

    frame: pl.DataFrame

    def __len__(self) -> int:
        """Return the number of forecasts."""
        return self.frame.height


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """How good some kept forecasts were; Brier scores, log losses and `ece` are 0 at best.

    `parts` split the Brier score over ten bins of chances; `skill` is how far it lies on
    the way from that of the base rates kept with them to 0, None where these were
    perfect; `auc` None where everything came true, or nothing. `n_ahead` were kept before
    their window closed.
    """

    name: str
    n: int
    n_hits: int
    n_ahead: int
    brier: float
    brier_base: float
    skill: float | None
    parts: Murphy
    log_loss: float
    log_loss_base: float
    auc: float | None
    ece: float
    calibration: tuple[CalibrationBin, ...]
    first_closed: date
    last_closed: date


def kept_forecasts(known: _Ledger) -> Kept:
    """Return the forecasts whose questions are past their end and settled, as of a moment.

    Of several resolutions of a question the latest word counts.
    """
    verdicts = known.resolutions()
    if verdicts.is_empty():
        return Kept(pl.DataFrame(schema=_SCHEMA))
    told = verdicts.select(
        "question_id", "outcome", settled=pl.col("text"), resolution_id="resolution_id"
    )
    rows = []
    joined = known.forecasts().join(told, on="question_id", how="inner")
    for row in joined.iter_rows(named=True):
        asked = json.loads(row["question"])
        closes_on = date.fromisoformat(asked["closes_on"])
        if closes_on >= known.as_of.date():
            continue
        origin: datetime = row["origin"]
        rows.append(
            {
                "forecast_id": row["forecast_id"],
                "question_id": row["question_id"],
                "text": asked["text"],
                "forecaster": row["forecaster"],
                "types": _types(asked),
                "horizon_days": (closes_on - origin.date()).days + (origin == _midnight(origin)),
                "probability": row["probability"],
                "base": row["base_probability"],
                "outcome": int(row["outcome"]),
                "origin": origin,
                "closes_on": closes_on,
                "ahead": row["recorded_at"].date() <= closes_on,
                "settled": row["settled"] or "",
                "resolution_id": row["resolution_id"] or "",
            }
        )
    frame = pl.DataFrame(rows, schema=_SCHEMA)
    return Kept(frame.sort("closes_on", "origin", "forecast_id"))


def score_kept(
    kept: Kept,
    *,
    forecaster: str | None = None,
    event_types: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
    by: By | None = None,
) -> tuple[ScoreCard, ...]:
    """Score kept forecasts: all of them first, then group by group.

    Parameters
    ----------
    forecaster
        Only of this one, by its whole name.
    event_types
        Only of questions about one of these types.
    since, until
        Only of windows that closed on these days.
    by
        Groups: `forecaster`, `type`, `horizon` or `month` (in which the window closed).

    Raises
    ------
    ForecastError
        If there are none.
    InputError
        If `by` is none of these.
    """
    if by is not None and by not in BYS:
        raise InputError(f"Scores are told by {', '.join(BYS)}, not by {by!r}.")
    frame = kept.frame
    if forecaster is not None:
        frame = frame.filter(pl.col("forecaster") == forecaster)
    if event_types:
        frame = frame.filter(
            pl.col("types").str.split(" or ").list.set_intersection(list(event_types)).list.len()
            > 0
        )
    if since is not None:
        frame = frame.filter(pl.col("closes_on") >= since)
    if until is not None:
        frame = frame.filter(pl.col("closes_on") <= until)
    if frame.is_empty():
        raise ForecastError(
            "There is nothing to score: no kept forecast like that is past its end and settled. "
            "`parley resolve` settles those that can be; `parley forecasts` lists them."
        )
    cards = [_card("all", frame)]
    if by is not None:
        groups = frame.with_columns(group=_group(by)).partition_by("group", as_dict=True)
        named = sorted((_order(str(key[0])), str(key[0]), part) for key, part in groups.items())
        cards += [_card(name, part.drop("group")) for _, name, part in named]
    return tuple(cards)


def track_words(kept: Kept, forecast: Forecast) -> str | None:
    """Tell how good the kept chances of the same forecaster and act have been, if settled.

    Only those whose windows had closed before the forecast's own origin count.
    """
    types = " or ".join(forecast.question.event_types)
    same = kept.frame.filter(
        pl.col("forecaster") == forecast.forecaster,
        pl.col("types") == types,
        pl.col("closes_on") < forecast.origin.date(),
    )
    if same.height < _ENOUGH:
        return None
    card = _card("same", same)
    skill = "" if card.skill is None else f", skill {card.skill:+.3f}"
    return (
        f"{card.n:,} kept and settled here: {card.n_hits:,} came true, Brier score "
        f"{card.brier:.3f} against {card.brier_base:.3f} for the base rate{skill}"
    )


def _card(name: str, frame: pl.DataFrame) -> ScoreCard:
    p, base, y = (frame[column].to_numpy() for column in ("probability", "base", "outcome"))
    brier, brier_base = brier_score(p, y), brier_score(base, y)
    first, last = frame["closes_on"].min(), frame["closes_on"].max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    calibration = calibration_table(p, y)
    return ScoreCard(
        name=name,
        n=frame.height,
        n_hits=int(y.sum()),
        n_ahead=int(frame["ahead"].sum()),
        brier=brier,
        brier_base=brier_base,
        skill=skill_score(brier, brier_base) if brier_base > 0.0 else None,
        parts=_parts(calibration, int(y.sum())),
        log_loss=log_loss(p, y),
        log_loss_base=log_loss(base, y),
        auc=auc(p, y) if 0 < y.sum() < len(y) else None,
        ece=expected_calibration_error(p, y),
        calibration=calibration,
        first_closed=first,
        last_closed=last,
    )


def _parts(calibration: Sequence[CalibrationBin], n_hits: int) -> Murphy:
    """Split the Brier score over bins of chances: chances given once tell nothing by value."""
    n = sum(bin_.n for bin_ in calibration)
    overall = n_hits / n
    told = [bin_ for bin_ in calibration if bin_.n]
    return Murphy(
        reliability=sum(b.n * (b.mean_probability - b.hit_rate) ** 2 for b in told) / n,
        resolution=sum(b.n * (b.hit_rate - overall) ** 2 for b in told) / n,
        uncertainty=overall * (1.0 - overall),
    )


def _types(asked: dict[str, object]) -> str:
    kinds = asked["event_types"]
    assert isinstance(kinds, list)
    return "relations" if asked.get("band") else " or ".join(str(kind) for kind in kinds)


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _group(by: By) -> pl.Expr:
    if by == "month":
        return pl.col("closes_on").dt.strftime("%Y-%m")
    if by == "horizon":
        days = pl.col("horizon_days")
        (week, first), (month, second), (quarter, third) = _HORIZONS
        near = pl.when(days <= week).then(pl.lit(first)).when(days <= month).then(pl.lit(second))
        return near.when(days <= quarter).then(pl.lit(third)).otherwise(pl.lit(_LONGER))
    return pl.col("types" if by == "type" else by)


def _order(name: str) -> int:
    names = [known for _, known in _HORIZONS]
    return names.index(name) if name in names else len(names)
