"""What golden tests share: the reader, the corpus, the shared folder, the options."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from parley.reading.reader import RulesReader

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def reader() -> RulesReader:
    """The rules reader over the packaged world."""
    return RulesReader()


@pytest.fixture(scope="session")
def corpus_dev() -> Path:
    """The open half of the corpus."""
    return ROOT / "corpus" / "dev"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared data folder, where there is one."""
    folder = Path(os.environ.get("PARLEY_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip("no shared folder: set PARLEY_SHARED or put `shared` beside the checkout")
    return folder


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Tell whether expectations are to be rewritten."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture
def lower_floors(request: pytest.FixtureRequest) -> str:
    """The sentence that lets floors fall, or nothing."""
    return str(request.config.getoption("--lower-floors")).strip()
