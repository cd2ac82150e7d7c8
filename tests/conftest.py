"""Options of the golden tests, which a bare `pytest` has to know, and a cache of the tests' own."""

from __future__ import annotations

import os
import shutil
import tempfile

import pytest

_CACHE = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """Keep fitted models of the tests out of the user's cache."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        config.stash[_CACHE] = tempfile.mkdtemp(prefix="parley-tests-")
        os.environ["XDG_CACHE_HOME"] = config.stash[_CACHE]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the tests' cache away."""
    if _CACHE in config.stash:
        shutil.rmtree(config.stash[_CACHE], ignore_errors=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the two options by which expected readings and floors are rewritten."""
    group = parser.getgroup("golden", "expected readings and floors")
    group.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite expected readings and raise floors to the figures of this run",
    )
    group.addoption(
        "--lower-floors",
        metavar="REASON",
        default="",
        help="with --update-golden: let floors fall, for the reason given in a sentence",
    )
