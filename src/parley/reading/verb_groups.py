"""A verb with the words that belong to it: auxiliaries, negation, "to".

In: a verb's token. Out: its `VerbGroup`. The idea to know: reading leftwards over
adverbs, the auxiliaries tell voice, tense and mood before any subject is known.
"""

from __future__ import annotations

from parley.reading.clause_values import VerbGroup
from parley.reading.tagging import Word, is_adverb
from parley.reading.text import Sentence, Text, Token
from parley.reading.words import BE_FORMS, HAVE_FORMS, VerbForm

__all__ = ["is_bare_copula", "make_group"]

_NEGATIVES = frozenset("not n't never cannot".split())


def is_bare_copula(text: Text, words: tuple[Word, ...], token: Token, s: Sentence) -> bool:
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


def make_group(text: Text, words: tuple[Word, ...], token: Token, sentence: Sentence) -> VerbGroup:
    """Return the group of a verb or copula, read leftwards over its auxiliaries."""
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
