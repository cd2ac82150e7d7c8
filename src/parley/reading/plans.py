"""Plans: for each cue of a sentence, who speaks and on which side the content lies.

In: a sentence, its cues and the mentions around them. Out: `Plan`s. The idea to know:
a plan is made for every cue before any content is cut, because where one content ends
depends on where the next cue's clause begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from parley.reading.contents import (
    CLOSING_MARKS,
    has_finite,
    quotation_opening_at,
    segment_start,
    skip_adjuncts,
    token_after,
)
from parley.reading.cues import CueHit, find_cues
from parley.reading.media import is_medium_phrase
from parley.reading.phrases import (
    MentionIndex,
    NounPhrase,
    clause_subject,
    is_person_noun,
    noun_phrase_after,
    noun_phrase_before,
    subject_before,
)
from parley.reading.speakers import Speaker, read_speaker
from parley.reading.text import Sentence, Text
from parley.reading.words import AUXILIARIES, DETERMINERS, PREPOSITIONS, PRONOUNS
from parley.terms import Span

__all__ = ["NOT_SECOND", "Plan", "SentencePlans", "Told"]

# "a charge Oslo denies": what stands before these is their object, no clause of theirs.
_NEVER_AROUND = frozenset("deny doubt announce".split())
_DOCUMENTS = frozenset("statement communique communiqué letter note message text".split())
NOT_SECOND = frozenset(
    """who which whose but while whereas and as after before when adding saying citing
    calling quoting noting speaking referring with without following according""".split()
)
# What one may be in accord with that is no one's word.
_NOT_SOURCES = frozenset(
    """plan agreement deal law constitution schedule term treaty rule accord programme
    program timetable calendar need wish resolution protocol tradition""".split()
)


class Told(Protocol):
    """What was attributed before: all that a plan needs of it is who spoke."""

    @property
    def speaker(self) -> Speaker:
        """Who spoke."""


@dataclass(slots=True)
class Plan:
    """A cue with its speaker, before its content is known."""

    hit: CueHit
    phrase: NounPhrase | None
    speaker: Speaker
    around: bool = False
    after: int = 0
    addressee: str | None = None
    inverted: bool = False
    shared: bool = False
    relative: bool = False
    quoter: Speaker | None = None


class SentencePlans:
    """The plans of one sentence, in the order of its cues."""

    def __init__(
        self,
        text: Text,
        sentence: Sentence,
        index: MentionIndex,
        earlier: Sequence[Told],
    ) -> None:
        self.text = text
        self.tokens = text.tokens
        self.sentence = sentence
        self.index = index
        self.earlier = earlier
        self.plans: list[Plan] = []
        self.hits = list(find_cues(text, sentence))
        for hit in self.hits:
            plan = self._plan(hit)
            if plan is not None:
                self.plans.append(plan)

    @cached_property
    def _lead_starts(self) -> frozenset[int]:
        return frozenset(hit.first for hit in self.hits if hit.cue.kind == "lead")

    # Planning -------------------------------------------------------------------

    def bounds(self, hit: CueHit) -> tuple[int, int]:
        """Return the tokens between which the clause of a cue lies."""
        low, last = self.sentence.first, self.sentence.last
        quotation = self.text.in_quotation(self.tokens[hit.head].start)
        if quotation is not None:
            low = max(low, token_after(self.text, quotation.inner.start))
            last = min(last, token_after(self.text, quotation.inner.end))
        return low, last

    def _plan(self, hit: CueHit) -> Plan | None:
        kind = hit.cue.kind
        if kind == "lead":
            return self._plan_lead(hit)
        if kind == "noun":
            return self._plan_noun(hit)
        return self._plan_verb(hit)

    def _plan_lead(self, hit: CueHit) -> Plan | None:
        _, last = self.bounds(hit)
        phrase = noun_phrase_after(self.text, hit.last, last, self.index)
        if phrase is None:
            return None
        head = self.tokens[phrase.last - 1].lower.rstrip("s")
        if head in _NOT_SOURCES:
            return None
        if "quoter" in hit.cue.frames and not self._quotes(hit, phrase, last):
            return None
        if hit.cue.lemma == "quoting" and not self._is_source(phrase):
            return None
        speaker = self._speaker(phrase)
        if speaker is None or (not hit.cue.frames & {"around"} and not self._is_source(phrase)):
            return None
        plan = Plan(hit, phrase, speaker, after=phrase.last)
        following = [token.lower for token in self.tokens[phrase.last : phrase.last + 2]]
        if following in (["quoted", "by"], ["cited", "by"]):
            by = noun_phrase_after(self.text, phrase.last + 2, last, self.index)
            plan.quoter = read_speaker(self.text, by, self.index) if by is not None else None
        return plan

    def _quotes(self, hit: CueHit, phrase: NounPhrase, last: int) -> bool:
        """Tell of "which quoted the commander", not of "quoted him as saying"."""
        before = self.tokens[hit.first - 1].lower if hit.first > self.sentence.first else ""
        ahead = [token.lower for token in self.tokens[phrase.last : min(last, phrase.last + 8)]]
        return before in {"turn", "which", "it", "also"} and "as" not in ahead

    def _is_source(self, phrase: NounPhrase) -> bool:
        tokens = self.tokens[phrase.first : phrase.last]
        words = self.text.text[tokens[0].start : tokens[-1].end]
        return is_medium_phrase(words) or any(
            self.index.at(token) is not None or is_person_noun(token.lower) for token in tokens
        )

    def _plan_noun(self, hit: CueHit) -> Plan | None:
        low, last = self.bounds(hit)
        after = hit.last
        if self.tokens[after].lower in {"by", "of"}:
            phrase = noun_phrase_after(self.text, after + 1, last, self.index)
            after = phrase.last if phrase is not None else last
        else:
            k = hit.head - 1
            while k >= low and hit.head - k < 4 and self.tokens[k].is_word:
                token = self.tokens[k]
                if token.lower == "'s" or token.lower in {"his", "her", "its", "their", "our"}:
                    break
                k -= 1
            else:
                return None
            owner = k - 1 if self.tokens[k].lower == "'s" else k
            phrase = noun_phrase_before(self.text, owner, low, self.index)
        if phrase is None or after >= last or self.tokens[after].lower not in hit.cue.frames:
            return None
        speaker = self._speaker(phrase)
        return None if speaker is None else Plan(hit, phrase, speaker, after=after)

    def _plan_verb(self, hit: CueHit) -> Plan | None:
        low, last = self.bounds(hit)
        if hit.passive:
            return self._plan_passive(hit, last)
        before = self.tokens[hit.first - 1] if hit.first > low else None
        inverted = self._inverted(hit, low, last)
        if inverted is not None:
            return inverted
        if hit.form == "ing" and before is not None and before.lower == "as":
            return self._plan_as_saying(hit, low, last)
        shared = False
        if hit.form == "ing":
            phrase = self._participle_subject(hit, low, last)
            shared = True
        else:
            k = self._before(hit, low)
            if k >= low and self.tokens[k].lower in {"and", "but", "or", "nor", "then"}:
                return self._plan_shared(hit, low, last)
            if k >= low and self.tokens[k].text == "," and self._aside_after_and(k, low):
                return self._plan_shared(hit, low, last)
            phrase = subject_before(self.text, hit, low, self.index)
            # "announced the rupture, charged the neighbour": one subject, no conjunction.
            told = [plan for plan in self.plans if plan.hit.cue.kind == "verb"]
            if k >= low and self.tokens[k].text == "," and told:
                shared = phrase is None or phrase.first <= told[-1].hit.head
                phrase = None if shared and self._in_relative(low) is None else phrase
        if phrase is None:
            return self._plan_shared(hit, low, last) if shared else None
        speaker = self._speaker(phrase)
        if speaker is None:
            return None
        plan = Plan(hit, phrase, speaker, after=hit.last, shared=shared)
        plan.relative = self._is_relative(hit, low)
        self._place(plan, low, last)
        return plan

    def _aside_after_and(self, k: int, low: int) -> bool:
        """Tell of "and, at a stop in Geneva, urged": the aside stands behind "and"."""
        for j in range(k - 1, max(low, k - 10), -1):
            if self.tokens[j].text == ",":
                return self.tokens[j - 1].lower in {"and", "but"}
        return False

    def _in_relative(self, low: int) -> Plan | None:
        """Return the first plan when its cue stands behind a relative pronoun."""
        return self.plans[0] if self._is_relative(self.plans[0].hit, low) else None

    def _is_relative(self, hit: CueHit, low: int) -> bool:
        first = hit.first - 1
        while first > low and self.tokens[first].lower in AUXILIARIES:
            first -= 1
        return first >= low and self.tokens[first].lower in {"who", "which"}

    def _before(self, hit: CueHit, low: int) -> int:
        k = hit.first - 1
        while (
            k >= low
            and self.tokens[k].is_word
            and (
                self.tokens[k].lower in AUXILIARIES | {"then", "also", "later", "again", "further"}
                or self.tokens[k].lower.endswith("ly")
            )
        ):
            if (
                self.tokens[k].lower == "then"
                and k - 1 >= low
                and (self.tokens[k - 1].lower not in {"and", "but"})
            ):
                break
            k -= 1
        return k

    def _plan_passive(self, hit: CueHit, last: int) -> Plan | None:
        for k in range(hit.last, min(hit.last + 6, last)):
            if not self.tokens[k].is_word or self.tokens[k].lower in {"that", "to"}:
                return None
            if self.tokens[k].lower == "by":
                phrase = noun_phrase_after(self.text, k + 1, last, self.index)
                speaker = self._speaker(phrase) if phrase is not None else None
                if phrase is None or speaker is None:
                    return None
                return Plan(hit, phrase, speaker, after=phrase.last)
        return None

    def _inverted(self, hit: CueHit, low: int, last: int) -> Plan | None:
        """Plan “...,” said X: the speaker follows a cue that follows its content."""
        if hit.form not in {"past", "s"} or "quote" not in hit.cue.frames or hit.first <= low:
            return None
        before = self.tokens[hit.first - 1]
        closes = before.text in CLOSING_MARKS or (
            before.text == '"' and quotation_opening_at(self.text, hit.first - 1) is None
        )
        if not closes and before.text != ",":
            return None
        phrase = noun_phrase_after(self.text, hit.last, last, self.index)
        speaker = self._speaker(phrase) if phrase is not None else None
        if phrase is None or speaker is None or not self._is_source_or_name(phrase):
            return None
        end = skip_adjuncts(self.text, phrase.last, last, self.index)
        ends = end >= last or not self.tokens[end].is_word or self.tokens[end].lower in NOT_SECOND
        if not closes and (not ends or quotation_opening_at(self.text, end) is not None):
            return None
        return Plan(hit, phrase, speaker, around=True, after=end, inverted=True)

    def _is_source_or_name(self, phrase: NounPhrase) -> bool:
        token = self.tokens[phrase.first]
        return self._is_source(phrase) or token.is_capital or token.lower in PRONOUNS

    def _plan_as_saying(self, hit: CueHit, low: int, last: int) -> Plan | None:
        """Plan "quoted X as saying" and "X was quoted by Y as saying"."""
        for k in range(hit.first - 2, max(low, hit.first - 16) - 1, -1):
            if self.tokens[k].lower not in {"quoted", "quotes", "quoting", "cited", "citing"}:
                continue
            passive = k > low and self.tokens[k - 1].lower in {"was", "were", "is", "are", "been"}
            if passive or k == low:
                phrase = noun_phrase_before(self.text, k - 2, low, self.index) if passive else None
                if phrase is not None and self.tokens[k - 2].lower in {"has", "have", "had"}:
                    phrase = noun_phrase_before(self.text, k - 3, low, self.index)
            else:
                phrase = noun_phrase_after(self.text, k + 1, hit.first - 1, self.index)
            speaker = self._speaker(phrase) if phrase is not None else None
            if phrase is None or speaker is None:
                return None
            quoter = self._quoter(k, hit, low, passive)
            plan = Plan(hit, phrase, speaker, after=hit.last, quoter=quoter)
            ends = hit.last >= last or not self.tokens[hit.last].is_word
            quoted = quotation_opening_at(self.text, hit.last) is not None
            if ends and not quoted and not passive and k > low:
                # "..., the agency quoted a diplomat as saying": the clause is the agency's.
                plan.phrase = noun_phrase_before(self.text, k - 1, low, self.index)
                plan.around = plan.phrase is not None
            return plan
        return None

    def _quoter(self, k: int, hit: CueHit, low: int, passive: bool) -> Speaker | None:
        """Return who quotes: behind "by" in the passive, else the subject of the verb."""
        if not passive:
            phrase = noun_phrase_before(self.text, k - 1, low, self.index) if k > low else None
        elif self.tokens[k + 1].lower == "by":
            phrase = noun_phrase_after(self.text, k + 2, hit.first - 1, self.index)
        else:
            phrase = None
        speaker = read_speaker(self.text, phrase, self.index) if phrase is not None else None
        return speaker if speaker is not None and speaker.is_medium else None

    def _plan_shared(self, hit: CueHit, low: int, last: int) -> Plan | None:
        """Plan a cue whose subject is that of an earlier verb: "... and urged"."""
        phrase = clause_subject(self.text, hit.first, low, self.index)
        for plan in reversed(self.plans):
            if phrase is not None and phrase.first > plan.hit.head:
                break
            lead = plan.hit.cue.kind != "verb"
            if plan.hit.head >= low and not lead and not plan.inverted:
                made = Plan(hit, None, plan.speaker, after=hit.last, shared=True)
                self._place(made, low, last)
                return made
        speaker = self._speaker(phrase) if phrase is not None else None
        if speaker is None:
            return None
        made = Plan(hit, None, speaker, after=hit.last, shared=True)
        self._place(made, low, last)
        return made

    def _participle_subject(self, hit: CueHit, low: int, last: int) -> NounPhrase | None:
        """Return the subject named for a participle: before it, or behind a comma."""
        if hit.first == low:
            for k in range(hit.last, last - 1):
                if self.tokens[k].text == ",":
                    return noun_phrase_after(self.text, k + 1, last, self.index)
            return None
        k = hit.first - 1
        if self.tokens[k].lower in AUXILIARIES:
            return subject_before(self.text, hit, low, self.index)
        return None

    def _speaker(self, phrase: NounPhrase) -> Speaker | None:
        speaker = read_speaker(self.text, phrase, self.index)
        if speaker is not None:
            if not speaker.placed and speaker.label.lower() in {"i", "we"}:
                return None  # the reporter's own voice
            return self._known(speaker, phrase)
        head = self.tokens[phrase.last - 1].lower
        if head in _DOCUMENTS and self.earlier:
            told = self.earlier[-1].speaker
            return replace(
                told, span=Span(self.tokens[phrase.first].start, self.tokens[phrase.last - 1].end)
            )
        return None

    def _known(self, speaker: Speaker, phrase: NounPhrase) -> Speaker | None:
        """Give an unplaced pronoun the words of the unplaced speaker before it."""
        alone = phrase.last - phrase.first == 1 and (
            self.tokens[phrase.first].lower in {"he", "she", "they", "them", "it"}
        )
        if speaker.placed or not alone or speaker.label.lower() not in PRONOUNS:
            return speaker
        said = [plan.speaker for plan in self.plans] or [item.speaker for item in self.earlier]
        pronoun = self.tokens[phrase.first].lower
        for told in reversed(said):
            if not told.placed or pronoun in {"he", "she", "it"}:
                return replace(told, span=speaker.span)
        return None if pronoun == "it" else speaker

    # Placing --------------------------------------------------------------------

    def _place(self, plan: Plan, low: int, last: int) -> None:
        """Find the addressee, where the content may begin, and on which side it lies."""
        hit, tokens = plan.hit, self.tokens
        plan.after = hit.last
        if "hearer" in hit.cue.frames:
            self._hear(plan, last)
        to_whom = "to" not in hit.cue.frames or hit.cue.lemma == "propose"
        after = plan.after
        if hit.cue.lemma != "request":
            stop = min((k for k in self._lead_starts if k >= after), default=last)
            after = skip_adjuncts(self.text, after, min(stop, last), self.index, to_whom=to_whom)
        if plan.phrase is None and not plan.shared:
            return
        edge = (plan.phrase.first if plan.phrase is not None else hit.first) - 1
        if edge < low and self.text.in_quotation(tokens[hit.head].start) is None:
            plan.after = after
            return
        before = tokens[edge] if edge >= self.sentence.first else None
        ends = (
            after >= last
            or tokens[after].text in {",", ".", ";", ")", "!", "—", "–", "-"}
            or after in self._lead_starts
        )
        opens = after < last and (
            quotation_opening_at(self.text, after) is not None
            or tokens[after].lower == "that"
            or tokens[after].text == ":"
        )
        if before is None or plan.shared:
            plan.after = after
            return
        quoted = self._closes_quotation(edge)
        next_quoted = after + 1 < last and quotation_opening_at(self.text, after + 1) is not None
        if quoted and not opens:
            plan.around = True
        elif (
            before.text in {",", "—", "–"}
            and ends
            and not next_quoted
            and (hit.cue.lemma not in _NEVER_AROUND)
        ):
            start = segment_start(self.text, self.sentence, edge)
            plan.around = edge - start >= 2 or edge > start
            if plan.around and tokens[start].lower in PREPOSITIONS:
                plan.around = has_finite(tokens[start:edge])
        plan.after = after

    def _closes_quotation(self, k: int) -> bool:
        """Tell whether token `k` is a closing mark, or the comma right after one."""
        if k > 0 and self.tokens[k].text == ",":
            k -= 1
        token = self.tokens[k]
        if token.text in CLOSING_MARKS:
            return True
        return token.text == '"' and quotation_opening_at(self.text, k) is None

    def _hear(self, plan: Plan, last: int) -> None:
        """Step over who is told, and keep their code."""
        i = plan.hit.last
        if i >= last or not self.tokens[i].is_word or self.tokens[i].lower in {"that", "to"}:
            return
        phrase = noun_phrase_after(self.text, i, last, self.index)
        if phrase is None:
            return
        # "a briefing in Moscow": places behind the hearer are adjuncts.
        after = skip_adjuncts(self.text, phrase.last, last, self.index)
        follows = self.tokens[after] if after < last else None
        always = plan.hit.cue.lemma in {"tell", "inform", "notify", "remind", "assure"}
        told = always or (
            self._is_source(phrase)
            and follows is not None
            and (
                follows.lower in {"that", "to", "of", "against", "not"}
                or quotation_opening_at(self.text, after) is not None
                or follows.lower in DETERMINERS | PRONOUNS
            )
        )
        if not told:
            return
        hearer = read_speaker(self.text, phrase, self.index)
        if hearer is not None and hearer.placed:
            plan.addressee = hearer.label
        plan.after = phrase.last
