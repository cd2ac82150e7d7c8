"""The docs are tested: what they tell a reader to type gives what they print.

Every ```console block of the README, the tutorial and the how-to pages is run, page by
page, in a folder of its own; every ```python block too. `...` in the printed output
stands for anything. `scripts/docs_output.py` writes what is printed now into the pages.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("PARLEY_SHARED", ROOT.parent / "shared"))
PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs" / "tutorial").glob("*.md")),
    *sorted((ROOT / "docs" / "how-to").glob("*.md")),
]
_BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# These make environments or clone; test_clean_clone.py runs them.
_ELSEWHERE = ("make ", "git ", "cd ", "pip ")


@dataclass(frozen=True)
class Step:
    """One thing to type and what it should print; None when the page does not show it."""

    line: int
    kind: str
    typed: str
    printed: str | None


def steps_of(page: str) -> Iterator[Step]:
    """Yield the steps of a page in order."""
    for block in _BLOCK.finditer(page):
        line = page.count("\n", 0, block.start()) + 2
        kind, body = block.groups()
        if kind == "python":
            yield Step(line, kind, body, None)
            continue
        typed: str | None = None
        printed: list[str] = []
        for text in [*body.splitlines(), "$ "]:
            if text.startswith("$ "):
                if typed is not None:
                    yield Step(line, kind, typed, "\n".join(printed) or None)
                typed, printed = text[2:], []
            elif typed is not None and typed.endswith("\\"):
                typed = typed[:-1] + text.strip()
            else:
                printed.append(text)


def run_step(step: Step, folder: Path) -> str:
    """Run one step in a folder and return what it printed, errors included."""
    command: str | list[str] = step.typed
    if step.kind == "python":
        command = [sys.executable, "-c", step.typed]
    env = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "PARLEY_SHARED": str(SHARED),
    }
    done = subprocess.run(
        command,
        shell=isinstance(command, str),
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
    )
    assert "Traceback" not in done.stdout, f"line {step.line}: {step.typed}\n{done.stdout}"
    return done.stdout


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_does_what_it_says(page: Path, tmp_path: Path) -> None:
    """Typed as printed, each step of a page gives the output shown."""
    text = page.read_text(encoding="utf-8")
    if "$PARLEY_SHARED" in text and not SHARED.is_dir():
        pytest.skip("needs the shared data folder beside the checkout")
    checker = doctest.OutputChecker()
    wrong = []
    for step in steps_of(text):
        if step.typed.startswith(_ELSEWHERE):
            continue
        got = run_step(step, tmp_path)
        if step.printed is None or checker.check_output(
            _plain(step.printed), _plain(got), doctest.ELLIPSIS
        ):
            continue
        wrong.append(f"line {step.line}: $ {step.typed}\nshown:\n{step.printed}\ngot:\n{got}")

    assert wrong == [], "\n\n".join(wrong)
