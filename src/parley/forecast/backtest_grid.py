"""Replay the past over a whole grid: many dyads, acts and horizons, several forecasters.

In: forecasters, a record, `GridOptions`. Out: `GridBacktest`: a score for each forecaster,
horizon and set of windows, side by side. The ideas to know: at each origin a forecaster
is handed the history cut to what was published by then, so that it cannot see more
whatever it does; only windows that had closed are scored; and all forecasters answer
exactly the same cells.

An act that the record holds as done before its own day is a mistake of its date, or a
leak. No forecaster is shown one dated on or after the origin, and the result says how
many were held back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

import numpy as np
from numpy.typing import NDArray

from parley.dynamics.base_rates import WEEK
from parley.dynamics.series import (
    Bools,
    DaySeries,
    Ints,
    day_number,
    day_of,
    day_series,
    opening_day,
)
from parley.dynamics.units import Act
from parley.dynamics.windows import Floats
from parley.errors import ForecastError
from parley.forecast.asked import make_question
from parley.forecast.backtest import WARM_UP_DAYS, Record, chances_of
from parley.forecast.backtest_groups import pattern_breaks, quiet_cells
from parley.forecast.grid import (
    HORIZONS,
    TYPE_ACTS,
    Grid,
    GridForecaster,
    closed_windows,
    grid_of,
    make_grid,
    outcome_table,
)
from parley.terms import Dyad, Forecaster, KnownRecord, Question

__all__ = ["GridOptions", "Replay", "grid_questions", "replay", "seen_by"]

Floats32 = NDArray[np.float32]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class GridOptions:
    """What is asked, of whom, and when.

    `acts` and `horizons` (days) span the grid with all directed dyads of the `n_parties`
    most active parties (of those in `among`, where it is given, called `kind`), by what
    was known at the first origin; `dyads` names pairs in place of these. Origins lie
    `every_days` apart from `since` to `until`; by default from 60 days into the record
    to its end.
    """

    acts: tuple[Act, ...] = TYPE_ACTS
    horizons: tuple[int, ...] = HORIZONS
    n_parties: int = 60
    among: Collection[str] | None = None
    kind: str = "parties"
    dyads: tuple[Dyad, ...] | None = None
    since: date | None = None
    until: date | None = None
    every_days: int = WEEK


@dataclass(frozen=True, slots=True)
class Replay:
    """All chances given, and what came of them.

    `moments` are the first days of the windows, shape (n_moments,); `outcome`, `closed`
    (n_moments, n_horizons) and `breaks` tell what happened, which windows count and which
    broke the pattern of their dyad; `quiet` (n_moments, n_dyads, n_acts) which dyads had
    not been seen to do an act for 90 days. `chances` has for each forecaster an array of
    shape (n_moments, n_dyads, n_acts, n_horizons). `n_hidden` is the number of events
    held back for being dated after they were known.
    """

    grid: Grid
    options: GridOptions
    parties: tuple[str, ...]
    moments: Ints
    outcome: Bools
    closed: Bools
    quiet: Bools
    breaks: Bools
    chances: dict[str, Floats32]
    n_hidden: int


def replay(
    forecasters: Sequence[GridForecaster | Forecaster],
    record: Record,
    *,
    options: GridOptions,
    as_of: datetime,
    on_progress: Progress | None = None,
) -> Replay:
    """Ask every forecaster for the whole grid at every origin.

    Parameters
    ----------
    forecasters
        Those of a grid are handed arrays; any other is asked cell by cell.
    record
        What is known as of any moment.
    as_of
        The moment that tells what happened. Only windows that had closed by then, and by
        the last day the record watched, are kept.
    on_progress
        Called with the number of origins done and of all.

    Raises
    ------
    ForecastError
        If no window has closed, there are no dyads, or a forecaster answers with
        something other than one chance for each cell.
    """
    events = record.known(as_of).events()
    truth = day_series(events)
    moments = _moments(truth, options)
    last_day = day_number(opening_day(as_of)) - 1
    shortest = min(options.horizons)
    end = min(last_day, int(truth.watched[-1])) if len(truth.watched) else last_day
    moments = moments[moments + shortest - 1 <= end]
    if not len(moments):
        raise ForecastError(
            f"No window of {shortest} days has closed: the record watched until {day_of(end)}. "
            "Choose earlier origins or a shorter horizon."
        )
    grid = _grid(truth, options, int(moments[0]))
    merged = bool((events["mention_ids"].list.len() > 0).any())
    chances = {
        each.name: np.empty((len(moments), *grid.shape), dtype=np.float32) for each in forecasters
    }
    hidden: set[int] = set()
    for i, day in enumerate(moments.tolist()):
        known = record.known(_midnight(day))
        whole = _aligned(day_series(known.events()), truth) if merged else truth
        seen, held_back = seen_by(whole, day)
        hidden |= held_back
        for forecaster in forecasters:
            answers = _answers(forecaster, seen, grid, day, known)
            chances[forecaster.name][i] = _checked(forecaster.name, answers, grid)
        if on_progress is not None:
            on_progress(i + 1, len(moments))
    outcome = outcome_table(truth, grid, moments)
    return Replay(
        grid=grid,
        options=options,
        parties=truth.parties,
        moments=moments,
        outcome=outcome,
        closed=closed_windows(truth, grid, moments, last_day=end),
        quiet=quiet_cells(truth, grid, moments),
        breaks=pattern_breaks(truth, grid, moments, outcome),
        chances=chances,
        n_hidden=len(hidden),
    )


def seen_by(series: DaySeries, day: int) -> tuple[DaySeries, set[int]]:
    """Return what a forecaster may see on the morning of a day, and the events held back.

    Held back are acts that the record holds as done by then, though they are dated on
    that day or after it.
    """
    known = series.known_by(day)
    ahead = known.done & (known.day >= day)
    if not ahead.any():
        return known, set()
    return known.take(~ahead), set(known.event[ahead].tolist())


def _moments(truth: DaySeries, options: GridOptions) -> Ints:
    """Return the first days of all windows, closed or not."""
    if not len(truth.watched):
        raise ForecastError("The record knows of no event, so there is nothing to replay.")
    if options.every_days < 1:
        raise ForecastError(f"origins need one day or more between them, not {options.every_days}")
    first = truth.first_day + WARM_UP_DAYS
    if options.since is not None:
        first = day_number(options.since)
    last = int(truth.watched[-1]) + 1 if options.until is None else day_number(options.until)
    return np.arange(first, max(first, last) + 1, options.every_days, dtype=np.int64)


def _grid(truth: DaySeries, options: GridOptions, day: int) -> Grid:
    """Return the grid, its parties chosen by what was known on the first morning."""
    seen, _ = seen_by(truth, day)
    if options.dyads is not None:
        return grid_of(truth, options.dyads, acts=options.acts, horizons=options.horizons)
    return make_grid(
        seen,
        day=day,
        n_parties=options.n_parties,
        among=options.among,
        acts=options.acts,
        horizons=options.horizons,
    )


def _midnight(day: int) -> datetime:
    return datetime.combine(day_of(day), time(0), tzinfo=UTC)


def _aligned(series: DaySeries, truth: DaySeries) -> DaySeries:
    """Return a series whose parties have the places that they have in another."""
    parties = (*truth.parties, *sorted(set(series.parties) - set(truth.parties)))
    place = {party: i for i, party in enumerate(parties)}
    turned = np.array([place[party] for party in series.parties] or [0], dtype=np.int64)
    return replace(
        series, parties=parties, actor=turned[series.actor], recipient=turned[series.recipient]
    )


def _answers(
    forecaster: GridForecaster | Forecaster, seen: DaySeries, grid: Grid, day: int,
    known: KnownRecord,
) -> Floats:  # fmt: skip
    if isinstance(forecaster, GridForecaster):
        return forecaster.grid(seen, grid, day=day)
    cells = list(grid_questions(seen, grid, known.as_of))
    return chances_of(forecaster, cells, known).probability.reshape(grid.shape)


def grid_questions(seen: DaySeries, grid: Grid, as_of: datetime) -> Iterator[Question]:
    """Yield the question of each cell, in the order of the grid."""
    for actor, recipient in zip(grid.actor.tolist(), grid.recipient.tolist(), strict=True):
        for act in grid.acts:
            for days in grid.horizons:
                yield make_question(
                    actors=[seen.parties[actor]], recipients=[seen.parties[recipient]],
                    event_types=act.event_types, as_of=as_of, within_days=days,
                    directed=not act.both_ways,
                )  # fmt: skip


def _checked(name: str, answers: Floats, grid: Grid) -> Floats:
    if answers.shape != grid.shape:
        raise ForecastError(
            f"{name} answered a grid of shape {grid.shape} with chances of shape {answers.shape}; "
            "it needs one for each dyad, act and horizon."
        )
    if not (answers.min() >= 0.0 and answers.max() <= 1.0):
        raise ForecastError(f"{name} gave a chance that does not lie between 0 and 1.")
    return answers
