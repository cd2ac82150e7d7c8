"""The examples are whole programs, and each of them runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
# What a line of each program's output looks like; every example has to be named here.
PRINTS = {
    "chance_over_time.py": r"^  2024-12-01  0\.\d\d beside 0\.\d\d  ",
    "own_forecaster.py": r"^recurrence\.v1 +Brier score 0\.\d{3}, base rate 0\.\d{3}, skill [+-]",
    "who_says_so.py": r"^2024-01-09  FRD accuses RUR: \d told it, \d independent",
}


def test_every_example_is_run() -> None:
    """No program in `examples/` is left out of these tests."""
    assert sorted(PRINTS) == sorted(path.name for path in EXAMPLES.glob("*.py"))


@pytest.mark.parametrize("name", sorted(PRINTS))
def test_an_example_runs_and_prints_what_it_promises(name: str, tmp_path: Path) -> None:
    """Started in an empty folder, a program ends well and says nothing on standard error."""
    done = subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLES / name)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(PRINTS[name], done.stdout, re.MULTILINE), done.stdout
    assert list(tmp_path.iterdir()) == []
