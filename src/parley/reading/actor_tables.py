"""Actor tables: which words name a party, which code it has, and when.

In: folders of CSV files in the format of docs/reference/actor-tables.md. Out: an
`ActorTable` that resolves names and is handed to `find_actors`. The idea to know: codes
are looked up for a day, so "Taliban" is a rebel group in 2020 and a government in 2022.
"""

from __future__ import annotations

import calendar
import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from parley.errors import ImportDataError, NotFoundError, nearest
from parley.reading.actor_forms import FormIndex, fold_word, make_form
from parley.terms import SECTORS, party_of

__all__ = ["ActorTable", "Party", "Resolved", "Role", "Term", "load_actor_table"]

_TABLES = Path(__file__).with_name("tables")
_PACKAGE = Path(__file__).parents[1]
_COLUMNS: dict[str, tuple[str, ...]] = {
    "states": (
        "code", "name", "aliases", "adjectives", "people", "capital", "seats", "region",
        "iso2", "cow", "cow_abbr", "gw", "fips", "start", "end", "source",
    ),
    "people": (
        "name", "short", "aliases", "gender", "code", "office", "start", "end", "source",
    ),
    "organisations": (
        "code", "name", "aliases", "kind", "adjectives", "capital", "start", "end", "source",
    ),
    "members": ("organisation", "member", "start", "end", "source"),
    "groups": ("code", "name", "aliases", "adjectives", "kind", "start", "end", "source"),
    "media": ("name", "aliases", "code", "kind", "owner", "control", "start", "end", "source"),
    "roles": ("noun", "plural", "sector", "kind", "gender", "alone", "source"),
    "places": ("name", "aliases", "code", "source"),
}  # fmt: skip
_REQUIRED: dict[str, tuple[str, ...]] = {
    "states": ("code", "name"),
    "people": ("name", "code"),
    "organisations": ("code", "name"),
    "members": ("organisation", "member"),
    "groups": ("code", "name"),
    "media": ("name",),
    "roles": ("noun", "sector"),
    "places": ("name",),
}
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}(?:-([A-Z]{3}))?|-")
# Offices whose holder is known by the last name alone, and last names that are also words.
_HIGH = re.compile(
    r"(?<!vice )(?<!vice-)president|prime minister|premier|chancellor|king|leader|emir|"
    r"foreign (?:minister|secretary)|secretary of state|secretary-general"
)
_ALSO_WORDS = frozenset(
    "may rice brown bush major king long black white young prince power king hill day west".split()
)
# Which party a bare name means when several share it.
_RANK = {
    "state": 0, "organisation": 1, "group": 2, "person": 3, "media": 4, "place": 5, "role": 6,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A code and the days it holds, both ends included; None is open."""

    code: str
    start: date | None = None
    end: date | None = None
    office: str = ""

    def holds_on(self, day: date) -> bool:
        """Tell whether the term holds on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(slots=True, eq=False)
class Party:
    """A row of a table, with its terms: a state, person, organisation, group or outlet.

    `kind` is the file's noun (`state`, `person`, `organisation`, `group`, `media`,
    `place`, `role`); `details` keeps the columns that only some rooms ask for.
    """

    kind: str
    name: str
    terms: list[Term] = field(default_factory=list)
    gender: str = ""
    short: str = ""
    details: dict[str, str] = field(default_factory=dict)

    def code_on(self, day: date | None) -> str:
        """Return the code on a day; without a day, the latest."""
        if day is None:
            return max(self.terms, key=lambda term: term.start or date.min).code
        for term in self.terms:
            if term.holds_on(day):
                return term.code
        if self.kind == "person":
            state = party_of(self.terms[0].code)
            return f"{state}-CVL" if len(state) == 3 and state.isupper() else "-"
        if self.kind == "group":
            before = [term for term in self.terms if term.end is not None and term.end < day]
            return before[-1].code if before else self.terms[0].code
        return self.terms[0].code

    def leads_on(self, day: date) -> bool:
        """Tell whether it heads a state, government or foreign ministry on a day."""
        return any(term.holds_on(day) and _HIGH.search(term.office) for term in self.terms)

    def holds_on(self, day: date | None) -> bool:
        """Tell whether any term holds on a day."""
        return day is None or any(term.holds_on(day) for term in self.terms)


@dataclass(slots=True, eq=False)
class Role(Party):
    """A role noun: its sector, its number and what it means without a state beside it."""

    sector: str = ""
    sort: str = "person"
    alone: str = "context"


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a name turned out to mean: code, the party's name in the table, and how."""

    code: str
    name: str
    how: str


class ActorTable:
    """Parties, and the words that name them; made by `load_actor_table`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.index = FormIndex()
        self.states: dict[str, Party] = {}
        self.parties: dict[tuple[str, str], Party] = {}
        self.members: dict[str, list[tuple[str, Term]]] = {}
        self._last_names: dict[str, list[Party]] = {}

    def resolve(self, name: str, *, on: date | None = None) -> Resolved | None:
        """Return what a code or name means on a day, or None when the table has no such party.

        Examples
        --------
        >>> table = load_actor_table("world.v1")
        >>> table.resolve("the Kremlin").code, table.resolve("Zaire").code
        ('RUS-GOV', 'COD')
        """
        name = " ".join(name.split())
        bare = name[4:] if name[:4].lower() == "the " else name
        return (
            self._resolve_code(name, on)
            or self._resolve_form(name, on)
            or (self._resolve_form(bare, on) if bare != name else None)
            or self._resolve_role(bare, on)
            or self._resolve_cldr(bare)
        )

    def _resolve_code(self, name: str, on: date | None) -> Resolved | None:
        matched = _CODE.fullmatch(name)
        if matched is None or name == "-":
            return None
        party, sector = party_of(name), matched.group(1)
        if sector is not None and sector not in SECTORS:
            return None
        if party in self.states:
            return Resolved(name, self.states[party].name, "code")
        named = self.parties.get(("organisation", party))
        return Resolved(name, named.name, "code") if named else None

    def _resolve_form(self, name: str, on: date | None) -> Resolved | None:
        forms = [form for form in self.index.named(name) if form.party.kind != "role"]
        if not forms:
            return None
        best = min(
            forms,
            key=lambda form: (
                form.exact != "" and form.exact != name.replace(".", ""),
                not form.party.holds_on(on),
                _RANK[form.party.kind],
                form.shy,
            ),
        )
        code = best.party.code_on(on)
        if best.sector and code != "-":
            code = f"{party_of(code)}-{best.sector}"
        return Resolved(code, best.party.name, best.how)

    def _resolve_role(self, name: str, on: date | None) -> Resolved | None:
        """Read "Russian foreign ministry" or "Hamas leader": a party, then a role noun."""
        words = name.split()
        for cut in range(len(words) - 1, 0, -1):
            owner = self._resolve_form(" ".join(words[:cut]).removesuffix("'s"), on)
            if owner is None:
                continue
            for form in self.index.named(" ".join(words[cut:])):
                role = form.party
                if isinstance(role, Role):
                    return Resolved(self.join_sector(owner.code, role), name, "role")
        return None

    def _resolve_cldr(self, name: str) -> Resolved | None:
        code = _cldr_codes().get(fold_word(name))
        state = self.states.get(code) if code else None
        return Resolved(code, state.name, "name") if code and state else None

    def join_sector(self, owner: str, role: Role) -> str:
        """Return the code of a role held for an owner: KOR and "army" give KOR-MIL.

        A link noun ("spokesman", "leader") takes the sector its owner already has.
        """
        if owner == "-" or role.sector == "=":
            return owner
        party, _, sector = owner.partition("-")
        if party not in self.states:
            return owner
        if sector and role.sort == "link":
            return owner
        return f"{party}-{role.sector}"

    def expand(self, code: str, *, on: date | None = None) -> tuple[str, ...]:
        """Return the member states of a bloc on a day; empty for anything else.

        Examples
        --------
        >>> "FIN" in load_actor_table("world.v1").expand("NATO", on=date(2024, 1, 1))
        True
        """
        rows = self.members.get(party_of(code), [])
        if on is None:
            return tuple(sorted({member for member, term in rows if term.end is None}))
        return tuple(sorted({member for member, term in rows if term.holds_on(on)}))

    def terms_of(self, name: str) -> tuple[Term, ...]:
        """Return the terms of office of a person whose full name the words hold, in order.

        Examples
        --------
        >>> table = load_actor_table("world.v1")
        >>> [str(term.start) for term in table.terms_of("US President Donald Trump")]
        ['2016-11-08', '2024-11-05']
        """
        for party in self.parties.values():
            if party.kind == "person" and party.name in name:
                known = [term for term in party.terms if term.start is not None]
                return tuple(sorted(known, key=lambda term: term.start or date.min))
        return ()

    def known_names(self) -> tuple[str, ...]:
        """Return every party's name, for suggestions."""
        return tuple(
            sorted({p.name for p in self.parties.values() if p.kind not in {"role", "place"}})
        )

    def name_of(self, code: str) -> str:
        """Return the table's name for a code's party, or the code itself."""
        party = party_of(code)
        known = self.states.get(party) or self.parties.get(("organisation", party))
        return known.name if known else code

    def office_holder(self, last_name: str, day: date) -> Party | None:
        """Return who alone among a day's office-holders has a (folded) last name.

        Examples
        --------
        >>> load_actor_table("world.v1").office_holder("hollande", date(2015, 1, 1)).code_on(None)
        'FRA-GOV'
        """
        people = self._by_last_name()
        holders = [party for party in people.get(last_name, ()) if party.leads_on(day)]
        return holders[0] if len(holders) == 1 else None

    def _by_last_name(self) -> dict[str, list[Party]]:
        if not self._last_names:
            for party in self.parties.values():
                if party.kind == "person" and party.short:
                    word = fold_word(party.short.split()[-1])
                    if word not in _ALSO_WORDS:
                        self._last_names.setdefault(word, []).append(party)
        return self._last_names

    def media(self) -> Iterator[Party]:
        """Yield the news agencies and outlets."""
        yield from (party for party in self.parties.values() if party.kind == "media")


@lru_cache(maxsize=1)
def _cldr_codes() -> dict[str, str]:
    """English CLDR territory names, folded, with their alpha-3 codes."""
    from babel import Locale
    from babel.core import get_global

    alpha3 = {
        two[0]: three
        for three, two in get_global("territory_aliases").items()
        if len(three) == 3 and three.isalpha() and len(two) == 1
    }
    names = Locale("en").territories
    return {fold_word(name): alpha3[two] for two, name in names.items() if two in alpha3}


@lru_cache(maxsize=8)
def load_actor_table(*names_or_paths: str) -> ActorTable:
    """Load tables; the later add to the earlier.

    Parameters
    ----------
    names_or_paths
        `world.v1` (the default), `toy.v1`, or paths to folders of tables of one's own.

    Raises
    ------
    NotFoundError
        If there is no such table or folder.
    ImportDataError
        If a file has a column, code or date that the format does not know.

    Examples
    --------
    >>> load_actor_table("world.v1").resolve("Pyongyang").code
    'PRK'
    """
    names = names_or_paths or ("world.v1",)
    table = ActorTable("+".join(names))
    _read_folder(table, _TABLES / "english")
    for name in names:
        _read_folder(table, _folder(name))
    return table


def _folder(name: str) -> Path:
    packaged = {"world.v1": _TABLES / "world", "toy.v1": _PACKAGE / "toy" / "actors"}
    folder = packaged.get(name) or Path(name)
    if not folder.is_dir():
        close = nearest(name, packaged)
        hint = f" Did you mean {close!r}?" if close else ""
        raise NotFoundError(
            f"No actor table {name!r}.{hint} "
            f"Known: {', '.join(packaged)}; or give the path of a folder of tables."
        )
    return folder


def _read_folder(table: ActorTable, folder: Path) -> None:
    for stem, add in _ADDERS.items():
        path = folder / f"{stem}.csv"
        if path.is_file():
            for row, where in _rows(path, stem):
                add(table, row, where)


def _rows(path: Path, stem: str) -> Iterator[tuple[dict[str, str], str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines)
        header = next(reader, [])
        for column in header:
            if column not in _COLUMNS[stem]:
                close = nearest(column, _COLUMNS[stem])
                hint = f" Did you mean {close!r}?" if close else ""
                raise ImportDataError(f"unknown column {column!r}.{hint}", where=f"{path}:1")
        for column in _REQUIRED[stem]:
            if column not in header:
                raise ImportDataError(f"column {column!r} is missing", where=f"{path}:1")
        blank = dict.fromkeys(_COLUMNS[stem], "")
        for cells in reader:
            if not any(cells):
                continue
            where = f"{path}:{reader.line_num}"
            if len(cells) != len(header):
                raise ImportDataError(
                    f"{len(cells)} cells where the header has {len(header)}", where=where
                )
            yield blank | dict(zip(header, cells, strict=True)), where


def _items(cell: str) -> list[str]:
    return [item.strip() for item in cell.split("|") if item.strip()] if cell else []


def _date(cell: str, where: str, *, last: bool) -> date | None:
    if not cell:
        return None
    try:
        if len(cell) == 10:
            return date.fromisoformat(cell)
        year, month = int(cell[:4]), int(cell[5:7] or 0)
        if len(cell) == 4:
            return date(year, 12, 31) if last else date(year, 1, 1)
        if len(cell) == 7:
            return date(year, month, calendar.monthrange(year, month)[1] if last else 1)
    except ValueError:
        pass
    raise ImportDataError(f"{cell!r} is not a date; write 2024-12-30, 2024-12 or 2024", where=where)


def _term(row: dict[str, str], where: str) -> Term:
    code = row.get("code", "") or "-"
    matched = _CODE.fullmatch(code)
    if matched is None or (matched.group(1) is not None and matched.group(1) not in SECTORS):
        raise ImportDataError(
            f"{code!r} is not a code; write AAA, AAA-GOV or an organisation's code", where=where
        )
    return Term(
        code,
        _date(row["start"], where, last=False) if row.get("start") else None,
        _date(row["end"], where, last=True) if row.get("end") else None,
        row.get("office", ""),
    )


def _party(table: ActorTable, kind: str, key: str, name: str) -> Party:
    return table.parties.setdefault((kind, key), Party(kind, name))


def _add_forms(
    table: ActorTable,
    party: Party,
    how: str,
    written: Iterable[str],
    *,
    plural: bool = False,
    sector: str = "",
) -> None:
    for item in written:
        table.index.add(make_form(item, party, how, plural=plural, sector=sector))


def _plural(adjective: str) -> list[str]:
    """Return the people's name made with s, for adjectives that take one."""
    if " " in adjective and not adjective.endswith(("an", "i")):
        return []
    return [adjective + "s"] if adjective.endswith(("an", "i", "k", "t", "b", "e", "ai")) and (
        not adjective.endswith(("ese", "ite", "che"))
    ) else []  # fmt: skip


def _add_state(table: ActorTable, row: dict[str, str], where: str) -> None:
    party = _party(table, "state", row["code"], row["name"])
    table.states.setdefault(row["code"], party)
    if not party.terms:
        party.terms.append(_term(row, where))
    party.details.update({k: row[k] for k in ("region", "iso2", "cow", "gw", "fips") if row[k]})
    _add_forms(table, party, "name", [row["name"], *_items(row["aliases"])])
    for adjective in _items(row["adjectives"]):
        _add_forms(table, party, "demonym", [adjective])
        _add_forms(table, party, "demonym", _plural(adjective), plural=True)
    for people in _items(row["people"]):
        _add_forms(table, party, "demonym", [people], plural=people.endswith(("s", "men")))
    _add_forms(table, party, "capital", _items(row["capital"]))
    for seat in _items(row["seats"]):
        name, _, sector = seat.partition("=")
        if sector not in SECTORS:
            raise ImportDataError(f"seat {seat!r} needs a sector: Kremlin=GOV", where=where)
        _add_forms(table, party, "metonym", [name], sector=sector)


def _add_person(table: ActorTable, row: dict[str, str], where: str) -> None:
    party = _party(table, "person", row["name"], row["name"])
    if not party.terms:
        party.short = row["short"] or row["name"].split()[-1]
        _add_forms(table, party, "office", [row["name"]])
    party.gender = party.gender or row["gender"]
    party.terms.append(_term(row, where))
    _add_forms(table, party, "office", _items(row["aliases"]))


def _add_organisation(table: ActorTable, row: dict[str, str], where: str) -> None:
    term = _term(row, where)
    key = row["name"] if ("organisation", term.code) in table.parties else term.code
    party = _party(table, "organisation", key, row["name"])
    party.terms.append(term)
    party.details["kind"] = row["kind"]
    _add_forms(table, party, "organisation", [row["name"], *_items(row["aliases"])])
    _add_forms(table, party, "demonym", _items(row["adjectives"]))
    _add_forms(table, party, "capital", _items(row["capital"]))


def _add_member(table: ActorTable, row: dict[str, str], where: str) -> None:
    table.members.setdefault(row["organisation"], []).append(
        (row["member"], _term({**row, "code": row["member"]}, where))
    )


def _add_group(table: ActorTable, row: dict[str, str], where: str) -> None:
    party = _party(table, "group", row["name"], row["name"])
    if not party.terms:
        _add_forms(table, party, "group", [row["name"]])
    party.terms.append(_term(row, where))
    party.details["kind"] = row["kind"]
    _add_forms(table, party, "group", _items(row["aliases"]))
    for adjective in _items(row["adjectives"]):
        _add_forms(table, party, "group", [adjective])
        _add_forms(table, party, "group", _plural(adjective), plural=True)


def _add_media(table: ActorTable, row: dict[str, str], where: str) -> None:
    party = _party(table, "media", row["name"], row["name"])
    party.terms.append(_term(row, where))
    party.details.update({k: row[k] for k in ("kind", "owner", "control") if row[k]})
    _add_forms(table, party, "agency", [row["name"], *_items(row["aliases"])])


def _add_role(table: ActorTable, row: dict[str, str], where: str) -> None:
    noun, sector = row["noun"], row["sector"]
    if sector not in SECTORS and sector != "=":
        raise ImportDataError(f"{sector!r} is not a sector", where=where)
    role = Role(
        "role", noun, [Term("-")], row["gender"], "", {}, sector,
        row["kind"] or "person", row["alone"] or "context",
    )  # fmt: skip
    table.parties[("role", noun)] = role
    _add_forms(table, role, "role", [noun], plural=role.sort == "people")
    if row["plural"] != "-" and role.sort != "people":
        plurals = _items(row["plural"]) or [noun + ("es" if noun.endswith(("s", "ch")) else "s")]
        _add_forms(table, role, "role", plurals, plural=True)


def _add_place(table: ActorTable, row: dict[str, str], where: str) -> None:
    party = _party(table, "place", row["name"], row["name"])
    party.terms.append(_term(row, where))
    _add_forms(table, party, "place", [row["name"], *_items(row["aliases"])])


_ADDERS = {
    "states": _add_state,
    "organisations": _add_organisation,
    "members": _add_member,
    "groups": _add_group,
    "people": _add_person,
    "media": _add_media,
    "roles": _add_role,
    "places": _add_place,
}
