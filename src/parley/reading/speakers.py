"""Who speaks: the party, source or medium that a noun phrase names.

In: a noun phrase and the actor mentions in it. Out: `Speaker`s. The idea to know: the
head of a phrase decides which of its mentions speaks ("analysts in Seoul" are not
Seoul), and a phrase without a mention speaks under its own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parley.reading.media import is_medium_code, is_medium_phrase, link_of, medium_name
from parley.reading.phrases import LINKS, MentionIndex, NounPhrase, is_person_noun, names_someone
from parley.reading.text import Text, Token
from parley.reading.words import DETERMINERS, PRONOUNS, noun_bases
from parley.terms import ActorMention, Span, party_of

__all__ = ["Speaker", "is_person_noun", "read_speaker"]

_REPRESENTATIVES = frozenset(
    """spokesman spokeswoman spokesperson official minister envoy ambassador representative
    aide adviser advisor leader head chief president deputy chairman chairwoman secretary
    delegate negotiator member group commander general negotiators officer staff""".split()
)
_FIRST_PERSON = frozenset("i we".split())
_SCHOLARS = frozenset("expert analyst scholar researcher professor economist historian".split())
# Organisations whose code has three letters, as states' codes have.
_BODIES = frozenset("UNO EUU ICC ICJ WTO IMF WBK WHO COE EAC LAS GCC OIC CIS OAS PIF AES".split())
_IN_BRACKETS = re.compile(r"\s\(([A-Z][\w-]{1,11})\)")
_ASIDES = frozenset("who which whose quoting citing speaking".split())


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whoever speaks.

    `label` is a code, codes joined by `+`, or the words of an unplaced source. `link`
    is how the speaker stands in a chain: media by name. `placed` tells whether it has a
    code.
    """

    label: str
    span: Span
    name: str
    link: str
    is_medium: bool = False
    placed: bool = True


def read_speaker(text: Text, phrase: NounPhrase, index: MentionIndex) -> Speaker | None:
    """Return who a noun phrase names, or None when it names no one who could speak."""
    tokens = text.tokens[phrase.first : phrase.last]
    if not tokens:
        return None
    spans = _heads(text, tokens, index)
    whole = Span(tokens[0].start, tokens[-1].end)
    plain = _without_aside(tokens, whole)
    media = [
        span
        for token in tokens
        if (span := index.at(token)) is not None
        and plain.contains(span)
        and is_medium_code(index.by_span[span][0].code)
    ]
    # "the Fars agency": the agency named is the medium, no agency of the state.
    if media and (is_medium_phrase(plain.of(text.text)) or plain.of(text.text).endswith(" agency")):
        spans = media[:1]
    if len(tokens) == 1 and tokens[0].lower in {"neither", "nobody", "none", "either", "nothing"}:
        return None
    heard = whole.of(text.text)
    named_medium = is_medium_phrase(heard) and not any(
        is_medium_code(mention.code) for span in spans for mention in index.by_span[span]
    )
    unplaced = all(m.code == "-" for span in spans for m in index.by_span[span])
    if unplaced and not named_medium and names_someone(text, phrase, index):
        affiliated = _affiliated(text, tokens, whole, index)
        if affiliated is not None:
            return affiliated
    if spans and not named_medium:
        return _placed(text, spans, whole, index)
    words = _without_aside(tokens, whole).of(text.text)
    if len(tokens) == 1 and tokens[0].lower in PRONOUNS:
        return (
            Speaker(words, whole, words, words, placed=False) if _is_personal(tokens[0]) else None
        )
    head = next((t for t in tokens if is_person_noun(t.lower)), None)
    if is_medium_phrase(words):
        name = medium_name(words) or words
        return Speaker(words, whole, words, name, is_medium=True, placed=False)
    if head is None and not _looks_like_name(tokens):
        return None
    return Speaker(words, whole, words, words, placed=False)


def _without_aside(tokens: tuple[Token, ...], whole: Span) -> Span:
    """Leave ", who has sat through it all" out of the words for a source."""
    for k in range(1, len(tokens) - 1):
        if tokens[k].text == "," and tokens[k + 1].lower in _ASIDES:
            return Span(whole.start, tokens[k - 1].end)
    return whole


def _affiliated(
    text: Text, tokens: tuple[Token, ...], whole: Span, index: MentionIndex
) -> Speaker | None:
    """Return someone as the body they are of: "at the ministry", "of the institute".

    A place alone tells nothing: "diplomats in Oslo" may be anybody's. Scholars, though,
    count with the country they work in.
    """
    scholars = any(_bases_in(token.lower, _SCHOLARS) for token in tokens)
    for k in range(1, len(tokens) - 1):
        if tokens[k].lower not in {"of", "at", "from", "with", "in"}:
            continue
        for token in tokens[k + 1 : k + 3]:
            span = index.at(token)
            codes = [mention.code for mention in index.by_span[span]] if span else []
            if len(codes) != 1 or codes == ["-"]:
                continue
            code = codes[0]
            is_state = len(code) == 3 and code not in _BODIES | {"NGO", "IGO", "IMG", "ISM", "MNC"}
            words = whole.of(text.text)
            if scholars and len(party_of(code)) == 3 and party_of(code) not in _BODIES:
                label = f"{party_of(code)}-ACA"
                return Speaker(label, whole, words, label)
            if not is_state and tokens[k].lower != "in":
                return Speaker(code, whole, words, code, is_medium=is_medium_code(code))
    return None


def _is_personal(token: Token) -> bool:
    return token.lower in {"he", "she", "they", "them", "him", "her", "one", "it"} | _FIRST_PERSON


def _looks_like_name(tokens: tuple[Token, ...]) -> bool:
    last = tokens[-1]
    capital = last.is_capital or (tokens[0].is_capital and last.text != last.lower)
    return capital and last.lower not in PRONOUNS | DETERMINERS


def _heads(text: Text, tokens: tuple[Token, ...], index: MentionIndex) -> list[Span]:
    """Return the mentions that speak: heads of the phrase, not places or owners in it."""
    heads: list[Span] = []
    k = 0
    qualified = False  # behind "in", "of" …: what follows only qualifies the head
    unplaced_head = False
    while k < len(tokens):
        token = tokens[k]
        span = index.at(token)
        if span is not None and span.end <= tokens[-1].end:
            end = k
            while end < len(tokens) and tokens[end].start < span.end:
                end += 1
            owns = end < len(tokens) and tokens[end].lower == "'s"
            modifies = (
                end < len(tokens)
                and tokens[end].is_word
                and tokens[end].lower not in LINKS | {"and", "who", "which", "'s"}
                and is_person_noun(tokens[end].lower)
            )
            if not qualified and not unplaced_head and not owns and not modifies:
                heads.append(span)
            elif not heads and (owns or modifies) and not unplaced_head:
                heads += _owned(tokens, end, span, index)
            elif unplaced_head and not heads and _represents(tokens[:k]):
                heads.append(span)
            k = max(end, k + 1)
            continue
        if token.lower in LINKS or token.text == ",":
            qualified = qualified or bool(heads)
        elif token.lower == "and":
            qualified = False
        elif not heads and token.is_word and is_person_noun(token.lower):
            unplaced_head = True
        k += 1
    return heads


def _owned(tokens: tuple[Token, ...], end: int, span: Span, index: MentionIndex) -> list[Span]:
    """For "Oslo's spokesman" without a mention of its own, the owner speaks."""
    rest = tokens[end:]
    if any(index.at(token) is not None for token in rest):
        return []
    if any(t.lower in _REPRESENTATIVES or is_person_noun(t.lower) for t in rest):
        represents = any(_bases_in(t.lower, _REPRESENTATIVES) for t in rest)
        return [span] if represents else []
    return [span]


def _bases_in(word: str, words: frozenset[str]) -> bool:
    return any(base in words for base in noun_bases(word))


def _represents(tokens: tuple[Token, ...]) -> bool:
    return (
        bool(tokens)
        and tokens[-1].lower in {"of", "for", "from", "at", "with", "the"}
        and any(_bases_in(token.lower, _REPRESENTATIVES) for token in tokens)
    )


def _named(text: Text, whole: Span, medium: ActorMention) -> str | None:
    """Return the short form in brackets behind a medium, or the name its whole phrase gives."""
    short = _IN_BRACKETS.match(text.text, medium.span.end)
    if short:
        return short.group(1)
    if medium.how == "pronoun" or medium_name(medium.surface) is not None:
        return None
    return medium_name(whole.of(text.text))


def _placed(text: Text, spans: list[Span], whole: Span, index: MentionIndex) -> Speaker | None:
    parties = [mention for span in spans for mention in index.by_span[span]]
    codes = list(dict.fromkeys(mention.code for mention in parties))
    if codes == ["-"]:
        first = parties[0]
        words = first.name if first.how == "pronoun" and first.name else first.surface
        alone = whole.end - whole.start <= len(first.surface)
        shown = words if first.how == "pronoun" and alone else whole.of(text.text)
        return Speaker(shown, whole, words, shown, placed=False)
    codes = [code for code in codes if code != "-"]
    label = "+".join(codes)
    name = " and ".join(dict.fromkeys(mention.name for mention in parties))
    medium = all(is_medium_code(code) for code in codes)
    link = label
    if medium:
        link = "+".join(dict.fromkeys(link_of(mention) for mention in parties))
        if len(parties) == 1:
            link = _named(text, whole, parties[0]) or link
    return Speaker(label, Span(spans[0].start, spans[-1].end), name, link, is_medium=medium)
