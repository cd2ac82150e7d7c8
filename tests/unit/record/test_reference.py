"""The reference page of the record's tables."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_the_reference_of_the_record_is_current() -> None:
    """The page names every table and column as the schema has them."""
    made = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "record_reference.py")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )

    page = (ROOT / "docs" / "reference" / "record.md").read_text(encoding="utf-8")
    assert made.stdout == page, (
        "make it anew: .venv/bin/python scripts/record_reference.py docs/reference/record.md"
    )
