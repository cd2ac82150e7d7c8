"""What if: the same question, answered as things are and as they are supposed to be.

In: a question, the record as it was known, acts to suppose or events to leave out, a
forecaster. Out: `WhatIf`: both forecasts under one fit, their difference in log-odds taken
apart by reason, what it rests on, and what it is not. The idea to know: this is a
conditional chance. It says what usually came where such acts had been, not what the act
would do: acts come in company, and what led to them may be what leads to the outcome.

What is supposed lives in a view (`SupposedKnown`); the record never sees it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl

from parley.dynamics.series import DaySeries, day_number, day_of, opening_day
from parley.errors import InputError
from parley.forecast.kinds import forecast_all
from parley.forecast.whatif_acts import SupposedAct, act_event
from parley.forecast.whatif_cases import Precedents, find_precedents
from parley.forecast.whatif_known import SupposedKnown
from parley.forecast.whatif_offices import SupposedOffice, with_offices
from parley.forecast.whatif_paths import Opinion, simulated_opinion
from parley.record.rows import event_from_row
from parley.terms import (
    Event,
    Forecast,
    Forecaster,
    KnownRecord,
    Question,
    Reason,
    log_odds,
    party_of,
)

__all__ = ["Move", "WhatIf", "origin_for", "same_acts", "what_if"]


@dataclass(frozen=True, slots=True)
class Move:
    """One reason in both branches, and how far it moved the log-odds.

    A text is None where a branch has no such reason; its weight there is 0. `event_ids` are
    the events of either branch, those supposed or left out first.
    """

    kind: str
    text_before: str | None
    text_after: str | None
    weight_before: float
    weight_after: float
    event_ids: tuple[str, ...]

    @property
    def by(self) -> float:
        """What it adds to the difference, in log-odds."""
        return self.weight_after - self.weight_before


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A question in two branches.

    `as_of` is the last moment whose reports were looked at, `origin` the moment both
    forecasts are made at. `offices` are the changes of office-holders supposed, `supposed`
    the events added, `dropped` those left out,
    `unknown` ids to leave out that were not known by then. `already` counts for each supposed
    event, and `beside` for each left out, the events of the record that are the same act of
    the same day. `one_fit` tells whether both branches were answered under one fit.
    `base_move` and the moves add up to the difference in log-odds; `evidence` are the
    events they rest on, supposed ones among them.
    """

    question: Question
    as_of: datetime
    origin: datetime
    acts: tuple[SupposedAct, ...]
    offices: tuple[SupposedOffice, ...]
    supposed: tuple[Event, ...]
    dropped: tuple[str, ...]
    unknown: tuple[str, ...]
    already: tuple[tuple[str, ...], ...]
    beside: tuple[tuple[str, ...], ...]
    before: Forecast
    after: Forecast
    one_fit: bool
    moves: tuple[Move, ...]
    precedents: tuple[Precedents, ...]
    opinion: Opinion | None
    evidence: tuple[Event, ...]

    @property
    def difference(self) -> float:
        """The log-odds as supposed less those as it is."""
        return log_odds(self.after.probability) - log_odds(self.before.probability)

    @property
    def base_move(self) -> float:
        """How far the base rate moved, in log-odds."""
        return log_odds(self.after.base_rate.probability) - log_odds(
            self.before.base_rate.probability
        )

    @property
    def silent_days(self) -> int:
        """Days after `as_of` on which nothing but what is supposed is taken to happen."""
        return max(0, (opening_day(self.origin) - opening_day(self.as_of)).days)


def origin_for(
    acts: Sequence[SupposedAct], as_of: datetime, offices: Sequence[SupposedOffice] = ()
) -> datetime:
    """Return the first moment from `as_of` on at which all that is supposed would be known."""
    known_from = [*(act.known_from for act in acts), *(each.known_from for each in offices)]
    return max([as_of, *known_from])


def what_if(
    question: Question, *, known: KnownRecord, forecaster: Forecaster, rng: np.random.Generator,
    acts: Sequence[SupposedAct] = (), without: Sequence[str] = (),
    offices: Sequence[SupposedOffice] = (), paths: bool = True,
) -> WhatIf:  # fmt: skip
    """Answer a question as things are and as they are supposed to be.

    Parameters
    ----------
    question
        Asked as of `origin_for(acts, known.as_of, offices)`.
    known
        What was known when one asks. Up to the origin nothing more is taken to happen.
    forecaster
        With `fit` and `forecast_with` both branches are answered under one fit; without,
        each is forecast by itself.
    acts
        What is supposed to have happened.
    without
        Ids of events that are supposed not to have happened.
    offices
        Changes of office-holders that are supposed.
    paths
        Whether to draw paths for a second opinion.

    Raises
    ------
    InputError
        If nothing is supposed, an act lies before the record began to watch, or a change
        of office is supposed and the forecaster looks at none.
    ForecastError
        If the question's window had closed by the origin.
    """
    if not acts and not without and not offices:
        raise InputError(
            "Nothing is supposed. Name an act, or leave out an event with --without ID."
        )
    origin = origin_for(acts, known.as_of, offices)
    events = known.events()
    there = set(events.filter(pl.col("event_id").is_in(list(without)))["event_id"])
    dropped = tuple(id_ for id_ in dict.fromkeys(without) if id_ in there)
    supposed = tuple(act_event(act, recorded_at=origin) for act in dict.fromkeys(acts))
    fact = SupposedKnown(known, as_of=origin)
    branch = SupposedKnown(known, as_of=origin, added=supposed, dropped=dropped, beside=fact)
    series = fact.day_series(question.statuses)
    day = day_number(opening_day(origin))
    for act in acts:
        if not len(series.watched) or day_number(act.happened_on) < series.first_day:
            raise InputError(
                f"{act.words!r} lies before the record began to watch"
                f"{_since(series.first_day, bool(len(series.watched)))}. Suppose a later act."
            )
    other = with_offices(forecaster, offices)
    before, after, one_fit = _forecasts((forecaster, other), question, (fact, branch), series, day)
    left_out = [_as_act(row) for row in _rows(events, dropped)]
    changed = [*acts, *left_out]
    moves = _moves(before, after, first=[event.event_id for event in supposed] + list(dropped))
    return WhatIf(
        question=question,
        as_of=known.as_of,
        origin=origin,
        acts=tuple(acts),
        offices=tuple(offices),
        supposed=supposed,
        dropped=dropped,
        unknown=tuple(id_ for id_ in dict.fromkeys(without) if id_ not in there),
        already=tuple(same_acts(events, event) for event in supposed),
        beside=tuple(
            tuple(sorted(set(same_acts(events, act_event(act, recorded_at=origin))) - set(dropped)))
            for act in left_out
        ),
        before=before,
        after=after,
        one_fit=one_fit,
        moves=moves,
        precedents=tuple(
            each for act in changed for each in find_precedents(series, act, question, day=day)
        ),
        opinion=simulated_opinion(
            series, branch.day_series(question.statuses), question, changed, day=day, rng=rng,
        ) if paths else None,
        evidence=_evidence(events, supposed, dropped, moves),
    )  # fmt: skip


def same_acts(events: pl.DataFrame, event: Event) -> tuple[str, ...]:
    """Return the events of a frame that are of the same day, type, mode if any, and parties."""
    wanted = {frozenset(each) for each in event.dyads()}
    close = events.filter(
        pl.col("happened_on") == event.happened_on.start,
        pl.col("event_type") == event.event_type,
        pl.col("status").is_in(["actual", "ongoing"]),
    )
    if event.mode is not None and "mode" in close.columns:
        close = close.filter(pl.col("mode") == event.mode)
    found = []
    for row in close.select("event_id", "actors", "recipients").iter_rows():
        id_, actors, recipients = row
        others = recipients or actors
        pairs = {frozenset((party_of(a), party_of(r))) for a in actors or () for r in others or ()}
        if wanted and wanted <= pairs:
            found.append(str(id_))
    return tuple(sorted(found))


def _forecasts(
    forecasters: tuple[Any, Any], question: Question, views: tuple[SupposedKnown, SupposedKnown],
    series: DaySeries, day: int,
) -> tuple[Forecast, Forecast, bool]:  # fmt: skip
    """Return the forecasts of both branches, and whether one fit was behind them."""
    own, other = forecasters
    fact, branch = views
    fitted = all(callable(getattr(own, name, None)) for name in ("fit", "forecast_with"))
    says = getattr(own, "answers", None)
    if fitted and (says(question) if callable(says) else question.plain):
        fit = own.fit(series, day=day)
        before = own.forecast_with(fit, [question], fact)[0]
        return before, other.forecast_with(fit, [question], branch)[0], True
    before = forecast_all(own, [question], fact)[0]
    return before, forecast_all(other, [question], branch)[0], False


def _moves(before: Forecast, after: Forecast, *, first: Sequence[str]) -> tuple[Move, ...]:
    """Pair the reasons of both branches, what moved most first."""
    left = _keyed(before.reasons)
    right = _keyed(after.reasons)
    moves = []
    for key in dict.fromkeys([*left, *right]):
        was, would = left.get(key), right.get(key)
        old, new = (each.event_ids if each else () for each in (was, would))
        changed = [id_ for id_ in first if id_ in new or id_ in old]
        moves.append(
            Move(
                kind=key[0],
                text_before=was.text if was else None,
                text_after=would.text if would else None,
                weight_before=was.weight if was else 0.0,
                weight_after=would.weight if would else 0.0,
                event_ids=tuple(dict.fromkeys([*changed, *new, *old])),
            )
        )
    return tuple(sorted(moves, key=lambda move: -abs(move.by)))


def _keyed(reasons: Sequence[Reason]) -> dict[tuple[str, str, int], Reason]:
    """Name each reason by its kind, and where a kind has several, by its words less figures."""
    by_kind: dict[str, int] = {}
    for reason in reasons:
        by_kind[reason.kind] = by_kind.get(reason.kind, 0) + 1
    found: dict[tuple[str, str, int], Reason] = {}
    for reason in reasons:
        words = re.sub(r"[\d.,:%-]+", "#", reason.text) if by_kind[reason.kind] > 1 else ""
        n = 0
        while (reason.kind, words, n) in found:
            n += 1
        found[reason.kind, words, n] = reason
    return found


def _rows(events: pl.DataFrame, ids: Sequence[str]) -> list[dict[str, Any]]:
    return list(events.filter(pl.col("event_id").is_in(list(ids))).iter_rows(named=True))


def _evidence(
    events: pl.DataFrame, supposed: Sequence[Event], dropped: Sequence[str], moves: Sequence[Move]
) -> tuple[Event, ...]:
    """Return the events that the moves rest on, and those added or left out."""
    wanted = dict.fromkeys([*dropped, *(id_ for move in moves for id_ in move.event_ids)])
    rows = [event_from_row(row) for row in _rows(events, list(wanted))]
    return (*supposed, *rows)


def _as_act(row: dict[str, Any]) -> SupposedAct:
    """Return an event of the record as the act it was."""
    return SupposedAct(
        words=f"event {row['event_id']}",
        actors=tuple(row["actors"] or ()),
        recipients=tuple(row["recipients"] or ()),
        event_type=row["event_type"],
        mode=row.get("mode"),
        happened_on=row["happened_on"],
    )


def _since(first_day: int, watched: bool) -> str:
    if not watched:
        return ", which holds no events"
    return f" on {day_of(first_day)}"
