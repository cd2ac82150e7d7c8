"""`hazard.v1`: the kit passes, reasons add up, and an answer hangs on record and day alone."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from parley.checks import InventedRecord, check_forecaster
from parley.dynamics.series import DaySeries, day_number, day_series
from parley.dynamics.units import Act
from parley.forecast.asked import make_question
from parley.forecast.grid import make_grid
from parley.forecast.hazard import HazardForecaster
from parley.forecast.hazard_asked import is_learnt
from parley.forecast.hazard_kept import from_arrays, to_arrays
from parley.forecast.hazard_offices import Change, Offices
from parley.forecast.hazard_sample import draw_sample
from parley.forecast.hazard_time import Course, fit_day
from parley.forecast.kinds import forecast_all
from parley.forecast.leaks import check_no_leak
from parley.record.rows import events_frame
from parley.terms import Question, log_odds

from .conftest import InventedStore, at, make_event, make_history

DAY = 200


@pytest.fixture(scope="module")
def forecaster() -> HazardForecaster:
    """Return one forecaster for all, so that each fit is made once."""
    return HazardForecaster()


@pytest.fixture(scope="module")
def series() -> DaySeries:
    """Return the invented history as a day series."""
    return day_series(events_frame(make_history()))


def _asked(*, days: int = 30, kind: str = "CONSULT", day: int = DAY, opens: int = 0) -> Question:
    return make_question(
        actors=["AAA"], recipients=["BBB"], event_types=[kind], as_of=at(day),
        opens_on=at(day + opens).date(), closes_on=at(day + opens + days - 1).date(),
    )  # fmt: skip


def test_hazard_passes_the_public_kit() -> None:
    """What parley asks of plugins it asks of its own."""
    check_forecaster(HazardForecaster())


@pytest.mark.parametrize("days", [3, 7, 30, 45, 90, 180, 300])
def test_reasons_lead_exactly_from_base_rate_to_chance(
    forecaster: HazardForecaster, store: InventedStore, days: int
) -> None:
    """In log-odds, at the anchors, between them and beyond."""
    forecast = forecaster.forecast([_asked(days=days, kind="THREATEN")], store.known(at(DAY)))[0]
    total = log_odds(forecast.base_rate.probability) + sum(r.weight for r in forecast.reasons)

    assert len(forecast.reasons) > 3
    assert total == pytest.approx(log_odds(forecast.probability), abs=1e-9)


def test_small_reasons_are_told_together(
    forecaster: HazardForecaster, store: InventedStore
) -> None:
    """After the three heaviest, no line of next to no weight stands alone."""
    forecast = forecaster.forecast([_asked()], store.known(at(DAY)))[0]
    told = [r for r in forecast.reasons if r.kind != "rest"]

    assert all(abs(r.weight) >= 0.05 for r in told[3:])


def test_reasons_name_events_latest_first(
    forecaster: HazardForecaster, store: InventedStore
) -> None:
    """Twenty at most, all of them known by then."""
    known = store.known(at(DAY))
    day_of = dict(known.events().select("event_id", "happened_on").iter_rows())

    forecast = forecaster.forecast([_asked()], known)[0]

    named = [r.event_ids for r in forecast.reasons if r.event_ids and r.kind != "rest"]
    assert named
    for ids in named:
        days = [day_of[id_] for id_ in ids]
        assert len(ids) <= 20
        assert days == sorted(days, reverse=True)


def test_three_ways_of_asking_agree(
    forecaster: HazardForecaster, store: InventedStore, series: DaySeries
) -> None:
    """With reasons, as bare chances and as a cell of a grid the chance is one."""
    day = day_number(at(DAY).date())
    known = store.known(at(DAY))
    act = Act(("THREATEN",), directed=True)
    grid = make_grid(series.known_by(day), day=day, acts=[act], horizons=[7, 30, 60])
    cell = next(
        i
        for i in range(len(grid.actor))
        if (series.parties[grid.actor[i]], series.parties[grid.recipient[i]]) == ("AAA", "BBB")
    )

    asked = [_asked(days=days, kind="THREATEN") for days in grid.horizons]
    told = [f.probability for f in forecaster.forecast(asked, known)]

    assert forecaster.chances(asked, known).probability == pytest.approx(told, abs=1e-9)
    assert forecaster.grid(series, grid, day=day)[cell, 0] == pytest.approx(told, abs=1e-9)


def test_every_shape_of_question_is_answered(
    forecaster: HazardForecaster, store: InventedStore
) -> None:
    """Open sides, unions of types, either way round, several parties, strangers, sectors."""

    def ask(**parts: object) -> Question:
        given: dict[str, object] = {
            "as_of": at(DAY),
            "within_days": 30,
            "event_types": ["THREATEN"],
        }
        return make_question(**(given | parts))  # type: ignore[arg-type]

    asked = [
        ask(actors=["AAA"]),
        ask(actors=[], recipients=["BBB"]),
        ask(actors=["AAA"], recipients=["BBB"], event_types=["AID", "THREATEN", "CONSULT"]),
        ask(actors=["AAA"], recipients=["BBB"], directed=False),
        ask(actors=["AAA", "BBB"], recipients=["CCC", "DDD"]),
        ask(actors=["ZZZ"], recipients=["BBB"]),
        ask(actors=["AAA-MIL"], recipients=["BBB"]),
    ]

    forecasts = forecaster.forecast(asked, store.known(at(DAY)))

    for forecast in forecasts:
        total = log_odds(forecast.base_rate.probability) + sum(r.weight for r in forecast.reasons)
        assert total == pytest.approx(log_odds(forecast.probability), abs=1e-9)


def test_later_events_and_order_of_rows_change_nothing(store: InventedStore) -> None:
    """The same words, weights and ids, from a fit of its own."""
    late = [make_event("THREATEN", ["AAA"], ["BBB"], day) for day in range(DAY, DAY + 20)]
    more = store.with_events(*late, make_event("AID", ["ABC"], ["BBB"], DAY + 3))
    mixed = replace(more, history=more.history.sample(fraction=1.0, shuffle=True, seed=4))
    asked = [_asked(), _asked(kind="THREATEN")]

    before = HazardForecaster().forecast(asked, store.known(at(DAY)))
    known = InventedRecord(at(DAY), mixed.history.filter(mixed.history["published_at"] <= at(DAY)))
    after = HazardForecaster().forecast(asked, known)

    for one, other in zip(before, after, strict=True):
        assert one.probability == pytest.approx(other.probability, abs=1e-12)
        assert [r.text for r in one.reasons] == [r.text for r in other.reasons]


def test_a_planted_leak_would_be_seen(forecaster: HazardForecaster, series: DaySeries) -> None:
    """What happens in the windows is changed about, and no chance moves."""
    day = day_number(at(DAY).date())
    grid = make_grid(series.known_by(day), day=day, acts=[Act(("CONSULT",), directed=True)])

    check_no_leak(forecaster, series, grid, day)


def test_nothing_known_gives_an_even_chance_and_little_known_the_base_rate() -> None:
    """Where nothing can be learnt the base rate stands, and says so."""
    empty = InventedRecord(at(5), events_frame([]))
    young = InventedRecord(at(5), events_frame([make_event("CONSULT", ["AAA", "BBB"], [], 1)]))

    nothing = HazardForecaster().forecast([_asked(day=5)], empty)[0]
    little = HazardForecaster().forecast([_asked(day=5)], young)[0]

    assert nothing.probability == 0.5
    assert little.probability == little.base_rate.probability
    assert little.reasons[0].text.startswith("Nothing to learn from yet")


@pytest.mark.parametrize("day", [18, 60, DAY])
def test_wider_window_is_never_less_likely(
    forecaster: HazardForecaster, store: InventedStore, day: int
) -> None:
    """In a record that has taught nothing yet, in a young one and in an old one."""
    asked = [_asked(days=days, day=day) for days in (1, 2, 3, 5, 7, 8, 14, 30, 31, 60, 90, 200)]

    chances = forecaster.chances(asked, store.known(at(day))).probability
    told = [f.probability for f in forecaster.forecast(asked, store.known(at(day)))]

    assert (np.diff(chances) >= -1e-12).all()
    assert told == pytest.approx(chances.tolist(), abs=1e-9)


def test_interval_holds_the_chance(forecaster: HazardForecaster, store: InventedStore) -> None:
    """And has some width where several fits were made."""
    forecast = forecaster.forecast([_asked(kind="THREATEN")], store.known(at(DAY)))[0]

    assert forecast.interval is not None
    assert forecast.interval[0] < forecast.probability < forecast.interval[1]


def test_a_fit_from_the_shelf_answers_as_a_new_one(store: InventedStore, tmp_path: Path) -> None:
    """The second forecaster learns nothing and says the same."""
    asked, known = [_asked()], store.known(at(DAY))

    made = HazardForecaster(cache=tmp_path).forecast(asked, known)
    taken = HazardForecaster(cache=tmp_path)
    again = taken.forecast(asked, known)

    assert len(list(tmp_path.glob("hazard.v1/*.npz"))) == 1
    assert again == made


def test_a_fit_goes_through_arrays_unchanged(
    forecaster: HazardForecaster, series: DaySeries
) -> None:
    """There and back again, for pairs and for open sides."""
    fit = forecaster.fit(series, day=day_number(at(DAY).date()))
    back = from_arrays(to_arrays(fit))

    assert {pool for pool, _ in fit.lessons} == {"pair", "open"}
    assert back.lessons.keys() == fit.lessons.keys()
    for key, lesson in fit.lessons.items():
        rows = np.tile(lesson.centre, (3, 1))
        assert np.array_equal(back.lessons[key].shift(rows)[0], lesson.shift(rows)[0])


def test_forecast_with_a_fit_uses_that_fit(
    forecaster: HazardForecaster, store: InventedStore, series: DaySeries
) -> None:
    """Handed the fit of the day it says what it would say anyway."""
    fit = forecaster.fit(series, day=day_number(at(DAY).date()))

    with_it = forecaster.forecast_with(fit, [_asked()], store.known(at(DAY)))

    assert with_it == forecaster.forecast([_asked()], store.known(at(DAY)))


def test_answering_needs_no_lightgbm() -> None:
    """It takes a second to import, which only a rich fit is worth."""
    code = (
        "import sys, parley.forecast.hazard as h; print({'lightgbm', 'sklearn'} & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"


def test_sample_draws_rows_in_proportion_to_what_they_stand_for(series: DaySeries) -> None:
    """The weights of the rows drawn add up to about all windows there are."""
    day = day_number(at(DAY).date())
    sample = draw_sample(series.known_by(day), day=day, pool="pair", seed=1)

    assert sample is not None
    n_windows = sample.n_units * 20 * len(np.unique(sample.moment))
    assert sample.weight.sum() == pytest.approx(n_windows, rel=0.05)
    assert (sample.closed[:, 0]).all()
    assert sample.moment.max() + 7 <= day


def test_office_counts_from_the_morning_after() -> None:
    """A table may know of days to come; a forecast does not."""
    offices = Offices((Change(100, "AAA", "Rufus Adler", "president"),))

    assert offices.latest("AAA", 100) is None
    assert offices.latest("AAA", 101) == offices.changes[0]


def test_fit_day_never_lies_ahead() -> None:
    """And is the same for all days between two of them."""
    days = range(18_000, 18_500)

    assert all(fit_day(17_900, day) <= day for day in days)
    assert len({fit_day(17_000, day) for day in range(17_976, 18_032)}) == 1


def test_acts_of_one_mode_are_looked_up_for_themselves() -> None:
    """A part of a type is not what a fit of whole types has learnt."""
    assert is_learnt(Act(("CONSULT",), directed=True))
    assert not is_learnt(Act(("CONSULT",), directed=True, actor_sector="MIL"))


def test_act_of_a_mode_never_seen_keeps_its_base_rate(
    forecaster: HazardForecaster, store: InventedStore
) -> None:
    """With no window to look up that came true, next to nothing is added."""
    asked = replace(_asked(), modes=("phone",))

    forecast = forecaster.forecast([asked], store.known(at(DAY)))[0]

    assert forecast.probability == pytest.approx(forecast.base_rate.probability, rel=0.5)


def test_questions_with_modes_are_answered_and_counts_are_taken_apart(
    forecaster: HazardForecaster, store: InventedStore
) -> None:
    """A mode is part of the act; on how many days it falls is reckoned from the chance of one."""
    of_mode = replace(_asked(), modes=("phone",))
    often = replace(_asked(), at_least=2)

    answered = forecast_all(forecaster, [of_mode, often], store.known(at(DAY)))

    assert forecaster.answers(of_mode)
    assert not forecaster.answers(often)
    assert [each.forecaster for each in answered] == ["hazard.v1", "hazard.v1+counts.v1"]


def test_window_that_opens_later_lies_between_what_is_known_and_the_base_rate() -> None:
    """The further off, the less today counts."""
    today = Course.through(np.array([[0.0, 1.0, 2.0, 3.0]]))
    usual = Course.through(np.array([[-3.0, -2.0, -1.0, 0.0]]))

    soon, late = (float(today.later(usual, gap, 30)[0]) for gap in (5, 150))

    assert -2.1 < late < soon < 1.0


def test_question_says_what_day_it_was_asked_on() -> None:
    """The helper of these tests asks about the days it names."""
    assert _asked(days=3).closes_on == date(2023, 7, 23)
