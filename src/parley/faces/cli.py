"""The command line: `parley`.

In: arguments. Out: results on standard output, all else on standard error, and an exit
status: 0 when done, 2 when parley says no, 1 when parley itself is at fault. The idea to
know: a command opens the desk, asks it one thing, and prints; errors end here, as a
message and never as a traceback (unless `--debug` asks for it).
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Optional

import typer
from typer.core import TyperGroup

from parley.errors import ParleyError
from parley.faces.cli_answers import add_to as add_answers
from parley.faces.cli_ask import add_to as add_asking
from parley.faces.cli_backtest import add_to as add_backtest
from parley.faces.cli_bench import add_to as add_bench
from parley.faces.cli_corpus import add_to as add_corpus
from parley.faces.cli_ledger import add_to as add_ledger
from parley.faces.cli_questions import add_to as add_questions
from parley.faces.cli_read import add_to as add_reading
from parley.faces.cli_record import add_to as add_record
from parley.faces.cli_rows import add_to as add_rows
from parley.faces.cli_rules import add_to as add_rules
from parley.faces.cli_series import add_to as add_series
from parley.faces.cli_whatif import add_to as add_whatif
from parley.faces.session import Session, session_of

__all__ = ["app", "main"]


class _Group(TyperGroup):
    """Commands of our own, those of plugins, and one place where every error ends."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*super().list_commands(ctx), *sorted(_plugin_commands())]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return super().get_command(ctx, cmd_name) or _plugin_command(cmd_name)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except ParleyError as error:
            _tell(error, ctx, str(error))
            raise typer.Exit(2) from error
        except Exception as error:
            # Typer's own ways out (usage errors, Exit, Abort) and a reader that went away
            # (`parley events | head`) are for typer to handle.
            ours = isinstance(error, (typer.Exit, typer.Abort, BrokenPipeError))
            if ours or hasattr(error, "exit_code"):
                raise
            _tell(error, ctx, f"{type(error).__name__}: {error}")
            if not session_of(ctx).debug:
                print("This is a fault of parley; `parley --debug …` shows where.", file=sys.stderr)
            raise typer.Exit(1) from error


def _tell(error: Exception, ctx: Any, message: str) -> None:
    if session_of(ctx).debug:
        traceback.print_exception(error, file=sys.stderr)
    else:
        print(f"parley: {message}", file=sys.stderr)


def _plugin_commands() -> tuple[str, ...]:
    from parley.plugins import find_plugins

    return tuple(plugin.name for plugin in find_plugins("command"))


def _plugin_command(name: str) -> Any:
    """Return the command that a plugin offers: a Typer app, or a function made into one."""
    if name not in _plugin_commands():
        return None
    from parley.plugins import load_plugin

    offered = load_plugin("command", name)
    if not isinstance(offered, typer.Typer):
        function, offered = offered, typer.Typer()
        offered.command(name)(function)
    return typer.main.get_command(offered)


app = typer.Typer(
    cls=_Group,
    name="parley",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(asked: bool) -> None:
    if asked:
        from parley import __version__

        print(f"parley {__version__}")
        raise typer.Exit


@app.callback()
def _global(
    ctx: typer.Context,
    config: Annotated[
        Optional[Path],  # noqa: UP045 - older typers read no `|`
        typer.Option("--config", metavar="FILE", help="Settings file, in place of parley.toml."),
    ] = None,
    verbose: Annotated[
        int, typer.Option("-v", "--verbose", count=True, help="Tell more; -vv tells all.")
    ] = 0,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Read news reports; work out the chance of what states will do next."""
    ctx.obj = Session(config=config, verbose=verbose, debug=debug)


for add_to in (
    add_reading, add_rows, add_asking, add_whatif, add_ledger, add_questions, add_backtest,
    add_series, add_rules, add_answers, add_record, add_bench,
    add_corpus,
):  # fmt: skip
    add_to(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; leaves with an exit status."""
    # A report may hold what the terminal's encoding does not; show it escaped, go on.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    app(args=None if arguments is None else list(arguments), prog_name="parley")
