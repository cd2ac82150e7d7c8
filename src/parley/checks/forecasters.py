"""Checks of forecasters: one answer each, reasons that add up, no look ahead.

In: a forecaster. Out: nothing, or a `CheckError`. The idea to know: it is asked as of an
early day, then of a late one, then of the early one again, and must not have learnt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from parley.checks.invented import InventedRecord, invented_history, invented_questions
from parley.checks.named import broken, check_name
from parley.dynamics.series import day_number, day_series
from parley.forecast.grid import GridForecaster, make_grid
from parley.forecast.leaks import check_no_leak
from parley.terms import (
    Forecast,
    Forecaster,
    log_odds,
)

__all__ = ["check_forecaster"]

# How far the sum of base rate and reasons may stray from the probability, in log-odds:
# room for the rounding of a hundred additions of doubles, none for a missing reason.
_ADDITIVE_WITHIN = 1e-6


def check_forecaster(
    forecaster: Forecaster, *, make: Callable[[], Forecaster] | None = None
) -> None:
    """Check that a forecaster keeps the promises of its kind.

    Its name ends in a version; each question gets one forecast, in order, made at the
    moment the record was known; probabilities lie strictly between 0 and 1; base rate
    and reasons add up to the probability in log-odds; reasons rest on events that were
    known; the same question gets the same answer, and having seen a later record
    changes nothing about an earlier one. One that answers whole grids (`forecast.grid`)
    must not look ahead there either.

    Parameters
    ----------
    forecaster
        The forecaster to check.
    make
        Makes a fresh one of the same kind, to compare with one that has seen the
        future; by default the type is called without arguments.

    Raises
    ------
    CheckError
        On the first broken promise.
    """
    check_name(forecaster, "forecaster")
    earlier = InventedRecord(datetime(2023, 7, 1, tzinfo=UTC), invented_history())
    later = replace(earlier, as_of=datetime(2024, 7, 1, tzinfo=UTC))
    empty = replace(earlier, as_of=datetime(2020, 1, 1, tzinfo=UTC))
    fresh = _answers(make() if make is not None else type(forecaster)(), earlier)
    for known in (later, empty):
        _check_forecasts(forecaster, _answers(forecaster, known), known)
    after = _answers(forecaster, earlier)
    _check_forecasts(forecaster, after, earlier)
    if _gist(after) != _gist(_answers(forecaster, earlier)):
        raise broken(forecaster, "gave two different answers to the same questions")
    if _gist(after) != _gist(fresh):
        raise broken(
            forecaster,
            f"answered otherwise as of {earlier.as_of:%Y-%m-%d} once it had seen the record of "
            f"{later.as_of:%Y-%m-%d}; nothing learnt from a later record may reach an earlier one",
        )
    if isinstance(forecaster, GridForecaster):
        series = day_series(later.events())
        day = day_number(earlier.as_of.date())
        check_no_leak(forecaster, series, make_grid(series, day=day, horizons=(30,)), day)


def _answers(forecaster: Forecaster, known: InventedRecord) -> list[Forecast]:
    questions = invented_questions(known.as_of.date())
    try:
        forecasts = forecaster.forecast(questions, known)
    except Exception as error:
        raise broken(
            forecaster,
            f"raised {type(error).__name__}: {error} on {known.events().height} events known as of "
            f"{known.as_of:%Y-%m-%d}",
        ) from error
    if [forecast.question for forecast in forecasts] != questions:
        raise broken(forecaster, "did not give one forecast for each question, in order")
    return forecasts


def _check_forecasts(
    forecaster: Forecaster, forecasts: Sequence[Forecast], known: InventedRecord
) -> None:
    seen = set(known.events().get_column("event_id"))
    for forecast in forecasts:
        about = f"for {forecast.question.text!r} as of {known.as_of:%Y-%m-%d}"
        for what, value in (
            ("probability", forecast.probability),
            ("base rate", forecast.base_rate.probability),
        ):
            if not 0.0 < value < 1.0:
                raise broken(
                    forecaster, f"gave the {what} {value!r} {about}; it must lie inside 0-1"
                )
        total = log_odds(forecast.base_rate.probability) + sum(r.weight for r in forecast.reasons)
        if abs(total - log_odds(forecast.probability)) > _ADDITIVE_WITHIN:
            raise broken(
                forecaster,
                f"gave base rate and reasons that add up to {total:.6f} in log-odds, not to the "
                f"{log_odds(forecast.probability):.6f} of its probability, {about}",
            )
        unknown = {id_ for reason in forecast.reasons for id_ in reason.event_ids} - seen
        if unknown:
            raise broken(
                forecaster, f"named events that were not known, such as {min(unknown)!r}, {about}"
            )
        if forecast.forecaster != forecaster.name or forecast.as_of != known.as_of:
            raise broken(
                forecaster,
                f"signed its forecast ({forecast.forecaster!r}, {forecast.as_of}) {about}",
            )


def _gist(forecasts: Sequence[Forecast]) -> list[Forecast]:
    return [replace(forecast, recorded_at=None) for forecast in forecasts]
