"""A batch of reports, read one after the other and kept on the way.

In: reports and rejects, a reader, a record or none. Out: `ReadRun`: iterate over it, then
look at what it came to. The idea to know: readings are handed on as they are made and
kept in batches behind them, so a folder of any size streams through.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime

from parley.record.store import Added, Store
from parley.reports.intake import Rejected
from parley.results import ReportReading
from parley.terms import Reader, Report

__all__ = ["ReadRun"]

_log = logging.getLogger(__name__)

# Readings held before they are kept; the store writes batches of the same size.
_BATCH = 256


class ReadRun:
    """One pass over a batch; iterating does the work, once.

    `n_read`, `rejected` and `added` tell what it has come to so far.
    """

    def __init__(
        self,
        items: Iterable[Report | Rejected],
        *,
        reader: Reader,
        recorded_at: datetime,
        store: Store | None = None,
    ) -> None:
        self._items = items
        self._reader = reader
        self._store = store
        self._recorded_at = recorded_at
        self._waiting: list[ReportReading] = []
        self._refused: list[Rejected] = []
        self.n_read = 0
        self.rejected: list[Rejected] = []
        self.added: Added | None = None

    def __iter__(self) -> Iterator[ReportReading | Rejected]:
        try:
            for item in self._items:
                if isinstance(item, Rejected):
                    self.rejected.append(item)
                    self._refused.append(item)
                    yield item
                    continue
                pair = ReportReading(item, self._reader.read_report(item))
                self.n_read += 1
                self._waiting.append(pair)
                yield pair
                if len(self._waiting) >= _BATCH:
                    self._keep()
        finally:
            # Also when the one who iterates stops early: what was read is kept.
            self._keep()

    def finish(self) -> ReadRun:
        """Do all that is left without looking at it, and return the run."""
        for _ in self:
            pass
        return self

    def _keep(self) -> None:
        waiting, self._waiting = self._waiting, []
        refused, self._refused = self._refused, []
        if self._store is None:
            return
        if refused:
            self._store.quarantine(
                [(each.where, each.kind, each.message, each.excerpt) for each in refused],
                recorded_at=self._recorded_at,
            )
        if waiting or self.added is None:
            added = self._store.add(
                ((pair.report, pair.reading) for pair in waiting), recorded_at=self._recorded_at
            )
            self.added = added if self.added is None else _sum(self.added, added)


def _sum(left: Added, right: Added) -> Added:
    return Added(
        reports=left.reports + right.reports,
        known=left.known + right.known,
        refused=left.refused + right.refused,
        mentions=left.mentions + right.mentions,
        statements=left.statements + right.statements,
        claims=left.claims + right.claims,
        redated=(*left.redated, *right.redated),
    )
