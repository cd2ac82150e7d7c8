"""Action and reaction, laid out: every line beside what chance would have.

In: `Answers`. Out: lines for the terminal, or plain dictionaries for JSON. The idea to
know: only what stands out from shuffled history is shown unless all is asked for; each
line has a number, by which its cases and their events are opened.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
from rich.console import Console
from rich.text import Text

from parley.dynamics.answers import Answering, Answers, Case
from parley.dynamics.answers_chance import FEWEST_DAYS
from parley.dynamics.answers_kind import Reciprocity
from parley.dynamics.intensity_streams import StreamName
from parley.errors import InputError
from parley.faces.layout import heading, make_table, put, put_table, short

__all__ = ["answers_as_json", "kind_words", "show_answers"]

_LABEL_WIDTH = 12
_SLIGHT = 0.005  # less does not show in two decimals
_SURE = 1.645  # standard errors: the middle 90 % of a normal distribution
_QUADS = {
    "verbal cooperation": "friendly words",
    "material cooperation": "friendly deeds",
    "verbal conflict": "hostile words",
    "material conflict": "hostile deeds",
}


def kind_words(name: StreamName, *, owner: bool = False) -> str:
    """Return the kind of a stream in words, with whose it is where `owner`.

    Examples
    --------
    >>> kind_words(StreamName("RUR", "VLD", "verbal conflict", ("ACCUSE",)), owner=True)
    "RUR's hostile words"
    """
    words = _QUADS.get(name.kind, name.kind)
    if not owner:
        return words
    if name.joint:
        return f"joint {words}" if name.kind.isupper() else words
    return f"{name.actor}'s {words}"


def show_answers(
    console: Console, found: Answers, *, opened: Sequence[int] = (), everything: bool = False
) -> None:
    """Print both directions, joint acts, like for like, and the fitted intensities.

    Raises
    ------
    InputError
        If a line to open does not exist.
    """
    wrong = [n for n in opened if not 1 <= n <= len(found.answerings)]
    if wrong:
        raise InputError(
            f"There is no line {wrong[0]}; the lines go from 1 to {len(found.answerings)}."
        )
    a, b = found.pair
    console.print()
    put(console, heading(f"{a} and {b}: who answers whom within {_days(found.within_days)}"))
    console.print()
    for label, words in _facts(found):
        put(console, Text(label.ljust(_LABEL_WIDTH)) + Text(words), hang=_LABEL_WIDTH)
    for answerer, other in ((a, b), (b, a)):
        _show_lines(console, found, f"{answerer} answers {other}", found.of(answerer), everything)
    _show_lines(console, found, "Around joint acts", found.joint, everything)
    for n in opened:
        _show_cases(console, n, found.answerings[n - 1])
    _show_reciprocity(console, found)
    _show_intensities(console, found)
    _show_legend(console, found)


def _facts(found: Answers) -> list[tuple[str, str]]:
    n_out = sum(line.stands_out for line in found.answerings)
    n_days = (found.last_on - found.first_on).days + 1
    out = {0: "none stands", 1: "1 stands"}.get(n_out, f"{n_out} stand")
    return [
        ("As of", f"the morning of {found.known_on}; nothing published later was looked at"),
        ("History", f"{found.first_on} to {found.last_on}: {n_days} days"),
        (
            "Looked at",
            f"{len(found.answerings)} lines of an act and what may answer it; {out} out from "
            f"{found.n_shuffles:,} shuffled histories (one such line in ten is false, on average)",
        ),
    ]


def _show_lines(
    console: Console, found: Answers, title: str, lines: Sequence[Answering], everything: bool
) -> None:
    console.print()
    put(console, heading(title))
    shown = [line for line in lines if everything or line.stands_out]
    if not shown:
        nearest = min(lines, key=lambda line: (line.p, -line.times), default=None)
        put(console, "Too few days with such acts to test anything." if nearest is None else (
            f"{_none_of(len(lines))} Nearest to it: "
            f"{kind_words(nearest.head, owner=True)} after {kind_words(nearest.body, owner=True)}, "
            f"{nearest.times:.2f} times chance, p {_share(nearest.p)}, q {_share(nearest.q)} "
            f"(line {found.answerings.index(nearest) + 1})."
        ), 1)  # fmt: skip
        return
    table = make_table(
        "#", "after", "follows", "times", "90 %", "answered", "chance", "days", "q",
        right=("#", "times", "90 %", "answered", "chance", "days", "q"),
    )  # fmt: skip
    for line in shown:
        low, high = line.interval
        owner = line.line == "joint"
        table.add_row(
            str(found.answerings.index(line) + 1),
            kind_words(line.body, owner=owner),
            kind_words(line.head, owner=owner),
            f"{line.times:.2f}",
            f"{low:.1f}–{high:.1f}",
            f"{line.n_answered}/{line.n_cases}",
            f"{line.chance_answered:.0f}",
            "–" if line.median_days is None else f"{line.median_days:g}",
            _share(line.q),
        )
    put_table(console, table)
    for line in shown[:3]:
        if line.cases:
            number = found.answerings.index(line) + 1
            put(console, f"latest of line {number}: {_case(line.cases[0])}", 1)


def _none_of(n: int) -> str:
    return f"None of {n} lines stands out." if n > 1 else "The only line does not stand out."


def _show_cases(console: Console, number: int, line: Answering) -> None:
    console.print()
    body, head = kind_words(line.body, owner=True), kind_words(line.head, owner=True)
    put(console, heading(f"Line {number}: {head} after {body}"))
    by_lag = ", ".join(
        f"{n} after {_days(lag)} (chance {chance:.0f})"
        for lag, (n, chance) in enumerate(zip(line.by_lag, line.by_lag_chance, strict=True))
        if lag
    )
    put(console, f"Days with an answer: {by_lag}.", 1)
    put(
        console,
        f"On the day of the act itself: {line.by_lag[0]} (chance {line.by_lag_chance[0]:.0f}); "
        "which came first is not known, so they count for nothing.",
        1,
    )
    more = line.n_answered - len(line.cases)
    put(console, "Answered cases, latest first" + (f" ({more} earlier)" if more else "") + ":", 1)
    for case in line.cases:
        put(console, _case(case), 2)


def _case(case: Case) -> str:
    return f"{case.body_on} → {case.head_on}   {_ids(case.body_ids)} → {_ids(case.head_ids)}"


def _ids(ids: Sequence[str]) -> str:
    more = f" +{len(ids) - 1}" if len(ids) > 1 else ""
    return (short(ids[0]) if ids else "?") + more


def _show_reciprocity(console: Console, found: Answers) -> None:
    console.print()
    put(console, heading("Like for like"))
    if not found.reciprocity:
        put(console, "Too few days with acts of both sides to tell.", 1)
        return
    table = make_table("", "after", "times", "90 %", "cases", "p", "q",
                       right=("times", "90 %", "cases", "p", "q"))  # fmt: skip
    for each in found.reciprocity:
        table.add_row(
            f"{each.answerer} {each.head}",
            f"{each.other} {each.body}",
            f"{each.times:.2f}",
            f"{each.interval[0]:.1f}–{each.interval[1]:.1f}",
            str(each.n_cases),
            _share(each.p),
            _share(each.q),
        )
    put_table(console, table)
    put(console, _in_kind(found), 1)


def _in_kind(found: Answers) -> str:
    """Tell in a sentence which sides answer in kind, by the lines that stand out."""
    out = [each for each in found.reciprocity if each.q <= 0.1 and each.times > 1]
    said = [f"{each.answerer} {_manner(each)}" for each in out]
    return f"{_first_upper('; '.join(said))}." if said else "None of these stands out from chance."


def _manner(each: Reciprocity) -> str:
    if each.body == each.head:
        return f"answers {each.other}'s {each.body} acts in kind"
    return f"meets {each.other}'s {each.body} acts with {each.head} ones"


def _show_intensities(console: Console, found: Answers) -> None:
    fit, names = found.fit, found.streams
    console.print()
    put(console, heading("Fitted intensities: what one day with an act brings about"))
    branching, errors = fit.branching, fit.branching_errors
    cross = [
        (float(branching[h, b]), float(errors[h, b]), h, b)
        for h, head in enumerate(names)
        for b, body in enumerate(names)
        if h != b and (body.joint or head.joint or body.actor != head.actor)
        and min(found.n_days[h], found.n_days[b]) >= FEWEST_DAYS
        and branching[h, b] > max(_SURE * errors[h, b], _SLIGHT)
    ]  # fmt: skip
    for value, error, h, b in sorted(cross, key=lambda each: (-each[0], each[2:]))[:6]:
        head, body = (kind_words(names[i], owner=True) for i in (h, b))
        put(console, f"{value:.2f} ± {_SURE * error:.2f} days of {head} for one of {body}", 1)
    if not cross:
        put(console, "No side's acts raise the other's by more than their error.", 1)
    own = float(np.mean([branching[i, i] for i in range(len(names)) if found.n_days[i]] or [0.0]))
    radius = fit.spectral_radius
    said = "the memory of any act dies out" if radius < 1 else "the streams feed themselves"
    put(
        console,
        f"Its own kind, on average: {own:.2f}. All together (spectral radius): {radius:.2f}; "
        f"{said}.",
        1,
    )


def _show_legend(console: Console, found: Answers) -> None:
    console.print()
    put(
        console,
        f"times: how much of it followed within {_days(found.within_days)}, beside chance; a day "
        "with one event counts 1, with three 2, with seven 3, and a half is added to both sides. "
        "90 %: its range when fortnights are drawn again. answered: cases with an answer, of all; "
        "chance: how many would have one. "
        "days: median wait for the first. q: the share of false finds when all as rare are "
        "believed. What follows is not always caused: acts come in company.",
    )
    put(console, "--open N shows the cases of line N; `parley why ID` opens an event.")
    console.print()


def _share(p: float) -> str:
    return "<.001" if p < 0.001 else f"{p:.3f}".removeprefix("0")


def _days(n: int) -> str:
    return "1 day" if n == 1 else f"{n} days"


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def answers_as_json(found: Answers) -> dict[str, Any]:
    """Return all lines with their cases and event ids, and the fitted intensities."""
    fit = found.fit
    return {
        "pair": found.pair,
        "by": found.by,
        "within_days": found.within_days,
        "known_on": found.known_on,
        "first_on": found.first_on,
        "last_on": found.last_on,
        "n_shuffles": found.n_shuffles,
        "lines": [
            {"line_number": n, "stands_out": line.stands_out, **dataclasses.asdict(line)}
            for n, line in enumerate(found.answerings, start=1)
        ],
        "reciprocity": [dataclasses.asdict(each) for each in found.reciprocity],
        "intensities": {
            "streams": [dataclasses.asdict(name) for name in found.streams],
            "days_with_an_act": found.n_days,
            "half_lives_days": fit.options.half_lives_days,
            "level": fit.level().tolist(),
            "excitation": fit.excitation.tolist(),
            "errors": fit.errors.tolist(),
            "branching": fit.branching.tolist(),
            "branching_errors": fit.branching_errors.tolist(),
            "spectral_radius": fit.spectral_radius,
            "log_likelihood": fit.log_likelihood,
        },
    }
