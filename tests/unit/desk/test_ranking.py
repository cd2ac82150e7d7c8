"""The desk's ranking verbs and their pages, over the history of the toy world."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

import parley
from parley.desk import Desk
from parley.errors import ImportDataError, InputError
from parley.faces.cli import app
from parley.faces.show_next import show_who_next
from parley.settings import Settings
from tests.unit.forecast.ranking_world import ENTITIES, make_facts

TOY = Path(parley.__file__).parent / "toy"
NOW = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk on the toy history, without reports."""
    made = parley.open(
        tmp_path_factory.mktemp("desk") / "record",
        actor_tables=("world.v1", "toy.v1"),
        settings=Settings(),
        clock=lambda: NOW,
    )
    made.import_tkg(TOY / "history", start_on="2021-01-01")
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A benchmark folder of the invented world, with the last days as valid."""
    facts = make_facts(n_days=16, a_day=12)
    names = "".join(f"{name}\t{i}\n" for i, name in enumerate(ENTITIES))
    (tmp_path / "entity2id.txt").write_text(names)
    (tmp_path / "relation2id.txt").write_text("meets\t0\naccuses\t1\nanswers\t2\n")
    rows = list(zip(facts.subject, facts.relation, facts.object, facts.day, strict=True))
    for part, days in (("train", range(14)), ("valid", range(14, 16))):
        lines = ["\t".join(map(str, row)) + "\n" for row in rows if row[3] in days]
        (tmp_path / f"{part}.txt").write_text("".join(lines))
    return tmp_path


def test_next_names_parties_with_events_one_can_open(desk: Desk) -> None:
    """Each ground names events, and `why` opens them."""
    found = desk.next("Freedonia", "accuse", limit=2)
    ids = [id_ for one in found.parties for ground in one.grounds for id_ in ground.event_ids]

    assert found.parties[0].party == "KST"
    assert desk.why(ids[0]).id == ids[0]


def test_a_type_that_does_not_exist_is_refused_with_the_nearest(desk: Desk) -> None:
    """A misspelt type is told, with the one that was meant."""
    with pytest.raises(InputError, match="Did you mean ACCUSE"):
        desk.next("Freedonia", "ACUSE")


def test_the_page_of_next_fits_and_says_that_shares_are_no_chances(desk: Desk) -> None:
    """Eighty columns hold it, and no reader takes a share for a chance."""
    console = Console(file=io.StringIO(), width=80, highlight=False, markup=False)

    show_who_next(console, desk.next("Freedonia", "ACCUSE", limit=3))

    assert isinstance(console.file, io.StringIO)
    page = console.file.getvalue()
    assert max(map(len, page.splitlines())) <= 80
    assert "shares of one, no chances" in page


def test_bench_prints_every_way_of_ranking(folder: Path) -> None:
    """As JSON the bench holds the simpler ways beside the ranker, and what it cost."""
    done = CliRunner().invoke(
        app, ["bench", "tkg", str(folder), "--threads", "1", "--format", "json"]
    )
    bench = json.loads(done.stdout)

    assert [way["name"] for way in bench["ways"]] == [
        "recurrence alone", "rules alone, noisy-or", "plain forecasts, mixed", "ranker.v1",
    ]  # fmt: skip
    assert bench["total_seconds"] > 0


def test_a_folder_that_is_no_benchmark_is_refused(desk: Desk, tmp_path: Path) -> None:
    """Without its files a folder is named, and what it lacks."""
    with pytest.raises(ImportDataError, match="holds neither"):
        desk.bench_tkg(tmp_path)
