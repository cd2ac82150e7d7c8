"""From phrases to parties: codes, partial names, pronouns and nouns without a state.

In: a text, a table and a day. Out: `Found` mentions with their entities. The idea to
know: the text is read once, left to right, so that everything said so far can settle
what "Kim", "the ministry", "his country" or "both sides" means here.
"""

from __future__ import annotations

from datetime import date

from parley.reading.actor_forms import cut_pieces, fold_word
from parley.reading.actor_hits import Hit
from parley.reading.actor_phrases import Owner, Phrase, PhraseReader
from parley.reading.actor_salience import Entity, Found, Salience
from parley.reading.actor_tables import ActorTable, Party, Role
from parley.reading.actor_words import LOCATIVES, NOT_NAMES, SPEECH
from parley.reading.text import Text
from parley.reading.words import PREPOSITIONS
from parley.terms import party_of

__all__ = ["Resolver"]

_PERSON_PRONOUNS = {"he": "m", "him": "m", "she": "f", "himself": "m", "herself": "f"}
_PLURAL_PRONOUNS = frozenset({"they", "them", "themselves"})
_PAIR_NOUNS = frozenset(
    """sides countries nations states neighbours neighbors parties governments powers
    capitals allies rivals foes brothers camps""".split()
)
_PEOPLE_PAIRS = frozenset(
    "leaders presidents ministers men delegations premiers officials diplomats".split()
)
_NO_ONES_OWN = frozenset(
    """western european arab african asian latin regional foreign international gulf nordic
    baltic maghreb sahel balkan caucasus eastern southern northern allied neighbouring
    neighboring independent several various""".split()
)
# How much of a state's weight is left a sentence later, when a role noun without a state
# ("the police") goes to the state the text speaks of; tuned on the development reports.
_FADING = 0.2
# The two sides of a text fade more slowly than the state it speaks of at the moment.
_SLOW_FADING = 0.9
_COUNTS = {"two": 2, "both": 2, "three": 3, "four": 4, "2": 2, "3": 3}
_EXPLETIVE = frozenset("is was be seems seemed appears appeared remains remained 's".split())
_PARTITIVES = frozenset(
    "one none some many most both two three four all each several neither any few".split()
)
_HEADS_FOR_MEDIA = frozenset({"news agency", "agency"})


class Resolver:
    """Reads the parties of one text."""

    def __init__(self, text: Text, table: ActorTable, published_on: date) -> None:
        self.text = text
        self.table = table
        self.published_on = published_on
        self.pieces = cut_pieces(text)
        self.reader = PhraseReader(self.pieces, table, published_on)
        self.salience = Salience()
        self.entities: dict[str, Entity] = {}
        self.names: dict[str, Entity] = {}
        self.waiting: list[tuple[int, int]] = []
        self.homeless: list[tuple[Entity, Phrase]] = []
        self._sentence_of = self._sentences()

    def _sentences(self) -> list[int]:
        of_token = [0] * len(self.text.tokens)
        for sentence in self.text.sentences:
            for k in range(sentence.first, sentence.last):
                of_token[k] = sentence.index
        return [of_token[token] for token in self.pieces.token]

    def resolve(self) -> list[Found]:
        """Return the mentions in order."""
        at, n = 0, len(self.pieces)
        while at < n:
            after = self._at(at)
            at = after if after > at else at + 1
        self._settle_waiting()
        self._settle_homeless()
        return sorted(self.salience.found, key=lambda found: (found.start, found.end))

    # -- one place ----------------------------------------------------------------

    def _at(self, i: int) -> int:
        word = self.pieces.folded[i]
        after = self._pronoun(i, word)
        if after:
            return after
        partial = self._partial(i, word)
        if partial:
            return partial
        phrase = self.reader.read_at(i)
        if phrase is not None:
            taken = self._take(phrase)
            if taken:
                return taken
            return max(phrase.first + 1, i + 1) if phrase.core is None else phrase.last
        hit = self.reader.hits.get(i)
        if hit is not None:
            return hit.last if hit.party.kind == "place" else i + 1
        return self._unknown(i)

    def _keep(self, first: int, last: int, entities: list[Entity], how: str) -> None:
        pieces = self.pieces
        self.salience.add(
            Found(
                pieces.starts[first],
                pieces.ends[last - 1],
                entities,
                how,
                self._sentence_of[first],
                self._prominence(first, last),
            )
        )

    def _prominence(self, first: int, last: int) -> int:
        """Tell how a phrase stands in its sentence; see `Found`."""
        word = self.reader.word
        before, after = word(first - 1), word(last)
        if after in SPEECH or before in {"said", "says"} or (
            before == "to" and word(first - 2) == "according"
        ):  # fmt: skip
            return 3
        if before in PREPOSITIONS or before == "'s":
            return 0
        if last - first == 1 and word(first) in {"his", "her", "its", "their"}:
            return 0
        sentence = self._sentence_of[first]
        found = self.salience.found
        if not found or found[-1].sentence != sentence or found[-1].prominence == 0:
            return 2
        return 1

    # -- names --------------------------------------------------------------------

    def _entity(
        self, key: str, code: str, name: str, sort: str, *, plural: bool = False, gender: str = ""
    ) -> Entity:
        known = self.entities.get(key)
        if known is None:
            known = self.entities[key] = Entity(code, name, sort, plural, gender)
        return known

    def _partial(self, i: int, word: str) -> int:
        """Read a last name alone, after (or in a headline, before) the full name."""
        raw = self.pieces.raw[i]
        if not raw[:1].isupper():
            return 0
        hit = self.reader.hits.get(i)
        if hit is not None and (hit.last - hit.first > 1 or hit.is_role):
            return 0
        known = self.names.get(word)
        if known is None or (hit is not None and hit.party.kind == "person"):
            return 0
        end = self.reader.name_end(i)
        if end > i + 1 and self.pieces.folded[end - 1] not in self.names:
            return 0
        end = max(end, i + 1)
        owned = self.reader.owned_by(i, end, known.code)
        if owned is not None:
            return self._take(owned)
        self._keep(i, end, [known], "partial")
        return end

    def _take(self, phrase: Phrase) -> int:
        """Keep what a phrase names; return where the text goes on, or 0."""
        entities, how = self._settle(phrase)
        if not entities:
            return 0
        self._keep(phrase.first, phrase.last, entities, how)
        return phrase.last

    def _remember(self, entity: Entity, *names: str) -> None:
        for name in names:
            words = name.replace("-", " ").split()
            if words:
                self.names[_fold(words[-1])] = entity
        if entity.name.split():
            self.entities.setdefault("person:" + entity.name, entity)

    def _unknown(self, i: int) -> int:
        """Read a capitalised name no table knows, when it speaks or is explained."""
        raw = self.pieces.raw[i]
        if not raw[:1].isupper() or not raw[:1].isalpha() or self.pieces.folded[i] in NOT_NAMES:
            return 0
        end = self.reader.name_end(i)
        if end == i:
            return 0
        office = self.table.office_holder(self.pieces.folded[i], self.published_on)
        if end - i == 1 and office is not None and self.pieces.folded[i] not in self.names:
            return self._take_person(i, end, office)
        told = self._told_more(i, end)
        if told:
            return told
        word = self.reader.word
        speaks = word(end) in SPEECH or word(i - 1) in {"said", "says", "told"}
        if speaks and end - i >= 2:
            name = self.reader.joined(i, end)
            entity = self._entity("person:" + name, "-", name, "person")
            self._remember(entity, name)
            self._keep(i, end, [entity], "none")
            return end
        if end - i == 1 or self.pieces.folded[end - 1] not in self.names:
            self.waiting.append((i, end))
        return end

    def _take_person(self, i: int, end: int, party: Party) -> int:
        """Keep an office-holder named by the last name alone."""
        code = party.code_on(self.published_on)
        entity = self._entity(
            "person:" + party.name, code, party.name, "person", gender=party.gender
        )
        self.names[self.pieces.folded[end - 1]] = entity
        owned = self.reader.owned_by(i, end, code)
        if owned is not None:
            return self._take(owned)
        self._keep(i, end, [entity], "partial")
        return end

    def _told_more(self, i: int, end: int) -> int:
        """Read "Ana Petrova, the Bulgarian finance minister" or "Ana Petrova of the Greens"."""
        if end - i < 2:
            return 0
        owner = self.reader.body_at(end + 1) if self.reader.word(end) == "of" else None
        if owner is not None and self._is_group(owner):
            settled, _ = self._settle(owner)
            inner = owner
        elif self.reader.word(end) == "," and (
            explanation := self.reader.explanation_at(end + 1)
        ):  # fmt: skip
            settled, _ = self._settle(explanation)
            inner = explanation
        else:
            return 0
        if len(settled) != 1:
            return 0
        name = self.reader.joined(i, end)
        entity = self._entity("person:" + name, settled[0].code, name, "person")
        entity.nouns |= {role.party.name for role in inner.roles}
        entity.gender = entity.gender or self._gender(inner)
        self._remember(entity, name)
        self._keep(i, inner.last, [entity], "office")
        return inner.last

    def _is_group(self, phrase: Phrase) -> bool:
        return phrase.core is not None and phrase.core.party.kind in {"group", "organisation"}

    def _settle_waiting(self) -> None:
        """Give last names of a headline the person named in full further on."""
        for first, last in self.waiting:
            known = self.names.get(self.pieces.folded[last - 1])
            if known is not None and last - first <= 2:
                self._keep(first, last, [known], "partial")

    def _settle_homeless(self) -> None:
        """Give role nouns that came before any state the first state named after them."""
        for entity, phrase in self.homeless:
            at = self.pieces.starts[phrase.first]
            for found in self.salience.found:
                states = [e.code for e in found.entities if party_of(e.code) in self.table.states]
                if states and found.start > at:
                    entity.code = self._role_code(phrase, party_of(states[0]))
                    break
            if entity.code != "-":
                for found in self.salience.found:
                    if found.how == "none" and found.entities == [entity]:
                        found.how = "role"

    # -- pronouns -----------------------------------------------------------------

    def _pronoun(self, i: int, word: str) -> int:
        gender = _PERSON_PRONOUNS.get(word)
        if gender is not None:
            person = self.salience.person(self._sentence_of[i], gender)
            return self._refer(i, i + 1, [person] if person else [])
        if word in _PLURAL_PRONOUNS:
            return self._refer(i, i + 1, self.salience.several(self._sentence_of[i]))
        if word == "it":
            return self._it(i)
        if word in _PARTITIVES and self.reader.word(i + 1) == "of":
            if self.reader.word(i + 2) in {"them", "those"}:
                return self._some_of(i)
            return 0
        if word in {"the", "both", "each", "all", "his", "her", "its", "their"}:
            return self._anaphor(i, word)
        return 0

    def _some_of(self, i: int) -> int:
        """Read "one of them": of unplaced persons, someone with no other name than that."""
        entities = self.salience.several(self._sentence_of[i])
        if entities and all(entity.code == "-" for entity in entities):
            words = self.reader.joined(i, i + 3)
            entities = [Entity("-", words, "person", self.pieces.folded[i] != "one")]
        return self._refer(i, i + 3, entities)

    def _it(self, i: int) -> int:
        after = self.pieces.folded[i + 1] if i + 1 < len(self.pieces) else ""
        if after in _EXPLETIVE and not self._is_participle(i + 2):
            return 0
        if after in {"would", "will", "may", "could", "might"} and self.reader.word(i + 2) == "be":
            return 0
        thing = self.salience.thing(self._sentence_of[i], speaks=after in SPEECH)
        return self._refer(i, i + 1, [thing] if thing else [])

    def _is_participle(self, i: int) -> bool:
        word = self.pieces.folded[i] if i < len(self.pieces) else ""
        return word.endswith("ing") or word in {"ready", "prepared", "willing", "not", "be"}

    def _refer(self, first: int, last: int, entities: list[Entity]) -> int:
        if not entities:
            return 0
        self._keep(first, last, entities, "pronoun")
        return last

    def _anaphor(self, i: int, word: str) -> int:
        """Read "the latter", "both countries", "the two leaders", "each side", "its"."""
        pieces = self.pieces
        after = pieces.folded[i + 1] if i + 1 < len(pieces) else ""
        if word in {"the", "his", "its", "their"} and after in {"latter", "former"}:
            if after == "former" and (i + 2 >= len(pieces) or pieces.folded[i + 2].isalpha()):
                following = pieces.folded[i + 2] if i + 2 < len(pieces) else ""
                if following not in SPEECH:
                    return 0
            known = self.salience.latter(former=after == "former")
            return self._refer(i, i + 2, [known] if known else [])
        if word == "the" and (half := self._half_of_korea(i)):
            return self._refer(i, i + 2, [self._state(half)])
        if word == "each" and (after in SPEECH or after in {"side", "other"}):
            last = i + 2 if after in {"side", "other"} else i + 1
            return self._refer(i, last, self._pair(2))
        count = _COUNTS.get(word) or (_COUNTS.get(after, 0) if word in {"the", "all"} else 0)
        if count:
            return self._counted(i, i + (1 if word == "both" else 2), count, word)
        if word in {"his", "her", "its", "their"}:
            phrase = self.reader.read_at(i)
            if phrase is not None and (phrase.roles or phrase.core):
                return 0
            return self._possessive(i, word)
        return 0

    def _half_of_korea(self, i: int) -> str:
        """Read "the North" in a text about Korea."""
        raw = self.pieces.raw
        code = {"North": "PRK", "South": "KOR"}.get(raw[i + 1] if i + 1 < len(raw) else "", "")
        if not code or (i + 2 < len(raw) and raw[i + 2][:1].isupper()):
            return ""
        parties = {party_of(e.code) for found in self.salience.found for e in found.entities}
        return code if parties & {"PRK", "KOR"} else ""

    def _possessive(self, i: int, word: str) -> int:
        entities = self._owner_of_pronoun(word, self._sentence_of[i])
        return self._refer(i, i + 1, entities)

    def _owner_of_pronoun(self, word: str, sentence: int) -> list[Entity]:
        if word in {"his", "her"}:
            person = self.salience.person(sentence, "m" if word == "his" else "f")
            return [person] if person else []
        if word == "its":
            thing = self.salience.thing(sentence)
            return [thing] if thing else []
        return self.salience.several(sentence)

    def _counted(self, i: int, at: int, count: int, word: str) -> int:
        noun = self.pieces.folded[at] if at < len(self.pieces) else ""
        while noun in {"warring", "neighbouring", "neighboring", "rival", "feuding", "asian"}:
            at += 1
            noun = self.pieces.folded[at] if at < len(self.pieces) else ""
        if noun in _PAIR_NOUNS or noun == "koreas":
            entities = self._korea() if noun == "koreas" else self._pair(count)
            return self._refer(i, at + 1, entities)
        hit = self.reader.hits.get(at)
        if hit is not None and isinstance(hit.party, Role) and hit.form.plural:
            role = hit.party
            if role.sector != "=" and noun not in _PEOPLE_PAIRS:
                return self._refer(i, hit.last, self._arms(self._pair(count), role))
        if noun in _PEOPLE_PAIRS:
            people = self.salience.last_people(count)
            return self._refer(i, at + 1, people or self._pair(count))
        if word == "both" and at not in self.reader.hits and noun not in {"the", "of"}:
            return self._refer(i, i + 1, self._pair(2))
        if word == "the" and noun in SPEECH | {"have", "are", "were", "had", "agreed", "met"}:
            return self._refer(i, at, self._pair(count))
        return 0

    def _arms(self, states: list[Entity], role: Role) -> list[Entity]:
        """Return the same arm of several states: "both armies"."""
        sort = "people" if role.sort == "people" else "body"
        codes = [self.table.join_sector(state.code, role) for state in states]
        return [self._entity(f"role:{c}:{role.name}:True", c, role.name, sort) for c in codes]

    def _korea(self) -> list[Entity]:
        return [self._state(code) for code in ("PRK", "KOR") if code in self.table.states]

    def _pair(self, count: int) -> list[Entity]:
        for found in reversed(self.salience.found[-8:]):
            acting = [e for e in found.entities if not e.code.endswith("-JRN")]
            parties = {party_of(entity.code) for entity in acting}
            if len(parties) == count and "-" not in parties:
                return [self._state(party) for party in sorted(parties)]
        sentence = self.salience.found[-1].sentence if self.salience.found else 0
        weights = self._weights(sentence, _SLOW_FADING)
        if len(weights) < count:
            return []
        top = sorted(weights, key=lambda party: -weights[party])[:count]
        return [self._state(party) for party in sorted(top)]

    def _state(self, code: str) -> Entity:
        return self._entity("party:" + code, code, self.table.name_of(code), "state")

    # -- codes --------------------------------------------------------------------

    def _settle(self, phrase: Phrase) -> tuple[list[Entity], str]:
        """Return the entities a phrase names, and how they were resolved."""
        if phrase.core is not None:
            return self._settle_core(phrase, phrase.core)
        if phrase.name:
            return self._settle_name(phrase)
        head = phrase.head
        if head is None:
            return [], "none"
        return self._settle_role(phrase, head)

    def _settle_core(self, phrase: Phrase, hit: Hit) -> tuple[list[Entity], str]:
        party, how = hit.party, hit.form.how
        code = party.code_on(self.published_on)
        if hit.form.sector:
            code = f"{party_of(code)}-{hit.form.sector}"
        if party.kind == "person":
            if not any(t.holds_on(self.published_on) for t in party.terms) and not phrase.former:
                code = self._role_code(phrase, party_of(code)) or code
            gender = party.gender or phrase.title_gender or self._gender(phrase)
            entity = self._entity("person:" + party.name, code, party.name, "person", gender=gender)
            entity.nouns |= {role.party.name for role in phrase.roles}
            self.names[_fold(party.short.split()[-1])] = entity
            return [entity], "office"
        if how == "capital" and phrase.located:
            how = "place"
        if party.kind in {"state", "place"}:
            if code == "-":
                return [], "none"
            if hit.form.plural:
                entity = self._entity("people:" + code, code, party.name, "people", plural=True)
                return [entity], how
            if hit.form.sector:
                key = f"seat:{code}:{party.name}:{' '.join(hit.form.words)}"
                return [self._entity(key, code, party.name, "body")], how
            return [self._state(code)], how
        if party.kind == "media":
            entity = self._entity("media:" + party.name, code, party.name, "body")
            entity.nouns |= {role.party.name for role in phrase.roles} | _HEADS_FOR_MEDIA
            return [entity], "agency"
        plural = hit.form.plural
        entity = self._entity(f"{party.kind}:{party.name}", code, party.name, "body", plural=plural)
        entity.nouns |= {role.party.name for role in phrase.roles}
        return [entity], "organisation" if party.kind == "organisation" else how

    def _gender(self, phrase: Phrase) -> str:
        for role in phrase.roles:
            if role.party.gender:
                return role.party.gender
        return ""

    def _role_code(self, phrase: Phrase, default: str) -> str:
        """Return the code a phrase's role nouns give to its owner, or an empty string."""
        if not phrase.roles:
            return ""
        code = default
        for hit in phrase.roles:
            role = hit.party
            assert isinstance(role, Role)
            code = self.table.join_sector(code, role)
        return code

    def _settle_name(self, phrase: Phrase) -> tuple[list[Entity], str]:
        """Settle a name that no table knows: known from before, or by its role."""
        last = _fold(phrase.name.replace("-", " ").split()[-1])
        known = self.names.get(last)
        holder = self.table.office_holder(last, self.published_on)
        if known is None and holder is not None and " " not in phrase.name:
            known = self._entity(
                "person:" + holder.name, holder.code_on(self.published_on), holder.name,
                "person", gender=holder.gender,
            )  # fmt: skip
            self.names[last] = known
        if known is None and not phrase.roles:
            entity = self._entity(
                "person:" + phrase.name, "-", phrase.name, "person", gender=phrase.title_gender
            )
            self._remember(entity, phrase.name)
            return [entity], "none"
        if known is not None and not self._clash(known, phrase):
            known.gender = known.gender or phrase.title_gender or self._gender(phrase)
            known.nouns |= {role.party.name for role in phrase.roles}
            if known.code == "-" and phrase.roles:
                known.code = self._codes(phrase, phrase.head)[0]
            return [known], "partial" if not phrase.roles else "office"
        code = self._codes(phrase, phrase.head)[0]
        sort = "body" if phrase.head is not None and phrase.head.sort == "body" else "person"
        entity = self._entity(
            "person:" + phrase.name, code, phrase.name, sort, gender=self._gender(phrase)
        )
        entity.nouns |= {role.party.name for role in phrase.roles}
        self._remember(entity, phrase.name)
        return [entity], "office"

    def _clash(self, known: Entity, phrase: Phrase) -> bool:
        """Tell whether a full name is another person's than the one known by the last name."""
        return " " in phrase.name and " " in known.name and (
            _fold(phrase.name.split()[0]) != _fold(known.name.split()[0])
        )  # fmt: skip

    def _settle_role(self, phrase: Phrase, head: Role) -> tuple[list[Entity], str]:
        plural = phrase.roles[-1].form.plural
        noun = head.name
        if not phrase.owners:
            known = self._known_role(phrase, head, plural=plural)
            if known is not None:
                return [known], "role"
        if head.alone == "no" and not phrase.owners and not (
            phrase.counted and head.sector == "CVL"
        ):  # fmt: skip
            if head.sector == "=":
                return self._settle_party_noun(phrase, plural=plural)
            return [], "none"
        codes = self._codes(phrase, head)
        if codes == ["-"]:
            self._take_whereabouts(phrase)
        entities = []
        surface = self._surface(phrase)
        sort = {"person": "person", "link": "person", "people": "people", "body": "body"}[head.sort]
        for code in codes:
            if code == "":
                return [], "none"
            if head.sector == "=" and code in self.table.states:
                entities.append(self._state(code))
                continue
            key = f"role:{code}:{noun if code != '-' else surface.lower()}:{plural}"
            entity = self._entity(
                key, code, surface, sort,
                plural=plural or head.sort == "people", gender=self._gender(phrase),
            )  # fmt: skip
            entity.nouns |= {role.party.name for role in phrase.roles}
            entities.append(entity)
            lone = code == "-" and head.alone == "context" and head.sector != "REB"
            if lone and not self._weights(0, 1.0):
                self.homeless.append((entity, phrase))
        return entities, "role" if codes != ["-"] else "none"

    def _take_whereabouts(self, phrase: Phrase) -> None:
        """Take "in Jakarta" into "diplomats in Jakarta", whose words are all we have."""
        if self.reader.word(phrase.last) in {"in", "at"}:
            k = phrase.last + 1
            hit = self.reader.hits.get(k)
            if hit is not None and hit.form.how in {"capital", "place"}:
                phrase.last = hit.last

    def _surface(self, phrase: Phrase) -> str:
        start = self.pieces.starts[phrase.first]
        return self.text.text[start : self.pieces.ends[phrase.last - 1]]

    def _known_role(self, phrase: Phrase, head: Role, *, plural: bool) -> Entity | None:
        if phrase.determiner not in {"the", "this", "that", "these", "those", "both"}:
            return None
        if head.sector == "=":
            return None
        noun = " ".join(role.party.name for role in phrase.roles)
        known = self.salience.by_noun(noun) or self.salience.by_noun(head.name)
        if known is None or known.plural != (plural or head.sort == "people"):
            return None
        return known

    def _settle_party_noun(self, phrase: Phrase, *, plural: bool) -> tuple[list[Entity], str]:
        """Settle "the country", "the group": the party last named, as it is."""
        if plural and phrase.determiner == "the" and phrase.roles[-1].party.name in {
            "neighbour", "neighbor", "rival", "ally",
        }:  # fmt: skip
            return self._pair(2), "role"
        if plural or phrase.determiner not in {"the", "this", "that"}:
            return [], "none"
        noun = phrase.roles[-1].party.name
        if noun in {"group", "movement", "organisation", "organization", "bloc", "alliance"}:
            known = self.salience.by_code(
                lambda code: (
                    code.endswith("-REB")
                    or code.endswith("-PTY")
                    or (party_of(code) not in self.table.states and code != "-")
                )
            )
            return ([known], "role") if known else ([], "none")
        if noun in {"side", "member", "partner", "ally", "rival", "people", "power", "neighbour",
                    "neighbor", "capital", "enemy", "foe", "territory", "state"}:  # fmt: skip
            return [], "none"
        code = self._context_state(phrase)
        return ([self._state(code)], "role") if code else ([], "none")

    def _codes(self, phrase: Phrase, head: Role | None) -> list[str]:
        """Return the codes of a role phrase, one for each owner."""
        assert head is not None
        owners = [code for owner in phrase.owners for code in self._owner_codes(owner)]
        if phrase.former and head.sector in {"GOV", "MIL"} and head.sort == "person":
            return [f"{party_of(code)}-CVL" for code in owners] or ["-"]
        if owners:
            return list(dict.fromkeys(self._role_code(phrase, code) for code in owners))
        if head.sector == "=":
            return [""]
        if _NO_ONES_OWN.intersection(phrase.modifiers):
            return ["-"]
        if head.alone == "unplaced" and not phrase.name:
            return ["-"]
        body = any(isinstance(r.party, Role) and r.party.sort == "body" for r in phrase.roles)
        indefinite = phrase.determiner not in {"", "the", "this", "that", "these", "those"}
        if indefinite and head.sort in {"person", "link"} and not (
            phrase.name or body or phrase.counted or " " in head.name
        ):  # fmt: skip
            place = self._place_after(phrase.last)
            return [self._role_code(phrase, place)] if place else ["-"]
        place = self._place_after(phrase.last) or self._context_state(phrase)
        return [self._role_code(phrase, place)] if place else ["-"]

    def _place_after(self, i: int) -> str:
        """Return the state of a place named right after: "a court in Minsk"."""
        if i + 1 < len(self.pieces) and self.pieces.folded[i] in LOCATIVES:
            k = i + 2 if self.pieces.folded[i + 1] == "the" else i + 1
            hit = self.reader.hits.get(k)
            if hit is not None and hit.party.kind in {"state", "place"}:
                code = party_of(hit.party.code_on(self.published_on))
                return code if code in self.table.states else ""
        return ""

    def _owner_codes(self, owner: Owner) -> list[str]:
        if owner.code:
            return [owner.code] if owner.code != "-" else []
        if owner.hit is not None:
            code = owner.hit.party.code_on(self.published_on)
            return [code] if code != "-" else []
        if owner.phrase is not None:
            entities, _ = self._settle(owner.phrase)
            return [entity.code for entity in entities if entity.code != "-"]
        sentence = self._sentence_of[-1] if not self.salience.found else None
        last = self.salience.found[-1].sentence if sentence is None else sentence
        entities = self._owner_of_pronoun(owner.pronoun, last)
        return [
            party_of(entity.code) if entity.sort == "person" else entity.code
            for entity in entities
            if entity.code != "-"
        ]

    def _context_state(self, phrase: Phrase) -> str:
        """Return the state the text is speaking of here: the last one named."""
        now = self._sentence_of[min(phrase.first, len(self._sentence_of) - 1)]
        head = phrase.head
        weights = self._weights(now, _FADING, head.sector if head is not None else "")
        weights.pop(party_of(phrase.aside or "-"), None)
        # The later of two that weigh the same: dicts keep the order of first naming.
        return max(reversed(list(weights)), key=lambda party: weights[party], default="")

    def _weights(self, now: int, fading: float, sector: str = "") -> dict[str, float]:
        """Weigh the states named so far; an arm of the sector asked for weighs twice."""
        weights: dict[str, float] = {}
        for found in self.salience.found:
            weight = fading ** (now - found.sentence) if now >= found.sentence else 1.0
            for code in {entity.code for entity in found.entities}:
                party = party_of(code)
                if party in self.table.states and not code.endswith("-JRN"):
                    double = 2.0 if sector and code == f"{party}-{sector}" else 1.0
                    weights[party] = weights.get(party, 0.0) + weight * double
        return weights


def _fold(word: str) -> str:
    return fold_word(word)
