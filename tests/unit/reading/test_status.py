"""Whether an act happened, goes on, lies ahead, might be, or is denied."""

from __future__ import annotations

import pytest

from parley.reading.status import standing_of_noun, standing_of_verb
from tests.unit.reading.parts import clauses_of


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Iran attacked Israel.", "actual"),
        ("Iran has attacked Israel.", "actual"),
        ("Iran was attacking Israel.", "actual"),
        ("Iran began to attack Israel.", "actual"),
        ("Iran is attacking Israel.", "ongoing"),
        ("Iran will attack Israel.", "planned"),
        ("Iran plans to attack Israel.", "planned"),
        ("Iran is to attack Israel.", "planned"),
        ("Iran may attack Israel.", "possible"),
        ("Iran might attack Israel.", "possible"),
        ("Iran is considering attacking Israel.", "possible"),
        ("Iran threatened to attack Israel.", "possible"),
        ("If Iran attacked Israel, Iraq would stay out.", "possible"),
        ("Iran has not attacked Israel.", "denied"),
        ("Iran did not attack Israel.", "denied"),
        ("Iran never attacked Israel.", "denied"),
        ("Iran could not attack Israel.", "denied"),
        ("Iran refused to attack Israel.", "denied"),
        ("Iran failed to attack Israel.", "denied"),
        ("Iran does not plan to attack Israel.", "denied"),
    ],
)
def test_a_verb_puts_its_act(text: str, status: str) -> None:
    """By auxiliaries, governing verb, negation and condition."""
    clauses = clauses_of(text)
    [group] = [group for group in clauses.groups if "attack" in group.bases]

    assert standing_of_verb(clauses, group).status == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The talks collapsed.", "actual"),
        ("The planned talks collapsed.", "planned"),
        ("Possible talks were named.", "possible"),
        ("The ongoing talks drag on.", "ongoing"),
        ("There were no talks.", "denied"),
    ],
)
def test_a_noun_is_put_by_the_words_beside_it(text: str, status: str) -> None:
    """ "Planned", "ongoing", "no"."""
    clauses = clauses_of(text)
    noun = next(token.index for token in clauses.text.tokens if token.lower == "talks")

    assert standing_of_noun(clauses, noun, noun).status == status


@pytest.mark.parametrize(
    ("text", "negated", "future"),
    [
        ("Iran will attack Israel.", False, True),
        ("Iran will not attack Israel.", True, True),
        ("Iran has not attacked Israel.", True, False),
    ],
)
def test_a_standing_keeps_negation_and_future_apart(text: str, negated: bool, future: bool) -> None:
    """A refusal is both."""
    clauses = clauses_of(text)
    [group] = [group for group in clauses.groups if "attack" in group.bases]
    standing = standing_of_verb(clauses, group)

    assert (standing.negated, standing.future) == (negated, future)
