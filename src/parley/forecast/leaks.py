"""Does a forecaster of grids look ahead? Change the future and ask again.

In: a forecaster, a history, a grid and a day. Out: nothing, or a `CheckError` that says
which change of the future moved an answer. The idea to know: whatever becomes known
after the morning of a day cannot matter to an answer of that morning, so the answers
have to be the same to the last bit when the future is cut off, filled with acts that
never happened, or made to bring late news of the past.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from parley.dynamics.series import DaySeries, Ints
from parley.errors import CheckError
from parley.forecast.grid import Grid, GridForecaster
from parley.terms import EVENT_TYPES

__all__ = ["changed_futures", "check_no_leak", "with_touches"]


def check_no_leak(forecaster: GridForecaster, series: DaySeries, grid: Grid, day: int) -> None:
    """Check that the answers of a morning do not hang on anything known later.

    Parameters
    ----------
    series
        A history that goes on after the day.
    grid
        The cells to ask for.
    day
        The morning, as a number.

    Raises
    ------
    CheckError
        If a change of what became known after that morning changes an answer.
    """
    answers = np.array(forecaster.grid(series, grid, day=day))
    for words, changed in changed_futures(series, grid, day):
        other = forecaster.grid(changed, grid, day=day)
        if not np.array_equal(answers, other):
            place = np.unravel_index(int(np.argmax(np.abs(answers - other))), answers.shape)
            raise CheckError(
                f"{forecaster.name} looks ahead: {words} after day {day}, and its chance for dyad "
                f"{place[0]}, act {place[1]}, horizon {place[2]} went from {answers[place]:.6f} to "
                f"{other[place]:.6f}. Use only series.known_by(day).",
                plugin=forecaster.name,
            )


def changed_futures(series: DaySeries, grid: Grid, day: int) -> Iterator[tuple[str, DaySeries]]:
    """Yield the history with other futures, each with what was done to it in words."""
    yield "all that was known was cut off", series.known_by(day)
    n = len(grid.actor)
    tomorrow, learnt = np.full(n, day), np.full(n, day + 1)
    for name in ("CONSULT", "ASSAULT"):
        place = EVENT_TYPES.index(name)
        yield (
            f"every dyad was given a {name}",
            with_touches(series, grid.actor, grid.recipient, place, tomorrow, learnt),
        )
    late = with_touches(series, grid.actor, grid.recipient, 0, tomorrow - 5, learnt)
    yield "old acts were made known", late


def with_touches(
    series: DaySeries, actor: Ints, recipient: Ints, event_type: int, day: Ints, known_day: Ints
) -> DaySeries:
    """Return a history with done acts added to it, for trying out what they change.

    The rows added carry the event of the first touch, for they belong to none. A history
    without a touch is returned as it is.

    Parameters
    ----------
    actor, recipient, day, known_day
        Shape (n,): who, towards whom, when, and the first morning on which it is known.
    event_type
        Place in `EVENT_TYPES`.
    """
    if not len(series):
        return series
    n = len(actor)
    added = replace(
        series.take(np.zeros(n, dtype=np.int64)),
        actor=np.asarray(actor, dtype=np.int64),
        recipient=np.asarray(recipient, dtype=np.int64),
        actor_sector=np.zeros(n, dtype=np.int64),
        recipient_sector=np.zeros(n, dtype=np.int64),
        event_type=np.full(n, event_type, dtype=np.int64),
        day=np.asarray(day, dtype=np.int64),
        known_day=np.asarray(known_day, dtype=np.int64),
        done=np.ones(n, dtype=np.bool_),
        planned=np.zeros(n, dtype=np.bool_),
        promised=np.full(n, -1, dtype=np.int64),
        mode=np.zeros(n, dtype=np.int64),
    )
    watched = np.unique(np.concatenate([series.watched, np.asarray(known_day) - 1]))
    return replace(series.joined(added), watched=watched)
