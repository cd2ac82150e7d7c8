"""Names of actors as event histories write them: "Kim Jong-Un", "Military (Myanmar)".

In: a name, an actor table, the day of the event. Out: an actor code. The idea to know:
what stands in brackets says whose it is, what stands before says which sector; a person
is coded by the office held on that day; a name no table knows is `-`, and is kept as it
stands beside the code.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from importlib.resources import files
from weakref import WeakKeyDictionary

from parley.reading.actor_forms import fold_word
from parley.reading.actor_tables import ActorTable, Party
from parley.terms import party_of

__all__ = ["resolve_history_name"]

_OWNED = re.compile(r"^(?P<what>.+?)\s*\((?P<whose>[^()]+)\)$")
_SAME_LETTERS = 4  # of a first name, which sets transliterate differently
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
    name = " ".join(name.split())
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
    """Look a bare name up: as the table has it, as histories have it, then by its ends."""
    found = table.resolve(name, on=on)
    if found is not None and found.code != "-":
        return found.code
    if name in _history_names():
        return _history_names()[name]
    words = name.split()
    if len(words) > 2:  # "Sergey Viktorovich Lavrov" is the table's Sergei Lavrov
        for person in _people_called(table, words[-1]):
            first = fold_word(person.name.split()[0])
            if first[:_SAME_LETTERS] == fold_word(words[0])[:_SAME_LETTERS]:
                return person.code_on(on)
    return "-"


def _people_called(table: ActorTable, last: str) -> Iterator[Party]:
    index = _LAST_NAMES.setdefault(table, {})
    if not index:
        for party in table.parties.values():
            if party.kind == "person":
                index.setdefault(fold_word(party.name.split()[-1]), []).append(party)
    yield from index.get(fold_word(last), ())


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


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    path = files("parley.reading").joinpath("tables", "history_sectors.csv")
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return tuple(
        (row["word"], re.compile(rf"(?<![a-z]){re.escape(row['word'])}s?(?![a-z])"), row["sector"])
        for row in rows
    )
