"""Sentences, tokens and quotations of a report, with offsets that point into it.

In: the untouched text. Out: `Text`: paragraphs, sentences, tokens, quotations and the
frame (headline, dateline). The idea to know: nothing is ever normalised in place; every
part is a span of the same string, so later rooms can always show the words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from parley.terms import Span

__all__ = ["Quotation", "Sentence", "Text", "Token", "after_dateline", "split_text"]

# One token: a number with separators, a word with inner apostrophes, dots or hyphens
# ("U.S.", "Jong-un", "10,000"), a possessive ending, or one other printing character.
_TOKEN = re.compile(
    r"(?P<clitic>(?:['’](?:s|re|ve|ll|d|m)|n['’]t)(?![A-Za-z]))"
    r"|(?P<abbr>(?:[A-Za-z]\.){2,})"
    r"|(?P<stem>[^\W\d_]+?(?=n['’]t(?![A-Za-z])))"
    r"|(?P<num>\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?(?![A-Za-z]))"
    r"|(?P<word>[^\W_]+(?:[-‐‑][^\W_]+)*(?:['’](?!(?:s|re|ve|ll|d|m|t)(?![A-Za-z]))[^\W_]+)*)"
    r"|(?P<punct>\.\.\.|--|[^\w\s]|_)"
)
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_LINE_ENDERS = frozenset('.!?…:;”"»’)')
_WIDEST_WRAP = 100  # characters: lines broken by hand are not longer
_SHORT_LINE = 0.7  # of the widest: most wrapped lines are not shorter
_ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof gen col lt maj capt sgt adm brig sen rep gov pres st hon rev jr sr
    messrs jan feb mar apr jun jul aug sep sept oct nov dec no nos vs etc inc ltd co corp
    dept est approx ca cf ed vol fig art para e.g i.e a.m p.m""".split()
)
_DASHES = frozenset("- – — --".split())
_LONGEST_DATELINE = 16  # tokens: "PORT MAREN, Sept. 10 (Agency/Second Agency) —"
_OPENING = "“«„‟"
_CLOSING = "”»"
_WEEKDAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
_ENDERS = {".", "!", "?", "…", "..."}


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark; `index` counts through the whole text."""

    index: int
    start: int
    end: int
    text: str
    lower: str
    is_word: bool

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)

    @property
    def is_capital(self) -> bool:
        """Tell whether it begins with a capital letter."""
        return self.text[:1].isupper()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span, its tokens `first` to `last` (not included), its paragraph."""

    index: int
    start: int
    end: int
    first: int
    last: int
    paragraph: int
    is_headline: bool = False

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks: `outer` with the marks, `inner` without."""

    outer: Span
    inner: Span


@dataclass(frozen=True, slots=True)
class _Parts:
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    quotations: tuple[Quotation, ...]
    paragraphs: tuple[Span, ...]


class Text:
    """A report's text with its parts; look-ups by offset are by bisection."""

    def __init__(self, text: str) -> None:
        self.text = text
        parts = _split(text)
        self.tokens = parts.tokens
        self.sentences = parts.sentences
        self.quotations = parts.quotations
        self.paragraphs = parts.paragraphs

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    @cached_property
    def _token_starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds a character, or the one before it."""
        i = bisect_right(self._sentence_starts, offset) - 1
        return self.sentences[i] if i >= 0 else None

    def token_at(self, offset: int) -> Token | None:
        """Return the token that holds a character, or the one before it."""
        i = bisect_right(self._token_starts, offset) - 1
        return self.tokens[i] if i >= 0 else None

    def tokens_of(self, sentence: Sentence) -> tuple[Token, ...]:
        """Return the tokens of a sentence."""
        return self.tokens[sentence.first : sentence.last]

    def tokens_in(self, span: Span) -> tuple[Token, ...]:
        """Return the tokens that begin inside a span."""
        starts = self._token_starts
        first = bisect_right(starts, span.start - 1)
        last = bisect_right(starts, span.end - 1)
        return self.tokens[first:last]

    def in_quotation(self, offset: int) -> Quotation | None:
        """Return the quotation around a character, or None."""
        for quotation in self.quotations:
            if quotation.inner.start <= offset < quotation.inner.end:
                return quotation
        return None


def split_text(text: str) -> Text:
    """Split a report's text into its parts.

    Examples
    --------
    >>> text = split_text("Talks failed. “We tried,” she said.")
    >>> [sentence.span.of(text.text) for sentence in text.sentences]
    ['Talks failed.', '“We tried,” she said.']
    >>> text.quotations[0].inner.of(text.text)
    'We tried,'
    """
    return Text(text)


def after_dateline(text: Text, sentence: Sentence) -> int:
    """Return the first token of a sentence behind its dateline, if it has one.

    Examples
    --------
    >>> text = split_text("TBILISI, August 13 (Agency) - Talks failed.")
    >>> text.tokens[after_dateline(text, text.sentences[0])].text
    'Talks'
    """
    tokens, low = text.tokens, sentence.first
    last = min(sentence.last, low + _LONGEST_DATELINE)
    if low >= last or not tokens[low].text.isupper() or len(tokens[low].text) < 2:
        return low
    for k in range(low + 1, last):
        token = tokens[k]
        if token.text in _DASHES:
            return k + 1
        plain = token.text in {",", "(", ")", ".", "/"} or token.text[:1].isdigit()
        if not (plain or token.is_capital):
            return low
    return low


def _split(text: str) -> _Parts:
    paragraphs = _paragraphs(text)
    tokens = _tokens(text)
    quotations = _quotations(text, paragraphs)
    sentences = _sentences(text, tokens, paragraphs, quotations)
    return _Parts(tuple(tokens), tuple(sentences), tuple(quotations), tuple(paragraphs))


def _paragraphs(text: str) -> list[Span]:
    """Return the paragraphs: lines, or blocks of lines where these are wrapped by hand."""
    lines = [Span(*found.span()) for found in _LINE.finditer(text)]
    spans: list[Span] = []
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and "\n" not in _between(text, lines[end - 1], lines[end]):
            end += 1
        spans += _block(text, lines[start:end])
        start = end
    return spans


def _between(text: str, line: Span, following: Span) -> str:
    """Return what stands between two lines but for the break itself: more breaks, if any."""
    return text[line.end : following.start].strip(" \t\r").replace("\n", "", 1)


def _block(text: str, lines: list[Span]) -> list[Span]:
    """Join lines without an empty one between them if most are of one length and break off
    in mid-sentence; a first line that is clearly shorter is a headline and stands alone."""
    widest = max(line.end - line.start for line in lines)
    body = lines[1:] if lines[0].end - lines[0].start < _SHORT_LINE * widest else lines
    inner = body[:-1]
    broken = sum(text[line.end - 1] not in _LINE_ENDERS for line in inner)
    full = sum(line.end - line.start >= _SHORT_LINE * widest for line in inner)
    wrapped = 5 * full >= 3 * len(inner) and 2 * broken >= len(inner)
    if not inner or widest > _WIDEST_WRAP or not wrapped:
        return lines
    return [*lines[: len(lines) - len(body)], Span(body[0].start, body[-1].end)]


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    for found in _TOKEN.finditer(text):
        word, start = found.group(), found.start()
        is_word = found.lastgroup in {"word", "num", "abbr", "stem", "clitic"}
        tokens.append(
            Token(len(tokens), start, found.end(), word, word.lower().replace("’", "'"), is_word)
        )
    return tokens


def _quotations(text: str, paragraphs: list[Span]) -> list[Quotation]:
    """Pair quotation marks inside each paragraph; one left open runs to its end."""
    found: list[Quotation] = []
    for paragraph in paragraphs:
        opened: list[tuple[int, str]] = []
        for i in range(paragraph.start, paragraph.end):
            mark = text[i]
            closes = bool(opened) and (
                (mark in _CLOSING and opened[-1][1] in _OPENING)
                or (mark == '"' == opened[-1][1])
                or (mark == "“" and opened[-1][1] == "„")
            )
            if closes:
                start, _ = opened.pop()
                if not opened:
                    found.append(Quotation(Span(start, i + 1), Span(start + 1, i)))
            elif mark in _OPENING or (mark == '"'):
                opened.append((i, mark))
        if opened:
            start = opened[0][0]
            found.append(Quotation(Span(start, paragraph.end), Span(start + 1, paragraph.end)))
    return found


def _sentences(
    text: str, tokens: list[Token], paragraphs: list[Span], quotations: list[Quotation]
) -> list[Sentence]:
    sentences: list[Sentence] = []
    at = 0
    quote_ends = {quotation.outer.end for quotation in quotations}
    for number, paragraph in enumerate(paragraphs):
        inside: list[Token] = []
        while at < len(tokens) and tokens[at].start < paragraph.end:
            inside.append(tokens[at])
            at += 1
        bare = bool(inside) and inside[-1].text not in {*_ENDERS, ":", ";", ",", "”", '"', "»"}
        headline = len(paragraphs) > 1 and (
            (bare and len(inside) <= (30 if number == 0 else 15))
            or (
                number == 0
                and len(inside) <= 25
                and not _opens_report(inside)
                and not _inner_end(text, inside, quote_ends)
            )
        )
        start = 0
        for i, token in enumerate(inside):
            if i + 1 < len(inside) and not _ends(text, inside, i, quote_ends):
                continue
            piece = inside[start : i + 1]
            sentences.append(
                Sentence(
                    index=len(sentences),
                    start=piece[0].start,
                    end=piece[-1].end,
                    first=piece[0].index,
                    last=piece[-1].index + 1,
                    paragraph=number,
                    is_headline=headline and start == 0 and token is inside[-1],
                )
            )
            start = i + 1
    return sentences


def _opens_report(tokens: list[Token]) -> bool:
    """Tell a first sentence from a headline with a full stop: a dateline, a day of the week."""
    dateline = bool(tokens) and tokens[0].text.isupper() and len(tokens[0].text) > 1
    dash = any(token.text in _DASHES for token in tokens[1:_LONGEST_DATELINE])
    return (dateline and dash) or any(token.text in _WEEKDAYS for token in tokens)


def _inner_end(text: str, tokens: list[Token], quote_ends: set[int]) -> bool:
    return any(_ends(text, tokens, i, quote_ends) for i in range(len(tokens) - 1))


def _ends(text: str, tokens: list[Token], i: int, quote_ends: set[int]) -> bool:
    """Tell whether the sentence ends at token i of a paragraph."""
    token, after = tokens[i], tokens[i + 1]
    last = token
    if token.text in {"”", '"', "»", ")", "]", "'", "’"} and i > 0:
        if token.text == '"' and token.end not in quote_ends:
            return False
        last = tokens[i - 1]
    if last.text not in _ENDERS:
        # An abbreviation such as "U.S." may end a sentence; only a clear start shows it.
        return (
            last.is_word
            and last.text.endswith(".")
            and after.is_capital
            and after.lower in _STARTERS
        )
    if after.text in {"”", "»", ")", "]"} or (after.text == '"' and after.end in quote_ends):
        return False
    if not text[token.end : after.start].strip() and token.end == after.start:
        return False
    if last.text == ".":
        before = tokens[i - 1] if last is token and i > 0 else None
        if before is not None and before.end == last.start:
            if before.lower in _ABBREVIATIONS and before.lower not in {"no", "art", "co"}:
                return False
            if before.lower in {"no", "art"} and after.text[:1].isdigit():
                return False
            if len(before.text) == 1 and before.is_capital and before.lower != "i":
                return False
    return not after.text[:1].islower()


_STARTERS = frozenset(
    """the a an he she it they we i his her its their this that these those in on at after
    before but and however meanwhile when while although though for under according""".split()
)
