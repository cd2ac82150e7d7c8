"""A what-if, laid out: two branches side by side, and what parts them.

In: `WhatIf`. Out: lines for the terminal, or plain dictionaries for JSON. The idea to
know: what is supposed is marked as supposed wherever it stands, the figures of the
difference add up, and the page ends with what the difference is not.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from parley.faces.layout import (
    codes_words,
    heading,
    instant_words,
    make_table,
    percent,
    printable,
    put,
    put_table,
    short,
    signed,
)
from parley.faces.show_forecast import event_line
from parley.forecast.whatif import Move, WhatIf
from parley.forecast.whatif_acts import SUPPOSED
from parley.forecast.whatif_cases import Precedents
from parley.terms import Event, Forecast

__all__ = ["show_whatif", "whatif_as_json"]

_LABEL_WIDTH = 12
_MOVES_SHOWN = 5
_EVENTS_SHOWN = 3
_NOBODY = (
    "It names nobody at whom it is directed, and what is counted between two parties does not "
    "see it. Name them, as in PRK MOBILIZE/weapons KOR."
)
_SLIGHT = 0.005  # log-odds: less does not show in two decimals


def show_whatif(console: Console, found: WhatIf) -> None:
    """Print what is supposed, both branches, what moved, past cases and the warning."""
    console.print()
    put(console, heading("What if"))
    for label, words in _facts(found):
        put(console, Text(label.ljust(_LABEL_WIDTH)) + Text(words), 1, hang=_LABEL_WIDTH)
    console.print()
    _show_branches(console, found)
    console.print()
    _show_moves(console, found)
    console.print()
    _show_precedents(console, found)
    console.print()
    _show_warning(console, found)
    console.print()


def _facts(found: WhatIf) -> list[tuple[str, str]]:
    facts = []
    for event, same in zip(found.supposed, found.already, strict=True):
        facts.append(("Supposed", f"{_plain(event)}: supposed, a row of no record"))
        if same:
            facts.append(("", _already(same)))
        if not event.dyads():
            facts.append(("", _NOBODY))
    facts += [
        ("Supposed", f"{each.happened_on}  {each.party}: {each.office} changes, to somebody new")
        for each in found.offices
    ]
    events = {event.event_id: event for event in found.evidence}
    for id_, beside in zip(found.dropped, found.beside, strict=True):
        facts.append(("Left out", event_line(events[id_])))
        if beside:
            facts.append(("", _beside(beside)))
    facts += [
        ("Left out", f"{short(id_)}: not known by then, so leaving it out changes nothing")
        for id_ in found.unknown
    ]
    question = found.question
    facts.append(("Question", printable(question.text)))
    facts.append(
        (
            "Window",
            f"{question.opens_on} to {question.closes_on}, both included "
            f"({question.horizon_days} days)",
        )
    )
    facts.append(("As of", f"{instant_words(found.as_of)}; nothing published later was looked at"))
    if found.origin > found.as_of:
        facts.append(("Origin", _moved(found)))
    return facts


def _plain(event: Event) -> str:
    act = f"{event.event_type}/{event.mode}" if event.mode else event.event_type
    return f"{event.happened_on.start}  {codes_words(event.actors, event.recipients)}  {act}"


def _already(same: Sequence[str]) -> str:
    n = len(same)
    return (
        f"The record holds {n} such event{'s' if n > 1 else ''} of that day already "
        f"({_ids(same)}); one more changes little, as days are counted."
    )


def _beside(same: Sequence[str]) -> str:
    n = len(same)
    return (
        f"{n} other event{'s' if n > 1 else ''} of that day tell{'' if n > 1 else 's'} of the same "
        f"act ({_ids(same)}) and stay{'' if n > 1 else 's'}; leave them out too to undo the day."
    )


def _ids(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - 3} more" if len(ids) > 3 else ""
    return ", ".join(short(id_) for id_ in ids[:3]) + more


def _moved(found: WhatIf) -> str:
    n = found.silent_days
    days = "1 day" if n == 1 else f"{n} days"
    return (
        f"{instant_words(found.origin)}, the morning after what is supposed, for both branches; "
        f"in the {days} up to it nothing else is taken to happen"
    )


def _show_branches(console: Console, found: WhatIf) -> None:
    table = make_table(
        "", "as it is", "supposed", "log-odds", right=("as it is", "supposed", "log-odds")
    )
    before, after = found.before, found.after
    table.add_row(
        Text("Chance", style="bold"),
        Text(percent(before.probability), style="bold"),
        Text(percent(after.probability), style="bold"),
        _signed(found.difference),
    )
    if before.interval and after.interval:
        table.add_row("  fitted on other days", _range(before), _range(after), "")
    table.add_row(
        "Base rate",
        percent(before.base_rate.probability),
        percent(after.base_rate.probability),
        _signed(found.base_move),
    )
    opinion = found.opinion
    if opinion is not None:
        table.add_row("On drawn paths", percent(opinion.before), percent(opinion.after), "")
    put_table(console, table)
    fit = "one and the same fit" if found.one_fit else "a fit of its own history for each branch"
    put(console, f"By {before.forecaster}, with {fit}.", 1)
    if opinion is not None:
        low, high = (opinion.difference + sign * 1.645 * opinion.error for sign in (-1, 1))
        put(
            console,
            f"Drawn paths: a second opinion from intensities fitted to {_pairs(found)} alone; "
            f"{opinion.n_paths:,} paths, difference {_points(opinion.difference)} points "
            f"({_points(low)} to {_points(high)}).",
            1,
        )


def _range(forecast: Forecast) -> str:
    if forecast.interval is None:
        return ""
    low, high = forecast.interval
    return f"{percent(low)}–{percent(high)}".replace(" %–", "–")


def _signed(weight: float) -> str:
    """Return a weight with its sign; what does not show in two decimals is nought."""
    return signed(0.0 if abs(weight) < _SLIGHT else weight)


def _points(share: float) -> str:
    return f"{'+' if share >= 0 else '−'}{abs(100 * share):.1f}"


def _pairs(found: WhatIf) -> str:
    pairs = found.opinion.pairs if found.opinion else ()
    return " and ".join(f"{a}–{b}" for a, b in pairs)


def _show_moves(console: Console, found: WhatIf) -> None:
    put(console, heading("What moves it, in log-odds"))
    rate = (found.before.base_rate.probability, found.after.base_rate.probability)
    if abs(found.base_move) >= _SLIGHT:
        put(
            console,
            f"{_signed(found.base_move)}  base rate {percent(rate[0])} → {percent(rate[1])}",
            1,
        )
    shown = [move for move in found.moves if abs(move.by) >= _SLIGHT][:_MOVES_SHOWN]
    events = {event.event_id: event for event in found.evidence}
    for move in shown:
        _show_move(console, move, events)
    rest = found.difference - found.base_move * (abs(found.base_move) >= _SLIGHT)
    rest -= sum(move.by for move in shown)
    n_rest = len(found.moves) - len(shown)
    if abs(rest) >= _SLIGHT:
        put(console, f"{_signed(rest)}  {n_rest} other reasons together", 1)
    if not shown and abs(found.difference) < _SLIGHT:
        put(console, "Nothing moves it.", 1)
    put(console, f"{_signed(found.difference)}  = the whole difference", 1)


def _show_move(console: Console, move: Move, events: dict[str, Event]) -> None:
    way = f"{_signed(move.weight_before)} → {_signed(move.weight_after)}"
    put(console, f"{_signed(move.by)}  {move.kind}: {way}", 1)
    if move.text_before == move.text_after:
        put(console, printable(move.text_before or ""), 4, hang=2)
    else:
        put(console, f"as it is: {printable(move.text_before or 'no such reason')}", 4, hang=2)
        put(console, f"supposed: {printable(move.text_after or 'no such reason')}", 4, hang=2)
    told = [events[id_] for id_ in move.event_ids if id_ in events]
    for event in told[:_EVENTS_SHOWN]:
        mark = "supposed, a row of no record" if event.origin == SUPPOSED else ""
        put(console, f"{_plain(event)}  {mark}" if mark else event_line(event), 4, hang=2)
    if len(move.event_ids) > _EVENTS_SHOWN:
        put(console, f"and {len(move.event_ids) - _EVENTS_SHOWN} more (--format json has all)", 4)


def _show_precedents(console: Console, found: WhatIf) -> None:
    put(console, heading("Past cases like it"))
    if not found.precedents:
        put(console, "None could be counted for what is supposed.", 1)
    for each in found.precedents:
        put(console, _precedent(each), 1, hang=2)
        if each.event_ids and each.where == "this pair":
            put(console, f"the latest: {', '.join(short(id_) for id_ in each.event_ids[:4])}", 2)


def _precedent(each: Precedents) -> str:
    what = f"{each.act.event_type} {codes_words(each.act.actors, each.act.recipients)}"
    where = (
        f"After {what}" if each.where == "this pair" else
        f"After {each.act.event_type} in {each.n_pairs} pairs with a base rate like this one's"
    )  # fmt: skip
    if not each.n_cases or each.other_share is None:
        return f"{where}: no case whose window of {each.window_days} days has closed."
    return (
        f"{where}: the outcome came within {each.window_days} days in {each.n_hits:,} of "
        f"{each.n_cases:,} cases ({percent(each.n_hits / each.n_cases)}), beside "
        f"{percent(each.other_share)} after other days of the same "
        f"{'pair' if each.where == 'this pair' else 'pairs'}."
    )


def _show_warning(console: Console, found: WhatIf) -> None:
    put(console, heading("What this is not"))
    put(
        console,
        "Not the effect of the act. It is the chance that goes with a record in which such an act "
        "stands: acts come in company, and what leads to them may lead to the outcome by itself. "
        "Somebody who brought the act about without what usually comes with it could see another "
        "chance. Nothing that would answer the act is supposed either.",
        1,
    )


def whatif_as_json(found: WhatIf) -> dict[str, Any]:
    """Return both forecasts in full, the moves, past cases and drawn paths."""
    return {
        **dataclasses.asdict(found),
        "difference": found.difference,
        "base_move": found.base_move,
        "moves": [{**dataclasses.asdict(move), "by": move.by} for move in found.moves],
        "silent_days": found.silent_days,
    }
