"""Laws of rules, over invented histories."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.dynamics.rules import Facts, fit_rules
from parley.dynamics.rules_book import find_rules
from parley.dynamics.series import day_number, day_series

START = date(2024, 1, 1)
ASKED = 90
DAY = day_number(START) + ASKED
STATES = ("AAA", "BBB", "CCC", "DDD")

# (type, actor, recipient, day, days until it was told)
acts = st.lists(
    st.tuples(
        st.sampled_from(("CONSULT", "ACCUSE", "REJECT")),
        st.sampled_from(STATES),
        st.sampled_from(STATES),
        st.integers(0, 120),
        st.integers(1, 9),
    ),
    min_size=30,
    max_size=150,
    unique=True,
)


def _frame(told: list[tuple[str, str, str, int, int]]) -> pl.DataFrame:
    midnight = datetime.combine(START, datetime.min.time())
    return pl.DataFrame(
        {
            "event_id": ["-".join(map(str, each)) for each in told],
            "event_type": [kind for kind, *_ in told],
            "actors": [[a] for _, a, _, _, _ in told],
            "recipients": [[b] for _, _, b, _, _ in told],
            "status": ["actual"] * len(told),
            "happened_on": [START + timedelta(days=day) for _, _, _, day, _ in told],
            "published_at": [midnight + timedelta(days=day + late) for *_, day, late in told],
        },
        schema_overrides={"published_at": pl.Datetime("us")},
    )


def _rules(told: list[tuple[str, str, str, int, int]]) -> object:
    return find_rules(day_series(_frame(told)), day=DAY, within_days=4, families=("mirror", "dyad"))


def _regular(told: list[tuple[str, str, str, int, int]]) -> list[tuple[str, str, str, int, int]]:
    """Add answers that make some rules stand, whatever was drawn."""
    answers = [
        (kind, a, b, day, 1)
        for a, b in (("AAA", "BBB"), ("BBB", "CCC"), ("CCC", "DDD"), ("DDD", "AAA"),
                     ("AAA", "CCC"), ("BBB", "DDD"))
        for start in range(2, 118, 11)
        for kind, day in (("ACCUSE", start), ("REJECT", start + 1))
    ]  # fmt: skip
    return list(dict.fromkeys([*told, *answers]))


@settings(max_examples=8, deadline=None)
@given(acts, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_rule(told, random) -> None:  # type: ignore[no-untyped-def]
    """Rules, figures, events and what is due are the same in any order of rows."""
    history = _regular(told)
    shuffled = list(history)
    random.shuffle(shuffled)

    assert _rules(history) == _rules(shuffled)


@settings(max_examples=8, deadline=None)
@given(acts)
def test_what_is_told_later_changes_no_rule(told) -> None:  # type: ignore[no-untyped-def]
    """Rules as of a day are those of a record that ends on that day."""
    history = _regular(told)
    known = [each for each in history if each[3] + each[4] <= ASKED]

    assert _rules(history) == _rules(known)


@settings(max_examples=8, deadline=None)
@given(acts)
def test_every_event_of_a_rule_was_known(told) -> None:  # type: ignore[no-untyped-def]
    """Grounding names events of the record that had been published by then."""
    history = _regular(told)
    known = {"-".join(map(str, each)) for each in history if each[3] + each[4] <= ASKED}

    book = find_rules(day_series(_frame(history)), day=DAY, within_days=4)

    cited = {id_ for rule in book.rules for id_ in rule.event_ids}
    cited |= {id_ for firing in book.firing for id_ in firing.event_ids}
    assert cited <= known
    assert all(rule.event_ids for rule in book.rules if rule.hits)


facts = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers(0, 5), st.integers(0, 30)),
    min_size=20,
    max_size=120,
)


def _facts(rows: list[tuple[int, int, int, int]]) -> Facts:
    s, r, o, day = np.array(rows, dtype=np.int64).T
    return Facts(s, r, o, day, n_entities=6, n_relations=3)


def _fired(rows: list[tuple[int, int, int, int]]) -> tuple[list[float], list[int]]:
    table = fit_rules(_facts(rows), until_day=25)
    fired = table.fire(25, subject=np.arange(6), relation=np.array([0, 1, 2, 3, 4, 5]))
    return fired.score.tolist(), fired.object.tolist()


@settings(max_examples=15, deadline=None)
@given(facts, st.randoms(use_true_random=False))
def test_mining_depends_neither_on_order_nor_on_the_future(rows, random) -> None:  # type: ignore[no-untyped-def]
    """Facts in any order, with or without those of later days, fire the same."""
    shuffled = [row for row in rows if row[3] < 25]
    random.shuffle(shuffled)

    if shuffled:
        assert _fired(rows) == _fired(shuffled)


@settings(max_examples=15, deadline=None)
@given(facts)
def test_confidences_are_probabilities(rows) -> None:  # type: ignore[no-untyped-def]
    """Every score lies between nought and one, one excluded."""
    scores, _ = _fired(rows)

    assert all(0.0 <= score < 1.0 for score in scores)
