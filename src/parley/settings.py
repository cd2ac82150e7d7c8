"""Defaults, file, environment and flags in one frozen object.

In: flags, the environment, the folder one works in. Out: `Settings`, which remembers
where each value came from. The idea to know: flag before environment (`PARLEY_…`)
before `parley.toml` before default, and a key nobody knows is refused, so that a typing
error never passes for a choice.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from parley.errors import SettingsError

__all__ = ["CACHE_WORDS", "CONFIG_NAME", "LOG_LEVELS", "SETTING_KEYS", "Settings", "load_settings"]

CONFIG_NAME = "parley.toml"
LOG_LEVELS = ("debug", "info", "warning", "error")
CACHE_WORDS = ("auto", "none")
_PREFIX = "PARLEY_"
# Names in the environment that are ours and no settings: where the file is, and where
# the tests find shared data.
_NOT_SETTINGS = frozenset({"PARLEY_CONFIG", "PARLEY_SHARED"})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice parley takes from its surroundings.

    `came_from` holds a pair (key, where) for each value that is not the default.
    """

    record: str = field(
        default="parley-record", metadata={"help": "Folder of the record that commands work on."}
    )
    reader: str = field(
        default="rules.v1", metadata={"help": "Reader that turns reports into readings."}
    )
    forecaster: str = field(
        default="hazard.v1", metadata={"help": "Forecaster that answers questions."}
    )
    actor_tables: tuple[str, ...] = field(
        default=("world.v1",),
        metadata={"help": "Actor tables by name or folder; later ones add to earlier ones."},
    )
    language: str = field(
        default="en", metadata={"help": "Language of reports that do not tell their own."}
    )
    horizon_days: int = field(
        default=90, metadata={"help": "Days a question looks ahead when it names no end."}
    )
    cache: str = field(
        default="auto",
        metadata={
            "help": "Folder for fitted models, safe to delete: a path, `auto` for the user's own "
            "cache, `none` to fit anew each time."
        },
    )
    log_level: str = field(
        default="warning",
        metadata={"help": "Least urgent log lines shown: " + ", ".join(LOG_LEVELS)},
    )
    came_from: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    def where(self, key: str) -> str:
        """Return where the value of a key came from, in words."""
        return dict(self.came_from).get(key, "default")

    def is_default(self, key: str) -> bool:
        """Tell whether nobody chose the value of a key."""
        return key not in dict(self.came_from)

    def rows(self) -> list[dict[str, str]]:
        """Return one row a key: key, value, where it came from, what it is for."""
        return [
            {
                "key": each.name,
                "value": _shown(getattr(self, each.name)),
                "came_from": self.where(each.name),
                "help": str(each.metadata["help"]),
            }
            for each in dataclasses.fields(self)
            if each.name in SETTING_KEYS
        ]


SETTING_KEYS: tuple[str, ...] = tuple(
    each.name for each in dataclasses.fields(Settings) if each.name != "came_from"
)


def load_settings(
    *,
    environ: Mapping[str, str],
    folder: Path,
    flags: Mapping[str, object] | None = None,
    config: Path | None = None,
) -> Settings:
    """Gather the settings in force.

    Parameters
    ----------
    environ
        The environment; names that begin with `PARLEY_` count.
    folder
        Where to begin the search for `parley.toml`; the nearest one upwards is used.
    flags
        Values given on the command line; those that are None were not given.
    config
        A settings file to use in place of the search.

    Raises
    ------
    SettingsError
        If a key is unknown, a value is of the wrong kind, or the file cannot be read.

    Examples
    --------
    >>> from pathlib import Path
    >>> found = load_settings(environ={"PARLEY_HORIZON_DAYS": "30"}, folder=Path("/"))
    >>> found.horizon_days, found.where("horizon_days"), found.where("reader")
    (30, 'environment PARLEY_HORIZON_DAYS', 'default')
    """
    named = config or (Path(environ["PARLEY_CONFIG"]) if environ.get("PARLEY_CONFIG") else None)
    path = named or _nearest_config(folder)
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for given, origin in (
        *((pair, f"file {path}") for pair in (_from_file(path).items() if path else ())),
        *((pair, "environment") for pair in _from_environment(environ).items()),
        *((pair, "flag") for pair in (flags or {}).items() if pair[1] is not None),
    ):
        key, value = given
        if origin == "environment":
            origin = f"environment {_PREFIX}{key.upper()}"
        elif origin == "flag":
            origin = f"flag --{key.replace('_', '-')}"
        values[key] = _checked(key, value, origin)
        origins[key] = origin
    return Settings(**values, came_from=tuple(sorted(origins.items())))


def _nearest_config(folder: Path) -> Path | None:
    for place in (folder, *folder.parents):
        candidate = place / CONFIG_NAME
        if candidate.is_file():
            return candidate
    return None


def _from_file(path: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(
            f"There is no settings file {str(path)!r}. Name an existing one with --config.",
            key="config",
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(
            f"The settings file {str(path)!r} cannot be read: {error}.", key="config"
        ) from error
    # Paths in a file are meant from where the file lies, not from where one happens to be.
    if isinstance(found.get("record"), str):
        found["record"] = _beside(path, found["record"])
    if isinstance(found.get("cache"), str) and found["cache"] not in CACHE_WORDS:
        found["cache"] = _beside(path, found["cache"])
    if isinstance(found.get("actor_tables"), list):
        found["actor_tables"] = [
            _beside(path, table) if isinstance(table, str) and "/" in table else table
            for table in found["actor_tables"]
        ]
    return found


def _beside(path: Path, place: str) -> str:
    return place if "://" in place else str(path.parent / Path(place).expanduser())


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    return {
        name.removeprefix(_PREFIX).lower(): value
        for name, value in environ.items()
        if name.startswith(_PREFIX) and name not in _NOT_SETTINGS
    }


def _checked(key: str, value: object, origin: str) -> object:
    """Return the value in the type its key asks for, or raise."""
    if key not in SETTING_KEYS:
        raise SettingsError(
            f"Unknown setting {key!r} ({origin}). Known: {', '.join(SETTING_KEYS)}.",
            key=key,
            known=SETTING_KEYS,
        )
    if key == "horizon_days":
        return _days(value, origin)
    if key == "actor_tables":
        return _names(value, origin)
    if not isinstance(value, str) or not value.strip():
        raise _wrong(key, value, origin, "some text")
    if key == "log_level":
        if value.lower() not in LOG_LEVELS:
            raise _wrong(key, value, origin, f"one of {', '.join(LOG_LEVELS)}")
        return value.lower()
    return value.strip()


def _days(value: object, origin: str) -> int:
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 3660:
        raise _wrong("horizon_days", value, origin, "whole days from 1 to 3660")
    return value


def _names(value: object, origin: str) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, (list, tuple)) or not all(isinstance(part, str) for part in parts):
        raise _wrong("actor_tables", value, origin, "a list of names or folders")
    names = tuple(part.strip() for part in parts if part.strip())
    if not names:
        raise _wrong("actor_tables", value, origin, "at least one name or folder")
    return names


def _wrong(key: str, value: object, origin: str, wanted: str) -> SettingsError:
    return SettingsError(f"Setting {key!r} is {value!r} ({origin}); it takes {wanted}.", key=key)


def _shown(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)
