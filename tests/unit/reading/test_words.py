"""Inflection: which base forms a word could have, as verb and as noun."""

from __future__ import annotations

import pytest

from parley.reading.words import IRREGULAR, VerbForm, noun_bases, verb_bases


@pytest.mark.parametrize(
    ("word", "base", "form"),
    [
        ("attack", "attack", "base"),
        ("attacks", "attack", "s"),
        ("attacked", "attack", "past"),
        ("attacked", "attack", "participle"),
        ("attacking", "attack", "ing"),
        ("accused", "accuse", "past"),
        ("accusing", "accuse", "ing"),
        ("banned", "ban", "past"),
        ("banning", "ban", "ing"),
        ("denied", "deny", "past"),
        ("denies", "deny", "s"),
        ("pushes", "push", "s"),
        ("dying", "die", "ing"),
        ("withdrew", "withdraw", "past"),
        ("withdrawn", "withdraw", "participle"),
        ("met", "meet", "past"),
        ("were", "be", "past"),
    ],
)
def test_a_verb_is_known_by_its_bases(word: str, base: str, form: VerbForm) -> None:
    """Regular, doubled, -e, -y and irregular forms lead back to the base."""
    assert (base, form) in verb_bases(word)


def test_an_irregular_verb_has_no_regular_past() -> None:
    """ "Meeted" is no word, so "meet" is not behind it."""
    assert "meet" not in {base for base, _ in verb_bases("meeted")}


@pytest.mark.parametrize("base", sorted(IRREGULAR))
def test_every_irregular_form_leads_back(base: str) -> None:
    """Both forms of each row of the table are found."""
    past, participle = IRREGULAR[base]

    assert (base, "past") in verb_bases(past)
    assert (base, "participle") in verb_bases(participle)


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("talks", "talk"),
        ("allies", "ally"),
        ("embassies", "embassy"),
        ("clashes", "clash"),
        ("servicemen", "serviceman"),
        ("truce", "truce"),
    ],
)
def test_a_noun_is_known_by_its_singulars(plural: str, singular: str) -> None:
    """Plural endings are undone, and the word itself stays possible."""
    assert singular in noun_bases(plural)
    assert plural in noun_bases(plural)


def test_a_double_s_is_no_plural() -> None:
    """ "Press" is not many of "pres"."""
    assert noun_bases("press") == ("press",)
