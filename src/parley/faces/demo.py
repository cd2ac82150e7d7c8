"""The whole job on an invented world: `parley demo`.

In: a folder. Out: a record in it, and on the terminal each step with the command that
does it. The idea to know: nothing here is staged; the demo calls the same verbs of the
desk as everybody, on the toy world that ships with the package.
"""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

from rich.console import Console

from parley.desk import Desk
from parley.desk import open as open_desk
from parley.errors import InputError
from parley.faces.layout import heading, put
from parley.faces.session import Session, console, plural
from parley.faces.show_backtest import show_backtest
from parley.faces.show_forecast import show_answer
from parley.faces.show_reading import show_reading
from parley.faces.show_rows import show_rows
from parley.faces.show_trail import show_trail

__all__ = ["run_demo"]

_MARK = "MADE_BY_PARLEY_DEMO"
_TABLES = ("world.v1", "toy.v1")
_SHOWN = "toy://kest/0712"  # a report that relays a relay
_QUESTION = "Will Freedonia and Ruritania hold talks within 30 days?"
_BEFORE, _AFTER = "2024-05-01", "2024-05-12"


def run_demo(session: Session, folder: Path) -> None:
    """Make a fresh record of the toy world in a folder and show the whole job on it.

    Raises
    ------
    InputError
        If the folder holds something that the demo did not make.
    """
    _clear(folder)
    page = console()
    settings = session.settings(record=str(folder))
    with (
        resources.as_file(resources.files("parley") / "toy") as toy,
        open_desk(folder, actor_tables=_TABLES, settings=settings) as desk,
    ):
        # The record makes its folder; from then on the folder is known to be ours.
        desk.store_to_write  # noqa: B018
        (folder / _MARK).write_text("`parley demo` made this record.\n", encoding="utf-8")
        _take_in(page, desk, toy)
        _show_events(page, desk)
        _ask(page, desk)
        _score(page, desk)
    _go_on(page, folder)


def _clear(folder: Path) -> None:
    """Remove what an earlier demo left; refuse to touch anything else."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not (folder / _MARK).is_file():
        raise InputError(
            f"{folder} exists and was not made by `parley demo`. Choose another place with --dir."
        )
    shutil.rmtree(folder)


def _step(page: Console, number: int, title: str, command: str) -> None:
    page.print()
    put(page, heading(f"{number}. {title}"))
    put(page, f"$ {command}", 1, hang=4)


def _take_in(page: Console, desk: Desk, toy: Path) -> None:
    put(page, "Freedonia and Ruritania quarrel over a strait. None of this ever happened.")
    _step(page, 1, "Four years of history come in", "parley import tkg … --start 2021-01-01")
    imported = desk.import_tkg(toy / "history", start_on="2021-01-01")
    put(page, f"{plural(imported.total('events'), 'event')} from {imported.origin}.", 1)
    _step(page, 2, "A year of reports is read", "parley read …")
    readings = desk.read(toy / "reports")
    counts = [
        plural(len(readings), "report"),
        plural(sum(len(pair.reading.mentions) for pair in readings), "telling of an act",
               "tellings of acts"),
        plural(sum(len(pair.reading.statements) for pair in readings), "statement"),
        plural(sum(len(pair.reading.claims) for pair in readings), "claim"),
    ]  # fmt: skip
    put(page, f"{', '.join(counts)}. One of them:", 1)
    page.print()
    for pair in readings:
        if pair.report.url == _SHOWN:
            show_reading(page, pair.report, pair.reading)


def _show_events(page: Console, desk: Desk) -> None:
    _step(
        page, 3, "Copies are folded, sources counted",
        "parley events --since 2024-06-01 --until 2024-06-30",
    )  # fmt: skip
    show_rows(page, desk.events(since="2024-06-01", until="2024-06-30"))


def _ask(page: Console, desk: Desk) -> None:
    _step(page, 4, "A question, before and after the news", f'parley ask "{_QUESTION}" --as-of …')
    before = desk.ask(_QUESTION, as_of=_BEFORE)
    after = desk.ask(_QUESTION, as_of=_AFTER)
    put(
        page,
        f"As of {_BEFORE}: {before.probability:.0%}. As of {_AFTER}, after a telephone call "
        f"and the promise of a summit: {after.probability:.0%}. The second in full:",
        1,
    )
    show_answer(page, after)
    told = [each for each in after.evidence if each.report_id is not None]
    evidence = next(iter([*told, *after.evidence]), None)
    if evidence is not None:
        id_ = evidence.event.event_id
        _step(page, 5, "Any number is walked back to words", f"parley why {id_[:8]}")
        show_trail(page, desk.why(id_, as_of=_AFTER))


def _score(page: Console, desk: Desk) -> None:
    _step(
        page, 6, "How good have such answers been?",
        "parley backtest --types CONSULT --horizon 30 --every 28",
    )  # fmt: skip
    show_backtest(page, desk.backtest("CONSULT", horizon_days=30, every_days=28))


def _go_on(page: Console, folder: Path) -> None:
    put(page, heading("Go on"))
    for line in (
        f"parley events --record {folder} --type REJECT",
        f'parley ask "Will Freedonia sanction Ruritania this year?" --record {folder} '
        "--as-of 2024-03-01",
        f'parley sql "select outlet, count(*) from reports group by outlet" --record {folder}',
        "parley read your-report.txt --published-at 2024-12-30",
    ):
        put(page, f"$ {line}", 1, hang=4)
    page.print()
