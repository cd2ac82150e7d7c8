"""Rules on flat arrays: mining, keeping up, firing, grounding."""

from __future__ import annotations

import numpy as np
import pytest

from parley.dynamics.rules import Facts, RuleTable, fit_rules
from parley.dynamics.rules_ground import HALF_LIFE_DAYS, Bodies
from parley.errors import ForecastError

N_DAYS = 120
N_ENTITIES = 12


def _answering(*, chance: float = 0.7, seed: int = 0) -> Facts:
    """Pairs of entities: even days a random one does 0 to another; 1 comes back next day."""
    rng = np.random.default_rng(seed)
    rows = []
    for day in range(0, N_DAYS, 2):
        for s in range(N_ENTITIES):
            o = int((s + 1 + rng.integers(N_ENTITIES - 1)) % N_ENTITIES)
            rows.append((s, 0, o, day))
            if rng.random() < chance:
                rows.append((o, 1, s, day + 1))
    s, r, o, day = np.array(rows).T
    return Facts(s, r, o, day, n_entities=N_ENTITIES, n_relations=2)


def _mirror_cell(table: RuleTable) -> tuple[float, float]:
    """Return hits and cases of: o did 0 to s yesterday, then s does 1 to o."""
    body, head, cell_of_yesterday = 0 + 2, 1, slice(0, 5)
    hits = table.counts.hits[body, cell_of_yesterday, head].sum()
    table.counts.rates()
    return float(hits), float(table.counts.cases[body, cell_of_yesterday, head].sum())


def test_a_planted_answer_is_found_with_its_confidence() -> None:
    """Of those who answer at all on a day, nine in ten bodies of the day before are answered."""
    facts = _answering(chance=0.9)

    hits, cases = _mirror_cell(fit_rules(facts, until_day=N_DAYS))

    assert cases > 400
    assert hits / cases == pytest.approx(0.9, abs=0.08)


def test_the_answered_ranks_first_and_names_the_fact_that_fired() -> None:
    """Whoever was acted upon yesterday is expected to answer, and the act is named."""
    facts = _answering()
    last = facts.day == N_DAYS - 2
    known = facts.take(np.flatnonzero(facts.day < N_DAYS - 1))
    row = int(np.flatnonzero(last & (facts.relation == 0))[0])
    s, o = int(facts.object[row]), int(facts.subject[row])

    table = fit_rules(known, until_day=N_DAYS - 1)
    fired = table.fire(N_DAYS - 1, subject=np.array([s]), relation=np.array([1]))

    mine = np.flatnonzero(fired.object == o)[0]
    yesterday = set(facts.subject[last & (facts.object == s)].tolist())
    assert int(fired.object[np.argmax(fired.score)]) in yesterday
    assert fired.row[mine].max() >= 0
    named = int(fired.row[mine, 2])
    assert (facts.subject[named], facts.object[named], facts.day[named]) == (o, s, N_DAYS - 2)


def test_keeping_up_day_by_day_is_mining_it_all() -> None:
    """A table fitted on the first half and updated equals one fitted on everything."""
    facts = _answering()
    half = N_DAYS // 2
    later = np.flatnonzero(facts.day >= half)

    whole = fit_rules(facts, until_day=N_DAYS + 1)
    kept_up = fit_rules(facts, until_day=half)
    for day in np.unique(facts.day[later]).tolist():
        kept_up.update(facts.take(np.flatnonzero(facts.day == day)))

    queries = {"subject": np.arange(N_ENTITIES), "relation": np.ones(N_ENTITIES, dtype=np.int64)}
    one, other = (table.fire(N_DAYS + 1, **queries) for table in (whole, kept_up))
    assert one.score.tolist() == pytest.approx(other.score.tolist())


def test_no_other_query_of_the_day_is_visible() -> None:
    """A query asked alone is answered as among all others of its day."""
    table = fit_rules(_answering(), until_day=N_DAYS)
    subject, relation = np.arange(N_ENTITIES), np.ones(N_ENTITIES, dtype=np.int64)

    together = table.fire(N_DAYS, subject=subject, relation=relation)
    alone = table.fire(N_DAYS, subject=subject[3:4], relation=relation[3:4])

    assert together.score[together.query == 3].tolist() == alone.score.tolist()
    assert together.object[together.query == 3].tolist() == alone.object.tolist()


def test_only_the_families_asked_for_fire() -> None:
    """With the mirror alone, no recurrence speaks."""
    facts = _answering()

    table = fit_rules(facts, until_day=N_DAYS, families=("mirror",))
    fired = table.fire(N_DAYS, subject=np.array([0]), relation=np.array([1]))

    assert fired.by_family[:, [0, 1, 3, 4]].max() == 0.0
    assert fired.by_family[:, 2].max() > 0.0


def test_a_day_already_seen_cannot_be_learnt_or_asked() -> None:
    """Neither update nor fire goes back in time."""
    facts = _answering()
    table = fit_rules(facts, until_day=N_DAYS)

    with pytest.raises(ForecastError, match="not after it"):
        table.update(facts.take(slice(0, 3)))
    with pytest.raises(ForecastError, match="too late"):
        table.fire(N_DAYS - 1, subject=np.array([0]), relation=np.array([0]))


def test_unknown_families_and_numbers_out_of_range_are_refused() -> None:
    """The message names what there is."""
    facts = _answering()

    with pytest.raises(ForecastError, match="again, dyad, mirror"):
        fit_rules(facts, until_day=3, families=("cousin",))  # type: ignore[arg-type]
    with pytest.raises(ForecastError, match="outside 0 to 2"):
        Facts(facts.subject, facts.relation, facts.object, facts.day, 3, 2)
    with pytest.raises(ForecastError, match="one length"):
        Facts(facts.subject[1:], facts.relation, facts.object, facts.day, 12, 2)


def test_bodies_of_a_pair_know_their_last_day_and_row() -> None:
    """An act that recurs keeps one place, with the latest day and a fading frequency."""
    bodies = Bodies(3, 2)
    one = np.array([1])

    bodies.add(5, one, one, one + 1, np.array([10]))
    bodies.add(5 + int(HALF_LIFE_DAYS), one, one, one + 1, np.array([11]))
    _, found = bodies.of_pairs(one, one + 1)

    assert bodies.last_day[found].tolist() == [5 + HALF_LIFE_DAYS]
    assert bodies.row[found].tolist() == [11]
    assert bodies.heat[found].tolist() == [1.5]
