"""The shelf: what is kept comes back, and damage costs time, never an answer."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from parley.dynamics.series import DaySeries, day_number, day_series
from parley.forecast.shelf import Shelf, fingerprint
from parley.record.rows import events_frame

from .conftest import at, make_event, make_history


def _series(*, shuffled: bool = False, later: bool = False) -> DaySeries:
    events = make_history(60)
    if later:
        events.append(make_event("AID", ["ZZZ"], ["AAA"], 200))
    frame = events_frame(events)
    return day_series(frame.sample(fraction=1.0, shuffle=True, seed=1) if shuffled else frame)


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    """Arrays of any type, to the last bit."""
    arrays = {"a": np.arange(3), "b/c": np.array([0.1, np.inf]), "told": np.frombuffer(b"x", "u1")}

    Shelf(tmp_path).put("model.v1", "key", arrays)
    kept = Shelf(tmp_path).get("model.v1", "key")

    assert kept is not None
    assert all(np.array_equal(kept[name], arrays[name]) for name in arrays)


def test_without_a_folder_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is any file made."""
    monkeypatch.chdir(tmp_path)
    shelf = Shelf(None)

    shelf.put("model.v1", "key", {"a": np.arange(3)})

    assert shelf.get("model.v1", "key") is None
    assert list(tmp_path.iterdir()) == []


def test_damaged_file_counts_as_missing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It is said once, and the fit is made anew."""
    shelf = Shelf(tmp_path)
    shelf.put("model.v1", "key", {"a": np.arange(3)})
    (tmp_path / "model.v1" / "key.npz").write_bytes(b"PK\x03\x04 half a file")

    with caplog.at_level(logging.WARNING):
        kept = shelf.get("model.v1", "key")

    assert kept is None
    assert "made anew" in caplog.text


def test_oldest_files_go_when_there_are_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shelf stays small however long a record is watched."""
    monkeypatch.setattr("parley.forecast.shelf.N_KEPT", 2)
    shelf = Shelf(tmp_path)

    for key in ("a", "b", "c"):
        shelf.put("model.v1", key, {"x": np.arange(1)})

    assert len(list((tmp_path / "model.v1").glob("*.npz"))) == 2
    assert shelf.get("model.v1", "c") is not None


def test_fingerprint_knows_no_order_of_rows() -> None:
    """The same events in another order are the same events."""
    assert fingerprint(_series()) == fingerprint(_series(shuffled=True))


def test_fingerprint_is_of_what_was_visible() -> None:
    """An event of later, even by a party never seen before, leaves it as it was."""
    day = day_number(at(60).date())

    assert fingerprint(_series().known_by(day)) == fingerprint(_series(later=True).known_by(day))


def test_fingerprint_tells_histories_and_recipes_apart() -> None:
    """One event more, or another setting, is another fit."""
    more = day_series(
        pl.concat([events_frame(make_history(60)), events_frame([make_event("AID", ["AAA"], ["BBB"], 3)])])
    )  # fmt: skip

    names = {fingerprint(_series()), fingerprint(more), fingerprint(_series(), "other seed")}

    assert len(names) == 3
