"""Laws of statements, chains, relays and claims over any text, sensible or not."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.reading.actors import find_actors, load_actor_table
from parley.reading.attribution import find_attributions
from parley.reading.claims import find_claims
from parley.reading.dates import find_dates
from parley.reading.likelihood import find_likelihoods
from parley.reading.relay import find_relay
from parley.reading.statements import find_statements
from parley.reading.text import split_text
from parley.terms import Span

ON = date(2024, 6, 5)
PIECES = st.sampled_from(
    [
        "said", "told", "according to", "citing", "quoted", "quoted by", "as saying", "denied", "called",
        "urged", "to", "that", "of", "Moscow", "Kyiv", "the foreign minister", "KCNA", "Reuters",
        "experts", "he", "they", "it", "who", "which", "and", "but", ",", ".", ";", ":", "“", "”",
        '"', "—", "(", ")", "\n", "\n\n", "is unlikely", "may", "one in four", "chance", "will",
        "raises the prospect of", "talks", "a strike", "on Monday", "İ", "’s", "n't", "not",
        "put the odds at", "in a statement", "SEOUL (Yonhap) —", "claim", "by", "as", "\u2028",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=40).map(" ".join),
    st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=25).map("".join),
)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_statements_lie_inside_the_text_and_beside_their_cue(words: str) -> None:
    """Whatever the text, each statement has words of it, and its cue is none of them."""
    text = split_text(words)
    actors = find_actors(text, load_actor_table("world.v1"), published_on=ON)

    for statement in find_statements(text, actors, report_id="r"):
        assert statement.cue.of(words).strip()
        assert statement.contents
        for content in statement.contents:
            assert content.of(words).strip()
            assert content.end <= len(words)
            assert not content.overlap(statement.cue)


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.integers(0, 400), st.integers(0, 40))
def test_a_chain_never_repeats_a_link_in_a_row(words: str, start: int, length: int) -> None:
    """Any stretch of any text has a chain, and no one in it stands behind himself."""
    text = split_text(words)
    actors = find_actors(text, load_actor_table("world.v1"), published_on=ON)
    span = Span(min(start, len(words)), min(start + length, len(words)))

    chain = find_attributions(text, actors.mentions).chain_at(span)

    assert all(chain)
    assert all(one != next_one for one, next_one in pairwise(chain))


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_claims_lie_inside_the_text_with_sound_ranges(words: str) -> None:
    """Whatever the text, a claim's phrase lies in it and its range lies in [0, 1]."""
    text = split_text(words)
    actors = find_actors(text, load_actor_table("world.v1"), published_on=ON)
    said = find_attributions(text, actors.mentions)
    dates = find_dates(text, published_on=ON)

    for claim in find_claims(text, actors, said, dates, report_id="r", published_on=ON):
        assert claim.phrase.of(words).strip()
        assert claim.span.end <= len(words)
        if claim.probability is not None:
            low, high = claim.probability
            assert 0.0 <= low <= high <= 1.0


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_wordings_for_chances_have_ordered_ranges(words: str) -> None:
    """Every wording found stands in the text, with a range that runs upward."""
    for likelihood in find_likelihoods(split_text(words)):
        assert likelihood.span.of(words).strip()
        if likelihood.probability is not None:
            assert 0.0 <= likelihood.probability[0] <= likelihood.probability[1] <= 1.0


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_a_relay_names_each_medium_once(words: str) -> None:
    """Whatever the text, no medium stands twice in the relay of a report."""
    table = load_actor_table("world.v1")
    text = split_text(words)

    relay = find_relay(text, find_actors(text, table, published_on=ON), table)

    assert len(set(relay)) == len(relay)
