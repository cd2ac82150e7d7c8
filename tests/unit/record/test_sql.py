from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from parley.errors import QueryError
from parley.record.schema import VIEWS
from parley.record.store import Store


@pytest.fixture
def told(
    store: Store, make_report: Any, make_mention: Any, make_reading: Any, now: datetime
) -> Store:
    """A record of two reports, a week apart."""
    for day in (5, 12):
        report = make_report(f"On day {day}.", published_at=f"2024-03-{day:02}T12:00+00:00")
        mention = make_mention(report, on=f"2024-03-{day:02}")
        store.add([(report, make_reading(report, mention, rich=True))], recorded_at=now)
    return store


def test_sql_answers_over_the_tables(told: Store, now: datetime) -> None:
    """Events are the merged ones, with lists as lists."""
    query = "SELECT event_type, actors[1] AS who, happened_on FROM events ORDER BY happened_on"
    answer = told.sql(query, as_of=now)

    assert answer.rows() == [
        ("SANCTION", "RUR", date(2024, 3, 5)),
        ("SANCTION", "RUR", date(2024, 3, 12)),
    ]


def test_sql_sees_nothing_published_later(told: Store) -> None:
    """The same query at an earlier moment counts fewer rows, in every table."""
    moment = datetime.fromisoformat("2024-03-06T00:00+00:00")

    for table in ("events", "mentions", "reports", "statements", "claims"):
        answer = told.sql(f"SELECT count(*) AS n FROM {table}", as_of=moment)
        assert answer["n"].to_list() == [1]


def test_every_table_can_be_asked(told: Store, now: datetime) -> None:
    """Empty tables too have their columns."""
    for table in VIEWS:
        told.sql(f"SELECT * FROM {table}", as_of=now)

    assert set(told.sql("SHOW TABLES", as_of=now)["name"]) == set(VIEWS)


def test_sums_and_instants_come_back_plain(told: Store, now: datetime) -> None:
    """Whole sums are integers, and instants are in UTC by its name."""
    answer = told.sql("SELECT sum(n_reports) AS n, max(published_at) AS at FROM events", as_of=now)

    assert answer.row(0) == (2, datetime.fromisoformat("2024-03-12T12:00+00:00"))
    assert str(answer.schema["at"]) == "Datetime(time_unit='us', time_zone='UTC')"


@pytest.mark.parametrize(
    "query",
    [
        "INSERT INTO events SELECT * FROM events",
        "DROP TABLE events",
        "CREATE TABLE mine AS SELECT 1",
        "COPY events TO '{out}'",
        "ATTACH '{out}'",
        "INSTALL httpfs",
        "PRAGMA database_list",
        "SET lock_configuration = false",
        "SELECT 1; SELECT 2",
        "SELECT * FROM read_csv('/etc/hosts')",
        "SELECT * FROM '/etc/hosts'",
        "SELECT * FROM read_text('/etc/hosts')",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM now",
        "SELECT nope FROM events",
        "SELEC 1",
        "",
    ],
)
def test_sql_refuses_all_but_reading(
    told: Store, now: datetime, tmp_path: Path, query: str
) -> None:
    """Writes, files, settings, several statements and mistakes are told in one error."""
    out = tmp_path / "out.csv"

    with pytest.raises(QueryError):
        told.sql(query.format(out=out), as_of=now)

    assert not out.exists()


def test_sql_repeats_the_words_of_the_engine(told: Store, now: datetime) -> None:
    """A misspelt column is answered with the candidates DuckDB knows."""
    with pytest.raises(QueryError, match="event_typ"):
        told.sql("SELECT event_typ FROM events", as_of=now)


def test_an_interval_has_to_be_counted_in_something(told: Store, now: datetime) -> None:
    """Frames have no type for it; the error says how to ask instead."""
    interval = "max(recorded_at) - max(published_at)"

    with pytest.raises(QueryError, match=r"epoch\(d\)"):
        told.sql(f"SELECT {interval} AS d FROM events", as_of=now)
    assert told.sql(f"SELECT epoch({interval}) AS s FROM events", as_of=now)["s"][0] > 86_400


def test_asking_leaves_nothing_on_stderr(told: Store, now: datetime) -> None:
    """A process that asked ends in silence: the engine holds nothing back at exit."""
    program = (
        "import sys; from datetime import datetime; from parley.record.store import Store;"
        "print(Store.open(sys.argv[1]).sql('SELECT count(*) AS n FROM events',"
        "as_of=datetime.fromisoformat(sys.argv[2]))['n'][0])"
    )
    command = [sys.executable, "-c", program, told.address, now.isoformat()]

    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert (done.stdout.strip(), done.stderr) == ("2", "")
