"""Measure time and memory, each beside a named baseline: `make bench`.

In: nothing, or the names of benches. Out: a table on standard output. The idea to
know: figures that travel are ratios; seconds belong to the machine they were taken on.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from forecasting import bench_forecasting
from measure import measure_beside

from parley.reading.actors import load_actor_table
from parley.reading.reader import RulesReader
from parley.terms import Report

ROUNDS = 7


def _toy_texts() -> list[dict[str, str]]:
    source = resources.files("parley") / "toy" / "reports" / "2024.jsonl"
    return [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]


def bench_cold_start() -> None:
    """`parley read` on one report from a cold start, beside `import polars`."""
    parley = str(Path(sys.executable).parent / "parley")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.txt"
        report.write_text(_toy_texts()[0]["text"], encoding="utf-8")
        read = [parley, "read", str(report), "--no-record", "--published-at", "2024-01-09"]
        keep = [*read[:3], "--record", f"{folder}/record", *read[4:]]
        baseline = [sys.executable, "-c", "import polars"]
        base, plain, kept = measure_beside(baseline, read, keep, n=ROUNDS)
    print(f"cold start, median of {ROUNDS}        wall s   peak MiB   wall / import polars")
    for name, row in (
        ("python -c 'import polars'", base),
        ("parley read --no-record", plain),
        ("parley read (same report again)", kept),
    ):
        ratio = row.wall_s / base.wall_s
        print(f"{name:32} {row.wall_s:8.2f} {row.peak_mib:10.0f} {ratio:10.1f}")


def bench_reading() -> None:
    """Words per CPU-second over 1,000 toy-like reports, beside a bare regex tokeniser."""
    rows = _toy_texts()
    table = load_actor_table("world.v1", "toy.v1")
    reports = [
        Report(
            # A changed day keeps the reader from meeting the very same string twice.
            rows[i % len(rows)]["text"] + f"\nIssued as number {i}.",
            datetime(2024, 1 + i % 12, 1 + i % 28, 12, tzinfo=UTC),
            outlet=rows[i % len(rows)]["outlet"],
        )
        for i in range(1000)
    ]
    n_words = sum(len(report.text.split()) for report in reports)
    reader = RulesReader(table)
    reader.read_report(reports[0])

    started = time.process_time()
    tokens = sum(len(re.findall(r"\w+|[^\w\s]", report.text)) for report in reports)
    base_s = time.process_time() - started
    started = time.process_time()
    n_mentions = sum(len(reader.read_report(report).mentions) for report in reports)
    read_s = time.process_time() - started

    print(f"reading 1,000 toy-like reports ({n_words:,} words, one thread)")
    print(f"{'re.findall tokeniser':32} {n_words / base_s:12,.0f} words/CPU-s ({tokens:,} tokens)")
    print(
        f"{'rules.v1':32} {n_words / read_s:12,.0f} words/CPU-s ({n_mentions:,} mentions), "
        f"1/{read_s / base_s:,.0f} of the tokeniser's rate"
    )


BENCHES = {
    "cold-start": bench_cold_start,
    "reading": bench_reading,
    "forecasting": bench_forecasting,
}


def main() -> None:
    """Run the benches named, or all."""
    for name in sys.argv[1:] or BENCHES:
        BENCHES[name]()
        print()


if __name__ == "__main__":
    main()
