"""How often things happened, and what followed what.

In: nothing but values. Out: `BaseRate` and `Rule`. The idea to know: both are counts
over past windows that one can look up, never a bare number.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BaseRate", "Rule"]


@dataclass(frozen=True, slots=True)
class BaseRate:
    """How often an outcome came true in a named reference class.

    `n_hits` of `n_windows` past windows of the dyad itself saw the outcome; `class_rate`
    is the rate over all of `reference_class` (`class_hits` of `class_windows`);
    `probability` is the first shrunk towards the second, in [0, 1].
    """

    probability: float
    n_hits: int
    n_windows: int
    class_rate: float
    class_hits: int
    class_windows: int
    reference_class: str
    window_days: int


@dataclass(frozen=True, slots=True)
class Rule:
    """After `body`, `head` within `within_days`: with support and confidence in [0, 1]."""

    rule_id: str
    body: str
    head: str
    within_days: int
    support: int
    confidence: float
