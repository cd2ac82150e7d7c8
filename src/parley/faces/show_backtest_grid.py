"""A backtest of many acts and horizons, laid out: forecasters side by side.

In: a `GridBacktest`. Out: lines for the terminal, within 80 columns. The idea to know: a
table holds one set of windows at one horizon, so that all its rows can be compared; skill
is told over the two things anybody could have said, how common the act is and how often
this dyad did it.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from parley.faces.layout import heading, percent, printable, put
from parley.forecast.backtest_groups import PATTERN_WINDOWS, QUIET_DAYS
from parley.forecast.backtest_table import REFERENCES, GridBacktest, GridScore
from parley.forecast.grid import act_name
from parley.forecast.scores import CalibrationBin

__all__ = ["plotted", "show_backtest_grid"]

_ROW = "  {:<17}{:>7}{:>10}{:>10}{:>15}{:>6}{:>6}{:>7}"
_HEAD = ("", "Brier", "over act", "over rate", "90 % range", "AUC", "AP", "ECE")
_WORDS = {
    "types": "Acts of one type, pooled",
    "quads": "Quad classes, pooled",
    "quiet": f"Onset: dyads not seen to do it for {QUIET_DAYS} days",
    "active": f"Lapse: dyads seen to do it in the last {QUIET_DAYS} days",
    "surprise": "Surprises: windows in which the dyad broke its own pattern",
}


def show_backtest_grid(console: Console, result: GridBacktest, *, by: Sequence[str] = ()) -> None:
    """Print who was asked what, the pooled tables, and those asked for by `by`."""
    console.print()
    put(console, heading(_title(result)))
    put(console, f"{printable(result.universe)}: {result.n_dyads:,} dyads", 1)
    first, last = result.origins
    put(console, f"origins every {result.every_days} days from {first} to {last}", 1)
    if result.n_hidden:
        put(
            console,
            f"{result.n_hidden:,} events are dated after they were known; no forecaster was "
            "shown one before its day",
            1,
        )
    console.print()
    pools: list[str] = [g for g in ("types", "quads") if g in result.groups] or [result.groups[0]]
    if "horizon" in by:
        for group in pools:
            _by_horizon(console, result, group)
    else:
        for group in pools:
            for days in result.horizons:
                _table(console, result, group, days)
    names = [act_name(act) for act in result.acts]
    single = [act_name(act) for act in result.acts if len(act.event_types) == 1]
    if "type" in by and single != pools:
        _by_act(console, result, single, "type")
    if "quad" in by and (quads := [name for name in names if name not in single]) != pools:
        _by_act(console, result, quads, "quad class")
    if "surprise" in by:
        for days in result.horizons:
            _table(console, result, "quiet", days)
            _table(console, result, "active", days)
            _surprises(console, result, days)
    _notes(console, result, surprises="surprise" in by)
    console.print()


def plotted(result: GridBacktest) -> list[tuple[str, tuple[CalibrationBin, ...]]]:
    """Return title and bins of each forecaster and horizon to be drawn, pooled."""
    return [
        (
            f"{each.forecaster}: {_small_letter(each.group)}, {each.horizon_days} days",
            each.scores.calibration,
        )
        for each in result.scores
        if each.group == result.pooled and each.forecaster in _asked(result)
    ]


def _asked(result: GridBacktest) -> list[str]:
    """Return the forecasters that are no plain reference; these, where there is no other."""
    return [name for name in result.forecasters if name not in REFERENCES] or [
        *result.forecasters[-1:]
    ]


def _title(result: GridBacktest) -> str:
    n = len(result.acts)
    acts = act_name(result.acts[0]) if n == 1 else f"{n} acts"
    return f"{acts} within {', '.join(str(days) for days in result.horizons)} days"


def _words(group: str) -> str:
    return _WORDS.get(group, group)


def _small_letter(group: str) -> str:
    """Return the words for a set of windows as they stand inside a sentence."""
    words = _WORDS.get(group)
    return group if words is None else words[:1].lower() + words[1:]


def _table(console: Console, result: GridBacktest, group: str, days: int) -> None:
    """Print all forecasters in one set of windows, and the parts of their Brier scores."""
    scores = result.of(group=group, horizon_days=days)
    if not scores:
        return
    put(console, heading(f"{_words(group)}, {days} days"))
    put(console, _counts(scores[0]), 1)
    console.print(_ROW.format(*_HEAD), style="bold")
    for each in scores:
        console.print(_ROW.format(each.forecaster, *_figures(each)))
    console.print()
    row = "  {:<17}{:>12}{:>12}{:>12}{:>10}{:>12}"
    console.print(
        row.format("", "reliability", "resolution", "uncertainty", "log loss", "hits–misses"),
        style="bold",
    )
    for each in scores:
        s = each.scores
        apart = None
        if s.said_of_hits is not None and s.said_of_misses is not None:
            apart = s.said_of_hits - s.said_of_misses
        console.print(
            row.format(
                each.forecaster,
                _small(s.reliability),
                _small(s.resolution),
                _small(s.uncertainty),
                _small(s.log_loss, 4),
                "–" if apart is None else _small(apart, 3),
            )
        )
    console.print()


def _by_horizon(console: Console, result: GridBacktest, group: str) -> None:
    """Print all horizons in one table."""
    put(console, heading(_words(group)))
    for days in result.horizons:
        scores = result.of(group=group, horizon_days=days)
        if not scores:
            continue
        console.print(_ROW.format(f"{days} days", *_HEAD[1:]), style="bold")
        for each in scores:
            console.print(_ROW.format(each.forecaster, *_figures(each)))
        console.print()


def _by_act(console: Console, result: GridBacktest, names: Sequence[str], what: str) -> None:
    """Print for each forecaster asked about one row an act, at each horizon."""
    row = "  {:<21}{:>9}{:>8}{:>8}{:>10}{:>15}{:>7}"
    for name in _asked(result):
        for days in result.horizons:
            rows = [
                each
                for act in names
                for each in result.of(group=act, horizon_days=days)
                if each.forecaster == name
            ]
            if not rows:
                continue
            rates = {
                each.group: each
                for each in result.scores
                if each.horizon_days == days and each.forecaster == result.rate[days]
            }
            put(console, heading(f"{name} by {what}, {days} days"))
            console.print(
                row.format("", "true in", "Brier", "rate's", "over rate", "90 % range", "AUC"),
                style="bold",
            )
            for each in rows:
                s, skill = each.scores, each.skill.get("rate")
                console.print(
                    row.format(
                        each.group,
                        percent(s.n_hits / s.n),
                        _small(s.brier, 4),
                        _small(rates[each.group].scores.brier, 4),
                        "–" if skill is None else _signed(skill.value),
                        _range(each),
                        "–" if s.auc is None else _small(s.auc, 3),
                    )
                )
            console.print()


def _surprises(console: Console, result: GridBacktest, days: int) -> None:
    """Print who came nearest where patterns broke."""
    scores = result.of(group="surprise", horizon_days=days)
    if not scores:
        return
    put(console, heading(f"{_words('surprise')}, {days} days"))
    put(console, _counts(scores[0]), 1)
    row = "  {:<17}{:>9}{:>11}{:>15}{:>13}{:>13}"
    console.print(
        row.format("", "Brier", "over rate", "90 % range", "said of what", "said of what"),
        style="bold",
    )
    console.print(row.format("", "", "", "", "came", "stayed away"), style="bold")
    for each in scores:
        s, skill = each.scores, each.skill.get("rate")
        console.print(
            row.format(
                each.forecaster,
                _small(s.brier, 4),
                "–" if skill is None else _signed(skill.value),
                _range(each),
                "–" if s.said_of_hits is None else percent(s.said_of_hits),
                "–" if s.said_of_misses is None else percent(s.said_of_misses),
            )
        )
    console.print()


def _notes(console: Console, result: GridBacktest, *, surprises: bool) -> None:
    """Say what the columns mean."""
    names = sorted(set(result.rate.values()))
    rate = " or ".join(f"{name}" for name in names)
    notes = [
        "over act: skill over class_rate.v1, the act's rate over all dyads (0 is no better, 1 is "
        f"perfect). over rate: over {rate}, the stronger of the two shrunk rates of the dyad at "
        "each horizon, with the middle 90 % when origins are drawn anew in blocks as long as the "
        "horizon.",
        "AP: average precision. ECE: calibration error over 15 bins of equal width. Reliability "
        "(0 best) and resolution over bins that end at 0.5, 1, 2, 5, 10, 20, … 90, 95, 99 and "
        "100 %. hits–misses: how much more was said of what happened.",
    ]
    if any(each.drawn_over == "actors" for each in result.scores):
        few = sorted({e.horizon_days for e in result.scores if e.drawn_over == "actors"})
        notes.append(
            f"At {', '.join(map(str, few))} days the origins span fewer than two horizons; there "
            "the range is from drawing actors anew, and tells nothing of other times."
        )
    if surprises:
        notes.append(
            f"A pattern breaks when the act comes after {PATTERN_WINDOWS} windows as long as the "
            f"horizon without it, or stays away after {PATTERN_WINDOWS} with it. These windows are "
            "chosen by their outcome: compare rows there, and judge by onset and lapse."
        )
    for note in notes:
        put(console, note, 1)


def _counts(each: GridScore) -> str:
    s = each.scores
    return (
        f"{s.n:,} chances from {each.n_origins} origins, {each.first_origin} to "
        f"{each.last_origin}; {percent(s.n_hits / s.n)} came true"
    )


def _figures(each: GridScore) -> tuple[str, ...]:
    s = each.scores
    over_act, over_rate = each.skill.get("class_rate.v1"), each.skill.get("rate")
    return (
        _small(s.brier, 4),
        "–" if over_act is None else _signed(over_act.value),
        "–" if over_rate is None else _signed(over_rate.value),
        _range(each),
        "–" if s.auc is None else _small(s.auc, 3),
        "–" if s.average_precision is None else _small(s.average_precision, 3),
        _small(s.ece, 4),
    )


def _range(each: GridScore) -> str:
    skill = each.skill.get("rate")
    if skill is None or skill.interval is None:
        return "–"
    low, high = skill.interval
    return f"{_signed(low)} {_signed(high)}"


def _signed(value: float) -> str:
    """Return a skill to three decimals, without the leading nought, with its sign.

    Examples
    --------
    >>> _signed(0.0623), _signed(-1.25), _signed(-0.0001)
    ('+.062', '−1.250', '.000')
    """
    figure = f"{abs(value):.3f}"
    if not float(figure):
        return ".000"
    return f"{'−' if value < 0 else '+'}{figure.removeprefix('0')}"


def _small(value: float, decimals: int = 4) -> str:
    """Return a figure below one without the leading nought.

    Examples
    --------
    >>> _small(0.0313), _small(1.0, 3)
    ('.0313', '1.000')
    """
    figure = f"{abs(value):.{decimals}f}".removeprefix("0")
    return f"−{figure}" if value < 0 else figure
