"""The parties of a verb: who acts and at whom, by voice, pattern and what is left unsaid.

In: a hit and its verb group. Out: actors and recipients. The idea to know: the pattern
of the entry says which place of the clause holds whom; the passive turns it round; and
where a place is empty, the speaker ("we"), the last of the state's arms told of ("twelve
were detained") or a description ("looters in Osh") fills it.
"""

from __future__ import annotations

from parley.reading.clauses import VerbGroup
from parley.reading.draft import STATE_SECTORS, distinct, sector_of, without, without_own
from parley.reading.draft_base import DraftBase
from parley.reading.lexicon import Hit
from parley.reading.placing import place_parties
from parley.reading.status import standing_of_verb
from parley.terms import SYMMETRIC, ActorMention, EventType, party_of

__all__ = ["PartyFinder", "PartyPair"]

_AT_SOMEBODY = frozenset({"SANCTION", "COERCE", "ACCUSE"})
_STATE_MODES = frozenset({"arrest", "crowd-control", "convict", "deport", "curfew"})

PartyPair = tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]
"""Actors and recipients."""


class PartyFinder(DraftBase):
    """Finds the parties of verbs."""

    def _parties(self, hit: Hit, group: VerbGroup) -> PartyPair:
        """Return actors and recipients of a verb by its voice and its entry's pattern."""
        flags = hit.entry.flags
        if hit.operator not in {None, "do", "plan", "suffer"}:
            flags = frozenset()  # a refusal of talks is no talks
        subject = self.roles.subject_of(group.subject)
        after = max(hit.last, group.head) + 1
        end = max(group.clause.last, after)
        intransitive = group.link == "reduced" and "obj" not in hit.entry.to and hit.noun is None
        if (intransitive and not self.roles.agent(group)) or "ahead" in flags:
            # "The citizens gathered outside": no passive, only a clause without its pronoun.
            return subject, self.roles.recipient_of(hit, after, end)
        if group.passive:
            return self._passive_parties(hit, group, flags, subject)
        recipients = self._active_recipients(hit, group, subject)
        if "rev" in flags or hit.operator == "suffer" or "host" in flags:
            return recipients, subject
        if "third" in flags:
            if len({party_of(m.code) for m in recipients}) >= 2:
                return recipients, subject
            return distinct([*subject, *recipients]), ()
        if "sym" in flags:
            return distinct([*subject, *recipients]), ()
        return subject, recipients

    def _passive_parties(
        self,
        hit: Hit,
        group: VerbGroup,
        flags: frozenset[str],
        subject: tuple[ActorMention, ...],
    ) -> PartyPair:
        """Return who is named by "by", and whom or what the subject stands for."""
        roles = self.roles
        after = max(hit.last, group.head) + 1
        end = max(group.clause.last, after)
        actors = roles.agent(group) or self._implied_agent(hit, group)
        noun = hit.noun if hit.noun is not None and hit.noun < group.first else None
        if noun is not None or hit.operator is not None:
            recipients = roles.recipient_of(hit, after, end)
            if not recipients and noun is not None:
                recipients = roles.recipient_of(hit, noun + 1, group.first)
            if actors and not recipients and hit.event_type in _AT_SOMEBODY:
                recipients = without(subject, actors)
            if noun is not None:
                actors = actors or roles.owner_before(hit.first)
        elif "obj" in hit.entry.to:
            recipients = subject
        else:
            recipients = roles.recipient_of(hit, after, end) or subject
        if "sym" in flags or hit.event_type in SYMMETRIC:
            return distinct([*actors, *recipients, *subject]), ()
        if not actors and hit.event_type in {"MOBILIZE", "AID"} and hit.noun is not None:
            # "UN peacekeepers were deployed": whose they are has sent them.
            recipients = roles.recipient_of(hit, after, end)
            actors = without(subject, recipients)
        return actors, recipients

    def _active_recipients(
        self, hit: Hit, group: VerbGroup, subject: tuple[ActorMention, ...]
    ) -> tuple[ActorMention, ...]:
        """Return whom an active verb is directed at: by its pattern, else within its words."""
        roles = self.roles
        after = max(hit.last, group.head) + 1
        end = max(group.clause.last, after)
        recipients = roles.recipient_of(hit, after, end)
        if "~" in hit.entry.phrase and "obj" in hit.entry.to:
            # "accuse X of", "take X to court": the whole object stands within the phrase.
            within = roles.object_after(group.head + 1, hit.last + 1, places=False)
            recipients = within or recipients
        if not recipients and hit.event_type == "ACCUSE":
            recipients = roles.after_preposition(("by",), after, end, places=False)
        if hit.last > group.head and hit.event_type != "MOBILIZE":
            # "Recalled its envoy from Oslo": one's own envoy is not whom it is directed at.
            within = without_own(without(roles.opposed(hit), subject), subject)
            if not recipients or (hit.event_type in {"SANCTION", "ACCUSE"} and within):
                recipients = within
        if hit.operator is not None and not recipients and hit.noun is not None:
            recipients = without(roles.owner_before(hit.first), subject)
        return recipients

    def _implied_agent(self, hit: Hit, group: VerbGroup) -> tuple[ActorMention, ...]:
        """Return who must have done what only a state does, where the passive names nobody.

        "Twelve were detained" follows on whoever of the state's arms was last told of; a
        state that speaks of what "may be reviewed" speaks of its own review.
        """
        standing = standing_of_verb(self.clauses, group)
        if standing.status in {"planned", "possible"}:
            speakers = self._speaker_mentions(group)
            return tuple(
                m for m in speakers if sector_of(m) in STATE_SECTORS | {""} and m.code != "-"
            )
        if hit.mode not in _STATE_MODES:
            return ()
        since = self.text.sentences[max(0, group.sentence - 2)].first
        for unit in reversed(self.roles.units_in(since, group.first)):
            arms = tuple(m for m in unit.mentions if sector_of(m) in STATE_SECTORS)
            if arms and not unit.is_place and unit.mentions[0].how != "pronoun":
                in_subject = group.subject is not None and unit.first in group.subject
                if not in_subject:
                    return arms
        return ()

    def _described(self, group: VerbGroup) -> tuple[ActorMention, ...]:
        """Return persons who act but whom no table names ("Looters in Osh fired …")."""
        if group.passive or group.subject is None:
            return ()
        described = self.roles.described(group.subject)
        return (described,) if described is not None else ()

    def _third_country(
        self, hit: Hit, group: VerbGroup, actors: tuple[ActorMention, ...]
    ) -> ActorMention | None:
        """Return the place of talks that lies in a state of none of the parties."""
        first = max(hit.last, group.head) + 1
        where = self.roles.place_after(first, max(group.clause.last, first))
        states = {party_of(m.code) for m in actors}
        if where is None or len(states - {"-"}) < 2 or party_of(where.code) in states:
            return None
        return where

    def _first_person(self, group: VerbGroup) -> tuple[ActorMention, ...]:
        """Return the speaker where "we" or "I" acts."""
        if group.subject is None or group.passive:
            return ()
        span = range(group.subject.first, group.subject.last)
        pronouns = {"we", "i", "it", "he", "she", "they"}
        if not any(self.tokens[i].lower in pronouns for i in span) or self.roles.units_in(
            group.subject.first, group.subject.last
        ):
            return ()
        return self._speaker_mentions(group)

    def _placed(
        self,
        hit: Hit,
        group: VerbGroup,
        event_type: EventType,
        actors: tuple[ActorMention, ...],
        recipients: tuple[ActorMention, ...],
    ) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]:
        """Give persons without a state the one where the clause places them."""
        first, last = max(hit.last, group.head) + 1, max(group.clause.last, hit.last + 1)
        where = self.roles.place_after(first, last)
        state = party_of(where.code) if where is not None else None
        actors, recipients = place_parties(event_type, actors, recipients, state)
        if event_type == "ASSAULT" and not recipients and where is not None and actors:
            if state not in {party_of(m.code) for m in actors}:
                recipients = (where,)
        return actors, recipients

    def _next_party(self, hit: Hit, group: VerbGroup) -> tuple[ActorMention, ...]:
        """Return the first party named after a hit in its clause, else under its "if"."""
        last = max(group.clause.last, hit.last + 1)
        units = self.roles.units_in(max(hit.last, group.head) + 1, last)
        sentence = self.text.sentences[group.sentence]
        conditions = [
            i for i in range(sentence.first, sentence.last)
            if self.tokens[i].lower in {"if", "unless", "should"}
        ]  # fmt: skip
        if not units and conditions:
            units = self.roles.units_in(conditions[0], min(conditions[0] + 8, sentence.last))
        return units[0].mentions if units else ()

    def _partners(self, hit: Hit, group: VerbGroup) -> tuple[ActorMention, ...]:
        """Return who takes part besides the subject ("with X", "to include Y")."""
        end = max(group.clause.last, hit.last + 1)
        found = list(self.roles.after_preposition(("with",), group.head, end, places=False))
        for other in self.clauses.groups:
            if group.head < other.head < end and other.bases & {"include", "involve", "join"}:
                found += self.roles.object_after(other.head + 1, end, places=False)
        return tuple(found)

    def _affected(self, group: VerbGroup) -> tuple[ActorMention, ...]:
        """Return whom a governed verb of no type is directed at: object, else "to" or "with"."""
        first, last = group.head + 1, max(group.clause.last, group.head + 2)
        return self.roles.object_after(first, last, places=False) or self.roles.after_preposition(
            ("to", "for", "with", "from", "against", "into"), first, last, places=False
        )
