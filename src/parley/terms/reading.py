"""What a reader understood of one report.

In: nothing but values. Out: `Reading` and its parts: actor mentions, mentions of
events, statements, claims and problems. The idea to know: every part carries the span
of the words it was read from, and a chain of who says so, outermost first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from parley.terms.plover import EventType, Precision, Status
from parley.terms.report import Span

__all__ = [
    "ActorMention",
    "Claim",
    "DateInterval",
    "Direction",
    "Mention",
    "Problem",
    "Reading",
    "Statement",
    "StatementKind",
]

Direction = Literal["up", "down", "level"]
StatementKind = Literal["direct", "indirect", "mixed"]


@dataclass(frozen=True, slots=True, order=True)
class DateInterval:
    """First and last day of an act, and the grain of the expression it came from."""

    start: date
    end: date
    precision: Precision = "day"

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"an interval runs forward, not from {self.start} to {self.end}")

    def overlaps(self, other: DateInterval) -> bool:
        """Tell whether the two share a day."""
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A span that names a party.

    `code` is a country, organisation or `ISO3-SECTOR` code, or `-` when the party is
    described but cannot be placed. `name` is the fullest name known for it. `how` tells
    how it was resolved: name, demonym, capital, metonym, office, role, organisation,
    group, agency, pronoun, partial or none.
    """

    span: Span
    surface: str
    code: str
    name: str
    how: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One report's telling of one event.

    `span` is the clause it was read from, `trigger` the word that gave the type.
    `chain` says according to whom, outermost first; empty when the reporter vouches.
    `confidence` in [0, 1] is the chance that it was read rightly. `promised` is the
    type of what an AGREE or CONCEDE promises. `happened_on` is never empty: without a
    date in the text it holds the day of publication with precision `unknown`.
    """

    mention_id: str
    report_id: str
    span: Span
    trigger: Span
    event_type: EventType
    mode: str | None
    contexts: tuple[str, ...]
    actors: tuple[ActorMention, ...]
    recipients: tuple[ActorMention, ...]
    status: Status
    happened_on: DateInterval
    chain: tuple[str, ...]
    confidence: float
    promised: EventType | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Words or a view tied to a speaker through a cue.

    `speaker` is a code (joined by `+` for joint speakers) or the words of an unplaced
    source. `contents` holds one span or more: content cut in two by its cue has two.
    """

    statement_id: str
    report_id: str
    speaker: str
    speaker_span: Span | None
    speaker_name: str | None
    cue: Span
    contents: tuple[Span, ...]
    kind: StatementKind
    addressee: str | None
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """An assertion about something still to come, by someone other than who would act.

    `by` is a code, the words of an unplaced source, or `reporter`. `probability` is a
    range in [0, 1], or None when no scale places the wording. `deadline` is the last
    day that would count.
    """

    claim_id: str
    report_id: str
    by: str
    by_span: Span | None
    by_name: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    event_type: EventType | None
    direction: Direction
    phrase: Span
    span: Span
    probability: tuple[float, float] | None
    deadline: date | None
    condition: str | None
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a reader could not make sense of, and where."""

    kind: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one reader understood of one report; `reader` names it with its version.

    `relay` is the chain of media through which the main news came, outermost first.
    """

    report_id: str
    reader: str
    relay: tuple[str, ...] = ()
    actor_mentions: tuple[ActorMention, ...] = ()
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()
