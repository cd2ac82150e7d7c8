"""Rules for dates by the calendar: days, months, quarters, seasons, years, decades.

In: a phrase and its setting. Out: its `Meaning`. The idea to know: without a year the
phrase comes round every year, so it means the last one that had begun by publication,
or the next one that had not ended.
"""

from __future__ import annotations

from datetime import date

from parley.reading.date_calendar import (
    day_of,
    decade_of,
    half_of,
    month_of,
    months_after,
    part_of,
    quarter_of,
    season_of,
    year_of,
)
from parley.reading.date_phrases import Meaning, Phrase, Resolver, Setting, Tense, sure
from parley.terms import DateInterval

__all__ = ["ABSOLUTE_RULES"]

# Months that are also names or verbs need a word of time in front of them.
_MONTH_CUES = frozenset(
    """in since until till by before after during from to through between and or of last next
    this early late mid middle end beginning start earlier later for the every each since
    around about mid- onwards is was - – — ( ,""".split()
)
_DOUBTFUL = {3, 4, 5, 6, 8}
# What a number counts when it stands before these: "in 2000 villages", "May 20 people".
_COUNTED = frozenset(
    """people soldiers troops civilians countries states members dollars euros pounds tonnes
    tons km kilometres kilometers miles metres meters men women children villages homes
    houses families refugees police officers rebels militants fighters tanks percent %
    million billion thousand hundred dead wounded injured deaths others more pages users
    students prisoners cases times votes seats jobs workers years days hours minutes feet
    acres hectares words barrels points participants prisoners hostages missiles drones mw
    kg rpm""".split()
)
_DAY_CUES = frozenset("by before since until till from to after between and".split())
_YEAR_CUES = frozenset(
    """in since until till by before after during from to through between and of early late mid
    middle end beginning start around about circa throughout for the this its his her their
    a an 's ( [ – — - , fiscal financial""".split()
)


def yearly(past: DateInterval, future: DateInterval, setting: Setting) -> Meaning:
    """Return a phrase that comes round yearly; near ahead beats long past by default."""
    behind = (setting.published_on - past.start).days
    ahead = (future.start - setting.published_on).days
    # Tuned on GUM's dates without a year: with no word to tell, the near reading wins.
    usual: Tense = "future" if behind > 270 and ahead < 95 else "past"
    return Meaning(past, future, cycle_days=365, usual=usual)


def _in_years(setting: Setting, make: object, *facts: object) -> Meaning:
    """Meaning of what `make(year, *facts)` gives in some year."""
    years = range(setting.published_on.year - 1, setting.published_on.year + 2)
    assert callable(make)
    made: list[DateInterval] = []
    for year in years:
        try:
            made.append(make(year, *facts))
        except ValueError:
            continue
    past = [interval for interval in made if interval.start <= setting.published_on]
    future = [interval for interval in made if interval.end >= setting.published_on]
    if not past or not future:
        raise ValueError("no such day")
    return yearly(past[-1], future[0], setting)


def _iso(phrase: Phrase, setting: Setting) -> Meaning | None:
    if not phrase.is_unbroken:
        return None
    year, (month, day) = phrase.numbers("YEAR")[0], phrase.numbers("DAY")
    return sure(day_of(date(year, month, day)))


def _make_day(year: int, month: int, day: int) -> DateInterval:
    return day_of(date(year, month, day))


def _make_days(year: int, month: int, first: int, last: int) -> DateInterval:
    return DateInterval(date(year, month, first), date(year, month, last), "day")


def _day(phrase: Phrase, setting: Setting) -> Meaning | None:
    month, day = phrase.number("MONTH", "MON"), phrase.number("DAY", "ORD")
    year = phrase.number("YEAR")
    if month is None or day is None:
        return None
    ends_in_day = phrase.tokens[phrase.last - 1].text[:2].isdigit() and year is None
    if ends_in_day and phrase.after is not None and phrase.after.lower in _COUNTED:
        return None
    if year is not None:
        return sure(_make_day(year, month, day))
    return _in_years(setting, _make_day, month, day)


def _days(phrase: Phrase, setting: Setting) -> Meaning | None:
    month, days = phrase.number("MONTH", "MON"), phrase.numbers("DAY", "ORD")
    year = phrase.number("YEAR")
    if month is None or len(days) != 2 or days[0] >= days[1]:
        return None
    if year is not None:
        return sure(_make_days(year, month, *days))
    return _in_years(setting, _make_days, month, *days)


def _nth_of_month(phrase: Phrase, setting: Setting) -> Meaning | None:
    """Resolve "on the 12th", "by the 7th": the last or next month that has such a day."""
    before, after = phrase.before, phrase.after
    if after is not None and after.is_word and after.lower not in {"and", "to", "when", "for"}:
        return None
    if not phrase.has("on") and (before is None or before.lower not in _DAY_CUES):
        return None
    day, on = phrase.numbers("ORD")[0], setting.published_on
    made = []
    for step in (-2, -1, 0, 1, 2):  # no two months running lack a 31st
        month = months_after(on.replace(day=1), step)
        if day <= month_of(month.year, month.month).end.day:
            made.append(month.replace(day=day))
    past, future = [d for d in made if d <= on], [d for d in made if d >= on]
    return Meaning(day_of(past[-1]), day_of(future[0])) if past and future else None


def _make_month(year: int, month: int, part: str | None) -> DateInterval:
    whole = month_of(year, month)
    return part_of(whole, part) if part else whole


def _month_stands(phrase: Phrase) -> bool:
    """Tell a month from the name or verb it is spelt like."""
    month, before, after = phrase.numbers("MONTH")[0], phrase.before, phrase.after
    if phrase.last - phrase.first > 1:
        return True
    if before is None or before.lower in _MONTH_CUES:
        if before is not None and before.lower in {"the", "and", "or", "to", ",", "is", "was"}:
            lower_noun = after is not None and after.text[:1].islower()
            return month not in _DOUBTFUL or (before.lower == "the" and lower_noun)
        return month not in _DOUBTFUL or before is not None
    return month not in _DOUBTFUL and not (before.is_capital and before.is_word)


def _month(phrase: Phrase, setting: Setting) -> Meaning | None:
    middle = phrase.number("MIDMONTH")
    month = middle if middle is not None else phrase.number("MONTH", "MON")
    part = "mid" if middle is not None else phrase.word("PART", "CUT")
    year, on = phrase.number("YEAR"), setting.published_on
    if month is None or part in {"earlier", "later"}:
        return None
    if phrase.has("UNIT"):
        if phrase.unit() != "year":
            return None
        year = on.year + (1 if phrase.has("next") else -1 if phrase.has("last") else 0)
    if year is not None:
        return sure(_make_month(year, month, part))
    if phrase.has("next"):
        return sure(_make_month(on.year + (month <= on.month), month, part))
    if phrase.has("last"):
        return sure(_make_month(on.year - (month >= on.month), month, part))
    if middle is None and not part and not phrase.has("this") and not _month_stands(phrase):
        return None
    return _in_years(setting, _make_month, month, part)


def _month_of_year(phrase: Phrase, setting: Setting) -> Meaning | None:
    """Resolve "in March of the same year"."""
    if phrase.unit() != "year" or setting.anchor is None:
        return None
    return sure(month_of(setting.anchor.start.year, phrase.numbers("MONTH")[0]))


def _make_months(year: int, first: int, last: int) -> DateInterval:
    start, end = month_of(year - (first > last), first), month_of(year, last)
    return DateInterval(start.start, end.end, "month")


def _months(phrase: Phrase, setting: Setting) -> Meaning | None:
    first, last = phrase.numbers("MONTH", "MON")
    year = phrase.number("YEAR")
    if year is not None:
        return sure(_make_months(year, first, last))
    return _in_years(setting, _make_months, first, last)


def _year_named(phrase: Phrase, setting: Setting) -> int | None:
    """The year in figures, or as this, last or next year; None when there is none."""
    year = phrase.number("YEAR")
    if year is None and phrase.has("UNIT", "this", "last", "next"):
        on = setting.published_on
        year = on.year + (1 if phrase.has("next") else -1 if phrase.has("last") else 0)
    return year


def _quarter(phrase: Phrase, setting: Setting) -> Meaning | None:
    make = half_of if phrase.has("half") else quarter_of
    number, year = phrase.number("NTH", "ORD", "QUARTER"), _year_named(phrase, setting)
    if number is None or number > (2 if make is half_of else 4):
        return None
    if phrase.has("UNIT") and phrase.unit() != "year":
        return None
    if year is not None:
        return sure(make(year, number))
    if make is half_of:
        return None
    return _in_years(setting, make, number)


def _this_quarter(phrase: Phrase, setting: Setting) -> Meaning | None:
    index = setting.published_on.year * 4 + (setting.published_on.month - 1) // 3
    index += 1 if phrase.has("next") else -1 if phrase.has("last") else 0
    return sure(quarter_of(index // 4, index % 4 + 1))


def _make_season(year: int, season: str, part: str | None) -> DateInterval:
    whole = season_of(year, season)
    return part_of(whole, part) if part else whole


def _season(phrase: Phrase, setting: Setting) -> Meaning | None:
    season, part = phrase.word("SEASON") or "", phrase.word("PART")
    before, after = phrase.before, phrase.after
    year, on = phrase.number("YEAR"), setting.published_on
    if year is not None:
        return sure(_make_season(year, season, part))
    if phrase.has("UNIT"):
        return sure(_make_season(_year_named(phrase, setting) or on.year, season, part))
    if after is not None and after.lower == "of":
        return None
    if phrase.has("last", "next", "this"):
        if phrase.has("this"):
            return _in_years(setting, _make_season, season, part)
        both = _in_years(setting, _make_season, season, part)
        chosen = both.future if phrase.has("next") else both.past
        if chosen and chosen.start <= on <= chosen.end:
            chosen = _make_season(
                chosen.start.year + (1 if phrase.has("next") else -1), season, part
            )
        return sure(chosen) if chosen else None
    timed = part is not None or (before is not None and before.lower in {"in", "since", "by"})
    return _in_years(setting, _make_season, season, part) if timed else None


def _decade(phrase: Phrase, setting: Setting) -> Meaning | None:
    year = phrase.number("DECADE", "MIDDECADE", "TIES", "YEAR")
    if year is None or year % 10:
        return None
    part = phrase.word("PART")
    if year % 100 == 0 and year < 2000:
        return sure(part_of(year_of(year, year + 99), part) if part else year_of(year, year + 99))
    whole = decade_of(year)
    if phrase.has("MIDDECADE") or part == "mid":
        return sure(year_of(year + 4, year + 6))
    if part in {"early", "start"}:
        return sure(year_of(year, year + 3))
    return sure(year_of(year + 6, year + 9) if part else whole)


def _century(phrase: Phrase, setting: Setting) -> Meaning | None:
    number, part = phrase.number("ORD", "NTH"), phrase.word("PART")
    if number is None or phrase.unit() != "century":
        return None
    first = number * 100 - 99
    thirds = {"early": (0, 32), "start": (0, 9), "mid": (33, 65), "late": (66, 99), "end": (90, 99)}
    left, right = thirds.get(part or "", (0, 99))
    return sure(year_of(first + left, first + right))


def _year(phrase: Phrase, setting: Setting) -> Meaning | None:
    year = phrase.number("YEAR", "MIDYEAR")
    part = "mid" if phrase.has("MIDYEAR") else phrase.word("PART")
    before, after = phrase.before, phrase.after
    if year is None or (after is not None and after.lower in _COUNTED):
        return None
    if part is None and not phrase.has("the"):
        cued = before is not None and before.lower in _YEAR_CUES
        if not cued and not 1900 <= year <= 2050:
            return None
        if before is not None and before.text in {"$", "€", "£", "¥", "#", "/", "%"}:
            return None
    whole = year_of(year)
    return sure(part_of(whole, part) if part else whole)


def _years(phrase: Phrase, setting: Setting) -> Meaning | None:
    years = phrase.numbers("YEAR")
    if len(years) == 1:
        short = phrase.numbers("DAY", "NUM")[-1]
        if not phrase.is_unbroken or short >= 100 or short <= years[0] % 100:
            return None
        years = [years[0], years[0] // 100 * 100 + short]
    return sure(year_of(years[0], years[1])) if years[0] < years[1] else None


ABSOLUTE_RULES: tuple[tuple[str, Resolver], ...] = (
    ("YEAR dash DAY dash DAY", _iso),
    ("<weekday> the? DAY|ORD of? <month> <year>", _day),
    ("the? <weekday> <month> the? DAY|ORD <year>", _day),
    (
        "(from|between)? the? DAY|ORD (dash|to|and|through|until) the? DAY|ORD of? <month> <year>",
        _days,
    ),
    ("(from|between)? <month> DAY|ORD (dash|to|and|through|until) DAY|ORD <year>", _days),
    ("on? the ORD", _nth_of_month),
    ("the? (PART of?)? MONTH|MIDMONTH <year>", _month),
    ("the? (PART of?)? <month> of? YEAR", _month),
    ("the? (PART of?)? MONTH|MIDMONTH of? last|this|next UNIT", _month),
    ("MONTH of? comma? (the same | that) UNIT", _month_of_year),
    ("(last|next|this) MONTH", _month),
    ("between <month> and <month> (comma? of|in? YEAR)?", _months),
    ("from? <month> (dash|to|through|until) <month> <year>", _months),
    ("the? NTH|ORD quarter|half (of? YEAR | of (last|this|next|the) UNIT)?", _quarter),
    ("QUARTER of? YEAR?", _quarter),
    ("(last|this|next) quarter", _this_quarter),
    ("(the|this|last|next)? (PART of?)? (the|this|last|next)? SEASON of? YEAR?", _season),
    ("the? (PART of?)? SEASON of? (last|this|next) UNIT", _season),
    ("the? (PART of?)? the? DECADE|MIDDECADE", _decade),
    ("the (PART of?)? (YEAR s | TIES)", _decade),
    ("the? (PART of?)? the? ORD|NTH UNIT", _century),
    ("the? (PART of?)? (fiscal|financial)? YEAR|MIDYEAR", _year),
    ("between YEAR and YEAR", _years),
    ("from? YEAR (dash|to|through|until) YEAR", _years),
    ("YEAR dash DAY|NUM", _years),
)
"""Pattern and resolver, first come first tried among matches of one length."""
