"""Questions about the future, and the answers given with their reasons.

In: nothing but values. Out: `Question`, `Reason`, `Forecast`, `Resolution`. The idea to
know: a forecast's log-odds are its base rate's log-odds plus the weights of its
reasons, exactly, and each reason names the events and claims it rests on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime

from parley.errors import ForecastError
from parley.terms.plover import EventType, Status
from parley.terms.rule import BaseRate

__all__ = ["Forecast", "Question", "Reason", "Resolution", "log_odds"]


def log_odds(probability: float) -> float:
    """Return ln(p / (1 - p)).

    Raises
    ------
    ForecastError
        If `probability` is not strictly between 0 and 1.

    Examples
    --------
    >>> log_odds(0.5)
    0.0
    """
    if not 0.0 < probability < 1.0:
        raise ForecastError(f"log-odds need a probability between 0 and 1, not {probability!r}")
    return math.log(probability / (1.0 - probability))


@dataclass(frozen=True, slots=True)
class Question:
    """An outcome, how it will be settled, by when.

    It comes true when an event of one of `event_types`, with a status in `statuses`,
    joins one of `actors` to one of `recipients` on a day from `opens_on` to `closes_on`,
    both included. `directed` is false for acts that are looked up both ways round.
    Codes are those of parties; a code with a sector asks about that sector alone.
    """

    question_id: str
    text: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    event_types: tuple[EventType, ...]
    opens_on: date
    closes_on: date
    directed: bool
    statuses: tuple[Status, ...] = ("actual", "ongoing")
    settles: str = ""

    @property
    def horizon_days(self) -> int:
        """Days in the window, first and last included."""
        return (self.closes_on - self.opens_on).days + 1


@dataclass(frozen=True, slots=True)
class Reason:
    """One step from base rate to probability.

    `weight` is in log-odds, above zero when it speaks for the outcome. `event_ids` are
    the events it rests on, latest first; `claim_ids` the claims.
    """

    reason_id: str
    text: str
    weight: float
    kind: str
    event_ids: tuple[str, ...] = ()
    claim_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """A probability for a question, made at an origin from what was known as of then.

    `interval` is the range in [0, 1] that the probability would move in if the fit were
    made on other days; `track` says in words how good such answers have been, when a
    backtest has told.
    """

    forecast_id: str
    question: Question
    probability: float
    base_rate: BaseRate
    reasons: tuple[Reason, ...]
    origin: datetime
    as_of: datetime
    forecaster: str
    interval: tuple[float, float] | None = None
    track: str | None = None
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """How a question was settled: whether it came true, and by which events."""

    question_id: str
    outcome: bool
    resolved_at: datetime
    event_ids: tuple[str, ...] = ()
