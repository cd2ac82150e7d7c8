"""Questions are settled by the record, exactly, past their end, and no earlier."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl
import pytest

from parley.checks import InventedRecord
from parley.forecast.asked import make_question
from parley.forecast.outcomes import make_set, relations_set
from parley.forecast.settle import settle_question, settle_questions, settle_set
from parley.record.rows import events_frame
from parley.terms import Band, Event, Question

from .conftest import START, at, make_event

OPENS = 100
"""The window is the 30 days from day 100 to day 129."""


def _ask(**more: Any) -> Question:
    parts: dict[str, Any] = {
        "actors": ["AAA"], "recipients": ["BBB"], "event_types": ["THREATEN"], "within_days": 30,
    }  # fmt: skip
    return make_question(as_of=at(OPENS), **{**parts, **more})


def _frame(*events: Event) -> pl.DataFrame:
    return events_frame(list(events))


def _outcome(question: Question, *events: Event) -> bool:
    return settle_question(question, _frame(*events)).outcome


@pytest.mark.parametrize(("day", "came"), [(99, False), (100, True), (129, True), (130, False)])
def test_first_and_last_day_of_the_window_count(day: int, came: bool) -> None:
    """The day before and the day after do not."""
    assert _outcome(_ask(), make_event("THREATEN", ["AAA"], ["BBB"], day)) == came


@pytest.mark.parametrize(
    ("kind", "actors", "recipients", "came"),
    [
        ("THREATEN", ["AAA"], ["BBB"], True),
        ("THREATEN", ["AAA-GOV"], ["BBB-MIL"], True),
        ("THREATEN", ["CCC", "AAA"], ["BBB"], True),
        ("THREATEN", ["BBB"], ["AAA"], False),
        ("THREATEN", ["AAA"], ["CCC"], False),
        ("ACCUSE", ["AAA"], ["BBB"], False),
    ],
)
def test_act_and_parties_have_to_fit(
    kind: str, actors: list[str], recipients: list[str], came: bool
) -> None:
    """A sector counts for its party; another act, direction or party does not."""
    assert _outcome(_ask(), make_event(kind, actors, recipients, 110)) == came


def test_a_planned_act_settles_only_a_question_about_plans() -> None:
    """Statuses are part of what is asked."""
    planned = make_event("THREATEN", ["AAA"], ["BBB"], 110, status="planned")

    assert not _outcome(_ask(), planned)
    assert _outcome(_ask(statuses=["planned"]), planned)


@pytest.mark.parametrize(
    ("at_least", "at_most", "came"),
    [(1, None, True), (2, None, True), (3, None, False), (0, 0, False), (0, 2, True),
     (1, 1, False), (2, 2, True)],
)  # fmt: skip
def test_days_with_the_act_are_counted_once(at_least: int, at_most: int | None, came: bool) -> None:
    """Three acts on two days are two days."""
    acts = [
        make_event("THREATEN", ["AAA"], ["BBB"], 105),
        make_event("THREATEN", ["AAA-GOV"], ["BBB"], 105),
        make_event("THREATEN", ["AAA"], ["BBB"], 120),
    ]
    verdict = settle_question(_ask(at_least=at_least, at_most=at_most), _frame(*acts))

    assert verdict.outcome == came
    assert verdict.value == 2
    assert set(verdict.event_ids) == {act.event_id for act in acts}


@pytest.mark.parametrize(
    ("modes", "came"), [((), True), (("visit",), True), (("phone",), False), (("-",), False)]
)
def test_the_mode_has_to_fit(modes: tuple[str, ...], came: bool) -> None:
    """A visit settles a question about visits, not one about calls."""
    question = _ask(event_types=["CONSULT"], modes=modes)
    visit = make_event("CONSULT", ["AAA", "BBB"], [], 110)
    frame = _frame(visit).with_columns(mode=pl.lit("visit"))

    assert settle_question(question, frame).outcome == came


@pytest.mark.parametrize(
    ("direction", "by", "came"),
    [("worse", 0.0, True), ("worse", 6.0, True), ("worse", 6.1, False), ("better", 0.0, False),
     ("steady", 6.0, False), ("steady", 6.1, True)],
)  # fmt: skip
def test_a_band_compares_the_window_with_the_one_before(
    direction: str, by: float, came: bool
) -> None:
    """Talks (+2.5) before, a threat (-3.5) now: lower by six points."""
    question = _ask(event_types=[], band=Band(direction, by))  # type: ignore[arg-type]
    events = _frame(
        make_event("SUPPORT", ["AAA"], ["BBB"], 69),  # a day too early to count
        make_event("CONSULT", ["AAA", "BBB"], [], 70),
        make_event("THREATEN", ["BBB"], ["AAA"], 129),
        make_event("ASSAULT", ["BBB"], ["AAA"], 130),
    )
    verdict = settle_question(question, events)

    assert verdict.outcome == came
    assert verdict.value == -6.0
    assert len(verdict.event_ids) == 2


def test_a_mean_without_acts_is_steady_and_a_sum_is_not() -> None:
    """Where nothing was measured nothing moved; a sum of no acts is nought."""
    events = _frame(make_event("CONSULT", ["AAA", "BBB"], [], 80))

    assert _outcome(_ask(event_types=[], band=Band("steady")), *[]) is True
    assert not settle_question(_ask(event_types=[], band=Band("worse")), events).outcome
    summed = settle_question(_ask(event_types=[], band=Band("worse", measure="sum")), events)
    assert summed.outcome
    assert summed.value == -2.5


def test_of_exclusive_outcomes_the_first_comes_true_and_no_other() -> None:
    """On one day the one named earlier counts; without any act it is none."""
    talks, threats = _ask(event_types=["CONSULT"]), _ask(directed=False)
    asked = make_set([talks, threats], exclusive=True, labels=["talks", "threats"])
    meet = make_event("CONSULT", ["AAA", "BBB"], [], 110)
    early = make_event("THREATEN", ["BBB"], ["AAA"], 105)
    same_day = make_event("THREATEN", ["BBB"], ["AAA"], 110)

    def came(*events: Event) -> list[bool]:
        return [verdict.outcome for verdict in settle_set(asked, _frame(*events))]

    assert came(meet) == [True, False, False]
    assert came(meet, early) == [False, True, False]
    assert came(meet, same_day) == [True, False, False]
    assert came() == [False, False, True]


def test_of_three_ways_relations_go_one(store: Any) -> None:
    """Worse, steady and better: exactly one comes true, by any measure."""
    for by in (0.0, 0.5, 2.0):
        asked = relations_set(_ask(event_types=[], band=Band("worse", by)))
        verdicts = settle_set(asked, store.history)

        assert sum(verdict.outcome for verdict in verdicts) == 1


def test_a_window_waits_until_it_has_closed_and_been_watched() -> None:
    """Neither an open window nor one the record stopped watching is settled."""
    question = _ask()
    last = make_event("ACCUSE", ["CCC"], ["BBB"], 129)
    stopped = make_event("ACCUSE", ["CCC"], ["BBB"], 120)

    def settled(events: pl.DataFrame, day: int) -> int:
        moment = at(day)
        return len(settle_questions([question], InventedRecord(moment, events))[0])

    assert settled(_frame(last), 129) == 0
    assert settled(_frame(last), 130) == 1
    assert settled(_frame(stopped), 200) == 0


def test_a_verdict_says_on_how_many_days_the_record_watched() -> None:
    """A "no" from a record that looked on one day of thirty says so."""
    events = _frame(make_event("ACCUSE", ["CCC"], ["BBB"], 129))
    resolved = settle_questions([_ask()], InventedRecord(at(131), events))[0][0]

    assert not resolved.outcome
    assert resolved.resolved_at == at(131)
    assert "watched on 1 of its 30 days" in resolved.text


def test_what_is_published_later_is_not_seen() -> None:
    """A verdict rests on what was known at its moment."""
    late = make_event("THREATEN", ["AAA"], ["BBB"], 110, told_after=timedelta(days=60))
    other = make_event("ACCUSE", ["CCC"], ["BBB"], 129)
    record = InventedRecord(at(131), _frame(late, other))

    assert not settle_questions([_ask()], record)[0][0].outcome
    later = InventedRecord(at(200), _frame(late, other))
    assert settle_questions([_ask()], later)[0][0].outcome


def test_windows_start_on_the_day_after_the_start() -> None:
    """The days of these tests are counted from the start of the invented history."""
    assert _ask().opens_on == START + timedelta(days=OPENS)
