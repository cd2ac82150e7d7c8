"""The reader: all parts in one reading, and problems for the rest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from parley.reading import reader as reader_module
from parley.reading.actors import load_actor_table
from parley.reading.as_json import reading_as_json
from parley.reading.reader import RulesReader
from parley.terms import Reader, Reading, Report
from tests.unit.reading.parts import rules_reader

NOON = datetime(2024, 6, 5, 12, tzinfo=UTC)


def _read(text: str, *, language: str = "en") -> Reading:
    return rules_reader().read_report(Report(text, NOON, language=language))


def test_the_reader_is_a_reader() -> None:
    """It has a name with its version, and one method."""
    assert isinstance(rules_reader(), Reader)
    assert rules_reader().name == "rules.v1"


def test_a_reading_names_report_and_reader() -> None:
    """Every row can be led back to both."""
    report = Report("Iran condemned Israel.", NOON)
    reading = rules_reader().read_report(report)

    assert (reading.report_id, reading.reader) == (report.report_id, "rules.v1")
    assert {mention.report_id for mention in reading.mentions} == {report.report_id}


def test_all_parts_are_in_the_reading() -> None:
    """Actors, events, statements, claims and relay of one short report."""
    reading = _read(
        "OSLO (AFP) — Norway condemned Sweden on Monday.\n\n"
        "A deal between the two countries is unlikely, a Finnish analyst said."
    )

    assert reading.relay == ("AFP",)
    assert [mention.event_type for mention in reading.mentions] == ["ACCUSE"]
    assert [statement.speaker for statement in reading.statements] == ["FIN-ACA"]
    assert [claim.direction for claim in reading.claims] == ["down"]
    assert {"NOR", "SWE"} <= {mention.code for mention in reading.actor_mentions}
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("Two bridges were destroyed.", "no-actor"),
        (
            "Der Botschafter hat am Montag erklärt, dass die Gespräche gescheitert sind und dass"
            " beide Seiten im Herbst wieder zusammenkommen wollen, wenn sich die Lage an der"
            " Grenze bis dahin nicht weiter verschlechtert hat.",
            "language",
        ),
    ],
)
def test_trouble_with_a_text_is_a_problem(text: str, kind: str) -> None:
    """Its kind tells what to look for."""
    assert kind in {problem.kind for problem in _read(text).problems}


def test_a_report_said_to_be_in_another_language_is_not_read() -> None:
    """The outlet's word for it counts."""
    reading = _read("Iran condemned Israel.", language="de")

    assert [problem.kind for problem in reading.problems] == ["language"]
    assert reading.mentions == ()


def test_varieties_of_english_are_english() -> None:
    """ "en-GB" is read."""
    assert _read("Iran condemned Israel.", language="en-GB").mentions


def test_a_text_too_long_is_read_as_far_as_it_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes first is read, and the rest is told of."""
    monkeypatch.setattr(reader_module, "_LONGEST", 30)
    reading = _read("Iran condemned Israel. " + "Iraq attacked Syria. " * 20)

    assert [mention.event_type for mention in reading.mentions] == ["ACCUSE"]
    assert [problem.kind for problem in reading.problems] == ["long"]


@pytest.mark.parametrize(
    ("part", "finder"),
    [
        ("actors", "find_actors"),
        ("dates", "find_dates"),
        ("attributions", "find_attributions"),
        ("statements", "find_statements"),
        ("relay", "find_relay"),
        ("claims", "find_claims"),
        ("events", "find_events"),
    ],
)
def test_a_part_that_fails_leaves_a_problem(
    part: str, finder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other parts go on without it."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(reader_module, finder, fail)
    reading = _read("Iran condemned Israel on Monday, a Finnish diplomat said.")

    failed = [problem.message for problem in reading.problems if problem.kind == "failed"]
    assert failed == [f"reading {part} failed: RuntimeError: out of order"]


@pytest.mark.parametrize("hours", [-11, 0, 13])
def test_relative_days_count_from_the_day_at_the_outlet(hours: int) -> None:
    """ "On Monday" in a report of Wednesday is two days before, in every time zone."""
    at = NOON.astimezone(timezone(timedelta(hours=hours))).replace(day=5, hour=9)
    report = Report("Iran condemned Israel on Monday.", at)
    [mention] = rules_reader().read_report(report).mentions

    assert mention.happened_on.start.isoformat() == "2024-06-03"


def test_a_reader_may_have_another_table() -> None:
    """The toy world is read by the same rules."""
    reader = RulesReader(load_actor_table("toy.v1"))
    reading = reader.read_report(Report("Freedonia condemned Ruritania.", NOON))

    assert [(m.actors[0].code, m.recipients[0].code) for m in reading.mentions] == [("FRD", "RUR")]


def test_a_reading_as_json_shows_the_words() -> None:
    """Every part stands beside its text and offsets."""
    report = Report("Iran condemned Israel, a Finnish diplomat said.", NOON, path="one.txt")
    shown = reading_as_json(report, rules_reader().read_report(report))

    assert shown["file"] == "one.txt"
    for event in shown["events"]:
        start, end = event["span"]
        assert report.text[start:end] == event["text"]
    assert [statement["cue_text"] for statement in shown["statements"]] == ["said"]
