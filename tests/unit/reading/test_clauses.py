"""Verb groups: auxiliaries, voice, negation, subjects, and which verb governs which."""

from __future__ import annotations

import pytest

from parley.reading.clauses import Clauses, Stretch, VerbGroup
from tests.unit.reading.parts import clauses_of


def _group(text: str, base: str) -> tuple[Clauses, VerbGroup]:
    clauses = clauses_of(text)
    [group] = [group for group in clauses.groups if base in group.bases]
    return clauses, group


def _subject(clauses: Clauses, group: VerbGroup) -> str | None:
    if group.subject is None:
        return None
    tokens = clauses.text.tokens[group.subject.first : group.subject.last]
    return " ".join(token.text for token in tokens)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Norway attacked Sweden.", "attacked"),
        ("Norway has not attacked Sweden.", "has not attacked"),
        ("Norway will soon attack Sweden.", "will soon attack"),
        ("The town was attacked by Norway.", "was attacked"),
        ("Norway urged Sweden to attack.", "to attack"),
        ("The town will be attacked.", "will be attacked"),
    ],
)
def test_a_group_holds_the_words_of_its_verb(text: str, words: str) -> None:
    """Auxiliaries, adverbs between them, and "to"."""
    clauses, group = _group(text, "attack")
    tokens = clauses.text.tokens

    assert text[tokens[group.first].start : tokens[group.head].end] == words


@pytest.mark.parametrize(
    ("text", "passive"),
    [
        ("Norway attacked Sweden.", False),
        ("Norway has attacked Sweden.", False),
        ("The town was attacked by Norway.", True),
        ("The town has been attacked.", True),
        ("The town will be attacked.", True),
        ("Sweden, attacked by Norway, left.", True),
    ],
)
def test_the_voice_is_told_by_the_auxiliaries(text: str, passive: bool) -> None:
    """A participle behind a form of "be", or one cut short."""
    assert _group(text, "attack")[1].passive is passive


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Norway attacked Sweden.", False),
        ("Norway has not attacked Sweden.", True),
        ("Norway didn't attack Sweden.", True),
        ("Norway cannot attack Sweden.", True),
        ("Norway never attacked Sweden.", True),
        ("Norway will never attack Sweden.", True),
    ],
)
def test_a_negation_belongs_to_its_group(text: str, negated: bool) -> None:
    """ "Never" negates without an auxiliary too."""
    assert _group(text, "attack")[1].negated is negated


@pytest.mark.parametrize(
    ("text", "modal"),
    [
        ("Norway will attack Sweden.", "will"),
        ("Norway won't attack Sweden.", "will"),
        ("Norway cannot attack Sweden.", "can"),
        ("Norway might attack Sweden.", "might"),
        ("Norway attacked Sweden.", None),
    ],
)
def test_a_modal_stands_in_plain_form(text: str, modal: str | None) -> None:
    """Whatever its contraction."""
    assert _group(text, "attack")[1].modal == modal


@pytest.mark.parametrize(
    ("text", "subject", "link"),
    [
        ("Norway attacked Sweden.", "Norway", "main"),
        ("Norway, which attacked Sweden, left.", "Norway", "relative"),
        ("Norway met Finland and attacked Sweden.", "Norway", "coordinate"),
        ("Norway urged Sweden to attack.", "Sweden", "infinitive"),
        ("Norway promised to attack.", "Norway", "infinitive"),
        ("Sweden, attacked by Norway, left.", "Sweden", "reduced"),
    ],
)
def test_a_verb_knows_where_its_subject_stands(text: str, subject: str, link: str) -> None:
    """Before it, before the relative, before "and", or at the verb that governs it."""
    clauses, group = _group(text, "attack")

    assert (_subject(clauses, group), group.link) == (subject, link)


def test_an_infinitive_knows_its_governor() -> None:
    """ "Urged" hands its object on as the one to act."""
    clauses, group = _group("Norway urged Sweden to attack.", "attack")
    governor = clauses.governor_of(group)

    assert governor is not None
    assert "urge" in governor.bases
    assert group.object_controlled


def test_groups_are_found_by_their_words() -> None:
    """Any token of a group leads to it, others to none."""
    clauses, group = _group("Norway has not attacked Sweden.", "attack")

    assert clauses.group_of(1) is group
    assert clauses.group_of(0) is None
    assert clauses.by_head[group.head] == 0


def test_a_stretch_holds_its_first_and_not_its_last() -> None:
    """As ranges do."""
    assert [index in Stretch(2, 4) for index in (1, 2, 3, 4)] == [False, True, True, False]


@pytest.mark.parametrize("text", ["", "Oslo.", "“ ” …", "The and of."])
def test_text_without_verbs_has_no_groups(text: str) -> None:
    """Nothing is taken for a verb."""
    assert clauses_of(text).groups == ()
