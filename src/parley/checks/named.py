"""What every plugin has: a name with a version; and how a broken promise is told.

In: a plugin. Out: nothing, or the `CheckError` to raise. The idea to know: the error names
the plugin, the promise and the thing it broke on.
"""

from __future__ import annotations

from parley.errors import CheckError
from parley.plugins import has_version
from parley.terms import (
    Feed,
    Forecaster,
    Reader,
)

__all__ = ["broken", "check_name"]


def check_name(plugin: Feed | Reader | Forecaster, kind: str) -> None:
    """Raise where a plugin's name does not end in a version.

    Raises
    ------
    CheckError
        If it has none.
    """
    name = getattr(plugin, "name", None)
    if not isinstance(name, str) or not has_version(name):
        raise CheckError(
            f"The {kind} {type(plugin).__name__} is called {name!r}; a name ends in a version, "
            "such as 'rules.v1', that moves when the output does.",
            plugin=str(name),
        )


def broken(plugin: Feed | Reader | Forecaster, what: str) -> CheckError:
    """Return the error that tells which promise a plugin broke."""
    return CheckError(f"{plugin.name} {what}.", plugin=plugin.name)
