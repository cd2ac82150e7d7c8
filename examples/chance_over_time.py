"""One question, asked as of the first of every month.

In: nothing; the toy world ships with parley. Out: on standard output, the chance beside
its base rate for each month, and the reason that moved it most. The idea to know: `as_of`
is all it takes to stand in the past; nothing published later is seen.

    python examples/chance_over_time.py
"""

from __future__ import annotations

import tempfile
from importlib import resources
from pathlib import Path

import parley
from parley.desk import Desk

QUESTION = "Will Freedonia and Ruritania hold talks within 30 days?"


def show_months(desk: Desk, *, year: int) -> None:
    """Print the answer to the question as of the first of each month of a year."""
    print(QUESTION)
    for month in range(1, 13):
        day = f"{year}-{month:02}-01"
        answer = desk.ask(QUESTION, as_of=day, record=False)
        reasons = sorted(answer.forecast.reasons, key=lambda reason: -abs(reason.weight))
        most = f"{reasons[0].weight:+.2f} {reasons[0].text[:44]}…" if reasons else "no reasons"
        print(f"  {day}  {answer.probability:.2f} beside {answer.base_rate:.2f}  {most}")


def main() -> None:
    """Make a record of the toy world and ask."""
    with (
        tempfile.TemporaryDirectory() as folder,
        resources.as_file(resources.files("parley") / "toy") as toy,
        parley.open(Path(folder) / "record", actor_tables=["toy.v1"]) as desk,
    ):
        desk.import_tkg(toy / "history", start_on="2021-01-01")
        desk.read(toy / "reports")
        show_months(desk, year=2024)


if __name__ == "__main__":
    main()
