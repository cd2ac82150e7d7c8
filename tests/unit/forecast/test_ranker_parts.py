"""The ranker's parts: counts that fade, names, laws, vectors, the softmax."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from parley.dynamics.rules_ground import Facts
from parley.errors import ForecastError
from parley.forecast.ranker_candidates import PLAIN, Weights, best_candidates
from parley.forecast.ranker_counts import FADES, FadingCounts
from parley.forecast.ranker_fit import FitOptions, Lesson, fit_ranking
from parley.forecast.ranker_history import History
from parley.forecast.ranker_laws import Laws
from parley.forecast.ranker_lowrank import find_neighbours
from parley.forecast.ranker_names import read_names


def _history(rows: list[tuple[int, int, int, int]], names: list[str]) -> History:
    s, r, o, day = np.array(rows, np.int64).T
    facts = Facts(s, r, o, day, n_entities=len(names), n_relations=2)
    return History(facts, read_names(names))


def test_a_count_fades_day_by_day() -> None:
    """After two days a count stands at exp(-2 / fade), at each rate."""
    counts = FadingCounts(np.array([7]))

    counts.add(slice(0, 1), 0)
    counts.pass_days(2)

    assert counts.recent[0] == pytest.approx(np.exp(-2 / np.array(FADES)), rel=1e-5)


def test_a_key_never_seen_is_at_nought() -> None:
    """A key that was not laid out is found in the last row, which stays at nought."""
    counts = FadingCounts(np.array([3, 7]))
    counts.add(slice(0, 2), 0)

    rows = counts.find(np.array([7, 5, 99]))

    assert counts.total[rows].tolist() == [1.0, 0.0, 0.0]


def test_underscores_in_names_are_spaces() -> None:
    """Editions that write `Police_(Freedonia)` tell the same home and kind."""
    names = read_names(["Police_(Freedonia)", "Police (Sylvania)", "Freedonia"])

    assert names.kind[0] == names.kind[1]
    assert names.home[0] == names.home[2] != names.home[1]


def test_a_law_grows_surer_with_each_case() -> None:
    """When b has always been answered by r the next day, r follows from b nearly surely."""
    names = ["Freedonia", "Sylvania", *(f"Land {i}" for i in range(6))]
    rows = [(0, 0, 1, day) if day % 2 == 0 else (1, 1, 0, day) for day in range(60)]
    rows += [(1, 0, 2 + day % 6, day) for day in range(60)]
    history, laws = _history(rows, names), Laws(len(names), 2)
    sure = []

    for day in range(60):
        if day in (11, 59):
            triple = history.triple.find(np.array([((1 * 8 + 0) * 4) + 2]))
            sure.append(float(laws.confidence(history, day, np.array([1]), triple)[0]))
        laws.learn(history, history.asked_on(day))
        history.take_in(day)

    assert sure[0] < sure[1]
    assert sure[1] > 0.8


def test_entities_with_the_same_partners_are_near() -> None:
    """Two that deal with the same others are alike, though they never met."""
    pairs = [(0, 2), (0, 3), (1, 2), (1, 3), (4, 5), (4, 6)]
    rows, columns = np.array([*pairs, *((b, a) for a, b in pairs)]).T
    ties = sp.csr_matrix((np.full(len(rows), 2.0, np.float32), (rows, columns)), shape=(7, 7))

    near = find_neighbours(ties, ties, ties, seed=0).near

    assert near[0] @ near[1] > 0.9
    assert abs(float(near[0] @ near[4])) < 0.1


def test_weights_go_to_the_plain_forecast_that_was_right() -> None:
    """After a day on which one forecast gave all to the answers, it weighs most."""
    history, weights = _history([(0, 0, 1, 0)], ["Freedonia", "Sylvania"]), Weights()
    shares = np.zeros((50, len(PLAIN)), np.float32)
    shares[:, 3] = 1.0
    ones = np.zeros(50, np.int64)

    weights.note(history, ones, ones, shares)
    weights.learn()

    after = weights.of(history, ones[:1], ones[:1])[0]
    assert int(after.argmax()) == 3
    assert float(after.sum()) == pytest.approx(1.0)


def test_candidates_that_tie_are_taken_in_order() -> None:
    """Among equals the first columns stand first."""
    best = best_candidates(np.zeros((2, 6), np.float32), 6)

    assert best.tolist() == [[0, 1, 2, 3, 4, 5]] * 2


def test_a_kept_candidate_that_stands_for_many_counts_for_many() -> None:
    """Leaving out poor candidates does not make the model think that they come true.

    Answers are equally often good and poor candidates; for each poor one kept, seven were
    left out. The trees must rank a good one higher all the same.
    """
    lesson = Lesson()
    for query in range(200):
        good = query % 2 == 0
        features = np.array([[1.0], [1.0], [0.0], [0.0]], np.float32)
        true = np.array([good, False, not good, False])
        lesson.add(
            features, np.full(4, 0.1, np.float32), true=true,
            stands_for=np.where(true | (features[:, 0] > 0), 1, 8).astype(np.float32),
            query=np.zeros(4, np.int64), n_queries=1,
        )  # fmt: skip

    ranking = fit_ranking(lesson, FitOptions(n_rounds=60, n_in_leaf=5, row_share=1.0))

    alike = np.full(2, 0.1, np.float32)
    good, poor = ranking.score(np.array([[1.0], [0.0]], np.float32), alike)
    assert good > poor + 0.5


def test_a_lesson_without_answers_is_refused() -> None:
    """Nothing can be learnt from queries whose answers are no candidates."""
    with pytest.raises(ForecastError, match="lesson is empty"):
        fit_ranking(Lesson())
