"""Rules for dates counted from publication, or from the last date mentioned.

In: a phrase and its setting. Out: its `Meaning`. The idea to know: "last week" counts
from publication, "the following week" from what the text dated before it.
"""

from __future__ import annotations

from datetime import timedelta

from parley.reading.date_calendar import (
    day_of,
    on_or_after,
    on_or_before,
    part_of,
    shift,
    unit_of,
    week_of,
)
from parley.reading.date_phrases import DateKind, Meaning, Phrase, Resolver, Setting, Tense, sure
from parley.terms import DateInterval, Precision

__all__ = ["RELATIVE_RULES"]

_DAY = timedelta(days=1)
_GRAINS: dict[str, Precision] = {
    "hour": "day", "day": "day", "week": "week", "fortnight": "week", "month": "month",
    "year": "year",
    "decade": "year", "century": "year",
}  # fmt: skip
_SUPERLATIVES = frozenset(
    """first second third fourth fifth record worst best highest lowest biggest largest
    deadliest heaviest strongest most only twice latest""".split()
)
_NEAR = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}


def _near(phrase: Phrase, setting: Setting) -> Meaning | None:
    word, on = phrase.word("NEAR") or "", setting.published_on
    if word == "overnight":
        return Meaning(DateInterval(on - _DAY, on, "day"), DateInterval(on, on + _DAY, "day"))
    step = -1 if phrase.has("before") else 1 if phrase.has("after") else 0
    return Meaning(day_of(on + (_NEAR[word] + step) * _DAY), dates_news=word == "yesterday")


def _weekday(phrase: Phrase, setting: Setting) -> Meaning | None:
    weekday, on = phrase.numbers("WEEKDAY")[0], setting.published_on
    before, after = on_or_before(on, weekday), on_or_after(on, weekday)
    if phrase.has("last", "past"):
        return sure(day_of(on_or_before(on - _DAY, weekday)))
    if phrase.has("next"):
        return sure(day_of(on_or_after(on + _DAY, weekday)))
    if phrase.has("coming", "upcoming"):
        return sure(day_of(after))
    if phrase.has("following", "previous", "preceding"):
        if setting.anchor is None:
            return None
        if phrase.has("following"):
            return sure(day_of(on_or_after(setting.anchor.end + _DAY, weekday)))
        return sure(day_of(on_or_before(setting.anchor.start - _DAY, weekday)))
    usual: Tense = "future" if phrase.has("this") else "past"
    return Meaning(
        day_of(before),
        day_of(after),
        cycle_days=7,
        usual=usual,
        dates_news=True,
    )


def _weekday_of_week(phrase: Phrase, setting: Setting) -> Meaning | None:
    if phrase.unit() != "week":
        return None
    step = 1 if phrase.has("next") else -1 if phrase.has("last") else 0
    monday = week_of(setting.published_on + 7 * step * _DAY).start
    return sure(day_of(monday + phrase.numbers("WEEKDAY")[0] * _DAY))


def _part_of_day(phrase: Phrase, setting: Setting) -> Meaning | None:
    return sure(day_of(setting.published_on - (_DAY if phrase.has("last") else 0 * _DAY)))


def _weekend(phrase: Phrase, setting: Setting) -> Meaning | None:
    on = setting.published_on
    before = on_or_before(on, 5)
    if on.weekday() == 5 and phrase.has("last"):
        before -= 7 * _DAY
    after = on_or_before(on, 5) if on.weekday() == 6 else on_or_after(on, 5)
    past = DateInterval(before, before + _DAY, "day")
    future = DateInterval(after, after + _DAY, "day")
    if phrase.has("last", "past"):
        return sure(past)
    if phrase.has("next", "coming", "upcoming"):
        return sure(future)
    usual: Tense = "future" if phrase.has("this") and on.weekday() in (2, 3, 4) else "past"
    return Meaning(past, future, cycle_days=7, usual=usual)


def _stepped(phrase: Phrase, setting: Setting) -> tuple[DateInterval, int]:
    """The week, month or year that "last", "this", "next" or "the" means, and the step."""
    unit = phrase.unit()
    step = (
        1 if phrase.has("next", "coming") else -1 if phrase.has("last", "previous", "past") else 0
    )
    on = setting.news_on if unit == "week" and step == 0 else setting.published_on
    return unit_of(shift(on, unit, step), unit), step


def _named_unit(phrase: Phrase, setting: Setting) -> Meaning | None:
    """Resolve "last week", "this month", "next year"."""
    if phrase.unit() in {"day", "hour", "century"}:
        return None
    whole, step = _stepped(phrase, setting)
    if step == 0 and phrase.unit() == "week" and setting.news_on != setting.published_on:
        return Meaning(whole, week_of(setting.published_on))
    return sure(whole)


def _part_of_unit(phrase: Phrase, setting: Setting) -> Meaning | None:
    """Resolve "early next year", "later this month", "the end of the week"."""
    unit, part, on = phrase.unit(), phrase.word("PART", "CUT") or "", setting.published_on
    if unit in {"hour", "decade", "century"}:
        return None
    if unit == "day":
        return sure(day_of(on)) if phrase.has("the", "this") else None
    if phrase.has("that") and setting.anchor is not None:
        whole, step = unit_of(setting.anchor.start, unit), -1
    else:
        whole, step = _stepped(phrase, setting)
    if part in {"earlier", "later"} or (step == 0 and part in {"late", "early"}):
        if step != 0:
            return sure(whole)
        if part in {"earlier", "early"}:
            return sure(
                DateInterval(whole.start, max(whole.start, min(on, whole.end)), whole.precision)
            )
        return sure(DateInterval(min(max(on, whole.start), whole.end), whole.end, whole.precision))
    return sure(part_of(whole, part))


def _units_end(phrase: Phrase, setting: Setting) -> Meaning | None:
    """Resolve "year's end" and "month end"."""
    if phrase.unit() not in {"month", "year", "week"}:
        return None
    return sure(part_of(unit_of(setting.published_on, phrase.unit()), phrase.word("PART") or "end"))


def _window(phrase: Phrase, setting: Setting) -> Meaning | None:
    """Resolve "in the past month", "over the next two weeks", "in recent years"."""
    unit, on = phrase.unit(), setting.published_on
    count, vague = phrase.count()
    plain = phrase.has("UNIT") and not phrase.has("COUNT", "NUM", "DAY", "VAGUE")
    if phrase.has("following", "previous", "preceding") or (
        plain
        and phrase.has("next")
        and not phrase.has("over", "within", "throughout", "for", "in", "during")
    ):
        return _anchored_window(phrase, setting, plain)
    if plain and unit in {"day", "hour"} and phrase.has("last", "next"):
        return None
    back = phrase.has("last", "past", "recent")
    grain = _GRAINS[unit]
    if back:
        return Meaning(DateInterval(shift(on, unit, -count), on, grain), vague=vague)
    ahead = DateInterval(on, shift(on, unit, count), grain)
    kind: DateKind = "deadline" if phrase.has("within") else "point"
    return Meaning(ahead, vague=vague, kind=kind)


def _anchored_window(phrase: Phrase, setting: Setting, plain: bool) -> Meaning | None:
    unit, anchor = phrase.unit(), setting.anchor
    count, vague = phrase.count()
    ahead = phrase.has("following", "next")
    if anchor is None:
        if unit in {"day", "hour"} or ahead:
            return None
        whole = unit_of(shift(setting.published_on, unit, -1), unit)
        return sure(whole) if plain else None
    if plain:
        base = anchor.end if ahead else anchor.start
        return sure(unit_of(shift(base, unit, 1 if ahead else -1), unit))
    if ahead:
        return Meaning(
            DateInterval(anchor.end, shift(anchor.end, unit, count), _GRAINS[unit]), vague=vague
        )
    start = shift(anchor.start, unit, -count)
    return Meaning(DateInterval(start, anchor.start, _GRAINS[unit]), vague=vague)


def _ago(phrase: Phrase, setting: Setting) -> Meaning | None:
    count, vague = phrase.count()
    unit = phrase.unit()
    day = shift(setting.published_on, unit, -count)
    return Meaning(unit_of(day, "year" if unit in {"decade", "century"} else unit), vague=vague)


def _from_now(phrase: Phrase, setting: Setting) -> Meaning | None:
    """Resolve "two weeks from now" and "a week from Tuesday"."""
    count, vague = phrase.count()
    unit, on = phrase.unit(), setting.published_on
    weekday = phrase.number("WEEKDAY")
    if weekday is not None:
        return sure(day_of(shift(on_or_after(on, weekday), unit, count)))
    on += _NEAR.get(phrase.word("NEAR") or "", 0) * _DAY
    return Meaning(None, unit_of(shift(on, unit, count), unit), vague=vague)


def _moved(phrase: Phrase, setting: Setting) -> Meaning | None:
    """Resolve "a day earlier" and "two weeks later" from the last date mentioned."""
    count, vague = phrase.count()
    unit, later = phrase.unit(), phrase.word("CUT") == "later"
    if setting.anchor is None and later:
        return None
    base = setting.anchor.start if setting.anchor else setting.published_on
    base = setting.anchor.end if setting.anchor and later else base
    return Meaning(unit_of(shift(base, unit, count if later else -count), unit), vague=vague)


def _unit_before(phrase: Phrase, setting: Setting) -> Meaning | None:
    """Resolve "the year before", "the day earlier"; not "the day before the vote"."""
    after, unit = phrase.after, phrase.unit()
    if after is not None and after.is_word and after.lower not in {"when", "and", "in", "at"}:
        return None
    if unit == "hour" or (setting.anchor is None and unit == "day"):
        return None
    base = setting.anchor.start if setting.anchor else setting.published_on
    step = 1 if phrase.word("CUT") == "later" else -1
    return sure(unit_of(shift(base, unit, step), unit))


def _same(phrase: Phrase, setting: Setting) -> Meaning | None:
    """Resolve "the same day", "that week"."""
    anchor, unit = setting.anchor, phrase.unit()
    if (
        anchor is None
        or unit in {"hour", "century"}
        or (unit == "day" and anchor.precision != "day")
    ):
        return None
    return sure(anchor if unit == anchor.precision else unit_of(anchor.start, unit))


def _within(phrase: Phrase, setting: Setting) -> Meaning | None:
    """Resolve "within 90 days", "in three months", "in less than a week"."""
    count, vague = phrase.count()
    unit, on = phrase.unit(), setting.published_on
    if phrase.has("UNITS") and not phrase.has("COUNT", "NUM", "DAY", "VAGUE"):
        count, vague = 3, True
    grain = _GRAINS[unit]
    behind = DateInterval(shift(on, unit, -count), on, grain)
    ahead = DateInterval(on, shift(on, unit, count), grain)
    if phrase.has("within", "less", "under"):
        return Meaning(behind, ahead, kind="deadline", vague=vague, usual="future")
    if _is_counted_back(phrase):
        return Meaning(behind, vague=vague)
    return Meaning(behind, unit_of(ahead.end, unit), vague=vague)


def _is_counted_back(phrase: Phrase) -> bool:
    """Tell "the first visit in three years" from "will meet in three years"."""
    near = phrase.tokens[max(0, phrase.first - 8) : phrase.first]
    return any(token.lower in _SUPERLATIVES for token in near)


def _for(phrase: Phrase, setting: Setting) -> Meaning | None:
    """Resolve "for three days": up to publication, or from it on when it lies ahead."""
    count, vague = phrase.count()
    unit, on = phrase.unit(), setting.published_on
    grain = _GRAINS[unit]
    return Meaning(
        DateInterval(shift(on, unit, -count), on, grain),
        DateInterval(on, shift(on, unit, count), grain),
        kind="duration",
        vague=vague,
    )


def _every(phrase: Phrase, setting: Setting) -> Meaning | None:
    on = setting.published_on
    weekday = phrase.number("WEEKDAY", "WEEKDAYS")
    if weekday is not None:
        return Meaning(day_of(on_or_before(on, weekday)), kind="recurring")
    unit = phrase.unit() if phrase.has("UNIT", "UNITS", "NIGHT") else "month"
    if unit == "hour":
        return None
    return Meaning(unit_of(on, unit), kind="recurring")


def _term(phrase: Phrase, setting: Setting) -> Meaning | None:
    """Resolve "his first term" by the office terms handed in; without them, not at all."""
    if setting.office_terms is None:
        return None
    at = phrase.position("his", "her", "their", "its", "s")
    if phrase.tokens[at].lower in {"'s", "'"}:
        at -= 1
    number = phrase.number("NTH", "ORD")
    number = number if number is not None else -1 if phrase.has("last", "previous") else 0
    found = setting.office_terms(phrase.tokens[at].span, number) if at >= 0 else None
    return sure(DateInterval(found[0], found[1], "year")) if found else None


RELATIVE_RULES: tuple[tuple[str, Resolver], ...] = (
    ("NEAR (HOURS|NIGHT)?", _near),
    ("(PART|CUT) NEAR", _near),
    ("the UNIT before|after NEAR", _near),
    (
        "(PART|CUT)? (on? the? (last|past|next|this|coming|upcoming|following|previous|preceding))?"
        " WEEKDAY (HOURS|NIGHT)?",
        _weekday,
    ),
    ("(PART|CUT) on WEEKDAY (HOURS|NIGHT)?", _weekday),
    ("the? (HOURS|NIGHT) of WEEKDAY", _weekday),
    ("WEEKDAY (HOURS|NIGHT)? of? (last|this|next) UNIT", _weekday_of_week),
    ("(last|this|next) UNIT comma? on? WEEKDAY", _weekday_of_week),
    ("(last NIGHT | this HOURS | (PART|CUT) this HOURS)", _part_of_day),
    (
        "(in|over|during|at|on)? (last|this|next|the|past|coming|upcoming) (past|coming)? weekend",
        _weekend,
    ),
    ("the? (PART|CUT) of? in? (the|this|last|next|that)? (coming|previous)? UNIT", _part_of_unit),
    ("UNIT (s|dash)? PART", _units_end),
    ("(last|this|next) (past|coming)? UNIT", _named_unit),
    ("the UNIT|NIGHT before|CUT", _unit_before),
    (
        "(in|over|during|within|throughout|for)? the|these? (last|past|previous|preceding|recent"
        "|coming|upcoming|next|following) <number>? <units>",
        _window,
    ),
    ("<about> (<number> <units> | UNITS) ago", _ago),
    ("<number> <units> from (now | NEAR | WEEKDAY)", _from_now),
    ("<about> <number> <units> CUT", _moved),
    ("(on|in|during)? (the same | that) UNIT|NIGHT", _same),
    ("(in|within) <about> <number> <units>", _within),
    ("for <about> <number> <units>", _for),
    ("for VAGUE? UNITS", _for),
    ("(every|each) (other)? (WEEKDAY|MONTH|UNIT|NIGHT)", _every),
    ("on? WEEKDAYS", _every),
    ("(his|her|their|its|s) (NTH|ORD|last|previous)? term", _term),
)  # fmt: skip
"""Pattern and resolver, first come first tried among matches of one length."""
