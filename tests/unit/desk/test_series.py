"""The desk's verbs about series, over the history of the toy world."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

import parley
from parley.desk import Desk
from parley.errors import InputError, UnknownActorError
from parley.faces.cli import app
from parley.faces.session import as_json
from parley.faces.show_changed import show_changed
from parley.faces.show_series import show_timeline
from parley.settings import Settings

TOY = Path(parley.__file__).parent / "toy"
NOW = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk on the toy history, without reports."""
    made = parley.open(
        tmp_path_factory.mktemp("desk") / "record",
        actor_tables=("world.v1", "toy.v1"),
        settings=Settings(),
        clock=lambda: NOW,
    )
    made.import_tkg(TOY / "history", start_on="2021-01-01")
    return made


def _page() -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    return Console(file=out, width=80, highlight=False, markup=False, emoji=False), out


def test_a_timeline_names_events_that_can_be_opened(desk: Desk) -> None:
    """Every id that changes, flags and peaks name leads to an event, and `why` opens it."""
    found = desk.timeline("Freedonia", "Marenia")

    assert found.event_ids
    assert {event.event_id for event in found.events} == set(found.event_ids)
    assert desk.why(found.event_ids[0]).kind == "event"


def test_a_timeline_knows_nothing_published_later(desk: Desk) -> None:
    """As of a day in 2023, a timeline ends before it, and counts what was known then."""
    then, now = (
        desk.timeline("FRD", "MRN", by="day", as_of=as_of) for as_of in ("2023-06-01", None)
    )

    n_days = len(then.starts)
    assert then.last_on < date(2023, 6, 1)
    for before, after in zip(then.lines, now.lines, strict=True):
        assert before.counts == after.counts[:n_days]


def test_a_line_for_each_type_asked_for(desk: Desk) -> None:
    """Types are lines, in the order given; names may be in small letters."""
    found = desk.timeline("FRD", "RUR", event_type=["threaten", "CONSULT"])

    assert [line.name for line in found.lines] == ["THREATEN", "CONSULT"]


def test_what_changed_can_be_told_from_a_day_on(desk: Desk) -> None:
    """A first day and a length ask the same thing."""
    by_days = desk.changed(days=14, as_of="2023-02-19")
    by_day = desk.changed(since=by_days.first_on, as_of="2023-02-19")

    assert by_days == by_day
    assert (by_days.more[0].actor, by_days.more[0].recipient) == ("FRD", "KST")
    assert by_days.n_standing_out == 1


def test_wrong_windows_and_names_are_refused(desk: Desk) -> None:
    """Both ways to give a window, one that is over, and a party nobody knows."""
    with pytest.raises(InputError, match="not both"):
        desk.changed(since="2024-01-01", days=7)
    with pytest.raises(InputError, match="watched no day"):
        desk.changed(since="2026-01-01")
    with pytest.raises(UnknownActorError, match="Freedona"):
        desk.timeline("Freedona", "MRN")


def test_pages_fit_eighty_columns_and_name_ids(desk: Desk) -> None:
    """No line of the two pages runs over, and events stand with the ids that open them."""
    console, out = _page()
    timeline, changed = desk.timeline("FRD", "MRN"), desk.changed(days=14, as_of="2023-02-19")

    show_timeline(console, timeline)
    show_changed(console, changed)

    page = out.getvalue()
    assert max(len(line) for line in page.splitlines()) <= 80
    assert timeline.peaks[0].event_ids[0][:8] in page
    assert changed.more[0].event_ids[0][:8] in page
    assert "a new level from" in page
    assert "More than usual, and more than chance" in page


def test_pages_are_plain_text(desk: Desk) -> None:
    """Nothing is told by colour: the page has no codes for it."""
    console, out = _page()

    show_timeline(console, desk.timeline("FRD", "MRN", by="month"))

    assert "\x1b" not in out.getvalue()


def test_both_answers_have_a_json_form(desk: Desk) -> None:
    """Days are ISO text, and every figure of the page is there."""
    timeline = json.loads(as_json(asdict(desk.timeline("FRD", "MRN"))))
    changed = json.loads(as_json(asdict(desk.changed(days=14, as_of="2023-02-19"))))

    assert len(timeline["lines"][0]["counts"]) == len(timeline["starts"])
    assert changed["first_on"] == "2023-01-29"
    assert changed["more"][0]["stands_out"] is True


def test_the_command_writes_a_chart_beside_the_page(desk: Desk, tmp_path: Path) -> None:
    """`--plot` writes the file, and the page is printed all the same."""
    pytest.importorskip("altair", reason="needs the charts extra")
    chart = tmp_path / "talks.json"

    done = CliRunner().invoke(
        app,
        [
            "timeline",
            "FRD",
            "MRN",
            "--record",
            desk.path,
            "--as-of",
            "2025-01-01",
            "--plot",
            str(chart),
        ],
    )

    assert done.exit_code == 0, done.output
    assert "FRD → MRN, by week" in done.output
    assert json.loads(chart.read_text(encoding="utf-8"))["vconcat"]


def test_a_chart_of_an_unknown_kind_is_refused_before_any_work(desk: Desk) -> None:
    """The message comes at once, and names what a chart can be."""
    done = CliRunner().invoke(
        app, ["timeline", "FRD", "MRN", "--record", desk.path, "--plot", "talks.xlsx"]
    )

    assert done.exit_code == 2
    assert "names no kind of chart" in done.output
