"""The reader reads no worse than it did: every figure stands above its floor."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from parley.reading.reader import RulesReader
from tests.golden import floors
from tests.golden.floors import Measured
from tests.golden.scoring import (
    Asked,
    Found,
    fingerprint,
    load_annotated,
    main,
    pair_up,
    read_all,
    score_folder,
    score_readings,
)

FLOORS = Path(__file__).with_name("floors.json")


def _hold(measured: Measured, *, update: bool, reason: str) -> None:
    """Compare with the floors, or rewrite them; fail with what to do next."""
    if update:
        fell = floors.rewrite(FLOORS, measured, reason=reason)
        assert not fell, f"floors would fall: {fell}; say why with --lower-floors REASON"
        return
    pinned = floors.load(FLOORS).get(measured.place)
    assert pinned is not None, f"no floors for {measured.place}; run pytest --update-golden"
    assert pinned["fingerprint"] == measured.fingerprint, (
        f"the reports of {measured.place} or their annotation changed since the floors were"
        " pinned; run pytest --update-golden"
    )
    fell = floors.fallen(measured, pinned)
    assert not fell, f"below the floor (floor, figure): {fell}"


def test_no_figure_on_the_open_corpus_falls_below_its_floor(
    reader: RulesReader, corpus_dev: Path, update_golden: bool, lower_floors: str
) -> None:
    """What corpus/dev was read with, it is read with still."""
    figures = score_folder(corpus_dev, reader).figures()
    measured = Measured("corpus/dev", fingerprint(corpus_dev), figures)

    _hold(measured, update=update_golden, reason=lower_floors)


def test_no_figure_on_the_worked_example_falls_below_its_floor(
    reader: RulesReader, shared: Path, update_golden: bool, lower_floors: str
) -> None:
    """What the worked example was read with, it is read with still."""
    seed = shared / "seed"
    figures = score_folder(seed, reader).figures()
    measured = Measured("seed", fingerprint(seed), figures)

    _hold(measured, update=update_golden, reason=lower_floors)


def _shared_tool(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "score_reading", shared / "tools" / "score_reading.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_scores_are_those_of_the_shared_tool(
    reader: RulesReader, corpus_dev: Path, shared: Path
) -> None:
    """Two scorers, written apart, give the same figures on the same readings."""
    items = load_annotated(corpus_dev)
    readings = read_all(items, reader)
    by_name = {item.name: reading for item, reading in zip(items, readings, strict=True)}

    expected, _ = _shared_tool(shared).score(corpus_dev, by_name)
    scores = score_readings(items, readings)

    assert expected == {
        name: {
            "precision": round(found.precision, 3),
            "recall": round(found.recall, 3),
            "f1": round(found.f1, 3),
            "gold": found.gold,
            "predicted": found.offered,
        }
        for name, found in scores.found.items()
    } | {
        name: {"accuracy": round(asked.accuracy, 3), "of": asked.of}
        for name, asked in scores.asked.items()
    }


def test_the_annotation_read_back_scores_one(corpus_dev: Path) -> None:
    """A reading that holds what is expected loses nowhere."""
    items = load_annotated(corpus_dev)
    readings = [_as_reading(item.report.text, item.gold) for item in items]

    figures = score_readings(items, readings).figures()

    assert set(figures.values()) == {1.0}


def _as_reading(text: str, gold: dict[str, object]) -> dict[str, object]:
    def span(words: str) -> list[int]:
        return [text.index(words), text.index(words) + len(words)]

    def copy(name: str, quoted: str, key: str, *, several: bool = False) -> list[object]:
        rows = gold[name]
        assert isinstance(rows, list)
        spans = [span(row[quoted]) for row in rows]
        return [row | {key: [at] if several else at} for row, at in zip(rows, spans, strict=True)]

    return {
        "relay": gold["relay"],
        "events": copy("events", "evidence", "span"),
        "statements": copy("statements", "content", "content", several=True),
        "claims": [
            {**row, "about": {"type": None, **row["about"]}}  # type: ignore[dict-item,index]
            for row in copy("claims", "evidence", "span")
        ],
    }


def test_the_heaviest_pair_is_made_first() -> None:
    """One to one, greedy: what overlaps most takes first pick, weight 0 never pairs."""
    weights = {("a", 1): 2.0, ("a", 2): 3.0, ("b", 2): 2.5, ("b", 1): 0.0}

    pairs = pair_up(["a", "b"], [1, 2], lambda g, r: weights[g, r])

    assert pairs == [("a", 2)]


def test_nothing_asked_and_nothing_found_is_zero() -> None:
    """Empty tallies divide by nothing."""
    assert (Found().f1, Found().precision, Asked().accuracy) == (0.0, 0.0, 0.0)


def test_a_fingerprint_changes_with_one_letter(tmp_path: Path) -> None:
    """Texts and annotations both count."""
    (tmp_path / "one.json").write_text("{}")
    (tmp_path / "one.txt").write_text("Talks failed.")
    before = fingerprint(tmp_path)
    (tmp_path / "one.txt").write_text("Talks failed!")

    assert fingerprint(tmp_path) != before


def test_the_command_prints_a_table(corpus_dev: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The documents quote this table."""
    assert main([str(corpus_dev)]) == 0

    printed = capsys.readouterr().out
    assert "| events with parties |" in printed
    assert fingerprint(corpus_dev) in printed


def test_the_command_refuses_an_empty_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing to score is told, not scored."""
    with pytest.raises(SystemExit) as left:
        main([str(tmp_path)])

    assert left.value.code == 2
    assert "no annotated reports" in capsys.readouterr().err


def test_floors_rise_without_asking(tmp_path: Path) -> None:
    """A better figure becomes the floor."""
    path = tmp_path / "floors.json"
    floors.rewrite(path, Measured("here", "f", {"events found": 0.5}), reason="")

    fell = floors.rewrite(path, Measured("here", "f", {"events found": 0.6}), reason="")

    assert fell == {}
    assert floors.load(path)["here"]["floors"] == {"events found": 0.6}


def test_floors_do_not_fall_without_a_reason(tmp_path: Path) -> None:
    """Without a sentence the file stays as it is, and the figures are named."""
    path = tmp_path / "floors.json"
    floors.rewrite(path, Measured("here", "f", {"events found": 0.5}), reason="")
    before = path.read_text()

    fell = floors.rewrite(path, Measured("here", "f", {"events found": 0.4}), reason="")

    assert fell == {"events found": (0.5, 0.4)}
    assert path.read_text() == before


def test_a_floor_let_fall_keeps_its_reason(tmp_path: Path) -> None:
    """The sentence and the change stay in the file."""
    path = tmp_path / "floors.json"
    floors.rewrite(path, Measured("here", "f", {"events found": 0.5}), reason="")
    floors.rewrite(path, Measured("here", "f", {"events found": 0.4}), reason="Stricter gold.")

    [entry] = floors.load(path)["here"]["lowered"]
    assert entry == {"reason": "Stricter gold.", "floors": {"events found": [0.5, 0.4]}}
    assert floors.load(path)["here"]["floors"] == {"events found": 0.4}


def test_a_hair_below_the_floor_is_no_fall() -> None:
    """Rounding alone fails nobody; a figure that is gone does."""
    pinned = {"floors": {"events found": 0.5, "relay exact": 1.0}}

    fell = floors.fallen(Measured("here", "f", {"events found": 0.4996}), pinned)

    assert fell == {"relay exact": (1.0, 0.0)}
