"""Arithmetic of days, weeks, months and years, each as an interval.

In: days and numbers. Out: `DateInterval`s with the grain they were asked for. The idea
to know: weeks run from Monday to Sunday, seasons are those of the northern half, and a
span of months keeps the day of the month where the calendar has one.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from parley.terms import DateInterval, Precision

__all__ = [
    "day_of",
    "decade_of",
    "half_of",
    "month_of",
    "months_after",
    "on_or_after",
    "on_or_before",
    "part_of",
    "quarter_of",
    "season_of",
    "shift",
    "unit_of",
    "week_of",
    "year_of",
]

_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def day_of(day: date) -> DateInterval:
    """Return one day."""
    return DateInterval(day, day, "day")


def week_of(day: date) -> DateInterval:
    """Return the Monday to Sunday that hold a day."""
    monday = day - timedelta(days=day.weekday())
    return DateInterval(monday, monday + timedelta(days=6), "week")


def month_of(year: int, month: int) -> DateInterval:
    """Return a calendar month."""
    last = monthrange(year, month)[1]
    return DateInterval(date(year, month, 1), date(year, month, last), "month")


def year_of(year: int, until: int | None = None) -> DateInterval:
    """Return a calendar year, or those from the first to the last given."""
    return DateInterval(date(year, 1, 1), date(until or year, 12, 31), "year")


def decade_of(year: int) -> DateInterval:
    """Return the ten years that begin with a year ending in nought."""
    return year_of(year, year + 9)


def quarter_of(year: int, quarter: int) -> DateInterval:
    """Return the first to fourth quarter of a year."""
    first = month_of(year, 3 * quarter - 2)
    return DateInterval(first.start, month_of(year, 3 * quarter).end, "month")


def half_of(year: int, half: int) -> DateInterval:
    """Return the first or second half of a year."""
    first = month_of(year, 6 * half - 5)
    return DateInterval(first.start, month_of(year, 6 * half).end, "month")


def season_of(year: int, season: str) -> DateInterval:
    """Return a season; winter runs from December of its year into the next."""
    first = month_of(year, _SEASONS[season])
    after = months_after(first.start, 2)
    return DateInterval(first.start, month_of(after.year, after.month).end, "month")


def months_after(day: date, months: int) -> date:
    """Return the same day of the month so many months on, or the last there is.

    Examples
    --------
    >>> months_after(date(2024, 1, 31), 1)
    datetime.date(2024, 2, 29)
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shift(day: date, unit: str, count: int) -> date:
    """Return the day so many units on (back, when negative)."""
    if unit in ("month", "year", "decade", "century"):
        months = {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit]
        return months_after(day, months * count)
    if unit == "hour":
        return day + timedelta(days=-(-abs(count) // 24) * (1 if count >= 0 else -1))
    return day + timedelta(days={"week": 7, "fortnight": 14}.get(unit, 1) * count)


def unit_of(day: date, unit: str) -> DateInterval:
    """Return the day, week, month, year or decade that holds a day."""
    if unit in ("week", "fortnight"):
        return week_of(day)
    if unit == "month":
        return month_of(day.year, day.month)
    if unit == "year":
        return year_of(day.year)
    if unit == "decade":
        return decade_of(day.year // 10 * 10)
    return day_of(day)


def on_or_before(day: date, weekday: int) -> date:
    """Return the last such weekday (Monday is 0) up to a day."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def on_or_after(day: date, weekday: int) -> date:
    """Return the first such weekday (Monday is 0) from a day on."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def part_of(whole: DateInterval, part: str) -> DateInterval:
    """Return the early, mid, late, start or end part of an interval.

    Years are cut in thirds, and their start and end are one month; months are cut at the
    10th and the 20th; weeks and other lengths in thirds of their days. The grain stays
    that of the whole: the words name no finer one.

    Examples
    --------
    >>> str(part_of(year_of(2014), "late").start)
    '2014-09-01'
    """
    days = (whole.end - whole.start).days + 1
    cuts = _year_cuts(whole) if days in (365, 366) else _day_cuts(whole, days)
    early_end, late_start, start_end, end_start = cuts
    one = timedelta(days=1)
    precision: Precision = whole.precision
    if part == "early":
        return DateInterval(whole.start, early_end, precision)
    if part == "mid":
        return DateInterval(early_end + one, late_start - one, precision)
    if part == "late":
        return DateInterval(late_start, whole.end, precision)
    if part == "start":
        return DateInterval(whole.start, start_end, precision)
    return DateInterval(end_start, whole.end, precision)


def _year_cuts(whole: DateInterval) -> tuple[date, date, date, date]:
    year, one = whole.start, timedelta(days=1)
    return (
        months_after(year, 4) - one,
        months_after(year, 8),
        months_after(year, 1) - one,
        months_after(year, 11),
    )


def _day_cuts(whole: DateInterval, days: int) -> tuple[date, date, date, date]:
    third = timedelta(days=10 if 28 <= days <= 31 else max(1, round(days / 3)))
    early_end = whole.start + third - timedelta(days=1)
    late_start = max(
        whole.start + 2 * third if days <= 31 else whole.end - third + timedelta(days=1),
        early_end + timedelta(days=2 if days > 2 else 1),
    )
    late_start = min(late_start, whole.end)
    return early_end, late_start, early_end, late_start
