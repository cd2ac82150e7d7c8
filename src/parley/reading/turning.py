"""Acts to come, denied or demanded, as the acts of speech they are.

In: a draft. Out: the draft with the type its standing gives it. The idea to know: a
meeting to come is an AGREE, a withdrawal to come a CONCEDE, "will not attend" a REJECT;
hostile acts keep their type, and what a party says of its own acts is its own word.
"""

from __future__ import annotations

from dataclasses import replace

from parley.reading.attribution import Attribution, Attributions
from parley.reading.draft import Draft
from parley.reading.drafts import DraftFinder
from parley.reading.lexicon import refusal_mode
from parley.reading.status import Standing
from parley.terms import EventType, party_of

__all__ = ["turned"]

_COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "AGREE"})
_DENYING = frozenset({"deny", "refute", "dismiss", "reject", "rebut", "dispute"})
_OF_SPEECH = frozenset({"AGREE", "CONCEDE", "THREATEN", "REJECT", "REQUEST", "ACCUSE"})


def turned(draft: Draft, attributions: Attributions, finder: DraftFinder) -> Draft | None:
    """Give an act to come, denied or demanded the type it has as an act of speech.

    What a party says of its own act to come is an act of saying, vouched for by whoever
    tells of the saying, not by the party.
    """
    turned, own, inner = _retyped(draft, attributions, finder)
    said = turned.event_type in _OF_SPEECH and turned.standing.status == "actual"
    if own and inner is not None and said and turned.chain is None:
        return replace(turned, chain=attributions.chain_at(inner.cue))
    return turned


def _retyped(
    draft: Draft, attributions: Attributions, finder: DraftFinder
) -> tuple[Draft, bool, Attribution | None]:
    """Return a draft by its standing, whether its actor tells of it, and in what words."""
    trigger = finder.tokens[draft.trigger].span
    held = attributions.holding(trigger)
    inner = held[-1] if held else None
    if inner is not None and inner.lemma in _DENYING:
        return replace(draft, standing=Standing("denied", negated=True)), False, inner
    own = False
    if inner is not None and inner.speaker.span is not None:
        speakers = {party_of(m.code) for m in finder.mentions_at(inner.speaker.span)}
        own = bool(speakers & {party_of(m.code) for m in draft.actors} - {"-"})
    standing = draft.standing
    kind: EventType = draft.event_type
    if standing.negated and standing.future and standing.status == "denied":
        if kind in _COOPERATIVE or kind in {"RETREAT", "CONCEDE"}:
            made = replace(
                draft,
                event_type="REJECT",
                mode=refusal_mode(kind),
                standing=Standing("actual"),
                promised=None,
            )
            return made, own, inner
        return draft, own, inner
    if standing.status != "planned":
        return draft, own, inner
    if kind in _COOPERATIVE and kind != "AGREE":
        made = replace(
            draft,
            event_type="AGREE",
            mode=None,
            promised=kind,
            standing=Standing("actual" if own else "planned", future=True),
        )
        return made, own, inner
    if kind == "RETREAT":
        made = replace(
            draft,
            event_type="CONCEDE",
            mode="ceasefire" if draft.mode == "ceasefire" else None,
            promised="RETREAT",
            standing=Standing("actual" if own else "planned", future=True),
        )
        return made, own, inner
    if own and kind == "ASSAULT":
        made = replace(draft, event_type="THREATEN", mode="violence", standing=Standing("actual"))
        return made, own, inner
    return draft, own, inner
