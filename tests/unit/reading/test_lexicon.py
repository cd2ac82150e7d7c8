"""The lexicon: its tables are sound, and its words tell of their types."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from parley.reading.lexicon import (
    compose,
    find_hits,
    hostile_words,
    known_verbs,
    load_lexicon,
    refusal_mode,
    types_in,
)
from parley.reading.text import split_text
from parley.reading.words import PREPOSITIONS
from parley.terms import CONTEXTS, EVENT_TYPES, MODES, EventType
from tests.unit.reading.parts import clauses_of

FLAGS = frozenset(
    """sym need place light rev host third comp ask no promise plan menace warn charge victim
    hostile""".split()
)


def _rows(event_type: str) -> list[dict[str, str]]:
    path = files("parley.reading").joinpath("tables", f"lexicon_{event_type.lower()}.csv")
    return [
        {key: value or "" for key, value in row.items()}
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    ]


# What marks the recipient beside prepositions: the object, nothing, a clause, a course.
MARKERS = frozenset({"obj", "none", "that", "anti", "bound"})


@pytest.mark.parametrize("event_type", EVENT_TYPES)
def test_each_row_keeps_the_format(event_type: EventType) -> None:
    """Parts of speech, modes, contexts, promised types and places of the recipient."""
    for row in _rows(event_type):
        assert row["pos"] in {"v", "n"}, row
        assert not row["mode"] or row["mode"] in MODES[event_type], row
        assert set(row["contexts"].split()) <= set(CONTEXTS), row
        assert not row.get("act") or row["act"] in EVENT_TYPES, row
        assert set(row["to"].split()) <= PREPOSITIONS | MARKERS, row


@pytest.mark.parametrize("event_type", EVENT_TYPES)
def test_no_phrase_of_a_row_is_empty(event_type: EventType) -> None:
    """A bar at an end or two in a row would match anything."""
    phrases = [row["phrase"] for row in _rows(event_type)]

    assert phrases
    assert [p for p in phrases if not p.strip("|") or "||" in p or p != p.strip("| ")] == []


def test_every_type_has_verbs_and_the_count_is_of_phrases() -> None:
    """All 16 types can be told with a verb."""
    lexicon = load_lexicon()
    typed = {entry.event_type for entries in lexicon.verbs.values() for entry in entries}

    assert typed == set(EVENT_TYPES)
    assert lexicon.n_phrases > 1200
    assert {"attack", "withdraw", "hold"} <= known_verbs()
    assert hostile_words()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Talks between Norway and Sweden ended.", [("Talks", "CONSULT", None)]),
        ("Norway attacked the town.", [("attacked", "ASSAULT", None)]),
        ("They called for sanctions.", [("called for sanctions", "REQUEST", "change")]),
        ("They lifted the sanctions.", [("lifted the sanctions", "RETREAT", None)]),
        ("They suspended aid.", [("suspended aid", "SANCTION", "discontinue")]),
        ("Norway raised tariffs.", [("raised tariffs", "SANCTION", "discontinue")]),
        ("Will Norway expel diplomats?", [("expel diplomats", "SANCTION", "expel")]),
        ("It rained in Oslo.", []),
        ("", []),
    ],
)
def test_words_tell_of_types(text: str, told: list[tuple[str, EventType, str | None]]) -> None:
    """Phrases win over their words, and general verbs turn the noun they take."""
    found = types_in(split_text(text))

    assert [(span.of(text), kind, mode) for span, kind, mode in found] == told


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("Norway held talks with Sweden.", "CONSULT"),
        ("Norway carried out a raid.", "ASSAULT"),
        ("Sanctions were imposed on Norway.", "SANCTION"),
        ("The army was put on alert.", "MOBILIZE"),
        ("Troops were withdrawn from Norway.", "RETREAT"),
    ],
)
def test_a_hit_is_found_around_its_verb(text: str, event_type: EventType) -> None:
    """Active with an object, and passive with the noun before."""
    hits = find_hits(clauses_of(text))

    assert event_type in {hit.event_type for hit in hits if hit.verb is not None}


@pytest.mark.parametrize(
    ("event_type", "mode"),
    [
        ("CONSULT", "meet"),
        ("AID", "assist"),
        ("RETREAT", "yield"),
        ("CONCEDE", "yield"),
        ("SUPPORT", "assist"),
        ("ASSAULT", "change"),
    ],
)
def test_a_refusal_has_the_mode_of_what_is_refused(event_type: str, mode: str) -> None:
    """To meet, to help, to give way, or to change something."""
    assert refusal_mode(event_type) == mode


@pytest.mark.parametrize(
    ("kind", "noun", "event_type"),
    [
        ("do", "raid", "ASSAULT"),
        ("stop", "aid", "SANCTION"),
        ("stop", "raid", "RETREAT"),
        ("lift", "sanction", "RETREAT"),
    ],
)
def test_a_general_verb_carries_or_turns_the_noun(
    kind: str, noun: str, event_type: EventType
) -> None:
    """To stop helping is a sanction, to stop raiding a retreat."""
    entry = load_lexicon().nouns[noun][0]
    made = compose(kind, entry)

    assert made is not None
    assert made[0] == event_type
