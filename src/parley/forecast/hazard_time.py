"""Time in a hazard: when it is fitted, and from four horizons to any window.

In: chances at the anchor horizons, as log-odds. Out: the chance of any window, open now
or later. The idea to know: what is joined between the anchors is the cumulative hazard,
-ln(1 - p), on logarithmic scales; it only ever grows, so a wider window is never less
likely. A window that opens later knows less of today, and its chance fades towards the
base rate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parley.dynamics.base_rates import SUREST
from parley.dynamics.windows import Floats
from parley.forecast.fitting import logistic
from parley.forecast.hazard_sample import ANCHORS

__all__ = ["HIGHEST", "LOWEST", "Course", "fit_day", "nearest_anchor"]

LOWEST = -12.0
HIGHEST = float(np.log(SUREST / (1.0 - SUREST)))
FADE_DAYS = 60.0
"""A window that opens so much later keeps half of what today's news adds."""
_NEAR_SLOPES = (0.6, 1.0)
_FAR_SLOPES = (0.3, 1.0)
_YOUNG, _OLD = 120, 365


def fit_day(first_day: int, day: int) -> int:
    """Return the day whose fit answers on a day, by the age of the record.

    Every week in its first months, every fourth in its first year, then every eighth: on
    the spring of ICEWS 2018 fits a week, two or four weeks old did not differ by .002 of
    skill, while a young record doubles in weeks.

    It depends on the calendar and the age of the record alone, so that an answer does not
    hang on what was asked before.

    Examples
    --------
    >>> fit_day(0, 100), fit_day(0, 300), fit_day(0, 400)
    (98, 280, 392)
    """
    age = day - first_day
    step = 7 if age < _YOUNG else 28 if age < _OLD else 56
    return day - day % step


def nearest_anchor(days: int) -> int:
    """Return the place of the anchor horizon nearest to a number of days, by their ratio.

    Examples
    --------
    >>> ANCHORS[nearest_anchor(14)], ANCHORS[nearest_anchor(365)]
    (7, 180)
    """
    return int(np.argmin(np.abs(np.log(np.array(ANCHORS) / max(days, 1)))))


@dataclass(frozen=True, slots=True)
class Course:
    """Chances of one or more units over time, from log-odds at the anchors.

    `log_odds` has shape (n, n_anchors) and is made never to fall from one to the next.
    """

    log_odds: Floats

    @classmethod
    def through(cls, log_odds: Floats) -> Course:
        """Return the course through chances that may yet fall from one anchor to the next."""
        held = np.clip(log_odds, LOWEST, HIGHEST)
        return cls(np.maximum.accumulate(held, axis=1))

    def within(self, days: int | Floats) -> Floats:
        """Return the log-odds of windows of so many days that open now.

        Parameters
        ----------
        days
            One length, for shape (n,), or an array of them, for shape (n, n_lengths).

        Examples
        --------
        >>> course = Course.through(np.array([[-2.0, -1.0, 0.0, 0.5]]))
        >>> course.within(30).tolist(), bool(course.within(45)[0] > -1.0)
        ([-1.0], True)
        """
        lengths = np.atleast_1d(np.asarray(days, dtype=np.float64))
        place = np.log(np.array(ANCHORS, dtype=np.float64))
        hazard = np.log(np.logaddexp(0.0, self.log_odds))  # of -ln(1 - p)
        slopes = np.diff(hazard, axis=1) / np.diff(place)
        out = np.empty((len(hazard), len(lengths)))
        for j, at in enumerate(np.log(lengths)):
            k = int(np.clip(np.searchsorted(place, at, side="right") - 1, 0, len(place) - 2))
            slope, start = slopes[:, k], k
            if at < place[0]:
                slope = np.clip(slope, *_NEAR_SLOPES)
            elif at > place[-1]:
                slope, start = np.clip(slope, *_FAR_SLOPES), len(place) - 1
            exact = np.flatnonzero(place == at)
            if len(exact):
                out[:, j] = self.log_odds[:, exact[0]]
                continue
            cumulative = np.exp(hazard[:, start] + slope * (at - place[start]))
            out[:, j] = cumulative + np.log(-np.expm1(-cumulative))  # ln(e^H - 1)
        out = np.clip(out, LOWEST, HIGHEST)
        return out[:, 0] if np.ndim(days) == 0 else out

    def later(self, base: Course, gap: int, days: int) -> Floats:
        """Return the log-odds of windows of so many days that open after a gap, shape (n,).

        No window is less likely than a later part of it, nor more likely than the window
        that opens now and closes with it.
        """
        opens = gap + np.arange(days)
        lengths = (gap + days - opens).astype(np.float64)
        kept = 0.5 ** (opens / FADE_DAYS)
        parts = kept * self.within(lengths) + (1.0 - kept) * base.within(lengths)
        return np.asarray(np.minimum(parts.max(axis=1), self.within(gap + days)))

    def chances(self, days: int) -> Floats:
        """Return the chances of windows of so many days that open now, shape (n,)."""
        return logistic(self.within(days))
