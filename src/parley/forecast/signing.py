"""A forecast put together from its base rate and its reasons.

In: a question, a base rate, reasons without ids. Out: `Forecast`. The idea to know: the
probability is where base rate and reasons lead, never given beside them, so that they
cannot part.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from parley.forecast.explain import Told
from parley.forecast.fitting import logistic
from parley.terms import BaseRate, Forecast, Question, Reason, log_odds, make_id

__all__ = ["signed_forecast"]


def signed_forecast(
    name: str,
    question: Question,
    rate: BaseRate,
    told: Sequence[Told],
    as_of: datetime,
    interval: tuple[float, float] | None = None,
) -> Forecast:
    """Return a forecast whose log-odds are those of the base rate plus all weights.

    Parameters
    ----------
    name
        The forecaster, with its version.
    told
        Reasons in the order they are shown; their ids come from the forecast's.

    Examples
    --------
    >>> from datetime import timezone
    >>> from parley.forecast.asked import make_question
    >>> moment = datetime(2024, 3, 1, tzinfo=timezone.utc)
    >>> asked = make_question(actors=["FRA"], event_types=["AID"], as_of=moment)
    >>> rate = BaseRate(0.5, 5, 10, 0.5, 50, 100, "all pairs", 30)
    >>> signed_forecast("own.v1", asked, rate, [Told("level", "as ever", 1.0)], moment).probability
    0.7310585786300049
    """
    probability = rate.probability
    if any(each.weight for each in told):
        total = log_odds(rate.probability) + sum(each.weight for each in told)
        probability = float(logistic(np.array([total]))[0])
    forecast_id = make_id(
        "forecast", question.question_id, name, as_of.isoformat(), repr(rate),
        *(f"{each.weight!r} {each.text}" for each in told),
    )  # fmt: skip
    if interval is not None:
        interval = (min(interval[0], probability), max(interval[1], probability))
    return Forecast(
        forecast_id=forecast_id,
        question=question,
        probability=probability,
        base_rate=rate,
        reasons=tuple(
            Reason(
                reason_id=make_id(forecast_id, i, each.kind),
                text=each.text,
                weight=each.weight,
                kind=each.kind,
                event_ids=each.event_ids,
                claim_ids=each.claim_ids,
            )
            for i, each in enumerate(told)
        ),
        origin=as_of,
        as_of=as_of,
        forecaster=name,
        interval=interval,
    )
