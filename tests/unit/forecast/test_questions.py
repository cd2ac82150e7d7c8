"""Questions in plain words are understood, or it is told what was not."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from parley.errors import QuestionError, UnknownActorError
from parley.forecast.questions import describe_question, make_question, parse_question
from parley.reading.actor_tables import ActorTable, load_actor_table
from parley.terms import Question

ASKED_AT = datetime(2018, 3, 1, tzinfo=UTC)
OPENING = date(2018, 3, 1)


@pytest.fixture(scope="module")
def table() -> ActorTable:
    """Return the world with the toy world added."""
    return load_actor_table("world.v1", "toy.v1")


def _parse(text: str, table: ActorTable) -> Question:
    return parse_question(text, table=table, as_of=ASKED_AT)


@pytest.mark.parametrize(
    ("text", "actors", "recipients", "kind", "directed"),
    [
        ("Will the USA and North Korea hold talks?", "USA", "PRK", "CONSULT", False),
        ("Will Russia attack Ukraine?", "RUS", "UKR", "ASSAULT", True),
        ("Will Ukraine be attacked by Russia?", "RUS", "UKR", "ASSAULT", True),
        ("Will Israel and Hamas agree a ceasefire?", "ISR", "PSE-REB", "AGREE", False),
        ("Will China sanction any US company?", "CHN", "USA-BUS", "SANCTION", True),
        ("Will Pyongyang test a missile?", "PRK", "", "MOBILIZE", True),
        ("Will anyone attack Syria?", "", "SYR", "ASSAULT", True),
        ("Will Freedonia and Ruritania hold talks?", "FRD", "RUR", "CONSULT", False),
        ("Will Syrian rebels attack Damascus?", "SYR-REB", "SYR", "ASSAULT", True),
        ("Will Ruritania and Freedonia fight each other?", "RUR", "FRD", "ASSAULT", False),
        ("What are the odds of talks between Russia and Ukraine?", "RUS", "UKR", "CONSULT", False),
        ("How likely is it that Britain expels Russian diplomats?", "GBR", "RUS", "SANCTION", True),
        ("Will the president of Russia visit China?", "RUS", "CHN", "CONSULT", False),
        ("will russia attack ukraine", "RUS", "UKR", "ASSAULT", True),
        ("Will Trump meet Kim Jong-un?", "USA", "PRK", "CONSULT", False),
        ("Will the USA withdraw troops from Syria?", "USA", "SYR", "RETREAT", True),
    ],
)
def test_parties_and_act_are_understood(
    text: str, actors: str, recipients: str, kind: str, directed: bool, table: ActorTable
) -> None:
    """Who, whom and what, whatever the turn of phrase."""
    question = _parse(text, table)

    assert "+".join(question.actors) == actors
    assert "+".join(question.recipients) == recipients
    assert question.event_types == (kind,)
    assert question.directed == directed


@pytest.mark.parametrize(
    ("words", "opens_on", "closes_on"),
    [
        ("within 30 days", OPENING, date(2018, 3, 30)),
        ("in the next two weeks", OPENING, date(2018, 3, 14)),
        ("within three months", OPENING, date(2018, 5, 31)),
        ("this month", OPENING, date(2018, 3, 31)),
        ("next week", date(2018, 3, 5), date(2018, 3, 11)),
        ("in June", date(2018, 6, 1), date(2018, 6, 30)),
        ("in 2018", OPENING, date(2018, 12, 31)),
        ("before 1 June 2018", OPENING, date(2018, 5, 31)),
        ("by 2018-12-31", OPENING, date(2018, 12, 31)),
        ("by the end of March", OPENING, date(2018, 3, 31)),
        ("", OPENING, date(2018, 5, 29)),
    ],
)
def test_window_is_understood(
    words: str, opens_on: date, closes_on: date, table: ActorTable
) -> None:
    """Days are counted from the first one not yet known; 90 when nothing is said."""
    question = _parse(f"Will France and Germany hold talks {words}?", table)

    assert (question.opens_on, question.closes_on) == (opens_on, closes_on)


def test_month_from_its_last_day_ends_with_a_shorter_one(table: ActorTable) -> None:
    """A month from 31 January is over with February."""
    asked_at = datetime(2018, 1, 31, tzinfo=UTC)
    text = "Will France and Germany hold talks within one month?"

    assert parse_question(text, table=table, as_of=asked_at).closes_on == date(2018, 2, 27)


def test_three_parties_may_meet_in_any_pair(table: ActorTable) -> None:
    """A summit of three is settled by any two of them."""
    question = _parse("Will Turkey, Russia and Iran hold a summit?", table)

    assert question.actors == question.recipients == ("TUR", "RUS", "IRN")
    assert "any two of" in question.settles


def test_acts_joined_by_or_are_asked_together(table: ActorTable) -> None:
    """Either would do."""
    question = _parse("Will Russia threaten or attack Ukraine?", table)

    assert question.event_types == ("THREATEN", "ASSAULT")


def test_unknown_name_is_told_with_the_nearest(table: ActorTable) -> None:
    """A misspelt state is not passed over."""
    with pytest.raises(UnknownActorError, match=r"'Freedona'.*Did you mean 'Freedonia'"):
        _parse("Will Freedona attack Ruritania?", table)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no question"),
        ("Will Ruritania eat cake?", "Which act"),
        ("Is war likely?", "names no party"),
        ("Will rebels attack Syria?", "'rebels' is not clear"),
        ("Will Russia attack Ukraine by 2017-01-01?", "is over"),
    ],
)
def test_what_was_not_understood_is_told(text: str, told: str, table: ActorTable) -> None:
    """Each message names the trouble and what would do."""
    with pytest.raises(QuestionError, match=told):
        _parse(text, table)


def test_names_of_parts_are_resolved(table: ActorTable) -> None:
    """Parts may be names or codes, and a government stands for its state."""
    question = make_question(
        actors=["Freedonia"], recipients=["RUR-GOV"], event_types=["assault"], as_of=ASKED_AT,
        table=table,
    )  # fmt: skip

    assert (question.actors, question.recipients) == (("FRD",), ("RUR",))
    assert question.text == "Will Freedonia attack Ruritania by 2018-05-29?"


def test_same_parts_make_the_same_question() -> None:
    """Ids come from what is asked, not from how it was put."""
    parts = {"actors": ["AAA"], "recipients": ["BBB"], "event_types": ["AID"]}
    first = make_question(**parts, as_of=ASKED_AT)  # type: ignore[arg-type]
    second = make_question(**parts, as_of=ASKED_AT, text="Otherwise put")  # type: ignore[arg-type]

    assert first.question_id == second.question_id


def test_window_has_one_end() -> None:
    """A length and a last day contradict each other."""
    with pytest.raises(QuestionError, match="not both"):
        make_question(
            actors=["AAA"], event_types=["AID"], as_of=ASKED_AT, within_days=3,
            closes_on=date(2018, 4, 1),
        )  # fmt: skip


def test_description_tells_window_and_settlement(table: ActorTable) -> None:
    """Anyone with the record can come to the same verdict."""
    words = describe_question(_parse("Will Russia attack Ukraine within 30 days?", table))

    assert "2018-03-01 to 2018-03-30, both included (30 days)" in words
    assert "ASSAULT" in words
