"""Names and role nouns found in a text, and where unknown names end.

In: the pieces of a text, the actor table, the day. Out: `Hit`, the form of the table at
each place. The idea to know: a word of the table is passed over where it is part of
something else: "Jordan" in "Michael Jordan", "aircraft" in "anti-aircraft missiles",
"military" in "military exercises".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from parley.reading.actor_forms import Form, Pieces
from parley.reading.actor_tables import ActorTable, Party, Role
from parley.reading.actor_words import NAME_PARTICLES, NOT_NAMES, SPEECH, TITLE_ROLES
from parley.reading.words import AUXILIARIES, CONJUNCTIONS, PREPOSITIONS
from parley.terms import party_of

__all__ = ["Hit", "HitReader"]

_RANK = {
    "state": 0, "organisation": 1, "group": 2, "person": 3, "media": 4, "place": 5, "role": 6,
}  # fmt: skip
# Names of states that are also names of persons: beside another unknown capitalised
# word ("Michael Jordan") they are left alone.
_ALSO_PERSONS = frozenset({"jordan", "chad", "georgia", "israel", "kenya", "cuba", "ireland"})
# Role nouns that are adjectives before another noun: "military exercises", "state visit".
_ATTRIBUTIVE = frozenset(
    """military national nationals state press prisoner hostage refugee capital power media union
    general major executive radio television nation country people member partner territory
    republic federation officer student source spy""".split()
)
# Nouns of offices and bodies that take capitalised words before or after them into the
# name: "Family Minister", "Ministry of National Defence".
_OFFICE_NOUNS = frozenset(
    """minister ministry secretary department commissioner office committee commission council
    court institute agency""".split()
)


@dataclass(slots=True)
class Hit:
    """A form of the table found at pieces `first` to `last` (not included)."""

    first: int
    last: int
    form: Form

    @property
    def party(self) -> Party:
        """The party the form names."""
        return self.form.party

    @property
    def is_role(self) -> bool:
        """Tell whether it is a role noun."""
        return isinstance(self.form.party, Role)


class HitReader:
    """The hits of one text, and the unknown names between them."""

    def __init__(self, pieces: Pieces, table: ActorTable, published_on: date) -> None:
        self.pieces = pieces
        self.table = table
        self.published_on = published_on
        self._doubtful: dict[int, list[Form]] = {}
        self.hits = self._find_hits()
        self._choose_by_company()
        self._widen_offices()

    def word(self, i: int) -> str:
        """Return the folded piece `i`, or an empty string outside the text."""
        return self.pieces.folded[i] if 0 <= i < len(self.pieces) else ""

    def same_token(self, i: int, j: int) -> bool:
        """Tell whether two pieces are halves of one hyphenated token."""
        return i >= 0 and j < len(self.pieces) and self.pieces.token[i] == self.pieces.token[j]

    def _find_hits(self) -> dict[int, Hit]:
        hits: dict[int, Hit] = {}
        at, n = 0, len(self.pieces)
        index = self.table.index
        while at < n:
            forms = index.at(self.pieces, at)
            if not forms:
                at = self._title_role(at, hits)
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
            if len({id(form.party) for form in forms}) > 1:
                self._doubtful[at] = forms
            if self._is_part_of_another(best, at, last):
                at += 1
            else:
                hits[at] = Hit(at, last, best)
                at = last
        return hits

    def _choose_by_company(self) -> None:
        """Of parties that share a name ("RSF"), take the one whose state the text names."""
        if not self._doubtful:
            return
        states = {
            hit.party.code_on(self.published_on)
            for hit in self.hits.values()
            if hit.party.kind == "state"
        }
        for at, forms in self._doubtful.items():
            hit = self.hits.get(at)
            if hit is None or hit.party.kind in {"state", "person", "role"}:
                continue
            for form in forms:
                code = party_of(form.party.code_on(self.published_on))
                if code in states and form.party.kind in {"group", "media"}:
                    hit.form = form
                    break

    def _title_role(self, at: int, hits: dict[int, Hit]) -> int:
        """Take "Gov." before a name for its role noun; return where to go on."""
        noun = TITLE_ROLES.get(self.pieces.folded[at])
        if noun is not None and self.word(at + 1) == "." and self.pieces.raw[at][:1].isupper():
            forms = self.table.index.named(noun)
            if forms and self.pieces.raw[at + 2 : at + 3] and self.pieces.raw[at + 2][:1].isupper():
                hits[at] = Hit(at, at + 2, forms[0])
                return at + 2
        return at + 1

    def _is_part_of_another(self, form: Form, first: int, last: int) -> bool:
        """Tell whether the words of a form are here part of another name or compound."""
        if form.party.kind == "role":
            return self._is_half_a_word(first, last) or (
                form.words[-1] in _ATTRIBUTIVE and self._stands_before_noun(last)
            )
        if len(form.words) > 1 or form.words[0] not in _ALSO_PERSONS:
            return False
        return self._is_free_name(first - 1) and not self._starts_sentence(first - 1)

    def _is_half_a_word(self, first: int, last: int) -> bool:
        if self.same_token(first - 1, first) and self.word(first - 1) != "ex":
            return True
        return self.same_token(last - 1, last)

    def _stands_before_noun(self, i: int) -> bool:
        """Tell whether what follows reads on as a compound: "state | visit"."""
        word = self.word(i)
        if not word.isalpha() or self.pieces.raw[i][:1].isupper():
            return False
        if word in AUXILIARIES or word in PREPOSITIONS or word in CONJUNCTIONS or word in SPEECH:
            return False
        if word.endswith(("ed", "ly", "ing")) or word in {"who", "that", "which", "also", "not"}:
            return False
        return not self.table.index.at(self.pieces, i)

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

    def _widen_offices(self) -> None:
        """Take "Family" into "Family Minister" and "of National Defence" after "Ministry"."""
        for hit in [h for h in self.hits.values() if h.is_role and h.first in self.hits]:
            capital = self.pieces.raw[hit.last - 1][:1].isupper()
            if not capital or self.word(hit.last - 1) not in _OFFICE_NOUNS:
                continue
            first = hit.first
            while hit.first - first < 3 and self._is_free_name(first - 1):
                first -= 1
            if first < hit.first and hit.last - hit.first == 1:
                del self.hits[hit.first]
                hit.first = first
                self.hits[first] = hit
            self._widen_forward(hit)

    def _widen_forward(self, hit: Hit) -> None:
        at = hit.last
        if self.word(at) not in {"of", "for"}:
            return
        if self.word(at + 1) == "the":
            return
        end = at + 1
        while end < len(self.pieces) and self.pieces.raw[end][:1].isupper():
            inside = self.hits.get(end)
            if inside is not None and not inside.is_role:
                break
            end = inside.last if inside is not None else end + 1
            if self.word(end) == "and" and self._is_free_name(end + 1):
                end += 1
        if end > at + 1:
            for k in range(at, end):
                self.hits.pop(k, None)
            hit.last = end

    # -- names no table knows -------------------------------------------------------

    @cached_property
    def plural_marks(self) -> frozenset[int]:
        """Apostrophes that follow a plural s: "the rebels' demands"."""
        raw = self.pieces.raw
        return frozenset(
            i for i, mark in enumerate(raw) if mark in {"'", "’"} and i and raw[i - 1][-1:] == "s"
        )

    def name_end(self, i: int) -> int:
        """Return where a run of capitalised words that make a person's name ends."""
        at = i
        while at < len(self.pieces) and at - i < 6:
            word = self.pieces.raw[at]
            if word[:1].isupper() and word[:1].isalpha() and self._free(at, at == i):
                at += 1
                if self.word(at) == "." and len(word) == 1:
                    at += 1
            elif at > i and (
                self.word(at) in NAME_PARTICLES
                or (self.pieces.hyphened[at] and self.same_token(at - 1, at))
            ):
                at += 1
            else:
                break
        while at > i and self.word(at - 1) in NAME_PARTICLES:
            at -= 1
        return at

    def _free(self, i: int, first: bool) -> bool:
        if self.word(i) in NOT_NAMES:
            return False
        hit = self.hits.get(i)
        if hit is None:
            return True
        if first or hit.last - hit.first > 1:
            return False
        if hit.party.kind == "place":
            return True
        return hit.form.how == "name" and hit.form.words[0] in _ALSO_PERSONS

    def joined(self, first: int, last: int) -> str:
        """Return the words of some pieces as they are written."""
        raw, pieces = [], self.pieces
        for k in range(first, last):
            glue = "" if k == first else " "
            if k > first and pieces.starts[k] == pieces.ends[k - 1]:
                glue = ""
            elif k > first and pieces.token[k] == pieces.token[k - 1]:
                glue = "-"
            raw.append(glue + pieces.raw[k])
        return "".join(raw)
