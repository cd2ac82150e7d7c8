"""Whole readings, compared letter by letter: a change of reading shows as a diff.

In: `readings/NAME.txt` with outlet, time and table in `readings/reports.json`. Out:
`readings/NAME.json`, rewritten by `pytest --update-golden` and reviewed as a diff. The
idea to know: these hold what the reader does read, right or wrong, and not what it
should; what it should read stands in the corpus.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from parley.reading.actors import load_actor_table
from parley.reading.as_json import reading_as_json
from parley.reading.reader import RulesReader
from parley.terms import Report

READINGS = Path(__file__).with_name("readings")
KEPT: dict[str, dict[str, str]] = json.loads((READINGS / "reports.json").read_text("utf-8"))


def _read(name: str) -> str:
    kept = KEPT[name]
    report = Report(
        (READINGS / f"{name}.txt").read_text(encoding="utf-8"),
        datetime.fromisoformat(kept["published_at"]),
        outlet=kept["outlet"],
        path=f"{name}.txt",
    )
    reading = RulesReader(load_actor_table(kept["table"])).read_report(report)
    whole = reading_as_json(report, reading)
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("name", sorted(KEPT))
def test_reading_is_the_one_kept(name: str, update_golden: bool) -> None:
    """The whole reading equals the one beside its text, to the letter."""
    expected = READINGS / f"{name}.json"
    read = _read(name)
    if update_golden:
        expected.write_text(read, encoding="utf-8")

    assert expected.is_file(), "no reading kept yet; run pytest --update-golden"
    assert read == expected.read_text(encoding="utf-8")


def test_every_text_is_read_and_every_reading_has_a_text() -> None:
    """Nothing lies in the folder unread."""
    texts = {path.stem for path in READINGS.glob("*.txt")}
    readings = {path.stem for path in READINGS.glob("*.json")} - {"reports"}

    assert texts == set(KEPT)
    assert readings == set(KEPT)
