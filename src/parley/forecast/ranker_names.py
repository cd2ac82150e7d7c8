"""What a name tells of an entity: the country it is of, and what kind of party it is.

In: names such as `Police (Nigeria)`. Out: a home and a kind for each, as numbers. The
idea to know: data sets of this family name most parties by kind with the country in
brackets, so a party never seen before still resembles others; a name that says neither
has home 0 and the kind of bare names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parley.dynamics.series import Ints

__all__ = ["Names", "read_names"]

_BRACKETED = re.compile(r"(?P<kind>.*\S)\s*\((?P<home>[^()]*)\)")
_COUNTRY, _BARE = "a country", "a bare name"


@dataclass(frozen=True, slots=True)
class Names:
    """Home and kind of each entity; home 0 is unknown."""

    home: Ints
    kind: Ints
    n_homes: int
    n_kinds: int


def read_names(names: Sequence[str]) -> Names:
    """Return homes and kinds; a name that stands in brackets elsewhere is a country.

    Examples
    --------
    >>> found = read_names(["Police (Freedonia)", "Freedonia", "Elena Marsh"])
    >>> found.home.tolist(), found.n_kinds
    ([1, 1, 0], 3)
    """
    plain = [name.replace("_", " ") for name in names]
    read = [_BRACKETED.fullmatch(name) for name in plain]
    homes = {match["home"] for match in read if match}
    pairs = [
        (match["home"], match["kind"])
        if match
        else (name, _COUNTRY)
        if name in homes
        else ("", _BARE)
        for name, match in zip(plain, read, strict=True)
    ]
    home_of = {home: i for i, home in enumerate(["", *sorted(homes - {""})])}
    kind_of = {kind: i for i, kind in enumerate(sorted({kind for _, kind in pairs}))}
    return Names(
        np.array([home_of[home] for home, _ in pairs], dtype=np.int64),
        np.array([kind_of[kind] for _, kind in pairs], dtype=np.int64),
        len(home_of),
        len(kind_of),
    )
