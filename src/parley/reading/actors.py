"""Who a text names: every expression that stands for a party, with its code.

In: a split text, an actor table and the day of publication. Out: `Actors`, the mentions
in order. The idea to know: a mention is the whole expression that fills a place in an
act ("North Korean leader Kim Jong-un", "the country's state media", "He"), and a plural
that names several parties is several mentions with one span.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date

from parley.reading.actor_resolve import Resolver
from parley.reading.actor_salience import Entity
from parley.reading.actor_tables import ActorTable, Resolved, load_actor_table
from parley.reading.text import Text, split_text
from parley.terms import ActorMention, Span

__all__ = ["ActorTable", "Actors", "Resolved", "find_actors", "load_actor_table", "resolve_phrase"]


class Actors:
    """The actor mentions of one text, sorted by where they begin."""

    def __init__(self, pairs: list[tuple[ActorMention, Entity]]) -> None:
        pairs = sorted(pairs, key=lambda pair: (pair[0].span, pair[0].code))
        self.mentions: tuple[ActorMention, ...] = tuple(mention for mention, _ in pairs)
        self._entities = tuple(entity for _, entity in pairs)
        self._starts = [mention.span.start for mention in self.mentions]
        self._index = {id(mention): i for i, mention in enumerate(self.mentions)}

    def in_span(self, span: Span) -> tuple[ActorMention, ...]:
        """Return the mentions that lie wholly inside a span."""
        first = bisect_left(self._starts, span.start)
        last = bisect_left(self._starts, span.end)
        return tuple(m for m in self.mentions[first:last] if m.span.end <= span.end)

    def before(self, offset: int) -> tuple[ActorMention, ...]:
        """Return the mentions that end at or before a character, the nearest last."""
        last = bisect_left(self._starts, offset)
        return tuple(m for m in self.mentions[:last] if m.span.end <= offset)

    def after(self, offset: int) -> tuple[ActorMention, ...]:
        """Return the mentions that begin at or after a character, the nearest first."""
        return self.mentions[bisect_left(self._starts, offset) :]

    def at(self, offset: int) -> tuple[ActorMention, ...]:
        """Return the mentions that hold a character: several when a plural names several."""
        last = bisect_left(self._starts, offset + 1)
        near = self.mentions[max(0, last - 12) : last]
        return tuple(m for m in near if m.span.start <= offset < m.span.end)

    def same_party(self, mention: ActorMention) -> tuple[ActorMention, ...]:
        """Return every mention of the same person, body or state as this one."""
        i = self._index.get(id(mention))
        if i is None:
            return (mention,)
        entity = self._entities[i]
        return tuple(m for m, e in zip(self.mentions, self._entities, strict=True) if e is entity)

    def fullest(self, mention: ActorMention) -> ActorMention:
        """Return the fullest mention of the same party: the longest that is no pronoun."""
        same = [m for m in self.same_party(mention) if m.how != "pronoun"] or [mention]
        if mention.how in {"name", "capital", "demonym", "metonym", "place"}:
            return mention
        return max(same, key=lambda m: (len(m.surface), -m.span.start))


def find_actors(text: Text, table: ActorTable, *, published_on: date) -> Actors:
    """Find every expression that names a party.

    Parameters
    ----------
    text
        The split text.
    table
        Names and codes.
    published_on
        The day on which offices and groups are looked up.

    Returns
    -------
    Actors
        Mentions with code `-` are parties that are described but cannot be placed.

    Examples
    --------
    >>> text = split_text("Thai and Cambodian troops clashed, Bangkok said.")
    >>> found = find_actors(text, load_actor_table("world.v1"), published_on=date(2025, 7, 24))
    >>> [(m.surface, m.code) for m in found.mentions]
    [('Thai and Cambodian troops', 'KHM-MIL'), ('Thai and Cambodian troops', 'THA-MIL'), ('Bangkok', 'THA')]
    """  # noqa: E501
    pairs: list[tuple[ActorMention, Entity]] = []
    for found in Resolver(text, table, published_on).resolve():
        span = Span(found.start, found.end)
        surface = span.of(text.text)
        for entity in found.entities:
            mention = ActorMention(span, surface, entity.code, entity.name, found.how)
            pairs.append((mention, entity))
    return Actors(pairs)


def resolve_phrase(phrase: str, table: ActorTable, *, on: date) -> Resolved | None:
    """Return what a whole noun phrase means, as a question may put it.

    Examples
    --------
    >>> table = load_actor_table("world.v1")
    >>> resolve_phrase("the Russian foreign ministry", table, on=date(2024, 1, 1)).code
    'RUS-GOV'
    """
    known = table.resolve(phrase, on=on)
    if known is not None:
        return known
    found = find_actors(split_text(phrase), table, published_on=on).mentions
    whole = [m for m in found if m.span.start == 0 and m.span.end == len(phrase)]
    if len(whole) == 1 and whole[0].code != "-":
        return Resolved(whole[0].code, whole[0].name, whole[0].how)
    return None
