"""Rules of a record: found, sifted, grounded, told."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
import polars as pl
import pytest

from parley.dynamics.rules_book import RuleBook, find_rules
from parley.dynamics.rules_series import history_of
from parley.dynamics.series import DaySeries, day_number, day_series
from parley.errors import ForecastError

START = date(2023, 1, 1)
N_DAYS = 400
END = day_number(START) + N_DAYS
STATES = [f"S{letter}A" for letter in "ABCDEFGH"]
# Far apart, and not evenly: a history that repeats itself exactly looks the same turned round.
THREATS = [10 + 17 * i + (i * i) % 11 for i in range(22)]


def _frame(rows: list[tuple[str, str, str, int]]) -> pl.DataFrame:
    """Make events of (type or type/mode, actor, recipient, day)."""
    days = [START + timedelta(days=day) for *_, day in rows]
    kinds = [kind.partition("/") for kind, *_ in rows]
    return pl.DataFrame(
        {
            "event_id": [f"{kind}-{a}-{b}-{day}" for kind, a, b, day in rows],
            "event_type": [kind for kind, _, _ in kinds],
            "mode": [mode or None for _, _, mode in kinds],
            "actors": [[a] for _, a, _, _ in rows],
            "recipients": [[b] for _, _, b, _ in rows],
            "status": ["actual"] * len(rows),
            "happened_on": days,
            "published_at": [d + timedelta(days=1) for d in days],
        },
        schema_overrides={"published_at": pl.Datetime("us"), "mode": pl.String},
    ).unique("event_id", maintain_order=True)


@cache
def _planted() -> DaySeries:
    """All dyads accuse now and then; seven in ten accusations are thrown back in two days.

    SAA answers SBA's threats with force, always; requests come at random.
    """
    rng = np.random.default_rng(11)
    rows: list[tuple[str, str, str, int]] = []
    for a in STATES:
        for b in STATES:
            if a == b:
                continue
            for day in np.flatnonzero(rng.random(N_DAYS) < 0.02).tolist():
                rows.append(("ACCUSE", a, b, day))
                if rng.random() < 0.7 and day + 2 < N_DAYS:
                    rows.append(("REJECT", b, a, day + 2))
            rows += [
                ("REQUEST", a, b, d) for d in np.flatnonzero(rng.random(N_DAYS) < 0.02).tolist()
            ]
    for day in THREATS:
        rows += [("THREATEN", "SBA", "SAA", day), ("MOBILIZE/troops", "SAA", "SBA", day + 1)]
    return day_series(_frame(rows))


@cache
def _book(scope: str) -> RuleBook:
    dyad = ("SAA", "SBA") if scope == "dyad" else None
    actor = "SAA" if scope == "actor" else None
    return find_rules(_planted(), day=END, within_days=3, dyad=dyad, actor=actor)


def test_a_planted_law_is_found_over_all_dyads() -> None:
    """Accusations are thrown back within three days as often as was planted."""
    kinds = [id_.split("-")[0] for id_ in _planted().event_ids.to_list()]
    planted = kinds.count("REJECT") / kinds.count("ACCUSE")

    law = next(rule for rule in _book("all").rules if rule.family == "mirror")

    assert law.text == "After B accuses A, A turns down B within 3 days"
    assert law.confidence == pytest.approx(planted, abs=0.03)
    assert law.interval[0] < planted < law.interval[1]
    assert law.lift is not None
    assert law.lift > 3


def test_requests_that_come_at_random_make_no_law() -> None:
    """Nothing foretells a request, and a request foretells nothing."""
    told = [rule.text for rule in _book("all").rules]

    assert not [text for text in told if "demands" in text]


def test_a_dyads_own_rule_stands_on_its_own_history() -> None:
    """SAA mobilizes after each threat of SBA, which no other dyad does."""
    own = next(rule for rule in _book("dyad").rules if "threatens" in rule.body)

    assert own.basis == "here"
    assert own.body == "SBA threatens SAA"
    assert own.head == "SAA mobilizes against SBA"
    assert own.hits == own.support > 15


def test_a_dyads_confidence_stays_below_its_raw_count() -> None:
    """All of some twenty cases do not make certainty."""
    own = next(rule for rule in _book("dyad").rules if "threatens" in rule.body)

    assert own.confidence < 0.9
    assert own.interval[0] < own.confidence < own.interval[1]


def test_a_law_is_lent_to_a_dyad_and_said_to_be() -> None:
    """The dyad's own accusations are few; the law of all dyads stands in."""
    early = day_number(START) + 150  # fewer cases than a dyad's own rule needs
    book = find_rules(_planted(), day=early, within_days=3, dyad=("SCA", "SDA"))
    lent = [rule for rule in book.rules if rule.body == "SDA accuses SCA"]

    assert [(rule.head, rule.basis) for rule in lent] == [("SCA turns down SDA", "everywhere")]
    assert 1 <= lent[0].support < 5
    assert lent[0].base_rate is not None
    assert lent[0].base_rate < lent[0].confidence < 0.7


def test_an_actors_rules_are_counted_over_its_dyads() -> None:
    """SAA throws back accusations whoever makes them."""
    told = {rule.text: rule for rule in _book("actor").rules}

    rule = told["After B accuses SAA, SAA turns down B within 3 days"]
    assert rule.n_dyads == len(STATES) - 1


def test_the_events_of_a_rule_exist_and_are_its_own() -> None:
    """Body and head of each case are named, latest first."""
    own = next(rule for rule in _book("dyad").rules if "threatens" in rule.body)
    ids = set(_planted().event_ids.to_list())

    assert set(own.event_ids) <= ids
    assert {id_.split("-")[0] for id_ in own.event_ids} == {"THREATEN", "MOBILIZE/troops"}
    days = [int(id_.split("-")[-1]) for id_ in own.event_ids]
    assert days == sorted(days, reverse=True)
    assert own.last_on is not None
    assert own.last_on - START == timedelta(days=min(days[:2]))


def test_what_is_due_is_told_with_the_days_left() -> None:
    """A threat of yesterday leaves three days for the answer."""
    last_threat = THREATS[-1]
    day = day_number(START) + last_threat + 1

    book = find_rules(_planted(), day=day, within_days=3, dyad=("SAA", "SBA"))

    due = next(firing for firing in book.firing if "threatens" in firing.body)
    assert (due.fired_on - START).days == last_threat
    assert due.days_left == 3
    assert due.event_ids == (f"THREATEN-SBA-SAA-{last_threat}",)
    assert due.confidence > due.base_rate


def test_nothing_is_due_long_after_the_record_fell_silent() -> None:
    """Asked a year after the last report, no window is open and the counts stay."""
    late = find_rules(_planted(), day=END + 365, within_days=3, dyad=("SAA", "SBA"))

    assert late.firing == ()
    assert [rule.hits for rule in late.rules] == [rule.hits for rule in _book("dyad").rules]


def test_shuffled_history_yields_no_law_between_different_acts() -> None:
    """With each stream of acts turned round by its own number of days, the ties are gone."""
    planted = history_of(_planted(), day=END)
    rng = np.random.default_rng(12)
    stream = (planted.actor * 100 + planted.recipient) * 100 + planted.act
    _, which = np.unique(stream, return_inverse=True)
    turn = rng.integers(0, N_DAYS, which.max() + 1)[which]
    days = (planted.day + turn) % N_DAYS
    parties = planted.series.parties
    rows = [
        (planted.acts.names[k], parties[a], parties[b], int(d))
        for k, a, b, d in zip(
            planted.act.tolist(), planted.actor.tolist(), planted.recipient.tolist(),
            days.tolist(), strict=True,
        )
        if k < 16
    ]  # fmt: skip

    book = find_rules(day_series(_frame(rows)), day=END, within_days=3, limit=100)

    assert book.n_tested > 50
    assert [rule.text for rule in book.rules if rule.family in {"dyad", "mirror"}] == []
    assert book.n_kept <= 3


def test_a_thin_record_gets_a_sentence() -> None:
    """Three events make no rule, and the answer says why."""
    few = day_series(_frame([("ACCUSE", "SAA", "SBA", d) for d in (0, 9, 20)]))

    book = find_rules(few, day=day_number(START) + 30, dyad=("SAA", "SBA"))

    assert book.rules == ()
    assert book.note.startswith("Nothing happened often enough in the ")
    assert "Import a longer history" in book.note


def test_parties_the_record_never_saw_get_a_sentence() -> None:
    """An unknown dyad is no error of the asker's."""
    book = find_rules(_planted(), day=END, dyad=("SAA", "ZZZ"))

    assert book.rules == ()
    assert "too few dealings of SAA and ZZZ" in book.note


def test_an_empty_record_and_misfitting_families_are_refused() -> None:
    """The message says what would be right."""
    with pytest.raises(ForecastError, match="knows of no event before"):
        find_rules(_planted(), day=day_number(START) - 10)
    with pytest.raises(ForecastError, match="what fits is again"):
        find_rules(_planted(), day=END, dyad=("SAA", "SBA"), families=("any-actor",))
    with pytest.raises(ForecastError, match="one day or more"):
        find_rules(_planted(), day=END, within_days=0)


@pytest.mark.parametrize(
    ("family", "rows", "told"),
    [
        ("by-recipient", [("MOBILIZE", "SBA", "SCA")], "SBA mobilizes against a third party"),
        ("to-recipient", [("MOBILIZE", "SCA", "SBA")], "a third party mobilizes against SBA"),
        ("by-actor", [("AID", "SAA", "SCA")], "SAA aids a third party"),
        ("to-actor", [("AID", "SCA", "SAA")], "a third party aids SAA"),
        ("home-recipient", [("COERCE", "SBA", "SBA")], "SBA coerces its own"),
        ("home-actor", [("PROTEST", "SAA", "SAA")], "SAA protests against its own"),
        (
            "path",
            [("AID", "SAA", "SCA"), ("ASSAULT", "SCA", "SBA")],
            "SAA aids C and C attacks SBA",
        ),
    ],
)
def test_third_parties_and_home_affairs_are_read_by_their_family(
    family: str, rows: list[tuple[str, str, str]], told: str
) -> None:
    """Each family looks at its own parties, and names them in words."""
    history = [(*row, day) for row in rows for day in range(5, N_DAYS, 19)]
    history += [("ACCUSE", "SAA", "SBA", day + 1) for day in range(5, N_DAYS - 1, 19)]
    history += [("REQUEST", "SGA", "SHA", day) for day in range(0, N_DAYS, 3)]

    book = find_rules(
        day_series(_frame(history)), day=END, within_days=3, dyad=("SAA", "SBA"),
        event_types=("ACCUSE",), families=(family,),  # type: ignore[arg-type]
    )  # fmt: skip

    assert [rule.body for rule in book.rules] == [told]
    assert book.rules[0].hits == book.rules[0].support
