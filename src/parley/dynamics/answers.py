"""Who answers whom, with what, after how many days, how much more than by chance.

In: a day series and two parties. Out: `Answers`: a line for each act of the one side and
each act with which the other may have answered, with counts, lags, an interval, a test
against shuffled history, and the events behind every case. The idea to know: an answer
here is an act that follows within some days more often than chance would have it; that
it follows is counted, that it follows *because* is not (Goldstein and Freeman 1990,
Three-Way Street, on reciprocity between states; Ward 1982).

Joint acts (talks, agreements, cooperation) are nobody's answer to the other. They have
lines of their own: what follows on them, and what they follow on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from parley.dynamics.answers_chance import FEWEST_DAYS, Follows, follow_counts, q_values
from parley.dynamics.answers_kind import Reciprocity, find_reciprocity
from parley.dynamics.intensity import IntensityFit, fit_intensities, weekday_factors
from parley.dynamics.intensity_streams import By, DayTable, StreamName, day_table
from parley.dynamics.series import DaySeries, Ints, day_of
from parley.dynamics.windows import Floats
from parley.terms import Dyad

__all__ = [
    "FALSE_SHARE",
    "WITHIN_DAYS",
    "Answering",
    "Answers",
    "Case",
    "find_answers",
]

FALSE_SHARE = 0.1
"""Lines whose q-value is at most this stand out: one in ten of them is false, on average."""
_CASES_KEPT = 20
WITHIN_DAYS = 3
"""Days within which an act may be answered, unless the caller says otherwise.

Of 3 and 7, on the 40 busiest pairs of ICEWS up to 2018-08-28: of 1,040 lines by quad with eight
days or more of either act, 75 stood out within 3 days and 17 within 7; with heads taken
from another pair 1 of 1,014 either way.
"""

Line = Literal["answer", "joint"]


@dataclass(frozen=True, slots=True)
class Case:
    """One act and the first that followed it: days, and the events of both."""

    body_on: date
    head_on: date
    body_ids: tuple[str, ...]
    head_ids: tuple[str, ...]

    @property
    def lag_days(self) -> int:
        """Days from the one to the other."""
        return (self.head_on - self.body_on).days


@dataclass(frozen=True, slots=True)
class Answering:
    """How one kind of act follows on another.

    `n_cases` days saw the body and had their window closed; on `n_answered` of them the
    head followed within the window, by chance on `chance_answered`. `times` is how many
    times as much of the head (`DayTable.amounts`) those windows had as by chance,
    `interval` its middle 90 %. `p` is two-sided, `q` the share of false finds.
    `median_days` (with `quartiles`) runs from a case to the first head after it, None
    without one. `by_lag` holds days with the head at each lag from 0, `by_lag_chance` what
    chance would have; days at lag 0 cannot be put in order and count for nothing else.
    `cases` are the latest answered ones.
    """

    body: StreamName
    head: StreamName
    line: Line
    n_cases: int
    n_answered: int
    chance_answered: float
    times: float
    interval: tuple[float, float]
    p: float
    q: float
    median_days: float | None
    quartiles: tuple[float, float] | None
    by_lag: tuple[int, ...]
    by_lag_chance: tuple[float, ...]
    cases: tuple[Case, ...]

    @property
    def stands_out(self) -> bool:
        """Tell whether it is more, or less, than chance would have it."""
        return self.q <= FALSE_SHARE


@dataclass(frozen=True, slots=True)
class Answers:
    """Action and reaction of a pair, as known on the morning of `known_on`.

    `first_on` and `last_on` are the days the record had watched.
    `answerings` are all lines that could be tested, those that stand out first. `fit` holds
    the intensities fitted to the streams `streams` of the pair, told apart by quad, which saw
    an act on `n_days` days each.
    """

    pair: Dyad
    by: By
    within_days: int
    known_on: date
    first_on: date
    last_on: date
    n_shuffles: int
    answerings: tuple[Answering, ...]
    reciprocity: tuple[Reciprocity, ...]
    fit: IntensityFit
    streams: tuple[StreamName, ...]
    n_days: tuple[int, ...]

    def of(self, answerer: str) -> tuple[Answering, ...]:
        """Return the lines in which a party answers the other."""
        return tuple(
            each
            for each in self.answerings
            if each.line == "answer" and each.head.actor == answerer
        )

    @property
    def joint(self) -> tuple[Answering, ...]:
        """The lines of joint acts: what they follow on, and what follows on them."""
        return tuple(each for each in self.answerings if each.line == "joint")


def find_answers(
    series: DaySeries,
    pair: Dyad,
    *,
    day: int,
    by: By = "quad",
    within_days: int = WITHIN_DAYS,
    n_shuffles: int = 1999,
    rng: np.random.Generator,
) -> Answers:
    """Find who answers whom in a pair, as it was known on the morning of a day.

    Parameters
    ----------
    pair
        Two parties, sectors folded.
    by
        Whether acts are told apart by type or by quad.
    within_days
        Days after an act in which another may answer it.
    n_shuffles
        How many shuffled histories the test draws; no p-value is below 2 / (1 + this).

    Returns
    -------
    Answers
        All lines with five days or more of either act.

    Raises
    ------
    ForecastError
        If too little history was known.
    """
    table = day_table(series, [pair], by=by, day=day)
    quads = table if by == "quad" else day_table(series, [pair], by="quad", day=day)
    lines = _lines(table, within_days, n_shuffles, rng)
    weekdays = _weekdays(table.series)
    return Answers(
        pair=pair,
        by=by,
        within_days=within_days,
        known_on=day_of(day),
        first_on=day_of(table.first_day),
        last_on=day_of(table.first_day + table.n_days - 1),
        n_shuffles=n_shuffles,
        answerings=tuple(sorted(lines, key=_standing)),
        reciprocity=tuple(
            find_reciprocity(quads, pair, within_days=within_days, n_shuffles=n_shuffles, rng=rng)
        ),
        fit=fit_intensities(quads.acts, first_day=quads.first_day, weekdays=weekdays),
        streams=quads.names,
        n_days=tuple(int(n) for n in quads.days.sum(axis=1)),
    )


def _weekdays(series: DaySeries) -> Floats:
    """Return how busy each weekday is over all that the record saw."""
    watched = series.day[series.day >= series.first_day] - series.first_day
    return weekday_factors(np.bincount(watched)[None].astype(np.float64), series.first_day)


def _standing(line: Answering) -> tuple[bool, bool, float, str, str]:
    return not line.stands_out, line.times < 1.0, -line.times, str(line.body), str(line.head)


def _lines(
    table: DayTable, within_days: int, n_shuffles: int, rng: np.random.Generator
) -> list[Answering]:
    days = table.days
    often = np.flatnonzero(days.sum(axis=1) >= FEWEST_DAYS)
    if not len(often):
        return []
    names = [table.names[i] for i in often]
    found = follow_counts(
        table.amounts[often], within_days=within_days, n_shuffles=n_shuffles, rng=rng
    )
    cells = [
        (b, h)
        for b, body in enumerate(names)
        for h, head in enumerate(names)
        if _answers(body, head) and found.n_cases[b] >= FEWEST_DAYS
    ]
    if not cells:
        return []
    q = q_values(np.array([found.p[cell] for cell in cells]))
    events = _events_by_day(table)
    return [
        _line(table, days, events, found, cell, (int(often[cell[0]]), int(often[cell[1]])), share)
        for cell, share in zip(cells, q.tolist(), strict=True)
    ]


def _answers(body: StreamName, head: StreamName) -> bool:
    """Tell whether one act could answer the other: by another side, or one of them joint."""
    if body.joint or head.joint:
        return body.joint != head.joint
    return body.actor != head.actor


def _line(
    table: DayTable, days: Floats, events: dict[tuple[int, int], tuple[str, ...]], found: Follows,
    cell: tuple[int, int], streams: tuple[int, int], q: float,
) -> Answering:  # fmt: skip
    body, head = streams
    within_days = found.by_lag.shape[2] - 1
    on, first = _first_answers(days[body], days[head], found, within_days)
    lags = first - on
    answered = lags > 0
    cases = [
        Case(
            day_of(table.first_day + start),
            day_of(table.first_day + end),
            events.get((body, start), ()),
            events.get((head, end), ()),
        )
        for start, end in zip(
            on[answered][::-1][:_CASES_KEPT].tolist(),
            first[answered][::-1][:_CASES_KEPT].tolist(),
            strict=True,
        )
    ]
    spread = np.quantile(lags[answered], [0.25, 0.5, 0.75]) if answered.any() else None
    return Answering(
        body=table.names[body],
        head=table.names[head],
        line="joint" if table.names[body].joint or table.names[head].joint else "answer",
        n_cases=int(found.n_cases[cell[0]]),
        n_answered=int(found.answered[cell]),
        chance_answered=float(found.answered_chance[cell]),
        times=float(found.times[cell]),
        interval=(float(found.low[cell]), float(found.high[cell])),
        p=float(found.p[cell]),
        q=q,
        median_days=None if spread is None else float(spread[1]),
        quartiles=None if spread is None else (float(spread[0]), float(spread[2])),
        by_lag=tuple(int(n) for n in found.by_lag[cell]),
        by_lag_chance=tuple(float(n) for n in found.by_lag_chance[cell]),
        cases=tuple(cases),
    )


def _first_answers(
    body: Floats, head: Floats, found: Follows, within_days: int
) -> tuple[Ints, Ints]:
    """Return the days of all cases, and of the first head after each (its own when none)."""
    on = np.flatnonzero(body)
    on = on[(on >= found.first) & (on < found.first + found.n_days)]
    heads = np.flatnonzero(head)
    place = np.searchsorted(heads, on, side="right")
    first = np.append(heads, -1)[place]
    return on, np.where((first > on) & (first <= on + within_days), first, on)


def _events_by_day(table: DayTable) -> dict[tuple[int, int], tuple[str, ...]]:
    """Return the ids of each stream's events on each day, counted from the first day."""
    order = np.lexsort((table.event, table.day, table.stream))
    ids = table.series.event_ids.gather(table.event[order]).to_list()
    found: dict[tuple[int, int], list[str]] = {}
    for stream, day, id_ in zip(
        table.stream[order].tolist(),
        (table.day[order] - table.first_day).tolist(),
        ids,
        strict=True,
    ):
        found.setdefault((stream, day), []).append(str(id_))
    return {key: tuple(sorted(each)) for key, each in found.items()}
