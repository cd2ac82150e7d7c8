"""Verbs that look at what is known: events, statements, claims, reports, SQL.

In: who, what, when, and `as_of`. Out: `Rows`. The idea to know: every look is a look as
of a moment, by default now; nothing published later is in it.
"""

from __future__ import annotations

import polars as pl

from parley.desk.base import BaseDesk
from parley.desk.moments import Day, Moment, Names, as_day, chosen_of
from parley.record.filters import names
from parley.record.rows import (
    event_from_row,
    mention_from_row,
    report_from_row,
)
from parley.results import Rows
from parley.terms import EVENT_TYPES, STATUSES, Event, Mention, Report

__all__ = ["RowsDesk"]


class RowsDesk(BaseDesk):
    """Shows what the record holds."""

    def info(self, *, as_of: Moment = None) -> dict[str, object]:
        """Return what the record holds: rows by table, days covered, actor tables."""
        known = self.known(as_of)
        events = known.events()
        done = events.filter(pl.col("status").is_in(["actual", "ongoing"]))
        days = done["happened_on"].sort().to_list()
        return {
            "record": self.store.address,
            "as of": f"{known.as_of:%Y-%m-%d %H:%M} UTC",
            "actor tables": ", ".join(self.store.actor_tables),
            "reports": known.reports().height,
            "mentions": known.mentions().height,
            "statements": known.statements().height,
            "claims": known.claims().height,
            "events": events.height,
            "events by origin": ", ".join(
                f"{origin}: {n:,}"
                for origin, n in events["origin"].value_counts().sort("origin").iter_rows()
            ),
            "first and last day": f"{days[0]} to {days[-1]}" if days else None,
            "forecasts": known.forecasts().height,
            "in quarantine": known.quarantine().height,
        }

    def events(
        self,
        *,
        actor: Names = None,
        recipient: Names = None,
        event_type: Names = None,
        status: Names = None,
        origin: str | None = None,
        since: Day = None,
        until: Day = None,
        as_of: Moment = None,
        limit: int | None = None,
    ) -> Rows[Event]:
        """Return events known at a moment, by day; with `limit`, the latest so many.

        Parameters
        ----------
        actor, recipient
            Names or codes of who acts and at whom; a state stands for its sectors too.
        event_type, status
            PLOVER types, and actual, ongoing, planned, possible or denied.
        origin
            `reports`, or the name of an imported data set.
        since, until
            First and last day of a window that the act has to touch.
        as_of
            Nothing published later is in the answer; by default now.
        limit
            How many rows at most.

        Raises
        ------
        UnknownActorError
            If a name is in no actor table.
        RecordAccessError
            If there is no record.
        """
        moment = self._moment(as_of)
        frame = self.store.events(
            as_of=moment,
            actors=self._codes(actor, moment.date()),
            recipients=self._codes(recipient, moment.date()),
            event_types=chosen_of(event_type, EVENT_TYPES, "event type"),
            status=chosen_of(status, STATUSES, "status"),
            origin=origin,
            since=as_day(since, name="since"),
            until=as_day(until, name="until"),
        )
        return Rows(_latest(frame, limit), event_from_row, name="events", as_of=moment)

    def statements(
        self,
        *,
        actor: Names = None,
        since: Day = None,
        until: Day = None,
        as_of: Moment = None,
        limit: int | None = None,
    ) -> Rows[dict[str, object]]:
        """Return who said what, known at a moment; `actor` is the speaker.

        A state or body stands for all who speak for it, a person for himself alone.

        Raises
        ------
        UnknownActorError
            If a name is in no actor table.
        """
        moment = self._moment(as_of)
        frame = self.store.statements(
            as_of=moment,
            speakers=self._codes(actor, moment.date()),
            since=as_day(since, name="since"),
            until=as_day(until, name="until"),
        )
        people = self._people(actor, moment.date())
        if people:
            frame = frame.filter(pl.col("speaker_name").str.contains_any(people))
        return Rows(_latest(frame, limit), dict, name="statements", as_of=moment)

    def claims(
        self,
        *,
        by: Names = None,
        actor: Names = None,
        recipient: Names = None,
        event_type: Names = None,
        since: Day = None,
        until: Day = None,
        as_of: Moment = None,
        limit: int | None = None,
    ) -> Rows[dict[str, object]]:
        """Return what was put as likely or not, by whom, about whose acts at whom.

        Raises
        ------
        UnknownActorError
            If a name is in no actor table.
        """
        moment = self._moment(as_of)
        on = moment.date()
        speakers = (by,) if isinstance(by, str) else tuple(by or ())
        frame = self.store.claims(
            as_of=moment,
            by=[
                name if name == "reporter" else self.resolve(name, on=on).code for name in speakers
            ],
            event_types=chosen_of(event_type, EVENT_TYPES, "event type"),
            since=as_day(since, name="since"),
            until=as_day(until, name="until"),
        )
        if actors := self._codes(actor, on):
            frame = frame.filter(names("actors", actors))
        if recipients := self._codes(recipient, on):
            # Acts that list all their parties as actors are found either way round.
            frame = frame.filter(names("recipients", recipients) | names("actors", recipients))
        return Rows(_latest(frame, limit), dict, name="claims", as_of=moment)

    def mentions(self, *, as_of: Moment = None, limit: int | None = None) -> Rows[Mention]:
        """Return each report's tellings of events."""
        known = self.known(as_of)
        frame = _latest(known.mentions(), limit)
        return Rows(frame, mention_from_row, name="mentions", as_of=known.as_of)

    def reports(self, *, as_of: Moment = None, limit: int | None = None) -> Rows[Report]:
        """Return the reports published by a moment."""
        known = self.known(as_of)
        frame = _latest(known.reports(), limit)
        return Rows(frame, report_from_row, name="reports", as_of=known.as_of)

    def quarantine(self, *, limit: int | None = None) -> Rows[dict[str, object]]:
        """Return what could not be taken in, with the reason."""
        frame = _latest(self.known().quarantine(), limit)
        return Rows(frame, dict, name="quarantine rows")

    def sql(self, query: str, *, as_of: Moment = None) -> Rows[dict[str, object]]:
        """Answer a SQL query over the record as it was known at a moment.

        Raises
        ------
        QueryError
            If the query writes, reaches for files, or is not understood.
        """
        moment = self._moment(as_of)
        return Rows(self.store.sql(query, as_of=moment), dict, name="rows", as_of=moment)


def _latest(frame: pl.DataFrame, limit: int | None) -> pl.DataFrame:
    return frame if limit is None else frame.tail(limit)
