"""Rules, laid out: in words, with their counts beside what chance would give.

In: a `RuleBook`. Out: lines for the terminal. The idea to know: no confidence stands
without its base rate and the cases it was counted on, and each rule names an event by
which `parley why` opens it.
"""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from parley.dynamics.rules_book import Firing, RuleBook
from parley.faces.layout import heading, percent, printable, put, short
from parley.terms import Rule

__all__ = ["show_rules"]

_HANG = 4
_BASES = {
    "everywhere": "Laws of all dyads, as they hold here",
    "here": "What stands here by itself, whatever holds elsewhere",
}


def show_rules(console: Console, book: RuleBook) -> None:
    """Print the rules, what fires now, and how much was looked at."""
    days = "a day" if book.within_days == 1 else f"{book.within_days} days"
    console.print()
    put(console, heading(f"What follows what within {days}: {printable(book.scope)}"))
    put(console, _looked_at(book), 1)
    console.print()
    if book.note:
        put(console, book.note)
        console.print()
        return
    everywhere = book.scope == "all dyads"
    basis = ""
    for number, rule in enumerate(book.rules, 1):
        if rule.basis != basis and not everywhere:
            basis = rule.basis
            put(console, heading(_BASES[basis]))
            console.print()
        _show_rule(console, number, rule, everywhere=everywhere)
    if book.n_kept > len(book.rules):
        put(console, f"{book.n_kept - len(book.rules):,} weaker ones are not shown; see --limit")
        console.print()
    _show_firing(console, book)
    console.print()


def _looked_at(book: RuleBook) -> str:
    dyads = "" if book.n_dyads == 1 else f" in {book.n_dyads:,} dyads"
    return (
        f"{book.first_day} to {book.last_day}: {book.n_tested:,} rules had cases enough{dyads}; "
        f"{book.n_kept:,} stand"
    )


def _show_rule(console: Console, number: int, rule: Rule, *, everywhere: bool) -> None:
    put(console, Text(f"{number:>2}  ") + Text(printable(rule.text), style="bold"), hang=_HANG)
    low, high = rule.interval
    # A lift of next to nothing is told by the two figures alone.
    lift = f" · {rule.lift:.1f} times" if rule.lift and rule.lift >= 1.05 else ""
    put(
        console,
        f"{percent(rule.confidence)} ({percent(low)} to {percent(high)}) beside a base rate of "
        f"{percent(rule.base_rate or 0.0)}{lift}",
        _HANG // 2,
    )
    dyads = f" in {rule.n_dyads:,} dyads" if rule.n_dyads > 1 else ""
    drawn = "" if everywhere else " here, drawn towards what is usual"
    put(console, f"{rule.hits:,} of {rule.support:,} cases{dyads}{drawn}", _HANG // 2)
    if rule.last_on is not None:
        put(
            console,
            f"last followed after {rule.last_on}: parley why {short(rule.event_ids[0])}",
            _HANG // 2,
        )
    console.print()


def _show_firing(console: Console, book: RuleBook) -> None:
    if not book.firing:
        put(
            console,
            "Nothing is due: none of these rules has an open window that promises more than "
            "its base rate.",
        )
        return
    put(console, heading("Due now: it happened, and what usually follows has not yet"))
    for firing in book.firing:
        put(console, _due(firing), 1, hang=2)


def _due(firing: Firing) -> str:
    left = "1 day" if firing.days_left == 1 else f"{firing.days_left} days"
    return printable(
        f"{firing.fired_on} {firing.body} → {firing.head}? {left} left, "
        f"{percent(firing.confidence)} beside {percent(firing.base_rate)} · "
        f"{short(firing.event_ids[0])}"
    )
