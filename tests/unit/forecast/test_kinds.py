"""Every kind of question gets a chance whose reasons add up, and kinds agree among themselves."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from parley.forecast.asked import make_question
from parley.forecast.bands import BandForecaster
from parley.forecast.kinds import forecast_all
from parley.forecast.models import BaseRateForecaster, RecurrenceForecaster
from parley.forecast.outcomes import make_set, relations_set
from parley.record.rows import events_frame
from parley.terms import Band, Event, Forecast, Question, QuestionSet, log_odds

from .conftest import InventedStore, at, make_event

DAY = 240


def _ask(**more: Any) -> Question:
    parts: dict[str, Any] = {
        "actors": ["AAA"], "recipients": ["BBB"], "event_types": ["CONSULT"], "within_days": 30,
    }  # fmt: skip
    return make_question(as_of=at(DAY), **{**parts, **more})


def _forecast(store: InventedStore, *questions: Question) -> list[Forecast]:
    return forecast_all(RecurrenceForecaster(), questions, store.known(at(DAY)))


def _adds_up(forecast: Forecast) -> bool:
    total = log_odds(forecast.base_rate.probability) + sum(r.weight for r in forecast.reasons)
    return math.isclose(total, log_odds(forecast.probability), abs_tol=1e-6)


KINDS: list[dict[str, Any]] = [
    {"at_least": 3},
    {"at_least": 0, "at_most": 0},
    {"at_least": 1, "at_most": 2},
    {"modes": ["visit"]},
    {"event_types": [], "band": Band("worse", 0.5)},
    {"event_types": [], "band": Band("better", measure="sum")},
    {"event_types": [], "band": Band("steady", 1.0)},
]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_reasons_of_every_kind_add_up(kind: dict[str, Any], store: InventedStore) -> None:
    """From base rate through reasons, in log-odds, one arrives at the chance."""
    (forecast,) = _forecast(store, _ask(**kind))

    assert _adds_up(forecast)
    assert 0.0 < forecast.probability < 1.0


def test_a_plain_question_is_answered_as_ever(store: InventedStore) -> None:
    """The detour over kinds changes nothing about a plain question."""
    known = store.known(at(DAY))

    assert _forecast(store, _ask()) == RecurrenceForecaster().forecast([_ask()], known)


def test_more_days_are_never_likelier(store: InventedStore) -> None:
    """At least n+1 days never stands above at least n; nor does its base rate."""
    forecasts = _forecast(store, *(_ask(at_least=n) for n in (1, 2, 3, 5, 9, 20)))
    chances = [each.probability for each in forecasts]
    rates = [each.base_rate.probability for each in forecasts]

    assert chances == sorted(chances, reverse=True)
    assert rates == sorted(rates, reverse=True)
    assert chances[0] > chances[-1]


def test_ranges_of_days_sum_to_one(store: InventedStore) -> None:
    """No day, one or two, three or more: one of them has to come."""
    ranges = [(0, 0), (1, 2), (3, None)]
    asked = [_ask(at_least=low, at_most=high) for low, high in ranges]
    total = sum(each.probability for each in _forecast(store, *asked))

    assert total == pytest.approx(1.0, abs=1e-9)


def test_not_happening_is_the_other_side(store: InventedStore) -> None:
    """The reasons against are those for, turned about."""
    once, never = _forecast(store, _ask(), _ask(at_least=0, at_most=0))

    assert never.probability == pytest.approx(1.0 - once.probability)
    assert [r.weight for r in never.reasons[:-1]] == [-r.weight for r in once.reasons]


def _first(store: InventedStore, *questions: Question) -> tuple[QuestionSet, list[Forecast]]:
    asked = make_set(questions, exclusive=True)
    return asked, _forecast(store, *asked.questions)


@pytest.mark.parametrize(
    "rivals",
    [
        [{"event_types": ["CONSULT"]}, {"event_types": ["THREATEN"], "directed": False}],
        [{"event_types": ["CONSULT"]}, {"event_types": ["THREATEN"]}],
        [{}, {"event_types": ["AGREE"]}, {"event_types": ["ASSAULT"]}],
        [{"at_least": 2}, {"actors": ["CCC"], "recipients": ["DDD"]}],
    ],
    ids=["mutual", "one way", "three", "other parties"],
)
def test_chances_of_exclusive_outcomes_sum_to_one(
    rivals: list[dict[str, Any]], store: InventedStore
) -> None:
    """With "none of these", and each with reasons that add up."""
    asked, forecasts = _first(store, *(_ask(**rival) for rival in rivals))

    assert sum(each.probability for each in forecasts) == pytest.approx(1.0, abs=1e-9)
    assert all(_adds_up(each) for each in forecasts)
    assert [each.question.question_id for each in forecasts] == [
        question.question_id for question in asked.questions
    ]


def test_coming_first_is_no_likelier_than_coming_at_all(store: InventedStore) -> None:
    """Being first is one way of happening."""
    rivals = [_ask(), _ask(event_types=["THREATEN"], directed=False)]
    single = _forecast(store, *rivals)
    _, first = _first(store, *rivals)

    for alone, before in zip(single, first, strict=False):
        assert before.probability <= alone.probability + 1e-9


def test_one_outcome_alone_is_answered_as_in_its_set(store: InventedStore) -> None:
    """Who asks for one outcome gets the chance it has among the others."""
    asked, forecasts = _first(store, _ask(), _ask(event_types=["THREATEN"], directed=False))
    (alone,) = _forecast(store, asked.questions[1])

    assert alone.probability == forecasts[1].probability


@pytest.mark.parametrize("measure", ["mean", "sum"])
@pytest.mark.parametrize("by", [0.0, 1.0])
def test_the_three_ways_of_relations_sum_to_one(
    measure: Any, by: float, store: InventedStore
) -> None:
    """Worse, steady, better: whoever asks for which, the three leave nothing out."""
    asked = relations_set(_ask(event_types=[], band=Band("worse", by, measure)))
    forecasts = _forecast(store, *asked.questions)

    assert sum(each.probability for each in forecasts) == pytest.approx(1.0, abs=1e-9)


def _noise(*extra: Event) -> InventedStore:
    """Five states whose acts come as they may: levels wander and return."""
    rng = np.random.default_rng(5)
    states = ["AAA", "BBB", "CCC", "DDD", "EEE"]
    events = list(extra)
    for day in range(DAY):
        for left, right in itertools.permutations(states, 2):
            if rng.random() < 0.15:
                kind = str(rng.choice(["SUPPORT", "CONSULT", "ACCUSE", "THREATEN"]))
                events.append(make_event(kind, [left], [right], day))
    return InventedStore(events_frame(events), [])


def test_levels_that_stand_high_are_likelier_to_fall() -> None:
    """A month full of aid speaks for a fall, and names the events that make it high."""
    aid = [make_event("AID", ["AAA"], ["BBB"], DAY - 2 - i) for i in range(25)]
    question = _ask(event_types=[], band=Band("worse", 1.0))
    low, high = (
        BandForecaster().forecast([question], store.known(at(DAY)))[0]
        for store in (_noise(), _noise(*aid))
    )

    assert high.probability > low.probability
    stands = next(reason for reason in high.reasons if reason.kind == "stands")
    assert stands.weight > 0.0
    assert {event.event_id for event in aid} & set(stands.event_ids)


def test_a_later_event_changes_no_answer(store: InventedStore) -> None:
    """Of any kind: what is published after the moment is not seen."""
    later = store.with_events(make_event("CONSULT", ["AAA", "BBB"], [], DAY + 3))
    questions = [_ask(**kind) for kind in KINDS]

    assert _forecast(store, *questions) == _forecast(later, *questions)


def test_nothing_known_leaves_the_three_ways_even(store: InventedStore) -> None:
    """Without any history no way is likelier than another."""
    asked = relations_set(_ask(event_types=[], band=Band("worse", 1.0)))
    empty = replace(store, history=store.history.clear())
    chances = [each.probability for each in _forecast(empty, *asked.questions)]

    assert chances == pytest.approx([1 / 3, 1 / 3, 1 / 3])


def test_names_tell_who_had_a_part(store: InventedStore) -> None:
    """A forecast keeps the names of all that made it."""
    counted, band = _forecast(store, _ask(at_least=2), _ask(event_types=[], band=Band("worse")))
    (floor,) = forecast_all(BaseRateForecaster(), [_ask(at_least=2)], store.known(at(DAY)))

    assert counted.forecaster == "recurrence.v1+counts.v1"
    assert floor.forecaster == "base_rate.v1+counts.v1"
    assert band.forecaster == "bands.v1"
