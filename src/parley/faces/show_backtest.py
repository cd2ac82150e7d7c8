"""A backtest, laid out: how good, against what, and where it is off.

In: a `Backtest`. Out: lines for the terminal. The idea to know: every score stands
beside that of the base rate, and calibration is shown as counts one can check.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from parley.faces.layout import heading, percent, printable, put, signed
from parley.faces.plots import calibration_lines, discrimination_lines
from parley.forecast.backtest import Backtest
from parley.forecast.scores import CalibrationBin

__all__ = ["show_backtest", "show_plots"]

_BAR_WIDTH = 20


def show_backtest(console: Console, result: Backtest) -> None:
    """Print what was asked, the scores beside those of the base rate, and calibration."""
    types = " or ".join(result.event_types)
    console.print()
    put(console, heading(f"{types} within {result.horizon_days} days, by {result.forecaster}"))
    put(console, f"{printable(result.universe)}: {result.n_dyads:,} dyads", 1)
    put(
        console,
        f"{result.n_origins} origins from {result.first_origin:%Y-%m-%d} to "
        f"{result.last_origin:%Y-%m-%d}; the last window closed on {result.closes_on}",
        1,
    )
    put(
        console,
        f"{result.n:,} chances; it came true in {result.n_hits:,} "
        f"({percent(result.n_hits / result.n)})",
        1,
    )
    console.print()
    _show_scores(console, result)
    console.print()
    _show_calibration(console, result)
    console.print()


def _show_scores(console: Console, result: Backtest) -> None:
    low, high = result.skill_interval
    row = "  {:<26}{:>12}{:>14}"
    console.print(row.format("", result.forecaster, "base_rate.v1"), style="bold")
    console.print(row.format("Brier score (0 best)", *_figures(result.brier, result.brier_base)))
    console.print(row.format("Log loss (0 best)", *_figures(result.log_loss, result.log_loss_base)))
    for name, value in (
        ("AUC (1 best, 0.5 chance)", result.auc),
        ("Average precision", result.average_precision),
        ("Calibration error (ECE)", result.ece),
    ):
        console.print(row.format(name, "–" if value is None else f"{value:.4f}", "").rstrip())
    put(
        console,
        f"Skill over the base rate {signed(result.skill)} "
        f"(90 % interval {signed(low)} to {signed(high)}; 0 is no better, 1 is perfect)",
        1,
    )


def _figures(one: float, other: float) -> tuple[str, str]:
    return f"{one:.4f}", f"{other:.4f}"


def _show_calibration(console: Console, result: Backtest) -> None:
    put(console, heading("Calibration: what was said, and how often it came true"))
    row = "  {:>12}{:>9}{:>11}{:>12}  {}"
    console.print(row.format("chance", "number", "mean said", "came true", "").rstrip())
    for bin_ in result.calibration:
        if not bin_.n:
            continue
        marks = "█" * round(_BAR_WIDTH * bin_.hit_rate)
        line = row.format(
            f"{100 * bin_.low:.0f}–{100 * bin_.high:.0f} %",
            f"{bin_.n:,}",
            percent(bin_.mean_probability),
            percent(bin_.hit_rate),
            marks,
        )
        console.print(line.rstrip())


def show_plots(console: Console, drawn: Sequence[tuple[str, Sequence[CalibrationBin]]]) -> None:
    """Print calibration and discrimination of some forecasters, each under its title."""
    width = min(console.width, 80) - 2
    for title, bins in drawn:
        for words, lines in (
            ("what was said, and how often it came true", calibration_lines(bins, width=width)),
            ("chances of what did not happen, and of what did",
             discrimination_lines(bins, width=width)),
        ):  # fmt: skip
            put(console, heading(title))
            put(console, f"{words}", 1)
            for line in lines:
                console.print(f"  {line}", soft_wrap=True)
            console.print()
