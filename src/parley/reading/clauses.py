"""Verb groups and what lies around them: clauses without a parser.

In: `Text` and the verbs the lexicon knows. Out: `Clauses`: each verb with its
auxiliaries, voice, tense and negation, where its subject stands, how far its clause
runs, and which verb governs it. The idea to know: news prose puts the subject right
before the verb group or leaves it out in a small number of ways (a second verb after
"and", an infinitive, a participle, a relative clause), and each way says where to look.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from parley.reading.tagging import Forms, Word, is_adverb, tag_words
from parley.reading.text import Sentence, Text, Token, after_dateline
from parley.reading.words import (
    BE_FORMS,
    DETERMINERS,
    HAVE_FORMS,
    MODALS,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATORS,
    VerbForm,
)
from parley.terms import Span

__all__ = ["Clauses", "Link", "Stretch", "VerbGroup", "find_clauses"]

Link = Literal["main", "relative", "coordinate", "infinitive", "participle", "reduced"]

_NEGATIVES = frozenset("not n't never cannot".split())
# Verbs whose object, not subject, carries out the infinitive or gerund that follows.
_OBJECT_CONTROL = frozenset(
    """urge ask order tell force allow permit help persuade invite encourage press want
    instruct require pressure push convince get expect enable warn request charge command compel
    authorise authorize oblige lead prompt call accuse blame prevent stop suspect condemn
    criticise criticize denounce implore beg advise appeal thank praise ban bar keep
    discourage deter see watch accused""".split()
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens `first` to `last`, `last` not included, counted through the whole text."""

    first: int
    last: int

    def __contains__(self, index: int) -> bool:
        return self.first <= index < self.last


@dataclass(slots=True)
class VerbGroup:
    """A verb with the words that belong to it.

    `first` and `head` are token numbers; `subject` the stretch in which its subject
    stands (None when there is none to be found); `clause` the stretch from subject to
    the end of its complements; `governor` the group it depends on.
    """

    first: int
    head: int
    sentence: int
    forms: Forms
    aux: tuple[str, ...] = ()
    passive: bool = False
    negated: bool = False
    infinitive: bool = False
    finite: bool = True
    link: Link = "main"
    subject: Stretch | None = None
    clause: Stretch = field(default_factory=lambda: Stretch(0, 0))
    governor: int | None = None
    object_controlled: bool = False

    @property
    def bases(self) -> frozenset[str]:
        """The dictionary forms the verb could have."""
        return frozenset(base for base, _ in self.forms)

    @property
    def modal(self) -> str | None:
        """Its modal in plain form, such as `will` or `may`; None without one."""
        plain = {"'ll": "will", "wo": "will", "'d": "would", "ca": "can", "cannot": "can"}
        for word in self.aux:
            if word in MODALS:
                return plain.get(word, word)
        return None

    @property
    def perfect(self) -> bool:
        """Tell whether it stands in the perfect ("has met")."""
        return any(word in HAVE_FORMS for word in self.aux)

    @property
    def progressive(self) -> bool:
        """Tell whether it stands in the progressive ("is meeting")."""
        return any(word in BE_FORMS for word in self.aux) and any(
            form == "ing" for _, form in self.forms
        )

    @property
    def past(self) -> bool:
        """Tell whether its form can only be of the past or perfect."""
        return bool(self.forms) and all(form in {"past", "participle"} for _, form in self.forms)


class Clauses:
    """The words and verb groups of a text, with look-ups by token number."""

    def __init__(self, text: Text, words: tuple[Word, ...], groups: tuple[VerbGroup, ...]) -> None:
        self.text = text
        self.words = words
        self.groups = groups
        self.by_head = {group.head: number for number, group in enumerate(groups)}
        self.by_sentence: dict[int, list[int]] = {}
        self._in_group: dict[int, int] = {}
        for number, group in enumerate(groups):
            self.by_sentence.setdefault(group.sentence, []).append(number)
            for token in range(group.first, group.head + 1):
                self._in_group.setdefault(token, number)

    def group_of(self, token: int) -> VerbGroup | None:
        """Return the verb group a token belongs to, or None."""
        number = self._in_group.get(token)
        return self.groups[number] if number is not None else None

    def governor_of(self, group: VerbGroup) -> VerbGroup | None:
        """Return the group that governs another, or None."""
        return self.groups[group.governor] if group.governor is not None else None

    def groups_of(self, sentence: Sentence) -> list[VerbGroup]:
        """Return the verb groups of a sentence in order."""
        return [self.groups[n] for n in self.by_sentence.get(sentence.index, ())]

    def clause_around(self, token: int) -> VerbGroup | None:
        """Return the smallest clause that holds a token, or None."""
        sentence = self.text.sentence_at(self.text.tokens[token].start)
        if sentence is None:
            return None
        holding = [g for g in self.groups_of(sentence) if token in g.clause]
        return min(holding, key=lambda g: g.clause.last - g.clause.first, default=None)

    def span_of(self, stretch: Stretch) -> Span:
        """Return the characters of a stretch of tokens."""
        tokens = self.text.tokens
        return Span(tokens[stretch.first].start, tokens[stretch.last - 1].end)


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
            _group(text, words, token, sentence)
            for token in tokens
            if words[token.index].is_verb or _is_bare_copula(text, words, token, sentence)
        ]
        _tie(text, words, groups, start, sentence)
    return Clauses(text, words, tuple(groups))


def _is_bare_copula(text: Text, words: tuple[Word, ...], token: Token, s: Sentence) -> bool:
    """Tell whether an auxiliary stands alone as the verb ("was unlikely", "has support")."""
    if words[token.index].kind != "aux" or token.lower in {"to", "'d", "'ll"}:
        return False
    for index in range(token.index + 1, min(token.index + 5, s.last)):
        word = words[index]
        if word.is_verb or word.kind == "aux":
            return False
        if word.kind != "adverb":
            break
    return token.lower in BE_FORMS | HAVE_FORMS | {"did", "does", "do"}


def _group(text: Text, words: tuple[Word, ...], token: Token, sentence: Sentence) -> VerbGroup:
    first = token.index
    aux: list[str] = []
    infinitive = negated = False
    if words[first].kind == "aux":
        aux.append(token.lower)
    index = first - 1
    while index >= sentence.first:
        lower = text.tokens[index].lower
        kind = words[index].kind
        if kind == "aux" and not infinitive:
            aux.insert(0, lower)
            first = index
        elif lower == "to" and not infinitive and _takes_to(words[token.index], aux, token):
            infinitive = True
            first = index
        elif is_adverb(lower) and text.tokens[index].is_word:
            pass
        else:
            break
        index -= 1
    for k in range(max(sentence.first, first - 1), min(token.index + 2, sentence.last)):
        word = text.tokens[k].lower  # "never" needs no auxiliary: "Iran never attacked"
        if word in _NEGATIVES and (k >= first or infinitive or word == "never"):
            negated = True
    forms = words[token.index].forms or (_copula(token.lower),)
    participle = any(form == "participle" for _, form in forms)
    passive = participle and any(word in BE_FORMS | {"get", "got", "gets"} for word in aux)
    if passive and any(word in HAVE_FORMS for word in aux) and not (set(aux) & BE_FORMS):
        passive = False
    if passive:
        forms = tuple(f for f in forms if f[1] == "participle")
    finite = not infinitive and (bool(aux) and aux[0] not in {"being", "having", "been"})
    finite = finite or (
        not infinitive and not aux and any(form in {"past", "s", "base"} for _, form in forms)
    )
    return VerbGroup(
        first=first,
        head=token.index,
        sentence=sentence.index,
        forms=forms,
        aux=tuple(aux),
        passive=passive,
        negated=negated,
        infinitive=infinitive,
        finite=finite,
    )


def _copula(lower: str) -> tuple[str, VerbForm]:
    base = "have" if lower in HAVE_FORMS else "be" if lower in BE_FORMS else "do"
    if lower in {"was", "were", "had", "did", "been"}:
        return base, "past"
    return base, "ing" if lower.endswith("ing") else "base" if lower == base else "s"


def _takes_to(word: Word, aux: list[str], token: Token) -> bool:
    if aux:
        return aux[0] in {"be", "have", "get"}
    return any(form == "base" for _, form in word.forms) or token.lower in {"be", "have", "do"}


def _tie(
    text: Text, words: tuple[Word, ...], groups: list[VerbGroup], start: int, sentence: Sentence
) -> None:
    """Give each group of a sentence its link, subject, governor and clause."""
    for number in range(start, len(groups)):
        _mark_reduced(text, words, groups, number, sentence)
    for number in range(start, len(groups)):
        _find_subject(text, words, groups, start, number, sentence)
    for number in range(start, len(groups)):
        groups[number].clause = _clause(text, words, groups, start, number, sentence)


def _mark_reduced(
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


def _find_subject(
    text: Text,
    words: tuple[Word, ...],
    groups: list[VerbGroup],
    start: int,
    number: int,
    sentence: Sentence,
) -> None:
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
    group.subject = _subject_before(text, words, groups, start, number, sentence)


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
            earlier = [g for g in groups[start:k] if g.finite and g.bases & _CLAUSE_TAKING]
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


def _subject_before(
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


# Verbs whose clause of content follows without a comma: what comes next is a subject.
_CLAUSE_TAKING = frozenset(
    """say think believe announce report claim warn hope fear know add insist suggest argue
    note confirm deny reveal show find see hear feel mean ensure agree expect tell declare
    state write maintain stress predict conclude reckon""".split()
)


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
    if joins and not earlier.bases & _CLAUSE_TAKING and not earlier.passive:
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


def determiner_before(text: Text, index: int) -> bool:
    """Tell whether the token before is a determiner."""
    return index > 0 and text.tokens[index - 1].lower in DETERMINERS
