"""The PLOVER ontology as parley uses it: types, modes, contexts, sectors, statuses.

In: nothing. Out: constants. The idea to know: 16 event types in four quadrants, each
with modes; symmetric types list all parties as actors. Source: PLOVER manual, Open
Event Data Alliance (2021, 2024). ACCUSE is scored -3: the manual's printed +3 stands
beside modes that are all negative.
"""

from __future__ import annotations

from typing import Literal, get_args

__all__ = [
    "CONTEXTS",
    "EVENT_TYPES",
    "INTENSITY",
    "MODES",
    "PRECISIONS",
    "QUADS",
    "SECTORS",
    "STATUSES",
    "SYMMETRIC",
    "EventType",
    "Precision",
    "Status",
    "party_of",
]

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Status = Literal["actual", "ongoing", "planned", "possible", "denied"]
Precision = Literal["day", "week", "month", "year", "unknown"]

EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)
STATUSES: tuple[Status, ...] = get_args(Status)
PRECISIONS: tuple[Precision, ...] = get_args(Precision)

SYMMETRIC: frozenset[str] = frozenset({"CONSULT", "AGREE", "COOPERATE"})

QUADS: dict[EventType, str] = {
    "AGREE": "verbal cooperation", "CONSULT": "verbal cooperation",
    "SUPPORT": "verbal cooperation", "CONCEDE": "verbal cooperation",
    "COOPERATE": "material cooperation", "AID": "material cooperation",
    "RETREAT": "material cooperation",
    "REQUEST": "verbal conflict", "ACCUSE": "verbal conflict",
    "REJECT": "verbal conflict", "THREATEN": "verbal conflict",
    "PROTEST": "material conflict", "SANCTION": "material conflict",
    "MOBILIZE": "material conflict", "COERCE": "material conflict",
    "ASSAULT": "material conflict",
}  # fmt: skip

INTENSITY: dict[EventType, float] = {
    "AGREE": 2.5, "CONSULT": 2.5, "SUPPORT": 5.0, "CONCEDE": 4.5, "COOPERATE": 9.5,
    "AID": 10.0, "RETREAT": 6.5, "REQUEST": 0.0, "ACCUSE": -3.0, "REJECT": -2.0,
    "THREATEN": -3.5, "PROTEST": -5.0, "SANCTION": -6.0, "MOBILIZE": -5.5,
    "COERCE": -7.0, "ASSAULT": -9.0,
}  # fmt: skip

MODES: dict[EventType, tuple[str, ...]] = {
    "AGREE": ("ceasefire",),  # the guide adds it for truces agreed by both sides
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "SUPPORT": (),
    "CONCEDE": ("ceasefire",),  # the guide adds it for truces declared by one side
    "COOPERATE": (),
    "AID": (),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "REJECT": ("assist", "change", "yield", "meet"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": (
        "seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport",
        "withhold", "misinformation", "cyber",
    ),
    "ASSAULT": (
        "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive",
        "firearms", "explosives", "suicide-attack", "aerial", "drone", "heavy-weapons",
        "crowd-control", "unconventional",
    ),
}  # fmt: skip

CONTEXTS: tuple[str, ...] = (
    "military", "intelligence", "executive", "legislative", "election",
    "political_institutions", "pro_democracy", "pro_autocracy", "economic", "legal",
    "reparations", "human_rights", "rights_freedoms", "repression", "human_security",
    "gender", "lgbt", "religion_ethnicity", "inequality", "diplomatic", "territory",
    "peacekeeping", "health", "asylum", "migration", "disasters", "natural_resource",
    "environment", "technology", "terrorism", "cbrn", "cyber", "misinformation", "crime",
    "corruption", "illegal_drugs", "trafficking",
)  # fmt: skip

SECTORS: dict[str, str] = {
    "GOV": "executive and its agencies", "MIL": "armed forces", "LEG": "legislature",
    "JUD": "courts and prosecutors", "PTY": "party", "OPP": "opposition",
    "REB": "armed group outside the state", "MED": "health", "BUS": "business",
    "CVL": "citizens", "JRN": "journalists and media", "ACA": "scholars and think tanks",
    "REL": "religion", "LAB": "labour",
}  # fmt: skip


def party_of(code: str) -> str:
    """Return the country or organisation of a code, its sector folded away.

    Examples
    --------
    >>> party_of("PRK-GOV"), party_of("NATO"), party_of("-")
    ('PRK', 'NATO', '-')
    """
    return code.split("-")[0].strip() or "-"
