"""How often things happened, and what followed what.

In: nothing but values. Out: `BaseRate` and `Rule`. The idea to know: both are counts
over past windows that one can look up, never a bare number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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
    """After `body`, `head` within `within_days`: with support and confidence in [0, 1].

    `support` is the number of cases of the body whose window has closed, `hits` how many
    of them the head followed. `confidence` is drawn towards what holds elsewhere, the
    more so the fewer the cases; `interval` holds it with a chance of 90 %. `base_rate` is
    how often the head falls into windows of that length when nothing is asked of the
    body. `p_value` is the chance of as many hits without any tie between the two, `basis`
    where the tie was found: `here`, or `everywhere` when it is lent by all dyads.
    `last_on` is the day of the latest case that the head followed; `event_ids` are the
    events of body and head of such cases, latest first.
    """

    rule_id: str
    body: str
    head: str
    within_days: int
    support: int
    confidence: float
    family: str = ""
    hits: int = 0
    interval: tuple[float, float] = (0.0, 1.0)
    base_rate: float | None = None
    p_value: float | None = None
    basis: str = ""
    n_dyads: int = 1
    last_on: date | None = None
    event_ids: tuple[str, ...] = ()

    @property
    def lift(self) -> float | None:
        """How many times the base rate the confidence is; None without a base rate."""
        return self.confidence / self.base_rate if self.base_rate else None

    @property
    def text(self) -> str:
        """The rule in one sentence.

        Examples
        --------
        >>> Rule("r", "PRK threatens KOR", "KOR accuses PRK", 3, 58, 0.71, base_rate=0.09).text
        'After PRK threatens KOR, KOR accuses PRK within 3 days'
        """
        days = "a day" if self.within_days == 1 else f"{self.within_days} days"
        return f"After {self.body}, {self.head} within {days}"
