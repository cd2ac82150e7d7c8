"""Counts that fade: who did what to whom, each act weighing less the older it is.

In: a day series. Out: `Ledger`, every pair's days with each type of act, and `Page`, the
same as it stood on one morning, faded at several half-lives. The idea to know: an act h
days old counts 0.5 ** (h / half-life), and the sum is divided by what an act on every day
would have given since the record began, so that a faded count is a rate in days per day
and a young record does not look like a quiet world.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.dynamics.series import NOBODY, DaySeries, Ints
from parley.dynamics.units import Stream, Units
from parley.dynamics.windows import Floats
from parley.terms import EVENT_TYPES

__all__ = ["HALF_LIVES", "Ledger", "Page", "faded"]

HALF_LIVES: tuple[float, ...] = (3.0, 8.0, 20.0, 50.0, 150.0)
"""Days after which an act counts half, from last week's news to the long run."""
N_TYPES = len(EVENT_TYPES)
N_NEAR = 120
"""Parties among which allies are looked for: the most active ones."""

Single = NDArray[np.float32]


def exposure(span: int) -> Floats:
    """Return what an act on each of the last `span` days would sum to, by half-life."""
    rates = np.exp2(-1.0 / np.array(HALF_LIVES))
    return np.asarray(rates * (1.0 - rates ** max(span, 1)) / (1.0 - rates), dtype=np.float64)


def fading(ages: Ints) -> Floats:
    """Return the weights of acts of these ages, shape (n_half_lives, n)."""
    return np.asarray(np.exp2(-ages[None, :] / np.array(HALF_LIVES)[:, None]), dtype=np.float64)


def faded(place: Ints, ages: Ints, n_places: int, span: int) -> Floats:
    """Return faded counts as rates, shape (n_places, n_half_lives).

    Examples
    --------
    >>> faded(np.array([0, 0]), np.array([1, 2]), 1, 2).round(6).tolist()
    [[1.0, 1.0, 1.0, 1.0, 1.0]]
    """
    weights = fading(ages)
    sums = [np.bincount(place, weights=each, minlength=n_places) for each in weights]
    return np.asarray(np.stack(sums, axis=1) / exposure(span), dtype=np.float64)


class Ledger:
    """Every ordered pair's days with each type of act, with the day each became known.

    `actor` and `recipient` have shape (n_pairs,), in places of `DaySeries.parties`;
    `pair`, `kind`, `day` and `known_day` one entry for each pair, type and day.
    """

    def __init__(self, series: DaySeries) -> None:
        self.series = series
        self.n_parties = len(series.parties)
        nobody = series.party_index(NOBODY)
        real = series.done & (series.actor != nobody) & (series.recipient != nobody)
        key = series.actor[real] * self.n_parties + series.recipient[real]
        pairs, pair = np.unique(key, return_inverse=True)
        self.actor, self.recipient = pairs // max(self.n_parties, 1), pairs % max(self.n_parties, 1)
        day, known, kind = series.day[real], series.known_day[real], series.event_type[real]
        place = pair.ravel() * N_TYPES + kind
        order = np.lexsort((known, day, place))
        place, day, known = place[order], day[order], known[order]
        fresh = np.ones(len(place), dtype=bool)
        fresh[1:] = (place[1:] != place[:-1]) | (day[1:] != day[:-1])
        self.place, self.day, self.known_day = place[fresh], day[fresh], known[fresh]

    def page(self, day: int) -> Page:
        """Return all pairs as they stood on the morning of a day."""
        seen = (self.known_day <= day) & (self.day < day)
        n_pairs = len(self.actor)
        rates = faded(
            self.place[seen], day - self.day[seen], n_pairs * N_TYPES, day - self.series.first_day
        )
        return Page(
            day=day,
            span=max(1, day - self.series.first_day),
            n_parties=self.n_parties,
            actor=self.actor,
            recipient=self.recipient,
            rates=rates.reshape(n_pairs, N_TYPES, len(HALF_LIVES)),
        )


@dataclass(frozen=True, slots=True)
class Page:
    """All pairs on one morning: `rates` has shape (n_pairs, n_types, n_half_lives)."""

    day: int
    span: int
    n_parties: int
    actor: Ints
    recipient: Ints
    rates: Floats

    def of_units(self, units: Units, *, turned: bool = False) -> Floats:
        """Return the rates of units, shape (n_units, n_types, n_half_lives).

        The rates of a unit of several pairs are their sums; `turned` looks at what the
        recipients do to the actors.
        """
        sides = (self.recipient, self.actor) if turned else (self.actor, self.recipient)
        unit = units.find(*sides)
        mine = unit >= 0
        out = np.zeros((units.n, *self.rates.shape[1:]))
        np.add.at(out, unit[mine], self.rates[mine])
        return out

    def of_parties(self) -> tuple[Floats, Floats]:
        """Return what each party does and what is done to it, by type and half-life.

        Two arrays of shape (n_parties + 1, n_types, n_half_lives); the last row stands
        for parties never seen.
        """
        done = np.zeros((self.n_parties + 1, *self.rates.shape[1:]))
        met = np.zeros_like(done)
        np.add.at(done, self.actor, self.rates)
        np.add.at(met, self.recipient, self.rates)
        return done, met


def stream_rates(stream: Stream, n_units: int, day: int, span: int) -> Floats:
    """Return the faded rates of a stream, shape (n_units, n_half_lives)."""
    seen = (stream.known_day <= day) & (stream.day < day)
    return faded(stream.unit[seen], day - stream.day[seen], n_units, span)
