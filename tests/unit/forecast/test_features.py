"""Features: what is counted, and what is not taken for something else."""

from __future__ import annotations

import numpy as np
import pytest

from parley.dynamics.series import day_number, day_series
from parley.dynamics.units import asked_unit
from parley.forecast.asked import make_question
from parley.forecast.features import FEATURES, feature_table, streams
from parley.record.rows import events_frame
from parley.terms import Event

from .conftest import START, at, make_event

DAY = 100


def _features(*events: Event, recipient: str = "BBB", kind: str = "CONSULT") -> dict[str, float]:
    """Return the features of a question asked on day 100, in days (logarithms undone)."""
    watch = [make_event("ACCUSE", ["XXX"], ["YYY"], day) for day in range(DAY)]
    series = day_series(events_frame([*watch, *events]))
    question = make_question(
        actors=["AAA"], recipients=[recipient], event_types=[kind], as_of=at(DAY)
    )
    act, unit = asked_unit(series, question)
    moments = np.array([day_number(START) + DAY])
    table = feature_table(series, act, unit, moments, streams(series, act, unit))
    return dict(zip([f.name for f in FEATURES], np.expm1(table[0, 0]).tolist(), strict=True))


def test_days_in_each_window_are_counted() -> None:
    """Talks 3, 20 and 60 days ago are one, two and three days of 7, 30 and 90."""
    talks = [make_event("CONSULT", ["AAA", "BBB"], [], DAY - ago) for ago in (3, 20, 60)]
    found = _features(*talks)

    assert [found[f"own_{days}"] for days in (7, 30, 90)] == pytest.approx([1, 2, 3])
    assert found["own_since"] == pytest.approx(3)


def test_hostile_deeds_are_no_cooperation() -> None:
    """An attack counts among the deeds, whoever made it."""
    found = _features(make_event("ASSAULT", ["BBB"], ["AAA"], DAY - 5))

    assert found["deeds_30"] == pytest.approx(1)
    assert found["cooperation_30"] == found["words_30"] == 0


def test_arms_for_rebels_are_no_cooperation_with_their_state() -> None:
    """Aid to a state counts; aid to those who fight it does not."""
    aid = [make_event("AID", ["AAA"], [to], DAY - 5) for to in ("BBB", "CCC-REB")]

    assert _features(*aid)["cooperation_30"] == pytest.approx(1)
    assert _features(*aid, recipient="CCC")["cooperation_30"] == 0


def test_question_about_rebels_counts_what_they_are_given() -> None:
    """Asked about the rebels themselves, their friends' acts are told."""
    aid = make_event("AID", ["AAA"], ["CCC-REB"], DAY - 5)

    assert _features(aid, recipient="CCC-REB", kind="SUPPORT")["cooperation_30"] == (
        pytest.approx(1)
    )


def test_plans_and_promises_of_the_act_are_announced() -> None:
    """A planned meeting and an agreement to meet are not talks yet, but announce them."""
    found = _features(
        make_event("CONSULT", ["AAA", "BBB"], [], DAY - 4, status="planned"),
        make_event("AGREE", ["AAA", "BBB"], [], DAY - 8, promised="CONSULT"),
    )

    assert found["promised_30"] == pytest.approx(2)
    assert found["own_30"] == 0
    assert found["agree_14"] == pytest.approx(1)


def test_what_is_not_known_yet_is_not_counted() -> None:
    """Talks of last week first told tomorrow are no feature today."""
    late = make_event("CONSULT", ["AAA", "BBB"], [], DAY - 3, told_after=at(DAY + 1) - at(DAY - 3))

    assert _features(late)["own_30"] == 0
