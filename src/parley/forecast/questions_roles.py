"""Who acts in a question, and towards whom.

In: the statement a question was read as, its parties, the words of its act. Out: `Roles`.
The idea to know: places around the act tell who is who, and some acts take two: those who
sign, exchange or clash do it to one another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parley.forecast.asked import fold_party
from parley.reading.text import Text
from parley.terms import SYMMETRIC, ActorMention, EventType, Span, party_of

__all__ = ["ActWords", "Roles", "roles_of"]

_RECIPROCAL = re.compile(
    r"\b(?:each\s+other|one\s+another|clash|clashes|go\s+to\s+war|at\s+war|war|fight|fighting|"
    r"skirmish|exchange\s+\w+)\b",
    re.IGNORECASE,
)
_DONE_BY = re.compile(r"\s*by\b", re.IGNORECASE)
_AT_WHOM = re.compile(r"\b(?:on|against|towards?|at|to|from|for|with)\b", re.IGNORECASE)
_EXCHANGE = re.compile(r"\b(?:exchange|trade|swap)\s+(?:\w+\s+)?$", re.IGNORECASE)
_TAKES_TWO = re.compile(
    r"(?:re-?)?(?:sign|conclude|ratify|normali[sz]e|restore|establish|open|renew|resume|deepen|mend|"
    r"strengthen|improve|cut|sever|break\s+off|suspend)\s+(?:\w+\s+){0,4}?(?:agreements?|treat(?:y|ies)|"
    r"deals?|accords?|pacts?|memorand\w+|contracts?|relations|ties|talks|negotiations|trade)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:be|been|being|get|gets|got)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ActWords:
    """The words of the act asked about, with their types; modes where all of them name one."""

    span: Span
    event_types: tuple[EventType, ...]
    modes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roles:
    """Who acts and towards whom; `directed` is None where the types tell."""

    actors: list[str]
    recipients: list[str]
    directed: bool | None


def roles_of(said: Text, mentions: Sequence[ActorMention], act: ActWords) -> Roles:
    """Tell who acts from whom it is done to, by their places around the act."""
    parties = [m for m in mentions if m.code != "-" and m.how != "pronoun"]
    before = [m for m in parties if m.span.end <= act.span.start]
    after = [m for m in parties if m.span.start >= act.span.end]
    inside = [m for m in parties if m not in before and m not in after]
    actors, others = _codes(before), _codes([*inside, *after])
    if not before and _DONE_BY.match(said.text[act.span.end :]):
        # "airstrikes by Freedonia on Ruritania"
        at_whom = _AT_WHOM.search(said.text, act.span.end)
        turn = at_whom.start() if at_whom is not None else len(said.text)
        doers = [m for m in after if m.span.end <= turn]
        return Roles(_codes(doers), _codes([m for m in after if m not in doers]), None)
    if _codes(after):
        # "mobilize troops against Pakistan": whose troops they are is no matter.
        own = {party_of(code) for code in actors}
        others = _codes([*(m for m in inside if party_of(m.code) not in own), *after])
    together = [event_type in SYMMETRIC for event_type in act.event_types]
    if all(together) and (not actors or not others):
        return Roles(actors or others, [], None)  # make_question deals them out
    if any(together) and len(actors) == 2 and not others:
        return Roles(actors[:1], actors[1:], False)
    if (
        not actors
        and len(others) > 1
        and re.match(r"\s*between\b", said.text[act.span.end :], re.IGNORECASE)
    ):
        return Roles(others[:1], others[1:], False)
    if _PASSIVE.search(said.text[: act.span.start]):
        by = re.search(r"\bby\b", said.text[act.span.end :], re.IGNORECASE)
        doers = [m for m in after if by and m.span.start > act.span.end + by.start()]
        return Roles(_codes(doers), actors, None)
    if len(actors) == 2 and not others and _joined(said, before, act):
        return Roles(actors[:1], actors[1:], False)
    mutual = _RECIPROCAL.search(said.text[act.span.start :]) or _EXCHANGE.search(
        said.text[: act.span.start]
    )
    if len(actors) == 2 and not others and mutual:
        return Roles(actors[:1], actors[1:], False)
    return Roles(actors, [code for code in others if code not in actors], None)


def _joined(said: Text, before: Sequence[ActorMention], act: ActWords) -> bool:
    """Tell whether two parties joined by "and" do what takes two: sign, make up, break off."""
    between = said.text[before[0].span.end : before[-1].span.start]
    words = said.text[act.span.start :]
    return re.search(r"\band\b", between) is not None and _TAKES_TWO.match(words) is not None


def _codes(mentions: Sequence[ActorMention]) -> list[str]:
    """Return party codes; a sector is kept where a role or group was named, not a person."""
    named = {"role", "group", "agency", "code"}
    codes = [
        # "troops from Syria", withdrawn, are not Syria's.
        fold_party(m.code, keep_sector=m.how in named and " from " not in m.surface)
        for m in mentions
    ]
    return list(dict.fromkeys(codes))
