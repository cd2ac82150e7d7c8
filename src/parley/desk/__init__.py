"""The one object behind every face, and the Python API.

In: a record's folder, settings. Out: `Desk`, whose verbs read reports, look at what is
known, import histories, ask questions and walk answers back. The idea to know: the desk
alone looks at the clock, the environment and the settings; every room below is handed
what it needs, `as_of` first of all. Each family of verbs has a file of its own.

>>> import parley
>>> desk = parley.open("parley-record")                               # doctest: +SKIP
>>> desk.ask("Will France and Germany hold talks?").probability       # doctest: +SKIP
0.93
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from parley.desk.asking import AskingDesk
from parley.desk.backtesting import BacktestingDesk
from parley.desk.ledger import LedgerDesk
from parley.desk.moments import as_day, as_moment
from parley.desk.ranking import RankingDesk
from parley.desk.reacting import ReactingDesk
from parley.desk.reading import ReadingDesk
from parley.desk.rows import RowsDesk
from parley.desk.ruling import RulingDesk
from parley.desk.series import SeriesDesk
from parley.settings import Settings, load_settings
from parley.terms import Reader

__all__ = ["Desk", "as_day", "as_moment", "find_settings", "open"]


class Desk(
    ReadingDesk, RowsDesk, AskingDesk, LedgerDesk, BacktestingDesk, SeriesDesk, RulingDesk,
    ReactingDesk, RankingDesk,
):  # fmt: skip
    """Everything parley does, on one record; make one with `parley.open`."""


def find_settings(
    flags: Mapping[str, object] | None = None, *, config: str | os.PathLike[str] | None = None
) -> Settings:
    """Return the settings in force here: flags, environment, nearest file, defaults."""
    return load_settings(
        environ=os.environ,
        folder=Path.cwd(),
        flags=flags,
        config=None if config is None else Path(config),
    )


def open(
    path: str | os.PathLike[str] | None = None,
    *,
    actor_tables: Sequence[str] | None = None,
    reader: str | Reader | None = None,
    settings: Settings | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Desk:
    """Open a desk on a record.

    Parameters
    ----------
    path
        Folder of the record; by default the setting `record`. A record that does not
        exist is made when something is first kept in it.
    actor_tables
        Names or folders of actor tables; by default those the record was made with.
    reader
        A reader, or the name of one.
    settings
        Settings to use in place of those found in the surroundings.
    clock
        Tells the time; by default the machine's clock.

    Raises
    ------
    SettingsError
        If a setting is unknown or wrong.

    Examples
    --------
    >>> import tempfile
    >>> desk = open(tempfile.mkdtemp() + "/record", settings=Settings())
    >>> desk.exists
    False
    """
    return Desk(
        os.fspath(path) if path is not None else None,
        settings=find_settings() if settings is None else settings,
        actor_tables=actor_tables,
        reader=reader,
        clock=clock,
    )
