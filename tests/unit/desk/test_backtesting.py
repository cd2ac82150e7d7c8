"""The desk replays the past, on the toy world."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import parley
from parley.desk import Desk
from parley.errors import InputError
from parley.forecast.backtest_table import REFERENCES, GridBacktest
from parley.settings import Settings

TOY = Path(parley.__file__).parent / "toy"
NOW = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk on a record of the toy history."""
    desk = parley.open(
        tmp_path_factory.mktemp("backtesting") / "record",
        actor_tables=("world.v1", "toy.v1"),
        settings=Settings(forecaster="base_rate.v1"),
        clock=lambda: NOW,
    )
    desk.import_tkg(TOY / "history", start_on="2021-01-01")
    return desk


@pytest.fixture(scope="module")
def table(desk: Desk) -> GridBacktest:
    """Two acts and two horizons, three origins."""
    return desk.backtest_grid(
        ["CONSULT", "ACCUSE"], horizon_days=(7, 30), forecasters=["lagged_logit.v1"], top=4,
        since="2023-01-01", until="2023-04-01", every_days=42, as_of="2024-01-01",
    )  # fmt: skip


def test_plain_forecasts_stand_beside_those_named(table: GridBacktest) -> None:
    """Each table holds the four references and the forecaster asked for."""
    assert table.forecasters == (*REFERENCES, "lagged_logit.v1")
    assert {each.n_origins for each in table.scores} == {3}


def test_scores_are_kept_for_the_forecasters_named_alone(desk: Desk, table: GridBacktest) -> None:
    """One row for each act and horizon, and one for the acts pooled."""
    kept = desk.known("2024-06-01").backtests()

    assert set(kept["forecaster"]) == {"lagged_logit.v1"}
    assert kept.height == 2 * (2 + 1)


def test_types_together_are_one_act(desk: Desk) -> None:
    """Any of the types counts, when they are not told apart."""
    table = desk.backtest_grid(
        ["CONSULT", "ACCUSE"], apart=False, horizon_days=30, top=3, since="2023-01-01",
        until="2023-01-01", as_of="2024-01-01", record=False,
    )  # fmt: skip

    assert [act.event_types for act in table.acts] == [("CONSULT", "ACCUSE")]


def test_dyads_may_be_named(desk: Desk) -> None:
    """Then nobody else is asked about."""
    table = desk.backtest_grid(
        "CONSULT", horizon_days=30, dyads=["FRD:RUR"], since="2023-01-01", until="2023-02-01",
        as_of="2024-01-01", record=False,
    )  # fmt: skip

    assert (table.n_dyads, table.universe) == (1, "the dyads given")


def test_an_act_nobody_knows_is_refused(desk: Desk) -> None:
    """With those that are known."""
    with pytest.raises(InputError, match="No act 'TALKS'"):
        desk.backtest_grid("TALKS", record=False)
