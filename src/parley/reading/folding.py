"""One entry for each act: what a report tells twice is folded into one mention.

In: all mentions of a text. Out: one for each act, with the fullest telling of the body
as its evidence. The idea to know: two tellings are of one act when type and parties
agree (one may leave parties out), and neither dates nor status speak against it.
"""

from __future__ import annotations

from collections.abc import Sequence

from parley.reading.text import Text
from parley.terms import SYMMETRIC, Mention, Span, party_of

__all__ = ["fold_mentions", "in_headline"]

# Types of which one report seldom tells two acts by one actor, so that a telling without
# recipient is taken for the act told in full.
_TOLD_SHORT = frozenset({"SANCTION", "RETREAT", "CONSULT", "COOPERATE"})
_HAPPENED = frozenset({"actual", "ongoing"})


def fold_mentions(text: Text, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return one mention for each act, in the order of the text."""
    body = [m for m in mentions if not in_headline(text, m.trigger)]
    headline = [m for m in mentions if in_headline(text, m.trigger)]
    kept: list[Mention] = []
    for mention in [*body, *headline]:
        for i, earlier in enumerate(kept):
            if _one_act(earlier, mention):
                if not in_headline(text, mention.trigger) and _fuller(mention, earlier):
                    kept[i] = mention
                break
        else:
            if not (in_headline(text, mention.trigger) and _retold(mention, kept)):
                kept.append(mention)
    return tuple(sorted(kept, key=lambda m: (m.trigger.start, m.event_type, m.mention_id)))


def in_headline(text: Text, trigger: Span) -> bool:
    """Tell whether a span stands in a headline."""
    sentence = text.sentence_at(trigger.start)
    return sentence is not None and sentence.is_headline


def _parties(mention: Mention) -> tuple[frozenset[str], frozenset[str]]:
    actors = frozenset(party_of(m.code) for m in mention.actors)
    recipients = frozenset(party_of(m.code) for m in mention.recipients)
    if mention.event_type in SYMMETRIC:
        return actors | recipients, frozenset()
    return actors, recipients


def _one_act(first: Mention, second: Mention) -> bool:
    """Tell whether two mentions tell of one act."""
    if first.event_type != second.event_type or first.chain != second.chain:
        if first.event_type != second.event_type:
            return False
        if "denied" in {first.status, second.status}:
            return False
    happened = first.status in _HAPPENED, second.status in _HAPPENED
    if first.status != second.status and not all(happened):
        return False
    if not _dates_agree(first, second):
        return False
    if _parties(first) == _parties(second):
        return True
    return _leaves_out(first, second) or _leaves_out(second, first)


def _leaves_out(shorter: Mention, longer: Mention) -> bool:
    """Tell whether a telling is that of another with parties left out ("the rupture")."""
    if shorter.event_type not in _TOLD_SHORT or shorter.mode != longer.mode:
        return False
    actors, recipients = _parties(shorter)
    fuller, others = _parties(longer)
    if shorter.event_type in SYMMETRIC:
        return actors < fuller and len(actors) < 2
    return actors == fuller and not recipients and bool(others)


def _dates_agree(first: Mention, second: Mention) -> bool:
    if "unknown" in {first.happened_on.precision, second.happened_on.precision}:
        return True
    return first.happened_on.overlaps(second.happened_on)


def _fuller(mention: Mention, than: Mention) -> bool:
    """Tell whether a telling holds more: a date where the other has none, more words."""
    dated = mention.happened_on.precision != "unknown", than.happened_on.precision != "unknown"
    if dated[0] != dated[1]:
        return dated[0]
    return mention.confidence > than.confidence


def _retold(mention: Mention, body: Sequence[Mention]) -> bool:
    """Tell whether the body tells of what a headline says, in whatever fuller words."""
    actors, recipients = _parties(mention)
    parties = (actors | recipients) - {"-"}
    if not parties:  # "Ministers speak by telephone": the body says which
        return any(other.event_type == mention.event_type for other in body)
    for other in body:
        others = frozenset().union(*_parties(other))
        if other.event_type == mention.event_type and parties & others:
            return True
    return False
