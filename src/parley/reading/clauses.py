"""Verb groups and what lies around them: clauses without a parser.

In: `Text` and the verbs the lexicon knows. Out: `Clauses`: each verb with its
auxiliaries, voice, tense and negation, where its subject stands, how far its clause
runs, and which verb governs it. The idea to know: news prose puts the subject right
before the verb group or leaves it out in a small number of ways (a second verb after
"and", an infinitive, a participle, a relative clause), and each way says where to look.
"""

from __future__ import annotations

from dataclasses import replace

from parley.reading.clause_links import find_subject, mark_reduced
from parley.reading.clause_values import Clauses, Link, Stretch, VerbGroup
from parley.reading.tagging import Word, tag_words
from parley.reading.text import Sentence, Text, after_dateline
from parley.reading.verb_groups import is_bare_copula, make_group

__all__ = ["Clauses", "Link", "Stretch", "VerbGroup", "find_clauses"]


def find_clauses(text: Text, known_verbs: frozenset[str]) -> Clauses:
    """Find the verb groups of a text and tie each to its subject and clause.

    Examples
    --------
    >>> from parley.reading.text import split_text
    >>> text = split_text("Kim was urged to meet Moon and signed nothing.")
    >>> clauses = find_clauses(text, frozenset({"urge", "meet", "sign"}))
    >>> [(text.tokens[g.head].text, g.passive, g.link) for g in clauses.groups]
    [('urged', True, 'main'), ('meet', False, 'infinitive'), ('signed', False, 'coordinate')]
    """
    words = tag_words(text, known_verbs)
    groups: list[VerbGroup] = []
    for whole in text.sentences:
        # A dateline names a place and an agency, neither of which acts.
        sentence = replace(whole, first=after_dateline(text, whole))
        tokens = text.tokens_of(sentence)
        start = len(groups)
        groups += [
            make_group(text, words, token, sentence)
            for token in tokens
            if words[token.index].is_verb or is_bare_copula(text, words, token, sentence)
        ]
        _tie(text, words, groups, start, sentence)
    return Clauses(text, words, tuple(groups))


def _tie(
    text: Text, words: tuple[Word, ...], groups: list[VerbGroup], start: int, sentence: Sentence
) -> None:
    """Give each group of a sentence its link, subject, governor and clause."""
    for number in range(start, len(groups)):
        mark_reduced(text, words, groups, number, sentence)
    for number in range(start, len(groups)):
        find_subject(text, words, groups, start, number, sentence)
    for number in range(start, len(groups)):
        groups[number].clause = _clause(text, words, groups, start, number, sentence)


def _clause(
    text: Text,
    words: tuple[Word, ...],
    groups: list[VerbGroup],
    start: int,
    number: int,
    sentence: Sentence,
) -> Stretch:
    """Return the stretch a group's clause takes up: subject, verb, complements."""
    tokens = text.tokens
    group = groups[number]
    first = group.first
    near = group.subject
    if near is not None and near.last <= group.first and near.first >= sentence.first:
        own = group.link in {"main", "relative", "reduced"}
        first = near.first if own else group.first
    last = group.head + 1
    following = [g for g in groups[number + 1 :] if g.sentence == group.sentence]
    while last < sentence.last:
        token = tokens[last]
        upcoming = next((g for g in following if g.first <= last <= g.head), None)
        if upcoming is not None and upcoming.link in {"main", "coordinate"} and upcoming.finite:
            if upcoming.subject is not None and upcoming.subject.first > group.head:
                last = upcoming.subject.first
            break
        if token.lower in {";", ":"} and tokens[last].lower == ";":
            break
        if token.lower in {"but", "while", "whereas", "although", "though"}:
            break
        if token.lower in {"and", "or", ","} and last + 1 < sentence.last:
            after = next((g for g in following if g.first >= last), None)
            if after is not None and after.link == "coordinate" and after.first <= last + 3:
                break
            if after is not None and after.link == "main" and after.subject is not None:
                if after.subject.first <= last + 1 <= after.subject.last:
                    break
        last += 1
    while last > group.head + 1 and tokens[last - 1].lower in {
        ",", ".", ";", "and", "but", "or", "that", "—", "–", ":",
    }:  # fmt: skip
        last -= 1
    return Stretch(first, max(last, group.head + 1))
