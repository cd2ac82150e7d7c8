"""A draft of an event, and what its makers share.

In: nothing. Out: `Draft`, and small functions over lists of actor mentions. The idea to
know: a draft knows its type, parties and standing; date, evidence and chain come later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parley.reading.clauses import Stretch
from parley.reading.status import Standing
from parley.terms import ActorMention, EventType, party_of

__all__ = [
    "HOSTILE_TYPES",
    "STATE_SECTORS",
    "STREET_SECTORS",
    "THREAT_MODES",
    "Draft",
    "distinct",
    "sector_of",
    "without",
    "without_own",
]

HOSTILE_TYPES = frozenset(
    {"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "THREATEN", "PROTEST", "REJECT", "ACCUSE"}
)
THREAT_MODES = {
    "ASSAULT": "violence", "MOBILIZE": "violence", "COERCE": "restrict", "SANCTION": "relations",
    "REJECT": "relations",
}  # fmt: skip
STATE_SECTORS = frozenset({"GOV", "MIL", "LEG", "JUD"})
OWN_ARMS = frozenset({"", "GOV", "MIL"})
STREET_SECTORS = frozenset({"CVL", "OPP", "LAB", "ACA", "REL", "PTY", "MED", "BUS", "JRN"})


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before its date, chain and evidence; `stretch` is its clause in tokens."""

    event_type: EventType
    mode: str | None
    actors: tuple[ActorMention, ...]
    recipients: tuple[ActorMention, ...]
    standing: Standing
    trigger: int
    stretch: Stretch
    contexts: tuple[str, ...] = ()
    promised: EventType | None = None
    grip: float = 1.0
    sentence: int = 0
    chain: tuple[str, ...] | None = None  # who vouches, where the attributions cannot tell


def sector_of(mention: ActorMention) -> str:
    """Return the sector of a mention's code, such as `MIL`; empty for the state as such."""
    return mention.code.split("-", 1)[1] if "-" in mention.code[1:] else ""


def distinct(mentions: Iterable[ActorMention]) -> tuple[ActorMention, ...]:
    """Return mentions without those whose code came before; unplaced ones by their words."""
    seen: dict[str, ActorMention] = {}
    for mention in mentions:
        key = mention.code if mention.code != "-" else f"-{mention.surface}"
        seen.setdefault(key, mention)
    return tuple(seen.values())


def without_own(
    mentions: Iterable[ActorMention], actors: tuple[ActorMention, ...]
) -> tuple[ActorMention, ...]:
    """Leave out the actor's own state and its arms: nobody deploys troops against his own."""
    arms = {party_of(m.code) for m in actors if sector_of(m) in OWN_ARMS}
    return tuple(
        m for m in mentions if party_of(m.code) not in arms or sector_of(m) not in OWN_ARMS
    )


def without(
    mentions: Iterable[ActorMention], others: Iterable[ActorMention]
) -> tuple[ActorMention, ...]:
    """Return the mentions whose code none of the others has."""
    codes = {mention.code for mention in others}
    return tuple(m for m in mentions if m.code not in codes or m.code == "-")
