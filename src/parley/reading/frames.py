"""Frames: whether what follows a cue is something the cue can govern.

In: a cue and the first token of its would-be content. Out: yes or no. The idea to know:
"called the deal a farce" is speech and "called a meeting" is not; the words that follow
tell which.
"""

from __future__ import annotations

from parley.reading.contents import CLOSING_MARKS, has_finite, quotation_opening_at, token_after
from parley.reading.cues import CueHit
from parley.reading.phrases import (
    MentionIndex,
    is_finite,
    is_person_noun,
    noun_phrase_after,
)
from parley.reading.text import Text
from parley.reading.words import DETERMINERS, PREPOSITIONS, PRONOUNS

__all__ = ["follows_frame"]

_CHANCES = frozenset(
    "chance chances odds likelihood probability risk prospect prospects possibility".split()
)
_CLAUSE_OPENERS = DETERMINERS | PRONOUNS | frozenset("there if when what how why whether".split())
_REACH = 16


def follows_frame(text: Text, i: int, last: int, hit: CueHit, index: MentionIndex) -> bool:
    """Tell whether the words from token `i` fit one of the frames of a cue.

    Examples
    --------
    >>> from parley.reading.cues import find_cues
    >>> from parley.reading.text import split_text
    >>> text = split_text("He called a meeting.")
    >>> hit = next(find_cues(text, text.sentences[0]))
    >>> follows_frame(text, hit.last, text.sentences[0].last, hit, MentionIndex(()))
    False
    """
    if i >= last:
        return False
    frames, token = hit.cue.frames, text.tokens[i]
    if quotation_opening_at(text, i) is not None and frames & {"quote", "noun", "any", "clause"}:
        return True
    if not token.is_word and quotation_opening_at(text, i) is None:
        return False
    if token.lower == "that" and frames & {"that", "clause", "hearer", "explicit"}:
        return True
    if token.lower == "from" and hit.cue.lemma == "request":
        return True
    if token.lower in {"to", "not"} and frames & {"to"}:
        return token.lower == "to" or text.tokens[min(i + 1, last - 1)].lower == "to"
    checks = {
        "clause": _clause,
        "that": _bare_clause,
        "noun": _noun,
        "negated": _negated,
        "any": _noun,
        "target": _target,
        "blame": _blame,
        "as": _as,
        "name": _name,
        "odds": _odds,
        "likelihood": _odds,
    }
    return any(checks[frame](text, i, last, hit, index) for frame in sorted(frames & set(checks)))


def _clause(text: Text, i: int, last: int, hit: CueHit, index: MentionIndex) -> bool:
    """A clause without "that": a noun phrase and a finite verb, or "it likely that"."""
    token = text.tokens[i]
    if token.lower in PREPOSITIONS - {"in", "on", "at", "after", "since", "until", "without"}:
        return False
    if token.lower in {"to", "so", "and", "or", "but"}:
        return False
    window = text.tokens[i + 1 : min(last, i + 30)]
    if has_finite(window):
        return True
    views = {"think", "believe", "consider", "judge", "reckon", "say"}
    return token.lower in PRONOUNS and hit.cue.lemma in views and len(window) > 1


def _bare_clause(text: Text, i: int, last: int, hit: CueHit, index: MentionIndex) -> bool:
    token = text.tokens[i]
    opens = token.lower in _CLAUSE_OPENERS or index.at(token) is not None or token.is_capital
    window = text.tokens[i + 1 : min(last, i + _REACH)]
    return opens and any(is_finite(after) for after in window)


def _noun(text: Text, i: int, last: int, hit: CueHit, index: MentionIndex) -> bool:
    token = text.tokens[i]
    if token.lower in PREPOSITIONS or token.lower in {"to", "and", "or", "but", "as"}:
        return False
    alone = i + 1 >= last or not text.tokens[i + 1].is_word
    if token.lower in PRONOUNS and token.lower not in DETERMINERS:
        return not alone and hit.cue.lemma not in {"propose", "request", "announce"}
    return token.is_word


def _negated(text: Text, i: int, last: int, hit: CueHit, index: MentionIndex) -> bool:
    return hit.negated and _noun(text, i, last, hit, index)


def _target(text: Text, i: int, last: int, hit: CueHit, index: MentionIndex) -> bool:
    """Someone named, then "to", "not to", "with": "urged Oslo to stop"."""
    tokens = text.tokens
    phrase = noun_phrase_after(text, i, last, index)
    if phrase is None:
        return False
    named = any(
        index.at(token) is not None
        or is_person_noun(token.lower)
        or token.lower in PRONOUNS
        or token.is_capital
        for token in tokens[phrase.first : phrase.last]
    )
    if not named:
        return False
    for k in range(phrase.first + 1, min(last, i + _REACH)):
        if tokens[k].lower == "to":
            return True
        if tokens[k].lower in {"with", "for", "against", "that"} and hit.cue.lemma != "ask":
            return True
        if tokens[k].text in {",", ";", "."} or is_finite(tokens[k]):
            return False
    return False


def _blame(text: Text, i: int, last: int, hit: CueHit, index: MentionIndex) -> bool:
    wanted = {"accuse": {"of", "with"}, "charge": {"with", "that"}}.get(hit.cue.lemma)
    if wanted is None:
        return text.tokens[i].is_word and text.tokens[i].lower not in PREPOSITIONS
    return any(token.lower in wanted for token in text.tokens[i : min(last, i + 24)])


def _as(text: Text, i: int, last: int, hit: CueHit, index: MentionIndex) -> bool:
    tokens, k = text.tokens, i
    if tokens[i].lower == "as" and i + 1 < last:
        # "which Oslo denounced as a trick": the object stands before the cue.
        return (
            hit.passive
            or tokens[i + 1].lower in DETERMINERS
            or (quotation_opening_at(text, i + 1) is not None)
        )
    while k < min(last, i + 24):
        if tokens[k].lower == "as" and k > i:
            return k + 1 < last and tokens[k + 1].lower not in {"well", "soon", "long", "early"}
        if tokens[k].text in {";", ","}:
            return False
        quotation = quotation_opening_at(text, k)
        k = token_after(text, quotation.outer.end) if quotation is not None else k + 1
    return False


def _name(text: Text, i: int, last: int, hit: CueHit, index: MentionIndex) -> bool:
    """Two phrases side by side: "the deal a farce", "them “terrorists”", "it shameful"."""
    tokens = text.tokens
    first = tokens[i]
    if first.lower in PREPOSITIONS or first.lower in {"a", "an", "to", "and"}:
        return False
    if hit.cue.lemma == "consider" and first.lower.endswith("ing"):
        return False
    if quotation_opening_at(text, i + 1) is not None:
        return True
    if hit.cue.lemma in {"call", "consider", "deem"} and first.lower in PRONOUNS:
        return (
            i + 1 < last
            and tokens[i + 1].is_word
            and tokens[i + 1].lower not in PREPOSITIONS | {"and", "to"}
        )
    for k in range(i + 1, min(last, i + 18)):
        token = tokens[k]
        if quotation_opening_at(text, k) is not None:
            return True
        if token.text in {",", ";", "."} or token.text in CLOSING_MARKS:
            return False
        if token.lower in {"a", "an"} and tokens[k - 1].lower not in PREPOSITIONS:
            return True
        if token.lower == "the" and tokens[k - 1].lower not in PREPOSITIONS | {"and"}:
            return True
        if is_finite(token):
            return False
    return any(token.lower in _CHANCES for token in tokens[i : i + 3])


def _odds(text: Text, i: int, last: int, hit: CueHit, index: MentionIndex) -> bool:
    window = text.tokens[i : min(last, i + 24)]
    places = [k for k, token in enumerate(window) if token.lower in _CHANCES]
    if not places:
        return False
    follows = window[places[0] + 1].lower if places[0] + 1 < len(window) else ""
    if hit.cue.lemma == "give" and follows == "to":
        return False  # "gave them a last chance to": an offer
    if hit.cue.lemma == "put":
        return any(token.lower == "at" for token in window[places[0] :])
    return places[0] < 8
