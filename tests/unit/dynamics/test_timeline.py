"""A dyad's acts in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from parley.dynamics.series import DaySeries
from parley.dynamics.timeline import Timeline, make_timeline, quad_lines, type_lines
from parley.errors import InputError
from parley.terms import EVENT_TYPES

MakeSeries = Callable[..., DaySeries]
START = date(2024, 1, 1)
WEEKS = 30


def _act(day: int, kind: str = "THREATEN", **more: Any) -> dict[str, Any]:
    return {
        "event_type": kind, "actors": ["FRD"], "recipients": ["RUR"],
        "happened_on": START + timedelta(days=day), **more,
    }  # fmt: skip


def _watched() -> list[dict[str, Any]]:
    """Return one act of others on every day, so that the record watches all of them."""
    return [
        {
            "event_type": "ACCUSE", "actors": ["AAA"], "recipients": ["BBB"],
            "happened_on": START + timedelta(days=day),
        }
        for day in range(7 * WEEKS)
    ]  # fmt: skip


def _timeline(make_series: MakeSeries, *rows: dict[str, Any], **options: Any) -> Timeline:
    series = make_series(*_watched(), *rows)
    intensity = np.full(len(series.event_ids), -4.0)
    return make_timeline(series, intensity, ("FRD", "RUR"), **options)


def test_weeks_are_whole_and_end_with_the_last_day(make_series: MakeSeries) -> None:
    """Weeks run back from the last day that was watched, seven days each."""
    found = _timeline(make_series, _act(7 * WEEKS - 1), _act(7 * WEEKS - 7), _act(7 * WEEKS - 8))

    line = next(line for line in found.lines if line.name == "verbal conflict")
    assert found.last_on == START + timedelta(days=7 * WEEKS - 1)
    assert {(b - a).days for a, b in zip(found.starts, found.starts[1:], strict=False)} == {7}
    assert line.counts[-2:] == (1, 2)
    assert line.intensity[-2:] == (-4.0, -8.0)


def test_net_intensity_sums_all_lines(make_series: MakeSeries) -> None:
    """A threat and an agreement of one week stand in two lines and in one sum."""
    found = _timeline(make_series, _act(7 * WEEKS - 1), _act(7 * WEEKS - 2, "SUPPORT"))

    assert found.net[-1] == -8.0
    assert sum(found.net) == -8.0


def test_counts_add_up_in_every_kind_of_bin(make_series: MakeSeries) -> None:
    """Days, weeks and months count the same events."""
    rows = [_act(day) for day in range(0, 7 * WEEKS, 3)]

    sums = {
        by: sum(sum(line.counts) for line in _timeline(make_series, *rows, by=by).lines)
        for by in ("day", "week", "month")
    }

    assert sums == {"day": len(rows), "week": len(rows), "month": len(rows)}


def test_a_change_is_dated_with_its_interval(make_series: MakeSeries) -> None:
    """Threats begin on a day in mid-week: the interval of the change holds it."""
    begins = 7 * 18 + 3
    rows = [_act(day) for day in range(begins, 7 * WEEKS) for _ in range(2)]

    found = _timeline(make_series, *rows, lines=type_lines(("THREATEN",)))

    (change,) = found.lines[0].changes
    assert change.earliest <= START + timedelta(days=begins) <= change.latest
    assert change.before.mean < 1 < change.after.mean
    assert change.event_ids


def test_a_flag_looks_back_only(make_series: MakeSeries) -> None:
    """A week that towered when it came stays flagged, whatever came after it."""
    first = [_act(7 * 15 + day % 7) for day in range(8)]
    second = [_act(7 * 25 + day % 7) for day in range(20)]
    alone = _timeline(make_series, *first)
    both = _timeline(make_series, *first, *second)

    assert [(flag.n_events, flag.last_such) for flag in alone.flags] == [(8, None)]
    assert both.flags[0].on == alone.flags[0].on
    assert [flag.n_events for flag in both.flags] == [8, 20]


def test_a_flag_tells_when_it_was_last_so_high(make_series: MakeSeries) -> None:
    """A second burst as high as the first names the week of the first."""
    rows = [_act(7 * week + n % 7) for week in (4, 29) for n in range(9)]

    found = _timeline(make_series, *rows)

    (flag,) = found.flags
    assert flag.share == pytest.approx(28 / 29)
    assert flag.last_such == START + timedelta(days=7 * 4)


def test_a_window_shows_a_part_and_judges_by_the_whole(make_series: MakeSeries) -> None:
    """Seen through a window, a flag still counts the weeks before the window."""
    rows = [_act(7 * 25 + n % 7) for n in range(9)]
    since = START + timedelta(days=7 * 24)

    found = _timeline(make_series, *rows, since=since)

    assert found.first_on == since
    assert len(found.starts) == 6
    assert found.flags[0].n_earlier == 25


def test_both_ways_counts_the_answers(make_series: MakeSeries) -> None:
    """Acts the other way round count when both ways are asked for."""
    answer = _act(40) | {"actors": ["RUR"], "recipients": ["FRD"]}

    one, two = (_timeline(make_series, _act(40), answer, both=both) for both in (False, True))

    assert sum(sum(line.counts) for line in one.lines) == 1
    assert sum(sum(line.counts) for line in two.lines) == 2


def test_a_sector_is_counted_alone(make_series: MakeSeries) -> None:
    """Asked about an army, acts of its government do not count."""
    rows = [_act(40) | {"actors": ["FRD-MIL"]}, _act(41) | {"actors": ["FRD-GOV"]}]
    series = make_series(*_watched(), *rows)
    none = np.zeros(len(series.event_ids))

    army, state, unknown = (
        sum(sum(line.counts) for line in make_timeline(series, none, (code, "RUR")).lines)
        for code in ("FRD-MIL", "FRD", "ZZZ")
    )

    assert (army, state, unknown) == (1, 2, 0)


def test_peaks_name_the_fiercest_acts(make_series: MakeSeries) -> None:
    """The fullest week of a line names its acts, the most intense first."""
    rows = [_act(100, event_id="mild"), _act(101, event_id="fierce")]
    series = make_series(*_watched(), *rows)
    intensity = np.where(series.event_ids == "fierce", -9.0, -1.0)

    found = make_timeline(series, intensity, ("FRD", "RUR"))

    (peak,) = found.peaks
    assert peak.event_ids == ("fierce", "mild")
    assert found.event_ids == ("fierce", "mild")


def test_weeks_without_any_news_are_left_out_of_levels(make_series: MakeSeries) -> None:
    """A gap in which the record watched nobody is no fall to a level of nothing."""
    rows = [_act(day) for day in range(7 * WEEKS) for _ in range(2)]
    gap = range(7 * 10, 7 * 20)
    kept = [row for row in [*_watched(), *rows] if (row["happened_on"] - START).days not in gap]
    numbered = [row | {"event_id": f"e{number}"} for number, row in enumerate(kept)]
    series = make_series(*numbered)

    found = make_timeline(series, np.zeros(len(series.event_ids)), ("FRD", "RUR"))

    assert sum(found.watched) == 20
    assert all(line.changes == () for line in found.lines)


def test_the_quad_classes_hold_every_type_once() -> None:
    """The four default lines share out the sixteen types."""
    types = [event_type for _, members in quad_lines() for event_type in members]

    assert sorted(types) == sorted(EVENT_TYPES)


@pytest.mark.parametrize("window", [{"since": date(2030, 1, 1)}, {"until": date(2020, 1, 1)}])
def test_a_window_outside_the_record_is_refused(
    make_series: MakeSeries, window: dict[str, date]
) -> None:
    """Before the record began, and after its last day, there is nothing to show."""
    with pytest.raises(InputError, match="the record watched from 2024-01-01"):
        _timeline(make_series, _act(3), **window)
