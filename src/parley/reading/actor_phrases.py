"""Noun phrases that name parties: owners, role nouns, names and what ties them.

In: the pieces of a text and the actor table. Out: `Phrase` values, each with its span,
its owners, its role nouns and its person, still without codes that depend on what was
said before. The idea to know: a phrase is read from its first word to the name at its
end ("the | Russian | foreign ministry spokeswoman | Maria Zakharova"), and one phrase
may own, explain or place the next ("the country's | state media", "its head, | Roza
Otunbayeva", "the army | of Mali").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from parley.reading.actor_hits import Hit, HitReader
from parley.reading.actor_tables import Role
from parley.reading.actor_words import (
    APPROXIMATE,
    ARTICLES,
    HYPHEN_LED,
    HYPHEN_NOT_OWNER,
    HYPHEN_PREFIXES,
    LINKING,
    LOCATIVES,
    MODIFIERS,
    NUMBERS,
    POSSESSIVES,
    QUANTIFIERS,
    TITLES,
)

__all__ = ["Owner", "Phrase", "PhraseReader"]

_FIGURE = re.compile(r"\d[\d,.]*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_COLLECTIVES = frozenset("group number handful dozen dozens hundreds thousands tens scores".split())
_NAMED_BODIES = frozenset({"JRN", "BUS", "PTY", "REB", "ACA", "LAB"})
_CLOSING = frozenset({",", ".", ";", ":", ")", "—", "–", "-", "”", '"', "who", "!", "?"})


@dataclass(slots=True)
class Owner:
    """What stands before a role as its state or body: a hit, a possessive word or a phrase."""

    hit: Hit | None = None
    pronoun: str = ""
    phrase: Phrase | None = None
    code: str = ""


@dataclass(slots=True)
class Phrase:
    """A noun phrase that names a party, before its code is settled.

    `aside` is the code of a state named only to say who backs the party ("the
    Iran-backed militia"); `located` tells that it follows "in" or "at"; `counted` that
    it begins with a number or quantity.
    """

    first: int
    last: int
    determiner: str = ""
    owners: list[Owner] = field(default_factory=list)
    roles: list[Hit] = field(default_factory=list)
    core: Hit | None = None
    name: str = ""
    former: bool = False
    aside: str = ""
    located: bool = False
    title_gender: str = ""
    modifiers: tuple[str, ...] = ()
    counted: bool = False

    @property
    def head(self) -> Role | None:
        """The role noun that heads it, or None."""
        party = self.roles[-1].party if self.roles else None
        return party if isinstance(party, Role) else None

    @property
    def is_one_person(self) -> bool:
        """Tell whether it speaks of one person by a role alone: "the foreign minister"."""
        head = self.head
        if head is None or self.name or self.core is not None:
            return False
        return head.sort in {"person", "link"} and not self.roles[-1].form.plural

    @property
    def is_named_person(self) -> bool:
        """Tell whether it holds a person's name."""
        return bool(self.name) or (self.core is not None and self.core.party.kind == "person")


class PhraseReader(HitReader):
    """Reads the phrases of one text, from left to right."""

    def read_at(self, i: int) -> Phrase | None:
        """Read the phrase that begins at piece `i`, or None when none does."""
        phrase = self._plain(i)
        return None if phrase is None else self._explained(phrase)

    def _plain(self, i: int) -> Phrase | None:
        phrase = self._simple(i)
        if phrase is None:
            return None
        while True:
            longer = self._owned(phrase) or self._attached(phrase)
            if longer is None:
                return phrase
            phrase = longer

    # -- the first words ------------------------------------------------------------

    def _determiner(self, i: int) -> tuple[str, int, bool]:
        """Read "the", "some 2,000", "a group of", "one of the": word, end, whether counted."""
        word, start = self.word(i), i
        if (
            (word in {"more", "fewer", "less"} and self.word(i + 1) == "than")
            or (word == "at" and self.word(i + 1) == "least")
            or (word == "up" and self.word(i + 1) == "to")
        ):
            i += 2
        elif word in APPROXIMATE:
            i += 1
        if i > start and not self._is_number(i):
            return "", start, False
        counted = False
        while True:
            here = self.word(i)
            if (
                self._is_number(i)
                or (here == "of" and i > start)
                or (here in _COLLECTIVES and self.word(i + 1) == "of")
            ):
                counted = True
            elif not (here in ARTICLES or here in QUANTIFIERS) or (
                here in ARTICLES and i > start and self.word(i - 1) not in {"of", "all", "both"}
            ):
                break
            i += 1
        return (word if i > start else ""), i, counted

    def _is_number(self, i: int) -> bool:
        word = self.word(i)
        if word in NUMBERS or word in {"million", "thousand", "hundred"}:
            return True
        return _FIGURE.fullmatch(word) is not None and _YEAR.fullmatch(word) is None

    def _simple(self, i: int) -> Phrase | None:
        start = i
        word = self.word(i)
        if word in POSSESSIVES:
            return self._after_owner(i, i + 1, [Owner(pronoun=word)], word)
        hit = self.hits.get(i)
        if hit is not None and hit.last - hit.first > 1 and not hit.is_role:
            determiner, counted = "", False  # "The Times", "10 Downing Street"
        else:
            determiner, i, counted = self._determiner(i)
        if self.word(i) in TITLES and not determiner:
            return self._titled(start)
        phrase = self._after_determiner(start, i, determiner)
        if phrase is not None:
            phrase.counted = counted
        return phrase

    def _after_determiner(self, start: int, i: int, determiner: str) -> Phrase | None:
        i, words = self._skip_modifiers(i)
        aside = ""
        backed = self._backed(i)
        if backed:
            aside, i = backed
            i, more = self._skip_modifiers(i)
            words += more
        owners, after = self._owners(i)
        if owners:
            own = None
            if not (i == start and self._is_whereabouts(owners, start, after)):
                own = self._after_owner(start, after, owners, determiner, words, aside)
            return own or self._bare(start, i, owners[0].hit, determiner, words, aside)
        hit = self.hits.get(i)
        if hit is None:
            return None
        if hit.is_role:
            return self._role_phrase(start, i, [], determiner, words, aside)
        return self._bare(start, i, hit, determiner, words, aside)

    def _is_whereabouts(self, owners: list[Owner], i: int, after: int) -> bool:
        """Tell "In Jerusalem | Prime Minister Netanyahu" from "in Ukrainian courts"."""
        hit = owners[0].hit
        assert hit is not None
        return (
            self.word(i - 1) in LOCATIVES | {"from", "to"}
            and (hit.form.how in {"capital", "name", "place"})
            and hit.form.words[-1] != "us"
            and self.word(after) != "'s"
        )

    def _skip_modifiers(self, i: int) -> tuple[int, tuple[str, ...]]:
        words: list[str] = []
        while (
            len(words) < 4
            and i not in self.hits
            and (self.word(i) in MODIFIERS or (words and self.word(i) in {"and", ","}))
            and not (self.word(i) in {"and", ","} and self.word(i + 1) not in MODIFIERS)
        ):
            words.append(self.word(i))
            i += 1
        return i, tuple(words)

    def _backed(self, i: int) -> tuple[str, int] | None:
        """Read "Iran-backed" or "pro-Russian": a state that is named but does not own."""
        hit = self.hits.get(i)
        if hit is not None and not hit.is_role and self.pieces.hyphened[i]:
            after = hit.last
            if self.same_token(hit.last - 1, after) and self.word(after) in HYPHEN_NOT_OWNER:
                return hit.party.code_on(self.published_on), after + 1
        if self.word(i) in HYPHEN_PREFIXES and self.pieces.hyphened[i]:
            hit = self.hits.get(i + 1)
            if hit is not None and not hit.is_role:
                _, after = self._owners(i + 1)
                j, _ = self._skip_modifiers(after)
                follow = self.hits.get(j)
                if follow is not None and (follow.is_role or follow.party.kind == "group"):
                    return hit.party.code_on(self.published_on), after
        return None

    # -- owners and what they own ---------------------------------------------------

    def _owners(self, i: int) -> tuple[list[Owner], int]:
        """Read one owner or several joined ("Thai and Cambodian"), and where they end."""
        hit = self.hits.get(i)
        if hit is None or hit.is_role or hit.party.kind in {"person", "media"}:
            return [], i
        owners, after = [Owner(hit=hit)], hit.last
        if self.same_token(hit.last - 1, after) and self.word(after) in HYPHEN_LED:
            after += 1
        at = after
        while True:
            k = at
            while self.word(k) in {",", "and", "or", "&", "/"}:
                k += 1
            if k > at and self.word(k) == "the":
                k += 1
            following = self.hits.get(k)
            if k == at and not (following and self.same_token(at - 1, at)):
                break
            if following is None or following.is_role or following.party.kind in {
                "person", "media", "place",
            }:  # fmt: skip
                break
            owners.append(Owner(hit=following))
            at = following.last
        return owners, at

    def _after_owner(
        self,
        start: int,
        i: int,
        owners: list[Owner],
        determiner: str,
        before: tuple[str, ...] = (),
        aside: str = "",
    ) -> Phrase | None:
        """Read what owners own: modifiers, then role nouns, a person or an outlet."""
        if self.word(i) == "'s" or (self.word(i) in {"'", "’"} and i in self.plural_marks):
            i += 1
        i, words = self._skip_modifiers(i)
        hit = self.hits.get(i)
        if hit is None:
            return None
        if not hit.is_role and hit.party.kind in {"organisation", "group", "state"}:
            # "Russia's UN ambassador", "the Lebanese Hezbollah movement"
            j, more = self._skip_modifiers(hit.last)
            after = self.hits.get(j)
            if hit.party.kind == "group":
                return self._bare(start, i, hit, determiner, before + words, aside)
            if after is None or not after.is_role:
                return None
            i, hit, words = j, after, words + more
        if hit.is_role:
            return self._role_phrase(start, i, owners, determiner, before + words, aside)
        if hit.party.kind in {"person", "media"}:
            return self._bare(start, i, hit, determiner, before + words, aside)
        return None

    def owned_by(self, start: int, i: int, code: str) -> Phrase | None:
        """Read what follows the possessive of a party already settled."""
        if self.word(i) != "'s":
            return None
        phrase = self._after_owner(start, i, [Owner(code=code)], "")
        return self._explained(phrase) if phrase is not None and phrase.roles else None

    def _role_phrase(
        self,
        start: int,
        i: int,
        owners: list[Owner],
        determiner: str,
        words: tuple[str, ...],
        aside: str,
    ) -> Phrase:
        roles: list[Hit] = []
        while (hit := self.hits.get(i)) is not None and hit.is_role:
            roles.append(hit)
            i = hit.last
            j, _ = self._skip_modifiers(i)
            if j > i and (after := self.hits.get(j)) is not None and after.is_role:
                i = j
        phrase = Phrase(
            start, i, determiner, owners, roles, None, "", "former" in words or "ex" in words,
            aside, modifiers=words,
        )  # fmt: skip
        self._add_name(phrase)
        return phrase

    def _add_name(self, phrase: Phrase) -> None:
        """Take in the name after a role: a known person or outlet, or unknown capitals."""
        head = phrase.head
        i = phrase.last
        hit = self.hits.get(i)
        if hit is not None and hit.party.kind in {"person", "media", "group"}:
            if hit.party.kind == "group" and head is not None and head.sort == "person":
                return
            phrase.core, phrase.last = hit, hit.last
            if hit.party.kind == "media":
                self._add_media_noun(phrase)
            return
        if head is None or phrase.roles[-1].form.plural or head.sort == "people":
            return
        if head.sort == "body" and (
            head.sector not in _NAMED_BODIES or self.pieces.raw[i - 1][:1].isupper()
        ):
            return
        end = self.name_end(i)
        if end > i:
            phrase.name = self.joined(i, end)
            phrase.last = end

    def _add_media_noun(self, phrase: Phrase) -> None:
        """Take in the noun after an outlet: "KCNA | news agency"."""
        following = self.hits.get(phrase.last)
        if following is None or not isinstance(following.party, Role):
            return
        role = following.party
        if (role.sector == "JRN" and role.sort == "body") or role.name == "agency":
            phrase.last = following.last
            phrase.roles = [*phrase.roles, following]

    def _titled(self, start: int) -> Phrase | None:
        """Read "Mr Trump", "Dr. Petrova"."""
        gender = TITLES[self.word(start)]
        i = start + 1
        if self.word(i) == ".":
            i += 1
        hit = self.hits.get(i)
        if hit is not None and hit.party.kind == "person":
            return Phrase(start, hit.last, core=hit, title_gender=gender)
        end = self.name_end(i)
        if end == i:
            return None
        return Phrase(start, end, name=self.joined(i, end), title_gender=gender)

    def _bare(
        self,
        start: int,
        i: int,
        hit: Hit | None,
        determiner: str,
        words: tuple[str, ...],
        aside: str,
    ) -> Phrase | None:
        """Make the phrase of a name without role nouns, or with one after it ("KCNA agency")."""
        if hit is None or (
            hit.party.code_on(self.published_on) == "-" and hit.party.kind == "place"
        ):
            return None
        kind, how = hit.party.kind, hit.form.how
        begin = hit.first
        keeps = kind in {"person", "media", "group", "organisation"}
        if words and keeps:
            begin = start
        else:
            proper = how in {"name", "metonym", "organisation", "agency"} or kind == "group"
            the_name = determiner in {"the", "both"} and i == start + 1
            counted = bool(determiner) and determiner != "the" and hit.form.plural
            led_in = keeps and i > start and not determiner
            if (the_name and (proper or hit.form.plural)) or counted or led_in:
                begin = start
        if self.word(begin - 1) in HYPHEN_PREFIXES and self.pieces.hyphened[begin - 1]:
            begin -= 1
        phrase = Phrase(begin, hit.last, determiner, [], [], hit, "", "former" in words, aside)
        if kind == "media":
            self._add_media_noun(phrase)
            if phrase.roles:
                phrase.first = start
        phrase.located = self.word(begin - 1) in LOCATIVES or (
            self.word(begin - 1) == "the" and self.word(begin - 2) in LOCATIVES
        )
        return phrase

    # -- joining phrases ----------------------------------------------------------

    def _owned(self, phrase: Phrase) -> Phrase | None:
        """Join "the country" with "'s state media"."""
        if self.word(phrase.last) != "'s" and phrase.last not in self.plural_marks:
            return None
        if phrase.core is not None and phrase.core.party.kind == "media" and not phrase.owners:
            following = self.hits.get(phrase.last + 1)
            if following is None or following.party.kind != "role":
                return None
        owned = self._after_owner(
            phrase.first, phrase.last, [Owner(phrase=phrase)], phrase.determiner
        )
        if owned is None or (not owned.roles and owned.core is None):
            return None
        return owned

    def _attached(self, phrase: Phrase) -> Phrase | None:
        """Join "the president" with "of Mali", "analysts" with "at the institute"."""
        head, link = phrase.head, self.word(phrase.last)
        if link not in LINKING:
            return None
        if phrase.is_named_person:
            return self._person_of(phrase) if link == "of" else None
        if head is None or phrase.core or phrase.owners:
            return None
        if link in {"from", "at"} and head.sort not in {"people", "person", "link"}:
            return None
        if link in {"for", "with", "in"} and head.sort != "link":
            return None
        owner = self._plain(phrase.last + 1)
        if owner is None or owner.is_named_person:
            return None
        if link == "at" and owner.core is not None and owner.core.party.kind in {"state", "place"}:
            return None
        owners = [Owner(phrase=owner)]
        last = owner.last
        if owner.core is not None and not owner.roles:
            joined, end = self._owners(owner.core.first)
            if len(joined) > 1:
                owners, last = joined, end
        return Phrase(
            phrase.first, last, phrase.determiner, owners, phrase.roles, None, "",
            phrase.former, phrase.aside, modifiers=phrase.modifiers, counted=phrase.counted,
        )  # fmt: skip

    def _person_of(self, phrase: Phrase) -> Phrase | None:
        """Join "Prime Minister Hun Manet" with "of Cambodia"."""
        owner = self.body_at(phrase.last + 1)
        if owner is None:
            return None
        phrase.last = owner.last
        if not phrase.owners:
            phrase.owners = [Owner(phrase=owner)]
        return phrase

    def body_at(self, i: int) -> Phrase | None:
        """Read a state, organisation, group or body without a person, or None."""
        owner = self._plain(i)
        if owner is None or owner.is_named_person:
            return None
        if owner.core is not None:
            return owner if owner.core.party.kind in {"state", "organisation", "group"} else None
        return owner if owner.head is not None and owner.head.sort == "body" else None

    def _explained(self, phrase: Phrase) -> Phrase:
        """Take in an apposition: "its head, Roza Otunbayeva", "Amano, the IAEA chief"."""
        if self.word(phrase.last) != ",":
            return phrase
        k = phrase.last + 1
        if phrase.is_one_person:
            hit = self.hits.get(k)
            if hit is not None and hit.party.kind == "person":
                if self.closes(hit.last):
                    phrase.core, phrase.last = hit, hit.last
                return phrase
            end = self.name_end(k)
            if end - k >= 2 and self.closes(end):
                phrase.name, phrase.last = self.joined(k, end), end
            return phrase
        if phrase.is_named_person:
            inner = self.explanation_at(k)
            if inner is not None:
                phrase.last = inner.last
                phrase.former = phrase.former or inner.former
                if not phrase.roles:
                    phrase.roles = inner.roles
                phrase.owners = phrase.owners or inner.owners
        return phrase

    def explanation_at(self, i: int) -> Phrase | None:
        """Read "the Ethiopian envoy" after a name and a comma, up to where it closes."""
        inner = self._plain(i)
        if inner is None or not inner.is_one_person or not self.closes(inner.last):
            return None
        return inner if inner.determiner in ARTICLES or inner.owners else None

    def closes(self, i: int) -> bool:
        """Tell whether an apposition may end before piece `i`."""
        return i >= len(self.pieces) or self.word(i) in _CLOSING
