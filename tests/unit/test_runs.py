from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from parley.record.store import Store
from parley.reports.intake import Rejected
from parley.runs import ReadRun
from parley.terms import Reading, Report

AT = datetime(2024, 3, 5, tzinfo=UTC)
REPORTS = [Report(f"Talks number {n} failed.", AT) for n in range(5)]
BAD = Rejected("x.jsonl:3", "json", "This is not JSON.", "{")


class Silent:
    """Understands nothing."""

    name = "silent.v1"

    def read_report(self, report: Report) -> Reading:
        return Reading(report.report_id, self.name)


def run(items: list[Report | Rejected], store: Store | None) -> ReadRun:
    return ReadRun(items, reader=Silent(), recorded_at=AT, store=store)


def test_a_run_hands_on_reports_and_rejects_in_order() -> None:
    """What cannot be taken in stands where it stood, and the rest goes on."""
    done = run([REPORTS[0], BAD, REPORTS[1]], None)

    items = list(done)

    assert items[1] == BAD
    assert (done.n_read, done.rejected, done.added) == (2, [BAD], None)


def test_what_was_read_is_kept_and_rejects_go_to_quarantine(tmp_path: Path) -> None:
    """After a run the record holds the reports and the reasons."""
    store = Store.open(tmp_path / "record", create=True)

    done = run([*REPORTS, BAD], store).finish()

    known = store.known(AT)
    assert done.added is not None
    assert done.added.reports == known.reports().height == 5
    assert known.quarantine()["place"].to_list() == ["x.jsonl:3"]


def test_reading_the_same_again_adds_nothing(tmp_path: Path) -> None:
    """The second run finds everything known."""
    store = Store.open(tmp_path / "record", create=True)
    run(list(REPORTS), store).finish()

    again = run(list(REPORTS), store).finish()

    assert again.added is not None
    assert (again.added.reports, again.added.known) == (0, 5)
    assert store.known(AT).reports().height == 5


def test_one_who_stops_early_keeps_what_was_read(tmp_path: Path) -> None:
    """Breaking off after two reports leaves two in the record."""
    store = Store.open(tmp_path / "record", create=True)
    steps: Iterator[object] = iter(run(list(REPORTS), store))

    next(steps)
    next(steps)
    steps.close()  # type: ignore[attr-defined]

    assert store.known(AT).reports().height == 2
