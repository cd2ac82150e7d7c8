"""Streams of a pair: each side's acts apart, joint acts once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest

from parley.dynamics.intensity_streams import JOINT, day_table, kinds_of, kinds_with
from parley.dynamics.series import DaySeries, day_number
from parley.errors import ForecastError
from parley.terms import EVENT_TYPES

MakeSeries = Callable[..., DaySeries]
START = date(2024, 1, 1)
ORIGIN = day_number(START) + 60


def on(day: int, kind: str, actors: list[str], recipients: list[str]) -> dict[str, object]:
    """Return the row of an act."""
    return {
        "event_type": kind,
        "actors": actors,
        "recipients": recipients,
        "happened_on": START + timedelta(days=day),
    }


@pytest.fixture
def series(make_series: MakeSeries) -> DaySeries:
    """Return two months: accusations both ways, talks, and an act told by two events."""
    return make_series(
        on(0, "CONSULT", ["FRA", "DEU"], []),
        on(3, "ACCUSE", ["FRA-GOV"], ["DEU"]),
        on(3, "ACCUSE", ["FRA-MIL", "FRA-GOV"], ["DEU"]),
        on(5, "REJECT", ["DEU"], ["FRA"]),
        on(9, "CONSULT", ["DEU"], ["FRA-GOV"]),
        on(40, "AID", ["GBR"], ["FRA"]),
        on(59, "AID", ["ITA"], ["FRA"]),
    )


def test_events_are_counted_once_however_many_sectors_take_part(series: DaySeries) -> None:
    """Two events of one day are two acts; two sectors in one of them are not."""
    table = day_table(series, [("DEU", "FRA")], by="quad", day=ORIGIN)
    (accusing,) = table.place("FRA", "DEU", ["ACCUSE"])

    assert table.acts[accusing].sum() == 2
    assert table.days[accusing].sum() == 1
    assert len(table.ids(accusing, np.array([day_number(START) + 3]))) == 2


def test_joint_acts_stand_apart_and_once(series: DaySeries) -> None:
    """Talks are in no side's stream, whoever was named first."""
    table = day_table(series, [("FRA", "DEU"), ("DEU", "FRA")], by="quad", day=ORIGIN)
    joint = [i for i, name in enumerate(table.names) if name.joint]

    assert len(table.names) == 9
    assert [table.names[i].kind for i in joint] == [JOINT]
    assert table.acts[joint[0]].sum() == 2
    assert table.place("FRA", "DEU", ["CONSULT"]) == table.place("DEU", "FRA", ["CONSULT"])


def test_what_became_known_later_is_not_in_the_table(series: DaySeries) -> None:
    """Late tellings are left out, and four weeks are the least that is looked at."""
    table = day_table(series, [("ITA", "FRA")], by="type", day=ORIGIN - 1)

    assert day_table(series, [("ITA", "FRA")], by="type", day=ORIGIN).acts.sum() == 1
    assert table.acts.sum() == 0
    assert table.n_days == 41


def test_less_than_four_weeks_are_too_few(series: DaySeries) -> None:
    """What follows what cannot be told from a few days."""
    with pytest.raises(ForecastError, match="Only 4 days had been watched"):
        day_table(series, [("DEU", "FRA")], by="type", day=day_number(START) + 5)


def test_kinds_leave_no_type_out() -> None:
    """By type, by quad, or with some types alone: each type is in one kind."""
    for kinds in (kinds_of("type"), kinds_of("quad"), kinds_with(["CONSULT", "SANCTION"])):
        types = [event_type for _, group, _ in kinds for event_type in group]

        assert sorted(types) == sorted(EVENT_TYPES)
