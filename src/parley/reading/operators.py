"""General verbs as operators: what "suspend", "refuse" or "call for" make of an act.

In: the class of a general verb and the entry of the noun or verb it takes. Out: type,
mode and promised act of the two together. The idea to know: one small table of classes
spares the lexicon a row for each pair of verb and noun.
"""

from __future__ import annotations

from parley.reading.lexicon_table import Entry
from parley.terms import EventType

__all__ = ["compose", "refusal_mode"]

_COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "AGREE"})
_THREAT_MODES = {"ASSAULT": "violence", "COERCE": "restrict", "SANCTION": "relations"}


def refusal_mode(event_type: str) -> str | None:
    """Return the mode of a REQUEST for an act of a type, or of a refusal of it."""
    if event_type == "CONSULT":
        return "meet"
    if event_type in {"AID", "COOPERATE", "SUPPORT"}:
        return "assist"
    return "yield" if event_type in {"RETREAT", "CONCEDE"} else "change"


def compose(kind: str, noun: Entry) -> tuple[EventType, str | None, EventType | None] | None:
    """Return type, mode and promised act of an operator with the noun it takes.

    None means that the noun keeps standing for itself ("condemned the raid").
    """
    of = noun.event_type
    if kind in {"do", "suffer"}:
        return of, noun.mode, noun.act
    if kind == "about" or of == "AGREE":
        return None
    made: dict[str, tuple[EventType, str | None, EventType | None] | None] = {
        "plan": (of, noun.mode, noun.act),
        "refuse": ("REJECT", refusal_mode(of), None),
        "request": ("REQUEST", refusal_mode(of), None),
        "threaten": ("THREATEN", _THREAT_MODES.get(of), None),
        "promise": (
            ("AGREE", None, of)
            if of in _COOPERATIVE
            else ("CONCEDE", None, "RETREAT")
            if of in {"RETREAT", "CONCEDE"}
            else ("THREATEN", _THREAT_MODES.get(of), None)
        ),
        "stop": _stopped(of, noun),
        "lift": ("RETREAT", "access" if of == "COERCE" else None, None)
        if of in {"SANCTION", "COERCE"}
        else _stopped(of, noun),
        "ease": ("CONCEDE", None, "RETREAT") if of in {"SANCTION", "COERCE"} else None,
        "cancel": ("REJECT", "meet", None) if of == "CONSULT" else _stopped(of, noun),
    }
    return made.get(kind)


def _stopped(of: str, noun: Entry) -> tuple[EventType, str | None, EventType | None] | None:
    if of == "CONSULT":
        return "SANCTION", "withdraw", None
    if of in {"AID", "COOPERATE", "SUPPORT"}:
        return "SANCTION", "discontinue", None
    if of == "ASSAULT":
        return "RETREAT", "ceasefire", None
    if of in {"SANCTION", "COERCE"}:
        return "RETREAT", "access" if of == "COERCE" else None, None
    if of == "MOBILIZE":
        return "RETREAT", "withdraw", None
    return None
