"""Verbs that govern another act: agree to, refuse to, urge … to, threaten to.

In: a hit and its verb group. Out: a `Draft` that takes its mode and recipients from the
act it governs. The idea to know: what is agreed, refused, asked for or threatened is not
itself an event; it is swallowed by the act of saying.
"""

from __future__ import annotations

from dataclasses import dataclass

from parley.reading.clauses import VerbGroup
from parley.reading.draft import HOSTILE_TYPES, THREAT_MODES, Draft, distinct, without, without_own
from parley.reading.draft_verbs import PlainVerbs
from parley.reading.lexicon import Hit, refusal_mode
from parley.reading.status import Standing, standing_of_verb
from parley.terms import SYMMETRIC, ActorMention, EventType

__all__ = ["GoverningVerbs"]


@dataclass(frozen=True, slots=True)
class _Act:
    """An act that a verb governs: its verb group and entry, or its noun, and its type."""

    inner: VerbGroup | None
    hit: Hit | None
    noun: Hit | None
    kind: EventType | None


class GoverningVerbs(PlainVerbs):
    """Makes drafts of verbs that govern another act."""

    def _governing(self, hit: Hit, group: VerbGroup, flags: frozenset[str]) -> list[Draft]:
        """Return what a verb of agreeing, refusing, asking, threatening makes of its act."""
        actors, recipients = self._parties(hit, group)
        standing = standing_of_verb(self.clauses, group)
        act = self._act_governed(hit, group)
        demanded = self._whom_that_clause_names(hit, group, flags, act)
        recipients = demanded or recipients
        if self._asks_nothing(hit, group, flags, act, recipients, bool(demanded)):
            return []
        if standing.loose or (standing.conditional and standing.status == "possible"):
            return []
        if act.inner is not None:
            self._swallow(act.inner)
        if act.noun is not None:
            self.swallowed.add(act.noun.head)
        concerned = self._concerned(act, group, actors)
        made = self._made(hit, flags, act, standing, bool(recipients))
        if made is None:
            return []
        event_type, mode, promised, standing = made
        inner = act.inner
        if event_type == "REQUEST" and inner is not None and not inner.infinitive:
            recipients = recipients or self.roles.subject_of(inner.subject)
        if event_type in SYMMETRIC and "sym" in flags:
            actors, recipients = distinct([*actors, *recipients, *concerned]), ()
        else:
            recipients = recipients or concerned
        if "act" in flags and not without_own(recipients, actors):
            return []
        if "need" in flags and not recipients and len({m.code for m in actors}) < 2:
            return []
        draft = self._draft(
            hit, group, event_type, mode, actors, recipients, standing, promised=promised
        )
        return [draft] if draft is not None else []

    def _act_governed(self, hit: Hit, group: VerbGroup) -> _Act:
        """Return the act that a verb governs, as verb or as noun."""
        inner = self._complement(hit, group)
        inner_hit = self._best_type(inner) if inner is not None else None
        noun = self._object_noun(hit, group) if inner is None else None
        of = inner_hit or noun
        return _Act(inner, inner_hit, noun, of.event_type if of is not None else hit.promised)

    def _whom_that_clause_names(
        self, hit: Hit, group: VerbGroup, flags: frozenset[str], act: _Act
    ) -> tuple[ActorMention, ...]:
        """Return who is to act in "demands that Cambodia clear the mines"."""
        after = max(hit.last, group.head) + 1
        if "ask" not in flags or act.inner is not None or after >= len(self.tokens):
            return ()
        if self.tokens[after].lower != "that":
            return ()
        units = self.roles.units_in(after + 1, max(group.clause.last, after + 2))
        return units[0].mentions if units else ()

    def _asks_nothing(
        self,
        hit: Hit,
        group: VerbGroup,
        flags: frozenset[str],
        act: _Act,
        recipients: tuple[ActorMention, ...],
        demanded: bool,
    ) -> bool:
        """Tell whether nothing is asked for: "he asked", "she told reporters"."""
        governs = act.inner is not None or act.noun is not None
        if flags >= {"comp", "ask"} and not governs and not demanded:
            if not recipients or "act" in flags:
                return True
        asks_by_infinitive = "tell" in group.bases or hit.entry.phrase == "call"
        return asks_by_infinitive and (act.inner is None or not act.inner.infinitive)

    def _concerned(
        self, act: _Act, group: VerbGroup, actors: tuple[ActorMention, ...]
    ) -> tuple[ActorMention, ...]:
        """Return whom the governed act is directed at."""
        if act.inner is not None and act.hit is not None:
            doing, done_to = self._parties(act.hit, act.inner)
            named = without(distinct([*done_to, *doing]), actors)
            return tuple(mention for mention in named if mention.code != "-")
        if act.noun is not None:
            end = max(group.clause.last, act.noun.last + 1)
            found = self.roles.recipient_of(act.noun, act.noun.last + 1, end)
            return without(found or self.roles.owner_before(act.noun.first), actors)
        return without(self._affected(act.inner), actors) if act.inner is not None else ()

    def _made(
        self,
        hit: Hit,
        flags: frozenset[str],
        act: _Act,
        standing: Standing,
        given: bool,
    ) -> tuple[EventType, str | None, EventType | None, Standing] | None:
        """Return type, mode, promised act and standing of a governing verb."""
        kind = act.kind
        governs = act.inner is not None or act.noun is not None
        if "no" in flags:
            if standing.negated and kind is not None:
                return kind, None, None, Standing("possible")
            if kind in {"ACCUSE"} and hit.event_type == "REJECT":
                return None
            return "REJECT", refusal_mode(kind) if kind else hit.mode, None, standing
        if "ask" in flags:
            return "REQUEST", refusal_mode(kind) if kind else hit.mode, None, standing
        if flags & {"menace", "warn"}:
            mode = THREAT_MODES.get(kind) if kind else None
            return "THREATEN", hit.mode or mode, None, standing
        if "promise" in flags and kind in HOSTILE_TYPES:
            if kind == "REJECT":
                return "REJECT", None, None, standing
            return "THREATEN", THREAT_MODES.get(kind), None, standing
        if "promise" in flags and not governs and hit.promised is None and hit.n_words < 2:
            return ("AGREE", None, None, standing) if given else None
        return "AGREE", hit.mode, kind, standing

    def _complement(self, hit: Hit, group: VerbGroup) -> VerbGroup | None:
        """Return the verb group that a governing verb takes: infinitive, gerund or that-clause."""
        number = self.clauses.by_head[group.head]
        for other in self.clauses.groups[number + 1 :]:
            if other.sentence != group.sentence:
                return None
            if other.governor == number and other.link in {"infinitive", "participle"}:
                before = self.tokens[other.first - 1].lower
                if other.infinitive or before in {"to", "on", "of", "out", "with", "from"}:
                    return other
                if other.first == max(hit.last, group.head) + 1:
                    return other
                return None
            if other.finite:
                opens = other.subject.first - 1 if other.subject is not None else other.first - 1
                between = [self.tokens[i].lower for i in range(group.head + 1, other.first)]
                if "that" in between or opens <= group.head + 1:
                    if "," not in between and (other.modal or "ask" in hit.entry.flags):
                        return other
                return None
        return None

    def _best_type(self, group: VerbGroup) -> Hit | None:
        """Return the first entry that fits a governed verb, its own acts looked through."""
        for hit in self.by_verb.get(group.head, ()):
            if "need" in hit.entry.flags and hit.n_words < 2 and hit.operator is None:
                _actors, recipients = self._parties(hit, group)
                if not recipients:
                    continue
            if hit.entry.flags & {"hostile", "plan"}:
                continue
            if hit.entry.flags & {"street", "troops"} and not self._fits(
                hit, group, *self._parties(hit, group)
            ):
                continue
            return hit
        return None

    def _object_noun(self, hit: Hit, group: VerbGroup) -> Hit | None:
        """Return the noun of an act that a governing verb takes ("called for talks")."""
        for head in sorted(self.by_noun):
            if hit.last < head < group.clause.last and head - hit.last <= 8:
                between = range(hit.last + 1, self.by_noun[head].first)
                if any(self.clauses.words[i].is_verb for i in between):
                    return None
                return self.by_noun[head]
        return None
