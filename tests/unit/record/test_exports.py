from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import polars as pl
import pytest

from parley.errors import ImportDataError, InputError
from parley.record.exports import from_bytes, to_bytes, to_text
from parley.record.schema import EVENT_COLUMNS, MENTION_COLUMNS
from parley.record.store import Store


@pytest.fixture
def frames(
    store: Store, make_report: Any, make_mention: Any, make_reading: Any, now: datetime
) -> dict[str, pl.DataFrame]:
    """Events, mentions and statements of one report."""
    report = make_report('He said: "Nothing;\nbut this."')
    mention = make_mention(report, actors=("RUR", "ZEN"), on="2024-03-05")
    store.add([(report, make_reading(report, mention, rich=True))], recorded_at=now)
    known = store.known(now)
    return {
        "events": known.events(),
        "mentions": known.mentions(),
        "statements": known.statements(),
        "readings": known.readings(),
    }


@pytest.mark.parametrize("name", ["events", "mentions", "statements", "readings"])
def test_parquet_and_json_keep_everything(frames: dict[str, pl.DataFrame], name: str) -> None:
    """Written and read back, a frame is the same frame."""
    frame = frames[name]

    assert from_bytes(to_bytes(frame, "parquet"), "parquet").equals(frame)
    assert from_bytes(to_bytes(frame, "json"), "json", schema=frame.schema).equals(frame)


def test_json_is_one_object_a_line_with_instants_in_utc(frames: dict[str, pl.DataFrame]) -> None:
    """Any program can read a line by itself."""
    (line,) = to_text(frames["events"], "json").splitlines()

    event = json.loads(line)
    assert event["actors"] == ["RUR", "ZEN"]
    assert event["published_at"] == "2024-03-05T12:00:00.000000Z"


def test_csv_joins_lists(frames: dict[str, pl.DataFrame]) -> None:
    """A cell holds a list joined by semicolons, and structures as JSON."""
    events = pl.read_csv(to_bytes(frames["events"], "csv"))
    mentions = pl.read_csv(to_bytes(frames["mentions"], "csv"))

    assert events["actors"].to_list() == ["RUR; ZEN"]
    assert events["published_at"].to_list() == ["2024-03-05T12:00:00Z"]
    assert [a["code"] for a in json.loads(mentions["actors"][0])] == ["RUR", "ZEN"]


@pytest.mark.parametrize("schema", [EVENT_COLUMNS, MENTION_COLUMNS])
def test_a_frame_without_rows_survives(schema: pl.Schema) -> None:
    """No rows is an answer too."""
    empty = pl.DataFrame(schema=schema)

    assert from_bytes(to_bytes(empty, "parquet"), "parquet").equals(empty)
    assert from_bytes(to_bytes(empty, "json"), "json", schema=schema).equals(empty)
    assert to_text(empty, "csv").count("\n") == 1


def test_an_unknown_format_is_refused() -> None:
    """The error names the formats there are."""
    with pytest.raises(InputError, match="csv, json, parquet"):
        to_bytes(pl.DataFrame(), "xlsx")  # type: ignore[arg-type]


def test_bytes_of_another_kind_are_refused() -> None:
    """Reading back something else ends in an error of ours."""
    with pytest.raises(ImportDataError):
        from_bytes(b"not parquet", "parquet")
    with pytest.raises(ImportDataError):
        from_bytes(b"{broken", "json", schema=EVENT_COLUMNS)
    with pytest.raises(InputError, match="schema"):
        from_bytes(b"{}", "json")
