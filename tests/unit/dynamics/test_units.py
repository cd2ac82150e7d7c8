from __future__ import annotations

from collections.abc import Callable
from datetime import date

from parley.dynamics.series import DaySeries, day_number
from parley.dynamics.units import Act, activity_ranks, asked_unit, own_touches, pool_units, select
from parley.terms import EventType, Question

MakeSeries = Callable[..., DaySeries]

MARCH_1 = date(2024, 3, 1)
LATER = day_number(date(2024, 4, 1))


def question(
    actors: tuple[str, ...],
    recipients: tuple[str, ...],
    event_type: EventType,
    *,
    directed: bool = True,
) -> Question:
    """Return a question about one type."""
    return Question(
        "q", "?", actors, recipients, (event_type,), date(2024, 4, 1), date(2024, 4, 30), directed
    )


def n_selected(series: DaySeries, asked: Question) -> int:
    """Return how many touches would settle a question."""
    act, unit = asked_unit(series, asked)
    return len(select(own_touches(series, act), unit).day)


def attack(actor: str, recipient: str, day: date = MARCH_1) -> dict[str, object]:
    """Return a row of one attack."""
    return {
        "event_type": "ASSAULT", "actors": [actor], "recipients": [recipient], "happened_on": day
    }  # fmt: skip


def test_question_with_a_sector_asks_about_that_sector_alone(make_series: MakeSeries) -> None:
    """An attack by rebels does not settle a question about the army."""
    series = make_series(attack("PRK-MIL", "KOR"), attack("PRK-GOV", "KOR"))

    assert n_selected(series, question(("PRK-MIL",), ("KOR",), "ASSAULT")) == 1
    assert n_selected(series, question(("PRK",), ("KOR",), "ASSAULT")) == 2
    assert n_selected(series, question(("PRK-REB",), ("KOR",), "ASSAULT")) == 0


def test_question_of_several_pairs_is_one_unit(make_series: MakeSeries) -> None:
    """Any of the pairs named brings the outcome about; pairs not named do not."""
    series = make_series(attack("RUS", "UKR"), attack("BLR", "UKR"), attack("USA", "UKR"))

    assert n_selected(series, question(("RUS", "BLR"), ("UKR", "MDA"), "ASSAULT")) == 2


def test_question_without_recipient_takes_anyone_and_no_one(make_series: MakeSeries) -> None:
    """A test with nobody aimed at settles a question that names no recipient."""
    lone = {"event_type": "MOBILIZE", "actors": ["PRK"], "happened_on": MARCH_1}
    aimed = lone | {"recipients": ["JPN"]}
    series = make_series(lone, aimed)

    assert n_selected(series, question(("PRK",), (), "MOBILIZE")) == 2


def test_question_without_actor_takes_anyone_acting(make_series: MakeSeries) -> None:
    """An attack on the party named counts whoever made it."""
    series = make_series(attack("SYR", "ISR"), attack("LBN", "ISR"), attack("ISR", "SYR"))

    assert n_selected(series, question((), ("ISR",), "ASSAULT")) == 2


def test_undirected_question_is_settled_from_either_side(make_series: MakeSeries) -> None:
    """When it does not matter who acts, both directions count."""
    series = make_series(attack("ARM", "AZE"), attack("AZE", "ARM"))

    assert n_selected(series, question(("ARM",), ("AZE",), "ASSAULT")) == 1
    assert n_selected(series, question(("ARM",), ("AZE",), "ASSAULT", directed=False)) == 2


def test_party_never_seen_has_no_touch(make_series: MakeSeries) -> None:
    """A party unknown to the record matches nothing, rather than somebody else."""
    series = make_series(attack("RUS", "UKR"))

    assert n_selected(series, question(("NZL",), ("UKR",), "ASSAULT")) == 0
    assert n_selected(series, question(("NZL",), (), "ASSAULT")) == 0


def test_plans_and_denials_settle_nothing(make_series: MakeSeries) -> None:
    """Only what was done brings an outcome about."""
    series = make_series(attack("RUS", "UKR") | {"status": "denied"})

    assert n_selected(series, question(("RUS",), ("UKR",), "ASSAULT")) == 0


def test_pool_takes_pairs_of_the_most_active_once(make_series: MakeSeries) -> None:
    """For talks three parties make three pairs, for attacks six."""
    series = make_series(
        {"actors": ["FRA", "DEU", "ITA"], "happened_on": MARCH_1},
        {"actors": ["FRA", "DEU"], "happened_on": MARCH_1},
        {"actors": ["ITA", "NZL"], "happened_on": MARCH_1},
    )
    talks, attacks = Act(("CONSULT",), directed=False), Act(("ASSAULT",), directed=True)

    assert pool_units(series, talks, "dyad", day=LATER, n_parties=3).n == 3
    assert pool_units(series, attacks, "dyad", day=LATER, n_parties=3).n == 6
    assert pool_units(series, attacks, "actor", day=LATER, n_parties=9).n == 4


def test_activity_is_counted_as_of_the_day(make_series: MakeSeries) -> None:
    """A party that becomes busy later is not yet among the most active."""
    series = make_series(
        attack("RUS", "UKR"), *(attack("SDN", "TCD", date(2024, 3, day)) for day in range(10, 20))
    )
    early, n_early = activity_ranks(series, day_number(date(2024, 3, 5)))
    late, n_late = activity_ranks(series, LATER)

    assert (n_early, n_late) == (2, 4)
    assert early[series.party_index("RUS")] < early[series.party_index("SDN")]
    assert late[series.party_index("SDN")] < late[series.party_index("RUS")]


def test_pool_of_one_party_has_no_pair_and_no_touch(make_series: MakeSeries) -> None:
    """A record that knows one party alone gives an empty pool, not an error."""
    series = make_series({"event_type": "MOBILIZE", "actors": ["PRK"], "happened_on": MARCH_1})
    act = Act(("MOBILIZE",), directed=True)
    pool = pool_units(series, act, "dyad", day=LATER, n_parties=60)

    assert pool.n == 0
    assert len(select(own_touches(series, act), pool).day) == 0


def test_pair_asked_both_ways_round_is_one_pair(make_series: MakeSeries) -> None:
    """Talks between any two of three parties are three pairs, not six."""
    series = make_series({"actors": ["FRA", "DEU"], "happened_on": MARCH_1})
    states = ("FRA", "DEU", "ITA")

    _, unit = asked_unit(series, question(states, states, "CONSULT", directed=False))

    assert len(unit.actor) == 3
