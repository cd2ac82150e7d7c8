"""What every verb of the desk works with: the record, the tables, the plugins, the clock.

In: a record's folder, settings. Out: `BaseDesk`. The idea to know: everything is opened
when it is first asked for, and a record is made only when something is to be kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from parley.desk.moments import Day, Moment, Names, as_day, as_moment, time_now
from parley.errors import InputError, RecordAccessError, UnknownActorError
from parley.plugins import load_plugin
from parley.reading.actor_tables import ActorTable, Resolved, load_actor_table
from parley.record.as_of import Known
from parley.record.store import Store
from parley.settings import Settings
from parley.terms import Dyad, Forecaster, Reader, party_of

__all__ = ["BaseDesk"]


class BaseDesk:
    """The record, actor tables, plugins and clock that the verbs share."""

    def __init__(
        self,
        path: str | None,
        *,
        settings: Settings,
        actor_tables: Sequence[str] | None = None,
        reader: str | Reader | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self.path = path if path is not None else settings.record
        self.settings = settings
        self._actor_tables = tuple(actor_tables) if actor_tables else None
        self._reader = reader
        self._clock = clock or time_now
        self._store: Store | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Desk({self.path!r})"

    def close(self) -> None:
        """Let go of the record; what was kept is on disk already."""
        self._store = None

    # What the desk works with

    @property
    def exists(self) -> bool:
        """Whether there is a record to look at."""
        try:
            return self.store is not None
        except RecordAccessError:
            return False

    @property
    def store(self) -> Store:
        """The record.

        Raises
        ------
        RecordAccessError
            If there is none yet, or it cannot be read.
        """
        if self._store is None:
            self._store = Store.open(self.path)
        return self._store

    @property
    def store_to_write(self) -> Store:
        """The record, made now if there is none."""
        if self._store is None:
            self._store = Store.open(self.path, create=True, actor_tables=self.actor_tables)
        return self._store

    @property
    def actor_tables(self) -> tuple[str, ...]:
        """Names of the actor tables in use.

        Those asked for; else those chosen in the settings; else those the record was
        made with.
        """
        if self._actor_tables is not None:
            return self._actor_tables
        if not self.settings.is_default("actor_tables") or not self.exists:
            return self.settings.actor_tables
        return self.store.actor_tables

    @cached_property
    def table(self) -> ActorTable:
        """The actor table in use."""
        return load_actor_table(*self.actor_tables)

    @cached_property
    def reader(self) -> Reader:
        """The reader in use."""
        given = self._reader if self._reader is not None else self.settings.reader
        if not isinstance(given, str):
            return given
        found: Reader = load_plugin("reader", given, offered={"table": self.table})
        return found

    @property
    def cache_folder(self) -> Path | None:
        """The folder where fitted models are kept, or None when they are not to be.

        What lies there is derived from the record and may be deleted at any time.
        """
        chosen = self.settings.cache
        if chosen == "none":
            return None
        if chosen != "auto":
            return Path(chosen).expanduser()
        home = os.environ.get("XDG_CACHE_HOME", "")
        return (Path(home) if home else Path("~/.cache").expanduser()) / "parley"

    def forecaster(self, name: str | None = None) -> Forecaster:
        """Return a forecaster by name; by default that of the settings."""
        found: Forecaster = load_plugin(
            "forecaster",
            name or self.settings.forecaster,
            offered={"table": self.table, "cache": self.cache_folder},
        )
        return found

    def now(self) -> datetime:
        """Return the time, as the desk's clock tells it."""
        return self._clock().astimezone(UTC)

    def _moment(self, as_of: Moment) -> datetime:
        return as_moment(as_of, now=self.now())

    def known(self, as_of: Moment = None) -> Known:
        """Return the record as it was known at a moment; by default now."""
        return self.store.known(self._moment(as_of))

    def resolve(self, name: str, *, on: Day = None) -> Resolved:
        """Return which actor a name or code means on a day; by default today.

        Raises
        ------
        UnknownActorError
            If the tables in use have no such actor.
        """
        day = as_day(on, name="on") or self.now().date()
        found = self.table.resolve(name, on=day)
        if found is None:
            raise UnknownActorError(name, table=self.table.name, known=self.table.known_names())
        return found

    def _codes(self, chosen: Names, on: date) -> tuple[str, ...]:
        if chosen is None:
            return ()
        given = (chosen,) if isinstance(chosen, str) else tuple(chosen)
        return tuple(self.resolve(name, on=on).code for name in given)

    def _people(self, chosen: Names, on: date) -> list[str]:
        """Return the names of persons, when persons alone are asked for."""
        given = (chosen,) if isinstance(chosen, str) else tuple(chosen or ())
        found = [self.resolve(name, on=on) for name in given]
        return [each.name for each in found] if all(e.how == "office" for e in found) else []

    def _dyad(self, pair: str, on: date) -> Dyad:
        """Read `A:B`, names or codes."""
        actor, mark, recipient = pair.partition(":")
        if not mark or not actor.strip() or not recipient.strip():
            raise InputError(f"{pair!r} is not a dyad. Write two names or codes as USA:PRK.")
        one, other = (
            party_of(self.resolve(each.strip(), on=on).code) for each in (actor, recipient)
        )
        return one, other

    def _forecaster(self, chosen: str | Forecaster | None) -> Forecaster:
        if chosen is None or isinstance(chosen, str):
            return self.forecaster(chosen)
        return chosen
