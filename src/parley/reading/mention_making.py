"""From a draft to a `Mention`: evidence, date, chain, confidence.

In: a draft of a text. Out: its mention. The idea to know: evidence is cut to the words
that one source vouches for, and an act takes the date of its clause before that of its
sentence; what has happened has happened by the day of the report.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from parley.reading.attribution import Attributions
from parley.reading.dates import DateMention
from parley.reading.draft import Draft
from parley.reading.drafts import DraftFinder
from parley.reading.folding import in_headline
from parley.reading.status import Standing
from parley.reading.text import Text
from parley.terms import DateInterval, Mention, Span, Status, make_id

__all__ = ["MentionMaker"]


# Tuned on corpus/dev and the worked example (177 acts read): of those with a grip of 0.65,
# 0.75 and 0.85 the share with type and parties right was 0.39, 0.65 and 0.75. A straight
# line of slope 1, kept away from the ends that few acts speak for.
_GRIP_TO_CHANCE = -0.14
_LEAST_CHANCE, _GREATEST_CHANCE = 0.4, 0.9


def _confidence(grip: float) -> float:
    """Return the chance that an act held with this grip has type and parties right."""
    chance = grip + _GRIP_TO_CHANCE
    return round(max(_LEAST_CHANCE, min(_GREATEST_CHANCE, chance)), 2)


class MentionMaker:
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
        told_by_form = present and told_of and not in_headline(self.text, trigger)
        ahead = chosen.interval.start > self.published_on
        today = chosen.interval.start == self.published_on and not group.aux
        if (ahead or (today and group.finite)) and told_by_form:
            return replace(draft, standing=Standing("planned", future=True))
        if chosen.kind == "since" and group.perfect:
            return replace(draft, standing=Standing("ongoing"))
        return draft

    def mention(self, draft: Draft) -> Mention:
        """Return the mention of a draft."""
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
            confidence=_confidence(draft.grip),
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
        if (
            chosen is None
            and held
            and not said
            and span.start >= min(c.start for c in held[-1].contents)
        ):
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
