"""Every error parley raises, and the tree they form.

In: the facts of what went wrong. Out: exceptions whose message tells what happened,
to which thing, what would have been right, and the next step. The idea to know: one
root to catch them all, and each leaf is also the builtin a caller would expect.

    ParleyError
    ├── InputError (ValueError)            something handed in is not right
    │   ├── ReportError                    a report cannot be taken in
    │   ├── DateError                      a date or instant cannot be understood
    │   ├── QuestionError                  a question cannot be understood
    │   └── ForecastError                  probabilities, origins or horizons out of range
    ├── NotFoundError (LookupError)        something named does not exist
    │   ├── UnknownActorError
    │   ├── UnknownIdError
    │   └── UnknownPluginError
    ├── RecordError (RuntimeError)         the record cannot be used
    │   ├── NewerRecordError               made by a later parley
    │   └── RecordAccessError (OSError)    cannot be read or written where it lies
    ├── ImportDataError (ValueError)       a data set does not have the stated layout
    ├── QueryError (ValueError)            a SQL query was refused
    ├── SettingsError (ValueError)         a setting is unknown or has a wrong value
    ├── PluginError (RuntimeError)         a plugin was found and does not work
    │   └── CheckError (AssertionError)    it breaks a promise of its kind
    └── MissingPartError (ImportError)     an optional library is not installed
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = [
    "CheckError",
    "DateError",
    "ForecastError",
    "ImportDataError",
    "InputError",
    "MissingPartError",
    "NewerRecordError",
    "NotFoundError",
    "ParleyError",
    "PluginError",
    "QueryError",
    "QuestionError",
    "RecordAccessError",
    "RecordError",
    "ReportError",
    "SettingsError",
    "UnknownActorError",
    "UnknownIdError",
    "UnknownPluginError",
    "nearest",
]


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name closest to a misspelt one, or None when none is close."""
    by_folded = {candidate.casefold(): candidate for candidate in known}
    found = get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def _suggest(name: str, known: Iterable[str]) -> str:
    close = nearest(name, known)
    return f" Did you mean {close!r}?" if close else ""


class ParleyError(Exception):
    """The root of every error parley raises on purpose."""


class InputError(ParleyError, ValueError):
    """Something handed to parley is not right."""


class ReportError(InputError):
    """A report cannot be taken in; `where` names the file, line or address."""

    def __init__(self, message: str, *, where: str = "", kind: str = "report") -> None:
        self.where = where
        self.kind = kind
        super().__init__(f"{where}: {message}" if where else message)


class DateError(InputError):
    """A date or instant cannot be understood."""

    def __init__(self, given: str, *, name: str = "date") -> None:
        self.given = given
        self.name = name
        super().__init__(
            f"{name} {given!r} is not a date. "
            "Write a day as 2024-12-30 or an instant as 2024-12-30T08:00Z."
        )


class QuestionError(InputError):
    """A question cannot be understood; `question` holds its words."""

    def __init__(self, message: str, *, question: str = "") -> None:
        self.question = question
        super().__init__(message)


class ForecastError(InputError):
    """Probabilities, outcomes, origins or horizons that do not fit each other."""


class NotFoundError(ParleyError, LookupError):
    """Something was named that does not exist."""


class UnknownActorError(NotFoundError):
    """No actor of that name or code in the tables in use."""

    def __init__(self, name: str, *, table: str, known: Iterable[str] = ()) -> None:
        self.name = name
        self.table = table
        super().__init__(
            f"No actor called {name!r} in table {table!r}.{_suggest(name, known)}\n"
            "Name a state, organisation or group, or give its code, such as PRK or KOR-MIL."
        )


class UnknownIdError(NotFoundError):
    """No row of that id in the record."""

    def __init__(self, id_: str, *, record: str) -> None:
        self.id = id_
        self.record = record
        super().__init__(
            f"Nothing with id {id_!r} in record {record!r}. "
            "Ids are printed by `parley ask`, `parley events`, `parley statements` and "
            "`parley claims`; the first eight characters are enough."
        )


class UnknownPluginError(NotFoundError):
    """No reader, feed or forecaster of that name."""

    def __init__(self, name: str, *, group: str, known: Iterable[str]) -> None:
        self.name = name
        self.group = group
        self.known = tuple(known)
        super().__init__(
            f"No {group} called {name!r}.{_suggest(name, self.known)} "
            f"Known: {', '.join(self.known) or 'none'}."
        )


class RecordError(ParleyError, RuntimeError):
    """The record cannot be used as asked."""


class NewerRecordError(RecordError):
    """The record was written by a later parley than this one."""

    def __init__(self, record: str, *, found: int, supported: int) -> None:
        self.record = record
        self.found = found
        self.supported = supported
        super().__init__(
            f"Record {record!r} has schema {found}; this parley reads up to {supported}. "
            "Install a newer parley, or open another record with --record."
        )


class RecordAccessError(RecordError, OSError):
    """The record cannot be read or written where it lies."""

    def __init__(self, record: str, *, doing: str, reason: str) -> None:
        self.record = record
        self.reason = reason
        super().__init__(
            f"Cannot {doing} record {record!r}: {reason}. "
            "Check the path and its permissions, or choose another with --record."
        )


class ImportDataError(ParleyError, ValueError):
    """A data set does not have the layout its kind promises; `where` names file and line."""

    def __init__(self, message: str, *, where: str = "") -> None:
        self.where = where
        super().__init__(f"{where}: {message}" if where else message)


class QueryError(ParleyError, ValueError):
    """A SQL query was refused by the engine; the message repeats its words."""


class SettingsError(ParleyError, ValueError):
    """A setting is unknown or its value is of the wrong kind."""

    def __init__(self, message: str, *, key: str, known: Iterable[str] = ()) -> None:
        self.key = key
        super().__init__(message + _suggest(key, known))


class PluginError(ParleyError, RuntimeError):
    """A plugin was found and does not work; `plugin` names it."""

    def __init__(self, message: str, *, plugin: str) -> None:
        self.plugin = plugin
        super().__init__(message)


class CheckError(PluginError, AssertionError):
    """A plugin breaks a promise that everything of its kind must keep."""


class MissingPartError(ParleyError, ImportError):
    """An optional library is not installed; `extra` names the extra that brings it."""

    def __init__(self, library: str, *, extra: str, needed_for: str) -> None:
        self.library = library
        self.extra = extra
        super().__init__(
            f"{needed_for} needs {library}, which is not installed. "
            f'Install it with: pip install "parley[{extra}]"'
        )
