"""What every command of the command line shares: global flags, the desk, the log.

In: the flags before the command. Out: a `Session` that opens the desk with the flags of
the command itself. The idea to know: the house is imported when a command runs, never
before, so that `parley --help` answers at once.
"""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typer
    from rich.console import Console

    from parley.desk import Desk
    from parley.settings import Settings

__all__ = ["Session", "session_of"]

_HANDLER = "parley-command-line"


@dataclass
class Session:
    """The global flags: settings file, how much to log, whether to show tracebacks."""

    config: Path | None = None
    verbose: int = 0
    debug: bool = False

    def settings(self, **flags: object) -> Settings:
        """Return the settings in force, those flags first; logging is set up by them."""
        from parley.desk import find_settings

        found = find_settings(flags, config=self.config)
        levels = {0: found.log_level, 1: "info"}
        _log_to_stderr(levels.get(self.verbose, "debug"), tracebacks=self.debug)
        return found

    def desk(self, **flags: object) -> Desk:
        """Return a desk on the record that the settings name, those flags first."""
        from parley.desk import open

        return open(settings=self.settings(**flags))


def session_of(ctx: typer.Context) -> Session:
    """Return the session of a command."""
    found = ctx.find_root().obj
    return found if isinstance(found, Session) else Session()


def console() -> Console:
    """Return the console for results."""
    from parley.faces.layout import make_console

    return make_console()


def errors() -> Console:
    """Return the console for everything that is no result."""
    from parley.faces.layout import make_console

    return make_console(stderr=True)


class _OneLine(logging.Formatter):
    """Log lines without the traceback of what they tell of."""

    def format(self, record: logging.LogRecord) -> str:
        return f"{record.levelname} {record.name}: {record.getMessage()}"


def _log_to_stderr(level: str, *, tracebacks: bool) -> None:
    """Send parley's log lines to standard error; the library itself sets no handlers."""
    root = logging.getLogger("parley")
    for handler in list(root.handlers):
        if handler.get_name() == _HANDLER:
            root.removeHandler(handler)
    handler = logging.StreamHandler(sys.stderr)
    handler.set_name(_HANDLER)
    whole = logging.Formatter("%(levelname)s %(name)s: %(message)s")
    handler.setFormatter(whole if tracebacks else _OneLine())
    root.addHandler(handler)
    root.setLevel(level.upper())


def plural(n: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun.

    Examples
    --------
    >>> plural(1, "report"), plural(1200, "report")
    ('1 report', '1,200 reports')
    """
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def as_json(value: Any) -> str:
    """Return a value as one line of JSON; days and instants as ISO text."""
    import json
    from datetime import date, datetime

    def other(thing: object) -> str:
        if isinstance(thing, datetime):
            return thing.isoformat().replace("+00:00", "Z")
        if isinstance(thing, date):
            return thing.isoformat()
        raise TypeError(f"{type(thing).__name__} has no JSON form")

    return json.dumps(value, ensure_ascii=False, default=other)
