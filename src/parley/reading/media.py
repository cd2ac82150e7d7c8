"""Media: which speakers only pass the news on, and how they are named.

In: codes and words of a mention. Out: whether it is a medium, and its proper name. The
idea to know: a chain names media by the name the text gives ("the official KCNA news
agency" is KCNA); a medium without a name stands as `ISO3-JRN`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from parley.terms import ActorMention

__all__ = ["PASSING_VERBS", "is_medium_code", "is_medium_phrase", "link_of", "medium_name"]

PASSING_VERBS = frozenset(
    "report write say quote cite carry announce add note state tell reveal claim".split()
)
"""Verbs with which a medium may pass on what others did or said."""

_NOUNS = frozenset(
    """dispatch despatch agency newspaper newspapers paper daily weekly broadcaster channel
    television tv radio media website network newswire wire outlet station magazine press
    portal site""".split()
)
_GENERIC = _NOUNS | frozenset(
    """the a an its his their this that news official state state-run state-owned public
    private national local regional independent government pro-government semi-official
    semiofficial opposition leading satellite online country country's 's ’s said""".split()
)
_DEMONYM = re.compile(r"^[A-Z][a-z]+(?:an|ian|ish|ese|ch|i|ic|ine)$")
_WORD = re.compile(r"[^\s,()“”\"]+")


def is_medium_code(code: str) -> bool:
    """Tell whether a code is that of journalists or media.

    Examples
    --------
    >>> is_medium_code("PRK-JRN"), is_medium_code("PRK-GOV")
    (True, False)
    """
    return code == "JRN" or code.endswith("-JRN")


@lru_cache(maxsize=4_000)
def is_medium_phrase(words: str) -> bool:
    """Tell whether words describe a medium: "the TASR agency", "state television".

    Examples
    --------
    >>> is_medium_phrase("the ABC news agency"), is_medium_phrase("the intelligence agency")
    (True, False)
    """
    lower = [word.lower() for word in _WORD.findall(words)]
    if not lower or not any(word in _NOUNS for word in lower):
        return False
    if lower[-1] in {"dispatch", "despatch"}:
        return len(words.split()) > 2
    if lower[-1] in {"agency", "agencies"}:
        return "news" in lower or bool(re.search(r"\b[A-Z]{2,}", words))
    return lower[-1] in _NOUNS or any(word in _NOUNS for word in lower)


@lru_cache(maxsize=4_000)
def medium_name(words: str) -> str | None:
    """Return the proper name inside the words for a medium, or None.

    Examples
    --------
    >>> medium_name("the official KCNA news agency")
    'KCNA'
    >>> medium_name("the Georgian television channel Rustavi-2")
    'Rustavi-2'
    >>> medium_name("the country’s state media") is None
    True
    """
    words = re.sub(r"^.*['’]s\s+", "", words)
    found = list(_WORD.finditer(words))
    runs: list[list[re.Match[str]]] = [[]]
    for word in found:
        if not word.group()[0].isupper() and not word.group()[0].isdigit():
            joins = word.group() in {"of", "de", "al", "el", "la", "le"} and runs[-1]
            if not joins:
                runs.append([])
                continue
        runs[-1].append(word)
    named = [run for run in map(_trimmed, runs) if run]
    generic = any(word.group().lower() in _NOUNS for word in found)
    if generic and len(named) > 1:
        named = [run for run in named if not (len(run) == 1 and _DEMONYM.match(run[0].group()))]
    if not named:
        return None
    run = named[-1]
    if generic and len(run) > 1 and _DEMONYM.match(run[0].group()):
        run = run[1:]
    elif generic and len(run) == 1 and _DEMONYM.match(run[0].group()) and len(named) == 1:
        follows = words[run[0].end() :].split()
        # "the Russian media" has no name; "the Xinhua agency" has.
        if not follows or follows[0].lower() not in {"agency", "news"}:
            return None
    return words[run[0].start() : run[-1].end()]


def _trimmed(run: list[re.Match[str]]) -> list[re.Match[str]]:
    """Drop a capital article and a trailing "of" from a run of capitals."""
    while run and run[0].group().lower() in {"the", "a", "an", "its", "local", "state"}:
        run = run[1:]
    while run and run[-1].group()[0].islower():
        run = run[:-1]
    return run


def link_of(mention: ActorMention) -> str:
    """Return how a medium's mention stands in a chain: its name, else its code."""
    words = mention.surface
    if mention.how in {"pronoun", "latter"} or medium_name(words) is None:
        words = mention.name or words
    return medium_name(words) or mention.code
