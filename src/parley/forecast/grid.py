"""The grid: every dyad, act and horizon at once, as arrays.

In: a day series, how many states, which acts, which horizons. Out: `Grid`, the cells
asked about; `outcome_table`, what came of them; and the shape that every forecaster of a
grid has, `GridForecaster`. The idea to know: a backtest asks some 200,000 questions at
each origin, too many to be written out one by one, so they are told by three places
(dyad, act, horizon) and answered by one array of that shape.

A window of h days asked on the morning of a day covers that day and the h - 1 after it,
as that of a `Question` does.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from parley.dynamics.series import Bools, DaySeries, Ints
from parley.dynamics.units import Act, Stream, Units, activity_ranks, own_touches, select
from parley.dynamics.windows import Floats, window_hits
from parley.errors import ForecastError, InputError, nearest
from parley.terms import EVENT_TYPES, QUADS, Dyad

__all__ = [
    "HORIZONS",
    "QUAD_ACTS",
    "TYPE_ACTS",
    "Grid",
    "GridForecaster",
    "act_name",
    "busiest_places",
    "closed_windows",
    "grid_of",
    "grid_streams",
    "make_grid",
    "named_acts",
    "outcome_table",
]

HORIZONS = (7, 30, 90)
"""Days ahead that a backtest asks about when it names none."""

QUAD_NAMES: tuple[str, ...] = tuple(dict.fromkeys(QUADS.values()))
TYPE_ACTS: tuple[Act, ...] = tuple(Act((name,), directed=True) for name in EVENT_TYPES)
"""One act for each of the 16 PLOVER types, by the actor towards the recipient."""
QUAD_ACTS: tuple[Act, ...] = tuple(
    Act(tuple(name for name in EVENT_TYPES if QUADS[name] == quad), directed=True)
    for quad in QUAD_NAMES
)
"""One act for each quad class: any of its types."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells asked about at one origin: each dyad with each act over each horizon.

    `actor` and `recipient` have shape (n_dyads,) and hold places in `DaySeries.parties`;
    `horizons` are days.
    """

    acts: tuple[Act, ...]
    actor: Ints
    recipient: Ints
    horizons: tuple[int, ...]

    @property
    def shape(self) -> tuple[int, int, int]:
        """Numbers of dyads, acts and horizons."""
        return len(self.actor), len(self.acts), len(self.horizons)

    @property
    def units(self) -> Units:
        """The dyads as units, one cell each, for the counting of `dynamics`."""
        n = len(self.actor)
        return Units(n, "dyad", np.arange(n), self.actor, self.recipient)

    def only(
        self,
        *,
        acts: Sequence[int] | None = None,
        dyads: Sequence[int] | None = None,
        horizons: Sequence[int] | None = None,
    ) -> Grid:
        """Return the grid of some acts, dyads and horizons, each given by place."""
        rows = slice(None) if dyads is None else np.asarray(dyads, dtype=np.int64)
        return Grid(
            self.acts if acts is None else tuple(self.acts[i] for i in acts),
            self.actor[rows],
            self.recipient[rows],
            self.horizons if horizons is None else tuple(self.horizons[i] for i in horizons),
        )


@runtime_checkable
class GridForecaster(Protocol):
    """Answers a whole grid at once."""

    @property
    def name(self) -> str:
        """Name with version, such as `hazard.v1`."""

    def grid(self, series: DaySeries, grid: Grid, *, day: int) -> Floats:
        """Return the chance of every cell on the morning of a day.

        Parameters
        ----------
        series
            The history; only `series.known_by(day)` may be used.
        day
            The first day of every window, as a number.

        Returns
        -------
        NDArray
            Shape (n_dyads, n_acts, n_horizons), each in [0, 1].
        """


def act_name(act: Act) -> str:
    """Return what an act is called: its type, its quad class, or its types joined.

    Examples
    --------
    >>> act_name(TYPE_ACTS[1]), act_name(QUAD_ACTS[3])
    ('CONSULT', 'material conflict')
    """
    for quad, each in zip(QUAD_NAMES, QUAD_ACTS, strict=True):
        if each.event_types == act.event_types:
            return quad
    return " or ".join(act.event_types)


def named_acts(names: Sequence[str]) -> tuple[Act, ...]:
    """Return acts by name: types, quad classes, `types` (all 16), `quads` or `all` (both).

    Raises
    ------
    InputError
        If a name is none of these.

    Examples
    --------
    >>> [act_name(act) for act in named_acts(["consult", "material conflict"])]
    ['CONSULT', 'material conflict']
    >>> len(named_acts(["all"]))
    20
    """
    sets = {"types": TYPE_ACTS, "quads": QUAD_ACTS, "all": (*TYPE_ACTS, *QUAD_ACTS)}
    by_name = {act_name(act).casefold(): (act,) for act in (*TYPE_ACTS, *QUAD_ACTS)} | sets
    found: list[Act] = []
    for name in names:
        folded = name.strip().replace("_", " ").casefold()
        if folded not in by_name:
            close = nearest(folded, by_name)
            hint = f" Did you mean {close!r}?" if close else ""
            raise InputError(
                f"No act {name!r}.{hint} Known: {', '.join(EVENT_TYPES)}; "
                f"{', '.join(QUAD_NAMES)}; types, quads, all."
            )
        found.extend(by_name[folded])
    return tuple(dict.fromkeys(found))


def busiest_places(
    series: DaySeries, *, day: int, n_parties: int, among: Collection[str] | None = None
) -> Ints:
    """Return the most active parties on the morning of a day, as places, sorted.

    Places are those in `series.parties`; activity is told by what was known by then.

    Parameters
    ----------
    among
        Parties that may be chosen, such as the states; None for any.
    """
    ranks, n_active = activity_ranks(series, day)
    ordered = np.argsort(ranks, kind="stable")[:n_active]
    if among is not None:
        ordered = ordered[[series.parties[place] in among for place in ordered.tolist()]]
    return np.sort(ordered[:n_parties])


def make_grid(
    series: DaySeries,
    *,
    day: int,
    n_parties: int = 60,
    among: Collection[str] | None = None,
    acts: Sequence[Act] = (*TYPE_ACTS, *QUAD_ACTS),
    horizons: Sequence[int] = HORIZONS,
) -> Grid:
    """Return the grid of all directed dyads of the most active parties.

    Parameters
    ----------
    series
        The history; parties are chosen by what was known on the morning of `day`.
    among
        Parties that may be chosen, such as the states; None for any.
    horizons
        Days ahead, one or more each.

    Raises
    ------
    ForecastError
        If fewer than two parties are known, or a horizon is shorter than a day.
    """
    if not horizons or min(horizons) < 1:
        raise ForecastError(f"horizons need one day or more each, not {list(horizons)}")
    chosen = busiest_places(series, day=day, n_parties=n_parties, among=among)
    if len(chosen) < 2:
        raise ForecastError("There are no dyads to ask about: fewer than two parties are known.")
    actor, recipient = (side.ravel() for side in np.meshgrid(chosen, chosen, indexing="ij"))
    apart = actor != recipient
    return Grid(
        tuple(acts), actor[apart], recipient[apart], tuple(sorted({int(days) for days in horizons}))
    )


def grid_of(
    series: DaySeries, dyads: Sequence[Dyad], *, acts: Sequence[Act], horizons: Sequence[int]
) -> Grid:
    """Return the grid of the dyads named; a party never seen gets a place past the end.

    Raises
    ------
    ForecastError
        If there are no dyads, or a horizon is shorter than a day.
    """
    if not dyads:
        raise ForecastError("There are no dyads to ask about.")
    if not horizons or min(horizons) < 1:
        raise ForecastError(f"horizons need one day or more each, not {list(horizons)}")
    places = [[series.party_index(party) for party in dyad] for dyad in dict.fromkeys(dyads)]
    sides = np.array(places, dtype=np.int64).reshape(-1, 2).T
    actor, recipient = np.where(sides < 0, len(series.parties), sides)
    return Grid(tuple(acts), actor, recipient, tuple(sorted({int(days) for days in horizons})))


def grid_streams(series: DaySeries, grid: Grid) -> tuple[Stream, ...]:
    """Return for each act the touches of the grid's dyads, one for each dyad and day."""
    units = grid.units
    return tuple(select(own_touches(series, act), units).distinct() for act in grid.acts)


def outcome_table(series: DaySeries, grid: Grid, moments: Ints) -> Bools:
    """Tell for every cell whether the act happened in the window that opens on each moment.

    Parameters
    ----------
    series
        The history as known at the end, when all is settled.
    moments
        Shape (n_moments,): first days of windows, sorted.

    Returns
    -------
    NDArray
        Shape (n_moments, n_dyads, n_acts, n_horizons). Windows that have not closed are
        told too; `closed_windows` says which have.
    """
    out = np.zeros((len(moments), *grid.shape), dtype=np.bool_)
    for k, stream in enumerate(grid_streams(series, grid)):
        for h, days in enumerate(grid.horizons):
            seen = window_hits(
                stream.unit, stream.day, n_units=len(grid.actor), starts=moments, days=days
            )
            out[:, :, k, h] = seen.T
    return out


def closed_windows(series: DaySeries, grid: Grid, moments: Ints, *, last_day: int) -> Bools:
    """Tell which windows had closed by the last day watched, shape (n_moments, n_horizons).

    Parameters
    ----------
    last_day
        The last day of which everything was known at the end; the last day that the
        record watched counts where it is earlier.
    """
    end = min(last_day, int(series.watched[-1])) if len(series.watched) else last_day
    horizons = np.array(grid.horizons, dtype=np.int64)
    return np.asarray(moments[:, None] + horizons[None, :] - 1 <= end)
