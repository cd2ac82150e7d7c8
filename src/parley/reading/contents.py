"""Contents: the words a cue governs, from its first word to where its reach ends.

In: a text and the token after a cue. Out: token ranges and spans. The idea to know: a
content runs to the end of its sentence unless something closes it before: a semicolon,
another speaker's clause, a participle of speech, or the end of its quotation, which may
lie sentences away.
"""

from __future__ import annotations

from parley.reading.cues import is_adverb
from parley.reading.phrases import (
    MentionIndex,
    is_finite,
    is_person_noun,
    noun_phrase_after,
)
from parley.reading.text import Quotation, Sentence, Text, Token, after_dateline
from parley.reading.words import AUXILIARIES, DETERMINERS, PREPOSITIONS, PRONOUNS, verb_bases
from parley.terms import Span, StatementKind

__all__ = [
    "CLOSING_MARKS",
    "OPENING_MARKS",
    "content_end",
    "has_finite",
    "is_bare",
    "kind_of",
    "quotation_opening_at",
    "segment_start",
    "skip_adjuncts",
    "token_after",
    "trimmed_span",
    "without_time",
]

OPENING_MARKS = frozenset("“ « „ ‟".split())
CLOSING_MARKS = frozenset("” »".split())
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_MONTHS = frozenset(
    """january february march april may june july august september october november
    december""".split()
)
_TIME_NOUNS = _WEEKDAYS | frozenset(
    "week month year day night morning afternoon evening weekend hours days weeks".split()
)
_TIME_OPENERS = frozenset("on late early in last this next earlier later at the same".split())
# What one speaks in, at or through: "in a statement", "at a news conference".
_OCCASIONS = frozenset(
    """statement interview speech conference briefing letter post address report meeting
    summit call message note communique communiqué broadcast tweet television visit session
    article press rally ceremony hearing debate forum event newspaper commentary remarks
    comments interviews statements talks assembly congress parliament telephone phone radio
    video court council council's sermon testimony cable dispatch bulletin gathering trip
    stop appearance lecture column editorial memo email blog anniversary toast speech""".split()
)
_CLOSERS = frozenset(
    """saying adding calling citing accusing warning noting insisting describing quoting
    stressing arguing urging claiming declaring vowing threatening promising pledging
    explaining telling denying blaming demanding suggesting predicting""".split()
)
_LEADING = frozenset("but and yet still so however meanwhile nor".split())
_FOCUS = frozenset("both all only even just".split())  # these open a content as often
_DASHES = frozenset(["-", "–", "—", "--"])


def quotation_opening_at(text: Text, i: int) -> Quotation | None:
    """Return the quotation whose opening mark is token `i`."""
    if i >= len(text.tokens):
        return None
    token = text.tokens[i]
    if token.text not in OPENING_MARKS and token.text != '"':
        return None
    quotation = text.in_quotation(token.end)
    if quotation is not None and quotation.outer.start == token.start:
        return quotation
    return None


def token_after(text: Text, offset: int) -> int:
    """Return the index of the first token that begins at or after a character."""
    if not text.tokens or offset <= text.tokens[0].start:
        return 0
    token = text.token_at(offset)
    if token is None:
        return 0
    return token.index if token.start >= offset else token.index + 1


def skip_adjuncts(
    text: Text, i: int, last: int, index: MentionIndex, *, to_whom: bool = True
) -> int:
    """Step over when, where and to whom something was said; return where that ends.

    Stops before the content: a clause, a quotation, "that"; and, unless `to_whom`, before
    "to", which then opens an infinitive.
    """
    tokens = text.tokens
    jump = _that_ahead(tokens, i, last, to_whom)
    if jump is not None:
        return jump
    while i < last:
        token = tokens[i]
        if token.text == "," and i + 2 < last and tokens[i + 2].text == ",":
            if not is_adverb(tokens[i + 1]):
                return i
            i += 3
            continue
        after = _time_end(tokens, i, last)
        if after == i and token.lower in PREPOSITIONS and (to_whom or token.lower != "to"):
            after = _occasion_end(text, i, last, index)
        before_that = i + 1 < last and tokens[i + 1].lower == "that"
        if after == i and is_adverb(token) and (before_that or token.lower not in _FOCUS):
            after = i + 1
        if after == i:
            return i
        i = after
    return i


def without_time(text: Text, first: int, last: int) -> int:
    """Return where a content ends when the day of saying so is left off its end."""
    tokens = text.tokens
    for k in range(max(first + 1, last - 4), last):
        if tokens[k].lower in _TIME_OPENERS and _time_end(tokens, k, last) == last:
            return k
    return last


def _that_ahead(tokens: tuple[Token, ...], i: int, last: int, to_whom: bool) -> int | None:
    """Return where "that" stands when only adjuncts come before it."""
    if (
        i >= last
        or tokens[i].lower not in PREPOSITIONS
        or (tokens[i].lower == "to" and not to_whom)
    ):
        return None
    for k in range(i + 1, min(last, i + 12)):
        if tokens[k].lower == "that":
            return k
        if not tokens[k].is_word or is_finite(tokens[k]):
            return None
    return None


def _time_end(tokens: tuple[Token, ...], i: int, last: int) -> int:
    """Return the end of "on Monday", "late last week", "in May 2014" at `i`, else `i`."""
    k = i
    while k < last and k - i < 4 and tokens[k].lower in _TIME_OPENERS:
        k += 1
    if k < last and tokens[k].lower in {"yesterday", "today", "tonight", "earlier"}:
        return k + 1
    if k >= last:
        return i
    is_day = tokens[k].text[:1].isdigit() and k > i
    named = tokens[k].is_capital and tokens[k].lower in _MONTHS | _WEEKDAYS
    if not (is_day or named or (k > i and tokens[k].lower in _TIME_NOUNS)):
        return i
    k += 1
    while k < last and (
        (tokens[k].is_capital and tokens[k].lower in _MONTHS | _WEEKDAYS)
        or tokens[k].lower in {"night", "morning", "afternoon", "evening"}
        or (tokens[k].text[:1].isdigit() and tokens[k].is_word)
    ):
        k += 1
    return k


def _occasion_end(text: Text, i: int, last: int, index: MentionIndex) -> int:
    """Return the end of "in a statement", "to reporters", "in Oslo" at `i`, else `i`."""
    tokens = text.tokens
    k = i + 1
    if k >= last:
        return i
    if tokens[i].lower in {"of", "about"}:
        phrase = noun_phrase_after(text, k, last, index)
        colon = phrase is not None and phrase.last < last and tokens[phrase.last].text in {":", ","}
        return phrase.last if phrase is not None and colon else i
    span = index.at(tokens[k])
    if span is not None:
        return token_after(text, span.end)
    if tokens[i].lower == "to":
        return _hearer_end(tokens, i, last)
    for j in range(k, min(k + 7, last)):
        token = tokens[j]
        if not token.is_word or token.lower in {"that", "which"} or is_finite(token):
            return _place_end(tokens, i, k, last)
        if token.lower in _OCCASIONS and not (
            j + 1 < last and tokens[j + 1].lower in _OCCASIONS | {"'s"}
        ):
            return j + 1
    return _place_end(tokens, i, k, last)


def _hearer_end(tokens: tuple[Token, ...], i: int, last: int) -> int:
    """Return the end of "to reporters", "to the state council" at `i`, else `i`."""
    for j in range(i + 1, min(i + 5, last)):
        if is_person_noun(tokens[j].lower):
            return j + 1
        if not tokens[j].is_word or is_finite(tokens[j]):
            break
    return _place_end(tokens, i, i + 1, last)


def _place_end(tokens: tuple[Token, ...], i: int, k: int, last: int) -> int:
    """A preposition and capitals alone ("in Sochi", "in Addis Ababa") give a place."""
    j = k
    while j < last and tokens[j].is_capital and tokens[j].lower not in DETERMINERS | PRONOUNS:
        j += 1
    if tokens[i].lower == "to" and k < j < last and tokens[j].lower in {"that", "to"}:
        return j
    if tokens[i].lower in {"in", "at", "from"} and k < j <= k + 3:
        # "in Sochi the navy": one place; with more capitals a name may begin.
        return j
    return i


def content_end(
    text: Text,
    start: int,
    last: int,
    *,
    stops: frozenset[int],
    hard: frozenset[int],
    clausal: bool = True,
) -> int:
    """Return the token index where a content that begins at `start` ends.

    `last` is the end of its sentence. `stops` are tokens at which another clause of
    speech begins: behind a mark or a conjunction they end the content; `hard` ones
    ("according to") end it wherever they stand. A content that is no clause (`clausal`
    false) also ends where a clause with its own subject is joined on.
    """
    tokens = text.tokens
    k = start
    while k < last:
        quotation = quotation_opening_at(text, k)
        if quotation is not None:
            k = token_after(text, quotation.outer.end)
            if k > last:
                return k
            if k < last and _after_quotation_ends(tokens, k, last):
                return k
            continue
        if k > start and (k in hard or _closes(text, k, last, stops | hard, clausal)):
            break
        k += 1
    return min(k, max(last, start))


def _after_quotation_ends(tokens: tuple[Token, ...], k: int, last: int) -> bool:
    return tokens[k].text in {".", "!", "?"} and k + 1 >= last


def _closes(text: Text, k: int, last: int, stops: frozenset[int], clausal: bool) -> bool:
    """Tell whether the mark or conjunction at token `k` closes a content."""
    tokens = text.tokens
    token = tokens[k]
    after = tokens[k + 1] if k + 1 < last else None
    if token.text == ";":
        return True
    if after is None:
        return False
    if token.text == ",":
        if k + 1 in stops or after.lower in _CLOSERS or after.lower in {"while", "whereas"}:
            return True
        if after.lower in {"but", "and", "though", "although"} and k + 2 in stops:
            return True
        joins = {"but"} if clausal else {"but", "and", "so"}
        return after.lower in joins and _own_clause(tokens, k + 2, last)
    if token.text == ":":
        return quotation_opening_at(text, k + 1) is None
    if token.text in {"—", "–", "--"}:
        return k + 1 in stops
    if token.lower not in {"and", "but"}:
        return False
    # "described it as a raid and thanked Oslo": the speaker goes on, not the content.
    return k + 1 in stops or (not clausal and is_finite(after) and after.lower not in AUXILIARIES)


def _own_clause(tokens: tuple[Token, ...], k: int, last: int) -> bool:
    """Tell whether a clause with its own subject and finite verb begins at `k`."""
    if k >= last or not tokens[k].is_word:
        return False
    if tokens[k].lower in PREPOSITIONS | {"that", "to", "not", "only", "if", "also"}:
        return False
    if tokens[k].lower in {"i", "we", "he", "she", "they", "it"}:
        return True
    return any(is_finite(token) for token in tokens[k + 1 : min(last, k + 10)])


def segment_start(text: Text, sentence: Sentence, k: int) -> int:
    """Return the first token of the stretch of a sentence that token `k` belongs to.

    A dateline, a leading conjunction and what stands before a semicolon are left out.
    """
    tokens = text.tokens
    first = after_dateline(text, sentence)
    for j in range(k - 1, first, -1):
        if tokens[j].text in {";", ":"}:
            first = j + 1
            break
    if first < k and tokens[first].lower in _LEADING:
        first += 1
        if first < k and tokens[first].text == ",":
            first += 1
    return first


def trimmed_span(text: Text, first: int, last: int) -> Span | None:
    """Return the span of tokens without outer quotation marks, closing comma or stop."""
    tokens = text.tokens
    while first < last and (
        tokens[first].text in {",", ":", ";", ".", ")"} | _DASHES | CLOSING_MARKS
    ):
        first += 1
    while last > first and tokens[last - 1].text in {",", ".", ";", ":", "("} | _DASHES:
        last -= 1
    if first >= last:
        return None
    quotation = quotation_opening_at(text, first)
    if quotation is not None and token_after(text, quotation.outer.end) >= last:
        return _without_stop(text, quotation)
    return Span(tokens[first].start, tokens[last - 1].end)


def _without_stop(text: Text, quotation: Quotation) -> Span | None:
    start, end = quotation.inner.start, quotation.inner.end
    body = text.text
    while end > start and (body[end - 1] in ",.;:" or body[end - 1].isspace()):
        end -= 1
    while start < end and body[start].isspace():
        start += 1
    return Span(start, end) if end > start else None


def kind_of(text: Text, span: Span) -> StatementKind:
    """Tell whether a content is quoted whole, not at all, or in part.

    Examples
    --------
    >>> from parley.reading.text import split_text
    >>> text = split_text("He called it “a farce”.")
    >>> kind_of(text, Span(10, 21)), kind_of(text, Span(14, 20))
    ('mixed', 'direct')
    """
    around = text.in_quotation(span.start)
    if around is not None and around.inner.contains(span):
        return "direct"
    for token in text.tokens_in(span):
        if token.text in OPENING_MARKS or token.text == '"':
            return "mixed"
    return "indirect"


def is_bare(tokens: tuple[Token, ...]) -> bool:
    """Tell of contents too small to be one: "it", "so", "nothing"."""
    words = [token for token in tokens if token.is_word]
    return not words or (
        len(words) == 1
        and words[0].lower
        in PRONOUNS | {"so", "nothing", "yes", "no", "little", "much", "otherwise", "more", "sorry"}
    )


def has_finite(tokens: tuple[Token, ...]) -> bool:
    """Tell whether some token looks like a finite verb."""
    return any(is_finite(token) for token in tokens) or any(
        token.lower.endswith("s") and len(verb_bases(token.lower)) > 1 for token in tokens[1:]
    )
