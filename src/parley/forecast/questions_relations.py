"""Questions about relations: "Will relations between X and Y worsen by 2?"

In: the words of a question. Out: `Asked`, the bands asked about and the words without
them, from which parties and window are read as from any other. The idea to know: only
words that speak of relations as such (relations, ties, tensions) and of their movement
ask for a band; an act that harms relations is still an act.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from parley.terms import Band

__all__ = ["Relations", "find_relations"]

_NOUN = r"(?P<noun>relations?(?:hips?)?|ties|tensions?|rapport)"
_WORSE = (
    r"worsen\w*|deteriorat\w*|sour\w*|degrad\w*|decline\w*|get\s+worse|grow\s+worse|"
    r"be(?:come)?\s+worse|turn\s+worse|cool\w*|chill\w*|break\s+down|collapse\w*|fall\w*"
)
_BETTER = (
    r"improv\w*|get\s+better|grow\s+better|be(?:come)?\s+better|warm\w*|thaw\w*|mend\w*|"
    r"recover\w*|strengthen\w*|normali[sz]e\w*"
)
_STEADY = (
    r"(?:stay|remain)\s+(?:as\s+they\s+are|as\s+is|stable|steady|unchanged|flat|"
    r"(?:about\s+)?the\s+same)|not\s+change|hold\s+steady"
)
_UP = r"rise\w*|grow\w*|mount\w*|increas\w*|escalat\w*|heighten\w*|flare\w*|worsen\w*|intensif\w*"
_DOWN = r"ease\w*|fall\w*|drop\w*|decreas\w*|subside\w*|abate\w*|calm\w*|lessen\w*|de-?escalat\w*"
_BY = re.compile(
    r"\bby\s+(?:at\s+least\s+|more\s+than\s+)?(?P<by>\d{1,2}(?:\.\d+)?|one|two|three|four|five)"
    r"(?:\s+points?\b(?:\s+or\s+more\b)?"
    r"|(?![\d/:.-])(?!\s*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|of\b|[ap]\.?m\b)))",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"\bwithin\s+(?P<by>\d{1,2}(?:\.\d+)?)\s+points?\b", re.IGNORECASE)
_SUM = re.compile(r"\b(?:in|by|measured\s+(?:by|as))\s+(?:the\s+|a\s+)?sum\b", re.IGNORECASE)
_WORDS = {"one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0}

_Way = Literal["worse", "better", "steady"]


@dataclass(frozen=True, slots=True)
class Relations:
    """The bands asked about, in the order of the words, and the words that are left."""

    bands: tuple[Band, ...]
    rest: str


def find_relations(words: str) -> Relations | None:
    """Return how relations are asked to move, or None when the words ask for an act.

    Examples
    --------
    >>> found = find_relations("Will relations between Russia and Turkey worsen by 2 this year?")
    >>> found.bands[0].direction, found.bands[0].by, found.rest
    ('worse', 2.0, 'between Russia and Turkey this year')
    >>> find_relations("Will Russia cut ties with Turkey?") is None
    True
    """
    text = re.sub(r"^\s*(?:how\s+likely\s+is\s+it\s+that|will|would|do|does|are|is)\s+", "", words,
                  flags=re.IGNORECASE)  # fmt: skip
    text = text.rstrip(" ?.!")
    noun = re.search(rf"\b{_NOUN}\b", text, re.IGNORECASE)
    if noun is None:
        return None
    tense = noun["noun"].lower().startswith("tension")
    ways = _ways(tense)
    found: list[tuple[int, int, _Way]] = []
    for way, pattern in ways:
        moves = re.compile(rf"\b(?:{pattern})", re.IGNORECASE).finditer(text, noun.end())
        found += [(move.start(), move.end(), way) for move in moves]
    if not found:
        return None
    found.sort()
    first, last = found[0][0], found[-1][1]
    tail = text[last:]
    by, tail = _points(text[first:last], tail)
    measure: Literal["mean", "sum"] = "sum" if _SUM.search(text) else "mean"
    left = f"{text[: noun.start()]}{text[noun.end() : first]}"
    rest = " ".join(_SUM.sub(" ", f"{_plain(left)} {tail}").split()).strip(" ,")
    order = tuple(dict.fromkeys(way for _, _, way in found))
    return Relations(tuple(Band(way, by, measure) for way in order), rest)


def _ways(tense: bool) -> tuple[tuple[_Way, str], ...]:
    if tense:
        return (("worse", _UP), ("better", _DOWN), ("steady", _STEADY))
    return (("steady", _STEADY), ("worse", _WORSE), ("better", _BETTER))


def _points(moves: str, tail: str) -> tuple[float, str]:
    """Return by how many points, and the words after it."""
    for text in (tail, moves):
        found = _WITHIN.search(text) or _BY.search(text)
        if found is not None:
            word = found["by"].lower()
            by = _WORDS.get(word) or float(word)
            cut = f"{tail[: found.start()]} {tail[found.end() :]}" if text is tail else tail
            return by, re.sub(r"^\s*or\s+more\b", "", cut)
    return 0.0, tail


def _plain(left: str) -> str:
    """Return the parties' words without what ties them to the noun."""
    left = re.sub(r"['’]s\b", "", left)
    left = re.sub(r"\b(?:bilateral|diplomatic|political|the|will|either)\b", " ", left,
                  flags=re.IGNORECASE)  # fmt: skip
    # "US-Iranian", "USA-PRK", "Sino-Russian": the two sides of a hyphen.
    return re.sub(r"(?<=[A-Za-z])[-–](?=[A-Z])", " and ", left)
