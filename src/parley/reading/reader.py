"""The rules reader: a report in, a reading out, no weights needed.

In: a `Report`. Out: a `Reading`. The idea to know: the parts run in one order (words,
actors, dates, attributions, claims, events), each on the spans of the one before, and
reading never fails: what goes wrong is a `Problem` of the reading.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from parley.reading.actors import Actors, ActorTable, find_actors, load_actor_table
from parley.reading.attribution import Attributions, find_attributions
from parley.reading.claims import find_claims
from parley.reading.dates import DateMention, find_dates
from parley.reading.events import Found, find_events
from parley.reading.relay import find_relay
from parley.reading.statements import find_statements
from parley.reading.text import Text, split_text
from parley.terms import Claim, Problem, Reading, Report, Span, Statement

__all__ = ["RulesReader"]

logger = logging.getLogger(__name__)

Part = TypeVar("Part")

# Above this a text is no report but a dump; what comes first is read. Ten million
# characters take minutes, and no news item is a hundredth as long.
_LONGEST = 400_000
_COMMON_WORDS = frozenset("the of and to in a that for on with was is by as said from at".split())


class RulesReader:
    """Reads English news reports by rules alone.

    Examples
    --------
    >>> from datetime import datetime, timezone
    >>> report = Report("Iran condemned Israel.", datetime(2024, 5, 1, tzinfo=timezone.utc))
    >>> reading = RulesReader().read_report(report)
    >>> [(m.event_type, m.actors[0].code) for m in reading.mentions]
    [('ACCUSE', 'IRN')]
    """

    name = "rules.v1"

    def __init__(self, table: ActorTable | None = None) -> None:
        self.table = table if table is not None else load_actor_table("world.v1")

    def read_report(self, report: Report) -> Reading:
        """Return what was understood of a report, with problems for the rest."""
        problems: list[Problem] = []
        body = report.text
        if not body.strip():
            problems.append(Problem("empty", "the report has no text"))
            return Reading(report.report_id, self.name, problems=tuple(problems))
        if len(body) > _LONGEST:
            problems.append(
                Problem("long", f"only the first {_LONGEST} of {len(body)} characters were read")
            )
            body = body[:_LONGEST]
        if report.language.split("-")[0].lower() != "en":
            problems.append(
                Problem("language", f"rules.v1 reads English; the report is in {report.language!r}")
            )
            return Reading(report.report_id, self.name, problems=tuple(problems))
        text = split_text(body)
        if not _looks_english(text):
            problems.append(Problem("language", "the text does not look like English"))
        return self._read(report, text, problems)

    def _read(self, report: Report, text: Text, problems: list[Problem]) -> Reading:
        # The outlet's own day: "on Sunday" is counted from where the report was published.
        day = report.published_at.date()
        attempt = _Attempts(report.report_id, problems)
        actors: Actors = attempt.run(
            "actors", lambda: find_actors(text, self.table, published_on=day), Actors([])
        )
        dates: tuple[DateMention, ...] = attempt.run(
            "dates",
            lambda: find_dates(
                text, published_on=day, office_terms=_terms_of(actors, self.table, day)
            ),
            (),
        )
        attributions: Attributions = attempt.run(
            "attributions", lambda: find_attributions(text, actors.mentions), Attributions(())
        )
        statements: tuple[Statement, ...] = attempt.run(
            "statements",
            lambda: find_statements(
                text, actors, report_id=report.report_id, attributions=attributions
            ),
            (),
        )
        relay: tuple[str, ...] = attempt.run(
            "relay", lambda: find_relay(text, actors, self.table), ()
        )
        claims: tuple[Claim, ...] = attempt.run(
            "claims",
            lambda: find_claims(
                text,
                actors,
                attributions,
                dates,
                report_id=report.report_id,
                published_on=day,
            ),
            (),
        )
        events: Found = attempt.run(
            "events",
            lambda: find_events(
                text,
                actors,
                attributions,
                dates,
                report_id=report.report_id,
                published_on=day,
                claims=claims,
            ),
            Found((), ()),
        )
        problems += events.problems
        return Reading(
            report_id=report.report_id,
            reader=self.name,
            relay=relay,
            actor_mentions=actors.mentions,
            mentions=events.mentions,
            statements=statements,
            claims=claims,
            problems=tuple(problems),
        )


class _Attempts:
    """Runs the parts of reading; one that fails leaves a problem and its empty answer."""

    def __init__(self, report_id: str, problems: list[Problem]) -> None:
        self.report_id = report_id
        self.problems = problems

    def run(self, part: str, work: Callable[[], Part], otherwise: Part) -> Part:
        try:
            return work()
        except Exception as error:  # a report must never stop a batch
            logger.warning("%s: reading %s failed", self.report_id, part, exc_info=True)
            self.problems.append(
                Problem("failed", f"reading {part} failed: {type(error).__name__}: {error}")
            )
            return otherwise


def _terms_of(
    actors: Actors, table: ActorTable, today: date
) -> Callable[[Span, int], tuple[date, date] | None]:
    """Return what tells the days of "his first term" from the words for its holder."""

    def days(holder: Span, number: int) -> tuple[date, date] | None:
        for mention in actors.at(holder.start):
            fullest = actors.fullest(mention).name
            terms = table.terms_of(fullest) or table.terms_of(mention.name)
            place = number - 1 if number > 0 else -1
            if terms and -len(terms) <= place < len(terms):
                term = terms[place]
                return term.start or today, term.end or today
        return None

    return days


def _looks_english(text: Text) -> bool:
    """Tell whether enough of the words are the commonest of English; short texts pass."""
    words = [token.lower for token in text.tokens[:400] if token.is_word]
    if len(words) < 25:
        return True
    return sum(word in _COMMON_WORDS for word in words) >= 0.06 * len(words)
