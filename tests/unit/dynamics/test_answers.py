"""Who answers whom: planted answers are found, with their events, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from parley.dynamics.answers import Answers, find_answers
from parley.dynamics.series import DaySeries, day_number
from parley.errors import ForecastError

MakeSeries = Callable[..., DaySeries]
START = date(2024, 1, 1)
N_DAYS = 300
DAY = day_number(START) + N_DAYS


def planted() -> list[dict[str, object]]:
    """Return ten months in which VLD's accusations meet refusals of RUR two days later."""
    rng = np.random.default_rng(8)
    rows: list[dict[str, object]] = []

    def add(kind: str, actor: str, recipient: str, day: int) -> None:
        rows.append(
            {
                "event_id": f"{kind}-{actor}-{day}",
                "event_type": kind,
                "actors": [actor],
                "recipients": [recipient],
                "happened_on": START + timedelta(days=day),
            }
        )

    for day in range(N_DAYS):
        if rng.random() < 0.12:
            add("ACCUSE", "VLD", "RUR", day)
            if rng.random() < 0.8 and day + 2 < N_DAYS:
                add("REJECT", "RUR", "VLD", day + 2)
        if rng.random() < 0.15:
            add("AID", "RUR", "VLD", day)
        if rng.random() < 0.15:
            add("CONSULT", "RUR", "VLD", day)
    add("AID", "KST", "VLD", N_DAYS - 1)
    return rows


def answers_in(series: DaySeries, *, day: int = DAY, by: str = "type") -> Answers:
    """Return who answers whom in a history, as known on the morning of a day."""
    return find_answers(
        series,
        ("RUR", "VLD"),
        day=day,
        by=by,  # type: ignore[arg-type]
        n_shuffles=199,
        rng=np.random.default_rng(0),
    )


@pytest.fixture
def found(make_series: MakeSeries) -> Answers:
    """Return the answers in that history."""
    return answers_in(make_series(*planted()))


def test_the_planted_answer_alone_stands_out(found: Answers) -> None:
    """RUR's refusals after VLD's accusations, and nothing else."""
    out = [(str(line.body), str(line.head)) for line in found.answerings if line.stands_out]

    assert out == [("VLD→RUR ACCUSE", "RUR→VLD REJECT")]
    assert found.answerings[0].interval[0] > 1.5
    assert found.of("VLD")
    assert not any(line.stands_out for line in found.of("VLD"))


def test_the_answer_comes_after_two_days(found: Answers) -> None:
    """As the median tells, and the days with an answer by lag."""
    line = found.answerings[0]

    assert line.median_days == 2.0
    assert max(range(1, 4), key=lambda lag: line.by_lag[lag]) == 2
    assert line.n_answered > 0.7 * line.n_cases > line.chance_answered


def test_each_line_opens_to_its_events(found: Answers) -> None:
    """The latest first, both acts named by the events that tell of them."""
    cases = found.answerings[0].cases

    days = [(case.body_on - START).days for case in cases]
    assert days == sorted(days, reverse=True)
    for case, day in zip(cases, days, strict=True):
        assert case.body_ids == (f"ACCUSE-VLD-{day}",)
        assert case.head_ids == (f"REJECT-RUR-{day + case.lag_days}",)


def test_talks_are_nobodys_answer(found: Answers) -> None:
    """They have lines of their own, before or after what one side did."""
    for side in ("RUR", "VLD"):
        assert not any(line.head.joint or line.body.joint for line in found.of(side))

    assert {line.head.kind for line in found.joint} >= {"CONSULT", "AID"}


def test_later_events_change_nothing(make_series: MakeSeries, found: Answers) -> None:
    """What is known after the morning one looks from is not looked at."""
    late: list[dict[str, object]] = [
        {
            "event_id": f"late-{day}",
            "event_type": "ASSAULT",
            "actors": ["RUR"],
            "recipients": ["VLD"],
            "happened_on": START + timedelta(days=day),
            "published_at": datetime(2026, 1, 1, tzinfo=UTC),
        }
        for day in range(0, N_DAYS, 5)
    ]

    again = answers_in(make_series(*planted(), *late))

    assert again.answerings == found.answerings
    assert again.reciprocity == found.reciprocity


def test_order_of_rows_and_of_the_pair_changes_no_figure(make_series: MakeSeries) -> None:
    """The same history told backwards gives the same lines."""
    rows = planted()
    first = answers_in(make_series(*rows))

    second = answers_in(make_series(*reversed(rows)))

    assert second.answerings == first.answerings


def test_like_for_like_is_told_for_both_sides(found: Answers) -> None:
    """Hostile acts of VLD meet hostile acts of RUR; friendly ones meet nothing."""
    by_sides = {(each.answerer, each.body, each.head): each for each in found.reciprocity}

    assert by_sides["RUR", "hostile", "hostile"].q <= 0.1
    assert by_sides["RUR", "hostile", "hostile"].times > 1.5
    assert ("VLD", "friendly", "hostile") in by_sides


def test_fitted_intensities_tell_the_same_story(found: Answers) -> None:
    """RUR's hostile words are raised by those of VLD, and not the other way round."""
    names = [str(name) for name in found.streams]
    one, other = (names.index(f"{a} verbal conflict") for a in ("VLD→RUR", "RUR→VLD"))

    assert found.fit.branching[other, one] > 2 * found.fit.branching_errors[other, one]
    assert found.fit.branching[one, other] < 0.1
    assert found.fit.spectral_radius < 1.0


def test_a_pair_that_never_met_has_no_lines(make_series: MakeSeries) -> None:
    """Nothing is tested where nothing happened often enough."""
    series = make_series(*planted())

    found = find_answers(series, ("KST", "VLD"), day=DAY, rng=np.random.default_rng(0))

    assert found.answerings == ()
    assert found.reciprocity == ()


def test_a_week_of_history_is_refused(make_series: MakeSeries) -> None:
    """With the days there are in the message."""
    with pytest.raises(ForecastError, match="days had been watched"):
        answers_in(make_series(*planted()), day=day_number(START) + 10)
