from __future__ import annotations

import json
import logging
import os
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest

import parley
from parley.desk import Desk, as_day, as_moment, find_settings
from parley.errors import (
    DateError,
    InputError,
    QueryError,
    RecordAccessError,
    ReportError,
    SettingsError,
    UnknownActorError,
    UnknownIdError,
    UnknownPluginError,
)
from parley.settings import Settings
from parley.terms import Event, Reading, Report

TOY = Path(parley.__file__).parent / "toy"
TABLES = ("world.v1", "toy.v1")
NOW = datetime(2025, 1, 1, tzinfo=UTC)


def desk_at(path: Path, now: datetime = NOW) -> Desk:
    return parley.open(path, actor_tables=TABLES, settings=Settings(), clock=lambda: now)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk on a record of the toy world, reports and history."""
    desk = desk_at(tmp_path_factory.mktemp("desk") / "record")
    desk.import_tkg(TOY / "history", start_on="2021-01-01")
    desk.read(TOY / "reports")
    return desk


def test_the_public_face_is_open_and_desk() -> None:
    """`import parley` is all a notebook needs."""
    assert parley.Desk is Desk
    assert set(parley.__all__) == {"Desk", "__version__", "open"}


def test_a_day_means_its_first_instant() -> None:
    """As of a day nothing published on that day is known."""
    assert as_moment("2018-03-01") == datetime(2018, 3, 1, tzinfo=UTC)
    assert as_moment(date(2018, 3, 1)) == as_moment(datetime(2018, 3, 1))
    assert as_moment("2018-03-01T09:00+01:00").hour == 8
    assert as_day("2018-03-01", name="since") == date(2018, 3, 1)


def test_no_moment_means_now() -> None:
    """The desk alone looks at the clock, and takes the one it is handed."""
    assert as_moment(None, now=NOW) == NOW


@pytest.mark.parametrize("given", ["yesterday", "2024-02-30", "2024-13-01", ""])
def test_an_impossible_date_is_refused(given: str) -> None:
    """The error tells which date, and how to write one."""
    with pytest.raises(DateError, match="Write a day as"):
        as_moment(given)


def test_settings_are_found_where_one_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The nearest parley.toml counts, and an unknown key in it is refused."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("PARLEY_")]:
        monkeypatch.delenv(name)
    (tmp_path / "parley.toml").write_text('record = "mine"\n')

    assert find_settings().record == str(tmp_path / "mine")
    (tmp_path / "parley.toml").write_text('rekord = "mine"\n')
    with pytest.raises(SettingsError, match="'record'"):
        find_settings()


def test_looking_at_a_record_makes_none(tmp_path: Path) -> None:
    """A desk on nothing says so and leaves the disk alone."""
    with desk_at(tmp_path / "none") as desk:
        assert not desk.exists
        with pytest.raises(RecordAccessError, match="there is no record here"):
            desk.events()

    assert list(tmp_path.iterdir()) == []


def test_a_record_remembers_its_actor_tables(desk: Desk) -> None:
    """Opened again without naming tables, the same names resolve."""
    again = parley.open(desk.path, settings=Settings())

    assert again.actor_tables == TABLES
    assert again.resolve("Freedonia").code == "FRD"


def test_reading_gives_values_and_frames(desk: Desk) -> None:
    """Events are frozen values in a sequence that turns into a frame."""
    rows = desk.events(origin="reports")

    assert isinstance(rows[0], Event)
    assert rows.to_polars().height == len(rows) > 0
    assert rows.as_of == NOW


def test_nothing_published_later_is_seen(desk: Desk) -> None:
    """Every verb that looks, looks as of a moment."""
    as_of = "2024-08-01"
    limit = as_moment(as_of)
    frames = [
        desk.events(as_of=as_of).to_polars(),
        desk.statements(as_of=as_of).to_polars(),
        desk.claims(as_of=as_of).to_polars(),
        desk.mentions(as_of=as_of).to_polars(),
        desk.reports(as_of=as_of).to_polars(),
        desk.sql("select published_at from reports", as_of=as_of).to_polars(),
    ]

    assert all(frame.height for frame in frames)
    assert all((frame["published_at"] <= limit).all() for frame in frames)


def test_filters_take_names_and_codes_alike(desk: Desk) -> None:
    """Freedonia is FRD, and an act that joins both is found either way round."""
    by_name = desk.events(actor="Freedonia", recipient="Ruritania", event_type="consult")
    by_code = desk.events(actor="FRD", recipient="RUR", event_type="CONSULT")
    turned = desk.events(actor="RUR", recipient="FRD", event_type="CONSULT")

    assert by_name.to_polars().equals(by_code.to_polars())
    symmetric = {event.event_id for event in by_code if not event.recipients}
    assert symmetric
    assert symmetric <= {event.event_id for event in turned}


def test_a_limit_keeps_the_latest(desk: Desk) -> None:
    """The last rows by day, not the first."""
    everything = desk.events()

    assert [e.event_id for e in desk.events(limit=3)] == [e.event_id for e in everything[-3:]]


def test_an_unknown_actor_is_refused_with_the_nearest(desk: Desk) -> None:
    """A typing error finds no events; it must not look like peace."""
    with pytest.raises(UnknownActorError, match="'Freedonia'"):
        desk.events(actor="Freedona")


def test_an_unknown_type_or_status_is_refused_with_the_nearest(desk: Desk) -> None:
    """PLOVER types and statuses are closed lists."""
    with pytest.raises(InputError, match="'SANCTION'"):
        desk.events(event_type="SANCTIN")
    with pytest.raises(InputError, match="'planned'"):
        desk.events(status="planed")


def test_a_reader_may_be_handed_in(tmp_path: Path) -> None:
    """An object serves as well as a name; an unknown name is refused."""

    class Silent:
        name = "silent.v1"

        def read_report(self, report: Report) -> Reading:
            return Reading(report.report_id, self.name)

    file = tmp_path / "a.txt"
    file.write_text("Talks failed.")
    desk = parley.open(tmp_path / "record", settings=Settings(), reader=Silent())

    assert desk.read(file)[0].reading.reader == "silent.v1"
    with pytest.raises(UnknownPluginError, match=r"rules\.v1"):
        parley.open(tmp_path / "x", settings=Settings(), reader="rule.v1").read(file)


def test_standard_input_is_read_and_nothing_kept_when_told(tmp_path: Path) -> None:
    """`record=False` leaves no trace."""
    desk = desk_at(tmp_path / "record")

    rows = desk.read("-", stdin=BytesIO(b"Ruritania recalled its envoy."), record=False)

    assert len(rows) == 1
    assert not desk.exists


def test_the_time_of_publication_given_as_a_day_is_its_last_second(tmp_path: Path) -> None:
    """A report must never be visible before it was out."""
    file = tmp_path / "a.txt"
    file.write_text("Talks failed.")

    rows = desk_at(tmp_path / "record").read(file, published_at="2024-12-30", record=False)

    assert rows[0].report.published_at == datetime(2024, 12, 30, 23, 59, 59, tzinfo=UTC)


def test_a_missing_path_is_refused_before_anything_is_kept(tmp_path: Path) -> None:
    """One typing error among many paths leaves no half-read batch."""
    file = tmp_path / "a.txt"
    file.write_text("Talks failed.")
    desk = desk_at(tmp_path / "record")

    with pytest.raises(ReportError, match="no file or folder"):
        desk.read(file, tmp_path / "missing.txt")

    assert not desk.exists


def test_a_bad_line_goes_to_quarantine_and_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The rest of the batch is read; the reason is kept."""
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "Talks failed."}\n{"title": "no text"}\nnot json\n')
    desk = desk_at(tmp_path / "record")

    with caplog.at_level(logging.WARNING, logger="parley.desk"):
        rows = desk.read(file)

    assert len(rows) == 1
    assert [row["kind"] for row in desk.quarantine()] == ["no-text", "json"]
    assert "2 in all" in caplog.text


def test_an_answer_adds_up_and_is_kept(desk: Desk) -> None:
    """From base rate through reasons to the chance, and back again by its id."""
    answer = desk.ask(
        actor="FRD", recipient="RUR", event_type="CONSULT", within_days=30, as_of="2024-05-12"
    )

    made = answer.forecast
    assert 0 < answer.probability < 1
    assert made.as_of == as_moment("2024-05-12")
    kept = {forecast.forecast_id: forecast for forecast in desk.forecasts()}
    assert kept[made.forecast_id].reasons == made.reasons
    assert str(answer).count("\n") > 2
    assert "log-odds" in answer._repr_html_()


def test_words_and_parts_of_a_question_are_not_mixed(desk: Desk) -> None:
    """Either the question is asked in words or in parts."""
    with pytest.raises(InputError, match="not both"):
        desk.ask("Will Freedonia and Ruritania hold talks?", actor="FRD")
    with pytest.raises(InputError, match="What is the question"):
        desk.ask()


def test_a_later_report_never_alters_an_earlier_forecast(tmp_path: Path) -> None:
    """Asked again as of the same moment, with more in the record, the answer is the same."""
    desk = desk_at(tmp_path / "record")
    desk.import_tkg(TOY / "history", start_on="2021-01-01")
    question = "Will Freedonia and Ruritania hold talks within 30 days?"
    before = desk.ask(question, as_of="2024-05-12", record=False)
    late = tmp_path / "late.jsonl"
    late.write_text(
        json.dumps(
            {
                "text": "Ruritania and Freedonia held talks in Zenda on Sunday.",
                "published_at": "2024-05-12T06:00Z",
            }
        )
    )

    desk.read(late)

    assert desk.ask(question, as_of="2024-05-12", record=False).forecast == before.forecast


def test_a_record_that_may_only_be_read_still_answers(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """That the forecast could not be kept is a warning, not an end."""

    def refuse(*args: object, **options: object) -> None:
        raise RecordAccessError(desk.path, doing="write", reason="Permission denied")

    monkeypatch.setattr(type(desk.store), "add_forecast", refuse)

    with caplog.at_level(logging.WARNING, logger="parley.desk"):
        answer = desk.ask(
            actor="FRD", recipient="RUR", event_type="ACCUSE", within_days=7, as_of="2024-06-01"
        )

    assert 0 < answer.probability < 1
    assert "not kept" in caplog.text


def test_a_backtest_is_kept_and_told_as_track_record(desk: Desk) -> None:
    """Once scored, later answers of the same kind say how good such chances have been."""
    result = desk.backtest("CONSULT", horizon_days=30, every_days=90, as_of="2024-06-01")

    answer = desk.ask(
        actor="FRD", recipient="VLD", event_type="CONSULT", within_days=30, as_of="2024-06-05"
    )

    assert result.closes_on < date(2024, 6, 1)
    assert answer.forecast.track is not None
    assert f"{result.skill:+.3f}" in answer.forecast.track


def test_a_dyad_is_two_names(desk: Desk) -> None:
    """`USA` alone, or an unknown name, is refused."""
    with pytest.raises(InputError, match="is not a dyad"):
        desk.backtest(dyads=["FRD"])
    with pytest.raises(UnknownActorError):
        desk.backtest(dyads=["FRD:Nowhere Land"])


def test_sql_only_reads(desk: Desk) -> None:
    """A query answers in rows; one that writes is refused."""
    assert desk.sql("select count(*) as n from reports")[0] == {"n": len(desk.reports())}
    with pytest.raises(QueryError):
        desk.sql("drop table reports")


def test_export_writes_what_the_ending_says(desk: Desk, tmp_path: Path) -> None:
    """Parquet and back is identity; an ending that tells nothing is refused."""
    rows = desk.events(limit=20)

    path = desk.export(rows, tmp_path / "events.parquet")

    assert pl.read_parquet(path).equals(rows.to_polars())
    assert desk.export(rows, tmp_path / "events.csv").read_text().startswith("event_id,")
    with pytest.raises(InputError, match="tells no format"):
        desk.export(rows, tmp_path / "events.xls")
    with pytest.raises(InputError, match="Cannot write"):
        desk.export(rows, tmp_path / "none" / "events.csv")


def test_an_unknown_kind_of_import_is_refused(desk: Desk) -> None:
    """What can be imported is told."""
    with pytest.raises(InputError, match="Known: tkg"):
        desk.import_("x", kind="gdelt")


def test_an_unknown_id_is_refused(desk: Desk) -> None:
    """`why` names the record it looked in."""
    with pytest.raises(UnknownIdError, match="ffffffff0"):
        desk.why("ffffffff0")


def test_info_counts_what_is_there(desk: Desk) -> None:
    """The counts are those of the rows."""
    facts = desk.info()

    assert facts["reports"] == len(desk.reports())
    assert facts["events"] == len(desk.events())
    assert facts["actor tables"] == "world.v1, toy.v1"
