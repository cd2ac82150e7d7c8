"""How often a question asks for an act: "at least three times", "never".

In: the words of a question. Out: `Often`, the least and most days, and the words without
them. The idea to know: a number counts here only where it is plain that acts are counted;
"several times" is asked back, not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from parley.errors import QuestionError
from parley.forecast.questions_window import NUMBERS, number_of

__all__ = ["Often", "find_count"]

_N = rf"(?:\d{{1,4}}|{'|'.join(NUMBERS[1:])})"
_TIMES = r"(?:times|occasions|separate\s+occasions|(?:different|separate)\s+days)"
_ON = r"(?:on\s+)?"
_AT_LEAST = r"(?:at\s+least|no\s+fewer\s+than|no\s+less\s+than|not\s+(?:fewer|less)\s+than)"
_AT_MOST = r"(?:at\s+most|no\s+more\s+than|not\s+more\s+than|up\s+to)"
_FEWER = r"(?:fewer|less)\s+than"
_EXACTLY = r"(?:exactly|precisely|only|just)"
_ONE_DAY = r"(?:one\s+(?:time|occasion|day)|1\s+(?:time|occasion|day))"
_WORD_TIMES = r"(?P<word>once|twice|thrice)"
_ONCE = {"once": 1, "twice": 2, "thrice": 3}
_NOUNS_BEFORE = r"(?:rounds?\s+of\s+|sets?\s+of\s+|more\s+|new\s+|further\s+|separate\s+)*"

_VAGUE = re.compile(
    r"\b(?:several|many|multiple|a\s+few|a\s+number\s+of|numerous|countless)\s+"
    r"(?:times|occasions)\b|\b(?:repeatedly|often|frequently|regularly)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|never|won['’]t|cannot|can['’]t|fail\s+to|avoid|refrain\s+from|stop\s+short\s+of)\b"
    r"(?!\s+only\b)",
    re.IGNORECASE,
)
_OR_NOT = re.compile(r"[,\s]+or\s+not\b|\bwhether\s+or\s+not\b", re.IGNORECASE)
_NONE = re.compile(r"\bthere\s+be\s+no\b|\bhold\s+no\b|\bhave\s+no\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Often:
    """On how many days, and the words that are left; by default one day or more."""

    rest: str
    at_least: int = 1
    at_most: int | None = None
    said: str = ""


_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[int, int | None]]]


def _rule(pattern: str, reads: Callable[[re.Match[str]], tuple[int, int | None]]) -> _Rule:
    return re.compile(pattern, re.IGNORECASE), reads


_Numbers = Callable[[re.Match[str]], tuple[int, int | None]]


def _times(pattern: str, reads: _Numbers) -> tuple[_Rule, ...]:
    """Return the rules for so many times, and for "on so many days"; days alone are a window."""
    named = {"$n": f"(?P<n>{_N})", "$m": f"(?P<m>{_N})"}
    for name, number in named.items():
        pattern = pattern.replace(name, number)
    return (
        _rule(rf"\b{_ON}{pattern.replace('$times', _TIMES)}\b", reads),
        _rule(rf"\bon\s+{pattern.replace('$times', 'days')}\b", reads),
    )


_RULES: tuple[_Rule, ...] = (
    *_times(r"(?:between\s+)?$n\s+(?:to|and|or)\s+$m\s+$times",
            lambda m: (number_of(m["n"]), number_of(m["m"]))),
    *_times(rf"{_AT_LEAST}\s+$n\s+$times", lambda m: (number_of(m["n"]), None)),
    _rule(rf"\b{_ON}{_AT_LEAST}\s+{_ONE_DAY}\b", lambda _: (1, None)),
    _rule(rf"\b{_AT_LEAST}\s+{_WORD_TIMES}\b", lambda m: (_ONCE[m["word"].lower()], None)),
    *_times(rf"{_AT_MOST}\s+$n\s+$times", lambda m: (0, number_of(m["n"]))),
    _rule(rf"\b{_ON}{_AT_MOST}\s+{_ONE_DAY}\b", lambda _: (0, 1)),
    _rule(rf"\b{_AT_MOST}\s+{_WORD_TIMES}\b", lambda m: (0, _ONCE[m["word"].lower()])),
    *_times(rf"{_FEWER}\s+$n\s+$times", lambda m: (0, number_of(m["n"]) - 1)),
    _rule(rf"\b{_FEWER}\s+{_WORD_TIMES}\b", lambda m: (0, _ONCE[m["word"].lower()] - 1)),
    *_times(r"more\s+than\s+$n\s+$times", lambda m: (number_of(m["n"]) + 1, None)),
    _rule(rf"\bmore\s+than\s+{_WORD_TIMES}\b", lambda m: (_ONCE[m["word"].lower()] + 1, None)),
    _rule(rf"\b{_EXACTLY}\s+{_WORD_TIMES}\b", lambda m: (_ONCE[m["word"].lower()],) * 2),
    _rule(rf"\b{_EXACTLY}\s+{_ONE_DAY}\b", lambda _: (1, 1)),
    *_times(rf"{_EXACTLY}\s+$n\s+$times", lambda m: (number_of(m["n"]),) * 2),
    *_times(r"$n\s+or\s+more\s+$times", lambda m: (number_of(m["n"]), None)),
    *_times(r"$n\s+$times\s+or\s+(?:more|oftener)", lambda m: (number_of(m["n"]), None)),
    _rule(r"\b(?P<word>once|twice|thrice)\s+or\s+(?:more|oftener)\b",
          lambda m: (_ONCE[m["word"].lower()], None)),
    _rule(rf"\b{_ON}(?P<n>\d{{1,4}})\+\s*{_TIMES}", lambda m: (int(m["n"]), None)),
    _rule(r"\b(?:(?:zero|0|no)\s+(?:times|occasions)|on\s+(?:zero|0|no)\s+(?:days?|occasions?))\b",
          lambda _: (0, 0)),
    *_times(r"$n\s+$times", lambda m: (number_of(m["n"]), None)),
    _rule(r"\b(?P<word>twice|thrice)\b", lambda m: (_ONCE[m["word"].lower()], None)),
    _rule(r"\b(?:even\s+)?once\b(?!\s+(?:again|more|the|it|he|she|they|a|an))",
          lambda _: (1, None)),
)  # fmt: skip
_OF_ACTS = re.compile(
    rf"\b(?:(?P<least>{_AT_LEAST})\s+(?P<n>{_N})|(?P<more>more\s+than)\s+(?P<n2>{_N})|"
    rf"(?P<n3>{_N})\s+or\s+more|(?P<most>{_AT_MOST})\s+(?P<n4>{_N})|(?P<few>{_FEWER})\s+(?P<n5>{_N})"
    rf"|(?P<n6>{_N})\s+(?:rounds|sets)\s+of)\s+",
    re.IGNORECASE,
)


_SO_MANY = re.compile(
    r"\b(?P<verb>conduct|carry\s+out|launch|hold|stage|make|have|fire|exchange|sign|issue|undertake|"
    rf"pay)\s+(?P<n>{'|'.join(NUMBERS[2:])}|\d{{1,2}})\s+",
    re.IGNORECASE,
)


def find_count(words: str, is_act: Callable[[str], bool]) -> Often:
    """Return how often the act has to happen, and the words without that.

    Parameters
    ----------
    words
        The question.
    is_act
        Tells whether words begin with an act, so that "at least two missile tests" counts
        tests and "at least 100 troops" is not taken to count anything.

    Raises
    ------
    QuestionError
        If the words say so vaguely, or count something other than acts.

    Examples
    --------
    >>> often = find_count("Will A attack B at least three times?", lambda _: False)
    >>> often.at_least, often.rest
    (3, 'Will A attack B?')
    >>> find_count("Will A not attack B?", lambda _: False)
    Often(rest='Will A attack B?', at_least=0, at_most=0, said='not')
    """
    asked = _OR_NOT.sub(" ", words)
    asked = " ".join(asked.split())
    for pattern, reads in _RULES:
        found = pattern.search(asked)
        if found is not None:
            low, high = reads(found)
            return Often(_without(asked, found), low, high, found[0])
    counted = _count_of_acts(asked, is_act)
    if counted is not None:
        return counted
    if vague := _VAGUE.search(asked):
        raise QuestionError(
            f'How often is {vague[0]!r}? Give a number, as in "at least three times".',
            question=words,
        )
    if denied := _DENIED.search(asked):
        return Often(_without(asked, denied), 0, 0, denied[0])
    if none := _NONE.search(asked):
        kept = none[0].rsplit(" ", 1)[0]
        return Often(f"{asked[: none.start()]}{kept}{asked[none.end() :]}", 0, 0, none[0])
    return Often(asked)


def _count_of_acts(asked: str, is_act: Callable[[str], bool]) -> Often | None:
    """Read "at least two missile tests": a number before the act itself."""
    for found in _OF_ACTS.finditer(asked):
        low, high = _numbers(found)
        rest = re.sub(rf"^{_NOUNS_BEFORE}", "", asked[found.end() :], flags=re.IGNORECASE)
        if re.match(r"(?:days?|weeks?|months?|years?|fortnights?|points?)\b", rest, re.IGNORECASE):
            continue
        if is_act(rest):
            return Often(f"{asked[: found.start()]}{rest}", low, high, found[0].strip())
        raise QuestionError(
            f"What {found[0].strip()!r} counts was not understood: only acts are counted, by the "
            'days that have one. Ask for example "at least three times".',
            question=asked,
        )
    for found in _SO_MANY.finditer(asked):
        rest = re.sub(rf"^{_NOUNS_BEFORE}", "", asked[found.end() :], flags=re.IGNORECASE)
        verb = found["verb"]
        if number_of(found["n"]) > 1 and (is_act(rest) or is_act(f"{verb} {rest}")):
            said = f"{asked[: found.start()]}{verb} {rest}"
            return Often(said, number_of(found["n"]), None, found["n"])
    return None


def _numbers(found: re.Match[str]) -> tuple[int, int | None]:
    if found["n"] is not None:
        return number_of(found["n"]), None
    if found["n2"] is not None:
        return number_of(found["n2"]) + 1, None
    if found["n4"] is not None:
        return 0, number_of(found["n4"])
    if found["n5"] is not None:
        return 0, number_of(found["n5"]) - 1
    return number_of(found["n3"] or found["n6"]), None


def _without(asked: str, found: re.Match[str]) -> str:
    left, right = asked[: found.start()].rstrip(), asked[found.end() :].lstrip()
    left = left.rstrip(",") if right[:1] in {",", "?", "."} or not right else left
    joined = f"{left} {right}" if right[:1] not in {"?", ".", ",", "!"} else f"{left}{right}"
    return " ".join(joined.split())
