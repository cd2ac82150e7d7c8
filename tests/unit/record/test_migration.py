"""Records of an earlier parley stay readable, and grow new columns when they are opened."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from deltalake import write_deltalake

from parley.record.delta import Tables
from parley.record.rows import question_from_row, question_row, resolution_from_row
from parley.record.schema import MIGRATIONS, SCHEMA_VERSION, TABLES
from parley.record.store import Store
from parley.terms import Band, Question, Resolution

NOW = datetime(2024, 6, 1, tzinfo=UTC)
PLAIN = Question(
    "q1", "Will A hold talks with B?", ("AAA",), ("BBB",), ("CONSULT",), date(2024, 3, 1),
    date(2024, 3, 30), False,
)  # fmt: skip
RICH = Question(
    "q2", "Which?", ("AAA",), ("BBB",), ("CONSULT",), date(2024, 3, 1), date(2024, 3, 30), False,
    ("planned",), "so", 2, 4, ("visit",), Band("worse", 1.5, "sum"), (PLAIN, PLAIN), 1,
)  # fmt: skip
NEW_COLUMNS = ["at_least", "at_most", "modes", "band", "first_of", "place"]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a record as parley wrote it before questions had counts, modes and bands."""
    path = tmp_path / "old"
    meta = pl.DataFrame({"key": ["actor_tables", "schema_version"], "value": ["toy.v1", "1"]})
    write_deltalake(str(path / "meta"), meta)
    row = pl.DataFrame([question_row(PLAIN, recorded_at=NOW)], schema=TABLES["questions"])
    write_deltalake(str(path / "questions"), row.drop(NEW_COLUMNS))
    verdict = pl.DataFrame(
        {"question_id": ["q1"], "outcome": [True], "resolved_at": [NOW], "event_ids": [["e1"]],
         "recorded_at": [NOW]}, schema_overrides={"resolved_at": pl.Datetime("us", "UTC"),
                                                  "recorded_at": pl.Datetime("us", "UTC")},
    )  # fmt: skip
    write_deltalake(str(path / "resolutions"), verdict)
    return path


def test_every_version_has_its_step() -> None:
    """From the first to the present, none is left out."""
    assert sorted(MIGRATIONS) == list(range(1, SCHEMA_VERSION))


def test_an_old_record_is_read_with_defaults(old: Path) -> None:
    """What it did not write has the default it had then."""
    tables = Tables(str(old))
    rows = tables.collect(tables.scan("questions"))

    assert rows.columns == list(TABLES["questions"])
    assert question_from_row(rows.row(0, named=True)) == PLAIN
    verdict = tables.collect(tables.scan("resolutions")).row(0, named=True)
    assert resolution_from_row(verdict) == Resolution("q1", True, NOW, ("e1",))


def test_opening_moves_a_record_forward(old: Path) -> None:
    """After that, old and new rows lie in one table."""
    store = Store.open(str(old))
    store.add_question(RICH, recorded_at=NOW)
    again = Store.open(str(old))
    rows = again.tables.collect(again.tables.scan("questions"))

    found = {row["question_id"]: question_from_row(row) for row in rows.iter_rows(named=True)}
    assert found == {"q1": PLAIN, "q2": RICH}
    meta = again.tables.collect(again.tables.scan("meta")).filter(key="schema_version")
    assert sorted(meta["value"]) == ["1", str(SCHEMA_VERSION)]


@pytest.mark.parametrize("question", [PLAIN, RICH], ids=["plain", "rich"])
def test_a_question_comes_back_as_it_went(question: Question) -> None:
    """From its row, and from the JSON that a forecast keeps."""
    row = question_row(question, recorded_at=NOW)

    assert question_from_row(row) == question
    assert question_from_row(json.loads(json.dumps(row, default=str))) == question


def test_a_question_kept_by_an_earlier_parley_has_its_defaults() -> None:
    """JSON without the new fields is read as the plain question it was."""
    row = {k: v for k, v in question_row(PLAIN, recorded_at=NOW).items() if k not in NEW_COLUMNS}

    assert question_from_row(json.loads(json.dumps(row, default=str))) == PLAIN
