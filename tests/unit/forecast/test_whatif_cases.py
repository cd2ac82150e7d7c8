"""Past cases: counted in the pair, and in pairs like it, beside other days of the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from parley.dynamics.series import DaySeries, day_number, day_series
from parley.forecast.asked import make_question
from parley.forecast.whatif_acts import SupposedAct
from parley.forecast.whatif_cases import find_precedents
from parley.record.rows import events_frame
from parley.terms import Event, Question

from .conftest import START, at, make_event

N_DAYS = 200


def history() -> list[Event]:
    """Return threats that talks follow two days later, in two pairs; a third only talks."""
    events = []
    for day in range(0, N_DAYS - 10, 20):
        for left, right in (("AAA", "BBB"), ("CCC", "DDD")):
            events.append(make_event("THREATEN", [left], [right], day))
            events.append(make_event("CONSULT", [left, right], [], day + 2))
        events.append(make_event("CONSULT", ["AAA", "DDD"], [], day + 9))
    return events


@pytest.fixture(scope="module")
def series() -> DaySeries:
    """Return the series of that history."""
    return day_series(events_frame(history()))


def threat(actor: str, recipient: str) -> SupposedAct:
    """Return a threat to suppose."""
    on = START + timedelta(days=N_DAYS - 1)
    return SupposedAct("a threat", (actor,), (recipient,), "THREATEN", None, on)


@pytest.fixture(scope="module")
def question() -> Question:
    """Return a question about talks of the first pair within five days."""
    return make_question(
        actors=["AAA"], recipients=["BBB"], event_types=["CONSULT"], as_of=at(N_DAYS), within_days=5
    )


def test_cases_of_the_pair_stand_beside_its_other_days(
    series: DaySeries, question: Question
) -> None:
    """Talks came after each threat, and after a fifth of the other days."""
    day = day_number(START) + N_DAYS

    own = find_precedents(series, threat("AAA", "BBB"), question, day=day)[0]

    assert (own.where, own.n_cases, own.n_hits) == ("this pair", 10, 10)
    assert own.other_share == pytest.approx(0.2, abs=0.04)
    assert len(own.event_ids) == 10


def test_pairs_with_a_like_base_rate_are_counted_apart(
    series: DaySeries, question: Question
) -> None:
    """The other pair that threatens and talks, in the same place."""
    day = day_number(START) + N_DAYS

    like = find_precedents(series, threat("AAA", "BBB"), question, day=day)[1]

    assert (like.where, like.n_pairs, like.n_cases, like.n_hits) == ("pairs like it", 1, 10, 10)


def test_an_act_of_others_is_looked_up_where_it_happened(
    series: DaySeries, question: Question
) -> None:
    """Talks of the first pair after threats in another: the same days here, so the same."""
    day = day_number(START) + N_DAYS

    found = find_precedents(series, threat("CCC", "DDD"), question, day=day)

    assert [(each.where, each.n_cases, each.n_hits) for each in found] == [("this pair", 10, 10)]


def test_an_act_never_seen_has_no_cases(series: DaySeries, question: Question) -> None:
    """And says so by its count."""
    day = day_number(START) + N_DAYS

    found = find_precedents(series, threat("ZZZ", "BBB"), question, day=day)

    assert [(each.n_cases, each.other_share) for each in found] == [(0, None)]


def test_windows_still_open_are_no_cases(series: DaySeries, question: Question) -> None:
    """From the morning after the second threat only the first has closed."""
    day = day_number(START) + 21

    own = find_precedents(series, threat("AAA", "BBB"), question, day=day)[0]

    assert (own.n_cases, own.n_hits) == (1, 1)


def test_questions_about_how_often_have_no_cases(series: DaySeries, question: Question) -> None:
    """Whether talks came on three days is another question than whether they came."""
    day = day_number(START) + N_DAYS

    found = find_precedents(series, threat("AAA", "BBB"), replace(question, at_least=3), day=day)

    assert found == []
