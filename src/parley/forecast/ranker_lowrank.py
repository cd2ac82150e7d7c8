"""Low-rank neighbours: entities and acts as short vectors, near where they go together.

In: sparse matrices of fading counts. Out: their leading singular vectors, and from them
how alike two entities are. The idea to know: a truncated singular value decomposition by
a block power method (Halko, Martinsson and Tropp 2011) needs a few sparse products and
starts from seeded numbers, so it is fast and repeats exactly; it is also safe where the
matrix has fewer dimensions than asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike

from parley.dynamics.windows import Floats
from parley.forecast.ranker_counts import Floats32

__all__ = ["Neighbours", "find_neighbours", "unit_rows"]

RANK = 64
"""Dimensions kept; 48 and 64 did the same on ICEWS14 valid."""
_SPARE, _ROUNDS = 12, 4


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Vectors by which likeness is told.

    `near` and `near_lately` have shape (n_entities, rank), rows of length one: entities
    with like partners over a season and a month. `left` and `right`: their product is how
    much two entities should have to do with each other. `objects` and `object_weight`
    project what was done onto what is done together with it.
    """

    near: Floats32
    near_lately: Floats32
    left: Floats32
    right: Floats32
    objects: Floats32
    object_weight: Floats32


def find_neighbours(
    acts: sp.csr_matrix, dyads: sp.csr_matrix, dyads_lately: sp.csr_matrix, *, seed: int
) -> Neighbours:
    """Return the neighbours of a moment.

    Parameters
    ----------
    acts
        Shape (n_subject_relations, n_entities): fading counts of objects.
    dyads, dyads_lately
        Shape (n_entities, n_entities): fading counts of all acts, both ways round.
    """
    objects, weight = _act_vectors(acts, seed)
    left, scale, right = _dyad_vectors(dyads, seed)
    _, scale_lately, lately = _dyad_vectors(dyads_lately, seed)
    return Neighbours(
        near=unit_rows(right * scale),
        near_lately=unit_rows(lately * scale_lately),
        left=left * scale,
        right=right,
        objects=objects,
        object_weight=weight,
    )


def unit_rows(matrix: Floats32) -> Floats32:
    """Return a matrix with rows of length one; rows of noughts stay.

    Examples
    --------
    >>> unit_rows(np.array([[3.0, 4.0], [0.0, 0.0]], np.float32)).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
    """
    length = np.sqrt(np.einsum("ij,ij->i", matrix, matrix))[:, None]
    scaled: Floats32 = matrix / np.maximum(length, np.float32(1e-6))
    return scaled


def _act_vectors(acts: sp.csr_matrix, seed: int) -> tuple[Floats32, Floats32]:
    # Rows never seen are left out: how many are laid out must not reach the last digit.
    counts = acts[np.flatnonzero(np.asarray(acts.sum(axis=1)).ravel() > 0)]
    counts.data = np.log1p(counts.data)
    rows = _root(counts.multiply(counts).sum(axis=1), 1e-9)
    counts = sp.diags(rows.astype(np.float32)) @ counts
    weight = _root(counts.multiply(counts).sum(axis=0), 0.3)
    _, _, objects = _truncated_svd((counts @ sp.diags(weight.astype(np.float32))).tocsr(), seed)
    return objects, weight.astype(np.float32)


def _root(squares: ArrayLike, floor: float) -> Floats:
    """Return one over the square root of lengths, none below a floor."""
    scaled: Floats = 1 / np.sqrt(np.maximum(np.sqrt(np.asarray(squares).ravel()), floor))
    return scaled


def _dyad_vectors(dyads: sp.csr_matrix, seed: int) -> tuple[Floats32, Floats32, Floats32]:
    counts = dyads.copy()
    counts.sum_duplicates()
    counts.data = np.log1p(counts.data)
    degree = 1 / np.maximum(np.sqrt(np.asarray(counts.sum(axis=1)).ravel()), 0.3)
    evened = sp.diags(degree.astype(np.float32))
    return _truncated_svd((evened @ counts @ evened).tocsr(), seed)


def _truncated_svd(matrix: sp.csr_matrix, seed: int) -> tuple[Floats32, Floats32, Floats32]:
    """Return left vectors, singular values and right vectors, all as columns."""
    rank = min(RANK, *matrix.shape)
    rng = np.random.default_rng(seed)
    turned = matrix.T.tocsr()
    basis = rng.standard_normal((matrix.shape[1], min(rank + _SPARE, *matrix.shape)))
    basis = basis.astype(np.float32)
    for _ in range(_ROUNDS):
        basis = np.linalg.qr(turned @ (matrix @ basis))[0]
    left, scale, inner = np.linalg.svd(matrix @ basis, full_matrices=False)
    right = (inner @ basis.T)[:rank].T
    # The sign of a vector is free; its largest part is made positive.
    sign = np.sign(right[np.abs(right).argmax(axis=0), np.arange(rank)])
    sign[sign == 0] = 1
    return (
        np.ascontiguousarray(left[:, :rank] * sign, dtype=np.float32),
        scale[:rank].astype(np.float32),
        np.ascontiguousarray(right * sign, dtype=np.float32),
    )
