"""What if: two branches under one fit, and a difference that adds up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from parley.dynamics.series import DaySeries, day_series
from parley.errors import InputError
from parley.forecast.asked import make_question
from parley.forecast.hazard_offices import Change, Offices
from parley.forecast.models import RecurrenceForecaster
from parley.forecast.whatif import WhatIf, origin_for, what_if
from parley.forecast.whatif_acts import SUPPOSED, SupposedAct, act_event
from parley.forecast.whatif_known import SupposedKnown
from parley.forecast.whatif_offices import SupposedOffice, with_offices
from parley.terms import Forecast, Forecaster, KnownRecord, Question

from .conftest import START, InventedStore, at

DAY = 240


def act(kind: str, *actors: str, on: int = DAY - 1, to: Sequence[str] = ()) -> SupposedAct:
    """Return an act supposed on a day counted from the start."""
    happened_on = START + timedelta(days=on)
    return SupposedAct(f"{kind} on {happened_on}", actors, tuple(to), kind, None, happened_on)  # type: ignore[arg-type]


def asked(as_of: datetime, kind: str = "CONSULT", days: int = 7) -> Question:
    """Return a question about the first two states."""
    return make_question(
        actors=["AAA"], recipients=["BBB"], event_types=[kind], as_of=as_of, within_days=days
    )


def ask(
    store: InventedStore,
    *acts: SupposedAct,
    without: Sequence[str] = (),
    kind: str = "CONSULT",
    forecaster: Forecaster | None = None,
    paths: bool = False,
    day: int = DAY,
) -> WhatIf:
    """Return a what-if as of a day."""
    return what_if(
        asked(origin_for(acts, at(day)), kind),
        known=store.known(at(day)),
        forecaster=forecaster or RecurrenceForecaster(),
        rng=np.random.default_rng(0),
        acts=acts,
        without=without,
        paths=paths,
    )


@dataclass
class OneFit:
    """A forecaster with a fit that can be handed in; notes what it was fitted on."""

    fitted: list[tuple[int, int]] = field(default_factory=list)
    offices: Offices = field(default_factory=Offices)
    seen: list[int] = field(default_factory=list)
    name: str = "one_fit.v1"

    def fit(self, series: DaySeries, *, day: int) -> tuple[int, int]:
        """Return a mark of what it was fitted on."""
        self.fitted.append((len(series), day))
        return self.fitted[-1]

    def forecast(self, questions: Sequence[Question], known: KnownRecord) -> list[Forecast]:
        """Answer as recurrence does."""
        return RecurrenceForecaster().forecast(questions, known)

    def forecast_with(
        self, fit: tuple[int, int], questions: Sequence[Question], known: KnownRecord
    ) -> list[Forecast]:
        """Answer under a fit, and name it; note how many changes of office it sees."""
        self.seen.append(len(self.offices.changes))
        return [replace(each, forecaster=f"{fit}") for each in self.forecast(questions, known)]


def test_the_moves_add_up_to_the_difference(store: InventedStore) -> None:
    """Base rate and reasons together, in log-odds, to a billionth."""
    found = ask(store, act("CONSULT", "AAA", "BBB"), act("THREATEN", "CCC", to=["AAA"]))

    total = found.base_move + sum(move.by for move in found.moves)
    assert total == pytest.approx(found.difference, abs=1e-9)
    assert found.difference != 0.0


def test_moves_name_the_supposed_event_first(store: InventedStore) -> None:
    """Where one of the branches alone rests on it."""
    found = ask(store, act("CONSULT", "AAA", "BBB"))
    (event,) = found.supposed

    recent = next(move for move in found.moves if move.kind == "recent")

    assert recent.event_ids[0] == event.event_id
    assert event.origin == SUPPOSED
    assert event in found.evidence


def test_both_branches_share_one_fit_made_on_history_as_it_was(store: InventedStore) -> None:
    """What is supposed never reaches the fit."""
    forecaster = OneFit()
    n_touches = len(day_series(store.known(at(DAY)).events()))

    found = ask(store, act("CONSULT", "AAA", "BBB"), forecaster=forecaster)

    assert [n for n, _ in forecaster.fitted] == [n_touches]
    assert found.before.forecaster == found.after.forecaster
    assert found.one_fit


def test_a_supposed_change_of_office_is_seen_in_one_branch(store: InventedStore) -> None:
    """Beside those of the table, by a copy: the forecaster itself stays as it was."""
    forecaster = OneFit(offices=Offices((Change(1, "BBB", "One", "president"),)))
    office = SupposedOffice("new", "AAA", "president", at(DAY - 1).date())

    found = what_if(
        asked(at(DAY)),
        known=store.known(at(DAY)),
        forecaster=forecaster,
        rng=np.random.default_rng(0),
        offices=[office],
    )

    assert forecaster.seen == [1, 2]
    assert len(forecaster.offices.changes) == 1
    assert (found.offices, found.origin) == ((office,), at(DAY))


def test_a_forecaster_blind_to_offices_refuses_to_suppose_one(store: InventedStore) -> None:
    """Rather than to show that nothing moves."""
    office = SupposedOffice("new", "AAA", "president", at(DAY - 1).date())

    with pytest.raises(InputError, match="does not look at who holds office"):
        with_offices(RecurrenceForecaster(), [office])


def test_leaving_out_what_was_not_known_changes_nothing(store: InventedStore) -> None:
    """An event of next week is in neither branch."""
    later = store.known(at(DAY + 20)).events().filter(pl.col("happened_on") > at(DAY).date())
    id_ = str(later["event_id"][0])

    found = ask(store, without=[id_])

    assert (found.unknown, found.dropped) == ((id_,), ())
    assert found.after.probability == found.before.probability
    assert all(move.by == 0.0 for move in found.moves)


def test_leaving_out_an_event_undoes_supposing_it(store: InventedStore) -> None:
    """With the talks of a day left out, the chance is that of a record without them."""
    known = store.known(at(DAY)).events()
    talks = known.filter(
        pl.col("event_type") == "CONSULT",
        pl.col("actors").list.contains("AAA") & pl.col("actors").list.contains("BBB"),
    ).sort("happened_on")
    id_ = str(talks["event_id"][-1])
    without = replace(store, history=store.history.filter(pl.col("event_id") != id_))

    found = ask(store, without=[id_])
    bare = RecurrenceForecaster().forecast([found.question], without.known(at(DAY)))[0]

    assert found.after.probability == bare.probability
    assert found.before.probability != bare.probability
    assert found.precedents[0].where == "this pair"


def test_supposing_what_is_there_already_changes_nothing_and_is_said(
    store: InventedStore,
) -> None:
    """Days are counted, so a second telling of one day's talks adds nothing to talks."""
    talks = store.known(at(DAY)).events().filter(
        pl.col("event_type") == "CONSULT",
        pl.col("actors").list.contains("AAA") & pl.col("actors").list.contains("BBB"),
    ).sort("happened_on")  # fmt: skip
    day: date = talks["happened_on"][-1]

    found = ask(store, act("CONSULT", "BBB", "AAA", on=(day - START).days))

    assert found.already == ((str(talks["event_id"][-1]),),)
    assert abs(found.difference) < 0.02


def test_an_act_supposed_later_moves_the_origin_of_both_branches(store: InventedStore) -> None:
    """To the morning after it; nothing of the days between becomes known."""
    found = ask(store, act("CONSULT", "AAA", "BBB", on=DAY + 9))

    assert found.origin == at(DAY + 10)
    assert found.before.origin == found.after.origin == found.origin
    assert found.question.opens_on == at(DAY + 10).date()
    assert found.silent_days == 10
    between = pl.col("happened_on") >= at(DAY).date()
    ids = set(store.history.filter(between)["event_id"])
    assert not ids & {id_ for move in found.moves for id_ in move.event_ids}


def test_what_is_supposed_stays_in_its_view(store: InventedStore) -> None:
    """The record has the rows it had."""
    before = store.history.height
    known = store.known(at(DAY))
    n_known = known.events().height

    ask(store, act("CONSULT", "AAA", "BBB"), paths=True)

    assert store.history.height == before
    assert known.events().height == n_known
    assert SUPPOSED not in store.history["origin"].to_list()


def test_drawn_paths_stand_beside_the_forecaster(store: InventedStore) -> None:
    """Talks feed talks in this history, so a supposed meeting raises their chance."""
    found = ask(store, act("AGREE", "AAA", "BBB"), paths=True, kind="CONSULT")
    again = ask(store, act("AGREE", "AAA", "BBB"), paths=True, kind="CONSULT")

    assert found.opinion is not None
    assert found.opinion == again.opinion
    assert 0.0 <= found.opinion.before <= found.opinion.after <= 1.0
    assert found.opinion.pairs == (("AAA", "BBB"),)


def test_paths_are_not_drawn_for_questions_without_a_pair(store: InventedStore) -> None:
    """Whom anyone may meet, no pair's intensities can tell."""
    question = make_question(actors=["AAA"], event_types=["CONSULT"], as_of=at(DAY), within_days=7)

    found = what_if(
        question,
        known=store.known(at(DAY)),
        forecaster=RecurrenceForecaster(),
        rng=np.random.default_rng(0),
        acts=[act("CONSULT", "AAA", "BBB")],
    )

    assert found.opinion is None
    assert [each.where for each in found.precedents] == ["this pair"]


def test_nothing_supposed_is_refused(store: InventedStore) -> None:
    """There would be one branch only."""
    with pytest.raises(InputError, match="Nothing is supposed"):
        ask(store)


def test_an_act_before_the_record_is_refused(store: InventedStore) -> None:
    """It would make the record look as if it had watched since then."""
    with pytest.raises(InputError, match="before the record began to watch"):
        ask(store, act("CONSULT", "AAA", "BBB", on=-30))


@pytest.mark.parametrize("party", ["BBB", "ZZZ"])
def test_series_built_upon_another_is_that_of_its_events(store: InventedStore, party: str) -> None:
    """Whether the supposed act names known parties or a new one."""
    event = act_event(act("CONSULT", "AAA", party, on=DAY - 5), recorded_at=at(DAY))
    known = store.known(at(DAY))
    fact = SupposedKnown(known, as_of=at(DAY))
    branch = SupposedKnown(known, as_of=at(DAY), added=[event], beside=fact)
    statuses = ("actual", "ongoing")

    built, anew = branch.day_series(statuses), day_series(branch.events(), statuses=statuses)

    assert rows_of(built) == rows_of(anew)
    assert (built.first_day, built.watched.tolist()) == (anew.first_day, anew.watched.tolist())


def rows_of(series: DaySeries) -> list[tuple[object, ...]]:
    """Return the touches of a series by name, in an order of their own."""
    return sorted(
        (
            series.parties[a],
            series.parties[r],
            kind,
            day,
            known,
            str(series.event_ids[event]),
            series.modes[mode],
            done,
        )
        for a, r, kind, day, known, event, mode, done in zip(
            series.actor.tolist(), series.recipient.tolist(), series.event_type.tolist(),
            series.day.tolist(), series.known_day.tolist(), series.event.tolist(),
            series.mode.tolist(), series.done.tolist(), strict=True,
        )
    )  # fmt: skip
