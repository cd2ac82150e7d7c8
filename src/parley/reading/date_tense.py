"""Whether the clause around a date looks back or ahead.

In: the tokens of a sentence and where the date stands in it. Out: `past`, `future` or
None. The idea to know: the verb nearest in front of the date decides ("said on Sunday it
will meet on Friday"); a date that opens its clause is decided by the first verb behind.
"""

from __future__ import annotations

from collections.abc import Sequence

from parley.reading.date_phrases import Tense
from parley.reading.text import Sentence, Token
from parley.reading.words import DETERMINERS, IRREGULAR, PREPOSITIONS

__all__ = ["tense_at"]

_AHEAD = frozenset("will 'll shall wo would 'd may might should must could can cannot ca".split())
_PLANNED = frozenset(
    """planned scheduled due expected set slated upcoming expects hopes intends plans postponed
    rescheduled starting beginning likely unlikely ahead deadline""".split()
)
# What makes a following "to" with its verb a plan; after others ("managed to") it is not.
_PLANNERS = frozenset(
    """is are was were be 's 're plans plan planned planning agreed agree agrees set due
    expected scheduled wants want hopes hope hoped pledged vowed promised intends intend
    preparing prepares prepared ready about invited urged asked ordered offered offers
    likely unlikely decided decides pledges vows promises poised slated not""".split()
)
_HELPERS = frozenset(["be", "been", "being"])
_NOT_VERBS = frozenset(
    """need indeed unprecedented hundred sacred united ahead speed seed breed red bed feed
    embed exceed proceed succeed indeed media""".split()
)
_PASTS = frozenset(form for pair in IRREGULAR.values() for form in pair) - frozenset(IRREGULAR)
_LOOK_BACK, _LOOK_ON = 30, 16  # tokens; longer sentences hold the verb nearer in toy and seed


def tense_at(tokens: Sequence[Token], sentence: Sentence, first: int, last: int) -> Tense | None:
    """Return how the clause around tokens `first` to `last` stands to publication.

    Examples
    --------
    >>> from parley.reading.text import split_text
    >>> text = split_text("She said on Sunday that both will meet on Friday.")
    >>> tense_at(text.tokens, text.sentences[0], 2, 4)
    'past'
    >>> tense_at(text.tokens, text.sentences[0], 8, 10)
    'future'
    """
    for i in range(first - 1, max(sentence.first, first - _LOOK_BACK) - 1, -1):
        if tokens[i].text in {";", ":"}:
            break
        found = _cue(tokens, sentence, i)
        if found:
            return found
    for i in range(last, min(sentence.last, last + _LOOK_ON)):
        found = _cue(tokens, sentence, i)
        if found:
            return found
    return None


def _cue(tokens: Sequence[Token], sentence: Sentence, i: int) -> Tense | None:
    """Tell which way token i points, if it does."""
    word = tokens[i].lower
    before = tokens[i - 1].lower if i > sentence.first else ""
    if word in _AHEAD:
        return None if tokens[i].is_capital and word in {"may", "will"} and before else "future"
    if word == "to":
        return _infinitive(tokens, sentence, i, before)
    if word in _PLANNED and before != "had":
        is_adjective = before in DETERMINERS and word in {"expected", "set"}
        return None if is_adjective else "future"
    if not _is_past(word):
        return None
    if before in _HELPERS or before in DETERMINERS or before == "'s":
        return None
    if before in _AHEAD or (before in {"have", "not"} and _reaches_modal(tokens, sentence, i)):
        return None
    return "past"


def _infinitive(tokens: Sequence[Token], sentence: Sentence, i: int, before: str) -> Tense | None:
    if i + 1 >= sentence.last:
        return None
    after = tokens[i + 1]
    is_verb = (
        after.is_word
        and not after.is_capital
        and after.lower not in DETERMINERS
        and after.lower not in PREPOSITIONS
        and not after.text[0].isdigit()
    )
    if not is_verb:
        return None
    return "future" if before in _PLANNERS or sentence.is_headline else None


def _is_past(word: str) -> bool:
    if word in {"was", "were", "had", "did", "has"}:
        return True
    if word in _PASTS:
        return True
    return word.endswith("ed") and len(word) > 4 and word not in _NOT_VERBS


def _reaches_modal(tokens: Sequence[Token], sentence: Sentence, i: int) -> bool:
    return any(tokens[j].lower in _AHEAD for j in range(max(sentence.first, i - 3), i))
