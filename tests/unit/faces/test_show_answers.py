"""Action and reaction on paper: what stands out, with its figures and ids; JSON has all."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pytest
from rich.console import Console

from parley.dynamics.answers import Answers, find_answers
from parley.dynamics.series import day_number, day_series
from parley.errors import InputError
from parley.faces.session import as_json
from parley.faces.show_answers import answers_as_json, show_answers
from parley.record.rows import events_frame
from parley.terms import DateInterval, Event

Page = Callable[[Callable[[Console], None]], str]
START = date(2024, 1, 1)
N_DAYS = 300


def event(kind: str, actor: str, recipient: str, day: int) -> Event:
    """Return an event on a day counted from the start, known on the next morning."""
    on = START + timedelta(days=day)
    known = datetime.combine(on + timedelta(days=1), time(0), UTC)
    return Event(
        f"{kind.lower()[:3]}{day:05d}x", kind, None, (), (actor,), (recipient,), "actual",  # type: ignore[arg-type]
        DateInterval(on, on), known, known,
    )  # fmt: skip


@pytest.fixture(scope="module")
def found() -> Answers:
    """Return ten months in which RUR refuses on the day after each accusation."""
    rng = np.random.default_rng(1)
    events = []
    for day in np.flatnonzero(rng.random(N_DAYS - 1) < 0.15).tolist():
        events.append(event("ACCUSE", "VLD", "RUR", day))
        events.append(event("REJECT", "RUR", "VLD", day + 1))
    return find_answers(
        day_series(events_frame(events)), ("RUR", "VLD"), day=day_number(START) + N_DAYS,
        by="type", n_shuffles=199, rng=np.random.default_rng(0),
    )  # fmt: skip


def test_what_stands_out_is_told_with_its_figures_and_ids(page: Page, found: Answers) -> None:
    """Under the side that answers, with the latest case and the warning."""
    printed = page(lambda console: show_answers(console, found))

    line = found.answerings[0]
    case = line.cases[0]
    assert "RUR answers VLD" in printed
    assert f"{line.n_answered}/{line.n_cases}" in printed
    assert f"{case.body_on} → {case.head_on}   {case.body_ids[0][:8]}" in printed
    assert "VLD answers RUR" in printed
    assert "acts come in company" in " ".join(printed.split())


def test_a_line_is_opened_to_all_its_cases(page: Page, found: Answers) -> None:
    """By its number, with days at each lag beside chance."""
    printed = page(lambda console: show_answers(console, found, opened=[1]))

    assert "Line 1: RUR's REJECT after VLD's ACCUSE" in printed
    assert "after 1 day (chance" in printed
    assert printed.count(" → 2024-") >= len(found.answerings[0].cases)


def test_a_line_that_is_not_there_is_refused(page: Page, found: Answers) -> None:
    """With the lines there are."""
    with pytest.raises(InputError, match=f"from 1 to {len(found.answerings)}"):
        page(lambda console: show_answers(console, found, opened=[99]))


def test_all_lines_are_shown_when_asked_for(page: Page, found: Answers) -> None:
    """Also those that do not stand out."""
    printed = page(lambda console: show_answers(console, found, everything=True))

    assert "does not stand out" not in printed


def test_json_holds_every_line_with_its_events(found: Answers) -> None:
    """And the fitted intensities, as plain numbers."""
    told = json.loads(as_json(answers_as_json(found)))

    assert [line["line_number"] for line in told["lines"]] == [1, 2]
    assert told["lines"][0]["stands_out"]
    assert told["lines"][0]["cases"][0]["body_ids"]
    n = len(told["intensities"]["streams"])
    assert np.shape(told["intensities"]["branching"]) == (n, n)
