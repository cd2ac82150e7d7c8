"""Statements: who says what to whom, through which cue, in whose quotation marks."""

from __future__ import annotations

import pytest

from tests.unit.reading.parts import read


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "content"),
    [
        ("The Norwegian foreign ministry said that talks had failed.",
         "NOR-GOV", "said", "talks had failed"),
        ("The talks had failed, said the Norwegian prime minister.",
         "NOR-GOV", "said", "The talks had failed"),
        ("The talks have failed, the Swedish envoy wrote on Monday.",
         "SWE-GOV", "wrote", "The talks have failed"),
        ("According to Finland, the talks had failed.",
         "FIN", "According to", "the talks had failed"),
        ("Iran denied the accusation.", "IRN", "denied", "the accusation"),
        ("Norway called the decision a “grave mistake”.",
         "NOR", "called", "the decision a “grave mistake”"),
        ("Norway described the talks as “useless”.",
         "NOR", "described", "the talks as “useless”"),
        ("Sweden urged Norway to withdraw its troops.",
         "SWE", "urged", "Norway to withdraw its troops"),
        ("Norway accused Sweden of spying.", "NOR", "accused", "Sweden of spying"),
        ("Sweden believes the talks will fail.", "SWE", "believes", "the talks will fail"),
        ("Sweden did not say whether the talks had failed.",
         "SWE", "did not say", "whether the talks had failed"),
        ("Norway threatened to leave the talks.", "NOR", "threatened", "to leave the talks"),
        ("Norway ruled out talks with Sweden.", "NOR", "ruled out", "talks with Sweden"),
        ("A Swedish spokesman announced that the talks had failed.",
         "SWE-GOV", "announced", "the talks had failed"),
        ("Many experts believe that the talks will fail.",
         "Many experts", "believe", "the talks will fail"),
        ("One diplomat put the odds of a truce between Norway and Sweden at one in four.",
         "One diplomat", "put", "the odds of a truce between Norway and Sweden at one in four"),
    ],
)  # fmt: skip
def test_words_are_tied_to_their_speaker(text: str, speaker: str, cue: str, content: str) -> None:
    """Speaker by code, or in their own words; content without "that" and full stop."""
    done = read(text)
    statement = done.statement

    assert statement.speaker == speaker
    assert statement.cue.of(text) == cue
    assert done.contents(statement) == [content]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“We have not moved an inch,” a Finnish diplomat said.", "direct"),
        ("A Finnish diplomat said the talks had failed.", "indirect"),
        ("Norway called the decision a “grave mistake”.", "mixed"),
    ],
)
def test_the_kind_tells_how_much_is_quoted(text: str, kind: str) -> None:
    """Direct is all, indirect none, mixed some."""
    assert read(text).statement.kind == kind


def test_content_cut_by_its_cue_has_two_spans() -> None:
    """One statement, one cue, two stretches of words."""
    done = read("“The talks,” Norway's prime minister said, “have failed.”")

    assert done.contents(done.statement) == ["The talks", "have failed"]


def test_a_quotation_of_two_sentences_is_one_statement() -> None:
    """What stands between one pair of marks stays together."""
    done = read("“They left. They will not return,” the Norwegian minister said.")

    assert done.contents(done.statement) == ["They left. They will not return"]


def test_who_is_told_is_the_addressee() -> None:
    """And stands outside the content."""
    done = read("Norway told Sweden that the talks had failed.")

    assert done.statement.addressee == "SWE"
    assert done.contents(done.statement) == ["the talks had failed"]


def test_joint_speakers_are_joined() -> None:
    """Two parties with one voice have one statement."""
    assert read("Norway and Sweden said the talks had failed.").statement.speaker == "NOR+SWE"


def test_the_fullest_name_of_a_speaker_is_kept() -> None:
    """A pronoun at the cue, the person in the name."""
    text = "Russian Foreign Minister Sergei Lavrov arrived. He said that talks had failed."
    statement = read(text).statement

    assert statement.speaker_span is not None
    assert statement.speaker_span.of(text) == "He"
    assert statement.speaker_name is not None
    assert "Sergei Lavrov" in statement.speaker_name


@pytest.mark.parametrize(
    "text",
    [
        "Norway thanked Sweden.",
        "Norway agreed to talks.",
        "Norway recalled its envoy from Sweden.",
        "Reuters reported that Norway had withdrawn.",
        "It rained in Oslo.",
        "",
    ],
)
def test_acts_and_media_that_pass_on_make_no_statement(text: str) -> None:
    """Thanks and agreements are events; what a medium passes on belongs to the relay."""
    assert read(text).reading.statements == ()


def test_a_statement_in_a_statement_knows_who_tells_it() -> None:
    """The inner one has the outer speaker in its chain."""
    done = read("Norway said Sweden had said that the talks had failed.")

    assert [(s.speaker, s.chain) for s in done.reading.statements] == [
        ("NOR", ()),
        ("SWE", ("NOR",)),
    ]


def test_ids_of_statements_differ() -> None:
    """Two statements of one report never share an id."""
    done = read("Norway said talks had failed. Sweden said talks had not failed.")
    ids = [statement.statement_id for statement in done.reading.statements]

    assert len(ids) == len(set(ids)) == 2
