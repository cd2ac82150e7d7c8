"""Who is next: shares among parties, and the events they rest on."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import polars as pl
import pytest

from parley.dynamics.series import DaySeries, day_number, day_series
from parley.errors import ForecastError
from parley.forecast.ranker_next import WhoNext, who_next

START = date(2024, 1, 1)
DAY = day_number(START) + 60


def _series(n_days: int = 60, *, late: str = "ITA") -> DaySeries:
    """FRA consults DEU daily, ESP weekly; DEU criticises ITA; after `DAY` all is otherwise."""
    rows: list[tuple[str, str, str, int]] = []
    for n in range(n_days):
        friend = "DEU" if n < 60 else late
        rows.append(("AID", "FRA", friend, n))
        rows.append(("ACCUSE", "DEU", "ITA", n))
        if n % 7 == 0:
            rows.append(("AID", "FRA", "ESP", n))
    happened = [START + timedelta(days=n) for *_, n in rows]
    return day_series(
        pl.DataFrame(
            {
                "event_id": [f"e{i:04d}" for i in range(len(rows))],
                "event_type": [row[0] for row in rows],
                "actors": [[row[1]] for row in rows],
                "recipients": [[row[2]] for row in rows],
                "status": ["actual"] * len(rows),
                "happened_on": happened,
                "published_at": [datetime(d.year, d.month, d.day, 9) for d in happened],
            }
        )
    )


def _next(series: DaySeries, **options: object) -> WhoNext:
    asked = {"party": "FRA", "event_type": "AID", "day": DAY, **options}
    return who_next(series, **asked)  # type: ignore[arg-type]


def test_the_usual_recipient_comes_first_with_its_events() -> None:
    """Whom it helps daily stands before whom it helps weekly, and names those events."""
    found = _next(_series())

    assert [one.party for one in found.parties[:2]] == ["DEU", "ESP"]
    assert found.parties[0].grounds[0].text == (
        "the same on 60 of the 90 days before, last on 2024-02-29"
    )
    assert found.parties[0].grounds[0].event_ids[0] == "e0127"


def test_shares_are_those_of_one() -> None:
    """All candidates together have a share of one."""
    found = _next(_series(), n_best=99)

    assert 0.9 < sum(one.share for one in found.parties) <= 1.0 + 1e-9


def test_the_actor_may_be_asked_for() -> None:
    """Asked who accuses ITA next, the ranker names the one who does so daily."""
    found = _next(_series(), party="ITA", event_type="ACCUSE", side="actor")

    assert found.parties[0].party == "DEU"


def test_what_comes_later_changes_no_share() -> None:
    """Events from the day on are unknown to it."""
    assert _next(_series(80)).parties == _next(_series(60)).parties


def test_a_party_never_seen_is_refused() -> None:
    """Without any act there is nothing to rank by, and the message says so."""
    with pytest.raises(ForecastError, match="nothing GBR did"):
        _next(_series(), party="GBR")
