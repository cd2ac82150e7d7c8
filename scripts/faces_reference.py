# ruff: noqa: E501 - a sentence of the page stands on one line

"""Write the reference pages that follow from the code: commands, settings, errors.

In: the command line, the settings and the tree of errors themselves. Out: pages in
`docs/reference/`, or with `--check` a word on which of them are not current. The idea
to know: what is written here is what runs, so the pages cannot fall behind.

    python scripts/faces_reference.py
"""

from __future__ import annotations

import dataclasses
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from parley import desk, errors, results
from parley.faces.cli import app
from parley.settings import CONFIG_NAME, Settings

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"

_COMMANDS_HEAD = """# Command line

Every command takes `--help`.
Results go to standard output, everything else to standard error.
The status is 0 when all went well, 2 when the input was not right or nothing could be read, and 1 for a fault of parley itself.

An instant is written `2024-12-30T08:00Z`, a day `2024-12-30`.
As of a day means as of its first instant in UTC.
Ids may be shortened to their first characters.
"""
_SETTINGS_HEAD = f"""# Settings

A value is looked for in this order: the flag of the command, the environment, the nearest `{CONFIG_NAME}` from the current folder upwards (or the file named by `--config`), the default.
`parley settings` shows each value in force and where it came from.
A key that is not listed here is refused, with the nearest one that is.
In `{CONFIG_NAME}` a list is written `["world.v1", "my-actors"]`; in the environment its items are divided by commas.
"""
_ERRORS_HEAD = """# Errors

Every error that parley raises on purpose is a `ParleyError`, and also the builtin that a caller would expect.
A message tells what happened, to which thing, what would have been right, and the next step.
The command line prints the message and leaves with status 2; `--debug` shows where it came from.

```text
{tree}
```
"""


def _commands(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, child in command.commands.items():
        if getattr(child, "commands", None):
            yield from _commands(child, (*path, name))
        else:
            yield (*path, name), child


def _plain(words: str | None) -> str:
    return " ".join((words or "").split()).replace("|", "\\|")


def commands_page() -> str:
    """Return the page of all commands with their options."""
    root = typer.main.get_command(app)
    lines = [_COMMANDS_HEAD, "## Flags of every command\n", *_options(root)]
    for path, command in _commands(root, ()):
        arguments = [
            p.metavar or str(p.name).upper().rstrip("_")
            for p in command.params
            if p.param_type_name == "argument"
        ]
        lines += [f"\n## {' '.join(path)}\n", f"{inspect.cleandoc(command.help or '')}\n"]
        lines += ["```text", f"parley {' '.join([*path, *arguments])} [OPTIONS]", "```\n"]
        lines += _options(command)
    return "\n".join(lines).rstrip() + "\n"


def _options(command: Any) -> list[str]:
    rows = ["| option | meaning |", "|---|---|"]
    for parameter in command.params:
        if parameter.param_type_name != "option" or parameter.name in {"install_completion",
                                                                       "show_completion"}:  # fmt: skip
            continue
        flags = ", ".join(f"`{flag}`" for flag in [*parameter.opts, *parameter.secondary_opts])
        choices = getattr(parameter.type_descriptor, "choices", None)
        told = _plain(parameter.help)
        if choices:
            names = [str(getattr(choice, "value", choice)) for choice in choices]
            told += f" One of {', '.join(f'`{name}`' for name in names)}."
        rows.append(f"| {flags} | {told} |")
    return rows if len(rows) > 2 else []


def settings_page() -> str:
    """Return the page of all settings."""
    lines = [_SETTINGS_HEAD]
    for field in dataclasses.fields(Settings):
        if "help" not in field.metadata:
            continue
        default = getattr(Settings(), field.name)
        shown = ", ".join(default) if isinstance(default, tuple) else default
        lines += [
            f"## {field.name}\n",
            f"{field.metadata['help']}\n",
            f"Environment: `PARLEY_{field.name.upper()}`. Default: `{shown}`.\n",
        ]
    return "\n".join(lines).rstrip() + "\n"


def errors_page() -> str:
    """Return the page of all errors."""
    doc = inspect.cleandoc(errors.__doc__ or "")
    start = doc.index("ParleyError\n")
    tree = inspect.cleandoc("    " + doc[start:])
    lines = [_ERRORS_HEAD.format(tree=tree)]
    for name in errors.__all__:
        thing = getattr(errors, name)
        if not (inspect.isclass(thing) and issubclass(thing, Exception)):
            continue
        bases = ", ".join(f"`{base.__name__}`" for base in thing.__bases__)
        lines += [f"## {name}\n", f"{inspect.cleandoc(thing.__doc__ or '')}\n", f"A {bases}.\n"]
    return "\n".join(lines).rstrip() + "\n"


_PYTHON_HEAD = """# Python

`parley.open` opens a desk on a record; its verbs are those of the command line.
Results are frozen values; those of several rows are `Rows`, which also go to Polars and pandas.
A moment may be a string, a `date` or a `datetime`; wherever `as_of` is left out it is now.

```python
import parley

with parley.open("parley-record") as desk:
    print(desk.ask.__doc__.splitlines()[0])
```
"""


def python_page() -> str:
    """Return the page of the Python API."""
    lines = [_PYTHON_HEAD, "## parley.open\n", *_entry(desk.open, "parley.open")]
    lines.append("## Desk\n")
    _, *verbs, base, _ = desk.Desk.__mro__
    members = [pair for owner in (base, *verbs) for pair in vars(owner).items()]
    for name, thing in members:
        if name.startswith("_"):
            continue
        lines.append(f"### {name}\n")
        if callable(thing):
            lines += _entry(thing, f"desk.{name}")
        else:
            lines.append(f"{inspect.getdoc(getattr(thing, 'fget', None) or thing)}\n")
    lines.append("## Results\n")
    for name in ("Rows", "Answer", "Evidence", "History", "ReportReading"):
        lines += [f"### {name}\n", f"{_first(getattr(results, name))}\n"]
    return "\n".join(lines).rstrip() + "\n"


def _entry(thing: Any, name: str) -> list[str]:
    parameters = [p for n, p in inspect.signature(thing).parameters.items() if n != "self"]
    shown = []
    starred = False
    for p in parameters:
        if p.kind is p.KEYWORD_ONLY and not starred:
            shown.append("*")
            starred = True
        mark = "*" if p.kind is p.VAR_POSITIONAL else "**" if p.kind is p.VAR_KEYWORD else ""
        starred = starred or mark == "*"
        default = "" if p.default is p.empty else f"={p.default!r}"
        shown.append(f"{mark}{p.name}{default}")
    doc = inspect.getdoc(thing) or ""
    return ["```text", f"{name}({', '.join(shown)})", "```\n", f"{doc.split(chr(10) * 2)[0]}\n",
            *_sections(doc)]  # fmt: skip


def _sections(doc: str) -> list[str]:
    """Return the sections of a docstring as a definition list in plain text."""
    _, *rest = doc.split("\n\n", 1)
    body = rest[0].strip() if rest else ""
    return ["```text", body, "```\n"] if body else []


def _first(thing: Any) -> str:
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())


PAGES = {
    "python.md": python_page,
    "cli.md": commands_page,
    "settings.md": settings_page,
    "errors.md": errors_page,
}


def main() -> None:
    """Write the pages, or check that they are current."""
    stale = []
    for filename, make in PAGES.items():
        page, text = FOLDER / filename, make()
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            stale.append(filename)
            if "--check" not in sys.argv:
                page.write_text(text, encoding="utf-8")
    if stale and "--check" in sys.argv:
        sys.exit(f"not current: {', '.join(stale)}; run python scripts/faces_reference.py")


if __name__ == "__main__":
    main()
