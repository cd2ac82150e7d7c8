"""Options of the golden tests; they stand here so that a bare `pytest` knows them."""

from __future__ import annotations

import pytest


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
