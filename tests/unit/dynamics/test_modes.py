"""Acts of certain modes alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl

from parley.dynamics.series import DaySeries, day_series
from parley.dynamics.units import Act, own_touches

MakeEvents = Callable[..., pl.DataFrame]
MakeSeries = Callable[..., DaySeries]


def test_an_act_of_a_mode_leaves_out_the_others(make_events: MakeEvents) -> None:
    """Asked about visits, talks by telephone and talks of no mode do not count."""
    talks = [{"actors": ["FRA", "DEU"], "happened_on": date(2024, 3, day)} for day in (1, 2, 3)]
    modes = pl.Series("mode", ["visit", "phone", None])
    series = day_series(make_events(*talks).with_columns(modes))

    visits = own_touches(series, Act(("CONSULT",), directed=False, modes=("visit",)))
    bare = own_touches(series, Act(("CONSULT",), directed=False, modes=("-", "phone")))

    assert series.modes == ("", "phone", "visit")
    assert sorted(set((visits.day - visits.first_day).tolist())) == [0]
    assert sorted(set((bare.day - bare.first_day).tolist())) == [1, 2]


def test_events_without_a_column_of_modes_have_none(make_series: MakeSeries) -> None:
    """A frame without modes gives a series in which every act is of no mode."""
    series = make_series({"actors": ["FRA", "DEU"], "happened_on": date(2024, 3, 1)})

    assert series.modes == ("",)
    assert series.mode.tolist() == [0, 0]
