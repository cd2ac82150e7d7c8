"""Rules as features of units and moments."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from parley.dynamics.rules_features import RULE_FEATURES, rule_states
from parley.dynamics.series import DaySeries, day_number, day_series
from parley.dynamics.units import Act, Units
from parley.errors import ForecastError

START = date(2023, 1, 1)
N_DAYS = 280
FIRST = day_number(START)
MOMENTS = np.arange(FIRST + 14, FIRST + N_DAYS, 7)
ACCUSE = Act(("ACCUSE",), directed=True)


def _series(*, late_days: int = 1) -> DaySeries:
    """AAA threatens BBB every fourth week, and BBB accuses AAA five days later."""
    rows = [("THREATEN", "AAA", "BBB", day) for day in range(13, N_DAYS, 28)]
    rows += [("ACCUSE", "BBB", "AAA", day + 5) for day in range(13, N_DAYS - 5, 28)]
    rows += [("REQUEST", "AAA", "BBB", day) for day in range(0, N_DAYS, 9)]
    days = [START + timedelta(days=day) for *_, day in rows]
    frame = pl.DataFrame(
        {
            "event_id": [str(i) for i in range(len(rows))],
            "event_type": [kind for kind, *_ in rows],
            "actors": [[a] for _, a, _, _ in rows],
            "recipients": [[b] for _, _, b, _ in rows],
            "status": ["actual"] * len(rows),
            "happened_on": days,
            "published_at": [
                day + timedelta(days=late_days if kind == "ACCUSE" else 1)
                for day, (kind, *_) in zip(days, rows, strict=True)
            ],
        },
        schema_overrides={"published_at": pl.Datetime("us")},
    )
    return day_series(frame)


def _units(series: DaySeries) -> Units:
    a, b = series.party_index("AAA"), series.party_index("BBB")
    return Units(2, "dyad", np.arange(2), np.array([b, a]), np.array([a, b]))


def _mirror(series: DaySeries, moments: np.ndarray = MOMENTS) -> np.ndarray:
    states = rule_states(series, _units(series), moments=moments)
    found = states.features(ACCUSE, horizon_days=7)
    return np.asarray(found[0, :, RULE_FEATURES.index("mirror")])


def test_a_fresh_threat_makes_the_mirror_rule_speak() -> None:
    """On the morning after a threat an accusation is surer than three weeks later."""
    mirror = _mirror(_series())

    assert mirror[-1 - 3] != pytest.approx(mirror[-1])
    fresh = (MOMENTS - FIRST - 14) % 28 == 0
    assert mirror[fresh][-1] > mirror[~fresh][-3:].max()


def test_a_moment_sees_nothing_after_itself() -> None:
    """Features of early moments do not change when later events and moments are added."""
    series = _series()
    early = MOMENTS[:20]

    alone = _mirror(series.known_by(int(early[-1])), early)
    among_all = _mirror(series)[:20]

    assert alone.tolist() == among_all.tolist()


def test_outcomes_teach_only_once_they_are_known() -> None:
    """Accusations told two months late make the rule speak later."""
    prompt, late = _mirror(_series()), _mirror(_series(late_days=60))

    first_prompt, first_late = (np.flatnonzero(x > 0.2)[0] for x in (prompt, late))
    assert first_late >= first_prompt + 7


def test_the_noisy_or_is_of_the_families() -> None:
    """The last feature puts the others together."""
    series = _series()
    found = rule_states(series, _units(series), moments=MOMENTS).features(ACCUSE, horizon_days=7)

    assert found[..., -1] == pytest.approx(1 - np.prod(1 - found[..., :-1], axis=-1))
    assert found.min() >= 0
    assert found.max() < 1


def test_units_that_do_not_teach_change_nothing() -> None:
    """Only the first units teach when told so."""
    series = _series()
    both = rule_states(series, _units(series), moments=MOMENTS, n_teaching=1)
    whole = _units(series)
    first = Units(1, "dyad", whole.unit[:1], whole.actor[:1], whole.recipient[:1])

    one = rule_states(series, first, moments=MOMENTS).features(ACCUSE, horizon_days=7)

    assert both.features(ACCUSE, horizon_days=7)[0].tolist() == one[0].tolist()


def test_a_horizon_needs_a_day() -> None:
    """Nothing can happen within no days."""
    series = _series()

    with pytest.raises(ForecastError, match="one day or more"):
        rule_states(series, _units(series), moments=MOMENTS).features(ACCUSE, horizon_days=0)
