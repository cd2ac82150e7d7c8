"""Unplaced persons in a placed act: whose they are.

In: the type of an act, its parties, and the state where its clause says it happened.
Out: the parties, persons without a state given one where the act tells whose they must
be. The idea to know: whom a state's police arrest, and who strikes in Dhaka, belong to
that state unless the text says otherwise; whoever is only described elsewhere stays `-`.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files

from parley.reading.words import noun_bases
from parley.terms import ActorMention, EventType, party_of

__all__ = ["place_parties", "sector_of_words"]

_AT_HOME: frozenset[str] = frozenset({"COERCE", "RETREAT", "SANCTION", "ASSAULT", "PROTEST"})
_STATE_ARMS = frozenset({"", "GOV", "MIL", "JUD", "LEG"})


@lru_cache(maxsize=1)
def _sectors() -> dict[str, str]:
    path = files("parley.reading").joinpath("tables", "english", "roles.csv")
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {row["noun"]: row["sector"] for row in rows}


@lru_cache(maxsize=4_096)
def sector_of_words(words: str) -> str | None:
    """Return the sector that the last role noun of a phrase names, or None without one.

    Examples
    --------
    >>> sector_of_words("two former police chiefs"), sector_of_words("20 villagers")
    ('GOV', 'CVL')
    """
    lower = words.lower().split()
    for k in range(len(lower) - 1, -1, -1):
        for start in range(max(0, k - 2), k + 1):
            for base in noun_bases(lower[k]):
                sector = _sectors().get(" ".join([*lower[start:k], base]))
                if sector and sector != "=":
                    return sector
    return None


def place_parties(
    event_type: EventType,
    actors: tuple[ActorMention, ...],
    recipients: tuple[ActorMention, ...],
    state: str | None,
) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]:
    """Give persons without a state that of the place, else that of the other side.

    Examples
    --------
    >>> from parley.terms import Span
    >>> police = ActorMention(Span(0, 14), "Turkish police", "TUR-GOV", "Turkish police", "role")
    >>> held = ActorMention(Span(24, 34), "ten voters", "-", "ten voters", "none")
    >>> place_parties("COERCE", (police,), (held,), None)[1][0].code
    'TUR-CVL'
    """
    if event_type not in _AT_HOME:
        return actors, recipients
    at_home = state or _state_of(actors)
    if at_home:
        recipients = tuple(_placed(mention, at_home) for mention in recipients)
    where = state or (_state_of(recipients) if event_type == "PROTEST" else None)
    if where and event_type == "PROTEST":
        actors = tuple(_placed(mention, where) for mention in actors)
    return actors, recipients


def _state_of(mentions: tuple[ActorMention, ...]) -> str | None:
    """Return the one state whose arms these are, or None."""
    states = {party_of(m.code) for m in mentions if len(party_of(m.code)) == 3}
    arms = all(m.code.partition("-")[2] in _STATE_ARMS | {"REB", "CVL"} for m in mentions)
    state = states.pop() if len(states) == 1 and arms else None
    return state if state not in {"UNO", "EUU", "IGO", "NGO", "IMG", "ISM", "MNC", "ICC"} else None


def _placed(mention: ActorMention, state: str) -> ActorMention:
    if mention.code != "-":
        return mention
    sector = sector_of_words(mention.surface)
    return replace(mention, code=f"{state}-{sector or 'CVL'}", how="role")
