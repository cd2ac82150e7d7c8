"""The learned part of the ranker: trees that correct the mixture of plain forecasts.

In: `Lesson`, the queries of past days with their candidates. Out: `Ranking`, which scores
candidates. The ideas to know: the trees begin at the logarithm of the mixture and learn
what to add, by the likelihood of the true answer among the candidates of its query (a
softmax, as in a conditional logit); and since most poor candidates are left out of a
lesson, each that is kept stands for several, which the softmax takes into account, or the
model would learn that poor candidates come true.

lightgbm takes a second to import, so this module is imported by those who fit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import lightgbm
import numpy as np
from numpy.typing import NDArray

from parley.dynamics.series import Ints
from parley.dynamics.windows import Floats
from parley.errors import ForecastError
from parley.forecast.ranker_counts import Floats32

__all__ = ["FitOptions", "Lesson", "Ranking", "fit_ranking"]

Objective = Callable[[Floats, lightgbm.Dataset], tuple[Floats32, Floats32]]


@dataclass(frozen=True, slots=True)
class FitOptions:
    """How the trees are grown; chosen on ICEWS14 valid.

    200 rounds gave MRR 0.499, 100 gave 0.497; 15 leaves in place of 31 gave 0.497, lambdarank
    over the same rows 0.485.
    """

    n_rounds: int = 200
    learning_rate: float = 0.1
    n_leaves: int = 31
    n_in_leaf: int = 50
    column_share: float = 0.5
    row_share: float = 0.7
    ridge: float = 5.0
    n_bins: int = 127


@dataclass
class Lesson:
    """Queries of past days with their candidates, block by block.

    `features` holds arrays of shape (n_rows, n_features); `mixture`, `true` and `stands_for`
    one number a row, `sizes` one a query: its number of rows. A row that `stands_for` k
    is one of k poor candidates of which the others were left out.
    """

    features: list[Floats32] = field(default_factory=list)
    mixture: list[Floats32] = field(default_factory=list)
    true: list[NDArray[np.bool_]] = field(default_factory=list)
    stands_for: list[Floats32] = field(default_factory=list)
    sizes: list[Ints] = field(default_factory=list)

    def add(
        self,
        features: Floats32,
        mixture: Floats32,
        *,
        true: NDArray[np.bool_],
        stands_for: Floats32,
        query: Ints,
        n_queries: int,
    ) -> None:
        """Add a block; queries whose answer is no candidate teach nothing and are left out."""
        taught = np.bincount(query, true, minlength=n_queries) > 0
        kept = taught[query]
        self.features.append(features[kept])
        self.mixture.append(mixture[kept])
        self.true.append(true[kept])
        self.stands_for.append(stands_for[kept])
        self.sizes.append(np.bincount(query, minlength=n_queries)[taught])

    @property
    def n_queries(self) -> int:
        """Queries in the lesson."""
        return sum(len(sizes) for sizes in self.sizes)


@dataclass(frozen=True)
class Ranking:
    """A fitted correction of the mixture; with no trees, the mixture itself."""

    trees: lightgbm.Booster | None
    columns: Ints | None = None

    def score(self, features: Floats32, mixture: Floats32, *, n_threads: int = 1) -> Floats:
        """Return scores, higher the likelier; differences are log-odds between candidates."""
        start = _start(mixture)
        if self.trees is None or not len(features):
            return start
        chosen = features if self.columns is None else features[:, self.columns]
        added = self.trees.predict(chosen, raw_score=True, num_threads=n_threads)
        return start + np.asarray(added, np.float64)


def fit_ranking(
    lesson: Lesson,
    options: FitOptions | None = None,
    *,
    columns: Ints | None = None,
    seed: int = 0,
    n_threads: int = 1,
) -> Ranking:
    """Fit the trees to a lesson.

    Parameters
    ----------
    columns
        The features to use; by default all.

    Raises
    ------
    ForecastError
        If the lesson has no query whose answer is a candidate.
    """
    if not lesson.n_queries:
        raise ForecastError("the ranker's lesson is empty: no past query has its answer in it")
    chosen = options or FitOptions()
    sizes = np.concatenate(lesson.sizes)
    true = np.concatenate(lesson.true).astype(np.float64)
    blocks = [block for block in lesson.features if len(block)]
    data = blocks if columns is None else [block[:, columns] for block in blocks]
    settings = {
        "objective": _softmax(sizes, np.concatenate(lesson.stands_for), true),
        "learning_rate": chosen.learning_rate,
        "num_leaves": chosen.n_leaves,
        "min_data_in_leaf": chosen.n_in_leaf,
        "min_sum_hessian_in_leaf": 1.0,
        "feature_fraction": chosen.column_share,
        "bagging_fraction": chosen.row_share,
        "bagging_freq": 1,
        "lambda_l2": chosen.ridge,
        "max_bin": chosen.n_bins,
        "num_threads": n_threads,
        "deterministic": True,
        "force_row_wise": True,
        "seed": seed,
        "verbose": -1,
    }
    dataset = lightgbm.Dataset(
        data, true, init_score=_start(np.concatenate(lesson.mixture)), params=settings
    )
    return Ranking(lightgbm.train(settings, dataset, chosen.n_rounds), columns)


def _start(mixture: Floats32) -> Floats:
    """Return the logarithm of the mixture; a candidate it gives nothing stands far below."""
    start: Floats = np.log(mixture.astype(np.float64) + 1e-9)
    return start


def _softmax(sizes: Ints, stands_for: Floats32, true: Floats) -> Objective:
    """Return the gradient of the softmax likelihood, queries of `sizes` rows side by side."""
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    query = np.repeat(np.arange(len(sizes)), sizes)
    n_true = np.add.reduceat(true, starts)[query]
    log_weight = np.log(stands_for.astype(np.float64))

    def slopes(score: Floats, _: lightgbm.Dataset) -> tuple[Floats32, Floats32]:
        raised = score + log_weight
        share = np.exp(raised - np.maximum.reduceat(raised, starts)[query])
        share /= np.add.reduceat(share, starts)[query]
        slope = n_true * share - true
        curve = np.maximum(n_true * share * (1 - share), 1e-6)
        return slope.astype(np.float32), curve.astype(np.float32)

    return slopes


def mixture_without(plain: Floats32, weights: Floats32, kept: Sequence[int]) -> Floats32:
    """Return the mixture of some plain forecasts alone, rows as in `plain`.

    Examples
    --------
    >>> plain = np.array([[0.2, 0.4]], np.float32)
    >>> mixture_without(plain, np.array([[0.5, 0.5]], np.float32), [1]).round(2).tolist()
    [0.20000000298023224]
    """
    places = list(kept)
    mixed: Floats32 = (plain[:, places] * weights[:, places]).sum(axis=1)
    return mixed
