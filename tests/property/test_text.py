"""Laws of splitting: every part is a span of the text, in order, and nothing is lost."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.reading.text import Text, split_text
from parley.terms import Span

_PIECES = st.sampled_from(
    [
        "Norway", "Mr.", "U.S.", "said", "didn't", "Sana’a", "“", "”", '"', "„", "«", "»", "(", ")",
        ".", "…", "...", "!", "?", ",", ";", "—", "--", "\n", "\n\n", "\t", " ", "10,000", "3.5",
        "21st", "Jong-un", "Ça", "東京", "’s", "n't", "_", "the", "No.", "\u00a0", "İ",
    ]
)  # fmt: skip
texts = st.one_of(
    st.text(max_size=200),
    st.lists(_PIECES, max_size=40).map(" ".join),
    st.lists(_PIECES, max_size=40).map("".join),
)


def _covered(text: Text) -> set[int]:
    return {i for token in text.tokens for i in range(token.start, token.end)}


@settings(max_examples=60, deadline=None)
@given(texts)
def test_tokens_lie_in_order_and_cover_what_prints(words: str) -> None:
    """Every character but white space is in just one token, and the offsets match."""
    text = split_text(words)
    starts = [token.start for token in text.tokens]

    assert [token.text for token in text.tokens] == [t.span.of(words) for t in text.tokens]
    assert [token.index for token in text.tokens] == list(range(len(text.tokens)))
    assert starts == sorted(starts)
    assert sum(token.end - token.start for token in text.tokens) == len(_covered(text))
    assert _covered(text) == {i for i, c in enumerate(words) if not c.isspace()}


@settings(max_examples=60, deadline=None)
@given(texts)
def test_sentences_share_out_the_tokens(words: str) -> None:
    """Each token belongs to one sentence; none overlap; all run forward."""
    text = split_text(words)
    shared = [i for sentence in text.sentences for i in range(sentence.first, sentence.last)]

    assert shared == list(range(len(text.tokens)))
    for sentence in text.sentences:
        tokens = text.tokens_of(sentence)
        assert (sentence.start, sentence.end) == (tokens[0].start, tokens[-1].end)


@settings(max_examples=60, deadline=None)
@given(texts)
def test_quotations_lie_in_a_paragraph_and_apart(words: str) -> None:
    """Outer holds inner, and one ends before the next begins."""
    text = split_text(words)
    at = 0
    for quotation in text.quotations:
        assert quotation.outer.start >= at
        assert quotation.outer.contains(quotation.inner)
        assert any(paragraph.contains(quotation.outer) for paragraph in text.paragraphs)
        at = quotation.outer.end


@settings(max_examples=60, deadline=None)
@given(texts, st.integers(0, 250))
def test_look_ups_find_what_holds_a_character(words: str, offset: int) -> None:
    """The token found begins at or before the character, and the next one after it."""
    text = split_text(words)
    token, sentence = text.token_at(offset), text.sentence_at(offset)

    assert token is None or token.start <= offset
    assert sentence is None or sentence.start <= offset
    assert token is None or all(
        later.start > offset for later in text.tokens[token.index + 1 : token.index + 2]
    )
    assert all(t.start < offset for t in text.tokens_in(Span(0, offset)))


@settings(max_examples=60, deadline=None)
@given(texts)
def test_splitting_twice_gives_the_same(words: str) -> None:
    """Nothing is kept between two texts."""
    first, second = split_text(words), split_text(words)

    assert (first.tokens, first.sentences) == (second.tokens, second.sentences)
    assert (first.quotations, first.paragraphs) == (second.quotations, second.paragraphs)
