"""Cues: the words that tie what is said to who says it.

In: a split text. Out: `CueHit`s: each cue found, its form, whether negated or passive.
The idea to know: a hit is only a candidate. The table says what may follow each cue,
and a candidate becomes an attribution when a speaker and a content are found for it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal

from parley.reading.text import Sentence, Text, Token
from parley.reading.words import (
    BE_FORMS,
    DETERMINERS,
    HAVE_FORMS,
    MODALS,
    PREPOSITIONS,
    VerbForm,
    noun_bases,
    verb_bases,
)

__all__ = ["ADVERBS", "Cue", "CueHit", "find_cues", "is_adverb", "load_cues"]

CueKind = Literal["verb", "noun", "lead"]

ADVERBS = frozenset(
    """also then later again now still once ever even only just both all already earlier
    today yesterday tomorrow however meanwhile further instead soon far too twice
    afterwards thus therefore nonetheless nevertheless himself herself itself themselves
    rather long recently jointly separately always often sometimes usually since""".split()
)
_NOT_ADVERBS = frozenset("ally family supply reply assembly italy july monopoly rally".split())
_NEGATIONS = frozenset("not n't never".split())
_DO = frozenset("do does did".split())
# "go on to say", "continue to insist": an infinitive that still tells of speech.
_CARRIERS = frozenset("went go goes going on continued continues continue".split())
_PLACE_LINKS = frozenset("in at from of for with to on near inside".split())
_UNCHANGED = frozenset(["forecast", "cast"])  # past and base are one
_INGS_AFTER = frozenset(", by while after before and but -- – —".split())
_PAPERS = frozenset("statement letter message note communique post report tweet email".split())
_PLURALS = frozenset("they we i you who people police both some many others all those".split())


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of the cue table: its words, what it is, and what may follow it."""

    lemma: str
    kind: CueKind
    frames: frozenset[str]


@dataclass(frozen=True, slots=True)
class CueHit:
    """A cue in a text.

    `head` is the token of the verb or noun; `first` to `last` (not included) are the
    tokens of the whole cue, negation and particle with it.
    """

    cue: Cue
    form: VerbForm | Literal[""]
    head: int
    first: int
    last: int
    negated: bool = False
    passive: bool = False


@dataclass(frozen=True, slots=True)
class _CueTable:
    verbs: dict[str, tuple[Cue, ...]]
    nouns: dict[str, Cue]
    leads: dict[str, tuple[tuple[tuple[str, ...], Cue], ...]]


@lru_cache(maxsize=1)
def load_cues() -> _CueTable:
    """Read the packaged cue table, keyed by the base form of its first word."""
    verbs: dict[str, list[Cue]] = {}
    nouns: dict[str, Cue] = {}
    leads: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    table = resources.files("parley.reading") / "tables" / "cues.v1.csv"
    for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines()):
        cue = Cue(row["cue"], row["kind"], frozenset(row["frames"].split()))  # type: ignore[arg-type]
        words = tuple(cue.lemma.split())
        if cue.kind == "verb":
            verbs.setdefault(words[0], []).append(cue)
        elif cue.kind == "noun":
            nouns[words[0]] = cue
        else:
            leads.setdefault(words[0], []).append((words, cue))
    return _CueTable(
        # The longest cue is tried first: "call for" before "call".
        {base: tuple(sorted(rows, key=lambda c: -len(c.lemma))) for base, rows in verbs.items()},
        nouns,
        {first: tuple(rows) for first, rows in leads.items()},
    )


@lru_cache(maxsize=20_000)
def _verb_cues(word: str) -> tuple[tuple[VerbForm, tuple[Cue, ...]], ...]:
    verbs = load_cues().verbs
    bases = list(verb_bases(word))
    if word in _UNCHANGED:
        bases += [(word, "past"), (word, "participle")]
    return tuple((form, verbs[base]) for base, form in bases if base in verbs)


@lru_cache(maxsize=20_000)
def _noun_cue(word: str) -> Cue | None:
    nouns = load_cues().nouns
    return next((nouns[base] for base in noun_bases(word) if base in nouns), None)


def is_adverb(token: Token) -> bool:
    """Tell whether a token is an adverb that may stand between subject and verb."""
    word = token.lower
    return word in ADVERBS or (len(word) > 4 and word.endswith("ly") and word not in _NOT_ADVERBS)


def find_cues(text: Text, sentence: Sentence) -> Iterator[CueHit]:
    """Yield the cue candidates of a sentence, from left to right.

    Examples
    --------
    >>> from parley.reading.text import split_text
    >>> text = split_text("Oslo has not ruled out talks, according to Bergen.")
    >>> [text.text[text.tokens[h.first].start : text.tokens[h.last - 1].end]
    ...  for h in find_cues(text, text.sentences[0])]
    ['has not ruled out', 'according to']
    """
    leads = load_cues().leads
    i = sentence.first
    while i < sentence.last:
        token = text.tokens[i]
        hit = None
        if token.is_word:
            if token.lower in leads:
                hit = _lead_at(text, i, sentence.last)
            if hit is None:
                hit = _verb_at(text, i, sentence)
            if hit is None and _noun_cue(token.lower) is not None:
                hit = _noun_at(text, i, sentence)
        if hit is not None:
            yield hit
            i = max(hit.last, i + 1)
        else:
            i += 1


def _lead_at(text: Text, i: int, last: int) -> CueHit | None:
    for words, cue in load_cues().leads[text.tokens[i].lower]:
        n = len(words)
        if i + n <= last and all(text.tokens[i + k].lower == words[k] for k in range(n)):
            return CueHit(cue, "", i, i, i + n)
    return None


def _noun_at(text: Text, i: int, sentence: Sentence) -> CueHit | None:
    """A noun cue needs an owner ("Oslo's", "their") before it, or "by" after it."""
    cue = _noun_cue(text.tokens[i].lower)
    if cue is None or i + 1 >= sentence.last:
        return None
    after = text.tokens[i + 1].lower
    fits = after in {"that", "by", "of"} or (after == "to" and "to" in cue.frames)
    return CueHit(cue, "", i, i, i + 1) if fits else None


def _verb_at(text: Text, i: int, sentence: Sentence) -> CueHit | None:
    token = text.tokens[i]
    found = _verb_cues(token.lower)
    if not found or (token.is_capital and i > sentence.first and not _opens(text, i)):
        return None
    for form, cues in found:
        for cue in cues:
            last = _particle_end(text, i, cue, sentence.last)
            if last is None:
                continue
            hit = _verb_hit(text, i, last, cue, form, sentence)
            if hit is not None:
                return hit
    return None


def _opens(text: Text, i: int) -> bool:
    return text.tokens[i - 1].text in {"“", '"', ":", "—", "–", "-"}


_CALL_PARTICLES = frozenset("off up in back out into itself".split())


def _particle_end(text: Text, i: int, cue: Cue, last: int) -> int | None:
    words = cue.lemma.split()
    end = i + len(words)
    if end > last:
        return None
    if any(text.tokens[i + k].lower != words[k] for k in range(1, len(words))):
        return None
    if words == ["swear"] and end < last and text.tokens[end].lower == "in":
        return None
    if words == ["call"] and end < last and text.tokens[end].lower in _CALL_PARTICLES:
        return None
    return end


def _verb_hit(
    text: Text, i: int, last: int, cue: Cue, form: VerbForm, sentence: Sentence
) -> CueHit | None:
    """Decide from the words before it whether token i is this verb in this form."""
    tokens, low = text.tokens, sentence.first
    k, negation = i - 1, None
    while k >= low and (is_adverb(tokens[k]) or tokens[k].lower in _NEGATIONS):
        if tokens[k].lower in _NEGATIONS:
            negation = k
        k -= 1
    before = tokens[k].lower if k >= low else ""
    if before in {"neither", "nor"}:
        return None
    if before in BE_FORMS and form != "base" and form != "s":
        # "'s" after a name is the possessive more often than "is".
        passive = form in {"past", "participle"}
        if before == "'s" and passive:
            return None
        first = k if negation is not None else i
        return CueHit(cue, form, i, first, last, negation is not None, passive)
    fits = {
        "past": _fits_past,
        "participle": _fits_participle,
        "s": _fits_s,
        "base": _fits_base,
        "ing": _fits_ing,
    }[form](text, i, k, negation is not None, sentence)
    if not fits:
        return None
    first = i
    if negation is not None:
        first = k if before in HAVE_FORMS | _DO | MODALS else negation
    return CueHit(cue, form, i, first, last, negation is not None)


def _is_nominal_before(token: Token) -> bool:
    """Tell whether a word before shows that a noun, not a verb, follows."""
    return (
        token.lower in DETERMINERS - {"this", "that", "all", "both", "some", "many", "most", "few"}
        or token.lower == "'s"
        or token.lower in PREPOSITIONS - {"than", "since", "until", "like", "up"}
    )


def _fits_past(text: Text, i: int, k: int, negated: bool, sentence: Sentence) -> bool:
    before = text.tokens[k] if k >= sentence.first else None
    if before is None:
        # "Said Kim: ..." opens a sentence; other past forms there are participles.
        return text.tokens[i].lower in {"said", "asked"}
    if before.lower in HAVE_FORMS | MODALS | _DO:
        return before.lower in HAVE_FORMS and before.lower != "having"
    return not _is_nominal_before(text.tokens[i - 1])


def _fits_participle(text: Text, i: int, k: int, negated: bool, sentence: Sentence) -> bool:
    return k >= sentence.first and text.tokens[k].lower in HAVE_FORMS - {"having"}


def _fits_s(text: Text, i: int, k: int, negated: bool, sentence: Sentence) -> bool:
    if k < sentence.first or negated:
        return False
    before = text.tokens[i - 1]
    if before.is_word and (_is_nominal_before(before) or before.lower in {"and", "or"}):
        return before.lower == "and" and text.tokens[i].lower in {"says", "adds", "insists"}
    return True


def _fits_base(text: Text, i: int, k: int, negated: bool, sentence: Sentence) -> bool:
    if k < sentence.first:
        return False
    before = text.tokens[k].lower
    if before in _DO:
        return True
    if before in MODALS:
        # "would not rule out" tells a stance; "will announce" is still to come.
        if before == "would" and text.tokens[k - 1].lower in {"i", "we"}:
            return True
        follows = text.tokens[i + 1].lower if i + 1 < sentence.last else ""
        stance = text.tokens[i].lower in {"rule", "deny", "exclude"} and follows != "by"
        return (
            before in {"would", "could", "can", "cannot"}
            and stance
            and (negated or before == "cannot")
        )
    if before == "to":
        return k > sentence.first and text.tokens[k - 1].lower in _CARRIERS
    if _is_nominal_before(text.tokens[i - 1]) or not text.tokens[i - 1].is_word:
        return False
    word = text.tokens[i - 1]
    return (
        before in _PLURALS
        or (word.lower.endswith("s") and not word.lower.endswith("ss"))
        or (k - 2 >= sentence.first and text.tokens[k - 1].lower == "and" and word.is_capital)
        or word.lower.endswith("men")
        or _plural_before_place(text, k, sentence)
    )


def _plural_before_place(text: Text, k: int, sentence: Sentence) -> bool:
    """Tell of "analysts in Seoul believe": a plural that a place or body qualifies."""
    low = max(sentence.first, k - 6)
    for j in range(k, low, -1):
        token = text.tokens[j]
        if not token.is_word:
            return False
        if token.lower in _PLACE_LINKS:
            noun = text.tokens[j - 1].lower
            return noun.endswith("s") and not noun.endswith("ss")
    return False


def _fits_ing(text: Text, i: int, k: int, negated: bool, sentence: Sentence) -> bool:
    if k < sentence.first:
        return True
    before = text.tokens[k].lower
    return before in _INGS_AFTER or before == "as" or before in _PAPERS
