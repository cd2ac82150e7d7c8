"""The field's protocol: what is asked, how ranks are counted, what is averaged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from parley.dynamics.series import Ints
from parley.dynamics.windows import Floats
from parley.errors import ForecastError, ImportDataError
from parley.forecast.tkg_protocol import (
    DayQueries,
    day_queries,
    filtered_ranks,
    rank_scores,
    read_benchmark,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A benchmark of three entities, times in steps of 24."""
    (tmp_path / "entity2id.txt").write_text("Freedonia\t0\nSylvania\t1\nPolice (Freedonia)\t2\n")
    (tmp_path / "relation2id.txt").write_text("Consult\t0\nAccuse\t1\n")
    (tmp_path / "train.txt").write_text("1\t0\t0\t24\n0\t0\t1\t0\n")
    (tmp_path / "valid.txt").write_text("0\t1\t2\t48\n")
    (tmp_path / "test.txt").write_text("0\t1\t1\t72\n")
    return tmp_path


def _slow_ranks(
    query: Ints, object_: Ints, score: Floats, asked: DayQueries, n_entities: int
) -> list[float]:
    """The definition, one answer at a time."""
    ranks = []
    for of, answer in zip(asked.of, asked.object, strict=True):
        others = set(asked.object[asked.of == of].tolist()) - {answer}
        scores = np.full(n_entities, -np.inf)
        scores[object_[query == of]] = score[query == of]
        left = np.array([e for e in range(n_entities) if e not in others])
        higher = int((scores[left] > scores[answer]).sum())
        equal = int((scores[left] == scores[answer]).sum())
        ranks.append(higher + (equal + 1) / 2)
    return ranks


def test_a_fact_asks_in_both_directions(folder: Path) -> None:
    """A fact answers a query for its object and one for its subject."""
    facts = read_benchmark(folder).facts

    asked = day_queries(
        0,
        np.concatenate([facts.subject[:1], facts.object[:1]]),
        np.concatenate([facts.relation[:1], facts.relation[:1] + 2]),
        np.concatenate([facts.object[:1], facts.subject[:1]]),
        n_relations=2,
    )

    assert list(zip(asked.subject, asked.relation, asked.object, strict=True)) == [
        (0, 0, 1),
        (1, 2, 0),
    ]


def test_a_step_of_the_clock_is_a_day(folder: Path) -> None:
    """Times in steps of 24 become days side by side, each part with its bounds."""
    benchmark = read_benchmark(folder)

    assert benchmark.facts.day.tolist() == [0, 1, 2, 3]
    assert (benchmark.first_day["valid"], benchmark.end_day["valid"]) == (2, 3)


def test_a_part_that_is_not_asked_for_is_not_read(folder: Path) -> None:
    """Choosing on valid never opens test.txt."""
    (folder / "test.txt").write_text("not a quadruple\n")

    benchmark = read_benchmark(folder, parts=("train", "valid"))

    assert "test" not in benchmark.first_day
    assert len(benchmark.facts) == 3


def test_a_broken_line_names_its_file(folder: Path) -> None:
    """A line that is no quadruple is refused, and the message says where it is."""
    (folder / "train.txt").write_text("0\t0\tSylvania\t0\n")

    with pytest.raises(ImportDataError, match=r"train\.txt"):
        read_benchmark(folder)


def test_parts_must_follow_in_time(folder: Path) -> None:
    """A valid part that begins before train ends would show the ranker what it is asked."""
    (folder / "valid.txt").write_text("0\t1\t2\t24\n")

    with pytest.raises(ImportDataError, match="begins before"):
        read_benchmark(folder)


@pytest.mark.parametrize("seed", range(5))
def test_ranks_are_those_of_the_definition(seed: int) -> None:
    """Filter, ties and answers outside the candidates agree with counting one by one."""
    rng = np.random.default_rng(seed)
    n_queries, n_entities = 6, 12
    kept = rng.random((n_queries, n_entities)) < 0.6
    query, object_ = np.nonzero(kept)
    score = rng.integers(0, 4, len(query)).astype(float)
    of, answer = np.nonzero(rng.random((n_queries, n_entities)) < 0.25)
    asked = DayQueries(0, np.arange(n_queries), np.zeros(n_queries, np.int64), of, answer)

    ranks = filtered_ranks(query, object_, score, asked=asked, n_entities=n_entities)

    assert ranks.tolist() == _slow_ranks(query, object_, score, asked, n_entities)


def test_an_answer_no_one_named_is_ranked_in_the_middle_of_the_rest() -> None:
    """Without any candidate every entity ties, and an answer has the mean rank of all."""
    asked = DayQueries(0, *(np.array(x) for x in ([0], [0], [0], [3])))
    none = np.zeros(0, np.int64)

    ranks = filtered_ranks(none, none, np.zeros(0), asked=asked, n_entities=9)

    assert ranks.tolist() == [5.0]


def test_a_score_that_is_no_number_is_refused() -> None:
    """A score of nan would rank anywhere."""
    asked = DayQueries(0, *(np.array(x) for x in ([0], [0], [0], [3])))
    one = np.array([0])

    with pytest.raises(ForecastError, match="not a number"):
        filtered_ranks(one, one, np.array([np.nan]), asked=asked, n_entities=9)


def test_no_ranks_have_no_mean() -> None:
    """Measures over nothing are refused, not nought."""
    with pytest.raises(ForecastError, match="counted from 1"):
        rank_scores(np.zeros(0))
