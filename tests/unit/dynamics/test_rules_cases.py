"""Cases, base rates and chance: the counting under every rule."""

from __future__ import annotations

import numpy as np
import pytest

from parley.dynamics.rules_cases import case_starts, discoveries, pool, tally, turned
from parley.dynamics.series import Bools

N_DAYS = 300


def _days(rng: np.random.Generator, n_units: int, rate: float) -> Bools:
    return rng.random((N_DAYS, n_units, 1)) < rate


def _answered(bodies: Bools, rng: np.random.Generator, chance: float) -> Bools:
    """Let the head follow two days after a body, with a chance."""
    heads = np.zeros_like(bodies)
    heads[2:] = bodies[:-2] & (rng.random(bodies[:-2].shape) < chance)
    return heads


def test_a_stretch_counts_once_for_each_window_it_fills() -> None:
    """Ten days on end open a case on the first, fifth and ninth day when windows have 3 days."""
    days = np.ones((10, 1, 1), dtype=bool)

    starts = case_starts(days, 3)

    assert np.flatnonzero(starts.ravel()).tolist() == [0, 4, 8]


def test_a_planted_confidence_comes_back() -> None:
    """A head that follows two days later in six of ten cases is found in about as many."""
    rng = np.random.default_rng(1)
    bodies = _days(rng, 40, 0.02)

    found = tally(bodies, _answered(bodies, rng, 0.6), 3)
    pooled = pool(found, np.arange(40))

    assert pooled.confidence.item() == pytest.approx(0.6, abs=0.08)
    assert pooled.base.item() < 0.1
    assert pooled.p_value.item() < 1e-6


def test_windows_that_have_not_closed_are_no_cases() -> None:
    """A body three days before the end teaches nothing about a week."""
    days = np.zeros((30, 1, 1), dtype=bool)
    days[26] = True

    found = tally(days, days, 7)

    assert found.cases.item() == 0
    assert found.last_case.item() == 26


def test_quarrelsome_dyads_prove_nothing_by_quarrelling_on() -> None:
    """Bodies and heads that share their dyads but not their days are no rule."""
    rng = np.random.default_rng(2)
    busy = np.where(np.arange(60) < 10, 0.2, 0.01)[None, :, None]
    bodies = rng.random((N_DAYS, 60, 1)) < busy
    heads = rng.random((N_DAYS, 60, 1)) < busy

    pooled = pool(tally(bodies, heads, 7), np.arange(60))

    assert pooled.confidence.item() == pytest.approx(pooled.base.item(), abs=0.05)
    assert pooled.p_value.item() > 0.01


def test_one_quarrel_is_no_law() -> None:
    """What a single pair of dyads does, out of many, does not hold over all."""
    rng = np.random.default_rng(3)
    bodies = _days(rng, 40, 0.03)
    heads = _days(rng, 40, 0.03)
    heads[:, 0] = _answered(bodies, rng, 1.0)[:, 0]

    pooled = pool(tally(bodies, heads, 3), np.arange(40))

    assert pooled.p_value.item() > 0.05


def test_few_clusters_make_no_law() -> None:
    """Four pairs, however regular, are too few to tell how pairs differ."""
    rng = np.random.default_rng(4)
    bodies = _days(rng, 4, 0.05)

    pooled = pool(tally(bodies, _answered(bodies, rng, 1.0), 3), np.arange(4))

    assert pooled.p_value.item() == 1.0


def test_turning_the_history_finds_a_planted_answer_of_one_dyad() -> None:
    """An answer in nine of ten cases stands out from the dyad's own history turned round."""
    rng = np.random.default_rng(5)
    bodies = _days(rng, 1, 0.05)

    planted = turned(bodies, _answered(bodies, rng, 0.9), 3).item()
    unrelated = turned(bodies, _days(rng, 1, 0.05), 3).item()

    assert planted < 1e-4
    assert unrelated > 0.01


def test_chance_is_not_underrated_on_bursty_histories() -> None:
    """Of unrelated histories that come in bursts hardly one in twenty passes for one in twenty."""
    rng = np.random.default_rng(6)
    bursts = np.repeat(rng.random((2, 30, 200)) < 0.2, 10, axis=1)
    days = bursts & (rng.random((2, 300, 200)) < 0.4)

    chances = [
        turned(days[0, :, i, None, None], days[1, :, i, None, None], 3).item() for i in range(200)
    ]

    assert np.mean(np.array(chances) < 0.05) < 0.08


def test_false_discoveries_are_held_to_their_rate() -> None:
    """Among a thousand rules of noise none is found; twenty planted ones are."""
    rng = np.random.default_rng(7)
    noise = rng.random(1000)

    mixed = discoveries(np.concatenate([np.full(20, 1e-6), noise]), rate=0.05)

    assert discoveries(noise, rate=0.05).sum() <= 1
    assert mixed[:20].all()
    assert mixed[20:].sum() <= 5
