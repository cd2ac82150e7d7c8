"""Who acts and at whom: the parties of a verb or noun."""

from __future__ import annotations

import pytest

from parley.reading.roles import Parties, RoleFinder
from parley.terms import ActorMention
from tests.unit.reading.parts import actors_of, clauses_of, read


def _codes(mentions: tuple[ActorMention, ...]) -> list[str]:
    return sorted(mention.code for mention in mentions)


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("Norway attacked Sweden.", ["NOR"], ["SWE"]),
        ("Sweden was attacked by Norway.", ["NOR"], ["SWE"]),
        ("Norway, which borders Finland, attacked Sweden.", ["NOR"], ["SWE"]),
        ("Norway on Monday attacked Sweden.", ["NOR"], ["SWE"]),
        ("Norway and Finland attacked Sweden.", ["FIN", "NOR"], ["SWE"]),
        ("Norway attacked Sweden and Finland.", ["NOR"], ["FIN", "SWE"]),
        ("Norway's attack on Sweden failed.", ["NOR"], ["SWE"]),
        ("The attack by Norway on Sweden failed.", ["NOR"], ["SWE"]),
        ("The Norwegian army attacked Sweden.", ["NOR-MIL"], ["SWE"]),
    ],
)
def test_an_attack_has_an_attacker_and_a_victim(
    text: str, actors: list[str], recipients: list[str]
) -> None:
    """Active, passive, with asides, in lists, and as a noun."""
    [mention] = [m for m in read(text).reading.mentions if m.event_type == "ASSAULT"]

    assert (_codes(mention.actors), _codes(mention.recipients)) == (actors, recipients)


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("Norway imposed sanctions on Sweden.", ["NOR"], ["SWE"]),
        ("Sanctions were imposed on Sweden by Norway.", ["NOR"], ["SWE"]),
        ("Norway lifted sanctions against Sweden.", ["NOR"], ["SWE"]),
        ("Norway gave Sweden money.", ["NOR"], ["SWE"]),
        ("Norway gave money to Sweden.", ["NOR"], ["SWE"]),
        ("Norway apologised to nobody but thanked Sweden.", ["NOR"], ["SWE"]),
    ],
)
def test_a_preposition_or_object_marks_the_recipient(
    text: str, actors: list[str], recipients: list[str]
) -> None:
    """Each phrase of the lexicon says where its recipient stands."""
    mention = read(text).reading.mentions[-1]

    assert (_codes(mention.actors), _codes(mention.recipients)) == (actors, recipients)


def test_mentions_of_one_span_are_one_unit() -> None:
    """A plural that names two parties fills one place."""
    text = "Thai and Cambodian troops clashed with Laos."
    finder = RoleFinder(clauses_of(text), actors_of(text))

    assert [sorted(unit.codes) for unit in finder.units] == [["KHM", "THA"], ["LAO"]]


def test_units_are_asked_for_by_token() -> None:
    """From the first up to, not at, the last."""
    text = "Norway met Sweden and Finland."
    finder = RoleFinder(clauses_of(text), actors_of(text))

    assert [sorted(unit.codes) for unit in finder.units_in(1, 4)] == [["SWE"]]


def test_a_list_joins_its_parties() -> None:
    """ "X, Y and Z" fill a place together."""
    text = "Norway, Sweden and Finland met."
    finder = RoleFinder(clauses_of(text), actors_of(text))
    first = finder.units[0]

    assert _codes(finder.joined(first, len(finder.tokens))) == ["FIN", "NOR", "SWE"]


def test_a_place_is_no_party() -> None:
    """ "In Helsinki" says where."""
    text = "Norway met Sweden in Helsinki."
    finder = RoleFinder(clauses_of(text), actors_of(text))

    assert [unit.is_place for unit in finder.units] == [False, False, True]


def test_parties_begin_empty_and_sure() -> None:
    """Nothing found is no guess."""
    assert (Parties().actors, Parties().recipients, Parties().grip) == ((), (), 1.0)
