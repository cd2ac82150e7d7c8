"""Intensities: what is put in comes back, and what is not there is not found."""

from __future__ import annotations

import numpy as np
import pytest

from parley.dynamics.intensity import (
    IntensityFit,
    IntensityOptions,
    fit_intensities,
    made_intensities,
    weekday_factors,
)
from parley.dynamics.intensity_paths import simulate_history
from parley.dynamics.windows import Floats
from parley.errors import ForecastError

# Level baselines and hardly any ridge: the likelihood alone speaks.
PLAIN = IntensityOptions(knot_days=100_000, ridge=0.5)
N_DAYS = 2500


def put_in(**options: object) -> IntensityFit:
    """Return two streams: the first feeds itself, and the second answers it."""
    excitation = np.zeros((2, 2, 2))
    excitation[0, 0] = [0.3, 0.1]
    excitation[1, 0] = [0.5, 0.0]
    plain = IntensityOptions(knot_days=100_000, ridge=0.5, **options)  # type: ignore[arg-type]
    return made_intensities(np.array([0.08, 0.06]), excitation, options=plain)


@pytest.fixture(scope="module")
def truth() -> IntensityFit:
    """Return the parameters that histories are drawn from."""
    return put_in()


@pytest.fixture(scope="module")
def history(truth: IntensityFit) -> Floats:
    """Return one history drawn from them."""
    return simulate_history(truth, n_days=N_DAYS, rng=np.random.default_rng(7))


def turned(history: Floats, rng: np.random.Generator) -> Floats:
    """Turn the second stream round, so that it follows nothing any more."""
    other = np.roll(history[1], int(rng.integers(200, N_DAYS - 200)))
    return np.stack([history[0], other])


def test_parameters_put_in_come_back(truth: IntensityFit, history: Floats) -> None:
    """Each excitation lies within three standard errors, each baseline within a third."""
    fit = fit_intensities(history, options=PLAIN)

    off = np.abs(fit.branching - truth.branching) / fit.branching_errors
    assert off.max() < 3.0
    assert fit.level() == pytest.approx(truth.level(), rel=0.35)
    assert fit.branching[1, 0] > 4 * fit.branching_errors[1, 0]


def test_parameters_of_counts_come_back() -> None:
    """Where acts are counted and not days with an act, too."""
    truth = put_in(counted="acts")
    history = simulate_history(truth, n_days=N_DAYS, rng=np.random.default_rng(3))

    fit = fit_intensities(history, options=truth.options)

    assert np.all(np.abs(fit.branching - truth.branching) < 3.0 * fit.branching_errors)
    assert history.max() > 1


def test_mean_rate_is_that_of_the_stationary_process() -> None:
    """In the long run, acts a day are (1 - branching) inverse times the baseline."""
    truth = put_in(counted="acts")
    history = simulate_history(truth, n_days=20_000, rng=np.random.default_rng(5))

    expected = np.linalg.solve(np.eye(2) - truth.branching, truth.level())

    assert truth.spectral_radius == pytest.approx(0.4)
    assert history.mean(axis=1) == pytest.approx(expected, rel=0.06)


def test_shuffled_history_answers_nothing(history: Floats) -> None:
    """Turned round against the first, the second stream is no longer raised by it."""
    rng = np.random.default_rng(11)
    real = fit_intensities(history, options=PLAIN).branching[1, 0]

    found = [fit_intensities(turned(history, rng), options=PLAIN).branching[1, 0] for _ in range(5)]

    assert np.mean(found) < 0.15 * real
    assert max(found) < 0.5 * real


def test_excitations_are_never_negative(history: Floats) -> None:
    """An act may fail to raise another; it never lowers it."""
    fit = fit_intensities(history, options=PLAIN)

    assert fit.excitation.min() >= 0.0
    assert fit.baseline.min() >= 0.0


def test_slow_drift_is_no_excitation() -> None:
    """Two streams that were busy in the same year, a day here and there, feed nothing."""
    rng = np.random.default_rng(2)
    rate = np.where(np.arange(1200) < 600, 0.05, 0.25)
    history = (rng.random((2, 1200)) < rate).astype(float)

    drifting = fit_intensities(history, options=IntensityOptions(stiffness=3.0, ridge=0.5))
    level = fit_intensities(history, options=PLAIN)

    assert drifting.branching.sum() < 0.5 * level.branching.sum()


def test_quiet_weekends_are_no_excitation() -> None:
    """The busy weekday scales all days; it is not read as acts bringing about acts."""
    rng = np.random.default_rng(4)
    factors = np.array([1.5, 1.5, 1.5, 1.5, 1.0, 0.0, 0.0])
    quiet = made_intensities(np.array([0.2]), np.zeros((1, 1, 2)), options=PLAIN, weekdays=factors)
    history = simulate_history(quiet, n_days=N_DAYS, rng=rng)

    fit = fit_intensities(history, options=PLAIN)

    assert fit.branching[0, 0] < 2 * fit.branching_errors[0, 0]
    assert fit.weekdays == pytest.approx(factors, abs=0.4)


def test_intensities_rise_after_an_act_and_fade(truth: IntensityFit) -> None:
    """From the day after it, halved in two days for the short memory."""
    acts = np.zeros((2, 10))
    acts[0, 3] = 1.0

    felt = truth.intensities(acts)

    assert felt[1, 3] == pytest.approx(0.06)
    assert felt[1, 4] - 0.06 == pytest.approx(0.5 * (1 - 0.5**0.5))
    assert felt[1, 6] - 0.06 == pytest.approx((felt[1, 4] - 0.06) / 2)


def test_weekdays_of_little_history_say_little() -> None:
    """Three acts on Mondays in two weeks do not make a rule."""
    acts = np.zeros((1, 14))
    acts[0, [4, 11]] = 1.0  # day 4 after 1 January 1970, a Thursday, is a Monday

    factors = weekday_factors(acts, first_day=0)

    assert factors[0] == factors.max()
    assert factors[0] < 3.0


@pytest.mark.parametrize("shape", [(0, 30), (2, 3)])
def test_too_little_to_fit_is_refused(shape: tuple[int, int]) -> None:
    """No streams, or less than a week."""
    with pytest.raises(ForecastError, match="a week or more"):
        fit_intensities(np.zeros(shape))
