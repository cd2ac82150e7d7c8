"""Laws of intensities, answers and what-ifs, over invented histories."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.dynamics.answers_chance import follow_counts, q_values
from parley.dynamics.intensity import fit_intensities, made_intensities
from parley.dynamics.intensity_kernels import decayed_sums, kernel_table
from parley.dynamics.intensity_paths import chance_within, simulate
from parley.dynamics.windows import Floats

few = settings(max_examples=15, deadline=None)
seeds = st.integers(0, 10_000)
days = st.lists(st.integers(0, 40), min_size=1, max_size=30)


def history(seed: int, n_streams: int = 3, n_days: int = 120) -> Floats:
    """Return a history drawn from a seed: streams of different rates."""
    rng = np.random.default_rng(seed)
    rates = rng.uniform(0.02, 0.4, size=(n_streams, 1))
    return rng.poisson(rates, size=(n_streams, n_days)).astype(float)


@few
@given(days, days)
def test_memory_of_two_histories_is_the_sum_of_their_memories(
    first: list[int], second: list[int]
) -> None:
    """Each touch is felt by itself."""
    moments = np.arange(0, 60, 7)

    def felt(on: list[int]) -> Floats:
        day = np.array(on)
        return decayed_sums(
            np.zeros_like(day), day, day + 1, n_units=1, moments=moments, half_life_days=6.0
        )

    assert np.allclose(felt(first + second), felt(first) + felt(second))


@few
@given(seeds)
def test_fits_are_never_negative_and_do_not_depend_on_the_order_of_streams(seed: int) -> None:
    """Turning the streams about turns the branching matrix about."""
    acts = history(seed)
    order = np.array([2, 0, 1])

    fit, turned = fit_intensities(acts), fit_intensities(acts[order])

    assert fit.excitation.min() >= 0.0
    assert np.allclose(turned.branching, fit.branching[np.ix_(order, order)], atol=1e-4)


@few
@given(seeds, st.integers(0, 2), st.integers(80, 119))
def test_supposing_an_act_never_lowers_a_chance_on_paths(seed: int, stream: int, day: int) -> None:
    """Excitations are not negative, and both branches draw the same chance numbers."""
    rng = np.random.default_rng(seed)
    fit = made_intensities(rng.uniform(0.01, 0.1, 3), rng.uniform(0.0, 0.2, (3, 3, 2)))
    acts = history(seed)
    more = acts.copy()
    more[stream, day] += 1.0

    was, would = (
        chance_within(
            simulate(fit, table, n_days=10, n_paths=60, rng=np.random.default_rng(seed)), [0]
        )
        for table in (acts, more)
    )

    assert np.all(would >= was)
    assert np.all(np.diff(was) >= 0)


@few
@given(seeds)
def test_later_days_change_no_earlier_memory(seed: int) -> None:
    """What is felt on a morning hangs on the days before it alone."""
    acts = history(seed)
    later = acts.copy()
    later[:, 60:] += 3.0

    assert np.array_equal(
        kernel_table(acts, [2.0, 14.0])[:, :, :61], kernel_table(later, [2.0, 14.0])[:, :, :61]
    )


@few
@given(seeds)
def test_follow_counts_hang_on_the_seed_alone(seed: int) -> None:
    """The same history and seed give the same figures, each within its bounds."""
    amounts = history(seed)

    first, second = (
        follow_counts(amounts, within_days=3, n_shuffles=49, rng=np.random.default_rng(seed))
        for _ in range(2)
    )

    assert np.array_equal(first.p, second.p)
    assert np.all((first.p > 0) & (first.p <= 1))
    assert np.all(first.answered <= first.n_cases[:, None])
    assert np.all(q_values(first.p.ravel()) >= first.p.ravel() - 1e-12)
