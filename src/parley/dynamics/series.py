"""Day series: on which days did whom do what to whom.

In: a frame of events, as the record gives it. Out: `DaySeries`, flat arrays of touches,
one row for each event and ordered pair of parties that it joins. The ideas to know:
parties are folded (`PRK-GOV` counts for PRK) with the sector kept beside them; days
without a touch are implied, not stored; and each touch carries two days, the one it
happened on and the first one on whose morning it was known, so that a series can be cut
back to what was known at any earlier moment.

An interval of several days, or one known only to the week or month, counts on its first
day: an act is a beginning, and counting it every day would make one war look like a
hundred attacks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parley.errors import ForecastError
from parley.terms import EVENT_TYPES, SYMMETRIC, EventType

__all__ = [
    "NOBODY",
    "OPEN_STATUSES",
    "Bools",
    "DaySeries",
    "Ints",
    "day_number",
    "day_of",
    "day_series",
    "opening_day",
]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NOBODY = "-"
"""The party of an act that names no recipient, or one that could not be placed."""

OPEN_STATUSES: tuple[str, ...] = ("actual", "ongoing")
"""The statuses that count as done unless the caller says otherwise."""

_EPOCH = date(1970, 1, 1)
_ARRAYS = (
    "actor", "recipient", "actor_sector", "recipient_sector",
    "event_type", "mode", "day", "known_day", "event", "done", "planned", "promised",
)  # fmt: skip
_COLUMNS = ("event_id", "event_type", "actors", "recipients", "status", "happened_on")


def day_number(day: date) -> int:
    """Return a day as a number: days since 1970-01-01.

    Examples
    --------
    >>> day_number(date(1970, 1, 31))
    30
    """
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    """Return the day of a number.

    Examples
    --------
    >>> day_of(30)
    datetime.date(1970, 1, 31)
    """
    return _EPOCH + timedelta(days=int(number))


def opening_day(as_of: datetime) -> date:
    """Return the first day that begins (in UTC) at or after a moment.

    All that was published by then was published before that day, so a window that opens
    on it is wholly unknown.

    Examples
    --------
    >>> from datetime import timezone
    >>> opening_day(datetime(2018, 3, 1, tzinfo=timezone.utc))
    datetime.date(2018, 3, 1)
    >>> opening_day(datetime(2018, 3, 1, 8, tzinfo=timezone.utc))
    datetime.date(2018, 3, 2)
    """
    offset = as_of.utcoffset()
    if offset is None:
        raise ForecastError(f"as_of {as_of.isoformat()} needs a time zone, such as UTC")
    utc = as_of.replace(tzinfo=None) - offset
    return utc.date() if utc.time() == time(0) else utc.date() + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DaySeries:
    """Touches: who did what to whom on which day, in flat arrays of one length.

    `actor` and `recipient` count in `parties`, the sectors in `sectors` (0 is none),
    `event_type` in `EVENT_TYPES`, `mode` in `modes` (0 is none), `event` in `event_ids`.
    `day` is the first day of the act, `known_day` the first day on whose morning it was
    published, both as numbers (`day_number`). `done` tells whether the status counts as
    done, `planned` whether it is planned, `promised` the type that a promise names (-1 for
    none). `first_day` is the first day the record watched, `watched` the sorted days on
    whose next morning something new was known.
    """

    parties: tuple[str, ...]
    sectors: tuple[str, ...]
    actor: Ints
    recipient: Ints
    actor_sector: Ints
    recipient_sector: Ints
    event_type: Ints
    day: Ints
    known_day: Ints
    event: Ints
    done: Bools
    planned: Bools
    promised: Ints
    event_ids: pl.Series
    first_day: int
    watched: Ints
    mode: Ints
    modes: tuple[str, ...]

    def __len__(self) -> int:
        """Return the number of touches."""
        return len(self.day)

    def party_index(self, party: str) -> int:
        """Return the place of a party in `parties`, or -1 when it never touched anyone."""
        try:
            return self.parties.index(party)
        except ValueError:
            return -1

    def take(self, rows: Bools | Ints) -> DaySeries:
        """Return the series with only some of its touches."""
        return self._with([getattr(self, name)[rows] for name in _ARRAYS])

    def known_by(self, day: int) -> DaySeries:
        """Return the series as it was known on the morning of a day."""
        cut = self.take(self.known_day <= day)
        return replace(cut, watched=self.watched[self.watched < day])

    def swapped(self) -> DaySeries:
        """Return the series with actor and recipient changed about."""
        return replace(
            self,
            actor=self.recipient,
            recipient=self.actor,
            actor_sector=self.recipient_sector,
            recipient_sector=self.actor_sector,
        )

    def joined(self, other: DaySeries) -> DaySeries:
        """Return this series followed by the touches of another over the same record."""
        both = [np.concatenate([getattr(self, n), getattr(other, n)]) for n in _ARRAYS]
        return self._with(both)

    def _with(self, arrays: list[Any]) -> DaySeries:
        return replace(self, **dict(zip(_ARRAYS, arrays, strict=True)))

    def ids(self, rows: Ints | Bools, *, at_most: int = 20) -> tuple[str, ...]:
        """Return the ids of the events behind some touches, latest first, each once."""
        latest: dict[str, int] = {}
        for event, day in zip(self.event[rows].tolist(), self.day[rows].tolist(), strict=True):
            latest[str(self.event_ids[event])] = day
        return tuple(sorted(latest, key=lambda id_: (-latest[id_], id_))[:at_most])

    def counts(self, dyad: tuple[str, str], event_types: Sequence[EventType]) -> pl.DataFrame:
        """Return day and number of events for a dyad; days without any are left out.

        Examples
        --------
        >>> frame = pl.DataFrame({
        ...     "event_id": ["a"], "event_type": ["CONSULT"], "actors": [["FRA", "DEU"]],
        ...     "recipients": [[]], "status": ["actual"], "happened_on": [date(2024, 3, 1)],
        ...     "published_at": [datetime(2024, 3, 2)],
        ... }, schema_overrides={"recipients": pl.List(pl.String)})
        >>> day_series(frame).counts(("DEU", "FRA"), ["CONSULT"]).rows()
        [(datetime.date(2024, 3, 1), 1)]
        """
        actor, recipient = (self.party_index(party) for party in dyad)
        wanted = [EVENT_TYPES.index(event_type) for event_type in event_types]
        rows = (self.actor == actor) & (self.recipient == recipient) & self.done
        rows &= np.isin(self.event_type, wanted)
        touched = np.unique(np.stack([self.day[rows], self.event[rows]]), axis=1)[0]
        days, n_events = np.unique(touched, return_counts=True)
        return pl.DataFrame(
            {"day": [day_of(day) for day in days], "n_events": n_events},
            schema={"day": pl.Date, "n_events": pl.Int64},
        )


def day_series(events: pl.DataFrame, *, statuses: Sequence[str] = OPEN_STATUSES) -> DaySeries:
    """Build the day series of every ordered pair of parties in a frame of events.

    An act with recipients joins each actor to each recipient; without recipients it
    joins every two of its actors, and a lone actor to nobody in particular (`NOBODY`).
    Symmetric acts (CONSULT, AGREE, COOPERATE) also join their actors to one another and
    count both ways round.

    Parameters
    ----------
    events
        One row for each event, with the columns of `record.schema`; of these `event_id`,
        `event_type`, `actors`, `recipients`, `status`, `happened_on` and `published_at`
        are used, and `mode` and `promised` where there are any.
    statuses
        The statuses that count as done; touches of the others are kept with `done` false.

    Returns
    -------
    DaySeries
        Sorted by day, then by the order of the frame.

    Raises
    ------
    ForecastError
        If a column is missing.
    """
    missing = [name for name in (*_COLUMNS, "published_at") if name not in events.columns]
    if missing:
        raise ForecastError(f"events need the column {missing[0]!r}; have {events.columns}")
    base = _prepare(events, statuses)
    touches = _touches(base)
    codes = pl.concat([touches["a"], touches["r"]]).unique().sort()
    party_of_code, sector_of_code, parties, sectors = _fold(codes)
    places = pl.Series(range(len(codes)), dtype=pl.Int64)  # cast again: an empty frame forgets
    a, r = (
        touches[side].replace_strict(codes, places, return_dtype=pl.Int64).cast(pl.Int64).to_numpy()
        for side in ("a", "r")
    )
    modes = ("", *base["mode"].filter(base["mode"] != "").unique().sort())
    mode_places = {mode: place for place, mode in enumerate(modes)}
    first_day, watched = _watched(base)
    return DaySeries(
        parties=parties,
        sectors=sectors,
        actor=party_of_code[a],
        recipient=party_of_code[r],
        actor_sector=sector_of_code[a],
        recipient_sector=sector_of_code[r],
        event_type=touches["type"].to_numpy(),
        day=touches["day"].to_numpy(),
        known_day=touches["known"].to_numpy(),
        event=touches["row"].to_numpy(),
        done=touches["done"].to_numpy(),
        planned=touches["planned"].to_numpy(),
        promised=touches["promised"].to_numpy(),
        event_ids=events["event_id"],
        first_day=first_day,
        watched=watched,
        mode=touches["mode"].replace_strict(mode_places, return_dtype=pl.Int64).to_numpy(),
        modes=modes,
    )


def _prepare(events: pl.DataFrame, statuses: Sequence[str]) -> pl.DataFrame:
    """Keep the columns that count, with days as numbers."""
    published = pl.col("published_at").dt.replace_time_zone(None)
    published_on = published.dt.date()
    late = (published_on.cast(pl.Datetime("us")) != published.cast(pl.Datetime("us"))).cast(
        pl.Int64
    )
    kinds = {event_type: i for i, event_type in enumerate(EVENT_TYPES)}
    promised, mode = (
        pl.col(name) if name in events.columns else pl.lit(None, pl.String)
        for name in ("promised", "mode")
    )
    return events.select(
        row=pl.int_range(pl.len(), dtype=pl.Int64),
        type=pl.col("event_type").replace_strict(kinds, default=None, return_dtype=pl.Int64),
        symmetric=pl.col("event_type").is_in(sorted(SYMMETRIC)),
        actors=pl.col("actors").cast(pl.List(pl.String)),
        recipients=pl.col("recipients").cast(pl.List(pl.String)),
        mode=mode.fill_null(""),
        done=pl.col("status").is_in(list(statuses)),
        planned=pl.col("status") == "planned",
        promised=promised.replace_strict(kinds, default=-1, return_dtype=pl.Int64),
        day=pl.col("happened_on").cast(pl.Date).to_physical().cast(pl.Int64),
        known=published_on.to_physical().cast(pl.Int64) + late,
    ).drop_nulls(["type", "day", "known"])


def _touches(base: pl.DataFrame) -> pl.DataFrame:
    """Spread events over the ordered pairs of codes that they join."""
    n_actors = pl.col("actors").list.len().fill_null(0)
    n_recipients = pl.col("recipients").list.len().fill_null(0)
    rest = ["row", "type", "mode", "done", "planned", "promised", "day", "known"]

    def across(frame: pl.DataFrame, left: str, right: str) -> pl.DataFrame:
        spread = frame.select(*rest, a=pl.col(left), r=pl.col(right))
        return spread.explode("a").explode("r").drop_nulls(["a", "r"]).select(*rest, "a", "r")

    directed = across(base.filter((n_actors > 0) & (n_recipients > 0)), "actors", "recipients")
    symmetric = base.filter(pl.col("symmetric") & (n_actors > 0) & (n_recipients > 0))
    mirrored = across(symmetric, "recipients", "actors")
    joint = base.filter((n_actors > 1) & (pl.col("symmetric") | (n_recipients == 0)))
    among = across(joint, "actors", "actors").filter(pl.col("a") != pl.col("r"))
    lone = across(
        base.filter((n_actors == 1) & (n_recipients == 0)).with_columns(
            nobody=pl.concat_list(pl.lit(NOBODY))
        ),
        "actors",
        "nobody",
    )
    parts = pl.concat([directed, mirrored, among, lone])
    return parts.unique(subset=["row", "a", "r"]).sort("day", "row", "a", "r")


def _fold(codes: pl.Series) -> tuple[Ints, Ints, tuple[str, ...], tuple[str, ...]]:
    """Split codes into parties and sectors, each numbered in sorted order."""
    pairs = [_split(code) for code in codes]
    parties = tuple(sorted({party for party, _ in pairs}))
    sectors = tuple(sorted({sector for _, sector in pairs} | {""}))
    party_place = {party: i for i, party in enumerate(parties)}
    sector_place = {sector: i for i, sector in enumerate(sectors)}
    return (
        np.array([party_place[party] for party, _ in pairs], dtype=np.int64),
        np.array([sector_place[sector] for _, sector in pairs], dtype=np.int64),
        parties,
        sectors,
    )


def _split(code: str) -> tuple[str, str]:
    party, _, sector = code.partition("-")
    return (party.strip() or NOBODY, sector.strip())


def _watched(base: pl.DataFrame) -> tuple[int, Ints]:
    """Return the first day the record watched, and the days on which it saw anything.

    What is published on a day tells of that day and the one before, so a record watches
    from the day before its first publication; an older event told as background does not
    make it watch since then.
    """
    if base.is_empty():
        return 0, np.zeros(0, dtype=np.int64)
    watched = np.unique(base["known"].to_numpy() - 1)
    return int(watched[0]), watched
