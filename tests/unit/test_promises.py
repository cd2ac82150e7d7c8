"""The promises of ARCHITECTURE.md that are absences: what no room may do.

The other promises are laws, held in `tests/property/`.
"""

from __future__ import annotations

import ast
import inspect
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import parley

ROOT = Path(parley.__file__).parent
NETWORK = {"socket", "http", "urllib.request", "ftplib", "smtplib", "ssl", "requests", "niquests",
           "httpx", "httpx2", "urllib3", "aiohttp", "feedparser"}  # fmt: skip
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time"),
          ("os", "environ"), ("os", "getenv"), ("datetime", "today")}  # fmt: skip


def _modules(*but: str) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(but or ("\0",)):
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _under(name: str, roots: set[str]) -> bool:
    return any(name == root or name.startswith(root + ".") for root in roots)


def test_no_room_but_reports_can_open_the_network() -> None:
    """Network libraries are imported nowhere but in `reports`."""
    found = [
        (name, imported)
        for name, tree in _modules("reports/")
        for imported in _imports(tree)
        if _under(imported, NETWORK)
    ]

    assert found == []


def test_no_room_but_record_opens_the_tables() -> None:
    """Delta tables are opened nowhere but in `record`."""
    openers = {"scan_delta", "read_delta", "write_delta", "delta_scan"}
    found = []
    for name, tree in _modules("record/"):
        found += [(name, i) for i in _imports(tree) if _under(i, {"deltalake", "duckdb"})]
        found += [
            (name, node.attr)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr in openers
        ]

    assert found == []


def test_no_room_but_faces_prints() -> None:
    """`print`, `rich` and `typer` stay in `faces`."""
    found = []
    for name, tree in _modules("faces/"):
        found += [(name, i) for i in _imports(tree) if _under(i, {"rich", "typer", "click"})]
        found += [
            (name, "print")
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "print"
        ]

    assert found == []


def test_only_the_desk_looks_at_clock_and_environment() -> None:
    """Rooms are handed the time and the settings; `desk` and `settings` alone look them up."""
    found = []
    for name, tree in _modules("desk", "settings"):
        found += [
            (name, f"{node.value.id}.{node.attr}")
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and (node.value.id, node.attr) in CLOCKS
        ]

    assert found == []


def test_no_room_draws_chance_from_a_global_generator() -> None:
    """Chance enters through an `rng` argument: no `random` module, no global NumPy state."""
    drawers = {"seed", "rand", "randn", "randint", "shuffle", "choice", "random", "permutation"}
    found = []
    for name, tree in _modules():
        found += [(name, i) for i in _imports(tree) if _under(i, {"random"})]
        found += [
            (name, node.attr)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and node.attr in drawers
            and isinstance(node.value, ast.Attribute)
            and node.value.attr == "random"
            and isinstance(node.value.value, ast.Name)
            and node.value.value.id in {"np", "numpy"}
        ]

    assert found == []


def test_importing_parley_is_light_and_opens_nothing() -> None:
    """`import parley` loads no heavy library and makes no connection."""
    program = """
import socket, sys, json
def refuse(*args, **kwargs): raise AssertionError("a connection was tried")
socket.socket.connect = refuse
import parley
heavy = {"polars", "deltalake", "duckdb", "numpy", "sklearn", "scipy"}
heavy |= {"babel", "trafilatura", "pandas", "rich", "typer"}
print(json.dumps(sorted(heavy & set(sys.modules))))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert done.stderr == ""
    assert json.loads(done.stdout) == []


READING_METHODS = [
    "events",
    "mentions",
    "statements",
    "claims",
    "reports",
    "forecasts",
    "sql",
    "known",
]


@pytest.mark.parametrize("method", READING_METHODS)
def test_as_of_is_a_required_keyword_wherever_the_record_is_read(method: str) -> None:
    """No reading method of the store has a default for `as_of`, nor takes it by position."""
    from parley.record.store import Store

    as_of = inspect.signature(getattr(Store, method)).parameters["as_of"]

    assert as_of.default is inspect.Parameter.empty
    if method != "known":
        assert as_of.kind is inspect.Parameter.KEYWORD_ONLY


def test_the_record_only_grows() -> None:
    """No room calls what would alter or remove rows of a table."""
    altering = {"delete", "update", "merge", "vacuum", "overwrite", "restore", "drop_table"}
    found = []
    for name, tree in _modules():
        if not name.startswith("record/"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                target = ast.unparse(node.func.value).lower()
                if node.func.attr in altering and ("delta" in target or "table" in target):
                    found.append((name, ast.unparse(node.func)))
            if isinstance(node, ast.keyword) and node.arg == "mode":
                value = node.value
                if isinstance(value, ast.Constant) and value.value == "overwrite":
                    found.append((name, "mode=overwrite"))

    assert found == []
