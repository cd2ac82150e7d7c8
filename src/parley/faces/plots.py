"""Plots for the terminal, in characters.

In: numbers. Out: lines of text, no wider than asked. The idea to know: they are read
without colour and when piped to a file, and the figures stand beside every bar.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from parley.faces.layout import percent
from parley.forecast.scores import CalibrationBin

__all__ = [
    "bar_rows",
    "bin_words",
    "calibration_lines",
    "discrimination_lines",
    "rate_interval",
    "signed_rows",
]

_BLOCKS = " ▁▂▃▄▅▆▇█"
_Z90 = 1.6448536269514722


def bar_rows(values: Sequence[float], *, height: int, top: float | None = None) -> list[str]:
    """Return a column plot of values, one character each, highest row first.

    Parameters
    ----------
    values
        Not below zero; NaN where nothing is known, shown as `·` on the floor.
    height
        Rows; each tells eight heights apart.
    top
        The value that fills the plot; by default the highest one.

    Examples
    --------
    >>> bar_rows([0, 1, 2, 4], height=2)
    ['   █', ' ▄██']
    """
    known = [value for value in values if not math.isnan(value)]
    highest = top if top is not None else max(known, default=0.0)
    rows = []
    for row in range(height - 1, -1, -1):
        line = []
        for value in values:
            if math.isnan(value):
                line.append("·" if row == 0 else " ")
                continue
            eighths = round(8 * height * value / highest) if highest > 0 else 0
            # What happened at all is seen, however small.
            eighths = max(eighths, 1) if value > 0 else 0
            line.append(_BLOCKS[min(max(eighths - 8 * row, 0), 8)])
        rows.append("".join(line))
    return rows


def signed_rows(values: Sequence[float], *, height: int) -> list[str]:
    """Return a column plot of values on both sides of nought, highest row first.

    `height` rows are shared out between what is above nought and what is below; columns
    below it hang, in halves of a row.

    Examples
    --------
    >>> signed_rows([2, 1, 0, -1, -2], height=2)
    ['█▄   ', '   ▀█']
    """
    top = max([0.0, *(value for value in values if value > 0)])
    bottom = max([0.0, *(-value for value in values if value < 0)])
    if not top + bottom:
        return [" " * len(values)]
    up = round(height * top / (top + bottom))
    up = min(max(up, int(top > 0)), height - int(bottom > 0))
    above = bar_rows([max(value, 0.0) for value in values], height=up, top=top) if up else []
    halves = [
        max(1, round(2 * (height - up) * -value / bottom)) if value < 0 else 0 for value in values
    ]
    below = [
        "".join(" ▀█"[min(max(half - 2 * row, 0), 2)] for half in halves)
        for row in range(height - up)
    ]
    return [*above, *below]


def rate_interval(n_hits: int, n: int) -> tuple[float, float]:
    """Return the 90 % interval of a rate from counts taken as independent.

    Examples
    --------
    >>> low, high = rate_interval(5, 10)
    >>> round(low, 2), round(high, 2)
    (0.27, 0.73)

    References
    ----------
    Wilson (1927), JASA 22.
    """
    if n == 0:
        return 0.0, 1.0
    rate, square = n_hits / n, _Z90**2 / n
    middle = (rate + square / 2) / (1 + square)
    half = _Z90 * math.sqrt(rate * (1 - rate) / n + square / (4 * n)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def bin_words(bin_: CalibrationBin) -> str:
    """Return the edges of a bin in hundredths.

    Examples
    --------
    >>> bin_words(CalibrationBin(0.1, 0.2, 0, 0, 0.0, 0.0))
    '10–20 %'
    >>> bin_words(CalibrationBin(0.0, 0.005, 0, 0, 0.0, 0.0))
    '0–0.5 %'
    """
    return f"{100 * bin_.low:.3g}–{100 * bin_.high:.3g} %"


def calibration_lines(bins: Sequence[CalibrationBin], *, width: int = 80) -> list[str]:
    """Return a calibration plot: for each bin of chances, what was said and what came true.

    Examples
    --------
    >>> for line in calibration_lines([CalibrationBin(0.0, 0.5, 40, 8, 0.25, 0.2)], width=70):
    ...     print(line)
        chance    number    said  came true  0 %                     100 %
        0–50 %        40    25 %       20 %     ├──●┃─┤
    ● came true   ├──┤ its 90 % range, were they independent   ┃ said
    """
    row = "{:>10}{:>10}{:>8}{:>11}  {}"
    room = max(16, width - len(row.format("", "", "", "", "")))
    scale = "0 %" + "100 %".rjust(room - 3)
    lines = [row.format("chance", "number", "said", "came true", scale)]
    lines += [
        row.format(
            bin_words(bin_),
            f"{bin_.n:,}",
            percent(bin_.mean_probability),
            percent(bin_.hit_rate),
            _range_line(bin_, room),
        ).rstrip()
        for bin_ in bins
        if bin_.n
    ]
    return [*lines, "● came true   ├──┤ its 90 % range, were they independent   ┃ said"]


def _range_line(bin_: CalibrationBin, room: int) -> str:
    """Draw what was said and what came true on a scale from 0 to 100 %."""

    def place(share: float) -> int:
        return min(room - 1, round(share * (room - 1)))

    low, high = (place(edge) for edge in rate_interval(bin_.n_hits, bin_.n))
    line = [" "] * room
    line[low : high + 1] = "─" * (high + 1 - low)
    line[low], line[high] = "├", "┤"
    said, came_true = place(bin_.mean_probability), place(bin_.hit_rate)
    line[said] = "┃"
    line[came_true] = "◉" if said == came_true else "●"
    return "".join(line)


def discrimination_lines(bins: Sequence[CalibrationBin], *, width: int = 80) -> list[str]:
    """Return a discrimination plot: the chances given to what did not happen and to what did.

    Each side adds up to 100 %; the further apart the two heaps lie, the better the
    chances tell one from the other.

    Examples
    --------
    >>> bins = [CalibrationBin(0, 0.5, 40, 8, 0.25, 0.2), CalibrationBin(0.5, 1, 10, 8, 0.7, 0.8)]
    >>> for line in discrimination_lines(bins, width=70):
    ...     print(line)
                     did not (34)   chance   happened (16)
          94.1 % (32) ░░░░░░░░░░░   0–50 %   ██████ 50 % (8)
                      5.9 % (2) ░  50–100 %  ██████ 50 % (8)
    """
    hits = sum(bin_.n_hits for bin_ in bins)
    misses = sum(bin_.n for bin_ in bins) - hits
    middle, figures = 12, 18
    room = max(8, (width - middle) // 2 - figures)
    side = room + figures

    shares = [(b.n_hits / max(hits, 1), (b.n - b.n_hits) / max(misses, 1)) for b in bins]
    highest = max((share for pair in shares for share in pair), default=1.0)

    def half(count: int, total: int, mark: str, *, left: bool) -> str:
        if not count:
            return ""
        bar = mark * max(1, round(room * count / total / highest))
        words = f"{percent(count / total)} ({count:,})"
        return f"{words} {bar}" if left else f"{bar} {words}"

    def line(left: str, words: str, right: str) -> str:
        return f"{left:>{side}}{words:^{middle}}{right}".rstrip()

    lines = [line(f"did not ({misses:,})", "chance", f"happened ({hits:,})")]
    lines += [
        line(
            half(bin_.n - bin_.n_hits, misses, "░", left=True),
            bin_words(bin_),
            half(bin_.n_hits, hits, "█", left=False),
        )
        for bin_ in bins
        if bin_.n
    ]
    return lines
