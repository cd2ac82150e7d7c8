"""How a verb group hangs on its sentence: by itself, on another verb, on a noun.

In: the verb groups of a sentence. Out: each with its link, governor and subject. The
idea to know: the word right before the group tells most: "and", "who", "to", a comma.
"""

from __future__ import annotations

from parley.reading.clause_subjects import CLAUSE_TAKING, subject_before
from parley.reading.clause_values import Stretch, VerbGroup
from parley.reading.tagging import Word
from parley.reading.text import Sentence, Text, Token
from parley.reading.words import PREPOSITIONS, RELATIVES, SUBORDINATORS

__all__ = ["find_subject", "mark_reduced"]

# Verbs whose object, not subject, carries out the infinitive or gerund that follows.
_OBJECT_CONTROL = frozenset(
    """urge ask order tell force allow permit help persuade invite encourage press want
    instruct require pressure push convince get expect enable warn request charge command compel
    authorise authorize oblige lead prompt call accuse blame prevent stop suspect condemn
    criticise criticize denounce implore beg advise appeal thank praise ban bar keep
    discourage deter see watch accused""".split()
)


def mark_reduced(
    text: Text, words: tuple[Word, ...], groups: list[VerbGroup], number: int, sentence: Sentence
) -> None:
    """Tell "a deal brokered by Qatar collapsed" from "Kim met with Trump"."""
    group = groups[number]
    if group.aux or group.infinitive or not any(form == "participle" for _, form in group.forms):
        return
    tokens = text.tokens
    after = group.head + 1
    while after < sentence.last and words[after].kind == "adverb":
        after += 1
    before = tokens[group.first - 1] if group.first > sentence.first else None
    if after < sentence.last and tokens[after].lower == "by" and group.first > sentence.first:
        follow = tokens[after + 1] if after + 1 < sentence.last else None
        rises = group.bases & {"rise", "fall", "respond", "increase", "drop", "grow", "start"}
        gerund = follow is not None and words[follow.index].is_verb
        if follow is not None and not gerund and not follow.text[:1].isdigit() and not rises:
            group.finite, group.passive = False, True
    if before is not None and before.lower == "," and after < sentence.last:
        if tokens[after].lower in {"of", "in", "on", "at", "with", "as", "for", "under"}:
            ahead = [g for g in groups[number + 1 :] if g.finite and g.sentence == group.sentence]
            closed = any(t.lower == "," for t in tokens[after : ahead[0].first]) if ahead else False
            if ahead and closed and ahead[0].link == "main":
                group.finite, group.passive = False, True
    if group.finite and after < sentence.last and tokens[after].lower in PREPOSITIONS:
        later = next((g for g in groups[number + 1 :] if g.sentence == group.sentence), None)
        if later is not None and later.finite and before is not None:
            between = [t.lower for t in tokens[group.head + 1 : later.first]]
            stops = {",", "and", "but", "or", "that", ";", ":", "“", "”", '"', "—", "–"}
            if not stops & set(between) and not (set(between) & (RELATIVES | SUBORDINATORS)):
                if words[before.index].kind == "other" and not (
                    group.bases & {"say", "meet", "speak", "talk", "agree", "warn"}
                ):
                    group.finite, group.passive = False, True
    if not group.finite and group.passive:
        group.link = "reduced"


def find_subject(
    text: Text,
    words: tuple[Word, ...],
    groups: list[VerbGroup],
    start: int,
    number: int,
    sentence: Sentence,
) -> None:
    """Give a verb group its link, its governor and the stretch its subject stands in."""
    group = groups[number]
    tokens = text.tokens
    before = group.first - 1
    while before >= sentence.first and words[before].kind == "adverb":
        before -= 1
    lower = tokens[before].lower if before >= sentence.first else ""
    previous = number - 1 if number > start else None
    if group.link == "reduced":
        group.subject = _noun_phrase_before(text, words, groups, number, sentence)
        return
    if group.infinitive or (not group.finite and any(f == "ing" for _, f in group.forms)):
        _govern(text, words, groups, start, number, sentence, lower)
        return
    if _base_after_conjunction(group, lower) and previous is not None:
        partner = groups[previous]
        group.link, group.governor = partner.link, partner.governor
        group.subject, group.aux = partner.subject, partner.aux
        group.infinitive = partner.infinitive
        group.object_controlled = partner.object_controlled
        group.finite = partner.finite
        return
    if lower in {"who", "which", "that"} and before > sentence.first:
        clear = tokens[before - 1]
        if lower != "that" or words[clear.index].kind == "other" or clear.lower == ",":
            group.link = "relative"
            group.subject = _antecedent(text, words, groups, number, before, sentence)
            return
    if lower in {"and", "or", "but", "then"} and previous is not None:
        fellow = _coordinate_partner(groups, start, number)
        if fellow is not None:
            group.link = "coordinate"
            group.subject = groups[fellow].subject
            group.governor = groups[fellow].governor
            group.object_controlled = groups[fellow].object_controlled
            return
    if lower == "," and previous is not None:
        if _shares_subject_of_series(text, groups, start, number, before):
            return
        opening = _opening_of_aside(text, before, sentence)
        if opening is not None:
            aside = _noun_phrase_until(text, words, groups, number, opening, sentence)
            if aside is not None:
                group.subject = aside
                return
    group.subject = subject_before(text, words, groups, start, number, sentence)


def _shares_subject_of_series(
    text: Text, groups: list[VerbGroup], start: int, number: int, comma: int
) -> bool:
    """Give a verb in a series its subject ("raided Gao, burned the market and left")."""
    group = groups[number]
    earlier = groups[number - 1]
    tokens = text.tokens
    plain = not group.aux and group.finite and earlier.finite and earlier.link != "relative"
    if not plain or any(t.lower == "," for t in tokens[earlier.head : comma]):
        return False
    later = next((g for g in groups[number + 1 :] if g.sentence == group.sentence), None)
    if later is None or tokens[later.first - 1].lower != "and":
        return False
    group.link, group.subject = "coordinate", earlier.subject
    return True


def _opening_of_aside(text: Text, comma: int, sentence: Sentence) -> int | None:
    """Return the comma before the relative clause that a comma closes ("X, who …, said")."""
    tokens = text.tokens
    for index in range(comma - 1, sentence.first, -1):
        if tokens[index].lower in RELATIVES - {"that", "where"}:
            back = index - 1
            if tokens[back].lower in PREPOSITIONS:
                back -= 1
            if tokens[back].lower in {",", "—", "–"}:
                return back
            return None
    return None


def _noun_phrase_until(
    text: Text,
    words: tuple[Word, ...],
    groups: list[VerbGroup],
    number: int,
    stop: int,
    sentence: Sentence,
) -> Stretch | None:
    """Return the noun phrase that ends at a comma."""
    first = stop
    while first > sentence.first:
        word = words[first - 1]
        lower = text.tokens[first - 1].lower
        if word.is_verb or word.kind == "aux" or lower in SUBORDINATORS - {"as"}:
            break
        if lower in {";", ":", "that", "but", "“", "”"}:
            break
        first -= 1
    return Stretch(first, stop) if first < stop else None


def _base_after_conjunction(group: VerbGroup, lower: str) -> bool:
    return (
        not group.aux
        and lower in {"and", "or", ","}
        and bool(group.forms)
        and all(form == "base" for _, form in group.forms)
    )


def _coordinate_partner(groups: list[VerbGroup], start: int, number: int) -> int | None:
    """Return the earlier finite verb that shares its subject with this one."""
    lexical = not groups[number].aux
    for k in range(number - 1, start - 1, -1):
        if groups[k].finite and groups[k].link in {"main", "coordinate", "relative"}:
            copula = groups[k].bases <= {"be", "have", "do"}
            earlier = [g for g in groups[start:k] if g.finite and g.bases & CLAUSE_TAKING]
            if copula and lexical and earlier:
                continue  # "said the plan was wrong and summoned …": who said it summoned
            return k
    return number - 1 if number > start else None


def _govern(
    text: Text,
    words: tuple[Word, ...],
    groups: list[VerbGroup],
    start: int,
    number: int,
    sentence: Sentence,
    lower: str,
) -> None:
    """Tie an infinitive or participle to the verb that governs it."""
    group = groups[number]
    group.link = "infinitive" if group.infinitive else "participle"
    tokens = text.tokens
    if lower in {"and", "or"} and number > start:
        twin = groups[number - 1]
        if twin.infinitive == group.infinitive and not twin.finite:
            group.subject, group.governor = twin.subject, twin.governor
            group.object_controlled = twin.object_controlled
            return
    for k in range(number - 1, start - 1, -1):
        candidate = groups[k]
        if candidate.link == "reduced" and k > start and not group.infinitive:
            continue
        group.governor = k
        between = Stretch(candidate.head + 1, group.first)
        controlled = bool(candidate.bases & _OBJECT_CONTROL) and between.last - between.first > 0
        if controlled and not candidate.passive and _has_name(words, tokens, between):
            group.object_controlled = True
            group.subject = between
        else:
            group.subject = candidate.subject
        if (
            not group.infinitive
            and not controlled
            and lower not in {",", "by", "while", "after", "before", "without", "in", "for", ""}
            and group.first - 1 > candidate.head
            and words[group.first - 1].kind == "other"
        ):
            group.subject = _noun_phrase_before(text, words, groups, number, sentence)
        return
    after = next((g for g in groups[number + 1 :] if g.finite), None)
    if after is not None:
        group.governor = groups.index(after)
        group.subject = Stretch(group.head + 1, after.first)


def _has_name(words: tuple[Word, ...], tokens: tuple[Token, ...], between: Stretch) -> bool:
    return any(
        words[i].kind in {"other", "function"} and tokens[i].lower not in PREPOSITIONS
        for i in range(between.first, between.last)
    )


def _noun_phrase_before(
    text: Text,
    words: tuple[Word, ...],
    groups: list[VerbGroup],
    number: int,
    sentence: Sentence,
) -> Stretch | None:
    """Return the noun phrase that ends right before a reduced clause."""
    stop = groups[number].first
    while stop > sentence.first and text.tokens[stop - 1].lower in {",", "and"}:
        stop -= 1
    floor = sentence.first
    for k in range(number - 1, -1, -1):
        if groups[k].sentence != groups[number].sentence:
            break
        if groups[k].head < stop:
            floor = max(floor, groups[k].head + 1)
            break
    first = stop
    while first > floor:
        token = text.tokens[first - 1]
        if token.lower in {",", ";", ":", "—", "–"} or token.lower in SUBORDINATORS:
            break
        first -= 1
    return Stretch(first, stop) if first < stop else None


def _antecedent(
    text: Text,
    words: tuple[Word, ...],
    groups: list[VerbGroup],
    number: int,
    pronoun: int,
    sentence: Sentence,
) -> Stretch | None:
    """Return the noun phrase a relative pronoun stands for: the nearest one before it."""
    stop = pronoun
    while stop > sentence.first and text.tokens[stop - 1].lower in {",", "—", "–"}:
        stop -= 1
    first = stop
    while first > sentence.first:
        token = text.tokens[first - 1]
        word = words[first - 1]
        if word.is_verb or word.kind == "aux" or token.lower in SUBORDINATORS - {"as"}:
            break
        if token.lower in {",", ";", ":", "—", "–", "“", "”"}:
            break
        if token.lower in PREPOSITIONS - {"of"} and first < stop:
            break
        first -= 1
    return Stretch(first, stop) if first < stop else None
