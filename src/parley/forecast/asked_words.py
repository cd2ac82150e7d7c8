"""Questions told back in words: what is asked, and how it settles.

In: the parts of a question. Out: its text, and the sentence by which anyone with the
record comes to the same verdict. The idea to know: the words say everything that
settling looks at, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from parley.reading.actor_tables import ActorTable
from parley.terms import EVENT_TYPES, SYMMETRIC, Band, EventType, Question, Status

__all__ = [
    "Parts",
    "days_words",
    "describe_question",
    "parts_of",
    "party_words",
    "question_text",
    "settles_text",
]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a question that its words are made from."""

    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    event_types: tuple[EventType, ...]
    directed: bool
    statuses: tuple[Status, ...]
    opens_on: date
    closes_on: date
    at_least: int = 1
    at_most: int | None = None
    modes: tuple[str, ...] = ()
    band: Band | None = None

    @property
    def days(self) -> int:
        """Days in the window."""
        return (self.closes_on - self.opens_on).days + 1


def parts_of(question: Question) -> Parts:
    """Return the parts of a question."""
    return Parts(
        question.actors,
        question.recipients,
        question.event_types,
        question.directed,
        question.statuses,
        question.opens_on,
        question.closes_on,
        question.at_least,
        question.at_most,
        question.modes,
        question.band,
    )


def describe_question(question: Question, *, table: ActorTable | None = None) -> str:
    """Return a question in words: who, what, the window, how it settles.

    Examples
    --------
    >>> from datetime import datetime, timezone
    >>> from parley.forecast.asked import make_question
    >>> print(describe_question(make_question(
    ...     actors=["CHN"], event_types=["SANCTION"],
    ...     as_of=datetime(2018, 3, 1, tzinfo=timezone.utc), within_days=31,
    ... )))
    Will CHN impose sanctions by 2018-03-31?
    Window: 2018-03-01 to 2018-03-31, both included (31 days).
    Settled by: the record, when it holds a SANCTION (actual or ongoing) that begins in the window, by CHN, towards anyone; the sectors of a party count for it.
    """  # noqa: E501
    settles = question.settles or settles_text(parts_of(question), table)
    return (
        f"{question.text}\n"
        f"Window: {question.opens_on} to {question.closes_on}, both included "
        f"({question.horizon_days} days).\n"
        f"Settled by: {settles}."
    )


def party_words(code: str, table: ActorTable | None) -> str:
    """Return the name of a code where a table knows it, with the code beside it."""
    name = table.name_of(code) if table is not None else code
    return code if name == code or not name else f"{name} ({code})"


_VERBS: dict[EventType, str] = {
    "AGREE": "reach an agreement with", "CONSULT": "hold talks with", "SUPPORT": "support",
    "CONCEDE": "make a concession to", "COOPERATE": "cooperate with", "AID": "give aid to",
    "RETREAT": "withdraw from or release someone of", "REQUEST": "demand something of",
    "ACCUSE": "accuse", "REJECT": "reject something of", "THREATEN": "threaten",
    "PROTEST": "protest against", "SANCTION": "impose sanctions on",
    "MOBILIZE": "mobilize against", "COERCE": "coerce", "ASSAULT": "attack",
}  # fmt: skip
_LONE: dict[EventType, str] = {
    "AGREE": "reach an agreement", "CONSULT": "hold talks", "SUPPORT": "support anyone",
    "CONCEDE": "make a concession", "COOPERATE": "cooperate with anyone",
    "AID": "give aid", "RETREAT": "withdraw or release anyone", "REQUEST": "demand anything",
    "ACCUSE": "accuse anyone", "REJECT": "reject anything", "THREATEN": "threaten anyone",
    "PROTEST": "protest", "SANCTION": "impose sanctions", "MOBILIZE": "mobilize",
    "COERCE": "coerce anyone", "ASSAULT": "attack anyone",
}  # fmt: skip


def question_text(parts: Parts, table: ActorTable | None) -> str:
    """Return a question in words that read well, made from its parts."""
    if parts.band is not None:
        return _band_text(parts, parts.band, table)
    tail = f"{_modes_text(parts.modes)}{_count_text(parts)} by {parts.closes_on}?"
    alone = " or ".join(_LONE[kind] for kind in parts.event_types)
    together = all(kind in SYMMETRIC for kind in parts.event_types)
    if parts.recipients and not parts.directed and together:
        return f"Will {_joined(parts, table)} {alone}{tail}"
    if not parts.recipients:
        return f"Will {_names(parts.actors, table)} {alone}{tail}"
    verbs = " or ".join(_VERBS[kind] for kind in parts.event_types)
    either = "" if parts.directed else ", or the other way round,"
    left, right = _names(parts.actors, table), _names(parts.recipients, table)
    return f"Will {left} {verbs} {right}{either}{tail}"


def settles_text(parts: Parts, table: ActorTable | None) -> str:
    """Return how a question settles, as one sentence without its stop."""
    if parts.band is not None:
        return _band_settles(parts, parts.band, table)
    kinds = [
        f"{kind}/{mode}" if mode != "-" else f"{kind} of no mode"
        for kind in parts.event_types
        for mode in parts.modes
    ] or list(parts.event_types)
    article = "an" if kinds[0][0] in "AEIOU" else "a"
    act = f"{article} {' or '.join(kinds)} ({' or '.join(parts.statuses)})"
    sectors = "the sectors of a party count for it"
    parties = _parties_settle(parts, table)
    if parts.at_least == 1 and parts.at_most is None:
        return f"the record, when it holds {act} that begins in the window, {parties}; {sectors}"
    days = days_words(parts.at_least, parts.at_most)
    return (
        f"the record, when {act} begins on {days} of the window, {parties}; a day counts once, "
        f"however many acts it has; {sectors}"
    )


def _names(codes: Sequence[str], table: ActorTable | None) -> str:
    return " or ".join(table.name_of(code) if table else code for code in codes) or "anyone"


def _joined(parts: Parts, table: ActorTable | None) -> str:
    """Return the parties of an act done together."""
    who, whom = parts.actors, parts.recipients
    if who == whom:
        return "any two of " + ", ".join(table.name_of(code) if table else code for code in who)
    return " and ".join(dict.fromkeys((_names(who, table), _names(whom, table))))


def _parties_settle(parts: Parts, table: ActorTable | None) -> str:
    left = " or ".join(party_words(code, table) for code in parts.actors) or "anyone"
    right = " or ".join(party_words(code, table) for code in parts.recipients) or "anyone"
    if parts.directed:
        return f"by {left}, towards {right}"
    if parts.actors == parts.recipients:
        return "between any two of " + ", ".join(party_words(code, table) for code in parts.actors)
    return f"between {left} and {right}"


def _modes_text(modes: Sequence[str]) -> str:
    told = ["no mode" if mode == "-" else mode for mode in modes]
    return f" ({' or '.join(told)})" if told else ""


def _count_text(parts: Parts) -> str:
    if parts.at_least == 1 and parts.at_most is None:
        return ""
    return f" on {days_words(parts.at_least, parts.at_most)}"


def days_words(low: int, high: int | None) -> str:
    """Return how many days have to see the act.

    Examples
    --------
    >>> [days_words(*days) for days in ((3, None), (0, 0), (1, 1), (0, 2), (1, 2))]
    ['at least 3 days', 'no day', 'exactly 1 day', 'at most 2 days', '1 to 2 days']
    """
    if high is None:
        return f"at least {low} day{'' if low == 1 else 's'}"
    if high == 0:
        return "no day"
    plural = "" if high == 1 else "s"
    if low == high:
        return f"exactly {low} day{plural}"
    return f"at most {high} day{plural}" if low == 0 else f"{low} to {high} days"


def _band_text(parts: Parts, band: Band, table: ActorTable | None) -> str:
    moves = {"worse": "worsen", "better": "improve", "steady": "stay as they are"}[band.direction]
    by = f" by {band.by:g}" if band.by and band.direction != "steady" else ""
    points = f"{band.by:g} point{'' if band.by == 1 else 's'}"
    within = f", within {points}," if band.by and band.direction == "steady" else ""
    left, right = _names(parts.actors, table), _names(parts.recipients, table)
    if parts.directed:
        subject = f"the acts of {left} towards {right}"
        moves = {"worse": "grow worse", "better": "grow better"}.get(band.direction, moves)
    elif parts.actors == parts.recipients:
        subject = f"relations among {', '.join(_names([c], table) for c in parts.actors)}"
    else:
        subject = f"relations between {left} and {right}"
    return f"Will {subject} {moves}{by}{within} by {parts.closes_on}?"


def _band_settles(parts: Parts, band: Band, table: ActorTable | None) -> str:
    kinds = parts.event_types
    acts = "acts" if len(kinds) == len(EVENT_TYPES) else f"acts of type {' or '.join(kinds)}"
    level = "mean intensity" if band.measure == "mean" else "summed intensity"
    sides = _parties_settle(parts, table)
    points = f"{band.by:g} point{'' if band.by == 1 else 's'}"
    has_to = {
        "worse": f"be lower by {points} or more" if band.by else "be lower",
        "better": f"be higher by {points} or more" if band.by else "be higher",
        "steady": f"differ by less than {points}" if band.by else "be the same",
    }[band.direction]
    empty = "; without an act in either, relations count as steady"
    return (
        f"the record: the {level} of the {acts} ({' or '.join(parts.statuses)}) {sides} that begin "
        f"in the window, in points of the Goldstein scale, has to {has_to}, against that in the "
        f"{parts.days} days before it{empty if band.measure == 'mean' else ''}; the sectors of a "
        "party count for it"
    )
