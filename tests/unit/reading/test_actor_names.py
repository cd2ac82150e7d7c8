"""Names as event histories write them lead to codes."""

from __future__ import annotations

import csv
from datetime import date
from importlib.resources import files

import pytest

from parley.reading.actor_names import resolve_history_name
from parley.reading.actors import ActorTable
from parley.terms import SECTORS, party_of

DAY = date(2018, 6, 12)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("North Korea", "PRK"),
        ("South Korea", "KOR"),
        ("Military (Myanmar)", "MMR-MIL"),
        ("Citizen (Australia)", "AUS-CVL"),
        ("Kim Jong-Un", "PRK-GOV"),
        ("Sergey Viktorovich Lavrov", "RUS-GOV"),
        ("Police (Kenya)", "KEN-GOV"),
        ("Foreign Affairs (Japan)", "JPN-GOV"),
        ("Lawmaker (Philippines)", "PHL-LEG"),
        ("Protester (Venezuela)", "VEN-CVL"),
        ("Bharatiya Janata", "IND-PTY"),
        ("European Union", "EUU"),
        ("United Nations", "UNO"),
        ("  Military   (Myanmar) ", "MMR-MIL"),
    ],
)
def test_a_history_name_has_its_code(table: ActorTable, name: str, code: str) -> None:
    """Countries, sectors in brackets, persons, organisations."""
    assert resolve_history_name(name, table, DAY) == code


@pytest.mark.parametrize("name", ["", "Nobody (Nowhere)", "Zzyzx Xyzzy", "(Norway)"])
def test_a_name_that_no_table_knows_is_a_dash(table: ActorTable, name: str) -> None:
    """The name itself is kept beside the code, so nothing is lost."""
    assert resolve_history_name(name, table, DAY) == "-"


def test_a_person_is_coded_by_the_office_of_the_day(table: ActorTable) -> None:
    """Out of office, the state remains."""
    codes = [
        resolve_history_name("Barack Obama", table, day)
        for day in (date(2014, 1, 1), date(2018, 1, 1))
    ]

    assert codes == ["USA-GOV", "USA-CVL"]


def test_a_group_in_brackets_acts_for_itself(table: ActorTable) -> None:
    """Whose it is, when that is no state, is the actor."""
    hamas = resolve_history_name("Hamas", table, DAY)

    assert resolve_history_name("Extremist (Hamas)", table, DAY) == hamas


def _rows(name: str) -> list[dict[str, str]]:
    path = files("parley.reading").joinpath("tables", name)
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_every_name_of_the_table_has_a_known_code(table: ActorTable) -> None:
    """A row's party is a state, an organisation or a dash."""
    unknown = [
        row["name"]
        for row in _rows("history_names.csv")
        if table.resolve(row["code"]) is None and row["code"] != "-"
    ]

    assert unknown == []


def test_every_sector_row_gives_a_sector() -> None:
    """Words are in lower case, as they are looked up."""
    rows = _rows("history_sectors.csv")

    assert rows
    assert {row["sector"] for row in rows} <= set(SECTORS)
    assert all(row["word"] == row["word"].lower() for row in rows)


def test_no_code_is_made_for_a_state_the_table_does_not_know(table: ActorTable) -> None:
    """A sector is only joined to a state."""
    code = resolve_history_name("Military (Zembla)", table, DAY)

    assert party_of(code) == "-"
