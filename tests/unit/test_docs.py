"""The reference keeps up with the code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from parley import checks
from parley.desk import Desk
from parley.plugins import KINDS, find_plugins

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"


def test_pages_made_from_the_code_are_current() -> None:
    """Commands, settings and errors each have their heading, as the code has them."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "faces_reference.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "verb", sorted(name for name in dir(Desk) if not name.startswith("_") and name != "table")
)
def test_every_verb_of_the_desk_is_in_the_reference(verb: str) -> None:
    """The Python page names all that a desk can do."""
    page = (REFERENCE / "python.md").read_text(encoding="utf-8")

    assert f"### {verb}" in page


def test_every_hook_and_check_is_in_the_reference() -> None:
    """The plugin page names each kind of plugin, the built-in ones, and the checks."""
    page = (REFERENCE / "plugins.md").read_text(encoding="utf-8")
    names = [*KINDS.values(), *(name for name in checks.__all__ if name.startswith("check_"))]
    names += [plugin.name for kind in KINDS for plugin in find_plugins(kind)]

    assert [name for name in names if name not in page] == []
