"""The relay of a report: the media through which its main news came, outermost first.

In: a text with its actors. Out: names of media. The idea to know: the chain is put
together from the frame (dateline and credit line) and from the relay sentences of the
first paragraphs; within a sentence, whoever is cited stands behind whoever cites.
Media cited later for a side remark are not in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parley.reading.actor_tables import ActorTable
from parley.reading.actors import Actors
from parley.reading.media import is_medium_code, is_medium_phrase, medium_name
from parley.reading.text import Sentence, Text
from parley.terms import ActorMention, Span

__all__ = ["find_relay"]

_LEAD_PARAGRAPHS = 1  # body paragraphs that may name the relay of the main news
_DATELINE = re.compile(
    r"^[A-Z][\w .,'’/-]{1,60}?[(,]\s*(?P<name>[A-Z][\w.&’' -]{1,40}?)\s*\)?\s*[—–-]{1,2}\s",
)
_PAREN_DATELINE = re.compile(r"^[A-Z][^()\n]{0,60}\((?P<names>[A-Z][\w.&/’' -]{1,60})\)\s*[—–:-]")
_CREDIT = re.compile(
    r"\((?P<names>[A-Z][\w.&/, ’'-]{1,60})\)\s*$|^[—–-]\s*(?P<solo>[A-Z][\w. ]{1,30})$"
)
_CITING = re.compile(
    r"according to|with reference to|referring to|cit(?:es?|ed|ing)|quot(?:es?|ed|ing)"
    r"|relay(?:s|ed|ing)|by way of|as reported by|as carried by|reported by|carried by|via"
    r"|learn(?:ed|t|s) from",
    re.IGNORECASE,
)
_TELLING = re.compile(
    r"\b(?:writes?|wrote|reports?|reported|says?|said|informs?|informed|announced?|carried"
    r"|carries|learn(?:ed|t|s)|quot(?:es?|ed|ing)|cit(?:es?|ed|ing)|relay(?:s|ed)|told|adds?|added)\b",
    re.IGNORECASE,
)


_PIECES = frozenset(
    """dispatch dispatches report reports item items interview correspondent reporter
    broadcast story""".split()
)


@dataclass(frozen=True, slots=True)
class _Medium:
    """A medium named in a text: where, and as what."""

    span: Span
    name: str | None
    code: str


def find_relay(text: Text, actors: Actors, table: ActorTable) -> tuple[str, ...]:
    """Return the media through which the main news came, outermost first.

    Parameters
    ----------
    text
        The split text.
    actors
        Its actor mentions.
    table
        Knows the media by name.

    Returns
    -------
    tuple of str
        Names as the text gives them; empty when the outlet speaks for itself.

    Examples
    --------
    >>> from datetime import date
    >>> from parley.reading.actors import find_actors, load_actor_table
    >>> from parley.reading.text import split_text
    >>> table = load_actor_table("world.v1")
    >>> text = split_text("Iran freed two sailors, TASR writes according to the AFP agency.")
    >>> people = find_actors(text, table, published_on=date(2024, 5, 1))
    >>> find_relay(text, people, table)
    ('TASR', 'AFP')
    """
    media = _media_of(text, actors, table)
    chain: list[str] = [*_frame(text, table)]
    pending: list[_Medium] = []
    for sentence in _lead_sentences(text):
        inside = [m for m in media if sentence.span.contains(m.span)]
        for medium in _ordered(text, sentence, inside):
            if medium.name is None:
                pending.append(medium)
            elif medium.name not in chain:
                chain.append(medium.name)
    # "The country's state media" is named when one medium of that state is, anywhere.
    for medium in pending:
        named = [m.name for m in media if m.name and m.code == medium.code and m.code != "-"]
        if named and named[0] not in chain:
            chain.append(named[0])
    return tuple(chain)


def _media_of(text: Text, actors: Actors, table: ActorTable) -> list[_Medium]:
    found: dict[int, _Medium] = {}
    for mention in actors.mentions:
        if not (is_medium_code(mention.code) or is_medium_phrase(mention.surface)):
            continue
        if mention.how == "pronoun" or not _is_outlet(mention):
            continue
        span = _with_name(text, mention.span)
        name = medium_name(span.of(text.text))
        found[span.start] = _Medium(span, name, mention.code)
    for medium in _named_in_passing(text, table):
        if not any(medium.span.overlap(other.span) for other in found.values()):
            found[medium.span.start] = medium
    return _without_asides(text, [found[start] for start in sorted(found)])


def _with_name(text: Text, span: Span) -> Span:
    """Take in a name that stands right behind: "the television channel Rustavi-2"."""
    end = span.end
    for token in text.tokens_in(Span(span.end, min(len(text.text), span.end + 40))):
        if token.start - end > 1 or not token.is_word or not token.is_capital:
            break
        end = token.end
    return Span(span.start, end)


def _named_in_passing(text: Text, table: ActorTable) -> list[_Medium]:
    """Media that stand before another noun: "a Reuter dispatch"."""
    found = []
    for token in text.tokens:
        after = text.tokens[token.index + 1 : token.index + 2]
        if token.is_capital and after and after[0].lower in _PIECES:
            known = table.resolve(token.text) or table.resolve(token.text + "s")
            if known is not None and is_medium_code(known.code):
                found.append(_Medium(token.span, token.text, known.code))
    return found


def _without_asides(text: Text, media: list[_Medium]) -> list[_Medium]:
    """Of a full name with its short form in brackets keep the short form."""
    kept: list[_Medium] = []
    for medium in media:
        between = text.text[kept[-1].span.end : medium.span.start] if kept else ""
        if kept and kept[-1].code == medium.code and between.strip() == "(":
            kept[-1] = _Medium(kept[-1].span, medium.name, medium.code)
        else:
            kept.append(medium)
    return kept


def _is_outlet(mention: ActorMention) -> bool:
    """Tell a medium from a person who works for one."""
    return mention.how == "agency" or is_medium_phrase(mention.surface)


def _lead_sentences(text: Text) -> list[Sentence]:
    """Return the sentences of the first body paragraphs."""
    body = sorted({s.paragraph for s in text.sentences if not s.is_headline})
    lead = set(body[:_LEAD_PARAGRAPHS])
    return [s for s in text.sentences if s.paragraph in lead and not s.is_headline]


def _ordered(text: Text, sentence: Sentence, media: list[_Medium]) -> list[_Medium]:
    """Return the media that pass on the news in a sentence, outermost first."""
    telling = [m for m in media if _tells(text, sentence, m)]
    cited = [m for m in media if m not in telling and _is_cited(text, sentence, m)]
    if not telling and not cited:
        return []
    # Whoever is cited stands behind; among the cited the text's order is the chain's.
    return [*telling[:1], *cited, *telling[1:]]


def _tells(text: Text, sentence: Sentence, medium: _Medium) -> bool:
    """Tell whether a medium is the subject of a verb of telling."""
    if _is_cited(text, sentence, medium):
        return False
    after = text.text[medium.span.end : min(sentence.end, medium.span.end + 40)]
    before = text.text[max(sentence.start, medium.span.start - 12) : medium.span.start]
    told = _TELLING.search(after)
    if told and not re.search(r"[.;“”\"]", after[: told.start()]):
        return len(after[: told.start()].split()) <= 4
    return bool(re.search(r"\b(?:said|says|reports?|reported|writes?|wrote)\s*$", before))


def _is_cited(text: Text, sentence: Sentence, medium: _Medium) -> bool:
    """Tell whether a medium stands right behind a word of citing."""
    before = text.text[max(sentence.start, medium.span.start - 48) : medium.span.start]
    hits = list(_CITING.finditer(before))
    return bool(hits) and len(before[hits[-1].end() :].split()) <= 4


def _frame(text: Text, table: ActorTable) -> list[str]:
    """Return the media of dateline and credit line."""
    first = next((s for s in text.sentences if not s.is_headline), None)
    if first is None:
        return []
    line = text.text[first.start : first.start + 140]
    found = _PAREN_DATELINE.match(line) or _DATELINE.match(line)
    names: list[str] = []
    if found:
        groups = found.groupdict()
        given = groups.get("names") or groups.get("name") or ""
        names = [_bare(name) for name in re.split(r"\s*[/,]\s*", given)]
    if not names and text.paragraphs:
        credit = _CREDIT.search(text.paragraphs[-1].of(text.text)[-80:])
        if credit:
            names = re.split(r"\s*[/,]\s*", credit.group("names") or credit.group("solo") or "")
    return [name for name in names if _known_medium(name, table)]


def _bare(name: str) -> str:
    """Leave out what kind of piece it is: "EFE dispatch" is EFE."""
    return " ".join(word for word in name.split() if word.lower() not in _PIECES)


def _known_medium(name: str, table: ActorTable) -> bool:
    known = table.resolve(name)
    return known is not None and is_medium_code(known.code)
