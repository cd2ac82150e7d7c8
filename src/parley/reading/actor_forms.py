"""Words folded for look-up, and an index that finds the longest name at a place.

In: the forms of a table ("South Korea", "the Kremlin") and the tokens of a text. Out:
which form begins at which piece. The idea to know: a hyphenated token is cut into
pieces, so "US-China talks" names two states and "Jong-un" equals "Jong Un", while every
piece still knows its place in the untouched text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from parley.reading.text import Sentence, Text

if TYPE_CHECKING:
    from parley.reading.actor_tables import Party

__all__ = ["Form", "FormIndex", "Pieces", "cut_pieces", "fold_word", "form_words"]

_WORD = re.compile(
    r"(?:[A-Za-z]\.){2,}|'s(?![A-Za-z])|[^\W_]+(?:'(?!s(?![A-Za-z]))[^\W_]+)*|[^\w\s]"
)
_HYPHEN = re.compile(r"[-‐‑–]")
_MAX_ACRONYM = 6


@lru_cache(maxsize=50_000)
def fold_word(word: str) -> str:
    """Return a word without case, accents, dots of an abbreviation or curly marks.

    Examples
    --------
    >>> fold_word("Côte"), fold_word("U.S."), fold_word("N’Djamena")
    ('cote', 'us', "n'djamena")
    """
    if not word.isascii():
        word = word.replace("’", "'").replace("ʻ", "'")
        decomposed = unicodedata.normalize("NFKD", word)
        word = "".join(c for c in decomposed if not unicodedata.combining(c))
        word = word.replace("ı", "i").replace("ø", "o").replace("ł", "l").replace("đ", "d")
    word = word.lower()
    return word.replace(".", "") if "." in word and len(word) > 1 else word


def form_words(form: str) -> list[str]:
    """Return the words of a name as written, cut as the pieces of a text are.

    Examples
    --------
    >>> form_words("Kim Jong-un"), form_words("St. John's")
    (['Kim', 'Jong', 'un'], ['St', '.', 'John', "'s"])
    """
    if form.isascii() and form.replace(" ", "").isalpha():
        return form.split()
    return _WORD.findall(_HYPHEN.sub(" ", form.replace("’", "'").replace("ʻ", "'")))


@dataclass(frozen=True, slots=True)
class Form:
    """One way of naming a party.

    `words` are folded; `capitals` says which of them need a capital letter; `exact`
    holds the acronym when only that spelling will do. `how` is how a mention by this
    form is resolved; `shy` forms make no mention in a text by themselves.
    """

    words: tuple[str, ...]
    capitals: tuple[bool, ...]
    exact: str
    party: Party
    how: str
    shy: bool = False
    plural: bool = False
    sector: str = ""


def make_form(
    written: str, party: Party, how: str, *, plural: bool = False, sector: str = ""
) -> Form | None:
    """Build a form from a cell of a table; a leading `~` makes it shy."""
    shy = written.startswith("~")
    words = form_words(written[1:] if shy else written)
    if not words:
        return None
    only = words[0] if len(words) == 1 else ""
    exact = only if only.isupper() and only.isalpha() and len(only) <= _MAX_ACRONYM else ""
    return Form(
        tuple([fold_word(word) for word in words]),
        tuple([word[:1].isupper() for word in words]),
        exact if len(exact) > 1 else "",
        party,
        how,
        shy,
        plural,
        sector,
    )


@dataclass(slots=True)
class Pieces:
    """The pieces of a text: parallel lists, one entry for each word, half-word or mark."""

    starts: list[int]
    ends: list[int]
    folded: list[str]
    raw: list[str]
    token: list[int]
    hyphened: list[bool]

    def __len__(self) -> int:
        return len(self.starts)


def _paragraph_before(text: Text, sentence: Sentence) -> int:
    return text.sentences[sentence.index - 1].paragraph


def cut_pieces(text: Text) -> Pieces:
    """Cut the tokens of a text at their inner hyphens."""
    pieces = Pieces([], [], [], [], [], [])
    # A mark between paragraphs keeps a name from running on into the next line.
    breaks = {s.first for s in text.sentences[1:] if s.paragraph != _paragraph_before(text, s)}
    for token in text.tokens:
        if token.index in breaks:
            _add(pieces, text.tokens[token.index - 1].end, "\n", token.index - 1, False)
        if token.is_word and len(token.text) > 2 and _HYPHEN.search(token.text):
            at = token.start
            for part in _HYPHEN.split(token.text):
                _add(pieces, at, part, token.index, True)
                at += len(part) + 1
        else:
            _add(pieces, token.start, token.text, token.index, False)
    return pieces


def _add(pieces: Pieces, start: int, word: str, token: int, hyphened: bool) -> None:
    pieces.starts.append(start)
    pieces.ends.append(start + len(word))
    pieces.folded.append(fold_word(word))
    pieces.raw.append(word)
    pieces.token.append(token)
    pieces.hyphened.append(hyphened)


class FormIndex:
    """Forms by their first word, longest first."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[Form]] = {}
        self._sorted = True

    def add(self, form: Form | None) -> None:
        """Take in a form; None is passed over."""
        if form is None:
            return
        self._by_first.setdefault(form.words[0], []).append(form)
        self._sorted = False

    def _sort(self) -> None:
        if not self._sorted:
            for forms in self._by_first.values():
                if len(forms) > 1:
                    forms.sort(key=lambda form: -len(form.words))
            self._sorted = True

    def at(self, pieces: Pieces, i: int) -> list[Form]:
        """Return the longest forms that begin at piece `i`, in the order of the tables."""
        forms = self._by_first.get(pieces.folded[i])
        if forms is None:
            return []
        self._sort()
        found: list[Form] = []
        length = 0
        for form in forms:
            n = len(form.words)
            if found and n < length:
                break
            if not form.shy and _fits(form, pieces, i, n):
                found.append(form)
                length = n
        return found

    def named(self, name: str) -> list[Form]:
        """Return the forms that spell a whole name, whatever its case, shy ones too."""
        words = tuple([fold_word(word) for word in form_words(name)])
        if not words:
            return []
        self._sort()
        return [form for form in self._by_first.get(words[0], ()) if form.words == words]

    def __iter__(self) -> Iterator[Form]:
        for forms in self._by_first.values():
            yield from forms


def _fits(form: Form, pieces: Pieces, i: int, n: int) -> bool:
    if n > 1 and tuple(pieces.folded[i : i + n]) != form.words:
        return False
    if form.exact:
        return pieces.raw[i].replace(".", "") == form.exact
    for k, capital in enumerate(form.capitals):
        if capital and not pieces.raw[i + k][:1].isupper():
            return False
    return True
