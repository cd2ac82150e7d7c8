"""Backtests laid out: tables side by side, plots, charts, JSON."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from parley.faces.backtest_json import grid_as_json
from parley.faces.session import as_json
from parley.faces.show_backtest import show_plots
from parley.faces.show_backtest_grid import plotted, show_backtest_grid
from parley.forecast.backtest_table import REFERENCES, GridBacktest, GridScore, Skill
from parley.forecast.grid import named_acts
from parley.forecast.scores_grid import score_chances

NAMES = (*REFERENCES, "lagged_logit.v1")
ACTS = named_acts(["CONSULT", "ACCUSE"])
GROUPS = ("types", "quiet", "active", "surprise", "CONSULT", "ACCUSE")


def _score(name: str, group: str, days: int, seed: int) -> GridScore:
    rng = np.random.default_rng(seed)
    p = rng.beta(0.4, 3.0, size=600)
    skill = Skill(-0.123, (-0.2, 0.05))
    return GridScore(
        forecaster=name,
        group=group,
        horizon_days=days,
        n_origins=9,
        first_origin=date(2018, 6, 1),
        last_origin=date(2018, 8, 1),
        scores=score_chances(p, rng.random(600) < p),
        skill=dict.fromkeys((*REFERENCES, "rate"), skill),
        intervals={"auc": (0.8, 0.9)},
        drawn_over="origins" if days == 7 else "actors",
    )


@pytest.fixture(scope="module")
def table() -> GridBacktest:
    """Return a table of five forecasters, two acts, two horizons."""
    scores = [
        _score(name, group, days, seed=31 * i + days)
        for group in GROUPS
        for days in (7, 30)
        for i, name in enumerate(NAMES)
    ]
    return GridBacktest(
        forecasters=NAMES,
        acts=ACTS,
        horizons=(7, 30),
        universe="all ordered pairs of the 60 busiest states",
        n_dyads=3540,
        origins=(date(2018, 6, 1), date(2018, 8, 1)),
        every_days=7,
        rate={7: "base_rate.v1", 30: "shrunk_rate.v1"},
        n_hidden=2,
        scores=tuple(scores),
    )


def _shown(table: GridBacktest, *by: str) -> str:
    out = io.StringIO()
    show_backtest_grid(Console(file=out, width=80), table, by=by)
    return out.getvalue()


def test_every_table_fits_eighty_columns(table: GridBacktest) -> None:
    """Whatever scores are told apart by."""
    for by in ((), ("type",), ("horizon",), ("surprise",), ("type", "quad", "surprise")):
        assert max(len(line) for line in _shown(table, *by).splitlines()) <= 80


def test_forecasters_stand_side_by_side(table: GridBacktest) -> None:
    """Each has its row in the pooled table of each horizon."""
    page = _shown(table)

    for name in NAMES:
        assert page.count(f"  {name} ") == 4  # scores, and their parts, at two horizons
    assert "2 events are dated after they were known" in page


def test_surprises_are_told_with_what_was_known_before(table: GridBacktest) -> None:
    """Windows chosen by their outcome never stand without onset and lapse."""
    page = _shown(table, "surprise")

    assert page.index("Onset") < page.index("Lapse") < page.index("Surprises")
    assert "chosen by their outcome" in " ".join(page.split())


def test_an_interval_over_actors_says_so(table: GridBacktest) -> None:
    """Where origins are too few to draw, the range tells nothing of other times."""
    assert "At 30 days the origins span fewer than two horizons" in " ".join(_shown(table).split())


def test_scores_by_type_are_those_of_the_forecaster_asked_for(table: GridBacktest) -> None:
    """The plain references get no table of their own."""
    page = _shown(table, "type")

    assert "lagged_logit.v1 by type, 7 days" in page
    assert "class_rate.v1 by type" not in page


def test_plots_fit_eighty_columns(table: GridBacktest) -> None:
    """Calibration and discrimination of each horizon, under their titles."""
    out = io.StringIO()
    show_plots(Console(file=out, width=80), plotted(table))
    page = out.getvalue()

    assert max(len(line) for line in page.splitlines()) <= 80
    assert page.count("lagged_logit.v1") == 4


def test_a_chart_of_all_horizons_is_written(table: GridBacktest, tmp_path: Path) -> None:
    """One pair of plots below the other."""
    pytest.importorskip("altair", reason="needs the extra charts")
    from parley.faces.charts import write_chart
    from parley.faces.charts_backtest import backtest_page

    written = write_chart(backtest_page(plotted(table)), tmp_path / "scores.json")
    page = json.loads(written.read_text(encoding="utf-8"))

    assert len(page["vconcat"]) == 2


def test_json_holds_every_score_with_its_bins(table: GridBacktest) -> None:
    """One entry for each forecaster, horizon and set of windows."""
    told = json.loads(as_json(grid_as_json(table)))
    first = told["scores"][0]

    assert len(told["scores"]) == len(table.scores)
    assert first["brier"] == pytest.approx(table.scores[0].scores.brier)
    assert first["calibration"][0]["n"] > 0
    assert first["skill"]["rate"]["value"] == pytest.approx(-0.123)
