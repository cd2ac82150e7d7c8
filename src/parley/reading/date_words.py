"""The words of date phrases, and the class of each token.

In: tokens. Out: one character for each token, so that a date rule is a regular
expression over the string of classes, and the number each token stands for. The idea to
know: a token has one class; a rule names words by themselves (`last`) and classes in
capitals (`WEEKDAY`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parley.reading.text import Token

__all__ = ["CLASSES", "classify", "compile_rule", "value_of"]

_WEEKDAYS = """monday tuesday wednesday thursday friday saturday sunday""".split()
_MONTHS = """january february march april may june july august september october november
    december""".split()
_SHORT_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_SHORT_WEEKDAYS = {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4,
    "sat": 5, "sun": 6,
}  # fmt: skip
_UNITS = {
    "hour": "hour", "day": "day", "night": "day", "week": "week", "fortnight": "fortnight",
    "month": "month", "year": "year", "decade": "decade", "century": "century",
}  # fmt: skip
_COUNTS = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen""".split()
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "hundred": 100,
}  # fmt: skip
_ORDINALS = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
    thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""".split()
_VAGUE = {"several": 4, "few": 3, "couple": 2, "some": 3, "many": 10, "dozen": 12}
_PARTS = {
    "early": "early", "mid": "mid", "middle": "mid", "late": "late", "end": "end",
    "beginning": "start", "start": "start", "earlier": "earlier", "later": "later",
    "close": "end", "turn": "start",
}  # fmt: skip

_VALUES: dict[str, tuple[str, object]] = {}
_PROPER = {*_WEEKDAYS, *_MONTHS, *_SHORT_MONTHS, *_SHORT_WEEKDAYS}
for _number, _word in enumerate(_WEEKDAYS):
    _VALUES[_word] = ("WEEKDAY", _number)
    _VALUES[_word + "s"] = ("WEEKDAYS", _number)
    _PROPER.add(_word + "s")
for _number, _word in enumerate(_MONTHS, 1):
    _VALUES[_word] = ("MONTH", _number)
for _word, _number in _SHORT_MONTHS.items():
    _VALUES[_word] = ("MON", _number)
for _word, _number in _SHORT_WEEKDAYS.items():
    _VALUES[_word] = ("WDAY", _number)
for _word, _unit in _UNITS.items():
    _VALUES[_word] = ("UNIT", _unit)
    _VALUES[_word[:-1] + "ies" if _word.endswith("y") and _word != "day" else _word + "s"] = (
        "UNITS",
        _unit,
    )
for _number, _word in enumerate(_COUNTS, 1):
    _VALUES[_word] = ("COUNT", _number)
for _word, _number in _TENS.items():
    _VALUES[_word] = ("COUNT", _number)
    for _digit, _small in enumerate(_COUNTS[:9], 1):
        _VALUES[f"{_word}-{_small}"] = ("COUNT", _number + _digit)
for _number, _word in enumerate(_ORDINALS, 1):
    _VALUES[_word] = ("NTH", _number)
for _word, _number in _VAGUE.items():
    _VALUES[_word] = ("VAGUE", _number)
for _word, _part in _PARTS.items():
    _VALUES[_word] = ("CUT" if _part in ("earlier", "later") else "PART", _part)
for _word in ["spring", "summer", "autumn", "fall", "winter"]:
    _VALUES[_word] = ("SEASON", _word)
for _word in """morning afternoon evening night noon midnight lunchtime dawn dusk""".split():
    _VALUES[_word] = ("HOURS", _word)
for _word in ["today", "yesterday", "tomorrow", "tonight", "overnight"]:
    _VALUES[_word] = ("NEAR", _word)
for _word in """about around nearly almost roughly approximately""".split():
    _VALUES[_word] = ("ABOUT", _word)
for _number, _word in enumerate(
    """twenties thirties forties fifties sixties seventies eighties nineties""".split()
):
    _VALUES[_word] = ("TIES", 1920 + 10 * _number)
for _word, _quarter in {"q1": 1, "q2": 2, "q3": 3, "q4": 4}.items():
    _VALUES[_word] = ("QUARTER", _quarter)
_LITERALS = """the a an last past previous recent preceding next coming upcoming following this
    these that same then since until till through to by before after within in during over
    throughout for from between and or of on at ago every each other half quarter weekend
    least more less than under just up no not later term as starting beginning until prior
    ahead deadline her his their its old fiscal financial now onwards on""".split()
for _word in _LITERALS:
    _VALUES.setdefault(_word, (_word, _word))
_VALUES["night"] = ("NIGHT", "day")
_MARKS = {",": "comma", ".": "dot", "-": "dash", "–": "dash", "—": "dash", "'s": "s", "'": "s"}
for _word, _name in _MARKS.items():
    _VALUES[_word] = (_name, _word)

CLASSES: dict[str, str] = {}
for _name, _ in [*_VALUES.values(), *((n, 0) for n in ("DAY", "ORD", "YEAR", "NUM", "DECADE"))]:
    CLASSES.setdefault(_name, chr(0xE000 + len(CLASSES)))
CLASSES["MIDMONTH"] = chr(0xE000 + len(CLASSES))
CLASSES["MIDYEAR"] = chr(0xE000 + len(CLASSES))
CLASSES["MIDDECADE"] = chr(0xE000 + len(CLASSES))
_OTHER = " "
_CHAR = {word: CLASSES[name] for word, (name, _) in _VALUES.items()}
_ORDINAL_NUMBER = re.compile(r"(\d{1,2})(?:st|nd|rd|th)$")


def _numeral(token: Token) -> str:
    """Class of a token that begins with a digit."""
    text = token.text
    if text.isdecimal() and text.isascii():
        if len(text) <= 2:
            return CLASSES["DAY"] if 1 <= int(text) <= 31 else CLASSES["NUM"]
        if len(text) == 4 and "1000" <= text <= "2999":
            return CLASSES["YEAR"]
        return CLASSES["NUM"] if len(text) <= 4 else _OTHER
    if _ORDINAL_NUMBER.match(text):
        return CLASSES["ORD"]
    if len(text) == 5 and text.endswith("0s") and text[:4].isdecimal() and text[0] in "12":
        return CLASSES["DECADE"]
    return _OTHER


def _hyphened(lower: str) -> str:
    rest = lower[4:]
    if rest in _MONTHS:
        return CLASSES["MIDMONTH"]
    if rest.isdecimal() and len(rest) == 4:
        return CLASSES["MIDYEAR"]
    if rest[:4].isdecimal() and rest[4:] == "s":
        return CLASSES["MIDDECADE"]
    return _OTHER


def classify(tokens: Sequence[Token]) -> str:
    """Return one class character for each token; a space where a token has none."""
    classes: list[str] = []
    for token in tokens:
        lower = token.lower
        mark = _CHAR.get(lower)
        if mark is None:
            if lower[0].isdigit():
                mark = _numeral(token)
            elif lower.startswith("mid-"):
                mark = _hyphened(lower)
            else:
                mark = _OTHER
        elif lower in _PROPER and not token.text[0].isupper():
            mark = _OTHER
        classes.append(mark)
    return "".join(classes)


def value_of(token: Token) -> object:
    """Return what a classified token stands for: a number, a unit, or its own word."""
    lower = token.lower
    known = _VALUES.get(lower)
    if known is not None:
        return known[1]
    if lower[0].isdigit():
        return int(re.match(r"\d+", lower).group())  # type: ignore[union-attr]
    rest = lower[4:]
    return _MONTHS.index(rest) + 1 if rest in _MONTHS else int(rest[:4])


_NAME = re.compile(r"[A-Za-z]+(?:\|[A-Za-z]+)*")
_SHORTHANDS = {
    "<weekday>": "((WEEKDAY | WDAY dot?) comma?)?",
    "<month>": "(MONTH | MON dot?)",
    "<year>": "(comma? of? YEAR)?",
    "<number>": "(a? COUNT|NUM|DAY|VAGUE of? | a | an)",
    "<about>": "(ABOUT|under|over|just | at least | more|less than | up to | no more than)?",
    "<units>": "UNIT|UNITS|NIGHT",
}


def compile_rule(pattern: str) -> re.Pattern[str]:
    """Compile a rule: names of words and classes, with `|`, `?`, `+` and brackets.

    Examples
    --------
    >>> bool(compile_rule("last|next WEEKDAY").match(CLASSES["last"] + CLASSES["WEEKDAY"]))
    True
    """
    for shorthand, meant in _SHORTHANDS.items():
        pattern = pattern.replace(shorthand, meant)
    expanded = _NAME.sub(
        lambda found: "[" + "".join(CLASSES[name] for name in found.group().split("|")) + "]",
        pattern,
    )
    return re.compile(expanded.replace(" ", "").replace("(", "(?:"))
