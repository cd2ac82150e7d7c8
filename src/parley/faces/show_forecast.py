"""An answer, laid out so that its number can be defended.

In: an `Answer`. Out: lines for the terminal. The idea to know: the chance never stands
without its base rate, and the figures one sees add up: base rate plus reasons, in
log-odds, is the chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from parley.faces.layout import (
    codes_words,
    heading,
    instant_words,
    interval_words,
    percent,
    printable,
    put,
    quoted,
    short,
    signed,
)
from parley.forecast.asked_words import days_words
from parley.results import Answer, Evidence
from parley.terms import EVENT_TYPES, BaseRate, Event, Forecast, Question, Reason, log_odds

__all__ = ["event_line", "labelled", "show_answer", "show_reasons", "understood"]

_LABEL_WIDTH = 15
_BAR_WIDTH = 12
# One whole bar is two units of log-odds: enough to turn 12 % into 50 %.
_BAR_LOG_ODDS = 2.0
_EVIDENCE_SHOWN = 3
_SLIGHT = 0.1  # log-odds: about two points of a hundred around even odds


def show_answer(console: Console, answer: Answer) -> None:
    """Print an answer: question, chance beside base rate, reasons, what was known."""
    forecast = answer.forecast
    console.print()
    put(console, heading(printable(answer.read_from or forecast.question.text)))
    console.print()
    for label, words in _facts(answer):
        labelled(console, label, words)
    console.print()
    _show_chance(console, answer)
    console.print()
    _show_base_rate(console, forecast.base_rate, forecast.question)
    console.print()
    show_reasons(console, answer)
    console.print()
    track = forecast.track or _no_track(forecast)
    labelled(console, "Track record", printable(track))
    labelled(
        console, "Forecast id",
        f"{short(forecast.forecast_id)}; `parley why {short(forecast.forecast_id)}` walks it "
        "back to the words",
    )  # fmt: skip
    console.print()


def _no_track(forecast: Forecast) -> str:
    """Say how a track record comes about."""
    if forecast.question.plain:
        return f"none is stored for {forecast.forecaster}; `parley backtest` makes one"
    return (
        f"too few chances like this of {forecast.forecaster} are settled; `parley resolve` settles "
        "those that can be"
    )


def _facts(answer: Answer) -> Iterable[tuple[str, str]]:
    forecast, history = answer.forecast, answer.history
    question = forecast.question
    yield "Understood as", understood(question)
    days = f"{question.horizon_days} days"
    yield "Window", f"{question.opens_on} to {question.closes_on}, both included ({days})"
    if question.settles:
        yield "Settled by", printable(question.settles)
    yield "As of", f"{instant_words(forecast.as_of)}; nothing published later was looked at"
    if history.n_events:
        yield (
            "History",
            (
                f"{history.first_on} to {history.last_on}: {history.n_events:,} events, "
                f"{history.n_dyad_events:,} of them between these parties"
            ),
        )
    else:
        yield "History", "no events were known by then"


def understood(question: Question) -> str:
    """Return what was made of a question: act and parties, in codes.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from parley.forecast.asked import make_question
    >>> moment = datetime(2018, 3, 1, tzinfo=UTC)
    >>> understood(make_question(actors=["USA"], recipients=["PRK"], event_types=["CONSULT"],
    ...                          modes=["visit"], at_least=3, as_of=moment))
    'CONSULT/visit on at least 3 days between USA and PRK'
    """
    if question.first_of:
        named = "; ".join(understood(rival) for rival in question.first_of)
        place = question.place + 1
        which = "none" if place > len(question.first_of) else f"number {place} first"
        return f"{which} of: {named}"
    band = question.band
    if band is not None:
        by = f" by {band.by:g}" if band.by else ""
        every = len(question.event_types) == len(EVENT_TYPES)
        of = "all acts" if every else " and ".join(question.event_types)
        types = f"{band.direction}{by} in the {band.measure} of {of}"
    else:
        types = " or ".join(_acts(question)) + _days(question)
    left = " or ".join(question.actors) or "anyone"
    right = " or ".join(question.recipients)
    if not right:
        return f"{types} by {left}"
    if question.directed:
        return f"{types}: {left} → {right}"
    if set(question.actors) == set(question.recipients):
        return f"{types} between any two of {', '.join(question.actors)}"
    return f"{types} between {left} and {right}"


def _acts(question: Question) -> list[str]:
    if not question.modes:
        return list(question.event_types)
    modes = ["no mode" if mode == "-" else mode for mode in question.modes]
    return [f"{kind}/{mode}" for kind in question.event_types for mode in modes]


def _days(question: Question) -> str:
    if (question.at_least, question.at_most) == (1, None):
        return ""
    return f" on {days_words(question.at_least, question.at_most)}"


def _show_chance(console: Console, answer: Answer) -> None:
    forecast = answer.forecast
    line = Text.assemble(
        ("Chance".ljust(_LABEL_WIDTH), "bold"),
        (percent(forecast.probability), "bold"),
        f"   beside a base rate of {percent(answer.base_rate)}   ({forecast.forecaster})",
    )
    put(console, line, hang=_LABEL_WIDTH)
    if forecast.interval is not None:
        low, high = forecast.interval
        labelled(console, "", f"{percent(low)} to {percent(high)} had it been fitted on other days")


def _show_base_rate(console: Console, rate: BaseRate, question: Question) -> None:
    put(console, heading(f"Base rate {percent(rate.probability)}"))
    own = f" ({percent(rate.n_hits / rate.n_windows)})" if rate.n_windows else ""
    put(
        console,
        f"These parties: {rate.n_hits:,} of {rate.n_windows:,} past windows of "
        f"{rate.window_days} days saw it{own}.",
        1,
    )
    put(
        console,
        f"{_first_upper(printable(rate.reference_class))}: {rate.class_hits:,} of "
        f"{rate.class_windows:,} windows ({percent(rate.class_rate)}).",
        1,
    )
    put(console, _how_drawn(question), 1)


def _how_drawn(question: Question) -> str:
    """Say how the counts above make the base rate."""
    if question.first_of:
        return (
            "The base rate shares out how often any of the outcomes came, by which of them came "
            "first."
        )
    if question.band is None and (question.at_least != 1 or question.at_most is not None):
        return (
            "The base rate is that of one day or more, carried to this number of days by the rate "
            "of the long run."
        )
    return "The first is drawn towards the second, the more so the fewer its windows."


def show_reasons(console: Console, answer: Answer) -> None:
    """Print the way from base rate to chance: every reason, its weight and its events."""
    forecast = answer.forecast
    put(console, heading("From base rate to chance, in log-odds"))
    start = log_odds(forecast.base_rate.probability)
    put(console, f"{signed(start)}  base rate {percent(forecast.base_rate.probability)}", 1)
    told = {evidence.event.event_id: evidence for evidence in answer.evidence}
    ordered = sorted(forecast.reasons, key=lambda reason: -abs(reason.weight))
    for name, reasons in (
        ("for", [reason for reason in ordered if reason.weight > 0]),
        ("against", [reason for reason in ordered if reason.weight < 0]),
        ("no weight", [reason for reason in ordered if reason.weight == 0]),
    ):
        if reasons:
            console.print()
            put(console, Text(f"Reasons {name}" if name != "no weight" else "Of no weight"), 1)
        for reason in reasons:
            _show_reason(console, reason, [told[id_] for id_ in reason.event_ids if id_ in told])
    if not forecast.reasons:
        put(console, "No reasons: this forecaster answers with the base rate alone.", 1)
    console.print()
    end = log_odds(forecast.probability)
    put(
        console,
        Text.assemble(f"{signed(end)}  ", (f"= {percent(forecast.probability)}", "bold")),
        1,
    )


def _show_reason(console: Console, reason: Reason, evidence: Sequence[Evidence]) -> None:
    line = Text(f"{signed(reason.weight)}  {_bar(reason.weight)}  {printable(reason.text)}")
    put(console, line, 1, hang=len(signed(0.0)) + _BAR_WIDTH + 4)
    # What hardly moves the chance is shown by one example; `why` has them all.
    wanted = _EVIDENCE_SHOWN if abs(reason.weight) >= _SLIGHT else 1
    for each in evidence[:wanted]:
        _show_evidence(console, each)
    more = len(reason.event_ids) - min(len(evidence), wanted)
    if more > 0 and reason.event_ids:
        put(console, f"and {more:,} more: parley why {short(reason.reason_id)}", 4)


def _show_evidence(console: Console, evidence: Evidence) -> None:
    put(console, event_line(evidence.event), 4, hang=2)
    said_by = f" {printable(evidence.outlet)}" if evidence.outlet else ""
    if evidence.words:
        put(console, f"{quoted(evidence.words)}{said_by}", 5)


def event_line(event: Event) -> str:
    """Return an event on one line: day, parties, act, status, how many tell it, id."""
    act = f"{event.event_type}/{event.mode}" if event.mode else event.event_type
    status = "" if event.status == "actual" else f" ({event.status})"
    if event.origin == "reports":
        copies = "" if event.n_reports == 1 else "s"
        told = f"{event.n_reports} report{copies}, {event.n_independent} independent"
    else:
        told = printable(event.origin)
    return (
        f"{interval_words(event.happened_on)}  {codes_words(event.actors, event.recipients)}  "
        f"{act}{status} · {told} · {short(event.event_id)}"
    )


def _bar(weight: float) -> str:
    """Return a bar whose length is the weight; its filling tells for from against."""
    filled = min(_BAR_WIDTH, round(abs(weight) / _BAR_LOG_ODDS * _BAR_WIDTH))
    return (("█" if weight > 0 else "░") * filled).ljust(_BAR_WIDTH)


def labelled(console: Console, label: str, words: str) -> None:
    """Print words behind a label, folded beside it."""
    put(console, Text(label.ljust(_LABEL_WIDTH)) + Text(words), hang=_LABEL_WIDTH)


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]
