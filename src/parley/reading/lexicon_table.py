"""Our own lexicon of the words and phrases that tell of the 16 types of act.

In: `Text`. Out: hits: which words tell of which type and mode, as verb or noun, and
what pattern marks the party the act is directed at. The idea to know: entries are
phrases over dictionary forms (`a|b` either, `+` next word, `*` up to a few words of the
same noun phrase, `~` a whole object), and general verbs ("hold", "suspend", "refuse",
"call for") act as operators that carry over or turn the type of the noun they take.

Columns of `tables/lexicon_<type>.csv`: phrase; pos (v, n); mode; to (`obj`, `none`, or
the prepositions that mark the recipient); contexts; act (type of what is promised);
flags. A flag says who is who:

- `sym` all parties are actors; `rev` the subject receives; `host` the subject receives a
  visitor; `third` the subject mediates; `speaker` the one who says so acts; `facing` the
  subject is who is threatened;

what is asked before the entry counts:

- `need` a second party; `place` (grants) that a place may be the recipient; `light` of a
  noun, a verb beside it; `victim` persons as object; `visit`, `dignitary` an official who
  travels; `persons` persons on both sides; `street` citizens, `state` a state, `arms`
  armed bodies, `troops` forces as subject; `laden` relief in the subject; `bases` a place
  abroad; `treaty` an accord spoken of; `org` an organisation as recipient; `bloc` one as
  subject; `person` no state as such; `hostile` hostile or quoted words; `future` an act to
  come; `notnot` or one that will not be; `truce` a truce as subject; `act` a governed act;

and what the verb does with an act that it governs:

- `comp` takes one; `ask` asks for it; `no` refuses it; `promise` promises it; `plan`,
  `ahead` it lies ahead; `menace`, `warn` threatens with it; `charge` alleges it; `drill`
  is COOPERATE with a partner; `noclaim` only tells.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import cast

from parley.terms import EVENT_TYPES, EventType

__all__ = ["Entry", "Hit", "Lexicon", "hostile_words", "known_verbs", "load_lexicon"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One phrase of the lexicon; `segments` are (gap before it, its alternatives)."""

    event_type: EventType
    phrase: str
    pos: str
    mode: str | None
    to: tuple[str, ...]
    contexts: tuple[str, ...]
    act: EventType | None
    flags: frozenset[str]
    segments: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found in a text.

    `head` is the token that gives the type; `first` and `last` (included) the tokens
    matched; `verb` the head of the verb group whose subject acts, if any; `noun` the
    noun head, if any; `operator` the class of a general verb that took the noun.
    """

    entry: Entry
    head: int
    first: int
    last: int
    n_words: int
    verb: int | None = None
    noun: int | None = None
    operator: str | None = None
    event_type: EventType = "CONSULT"
    mode: str | None = None
    promised: EventType | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries by the first word of their phrase, and the operators."""

    verbs: dict[str, tuple[Entry, ...]]
    nouns: dict[str, tuple[Entry, ...]]
    operators: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    n_phrases: int


def _table(name: str) -> Iterator[dict[str, str]]:
    path = files("parley.reading").joinpath("tables", name)
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        yield {key: (value or "") for key, value in row.items() if key}


def _segments(phrase: str) -> tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]:
    """Split "stop|halt * aid" into its stretches and the gaps before them."""
    found: list[tuple[str, list[str]]] = [("+", [])]
    for word in phrase.split():
        if word in {"+", "*", "~"}:
            found.append((word, []))
        else:
            found[-1][1].append(word)
    return tuple(
        (gap, tuple(tuple(each.split()) for each in " ".join(words).split("|") if each))
        for gap, words in found
    )


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Return the packaged lexicon, read once.

    Examples
    --------
    >>> load_lexicon().n_phrases > 1200
    True
    """
    verbs: dict[str, list[Entry]] = {}
    nouns: dict[str, list[Entry]] = {}
    n_phrases = 0
    for event_type in EVENT_TYPES:
        for row in _table(f"lexicon_{event_type.lower()}.csv"):
            segments = _segments(row["phrase"])
            n_phrases += _n_spelt_out(segments)
            entry = Entry(
                event_type=event_type,
                phrase=row["phrase"],
                pos=row["pos"],
                mode=row["mode"] or None,
                to=tuple(row["to"].split()),
                contexts=tuple(row["contexts"].split()),
                act=cast("EventType", row["act"]) if row.get("act") else None,
                flags=frozenset((row.get("flags") or "").split()),
                segments=segments,
            )
            index = verbs if entry.pos == "v" else nouns
            for alternative in segments[0][1]:
                first_only = (("+", (alternative,)), *segments[1:])
                one = replace(entry, segments=first_only)
                index.setdefault(alternative[0], []).append(one)
    operators: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in _table("lexicon_operators.csv"):
        for each in row["phrase"].split("|"):
            parts = tuple(each.split())
            operators.setdefault(parts[0], []).append((parts, row["class"]))
    for several in operators.values():
        several.sort(key=lambda pair: -len(pair[0]))
    return Lexicon(
        {word: tuple(entries) for word, entries in verbs.items()},
        {word: tuple(entries) for word, entries in nouns.items()},
        {word: tuple(pairs) for word, pairs in operators.items()},
        n_phrases,
    )


def _n_spelt_out(segments: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]) -> int:
    """Count first stretches only: "stop|halt * aid|trade" is two verbs, not four phrases."""
    return len(segments[0][1])


@lru_cache(maxsize=1)
def known_verbs() -> frozenset[str]:
    """Return the dictionary forms of every verb in the lexicon."""
    lexicon = load_lexicon()
    return frozenset(lexicon.verbs) | frozenset(lexicon.operators)


@lru_cache(maxsize=1)
def hostile_words() -> frozenset[str]:
    """Return the words that make a speaker's view of a party an ACCUSE."""
    return frozenset(row["word"] for row in _table("lexicon_hostile.csv"))
