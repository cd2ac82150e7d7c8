"""From hits of the lexicon to drafts of events: every act a text tells of.

In: clauses, roles and attributions of one text. Out: `Draft`s in order. The idea to
know: verbs first, since they swallow what they govern; then nouns; then hostile words
in what is said; and last the denials of what came before.
"""

from __future__ import annotations

from dataclasses import replace

from parley.reading.attribution import Attribution
from parley.reading.clauses import Stretch, VerbGroup
from parley.reading.denials import denied_copies, is_denial
from parley.reading.draft import Draft
from parley.reading.draft_nouns import NounActs
from parley.reading.lexicon import Hit, hostile_words
from parley.reading.status import Standing
from parley.terms import Span, party_of

__all__ = ["Draft", "DraftFinder"]

_PRISON = frozenset(
    "prison jail imprisonment years year months life behind custody penitentiary".split()
)


class DraftFinder(NounActs):
    """Finds the drafts of one text."""

    def find(self) -> list[Draft]:
        """Return the drafts in the order of the text."""
        found: list[Draft] = []
        for group in self.clauses.groups:
            if group.head in self.swallowed or self._is_asked(group.head):
                continue
            found += self._of_verb(group)
        for head, hit in sorted(self.by_noun.items()):
            if head not in self.swallowed and not self._is_asked(head):
                found += self._of_noun(hit)
        found += self._of_words()
        found += denied_copies(self, sorted(found, key=lambda draft: draft.trigger))
        return sorted(found, key=lambda draft: (draft.trigger, draft.event_type))

    def _of_verb(self, group: VerbGroup) -> list[Draft]:
        failed = self._failed_talks(group)
        if failed is not None:
            return [failed]
        stopped = self._stopped_act(group)
        if stopped:
            return stopped
        for hit in self.by_verb.get(group.head, ()):
            drafts = self._drafts(hit, group)
            if drafts:
                if hit.noun is not None:
                    self.swallowed.add(hit.noun)
                self.swallowed.update(
                    head for head in self.by_noun if hit.first <= head <= hit.last
                )
                return drafts
        return self._together(group)

    def _drafts(self, hit: Hit, group: VerbGroup) -> list[Draft]:
        flags = hit.entry.flags if hit.operator is None else frozenset[str]()
        if flags & {"comp", "ask", "no", "menace", "promise", "plan", "warn"}:
            return self._governing(hit, group, flags)
        reflexive = {self.tokens[i].lower for i in range(hit.first, hit.last + 1)}
        if reflexive & {"themselves", "itself", "himself", "herself"} and hit.mode != "abduct":
            if hit.event_type not in {"ASSAULT", "RETREAT"}:
                return []
        if group.bases & {"call", "describe", "label", "term"} and is_denial(self, group):
            return []
        demanded = self._demanded(hit, group)
        if demanded is not None:
            return [demanded]
        draft = self._plain(hit, group)
        if draft is None:
            return []
        if draft.event_type == "RETREAT" and hit.noun in self.by_noun:
            struck = self.by_noun[hit.noun]
            if struck.event_type == "PROTEST":
                # A strike that is called off has been held.
                held = replace(
                    draft, event_type="PROTEST", mode=struck.mode, standing=Standing("actual"),
                    trigger=struck.head, grip=0.5,
                    stretch=Stretch(max(draft.stretch.first, struck.first - 2), struck.last + 1),
                )  # fmt: skip
                return [replace(draft, mode=None), held]
        if group.bases & {"sentence", "convict"} and self._says(group, _PRISON):
            return [
                replace(draft, event_type="SANCTION", mode="convict"),
                replace(draft, event_type="COERCE", mode="arrest"),
            ]
        return self._split_reciprocal(draft, group)

    def _of_words(self) -> list[Draft]:
        """Return an ACCUSE for each speaker who uses hostile words of another party."""
        found: list[Draft] = []
        for item in self.attributions.items:
            if item.passing or item.lemma in {"deny", "accuse", "blame", "condemn", "warn"}:
                continue
            for content in item.contents:
                draft = self._hostile_content(item, content)
                if draft is not None:
                    found.append(draft)
                    break
        return found

    def _hostile_content(self, item: Attribution, content: Span) -> Draft | None:
        tokens = self.text.tokens_in(content)
        if not tokens:
            return None
        hostile = [t for t in tokens if t.lower in hostile_words()]
        if not any(self.text.in_quotation(t.start) is not None for t in tokens):
            hostile = []
        speakers = self.mentions_at(item.speaker.span)
        if not hostile or not speakers:
            return None
        own = {party_of(m.code) for m in speakers}
        groups = [
            self.roles.joined(unit, tokens[-1].index + 1)
            for unit in self.roles.units_in(tokens[0].index, tokens[-1].index + 1)
        ]
        others = next(
            (
                tuple(m for m in group if party_of(m.code) not in own and m.code != "-")
                for group in groups
                if any(party_of(m.code) not in own and m.code != "-" for m in group)
            ),
            (),
        )
        if not others or self.by_verb_takes(item.cue):
            return None
        cue = self.text.token_at(item.cue.start)
        first = tokens[0].index
        trigger = hostile[0].index
        speaker = self.text.token_at(speakers[0].span.start)
        if speaker is not None and speaker.index >= first - 12:
            first = min(first, speaker.index)
        last = tokens[-1].index + 1
        if cue is not None and cue.index >= last and cue.index - last < 8:
            last = cue.index + 1
        sentence = self.text.sentence_at(tokens[0].start)
        return Draft(
            event_type="ACCUSE",
            mode="disapprove",
            actors=speakers,
            recipients=others,
            standing=Standing("actual"),
            trigger=trigger,
            stretch=Stretch(first, last),
            grip=0.5,
            sentence=sentence.index if sentence is not None else 0,
            chain=self.attributions.chain_at(item.cue),
        )

    def by_verb_takes(self, cue: Span) -> bool:
        """Tell whether the cue of a statement is itself an act of saying of the lexicon."""
        token = self.text.token_at(cue.start)
        if token is None:
            return False
        for hit in self.by_verb.get(token.index, ()):
            if hit.event_type in {"ACCUSE", "THREATEN", "REQUEST", "REJECT"}:
                return True
        return False
