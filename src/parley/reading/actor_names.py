"""Names of actors as event histories write them: "Kim Jong-Un", "Military (Myanmar)".

In: a name, an actor table, the day of the event. Out: an actor code. The idea to know:
what stands in brackets says whose it is, what stands before says which sector; a person
is coded by the office held on that day; a name no table knows is `-`, and is kept as it
stands beside the code.
"""

from __future__ import annotations

import csv
import re
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.resources import files
from weakref import WeakKeyDictionary

from parley.reading.actor_forms import fold_word
from parley.reading.actor_tables import ActorTable, Party
from parley.terms import party_of

__all__ = ["resolve_history_name"]

_OWNED = re.compile(r"^(?P<what>.+?)\s*\((?P<whose>[^()]+)\)$")
_SAME_LETTERS = 4  # of a first name, which sets transliterate differently
_ALIKE = 0.6  # of two first names before a last name that only one person has
_HONORIFICS = frozenset("sheikh sheik alhaji mallam minister gen tan sri shaikh".split())
_NUMERALS = frozenset("ii iii iv vi xiv jr".split())
_PLACES = frozenset({"name", "demonym", "capital", "place"})
_LAST_NAMES: WeakKeyDictionary[ActorTable, dict[str, list[Party]]] = WeakKeyDictionary()
_SECTOR_OF_PEOPLE = "CVL"  # men, women, citizens, students: whoever has no other sector


def resolve_history_name(name: str, table: ActorTable, on: date) -> str:
    """Return the code of an actor named as in ICEWS and the sets made of it.

    Parameters
    ----------
    name
        As the data set writes it.
    table
        Knows states, people, organisations and groups.
    on
        The day of the event; offices are looked up on it.

    Returns
    -------
    str
        An actor code, or `-` for a name that no table knows.

    Examples
    --------
    >>> from parley.reading.actor_tables import load_actor_table
    >>> table = load_actor_table("world.v1")
    >>> [resolve_history_name(name, table, date(2018, 6, 12))
    ...  for name in ("North Korea", "Military (Myanmar)", "Kim Jong-Un", "Citizen (Australia)")]
    ['PRK', 'MMR-MIL', 'PRK-GOV', 'AUS-CVL']
    """
    name = " ".join(name.replace("_", " ").split())
    whole = _code_of(name, table, on)
    owned = _OWNED.match(name)
    if whole != "-" or owned is None:
        return whole
    owner = _code_of(owned["whose"], table, on)
    if owner == "-":
        return _code_of(owned["what"], table, on)  # "Fatah (Middle East)"
    party = party_of(owner)
    if party not in table.states:
        return owner  # "Extremist (Al Qaeda)" acts for the group
    return f"{party}-{_sector(owned['what'])}"


def _code_of(name: str, table: ActorTable, on: date) -> str:
    """Look a bare name up: as the table has it, as histories have it, then by its parts."""
    found = table.resolve(name, on=on)
    if found is not None and found.code != "-":
        return found.code
    if name in _history_names():
        return _history_names()[name]
    person = _person_called(name, table)
    return person.code_on(on) if person is not None else _arm_called(name, table, on)


def _person_called(name: str, table: ActorTable) -> Party | None:
    """Find a person by another spelling: "Sergey Viktorovich Lavrov" is Sergei Lavrov."""
    words = [word for word in fold_word(name).replace("-", " ").split() if word not in _HONORIFICS]
    if len(words) < 2 or len(words[0]) < _SAME_LETTERS or words[-1] in _NUMERALS:
        return None  # "Kim Jong-nam" is nobody else's Kim
    people = _people_called(table, words[-1])
    for person in people:
        first = fold_word(person.name.split()[0])
        if first[:_SAME_LETTERS] == words[0][:_SAME_LETTERS]:
            return person
    if len(people) == 1:  # "Rafiq" and "Rafik": the last name is nobody else's
        first = fold_word(people[0].name.split()[0])
        alike = SequenceMatcher(None, first, words[0]).ratio()
        if first[0] == words[0][0] and alike >= _ALIKE:
            return people[0]
    return None


def _arm_called(name: str, table: ActorTable, on: date) -> str:
    """Read "Armed Forces of Ukraine" and "Iranian Parliament": a state and its arm."""
    what, of, whose = name.partition(" of ")
    if of and _has_sector(what):
        bare = whose.removeprefix("the ")
        owner = table.resolve(bare, on=on) or table.resolve(
            bare.removeprefix("Republic of "), on=on
        )
        if owner is not None and party_of(owner.code) in table.states:
            return f"{party_of(owner.code)}-{_sector(what)}"
    words = name.split()
    for cut in (2, 1):
        rest = " ".join(words[cut:])
        if rest and _has_sector(rest):
            owner = table.resolve(" ".join(words[:cut]), on=on)
            if owner is not None and owner.how in _PLACES and owner.code in table.states:
                return f"{owner.code}-{_sector(rest)}"
    return "-"


def _people_called(table: ActorTable, last: str) -> list[Party]:
    index = _LAST_NAMES.setdefault(table, {})
    if not index:
        for party in table.parties.values():
            if party.kind == "person":
                words = fold_word(party.name).replace("-", " ").split()
                index.setdefault(words[-1], []).append(party)
    return index.get(last, [])


@lru_cache(maxsize=1)
def _history_names() -> dict[str, str]:
    path = files("parley.reading").joinpath("tables", "history_names.csv")
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {row["name"]: row["code"] for row in rows}


@lru_cache(maxsize=4_096)
def _sector(words: str) -> str:
    """Return the sector of a history's role words, the earliest row that they contain."""
    lower = f" {words.lower()} "
    for word, pattern, sector in _rows():
        if word in lower and pattern.search(lower):
            return sector
    return _SECTOR_OF_PEOPLE


def _has_sector(words: str) -> bool:
    lower = f" {words.lower()} "
    return any(word in lower and pattern.search(lower) for word, pattern, _ in _rows())


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    path = files("parley.reading").joinpath("tables", "history_sectors.csv")
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return tuple(
        (row["word"], re.compile(rf"(?<![a-z]){re.escape(row['word'])}s?(?![a-z])"), row["sector"])
        for row in rows
    )
