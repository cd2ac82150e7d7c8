"""Claims: what is put as likely or foretold, by whom, how strongly and until when."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.reading.parts import read


@pytest.mark.parametrize(
    ("text", "by", "direction", "probability"),
    [
        ("A deal between Norway and Sweden is very unlikely, analysts say.",
         "analysts", "down", (0.05, 0.2)),
        ("Norway will probably attack Sweden.", "reporter", "up", (0.55, 0.8)),
        ("Norway will almost certainly attack Sweden.", "reporter", "up", (0.95, 0.99)),
        ("One diplomat put the odds of a truce between Norway and Sweden at one in four.",
         "One diplomat", "down", (0.25, 0.25)),
        ("There is a 70 per cent chance that Norway will attack Sweden.",
         "reporter", "up", (0.7, 0.7)),
        ("Experts expect Norway to withdraw from Sweden.", "Experts", "up", None),
        ("Many experts doubt that Norway will attack Sweden.", "Many experts", "down", None),
        ("A Finnish analyst said Norway may attack Sweden.", "FIN-ACA", "up", None),
        ("The election raises hopes of talks between Norway and Sweden.",
         "reporter", "up", None),
        ("Many experts believe that the talks will fail.", "Many experts", "up", None),
    ],
)  # fmt: skip
def test_a_claim_has_a_voice_a_direction_and_a_range(
    text: str, by: str, direction: str, probability: tuple[float, float] | None
) -> None:
    """Words that no scale places have no range."""
    claim = read(text).claim

    assert (claim.by, claim.direction, claim.probability) == (by, direction, probability)


@pytest.mark.parametrize(
    ("text", "event_type", "actors", "recipients"),
    [
        ("Norway will probably attack Sweden.", "ASSAULT", ("NOR",), ("SWE",)),
        ("Talks between Norway and Sweden are unlikely.", "CONSULT", ("NOR", "SWE"), ()),
        ("A deal between Norway and Sweden is very unlikely.", "AGREE", ("NOR", "SWE"), ()),
        ("Experts expect Norway to withdraw from Sweden.", "RETREAT", ("NOR",), ("SWE",)),
    ],
)
def test_a_claim_says_what_it_is_about(
    text: str, event_type: str, actors: tuple[str, ...], recipients: tuple[str, ...]
) -> None:
    """Type and parties of the act to come; of symmetric acts all are actors."""
    claim = read(text).claim

    assert (claim.event_type, claim.actors, claim.recipients) == (event_type, actors, recipients)


@pytest.mark.parametrize(
    ("when", "deadline"),
    [
        ("by the end of June", date(2024, 6, 30)),
        ("this year", date(2024, 12, 31)),
        ("before 5 July", date(2024, 7, 4)),
        ("", None),
    ],
)
def test_the_deadline_is_the_last_day_that_would_count(when: str, deadline: date | None) -> None:
    """ "Before" ends on the day before."""
    assert read(f"Norway will probably attack Sweden {when}.").claim.deadline == deadline


def test_a_condition_is_kept_in_its_words() -> None:
    """ "If" opens what has to come first."""
    claim = read("If the talks fail, Norway is likely to attack Sweden.").claim

    assert claim.condition == "If the talks fail"


@pytest.mark.parametrize(
    "text",
    [
        "Norway may attack Sweden.",
        "It is unlikely to rain tomorrow.",
        "Norway promised to withdraw from Sweden.",
        "Norway attacked Sweden.",
        "The likely winner spoke in Oslo.",
        "Prices rose by 70 per cent.",
    ],
)
def test_what_is_no_claim_is_left(text: str) -> None:
    """The reporter's bare "may", the weather, own promises, what has happened."""
    assert read(text).reading.claims == ()


def test_a_claim_in_headline_and_body_is_entered_once() -> None:
    """The body's words are kept."""
    text = (
        "Deal between Norway and Sweden unlikely\n\n"
        "A deal between Norway and Sweden is unlikely, analysts say. They met in May."
    )
    claim = read(text).claim

    assert claim.span.start > text.index("\n")


def test_the_phrase_lies_in_the_span() -> None:
    """What gave the likelihood is part of the evidence."""
    claim = read("A deal between Norway and Sweden is very unlikely, analysts say.").claim

    assert claim.span.contains(claim.phrase)
