"""What an entry of the lexicon asks of its clause before it counts.

In: a hit with its parties. Out: whether it fits. The idea to know: general words ("hit",
"visit", "see", "have soldiers") tell of an act only in some company; each flag of the
lexicon names one such condition.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from parley.reading.clauses import VerbGroup
from parley.reading.draft import STATE_SECTORS, STREET_SECTORS, sector_of
from parley.reading.draft_parties import PartyFinder
from parley.reading.lexicon import Hit, hostile_words
from parley.reading.placing import sector_of_words
from parley.reading.status import standing_of_verb
from parley.terms import ActorMention, party_of

__all__ = ["Conditions"]

_FRIENDLY = frozenset(
    """historic great good excellent important friend friends partner partners constructive
    brave courageous positive welcome success successful true productive fruitful close
    brother brothers ally breakthrough useful hero heroes encouraging milestone frank
    candid""".split()
)
_FORCES = frozenset(
    """troops tanks soldiers forces warships ships warship jets army armour armor columns column
    militia militiamen fighters rebels marines paratroopers planes drones aircraft vessels
    destroyer destroyers carrier convoy patrol units gunmen police commandos infantry frigates
    submarines submarine fleet navy helicopters bombers vehicles boats""".split()
)
_RELIEF = frozenset("aid humanitarian relief supplies food medicine medicines rescue".split())
_SEVERAL = frozenset(
    """both two three leaders ministers sides delegations commanders negotiators presidents
    envoys teams parties foes rivals neighbours neighbors diplomats generals""".split()
)
_PERSONAL = frozenset("office partial pronoun role person".split())
_ACCORDS = frozenset(
    """treaty accord pact agreement convention organisation organization bloc union commission
    alliance court council deal statute protocol npt jcpoa""".split()
)


_READY = frozenset("standby alert ready standing".split())


@dataclass(frozen=True, slots=True)
class _Case:
    """A hit with its verb group and parties, as conditions look at it."""

    hit: Hit
    group: VerbGroup
    actors: tuple[ActorMention, ...]
    recipients: tuple[ActorMention, ...]

    @property
    def n_parties(self) -> int:
        """How many states and organisations take part."""
        return len({party_of(m.code) for m in (*self.actors, *self.recipients)})

    @property
    def after(self) -> int:
        """The token after the words of the hit."""
        return max(self.hit.last, self.group.head) + 1


class Conditions(PartyFinder):
    """Tells whether hits fit."""

    def _fits(
        self,
        hit: Hit,
        group: VerbGroup,
        actors: tuple[ActorMention, ...],
        recipients: tuple[ActorMention, ...],
    ) -> bool:
        """Tell whether what the entry asks of its parties holds."""
        case = _Case(hit, group, actors, recipients)
        flags = hit.entry.flags
        if hit.operator is not None:
            flags = flags & {"sym", "drill", "street"}
        if flags & {"need", "light"} and hit.n_words < 3:
            if "sym" in flags and case.n_parties < 2:
                return False
            if "sym" not in flags and not recipients:
                return False
        if hit.event_type == "CONSULT" and "third" not in flags and case.n_parties < 2:
            return self._consults_alone(case, flags)
        if hit.mode == "third-party" and group.passive and case.n_parties < 2:
            return False  # "talks hosted by Marenia": who talks stands elsewhere
        for flag, holds in _CONDITIONS.items():
            if flag in flags:
                return holds(self, case)
        return True

    def _consults_alone(self, case: _Case, flags: frozenset[str]) -> bool:
        """Tell whether talks count though the text names one party of them."""
        standing = standing_of_verb(self.clauses, case.group)
        if standing.negated:
            return standing.future and bool(case.actors)  # "will not attend" is a REJECT
        several = self._subject_says(case.group, _SEVERAL)
        return bool(case.actors) and (case.hit.n_words > 1 or (several and "need" not in flags))

    def _is_visitor(self, case: _Case) -> bool:
        official = any(m.how in {"office", "role", "partial", "pronoun"} for m in case.actors)
        after = self.tokens[min(case.group.head + 1, len(self.tokens) - 1)].lower
        carried = after in {"him", "her", "them", "it"}
        craft = self._subject_says(case.group, _FORCES | _RELIEF)
        return official and case.n_parties > 1 and not carried and not craft

    def _is_of_the_street(self, case: _Case) -> bool:
        return all(
            sector_of(m) in STREET_SECTORS or m.code == "-" or m.how == "demonym"
            for m in case.actors
        )

    def _is_of_the_state(self, case: _Case) -> bool:
        state = all(sector_of(m) in STATE_SECTORS | {""} for m in case.actors)
        return state and bool(case.recipients)

    def _has_troops(self, case: _Case) -> bool:
        armed = all(sector_of(m) in {"MIL", "REB"} for m in case.actors)
        return bool(case.actors) and (armed or self._subject_says(case.group, _FORCES))

    def _has_arms(self, case: _Case) -> bool:
        return all(
            sector_of(m) in STATE_SECTORS | {"", "REB"}
            and (m.code != "-" or sector_of_words(m.surface) in {"MIL", "REB", "GOV"})
            for m in case.actors
        )

    def _is_bloc_with_member(self, case: _Case) -> bool:
        states = [m for m in case.recipients if m.how != "organisation"]
        return bool(states) and any(m.how == "organisation" for m in case.actors)

    def _is_between_persons(self, case: _Case) -> bool:
        both = (*case.actors, *case.recipients)
        named = self._is_hostile(case.group, case.after)
        return case.n_parties > 1 and not named and all(m.how in _PERSONAL for m in both)

    def _is_abroad(self, case: _Case) -> bool:
        last = max(case.group.clause.last, case.hit.last + 1)
        where = self.roles.place_after(case.after, last)
        home = {party_of(m.code) for m in case.actors}
        ready = self._says(case.group, _READY)
        ready = ready or (where is None and self._says(case.group, frozenset({"country"})))
        return ready or (where is not None and party_of(where.code) not in home)

    def _brings_relief(self, case: _Case) -> bool:
        return bool(case.actors) and self._subject_says(case.group, _RELIEF)

    def _is_about_treaty(self, case: _Case) -> bool:
        return self._speaks_of_treaty(case.group.sentence)

    def _is_at_organisation(self, case: _Case) -> bool:
        return any(m.how == "organisation" for m in case.recipients)

    def _is_by_person(self, case: _Case) -> bool:
        return all(m.how not in {"name", "capital", "metonym"} for m in case.actors)

    def _is_in_hostile_words(self, case: _Case) -> bool:
        return self._is_hostile(case.group, case.after)

    def _speaks_of_treaty(self, sentence: int) -> bool:
        """Tell whether a sentence or the one before it names an accord or organisation."""
        for number in (sentence - 1, sentence):
            if number >= 0:
                whole = self.text.sentences[number]
                tokens = self.tokens[whole.first : whole.last]
                if any(token.lower in _ACCORDS for token in tokens):
                    return True
        return False

    def _is_hostile(self, group: VerbGroup, first: int) -> bool:
        """Tell whether hostile or quoted words follow ("called the army “an arsonist …”")."""
        words = [self.tokens[i].lower for i in range(first, group.clause.last)]
        if any(word in _FRIENDLY for word in words):
            return False
        quoted = any(word in {"“", '"', "«", "‘"} for word in words)
        return quoted or any(word in hostile_words() for word in words)


# What each flag of the lexicon asks; the first that an entry has decides.
_CONDITIONS: dict[str, Callable[[Conditions, _Case], bool]] = {
    "dignitary": Conditions._is_visitor,
    "street": Conditions._is_of_the_street,
    "state": Conditions._is_of_the_state,
    "troops": Conditions._has_troops,
    "arms": Conditions._has_arms,
    "bloc": Conditions._is_bloc_with_member,
    "persons": Conditions._is_between_persons,
    "bases": Conditions._is_abroad,
    "laden": Conditions._brings_relief,
    "treaty": Conditions._is_about_treaty,
    "org": Conditions._is_at_organisation,
    "person": Conditions._is_by_person,
    "hostile": Conditions._is_in_hostile_words,
}
