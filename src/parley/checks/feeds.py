"""Checks of feeds: reports with all that a report needs, the same ones twice.

In: a feed and an address. Out: nothing, or a `CheckError`. The idea to know: the address is
the author's own, for nobody else's network is touched.
"""

from __future__ import annotations

from parley.checks.named import broken, check_name
from parley.terms import (
    Feed,
    Report,
)

__all__ = ["check_feed"]


def check_feed(feed: Feed, *, address: str) -> None:
    """Check that a feed keeps the promises of its kind.

    Its name ends in a version; what it brings are reports, each once, that name the
    feed; and the same address brings the same reports.

    Parameters
    ----------
    feed
        The feed to check.
    address
        Something it can fetch without the network, such as a folder.

    Raises
    ------
    CheckError
        On the first broken promise, or when the address brings no report.
    """
    check_name(feed, "feed")
    first, second = list(feed.fetch(address)), list(feed.fetch(address))
    if not first:
        raise broken(feed, f"brought no report from {address!r}; hand in an address that has one")
    for report in first:
        if not isinstance(report, Report):
            raise broken(feed, f"brought {type(report).__name__}, not a Report")
        if report.feed != feed.name:
            raise broken(feed, f"brought a report that names the feed {report.feed!r}")
    ids = [report.report_id for report in first]
    if len(set(ids)) != len(ids):
        raise broken(feed, f"brought a report twice from {address!r}")
    if ids != [report.report_id for report in second]:
        raise broken(feed, f"brought other reports at the second call of {address!r}")
