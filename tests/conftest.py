"""Options of the golden and the docs tests; they stand here so that a bare `pytest` knows them."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options by which what is expected is rewritten."""
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
    parser.addoption(
        "--update-docs",
        action="store_true",
        help="write what the commands print now into the pages that show it",
    )
