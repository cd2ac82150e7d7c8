from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from parley.checks import check_feed, check_forecaster, check_reader
from parley.errors import CheckError
from parley.plugins import load_plugin
from parley.reading.actor_tables import load_actor_table
from parley.terms import (
    ActorMention,
    BaseRate,
    Claim,
    DateInterval,
    Forecast,
    KnownRecord,
    Mention,
    Problem,
    Question,
    Reading,
    Reason,
    Report,
    Span,
    Statement,
    log_odds,
    make_id,
)

PUBLISHED = datetime(2024, 3, 5, tzinfo=UTC)


class Silent:
    """A reader that understands nothing, properly."""

    name = "silent.v1"

    def read_report(self, report: Report) -> Reading:
        return Reading(report.report_id, self.name)


def mention_at(report: Report, start: int, end: int, *, confidence: float = 0.5) -> Mention:
    span = Span(start, end)
    day = report.published_at.date()
    party = ActorMention(span, span.of(report.text), "-", "", "none")
    return Mention(
        make_id(report.report_id, start), report.report_id, span, span, "CONSULT", None, (),
        (party,), (), "actual", DateInterval(day, day), (), confidence,
    )  # fmt: skip


def test_a_reader_that_keeps_its_promises_passes() -> None:
    """Understanding nothing breaks no promise."""
    check_reader(Silent())


def test_a_reader_that_raises_is_told_on_what() -> None:
    """The error names the report that broke it, and chains what it raised."""

    class Fragile(Silent):
        def read_report(self, report: Report) -> Reading:
            report.text.encode("utf-8")
            return super().read_report(report)

    with pytest.raises(CheckError, match=r"UnicodeEncodeError.*never raises") as caught:
        check_reader(Fragile())

    assert isinstance(caught.value.__cause__, UnicodeEncodeError)


def test_a_name_must_end_in_a_version() -> None:
    """`rules` tells nobody which output to expect."""

    class Nameless(Silent):
        name = "silent"

    with pytest.raises(CheckError, match="ends in a version"):
        check_reader(Nameless())


class Wrong(Silent):
    """A reader whose reading is altered in one way, on reports of some length."""

    def __init__(self, **changes: Any) -> None:
        self.changes = changes

    def read_report(self, report: Report) -> Reading:
        reading = super().read_report(report)
        return replace(reading, **self.changes) if len(report.text) > 60 else reading


DAY = DateInterval(PUBLISHED.date(), PUBLISHED.date())
FAR = Span(10**6, 10**6 + 3)
HERE = Span(0, 4)
PARTY = ActorMention(HERE, "x", "-", "", "none")
MENTION = Mention(
    "m1", "r1", HERE, HERE, "CONSULT", None, (), (PARTY,), (), "actual", DAY, (), 0.5
)  # fmt: skip
CLAIM = Claim(
    "c1", "r1", "reporter", None, None, ("USA",), (), "CONSULT", "up", HERE, HERE, None, None,
    None, (),
)  # fmt: skip
STATEMENT = Statement("s1", "r1", "USA", None, None, HERE, (HERE,), "direct", None, ())


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"report_id": "other"}, "signed its reading"),
        ({"reader": "other.v1"}, "signed its reading"),
        ({"problems": (Problem("odd", "odd", FAR),)}, "put a problem at"),
        ({"mentions": (replace(MENTION, trigger=FAR),)}, "put a trigger at"),
        ({"statements": (replace(STATEMENT, contents=(HERE, FAR)),)}, "put a content at"),
        ({"claims": (replace(CLAIM, by_span=FAR),)}, "put a claimant at"),
        ({"actor_mentions": (PARTY,)}, "called .* 'x'"),
        ({"mentions": (MENTION, MENTION)}, "an id twice"),
        ({"mentions": (replace(MENTION, confidence=1.5),)}, "confidence 1.5"),
        ({"mentions": (replace(MENTION, actors=()),)}, "without an actor"),
        ({"mentions": (replace(MENTION, event_type=cast(Any, "MEET")),)}, "type 'MEET'"),
        ({"statements": (replace(STATEMENT, contents=()),)}, "without content"),
        ({"claims": (replace(CLAIM, probability=(0.8, 0.2)),)}, "probability 0.8-0.2"),
    ],
)
def test_each_broken_promise_of_a_reader_is_told(changes: dict[str, Any], told: str) -> None:
    """Spans outside the text, wrong signatures and impossible values are found."""
    with pytest.raises(CheckError, match=told):
        check_reader(Wrong(**changes))


def test_a_reader_that_changes_its_mind_is_told() -> None:
    """Same input, same output."""

    class Moody(Silent):
        def __init__(self) -> None:
            self.rng = random.Random(7)

        def read_report(self, report: Report) -> Reading:
            reading = super().read_report(report)
            if len(report.text) < 10:
                return reading
            return replace(
                reading, mentions=(mention_at(report, 0, 4, confidence=self.rng.random()),)
            )

    with pytest.raises(CheckError, match="two different readings"):
        check_reader(Moody())


class Flat:
    """A forecaster that answers with a fixed base rate and one reason."""

    name = "flat.v1"
    weight = 0.4
    slack = 0.0

    def forecast(self, questions: Sequence[Question], known: KnownRecord) -> list[Forecast]:
        return [self.answer(question, known) for question in questions]

    def answer(self, question: Question, known: KnownRecord) -> Forecast:
        rate = BaseRate(0.5, 1, 2, 0.5, 1, 2, "all dyads", question.horizon_days)
        total = log_odds(0.5) + self.weight
        probability = 1 / (1 + 2.718281828459045 ** -(total + self.slack))
        reason = Reason("r1", "because", self.weight, "fixed", self.evidence(known))
        return Forecast(
            make_id(question.question_id, known.as_of, self.name), question, probability, rate,
            (reason,), known.as_of, known.as_of, self.name,
        )  # fmt: skip

    def evidence(self, known: KnownRecord) -> tuple[str, ...]:
        return tuple(known.events().get_column("event_id").to_list()[-1:])


def test_a_forecaster_that_keeps_its_promises_passes() -> None:
    """A dull one with one reason that adds up is all right."""
    check_forecaster(Flat())


def test_reasons_that_do_not_add_up_are_told() -> None:
    """From base rate through reasons one arrives at the probability, or the check fails."""

    class Loose(Flat):
        slack = 0.01

    with pytest.raises(CheckError, match=r"add up to 0\.4"):
        check_forecaster(Loose())


def test_certainty_is_told() -> None:
    """Nothing about the future is sure, so 0 and 1 are no answers."""

    class Sure(Flat):
        def answer(self, question: Question, known: KnownRecord) -> Forecast:
            return replace(super().answer(question, known), probability=1.0)

    with pytest.raises(CheckError, match=r"probability 1\.0"):
        check_forecaster(Sure())


def test_reasons_must_rest_on_known_events() -> None:
    """An event nobody can look up is no evidence."""

    class Inventive(Flat):
        def evidence(self, known: KnownRecord) -> tuple[str, ...]:
            return ("made-up",)

    with pytest.raises(CheckError, match="'made-up'"):
        check_forecaster(Inventive())


def test_a_forecaster_that_remembers_the_future_is_told() -> None:
    """Having seen a later record may change nothing about an earlier answer."""

    class Peeking(Flat):
        most_seen = 0

        def forecast(self, questions: Sequence[Question], known: KnownRecord) -> list[Forecast]:
            self.most_seen = max(self.most_seen, known.events().height)
            self.weight = self.most_seen / 1000
            return super().forecast(questions, known)

    with pytest.raises(CheckError, match="nothing learnt from a later record"):
        check_forecaster(Peeking())


def test_every_question_gets_its_forecast_in_order() -> None:
    """Leaving one out is told."""

    class Lazy(Flat):
        def forecast(self, questions: Sequence[Question], known: KnownRecord) -> list[Forecast]:
            return super().forecast(questions, known)[1:]

    with pytest.raises(CheckError, match="one forecast for each question"):
        check_forecaster(Lazy())


class Files:
    """A feed with two reports."""

    name = "two.v1"
    brings: tuple[str, ...] = ("Talks failed.", "Talks went on.")
    feed = "two.v1"

    def fetch(self, address: str) -> Iterable[Report]:
        return [Report(text, PUBLISHED, feed=self.feed) for text in self.brings]


def test_a_feed_that_keeps_its_promises_passes() -> None:
    """Reports, each once, signed with the feed's name."""
    check_feed(Files(), address="anywhere")


@pytest.mark.parametrize(
    ("attribute", "value", "told"),
    [
        ("brings", (), "no report"),
        ("brings", ("Same.", "Same."), "a report twice"),
        ("feed", "files.v1", "names the feed 'files.v1'"),
    ],
)
def test_each_broken_promise_of_a_feed_is_told(attribute: str, value: object, told: str) -> None:
    """An empty, repeating or unsigned feed does not pass."""
    broken = type("Broken", (Files,), {attribute: value})()

    with pytest.raises(CheckError, match=told):
        check_feed(broken, address="anywhere")


def test_the_built_in_reader_passes() -> None:
    """What is asked of plugins holds for parley's own reader, by the same door."""
    table = load_actor_table("world.v1")

    check_reader(load_plugin("reader", "rules.v1", offered={"table": table}))


@pytest.mark.parametrize("name", ["base_rate.v1", "recurrence.v1"])
def test_the_built_in_forecasters_pass(name: str) -> None:
    """Both add up, rest on known events, and forget what they have seen of the future."""
    check_forecaster(load_plugin("forecaster", name))
