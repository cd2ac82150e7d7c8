"""Noun phrases that name parties: owners, role nouns, names and what ties them.

In: the pieces of a text and the actor table. Out: `Phrase` values, each with its span,
its owners, its role nouns and its person, still without codes that depend on what was
said before. The idea to know: a phrase is read from its first word to the name at its
end ("the | Russian | foreign ministry spokeswoman | Maria Zakharova"), and one phrase
may own the next ("the country's | state media").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from parley.reading.actor_forms import Form, Pieces
from parley.reading.actor_tables import ActorTable, Party, Role
from parley.reading.actor_words import (
    ARTICLES,
    HYPHEN_LED,
    HYPHEN_NOT_OWNER,
    HYPHEN_PREFIXES,
    LINKING,
    LOCATIVES,
    MODIFIERS,
    NAME_PARTICLES,
    NUMBERS,
    POSSESSIVES,
    QUANTIFIERS,
    TITLES,
)

__all__ = ["Hit", "Owner", "Phrase", "PhraseReader"]

_RANK = {
    "state": 0, "organisation": 1, "group": 2, "person": 3, "media": 4, "place": 5, "role": 6,
}  # fmt: skip
# Names of states that are also names of persons: beside another unknown capitalised
# word ("Michael Jordan") they are left alone.
_ALSO_PERSONS = frozenset({"jordan", "chad", "georgia", "israel", "kenya", "cuba", "ireland"})


@dataclass(slots=True)
class Hit:
    """Forms of the table found at pieces `first` to `last` (not included); one is chosen."""

    first: int
    last: int
    form: Form
    others: tuple[Form, ...] = ()

    @property
    def party(self) -> Party:
        """The party the chosen form names."""
        return self.form.party

    @property
    def is_role(self) -> bool:
        """Tell whether it is a role noun."""
        return isinstance(self.form.party, Role)


@dataclass(slots=True)
class Owner:
    """What stands before a role as its state or body: a hit, a possessive word or a phrase."""

    hit: Hit | None = None
    pronoun: str = ""
    phrase: Phrase | None = None


@dataclass(slots=True)
class Phrase:
    """A noun phrase that names a party, before its code is settled."""

    first: int
    last: int
    determiner: str = ""
    owners: list[Owner] = field(default_factory=list)
    roles: list[Hit] = field(default_factory=list)
    core: Hit | None = None
    name: str = ""
    former: bool = False
    aside: str = ""
    """Code of a state named only to say who backs it: "the Iran-backed militia"."""
    located: bool = False
    title_gender: str = ""
    modifiers: tuple[str, ...] = ()

    @property
    def head(self) -> Role | None:
        """The role noun that heads it, or None."""
        party = self.roles[-1].party if self.roles else None
        return party if isinstance(party, Role) else None


class PhraseReader:
    """Reads the phrases of one text, from left to right."""

    def __init__(self, pieces: Pieces, table: ActorTable, published_on: date) -> None:
        self.pieces = pieces
        self.table = table
        self.published_on = published_on
        self.hits = self._find_hits()

    # -- hits ---------------------------------------------------------------------

    def _find_hits(self) -> dict[int, Hit]:
        hits: dict[int, Hit] = {}
        at, n = 0, len(self.pieces)
        index = self.table.index
        while at < n:
            forms = index.at(self.pieces, at)
            if not forms:
                at += 1
                continue
            best = forms[0]
            if len(forms) > 1:
                best = min(
                    forms,
                    key=lambda form: (
                        not form.party.holds_on(self.published_on), _RANK[form.party.kind],
                    ),
                )  # fmt: skip
            last = at + len(best.words)
            if not self._is_other_name(best, at, last):
                hits[at] = Hit(at, last, best, tuple(forms))
                at = last
            else:
                at += 1
        return hits

    def _is_other_name(self, form: Form, first: int, last: int) -> bool:
        """Tell whether a state's name is here part of a person's."""
        if form.party.kind == "role" or form.words[0] not in _ALSO_PERSONS or len(form.words) > 1:
            return False
        return self._is_free_name(first - 1) and not self._starts_sentence(first - 1)

    def _is_free_name(self, i: int) -> bool:
        """Tell whether piece `i` is a capitalised word that no table knows."""
        if not 0 <= i < len(self.pieces):
            return False
        word = self.pieces.raw[i]
        return (
            word[:1].isupper()
            and word.isalpha()
            and len(word) > 1
            and not self.table.index.at(self.pieces, i)
            and self.pieces.folded[i] not in NOT_NAMES
        )

    def _starts_sentence(self, i: int) -> bool:
        return i <= 0 or self.pieces.raw[i - 1] in {".", "!", "?", ":", "“", '"', "”", "…"}

    def _word(self, i: int) -> str:
        return self.pieces.folded[i] if 0 <= i < len(self.pieces) else ""

    # -- phrases ------------------------------------------------------------------

    def read_at(self, i: int) -> Phrase | None:
        """Read the phrase that begins at piece `i`, or None when none does."""
        phrase = self._simple(i)
        if phrase is None:
            return None
        while True:
            longer = self._owned(phrase) or self._attached(phrase)
            if longer is None:
                break
            phrase = longer
        return phrase

    def _simple(self, i: int) -> Phrase | None:
        start, determiner = i, ""
        word = self._word(i)
        if word in POSSESSIVES:
            return self._after_owner(i, i + 1, [Owner(pronoun=word)], word)
        if word in ARTICLES or word in QUANTIFIERS or word in NUMBERS:
            determiner = word
            i += 1
            while self._word(i) in QUANTIFIERS or self._word(i) in NUMBERS or (
                self._word(i) == "of" and self._word(i - 1) in QUANTIFIERS
            ) or (self._word(i) == "the" and self._word(i - 1) == "of"):  # fmt: skip
                i += 1
        if self._word(i) in TITLES and not determiner:
            return self._titled(start)
        i, words = self._skip_modifiers(i)
        aside = ""
        backed = self._backed(i)
        if backed:
            aside, i = backed
            i, more = self._skip_modifiers(i)
            words += more
        owners, after = self._owners(i)
        if owners:
            phrase = self._after_owner(start, after, owners, determiner, words, aside)
            if phrase is not None:
                return phrase
            return self._bare(start, i, owners[0].hit, determiner, words, aside)
        hit = self.hits.get(i)
        if hit is None:
            return None
        if hit.is_role:
            return self._role_phrase(start, i, [], determiner, words, aside)
        return self._bare(start, i, hit, determiner, words, aside)

    def _skip_modifiers(self, i: int) -> tuple[int, tuple[str, ...]]:
        words: list[str] = []
        while (
            len(words) < 4
            and i not in self.hits
            and (self._word(i) in MODIFIERS or (words and self._word(i) in {"and", ","}))
            and not (self._word(i) in {"and", ","} and self._word(i + 1) not in MODIFIERS)
        ):
            words.append(self._word(i))
            i += 1
        return i, tuple(words)

    def _backed(self, i: int) -> tuple[str, int] | None:
        """Read "Iran-backed" or "pro-Russian": a state that is named but does not own."""
        hit = self.hits.get(i)
        if hit is not None and not hit.is_role and self.pieces.hyphened[i]:
            after = hit.last
            if self._same_token(hit.last - 1, after) and self._word(after) in HYPHEN_NOT_OWNER:
                return hit.party.code_on(self.published_on), after + 1
        if self._word(i) in HYPHEN_PREFIXES and self.pieces.hyphened[i]:
            hit = self.hits.get(i + 1)
            if hit is not None and not hit.is_role:
                _, after = self._owners(i + 1)
                j, _ = self._skip_modifiers(after)
                follow = self.hits.get(j)
                if follow is not None and (follow.is_role or follow.party.kind == "group"):
                    return hit.party.code_on(self.published_on), after
        return None

    def _same_token(self, i: int, j: int) -> bool:
        return j < len(self.pieces) and self.pieces.token[i] == self.pieces.token[j]

    def _owners(self, i: int) -> tuple[list[Owner], int]:
        """Read one owner or several joined ("Thai and Cambodian"), and where they end."""
        hit = self.hits.get(i)
        if hit is None or hit.is_role or hit.party.kind in {"person", "media"}:
            return [], i
        owners, after = [Owner(hit=hit)], hit.last
        if self._same_token(hit.last - 1, after) and self._word(after) in HYPHEN_LED:
            after += 1
        at = after
        while True:
            k = at
            while self._word(k) in {",", "and", "or", "&", "/"}:
                k += 1
            if k > at and self._word(k) == "the":
                k += 1
            following = self.hits.get(k)
            if k == at and not (following and self._same_token(at - 1, at)):
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
        if self._word(i) == "'s" or (self._word(i) in {"'", "’"} and i in self._plural_marks):
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

    @property
    def _plural_marks(self) -> frozenset[int]:
        raw = self.pieces.raw
        return frozenset(
            i for i, mark in enumerate(raw) if mark in {"'", "’"} and i and raw[i - 1][-1:] == "s"
        )

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
            return
        if head is None or head.sort not in {"person", "link"} or phrase.roles[-1].form.plural:
            return
        end = self.name_end(i)
        if end > i:
            phrase.name = self._joined(i, end)
            phrase.last = end

    def name_end(self, i: int) -> int:
        """Return where a run of capitalised words that make a person's name ends."""
        at = i
        while at < len(self.pieces) and at - i < 6:
            word = self.pieces.raw[at]
            if word[:1].isupper() and word[:1].isalpha() and self._free(at, at == i):
                at += 1
                if self._word(at) == "." and len(word) == 1:
                    at += 1
            elif at > i and (
                self._word(at) in NAME_PARTICLES
                or (self.pieces.hyphened[at] and self._same_token(at - 1, at))
            ):
                at += 1
            else:
                break
        while at > i and self._word(at - 1) in NAME_PARTICLES:
            at -= 1
        return at

    def _free(self, i: int, first: bool) -> bool:
        if self._word(i) in NOT_NAMES:
            return False
        hit = self.hits.get(i)
        if hit is None:
            return True
        one_word = hit.last - hit.first == 1
        return not first and hit.party.kind in {"place", "state"} and one_word and (
            hit.form.how == "name" and hit.form.words[0] in _ALSO_PERSONS
        )  # fmt: skip

    def _joined(self, first: int, last: int) -> str:
        raw, pieces = [], self.pieces
        for k in range(first, last):
            glue = "" if k == first else " "
            if k > first and pieces.starts[k] == pieces.ends[k - 1]:
                glue = ""
            elif k > first and pieces.token[k] == pieces.token[k - 1]:
                glue = "-"
            raw.append(glue + pieces.raw[k])
        return "".join(raw)

    def _titled(self, start: int) -> Phrase | None:
        """Read "Mr Trump", "Dr. Petrova"."""
        gender = TITLES[self._word(start)]
        i = start + 1
        if self._word(i) == ".":
            i += 1
        hit = self.hits.get(i)
        if hit is not None and hit.party.kind == "person":
            return Phrase(start, hit.last, core=hit, title_gender=gender)
        end = self.name_end(i)
        if end == i:
            return None
        return Phrase(start, end, name=self._joined(i, end), title_gender=gender)

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
        begin, last, roles = hit.first, hit.last, []
        keeps = kind in {"person", "media", "group", "organisation"}
        if words and keeps:
            begin = start if determiner or kind != "person" else i - len(words)
            begin = min(begin, start) if determiner else start
        else:
            proper = how in {"name", "metonym", "organisation", "agency"} or kind == "group"
            the_name = determiner in {"the", "both"} and i == start + 1
            counted = bool(determiner) and determiner != "the" and hit.form.plural
            led_in = keeps and i > start and not determiner
            if (the_name and (proper or hit.form.plural)) or counted or led_in:
                begin = start
        if kind in {"media", "group", "organisation"}:
            following = self.hits.get(last)
            if following is not None and following.is_role:
                role = following.party
                assert isinstance(role, Role)
                if kind == "media" and role.sector == "JRN" and role.sort == "body":
                    begin, last, roles = start, following.last, [following]
        if self._word(begin - 1) in HYPHEN_PREFIXES and self.pieces.hyphened[begin - 1]:
            begin -= 1
        phrase = Phrase(begin, last, determiner, [], roles, hit, "", "former" in words, aside)
        phrase.located = self._word(begin - 1) in LOCATIVES or (
            self._word(begin - 1) == "the" and self._word(begin - 2) in LOCATIVES
        )
        return phrase

    # -- joining phrases ----------------------------------------------------------

    def _owned(self, phrase: Phrase) -> Phrase | None:
        """Join "the country" with "'s state media"."""
        if self._word(phrase.last) != "'s" and phrase.last not in self._plural_marks:
            return None
        if phrase.core is not None and phrase.core.party.kind == "media":
            return None
        owned = self._after_owner(
            phrase.first, phrase.last, [Owner(phrase=phrase)], phrase.determiner
        )
        if owned is None or (not owned.roles and owned.core is None):
            return None
        return owned

    def _attached(self, phrase: Phrase) -> Phrase | None:
        """Join "the president" with "of Mali", "spokesman" with "for the ministry"."""
        head, link = phrase.head, self._word(phrase.last)
        if head is None or phrase.name or phrase.core or phrase.owners or link not in LINKING:
            return None
        if link == "from" and head.sort not in {"people", "person", "link"}:
            return None
        if link in {"for", "with", "at", "in"} and head.sort != "link":
            return None
        owner = self.read_at(phrase.last + 1)
        if owner is None:
            return None
        if owner.core is not None and owner.core.party.kind == "person":
            return None
        owners = [Owner(phrase=owner)]
        last = owner.last
        if owner.core is not None and not owner.roles:
            joined, end = self._owners(owner.core.first)
            if len(joined) > 1:
                owners, last = joined, end
        return Phrase(
            phrase.first, last, phrase.determiner, owners, phrase.roles, None, "",
            phrase.former, phrase.aside, modifiers=phrase.modifiers,
        )  # fmt: skip


NOT_NAMES = frozenset(
    """the a an he she it they we i his her its their our this that these those in on at of to
    by for from with and but or as if when while after before since until according however
    meanwhile monday tuesday wednesday thursday friday saturday sunday january february march
    april may june july august september october november december speaking asked earlier
    later last next no not there here what who why how where some many most both each all
    such under over during despite also then now yet still only even new mr mrs ms dr sir
    today yesterday tomorrow""".split()
)
