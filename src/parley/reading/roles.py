"""Who acts, and at whom it is directed: the parties around a trigger.

In: a text's clauses, its actor mentions, and a hit of the lexicon. Out: `Parties`. The
idea to know: each hit says by its entry which place of the clause holds the recipient
(object, or the words after certain prepositions), the verb group says where its subject
stands, and a noun carries its actor before it ("Russia's war") or after "by" and "of".
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from parley.reading.actors import Actors
from parley.reading.clauses import Clauses, Stretch, VerbGroup
from parley.reading.draft import distinct
from parley.reading.lexicon import Hit
from parley.reading.speakers import is_person_noun
from parley.reading.words import PREPOSITIONS, RELATIVES, SUBORDINATORS
from parley.terms import ActorMention, Span, party_of

__all__ = ["Parties", "RoleFinder", "Unit"]

_LINKS = frozenset(
    'and or & both as well the a an , nor along together its his their “ ” "'.split()
)
_PLACE_PREPOSITIONS = frozenset("in at near outside inside around across through via".split())
_OWNER_PREPOSITIONS = frozenset("of from for by".split())
_RECIPROCAL = frozenset(("each other", "one another"))
_OPENERS = frozenset("the a an its his her their this these".split())
_DAYS_AND_MONTHS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april
    may june july august september october november december week month year night morning
    afternoon evening yesterday today weekend day""".split()
)


@dataclass(frozen=True, slots=True)
class Unit:
    """One expression and the parties it stands for; tokens `first` to `last` (included)."""

    first: int
    last: int
    mentions: tuple[ActorMention, ...]

    @property
    def codes(self) -> frozenset[str]:
        """The party codes it stands for, sectors folded."""
        return frozenset(party_of(mention.code) for mention in self.mentions)

    @property
    def is_place(self) -> bool:
        """Tell whether it only says where."""
        return all(mention.how == "place" for mention in self.mentions)


@dataclass(frozen=True, slots=True)
class Parties:
    """Actors and recipients of a hit, and how sure their places were (0 to 1)."""

    actors: tuple[ActorMention, ...] = ()
    recipients: tuple[ActorMention, ...] = ()
    grip: float = 1.0


class RoleFinder:
    """Finds the parties of hits in one text."""

    def __init__(self, clauses: Clauses, actors: Actors) -> None:
        self.clauses = clauses
        self.text = clauses.text
        self.tokens = clauses.text.tokens
        self.units = self._units(actors)
        self._firsts = [unit.first for unit in self.units]

    def _units(self, actors: Actors) -> tuple[Unit, ...]:
        """Group mentions by span; leave out those inside a longer one."""
        by_span: dict[tuple[int, int], list[ActorMention]] = {}
        for mention in actors.mentions:
            by_span.setdefault((mention.span.start, mention.span.end), []).append(mention)
        units: list[Unit] = []
        end = -1
        for (start, stop), mentions in sorted(
            by_span.items(), key=lambda item: (item[0][0], -item[0][1])
        ):
            if stop <= end:
                continue
            end = stop
            first = self.text.token_at(start)
            last = self.text.token_at(stop - 1)
            if first is not None and last is not None:
                units.append(Unit(first.index, last.index, tuple(mentions)))
        return tuple(units)

    def units_in(self, first: int, last: int) -> list[Unit]:
        """Return the units that begin from token `first` up to, not at, `last`."""
        return list(self.units[bisect_left(self._firsts, first) : bisect_left(self._firsts, last)])

    # --- noun phrases ---------------------------------------------------------------

    def joined(self, unit: Unit, limit: int) -> tuple[ActorMention, ...]:
        """Return the mentions of a unit and of those listed with it ("X, Y and Z")."""
        mentions = list(unit.mentions)
        pending: list[ActorMention] = []
        at = unit
        for other in self.units_in(unit.last + 1, limit):
            between = [self.tokens[i].lower for i in range(at.last + 1, other.first)]
            if between[:1] == ["'s"] or len(between) > 6:
                break
            link = set(between) & {"and", "or", "&", "nor", "well", "both", "alongside"}
            plain = all(
                word in _LINKS
                or (word in {"alongside", "with", "also", "later"})
                or (self.clauses.words[at.last + 1 + k].kind == "other" and bool(link))
                for k, word in enumerate(between)
            )
            if not plain or not between or between == ["with"]:
                break
            if other.codes == unit.codes and not link:
                at = other
                continue
            if link:
                mentions += [*pending, *other.mentions]
                pending = []
            elif "," in between:
                pending += other.mentions
            else:
                break
            at = other
        return distinct(mentions)

    def subject_of(self, stretch: Stretch | None) -> tuple[ActorMention, ...]:
        """Return the parties that a subject stretch names."""
        if stretch is None:
            return ()
        units = self.units_in(stretch.first, stretch.last)
        first = self._after_adverbial(stretch)
        if first > stretch.first:
            kept = [unit for unit in units if unit.first >= first]
            units = kept or units
        if not units:
            return ()
        for unit in units:
            if self._preposition_before(unit, first) is None:
                named = self._apposed(unit, units)
                return self.joined(named, stretch.last)
        for unit in units:
            if self._preposition_before(unit, first) in _OWNER_PREPOSITIONS:
                return self.joined(unit, stretch.last)
        if units[-1].last == stretch.last - 1 and not units[-1].is_place:
            # "In Jerusalem the cabinet …": a verb needs a subject, and nothing else is left.
            return units[-1].mentions
        return ()

    def _apposed(self, unit: Unit, units: list[Unit]) -> Unit:
        """Return the apposition that tells whom a name without code means ("Amano, the head …")."""
        if any(mention.code != "-" for mention in unit.mentions):
            return unit
        for other in units:
            between = [self.tokens[i].lower for i in range(unit.last + 1, other.first)]
            if other.first > unit.last and between in ([","], [",", "the"], [",", "a"]):
                return other
        return unit

    def _after_adverbial(self, stretch: Stretch) -> int:
        """Return where the subject begins after "On Monday in Kyiv, …"."""
        first = stretch.first
        for index in range(stretch.first, stretch.last):
            if self.tokens[index].lower == ",":
                opener = self.tokens[first].lower
                word = self.clauses.words[first]
                adverbial = (
                    opener in PREPOSITIONS
                    or opener in SUBORDINATORS
                    or word.kind == "adverb"
                    or opener in {"and", "but"}
                    or (index - first <= 2 and not self.units_in(first, index))
                )
                if adverbial and index + 1 < stretch.last:
                    first = index + 1
                else:
                    break
        return first

    def _preposition_before(self, unit: Unit, floor: int) -> str | None:
        """Return the preposition whose phrase a unit stands in, if it does."""
        index = unit.first - 1
        steps = 0
        if self.tokens[unit.first].lower in _OPENERS or self._is_date_word(index):
            # An article opens a noun phrase: what stands before a noun before it is not its own.
            before = self.tokens[index].lower if index >= floor else ""
            return before if before in PREPOSITIONS | {"to"} else None
        while index >= floor and steps < 5:
            lower = self.tokens[index].lower
            if lower in RELATIVES:
                return None
            if lower in PREPOSITIONS and lower not in {"as", "than", "like"}:
                return lower
            if lower == "to":
                return "to"
            if not self.tokens[index].is_word and lower not in {"-", "“", '"'}:
                return None
            if lower in {"and", "or", "that"} or self.clauses.words[index].is_verb:
                return None
            index -= 1
            steps += 1
        return None

    def _is_date_word(self, index: int) -> bool:
        """Tell whether a token ends a date ("On Monday police …", "In 2019 Iran …")."""
        if index < 0:
            return False
        lower = self.tokens[index].lower
        return lower in _DAYS_AND_MONTHS or (lower.isdigit() and len(lower) in {1, 2, 4})

    def after_preposition(
        self, prepositions: tuple[str, ...], first: int, last: int, *, places: bool
    ) -> tuple[ActorMention, ...]:
        """Return the parties after the first of these prepositions that has some."""
        for wanted in prepositions:
            # "Of" belongs to the noun right before it; other prepositions to the clause.
            reach = min(first + 4, last) if wanted == "of" else last
            for index in range(first, reach):
                if self.tokens[index].lower != wanted:
                    continue
                if wanted == "to" and self.tokens[index - 1].lower == "according":
                    continue
                for unit in self.units_in(index + 1, min(index + 9, last)):
                    if self._crosses(index + 1, unit.first):
                        break
                    if unit.is_place and not places:
                        continue
                    found = self.joined(unit, last)
                    return distinct([*found, *self._also_after(wanted, unit, last)])
        return ()

    def _also_after(self, preposition: str, unit: Unit, last: int) -> tuple[ActorMention, ...]:
        """Return the party after the same preposition again ("to Moscow and then to Tbilisi")."""
        for other in self.units_in(unit.last + 1, min(unit.last + 6, last)):
            between = [self.tokens[i].lower for i in range(unit.last + 1, other.first)]
            if between[-1:] == [preposition] and set(between[:-1]) <= {"and", "then", "later", ","}:
                return other.mentions
        return ()

    def _crosses(self, first: int, last: int) -> bool:
        """Tell whether a verb, comma or preposition of another phrase lies between."""
        for index in range(first, last):
            word = self.clauses.words[index]
            lower = self.tokens[index].lower
            if word.kind == "aux" or lower in {";", "that", "which", "who"}:
                return True
            if word.is_verb and any(form in {"s", "base"} for _, form in word.forms):
                return True
            if lower in PREPOSITIONS - {"of", "in", "near", "off", "for", "from", "along", "at"}:
                return True
        return False

    def place_after(self, first: int, last: int) -> ActorMention | None:
        """Return the place, else the state, after the first "in", "near" or "outside"."""
        for index in range(first, last):
            if self.tokens[index].lower not in {"in", "near", "outside", "across"}:
                continue
            for unit in self.units_in(index + 1, min(index + 6, last)):
                mention = unit.mentions[0]
                named = mention.how in {"place", "capital", "name", "demonym"}
                if named and len(party_of(mention.code)) == 3:
                    return mention
                break
        return None

    def described(self, stretch: Stretch) -> ActorMention | None:
        """Return a mention without code for persons that a subject describes."""
        first = self._after_adverbial(stretch)
        last = first
        while last < stretch.last:
            lower = self.tokens[last].lower
            if last > first and (lower in PREPOSITIONS or lower in {",", "who", "that", "which"}):
                break
            last += 1
        if last <= first or last - first > 7 or self.tokens[first].lower in PREPOSITIONS:
            return None
        head = self.tokens[last - 1]
        if not is_person_noun(head.lower) or self.units_in(first, last):
            return None
        span = Span(self.tokens[first].start, head.end)
        words = span.of(self.text.text)
        return ActorMention(span, words, "-", words, "none")

    def object_after(self, first: int, last: int, *, places: bool) -> tuple[ActorMention, ...]:
        """Return the parties of a direct object: the first noun phrase after the verb."""
        for unit in self.units_in(first, last):
            between = [self.tokens[i].lower for i in range(first, unit.first)]
            if any(w in {";", "that", "which", "who", "to", "because", "while"} for w in between):
                return ()
            if any(self.clauses.words[i].kind == "aux" for i in range(first, unit.first)):
                return ()
            stops = [
                w for w in between if w in PREPOSITIONS and w not in _PLACE_PREPOSITIONS | {"of"}
            ]
            if stops:
                return ()
            placed = any(w in _PLACE_PREPOSITIONS for w in between)
            if (unit.is_place or placed) and not places:
                if placed:
                    return ()
                continue
            return self.joined(unit, last)
        return ()

    # --- hits -----------------------------------------------------------------------

    def actor_of_noun(self, hit: Hit, last: int) -> tuple[ActorMention, ...]:
        """Return who a noun says acts: "Russia's war", "Israeli strikes", "raid by the army"."""
        owner = self.owner_before(hit.first)
        if owner:
            return owner
        return self.after_preposition(("by",), hit.last + 1, min(hit.last + 14, last), places=False)

    def owner_before(self, first: int) -> tuple[ActorMention, ...]:
        """Return the parties that own the noun at a token: possessive, adjective, compound."""
        index = first - 1
        for _ in range(6):
            if index < 0:
                return ()
            unit = self._unit_ending(index)
            if unit is not None:
                return self._joined_before(unit)
            token, word = self.tokens[index], self.clauses.words[index]
            lower = token.lower
            if lower in {"'s", "'", "-", "“", '"', "‘"} or lower == "’":
                index -= 1
                continue
            if word.kind in {"verb", "aux"} and not _adjectival(word.forms):
                return ()
            if not token.is_word or lower in PREPOSITIONS or lower in {"to", "the", "a", "an"}:
                return ()
            if lower in {"and", "or"} and word.kind == "function":
                index -= 1
                continue
            if word.kind == "function":
                return ()
            index -= 1
        return ()

    def _unit_ending(self, index: int) -> Unit | None:
        at = bisect_left(self._firsts, index + 1) - 1
        if at >= 0 and self.units[at].last == index:
            return self.units[at]
        return None

    def _joined_before(self, unit: Unit) -> tuple[ActorMention, ...]:
        """Return a unit with those listed before it ("US and South Korean drills")."""
        mentions = list(unit.mentions)
        at = unit
        while True:
            index = at.first - 1
            if index < 1 or self.tokens[index].lower not in {"and", ",", "-", "–", "&"}:
                break
            before = self._unit_ending(index - 1)
            if before is None:
                break
            if self.tokens[index].lower == "," and len(mentions) < 2:
                break
            mentions = [*before.mentions, *mentions]
            at = before
        return distinct(mentions)

    def recipient_of(
        self, hit: Hit, first: int, last: int, *, passive: bool = False
    ) -> tuple[ActorMention, ...]:
        """Return the parties in the places that the entry names, after the trigger."""
        entry = hit.entry
        places = "place" in entry.flags
        if entry.pos == "v" and first == hit.last + 1 and hit.operator is None:
            ending = self.tokens[hit.last].lower
            if ending in entry.to and hit.last > hit.head:
                # "Due in | Nicosia": the phrase itself ends in the preposition.
                return self.object_after(first, last, places=places)
        for place in entry.to:
            if place == "none":
                return ()
            if place == "obj":
                if passive or hit.entry.pos == "n":
                    continue
                found = self.object_after(first, last, places=places)
            else:
                found = self.after_preposition(
                    (place,), first, last, places=places and place not in {"with", "by", "from"}
                )
            if found:
                return found
        return ()

    def opposed(self, hit: Hit) -> tuple[ActorMention, ...]:
        """Return the parties named within the words of a hit ("recalled its Swiss envoy")."""
        found: list[ActorMention] = []
        for unit in self.units_in(hit.first, hit.last + 1):
            if unit.first > hit.first:
                found += unit.mentions
        return distinct(found)

    def agent(self, group: VerbGroup) -> tuple[ActorMention, ...]:
        """Return the "by" agent of a passive."""
        return self.after_preposition(
            ("by",), group.head + 1, max(group.clause.last, group.head + 2), places=False
        )


def _adjectival(forms: tuple[tuple[str, str], ...]) -> bool:
    return bool(forms) and all(form in {"participle", "past", "ing"} for _, form in forms)
