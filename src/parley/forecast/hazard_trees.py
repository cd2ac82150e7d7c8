"""Trees as flat arrays: grown by LightGBM once, read by numpy ever after.

In: a grown LightGBM model, or the arrays saved of one. Out: `Forest`, which gives scores
in log-odds and splits each score over the features on its way. The idea to know: every
node has the mean score of what lies below it, so a walk from root to leaf is a sum of
steps, each step belongs to the feature that was asked there, and the root's mean with
all steps is the leaf's score, exactly. (Path contributions: Saabas 2014; Palczewska et
al. 2013, IEEE IRI.)

Asking a question so needs neither LightGBM nor the second it takes to import it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from parley.dynamics.series import Ints
from parley.dynamics.windows import Floats

__all__ = ["Forest", "forest_of"]

LEAF = -1


@dataclass(frozen=True, slots=True)
class Forest:
    """Nodes of all trees in one list.

    `feature` is -1 at leaves; a row goes `left` when its number is not above
    `threshold`, else `right`, both places in the list. `value` is the mean score below a
    node, in log-odds. `root` has one entry for each tree.
    """

    root: Ints
    feature: Ints
    threshold: Floats
    left: Ints
    right: Ints
    value: Floats

    def __len__(self) -> int:
        """Return the number of trees."""
        return len(self.root)

    @property
    def level(self) -> float:
        """The mean score of all trees together, before anything is asked."""
        return float(self.value[self.root].sum())

    def scores(self, rows: Floats) -> Floats:
        """Return the summed scores of rows, shape (n,), from features of shape (n, n_features).

        Examples
        --------
        >>> one = Forest(
        ...     root=np.array([0]), feature=np.array([0, -1, -1]), left=np.array([1, 0, 0]),
        ...     threshold=np.array([0.5, 0.0, 0.0]), right=np.array([2, 0, 0]),
        ...     value=np.array([0.0, -1.0, 1.0]),
        ... )
        >>> one.scores(np.array([[0.2], [0.9]])).tolist()
        [-1.0, 1.0]
        >>> one.steps(np.array([[0.2], [0.9]])).tolist()
        [[-1.0], [1.0]]
        """
        total = np.zeros(len(rows))
        if len(rows) <= 64:
            return self.level + self.steps(rows).sum(axis=1) if len(self) else total
        columns = np.ascontiguousarray(rows.T)
        everyone = np.arange(len(rows))
        for root in self.root.tolist():
            waiting = [(root, everyone)]
            while waiting:
                node, here = waiting.pop()
                asked = int(self.feature[node])
                if asked == LEAF:
                    total[here] += self.value[node]
                    continue
                low = columns[asked][here] <= self.threshold[node]
                if (below := here[low]).size:
                    waiting.append((int(self.left[node]), below))
                if (above := here[~low]).size:
                    waiting.append((int(self.right[node]), above))
        return total

    def steps(self, rows: Floats) -> Floats:
        """Return each feature's part in the scores, of the shape of `rows`.

        The parts of a row and `level` add up to its score.
        """
        out = np.zeros(rows.shape)
        n, n_trees = len(rows), len(self.root)
        if not n or not n_trees:
            return out
        at = np.tile(self.root, (n, 1))
        which = np.arange(n)[:, None]
        while True:
            asked = self.feature[at]
            inner = asked != LEAF
            if not inner.any():
                return out
            numbers = rows[which, np.maximum(asked, 0)]
            after = np.where(numbers <= self.threshold[at], self.left[at], self.right[at])
            after = np.where(inner, after, at)
            np.add.at(
                out,
                (np.broadcast_to(which, at.shape)[inner], asked[inner]),
                (self.value[after] - self.value[at])[inner],
            )
            at = after

    def arrays(self) -> dict[str, Any]:
        """Return the arrays by name, to be kept."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def forest_of(model: Mapping[str, Any]) -> Forest:
    """Return the forest of a dumped LightGBM model (`Booster.dump_model()`)."""
    rows: list[list[float]] = []  # feature, threshold, left, right, value, weight

    def grow(node: Mapping[str, Any]) -> int:
        place = len(rows)
        if "split_feature" not in node:
            rows.append([LEAF, 0.0, 0, 0, float(node["leaf_value"]), _weight(node)])
            return place
        rows.append([float(node["split_feature"]), float(node["threshold"]), 0, 0, 0.0, 0.0])
        left, right = grow(node["left_child"]), grow(node["right_child"])
        weights = rows[left][5], rows[right][5]
        total = sum(weights) or 1.0
        rows[place][2:] = [
            left,
            right,
            (rows[left][4] * weights[0] + rows[right][4] * weights[1]) / total,
            total,
        ]
        return place

    root = [grow(tree["tree_structure"]) for tree in model["tree_info"]]
    table = np.array(rows, dtype=np.float64).reshape(-1, 6)
    return Forest(
        root=np.array(root, dtype=np.int64),
        feature=table[:, 0].astype(np.int64),
        threshold=table[:, 1],
        left=table[:, 2].astype(np.int64),
        right=table[:, 3].astype(np.int64),
        value=table[:, 4],
    )


def _weight(leaf: Mapping[str, Any]) -> float:
    """The weight of a leaf: how many rows fell into it."""
    return max(float(leaf.get("leaf_count", 1.0)), 1.0)
