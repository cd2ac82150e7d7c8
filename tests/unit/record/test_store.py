from __future__ import annotations

import multiprocessing
import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from parley.errors import (
    InputError,
    NewerRecordError,
    NotFoundError,
    RecordAccessError,
    RecordError,
    UnknownIdError,
)
from parley.record.delta import Tables
from parley.record.schema import SCHEMA_VERSION, TABLES
from parley.record.store import Store
from parley.terms import BaseRate, Forecast, Question, Reading, Reason, Report, Resolution


def versions(store: Store) -> dict[str, int]:
    return {table: store.tables.version(table) for table in TABLES}


def a_forecast(now: datetime) -> Forecast:
    question = Question(
        question_id="0123456789abcdef",
        text="Will Ruritania and Zenda hold talks within 30 days?",
        actors=("RUR",),
        recipients=("ZEN",),
        event_types=("CONSULT",),
        opens_on=date(2024, 3, 6),
        closes_on=date(2024, 4, 4),
        directed=False,
    )
    base_rate = BaseRate(0.2, 2, 10, 0.19, 19, 100, "all dyads of Ruritania", 30)
    reason = Reason("fedcba9876543210", "They met in May.", 0.4, "recurrence", ("e1",), ("c1",))
    return Forecast(
        forecast_id="aaaabbbbccccdddd",
        question=question,
        probability=0.27,
        base_rate=base_rate,
        reasons=(reason,),
        origin=now,
        as_of=now,
        forecaster="recurrence.v1",
        interval=(0.2, 0.35),
    )


def test_what_was_added_is_read_back(
    store: Store, make_report: Any, make_mention: Any, make_reading: Any, now: datetime
) -> None:
    """Every part of a reading has its row, with the words it points at."""
    report = make_report()
    reading = make_reading(report, make_mention(report, on="2024-03-05"), rich=True)

    added = store.add([(report, reading)], recorded_at=now)

    known = store.known(now)
    assert (added.reports, added.mentions, added.statements, added.claims) == (1, 1, 1, 1)
    assert known.mentions()["sentence"].to_list() == [report.text]
    assert known.statements()["content"].to_list() == [f"Ruri … {report.text}"]
    assert known.claims().select("phrase", "deadline_on").row(0) == ("Ruri", date(2024, 6, 30))
    assert known.readings()["problems"][0].to_list() == [
        {"kind": "date", "message": "an impossible day", "start": 0, "end": 4}
    ]
    assert known.events()["event_type"].to_list() == ["SANCTION"]


def test_adding_a_report_twice_changes_nothing(
    store: Store, make_report: Any, make_mention: Any, make_reading: Any, now: datetime
) -> None:
    """The second time no row is added and no table gets a new version."""
    report = make_report()
    pair = (report, make_reading(report, make_mention(report), rich=True))
    store.add([pair], recorded_at=now)
    before = versions(store)

    added = store.add([pair, pair], recorded_at=now + timedelta(days=1))

    assert (added.reports, added.known) == (0, 2)
    assert versions(store) == before


def test_a_report_given_twice_in_one_batch_counts_once(
    store: Store, make_report: Any, make_reading: Any, now: datetime
) -> None:
    """The second of two equal reports is known by the time it comes."""
    report = make_report()
    pair = (report, make_reading(report))

    added = store.add([pair, pair], recorded_at=now)

    assert (added.reports, added.known) == (1, 1)
    assert store.reports(as_of=now).height == 1


def test_a_report_that_comes_with_another_date_keeps_its_first(
    store: Store, make_report: Any, make_reading: Any, now: datetime
) -> None:
    """The record only grows; that the dates differ is told."""
    first = make_report(published_at="2024-03-05T12:00+00:00")
    later = make_report(published_at="2024-03-09T12:00+00:00")
    store.add([(first, make_reading(first))], recorded_at=now)

    added = store.add([(later, make_reading(later))], recorded_at=now)

    assert added.redated == (first.report_id,)
    assert store.reports(as_of=now)["published_at"].to_list() == [first.published_at]


def test_a_crash_between_tables_leaves_nothing_visible(
    store: Store,
    make_report: Any,
    make_mention: Any,
    make_reading: Any,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rows whose marker never came are not read, and the next attempt adds them anew."""
    report = make_report()
    pair = (report, make_reading(report, make_mention(report), rich=True))
    append = Tables.append

    def crash(self: Tables, table: str, rows: pl.DataFrame) -> None:
        if table == "readings":
            raise KeyboardInterrupt
        append(self, table, rows)

    with monkeypatch.context() as patched:
        patched.setattr(Tables, "append", crash)
        with pytest.raises(KeyboardInterrupt):
            store.add([pair], recorded_at=now)
    left_behind = store.known(now)
    assert store.tables.version("mentions") == 0
    assert left_behind.reports().is_empty()
    assert left_behind.events().is_empty()

    store.add([pair], recorded_at=now)

    assert store.mentions(as_of=now).height == 1
    assert store.claims(as_of=now).height == 1
    assert store.reports(as_of=now).height == 1


def test_a_later_reader_supersedes_the_earlier_reading(
    store: Store, make_report: Any, make_mention: Any, make_reading: Any, now: datetime
) -> None:
    """A new reading of a report names the one it replaces, and its rows are the ones seen."""
    report = make_report()
    old = make_reading(report, make_mention(report, "SANCTION"))
    new = make_reading(report, make_mention(report, "ACCUSE"), reader="trained.v1")
    store.add([(report, old)], recorded_at=now)
    store.add([(report, new)], recorded_at=now + timedelta(hours=1))

    seen = store.events(as_of=now)
    seen_then = store.events(as_of=now, recorded_by=now)

    assert seen["event_type"].to_list() == ["ACCUSE"]
    assert seen_then["event_type"].to_list() == ["SANCTION"]
    assert store.known(now).readings()["replaces"].null_count() == 0
    assert store.reports(as_of=now).height == 1


def test_half_a_character_sends_a_report_to_quarantine(
    store: Store, make_report: Any, make_reading: Any, now: datetime
) -> None:
    """A text that no table can hold is set aside with its reason; the rest goes on."""
    broken, whole = make_report("Zenda \ud800 closed."), make_report()

    added = store.add([(r, make_reading(r)) for r in (broken, whole)], recorded_at=now)

    assert (added.refused, added.reports) == (1, 1)
    assert store.known(now).quarantine()["reason"].to_list() == ["its text holds half a character"]


def test_quarantine_keeps_each_trouble_once(store: Store, now: datetime) -> None:
    """The same trouble met again is not written again; long excerpts are cut."""
    troubles = [("a.jsonl:3", "json", "no text", "x" * 999)]

    first = store.quarantine(troubles, recorded_at=now)
    second = store.quarantine(troubles, recorded_at=now)

    assert (first, second) == (1, 0)
    assert store.known(now).quarantine()["excerpt"].str.len_chars().to_list() == [200]


def test_a_forecast_is_read_back_as_it_was_made(store: Store, now: datetime) -> None:
    """Question, base rate and reasons come back as the same values."""
    forecast = a_forecast(now)

    new = store.add_forecast(forecast, recorded_at=now)
    again = store.add_forecast(forecast, recorded_at=now)

    kept = store.forecast(forecast.forecast_id)
    assert (new, again) == (True, False)
    assert kept.recorded_at == now
    assert kept.question == forecast.question
    assert kept.reasons == forecast.reasons
    assert (kept.base_rate, kept.interval) == (forecast.base_rate, forecast.interval)
    assert store.forecasts(as_of=now).height == 1
    assert store.forecasts(as_of=now - timedelta(days=1)).is_empty()


def test_a_forecast_needs_a_moment_of_recording(store: Store, now: datetime) -> None:
    """Rooms have no clock: the caller says when it is kept."""
    with pytest.raises(InputError, match="recorded_at"):
        store.add_forecast(a_forecast(now))


def test_the_latest_resolution_counts(store: Store, now: datetime) -> None:
    """A correction is a new row."""
    for hours, outcome in ((0, False), (2, True)):
        moment = now + timedelta(hours=hours)
        store.add_resolution(Resolution("q1", outcome, moment), recorded_at=moment)

    assert store.known(now).resolutions()["outcome"].to_list() == [False]
    assert store.known(now + timedelta(days=1)).resolutions()["outcome"].to_list() == [True]


def test_a_backtest_shows_once_its_last_window_has_closed(store: Store, now: datetime) -> None:
    """Its scores rest on what happened up to that day, and are unknown before."""
    row = {"forecaster": "recurrence.v1", "closes_on": date(2024, 6, 30), "brier": 0.1}

    new = store.add_backtest(row, recorded_at=now)
    again = store.add_backtest(row, recorded_at=now)

    assert (new, again) == (True, False)
    assert store.known(datetime(2024, 6, 30, 23, tzinfo=UTC)).backtests().is_empty()
    assert store.known(datetime(2024, 7, 1, tzinfo=UTC)).backtests().height == 1


def test_find_leads_from_the_first_characters_to_the_row(
    store: Store, make_report: Any, make_mention: Any, make_reading: Any, now: datetime
) -> None:
    """Reports, mentions, merged events, forecasts and reasons are found alike."""
    report = make_report()
    mention = make_mention(report)
    store.add([(report, make_reading(report, mention))], recorded_at=now)
    store.add_forecast(a_forecast(now), recorded_at=now)
    event_id = store.events(as_of=now)["event_id"][0]

    assert store.find(report.report_id[:8], as_of=now)[0] == "reports"
    assert store.find(mention.mention_id[:8], as_of=now)[0] == "mentions"
    assert store.find(event_id[:8], as_of=now)[0] == "events"
    assert store.find("AAAABBBB", as_of=now)[0] == "forecasts"
    assert store.find("fedcba98", as_of=now)[1]["forecast_id"] == "aaaabbbbccccdddd"


def test_find_lists_the_candidates_of_an_ambiguous_id(store: Store, now: datetime) -> None:
    """Two questions with the same first characters are both named."""
    forecast = a_forecast(now)
    for ending in ("1", "2"):
        other = Forecast(
            **{
                **{name: getattr(forecast, name) for name in Forecast.__slots__},
                "forecast_id": f"beefbeefbeefbee{ending}",
            }
        )
        store.add_forecast(other, recorded_at=now)

    with pytest.raises(NotFoundError, match="beefbeefbeefbee1, forecasts beefbeefbeefbee2"):
        store.find("beefbeef", as_of=now)
    assert store.find("beefbeefbeefbee2", as_of=now)[0] == "forecasts"


@pytest.mark.parametrize("given", ["ffffffff", "abc", ""])
def test_find_says_when_nothing_has_the_id(store: Store, now: datetime, given: str) -> None:
    """Unknown ids, and beginnings too short to mean anything, are refused."""
    with pytest.raises(UnknownIdError):
        store.find(given, as_of=now)


def test_find_does_not_see_what_was_published_later(
    store: Store, make_report: Any, make_reading: Any, now: datetime
) -> None:
    """An id of a later report is unknown at an earlier moment."""
    report = make_report()
    store.add([(report, make_reading(report))], recorded_at=now)

    with pytest.raises(UnknownIdError):
        store.find(report.report_id, as_of=report.published_at - timedelta(seconds=1))


def test_an_old_record_keeps_its_actor_tables(tmp_path: Path) -> None:
    """Opening with other tables does not change what the record was made with."""
    Store.open(tmp_path / "r", create=True, actor_tables=["toy.v1"])

    again = Store.open(tmp_path / "r", create=True, actor_tables=["world.v1"])

    assert again.actor_tables == ("toy.v1",)


def test_a_missing_record_is_not_made_by_reading(tmp_path: Path) -> None:
    """The error says which command makes one, and no folder appears."""
    with pytest.raises(RecordAccessError, match="parley read"):
        Store.open(tmp_path / "nowhere")

    assert not (tmp_path / "nowhere").exists()


def test_a_newer_record_is_refused(tmp_path: Path) -> None:
    """A record of a later schema names both versions."""
    newer = pl.DataFrame({"key": ["schema_version"], "value": [str(SCHEMA_VERSION + 1)]})
    Tables(tmp_path / "r").append("meta", newer)

    with pytest.raises(NewerRecordError, match="Install a newer parley") as caught:
        Store.open(tmp_path / "r", create=True)

    assert (caught.value.found, caught.value.supported) == (SCHEMA_VERSION + 1, SCHEMA_VERSION)


def test_a_path_under_a_file_cannot_be_a_record(tmp_path: Path) -> None:
    """Neither the file itself nor anything below it."""
    (tmp_path / "notes.txt").write_text("not a folder")

    for path in (tmp_path / "notes.txt", tmp_path / "notes.txt" / "record"):
        with pytest.raises(RecordAccessError, match=r"notes\.txt"):
            Store.open(path, create=True)


def test_a_folder_with_other_things_is_not_made_a_record(tmp_path: Path) -> None:
    """A mistyped --record does not scatter tables among somebody's files."""
    (tmp_path / "thesis.odt").touch()

    with pytest.raises(RecordAccessError, match=r"thesis\.odt"):
        Store.open(tmp_path, create=True)


def test_a_folder_that_may_not_be_written_is_named(
    store: Store, make_report: Any, make_reading: Any, now: datetime, tmp_path: Path
) -> None:
    """A write that the system refuses becomes an error of the record, with its reason."""
    # For root no permission is a barrier: a file where the table's folder should be is.
    (tmp_path / "record" / "reports").touch()
    report = make_report()

    with pytest.raises(RecordAccessError, match="Cannot write") as caught:
        store.add([(report, make_reading(report))], recorded_at=now)

    assert isinstance(caught.value, OSError)


def test_a_read_only_folder_refuses_a_record(tmp_path: Path) -> None:
    """Without permission to write, making a record fails in one sentence."""
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        probe = closed / "probe"
        probe.touch()
    except PermissionError:
        with pytest.raises(RecordAccessError, match="Cannot write"):
            Store.open(closed / "record", create=True)
    else:
        pytest.skip("permissions do not bind this user")
    finally:
        closed.chmod(stat.S_IRWXU)


def test_a_damaged_table_is_an_error_of_the_record(
    store: Store, make_report: Any, make_reading: Any, now: datetime, tmp_path: Path
) -> None:
    """A log that cannot be read names the table, not the library's insides."""
    report = make_report()
    store.add([(report, make_reading(report))], recorded_at=now)
    log = tmp_path / "record" / "reports" / "_delta_log" / "00000000000000000000.json"
    log.write_text("garbage")

    with pytest.raises(RecordError, match="reports") as caught:
        store.reports(as_of=now)

    assert "\n" not in str(caught.value)


def test_a_missing_data_file_is_an_error_of_the_record(
    store: Store, make_report: Any, make_reading: Any, now: datetime, tmp_path: Path
) -> None:
    """Rows whose file was deleted behind our back are not passed over in silence."""
    report = make_report()
    store.add([(report, make_reading(report))], recorded_at=now)
    for file in (tmp_path / "record" / "reports").glob("*.parquet"):
        file.unlink()

    with pytest.raises(RecordAccessError):
        store.reports(as_of=now)


def test_many_small_appends_are_compacted(
    store: Store, make_report: Any, make_reading: Any, now: datetime
) -> None:
    """Small files are written anew as one, and every row stays."""
    for number in range(3):
        report = make_report(f"Report {number}.")
        store.add([(report, make_reading(report))], recorded_at=now)

    compacted = store.tables.compact("reports", at_least=2)
    again = store.tables.compact("reports", at_least=2)

    table = store.tables.open("reports")
    assert (compacted, again) == (True, False)
    assert table is not None
    assert len(table.file_uris()) == 1
    assert store.reports(as_of=now).height == 3


def _add_from_another_process(path: str, writer: int) -> None:
    store = Store.open(path, create=True)
    for number in range(5):
        text = f"Report {number} of writer {writer % 2}."
        report = Report(text, datetime(2024, 3, 5, tzinfo=UTC))
        reading = Reading(report.report_id, "rules.v1")
        store.add([(report, reading)], recorded_at=datetime(2025, 1, 1, tzinfo=UTC))


def test_several_processes_append_at_once(tmp_path: Path, now: datetime) -> None:
    """Four writers, two by two with the same reports: each report is there once."""
    context = multiprocessing.get_context("spawn")
    path = str(tmp_path / "record")
    writers = [context.Process(target=_add_from_another_process, args=(path, n)) for n in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    store = Store.open(path)
    assert [writer.exitcode for writer in writers] == [0, 0, 0, 0]
    assert store.reports(as_of=now).height == 10
    assert store.known(now).readings()["report_id"].n_unique() == 10


@pytest.mark.parametrize("name", ["a b", "100%", "ü #1"])
def test_a_folder_may_have_any_name(
    name: str, tmp_path: Path, make_report: Any, make_reading: Any, now: datetime
) -> None:
    """Spaces and marks in a path are part of its name, for writing and for reading."""
    report = make_report()

    store = Store.open(tmp_path / name, create=True)
    store.add([(report, make_reading(report))], recorded_at=now)
    found = store.reports(as_of=now)

    assert found["report_id"].to_list() == [report.report_id]
