"""Questions about the future, and the answers given with their reasons.

In: nothing but values. Out: `Question`, `Reason`, `Forecast`, `Resolution`. The idea to
know: a forecast's log-odds are its base rate's log-odds plus the weights of its
reasons, exactly, and each reason names the events and claims it rests on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from parley.errors import ForecastError
from parley.terms.plover import EventType, Status
from parley.terms.rule import BaseRate

__all__ = ["Band", "Forecast", "Question", "QuestionSet", "Reason", "Resolution", "log_odds"]


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
class Band:
    """How far relations move: the level of a window against that of the window before.

    The level is the `mean` intensity of the acts in a window, or their `sum`, in points of
    the Goldstein scale (`INTENSITY`, -10 to 10 for one act). The window before has as many
    days and ends the day before the window opens. `worse` means a fall of `by` or more,
    `better` a rise of `by` or more, `steady` neither; with `by` 0 any fall or rise counts.
    A mean needs acts: where a window has none, nothing was measured and relations are
    steady.
    """

    direction: Literal["worse", "better", "steady"]
    by: float = 0.0
    measure: Literal["mean", "sum"] = "mean"

    def holds(self, change: float | None) -> bool:
        """Tell whether a change of level lies in the band; None is a change not measured.

        Examples
        --------
        >>> Band("worse", 2.0).holds(-2.5), Band("steady").holds(None), Band("better").holds(0.0)
        (True, True, False)
        """
        if change is None:
            return self.direction == "steady"
        fell = change <= -self.by if self.by else change < 0.0
        rose = change >= self.by if self.by else change > 0.0
        return {"worse": fell, "better": rose, "steady": not fell and not rose}[self.direction]


@dataclass(frozen=True, slots=True)
class Question:
    """An outcome, how it will be settled, by when.

    It comes true when an event of one of `event_types`, with a status in `statuses`,
    joins one of `actors` to one of `recipients` on a day from `opens_on` to `closes_on`,
    both included. `directed` is false for acts that are looked up both ways round.
    Codes are those of parties; a code with a sector asks about that sector alone.

    The other fields narrow that down. The act has to fall on `at_least` different days,
    and on no more than `at_most` where that is given; it has to have one of `modes` where
    these are given (`-` stands for none). With a `band` the question is about the level of
    relations, not about one act. With `first_of` it is one of several outcomes that
    exclude one another: it comes true when, of those questions, the one at `place` is the
    first to come true, the earlier named on one day; a place past the last is "none".
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
    at_least: int = 1
    at_most: int | None = None
    modes: tuple[str, ...] = ()
    band: Band | None = None
    first_of: tuple[Question, ...] = ()
    place: int = 0

    @property
    def horizon_days(self) -> int:
        """Days in the window, first and last included."""
        return (self.closes_on - self.opens_on).days + 1

    @property
    def plain(self) -> bool:
        """Whether one act of the types asked about, of any mode, settles it."""
        return (
            self.at_least == 1
            and self.at_most is None
            and not self.modes
            and self.band is None
            and not self.first_of
        )


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Several outcomes asked together, over one window.

    `exclusive` ones exclude one another and leave nothing out, so that their chances sum
    to one; others are answered side by side. `labels` name them, in order.
    """

    set_id: str
    text: str
    questions: tuple[Question, ...]
    labels: tuple[str, ...]
    exclusive: bool
    settles: str = ""


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
    """How a question was settled: whether it came true, and by which events.

    `text` says so in words, `value` is the figure it hung on where there is one: days with
    the act, or the change of a level. A correction is another resolution, which names in
    `replaces` the one that it corrects.
    """

    question_id: str
    outcome: bool
    resolved_at: datetime
    event_ids: tuple[str, ...] = ()
    resolution_id: str = ""
    replaces: str | None = None
    text: str = ""
    value: float | None = None
