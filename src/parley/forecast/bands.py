"""How relations move: the chance that they worsen, improve or stay as they are.

In: questions with a `Band`, and the record as it was known. Out: a `Forecast` for each.
The idea to know: levels return to where they usually stand, so what counts is how far the
window before lies from the usual level, and how many acts it rests on. Both are learnt
from closed windows of comparable pairs, in two steps that leave nothing out: whether
relations move so far at all, then which way. So the chances of worse, better and steady
sum to one, whoever asks for which.

The base rate is how often the pair itself moved so, drawn towards all pairs. Measured on
ICEWS 2018 (45 pairs drawn at each of three origins, May to August, from those of the 30
busiest parties; 30 days; pairs with acts before): for a fall or rise of any size, of 1 and
of 2 points the Brier score was .180, .155 and .127, against .244, .201 and .151 for the
base rate and .244, .198 and .154 for the rate of all pairs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from parley.dynamics.series import day_number, opening_day
from parley.dynamics.units import own_touches, select
from parley.dynamics.windows import Floats
from parley.errors import ForecastError
from parley.forecast.bands_windows import (
    LEAST,
    STEP_DAYS,
    BandLesson,
    BandSeen,
    BandWindows,
    chance_of,
    joined,
    steps,
)
from parley.forecast.batches import series_for
from parley.forecast.explain import Told
from parley.forecast.signing import signed_forecast
from parley.terms import INTENSITY, BaseRate, Forecast, KnownRecord, Question, log_odds

__all__ = ["BandForecaster"]

_GROUPS = (("stands", (0, 1)), ("usual", (2,)), ("busy", (3, 4)), ("week", (5,)))
"""Which features tell one story together."""


class BandForecaster:
    """Answers how relations move; its reasons add up from the pair's own rate."""

    name = "bands.v1"

    def answers(self, question: Question) -> bool:
        """Tell whether a question is about relations."""
        return question.band is not None

    def forecast(self, questions: Sequence[Question], known: KnownRecord) -> list[Forecast]:
        """Return one forecast for each question, in order, with reasons.

        Raises
        ------
        ForecastError
            If a question has no band, or its window had closed by then.
        """
        looked_at: dict[tuple[object, ...], BandWindows] = {}
        return [self._one(question, known, looked_at) for question in questions]

    def _one(
        self,
        question: Question,
        known: KnownRecord,
        looked_at: dict[tuple[object, ...], BandWindows],
    ) -> Forecast:
        if question.band is None:
            raise ForecastError(f"{question.text!r} is not about a band; {self.name} cannot say.")
        day = day_number(opening_day(known.as_of))
        if day_number(question.closes_on) < day:
            raise ForecastError(
                f"The window of {question.text!r} closed on {question.closes_on}. Ask about a "
                "later window, or as of an earlier moment."
            )
        series = series_for(known, question)
        if not len(series.watched):
            rate = BaseRate(
                1 / 3, 0, 0, 1 / 3, 0, 0,
                "no event at all is known, so nothing was counted", question.horizon_days,
            )  # fmt: skip
            return signed_forecast(self.name, question, rate, [], known.as_of)
        # Worse, steady and better of one pair and window are one piece of work.
        band = question.band
        key = (
            question.actors, question.recipients, question.event_types, question.opens_on,
            question.closes_on, question.directed, question.statuses, band.by, band.measure,
        )  # fmt: skip
        if key not in looked_at:
            looked_at[key] = BandWindows(question, series, _intensities(known.events()), day)
        rate, told = _Teller(looked_at[key]).answer(band.direction)
        return signed_forecast(self.name, question, rate, told, known.as_of)


class _Teller:
    """Puts the windows of one pair into a base rate and reasons."""

    def __init__(self, look: BandWindows) -> None:
        self.look, self.band, self.length = look, look.band, look.length

    def answer(self, direction: str) -> tuple[BaseRate, list[Told]]:
        """Return base rate and reasons for one of the ways relations can go."""
        if self.look.seen is None:
            return self._uncounted()
        rate = self._rate(direction, self.look.seen)
        if self.look.lesson is None:
            return rate, [self._unmeasured(rate, direction)]
        return rate, self._told(direction, rate, self.look.seen, self.look.lesson)

    def _rate(self, direction: str, seen: BandSeen) -> BaseRate:
        pick = {"worse": (seen.falls, seen.own_falls), "better": (seen.rises, seen.own_rises)}
        steady = (~seen.falls & ~seen.rises, ~seen.own_falls & ~seen.own_rises)
        all_, mine = pick.get(direction, steady)
        hits, windows = int(all_[seen.had].sum()), int(seen.had.sum())
        return BaseRate(
            probability=chance_of(direction, seen.shares),
            n_hits=int(mine[seen.own_had].sum()),
            n_windows=int(seen.own_had.sum()),
            class_rate=hits / windows,
            class_hits=hits,
            class_windows=windows,
            reference_class=f"all {seen.n_units:,} pairs of the most active parties, windows a "
            "week apart that had acts before them",
            window_days=self.length,
        )

    def _told(
        self, direction: str, rate: BaseRate, seen: BandSeen, lesson: BandLesson
    ) -> list[Told]:
        """Return the reasons: one step after the other from base rate to chance."""
        ready = np.clip((self.look.ready[0] - lesson.centre) / lesson.scale, -6.0, 6.0)
        fell, rose = seen.shares
        moves, down = (float(x[0]) for x in steps(np.array([fell]), np.array([rose])))
        reached = log_odds(chance_of(direction, seen.shares))
        told = []
        parts: list[tuple[str, tuple[int, ...]]] = [("level", ()), *_GROUPS]
        at = np.array([moves, down])
        for kind, columns in parts:
            for i, fit in enumerate((lesson.moved, lesson.fell)):
                level = fit[0] + fit[1] * (moves, down)[i] if kind == "level" else 0.0
                at[i] += level + sum(float(fit[2 + c] * ready[c]) for c in columns)
            now = log_odds(chance_of(direction, joined(at)))
            text, ids = self._words(kind, rate)
            told.append(Told(kind, text, now - reached, ids))
            reached = now
        first, rest = told[0], sorted(told[1:], key=lambda each: (-abs(each.weight), each.kind))
        return [first, *rest]

    def _words(self, kind: str, rate: BaseRate) -> tuple[str, tuple[str, ...]]:
        mean = self.band.measure == "mean"
        level = self.look.points / max(self.look.acts, 1.0) if mean else self.look.points
        usual = self.look.usual if mean else float(np.sinh(self.look.usual))
        what = "mean" if mean else "sum"
        if kind == "level":
            return (
                f"General level: of {rate.class_windows:,} closed windows of {self.length} days "
                f"{rate.class_rate:.1%} went this way; pairs whose own rate is like this one, a "
                "little more or less often than it says"
            ), ()
        acts = int(self.look.acts)
        if kind == "stands":
            return (
                f"Where they stand: {what} intensity {level:+.2f} over {acts} acts in the last "
                f"{self.length} days, against {usual:+.2f} usually; levels return to "
                "where they were, the more so the fewer the acts"
            ), self._ids(self.length)
        if kind == "usual":
            return f"Their usual level of {usual:+.2f}: how much room it leaves to move", ()
        if kind == "busy":
            return (
                f"How much goes on: {acts} acts in the last {self.length} days; with few acts a "
                "level swings further, or cannot be measured at all"
            ), ()
        lately, points = self.look.week
        at = f", {what} {points / lately if mean else points:+.2f}" if lately else ""
        return f"The last week: {int(lately)} acts{at}", self._ids(STEP_DAYS)

    def _ids(self, days: int) -> tuple[str, ...]:
        own = select(own_touches(self.look.series, self.look.act), self.look.unit)
        rows = (own.day < self.look.day) & (own.day >= self.look.day - days)
        latest: dict[str, int] = {}
        for event, on in zip(own.event[rows].tolist(), own.day[rows].tolist(), strict=True):
            latest[str(self.look.series.event_ids[event])] = on
        return tuple(sorted(latest, key=lambda id_: (-latest[id_], id_))[:20])

    def _uncounted(self) -> tuple[BaseRate, list[Told]]:
        rate = BaseRate(
            1 / 3, 0, 0, 1 / 3, 0, 0, "an even chance each of worse, better and steady",
            self.length,
        )  # fmt: skip
        text = (
            "Nothing to count from yet: no two windows in a row have closed, so the three ways "
            "relations can go stand even"
        )
        return rate, [Told("thin", text, 0.0)]

    def _unmeasured(self, rate: BaseRate, direction: str) -> Told:
        sure = 1.0 - 2.0 * LEAST if direction == "steady" else LEAST
        text = (
            f"Nothing to measure against: no act between them in the last {self.length} days, "
            "so whatever comes, relations will count as steady"
        )
        return Told("stands", text, log_odds(sure) - log_odds(rate.probability))


def _intensities(events: pl.DataFrame) -> Floats:
    """Return the record's own intensity of each event, or that of its type."""
    usual = pl.col("event_type").replace_strict(INTENSITY, default=0.0, return_dtype=pl.Float64)
    own = pl.col("intensity").cast(pl.Float64).fill_null(usual) if "intensity" in events else usual
    return np.asarray(events.select(value=own)["value"].to_numpy(), dtype=np.float64)
