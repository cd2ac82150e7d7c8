"""The README's two commands work from nothing but a clone."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _run(command: list[str], folder: Path) -> str:
    # Inside the clone, make must see none of the outer environment.
    env = {k: v for k, v in os.environ.items() if k not in {"VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL",
                                                            "PYTEST_ADDOPTS"}}  # fmt: skip
    env = {k: v for k, v in env.items() if not k.startswith(("PYTEST_", "PARLEY_"))}
    done = subprocess.run(
        command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        timeout=1200,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-8000:]
    return done.stdout


@pytest.mark.skipif(
    not (ROOT / ".git").exists() or shutil.which("make") is None or shutil.which("git") is None,
    reason="needs a git checkout, git and make",
)
def test_demo_and_test_run_from_a_clean_clone(tmp_path: Path) -> None:
    """A newcomer clones and types the two commands, from another folder."""
    clone = tmp_path / "a clone"
    _run(["git", "clone", "-q", str(ROOT), str(clone)], tmp_path)

    demo = _run(["make", "-C", str(clone), "demo"], tmp_path)
    tests = _run(["make", "-C", str(clone), "test", "TEST_ARGS=tests/unit/terms"], tmp_path)

    assert "log-odds" in demo
    assert " passed" in tests
    assert (clone / "parley-demo").is_dir()
