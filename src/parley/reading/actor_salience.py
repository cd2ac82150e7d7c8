"""Who a pronoun or a bare noun means: parties in the order they were named.

In: parties as they are found, left to right. Out: the party that "he", "they", "the
latter", "the ministry" or "both countries" goes back to. The idea to know: a pronoun
looks first at subjects of its own and the last sentence, then at whoever was named most
recently; number, animacy and gender rule candidates out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from parley.terms import party_of

__all__ = ["Entity", "Found", "Salience"]

# How many sentences back a pronoun may reach; measured on the development reports.
_REACH = 4


@dataclass(slots=True, eq=False)
class Entity:
    """A party as one report speaks of it: the same object for all its mentions.

    `sort` is `state`, `person`, `people` or `body`; `nouns` are the role nouns it was
    called by.
    """

    code: str
    name: str
    sort: str
    plural: bool = False
    gender: str = ""
    nouns: set[str] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class Found:
    """One mention: its characters, the entities it names, and how it stands in its sentence.

    `prominence` is 3 for who speaks, 2 for a subject, 1 for a possessive or an object, 0
    behind a preposition.
    """

    start: int
    end: int
    entities: list[Entity]
    how: str
    sentence: int
    prominence: int


class Salience:
    """The mentions so far, and look-ups of antecedents among them."""

    def __init__(self) -> None:
        self.found: list[Found] = []

    def add(self, found: Found) -> None:
        """Take in the next mention."""
        self.found.append(found)

    def _back(self, sentence: int, reach: int = _REACH) -> Iterator[list[Found]]:
        """Yield the mentions of this sentence, the one before, and so on."""
        group: list[Found] = []
        current = sentence
        for found in reversed(self.found):
            if sentence - found.sentence > reach:
                break
            if found.sentence != current:
                if group:
                    yield group
                group, current = [], found.sentence
            group.append(found)
        if group:
            yield group

    def _pick(
        self, sentence: int, fits: Callable[[Entity], bool], reach: int = _REACH
    ) -> Entity | None:
        for group in self._back(sentence, reach):
            ordered = sorted(group, key=lambda found: (-min(found.prominence, 2), found.start))
            for found in ordered:
                if found.prominence < 2:
                    break
                if found.how != "place" and len(found.entities) == 1 and fits(found.entities[0]):
                    return found.entities[0]
            for found in group:
                if found.how != "place" and len(found.entities) == 1 and fits(found.entities[0]):
                    return found.entities[0]
        return None

    def speaker(self, sentence: int, fits: Callable[[Entity], bool]) -> Entity | None:
        """Return who spoke last, in this sentence or the one before."""
        for group in self._back(sentence, 1):
            for found in group:
                if found.prominence == 3 and len(found.entities) == 1 and fits(found.entities[0]):
                    return found.entities[0]
        return None

    def person(self, sentence: int, gender: str) -> Entity | None:
        """Return whom "he" or "she" means."""
        other = "f" if gender == "m" else "m"
        return self._pick(
            sentence,
            lambda entity: entity.sort == "person" and not entity.plural and entity.gender != other,
        )

    def thing(self, sentence: int, *, speaks: bool = False) -> Entity | None:
        """Return the state or body "it" means; of "it said", the one that spoke."""

        def fits(entity: Entity) -> bool:
            return entity.sort in {"state", "body"} and not entity.plural

        spoke = self.speaker(sentence, fits) if speaks else None
        return spoke or self._pick(sentence, fits, 2)

    def several(self, sentence: int) -> list[Entity]:
        """Return whom "they" means: a plural, a pair joined by "and", or a body."""
        for group in self._back(sentence, 3):
            ordered = sorted(group, key=lambda found: (-found.prominence, -found.start))
            for found in ordered:
                if len(found.entities) > 1:
                    return found.entities
                if found.entities and found.entities[0].plural:
                    return found.entities
        body = self._pick(sentence, lambda entity: entity.sort in {"body", "people", "state"}, 2)
        return [body] if body else []

    def latter(self, *, former: bool = False) -> Entity | None:
        """Return the last party named, or the one before it."""
        seen: list[Entity] = []
        for found in reversed(self.found):
            for entity in reversed(found.entities):
                if entity not in seen:
                    seen.append(entity)
            if len(seen) >= 2:
                break
        if former:
            return seen[1] if len(seen) > 1 else None
        return seen[0] if seen else None

    def last_states(self, n: int) -> list[Entity]:
        """Return the last `n` different parties that are states, in the order named."""
        chosen: dict[str, Entity] = {}
        for found in reversed(self.found):
            for entity in reversed(found.entities):
                party = party_of(entity.code)
                acts = entity.sort != "place" and not entity.code.endswith("-JRN")
                if party != "-" and party not in chosen and acts:
                    chosen[party] = entity
                    if len(chosen) == n:
                        return list(reversed(chosen.values()))
        return []

    def last_people(self, n: int) -> list[Entity]:
        """Return the first `n` named persons of different parties in a sentence, the latest first.

        Who met stands before where and at whose invitation.
        """
        chosen: dict[str, Entity] = {}
        sentences = sorted({found.sentence for found in self.found}, reverse=True)
        for first in sentences[:3]:
            chosen = {}
            for found in self.found:
                if found.sentence < first or found.how not in {"office", "partial"}:
                    continue
                for entity in found.entities:
                    party = party_of(entity.code)
                    if entity.sort == "person" and party != "-":
                        chosen.setdefault(party, entity)
            if len(chosen) >= n:
                return list(chosen.values())[:n]
        return []

    def by_noun(self, noun: str) -> Entity | None:
        """Return the last party called by a noun, or by one that ends in it ("ministry")."""
        for found in reversed(self.found):
            for entity in found.entities:
                if noun in entity.nouns:
                    return entity
        for found in reversed(self.found):
            for entity in found.entities:
                if any(known.endswith(" " + noun) for known in entity.nouns):
                    return entity
        return None

    def by_code(self, fits: Callable[[str], bool]) -> Entity | None:
        """Return the last party whose code fits."""
        for found in reversed(self.found):
            for entity in reversed(found.entities):
                if fits(entity.code):
                    return entity
        return None
