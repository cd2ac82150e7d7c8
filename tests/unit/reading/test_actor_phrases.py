"""Whole expressions: numbers, appositions, possessives, compounds and shared names."""

from __future__ import annotations

from datetime import date

import pytest

from parley.reading.actors import find_actors, load_actor_table
from parley.reading.text import split_text


def mentions(text: str, *, on: date = date(2024, 5, 20)) -> list[tuple[str, str]]:
    """Return the surface and code of every mention of a text."""
    found = find_actors(split_text(text), load_actor_table("world.v1"), published_on=on)
    return [(mention.surface, mention.code) for mention in found.mentions]


@pytest.mark.parametrize(
    ("text", "surface", "code"),
    [
        (
            "Mali's foreign minister, Oumar Sissoko, left.",
            "Mali's foreign minister, Oumar Sissoko",
            "MLI-GOV",
        ),
        (
            "Oumar Sissoko, the Malian foreign minister, left.",
            "Oumar Sissoko, the Malian foreign minister",
            "MLI-GOV",
        ),
        ("Oumar Sissoko of the MNLA stayed away.", "Oumar Sissoko of the MNLA", "MLI-REB"),
        (
            "Defence Minister Ana Petrova of Bulgaria spoke.",
            "Defence Minister Ana Petrova of Bulgaria",
            "BGR-GOV",
        ),
        ("Chad freed about 75,000 refugees.", "about 75,000 refugees", "TCD-CVL"),
        ("Chad freed at least 12 soldiers.", "at least 12 soldiers", "TCD-MIL"),
        ("The Fars agency reported it.", "The Fars agency", "IRN-JRN"),
        ("The Omani Ministry of National Economy agreed.", "The Omani Ministry of National Economy",
         "OMN-GOV"),
        ("Chad protested through Family Minister Awa Diallo.", "Family Minister Awa Diallo",
         "TCD-GOV"),
        ("Ohio Gov. Ann Smith met Canada's envoy.", "Canada's envoy", "CAN-GOV"),
    ],
)  # fmt: skip
def test_an_expression_is_read_to_its_end(text: str, surface: str, code: str) -> None:
    """Numbers, appositions and names after "of" belong to the mention."""
    assert (surface, code) in mentions(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Egypt wants anti-aircraft missiles.", "aircraft"),
        ("Egypt cancelled the military exercises.", "military"),
        ("Egypt prepares a state visit.", "state"),
        ("Michael Jordan visited Egypt.", "Jordan"),
        ("Egypt said that President Biden had left.", "that President Biden"),
    ],
)
def test_part_of_another_word_or_name_is_no_mention(text: str, word: str) -> None:
    """Halves of compounds, adjectives and names of persons are passed over."""
    assert word not in [surface for surface, _ in mentions(text)]


def test_a_shared_short_name_goes_to_the_state_of_the_text() -> None:
    """RSF is a force in Sudan, and a press watchdog elsewhere."""
    sudan = mentions("Sudan's army shelled the RSF.", on=date(2023, 6, 1))
    elsewhere = mentions("The RSF published its ranking.", on=date(2023, 6, 1))

    assert ("the RSF", "SDN-REB") in sudan
    assert ("The RSF", "NGO") in elsewhere


def test_a_place_before_a_title_does_not_own_it() -> None:
    """In Jerusalem the prime minister of Poland is still that of Poland."""
    found = mentions("In Jerusalem Prime Minister Donald Tusk praised Poland.")

    assert ("Prime Minister Donald Tusk", "POL-GOV") in found


def test_the_spokesman_of_a_group_speaks_for_it() -> None:
    """A link noun keeps the sector of its owner."""
    found = mentions("The MNLA wants a federal state. Its spokesman, Moussa Ag Assarid, left.")

    assert ("Its spokesman, Moussa Ag Assarid", "MLI-REB") in found


def test_an_office_holder_is_known_by_the_last_name_alone() -> None:
    """Who heads a state on the day needs no first name; later, nobody is meant."""
    in_office = mentions("Hollande flew to Berlin.", on=date(2015, 5, 1))
    later = mentions("Hollande flew to Berlin.", on=date(2024, 5, 1))

    assert ("Hollande", "FRA-GOV") in in_office
    assert "Hollande" not in [surface for surface, _ in later]


def test_soldiers_before_any_state_belong_to_the_first_one_named() -> None:
    """A headline may begin with the role and name the state after it."""
    assert ("Soldiers", "HND-MIL") in mentions("Soldiers blocked the road to Honduras.")


def test_both_arms_are_those_of_the_two_sides() -> None:
    """A role noun after "both" goes to each of the two states spoken of."""
    found = mentions("Thailand and Cambodia met. Both armies withdrew.")

    assert {("Both armies", "THA-MIL"), ("Both armies", "KHM-MIL")} <= set(found)
