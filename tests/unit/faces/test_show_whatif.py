"""A what-if on paper: what is supposed is marked, figures add up, the warning stands."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from rich.console import Console

from parley.faces.session import as_json
from parley.faces.show_whatif import show_whatif, whatif_as_json
from parley.forecast.fitting import logistic
from parley.forecast.whatif import Move, WhatIf
from parley.forecast.whatif_acts import SupposedAct, act_event
from parley.forecast.whatif_cases import Precedents
from parley.terms import Forecast, log_odds

Page = Callable[[Callable[[Console], None]], str]
AS_OF = datetime(2024, 3, 1, tzinfo=UTC)


@pytest.fixture
def found(forecast: Forecast) -> WhatIf:
    """Return a what-if whose supposed talks lift one reason by a fifth and one by little."""
    act = SupposedAct("talks", ("RRT", "FRD"), (), "CONSULT", "visit", date(2024, 3, 4))
    event = act_event(act, recorded_at=AS_OF)
    total = log_odds(forecast.probability) + 0.2 + 0.01
    after = replace(forecast, probability=float(logistic(total)))  # type: ignore[arg-type]
    moves = (
        Move("recent", "talks on 0 days", "talks on 1 day", -0.1, 0.1, (event.event_id,)),
        Move("busy", "as ever", "as ever", 0.0, 0.01, ()),
    )
    cases = Precedents(act, "this pair", 1, 40, 30, 0.5, 30, ("c" * 16,))
    return WhatIf(
        forecast.question, AS_OF, datetime(2024, 3, 5, tzinfo=UTC), (act,), (), (event,), (), (),
        ((),), (), forecast, after, True, moves, (cases,), None, (event,),
    )  # fmt: skip


def test_what_is_supposed_is_marked_wherever_it_stands(page: Page, found: WhatIf) -> None:
    """At the top and under the reason that it moves."""
    printed = page(lambda console: show_whatif(console, found))

    assert printed.count("supposed, a row of no record") == 2


def test_the_printed_moves_add_up(page: Page, found: WhatIf) -> None:
    """To the difference of the log-odds, to the rounding."""
    printed = page(lambda console: show_whatif(console, found))

    told = printed.split("What moves it")[1].split("Past cases")[0]
    figures = re.findall(r"^  ([+−]\d+\.\d\d)  ", told, flags=re.MULTILINE)
    *moves, total = (float(figure.replace("−", "-")) for figure in figures)
    assert sum(moves) == pytest.approx(total, abs=0.005 * (len(moves) + 1))
    assert total == pytest.approx(found.difference, abs=0.005)


def test_both_chances_stand_side_by_side(page: Page, found: WhatIf) -> None:
    """With the difference in log-odds, and how the fit was made."""
    printed = page(lambda console: show_whatif(console, found))

    assert re.search(r"Chance +29 % +34 % +\+0\.21", printed)
    assert "one and the same fit" in printed


def test_a_moved_origin_and_past_cases_are_told(page: Page, found: WhatIf) -> None:
    """Plainly, with the days on which nothing is taken to happen."""
    printed = " ".join(page(lambda console: show_whatif(console, found)).split())

    assert "in the 4 days up to it nothing else is taken to happen" in printed
    assert "in 30 of 40 cases (75 %), beside 50 % after other days of the same pair" in printed


def test_the_page_ends_with_what_it_is_not(page: Page, found: WhatIf) -> None:
    """A conditional chance is no effect."""
    printed = page(lambda console: show_whatif(console, found))

    assert "Not the effect of the act" in printed.split("What this is not")[1]


def test_json_holds_both_branches_and_the_moves(found: WhatIf) -> None:
    """The moves with what each adds."""
    told = json.loads(as_json(whatif_as_json(found)))

    assert told["moves"][0]["by"] == pytest.approx(0.2)
    assert told["difference"] == pytest.approx(0.21)
    assert {"before", "after", "precedents", "supposed"} <= set(told)
