"""Counting annotated reports, and the commands that print it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import typer
from typer.testing import CliRunner

from parley.faces.cli_corpus import add_to
from parley.training.corpus import Passage
from parley.training.corpus_stats import UNNAMED, corpus_stats

Make = Callable[..., Passage]


def _app() -> typer.Typer:
    app = typer.Typer()
    app.callback()(lambda: None)
    add_to(app)
    return app


def _write(folder: Path, passage: Passage, text: str | None = None) -> None:
    (folder / passage.split).mkdir(parents=True, exist_ok=True)
    beside = folder / passage.split / passage.name
    beside.with_suffix(".txt").write_text(text or passage.text, encoding="utf-8")
    beside.with_suffix(".json").write_text(json.dumps(passage.reading), encoding="utf-8")
    (folder / "regions.json").write_text('{"Nordics": ["dev"]}', encoding="utf-8")


def test_counts_stand_by_split(make_passage: Make) -> None:
    """Each split has its column; labels follow the order of PLOVER, then the alphabet."""
    passages = [
        make_passage(split="train", name="a"),
        make_passage(lambda reading: reading.pop("region"), name="b"),
    ]

    tallies = {tally.title: tally for tally in corpus_stats(passages)}

    assert tallies["all"].splits == ("train", "dev")
    assert tallies["all"].rows["reports"] == (1, 1)
    assert tallies["all"].rows["claims with a deadline"] == (1, 1)
    assert tallies["region"].rows == {UNNAMED: (0, 1), "Nordics": (1, 0)}
    assert tallies["type"].rows == {"SUPPORT": (1, 1)}
    assert tallies["status"].rows == {"planned": (1, 1)}
    assert tallies["chain depth"].rows == {"1": (1, 1)}


def test_stats_prints_tables_and_json(tmp_path: Path, make_passage: Make) -> None:
    """The table is Markdown, the JSON holds the same counts by title and label."""
    _write(tmp_path, make_passage())

    table = CliRunner().invoke(_app(), ["corpus", "stats", str(tmp_path)])
    as_json = CliRunner().invoke(_app(), ["corpus", "stats", str(tmp_path), "--format", "json"])

    assert "| reports | 1 |" in table.stdout
    assert json.loads(as_json.stdout)["type"] == {"SUPPORT": {"dev": 1}}


def test_check_leaves_with_two_when_something_is_wrong(tmp_path: Path, make_passage: Make) -> None:
    """A sound corpus leaves with 0; a spoilt text with 2 and a line for each problem."""
    passage = make_passage()
    _write(tmp_path, passage)
    sound = CliRunner().invoke(_app(), ["corpus", "check", str(tmp_path)])

    _write(tmp_path, passage, passage.text.replace("Chad", "Mali"))
    spoilt = CliRunner().invoke(_app(), ["corpus", "check", str(tmp_path)])
    as_json = CliRunner().invoke(_app(), ["corpus", "check", str(tmp_path), "--format", "json"])

    assert sound.exit_code == 0
    assert spoilt.exit_code == as_json.exit_code == 2
    assert "dev/one actors[2]: 'Chad' does not stand at" in spoilt.stdout
    assert json.loads(as_json.stdout)["n_reports"] == 1
