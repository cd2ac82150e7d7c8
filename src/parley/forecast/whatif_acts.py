"""An act to suppose, understood.

In: words such as "USA sanctions Iran on 2018-08-07", or parties and a PLOVER type as in
"USA and PRK CONSULT on 2018-03-08". Out: `SupposedAct`, and the event it would have been. The
idea to know: plain words are read by the reader that reads reports, as a report of that
day; what comes out is shown before anything is reckoned with it, and it never becomes a
row of the record.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from parley.dynamics.series import opening_day
from parley.errors import InputError, QuestionError, UnknownActorError
from parley.forecast.asked import fold_party
from parley.forecast.questions import parse_question
from parley.reading.actor_tables import ActorTable
from parley.reading.dates import DateMention, find_dates
from parley.reading.reader import RulesReader
from parley.reading.text import split_text
from parley.terms import (
    EVENT_TYPES,
    MODES,
    SYMMETRIC,
    DateInterval,
    Event,
    EventType,
    Mention,
    Report,
    make_id,
)

__all__ = ["EXAMPLE", "SUPPOSED", "SupposedAct", "act_event", "parse_act"]

EXAMPLE = '"USA and PRK CONSULT on 2018-03-08" or "USA sanctions Iran on 2018-08-07"'
SUPPOSED = "supposed"
"""The origin of an event that is only supposed."""

_TYPE = re.compile(rf"(?<![\w/-])({'|'.join(EVENT_TYPES)})(?:/([a-z][\w-]*))?(?![\w-])")
_AND = re.compile(r"\s*(?:,|&|\band\b|\bwith\b)\s*", re.IGNORECASE)
_TOWARDS = re.compile(r"^\s*(?:to|towards?|against|with|from|of|by|:|→|->)\s+", re.IGNORECASE)
_DANGLING = re.compile(r"\b(?:on|in|at|by|during)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SupposedAct:
    """Who does what to whom on a day, supposed; `words` as they were given."""

    words: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    event_type: EventType
    mode: str | None
    happened_on: date

    @property
    def known_from(self) -> datetime:
        """The first midnight after it: from then on it would have been known."""
        return datetime.combine(self.happened_on + timedelta(days=1), time(0), UTC)


def parse_act(text: str, *, table: ActorTable, as_of: datetime) -> SupposedAct:
    """Understand an act to suppose.

    Parameters
    ----------
    text
        Parties and a PLOVER type in capitals (`USA SANCTION IRN`, with a mode as in
        `CONSULT/visit`), or plain words. Without a day, the last one that is over.
    table
        Names and codes of actors.
    as_of
        The moment one asks; dates are reckoned from it.

    Raises
    ------
    InputError
        If no act, or nobody who does it, is found in the words.
    UnknownActorError
        If a name is in no actor table.

    Examples
    --------
    >>> from parley.reading.actor_tables import load_actor_table
    >>> act = parse_act(
    ...     "USA and PRK CONSULT/visit on 2018-03-08", table=load_actor_table("world.v1"),
    ...     as_of=datetime(2018, 3, 9, tzinfo=UTC),
    ... )
    >>> act.actors, act.recipients, act.event_type, act.mode, str(act.happened_on)
    (('USA', 'PRK'), (), 'CONSULT', 'visit', '2018-03-08')
    """
    words = " ".join(text.split())
    if not words:
        raise InputError(f"There is no act to suppose. Write for example {EXAMPLE}.")
    body, day = _without_date(words, as_of)
    typed = _TYPE.search(body)
    found = (
        _from_type(words, body, typed, day, table)
        if typed is not None
        else _from_reading(words, body, day, table) or _from_question(words, body, day, table)
    )
    if found is None:
        raise InputError(
            f"Which act {words!r} supposes was not understood. Write for example {EXAMPLE}; the "
            f"types are {', '.join(EVENT_TYPES)}."
        )
    return found


def act_event(act: SupposedAct, *, recorded_at: datetime) -> Event:
    """Return the event that an act would have been, published by the next midnight.

    Its origin is `supposed`, and its id tells it from every event of the record.
    """
    return Event(
        event_id=make_id(
            SUPPOSED, act.event_type, act.mode, *act.actors, "|", *act.recipients, act.happened_on
        ),
        event_type=act.event_type,
        mode=act.mode,
        contexts=(),
        actors=act.actors,
        recipients=act.recipients,
        status="actual",
        happened_on=DateInterval(act.happened_on, act.happened_on, "day"),
        published_at=act.known_from,
        recorded_at=recorded_at,
        origin=SUPPOSED,
        n_reports=1,
        n_independent=1,
        actor_names=act.actors,
        recipient_names=act.recipients,
        original=act.words,
    )


def _without_date(words: str, as_of: datetime) -> tuple[str, date]:
    """Return the words less their date, and the day of the act."""
    opening = opening_day(as_of)
    dates = find_dates(split_text(f"{words}."), published_on=opening, prefer="past")
    days = [found for found in dates if found.kind == "point"]
    if not days:
        return words.rstrip(" ."), opening - timedelta(days=1)
    found = days[0]
    if (found.interval.end - found.interval.start).days:
        raise InputError(
            f"{words!r} supposes an act some time from {found.interval.start} to "
            f"{found.interval.end}. Name one day, such as 2018-03-08."
        )
    return _cut(words, found), found.interval.start


def _cut(words: str, found: DateMention) -> str:
    before = _DANGLING.sub("", words[: found.span.start].rstrip())
    return " ".join(f"{before} {words[found.span.end :]}".split()).rstrip(" .,")


def _from_type(
    words: str, body: str, typed: re.Match[str], day: date, table: ActorTable
) -> SupposedAct:
    event_type: EventType = typed[1]  # type: ignore[assignment]
    mode = typed[2]
    if mode is not None and mode not in MODES[event_type]:
        known = ", ".join(MODES[event_type]) or "none"
        raise InputError(f"{event_type} has no mode {mode!r}. Known: {known}.")
    left = _codes(body[: typed.start()], table, day)
    right = _codes(_TOWARDS.sub("", body[typed.end() :]), table, day)
    return _made(words, left, right, event_type, mode, day)


def _codes(names: str, table: ActorTable, day: date) -> list[str]:
    codes = []
    for name in _AND.split(names.strip()):
        if not name:
            continue
        found = table.resolve(name, on=day)
        if found is None or found.code == "-":
            raise UnknownActorError(name, table=table.name, known=table.known_names())
        codes.append(fold_party(found.code, keep_sector=True))
    return codes


def _from_reading(words: str, body: str, day: date, table: ActorTable) -> SupposedAct | None:
    """Read the words as a report of that day, and take its first act."""
    report = Report(f"{body}.", datetime.combine(day, time(12), UTC))
    mentions = RulesReader(table).read_report(report).mentions
    if any(mention.status == "denied" for mention in mentions):
        raise InputError(
            f"{words!r} supposes that something does not happen. To leave out an event that "
            "happened, name its id with --without."
        )
    for mention in mentions:
        left, right = _parties(mention, "actors"), _parties(mention, "recipients")
        if left:
            return _made(words, left, right, mention.event_type, mention.mode, day)
    return None


def _parties(mention: Mention, side: str) -> list[str]:
    found = mention.actors if side == "actors" else mention.recipients
    return [fold_party(each.code, keep_sector=True) for each in found if each.code != "-"]


def _from_question(words: str, body: str, day: date, table: ActorTable) -> SupposedAct | None:
    """Take the act that the words would ask about: the second reading of plain words."""
    as_of = datetime.combine(day, time(0), UTC)
    try:
        asked = parse_question(body, table=table, as_of=as_of)
    except UnknownActorError:
        raise
    except QuestionError:
        return None
    if not asked.actors:
        return None
    return _made(words, asked.actors, asked.recipients, asked.event_types[0], None, day)


def _made(
    words: str, left: Sequence[str], right: Sequence[str], event_type: EventType,
    mode: str | None, day: date,
) -> SupposedAct:  # fmt: skip
    """Put an act together; what all parties do together has them all as actors."""
    if event_type in SYMMETRIC:
        left, right = [*left, *right], []
    actors = tuple(dict.fromkeys(left))
    recipients = tuple(code for code in dict.fromkeys(right) if code not in actors)
    if not actors or (event_type in SYMMETRIC and len(actors) < 2):
        needed = "two parties or more" if event_type in SYMMETRIC else "someone who does it"
        raise InputError(f"{event_type} in {words!r} needs {needed}. Write for example {EXAMPLE}.")
    return SupposedAct(words, actors, recipients, event_type, mode, day)
