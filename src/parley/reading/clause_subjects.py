"""Where the subject of a finite verb stands: the stretch before it.

In: a verb group of a sentence. Out: a `Stretch`. The idea to know: going left one meets
either the opening of the clause or an earlier verb; what stands after that verb's object
is the subject, unless the verb lies inside the subject ("a deal brokered by Qatar …").
"""

from __future__ import annotations

from parley.reading.clause_values import Stretch, VerbGroup
from parley.reading.tagging import Word
from parley.reading.text import Sentence, Text
from parley.reading.words import RELATIVES

__all__ = ["CLAUSE_TAKING", "subject_before"]

# Verbs whose clause of content follows without a comma: what comes next is a subject.
CLAUSE_TAKING = frozenset(
    """say think believe announce report claim warn hope fear know add insist suggest argue
    note confirm deny reveal show find see hear feel mean ensure agree expect tell declare
    state write maintain stress predict conclude reckon""".split()
)


def subject_before(
    text: Text,
    words: tuple[Word, ...],
    groups: list[VerbGroup],
    start: int,
    number: int,
    sentence: Sentence,
) -> Stretch | None:
    """Return the stretch before a finite verb in which its subject stands."""
    tokens = text.tokens
    group = groups[number]
    stop = group.first
    first = stop
    k = number - 1
    while first > sentence.first:
        index = first - 1
        token = tokens[index]
        owner = groups[k] if k >= start else None
        if owner is not None and index == owner.head:
            inner = _inside_subject(text, groups, k, number, sentence)
            if inner is None:
                return _own_part(text, words, owner, first, stop)
            first = inner
            while k >= start and groups[k].first >= first:
                k -= 1
            continue
        if token.lower in {";", ":", "?", "!"}:
            break
        # Inside a sentence a full stop is that of an initial or abbreviation, unless it
        # closes a quotation.
        if token.lower == "." and tokens[index + 1].text in {"”", '"', "»"}:
            break
        if token.lower in {"that", "because", "although", "though", "whether", "if", "unless",
                           "when", "while", "whereas", "after", "before", "until", "once",
                           "as", "since"} and _subordinates(text, words, index, stop):  # fmt: skip
            break
        if token.lower in {"but", "so", "yet"} and index + 1 < stop:
            break
        first -= 1
    return Stretch(first, stop) if first < stop else None


def _own_part(
    text: Text, words: tuple[Word, ...], earlier: VerbGroup, first: int, stop: int
) -> Stretch | None:
    """Return the subject proper when the object of an earlier verb stands before it."""
    tokens = text.tokens
    if first >= stop:
        return None
    for index in range(first, stop - 1):
        if tokens[index].lower == "," and index > first:
            return Stretch(index + 1, stop)
    joins = [i for i in range(first + 1, stop - 1) if tokens[i].lower in {"and", "but", "or"}]
    if joins and not earlier.bases & CLAUSE_TAKING and not earlier.passive:
        return Stretch(joins[-1] + 1, stop)
    return Stretch(first, stop)


def _subordinates(text: Text, words: tuple[Word, ...], index: int, stop: int) -> bool:
    """Tell whether a word opens the clause whose verb begins at `stop`."""
    lower = text.tokens[index].lower
    if index + 1 >= stop:
        return False
    if lower in {"after", "before", "since", "until", "as"}:
        # Prepositions unless nothing but a noun phrase without a comma lies between.
        return all(text.tokens[i].lower != "," for i in range(index + 1, stop))
    return True


def _inside_subject(
    text: Text, groups: list[VerbGroup], k: int, number: int, sentence: Sentence
) -> int | None:
    """Return where to go on looking when the verb met on the way left is part of the subject.

    That is so for reduced clauses ("a deal brokered by Qatar collapsed") and for
    relative clauses between commas ("Kim, who met Xi, said").
    """
    tokens = text.tokens
    met = groups[k]
    commas = [
        i for i in range(met.head, groups[number].first) if tokens[i].lower in {",", "—", "–"}
    ]
    closed = bool(commas)
    if met.link == "reduced":
        return met.first
    if met.link == "participle" and tokens[met.first - 1].lower != ",":
        return met.first if met.governor != k else None
    if met.link in {"relative", "infinitive", "participle"} and (
        closed or met.link in {"relative", "infinitive"}
    ):
        opening = met.first
        while opening > sentence.first and tokens[opening - 1].lower not in {",", "—", "–"}:
            if tokens[opening - 1].lower in RELATIVES:
                after_comma = tokens[opening - 2].lower in {",", "—"} if opening >= 2 else False
                if met.link == "relative":
                    if after_comma and not closed:
                        return None
                    return opening - 2 if after_comma else opening - 1
            if any(g.head == opening - 1 for g in groups[: k + 1]):
                return opening if met.link == "infinitive" and closed else None
            opening -= 1
        return max(sentence.first, opening - 1) if closed else None
    return None
