"""Replay the past as if it were the present.

In: a forecaster, a record, a list of origins. Out: scored forecasts.
At each origin the forecaster sees what was *published* by then, and nothing
else; its answer is scored once the horizon has passed. An event of Monday
first reported on Friday is therefore unknown on Wednesday. Forgetting this
is how backtests flatter. (Rolling origin: Tashman 2000.)

Forecasters that have `chances` answer all questions of an origin at once, without
words; any other is asked through `forecast`. Both see the same view of the record.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol, runtime_checkable

import numpy as np
import polars as pl

from parley.dynamics.base_rates import WEEK
from parley.dynamics.series import DaySeries, day_number, day_of, day_series, opening_day
from parley.dynamics.units import Act, activity_ranks, asked_unit, own_touches, select
from parley.dynamics.windows import Floats
from parley.errors import ForecastError
from parley.forecast.asked import make_question
from parley.forecast.models import BaseRateForecaster, Chances
from parley.forecast.scores import (
    CalibrationBin,
    auc,
    average_precision,
    brier_score,
    calibration_table,
    expected_calibration_error,
    log_loss,
    skill_score,
)
from parley.terms import SYMMETRIC, Dyad, EventType, Forecaster, KnownRecord, Question

__all__ = [
    "Backtest",
    "Record",
    "backtest",
    "busiest_dyads",
    "came_true",
    "chances_of",
    "rolling_origins",
]

WARM_UP_DAYS = 60
"""Without a first origin, a record is first watched for so long."""
_DRAWS = 1000


class Record(Protocol):
    """What a backtest needs of a record: a view as of any moment."""

    def known(self, as_of: datetime) -> KnownRecord:
        """Return the record as it was known at a moment."""


@runtime_checkable
class _Quick(Protocol):
    def chances(self, questions: Sequence[Question], known: KnownRecord) -> Chances: ...


@dataclass(frozen=True, slots=True)
class Backtest:
    """How good the chances of a forecaster were on windows that have closed.

    Brier scores, log losses and `ece` are 0 at best; `skill` is how far the Brier score
    lies on the way from that of `base_rate.v1` to 0, and `skill_interval` the middle
    90 % of it when origins are drawn anew in runs as long as the horizon. `auc` and
    `average_precision` are None where nothing happened, or everything. `forecasts` has
    one row a forecast: origin, actor, recipient, probability, base, outcome.
    """

    forecaster: str
    event_types: tuple[EventType, ...]
    horizon_days: int
    universe: str
    n_dyads: int
    n_origins: int
    first_origin: datetime
    last_origin: datetime
    closes_on: date
    n: int
    n_hits: int
    brier: float
    brier_base: float
    skill: float
    skill_interval: tuple[float, float]
    log_loss: float
    log_loss_base: float
    auc: float | None
    average_precision: float | None
    ece: float
    calibration: tuple[CalibrationBin, ...]
    forecasts: pl.DataFrame = field(compare=False, repr=False)

    def row(self) -> dict[str, Any]:
        """Return the row that the record keeps (`Store.add_backtest`)."""
        return {
            "forecaster": self.forecaster,
            "event_types": list(self.event_types),
            "universe": self.universe,
            "horizon_days": self.horizon_days,
            "first_origin": self.first_origin,
            "last_origin": self.last_origin,
            "closes_on": self.closes_on,
            "n_forecasts": self.n,
            "n_hits": self.n_hits,
            "brier": self.brier,
            "brier_base": self.brier_base,
            "skill": self.skill,
            "log_loss": self.log_loss,
            "auc": self.auc,
            "calibration": json.dumps([asdict(bin_) for bin_ in self.calibration]),
        }


def backtest(
    forecaster: Forecaster,
    record: Record,
    *,
    event_types: Sequence[EventType],
    horizon_days: int,
    as_of: datetime,
    origins: Sequence[datetime] | None = None,
    since: date | None = None,
    until: date | None = None,
    every_days: int = WEEK,
    dyads: Sequence[Dyad] | None = None,
    n_parties: int = 30,
    among: Collection[str] | None = None,
    kind: str = "parties",
    rng: np.random.Generator | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Backtest:
    """Ask the same questions at every origin and score the answers.

    Parameters
    ----------
    forecaster
        Answers anew at each origin, from what was known at it.
    event_types
        The acts asked about, any of them.
    horizon_days
        Days in each window; it opens on the first day at or after its origin.
    as_of
        The moment that tells what happened. Only windows that had closed by then, and by
        the last day the record watched, are scored.
    origins
        Moments to forecast from; by default so many days apart, as the next three say.
    since, until, every_days
        First and last origin and the days between them; by default weekly from 60 days
        into the record to its end.
    dyads
        Pairs to ask about; by default all pairs of the `n_parties` most active parties,
        by what was known at the first origin, once each for acts done together.
    among
        Parties that may be chosen, such as the states; None for any.
    kind
        What these are called.
    rng
        Draws origins for the interval of the skill.
    on_progress
        Called with the number of origins done and of all.

    Raises
    ------
    ForecastError
        If no window has closed, or there are no dyads to ask about.
    """
    truth = day_series(record.known(as_of).events())
    if origins is None:
        origins = _rolled(truth, since, until, every_days)
    chosen = _closed(truth, origins, horizon_days, as_of)
    directed = not all(event_type in SYMMETRIC for event_type in event_types)
    universe = "the dyads given"
    if dyads is None:
        first = day_series(record.known(chosen[0]).events())
        day = day_number(opening_day(chosen[0]))
        dyads = busiest_dyads(first, day, n_parties, both_ways=not directed, among=among)
        universe = f"all {'ordered ' if directed else ''}pairs of the {n_parties} busiest {kind}"
    if not dyads:
        raise ForecastError("There are no dyads to ask about: fewer than two parties are known.")
    parts = []
    for i, origin in enumerate(chosen):
        questions = [
            make_question(
                actors=[actor], recipients=[recipient], event_types=event_types, as_of=origin,
                within_days=horizon_days, directed=directed,
            )
            for actor, recipient in dyads
        ]  # fmt: skip
        known = record.known(origin)
        chances = chances_of(forecaster, questions, known)
        parts.append(
            pl.DataFrame(
                {
                    "origin": [origin] * len(questions),
                    "actor": [actor for actor, _ in dyads],
                    "recipient": [recipient for _, recipient in dyads],
                    "probability": chances.probability,
                    "base": BaseRateForecaster().chances(questions, known).base,
                    "outcome": came_true(truth, questions),
                }
            )
        )
        if on_progress is not None:
            on_progress(i + 1, len(chosen))
    every = (chosen[1] - chosen[0]).days if len(chosen) > 1 else horizon_days
    return _scored(
        pl.concat(parts),
        forecaster=forecaster.name,
        event_types=tuple(event_types),
        horizon_days=horizon_days,
        universe=universe,
        origins=chosen,
        n_dyads=len(dyads),
        block=-(-horizon_days // max(every, 1)),
        rng=np.random.default_rng(0) if rng is None else rng,
    )


def rolling_origins(first: date, last: date, *, every_days: int = WEEK) -> list[datetime]:
    """Return the midnights (UTC) from one day to another, so many days apart.

    Examples
    --------
    >>> [origin.isoformat() for origin in rolling_origins(date(2024, 3, 1), date(2024, 3, 10))]
    ['2024-03-01T00:00:00+00:00', '2024-03-08T00:00:00+00:00']
    """
    if every_days < 1:
        raise ForecastError(f"origins need one day or more between them, not {every_days}")
    n = (last - first).days // every_days + 1
    midnight = datetime.combine(first, time(0), tzinfo=UTC)
    return [midnight + timedelta(days=every_days * i) for i in range(max(n, 0))]


def busiest_dyads(
    series: DaySeries, day: int, n_parties: int, *, both_ways: bool,
    among: Collection[str] | None = None,
) -> list[Dyad]:  # fmt: skip
    """Return all pairs of the most active parties on the morning of a day.

    Pairs are taken once, in the order of the alphabet, when they go both ways.
    """
    ranks, n_active = activity_ranks(series, day)
    ordered = [series.parties[place] for place in np.argsort(ranks, kind="stable")[:n_active]]
    busiest = sorted([party for party in ordered if among is None or party in among][:n_parties])
    return [
        (actor, recipient)
        for i, actor in enumerate(busiest)
        for j, recipient in enumerate(busiest)
        if (i < j if both_ways else i != j)
    ]


def came_true(series: DaySeries, questions: Sequence[Question]) -> np.ndarray:
    """Tell for each question, as 0 or 1, whether the record holds an act that settles it."""
    touches: dict[Act, DaySeries] = {}
    outcomes = np.zeros(len(questions), dtype=np.int64)
    for i, question in enumerate(questions):
        act, unit = asked_unit(series, question)
        if act not in touches:
            touches[act] = own_touches(series, act)
        day = select(touches[act], unit).day
        opens, closes = day_number(question.opens_on), day_number(question.closes_on)
        outcomes[i] = bool(((day >= opens) & (day <= closes)).any())
    return outcomes


def _rolled(
    truth: DaySeries, since: date | None, until: date | None, every_days: int
) -> list[datetime]:
    """Return the origins from one day to another, by default after a warm-up to the end."""
    if not len(truth.watched):
        raise ForecastError("The record knows of no event, so there is nothing to replay.")
    first = since if since is not None else day_of(truth.first_day + WARM_UP_DAYS)
    last = until if until is not None else day_of(int(truth.watched[-1]))
    return rolling_origins(first, max(first, last), every_days=every_days)


def _closed(
    truth: DaySeries, origins: Sequence[datetime], horizon_days: int, as_of: datetime
) -> list[datetime]:
    """Return the origins whose windows had closed by the last day watched."""
    last_day = min(int(truth.watched[-1]), day_number(opening_day(as_of)) - 1)
    closed = [
        origin
        for origin in sorted(origins)
        if day_number(opening_day(origin)) + horizon_days - 1 <= last_day
    ]
    if not closed:
        raise ForecastError(
            f"No window of {horizon_days} days has closed: the record watched until "
            f"{day_of(last_day)}. Choose earlier origins or a shorter horizon."
        )
    return closed


def chances_of(
    forecaster: Forecaster, questions: Sequence[Question], known: KnownRecord
) -> Chances:
    """Ask a forecaster, by `chances` where it has that, by `forecast` otherwise."""
    if isinstance(forecaster, _Quick):
        return forecaster.chances(questions, known)
    answers = forecaster.forecast(questions, known)
    return Chances(
        np.array([answer.probability for answer in answers]),
        np.array([answer.base_rate.probability for answer in answers]),
    )


def _scored(
    forecasts: pl.DataFrame, *, forecaster: str, event_types: tuple[EventType, ...],
    horizon_days: int, universe: str, origins: Sequence[datetime], n_dyads: int, block: int,
    rng: np.random.Generator,
) -> Backtest:  # fmt: skip
    p, base, y = (forecasts[name].to_numpy() for name in ("probability", "base", "outcome"))
    mixed = 0 < y.sum() < len(y)
    brier, brier_base = brier_score(p, y), brier_score(base, y)
    shape = (len(origins), n_dyads)
    return Backtest(
        forecaster=forecaster,
        event_types=event_types,
        horizon_days=horizon_days,
        universe=universe,
        n_dyads=n_dyads,
        n_origins=len(origins),
        first_origin=origins[0],
        last_origin=origins[-1],
        closes_on=opening_day(origins[-1]) + timedelta(days=horizon_days - 1),
        n=len(y),
        n_hits=int(y.sum()),
        brier=brier,
        brier_base=brier_base,
        skill=skill_score(brier, brier_base),
        skill_interval=_skill_interval(
            ((p - y) ** 2).reshape(shape).mean(axis=1),
            ((base - y) ** 2).reshape(shape).mean(axis=1),
            block=block,
            rng=rng,
        ),
        log_loss=log_loss(p, y),
        log_loss_base=log_loss(base, y),
        auc=auc(p, y) if mixed else None,
        average_precision=average_precision(p, y) if mixed else None,
        ece=expected_calibration_error(p, y),
        calibration=calibration_table(p, y),
        forecasts=forecasts,
    )


def _skill_interval(
    losses: Floats, base_losses: Floats, *, block: int, rng: np.random.Generator
) -> tuple[float, float]:
    """Draw origins anew, in runs since their windows overlap (Künsch 1989)."""
    n = len(losses)
    block = min(max(block, 1), n)
    starts = rng.integers(0, n - block + 1, size=(_DRAWS, -(-n // block)))
    taken = (starts[:, :, None] + np.arange(block)).reshape(_DRAWS, -1)[:, :n]
    skills = 1.0 - losses[taken].mean(axis=1) / base_losses[taken].mean(axis=1)
    low, high = np.quantile(skills, [0.05, 0.95])
    return float(low), float(high)
