"""A question in plain words, understood.

In: a sentence such as "Will the USA and North Korea hold talks within 90 days?", an
actor table, and the moment it is asked. Out: `Question`. The idea to know: the question
is turned into the statement that would answer it ("the USA and North Korea will hold
talks ...") and read with the same parts that read reports; what cannot be placed is told,
never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from parley.dynamics.series import opening_day
from parley.errors import QuestionError, UnknownActorError
from parley.forecast.asked import WITHIN_DAYS, describe_question, fold_party, make_question
from parley.reading.actor_tables import ActorTable
from parley.reading.actors import find_actors
from parley.reading.dates import DateMention, find_dates
from parley.reading.lexicon import types_in
from parley.reading.text import Text, split_text
from parley.terms import SYMMETRIC, ActorMention, EventType, Question, Span

__all__ = ["EXAMPLE", "WITHIN_DAYS", "describe_question", "make_question", "parse_question"]

EXAMPLE = '"Will the USA and North Korea hold talks within 90 days?"'

_FRAME = re.compile(
    r"""^\s*(?:
        (?:how\s+(?:likely|probable)\s+is\s+it|is\s+it\s+(?:likely|probable)) (?:\s+that)?
      | what(?:['’]s|\s+is|\s+are)?\s+(?:the\s+)?(?:chances?|odds|probability|likelihood)
        (?:\s+(?:of|that|for))? (?:\s+there\s+being)?
      | will\s+there\s+be | will | would | shall | might | may | could | can | does | do | is | are
    )\s+""",
    re.IGNORECASE | re.VERBOSE,
)
_LENGTH = re.compile(
    r"""\b(?:with)?in \s+ (?:the\s+)? (?:(?:next|coming|following)\s+)?
        (?P<n>\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) \s+
        (?P<unit>day|week|fortnight|month|year)s?\b
      | \b(?:over|during|for|in) \s+ the \s+ (?:next|coming) \s+
        (?P<n2>\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)? \s*
        (?P<unit2>day|week|fortnight|month|year)s?\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_RECIPROCAL = re.compile(
    r"\b(?:each\s+other|one\s+another|clash|clashes|go\s+to\s+war|at\s+war|war|fight|fighting|"
    r"skirmish|exchange\s+fire)\b",
    re.IGNORECASE,
)
_ANYONE = re.compile(
    r"\b(?:any|some)(?:one|body|\s+(?:state|country|nation|party|other\s+\w+))?\b|\bwho\b", re.I
)
_NAMES = re.compile(r"(?:the\s+)?[A-Z][\w.'’-]*(?:\s+(?:and\s+|or\s+)?[A-Z][\w.'’-]*)*")
_LEAD = re.compile(r"(?:the|an?|any|one|some|either|both|of|\s)*", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:be|been|being|get|gets|got)\s+$", re.IGNORECASE)
_NO_NAMES = frozenset(
    """i a the this that within before after until till by on in next coming will would talks
    january february march april may june july august september october november december jan
    feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday
    saturday sunday christmas easter ramadan new year day""".split()
)


@dataclass(frozen=True, slots=True)
class _Act:
    """The words of the act asked about, with their types."""

    span: Span
    event_types: tuple[EventType, ...]


def parse_question(
    text: str, *, table: ActorTable, as_of: datetime, within_days: int | None = None
) -> Question:
    """Understand a question in plain words.

    Parameters
    ----------
    text
        One question: who, what act, towards whom, by when. Who is left out is anyone.
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
        If no act is found, no party, or the window is over.
    UnknownActorError
        If a name is in no actor table.

    Examples
    --------
    >>> from parley.reading.actor_tables import load_actor_table
    >>> question = parse_question(
    ...     "Will the USA and North Korea hold talks within 90 days?",
    ...     table=load_actor_table("world.v1"), as_of=datetime(2018, 3, 1, tzinfo=UTC),
    ... )
    >>> question.actors, question.recipients, question.event_types, str(question.closes_on)
    (('USA',), ('PRK',), ('CONSULT',), '2018-05-29')
    """
    asked = " ".join(text.split())
    if not asked:
        raise QuestionError(f"There is no question. Ask for example {EXAMPLE}.", question=text)
    said, mentions, act = _read(asked, table, as_of)
    dates = find_dates(said, published_on=as_of.astimezone(UTC).date(), prefer="future")
    if act is None:
        raise QuestionError(
            f"Which act {asked!r} asks about was not understood: none of its words is known for "
            f"an act between parties. Ask for example {EXAMPLE}, or use --actor and --type.",
            question=text,
        )
    mentions = tuple(m for m in mentions if not any(m.span.overlap(found.span) for found in dates))
    _check_names(said, mentions, act, dates, table)
    actors, recipients, directed = _roles(said, mentions, act)
    if not actors and not recipients:
        raise QuestionError(
            f"Whom {asked!r} asks about was not understood: it names no party. "
            f"Ask for example {EXAMPLE}.",
            question=text,
        )
    opens_on, closes_on = _window(said.text, dates, as_of, asked)
    return make_question(
        actors=actors,
        recipients=recipients,
        event_types=act.event_types,
        as_of=as_of,
        within_days=within_days if closes_on is None else None,
        opens_on=opens_on,
        closes_on=closes_on,
        directed=directed,
        text=asked,
    )


def _read(
    asked: str, table: ActorTable, as_of: datetime
) -> tuple[Text, tuple[ActorMention, ...], _Act | None]:
    """Read a question as the statement that would answer it."""
    on = opening_day(as_of)
    body = _FRAME.sub("", asked).rstrip(" ?.!")
    if body == body.lower():
        body = _capitalised(body, table, on)
    body = _full_names(body, table, on)
    first = split_text(f"{body}.")
    mentions = find_actors(first, table, published_on=on).mentions
    act = None
    for candidate in _as_statements(body, mentions):
        said = split_text(candidate)
        act = _find_act(said, on)
        if act is not None:
            return said, find_actors(said, table, published_on=on).mentions, act
    return first, mentions, act


def _full_names(body: str, table: ActorTable, on: date) -> str:
    """Write out a person's surname, where one in office that day, and only one, has it."""
    by_surname: dict[str, set[str]] = {}
    for (kind, _), party in table.parties.items():
        if kind == "person" and party.holds_on(on) and " " in party.name:
            by_surname.setdefault(party.name.rsplit(" ", 1)[1], set()).add(party.name)
    pieces = re.split(r"(\s+)", body)
    for i in range(0, len(pieces), 2):
        word = re.match(r"[\w-]+", pieces[i])
        if word is None or len(by_surname.get(word[0], ())) != 1:
            continue
        if table.resolve(word[0], on=on) is None and not (i and pieces[i - 2][:1].isupper()):
            pieces[i] = min(by_surname[word[0]]) + pieces[i][word.end() :]
    return "".join(pieces)


def _as_statements(body: str, mentions: Sequence[ActorMention]) -> list[str]:
    """Return the question as statements: with "will" after its subject, and as it is."""
    plain = f"{body}."
    if re.search(r"\bwill\b", body, re.IGNORECASE):
        return [plain]
    found = []
    end = 0
    for mention in mentions:
        # The subject is the first party and those joined to it.
        between = body[end : mention.span.start]
        if end and not re.fullmatch(r"\s*(?:,|and|or|, and|, or|with)?\s*", between):
            break
        if end or _LEAD.fullmatch(body[: mention.span.start]):
            end = mention.span.end
    if end:
        found.append(f"{body[:end]} will{body[end:]}.")
    elif subject := _ANYONE.match(body) or _NAMES.match(body):
        found.append(f"{body[: subject.end()]} will{body[subject.end() :]}.")
    return [*found, plain]


def _find_act(said: Text, on: date) -> _Act | None:
    """Return the first act of a statement, with those joined to it by "or"."""
    hits = _hits(said, on)
    if not hits:
        return None
    span, first = hits[0]
    kinds = [first]
    for other, event_type in hits[1:]:
        if re.search(r"\bor\b", said.text[span.end : other.start]):
            kinds.append(event_type)
            span = Span(span.start, other.end)
    joined = re.search(r"\bor\s+", said.text[span.start : span.end + len(" or ")])
    if joined is not None and len(kinds) == 1:
        # "will threaten or attack": the second verb is read in the place of the first.
        cut = joined.end()
        without = split_text(said.text[: span.start] + said.text[span.start + cut :])
        for other, event_type in _hits(without, on)[:1]:
            kinds.append(event_type)
            span = Span(span.start, other.end + cut)
    return _Act(span, tuple(dict.fromkeys(kinds)))


def _hits(said: Text, on: date) -> list[tuple[Span, EventType]]:
    """Return the words for acts that are no part of a date: March marches nowhere."""
    dates = find_dates(said, published_on=on, prefer="future")
    return [
        (span, event_type)
        for span, event_type, _ in types_in(said)
        if not any(span.overlap(found.span) for found in dates)
    ]


def _roles(
    said: Text, mentions: Sequence[ActorMention], act: _Act
) -> tuple[list[str], list[str], bool | None]:
    """Tell who acts from whom it is done to, by their places around the act."""
    parties = [m for m in mentions if m.code != "-" and m.how != "pronoun"]
    before = [m for m in parties if m.span.end <= act.span.start]
    after = [m for m in parties if m.span.start >= act.span.end]
    inside = [m for m in parties if m not in before and m not in after]
    actors, others = _codes(before), _codes([*inside, *after])
    together = [event_type in SYMMETRIC for event_type in act.event_types]
    if all(together) and (not actors or not others):
        return actors or others, [], None  # make_question deals them out
    if any(together) and len(actors) == 2 and not others:
        return actors[:1], actors[1:], False
    if (
        not actors
        and len(others) > 1
        and re.match(r"\s*between\b", said.text[act.span.end :], re.IGNORECASE)
    ):
        return others[:1], others[1:], False
    if _PASSIVE.search(said.text[: act.span.start]):
        by = re.search(r"\bby\b", said.text[act.span.end :], re.IGNORECASE)
        doers = [m for m in after if by and m.span.start > act.span.end + by.start()]
        return _codes(doers), actors, None
    if len(actors) == 2 and not others and _RECIPROCAL.search(said.text[act.span.start :]):
        return actors[:1], actors[1:], False
    return actors, [code for code in others if code not in actors], None


def _codes(mentions: Sequence[ActorMention]) -> list[str]:
    """Return party codes; a sector is kept where a role or group was named, not a person."""
    named = {"role", "group", "agency"}
    codes = [
        # "troops from Syria", withdrawn, are not Syria's.
        fold_party(m.code, keep_sector=m.how in named and " from " not in m.surface)
        for m in mentions
    ]
    return list(dict.fromkeys(codes))


def _check_names(
    said: Text, mentions: Sequence[ActorMention], act: _Act, dates: Sequence[DateMention],
    table: ActorTable,
) -> None:  # fmt: skip
    """Raise for a name that no table knows, and for a party that cannot be placed."""
    covered = [act.span, *(m.span for m in mentions if m.code != "-")]
    covered += [found.span for found in dates]
    run: list[str] = []
    tokens = said.tokens
    for token in tokens:
        is_name = (
            token.is_capital
            and not any(token.span.overlap(span) for span in covered)
            and token.span.of(said.text).casefold() not in _NO_NAMES
            and not _ANYONE.fullmatch(token.span.of(said.text))
        )
        if is_name:
            run.append(token.span.of(said.text))
        elif run:
            break
    name = " ".join(run)
    vague = [m for m in mentions if m.code == "-" and not _ANYONE.match(m.surface)]
    if name and not any(name.casefold() in m.surface.casefold() for m in vague):
        raise UnknownActorError(name, table=table.name, known=table.known_names())
    if vague:
        raise QuestionError(
            f"Which party is meant by {vague[0].surface!r} is not clear. Name it, as in "
            '"Syrian rebels", or leave it out to ask about anyone.',
            question=said.text,
        )


def _window(
    said: str, dates: Sequence[DateMention], as_of: datetime, asked: str
) -> tuple[date | None, date | None]:
    """Return first and last day as the words have them; None where they leave it open."""
    opening = opening_day(as_of)
    length = _LENGTH.search(said)
    if length is not None:
        return None, _after(opening, length)
    for found in dates:
        if found.kind in {"since", "recurring"}:
            continue
        interval = found.interval
        if interval.end < opening and found.other is not None:
            interval = found.other
        if interval.end < opening:
            raise QuestionError(
                f"The window of {asked!r} is over: it closes on {interval.end}, and the first day "
                f"not known yet is {opening}. Name a later day, or ask as of an earlier moment.",
                question=asked,
            )
        starts = interval.start if found.kind == "point" else opening
        return max(starts, opening), interval.end
    return None, None


def _after(opening: date, length: re.Match[str]) -> date:
    """Return the last day of a window of so many days, weeks, months or years."""
    number = (length["n"] or length["n2"] or "one").lower()
    unit = (length["unit"] or length["unit2"]).lower()
    n = 1 if number in {"a", "an"} else int(number) if number.isdigit() else _NUMBERS.index(number)
    days = {"day": 1, "week": 7, "fortnight": 14}.get(unit)
    if days is not None:
        return opening + timedelta(days=max(1, n * days) - 1)
    months = opening.month - 1 + n * (12 if unit == "year" else 1)
    year, month = opening.year + months // 12, months % 12 + 1
    for day in range(opening.day, 0, -1):  # 31 January and a month: the last of February
        try:
            return date(year, month, day) - timedelta(days=1)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def _capitalised(body: str, table: ActorTable, on: date) -> str:
    """Write names in a question without capitals as the table has them."""
    words = body.split(" ")
    i = 0
    while i < len(words):
        for n in range(min(4, len(words) - i), 0, -1):
            phrase = " ".join(words[i : i + n]).strip(",;:")
            if len(phrase) < 3 or phrase in _NO_NAMES:
                continue
            found = table.resolve(phrase, on=on) or table.resolve(phrase.title(), on=on)
            if found is not None and found.how in {"name", "demonym", "capital", "code"}:
                words[i : i + n] = [_capital(word) for word in words[i : i + n]]
                i += n - 1
                break
        i += 1
    return " ".join(words)


def _capital(word: str) -> str:
    upper = {"usa", "us", "uk", "eu", "un", "nato", "drc", "uae"}
    if word.strip(",;:") in upper:
        return word.upper()
    return word if word in {"of", "the", "and"} else word[:1].upper() + word[1:]
