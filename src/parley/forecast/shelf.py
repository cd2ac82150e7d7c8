"""A shelf of fits: what took seconds to learn, kept as files.

In: a folder, or none, and arrays by name. Out: the same arrays, or None when there are
none to be had. The idea to know: a key tells all that a fit depends on, the events that
were visible on its day first of all, so a fit taken from the shelf is the one that would
be made anew; the shelf is safe to delete at any time, and a damaged file counts as
missing.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from parley.dynamics.series import DaySeries

__all__ = ["Shelf", "fingerprint"]

_log = logging.getLogger(__name__)

Arrays = dict[str, NDArray[np.generic]]

N_KEPT = 64
"""Files of one model at most; the oldest go first. One fit of ICEWS 2018 takes 2 MB."""

_COLUMNS = (
    "actor", "recipient", "actor_sector", "recipient_sector", "event_type", "day",
    "known_day", "done", "planned", "promised",
)  # fmt: skip


def fingerprint(series: DaySeries, *extra: object) -> str:
    """Return a short name for all touches in a series, in any order, and what else counts.

    Parties and sectors enter by name, so that what becomes known later changes nothing.

    Examples
    --------
    >>> from parley.dynamics.series import day_series
    >>> from parley.record.rows import events_frame
    >>> len(fingerprint(day_series(events_frame([])), "hazard.v1"))
    24
    """
    hashed = hashlib.blake2b(digest_size=12)
    columns = [np.asarray(getattr(series, name)) for name in _COLUMNS]
    for place in range(4):
        names = series.parties if place < 2 else series.sectors
        used, columns[place] = np.unique(columns[place], return_inverse=True)
        hashed.update("\x1f".join(names[i] for i in used.tolist()).encode())
    # One number for each touch and their sorted list make the order of rows no matter.
    mixed = np.zeros(len(series), dtype=np.uint64)
    for column in columns:
        mixed = (mixed ^ column.astype(np.int64).view(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    hashed.update(np.sort(mixed).tobytes())
    hashed.update(np.ascontiguousarray(series.watched).tobytes())
    hashed.update(repr((series.first_day, *extra)).encode())
    return hashed.hexdigest()


class Shelf:
    """Fits as files under a folder; without a folder nothing is kept.

    Parameters
    ----------
    folder
        Made when something is first kept. What cannot be written is not kept, and said
        once as a warning.
    """

    def __init__(self, folder: str | os.PathLike[str] | None) -> None:
        self.folder = None if folder is None else Path(folder)

    def get(self, model: str, key: str) -> Arrays | None:
        """Return the arrays kept for a model under a key, or None."""
        if self.folder is None:
            return None
        path = self._path(model, key)
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                return {name: kept[name] for name in kept.files}
        except FileNotFoundError:
            return None
        except (OSError, ValueError, EOFError, BadZipFile) as error:
            _log.warning("%s: a fit that cannot be read, made anew (%s)", path, error)
            return None

    def put(self, model: str, key: str, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        """Keep arrays for a model under a key."""
        if self.folder is None:
            return
        path = self._path(model, key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
            with os.fdopen(handle, "wb") as file:
                np.savez(file, **dict[str, Any](arrays))
            Path(name).replace(path)
            self._prune(path.parent)
        except OSError as error:
            _log.warning("%s: the fit is not kept (%s)", path, error)

    def _path(self, model: str, key: str) -> Path:
        assert self.folder is not None
        return self.folder / model / f"{key}.npz"

    def _prune(self, folder: Path) -> None:
        kept = sorted(folder.glob("*.npz"), key=lambda path: (path.stat().st_mtime, path.name))
        for path in kept[:-N_KEPT]:
            path.unlink(missing_ok=True)
