"""Attributions: the chain of who says so at any words of a text."""

from __future__ import annotations

import pytest

from parley.reading.attribution import Attributions
from parley.terms import Span
from tests.unit.reading.parts import attributions_of


def _chain(text: str, words: str) -> tuple[str, ...]:
    start = text.index(words)
    return attributions_of(text).chain_at(Span(start, start + len(words)))


@pytest.mark.parametrize(
    ("text", "words", "chain"),
    [
        ("Norway shelled the port.", "shelled the port", ()),
        ("Sweden said Norway had shelled the port.", "Norway had shelled the port", ("SWE",)),
        ("Norway had shelled the port, according to Sweden.", "Norway had shelled the port",
         ("SWE",)),
        ("Reuters reported that Norway had shelled the port.", "Norway had shelled the port",
         ("Reuters",)),
        ("Norway said Sweden had said that troops had left.", "troops had left",
         ("NOR", "SWE")),
        ("The Norwegian army, citing a Swedish officer, said that troops had left.",
         "troops had left", ("NOR-MIL", "SWE-MIL")),
        ("Norway and Sweden said the talks had failed.", "the talks had failed", ("NOR+SWE",)),
        ("Many experts believe that the talks will fail.", "the talks will fail",
         ("Many experts",)),
    ],
)  # fmt: skip
def test_a_chain_runs_from_the_outermost(text: str, words: str, chain: tuple[str, ...]) -> None:
    """Officials by code, media by name, unplaced sources in their own words."""
    assert _chain(text, words) == chain


def test_the_chain_ends_with_the_content() -> None:
    """The next sentence is the reporter's own."""
    text = "Sweden said Norway had left. Norway shelled the port."

    assert _chain(text, "Norway shelled the port") == ()


def test_an_act_of_saying_is_the_reporters() -> None:
    """At the cue itself the speaker is not yet in the chain."""
    text = "Sweden said Norway had left."

    assert _chain(text, "said") == ()


def test_a_quotation_that_stands_alone_goes_to_the_speaker_before() -> None:
    """The sentence after a quotation may be quoted without a new cue."""
    text = "“We left,” the Norwegian minister said. “We shall not return.”"
    [item] = attributions_of(text).items

    assert [content.of(text) for content in item.contents] == ["We left", "We shall not return"]


def test_attributions_come_in_the_order_of_their_cues() -> None:
    """So that rows and pages show them as the text does."""
    items = attributions_of("Norway said it left. Sweden denied the charge. Finland agreed.").items
    cues = [item.cue for item in items]

    assert cues == sorted(cues)
    assert len(cues) >= 2


def test_nothing_said_has_no_chain() -> None:
    """Without attributions the reporter vouches for everything."""
    assert Attributions(()).chain_at(Span(0, 10)) == ()
