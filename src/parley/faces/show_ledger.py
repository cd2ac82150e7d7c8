"""The track record, laid out: verdicts, scores, forecasts with what came of them.

In: a `SettleRun`, `ScoreCard`s, rows. Out: lines for the terminal. The idea to know:
every verdict names the events it rests on, and every score stands beside that of the base
rates kept with the same forecasts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from parley.faces.layout import (
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
from parley.faces.session import plural
from parley.forecast.formats import QuestionsImported
from parley.forecast.ledger import Settled, SettleRun
from parley.forecast.scored import ScoreCard
from parley.results import Rows
from parley.terms import Forecast

__all__ = ["show_forecasts", "show_imported", "show_scores", "show_settled"]

_BAR_WIDTH = 20
_EVENTS_SHOWN = 3
_LONGEST = 160


def show_settled(console: Console, run: SettleRun) -> None:
    """Print new verdicts, each with the events that decide it, and what waits."""
    for each in run.settled:
        console.print()
        _show_verdict(console, each)
    if run.settled:
        console.print()
    corrected = f", {plural(run.n_corrected, 'correction')} among them" if run.n_corrected else ""
    put(
        console,
        f"As of {instant_words(run.as_of)}: {plural(len(run.settled), 'verdict')} new{corrected}; "
        f"{run.n_same:,} settled alike before; {plural(len(run.waiting), 'question')} waiting.",
    )
    if run.waiting:
        first = min(run.waiting, key=lambda question: question.closes_on)
        put(
            console,
            f"A question waits until its window has closed and the record has watched to its end; "
            f"the next closes on {first.closes_on}.",
        )


def _show_verdict(console: Console, each: Settled) -> None:
    verdict, question = each.resolution, each.question
    put(
        console,
        Text.assemble(
            ("yes" if verdict.outcome else "no").ljust(5), (printable(question.text), "bold")
        ),
        hang=5,
    )
    put(
        console,
        f"{question.opens_on} to {question.closes_on}: {printable(verdict.text)}",
        2,
        hang=2,
    )
    if each.was is not None:
        named = f" {short(each.was.resolution_id)}" if each.was.resolution_id else ""
        put(
            console,
            f"corrects{named}, which said {'yes' if each.was.outcome else 'no'} as of "
            f"{instant_words(each.was.resolved_at)}",
            2,
        )
    if verdict.event_ids:
        shown = ", ".join(short(id_) for id_ in verdict.event_ids[:_EVENTS_SHOWN])
        more = len(verdict.event_ids) - _EVENTS_SHOWN
        rest = f" and {more} more" if more > 0 else ""
        put(console, f"by {shown}{rest}: parley why {short(verdict.resolution_id)}", 2)


def show_scores(console: Console, cards: Sequence[ScoreCard], *, by: str | None) -> None:
    """Print the scores of all, the calibration table, then a line for each group."""
    whole = cards[0]
    console.print()
    put(console, heading(f"{plural(whole.n, 'forecast')} settled"))
    put(
        console,
        f"windows closed from {whole.first_closed} to {whole.last_closed}; {whole.n_hits:,} came "
        f"true ({percent(whole.n_hits / whole.n)})",
        1,
    )
    put(
        console,
        f"{whole.n_ahead:,} were kept before their window closed, {whole.n - whole.n_ahead:,} "
        "asked of the past",
        1,
    )
    console.print()
    _show_figures(console, whole)
    console.print()
    _show_calibration(console, whole)
    if by is not None:
        console.print()
        _show_groups(console, cards[1:], by)
    console.print()


def _show_figures(console: Console, card: ScoreCard) -> None:
    row = "  {:<26}{:>12}{:>14}"
    console.print(row.format("", "chances", "base rates"), style="bold")
    console.print(row.format("Brier score (0 best)", f"{card.brier:.4f}", f"{card.brier_base:.4f}"))
    for name, value in (
        ("  reliability (0 best)", card.parts.reliability),
        ("  resolution (more better)", card.parts.resolution),
        ("  uncertainty", card.parts.uncertainty),
    ):
        console.print(row.format(name, f"{value:.4f}", "").rstrip())
    console.print(
        row.format("Log loss (0 best)", f"{card.log_loss:.4f}", f"{card.log_loss_base:.4f}")
    )
    auc = "–" if card.auc is None else f"{card.auc:.4f}"
    console.print(row.format("AUC (1 best, 0.5 chance)", auc, "").rstrip())
    console.print(row.format("Calibration error (ECE)", f"{card.ece:.4f}", "").rstrip())
    skill = "cannot be told: the base rates were perfect"
    if card.skill is not None:
        skill = f"{signed(card.skill)} (0 is no better, 1 is perfect)"
    put(console, f"Skill over the base rates kept with them: {skill}", 1)


def _show_calibration(console: Console, card: ScoreCard) -> None:
    put(console, heading("Calibration: what was said, and how often it came true"))
    row = "  {:>12}{:>9}{:>11}{:>12}  {}"
    console.print(row.format("chance", "number", "mean said", "came true", "").rstrip())
    for bin_ in card.calibration:
        if bin_.n:
            line = row.format(
                f"{100 * bin_.low:.0f}–{100 * bin_.high:.0f} %",
                f"{bin_.n:,}",
                percent(bin_.mean_probability),
                percent(bin_.hit_rate),
                "█" * round(_BAR_WIDTH * bin_.hit_rate),
            )
            console.print(line.rstrip())


def _show_groups(console: Console, cards: Sequence[ScoreCard], by: str) -> None:
    columns = ("number", "true", "Brier", "base", "skill", "log loss")
    table = make_table(by, *columns, right=columns)
    for card in cards:
        table.add_row(
            Text(printable(card.name)),
            f"{card.n:,}",
            percent(card.n_hits / card.n),
            f"{card.brier:.3f}",
            f"{card.brier_base:.3f}",
            "–" if card.skill is None else signed(card.skill),
            f"{card.log_loss:.3f}",
        )
    put_table(console, table)


def show_forecasts(console: Console, rows: Rows[Forecast], *, limit: int) -> None:
    """Print forecasts as a table, the latest `limit`, each with what came of it."""
    shown = rows[-limit:] if len(rows) > limit else rows
    columns = ("as of", "question", "chance", "base", "came", "forecaster", "id")
    table = make_table(*columns, right=("chance", "base"))
    for forecast, row in zip(shown, shown.to_polars().iter_rows(named=True), strict=True):
        table.add_row(*(Text(cell) for cell in _forecast_cells(forecast, row)))
    if len(shown):
        put_table(console, table)
        console.print()
    more = f"; {len(rows):,} in all" if len(rows) > len(shown) else ""
    put(console, f"{shown.title}{more}")


def _forecast_cells(forecast: Forecast, row: dict[str, Any]) -> list[str]:
    words = printable(forecast.question.text)
    words = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"
    came = "open" if row["outcome"] is None else "yes" if row["outcome"] else "no"
    return [
        f"{forecast.as_of:%Y-%m-%d}",
        words,
        percent(forecast.probability),
        percent(forecast.base_rate.probability),
        came,
        forecast.forecaster,
        short(forecast.forecast_id),
    ]


def show_imported(console: Console, done: QuestionsImported, *, record: str) -> None:
    """Print what taking in a file of questions came to."""
    # Paths are left in one piece, to be copied.
    console.print(
        f"{printable(done.file)} ({done.kind}): {plural(done.n_questions, 'entry', 'entries')}, "
        f"{done.n_new:,} new in {printable(record)}.",
        soft_wrap=True,
        markup=False,
        highlight=False,
    )
    if done.n_understood:
        put(
            console,
            f"{done.n_understood:,} understood, as {plural(done.n_asked, 'question')}; "
            f"{done.n_answered:,} answered.",
        )
    if done.reasons:
        put(console, "Kept aside:")
        for reason, n in done.reasons:
            put(console, f"{n:>6,}  {printable(reason)}", 0)
