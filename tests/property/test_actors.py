"""Laws of finding parties: spans are words, order holds, nothing raises, same in, same out."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from parley.reading.actors import find_actors, load_actor_table
from parley.reading.text import split_text
from parley.terms import SECTORS, party_of

_TABLE = load_actor_table("world.v1")
_WORDS = st.sampled_from(
    """the The a two both some his its of in and , . : “ ” 's - said that Russia Russian
    Kremlin Kim Jong-un US US-led pro-Russian army rebels minister Minister spokesman Petrova
    Ana KCNA agency Hamas NATO they He latter each other sides 2,000 more than Gov. former
    ambassador to Ankara countries troops one them""".split()
)
_TEXTS = st.one_of(st.text(max_size=200), st.lists(_WORDS, max_size=40).map(" ".join))
_DAYS = st.dates(date(1985, 1, 1), date(2030, 1, 1))


@given(_TEXTS, _DAYS)
def test_each_mention_is_the_words_of_its_span(text: str, day: date) -> None:
    """Whatever the text, spans point into it and the mentions stand in order."""
    mentions = find_actors(split_text(text), _TABLE, published_on=day).mentions

    assert all(mention.span.of(text) == mention.surface for mention in mentions)
    assert [m.span for m in mentions] == sorted(m.span for m in mentions)


@given(_TEXTS, _DAYS)
def test_each_code_is_a_party_of_the_table(text: str, day: date) -> None:
    """A code is a state or organisation of the table, with a known sector, or a dash."""
    mentions = find_actors(split_text(text), _TABLE, published_on=day).mentions

    for mention in mentions:
        party, _, sector = mention.code.partition("-")
        assert mention.code == "-" or party in _TABLE.states or _TABLE.resolve(party)
        assert mention.code == "-" or not sector or sector in SECTORS


@given(_TEXTS, _DAYS)
def test_reading_twice_gives_the_same(text: str, day: date) -> None:
    """Nothing of one reading is left over for the next."""
    first = find_actors(split_text(text), _TABLE, published_on=day).mentions
    again = find_actors(split_text(text), _TABLE, published_on=day).mentions

    assert first == again


@given(st.sampled_from(sorted(_TABLE.states)), _DAYS)
def test_a_state_is_found_by_its_own_name(code: str, day: date) -> None:
    """The name of a state resolves to its code, with and without the article."""
    name = _TABLE.states[code].name

    assert party_of(getattr(_TABLE.resolve(name, on=day), "code", "")) == code
    assert party_of(getattr(_TABLE.resolve(f"the {name}", on=day), "code", "")) == code
