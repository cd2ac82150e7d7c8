"""The parts of reading, each run on a few words, for tests to look at.

In: text, and a day of publication. Out: what one part makes of it. The idea to know:
every part is run behind the parts it rests on, over the packaged table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from parley.reading.actors import Actors, find_actors, load_actor_table
from parley.reading.attribution import Attributions, find_attributions
from parley.reading.clauses import Clauses, find_clauses
from parley.reading.lexicon import known_verbs
from parley.reading.reader import RulesReader
from parley.reading.text import Text, split_text
from parley.terms import Claim, Mention, Reading, Report, Statement

PUBLISHED_ON = date(2024, 6, 5)  # a Wednesday


@dataclass(frozen=True)
class Read:
    """A text with its reading, and the words of any part."""

    report: Report
    reading: Reading

    @property
    def mention(self) -> Mention:
        """The one event of the text."""
        [mention] = self.reading.mentions
        return mention

    @property
    def statement(self) -> Statement:
        """The one statement of the text."""
        [statement] = self.reading.statements
        return statement

    @property
    def claim(self) -> Claim:
        """The one claim of the text."""
        [claim] = self.reading.claims
        return claim

    def contents(self, statement: Statement) -> list[str]:
        """Return the words a statement ties to its speaker."""
        return [span.of(self.report.text) for span in statement.contents]


@lru_cache(maxsize=1)
def rules_reader() -> RulesReader:
    """Return the reader over the packaged world."""
    return RulesReader(load_actor_table("world.v1"))


def read(text: str, *, published_on: date = PUBLISHED_ON) -> Read:
    """Return a text read as a report published at noon of a day."""
    at = datetime(published_on.year, published_on.month, published_on.day, 12, tzinfo=UTC)
    report = Report(text, at)
    return Read(report, rules_reader().read_report(report))


def actors_of(text: str, *, published_on: date = PUBLISHED_ON) -> Actors:
    """Return the actor mentions of a text."""
    return find_actors(split_text(text), load_actor_table("world.v1"), published_on=published_on)


def named(text: str, *, published_on: date = PUBLISHED_ON) -> list[tuple[str, str]]:
    """Return (words, code) of the actor mentions of a text."""
    return [(m.surface, m.code) for m in actors_of(text, published_on=published_on).mentions]


def attributions_of(text: str) -> Attributions:
    """Return the attributions of a text."""
    return find_attributions(split_text(text), actors_of(text).mentions)


def clauses_of(text: str) -> Clauses:
    """Return the verb groups and noun phrases of a text."""
    return find_clauses(split_text(text), known_verbs())


def words_of(text: Text) -> list[str]:
    """Return the tokens of a text."""
    return [token.text for token in text.tokens]
