"""The events of a report: who did what to whom, when, and according to whom.

In: a text with its actors, attributions and dates. Out: `Mention`s, one for each act
the report tells of, and `Problem`s for acts whose actor is not known. The idea to know:
drafts are made clause by clause, turned by their standing (a meeting to come is AGREE, a
withdrawal to come CONCEDE), and folded: an act told twice is one mention.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from parley.reading.actors import Actors
from parley.reading.attribution import Attribution, Attributions
from parley.reading.clauses import find_clauses
from parley.reading.dates import DateMention
from parley.reading.drafts import Draft, DraftFinder
from parley.reading.folding import fold_mentions
from parley.reading.lexicon import known_verbs, refusal_mode
from parley.reading.roles import RoleFinder
from parley.reading.status import Standing
from parley.reading.text import Text
from parley.terms import (
    Claim,
    DateInterval,
    EventType,
    Mention,
    Problem,
    Span,
    Status,
    make_id,
    party_of,
)

__all__ = ["Found", "find_events", "find_mentions"]

_COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "AGREE"})
_DENYING = frozenset({"deny", "refute", "dismiss", "reject", "rebut", "dispute"})


@dataclass(frozen=True, slots=True)
class Found:
    """The mentions of a text and what could not be placed."""

    mentions: tuple[Mention, ...]
    problems: tuple[Problem, ...]


def find_mentions(
    text: Text,
    actors: Actors,
    attributions: Attributions,
    dates: Iterable[DateMention],
    *,
    report_id: str,
    published_on: date,
    claims: Iterable[Claim] = (),
) -> tuple[Mention, ...]:
    """Return the events a text tells of; see `find_events`."""
    return find_events(
        text,
        actors,
        attributions,
        dates,
        report_id=report_id,
        published_on=published_on,
        claims=claims,
    ).mentions


def find_events(
    text: Text,
    actors: Actors,
    attributions: Attributions,
    dates: Iterable[DateMention],
    *,
    report_id: str,
    published_on: date,
    claims: Iterable[Claim] = (),
) -> Found:
    """Find the events a text tells of.

    Parameters
    ----------
    text
        The split text.
    actors
        Its actor mentions.
    attributions
        Who says what in it.
    dates
        Its date phrases.
    report_id
        The report the mentions belong to.
    published_on
        Stands in for the date of acts without one, and ends those that go on.
    claims
        Forecasts found in the text: an act of the type they are about is not an event.

    Returns
    -------
    Found
        Mentions in the order of the text, one for each act, and problems.

    Examples
    --------
    >>> from parley.reading.actors import find_actors, load_actor_table
    >>> from parley.reading.attribution import find_attributions
    >>> from parley.reading.text import split_text
    >>> text = split_text("Iran condemned Israel.")
    >>> day = date(2024, 5, 1)
    >>> people = find_actors(text, load_actor_table("world.v1"), published_on=day)
    >>> said = find_attributions(text, people.mentions)
    >>> found = find_events(text, people, said, (), report_id="r", published_on=day)
    >>> [(m.event_type, m.actors[0].code, m.recipients[0].code) for m in found.mentions]
    [('ACCUSE', 'IRN', 'ISR')]
    """
    clauses = find_clauses(text, known_verbs())
    finder = DraftFinder(clauses, RoleFinder(clauses, actors), attributions)
    maker = _Maker(text, attributions, tuple(dates), report_id, published_on)
    drafts = [
        _turned(maker.scheduled(draft, finder), attributions, finder) for draft in finder.find()
    ]
    mentions = [
        maker.mention(draft)
        for draft in drafts
        if draft is not None and not _foretold(draft, text, claims)
    ]
    problems = [
        Problem(
            "no-actor",
            f"an act of type {draft.event_type} whose actor is not known",
            clauses.span_of(draft.stretch),
        )
        for draft in _left_out(finder, drafts)
    ]
    return Found(fold_mentions(text, mentions), tuple(problems))


def _in_headline(text: Text, trigger: Span) -> bool:
    sentence = text.sentence_at(trigger.start)
    return sentence is not None and sentence.is_headline


def _left_out(finder: DraftFinder, drafts: Iterable[Draft | None]) -> list[Draft]:
    """Return the acts of whose actor nothing is known, one for each trigger."""
    placed = {draft.trigger for draft in drafts if draft is not None}
    by_trigger = {
        draft.trigger: draft
        for draft in reversed(finder.unplaced)
        if draft.trigger not in placed and draft.trigger not in finder.swallowed
    }
    return [by_trigger[trigger] for trigger in sorted(by_trigger)]


def _foretold(draft: Draft, text: Text, claims: Iterable[Claim]) -> bool:
    """Tell whether an act is what a claim foretells."""
    trigger = text.tokens[draft.trigger].span
    for claim in claims:
        if not claim.span.contains(trigger):
            continue
        if claim.event_type in {None, draft.event_type, draft.promised}:
            return True
    return False


_OF_SPEECH = frozenset({"AGREE", "CONCEDE", "THREATEN", "REJECT", "REQUEST", "ACCUSE"})


def _turned(draft: Draft, attributions: Attributions, finder: DraftFinder) -> Draft | None:
    """Give an act to come, denied or demanded the type it has as an act of speech.

    What a party says of its own act to come is an act of saying, vouched for by whoever
    tells of the saying, not by the party.
    """
    turned, own, inner = _retyped(draft, attributions, finder)
    said = turned.event_type in _OF_SPEECH and turned.standing.status == "actual"
    if own and inner is not None and said and turned.chain is None:
        return replace(turned, chain=attributions.chain_at(inner.cue))
    return turned


def _retyped(
    draft: Draft, attributions: Attributions, finder: DraftFinder
) -> tuple[Draft, bool, Attribution | None]:
    """Return a draft by its standing, whether its actor tells of it, and in what words."""
    trigger = finder.tokens[draft.trigger].span
    held = attributions.holding(trigger)
    inner = held[-1] if held else None
    if inner is not None and inner.lemma in _DENYING:
        return replace(draft, standing=Standing("denied", negated=True)), False, inner
    own = False
    if inner is not None and inner.speaker.span is not None:
        speakers = {party_of(m.code) for m in finder.mentions_at(inner.speaker.span)}
        own = bool(speakers & {party_of(m.code) for m in draft.actors} - {"-"})
    standing = draft.standing
    kind: EventType = draft.event_type
    if standing.negated and standing.future and standing.status == "denied":
        if kind in _COOPERATIVE or kind in {"RETREAT", "CONCEDE"}:
            made = replace(
                draft,
                event_type="REJECT",
                mode=refusal_mode(kind),
                standing=Standing("actual"),
                promised=None,
            )
            return made, own, inner
        return draft, own, inner
    if standing.status != "planned":
        return draft, own, inner
    if kind in _COOPERATIVE and kind != "AGREE":
        made = replace(
            draft,
            event_type="AGREE",
            mode=None,
            promised=kind,
            standing=Standing("actual" if own else "planned", future=True),
        )
        return made, own, inner
    if kind == "RETREAT":
        made = replace(
            draft,
            event_type="CONCEDE",
            mode="ceasefire" if draft.mode == "ceasefire" else None,
            promised="RETREAT",
            standing=Standing("actual" if own else "planned", future=True),
        )
        return made, own, inner
    if own and kind == "ASSAULT":
        made = replace(draft, event_type="THREATEN", mode="violence", standing=Standing("actual"))
        return made, own, inner
    return draft, own, inner


class _Maker:
    """Makes mentions of drafts: evidence, date, chain, confidence."""

    def __init__(
        self,
        text: Text,
        attributions: Attributions,
        dates: tuple[DateMention, ...],
        report_id: str,
        published_on: date,
    ) -> None:
        self.text = text
        self.attributions = attributions
        self.dates = dates
        self.report_id = report_id
        self.published_on = published_on

    def scheduled(self, draft: Draft, finder: DraftFinder) -> Draft:
        """Let the date of an act tell whether it lies ahead or goes on.

        "Arrives on Sunday", said before Sunday, is a plan; "has held since May" goes on.
        """
        group = finder.clauses.group_of(draft.trigger)
        if draft.standing.status != "actual" or group is None:
            return draft
        trigger = self.text.tokens[draft.trigger].span
        chosen = self._nearest(finder.clauses.span_of(draft.stretch), trigger, None)
        if chosen is None:
            return draft
        told_of = draft.event_type in {"CONSULT", "COOPERATE", "AID", "RETREAT", "MOBILIZE"}
        present = not any(form in {"past", "participle"} for _, form in group.forms)
        told_by_form = present and told_of and not _in_headline(self.text, trigger)
        ahead = chosen.interval.start > self.published_on
        today = chosen.interval.start == self.published_on and not group.aux
        if (ahead or (today and group.finite)) and told_by_form:
            return replace(draft, standing=Standing("planned", future=True))
        if chosen.kind == "since" and group.perfect:
            return replace(draft, standing=Standing("ongoing"))
        return draft

    def mention(self, draft: Draft) -> Mention:
        tokens = self.text.tokens
        trigger = tokens[draft.trigger].span
        whole = Span(tokens[draft.stretch.first].start, tokens[draft.stretch.last - 1].end)
        span = self._clipped(whole, trigger)
        happened_on = self._date(draft, span, trigger)
        status: Status = draft.standing.status
        return Mention(
            mention_id=make_id(
                "mention",
                self.report_id,
                trigger.start,
                draft.event_type,
                *(m.code for m in draft.actors),
                "to",
                *(m.code for m in draft.recipients),
            ),
            report_id=self.report_id,
            span=span,
            trigger=trigger,
            event_type=draft.event_type,
            mode=draft.mode,
            contexts=draft.contexts,
            actors=draft.actors,
            recipients=draft.recipients,
            status=status,
            happened_on=happened_on,
            chain=draft.chain if draft.chain is not None else self.attributions.chain_at(span),
            confidence=round(max(0.05, min(0.95, draft.grip)), 2),
            promised=draft.promised if draft.event_type in {"AGREE", "CONCEDE"} else None,
        )

    def _clipped(self, span: Span, trigger: Span) -> Span:
        """Cut evidence to the content it stands in, so that who says so stays outside."""
        for item in self.attributions.holding(trigger):
            for content in item.contents:
                if content.contains(trigger):
                    start = max(span.start, content.start)
                    span = Span(start, max(start, min(span.end, content.end)))
        return span

    def _date(self, draft: Draft, span: Span, trigger: Span) -> DateInterval:
        """Return the days of an act: its clause's date, else its sentence's, else unknown."""
        status = draft.standing.status
        today = self.published_on
        # What has happened has not happened later than it was reported: "agreed to meet on
        # 6 June" is dated when it was agreed.
        latest = today if status in {"actual", "ongoing"} else None
        chosen = self._chosen(span, trigger, latest, said=draft.chain is not None)
        if chosen is None:
            return DateInterval(today, today, "unknown")
        interval = chosen.interval
        if chosen.kind == "deadline" and interval.start <= today:
            last = max(interval.end, interval.start)
            return DateInterval(last, last, interval.precision)
        if status == "ongoing" and interval.start <= today and interval.end < today:
            return DateInterval(interval.start, today, interval.precision)
        return interval

    def _chosen(
        self, span: Span, trigger: Span, latest: date | None, *, said: bool
    ) -> DateMention | None:
        """Return the date phrase of a clause, else of its sentence."""
        chosen = self._nearest(span, trigger, latest)
        held = self.attributions.holding(trigger)
        if chosen is None and held and not said and span.start >= min(c.start for c in held[-1].contents):
            # The date of the saying is not the date of what is said to have been done.
            if any(content.contains(trigger) for content in held[-1].contents):
                inside = [self._nearest(c, trigger, latest) for c in held[-1].contents]
                return next((found for found in inside if found is not None), None)
        if chosen is None:
            sentence = self.text.sentence_at(trigger.start)
            if sentence is not None:
                chosen = self._nearest(sentence.span, trigger, latest)
        return chosen

    def _dates_a_noun(self, found: DateMention) -> bool:
        """Tell "the treaty of 1988", which dates the treaty, from "signed in 1988"."""
        return found.interval.precision == "year" and self.text.text[
            max(0, found.span.start - 4) : found.span.start
        ].lower().endswith((" of ", "of "))

    def _nearest(self, span: Span, trigger: Span, latest: date | None) -> DateMention | None:
        inside = [
            found
            for found in self.dates
            if span.contains(found.span)
            and (latest is None or found.interval.start <= latest)
            and not self._dates_a_noun(found)
        ]
        return min(
            inside,
            key=lambda d: (
                min(abs(d.span.start - trigger.end), abs(trigger.start - d.span.end)),
                d.span.start,
            ),
            default=None,
        )
