"""Actor tables: the packaged ones are sound, and one's own are refused when they are not."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from parley.errors import ImportDataError, NotFoundError
from parley.reading import actor_tables
from parley.reading.actor_tables import ActorTable, Party, Term, load_actor_table
from parley.terms import SECTORS

WORLD = Path(actor_tables.__file__).with_name("tables") / "world"
ENGLISH = WORLD.parent / "english"
FILES = ["states", "people", "organisations", "members", "groups", "media", "places"]


def _rows(stem: str, folder: Path = WORLD) -> list[dict[str, str]]:
    with (folder / f"{stem}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _is_code(code: str, table: ActorTable) -> bool:
    party, _, sector = code.partition("-")
    known = party in table.states or ("organisation", party) in table.parties
    bodies = {"IGO", "NGO", "IMG", "ISM", "MNC"}
    return (known or party in bodies) and (not sector or sector in SECTORS)


def test_each_state_has_one_code_of_three_letters() -> None:
    """ISO 3166 alpha-3, each once."""
    codes = [row["code"] for row in _rows("states")]

    assert len(codes) == len(set(codes))
    assert all(re.fullmatch("[A-Z]{3}", code) for code in codes)
    assert len(codes) >= 193


@pytest.mark.parametrize("column", ["iso2", "name"])
def test_each_state_has_a_name_and_short_code_of_its_own(column: str) -> None:
    """No two states of today share one."""
    values = [row[column] for row in _rows("states") if row[column] and not row["end"]]

    assert len(values) == len(set(values))


@pytest.mark.parametrize("stem", FILES)
def test_each_row_says_where_it_is_from(stem: str) -> None:
    """The last column is never empty."""
    assert [row for row in _rows(stem) if not row["source"].strip()] == []


def test_each_role_says_where_it_is_from_and_has_a_sector() -> None:
    """`=` takes the sector of the owner."""
    rows = _rows("roles", ENGLISH)

    assert all(row["source"] for row in rows)
    assert {row["sector"] for row in rows} <= {*SECTORS, "="}


@pytest.mark.parametrize("stem", ["people", "groups", "media", "places"])
def test_each_code_is_of_a_known_party(table: ActorTable, stem: str) -> None:
    """States and organisations by the table, sectors by PLOVER, or a dash."""
    codes = {row["code"] for row in _rows(stem)} - {"-", ""}

    assert [code for code in sorted(codes) if not _is_code(code, table)] == []


def test_each_member_and_its_organisation_is_known(table: ActorTable) -> None:
    """Members are states, or blocs such as the European Union in the G20."""
    rows = _rows("members")

    assert [row["member"] for row in rows if not _is_code(row["member"], table)] == []
    assert [
        row["organisation"]
        for row in rows
        if ("organisation", row["organisation"]) not in table.parties
    ] == []


@pytest.mark.parametrize("kind", ["state", "person", "organisation", "group", "media"])
def test_each_term_ends_after_it_begins(table: ActorTable, kind: str) -> None:
    """Dates stand in order."""
    backward = [
        (party.name, term)
        for party in table.parties.values()
        if party.kind == kind
        for term in party.terms
        if term.start and term.end and term.end < term.start
    ]

    assert backward == []


def test_each_membership_ends_after_it_begins(table: ActorTable) -> None:
    """Joined first, left later."""
    backward = [
        (organisation, member)
        for organisation, rows in table.members.items()
        for member, term in rows
        if term.start and term.end and term.end < term.start
    ]

    assert backward == []


def test_each_person_has_an_office_and_a_gender() -> None:
    """Pronouns are resolved by the one, codes by the other."""
    rows = _rows("people")

    assert {row["gender"] for row in rows} <= {"m", "f", ""}
    assert [row["name"] for row in rows if not row["office"]] == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Norway", "NOR"),
        ("the Kremlin", "RUS-GOV"),
        ("Pyongyang", "PRK"),
        ("Zaire", "COD"),
        ("United Nations", "UNO"),
        ("NATO", "NATO"),
        ("NOR", "NOR"),
        ("NOR-MIL", "NOR-MIL"),
        ("Russian foreign ministry", "RUS-GOV"),
        ("  the   Kremlin ", "RUS-GOV"),
    ],
)
def test_a_name_resolves_to_its_code(table: ActorTable, name: str, code: str) -> None:
    """Codes, names, seats, capitals, old names and roles."""
    found = table.resolve(name, on=date(2024, 1, 1))

    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("name", ["", "-", "NOR-XYZ", "Borogravia", "the", "army of nobody"])
def test_an_unknown_name_resolves_to_none(table: ActorTable, name: str) -> None:
    """Nothing is guessed from likeness."""
    assert table.resolve(name) is None


def test_a_bloc_expands_into_its_members_of_the_day(table: ActorTable) -> None:
    """Finland joined in April 2023."""
    before = table.expand("NATO", on=date(2023, 4, 3))
    after = table.expand("NATO", on=date(2023, 4, 4))

    assert set(after) - set(before) == {"FIN"}
    assert table.expand("NOR") == ()


def test_a_code_has_the_name_of_its_party(table: ActorTable) -> None:
    """The sector is left out; an unknown code names itself."""
    assert [table.name_of(code) for code in ("NOR-GOV", "XXA")] == ["Norway", "XXA"]


def test_known_names_are_those_of_parties(table: ActorTable) -> None:
    """Roles and places are not offered as suggestions."""
    names = table.known_names()

    assert "Norway" in names
    assert "president" not in names
    assert list(names) == sorted(names)


def test_a_person_out_of_office_is_a_citizen() -> None:
    """The state of the last office remains, the office does not."""
    person = Party("person", "N. N.", [Term("NOR-GOV", date(2020, 1, 1), date(2021, 1, 1))])

    assert person.code_on(date(2020, 6, 1)) == "NOR-GOV"
    assert person.code_on(date(2022, 6, 1)) == "NOR-CVL"
    assert person.code_on(None) == "NOR-GOV"


def test_tables_of_ones_own_add_to_the_packaged(tmp_path: Path) -> None:
    """Later tables add to earlier ones; the world stays known."""
    (tmp_path / "states.csv").write_text("code,name,capital\nBRG,Borogravia,Prince Marmaduke\n")

    table = load_actor_table("world.v1", str(tmp_path))

    assert table.name == f"world.v1+{tmp_path}"
    for name, code in (("Borogravia", "BRG"), ("Norway", "NOR")):
        found = table.resolve(name)
        assert found is not None
        assert found.code == code


@pytest.mark.parametrize(
    ("stem", "content", "message"),
    [
        ("states", "code,nmae\nBRG,Borogravia\n", "Did you mean 'name'"),
        ("states", "code\nBRG\n", "'name' is missing"),
        ("states", "code,name\nbrg,Borogravia\n", "is not a code"),
        ("states", "code,name\nBRG-XYZ,Borogravia\n", "is not a code"),
        ("states", "code,name\nBRG,Borogravia,more\n", "3 cells where the header has 2"),
        ("states", "code,name,seats\nBRG,Borogravia,Keep\n", "needs a sector"),
        ("people", "name,code,start\nN. N.,BRG-GOV,yesterday\n", "is not a date"),
        ("people", "name,code,start\nN. N.,BRG-GOV,2024-02-30\n", "is not a date"),
        ("roles", "noun,sector\nwarden,XYZ\n", "is not a sector"),
    ],
)
def test_a_table_with_a_fault_is_refused_where_it_is(
    tmp_path: Path, stem: str, content: str, message: str
) -> None:
    """File and line are told, and what would have been right."""
    (tmp_path / f"{stem}.csv").write_text(content)

    with pytest.raises(ImportDataError, match=re.escape(message)) as refused:
        load_actor_table(str(tmp_path))

    assert f"{stem}.csv:" in str(refused.value)


def test_a_table_that_does_not_exist_is_named_with_its_likes() -> None:
    """A slip of the pen is met with the nearest name."""
    with pytest.raises(NotFoundError, match=r"Did you mean 'world\.v1'"):
        load_actor_table("wolrd.v1")
