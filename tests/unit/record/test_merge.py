from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from parley.record.merge import merge_mentions
from parley.record.tellings import Telling, content_words
from parley.terms import Mention, Report

Tell = Callable[..., Telling]


@pytest.fixture
def tell(make_report: Any, make_mention: Any) -> Tell:
    """Make a telling: the words of a report, its outlet and what is read in it."""

    def make(
        text: str = "Ruritania recalled its envoy from Zenda.",
        event_type: str = "SANCTION",
        *,
        published_at: str = "2024-03-05T12:00+00:00",
        outlet: str = "Strelsau Post",
        relay: tuple[str, ...] = (),
        **fields: Any,
    ) -> Telling:
        report: Report = make_report(text, published_at=published_at, outlet=outlet)
        mention: Mention = make_mention(report, event_type, **fields)
        return Telling(
            mention=mention,
            outlet=outlet,
            relay=relay,
            published_at=report.published_at,
            recorded_at=datetime(2025, 1, 1, tzinfo=UTC),
            sentence=report.text,
        )

    return make


def test_two_tellings_of_one_act_are_one_event(tell: Tell) -> None:
    """Same type, parties and day: one event with both mentions and two sources."""
    first = tell(on="2024-03-05")
    second = tell(
        "Zenda saw the Ruritanian envoy leave.",
        on="2024-03-05",
        outlet="Zenda Times",
        published_at="2024-03-06T08:00+00:00",
    )

    (event,) = merge_mentions([second, first])

    assert event.mention_ids == (first.mention.mention_id, second.mention.mention_id)
    assert (event.n_reports, event.n_independent) == (2, 2)
    assert event.published_at == first.published_at


@pytest.mark.parametrize(
    "difference",
    [
        {"event_type": "ACCUSE"},
        {"recipients": ("FRE",)},
        {"actors": ("ZEN",), "recipients": ("RUR",)},
        {"on": "2024-03-02"},
    ],
    ids=["type", "recipient", "direction", "day"],
)
def test_acts_that_differ_in_kind_stay_two(tell: Tell, difference: dict[str, Any]) -> None:
    """Another type, party, direction or day is another act."""
    one = tell(on="2024-03-05")
    other = tell(outlet="Zenda Times", **{"on": "2024-03-05", **difference})

    assert len(merge_mentions([one, other])) == 2


def test_sectors_are_folded_and_their_difference_is_kept(tell: Tell) -> None:
    """The act is one; whether government or army did it is told apart."""
    one = tell(on="2024-03-05", actors=("RUR-GOV",))
    other = tell(on="2024-03-05", actors=("RUR-MIL",), outlet="Zenda Times")

    (event,) = merge_mentions([one, other])

    assert event.actors == ("RUR-GOV",)
    assert [(d.field, d.values) for d in event.disagreements] == [
        (
            "actor RUR",
            (("RUR-GOV", ("Strelsau Post",)), ("RUR-MIL", ("Zenda Times",))),
        )
    ]


def test_a_bare_party_takes_the_sector_that_another_telling_gives(tell: Tell) -> None:
    """Ruritania, then its army: the finer word is no disagreement."""
    one = tell(on="2024-03-05", actors=("RUR",))
    other = tell(on="2024-03-05", actors=("RUR-MIL",), outlet="Zenda Times")

    (event,) = merge_mentions([one, other])

    assert event.actors == ("RUR-MIL",)
    assert event.disagreements == ()


def test_mutual_acts_are_one_whoever_is_named_first(tell: Tell) -> None:
    """Talks told from either side are the same talks."""
    one = tell("Envoys talked.", "CONSULT", actors=("RUR", "ZEN"), recipients=(), on="2024-03-05")
    other = tell(
        "Envoys talked at length.",
        "CONSULT",
        actors=("ZEN",),
        recipients=("RUR",),
        on="2024-03-05",
        outlet="Zenda Times",
    )

    assert len(merge_mentions([one, other])) == 1


def test_undated_tellings_need_nearby_days_and_shared_words(tell: Tell) -> None:
    """Without dates only the same story, told within days, is the same act."""
    first = tell("Ruritania recalled its envoy after the border incident.")
    same = tell(
        "The envoy was recalled over the border incident.",
        outlet="Zenda Times",
        published_at="2024-03-07T12:00+00:00",
    )
    late = tell(
        "The envoy was recalled over a border incident.",
        outlet="Free Press",
        published_at="2024-03-20T12:00+00:00",
    )
    strange = tell(
        "Grain shipments were stopped.",
        outlet="Farm Weekly",
        published_at="2024-03-06T12:00+00:00",
    )

    events = merge_mentions([late, strange, same, first])

    assert sorted(event.n_reports for event in events) == [1, 1, 2]


def test_a_daily_story_does_not_run_on_for_ever(tell: Tell) -> None:
    """Undated tellings are held against the first one, not against the last."""
    tellings = [
        tell(
            f"Guns shelled the border town again, count {day}.",
            "ASSAULT",
            outlet=f"Outlet {day}",
            published_at=f"2024-03-{day:02}T12:00+00:00",
        )
        for day in range(1, 13)
    ]

    assert len(merge_mentions(tellings)) == 3


def test_two_mentions_of_one_report_stay_two_acts(tell: Tell, make_mention: Any) -> None:
    """A reader enters each act of a report once, so two entries mean two acts."""
    telling = tell(on="2024-03-05")
    report = Report(telling.sentence, telling.published_at, outlet=telling.outlet)
    second = make_mention(report, "SANCTION", on="2024-03-05", span=(0, 9))
    other = Telling(second, telling.outlet, (), telling.published_at, telling.recorded_at, "Ruri")

    assert len(merge_mentions([telling, other])) == 2


def test_plan_and_deed_are_two_events(tell: Tell) -> None:
    """What lies ahead and what has happened have two dates and stay apart."""
    plan = tell(event_type="CONSULT", status="planned", on="2024-03-09")
    deed = tell(
        event_type="CONSULT",
        on="2024-03-09",
        outlet="Zenda Times",
        published_at="2024-03-10T12:00+00:00",
    )

    assert [event.status for event in merge_mentions([plan, deed])] == ["planned", "actual"]


def test_an_agreed_visit_is_the_same_as_a_visit_planned(tell: Tell) -> None:
    """AGREE to a visit still ahead and the visit as planned tell of one act."""
    agreed = tell(event_type="AGREE", promised="CONSULT", status="planned", on="2024-03-09")
    planned = tell(event_type="CONSULT", status="planned", on="2024-03-09", outlet="Zenda Times")

    (event,) = merge_mentions([agreed, planned])

    assert {d.field for d in event.disagreements} == {"type"}
    assert event.promised == "CONSULT"


def test_a_denial_is_kept_as_a_disagreement(tell: Tell) -> None:
    """One asserts, one denies: the event stands, and it is told who denies it."""
    denial = tell(
        "Ruritania did not recall its envoy, it said.",
        status="denied",
        on="2024-03-05",
        chain=("RUR-GOV",),
    )
    report = tell(on="2024-03-05", outlet="Zenda Times", published_at="2024-03-06T12:00+00:00")

    (event,) = merge_mentions([denial, report])

    assert event.status == "actual"
    assert [(d.field, d.values) for d in event.disagreements] == [
        (
            "status",
            (("denied", ("Strelsau Post > RUR-GOV",)), ("actual", ("Zenda Times",))),
        )
    ]


def test_what_only_denials_tell_of_is_denied(tell: Tell) -> None:
    """Nobody asserts it, so the event is a denied one."""
    (event,) = merge_mentions([tell(status="denied", on="2024-03-05")])

    assert event.status == "denied"


def test_copies_and_relays_count_as_one_source(tell: Tell) -> None:
    """Two papers that print one agency, and a third that copies one of them: one source."""
    first = tell(on="2024-03-05", relay=("RNA",))
    second = tell(
        "The envoy was recalled.", on="2024-03-05", outlet="Zenda Times", relay=("TASZ", "RNA")
    )
    copy = tell("The envoy was recalled!", on="2024-03-05", outlet="Free Press")
    own = tell("An envoy came home.", on="2024-03-05", outlet="Hentzau Herald")
    copies = {copy.mention.report_id: second.mention.report_id}

    (event,) = merge_mentions([first, second, copy, own], copies=copies)

    assert (event.n_reports, event.n_independent) == (4, 2)


def test_fields_go_by_sources_and_not_by_copies(tell: Tell) -> None:
    """Three copies of one dispatch do not outvote two papers of their own."""
    copied = [
        tell(f"Dispatch {n}.", on="2024-03-05", mode="withdraw", outlet=f"P{n}", relay=("RNA",))
        for n in range(3)
    ]
    own = [
        tell(
            f"Dispatch of our own, {n}.",
            on="2024-03-05",
            mode="expel",
            outlet=f"Q{n}",
            published_at="2024-03-06T12:00+00:00",
        )
        for n in range(2)
    ]

    (event,) = merge_mentions([*copied, *own])

    assert event.mode == "expel"
    assert "mode" in {d.field for d in event.disagreements}


def test_a_finer_date_is_no_disagreement(tell: Tell) -> None:
    """The week and a day in it agree; the day is taken."""
    week = tell(on="2024-03-04", until="2024-03-10", precision="week")
    day = tell(on="2024-03-05", outlet="Zenda Times")

    (event,) = merge_mentions([week, day])

    assert str(event.happened_on.start) == "2024-03-05"
    assert event.disagreements == ()


def test_a_later_telling_leaves_earlier_events_their_ids(tell: Tell) -> None:
    """What was known as an event stays the same event when more is told."""
    first = tell(on="2024-03-05")
    later = tell(on="2024-03-05", outlet="Zenda Times", published_at="2024-03-07T12:00+00:00")

    (before,) = merge_mentions([first])
    (after,) = merge_mentions([first, later])

    assert after.event_id == before.event_id


def test_unplaced_parties_need_shared_words(tell: Tell) -> None:
    """Two deeds of gunmen on one day are not one for want of names."""
    one = tell("Gunmen burned a mill.", "ASSAULT", actors=("-",), on="2024-03-05")
    other = tell(
        "Masked men shot at cars.", "ASSAULT", actors=("-",), on="2024-03-05", outlet="Zenda Times"
    )

    assert len(merge_mentions([one, other])) == 2


def test_content_words_leave_out_common_words_and_endings() -> None:
    """Only words that tell one story from another are compared."""
    assert content_words("They had recalled the envoys on Monday") == {"recall", "envoy"}
