"""Words for chances: the table of ICD 203 row by row, figures, and what no scale places."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from parley.reading.likelihood import Likelihood, find_likelihoods
from parley.reading.text import split_text


def _found(text: str) -> list[tuple[str, Likelihood]]:
    return [(each.span.of(text), each) for each in find_likelihoods(split_text(text))]


@pytest.mark.parametrize(
    ("words", "low", "high", "direction"),
    [
        ("almost no chance", 0.01, 0.05, "down"),
        ("remote", 0.01, 0.05, "down"),
        ("very unlikely", 0.05, 0.20, "down"),
        ("highly improbable", 0.05, 0.20, "down"),
        ("unlikely", 0.20, 0.45, "down"),
        ("improbable", 0.20, 0.45, "down"),
        ("roughly even chance", 0.45, 0.55, "level"),
        ("roughly even odds", 0.45, 0.55, "level"),
        ("likely", 0.55, 0.80, "up"),
        ("probable", 0.55, 0.80, "up"),
        ("probably", 0.55, 0.80, "up"),
        ("very likely", 0.80, 0.95, "up"),
        ("highly probable", 0.80, 0.95, "up"),
        ("almost certain", 0.95, 0.99, "up"),
        ("nearly certain", 0.95, 0.99, "up"),
        ("cannot be ruled out", 0.01, 0.45, "up"),
        ("more likely than not", 0.5, 1.0, "up"),
        ("about as likely as not", 0.33, 0.66, "level"),
    ],
)
def test_words_have_the_range_of_their_row(
    words: str, low: float, high: float, direction: str
) -> None:
    """ICD 203 for most; the 2007 estimate and the IPCC note for the last three."""
    found = {
        (each.probability, each.direction)
        for said, each in _found(f"A deal is {words} to come.")
        if words in said
    }

    assert found == {((low, high), direction)}


@pytest.mark.parametrize(
    ("figure", "low", "high"),
    [
        ("a one in four chance", 0.25, 0.25),
        ("a 70 per cent chance", 0.7, 0.7),
        ("a 70% chance", 0.7, 0.7),
        ("a roughly 60 per cent chance", 0.55, 0.65),
        ("a less than 10 per cent chance", 0.0, 0.1),
        ("a more than 60 per cent chance", 0.6, 1.0),
        ("a two in three chance", 0.6667, 0.6667),
    ],
)
def test_figures_stand_for_themselves(figure: str, low: float, high: float) -> None:
    """ "Roughly" widens them by 0.05 each way; a bound opens one side."""
    [each] = [each for _, each in _found(f"He saw {figure} of a deal.") if each.kind == "figure"]

    assert each.probability == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "Prices rose by 70 per cent.",
        "One in four sailors came home.",
        "They won 55 per cent of the vote.",
    ],
)
def test_a_figure_without_a_word_for_chance_is_none(text: str) -> None:
    """Prices and votes are no odds."""
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("The change raises the prospect of talks.", "up"),
        ("The change raises hopes of talks.", "up"),
        ("The raid dims hopes of a deal.", "down"),
    ],
)
def test_a_comparative_has_a_direction_and_no_range(text: str, direction: str) -> None:
    """More or less likely than before says nothing of how likely."""
    [(_, each)] = _found(text)

    assert (each.kind, each.direction, each.probability) == ("comparative", direction, None)


def test_the_longest_wording_wins() -> None:
    """ "Very unlikely" is not read as "unlikely" too."""
    assert [said for said, _ in _found("War is very unlikely.")] == ["very unlikely"]


def test_part_of_a_word_is_no_wording() -> None:
    """ "Likelihoods" and "unlikeliest" hold words that they do not mean."""
    assert _found("The unlikeliest of allies won.") == []


def test_letters_that_grow_in_lower_case_move_nothing() -> None:
    """The Turkish capital I has two characters in lower case; offsets stay."""
    assert [said for said, _ in _found("İİİ says war is unlikely.")] == ["unlikely"]


def _rows() -> list[dict[str, str]]:
    path = files("parley.reading").joinpath("tables", "likelihood.v1.csv")
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_each_row_has_a_source_and_a_sound_range() -> None:
    """A range runs upward within [0, 1], or is left out on both sides."""
    for row in _rows():
        assert row["source"]
        assert bool(row["low"]) == bool(row["high"])
        assert not row["low"] or 0 <= float(row["low"]) <= float(row["high"]) <= 1


def test_each_range_agrees_with_its_direction() -> None:
    """Down lies below one half in the middle, up above, but for what is only raised."""
    wrong = [
        row["phrase"]
        for row in _rows()
        if row["low"]
        and (
            (row["direction"] == "down" and float(row["low"]) + float(row["high"]) > 1)
            or (row["direction"] == "up" and "0.01" not in row["low"]
                and float(row["low"]) + float(row["high"]) < 1)
        )
    ]  # fmt: skip

    assert wrong == []
