from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

import polars as pl
import pytest

from parley.dynamics.series import NOBODY, DaySeries, day_number, day_series, opening_day
from parley.errors import ForecastError

MakeEvents = Callable[..., pl.DataFrame]
MakeSeries = Callable[..., DaySeries]

MARCH_1 = date(2024, 3, 1)


def pairs(series: DaySeries) -> set[tuple[str, str]]:
    """Return the ordered pairs that a series joins."""
    return {
        (series.parties[a], series.parties[r])
        for a, r in zip(series.actor, series.recipient, strict=True)
    }


def test_sectors_fold_into_their_party(make_series: MakeSeries) -> None:
    """An act of a state's army counts for the state, and the sector stays beside it."""
    series = make_series(
        {
            "event_type": "ASSAULT",
            "actors": ["PRK-MIL"],
            "recipients": ["KOR"],
            "happened_on": MARCH_1,
        }
    )

    assert pairs(series) == {("PRK", "KOR")}
    assert series.sectors[series.actor_sector[0]] == "MIL"
    assert series.sectors[series.recipient_sector[0]] == ""


def test_symmetric_act_counts_both_ways_round(make_series: MakeSeries) -> None:
    """Talks of two are talks of the second with the first."""
    series = make_series({"actors": ["FRA", "DEU"], "happened_on": MARCH_1})

    assert pairs(series) == {("FRA", "DEU"), ("DEU", "FRA")}


def test_mediated_talks_join_the_parties_and_the_host(make_series: MakeSeries) -> None:
    """Talks of two at a third's table join all three, but hosts are not joined to hosts."""
    series = make_series(
        {"actors": ["USA", "PRK"], "recipients": ["SGP", "CHN"], "happened_on": MARCH_1}
    )

    assert ("USA", "PRK") in pairs(series)
    assert ("SGP", "PRK") in pairs(series)
    assert ("SGP", "CHN") not in pairs(series)


def test_directed_act_counts_one_way(make_series: MakeSeries) -> None:
    """An attack on another is not an attack by the other."""
    series = make_series(
        {"event_type": "ASSAULT", "actors": ["RUS"], "recipients": ["UKR"], "happened_on": MARCH_1}
    )

    assert pairs(series) == {("RUS", "UKR")}


def test_two_sided_fighting_counts_both_ways(make_series: MakeSeries) -> None:
    """An act of several without a recipient joins them to one another."""
    series = make_series(
        {"event_type": "ASSAULT", "actors": ["ARM", "AZE"], "happened_on": MARCH_1}
    )

    assert pairs(series) == {("ARM", "AZE"), ("AZE", "ARM")}


def test_lone_actor_acts_towards_nobody_in_particular(make_series: MakeSeries) -> None:
    """A missile test has an actor and no recipient, and is kept all the same."""
    series = make_series({"event_type": "MOBILIZE", "actors": ["PRK"], "happened_on": MARCH_1})

    assert pairs(series) == {("PRK", NOBODY)}


def test_only_done_statuses_count(make_series: MakeSeries) -> None:
    """A plan and a denial are touches, but not done ones."""
    series = make_series(
        *(
            {"actors": ["FRA"], "recipients": ["DEU"], "event_type": "AID", "status": status,
             "happened_on": MARCH_1}
            for status in ("actual", "ongoing", "planned", "possible", "denied")
        )
    )  # fmt: skip

    assert series.done.tolist() == [True, True, False, False, False]
    assert series.planned.tolist() == [False, False, True, False, False]
    assert series.counts(("FRA", "DEU"), ["AID"])["n_events"].to_list() == [2]


def test_act_is_known_from_the_first_morning_after_publication(make_series: MakeSeries) -> None:
    """What appears at noon is known the next morning, what appears at midnight that morning."""
    noon = datetime(2024, 3, 5, 12, tzinfo=UTC)
    midnight = datetime(2024, 3, 5, tzinfo=UTC)
    series = make_series(
        {"actors": ["FRA", "DEU"], "happened_on": MARCH_1, "published_at": noon},
        {"actors": ["ITA", "ESP"], "happened_on": MARCH_1, "published_at": midnight},
    )
    morning = day_number(date(2024, 3, 5))

    assert pairs(series.known_by(morning)) == {("ITA", "ESP"), ("ESP", "ITA")}
    assert len(series.known_by(morning + 1)) == 4


def test_background_does_not_lengthen_the_watch(make_series: MakeSeries) -> None:
    """An act of 2006 told in 2024 does not make the record watch since 2006."""
    series = make_series(
        {"actors": ["PRK"], "event_type": "MOBILIZE", "happened_on": date(2006, 10, 9),
         "published_at": datetime(2024, 3, 2, 9, tzinfo=UTC)}
    )  # fmt: skip

    assert series.first_day == day_number(date(2024, 3, 2))


def test_ids_come_latest_first_and_once(make_series: MakeSeries) -> None:
    """An event that joins several pairs is named once."""
    series = make_series(
        {"actors": ["FRA", "DEU"], "happened_on": MARCH_1},
        {"actors": ["FRA", "DEU"], "happened_on": date(2024, 3, 4)},
    )

    assert series.ids(series.done) == ("e1", "e0")


def test_order_of_the_frame_changes_nothing_that_is_counted(make_events: MakeEvents) -> None:
    """Rows in another order give the same days and the same ids."""
    events = make_events(
        *({"actors": ["FRA", "DEU"], "happened_on": date(2024, 3, day)} for day in (4, 1, 1, 9))
    )
    there, back = day_series(events), day_series(events.reverse())

    assert there.counts(("FRA", "DEU"), ["CONSULT"]).equals(
        back.counts(("FRA", "DEU"), ["CONSULT"])
    )
    assert there.ids(there.done) == back.ids(back.done)


def test_empty_frame_gives_an_empty_series(make_events: MakeEvents) -> None:
    """A record without events has a series without touches."""
    series = day_series(make_events())

    assert len(series) == 0
    assert series.counts(("FRA", "DEU"), ["CONSULT"]).is_empty()


def test_missing_column_is_named(make_events: MakeEvents) -> None:
    """A frame without a status column says which column it lacks."""
    events = make_events({"actors": ["FRA", "DEU"], "happened_on": MARCH_1}).drop("status")

    with pytest.raises(ForecastError, match="'status'"):
        day_series(events)


def test_window_opens_on_the_first_day_not_yet_begun() -> None:
    """Asked on the stroke of midnight the day counts; a second later the next one does."""
    midnight = datetime(2024, 3, 5, tzinfo=UTC)
    in_tokyo = datetime(2024, 3, 5, 9, tzinfo=timezone(timedelta(hours=9)))

    assert opening_day(midnight) == date(2024, 3, 5)
    assert opening_day(midnight + timedelta(seconds=1)) == date(2024, 3, 6)
    assert opening_day(in_tokyo) == date(2024, 3, 5)


def test_moment_without_a_zone_is_refused() -> None:
    """A moment that could mean any zone is an error."""
    with pytest.raises(ForecastError, match="time zone"):
        opening_day(datetime(2024, 3, 5))
