"""Acts told as nouns ("Pyongyang's support for Russia's war"), and talks that fail.

In: a noun hit. Out: `Draft`s. The idea to know: a noun counts when its own words name
who acts: an owner before it, "by" or "of" after it, both parties of talks.
"""

from __future__ import annotations

from parley.reading.clauses import Stretch, VerbGroup
from parley.reading.draft import STREET_SECTORS, Draft, distinct, sector_of, without
from parley.reading.draft_governing import GoverningVerbs
from parley.reading.lexicon import Hit
from parley.reading.status import Standing, standing_of_noun, standing_of_verb
from parley.terms import SYMMETRIC, ActorMention, EventType, party_of

__all__ = ["NounActs"]

_TALKS = frozenset(
    """talk talks negotiation negotiations summit summits meeting meetings dialogue dialog
    discussions consultations conference they it these round mediation process""".split()
)
_GROWING = frozenset(
    "expand deepen grow strengthen widen begin resume start intensify continue expire end".split()
)
_FAILING = frozenset("fail collapse founder stall break end".split())


_ASKING_NOUNS = frozenset("request invitation urging behest".split())
_BEFORE_TALKS = frozenset("for in after during at to further with".split())
_NOUN_REACH = 16  # words after a noun among which its parties are looked for


def _is_symmetric(hit: Hit) -> bool:
    return "sym" in hit.entry.flags or hit.event_type in SYMMETRIC


class NounActs(GoverningVerbs):
    """Makes drafts of nouns, and of talks that fail."""

    def _of_noun(self, hit: Hit) -> list[Draft]:
        """Return the drafts of a noun whose own words name who acts."""
        sentence = self.text.sentence_at(self.tokens[hit.head].start)
        if sentence is None:
            return []
        around = self.clauses.clause_around(hit.head)
        end = self._reach(hit, around, sentence.last)
        if self.tokens[hit.head].lower in _ASKING_NOUNS:
            asked = self._at_request(hit, around, end)
            if asked is not None:
                asking, of = asked[0], without(asked[1], asked[0])
                kind = hit.event_type
                return [self._noun_draft(hit, kind, None, asking, of, sentence.index, end)]
        actors, recipients = self._noun_parties(hit, around, sentence.last, end)
        recipients = without(recipients, actors)
        if not self._noun_counts(hit, around, actors, recipients):
            return []
        several = len({party_of(m.code) for m in actors}) > 1
        if "drill" in hit.entry.flags and several:
            return [self._noun_draft(hit, "COOPERATE", None, actors, (), sentence.index, end)]
        return [
            self._noun_draft(hit, hit.event_type, hit.mode, actors, recipients, sentence.index, end)
        ]

    def _reach(self, hit: Hit, around: VerbGroup | None, last: int) -> int:
        """Return how far the words of a noun may run: to its verb, or the end of the clause."""
        end = min(last, hit.last + _NOUN_REACH)
        if around is None:
            return end
        if around.head > hit.last:
            return min(end, around.first)
        return min(end, max(around.clause.last, hit.last + 1))

    def _noun_parties(
        self, hit: Hit, around: VerbGroup | None, last: int, end: int
    ) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]:
        """Return the parties a noun names; of talks all are actors."""
        actors = self.roles.actor_of_noun(hit, last)
        recipients = self.roles.recipient_of(hit, hit.last + 1, end)
        if not actors and hit.event_type in {"RETREAT", "MOBILIZE", "PROTEST", "COOPERATE"}:
            actors = self.roles.after_preposition(("of",), hit.last + 1, end, places=False)
            recipients = without(recipients, actors)
        if not _is_symmetric(hit):
            return actors, recipients
        together = distinct([*actors, *recipients])
        before = self.tokens[hit.first - 1].lower if hit.first else ""
        if together and around is not None and before in _BEFORE_TALKS:
            if len({party_of(m.code) for m in together}) < 2:
                # "Flew to Cairo for talks with Egypt": who flew takes part.
                together = distinct([*self.roles.subject_of(around.subject), *together])
        return together, ()

    def _noun_counts(
        self,
        hit: Hit,
        around: VerbGroup | None,
        actors: tuple[ActorMention, ...],
        recipients: tuple[ActorMention, ...],
    ) -> bool:
        """Tell whether a noun with these parties is an act of its own."""
        flags = hit.entry.flags
        symmetric = _is_symmetric(hit)
        if not actors or "charge" in flags or ("light" in flags and not symmetric):
            return False
        if symmetric and len({party_of(m.code) for m in actors}) < 2:
            return False
        if "light" in flags and (around is None or not around.bases & _GROWING):
            return False
        if "street" in flags and not all(sector_of(m) in STREET_SECTORS for m in actors):
            return False
        return "need" not in flags or bool(recipients) or symmetric

    def _at_request(
        self, hit: Hit, around: VerbGroup | None, end: int
    ) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]] | None:
        """Return who asks and who is asked in "at the invitation of X" and "at X's request"."""
        opening = {self.tokens[i].lower for i in range(max(0, hit.first - 6), hit.first)}
        if not opening & {"at", "on", "upon"} or around is None:
            return None
        asking = self.roles.owner_before(hit.first) or self.roles.after_preposition(
            ("of",), hit.last + 1, end, places=False
        )
        asked_of = self.roles.subject_of(around.subject)
        return (asking, asked_of) if asking else None

    def _noun_draft(
        self,
        hit: Hit,
        event_type: EventType,
        mode: str | None,
        actors: tuple[ActorMention, ...],
        recipients: tuple[ActorMention, ...],
        sentence: int,
        end: int,
    ) -> Draft:
        first, last = hit.first, hit.last + 1
        floor = self.text.sentences[sentence].first
        for mention in (*actors, *recipients):
            token = self.text.token_at(mention.span.start)
            final = self.text.token_at(max(mention.span.start, mention.span.end - 1))
            if token is not None and final is not None and floor <= token.index < end:
                if token.index >= hit.first - 12:
                    first = min(first, token.index)
                last = max(last, final.index + 1)
        standing = self._noun_standing(hit)
        return Draft(
            event_type=event_type,
            mode=mode,
            actors=actors,
            recipients=recipients,
            standing=standing,
            trigger=hit.head,
            stretch=Stretch(first, max(last, hit.last + 1)),
            contexts=hit.entry.contexts,
            promised=hit.promised,
            grip=self._grip(hit, actors, recipients) - 0.15,
            sentence=sentence,
        )

    def _noun_standing(self, hit: Hit) -> Standing:
        """Return how a noun puts its act: by its own words, else by the verb around it."""
        standing = standing_of_noun(self.clauses, hit.head, hit.first)
        around = self.clauses.clause_around(hit.head)
        if standing.status != "actual" or around is None:
            return standing
        outer = standing_of_verb(self.clauses, around)
        lasting = hit.event_type in {"SUPPORT", "AID"} or hit.entry.phrase == "war"
        lasts = lasting and not around.past and around.aux[:1] != ("had",)
        goes_on = outer.status == "ongoing" and hit.head < around.head
        if lasts or goes_on or (around.progressive and around.bases & _GROWING):
            return Standing("ongoing")
        if outer.status in {"planned", "possible"} and hit.head > around.head:
            return Standing(outer.status, future=outer.future)
        return standing

    def _failed_talks(self, group: VerbGroup) -> Draft | None:
        """Return the REJECT by all parties that failed talks are."""
        if not group.bases & _FAILING or group.subject is None or group.passive:
            return None
        after = [
            self.tokens[i].lower
            for i in range(group.head + 1, min(group.head + 4, len(self.tokens)))
        ]
        base = next(iter(group.bases & _FAILING))
        if base == "break" and after[:1] != ["down"]:
            return None
        if base == "end" and not set(after[:2]) & {"without", "inconclusively"}:
            return None
        if base == "fail" and after[:1] == ["to"] and not group.subject:
            return None
        nouns = [
            i for i in range(group.subject.first, group.subject.last)
            if self.tokens[i].lower in _TALKS
        ]  # fmt: skip
        if not nouns:
            return None
        hit = next((self.by_noun[i] for i in nouns if i in self.by_noun), None)
        parties: tuple[ActorMention, ...] = ()
        if hit is not None:
            owner = self.roles.actor_of_noun(hit, group.first)
            with_whom = self.roles.recipient_of(hit, hit.last + 1, group.first)
            parties = distinct([*owner, *with_whom])
        if len({party_of(m.code) for m in parties}) < 2:
            parties = self._earlier_talks(group) or self.roles.subject_of(group.subject)
        if len({party_of(m.code) for m in parties}) < 2:
            return None
        first = min(group.clause.first, group.subject.first)
        return Draft(
            event_type="REJECT",
            mode=None,
            actors=parties,
            recipients=(),
            standing=standing_of_verb(self.clauses, group),
            trigger=group.head,
            stretch=Stretch(first, group.clause.last),
            contexts=("diplomatic",),
            grip=0.6,
            sentence=group.sentence,
        )

    def _earlier_talks(self, group: VerbGroup) -> tuple[ActorMention, ...]:
        """Return the parties of the last talks told of before a verb."""
        for head in sorted(self.by_noun, reverse=True):
            hit = self.by_noun[head]
            if head < group.first and hit.event_type == "CONSULT":
                sentence = self.text.sentence_at(self.tokens[head].start)
                limit = sentence.last if sentence is not None else head + 10
                owner = self.roles.actor_of_noun(hit, limit)
                around = self.roles.recipient_of(hit, hit.last + 1, limit)
                parties = distinct([*owner, *around])
                if len({party_of(m.code) for m in parties}) > 1:
                    return parties
        return ()
