"""What changed, laid out for the terminal.

In: a `WhatChanged`. Out: lines. The idea to know: what stands out is told apart from what
chance alone may have brought, and every count names events that can be opened.
"""

from __future__ import annotations

import math

from rich.console import Console
from rich.text import Text

from parley.dynamics.surprise import Surprise, WhatChanged
from parley.faces.layout import heading, put
from parley.faces.show_series import LINE_WORDS, figure, show_event
from parley.terms import Event

__all__ = ["show_changed"]

_EVENTS_SHOWN = 2
_WORTH_TELLING = 0.05  # what comes about in one window of twenty is no news


def show_changed(console: Console, found: WhatChanged) -> None:
    """Print the surprises of a window, those that stand out apart from the rest."""
    days = (found.last_on - found.first_on).days + 1
    console.print()
    put(console, heading(f"What changed, {found.first_on} to {found.last_on} ({days} days)"))
    put(
        console,
        f"{found.n_looked_at:,} dyads and kinds of act were looked at, silent ones included; "
        f"{_standing_words(found.n_standing_out)}.",
        1,
    )
    told = {event.event_id: event for event in found.events}
    standing = [each for each in found.more if each.stands_out]
    rest = [each for each in found.more if not each.stands_out and each.tail <= _WORTH_TELLING]
    quiet = [each for each in found.less if each.stands_out]
    calm = [each for each in found.less if not each.stands_out and each.tail <= _WORTH_TELLING]
    for words, surprises in (
        ("More than usual, and more than chance", standing),
        ("More than usual; among so many, it may be chance", rest),
        ("Less than usual, and more than chance", quiet),
        ("Less than usual; among so many, it may be chance", calm),
    ):
        if not surprises:
            continue
        console.print()
        put(console, heading(words))
        for surprise in surprises:
            _show_surprise(console, surprise, told)
    if not quiet and not calm:
        console.print()
        put(console, "Nobody was quieter than happens in one such window of twenty.")
    console.print()


def _standing_words(n: int) -> str:
    if not n:
        return "none stands out"
    luck = "one in twenty such, or fewer, by chance"
    return f"{n:,} stand{'s' if n == 1 else ''} out ({luck})"


def _show_surprise(console: Console, surprise: Surprise, told: dict[str, Event]) -> None:
    mark = "–" if surprise.joint else "→"
    what = LINE_WORDS.get(surprise.kind, surprise.kind)
    head = Text.assemble(
        (f"{surprise.actor} {mark} {surprise.recipient}  ", "bold"),
        f"{what} {surprise.n_events:,}, expected {figure(surprise.expected)}: "
        f"{surprise.bits:.1f} bits ({_odds(surprise.tail)}); chance alone would bring "
        f"{_by_chance(surprise)} such",
    )
    put(console, head, 1, hang=2)
    types = ", ".join(f"{name} {n:,}" for name, n in surprise.types)
    if types:
        put(console, types, 2)
    elif surprise.event_ids:
        put(console, "before it fell silent:", 2)
    for id_ in surprise.event_ids[:_EVENTS_SHOWN]:
        show_event(console, told, id_)


def _odds(tail: float) -> str:
    """Return a small chance as one in so many.

    Examples
    --------
    >>> _odds(0.5), _odds(0.00001234)
    ('1 in 2', '1 in 81,000')
    """
    times = 1.0 / max(tail, 1e-300)
    if times >= 1e12:
        return "1 in more than a million million"
    digits = max(0, math.floor(math.log10(times)) - 1)
    return f"1 in {round(times / 10**digits) * 10**digits:,}"


def _by_chance(surprise: Surprise) -> str:
    value = surprise.by_chance
    return "fewer than 0.01" if value < 0.01 else f"{value:.2g}" if value < 10 else f"{value:,.0f}"
