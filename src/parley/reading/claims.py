"""Claims: what is put as likely or unlikely to come, and by whom.

In: a text with its actors, attributions and dates. Out: `Claim`s. The idea to know: a
claim starts at a mark of likelihood, or at a flat forecast in somebody's words; whoever
would act makes no claim about it, that is an event; and the reporter's own "may" is an
event too. What the headline claims is entered once, from the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from parley.reading.actors import Actors
from parley.reading.attribution import Attribution, Attributions
from parley.reading.dates import DateMention
from parley.reading.lexicon import types_in
from parley.reading.likelihood import Likelihood, find_likelihoods
from parley.reading.phrases import is_finite
from parley.reading.text import Sentence, Text, Token
from parley.reading.words import BE_FORMS
from parley.terms import (
    SYMMETRIC,
    ActorMention,
    Claim,
    Direction,
    EventType,
    Span,
    make_id,
    party_of,
)

__all__ = ["find_claims"]

_FORETELLING = frozenset(
    """expect predict forecast foresee anticipate doubt foretell prophesy bet reckon
    fear""".split()
)
"""Cues that by themselves put something to come as likely, or as not."""
_JUDGING = frozenset("believe think judge assess estimate warn conclude argue suspect".split())
_MODALS_OF_CHANCE = frozenset("may might could".split())
_WILL = frozenset("will would 'll wo".split())
_LASTING = frozenset(
    """hold last continue remain stay keep persist endure go stand survive prevail""".split()
)
_COPULAS = BE_FORMS | frozenset(
    """seem seems seemed look looks looked appear appears appeared remain remains remained
    become becomes became as it consider considers considered deem deems deemed think thinks
    thought call calls called makes made make""".split()
)
_AFTER_PREDICATE = frozenset(
    """to that , . ; : ) ” " » - – — in before by within at for this next after as than but
    and while or on until given even any soon ? !""".split()
)
_PAST_AFTER = frozenset("have been caused killed led due responsible because".split())
# What an act leads to, named without the act: what the lexicon of acts does not hold.
_OUTCOMES: dict[str, EventType] = {
    "deal": "AGREE", "settlement": "AGREE", "accord": "AGREE", "agreement": "AGREE",
    "pact": "AGREE", "compromise": "AGREE", "breakthrough": "AGREE", "treaty": "AGREE",
    "truce": "AGREE", "ceasefire": "AGREE",
    "collapse": "REJECT", "breakdown": "REJECT", "deadlock": "REJECT",
    "war": "ASSAULT", "clash": "ASSAULT", "clashes": "ASSAULT", "invasion": "ASSAULT",
    "fighting": "ASSAULT", "attack": "ASSAULT", "strike": "ASSAULT",
    "summit": "CONSULT", "summits": "CONSULT", "talks": "CONSULT", "meeting": "CONSULT",
}  # fmt: skip
_OUTSIDERS = ("-ACA", "-BUS", "-CVL", "-JRN")
_POINTERS = frozenset("it this that so one".split())
_LOOK_BACK = 3  # sentences that "it" may point back over
_STOPS = frozenset(". ! ? ; “ ”".split())
_BREAKS = frozenset("; : — –".split())
_CLAUSE_LINKS = frozenset("but and while whereas although though as because which".split())
_NOBODY = re.compile(r"^(?:none|no|nobody|few|neither|no one)\b", re.IGNORECASE)
_CONDITION = re.compile(r"\b(?:if|unless|provided|as long as|so long as)\b[^,.;]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where a claim starts: its words and what they mean."""

    span: Span
    kind: str
    direction: Direction
    probability: tuple[float, float] | None
    by: Attribution | None = None


def find_claims(
    text: Text,
    actors: Actors,
    attributions: Attributions,
    dates: Iterable[DateMention],
    *,
    report_id: str,
    published_on: date,
) -> tuple[Claim, ...]:
    """Find what is claimed about acts, relations and outcomes still to come.

    Parameters
    ----------
    text
        The split text.
    actors, attributions, dates
        What was found in it before.
    report_id
        The report the claims belong to.
    published_on
        What lies before this day is no forecast.

    Returns
    -------
    tuple of Claim
        In the order of the text; `by` is `reporter` for the report's own voice.

    Examples
    --------
    >>> from parley.reading.actors import find_actors, load_actor_table
    >>> from parley.reading.attribution import find_attributions
    >>> from parley.reading.text import split_text
    >>> text = split_text("Many experts believe that talks with Iran are unlikely this year.")
    >>> day = date(2024, 5, 1)
    >>> people = find_actors(text, load_actor_table("world.v1"), published_on=day)
    >>> said = find_attributions(text, people.mentions)
    >>> found = find_claims(text, people, said, (), report_id="r", published_on=day)
    >>> [(claim.by, claim.event_type, claim.direction, claim.probability) for claim in found]
    [('Many experts', 'CONSULT', 'down', (0.2, 0.45))]
    """
    finder = _Finder(text, actors, attributions, tuple(dates), report_id, published_on)
    return finder.find()


class _Finder:
    """Holds what the steps of finding claims share."""

    def __init__(
        self,
        text: Text,
        actors: Actors,
        attributions: Attributions,
        dates: Sequence[DateMention],
        report_id: str,
        published_on: date,
    ) -> None:
        self.text = text
        self.actors = actors
        self.attributions = attributions
        self.dates = dates
        self.report_id = report_id
        self.published_on = published_on
        self.types: tuple[tuple[Span, EventType, str | None], ...] | None = None

    def find(self) -> tuple[Claim, ...]:
        marks = self._marks()
        if not marks:
            return ()
        self.types = types_in(self.text)
        claims = [claim for mark in marks if (claim := self._claim(mark)) is not None]
        return tuple(_once_each(claims, self.text))

    def _marks(self) -> list[_Mark]:
        marks = [mark for each in find_likelihoods(self.text) if (mark := self._kept(each))]
        marks += self._modal_marks()
        marks += self._foretold_marks(marks)
        marks.sort(key=lambda mark: (mark.span, mark.kind))
        return _one_per_clause(marks, self)

    def _kept(self, likelihood: Likelihood) -> _Mark | None:
        """Keep a wording that speaks of something to come, in the kind that fits it here."""
        tokens = self.text.tokens_in(likelihood.span)
        before, after = self._neighbours(tokens)
        # "cannot be ruled out" brings its own verb.
        whole = any(token.lower == "be" for token in tokens)
        if likelihood.kind == "predicate" and not whole and not _is_predicate(before, after):
            return None
        if likelihood.kind == "adverb" and not self._is_of_future(tokens):
            return None
        if after and after[0].lower in _PAST_AFTER:
            return None
        if likelihood.span.of(self.text.text).lower() == "bound" and not (
            after and after[0].lower == "to" and before and before[-1].lower in BE_FORMS
        ):
            return None
        direction = likelihood.direction
        sentence = self.text.sentence_at(likelihood.span.start)
        if sentence is None:
            return None
        if direction == "up" and likelihood.kind in {"predicate", "adverb"}:
            ahead = [t.lower for t in after[:3]] + [t.lower for t in before[-2:]]
            direction = "level" if self._lasts(likelihood.span, sentence, ahead) else direction
        holder = self._holder(likelihood.span)
        return _Mark(likelihood.span, likelihood.kind, direction, likelihood.probability, holder)

    def _lasts(self, span: Span, sentence: Sentence, ahead: list[str]) -> bool:
        """Tell whether what is likely is that things stay as they are."""
        words = [t for t in self.text.tokens_of(sentence) if span.end <= t.start][:3]
        for i, token in enumerate(words):
            if token.lower not in _LASTING:
                continue
            if token.lower != "hold":
                return token.lower != "go" or (i + 1 < len(words) and words[i + 1].lower == "on")
            # "hold talks" is an act; "the truce will hold" is not.
            follows = self.text.tokens[token.index + 1 : token.index + 2]
            return not follows or not follows[0].is_word or follows[0].lower in {"for", "until"}
        return False

    def _neighbours(self, tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
        if not tokens:
            return (), ()
        first, last = tokens[0].index, tokens[-1].index
        sentence = self.text.sentence_at(tokens[0].start)
        low = sentence.first if sentence else 0
        high = sentence.last if sentence else len(self.text.tokens)
        return self.text.tokens[max(low, first - 4) : first], self.text.tokens[last + 1 : high]

    def _is_of_future(self, tokens: tuple[Token, ...]) -> bool:
        before, after = self._neighbours(tokens)
        near = [*before[-2:], *after[:2]]
        return any(token.lower in _WILL for token in near)

    def _holder(self, span: Span) -> Attribution | None:
        held = [item for item in self.attributions.holding(span) if not item.passing]
        return held[-1] if held else None

    def _modal_marks(self) -> list[_Mark]:
        """A source's "may" about what another might do."""
        marks = []
        for token in self.text.tokens:
            if token.lower not in _MODALS_OF_CHANCE:
                continue
            holder = self._holder(token.span)
            after = self.text.tokens[token.index + 1 : token.index + 2]
            if holder is None or (after and after[0].lower in {"have", "not", "be", "n't"} and (
                after[0].lower != "be" and token.lower == "could"
            )):  # fmt: skip
                continue
            if self._in_main_line(token, holder) and not self._speaks_of_self(token, holder):
                marks.append(_Mark(token.span, "modal", "up", None, holder))
        return marks

    def _in_main_line(self, token: Token, holder: Attribution) -> bool:
        """Tell whether a verb is the content's own, not that of a clause inside it."""
        start = next((c.start for c in holder.contents if c.start <= token.start < c.end), None)
        if start is None:
            return False
        lead = self.text.tokens_in(Span(start, token.start))
        return not any(t.lower in {"if", "which", "who", "that", "when", "unless", "as", "because"}
                       for t in lead)  # fmt: skip

    def _speaks_of_self(self, token: Token, holder: Attribution) -> bool:
        """Tell whether the subject of a verb is the speaker's own party, or unknown."""
        start = next((c.start for c in holder.contents if c.start <= token.start < c.end), None)
        if start is None:
            return True
        subjects = self.actors.in_span(Span(start, token.start))
        lead = self.text.tokens_in(Span(start, token.start))
        label = holder.speaker.label
        official = holder.speaker.placed and not label.endswith(_OUTSIDERS)
        if not official and lead and lead[0].lower in _POINTERS:
            return False
        opens = bool(subjects) and len(lead) > 0 and subjects[0].span.start <= lead[:2][-1].start
        if official and not opens and token.lower in _MODALS_OF_CHANCE:
            # "missile tests might be resumed", says who would hold them.
            return True
        if not subjects:
            return not any(
                span.start < token.start and start <= span.start
                for span, _, _ in self.types or types_in(self.text)
            )
        speakers = {party_of(code) for code in holder.speaker.label.split("+")}
        return bool({party_of(m.code) for m in subjects[:1]} & speakers - {"-"})

    def _foretold_marks(self, marked: Sequence[_Mark]) -> list[_Mark]:
        """Cues that foretell ("expects", "doubts"), and "will" in the words of an outsider."""
        marks = []
        for item in self.attributions.items:
            if item.passing:
                continue
            if any(content.contains(mark.span) for mark in marked for content in item.contents):
                continue
            mark = self._foretold(item)
            if mark is not None:
                marks.append(mark)
        return marks

    def _foretold(self, item: Attribution) -> _Mark | None:
        content = item.contents[0]
        tokens = self.text.tokens_in(content)
        lemma = item.lemma.split()[0] if item.lemma else ""
        will = next((t for t in tokens if t.lower in _WILL), None)
        cue_words = item.cue.of(self.text.text).lower()
        if lemma in _FORETELLING:
            to_verb = any(t.lower == "to" for t in tokens)
            if will is None and not to_verb and not self._types_within(content):
                return None
            if will is not None and self._speaks_of_self(will, item):
                return None
            if will is None and self._content_is_own(content, item):
                return None
            negated = "not" in cue_words or "n't" in cue_words or "n’t" in cue_words
            nobody = bool(_NOBODY.match(item.speaker.span.of(self.text.text)))
            down = (lemma == "doubt") != (negated or nobody)
            direction: Direction = "down" if down else "up"
            return _Mark(item.cue, "cue", direction, None, item)
        outsider = not item.speaker.placed or item.speaker.label.endswith(("-ACA", "-BUS", "-CVL"))
        if lemma in _JUDGING and outsider and will is not None:
            if self._speaks_of_self(will, item) or not self._in_main_line(will, item):
                return None
            negated = self.text.tokens[will.index + 1].lower in {"not", "n't", "never"}
            cue_negated = "not" in cue_words.split() or "n't" in cue_words
            return _Mark(will.span, "will", "down" if negated != cue_negated else "up", None, item)
        return None

    def _content_is_own(self, content: Span, item: Attribution) -> bool:
        inside = self.actors.in_span(content)
        speakers = {party_of(code) for code in item.speaker.label.split("+")} - {"-"}
        first = inside[0].span.start - content.start if inside else 999
        return first > 60 or bool({party_of(inside[0].code)} & speakers)

    def _types_within(self, span: Span) -> list[tuple[Span, EventType]]:
        types = self.types if self.types is not None else types_in(self.text)
        self.types = types
        return [(where, kind) for where, kind, _ in types if span.contains(where)]

    def _claim(self, mark: _Mark) -> Claim | None:
        sentence = self.text.sentence_at(mark.span.start)
        if sentence is None:
            return None
        span = self.clause(mark, sentence)
        event_type = self._type(mark, span) or self._outcome(span)
        if event_type is None and mark.kind == "figure":
            event_type = self._last_act(Span(sentence.start, mark.span.start))
        meant = None if event_type is not None else self._pointed_at(span, sentence)
        if meant is not None:
            event_type = self._last_act(meant.span)
        doers, others = self._parties(mark, span, sentence, event_type)
        by = mark.by
        if event_type is None and not doers:
            return None  # weather, markets, sport: nobody acts
        if by is not None and mark.kind != "figure" and self._is_own_act(by, doers, others):
            return None
        chain = self.attributions.chain_at(mark.span)
        condition = _CONDITION.search(self.text.text, sentence.start, sentence.end)
        return Claim(
            claim_id=make_id("claim", self.report_id, mark.span.start, mark.span.end),
            report_id=self.report_id,
            by=by.speaker.label if by else "reporter",
            by_span=by.speaker.span if by else None,
            by_name=by.speaker.name if by else None,
            actors=tuple(doers),
            recipients=tuple(others),
            event_type=event_type,
            direction=mark.direction,
            phrase=mark.span,
            span=span,
            probability=mark.probability,
            deadline=self._deadline(span) or (self._deadline(meant.span) if meant else None),
            condition=condition.group().strip() if condition else None,
            chain=chain[:-1] if by is not None and chain else chain,
        )

    def _is_own_act(self, by: Attribution, doers: Sequence[str], others: Sequence[str]) -> bool:
        speakers = {party_of(code) for code in by.speaker.label.split("+")} - {"-"}
        parties = {party_of(code) for code in doers}
        return bool(parties) and parties <= speakers and not others

    def clause(self, mark: _Mark, sentence: Sentence) -> Span:
        """Return the stretch around a mark that holds what is claimed."""
        low, high = sentence.first, sentence.last
        if mark.by is not None:
            for content in mark.by.contents:
                if content.contains(mark.span):
                    inside = self.text.tokens_in(content)
                    low, high = max(low, inside[0].index), min(high, inside[-1].index + 1)
        if mark.kind == "cue" and mark.by is not None:
            return _hull([mark.span, mark.by.contents[0]])
        first = next(t.index for t in self.text.tokens_in(mark.span))
        last = first + len(self.text.tokens_in(mark.span))
        start = first
        while start > low and not self._breaks(start - 1, forward=False):
            start -= 1
        start = self._with_first_part(mark, start, low)
        end = last
        while end < high and not self._breaks(end, forward=True):
            end += 1
        tokens = self.text.tokens
        while end - 1 > last and not tokens[end - 1].is_word:
            end -= 1
        while start < first and not tokens[start].is_word:
            start += 1
        return Span(tokens[start].start, max(tokens[end - 1].end, mark.span.end))

    def _with_first_part(self, mark: _Mark, start: int, low: int) -> int:
        """Take in what stands before a cue that cuts the content in two: "a deal, he said, is"."""
        contents = mark.by.contents if mark.by is not None else ()
        if len(contents) < 2 or start != low or not contents[1].contains(mark.span):
            return start
        first, cue = contents[0], mark.by.cue if mark.by is not None else contents[0]
        sentence = self.text.sentence_at(mark.span.start)
        if sentence is None or first.start < sentence.start or first.end > cue.start:
            return start
        return self.text.tokens_in(first)[0].index

    def _breaks(self, i: int, *, forward: bool) -> bool:
        """Tell whether a clause ends at a token."""
        token = self.text.tokens[i]
        if token.text in _BREAKS:
            return True
        if token.text == ",":
            if forward and self._is_aside(i):
                return False
            after = self.text.tokens[i + 1] if i + 1 < len(self.text.tokens) else None
            return after is not None and after.lower in _CLAUSE_LINKS
        return token.lower in {"but", "while", "whereas"}

    def _is_aside(self, i: int) -> bool:
        """Tell whether ", which ...," opens at a comma and the clause goes on behind it."""
        tokens = self.text.tokens
        if i + 1 >= len(tokens) or tokens[i + 1].lower not in {"which", "who"}:
            return False
        for k in range(i + 2, min(i + 14, len(tokens) - 1)):
            if tokens[k].text in _STOPS:
                return False
            if tokens[k].text == ",":
                return is_finite(tokens[k + 1])
        return False

    def _type(self, mark: _Mark, span: Span) -> EventType | None:
        """Return the type of what is claimed: of what follows, or of the subject."""
        inside = self._types_within(span)
        after = [kind for where, kind in inside if where.start >= mark.span.end]
        before = [kind for where, kind in inside if where.end <= mark.span.start]
        if mark.kind in {
            "noun",
            "comparative",
            "figure",
            "adverb",
            "modal",
            "will",
            "cue",
        } or self._next_word(mark.span) in {"to", "that"}:
            ranked = [*after, *reversed(before)]
        else:
            ranked = [*before, *after]
        return ranked[0] if ranked else None

    def _outcome(self, span: Span) -> EventType | None:
        """Return the type of an outcome named in a clause: "a settlement", "a collapse"."""
        words = (token.lower for token in self.text.tokens_in(span))
        return next((_OUTCOMES[word] for word in words if word in _OUTCOMES), None)

    def _last_act(self, span: Span) -> EventType | None:
        inside = self._types_within(span)
        return inside[-1][1] if inside else self._outcome(span)

    def _pointed_at(self, span: Span, sentence: Sentence) -> Sentence | None:
        """Return the sentence that "it" in a clause points back to, if that tells of an act."""
        opening = [token.lower for token in self.text.tokens_in(span)[:2]]
        if "if" in opening or not any(word in _POINTERS for word in opening):
            return None
        for index in range(sentence.index - 1, max(-1, sentence.index - 1 - _LOOK_BACK), -1):
            earlier = self.text.sentences[index]
            if earlier.paragraph != sentence.paragraph:
                return None
            if self._last_act(earlier.span) is not None:
                return earlier
        return None

    def _next_word(self, span: Span) -> str:
        token = next(
            (t for t in self.text.tokens_in(Span(span.end, len(self.text.text)))[:1]), None
        )
        return token.lower if token is not None else ""

    def _parties(
        self, mark: _Mark, span: Span, sentence: Sentence, event_type: EventType | None
    ) -> tuple[list[str], list[str]]:
        """Return who would act and upon whom: the parties of the clause, else of what it
        refers back to."""
        speaker = mark.by.speaker.span if mark.by is not None else None
        placed = [
            mention
            for mention in self.actors.in_span(span)
            if mention.code != "-"
            and mention.how != "place"
            and (speaker is None or not mention.span.overlap(speaker))
        ]
        codes = _distinct(placed)
        if len(codes) < 2 and event_type in SYMMETRIC:
            codes = self._referred(sentence, codes)
        if not codes:
            codes = self._referred(sentence, codes)[:1]
        if event_type in SYMMETRIC or len(codes) < 2:
            return codes, []
        return codes[:1], codes[1:]

    def _referred(self, sentence: Sentence, codes: list[str]) -> list[str]:
        """Look back for the parties that "such talks" or "they" stand for."""
        for index in range(sentence.index, max(-1, sentence.index - 4), -1):
            earlier = self.text.sentences[index]
            if earlier.is_headline:
                continue
            mentions = [
                mention
                for mention in self.actors.in_span(earlier.span)
                if mention.code != "-"
                and mention.how != "place"
                and not mention.code.endswith(("-JRN", "-ACA"))
            ]
            found = _distinct(mentions)
            if len(found) >= 2 and (not codes or party_of(codes[0]) in map(party_of, found)):
                return found[:2] if not codes else [*codes, *_others(found, codes)][:2]
        return codes

    def _deadline(self, span: Span) -> date | None:
        """Return the last day that would count, when the clause gives one."""
        ends = [
            self._last_day(each)
            for each in self.dates
            if span.contains(each.span)
            and not each.vague
            and each.kind in {"deadline", "until", "point"}
            and each.interval.end >= self.published_on
        ]
        return ends[-1] if ends else None

    def _last_day(self, each: DateMention) -> date:
        """Return the last day that counts: before "the election in May", the last of April."""
        words = each.span.of(self.text.text).lower()
        if words.startswith("before the end of"):
            return each.interval.end - timedelta(days=1)
        lead = self.text.text[max(0, each.span.start - 30) : each.span.start].lower()
        before = re.search(r"\bbefore\s+(?:the\s+)?[\w-]+\s+(?:in|of|on)\s+$", lead)
        if before and each.interval.start > self.published_on:
            return each.interval.start - timedelta(days=1)
        return each.interval.end


def _is_predicate(before: tuple[Token, ...], after: tuple[Token, ...]) -> bool:
    """Tell "is likely", "thinks it likely", "likely that" from "the likely winner"."""
    if after and after[0].lower not in _AFTER_PREDICATE:
        return False
    if not before:
        return bool(after) and after[0].lower == "that"
    near = [token.lower for token in before]
    if near[-1] in {"the", "a", "an", "its", "their", "his", "her", "every"}:
        return False
    return (
        any(word in _COPULAS for word in near)
        or (bool(after) and after[0].lower in {"to", "that"})
        or near[-1] in {"which", "it", "not", "and", "or"}
    )


def _one_per_clause(marks: list[_Mark], finder: _Finder) -> list[_Mark]:
    """Of marks in one clause keep the one with a range, else the first."""
    order = {"figure": 0, "predicate": 1, "noun": 1, "adverb": 2, "comparative": 3, "cue": 4,
             "will": 5, "modal": 6}  # fmt: skip
    kept: list[tuple[_Mark, Span]] = []
    for mark in sorted(marks, key=lambda m: (m.probability is None, order[m.kind], m.span)):
        sentence = finder.text.sentence_at(mark.span.start)
        if sentence is None:
            continue
        clause = finder.clause(mark, sentence)
        if not any(clause.overlap(other) for _, other in kept):
            kept.append((mark, clause))
    return sorted((mark for mark, _ in kept), key=lambda mark: mark.span)


def _once_each(claims: list[Claim], text: Text) -> list[Claim]:
    """Drop a headline's claim that the body makes too, and repeats by the same party."""
    kept: list[Claim] = []
    body = [c for c in claims if not _in_headline(c, text)]
    for claim in claims:
        same = [
            other
            for other in (body if _in_headline(claim, text) else kept)
            if other is not claim
            and other.event_type == claim.event_type
            and other.direction == claim.direction
            and (other.by == claim.by or _in_headline(claim, text))
            and (_parties(other) & _parties(claim) or not _parties(claim))
            and other.probability == claim.probability
        ]
        if not same:
            kept.append(claim)
    return kept


def _parties(claim: Claim) -> set[str]:
    return {party_of(code) for code in (*claim.actors, *claim.recipients)}


def _in_headline(claim: Claim, text: Text) -> bool:
    sentence = text.sentence_at(claim.phrase.start)
    return sentence is not None and sentence.is_headline


def _distinct(mentions: Iterable[ActorMention]) -> list[str]:
    codes: dict[str, str] = {}
    for mention in mentions:
        codes.setdefault(party_of(mention.code), mention.code)
    return list(codes.values())


def _others(found: list[str], codes: list[str]) -> list[str]:
    known = {party_of(code) for code in codes}
    return [code for code in found if party_of(code) not in known]


def _hull(spans: Iterable[Span]) -> Span:
    several = list(spans)
    return Span(min(s.start for s in several), max(s.end for s in several))
