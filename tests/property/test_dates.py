"""Laws of reading dates: nothing raises, mentions stand in order, intervals run forward."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from parley.reading.dates import find_dates
from parley.reading.text import split_text

# Words that date rules know, so that chance puts many phrases together.
_WORDS = st.sampled_from(
    """on in by since until before after from to between and within for of the a last next this
    past coming following previous same that then every early late mid end beginning later
    earlier ago today yesterday tomorrow overnight Sunday Monday Fridays March May November Dec.
    spring fall quarter half first second 31st 30 29 5 12 2014 2024 1900s 1990s two three several
    few days week month years decade century hours night weekend term his will said met - – , .
    """.split()
)
_DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
_TEXTS = st.lists(_WORDS, max_size=14).map(" ".join)


@given(_TEXTS | st.text(max_size=80), _DAYS)
def test_reading_dates_never_raises_and_mentions_stand_in_order(text: str, on: date) -> None:
    """Whatever the words and the day, also at either end of the calendar."""
    mentions = find_dates(split_text(text), published_on=on)

    assert all(left.span.end <= right.span.start for left, right in pairwise(mentions))
    assert all(mention.span.of(text).strip() for mention in mentions)


@given(_TEXTS, _DAYS)
def test_intervals_run_forward_and_the_other_reading_differs(text: str, on: date) -> None:
    """First day before last; a phrase with one reading has no other."""
    for mention in find_dates(split_text(text), published_on=on):
        assert mention.interval.start <= mention.interval.end
        assert mention.interval.precision in {"day", "week", "month", "year"}
        assert mention.other != mention.interval or mention.other is None


@given(_TEXTS, _DAYS)
def test_a_deadline_is_never_behind_publication(text: str, on: date) -> None:
    """What counts until a day already gone is an `until`."""
    for mention in find_dates(split_text(text), published_on=on):
        if mention.kind == "deadline":
            assert mention.interval.end >= on


@given(_TEXTS, _TEXTS, st.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_what_follows_never_changes_the_dates_before_it(first: str, second: str, on: date) -> None:
    """A later paragraph leaves the phrases of an earlier one as they were."""
    alone = find_dates(split_text(first), published_on=on)
    before = find_dates(split_text(first + "\n\n" + second), published_on=on)

    assert [mention.span for mention in before[: len(alone)]] == [m.span for m in alone]


@given(_TEXTS, st.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_the_same_text_gives_the_same_dates(text: str, on: date) -> None:
    """Nothing is remembered from one text to the next."""
    split = split_text(text)

    assert find_dates(split, published_on=on) == find_dates(split_text(text), published_on=on)
