"""The nouns of the house: values that every room hands to the next.

In: nothing. Out: frozen dataclasses and the PLOVER constants. The idea to know: no
value here does work; work is done by functions in the rooms.
"""

from parley.terms.event import Disagreement, Dyad, Event
from parley.terms.forecast import (
    Band,
    Forecast,
    Question,
    QuestionSet,
    Reason,
    Resolution,
    log_odds,
)
from parley.terms.plover import (
    CONTEXTS,
    EVENT_TYPES,
    INTENSITY,
    MODES,
    PRECISIONS,
    QUADS,
    SECTORS,
    STATUSES,
    SYMMETRIC,
    EventType,
    Precision,
    Status,
    party_of,
)
from parley.terms.protocols import Feed, Forecaster, KnownRecord, Reader
from parley.terms.reading import (
    ActorMention,
    Claim,
    DateInterval,
    Direction,
    Mention,
    Problem,
    Reading,
    Statement,
    StatementKind,
)
from parley.terms.report import Report, Span, canonical_text, make_id
from parley.terms.rule import BaseRate, Rule

__all__ = [
    "CONTEXTS", "EVENT_TYPES", "INTENSITY", "MODES", "PRECISIONS", "QUADS", "SECTORS",
    "STATUSES", "SYMMETRIC", "ActorMention", "Band", "BaseRate", "Claim", "DateInterval",
    "Direction", "Disagreement", "Dyad", "Event", "EventType", "Feed", "Forecast",
    "Forecaster", "KnownRecord", "Mention", "Precision", "Problem", "Question", "QuestionSet",
    "Reader", "Reading", "Reason", "Report", "Resolution", "Rule", "Span", "Statement",
    "StatementKind", "Status", "canonical_text", "log_odds", "make_id", "party_of",
]  # fmt: skip
