"""Finding and naming what others add.

In: the kind of a plugin and its name. Out: the object that goes by it. The idea to
know: built-in parts come in by the same door, entry points, and nothing is loaded
before it is asked for by name.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from parley.errors import PluginError, UnknownPluginError

__all__ = ["KINDS", "Plugin", "find_plugins", "has_version", "load_plugin"]

KINDS: dict[str, str] = {
    "feed": "parley.feeds",
    "reader": "parley.readers",
    "forecaster": "parley.forecasters",
    "command": "parley.commands",
}
_VERSIONED = re.compile(r"[a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)*\.v\d+")


@dataclass(frozen=True, slots=True)
class Plugin:
    """An entry point: its kind, its name, and where its object lives (`module:object`)."""

    kind: str
    name: str
    place: str


def has_version(name: str) -> bool:
    """Tell whether a plugin's name ends in a version.

    Examples
    --------
    >>> has_version("rules.v1"), has_version("rules")
    (True, False)
    """
    return _VERSIONED.fullmatch(name) is not None


def find_plugins(kind: str) -> tuple[Plugin, ...]:
    """Return the plugins of a kind that are installed, by name, without loading them.

    Examples
    --------
    >>> "rules.v1" in [plugin.name for plugin in find_plugins("reader")]
    True
    """
    return tuple(
        sorted(
            (Plugin(kind, found.name, found.value) for found in _entry_points(kind)),
            key=lambda plugin: plugin.name,
        )
    )


def load_plugin(
    kind: str, name: str, *, offered: dict[str, object] | None = None, points: Any = None
) -> Any:
    """Return the object that goes by a name.

    A class or function is called, with those of the `offered` keyword arguments that it
    names (a reader that takes `table` is handed the actor table in use); any other
    object is returned as it is.

    Parameters
    ----------
    kind
        `feed`, `reader`, `forecaster` or `command`.
    name
        Its name with version.
    offered
        What the desk can hand in.
    points
        Entry points to choose from, in place of those installed.

    Raises
    ------
    UnknownPluginError
        If there is none of that name.
    PluginError
        If it does not load, or calls itself by another name.
    """
    found = {point.name: point for point in (_entry_points(kind) if points is None else points)}
    if name not in found:
        raise UnknownPluginError(name, group=kind, known=sorted(found))
    point = found[name]
    try:
        target = point.load()
        if kind == "command":
            return target
        plugin = _made(target, offered or {})
    except Exception as error:
        raise PluginError(
            f"The {kind} {name!r} ({point.value}) does not load: {type(error).__name__}: {error}",
            plugin=name,
        ) from error
    if getattr(plugin, "name", None) != name:
        raise PluginError(
            f"The {kind} offered as {name!r} ({point.value}) calls itself "
            f"{getattr(plugin, 'name', None)!r}; the two must agree, since rows keep the name.",
            plugin=name,
        )
    return plugin


def _entry_points(kind: str) -> Iterable[EntryPoint]:
    return entry_points(group=KINDS[kind])


def _made(target: Any, offered: dict[str, object]) -> Any:
    if not inspect.isclass(target) and not inspect.isfunction(target):
        return target
    parameters = inspect.signature(target).parameters
    return target(**{key: value for key, value in offered.items() if key in parameters})
