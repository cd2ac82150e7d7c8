from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from parley.errors import DateError
from parley.record.as_of import instant
from parley.record.store import Store


def test_nothing_published_later_is_visible(
    store: Store, make_report: Any, make_mention: Any, make_reading: Any, now: datetime
) -> None:
    """At the second of publication a report is there, a second before it is not."""
    report = make_report()
    store.add([(report, make_reading(report, make_mention(report), rich=True))], recorded_at=now)
    before = store.known(report.published_at - timedelta(seconds=1))
    then = store.known(report.published_at)

    for name in ("reports", "readings", "mentions", "events", "statements", "claims"):
        assert getattr(before, name)().is_empty()
        assert getattr(then, name)().height == 1


def test_an_event_is_known_as_it_was_told_by_then(
    store: Store, make_report: Any, make_mention: Any, make_reading: Any, now: datetime
) -> None:
    """A later telling adds a report to the event, but not for an earlier moment."""
    first = make_report("The envoy left.", published_at="2024-03-05T12:00+00:00")
    later = make_report("The envoy has left.", published_at="2024-03-06T12:00+00:00", outlet="B")
    pairs = [(r, make_reading(r, make_mention(r, on="2024-03-05"))) for r in (later, first)]
    store.add(pairs, recorded_at=now)

    then = store.events(as_of=first.published_at).row(0, named=True)
    today = store.events(as_of=now).row(0, named=True)

    assert (then["n_reports"], today["n_reports"]) == (1, 2)
    assert then["event_id"] == today["event_id"]


def test_recorded_by_shows_what_the_record_held(
    store: Store, make_report: Any, make_reading: Any, now: datetime
) -> None:
    """Published long ago but recorded today: unknown to yesterday's record."""
    report = make_report()
    store.add([(report, make_reading(report))], recorded_at=now)

    assert store.reports(as_of=now, recorded_by=now - timedelta(days=1)).is_empty()
    assert store.reports(as_of=now, recorded_by=now).height == 1


def test_a_view_keeps_what_it_has_seen(
    store: Store, make_report: Any, make_reading: Any, now: datetime
) -> None:
    """Within one view two questions get one answer, whatever is recorded meanwhile."""
    report = make_report()
    known = store.known(now)
    empty = known.reports()
    store.add([(report, make_reading(report))], recorded_at=now)

    assert known.reports() is empty


@pytest.mark.parametrize("moment", [datetime(2024, 3, 5), date(2024, 3, 5), "2024-03-05"])
def test_a_moment_without_a_zone_is_refused(store: Store, moment: Any) -> None:
    """Which noon is meant has to be said."""
    with pytest.raises(DateError):
        store.known(moment)


def test_instants_are_brought_to_utc() -> None:
    """Noon in a zone two hours ahead is ten in UTC."""
    noon = datetime(2024, 3, 5, 12, tzinfo=timezone(timedelta(hours=2)))

    assert instant(noon) == datetime(2024, 3, 5, 10, tzinfo=UTC)
    assert instant(noon).tzinfo is UTC
