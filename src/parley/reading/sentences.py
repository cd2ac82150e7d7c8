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
    content_end,
    is_bare,
    kind_of,
    quotation_opening_at,
    segment_start,
    token_after,
    trimmed_span,
    without_time,
)
from parley.reading.cues import CueHit
from parley.reading.frames import follows_frame
from parley.reading.media import PASSING_VERBS
from parley.reading.phrases import MentionIndex, is_finite
from parley.reading.plans import NOT_SECOND, Plan, SentencePlans
from parley.reading.speakers import Speaker
from parley.reading.text import Sentence, Text
from parley.terms import Span

__all__ = ["Attribution", "read_sentence"]

_ALWAYS_PASSING = frozenset("report write quote cite carry".split())


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
        planned = SentencePlans(text, sentence, index, earlier)
        self.plans = planned.plans
        self.bounds = planned.bounds

    def read(self) -> list[Attribution]:
        if not self.plans:
            return []
        found: list[Attribution] = []
        leads: list[Plan] = []
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

    def _quoted(self, quoter: Speaker, said: Attribution) -> Attribution:
        """Return the tie of a medium to what it quotes someone as saying."""
        parts = (said.cue, *said.contents)
        whole = Span(min(part.start for part in parts), max(part.end for part in parts))
        cue = Span(quoter.span.start, quoter.span.start)
        return Attribution(cue, "quote", quoter, (whole,), passing=True)

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

    def _attribute(self, plan: Plan) -> Attribution | None:
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

    def _lead_contents(self, plan: Plan) -> list[Span]:
        hit, tokens = plan.hit, self.tokens
        _, last = self.bounds(hit)
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
            and (tokens[after + 1].lower not in NOT_SECOND)
        ):
            contents += self._spans((after + 1, self._end(after + 1, last, hit)))
        return contents

    def _around_contents(self, plan: Plan) -> list[Span]:
        hit, tokens = plan.hit, self.tokens
        _, last = self.bounds(hit)
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
            and tokens[after + 1].lower not in NOT_SECOND
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

    def _forward_content(self, plan: Plan) -> list[Span]:
        hit, tokens = plan.hit, self.tokens
        _, last = self.bounds(hit)
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

    def _moved_object(self, plan: Plan, i: int, last: int) -> list[Span] | None:
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

    def _stand_behind(self, plan: Plan, found: list[Attribution]) -> Attribution | None:
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
