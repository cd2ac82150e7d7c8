"""Questions of other places, understood where they ask for an act between parties.

In: the text of a question, its last day, and how it is asked. Out: `Question`, or
`Aside` with the reason. The idea to know: other places ask about prices, elections and
figures, which no record of acts can settle; these are kept aside and said so, since a
question answered that was not asked is worse than none.

ACLED's questions compare the events of 30 days with the average of the 360 days before.
They are asked of the record as days with such an act: more days than the average month
had.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from parley.dynamics.series import day_number, opening_day
from parley.errors import ParleyError, QuestionError, UnknownActorError
from parley.forecast.asked import make_question
from parley.forecast.formats_exchange import Aside, Asking
from parley.forecast.questions import parse_asked
from parley.forecast.settle import acts_of, watched_days
from parley.terms import EventType, Question, QuestionSet

__all__ = ["acled_question", "dyad_question"]

_ACLED = re.compile(
    r"Will there be more (?:than (?P<times>\w+) times as many )?['‘\"](?P<what>[^'’\"]+)['’\"] in "
    r"(?P<country>.+?) for the 30 days before .*? compared to (?P<plus>one plus )?the 30-day "
    r"average of .*? over the 360 days preceding",
    re.IGNORECASE,
)
_TIMES = {"two": 2, "three": 3, "five": 5, "ten": 10, "twenty": 20}
_WINDOW, _PAST = 30, 360
_LEAST_WATCHED = 60


@dataclass(frozen=True, slots=True)
class _Meant:
    event_type: EventType
    modes: tuple[str, ...] = ()
    sector: str = ""


_ACLED_ACTS = {
    "protests": _Meant("PROTEST"),
    "riots": _Meant("PROTEST", ("riot",)),
    "battles": _Meant("ASSAULT"),
    "explosions/remote violence": _Meant(
        "ASSAULT", ("aerial", "explosives", "suicide-attack", "heavy-weapons", "drone")
    ),
    "violence against civilians": _Meant("ASSAULT", (), "CVL"),
}
_NOT_ACTS = re.compile(
    r"[$€£%]|\b(?:price|stock|shares?|index|inflation|gdp|interest rates?|temperature|box office|"
    r"win|wins|winner|elected|election|nominee|poll|approval|champion\w*|cup|league|season|"
    r"exceed|above|below|higher than|lower than|greater than|how many|how much|market cap|"
    r"released? (?:on|by|a new)|album|movie|model|gpt|launch(?:es)? (?:on|a new)|barrels?)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"^\s*if\b|\bconditional on\b|\bgiven that\b", re.IGNORECASE)


def dyad_question(text: str, *, last_day: date | None, asking: Asking) -> Question:
    """Understand a question about an act between two parties.

    Parameters
    ----------
    last_day
        The last day of its window where the words name none.

    Raises
    ------
    Aside
        If it asks for something else, or was not understood.
    """
    if _CONDITION.search(text):
        raise Aside("conditional", "it asks on a condition, and parley answers without one")
    if _NOT_ACTS.search(text):
        raise Aside(
            "not an act", "it asks about a figure, an election or a contest, not an act of parties"
        )
    opening = opening_day(asking.asked_at)
    days = None if last_day is None else (last_day - opening).days + 1
    if days is not None and days < 1:
        raise Aside("closed", f"it closed on {last_day}, before {opening}, when it is asked")
    try:
        found = parse_asked(text, table=asking.table, as_of=asking.asked_at, within_days=days)
    except UnknownActorError as error:
        raise Aside("unknown party", f"no actor table knows {error.name!r}") from error
    except QuestionError as error:
        raise Aside("not understood", str(error)) from error
    except ParleyError as error:
        raise Aside("not understood", str(error)) from error
    if isinstance(found, QuestionSet):
        raise Aside("several outcomes", f"it asks for several outcomes: {', '.join(found.labels)}")
    if not found.actors or not found.recipients:
        raise Aside("one party", "it names one party only, and an act between two is wanted")
    return found


def acled_question(text: str, *, resolves_on: date, asking: Asking) -> Question:
    """Understand a question of ACLED's counts, for one day on which it resolves.

    Raises
    ------
    Aside
        If the type has no act, the country is unknown, the record is too young, or what is
        known decides it already.
    """
    asked = _ACLED.search(text)
    if asked is None:
        raise Aside("not understood", "its words are not those of a count compared with an average")
    meant = _ACLED_ACTS.get(asked["what"].strip().lower())
    if meant is None:
        raise Aside("no such act", f"{asked['what']!r} is no type of act between parties")
    opening = opening_day(asking.asked_at)
    party = asking.table.resolve(asked["country"].strip(), on=opening)
    if party is None or party.code == "-":
        raise Aside("unknown party", f"no actor table knows {asked['country'].strip()!r}")
    code = f"{party.code.split('-')[0]}-{meant.sector}" if meant.sector else party.code
    first, last = resolves_on - timedelta(days=_WINDOW), resolves_on - timedelta(days=1)
    if last < opening:
        raise Aside("closed", f"its window closed on {last}, before {opening}, when it is asked")
    events = asking.events_at(asking.asked_at)
    watched = watched_days(events)
    due = day_number(opening)
    n_watched = int(((watched >= due - _PAST) & (watched < due)).sum())
    if n_watched < _LEAST_WATCHED:
        raise Aside(
            "too young",
            f"the record watched on {n_watched} of the {_PAST} days before {opening}, too few for "
            "an average",
        )
    probe = make_question(
        recipients=[code], actors=[], event_types=[meant.event_type], modes=meant.modes,
        as_of=asking.asked_at, closes_on=last, table=None, directed=True,
    )  # fmt: skip
    past = acts_of(probe, events, opening - timedelta(days=_PAST), opening - timedelta(days=1))
    average = len(np.unique(past.day)) * _WINDOW / n_watched
    factor = _TIMES.get((asked["times"] or "").lower(), 1)
    over = factor * (average + (1.0 if asked["plus"] else 0.0))
    seen = int((np.unique(past.day) >= day_number(first)).sum()) if first < opening else 0
    wanted = int(np.floor(over)) + 1 - seen
    n_days = (last - max(first, opening)).days + 1
    if wanted < 1 or wanted > n_days:
        verdict = "yes" if wanted < 1 else "no"
        raise Aside(
            "decided",
            f"what is known decides it: {seen} days with one already, more than {over:.1f} are "
            f"wanted, {n_days} days are left, so {verdict}",
        )
    return make_question(
        actors=[],
        recipients=[code],
        event_types=[meant.event_type],
        modes=meant.modes,
        directed=True,
        as_of=asking.asked_at,
        opens_on=max(first, opening),
        closes_on=last,
        at_least=wanted,
        text=f"{_dated(text, resolves_on, opening)} [as days with one: {wanted} or more on top of "
        f"{seen}; the average month of the {n_watched} days watched had {average:.1f}]",
    )


def _dated(text: str, resolves_on: date, due_on: date) -> str:
    """Write the days into a text that leaves room for them."""
    named = text.replace("{resolution_date}", str(resolves_on))
    return named.replace("{forecast_due_date}", str(due_on))
