"""Delta tables in a folder: open, read, append, and say plainly when that fails.

In: the address of a record, a table's name, rows. Out: lazy frames, commits. The idea to
know: one append is one atomic commit. Commits by several processes at once are put in
order by the log itself; the loser of a race tries again, since appends never conflict.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from deltalake import DeltaTable, Schema, WriterProperties, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from parley.errors import RecordAccessError
from parley.record.schema import TABLES, empty

__all__ = ["Tables"]

_log = logging.getLogger(__name__)

# Two processes that lose the same race should not lose the next one together as well.
_TRIES = 12
# Every append leaves one small file and one entry in the log, and the next has to read
# them. Tuned on 250 appends of one report each: with these two an append stays near
# 0.08 s; with 100 files, and a checkpoint every 100 commits, it rose to 0.25 s.
_FILES_BEFORE_COMPACTION = 32
_CONFIGURATION = {"delta.checkpointInterval": "16"}
# Smaller groups let a filter on days skip most of a large import.
_ROWS_PER_GROUP = 50_000


class Tables:
    """The Delta tables of one record, by name.

    Parameters
    ----------
    address
        A folder, or an address that delta-rs understands, such as `s3://bucket/record`.
    """

    def __init__(self, address: str | os.PathLike[str]) -> None:
        self.address = os.fspath(address)
        self.is_local = "://" not in self.address

    def uri(self, table: str) -> str:
        """Return where a table lies."""
        return f"{self.address.rstrip('/')}/{table}"

    def open(self, table: str) -> DeltaTable | None:
        """Return the table as it is now, or None when it has no rows yet.

        Raises
        ------
        RecordAccessError
            If the table is there and cannot be read.
        """
        if self.is_local and not os.path.isdir(f"{self.uri(table)}/_delta_log"):
            return None
        try:
            return DeltaTable(self.uri(table))
        except TableNotFoundError:
            self._refuse_damaged(table)
            return None
        except (DeltaError, OSError, ValueError) as error:
            raise self._trouble("read", table, error) from error

    def version(self, table: str) -> int:
        """Return the number of the last commit, -1 before the first."""
        found = self.open(table)
        return -1 if found is None else found.version()

    def scan(self, table: str) -> pl.LazyFrame:
        """Return all rows of a table, lazily, in the columns of its schema."""
        found = self.open(table)
        if found is None:
            return empty(table).lazy()
        try:
            rows = self._rows_of(found, table)
            # A table that an earlier parley made lacks columns: nothing is known in them.
            there = set(rows.collect_schema().names())
            return rows.select(
                (pl.col(name) if name in there else pl.lit(None).alias(name)).cast(kind)
                for name, kind in TABLES[table].items()
            )
        except (DeltaError, OSError, ValueError, pl.exceptions.PolarsError) as error:
            raise self._trouble("read", table, error) from error

    def _rows_of(self, found: DeltaTable, table: str) -> pl.LazyFrame:
        """Scan the files of a table as its log lists them.

        Of a folder they are named by their own path, since the scan by address writes a
        space in it as %20 and then does not find them.
        """
        if not self.is_local:
            return pl.scan_delta(found)
        names = [address.rsplit("/", 1)[-1] for address in found.file_uris()]
        if not names:
            return empty(table).lazy()
        files = [f"{self.uri(table)}/{name}" for name in names]
        # Files written before a column was added do not have it, whichever comes first.
        columns = pl.Schema(found.schema())
        return pl.scan_parquet(files, glob=False, schema=columns, missing_columns="insert")

    def collect(self, rows: pl.LazyFrame) -> pl.DataFrame:
        """Run a lazy frame over these tables, with trouble told as trouble of the record."""
        try:
            return rows.collect()
        except (OSError, pl.exceptions.ComputeError) as error:
            raise self._trouble("read", "", error) from error

    def append(self, table: str, rows: pl.DataFrame) -> None:
        """Add rows in one commit; nothing happens for no rows.

        Raises
        ------
        RecordAccessError
            If the table cannot be written, or other writers kept winning.
        """
        if rows.is_empty():
            return
        rows = rows.select(pl.col(name).cast(kind) for name, kind in TABLES[table].items())
        properties = WriterProperties(max_row_group_size=_ROWS_PER_GROUP)
        for attempt in range(_TRIES):
            try:
                write_deltalake(
                    self.uri(table),
                    rows,
                    mode="append",
                    writer_properties=properties,
                    configuration=_CONFIGURATION,
                )
                return
            except (DeltaError, OSError, ValueError) as error:
                if attempt == _TRIES - 1 or not _is_race(error):
                    raise self._trouble("write", table, error) from error
                _log.debug("%s: another writer was first, trying again", table)
                # Writers wait for different times, told apart by their process, not by chance.
                time.sleep(0.01 * 2 ** min(attempt, 5) * (0.5 + os.getpid() % 97 / 97))

    def append_rows(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows given as mappings; columns that a row lacks are empty."""
        if rows:
            self.append(table, pl.DataFrame(rows, schema=TABLES[table]))

    def add_columns(self) -> None:
        """Give every table the columns of its schema that it lacks, empty.

        Raises
        ------
        RecordAccessError
            If a table cannot be written.
        """
        for table, columns in TABLES.items():
            found = self.open(table)
            if found is None:
                continue
            there = {field.name for field in found.schema().fields}
            wanted = Schema.from_arrow(pl.Schema(columns))
            lacking = [field for field in wanted.fields if field.name not in there]
            if not lacking:
                continue
            try:
                found.alter.add_columns(lacking)
            except CommitFailedError:
                # Somebody else added them at the same time: the work is done.
                _log.debug("%s: given its columns by another process", table)
            except (DeltaError, OSError) as error:
                raise self._trouble("write", table, error) from error

    def compact(self, table: str, *, at_least: int = _FILES_BEFORE_COMPACTION) -> bool:
        """Write many small files anew as few, if there are many; rows stay as they are.

        Returns
        -------
        bool
            Whether there were as many as `at_least`.
        """
        found = self.open(table)
        if found is None or len(found.file_uris()) < at_least:
            return False
        try:
            found.optimize.compact()
        except CommitFailedError:
            # Somebody else compacted at the same time: the work is done.
            _log.debug("%s: compacted by another process", table)
        except (DeltaError, OSError) as error:
            raise self._trouble("write", table, error) from error
        return True

    def _refuse_damaged(self, table: str) -> None:
        log = Path(self.uri(table)) / "_delta_log"
        if self.is_local and any(log.glob("*.json")):
            reason = f"table {table!r} has a log without a readable first entry"
            raise RecordAccessError(self.address, doing="read", reason=reason)

    def _trouble(self, doing: str, table: str, error: Exception) -> RecordAccessError:
        first_line = str(error).strip().splitlines()[0] if str(error).strip() else repr(error)
        reason = f"table {table!r}: {first_line}" if table else first_line
        return RecordAccessError(self.address, doing=doing, reason=reason)


def _is_race(error: Exception) -> bool:
    if isinstance(error, CommitFailedError):
        return True
    # Two first appends at once both try to make the table.
    return "already exists" in str(error).casefold()
