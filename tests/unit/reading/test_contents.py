"""Where contents begin and end, and who stands behind whom in a sentence."""

from __future__ import annotations

import pytest

from tests.unit.reading.parts import attributions_of, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oslo threatened to attack, and Bergen closed its port.", "to attack"),
        ("Moscow described it as a raid and thanked Minsk.", "it as a raid"),
        ("Kyiv said on Friday in a statement that the bridge was hit.", "the bridge was hit"),
        ("Moscow told the White House in a letter that it would wait.", "it would wait"),
        ("Kyiv said the talks had failed, the agency reported.", "the talks had failed"),
        ("Moscow denied the charge; Kyiv sent proof.", "the charge"),
        ("Tehran, which vowed to answer, closed its airspace.", "to answer"),
        ("Moscow's claim that Kyiv fired first is false.", "Kyiv fired first"),
        ("Seoul proposed to Beijing to postpone the visit.", "to postpone the visit"),
    ],
)
def test_a_content_ends_where_its_cue_no_longer_governs(text: str, expected: str) -> None:
    """Another clause, another speaker or a new verb of the speaker closes a content."""
    contents = [c.of(text) for item in attributions_of(text).items for c in item.contents]

    assert expected in contents


@pytest.mark.parametrize(
    "text",
    [
        "Paris recalled its ambassador from Rome after the minister had spoken.",
        "Seoul gave Pyongyang a last chance to disarm.",
        "Kyiv has neither confirmed nor denied the raid.",
        "Moscow called a meeting on Tuesday.",
        "Berlin is expected to announce a decision.",
    ],
)
def test_acts_that_look_like_speech_make_no_statement(text: str) -> None:
    """A verb of speech without something said is an act, or nothing yet."""
    assert read(text).reading.statements == ()


@pytest.mark.parametrize(
    ("text", "links"),
    [
        (
            "Tanks entered the city, Interfax said with reference to the channel Rustavi-2.",
            ["Interfax", "Rustavi-2"],
        ),
        ("The drills were over, Reuters quoted a diplomat as saying.", ["Reuters", "a diplomat"]),
        (
            "Tanks entered the city, Interfax reports citing TASS, which quoted a diplomat.",
            ["Interfax", "TASS", "a diplomat"],
        ),
    ],
)
def test_who_is_cited_stands_behind_who_cites(text: str, links: list[str]) -> None:
    """A chain runs from the medium that tells to the source it rests on."""
    said = attributions_of(text)
    told = said.items[-1].contents[0]

    assert list(said.chain_at(told)) == links


def test_a_content_cut_by_its_cue_has_two_parts() -> None:
    """Words before and behind the speaker's clause belong to one statement."""
    found = read("A settlement, a diplomat said, was highly improbable this year.")

    assert found.contents(found.statement) == ["A settlement", "was highly improbable this year"]


def test_the_claim_of_a_cut_content_takes_in_both_parts() -> None:
    """What is called improbable stands before the cue, and is part of the claim."""
    text = "A settlement between Kyiv and Moscow, a diplomat said, was highly improbable."

    claim = read(text).claim

    assert claim.event_type == "AGREE"
    assert claim.span.of(text).startswith("A settlement")


def test_someone_of_a_body_speaks_as_that_body() -> None:
    """A source at a ministry counts with it; diplomats in a capital with nobody."""
    placed = read("A source at the Russian foreign ministry said the visit was off.").statement
    unplaced = read("Western diplomats in Moscow said the visit was off.").statement

    assert placed.speaker == "RUS-GOV"
    assert unplaced.speaker == "Western diplomats in Moscow"
