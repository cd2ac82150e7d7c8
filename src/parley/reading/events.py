"""The events of a report: who did what to whom, when, and according to whom.

In: a text with its actors, attributions and dates. Out: `Mention`s, one for each act
the report tells of, and `Problem`s for acts whose actor is not known. The idea to know:
drafts are made clause by clause, turned by their standing (a meeting to come is AGREE, a
withdrawal to come CONCEDE), and folded: an act told twice is one mention.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from parley.reading.actors import Actors
from parley.reading.attribution import Attributions
from parley.reading.clauses import find_clauses
from parley.reading.dates import DateMention
from parley.reading.draft import Draft
from parley.reading.drafts import DraftFinder
from parley.reading.folding import fold_mentions
from parley.reading.lexicon import known_verbs
from parley.reading.mention_making import MentionMaker
from parley.reading.roles import RoleFinder
from parley.reading.text import Text
from parley.reading.turning import turned
from parley.terms import Claim, Mention, Problem

__all__ = ["Found", "find_events", "find_mentions"]


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
    maker = MentionMaker(text, attributions, tuple(dates), report_id, published_on)
    drafts = [
        turned(maker.scheduled(draft, finder), attributions, finder) for draft in finder.find()
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
