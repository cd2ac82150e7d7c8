"""A question in plain words, understood.

In: a sentence such as "Will the USA and North Korea hold talks within 90 days?", an
actor table, and the moment it is asked. Out: `Question`, or `QuestionSet` where it asks
for several outcomes. The idea to know: what says how often (`questions_counts`), how
relations move (`questions_relations`) and which outcomes rival (`questions_outcomes`) is
taken out first; the rest is read as the statement that would answer it
(`questions_read`). What cannot be placed is told, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from parley.dynamics.series import opening_day
from parley.errors import QuestionError
from parley.forecast.asked import WITHIN_DAYS, describe_question, fold_party, make_question
from parley.forecast.outcomes import make_set, relations_set
from parley.forecast.questions_counts import Often, find_count
from parley.forecast.questions_outcomes import Split, split_outcomes, without_neither
from parley.forecast.questions_read import (
    EXAMPLE,
    Read,
    acts_in,
    check_names,
    read_question,
)
from parley.forecast.questions_relations import Relations, find_relations
from parley.forecast.questions_roles import Roles, roles_of
from parley.forecast.questions_window import window_of
from parley.reading.actor_tables import ActorTable
from parley.reading.text import split_text
from parley.terms import EventType, Question, QuestionSet

__all__ = [
    "EXAMPLE",
    "WITHIN_DAYS",
    "describe_question",
    "make_question",
    "parse_asked",
    "parse_question",
]

_LONGEST = 2_000
_CONDITION = re.compile(r"(?:if|should|when|once|unless|provided)\b[^?]*,", re.IGNORECASE)


def parse_question(
    text: str, *, table: ActorTable, as_of: datetime, within_days: int | None = None
) -> Question:
    """Understand a question in plain words that asks for one outcome.

    Parameters
    ----------
    text
        One question: who, what act, towards whom, how often, by when. Who is left out is
        anyone.
    table
        Names and codes of actors.
    as_of
        The moment it is asked; dates are reckoned from it, and the window opens on the
        first day that begins at or after it.
    within_days
        Days to look ahead when the words name no end.

    Raises
    ------
    QuestionError
        If no act is found, no party, the window is over, or several outcomes are asked for.
    UnknownActorError
        If a name is in no actor table.

    Examples
    --------
    >>> from datetime import UTC
    >>> from parley.reading.actor_tables import load_actor_table
    >>> question = parse_question(
    ...     "Will the USA and North Korea hold talks within 90 days?",
    ...     table=load_actor_table("world.v1"), as_of=datetime(2018, 3, 1, tzinfo=UTC),
    ... )
    >>> question.actors, question.recipients, question.event_types, str(question.closes_on)
    (('USA',), ('PRK',), ('CONSULT',), '2018-05-29')
    """
    found = parse_asked(text, table=table, as_of=as_of, within_days=within_days)
    if isinstance(found, QuestionSet):
        raise QuestionError(
            f"{found.text!r} asks for several outcomes: {', '.join(found.labels)}. Ask for one.",
            question=text,
        )
    return found


def parse_asked(
    text: str, *, table: ActorTable, as_of: datetime, within_days: int | None = None
) -> Question | QuestionSet:
    """Understand a question in plain words, of one outcome or several.

    Raises
    ------
    QuestionError
        If no act is found, no party, or the window is over.
    UnknownActorError
        If a name is in no actor table.

    Examples
    --------
    >>> from datetime import UTC
    >>> from parley.reading.actor_tables import load_actor_table
    >>> asked = parse_asked(
    ...     "Will the USA and Iran hold talks, trade threats, or neither within 30 days?",
    ...     table=load_actor_table("world.v1"), as_of=datetime(2018, 3, 1, tzinfo=UTC),
    ... )
    >>> asked.labels
    ('hold talks', 'trade threats', 'none of these')
    """
    asked = " ".join(text.split())
    if not asked:
        raise QuestionError(f"There is no question. Ask for example {EXAMPLE}.", question=text)
    if len(asked) > _LONGEST:
        raise QuestionError(
            f"The question has {len(asked):,} characters; one sentence is wanted, such as "
            f"{EXAMPLE}.",
            question=text,
        )
    if _CONDITION.match(asked):
        raise QuestionError(
            f"{asked!r} asks on a condition. Ask without it; `parley whatif` sets the chances with "
            "and without an event side by side.",
            question=text,
        )
    parsing = _Parsing(asked, table, as_of, within_days)
    relations = find_relations(asked)
    if relations is not None:
        return parsing.relations(relations)
    split = split_outcomes(asked, parsing.is_act)
    if split is not None:
        return parsing.outcomes(split)
    return parsing.one(without_neither(asked))


@dataclass(frozen=True, slots=True)
class _Parts:
    """One outcome as it was read, before it is a question."""

    roles: Roles
    event_types: tuple[EventType, ...]
    modes: tuple[str, ...]
    often: Often
    days: tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class _Parsing:
    """One question in the making: its words, the actor table, the moment."""

    asked: str
    table: ActorTable
    as_of: datetime
    within_days: int | None

    def is_act(self, words: str, after: int = 1) -> bool:
        """Tell whether words begin with an act, after so many other words at most."""
        on = opening_day(self.as_of)
        for lead in ("", "They will conduct ", "They will "):
            said = split_text(f"{lead}{words}.")
            for span, *_ in acts_in(said, on)[:1]:
                # With "conduct", verb and noun may be one: then two words of it are given.
                room = after if span.start >= len(lead) else after + 2
                reached = span.start if span.start >= len(lead) else span.end
                if len(said.text[len(lead) : reached].split()) <= room:
                    return True
        return False

    def one(self, words: str) -> Question:
        """Read a question of one outcome."""
        parts = self._parts(words)
        return self._question(parts, self.asked)

    def relations(self, relations: Relations) -> Question | QuestionSet:
        """Read a question about how relations move."""
        read = read_question(relations.rest, self.table, self.as_of)
        codes = list(dict.fromkeys(_relation_codes(read)))
        if len(codes) < 2:
            raise QuestionError(
                f"Whose relations {self.asked!r} asks about was not understood: two parties are "
                'wanted. Ask for example "Will relations between Russia and Turkey worsen by 2 '
                'within 30 days?".',
                question=self.asked,
            )
        opens_on, closes_on = window_of(read.said.text, read.dates, self.as_of, self.asked)
        question = make_question(
            actors=codes,
            as_of=self.as_of,
            within_days=self.within_days if closes_on is None else None,
            opens_on=opens_on,
            closes_on=closes_on,
            directed=False,
            band=relations.bands[0],
            text=self.asked,
        )
        if len(relations.bands) > 1:
            return relations_set(question, text=self.asked)
        return question

    def outcomes(self, split: Split) -> QuestionSet:
        """Read a question of several outcomes."""
        read = [self._parts(words) for words in split.outcomes]
        whole = next((parts.days for parts in reversed(read) if parts.days[1] is not None), None)
        questions = []
        for parts in _with_parties(read):
            days = parts.days if parts.days[1] is not None or whole is None else whole
            questions.append(self._question(replace(parts, days=days), None))
        return make_set(questions, exclusive=split.exclusive, labels=split.labels, text=self.asked)

    def _parts(self, words: str) -> _Parts:
        often = find_count(words, self.is_act)
        read = read_question(often.rest, self.table, self.as_of)
        act = read.act
        if act is None:
            raise QuestionError(
                f"Which act {self.asked!r} asks about was not understood: none of its words is "
                f"known for an act between parties. Ask for example {EXAMPLE}, or use --actor and "
                "--type.",
                question=self.asked,
            )
        check_names(read.said, read.mentions, act, read.dates, self.table)
        roles = roles_of(read.said, read.mentions, act)
        if not roles.actors and not roles.recipients:
            raise QuestionError(
                f"Whom {self.asked!r} asks about was not understood: it names no party. "
                f"Ask for example {EXAMPLE}.",
                question=self.asked,
            )
        days = window_of(read.said.text, read.dates, self.as_of, self.asked)
        return _Parts(roles, act.event_types, act.modes, often, days)

    def _question(self, parts: _Parts, text: str | None) -> Question:
        opens_on, closes_on = parts.days
        return make_question(
            actors=parts.roles.actors,
            recipients=parts.roles.recipients,
            event_types=parts.event_types,
            as_of=self.as_of,
            within_days=self.within_days if closes_on is None else None,
            opens_on=opens_on,
            closes_on=closes_on,
            directed=parts.roles.directed,
            at_least=parts.often.at_least,
            at_most=parts.often.at_most,
            modes=parts.modes,
            text=text,
        )


def _relation_codes(read: Read) -> list[str]:
    return [
        fold_party(mention.code, keep_sector=False)
        for mention in read.mentions
        if mention.code != "-" and mention.how != "pronoun"
    ]


def _with_parties(read: Sequence[_Parts]) -> list[_Parts]:
    """Give outcomes that leave their parties out those of the others.

    "Will A threaten, attack or sanction B, or neither": B is whom each is directed at.
    "Will A and B hold talks, impose sanctions, or neither": on one another.
    """
    whom = next((parts.roles.recipients for parts in reversed(read) if parts.roles.recipients), [])
    filled = []
    for parts in read:
        roles = parts.roles
        if not roles.recipients and roles.directed is None and len(roles.actors) == 2:
            roles = Roles(roles.actors[:1], roles.actors[1:], False)
        elif not roles.recipients and roles.actors and whom and whom != roles.actors:
            roles = Roles(roles.actors, [code for code in whom if code not in roles.actors], None)
        filled.append(replace(parts, roles=roles))
    return filled
