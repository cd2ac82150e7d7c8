"""Splitting: sentences, tokens, quotations and headline are spans of the untouched text."""

from __future__ import annotations

import pytest

from parley.reading.text import Text, split_text
from parley.terms import Span
from tests.unit.reading.parts import words_of


def _sentences(text: Text) -> list[str]:
    return [sentence.span.of(text.text) for sentence in text.sentences]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Iran's army", ["Iran", "'s", "army"]),
        ("Iran’s army", ["Iran", "’s", "army"]),
        ("It didn't.", ["It", "did", "n't", "."]),
        ("the U.S. navy", ["the", "U.S.", "navy"]),
        ("Kim Jong-un", ["Kim", "Jong-un"]),
        ("10,000 men at 3.5 per cent", ["10,000", "men", "at", "3.5", "per", "cent"]),
        ("the 1990s and the 21st", ["the", "1990s", "and", "the", "21st"]),
        ("Sana'a and N'Djamena", ["Sana'a", "and", "N'Djamena"]),
        ("“We tried,” he said…", ["“", "We", "tried", ",", "”", "he", "said", "…"]),
        ("talks -- again", ["talks", "--", "again"]),
        ("Zoë wrote to Đorđe", ["Zoë", "wrote", "to", "Đorđe"]),
    ],
)
def test_tokens_are_words_numbers_and_marks(text: str, words: list[str]) -> None:
    """Inner apostrophes, dots and hyphens stay; possessive endings stand apart."""
    assert words_of(split_text(text)) == words


def test_lower_case_of_a_token_has_straight_apostrophes() -> None:
    """Rules look words up in one spelling, whatever mark the outlet uses."""
    text = split_text("They Didn’t Go.")

    assert [token.lower for token in text.tokens] == ["they", "did", "n't", "go", "."]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Talks failed. They went home.", ["Talks failed.", "They went home."]),
        ("Mr. Smith met Gen. Jones. They left.", ["Mr. Smith met Gen. Jones.", "They left."]),
        ("The U.S. army left. It rained.", ["The U.S. army left.", "It rained."]),
        ("It went to the U.S. The army stayed.", ["It went to the U.S.", "The army stayed."]),
        ("“We left.” He sat down.", ["“We left.”", "He sat down."]),
        ("“We left. We ran,” he said.", ["“We left.", "We ran,” he said."]),
        ("Prices rose 3.5 per cent. Why?", ["Prices rose 3.5 per cent.", "Why?"]),
        ("George W. Bush spoke. He left.", ["George W. Bush spoke.", "He left."]),
        ("See art. 5 of the pact. It binds.", ["See art. 5 of the pact.", "It binds."]),
        ("Stop! Who goes there? Nobody…", ["Stop!", "Who goes there?", "Nobody…"]),
    ],
)
def test_sentences_end_at_full_stops_that_end_one(text: str, sentences: list[str]) -> None:
    """Titles, initials, figures and abbreviations do not end a sentence."""
    assert _sentences(split_text(text)) == sentences


def test_a_sentence_knows_its_tokens_and_paragraph() -> None:
    """`first` to `last` count through the whole text."""
    text = split_text("Talks failed today in Geneva, again.\nThey went home. It rained.")
    second = text.sentences[1]

    assert [token.text for token in text.tokens_of(second)] == ["They", "went", "home", "."]
    assert [sentence.paragraph for sentence in text.sentences] == [0, 1, 1]


def test_the_first_line_without_full_stop_is_a_headline() -> None:
    """A bare line above the body is the headline, the body is not."""
    text = split_text("Talks fail in Geneva\n\nThe talks failed on Monday. The envoys left.")

    assert [sentence.is_headline for sentence in text.sentences] == [True, False, False]


def test_one_line_alone_is_no_headline() -> None:
    """A text of one paragraph is all body."""
    assert not split_text("Iran condemned Israel").sentences[0].is_headline


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("He said “no” twice.", ["no"]),
        ('He said "no" and "never".', ["no", "never"]),
        ("Er sagte „nein“ dazu.", ["nein"]),
        ("Il dit «non» encore.", ["non"]),
        ("He said “we never close.", ["we never close."]),
        ("She wrote “he said “no” then”.", ["he said “no” then"]),
        ("Nothing is quoted.", []),
    ],
)
def test_quotations_pair_their_marks(text: str, inner: list[str]) -> None:
    """All usual marks pair; one left open runs to the end of its paragraph."""
    split = split_text(text)

    assert [quotation.inner.of(text) for quotation in split.quotations] == inner


def test_an_open_quotation_ends_with_its_paragraph() -> None:
    """A mark forgotten in one paragraph does not swallow the next."""
    text = split_text("“We never close.\n\nThe envoys left.")

    assert text.in_quotation(5) is not None
    assert text.in_quotation(20) is None


def test_look_ups_return_what_holds_a_character() -> None:
    """By offset one finds the sentence and the token, or the one before."""
    text = split_text("Talks failed. They left.")
    sentence, token = text.sentence_at(16), text.token_at(6)

    assert sentence is not None
    assert sentence.index == 1
    assert token is not None
    assert token.text == "failed"
    assert [t.text for t in text.tokens_in(Span(6, 13))] == ["failed", "."]


@pytest.mark.parametrize("text", ["", " \n\t ", "\u2028"])
def test_nothing_splits_into_nothing(text: str) -> None:
    """White space has no tokens and no sentences."""
    split = split_text(text)

    assert (split.tokens, split.sentences, split.quotations) == ((), (), ())
    assert split.sentence_at(0) is None
    assert split.token_at(0) is None


@pytest.mark.parametrize(
    ("first", "is_headline"),
    [
        ("Talks fail in Geneva", True),
        ("The talks in Geneva have failed.", True),
        ("Is the truce dead?", True),
        ("The talks in Geneva failed on Monday.", False),
        ("GENEVA (AFP) — The talks have failed.", False),
        ("GENEVA, May 14 - The talks have failed.", False),
    ],
)
def test_a_first_sentence_is_told_from_a_headline(first: str, is_headline: bool) -> None:
    """Some headlines end in a full stop; none has a dateline or a day of the week."""
    text = split_text(f"{first}\n\nThe envoys left the city. They will return in May.")

    assert text.sentences[0].is_headline is is_headline


def test_lines_wrapped_by_hand_are_one_paragraph() -> None:
    """Mail and old wires break lines at a width; sentences run on over the breaks."""
    wrapped = (
        "Iran and the United States ended two days of talks in Vienna on Tuesday\n"
        "without agreement, diplomats said. The Iranian foreign minister blamed\n"
        "Washington.\n\nA new round is not planned."
    )

    paragraphs = [span.of(wrapped) for span in split_text(wrapped).paragraphs]

    assert len(paragraphs) == 2
    assert paragraphs[0].endswith("Washington.")


def test_short_lines_stand_alone() -> None:
    """A headline and lists keep their lines."""
    text = "Talks fail\nIran and the United States met in Vienna.\nNo date was set."

    assert len(split_text(text).paragraphs) == 3
