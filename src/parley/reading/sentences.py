"""The attributions of one sentence.

In: a sentence, its cues and the mentions around them. Out: `Attribution`s. The idea to
know: each cue is first planned (who speaks, and whether the content follows the cue or
stands around it) and only then given its content, because where one content ends
depends on where the next cue's clause begins.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from parley.reading.contents import (
    CLOSING_MARKS,
    content_end,
    has_finite,
    is_bare,
    kind_of,
    quotation_opening_at,
    segment_start,
    skip_adjuncts,
    token_after,
    trimmed_span,
    without_time,
)
from parley.reading.cues import CueHit, find_cues
from parley.reading.frames import follows_frame
from parley.reading.media import PASSING_VERBS
from parley.reading.speakers import (
    MentionIndex,
    NounPhrase,
    Speaker,
    clause_subject,
    is_finite,
    is_person_noun,
    noun_phrase_after,
    noun_phrase_before,
    read_speaker,
    subject_before,
)
from parley.reading.text import Sentence, Text
from parley.reading.words import AUXILIARIES, DETERMINERS, PREPOSITIONS, PRONOUNS
from parley.terms import Span

__all__ = ["Attribution", "read_sentence"]

_ALWAYS_PASSING = frozenset("report write quote cite carry".split())
_DOCUMENTS = frozenset("statement communique communiqué letter note message text".split())
_NOT_SECOND = frozenset(
    """who which whose but while whereas and as after before when adding saying citing
    calling quoting noting speaking referring with without following according""".split()
)
# What one may be in accord with that is no one's word.
_NOT_SOURCES = frozenset(
    """plan agreement deal law constitution schedule term treaty rule accord programme
    program timetable calendar need wish resolution protocol tradition""".split()
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words tied to a speaker through a cue.

    `passing` tells of a medium that only passes the news on. `behind` is the cue of the
    attribution that this one stands behind: "X wrote, citing Y" puts Y behind X.
    """

    cue: Span
    lemma: str
    speaker: Speaker
    contents: tuple[Span, ...]
    addressee: str | None = None
    passing: bool = False
    behind: Span | None = None


@dataclass(slots=True)
class _Plan:
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


def read_sentence(
    text: Text, sentence: Sentence, index: MentionIndex, earlier: tuple[Attribution, ...]
) -> list[Attribution]:
    """Return the attributions of a sentence; `earlier` are those just before it."""
    return _SentenceReader(text, sentence, index, earlier).read()


class _SentenceReader:
    """Holds what the steps of reading one sentence share."""

    def __init__(
        self,
        text: Text,
        sentence: Sentence,
        index: MentionIndex,
        earlier: tuple[Attribution, ...],
    ) -> None:
        self.text = text
        self.tokens = text.tokens
        self.sentence = sentence
        self.index = index
        self.earlier = earlier
        self.hits: list[CueHit] = []
        self.plans: list[_Plan] = []

    @cached_property
    def _lead_starts(self) -> frozenset[int]:
        return frozenset(hit.first for hit in self.hits if hit.cue.kind == "lead")

    def read(self) -> list[Attribution]:
        self.hits = list(find_cues(self.text, self.sentence))
        if not self.hits:
            return []
        for hit in self.hits:
            plan = self._plan(hit)
            if plan is not None:
                self.plans.append(plan)
        found: list[Attribution] = []
        leads: list[_Plan] = []
        for plan in self.plans:
            if plan.hit.cue.frames & {"behind", "quoter"}:
                leads.append(plan)
                continue
            attribution = self._attribute(plan)
            if attribution is not None:
                found.append(attribution)
                if plan.quoter is not None:
                    found.append(self._quoted(plan.quoter, attribution))
        for plan in leads:
            attribution = self._stand_behind(plan, found)
            if attribution is not None:
                found.append(attribution)
        found.sort(key=lambda item: item.cue.start)
        found = [item for item in found if not _repeats(item, found)]
        return [self._with_voice(item, found) for item in found]

    # Planning -------------------------------------------------------------------

    def _bounds(self, hit: CueHit) -> tuple[int, int]:
        """Return the tokens between which the clause of a cue lies."""
        low, last = self.sentence.first, self.sentence.last
        quotation = self.text.in_quotation(self.tokens[hit.head].start)
        if quotation is not None:
            low = max(low, token_after(self.text, quotation.inner.start))
            last = min(last, token_after(self.text, quotation.inner.end))
        return low, last

    def _plan(self, hit: CueHit) -> _Plan | None:
        kind = hit.cue.kind
        if kind == "lead":
            return self._plan_lead(hit)
        if kind == "noun":
            return self._plan_noun(hit)
        return self._plan_verb(hit)

    def _plan_lead(self, hit: CueHit) -> _Plan | None:
        _, last = self._bounds(hit)
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
        plan = _Plan(hit, phrase, speaker, after=phrase.last)
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
        return any(self.index.at(token) is not None for token in tokens) or any(
            is_person_noun(token.lower) for token in tokens
        )

    def _plan_noun(self, hit: CueHit) -> _Plan | None:
        low, last = self._bounds(hit)
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
        return None if speaker is None else _Plan(hit, phrase, speaker, after=after)

    def _plan_verb(self, hit: CueHit) -> _Plan | None:
        low, last = self._bounds(hit)
        if hit.passive:
            return self._plan_passive(hit, last)
        before = self.tokens[hit.first - 1] if hit.first > low else None
        inverted = self._inverted(hit, low, last)
        if inverted is not None:
            return inverted
        if hit.form == "ing" and before is not None and before.lower == "as":
            return self._plan_as_saying(hit, low)
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
        plan = _Plan(hit, phrase, speaker, after=hit.last, shared=shared)
        plan.relative = self._is_relative(hit, low)
        self._place(plan, low, last)
        return plan

    def _aside_after_and(self, k: int, low: int) -> bool:
        """Tell of "and, at a stop in Geneva, urged": the aside stands behind "and"."""
        for j in range(k - 1, max(low, k - 10), -1):
            if self.tokens[j].text == ",":
                return self.tokens[j - 1].lower in {"and", "but"}
        return False

    def _in_relative(self, low: int) -> _Plan | None:
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

    def _plan_passive(self, hit: CueHit, last: int) -> _Plan | None:
        for k in range(hit.last, min(hit.last + 6, last)):
            if not self.tokens[k].is_word or self.tokens[k].lower in {"that", "to"}:
                return None
            if self.tokens[k].lower == "by":
                phrase = noun_phrase_after(self.text, k + 1, last, self.index)
                speaker = self._speaker(phrase) if phrase is not None else None
                if phrase is None or speaker is None:
                    return None
                return _Plan(hit, phrase, speaker, after=phrase.last)
        return None

    def _inverted(self, hit: CueHit, low: int, last: int) -> _Plan | None:
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
        ends = end >= last or not self.tokens[end].is_word or self.tokens[end].lower in _NOT_SECOND
        if not closes and (not ends or quotation_opening_at(self.text, end) is not None):
            return None
        return _Plan(hit, phrase, speaker, around=True, after=end, inverted=True)

    def _is_source_or_name(self, phrase: NounPhrase) -> bool:
        token = self.tokens[phrase.first]
        return self._is_source(phrase) or token.is_capital or token.lower in PRONOUNS

    def _plan_as_saying(self, hit: CueHit, low: int) -> _Plan | None:
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
            return _Plan(hit, phrase, speaker, after=hit.last, quoter=quoter)
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

    def _quoted(self, quoter: Speaker, said: Attribution) -> Attribution:
        """Return the tie of a medium to what it quotes someone as saying."""
        parts = (said.cue, *said.contents)
        whole = Span(min(part.start for part in parts), max(part.end for part in parts))
        cue = Span(quoter.span.start, quoter.span.start)
        return Attribution(cue, "quote", quoter, (whole,), passing=True)

    def _plan_shared(self, hit: CueHit, low: int, last: int) -> _Plan | None:
        """Plan a cue whose subject is that of an earlier verb: "... and urged"."""
        phrase = clause_subject(self.text, hit.first, low, self.index)
        for plan in reversed(self.plans):
            if phrase is not None and phrase.first > plan.hit.head:
                break
            lead = plan.hit.cue.kind != "verb"
            if plan.hit.head >= low and not lead and not plan.inverted:
                made = _Plan(hit, None, plan.speaker, after=hit.last, shared=True)
                self._place(made, low, last)
                return made
        speaker = self._speaker(phrase) if phrase is not None else None
        if speaker is None:
            return None
        made = _Plan(hit, None, speaker, after=hit.last, shared=True)
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

    def _place(self, plan: _Plan, low: int, last: int) -> None:
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
        elif before.text in {",", "—", "–"} and ends and not next_quoted:
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

    def _hear(self, plan: _Plan, last: int) -> None:
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

    # Contents -------------------------------------------------------------------

    @cached_property
    def _stops(self) -> frozenset[int]:
        """Tokens at which a planned clause of speech begins."""
        stops = set()
        for plan in self.plans:
            if plan.hit.cue.kind == "noun":
                stops.add(self._after_and(plan.hit.first))
            if plan.hit.cue.kind != "verb" or plan.hit.passive:
                continue
            if plan.shared or plan.inverted:
                stops.add(plan.hit.first)
            elif plan.phrase is not None:
                stops.add(plan.phrase.first)
        return frozenset(stops)

    def _after_and(self, k: int) -> int:
        """Return the token after "and" in "..., and of the warning by X that"."""
        for j in range(k - 1, max(self.sentence.first, k - 4), -1):
            if self.tokens[j].lower == "and":
                return j + 1
        return k

    @cached_property
    def _hard(self) -> frozenset[int]:
        return frozenset(plan.hit.first for plan in self.plans if plan.hit.cue.kind == "lead")

    def _attribute(self, plan: _Plan) -> Attribution | None:
        hit = plan.hit
        if hit.cue.kind == "lead":
            contents = self._lead_contents(plan)
        elif plan.around:
            contents = self._around_contents(plan)
        else:
            contents = self._forward_content(plan)
        if not contents:
            return None
        cue = Span(self.tokens[hit.first].start, self.tokens[hit.last - 1].end)
        if any(content.overlap(cue) for content in contents):
            return None
        behind = self._verb_right_before(hit) if hit.cue.kind == "lead" else None
        return Attribution(
            cue, hit.cue.lemma, plan.speaker, tuple(contents), plan.addressee, behind=behind
        )

    def _verb_right_before(self, hit: CueHit) -> Span | None:
        """Return the cue of a medium's verb that "according to" directly follows."""
        for plan in self.plans:
            after = plan.hit.last
            if plan.hit.cue.kind == "verb" and plan.speaker.is_medium and after == hit.first:
                return Span(self.tokens[plan.hit.first].start, self.tokens[plan.hit.last - 1].end)
        return None

    def _lead_contents(self, plan: _Plan) -> list[Span]:
        hit, tokens = plan.hit, self.tokens
        _, last = self._bounds(hit)
        start = segment_start(self.text, self.sentence, hit.first)
        after = plan.after
        for k in range(after, min(after + 12, last)):
            # Asides to the source ("..., a think tank, ...") end with the next comma.
            if tokens[k].text == ",":
                after = k
                break
        if hit.first <= start + 1:
            if after >= last or tokens[after].text != ",":
                return []
            return self._spans((after + 1, self._end(after + 1, last, hit)))
        behind = self._verb_right_before(hit)
        if behind is not None:
            for done in self.plans:
                if tokens[done.hit.first].start == behind.start and done.around:
                    return self._around_contents(done)
        contents = self._spans(self._prefix(start, hit.first))
        if (
            after + 1 < last
            and tokens[after].text == ","
            and (tokens[after + 1].lower not in _NOT_SECOND)
        ):
            contents += self._spans((after + 1, self._end(after + 1, last, hit)))
        return contents

    def _around_contents(self, plan: _Plan) -> list[Span]:
        hit, tokens = plan.hit, self.tokens
        _, last = self._bounds(hit)
        edge = hit.first if plan.inverted or plan.phrase is None else plan.phrase.first
        start = segment_start(self.text, self.sentence, edge)
        contents = self._spans(self._prefix(start, edge))
        after = plan.after
        if not contents or after + 1 >= last or tokens[after].text not in {",", "—", "–", ":"}:
            return contents
        direct = kind_of(self.text, contents[0]) == "direct"
        quoted = quotation_opening_at(self.text, after + 1) is not None
        if quoted or (
            not direct
            and tokens[after + 1].lower not in _NOT_SECOND
            and after + 1 not in self._hard
            and not tokens[after + 1].lower.endswith("ing")
        ):
            contents += self._spans((after + 1, self._end(after + 1, last, hit)))
        return contents

    def _prefix(self, start: int, edge: int) -> tuple[int, int]:
        """Return the tokens before a cue's clause, a quotation whole even if begun earlier."""
        end = edge
        while end > start and self.tokens[end - 1].text in {",", "—", "–"}:
            end -= 1
        if end > start:
            quotation = self.text.in_quotation(self.tokens[start].start)
            if quotation is not None and quotation.outer.start < self.tokens[start].start:
                start = token_after(self.text, quotation.outer.start)
        return start, end

    def _forward_content(self, plan: _Plan) -> list[Span]:
        hit, tokens = plan.hit, self.tokens
        _, last = self._bounds(hit)
        i = plan.after
        if (
            i < last
            and tokens[i].text == ","
            and (i + 1 < last and quotation_opening_at(self.text, i + 1) is not None)
        ):
            i += 1
        if i < last and tokens[i].text == ":":
            i += 1
            if i >= self.sentence.last and quotation_opening_at(self.text, i) is not None:
                last = i + 1
        if i >= last:
            return []
        moved = self._moved_object(plan, i, last)
        if moved is not None:
            return moved
        if not follows_frame(self.text, i, last, hit, self.index):
            return []
        clausal = tokens[i].lower == "that" or bool(
            hit.cue.frames & {"that", "clause"} and tokens[i].lower != "to"
        )
        if tokens[i].lower == "that":
            i += 1
        end = self._end(i, last, hit, clausal=clausal)
        if not clausal or hit.cue.lemma in {"declare", "announce"}:
            end = without_time(self.text, i, end)
        if hit.cue.kind == "noun":
            end = self._noun_end(hit, i, end)
        if plan.relative or is_finite(tokens[i]):
            end = self._relative_end(i, end)
        contents = self._spans((i, end))
        if len(contents) == 1:
            inside = tuple(self.text.tokens_in(contents[0]))
            if is_bare(inside):
                return []
        return contents

    def _moved_object(self, plan: _Plan, i: int, last: int) -> list[Span] | None:
        """Return the content of "what he described as ..." and "which Oslo called ..."."""
        hit, tokens = plan.hit, self.tokens
        if plan.phrase is None or not hit.cue.frames & {"as", "name"}:
            return None
        k = plan.phrase.first - 1
        if k < self.sentence.first or tokens[k].lower not in {"what", "which"}:
            return None
        if tokens[i].lower == "as" and hit.cue.lemma == "describe":
            i += 1
        quotation = quotation_opening_at(self.text, i)
        if quotation is not None:
            return self._spans((i, token_after(self.text, quotation.outer.end)))
        return self._spans((i, self._end(i, last, hit)))

    def _relative_end(self, start: int, end: int) -> int:
        """Return where ", who had threatened to act, halted ..." goes on without it."""
        for k in range(start + 1, end - 1):
            token, after = self.tokens[k], self.tokens[k + 1]
            if token.text == "," and (is_finite(after) or (k + 1) in self._stops):
                return k
        return end

    def _noun_end(self, hit: CueHit, start: int, end: int) -> int:
        """Return where the main verb follows: "the claim that Oslo fired first | is false"."""
        before = self.tokens[self.sentence.first : hit.first]
        if any(is_finite(token) for token in before):
            return end
        seen = False
        for k in range(start + 1, end):
            if self.tokens[k].lower in {"is", "was", "are", "were", "has", "have"} and seen:
                return k
            seen = seen or is_finite(self.tokens[k])
        return end

    def _end(self, start: int, last: int, hit: CueHit, *, clausal: bool = True) -> int:
        hard = frozenset(k for k in self._hard if k > start + 2 and k != hit.first)
        stops = frozenset(k for k in self._stops if k > hit.last)
        return content_end(self.text, start, last, stops=stops, hard=hard, clausal=clausal)

    def _spans(self, tokens: tuple[int, int]) -> list[Span]:
        span = trimmed_span(self.text, *tokens)
        return [] if span is None else [span]

    # Links ----------------------------------------------------------------------

    def _stand_behind(self, plan: _Plan, found: list[Attribution]) -> Attribution | None:
        """Tie "citing Y" to the words of the one who cites, or to the clause before it."""
        hit = plan.hit
        cue = Span(self.tokens[hit.first].start, self.tokens[hit.last - 1].end)
        citing = self._citing(hit, found)
        if citing is not None:
            return Attribution(cue, hit.cue.lemma, plan.speaker, citing.contents, behind=citing.cue)
        start = segment_start(self.text, self.sentence, hit.first)
        if hit.first <= start + 1:
            for k in range(plan.after, min(plan.after + 12, self.sentence.last - 1)):
                if self.tokens[k].text == ",":
                    contents = self._spans((k + 1, self._end(k + 1, self.sentence.last, hit)))
                    break
            else:
                return None
        else:
            contents = self._spans(self._prefix(start, hit.first))
        if not contents:
            return None
        return Attribution(cue, hit.cue.lemma, plan.speaker, tuple(contents))

    def _citing(self, hit: CueHit, found: list[Attribution]) -> Attribution | None:
        """Return the attribution in whose clause "citing" stands."""
        offset = self.tokens[hit.first].start
        aside = self.tokens[hit.first - 1].start if hit.first > self.sentence.first else -1
        for item in found:
            between = self.text.text[item.speaker.span.end : max(aside, 0)]
            if (item.speaker.span.end <= aside and between.strip().isalpha()) or (
                item.speaker.span.end == aside
            ):  # "the agency, quoting him, wrote"
                return item
        before = [item for item in found if item.cue.end <= offset]
        for item in reversed(before):
            if not any(content.start <= offset < content.end for content in item.contents):
                return item
        after = [item for item in found if item.cue.start > offset]
        for item in after:
            if item.speaker.span.end <= offset or item.speaker.span.start > offset:
                return item
        return None

    def _with_voice(self, item: Attribution, found: list[Attribution]) -> Attribution:
        """Mark media that only pass on what others did or said."""
        if not item.speaker.is_medium:
            return item
        lead = item.lemma not in PASSING_VERBS and " " in item.lemma
        behind = any(other.behind == item.cue for other in found)
        nested = any(
            other is not item and any(content.contains(other.cue) for content in item.contents)
            for other in found
        )
        follows = bool(item.contents) and item.contents[0].start > item.cue.end
        in_lead = self.sentence.paragraph <= 1 and item.lemma == "say"
        own_voice = (
            (follows or item.lemma == "say")
            and not in_lead
            and not nested
            and not behind
            and (
                item.lemma not in _ALWAYS_PASSING
                and not lead
                and item.lemma not in {"citing", "quoting"}
            )
        )
        return replace(item, passing=not own_voice)


def _repeats(item: Attribution, found: list[Attribution]) -> bool:
    """Tell of "he said that he believed ...": the outer tie already holds the view."""
    return any(
        other is not item
        and other.speaker.label == item.speaker.label
        and any(content.contains(item.cue) for content in other.contents)
        for other in found
    )
