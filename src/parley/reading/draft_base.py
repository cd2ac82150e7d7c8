"""What a maker of drafts has at hand: clauses, hits, roles, attributions.

In: those of one text. Out: `DraftBase`, on which the makers of drafts build in turn. The
idea to know: a hit or verb that another has taken in is marked as swallowed, so that an
act is told once.
"""

from __future__ import annotations

from collections.abc import Iterable

from parley.reading.attribution import Attributions
from parley.reading.clauses import Clauses, Stretch, VerbGroup
from parley.reading.draft import Draft, distinct
from parley.reading.lexicon import Hit, find_hits
from parley.reading.roles import RoleFinder
from parley.terms import ActorMention, Span

__all__ = ["DraftBase"]

_DEMANDING = frozenset({"need", "dignitary", "street", "state", "org", "person", "troops"})


class DraftBase:
    """Clauses, hits, roles and attributions of one text, with look-ups."""

    def __init__(self, clauses: Clauses, roles: RoleFinder, attributions: Attributions) -> None:
        self.clauses = clauses
        self.text = clauses.text
        self.tokens = clauses.text.tokens
        self.roles = roles
        self.attributions = attributions
        self.by_verb: dict[int, list[Hit]] = {}
        self.by_noun: dict[int, Hit] = {}
        for hit in find_hits(clauses):
            if hit.verb is not None:
                self.by_verb.setdefault(hit.verb, []).append(hit)
            else:
                self.by_noun[hit.head] = hit
        for several in self.by_verb.values():
            # Longer phrases first; at one length those that ask more of their parties.
            several.sort(
                key=lambda hit: (
                    -hit.n_words,
                    hit.operator is not None,
                    not hit.entry.flags & _DEMANDING,
                )
            )
        self.swallowed: set[int] = set()  # verb heads and nouns that a governing verb took
        self.unplaced: list[Draft] = []  # acts whose actor is not known

    def mentions_at(self, span: Span | None) -> tuple[ActorMention, ...]:
        """Return the mentions that begin in a span, four at most."""
        if span is None:
            return ()
        found = [
            mention
            for unit in self.roles.units
            for mention in unit.mentions
            if mention.span.overlap(span) and span.start <= mention.span.start
        ]
        return distinct(found[:4])

    def _speaker_mentions(self, group: VerbGroup) -> tuple[ActorMention, ...]:
        span = self.tokens[group.head].span
        held = self.attributions.holding(span)
        return self.mentions_at(held[-1].speaker.span) if held else ()

    def _says(self, group: VerbGroup, words: frozenset[str]) -> bool:
        """Tell whether one of these words stands in the clause of a verb."""
        return any(
            self.tokens[i].lower in words for i in range(group.clause.first, group.clause.last)
        )

    def _subject_says(self, group: VerbGroup, words: frozenset[str]) -> bool:
        """Tell whether one of these words stands in the subject of a verb."""
        if group.subject is None:
            return False
        span = range(group.subject.first, group.subject.last)
        return any(self.tokens[i].lower in words for i in span)

    def _swallow(self, group: VerbGroup) -> None:
        """Mark a governed verb, those listed with it, and their nouns as taken."""
        number = self.clauses.by_head[group.head]
        self.swallowed.add(group.head)
        for hit in self.by_verb.get(group.head, ()):
            if hit.noun is not None:
                self.swallowed.add(hit.noun)
        for other in self.clauses.groups[number + 1 :]:
            if other.sentence != group.sentence:
                break
            if other.governor == number and other.infinitive:
                self._swallow(other)
            elif other.governor == group.governor and other.infinitive and group.infinitive:
                self.swallowed.add(other.head)

    def _grip(
        self, hit: Hit, actors: Iterable[ActorMention], recipients: Iterable[ActorMention]
    ) -> float:
        """Return how firmly the words hold the act: longer phrases and more parties hold more."""
        grip = 0.55 + 0.1 * min(hit.n_words - 1, 2)
        grip += 0.1 if tuple(recipients) else 0.0
        placed = [mention.code != "-" for mention in actors]
        return grip + (0.1 if placed and all(placed) else 0.0)

    def _stretch(self, hit: Hit, group: VerbGroup) -> Stretch:
        first = min(group.clause.first, hit.first)
        return Stretch(first, max(group.clause.last, hit.last + 1))

    def _is_asked(self, index: int) -> bool:
        """Tell whether a token stands in a question of the reporter's own."""
        token = self.tokens[index]
        sentence = self.text.sentence_at(token.start)
        if sentence is None or self.text.in_quotation(token.start) is not None:
            return False
        return self.tokens[sentence.last - 1].lower == "?"
