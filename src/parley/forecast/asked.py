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
from parley.errors import QuestionError, UnknownActorError, nearest
from parley.forecast.asked_words import (
    Parts,
    describe_question,
    party_words,
    question_text,
    settles_text,
)
from parley.reading.actor_tables import ActorTable
from parley.terms import (
    EVENT_TYPES,
    MODES,
    STATUSES,
    SYMMETRIC,
    Band,
    EventType,
    Question,
    Status,
    make_id,
    party_of,
)

__all__ = [
    "WITHIN_DAYS",
    "describe_question",
    "fold_party",
    "make_question",
    "party_words",
    "question_id",
]

WITHIN_DAYS = 90
"""Days a question looks ahead when it names no end."""
_WIDEST = 1e6


def make_question(
    *,
    actors: Sequence[str],
    recipients: Sequence[str] = (),
    event_types: Sequence[str] = (),
    as_of: datetime,
    within_days: int | None = None,
    opens_on: date | None = None,
    closes_on: date | None = None,
    directed: bool | None = None,
    statuses: Sequence[Status] = ("actual", "ongoing"),
    at_least: int = 1,
    at_most: int | None = None,
    modes: Sequence[str] = (),
    band: Band | None = None,
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
        PLOVER types, any of them; those counted, by default all, when a `band` is asked for.
    as_of
        The moment the question is asked; the window opens on the first day after it.
    within_days, closes_on
        Length of the window, or its last day; 90 days when neither is given.
    opens_on
        First day of a window that opens later.
    directed
        Whether only acts of actors towards recipients count; by default so unless every
        type is one that all parties do together.
    statuses
        Statuses that count: actual, ongoing, planned, possible, denied.
    at_least, at_most
        On how many different days of the window the act has to fall; 0 and 0 ask that it
        does not happen.
    modes
        Modes of the types, any of them, such as `visit`; `-` stands for acts without one.
    band
        How far relations have to move, in place of one act.
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
    asked = text or ""
    kinds = tuple(dict.fromkeys(_event_type(name) for name in event_types))
    if band is not None and not kinds:
        kinds = EVENT_TYPES
    opening = opening_day(as_of)
    who = _codes(actors, table, opening)
    whom = _codes(recipients, table, opening)
    if not kinds:
        raise QuestionError("A question needs at least one type of act.", question=asked)
    if not who and not whom:
        raise QuestionError(
            "A question needs someone who acts or is acted upon, such as --actor USA.",
            question=asked,
        )
    first, last = _days(opening, opens_on, closes_on, within_days, asked)
    together = all(kind in SYMMETRIC for kind in kinds) or band is not None
    one_way = not together if directed is None else directed
    if together and not who:
        who, whom = whom, ()  # who is named first makes no difference
    if together and not whom and len(who) > 1:
        who, whom = (who[:1], who[1:]) if len(who) == 2 else (who, who)
    parts = Parts(
        who, whom, kinds, one_way, _statuses(statuses, asked), first, last, at_least, at_most,
        _modes(modes, kinds, asked), band,
    )  # fmt: skip
    _check(parts, asked)
    return Question(
        question_id=question_id(parts),
        text=text or question_text(parts, table),
        actors=who,
        recipients=whom,
        event_types=kinds,
        opens_on=first,
        closes_on=last,
        directed=one_way,
        statuses=parts.statuses,
        settles=settles_text(parts, table),
        at_least=at_least,
        at_most=at_most,
        modes=parts.modes,
        band=band,
    )


def question_id(parts: Parts) -> str:
    """Return the id of a question: the same parts are the same question.

    Counts, modes and bands are part of it only where they are asked for, so that a plain
    question has the id it always had.
    """
    more: list[object] = []
    if parts.at_least != 1 or parts.at_most is not None:
        more += ["days", parts.at_least, parts.at_most]
    if parts.modes:
        more += ["modes", *parts.modes]
    if parts.band is not None:
        more += ["band", parts.band.direction, parts.band.by, parts.band.measure]
    return make_id(
        "question", *parts.actors, "|", *parts.recipients, "|", *parts.event_types, "|",
        parts.opens_on, parts.closes_on, parts.directed, *parts.statuses, *more,
    )  # fmt: skip


def _check(parts: Parts, asked: str) -> None:
    """Raise for counts and bands that make no sense."""
    low, high = parts.at_least, parts.at_most
    if low < 0 or (high is not None and high < max(low, 0)) or (low == 0 and high is None):
        most = "" if high is None else f" and at most {high}"
        raise QuestionError(
            f"An act cannot happen on at least {low}{most} days. Ask for 1 or more days, or for "
            "at most so many, from 0 on.",
            question=asked,
        )
    if low > parts.days:
        raise QuestionError(
            f"The window from {parts.opens_on} to {parts.closes_on} has {parts.days} days, so an "
            f"act cannot happen on {low} of them. Ask for fewer days, or a longer window.",
            question=asked,
        )
    if parts.band is None:
        return
    if not 0.0 <= parts.band.by <= _WIDEST:
        raise QuestionError(
            f"Relations cannot move by {parts.band.by:g} points. Give a number from 0 up, on the "
            "scale from -10 to 10 for one act.",
            question=asked,
        )
    if low != 1 or high is not None or parts.modes:
        raise QuestionError(
            "A question about relations counts all acts: it takes no number of days and no mode.",
            question=asked,
        )


def _statuses(statuses: Sequence[str], asked: str) -> tuple[Status, ...]:
    found: list[Status] = []
    for name in statuses:
        match = next((status for status in STATUSES if status == name.strip().lower()), None)
        if match is None:
            close = nearest(name, STATUSES)
            hint = f" Did you mean {close!r}?" if close else ""
            raise QuestionError(
                f"No status {name!r}.{hint} Known: {', '.join(STATUSES)}.", question=asked
            )
        found.append(match)
    if not found:
        raise QuestionError("A question needs at least one status.", question=asked)
    return tuple(dict.fromkeys(found))


def _modes(modes: Sequence[str], kinds: Sequence[EventType], asked: str) -> tuple[str, ...]:
    known = tuple(dict.fromkeys(mode for kind in kinds for mode in MODES[kind]))
    found = []
    for name in modes:
        folded = name.strip().lower()
        if folded not in (*known, "-"):
            close = nearest(name, known)
            hint = f" Did you mean {close!r}?" if close else ""
            listed = f"Known: {', '.join(known)}." if known else "It has none."
            raise QuestionError(
                f"No mode {name!r} of {' or '.join(kinds)}.{hint} {listed}", question=asked
            )
        found.append(folded)
    return tuple(dict.fromkeys(found))


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
