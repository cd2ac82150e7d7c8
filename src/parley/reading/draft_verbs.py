"""Acts that a verb tells of by itself.

In: a hit and its verb group. Out: a `Draft`, or none when the act does not fit. The idea
to know: besides the verb's own type there are acts made of two words (to stop an act, to
do something together) and acts of speech hidden in a modal ("Russia must withdraw").
"""

from __future__ import annotations

from dataclasses import replace

from parley.reading.clauses import VerbGroup
from parley.reading.draft import Draft, distinct, without, without_own
from parley.reading.draft_conditions import Conditions
from parley.reading.lexicon import Hit, compose, refusal_mode
from parley.reading.status import Standing, standing_of_verb
from parley.terms import SYMMETRIC, ActorMention, EventType, party_of

__all__ = ["PlainVerbs"]

_STOPPING = frozenset("stop halt suspend cease end quit pause discontinue".split())


class PlainVerbs(Conditions):
    """Makes drafts of verbs that tell of an act by themselves."""

    def _plain(self, hit: Hit, group: VerbGroup) -> Draft | None:
        """Return the draft of a verb that tells of an act by itself."""
        flags = hit.entry.flags
        actors, recipients = self._parties(hit, group)
        if not self._fits(hit, group, actors, recipients):
            return None
        standing = standing_of_verb(self.clauses, group)
        if standing.loose or (standing.conditional and standing.status == "possible"):
            return None
        if hit.operator == "plan" and standing.status == "actual":
            standing = Standing("planned", future=True)
        event_type, mode = hit.event_type, hit.mode
        if event_type == "MOBILIZE" and len({party_of(m.code) for m in actors}) > 1:
            words = {self.tokens[i].lower for i in range(hit.first, hit.last + 1)}
            if words & {"joint", "combined"}:
                event_type, mode, recipients = "COOPERATE", None, ()
        if "drill" in flags:
            partners = self._partners(hit, group)
            together = distinct([*actors, *partners])
            if len({party_of(m.code) for m in together}) > 1:
                event_type, mode, actors, recipients = "COOPERATE", None, together, ()
        if "ahead" in flags:
            if not group.passive and "be" not in group.bases:
                return None
            standing = Standing("denied" if group.negated else "planned", future=True)
        if "speaker" in flags:
            actors, recipients = self._speaker_mentions(group), ()
            standing = Standing("actual")
        if "future" in flags:
            negated = "notnot" in flags and standing.future and standing.negated
            if standing.status not in {"planned", "possible"} and not negated:
                return None
            standing = Standing("actual")
            if not recipients:
                recipients = without(self._next_party(hit, group), actors)
            if "facing" in flags:
                actors, recipients = self._speaker_mentions(group), actors
        return self._draft(
            hit, group, event_type, mode, actors, recipients, standing, promised=hit.promised
        )

    def _draft(
        self,
        hit: Hit,
        group: VerbGroup,
        event_type: EventType,
        mode: str | None,
        actors: tuple[ActorMention, ...],
        recipients: tuple[ActorMention, ...],
        standing: Standing,
        *,
        promised: EventType | None = None,
        grip: float | None = None,
    ) -> Draft | None:
        if event_type in SYMMETRIC and "visit" not in hit.entry.flags and event_type != "AGREE":
            if hit.mode != "third-party" and "host" not in hit.entry.flags:
                actors, recipients = distinct([*actors, *recipients]), ()
        if event_type == "CONSULT" and mode in {None, "third-party"} and not recipients:
            host = self._third_country(hit, group, actors)
            if host is not None:
                mode, recipients = "third-party", (host,)
        recipients = without_own(without(recipients, actors), actors)
        actors = actors or self._described(group) or self._first_person(group)
        actors, recipients = self._placed(hit, group, event_type, actors, recipients)
        draft = Draft(
            event_type=event_type,
            mode=mode,
            actors=actors,
            recipients=recipients,
            standing=standing,
            trigger=group.head,
            stretch=self._stretch(hit, group),
            contexts=hit.entry.contexts,
            promised=promised,
            grip=grip if grip is not None else self._grip(hit, actors, recipients),
            sentence=group.sentence,
        )
        if not actors:
            self.unplaced.append(draft)
            return None
        return draft

    def _demanded(self, hit: Hit, group: VerbGroup) -> Draft | None:
        """Return the REQUEST in "Russia must withdraw, Macron said"."""
        if group.modal not in {"must", "should", "ought"} or group.negated:
            return None
        speakers = self._speaker_mentions(group)
        parties = self.roles.agent(group) if group.passive else self.roles.subject_of(group.subject)
        others = without(parties, speakers)
        if not speakers or not others or "speaker" in hit.entry.flags:
            return None
        return self._draft(
            hit, group, "REQUEST", refusal_mode(hit.event_type), speakers, others,
            Standing("actual"), grip=0.5,
        )  # fmt: skip

    def _stopped_act(self, group: VerbGroup) -> list[Draft]:
        """Return what stopping an act makes ("halted shelling", "stopped selling arms to")."""
        if not group.bases & _STOPPING or group.passive:
            return []
        number = self.clauses.by_head[group.head]
        inner = self.clauses.groups[number + 1] if number + 1 < len(self.clauses.groups) else None
        if inner is None or inner.first != group.head + 1 or inner.infinitive or inner.finite:
            return []
        for hit in self.by_verb.get(inner.head, ()):
            made = compose("stop", hit.entry)
            _actors, recipients = self._parties(hit, inner)
            if made is None:
                continue
            event_type, mode, promised = made
            self._swallow(inner)
            actors = self.roles.subject_of(group.subject)
            draft = self._draft(
                hit, group, event_type, mode, actors, without(recipients, actors),
                standing_of_verb(self.clauses, group), promised=promised,
            )  # fmt: skip
            return [draft] if draft is not None else []
        return []

    def _together(self, group: VerbGroup) -> list[Draft]:
        """Return a COOPERATE for what parties of two states do "together" or "jointly"."""
        words = {self.tokens[i].lower for i in range(group.first, group.clause.last)}
        if not words & {"together", "jointly"} or not group.finite or self.by_verb.get(group.head):
            return []
        actors = self.roles.subject_of(group.subject)
        if len({party_of(m.code) for m in actors if m.code != "-"}) < 2:
            return []
        return [
            Draft(
                event_type="COOPERATE",
                mode=None,
                actors=actors,
                recipients=(),
                standing=standing_of_verb(self.clauses, group),
                trigger=group.head,
                stretch=group.clause,
                grip=0.5,
                sentence=group.sentence,
            )
        ]

    def _split_reciprocal(self, draft: Draft, group: VerbGroup) -> list[Draft]:
        """Make "each accused the other" two events; two-sided fighting stays one."""
        words = [
            self.tokens[i].lower for i in range(group.head, min(group.head + 6, len(self.tokens)))
        ]
        joined = " ".join(words)
        mutual = "each other" in joined or "one another" in joined or "the other" in joined
        parties = {party_of(m.code): m for m in draft.actors}
        if not mutual or len(parties) != 2 or draft.event_type in SYMMETRIC:
            return [draft]
        if draft.event_type == "ASSAULT":
            return [replace(draft, recipients=())]
        first, second = parties.values()
        return [
            replace(draft, actors=(first,), recipients=(second,)),
            replace(draft, actors=(second,), recipients=(first,)),
        ]
