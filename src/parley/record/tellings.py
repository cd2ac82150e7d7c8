"""One mention together with what the record knows of the report it stands in.

In: a mention, its report's outlet, relay and publication. Out: `Telling`, and the one
source that each telling goes back to. The idea to know: a source counts once per origin.
Copies of one text share an origin; a report that passes on an agency shares the agency's
origin with all others that do; only then does the outlet speak for itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from parley.terms import Mention, party_of

__all__ = ["Telling", "content_words", "sources_of"]

_WORD = re.compile(r"[^\W\d_]{3,}|\d+")
_ENDINGS = ("ings", "ing", "ed", "es", "s")
_STOP = frozenset(
    """
    about after again against also among and another any are because been before being
    between both but could did does during each from had has have having her here him his
    how into its itself may might more most new now off only other our out over said same
    says she should since some such than that the their them then there these they this
    those through under until upon very was were what when where which while who whom why
    will with would yet you your one two year years month months week weeks day days today
    yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday according
    told report reports reported
    """.split()
)


def content_words(text: str) -> frozenset[str]:
    """Return the words of a text that carry meaning, endings cut off.

    Examples
    --------
    >>> sorted(content_words("The troops crossed the border on Monday."))
    ['border', 'cross', 'troop']
    """
    words = set()
    for word in _WORD.findall(text.casefold()):
        if word not in _STOP:
            words.add(_stem(word))
    return frozenset(words)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@dataclass(frozen=True)
class Telling:
    """A mention, the words of its clause, and the facts of its report."""

    mention: Mention
    outlet: str
    relay: tuple[str, ...]
    published_at: datetime
    recorded_at: datetime
    sentence: str = ""

    @property
    def order(self) -> tuple[datetime, str, int, int, str]:
        """Where it comes among all tellings: by publication, never by arrival."""
        mention = self.mention
        span = mention.span
        return self.published_at, mention.report_id, span.start, span.end, mention.mention_id

    @cached_property
    def words(self) -> frozenset[str]:
        """Content words of the clause, without the names of the parties."""
        named = " ".join(
            f"{actor.surface} {actor.name}"
            for actor in (*self.mention.actors, *self.mention.recipients)
        )
        return content_words(self.sentence) - content_words(named)

    @cached_property
    def roles(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Codes of actors and of recipients, each once, in the order told."""
        actors = dict.fromkeys(actor.code for actor in self.mention.actors)
        recipients = dict.fromkeys(actor.code for actor in self.mention.recipients)
        return tuple(actors), tuple(recipients)

    @cached_property
    def parties(self) -> tuple[frozenset[str], frozenset[str]]:
        """Parties of actors and of recipients, sectors folded."""
        actors, recipients = self.roles
        return frozenset(map(party_of, actors)), frozenset(map(party_of, recipients))

    @property
    def teller(self) -> str:
        """Who says it, outermost first: the outlet, then the chain of the sentence."""
        return " > ".join(dict.fromkeys((self.outlet, *self.mention.chain)))


def sources_of(tellings: Mapping[str, Telling], copies: Mapping[str, str]) -> dict[str, str]:
    """Return the source that each report goes back to, by report id.

    Parameters
    ----------
    tellings
        One telling of each report, by report id.
    copies
        The report that each report is a copy of, by report id; itself or missing when it
        is no copy.

    Returns
    -------
    dict
        A name for the source: of the origin of the copy, the innermost medium that it
        relays, or its outlet.
    """
    sources = {}
    for report_id, telling in tellings.items():
        origin = tellings.get(copies.get(report_id, report_id), telling)
        medium = origin.relay[-1] if origin.relay else origin.outlet
        # Outlets called `unknown` count as one: nothing shows that they are several.
        sources[report_id] = medium.strip().casefold()
    return sources
