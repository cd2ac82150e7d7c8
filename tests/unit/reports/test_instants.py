"""Days and instants as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from parley.errors import DateError
from parley.reports.instants import parse_day, parse_instant


@pytest.mark.parametrize(
    ("given", "hour", "minute"),
    [
        ("2024-12-30", 0, 0),
        ("2024-12-30T08:00Z", 8, 0),
        ("2024-12-30T08:00", 8, 0),
        ("2024-12-30 08:15:30.250Z", 8, 15),
        ("2024-12-30T09:00+01:00", 8, 0),
        ("2024-12-30T09:30+0130", 8, 0),
        ("  2024-12-30T08Z ", 8, 0),
    ],
)
def test_an_instant_is_read_in_utc(given: str, hour: int, minute: int) -> None:
    """Zones are reckoned in; without one it is UTC; a bare day is its first moment."""
    instant = parse_instant(given)

    assert (instant.tzinfo, instant.date()) == (UTC, date(2024, 12, 30))
    assert (instant.hour, instant.minute) == (hour, minute)


def test_a_bare_day_may_mean_its_last_second() -> None:
    """That is how a report's day of publication is taken."""
    instant = parse_instant("2024-02-29", last_moment=True)

    assert instant == datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "given",
    ["", "2024", "2024-02-30", "30.12.2024", "2024-12-30T25:00Z", "20241230", "now", "٢٠٢٤-12-30",
     "0001-01-01T00:00+09:00", "2024-12-30T08:00 Europe/Vienna"],
)  # fmt: skip
def test_what_is_no_instant_is_refused(given: str) -> None:
    """The error repeats what was given and what it was called."""
    with pytest.raises(DateError) as caught:
        parse_instant(given, name="as_of")

    assert caught.value.given == given
    assert str(caught.value).startswith("as_of ")


def test_a_day_is_read_alone() -> None:
    """An instant is no day."""
    assert parse_day("2024-12-30") == date(2024, 12, 30)
    with pytest.raises(DateError):
        parse_day("2024-12-30T08:00Z")
