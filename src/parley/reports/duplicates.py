"""Which reports are copies of which.

In: reports. Out: for each report the earliest it copies, itself when it copies none. The
idea to know: a shortened copy keeps nearly all of its own words, though it holds few of
the original's; so what counts is the share of the *shorter* text found in the other
(containment), and not the share of both together.

Texts are compared by their runs of five words, without dateline and credit lines. A
round-up that holds two unlike reports is a copy of neither. (Containment: Broder 1997.)
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from parley.terms import Report

__all__ = ["body_words", "containment", "fold_copies"]

# Tuned on the hand-made families in tests/unit/reports/test_duplicates.py: some copy of its
# family keeps 0.6 and more of the shorter text, look-alikes stay at 0.45 and below.
_THRESHOLD = 0.5
_RUN = 5  # words; shorter runs are shared by any two reports on one matter
_FEWEST_RUNS = 4  # texts with fewer (headlines) are copies only when word for word alike
_WITHIN = timedelta(days=7)  # agencies' customers print within days; bulletins recur later
_WHOLE, _SMALLER = 0.8, 0.6  # a round-up prints its items nearly whole, each a part of it
# The earliest holders of a run that are compared; later copies still meet one of them.
_HOLDERS = 24

_WORD = re.compile(r"\w+(?:['’]\w+)?")
# "ZENDA, March 5 (RNA) –" or "Zenda (RNA) –": capitals or an agency tell it from a sentence.
_DATELINE = re.compile(
    r"\A\s*(?:[A-Z][A-Z.'’ -]{2,30}(?:,[^\n()–—]{1,30})?(?:\([^)\n]{2,60}\)\s*)?"
    r"|[A-Z][\w.'’ ,-]{1,40}\([^)\n]{2,60}\)\s*)\s*[-–—]{1,2}\s+"
)
_CREDIT = re.compile(
    r"^[ \t]*(?:\(?(?:reporting|additional reporting|writing|editing|edited|written|source|with"
    r" reporting|copyright|©)\b[^\n]{0,160}|by [^.\n]{1,60}"
    r"|\([^\n]{0,60}(?:agency|news|press|wire)[^\n]{0,40}\))[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
Runs = frozenset[tuple[str, ...]]


def body_words(text: str) -> list[str]:
    """Return the folded words of a text without its dateline and credit lines.

    Examples
    --------
    >>> body_words("STRELSAU (RNA) — The envoy left.\\nReporting by A. Rassendyll")
    ['the', 'envoy', 'left']
    """
    without = _CREDIT.sub("", text)
    paragraphs = [_DATELINE.sub("", part, count=1) for part in without.split("\n")]
    return [word.casefold() for part in paragraphs for word in _WORD.findall(part)]


def _runs(words: Sequence[str]) -> Runs:
    return frozenset(tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1))


def containment(first: str, second: str) -> float:
    """Return the share of the shorter text's runs of words found in the other, in [0, 1].

    Examples
    --------
    >>> containment("the two met on Monday in Zenda", "In Zenda: the two met on Monday in Zenda")
    1.0
    """
    left, right = _runs(body_words(first)), _runs(body_words(second))
    fewest = min(len(left), len(right))
    return len(left & right) / fewest if fewest else 0.0


def fold_copies(reports: Iterable[Report]) -> Mapping[str, str]:
    """Return for each report the id of the earliest report it copies, or its own.

    The order of `reports` does not matter; reports published together count in the order
    of their ids.

    Parameters
    ----------
    reports
        Reports with their texts; only those published within a week of each other are
        compared.

    Returns
    -------
    mapping
        From `report_id` to the `report_id` of the origin.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> wire = "Ruritania recalled its envoy from Zenda on Monday, the palace said in Strelsau."
    >>> first = Report(wire, datetime(2024, 3, 5, 8, tzinfo=UTC), outlet="RNA")
    >>> copy = Report("ZENDA – " + wire, datetime(2024, 3, 5, 9, tzinfo=UTC), outlet="Post")
    >>> fold_copies([copy, first])[copy.report_id] == first.report_id
    True
    """
    ordered = sorted(
        {report.report_id: report for report in reports}.values(),
        key=lambda report: (report.published_at, report.report_id),
    )
    folder = _Folder()
    for report in ordered:
        folder.add(report)
    return folder.origins()


class _Folder:
    """Takes reports in the order of publication, keeps what is alike, then joins it."""

    def __init__(self) -> None:
        self.reports: list[Report] = []
        self.runs: list[Runs] = []
        self.latest: dict[tuple[str, ...], int] = {}
        self.holders: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        self.parent: list[int] = []
        self.alike: list[tuple[int, int]] = []
        self.held: defaultdict[int, list[int]] = defaultdict(list)

    def add(self, report: Report) -> None:
        """Take in one report, published no earlier than those before it."""
        number = len(self.reports)
        words = tuple(body_words(report.text))
        runs = _runs(words)
        self.reports.append(report)
        self.runs.append(runs)
        self.parent.append(number)
        twin = self.latest.get(words)
        self.latest[words] = number
        if twin is not None and self._are_near(twin, number):
            self._join(twin, number)
        elif len(runs) >= _FEWEST_RUNS:
            self._compare(number, runs)
            for run in runs:
                if len(self.holders[run]) < _HOLDERS:
                    self.holders[run].append(number)

    def _are_near(self, earlier: int, later: int) -> bool:
        gap = self.reports[later].published_at - self.reports[earlier].published_at
        return gap <= _WITHIN

    def _compare(self, number: int, runs: Runs) -> None:
        """Note the earlier reports that share enough with this one, and which holds which."""
        shared: Counter[int] = Counter()
        for run in runs:
            shared.update(self.holders.get(run, ()))
        for other, count in shared.items():
            small, large = sorted((other, number), key=lambda n: (len(self.runs[n]), n))
            fewest = len(self.runs[small])
            if count < _THRESHOLD * fewest or not self._are_near(other, number):
                continue
            self.alike.append((other, number))
            if count >= _WHOLE * fewest and fewest <= _SMALLER * len(self.runs[large]):
                self.held[large].append(small)

    def _is_round_up(self, number: int) -> bool:
        """Tell whether a report holds two whole others that are unlike each other."""
        held = self.held[number]
        return any(
            len(self.runs[one] & self.runs[two])
            < _THRESHOLD * min(len(self.runs[one]), len(self.runs[two]))
            for i, one in enumerate(held)
            for two in held[i + 1 :]
        )

    def _root(self, number: int) -> int:
        while self.parent[number] != number:
            self.parent[number] = self.parent[self.parent[number]]
            number = self.parent[number]
        return number

    def _join(self, one: int, two: int) -> None:
        first, second = sorted((self._root(one), self._root(two)))
        self.parent[second] = first

    def origins(self) -> dict[str, str]:
        """Return each report's origin."""
        suspects = {number for number in list(self.held) if self._is_round_up(number)}
        for one, two in self.alike:
            if one not in suspects and two not in suspects:
                self._join(one, two)
        # Two unlike pieces of one long text are held by it too; others tie them together.
        round_ups = {
            number
            for number in suspects
            if len({self._root(small) for small in self.held[number]}) > 1
        }
        for one, two in self.alike:
            if one not in round_ups and two not in round_ups:
                self._join(one, two)
        return {
            report.report_id: self.reports[self._root(i)].report_id
            for i, report in enumerate(self.reports)
        }
