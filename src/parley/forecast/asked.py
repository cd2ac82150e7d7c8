"""Questions, made from parts, and told back in words.

In: names or codes of parties, types of acts, a window. Out: `Question`. The idea to
know: a question says who may act, towards whom, how, by when, and how it settles, so
that anyone with the record comes to the same verdict.

The window opens on the first day that begins at or after `as_of`: nothing of it can have
been published by then. `within_days` counts that day too, so 30 days from 1 March close
on 30 March.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from parley.dynamics.series import day_number, day_of, opening_day
from parley.errors import QuestionError, UnknownActorError
from parley.reading.actor_tables import ActorTable
from parley.terms import EVENT_TYPES, SYMMETRIC, EventType, Question, Status, make_id, party_of

__all__ = ["WITHIN_DAYS", "describe_question", "fold_party", "make_question", "party_words"]

WITHIN_DAYS = 90
"""Days a question looks ahead when it names no end."""


def make_question(
    *,
    actors: Sequence[str],
    recipients: Sequence[str] = (),
    event_types: Sequence[str],
    as_of: datetime,
    within_days: int | None = None,
    opens_on: date | None = None,
    closes_on: date | None = None,
    directed: bool | None = None,
    statuses: Sequence[Status] = ("actual", "ongoing"),
    table: ActorTable | None = None,
    text: str | None = None,
) -> Question:
    """Make a question from its parts.

    Parameters
    ----------
    actors, recipients
        Who may act and towards whom, any of them: names when a `table` is given, codes
        otherwise. An empty side is anyone; not both may be empty.
    event_types
        PLOVER types, any of them.
    as_of
        The moment the question is asked; the window opens on the first day after it.
    within_days, closes_on
        Length of the window, or its last day; 90 days when neither is given.
    opens_on
        First day of a window that opens later.
    directed
        Whether only acts of actors towards recipients count; by default so unless every
        type is one that all parties do together.
    text
        The question in words; made from the parts by default.

    Raises
    ------
    QuestionError
        If parties or types are missing, a type is unknown, or the window is empty or over.
    UnknownActorError
        If a name is in no table.

    Examples
    --------
    >>> from datetime import timezone
    >>> question = make_question(
    ...     actors=["USA"], recipients=["PRK"], event_types=["CONSULT"],
    ...     as_of=datetime(2018, 3, 1, tzinfo=timezone.utc), within_days=30,
    ... )
    >>> question.text, question.closes_on.isoformat(), question.directed
    ('Will USA and PRK hold talks by 2018-03-30?', '2018-03-30', False)
    """
    kinds = tuple(dict.fromkeys(_event_type(name) for name in event_types))
    opening = opening_day(as_of)
    who = _codes(actors, table, opening)
    whom = _codes(recipients, table, opening)
    asked = text or ""
    if not kinds:
        raise QuestionError("A question needs at least one type of act.", question=asked)
    if not who and not whom:
        raise QuestionError(
            "A question needs someone who acts or is acted upon, such as --actor USA.",
            question=asked,
        )
    first, last = _days(opening, opens_on, closes_on, within_days, asked)
    together = all(kind in SYMMETRIC for kind in kinds)
    one_way = not together if directed is None else directed
    if together and not who:
        who, whom = whom, ()  # who is named first makes no difference
    if together and not whom and len(who) > 1:
        who, whom = (who[:1], who[1:]) if len(who) == 2 else (who, who)
    words = text or _text(who, whom, kinds, one_way, last, table)
    settles = _settles(who, whom, kinds, one_way, tuple(statuses), table)
    return Question(
        question_id=make_id(
            "question", *who, "|", *whom, "|", *kinds, "|", first, last, one_way, *statuses
        ),
        text=words,
        actors=who,
        recipients=whom,
        event_types=kinds,
        opens_on=first,
        closes_on=last,
        directed=one_way,
        statuses=tuple(statuses),
        settles=settles,
    )


def describe_question(question: Question, *, table: ActorTable | None = None) -> str:
    """Return a question in words: who, what, the window, how it settles.

    Examples
    --------
    >>> from datetime import timezone
    >>> print(describe_question(make_question(
    ...     actors=["CHN"], event_types=["SANCTION"],
    ...     as_of=datetime(2018, 3, 1, tzinfo=timezone.utc), within_days=31,
    ... )))
    Will CHN impose sanctions by 2018-03-31?
    Window: 2018-03-01 to 2018-03-31, both included (31 days).
    Settled by: the record, when it holds a SANCTION (actual or ongoing) that begins in the window, by CHN, towards anyone; the sectors of a party count for it.
    """  # noqa: E501
    parts = (question.actors, question.recipients, question.event_types, question.directed)
    settles = question.settles or _settles(*parts, question.statuses, table)
    return (
        f"{question.text}\n"
        f"Window: {question.opens_on} to {question.closes_on}, both included "
        f"({question.horizon_days} days).\n"
        f"Settled by: {settles}."
    )


def fold_party(code: str, *, keep_sector: bool) -> str:
    """Return the party a question means by a code: the state for its government.

    A government stands for its state, always; other sectors stay when they were asked
    for by name.

    Examples
    --------
    >>> fold_party("USA-GOV", keep_sector=True), fold_party("USA-BUS", keep_sector=True)
    ('USA', 'USA-BUS')
    """
    if keep_sector and not code.endswith("-GOV"):
        return code
    return party_of(code)


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


def _text(
    who: Sequence[str], whom: Sequence[str], kinds: Sequence[EventType], directed: bool,
    last: date, table: ActorTable | None,
) -> str:  # fmt: skip
    def names(codes: Sequence[str]) -> str:
        return " or ".join(table.name_of(c) if table else c for c in codes) or "anyone"

    alone = " or ".join(_LONE[kind] for kind in kinds)
    if whom and not directed and all(kind in SYMMETRIC for kind in kinds):
        between = " and ".join(dict.fromkeys((names(who), names(whom)))) if who != whom else (
            "any two of " + ", ".join(table.name_of(c) if table else c for c in who)
        )  # fmt: skip
        return f"Will {between} {alone} by {last}?"
    if not whom:
        return f"Will {names(who)} {alone} by {last}?"
    verbs = " or ".join(_VERBS[kind] for kind in kinds)
    either = "" if directed else ", or the other way round,"
    return f"Will {names(who)} {verbs} {names(whom)}{either} by {last}?"


def _settles(
    who: Sequence[str], whom: Sequence[str], kinds: Sequence[EventType], directed: bool,
    statuses: Sequence[Status], table: ActorTable | None,
) -> str:  # fmt: skip
    left = " or ".join(party_words(code, table) for code in who) or "anyone"
    right = " or ".join(party_words(code, table) for code in whom) or "anyone"
    article = "an" if kinds[0][0] in "AEIOU" else "a"
    what = f"{article} {' or '.join(kinds)} ({' or '.join(statuses)}) that begins in the window"
    if directed:
        parties = f"by {left}, towards {right}"
    elif who == whom:
        parties = "between any two of " + ", ".join(party_words(code, table) for code in who)
    else:
        parties = f"between {left} and {right}"
    return f"the record, when it holds {what}, {parties}; the sectors of a party count for it"


def _event_type(name: str) -> EventType:
    for event_type in EVENT_TYPES:
        if event_type == name.strip().upper():
            return event_type
    raise QuestionError(f"No event type {name!r}. Known: {', '.join(EVENT_TYPES)}.")


def _codes(names: Sequence[str], table: ActorTable | None, on: date) -> tuple[str, ...]:
    """Resolve names, and fold governments to their state; what carries a sector keeps it."""
    codes = []
    for name in names:
        code = name
        if table is not None:
            found = table.resolve(name, on=on)
            if found is None or found.code == "-":
                raise UnknownActorError(name, table=table.name, known=table.known_names())
            code = found.code
        codes.append(fold_party(code, keep_sector=True))
    return tuple(dict.fromkeys(codes))


def _days(
    opening: date, opens_on: date | None, closes_on: date | None, within_days: int | None, text: str
) -> tuple[date, date]:
    first = max(opening, opens_on) if opens_on is not None else opening
    if closes_on is None:
        length = WITHIN_DAYS if within_days is None else within_days
        if length < 1:
            raise QuestionError(f"A window needs one day or more, not {length}.", question=text)
        return first, day_of(day_number(first) + length - 1)
    if within_days is not None:
        raise QuestionError(
            "Give the length of the window or its last day, not both.", question=text
        )
    if closes_on < first:
        raise QuestionError(
            f"The window would close on {closes_on}, before {first}, the first day that is not "
            "known yet. Name a later day, or ask as of an earlier moment with --as-of "
            f"{closes_on - timedelta(days=30)}.",
            question=text,
        )
    return first, closes_on
