"""Acts that are denied: the charge stands, and its denial is an entry of its own.

In: the drafts of a text, and its clauses. Out: copies of alleged acts with status
denied, one for each "rejected the charge", "denied this", "called the report false".
The idea to know: what is denied is the last act before it that somebody else tells of
the one who denies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from parley.reading.clauses import VerbGroup
from parley.reading.status import Standing
from parley.terms import ActorMention, party_of

if TYPE_CHECKING:
    from parley.reading.drafts import Draft, DraftFinder

__all__ = ["denied_copies", "is_denial"]

_DENYING = frozenset("deny reject dismiss refute rebut dispute disown contest".split())
_CALLING = frozenset("call describe brand label term".split())
_CHARGES = frozenset(
    """accusation accusations charge charges allegation allegations claim claims report reports
    it this that them suggestion suggestions story stories statement involvement
    responsibility""".split()
)
_FALSE = frozenset(
    """false untrue baseless unfounded groundless invention inventions nonsense fabrication
    fabricated lie lies absurd fiction slander rubbish propaganda""".split()
)
_GRAVE = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "AID", "SUPPORT"})
_REACH = 3  # sentences back in which what is denied was told


def denied_copies(finder: DraftFinder, drafts: Sequence[Draft]) -> list[Draft]:
    """Return a denied copy of each act that a party denies in a clause of its own."""
    found: list[Draft] = []
    for group in finder.clauses.groups:
        if group.negated or group.passive or not is_denial(finder, group):
            continue
        deniers = finder.roles.subject_of(group.subject)
        alleged = _alleged(finder, drafts, group, deniers)
        if alleged is None:
            continue
        found.append(
            replace(
                alleged,
                standing=Standing("denied", negated=True),
                trigger=group.head,
                stretch=group.clause,
                sentence=group.sentence,
                grip=0.45,
                chain=tuple(dict.fromkeys(mention.code for mention in deniers)),
            )
        )
    return found


def is_denial(finder: DraftFinder, group: VerbGroup) -> bool:
    """Tell whether a verb denies what was said before ("rejected the charge as lies")."""
    words = [finder.tokens[i].lower for i in range(group.head + 1, group.clause.last)]
    near = words[:5]
    stops = [k for k, word in enumerate(near) if word in {"of", "that", "by", "as", ","} and k > 0]
    head = near[: stops[0]] if stops else near
    if group.bases & _DENYING:
        return bool(set(head) & _CHARGES)
    return bool(group.bases & _CALLING and set(head) & _CHARGES and set(words) & _FALSE)


def _alleged(
    finder: DraftFinder,
    drafts: Sequence[Draft],
    group: VerbGroup,
    deniers: tuple[ActorMention, ...],
) -> Draft | None:
    """Return the last act before a denial that others tell of the one who denies."""
    own = {party_of(mention.code) for mention in deniers} - {"-"}
    if not own:
        return None
    # What was alleged is more often a hostile act than one of accord.
    ordered = sorted(drafts, key=lambda d: (d.event_type not in _GRAVE, -d.trigger))
    for draft in ordered:
        if draft.trigger >= group.first or group.sentence - draft.sentence > _REACH:
            continue
        if draft.event_type in {"ACCUSE", "REQUEST", "THREATEN"}:
            continue
        actors = {party_of(mention.code) for mention in draft.actors}
        trigger = finder.tokens[draft.trigger].span
        told = finder.attributions.holding(trigger)
        if not told or not actors & own:
            continue
        speakers = {party_of(m.code) for m in finder.mentions_at(told[-1].speaker.span)}
        if not speakers & own:
            mine = tuple(m for m in draft.actors if party_of(m.code) in own)
            return replace(draft, actors=mine)
    return None
