"""What happened, as the record agrees on it.

In: nothing but values. Out: `Event`, and `Disagreement` for what its tellings differ
on. The idea to know: an event is merged from mentions or comes from an imported data
set, and it always names the rows it was made of.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from parley.terms.plover import EventType, Status, party_of
from parley.terms.reading import DateInterval

__all__ = ["Disagreement", "Dyad", "Event"]

Dyad = tuple[str, str]
"""An ordered pair (actor, recipient) of party codes."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field on which the tellings of one event differ: value by value, who says it."""

    field: str
    values: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom and when.

    `origin` is `reports` for events merged from mentions, or the name of the imported
    data set, such as `tkg:icews18`; `original` then keeps its own code and words, and
    `actor_names` / `recipient_names` the names it used. `n_reports` counts reports,
    `n_independent` counts origins after copies and relays are folded.
    `published_at` is when it was first known, `recorded_at` when we first kept it.
    `promised` is the type of what an AGREE or CONCEDE promises.
    """

    event_id: str
    event_type: EventType
    mode: str | None
    contexts: tuple[str, ...]
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    status: Status
    happened_on: DateInterval
    published_at: datetime
    recorded_at: datetime
    origin: str = "reports"
    mention_ids: tuple[str, ...] = ()
    report_ids: tuple[str, ...] = ()
    n_reports: int = 0
    n_independent: int = 0
    actor_names: tuple[str, ...] = ()
    recipient_names: tuple[str, ...] = ()
    original: str | None = None
    intensity: float | None = None
    disagreements: tuple[Disagreement, ...] = ()
    promised: EventType | None = None

    def dyads(self) -> tuple[Dyad, ...]:
        """Return the ordered pairs of parties (sectors folded) that this act joins.

        Acts without a recipient join every two of their actors, both ways round.
        """
        actors = tuple(dict.fromkeys(party_of(code) for code in self.actors))
        recipients = tuple(dict.fromkeys(party_of(code) for code in self.recipients))
        if recipients:
            return tuple((a, r) for a in actors for r in recipients if a != r)
        return tuple((a, b) for a in actors for b in actors if a != b)
