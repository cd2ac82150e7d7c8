"""A question read as the statement that would answer it.

In: the words of a question and an actor table. Out: `Read`: the statement, its parties,
the act asked about and the days it names. The idea to know: questions are read with the
same parts that read reports, so a word means the same in both; what cannot be placed is
told, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from parley.dynamics.series import opening_day
from parley.errors import QuestionError, UnknownActorError
from parley.forecast.questions_roles import ActWords
from parley.reading.actor_tables import ActorTable
from parley.reading.actors import find_actors
from parley.reading.dates import DateMention, find_dates
from parley.reading.lexicon import types_in
from parley.reading.text import Text, split_text
from parley.terms import ActorMention, EventType, Span

__all__ = [
    "EXAMPLE",
    "Read",
    "acts_in",
    "check_names",
    "party_mentions",
    "read_question",
]

EXAMPLE = '"Will the USA and North Korea hold talks within 90 days?"'

_FRAME = re.compile(
    r"""^\s*(?:
        (?:how\s+(?:likely|probable)\s+is\s+it|is\s+it\s+(?:likely|probable)) (?:\s+that)?
      | how\s+(?:likely|probable)\s+(?:is|are)(?:\s+there\s+to\s+be)?
      | (?:the\s+)?(?:chances?|odds|probability|likelihood)\s+(?:of|that)
      | what(?:['’]s|\s+is|\s+are)?\s+(?:the\s+)?(?:chances?|odds|probability|likelihood)
        (?:\s+(?:of|that|for))? (?:\s+there\s+being)?
      | will\s+there\s+be | will | would | shall | might | may | could | can | does | do | is | are
    )\s+""",
    re.IGNORECASE | re.VERBOSE,
)
_LISTED = re.compile(r"(?P<verbs>\w+(?:\s*,\s*\w+)+),?\s+or\s+(?P<last>\w+)", re.IGNORECASE)
_ANYONE = re.compile(
    r"\b(?:any|some)(?:one|body|\s+(?:state|country|nation|party|other\s+\w+))?\b|\bwho\b", re.I
)
_NAMES = re.compile(r"(?:the\s+)?[A-Z][\w.'’-]*(?:\s+(?:and\s+|or\s+)?[A-Z][\w.'’-]*)*")
_LEAD = re.compile(r"(?:the|an?|any|one|some|either|both|of|\s)*", re.IGNORECASE)
_NO_NAMES = frozenset(
    """i a the this that within before after until till by on in next coming will would talks
    january february march april may june july august september october november december jan
    feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday
    saturday sunday christmas easter ramadan new year day""".split()
)


_CODE = re.compile(r"(?<![\w-])[A-Z]{2,6}(?:-[A-Z]{3})?(?![\w-])")
_PLAIN_MODES = {
    "visit": re.compile(r"\bvisit", re.IGNORECASE),
    "phone": re.compile(r"\b(?:tele)?phone|\bcall\b", re.IGNORECASE),
    "expel": re.compile(r"\bexpel|\bexpuls", re.IGNORECASE),
    "arrest": re.compile(r"\barrest|\bdetain|\bdetention", re.IGNORECASE),
    "deport": re.compile(r"\bdeport", re.IGNORECASE),
    "aerial": re.compile(r"\bair\s?-?(?:strike|raid)", re.IGNORECASE),
    "riot": re.compile(r"\briot", re.IGNORECASE),
}
"""Modes that words set: those that say of an act what its type does not, and that data sets
tell apart too. "Impose sanctions" and "withdraw troops" only name the type."""


_BEFORE_MONTH = frozenset(
    "in by before until till since during of early late mid this next last after from to".split()
)
_TOGETHER = (
    (re.compile(r"\b(?:trade|swap)\s+(?=(?:threats|accusations|insults|blows|blame|fire)\b)", re.I),
     "exchange "),
    (re.compile(r"\b(?:the\s+two|both)\s+Koreas\b", re.IGNORECASE), "North Korea and South Korea"),
)  # fmt: skip
"""Turns of phrase that would be read as another act, or as nobody's."""


@dataclass(frozen=True, slots=True)
class Read:
    """A question as a statement: its text, the parties named, the act, the days."""

    said: Text
    mentions: tuple[ActorMention, ...]
    act: ActWords | None
    dates: tuple[DateMention, ...]


def read_question(asked: str, table: ActorTable, as_of: datetime) -> Read:
    """Read a question as the statement that would answer it."""
    on = opening_day(as_of)
    body = _FRAME.sub("", asked).rstrip(" ?.!")
    for pattern, words in _TOGETHER:
        body = pattern.sub(words, body)
    if body == body.upper():  # shouted: capitals tell nothing
        body = body.lower()
    if body == body.lower():
        body = _capitalised(body, table, on)
    body = _full_names(body, table, on)
    first = split_text(f"{body}.")
    mentions = party_mentions(first, table, on)
    said, act = first, None
    for candidate in _as_statements(body, mentions):
        text = split_text(candidate)
        act = _find_act(text, on)
        if act is not None:
            said, mentions = text, party_mentions(text, table, on)
            break
    dates = find_dates(said, published_on=as_of.astimezone(UTC).date(), prefer="future")
    free = tuple(m for m in mentions if not any(m.span.overlap(found.span) for found in dates))
    return Read(said, free, act, tuple(dates))


def party_mentions(said: Text, table: ActorTable, on: date) -> tuple[ActorMention, ...]:
    """Return the parties that a text names, codes such as `RUR` or `PRK-MIL` among them."""
    found = list(find_actors(said, table, published_on=on).mentions)
    for code in _CODE.finditer(said.text):
        span = Span(code.start(), code.end())
        resolved = table.resolve(code[0], on=on)
        if resolved is None or resolved.how != "code":
            continue
        over = [m for m in found if m.span.overlap(span)]
        if any(m.code != "-" for m in over):
            continue
        found = [m for m in found if m not in over]
        found.append(ActorMention(span, code[0], resolved.code, resolved.name, "code"))
    return tuple(sorted(found, key=lambda mention: mention.span))


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
        if word[0].casefold() in _NO_NAMES and _dates_it(pieces, i):
            continue  # "by May 2018" names no prime minister
        if table.resolve(word[0], on=on) is None and not (i and pieces[i - 2][:1].isupper()):
            pieces[i] = min(by_surname[word[0]]) + pieces[i][word.end() :]
    return "".join(pieces)


def _dates_it(pieces: Sequence[str], i: int) -> bool:
    """Tell whether a word stands where a month does."""
    before = pieces[i - 2].casefold() if i >= 2 else ""
    after = pieces[i + 2] if i + 2 < len(pieces) else ""
    return before in _BEFORE_MONTH or before.isdigit() or after[:1].isdigit()


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


def _find_act(said: Text, on: date) -> ActWords | None:
    """Return the first act of a statement, with those joined to it by "or"."""
    hits = acts_in(said, on)
    if not hits:
        return None
    span, *first = hits[0]
    kinds = [first]
    for other, *kind in hits[1:]:
        if re.search(r"\bor\b", said.text[span.end : other.start]):
            kinds.append(kind)
            span = Span(span.start, other.end)
    listed = _LISTED.match(said.text[span.start :])
    if listed is not None:
        # "will threaten, sanction or attack": each verb is read in the place of the first.
        rest = said.text[span.start + listed.end() :]
        kinds = [first]
        for verb in [*re.findall(r"\w+", listed["verbs"])[1:], listed["last"]]:
            without = split_text(f"{said.text[: span.start]}{verb}{rest}")
            kinds += [kind for _, *kind in acts_in(without, on)[:1]]
        span = Span(span.start, span.start + listed.end())
    joined = re.search(r"\bor\s+", said.text[span.start : span.end + len(" or ")])
    if joined is not None and len(kinds) == 1:
        # "will threaten or attack": the second verb is read in the place of the first.
        cut = joined.end()
        without = split_text(said.text[: span.start] + said.text[span.start + cut :])
        for other, *kind in acts_in(without, on)[:1]:
            kinds.append(kind)
            span = Span(span.start, other.end + cut)
    types: list[EventType] = [kind[0] for kind in kinds]  # type: ignore[misc]
    words = said.text[span.start : span.end]
    named = [mode if mode in _PLAIN_MODES and _PLAIN_MODES[mode].search(words) else None
             for _, mode in kinds]  # fmt: skip
    modes = tuple(dict.fromkeys(mode for mode in named if mode)) if all(named) else ()
    return ActWords(span, tuple(dict.fromkeys(types)), modes)


def acts_in(said: Text, on: date) -> list[tuple[Span, EventType, str | None]]:
    """Return the words for acts that are no part of a date: March marches nowhere."""
    dates = find_dates(said, published_on=on, prefer="future")
    return [hit for hit in types_in(said) if not any(hit[0].overlap(found.span) for found in dates)]


def check_names(
    said: Text, mentions: Sequence[ActorMention], act: ActWords, dates: Sequence[DateMention],
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
            if found is not None and found.how in {"name", "demonym", "capital"}:
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
