"""Rules in words: who does what to whom, as plainly as the record allows.

In: acts and parties. Out: short clauses in the present tense. The idea to know: an act is
told by its PLOVER type, or by type and mode where a rule is about a mode; where there is
no wording of its own for a mode, it stands in brackets behind that of its type.
"""

from __future__ import annotations

from typing import Any

from parley.terms import SYMMETRIC, EventType

__all__ = ["act_clause", "body_clause", "head_clause"]

_DOES: dict[EventType, str] = {
    "AGREE": "agree", "CONSULT": "talk", "COOPERATE": "cooperate",
    "SUPPORT": "backs", "CONCEDE": "yields to", "AID": "aids",
    "RETREAT": "steps back from", "REQUEST": "makes demands on", "ACCUSE": "accuses",
    "REJECT": "turns down", "THREATEN": "threatens", "PROTEST": "protests against",
    "SANCTION": "sanctions", "MOBILIZE": "mobilizes against", "COERCE": "coerces",
    "ASSAULT": "attacks",
}  # fmt: skip

_DOES_SO: dict[str, str] = {
    "CONSULT/visit": "visit one another", "CONSULT/phone": "telephone",
    "CONSULT/third-party": "talk through a third party",
    "CONSULT/multilateral": "meet among others",
    "AGREE/ceasefire": "agree on a ceasefire", "CONCEDE/ceasefire": "declares a ceasefire to",
    "RETREAT/withdraw": "withdraws from", "RETREAT/release": "releases people of",
    "RETREAT/disarm": "disarms towards", "RETREAT/access": "lets in",
    "REQUEST/assist": "asks for help from", "REQUEST/change": "demands change of",
    "REQUEST/yield": "demands concessions from", "REQUEST/meet": "asks to meet",
    "ACCUSE/disapprove": "criticizes", "ACCUSE/investigate": "investigates",
    "ACCUSE/allege": "blames", "REJECT/meet": "refuses to meet",
    "REJECT/yield": "refuses to yield to", "REJECT/assist": "refuses to help",
    "REJECT/change": "refuses to change for",
    "THREATEN/violence": "threatens force against",
    "THREATEN/relations": "threatens to cut ties with",
    "THREATEN/restrict": "threatens restrictions on",
    "PROTEST/demo": "demonstrates against", "PROTEST/riot": "riots against",
    "PROTEST/strike": "strikes against",
    "SANCTION/discontinue": "cuts ties with", "SANCTION/expel": "expels people of",
    "SANCTION/convict": "convicts people of", "SANCTION/withdraw": "walks out on",
    "MOBILIZE/troops": "moves troops against", "MOBILIZE/weapons": "readies weapons against",
    "MOBILIZE/police": "calls up police against",
    "COERCE/arrest": "arrests people of", "COERCE/seize": "seizes what belongs to",
    "COERCE/restrict": "restricts", "COERCE/deport": "deports people of",
    "ASSAULT/firearms": "shoots at", "ASSAULT/aerial": "bombs {} from the air",
    "ASSAULT/heavy-weapons": "shells", "ASSAULT/explosives": "blows up something of",
    "ASSAULT/abduct": "abducts people of", "ASSAULT/beat": "beats people of",
    "ASSAULT/crowd-control": "uses force on crowds of",
    "ASSAULT/suicide-attack": "sends a suicide attacker against",
}  # fmt: skip

_OTHER = "a third party"


def act_clause(act: str, actor: str, recipient: str) -> str:
    """Return who does what to whom.

    Parameters
    ----------
    act
        A PLOVER type, or type and mode as `TYPE/mode`.

    Examples
    --------
    >>> act_clause("ACCUSE", "KOR", "PRK")
    'KOR accuses PRK'
    >>> act_clause("CONSULT/visit", "KOR", "PRK")
    'KOR and PRK visit one another'
    >>> act_clause("ASSAULT/drone", "A", "B")
    'A attacks B (drone)'
    """
    kind, _, mode = act.partition("/")
    verb, told = _DOES_SO.get(act), ""
    if verb is None:
        does: dict[Any, str] = dict(_DOES)
        verb, told = does.get(kind, kind.lower()), f" ({mode})" if mode else ""
    if kind in SYMMETRIC:
        return f"{actor} and {recipient} {verb}{told}"
    done = verb.format(recipient) if "{}" in verb else f"{verb} {recipient}"
    return f"{actor} {done}{told}"


def body_clause(family: str, act: str, actor: str, recipient: str) -> str:
    """Return the body of a rule whose head is that the actor does something to the recipient.

    Parameters
    ----------
    family
        One of `rules_series.LAW_FAMILIES`.
    act
        The body's act; for a path the two acts, joined by `>`.

    Examples
    --------
    >>> body_clause("by-recipient", "MOBILIZE/weapons", "KOR", "PRK")
    'PRK readies weapons against a third party'
    >>> body_clause("path", "ACCUSE>THREATEN", "A", "B")
    'A accuses C and C threatens B'
    """
    if family == "path":
        first, _, second = act.partition(">")
        return f"{act_clause(first, actor, 'C')} and {act_clause(second, 'C', recipient)}"
    sides = {
        "again": (actor, recipient),
        "dyad": (actor, recipient),
        "mirror": (recipient, actor),
        "by-actor": (actor, _OTHER),
        "to-actor": (_OTHER, actor),
        "by-recipient": (recipient, _OTHER),
        "to-recipient": (_OTHER, recipient),
        "home-actor": (actor, "its own"),
        "home-recipient": (recipient, "its own"),
        "any-recipient": (actor, "anyone"),
        "any-actor": ("anyone", recipient),
    }
    return act_clause(act, *sides[family])


def head_clause(
    family: str, act: str, actor: str, recipient: str, *, again: bool = False
) -> str:  # fmt: skip
    """Return the head of a rule; `again` when its body is the same act.

    Examples
    --------
    >>> head_clause("again", "ACCUSE", "KOR", "PRK", again=True)
    'KOR accuses PRK again'
    >>> head_clause("any-actor", "ACCUSE", "KOR", "PRK")
    'anyone accuses PRK'
    """
    sides = {"any-recipient": (actor, "anyone"), "any-actor": ("anyone", recipient)}
    clause = act_clause(act, *sides.get(family, (actor, recipient)))
    return f"{clause} again" if again else clause
