"""Loading annotated reports."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from parley.errors import InputError
from parley.training.corpus import Passage, load_corpus

Make = Callable[..., Passage]


def _write(folder: Path, passage: Passage) -> None:
    (folder / passage.split).mkdir(parents=True, exist_ok=True)
    beside = folder / passage.split / passage.name
    beside.with_suffix(".txt").write_text(passage.text, encoding="utf-8")
    beside.with_suffix(".json").write_text(json.dumps(passage.reading), encoding="utf-8")


def test_pairs_come_back_in_the_order_of_splits_and_names(
    tmp_path: Path, make_passage: Make
) -> None:
    """Train comes before dev, and names in their order; the text is as written."""
    for split, name in (("dev", "b"), ("dev", "a"), ("train", "z")):
        _write(tmp_path, make_passage(split=split, name=name))

    corpus = load_corpus(tmp_path)

    assert [passage.place for passage in corpus.passages] == ["train/z", "dev/a", "dev/b"]
    assert corpus.passages[0].text == make_passage().text
    assert (corpus.passages[0].decade, corpus.passages[0].region) == ("2020s", "Nordics")


def test_a_file_without_its_twin_is_named(tmp_path: Path, make_passage: Make) -> None:
    """A text without a reading is no passage, and is told of."""
    _write(tmp_path, make_passage())
    (tmp_path / "dev" / "alone.txt").write_text("x\n", encoding="utf-8")

    corpus = load_corpus(tmp_path)

    assert corpus.unpaired == ("dev/alone",)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    """The message names the folder and what is looked for."""
    with pytest.raises(InputError, match="No annotated report under"):
        load_corpus(tmp_path)


def test_what_is_no_json_object_is_refused(tmp_path: Path, make_passage: Make) -> None:
    """A broken file and a list are both refused by name."""
    _write(tmp_path, make_passage())
    path = tmp_path / "dev" / "one.json"

    path.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="is no JSON"):
        load_corpus(tmp_path)

    path.write_text("[]", encoding="utf-8")
    with pytest.raises(InputError, match="holds no JSON object"):
        load_corpus(tmp_path)
