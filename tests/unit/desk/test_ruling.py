"""The desk's verb about rules, over the history of the toy world."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

import parley
from parley.desk import Desk
from parley.dynamics.rules_book import Firing, RuleBook
from parley.errors import InputError, UnknownActorError
from parley.faces.cli import app
from parley.faces.show_rules import show_rules
from parley.settings import Settings
from parley.terms import Rule

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


def _printed(book: RuleBook) -> str:
    out = io.StringIO()
    show_rules(Console(file=out, width=80, highlight=False, markup=False, emoji=False), book)
    return out.getvalue()


def test_the_events_of_a_rule_can_be_opened(desk: Desk) -> None:
    """Every rule of the book names events, and `why` opens them."""
    book = desk.rules("Ruritania:Freedonia", as_of="2024-03-01")

    assert book.rules
    assert all(rule.event_ids for rule in book.rules if rule.hits)
    assert desk.why(book.rules[0].event_ids[0]).kind == "event"


def test_a_dyad_may_be_given_as_two_names(desk: Desk) -> None:
    """`A:B` and (A, B) are the same dyad."""
    both = [desk.rules(dyad, as_of="2024-03-01") for dyad in ("RUR:FRD", ("RUR", "FRD"))]

    assert both[0] == both[1]


def test_rules_know_nothing_published_later(desk: Desk) -> None:
    """As of a day in 2023, nothing is counted that came after."""
    book = desk.rules("RUR:FRD", as_of="2023-01-01")

    assert book.last_day < date(2023, 1, 1)
    assert all(rule.last_on < date(2023, 1, 1) for rule in book.rules if rule.last_on)


def test_what_makes_no_sense_is_refused(desk: Desk) -> None:
    """A dyad of one, a dyad with an actor, unknown names, families and types."""
    with pytest.raises(InputError, match="two parties"):
        desk.rules("RUR:RUR")
    with pytest.raises(InputError, match="not both"):
        desk.rules("RUR:FRD", actor="RUR")
    with pytest.raises(InputError, match="Known: again, dyad"):
        desk.rules(family="cousin")
    with pytest.raises(InputError, match="ACCUSE"):
        desk.rules(event_type="ACUSE")
    with pytest.raises(UnknownActorError):
        desk.rules(actor="Borduria")


def test_the_page_says_why_there_are_no_rules(desk: Desk) -> None:
    """No rules is an answer, in a sentence."""
    printed = _printed(desk.rules(as_of="2024-03-01"))

    assert "0 stand" in printed
    assert "none stands out from chance" in " ".join(printed.split())


def test_the_page_tells_rule_support_confidence_base_rate_and_what_is_due() -> None:
    """All figures of a rule are on the page, which fits 80 columns."""
    rule = Rule(
        "r", "PRK readies weapons against a third party", "KOR accuses PRK", 3, 58, 0.71,
        family="by-recipient", hits=41, interval=(0.6, 0.79), base_rate=0.09, p_value=0.001,
        basis="here", last_on=date(2017, 9, 15), event_ids=("0123456789abcdef",),
    )  # fmt: skip
    due = Firing(
        rule, rule.body, rule.head, date(2017, 11, 29), 2, 0.6, 0.06, ("fedcba9876543210",)
    )
    book = RuleBook(
        "KOR towards PRK", 3, date(2014, 1, 1), date(2017, 11, 30), 1, 300, 1, (rule,), (due,)
    )

    printed = _printed(book)

    folded = " ".join(printed.split())
    assert "After PRK readies weapons against a third party, KOR accuses PRK within 3" in folded
    assert "71 % (60 % to 79 %) beside a base rate of 9.0 % · 7.9 times" in folded
    assert "41 of 58 cases here" in folded
    assert "parley why 01234567" in folded
    assert "2017-11-29 PRK readies weapons" in folded
    assert "2 days left, 60 % beside 6.0 % · fedcba98" in folded
    assert max(map(len, printed.splitlines())) <= 80


def test_the_command_writes_json(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each rule comes with its sentence, its lift and its events."""
    monkeypatch.setenv("PARLEY_RECORD", str(desk.path))
    wanted = ["rules", "--dyad", "RUR:FRD", "--as-of", "2024-03-01", "--format", "json"]

    done = CliRunner().invoke(app, wanted)

    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert told["scope"] == "RUR towards FRD"
    assert told["rules"][0]["text"].startswith("After RUR and FRD talk")
    assert told["rules"][0]["lift"] > 1
    assert told["rules"][0]["event_ids"]
