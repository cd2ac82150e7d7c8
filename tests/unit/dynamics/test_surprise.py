"""What changed: surprise beside a dyad's own history."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from parley.dynamics.series import DaySeries, day_number
from parley.dynamics.surprise import FALSE_SHARE, Surprise, what_changed
from parley.errors import ForecastError

MakeSeries = Callable[..., DaySeries]
START = date(2024, 1, 1)
N_DAYS = 140
END = START + timedelta(days=N_DAYS)
PARTIES = ("FRA", "DEU", "ITA", "ESP", "POL", "GRC", "PRT", "NLD")


def _act(day: int, actor: str, recipient: str, kind: str = "ACCUSE") -> dict[str, Any]:
    return {
        "event_type": kind, "actors": [actor], "recipients": [recipient],
        "happened_on": START + timedelta(days=day),
    }  # fmt: skip


def _usual(seed: int = 0) -> list[dict[str, Any]]:
    """Return twenty weeks in which everybody accuses everybody now and then."""
    rng = np.random.default_rng(seed)
    pairs = [(a, r) for a in PARTIES for r in PARTIES if a != r]
    rows = []
    for place, (actor, recipient) in enumerate(pairs):
        rate = 0.02 + 0.3 * (place % 7 == 0)
        rows += [_act(day, actor, recipient) for day in range(N_DAYS) if rng.random() < rate]
    return rows


def _find(surprises: Iterable[Surprise], actor: str, recipient: str) -> Surprise | None:
    return next((s for s in surprises if (s.actor, s.recipient) == (actor, recipient)), None)


def _numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row | {"event_id": f"e{number:05}"} for number, row in enumerate(rows)]


def test_an_outburst_comes_first_and_stands_out(make_series: MakeSeries) -> None:
    """Forty accusations in the last week, where there were none, are the top surprise."""
    burst = [_act(N_DAYS - 1 - n % 7, "PRT", "NLD", "THREATEN") for n in range(40)]

    found = what_changed(make_series(*_numbered(_usual() + burst)), day=day_number(END))

    first = found.more[0]
    assert (first.actor, first.recipient, first.kind) == ("PRT", "NLD", "verbal conflict")
    assert first.stands_out
    assert first.n_events >= 40
    assert first.expected < 2.0
    assert first.types[0] == ("THREATEN", 40)
    assert first.event_ids[0].startswith("e")


def test_falling_silent_is_told_too(make_series: MakeSeries) -> None:
    """A dyad with forty acts a month that has none this month leads those with less."""
    busy = [_act(day, "PRT", "NLD", "ASSAULT") for day in range(N_DAYS - 30) for _ in range(2)]

    found = what_changed(make_series(*_numbered(_usual() + busy)), day=day_number(END), days=30)

    first = found.less[0]
    assert (first.actor, first.recipient, first.n_events) == ("PRT", "NLD", 0)
    assert first.expected > 30
    assert first.event_ids  # the last acts before it fell silent
    assert not first.more


def test_where_nothing_changed_hardly_anything_stands_out(make_series: MakeSeries) -> None:
    """In ten histories without any change, at most one thing stands out in all."""
    standing = [
        what_changed(make_series(*_numbered(_usual(seed))), day=day_number(END)).n_standing_out
        for seed in range(10)
    ]

    assert FALSE_SHARE <= 0.05
    assert sum(standing) <= 1


def test_a_surprise_is_told_beside_all_that_were_looked_at(make_series: MakeSeries) -> None:
    """Eight parties: 56 dyads for each kind of hostile act, 28 pairs for each of cooperation."""
    found = what_changed(make_series(*_numbered(_usual())), day=day_number(END))

    assert found.n_looked_at == 2 * 56 + 2 * 28
    for each in (*found.more, *found.less):
        assert each.by_chance == pytest.approx(each.tail * found.n_looked_at)
        assert each.bits == pytest.approx(-np.log2(each.tail))


def test_what_is_published_later_changes_nothing(make_series: MakeSeries) -> None:
    """Acts of next week, and acts of this week told next week, are not seen."""
    later = [_act(N_DAYS + 1, "PRT", "NLD", "ASSAULT") for _ in range(30)]
    rows = _numbered(_usual() + later)
    before = what_changed(make_series(*rows[: len(_usual())]), day=day_number(END), top=100)

    after = what_changed(make_series(*rows), day=day_number(END), top=100)

    assert (before.more, before.less) == (after.more, after.less)


def test_the_order_of_rows_changes_nothing(make_series: MakeSeries) -> None:
    """The same events in another order give the same surprises."""
    rows = _numbered(_usual())
    one, other = (
        what_changed(make_series(*each), day=day_number(END), top=100)
        for each in (rows, rows[::-1])
    )

    assert one == other


def test_cooperation_is_counted_both_ways_together(make_series: MakeSeries) -> None:
    """An agreement joins two parties: it is one surprise, not two."""
    talks = [
        {"event_type": "AGREE", "actors": ["PRT", "NLD"], "happened_on": END - timedelta(days=2)}
        for _ in range(12)
    ]

    found = what_changed(make_series(*_numbered(_usual() + talks)), day=day_number(END))

    joint = [each for each in found.more if each.kind == "verbal cooperation"]
    assert [(each.actor, each.recipient, each.n_events) for each in joint] == [("NLD", "PRT", 12)]
    assert joint[0].joint


def test_too_little_history_is_refused(make_series: MakeSeries) -> None:
    """Thirty days cannot be told beside fewer than ninety before them."""
    rows = _numbered([_act(day, "PRT", "NLD") for day in range(60)])

    with pytest.raises(ForecastError, match="90 days of history"):
        what_changed(make_series(*rows), day=day_number(END), days=30)


def test_an_empty_record_is_refused(make_series: MakeSeries) -> None:
    """Where nothing is known, nothing can have changed."""
    rows = _numbered([_act(0, "PRT", "NLD")])

    with pytest.raises(ForecastError, match="Nothing is known"):
        what_changed(make_series(*rows), day=day_number(START))


def test_a_record_that_looks_every_other_day_expects_no_more(make_series: MakeSeries) -> None:
    """Days that nobody watched are no history, and no part of the window either."""
    daily = [_act(day, "PRT", "NLD") for day in range(N_DAYS)]
    seldom = [row for row in daily if (row["happened_on"] - START).days % 2]

    often, rarely = (
        what_changed(make_series(*_numbered(rows)), day=day_number(END), days=14)
        for rows in (daily, seldom)
    )

    told = [_find((*found.more, *found.less), "PRT", "NLD") for found in (often, rarely)]
    assert told[0] is not None
    assert told[1] is not None
    assert told[0].n_events == 14
    assert told[1].n_events == 7
    assert told[0].expected == pytest.approx(14, rel=0.05)
    assert told[1].expected == pytest.approx(7, rel=0.05)
