"""Who accuses whom in the toy world, and who says so.

In: nothing; the reports of the toy world ship with parley. Out: on standard output, each
accusation with its sources, first known first, down to the words of a report. The idea
to know: an event names the mentions it was merged from, a mention names its report and
its characters.

    python examples/who_says_so.py
"""

from __future__ import annotations

import tempfile
from importlib import resources
from pathlib import Path

import parley
from parley.desk import Desk


def show_accusations(desk: Desk, *, as_of: str) -> None:
    """Print each accusation known at a moment with the words that tell of it."""
    reports = {report.report_id: report for report in desk.reports(as_of=as_of)}
    mentions = {mention.mention_id: mention for mention in desk.mentions(as_of=as_of)}
    for event in desk.events(event_type="ACCUSE", as_of=as_of):
        if not event.mention_ids:
            continue
        who, whom = "+".join(event.actors), "+".join(event.recipients) or "?"
        print(
            f"{event.happened_on.start}  {who} accuses {whom}: "
            f"{event.n_reports} told it, {event.n_independent} independent"
        )
        for mention in (mentions[mention_id] for mention_id in event.mention_ids):
            report = reports[mention.report_id]
            chain = " › ".join(mention.chain) or "the reporter"
            print(f"    {report.outlet}, according to {chain}:")
            print(f"      “{mention.span.of(report.text)}”")


def main() -> None:
    """Read the toy world's reports into a record of their own and look."""
    with (
        tempfile.TemporaryDirectory() as folder,
        resources.as_file(resources.files("parley") / "toy" / "reports") as reports,
        parley.open(Path(folder) / "record", actor_tables=["toy.v1"]) as desk,
    ):
        desk.read(reports)
        show_accusations(desk, as_of="2025-01-01")


if __name__ == "__main__":
    main()
