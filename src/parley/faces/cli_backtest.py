"""The command that replays the past: backtest.

In: acts, horizons, forecasters, origins. Out: how good the chances were that would have
been given. The idea to know: one act, one horizon and one forecaster make a page of their
own, asked as questions; more of any of them make a table, asked as a grid.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from parley.faces.options import AsOf, PageFormat, Record, Since, Until
from parley.faces.session import as_json, console, errors, session_of

if TYPE_CHECKING:
    from parley.forecast.scores import CalibrationBin

__all__ = ["add_to"]

_IN_TERMINAL = "-"


class By(StrEnum):
    """What scores are told apart by."""

    type = "type"
    horizon = "horizon"
    quad = "quad"
    surprise = "surprise"


_SETS = frozenset({"types", "quads", "all"})
_ONLY_GRIDS = frozenset({"class_rate.v1", "persistence.v1", "shrunk_rate.v1", "lagged_logit.v1"})
"""Baselines that answer no question in words."""


def backtest(
    ctx: typer.Context,
    type_: Annotated[
        Optional[list[str]],  # noqa: UP045 - older typers read no `|`
        typer.Option(
            "--type", "--types", metavar="TYPE",
            help="PLOVER types, any of which counts; `types` for each of the 16 apart, `quads` "
            "for the quad classes, `all` for both; may be repeated.",
        ),
    ] = None,
    horizon: Annotated[
        Optional[list[int]],  # noqa: UP045
        typer.Option(
            "--horizon", metavar="DAYS", min=1,
            help="Days each window runs; may be repeated.  [default: 30]",
        ),
    ] = None,
    top: Annotated[
        int, typer.Option("--top", metavar="N", min=2, help="All dyads of the N busiest states.")
    ] = 30,
    dyad: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--dyad", "--dyads", metavar="A:B", help="These dyads in place of --top."),
    ] = None,
    since: Since = None,
    until: Until = None,
    every: Annotated[
        int, typer.Option("--every", metavar="DAYS", min=1, help="Days between origins.")
    ] = 30,
    forecaster: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--forecaster", metavar="NAME",
            help="By default the setting `forecaster`; repeat it for a side-by-side table.",
        ),
    ] = None,
    by: Annotated[
        Optional[list[By]],  # noqa: UP045
        typer.Option(
            "--by", metavar="WHAT",
            help="Tell scores apart by type, horizon, quad or surprise; may be repeated.",
        ),
    ] = None,
    plot: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--plot", metavar="FILE",
            help="Draw calibration and discrimination: `-` here in the terminal, or to FILE: "
            ".html (opens offline), .svg, .png or .json.",
        ),
    ] = None,
    as_of: AsOf = None,
    format: Annotated[
        PageFormat, typer.Option("--format", help="How to write the answer.")
    ] = PageFormat.table,
    record: Record = None,
    no_record: Annotated[bool, typer.Option("--no-record", help="Do not keep the scores.")] = False,
) -> None:  # fmt: skip
    """Replay the past and score the chances that were given."""
    if plot is not None and plot != _IN_TERMINAL:
        from parley.faces.charts import check_ending

        check_ending(plot)
    chosen = type_ or ["CONSULT"]
    # Sets and quad classes are acts of their own; types named one by one count together.
    sets = any(name.strip().casefold() in _SETS or " " in name.strip() for name in chosen)
    more = len(horizon or ()) > 1 or len(forecaster or ()) > 1
    several = bool(sets or by or more or _ONLY_GRIDS & set(forecaster or ()))
    names = list(dict.fromkeys(forecaster or ()))
    flags = {} if several or not names else {"forecaster": names[0]}
    with session_of(ctx).desk(record=record, **flags) as desk:
        keep = not no_record
        if not several:
            result = desk.backtest(
                event_type=chosen, horizon_days=(horizon or [30])[0], top=top, dyads=dyad,
                since=since, until=until, every_days=every, as_of=as_of, record=keep,
            )  # fmt: skip
            if format is PageFormat.json:
                from parley.faces.answer_json import backtest_as_json

                print(as_json(backtest_as_json(result)))
            else:
                from parley.faces.show_backtest import show_backtest

                show_backtest(console(), result)
            title = f"{' or '.join(result.event_types)} within {result.horizon_days} days"
            _draw(plot, [(f"{title}, by {result.forecaster}", result.calibration)])
            return
        table = desk.backtest_grid(
            acts=chosen, apart=sets or By.type in (by or ()), horizon_days=horizon or [30],
            forecasters=names, top=top, dyads=dyad, since=since, until=until, every_days=every,
            as_of=as_of, record=keep,
        )  # fmt: skip
    if format is PageFormat.json:
        from parley.faces.backtest_json import grid_as_json

        print(as_json(grid_as_json(table)))
    else:
        from parley.faces.show_backtest_grid import show_backtest_grid

        show_backtest_grid(console(), table, by=[each.value for each in by or ()])
    if plot is not None:
        from parley.faces.show_backtest_grid import plotted

        _draw(plot, plotted(table))


def _draw(plot: str | None, drawn: list[tuple[str, tuple[CalibrationBin, ...]]]) -> None:
    """Draw calibration and discrimination, each of them under its title."""
    if plot is None:
        return
    if plot == _IN_TERMINAL:
        from parley.faces.show_backtest import show_plots

        show_plots(console(), drawn)
        return
    from parley.faces.charts import write_chart
    from parley.faces.charts_backtest import backtest_page

    written = write_chart(backtest_page(drawn), plot)
    errors().print(f"Wrote {written}.", soft_wrap=True)


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("backtest")(backtest)
