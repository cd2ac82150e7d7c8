"""Words for chances: what range of probability a wording stands for.

In: a split text. Out: `Likelihood`s: where the wording stands, its direction and its
range. The idea to know: only published scales give ranges. ICD 203 (ODNI 2015) for most
words, the IPCC guidance note (Mastrandrea and others 2010) for "more likely than not"
and its like, the 2007 National Intelligence Estimate on Iran for "cannot be ruled out";
figures stand for themselves; wordings that no scale places have a direction alone.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal, cast

from parley.reading.text import Text
from parley.reading.words import verb_bases
from parley.terms import Direction, Span

__all__ = ["Likelihood", "find_likelihoods"]

Kind = Literal["predicate", "adverb", "noun", "comparative", "figure"]

# Between the words of a comparative stand a few others: "raised faint hopes".
_GAP_WORDS = 2
_BROAD = 0.05  # what "roughly" adds on each side of a figure: the guide's own convention
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twenty": 20, "hundred": 100,
}  # fmt: skip
_NUMBER = r"(?:\d+(?:\.\d+)?|" + "|".join(_NUMBERS) + r"|an?)"
_ROUGHLY = r"(?P<rough>roughly |about |around |some |approximately |nearly |almost |perhaps )?"
_BOUND = (
    r"(?P<bound>no more than |not more than |at most |less than |under |below |up to "
    r"|at least |no less than |more than |over |above |better than )?"
)
_FIGURES = (
    re.compile(
        rf"(?:an? )?{_BOUND}{_ROUGHLY}(?:an? )?(?P<percent>\d+(?:\.\d+)?)(?: ?%| ?per ?cent\b)"
        r"(?: (?:chance|probability|likelihood|odds))?"
    ),
    re.compile(
        rf"{_BOUND}{_ROUGHLY}(?:an? )?(?P<part>{_NUMBER})(?: chances?)?(?: in | out of |-in-)"
        rf"(?:an? )?(?P<whole>\d+|{'|'.join(_NUMBERS)})\b(?: chances?)?"
    ),
)
_CHANCE_NOUN = re.compile(r"\b(chances?|odds|probability|likelihood|possibility|prospects?|risk)\b")


@dataclass(frozen=True, slots=True)
class Likelihood:
    """A wording for a chance: its span, kind, direction and range, None without a scale."""

    span: Span
    kind: Kind
    direction: Direction
    probability: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class _Wording:
    kind: Kind
    direction: Direction
    probability: tuple[float, float] | None


def find_likelihoods(text: Text) -> tuple[Likelihood, ...]:
    """Find the wordings for chances in a text, longest first where they overlap.

    Examples
    --------
    >>> from parley.reading.text import split_text
    >>> text = split_text("A deal is very unlikely. He put the odds at one in four.")
    >>> [(each.span.of(text.text), each.probability) for each in find_likelihoods(text)]
    [('very unlikely', (0.05, 0.2)), ('one in four', (0.25, 0.25))]
    """
    lower = text.text.lower().replace("’", "'")
    if len(lower) != len(text.text):  # a letter whose lower case is longer moves offsets
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text.text)
    found = [*_wordings_in(lower), *_comparatives_in(text), *_figures_in(text, lower)]
    found.sort(key=lambda each: (each.span.start - each.span.end, each.span.start))
    kept: list[Likelihood] = []
    for each in found:
        if not any(each.span.overlap(other.span) for other in kept if _clash(each, other)):
            kept.append(each)
    return tuple(sorted(kept, key=lambda each: (each.span, each.kind)))


def _clash(one: Likelihood, other: Likelihood) -> bool:
    # "likely" stands in the table as predicate and as adverb; the reader of claims chooses.
    return one.span != other.span


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, tuple[_Wording, ...]], re.Pattern[str], dict[str, list[_Row]]]:
    source = resources.files("parley.reading") / "tables" / "likelihood.v1.csv"
    phrases: dict[str, list[_Wording]] = {}
    comparatives: dict[str, list[_Row]] = {}
    for row in csv.DictReader(source.read_text(encoding="utf-8").splitlines()):
        scale = (float(row["low"]), float(row["high"])) if row["low"] else None
        wording = _Wording(cast("Kind", row["kind"]), cast("Direction", row["direction"]), scale)
        for phrase in row["phrase"].split("|"):
            if wording.kind == "comparative":
                verb, *rest = phrase.split()
                comparatives.setdefault(verb, []).append((tuple(rest), wording))
            else:
                phrases.setdefault(phrase, []).append(wording)
    longest_first = sorted(phrases, key=len, reverse=True)
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w-])")
    return {phrase: tuple(rows) for phrase, rows in phrases.items()}, pattern, comparatives


_Row = tuple[tuple[str, ...], _Wording]


def _wordings_in(lower: str) -> list[Likelihood]:
    phrases, pattern, _ = _table()
    return [
        Likelihood(Span(*hit.span()), wording.kind, wording.direction, wording.probability)
        for hit in pattern.finditer(lower)
        for wording in phrases[hit.group()]
    ]


def _comparatives_in(text: Text) -> list[Likelihood]:
    """Verb and noun with a few words between: "raises faint hopes of"."""
    _, _, comparatives = _table()
    found = []
    tokens = text.tokens
    for i, token in enumerate(tokens):
        rows = [
            row
            for base, _ in (verb_bases(token.lower) if token.is_word else ())
            for row in comparatives.get(base, ())
        ]
        ends = [
            (end, wording)
            for rest, wording in rows
            if (end := _match(text, i + 1, rest)) is not None
        ]
        if ends:
            end, wording = max(ends, key=lambda pair: pair[0])
            span = Span(token.start, tokens[end - 1].end)
            found.append(Likelihood(span, "comparative", wording.direction, None))
    return found


def _match(text: Text, i: int, words: tuple[str, ...]) -> int | None:
    """Return the token after the words if they follow, small gaps allowed."""
    gap = 0
    for word in words:
        if word == "the" and i < len(text.tokens) and text.tokens[i].lower in {"its", "their", "a"}:
            i += 1
            continue
        while i < len(text.tokens) and text.tokens[i].lower != word and gap < _GAP_WORDS:
            if not text.tokens[i].is_word:
                return None
            gap, i = gap + 1, i + 1
        if i >= len(text.tokens) or text.tokens[i].lower != word:
            return None
        i += 1
    return i


def _figures_in(text: Text, lower: str) -> list[Likelihood]:
    """Percentages and fractions that stand beside a word for chance in their sentence."""
    found = []
    for sentence in text.sentences:
        words = lower[sentence.start : sentence.end]
        if not _CHANCE_NOUN.search(words):
            continue
        for pattern in _FIGURES:
            for hit in pattern.finditer(words):
                scale = _scale(hit)
                if scale is None or not _near_chance(words, hit):
                    continue
                middle = sum(scale) / 2
                direction: Direction = "up" if middle > 0.5 else "down" if middle < 0.5 else "level"
                if direction == "up" and (hit.group("bound") or "").strip() in _UPPER:
                    direction = "down" if scale[1] <= 0.5 else "up"
                start = sentence.start + hit.start()
                end = start + len(hit.group().rstrip())
                found.append(Likelihood(Span(start, end), "figure", direction, scale))
    return found


_UPPER = {"no more than", "not more than", "at most", "less than", "under", "below", "up to"}


def _near_chance(words: str, hit: re.Match[str]) -> bool:
    """Tell whether a word for chance stands within the clause of a figure."""
    around = words[max(0, hit.start() - 90) : hit.end() + 25]
    return bool(_CHANCE_NOUN.search(around))


def _scale(hit: re.Match[str]) -> tuple[float, float] | None:
    groups = hit.groupdict()
    if groups.get("percent"):
        p = float(groups["percent"]) / 100
    else:
        part, whole = _number(groups["part"]), _number(groups["whole"])
        if not whole or part >= whole:
            return None
        p = part / whole
    if not 0.0 <= p <= 1.0:
        return None
    low = high = p
    if groups.get("rough"):
        low, high = max(0.0, p - _BROAD), min(1.0, p + _BROAD)
    bound = (groups.get("bound") or "").strip()
    if bound in _UPPER:
        low = 0.0
    elif bound:
        high = 1.0
    return round(low, 4), round(high, 4)


def _number(word: str) -> float:
    return float(_NUMBERS.get(word, 1 if word in {"a", "an"} else 0) or _digits(word))


def _digits(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        return 0.0
