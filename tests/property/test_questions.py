"""Whatever is asked, it is understood or told why not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from parley.errors import QuestionError, UnknownActorError
from parley.forecast.questions import parse_asked
from parley.reading.actor_tables import ActorTable, load_actor_table
from parley.terms import Question, QuestionSet

ASKED_AT = datetime(2018, 3, 1, tzinfo=UTC)
WORDS = """Will Russia attack Ukraine hold talks , or neither and ? USA PRK FRD-MIL at least three
times twice 0 99999 by 2 May 2018 within 30 days year relations worsen improve tensions rise between
not never no which comes first : what are the chances of the a an any either meet visit 31 February
-1 next century in 9999 before until since everyone Trump EU on 3 different exactly once more than
weeks end of June Monday threats sanctions if nothing""".split()


@pytest.fixture(scope="module")
def table() -> ActorTable:
    """Return the world with the toy world added."""
    return load_actor_table("world.v1", "toy.v1")


_FEW = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _asked(text: str, table: ActorTable) -> Question | QuestionSet | None:
    try:
        return parse_asked(text, table=table, as_of=ASKED_AT)
    except (QuestionError, UnknownActorError):
        return None


@_FEW
@given(st.lists(st.sampled_from(WORDS), max_size=14))
@example(["Will", "neither", "or", "none"])
@example(["relations", "between", "worsen", "by", "2"])
def test_odd_questions_are_understood_or_told_why_not(table: ActorTable, words: list[str]) -> None:
    """No jumble of the words of questions ends in anything but a question or a clear error."""
    _asked(" ".join(words), table)


@_FEW
@given(st.text(max_size=60))
def test_any_text_is_understood_or_told_why_not(table: ActorTable, text: str) -> None:
    """Neither does any text at all."""
    _asked(text, table)


@_FEW
@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=10))
def test_a_question_understood_twice_is_the_same(table: ActorTable, words: list[str]) -> None:
    """The same words at the same moment ask the same thing, spaces aside."""
    once, again = _asked(" ".join(words), table), _asked("  ".join(words) + " ", table)

    assert once == again
