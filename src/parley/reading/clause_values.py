"""What clauses are made of: stretches of tokens, verb groups, and look-ups over them.

In: nothing. Out: `Stretch`, `VerbGroup`, `Clauses`. The idea to know: all of them count
tokens through the whole text, so that one number names one word everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from parley.reading.tagging import Forms, Word
from parley.reading.text import Sentence, Text
from parley.reading.words import BE_FORMS, HAVE_FORMS, MODALS
from parley.terms import Span

__all__ = ["Clauses", "Link", "Stretch", "VerbGroup"]

Link = Literal["main", "relative", "coordinate", "infinitive", "participle", "reduced"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens `first` to `last`, `last` not included, counted through the whole text."""

    first: int
    last: int

    def __contains__(self, index: int) -> bool:
        return self.first <= index < self.last


@dataclass(slots=True)
class VerbGroup:
    """A verb with the words that belong to it.

    `first` and `head` are token numbers; `subject` the stretch in which its subject
    stands (None when there is none to be found); `clause` the stretch from subject to
    the end of its complements; `governor` the group it depends on.
    """

    first: int
    head: int
    sentence: int
    forms: Forms
    aux: tuple[str, ...] = ()
    passive: bool = False
    negated: bool = False
    infinitive: bool = False
    finite: bool = True
    link: Link = "main"
    subject: Stretch | None = None
    clause: Stretch = field(default_factory=lambda: Stretch(0, 0))
    governor: int | None = None
    object_controlled: bool = False

    @property
    def bases(self) -> frozenset[str]:
        """The dictionary forms the verb could have."""
        return frozenset(base for base, _ in self.forms)

    @property
    def modal(self) -> str | None:
        """Its modal in plain form, such as `will` or `may`; None without one."""
        plain = {"'ll": "will", "wo": "will", "'d": "would", "ca": "can", "cannot": "can"}
        for word in self.aux:
            if word in MODALS:
                return plain.get(word, word)
        return None

    @property
    def perfect(self) -> bool:
        """Tell whether it stands in the perfect ("has met")."""
        return any(word in HAVE_FORMS for word in self.aux)

    @property
    def progressive(self) -> bool:
        """Tell whether it stands in the progressive ("is meeting")."""
        return any(word in BE_FORMS for word in self.aux) and any(
            form == "ing" for _, form in self.forms
        )

    @property
    def past(self) -> bool:
        """Tell whether its form can only be of the past or perfect."""
        return bool(self.forms) and all(form in {"past", "participle"} for _, form in self.forms)


class Clauses:
    """The words and verb groups of a text, with look-ups by token number."""

    def __init__(self, text: Text, words: tuple[Word, ...], groups: tuple[VerbGroup, ...]) -> None:
        self.text = text
        self.words = words
        self.groups = groups
        self.by_head = {group.head: number for number, group in enumerate(groups)}
        self.by_sentence: dict[int, list[int]] = {}
        self._in_group: dict[int, int] = {}
        for number, group in enumerate(groups):
            self.by_sentence.setdefault(group.sentence, []).append(number)
            for token in range(group.first, group.head + 1):
                self._in_group.setdefault(token, number)

    def group_of(self, token: int) -> VerbGroup | None:
        """Return the verb group a token belongs to, or None."""
        number = self._in_group.get(token)
        return self.groups[number] if number is not None else None

    def governor_of(self, group: VerbGroup) -> VerbGroup | None:
        """Return the group that governs another, or None."""
        return self.groups[group.governor] if group.governor is not None else None

    def groups_of(self, sentence: Sentence) -> list[VerbGroup]:
        """Return the verb groups of a sentence in order."""
        return [self.groups[n] for n in self.by_sentence.get(sentence.index, ())]

    def clause_around(self, token: int) -> VerbGroup | None:
        """Return the smallest clause that holds a token, or None."""
        sentence = self.text.sentence_at(self.text.tokens[token].start)
        if sentence is None:
            return None
        holding = [g for g in self.groups_of(sentence) if token in g.clause]
        return min(holding, key=lambda g: g.clause.last - g.clause.first, default=None)

    def span_of(self, stretch: Stretch) -> Span:
        """Return the characters of a stretch of tokens."""
        tokens = self.text.tokens
        return Span(tokens[stretch.first].start, tokens[stretch.last - 1].end)
