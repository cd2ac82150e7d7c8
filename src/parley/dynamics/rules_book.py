"""The rules of a record, in words and grounded: what `parley rules` shows.

In: a day series, a day, and whose rules are wanted: all dyads', one actor's, one dyad's.
Out: `RuleBook`: rules in words with their counts and events, those that are firing now,
and a sentence on how much was looked at. The idea to know: nothing is told that was not
counted, and each rule names the events of its latest cases, so that it can be opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from parley.dynamics.rules_cited import (
    Case,
    body_events,
    cases_of,
    event_ids,
    head_events,
    latest_dyads,
)
from parley.dynamics.rules_laws import LAW_RATE, OWN_RATE, PRIOR_CASES
from parley.dynamics.rules_series import History, LawFamily, history_of
from parley.dynamics.rules_sift import OWN_SUPPORT, POOL_SUPPORT, Scope, Sieve, Standing
from parley.dynamics.rules_words import body_clause, head_clause
from parley.dynamics.series import DaySeries, Ints, day_of
from parley.errors import ForecastError
from parley.terms import EVENT_TYPES, SYMMETRIC, EventType, Rule, make_id

__all__ = ["Firing", "RuleBook", "find_rules"]

_CITED = 20  # events named with a rule
_CITED_DYADS = 40  # dyads searched for the latest cases of a law
_TYPES = len(EVENT_TYPES)


@dataclass(frozen=True, slots=True)
class Firing:
    """A rule whose body has happened, and whose head may still come in time.

    `body` and `head` name the parties. `confidence` is how often the head still came in
    cases that had stood open for so long, `base_rate` how often it falls into any window
    as long as what is left. `days_left` counts the day of asking as the first;
    `event_ids` are the events of the body.
    """

    rule: Rule
    body: str
    head: str
    fired_on: date
    days_left: int
    confidence: float
    base_rate: float
    event_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Rules, strongest first, and how they were found.

    For a dyad or an actor the laws of all dyads come first, then what stands here by
    itself; each of the two is cut to the limit asked for. `n_tested` rules had enough
    cases to be looked at, `n_kept` are told or were cut. `note` says in a sentence what
    one has to know when there are none.
    """

    scope: str
    within_days: int
    first_day: date
    last_day: date
    n_dyads: int
    n_tested: int
    n_kept: int
    rules: tuple[Rule, ...]
    firing: tuple[Firing, ...]
    note: str = ""


def find_rules(
    series: DaySeries,
    *,
    day: int,
    within_days: int = 7,
    dyad: tuple[str, str] | None = None,
    actor: str | None = None,
    event_types: Sequence[EventType] = EVENT_TYPES,
    families: Sequence[LawFamily] | None = None,
    limit: int = 20,
) -> RuleBook:
    """Find the rules by which actors answer each other.

    Parameters
    ----------
    series
        All that is known; only what was known on the morning of `day` is looked at.
    day
        The first day that is not known, as a number.
    within_days
        Days after the body on which the head counts.
    dyad, actor
        Whose rules: actor and recipient of the head; or all heads of one actor; or, with
        neither, what holds over all dyads.
    event_types
        Heads that are looked for.
    families
        Who may do the body; see `rules_series.LAW_FAMILIES`. By default all that fit.
    limit
        The strongest so many rules of either basis are told, and as many that are firing.

    Raises
    ------
    ForecastError
        If nothing was known by then, a family is unknown or does not fit, or the window
        is shorter than a day.
    """
    if within_days < 1:
        raise ForecastError(f"a rule's window needs one day or more, not {within_days}")
    scope = Scope(dyad, None if dyad is not None else actor)
    history = history_of(series, day=day)
    sieve = Sieve(history, scope, within=within_days, event_types=event_types, families=families)
    standing = sorted(sieve.standing(), key=lambda each: each.order)
    teller = _Teller(history, scope, within_days)
    return RuleBook(
        scope=scope.words,
        within_days=within_days,
        first_day=day_of(history.first_day),
        last_day=day_of(history.first_day + history.n_days - 1),
        n_dyads=sieve.n_dyads,
        n_tested=sieve.n_tested,
        n_kept=len(standing),
        rules=tuple(
            teller.rule(each)
            for basis in ("everywhere", "here")
            for each in [one for one in standing if one.basis == basis][:limit]
        ),
        firing=tuple(teller.firing(standing, limit)),
        note="" if standing else _note(sieve),
    )


class _Teller:
    """Puts standing rules into words, with their cases and events."""

    def __init__(self, history: History, scope: Scope, within: int) -> None:
        self.history, self.scope, self.within = history, scope, within
        self._told: dict[tuple[str, int, int], Rule] = {}

    def rule(self, each: Standing) -> Rule:
        """Return a rule in words, with the events of its latest hits."""
        key = (each.mined.family, each.body, each.head)
        if key not in self._told:
            self._told[key] = self._rule(each)
        return self._told[key]

    def _rule(self, each: Standing) -> Rule:
        mined, family = each.mined, each.mined.family
        hits = [case for case in self._cases(each) if case.closed and case.head_day >= 0]
        touches: list[Ints] = []
        for case in hits[:_CITED]:
            touches.append(self._body(each, case))
            touches.append(head_events(self.history, family, each.head, case))
        body, head = self._clauses(each, self.scope.names)
        cell = (each.body, each.head)
        return Rule(
            rule_id=make_id("rule", self.scope.words, family, body, head, str(self.within)),
            body=body,
            head=head,
            within_days=self.within,
            support=int(mined.pooled.cases[cell]),
            confidence=each.confidence,
            family=family,
            hits=int(mined.pooled.hits[cell]),
            interval=each.interval,
            base_rate=each.base_rate,
            p_value=each.p_value,
            basis=each.basis,
            n_dyads=int(mined.pooled.n_units[cell]),
            last_on=self._day(hits[0].body_day) if hits else None,
            event_ids=event_ids(self.history, touches, at_most=_CITED),
        )

    def _cases(self, each: Standing) -> list[Case]:
        family, a, b = each.mined.family, each.mined.actor, each.mined.recipient
        if len(a) > _CITED_DYADS:
            few = latest_dyads(self.history, family, each.head, a, b, n=_CITED_DYADS)
            a, b = a[few], b[few]
        return cases_of(self.history, family, each.body, each.head, a, b, within=self.within)

    def _body(self, each: Standing, case: Case) -> Ints:
        family = each.mined.family
        return body_events(self.history, family, each.body, case, within=self.within)

    def _clauses(self, each: Standing, names: tuple[str, str]) -> tuple[str, str]:
        family = each.mined.family
        body = self.history.acts.names[each.body] if family != "path" else ""
        if family == "path":
            body = ">".join(EVENT_TYPES[half] for half in divmod(each.body, _TYPES))
        head = EVENT_TYPES[each.head]
        again = family == "again" and "/" not in body
        return body_clause(family, body, *names), head_clause(family, head, *names, again=again)

    def _day(self, day: int) -> date:
        return day_of(self.history.first_day + day)

    def firing(self, standing: Sequence[Standing], limit: int) -> list[Firing]:
        """Return rules whose body happened and whose head may still come, telling most first."""
        today = self.history.today
        waiting: list[tuple[Standing, int, int]] = []
        for each in standing:
            found = each.mined.found
            began = found.last_case[:, each.body]
            waits = began >= max(0, today - self.within)
            waits &= found.last_head[:, each.head] <= began
            places = self._once(each, np.flatnonzero(waits)).tolist()
            waiting += [(each, place, int(began[place])) for place in places]
        # Ranked roughly first: telling each exactly means finding its cases again.
        waiting.sort(key=lambda one: (*one[0].order, -one[2], one[1]))
        told = [self._firing(each, place, began) for each, place, began in waiting[: 3 * limit]]
        # What stood open for long may by now be no likelier than at any time.
        told = [each for each in told if each.confidence > each.base_rate]
        told.sort(key=lambda each: each.base_rate - each.confidence)
        return told[:limit]

    def _once(self, each: Standing, places: Ints) -> Ints:
        """Keep one direction of a dyad where neither body nor head has any."""
        mined = each.mined
        if mined.family not in {"again", "dyad"}:
            return places
        kinds = (int(self.history.acts.event_type[each.body]), each.head)
        if not all(EVENT_TYPES[kind] in SYMMETRIC for kind in kinds):
            return places
        a, b = mined.actor[places], mined.recipient[places]
        mirrored = np.isin(b * self.history.n_parties + a, a * self.history.n_parties + b)
        return np.asarray(places[(a < b) | ~mirrored], dtype=np.int64)

    def _firing(self, each: Standing, place: int, began: int) -> Firing:
        mined = each.mined
        a, b = int(mined.actor[place]), int(mined.recipient[place])
        left = began + self.within - self.history.today + 1
        parties = self.history.series.parties
        body, head = self._clauses(each, (parties[a], parties[b]))
        touches = self._body(each, Case(a, b, began, -1, closed=False))
        rate = float(mined.found.rate[place, each.head])
        if len(mined.actor) == 1:
            rate = each.base_rate  # drawn already
        return Firing(
            rule=self.rule(each),
            body=body,
            head=head,
            fired_on=self._day(began),
            days_left=left,
            confidence=self._from_here(each, a, b, left, self._expected(each, rate)),
            base_rate=1.0 - (1.0 - rate) ** (left / self.within),
            event_ids=event_ids(self.history, [touches], at_most=_CITED),
        )

    def _expected(self, each: Standing, rate: float) -> float:
        """Return the confidence one has in a rule for a dyad with a base rate of its own."""
        if len(each.mined.actor) == 1:
            return each.confidence
        odds = each.confidence / (1.0 - each.confidence)
        usual = max(each.base_rate, 1e-6)
        lift = odds / (usual / (1.0 - min(usual, 1.0 - 1e-6)))
        # A window end to end is what the dyad's own rate has to stand on.
        n = self.history.n_days / self.within
        mine = (rate * n + usual) / (n + 1.0)
        lifted = mine / (1.0 - min(mine, 1.0 - 1e-6)) * lift**0.5
        return float(lifted / (1.0 + lifted))

    def _from_here(self, each: Standing, a: int, b: int, left: int, whole: float) -> float:
        """Return how often the head still came, of cases that had stood open for so long."""
        past = self.within - left
        pair = np.array([a], dtype=np.int64), np.array([b], dtype=np.int64)
        family = each.mined.family
        open_so_long = [
            case
            for case in cases_of(
                self.history, family, each.body, each.head, *pair, within=self.within
            )
            if case.closed and (case.head_day < 0 or case.head_day - case.body_day > past)
        ]
        came = sum(case.head_day >= 0 for case in open_so_long)
        # An even pace over the window is what the rule alone leads one to expect.
        expected = 1.0 - (1.0 - whole) ** (left / self.within)
        return float((came + PRIOR_CASES * expected) / (len(open_so_long) + PRIOR_CASES))


def _note(sieve: Sieve) -> str:
    """Say what a reader of an empty book has to know."""
    days, scope = sieve.history.n_days, sieve.scope
    if not sieve.n_dyads:
        who = " and ".join(scope.dyad) if scope.dyad else scope.actor or "any two parties"
        return (
            f"In the {days} days it watched, the record saw too few dealings of {who} to look "
            "for rules. Import a longer history, or ask about all dyads."
        )
    least = POOL_SUPPORT if scope.everywhere else OWN_SUPPORT
    if not sieve.n_tested:
        return (
            f"Nothing happened often enough in the {days} days that the record watched: no body "
            f"has {least} cases whose window of {sieve.within} days has closed. "
            "Import a longer history."
        )
    share = LAW_RATE if scope.everywhere else OWN_RATE
    return (
        f"Of the {sieve.n_tested:,} rules with {least} cases or more none stands out from "
        f"chance (of rules kept at most {share:.0%} may be noise). That too is an answer: what "
        "happened lately tells no more here than the base rates do."
    )
