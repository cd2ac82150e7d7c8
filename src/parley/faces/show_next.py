"""Who is next, laid out: parties in order, each with what speaks for it.

In: a `WhoNext`. Out: lines for the terminal. The idea to know: a share is no chance, and
the page says so; each ground names events that `parley why` opens.
"""

from __future__ import annotations

from rich.console import Console

from parley.dynamics.series import day_of
from parley.faces.layout import heading, percent, printable, put, short
from parley.forecast.ranker_next import WhoNext

__all__ = ["show_who_next"]

_N_IDS = 3


def show_who_next(console: Console, found: WhoNext) -> None:
    """Print the parties with their shares, and the grounds of each."""
    party = printable(found.party)
    words = (
        f"Whom does {party} {found.event_type} next?"
        if found.side == "recipient"
        else f"Who does {found.event_type} to {party} next?"
    )
    console.print()
    put(console, heading(words))
    put(console, f"from {day_of(found.day)}, by {found.forecaster}; shares of one, no chances", 1)
    console.print()
    for number, one in enumerate(found.parties, 1):
        put(console, f"{number:>2}  {printable(one.party):<8}{percent(one.share):>8}", 1)
        for ground in one.grounds:
            ids = ", ".join(short(id_) for id_ in ground.event_ids[:_N_IDS])
            put(console, f"{printable(ground.text)} ({ids})", 3, hang=2)
    console.print()
    put(
        console,
        f"If it happens to anyone, the shares say to whom, among {found.n_candidates} parties; "
        f"learnt from {found.n_facts:,} acts and {found.n_lesson_queries:,} past questions. "
        "For the chance that it happens, ask `parley ask`; `parley why ID` opens an event.",
        1,
    )
    console.print()
