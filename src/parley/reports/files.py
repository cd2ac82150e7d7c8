"""Reports from files, folders and standard input.

In: paths as the user typed them, `-` for standard input. Out: `Report`s and, for what
could not be taken in, `Rejected`s with the reason, in order. The idea to know: a path
that does not exist is an error before anything is read; a fault inside a batch is a
`Rejected`, and the batch goes on.

Files end in .txt, .md, .html, .htm, .json or .jsonl, each also with .gz. Folders are
gone through in the order of names; other endings, and names that begin with a dot, are
passed over there. Beside NAME.txt or NAME.md a NAME.json without a "text" tells
`published_at`, `outlet`, `url`, `title` and `language` of it.
"""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, cast

from parley.errors import ReportError
from parley.reports.intake import MAX_SOURCE_BYTES, Intake, Rejected, decode
from parley.reports.lines import read_json, read_json_lines
from parley.terms import Report

__all__ = ["ENDINGS", "Rejected", "read_reports"]

ENDINGS = (".txt", ".md", ".html", ".htm", ".json", ".jsonl")
"""Endings of files that hold reports; each may be followed by .gz."""
_FACTS = ("title", "outlet", "url", "published_at", "language")
_UNREADABLE = (OSError, EOFError, zlib.error)


def read_reports(
    paths: str | Path | Iterable[str | Path],
    *,
    now: datetime,
    published_at: datetime | None = None,
    outlet: str | None = None,
    language: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Report | Rejected]:
    """Read the reports that lie at paths.

    Parameters
    ----------
    paths
        Files and folders; `-` is standard input.
    now
        The time of publication for reports that give none; how many there were is
        logged once as a warning.
    published_at
        Overrules the times that reports give of themselves.
    outlet
        Overrules the outlets that reports name.
    language
        Serves reports that do not tell their own; `en` without it.
    stdin
        The stream that `-` stands for, in bytes.

    Returns
    -------
    iterator of Report or Rejected
        One for each report found, in the order of the paths.

    Raises
    ------
    ReportError
        If a path does not exist or cannot be opened, a folder holds no file with a known
        ending, or `-` is given without a stream. Raised at the call, before reading.

    Examples
    --------
    >>> from datetime import UTC
    >>> stream = BytesIO(b"Ruritania recalls its envoy.")
    >>> [report] = read_reports("-", stdin=stream, now=datetime(2024, 3, 5, tzinfo=UTC))
    >>> report.text
    'Ruritania recalls its envoy.'
    """
    typed = [paths] if isinstance(paths, str | Path) else list(paths)
    if not typed:
        raise ReportError("No reports were named. Give files, folders, or - for standard input.")
    found = [(str(path), _files_at(path, stdin)) for path in typed]
    intake = Intake(now=now, published_at=published_at, outlet=outlet, language=language)
    return _read_all(found, intake, stdin)


def _read_all(
    found: list[tuple[str, list[Path]]], intake: Intake, stdin: BinaryIO | None
) -> Iterator[Report | Rejected]:
    try:
        for typed, files in found:
            if typed == "-":
                assert stdin is not None
                yield from _read_stream(stdin, intake)
            for file in files:
                yield from _read_file(file, intake)
    finally:
        intake.warn_undated()


def _files_at(path: str | Path, stdin: BinaryIO | None) -> list[Path]:
    """Return the files that a typed path stands for, or raise."""
    where = str(path)
    if where == "-":
        if stdin is None:
            raise ReportError("there is no standard input to read", where="-", kind="missing")
        return []
    place = Path(path)
    try:
        is_folder, is_file = place.is_dir(), place.exists()
    except (OSError, ValueError) as error:
        raise ReportError(f"cannot be looked up ({error})", where=where, kind="missing") from error
    if not is_file:
        raise ReportError(
            f"no file or folder of that name (from {Path.cwd()}). Check the path.",
            where=where,
            kind="missing",
        )
    if not is_folder:
        if not os.access(place, os.R_OK):
            raise ReportError(
                "may not be read. Change its permissions or copy it.",
                where=where,
                kind="unreadable",
            )
        return [place]
    files = sorted(_walk(place), key=lambda file: file.parts)
    if not files:
        raise ReportError(
            f"the folder holds no reports: no file ends in {', '.join(ENDINGS)} (or these with "
            ".gz). Name a folder that does, or the files themselves.",
            where=where,
            kind="no-reports",
        )
    return files


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(root) / name
            if not name.startswith(".") and _ending(name) in ENDINGS and file.is_file():
                if _ending(name) == ".json" and _describes(file):
                    continue
                yield file


def _ending(name: str) -> str:
    return Path(name.lower().removesuffix(".gz")).suffix


def _describes(file: Path) -> bool:
    """Tell whether a JSON file is the description of the text beside it."""
    beside = any(file.with_suffix(ending).is_file() for ending in (".txt", ".md"))
    return beside and _description(file) is not None


def _description(file: Path) -> dict[str, object] | None:
    """Return what a NAME.json tells of the text beside it; None when it is a report."""
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_SOURCE_BYTES + 1)
        value = json.loads(data.decode("utf-8-sig")) if len(data) <= MAX_SOURCE_BYTES else None
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or "text" in value:
        return None
    return {key: value.get(key) for key in _FACTS}


def _read_file(file: Path, intake: Intake) -> Iterator[Report | Rejected]:
    where = str(file)
    try:
        is_packed = file.name.lower().endswith(".gz")
        with gzip.open(file) if is_packed else file.open("rb") as opened:
            stream = cast(BinaryIO, opened)
            if _ending(file.name) == ".jsonl":
                yield from read_json_lines(stream, where, intake)
                return
            data = stream.read(MAX_SOURCE_BYTES + 1)
        n_bytes = file.stat().st_size
    except _UNREADABLE as error:
        kind = "archive" if file.name.lower().endswith(".gz") else "unreadable"
        reason = getattr(error, "strerror", None) or str(error)
        yield Rejected(where, kind, f"It cannot be read: {reason}. Fetch or unpack it again.")
        return
    yield from _read_whole(data, where, _ending(file.name), intake, n_bytes, file)


def _read_whole(
    data: bytes, where: str, ending: str, intake: Intake, n_bytes: int, file: Path | None
) -> Iterator[Report | Rejected]:
    """Read the report or reports of one file or stream held in memory."""
    ending = ending if ending in ENDINGS else _guess(data)
    if len(data) > MAX_SOURCE_BYTES:
        yield Rejected(
            where,
            "too-large",
            f"It has {max(n_bytes, len(data)):,} bytes; at most {MAX_SOURCE_BYTES:,} are read as "
            "one file. Split it into its reports, or write one a line as .jsonl.",
            data[:200].decode("utf-8", "replace").replace("\x00", "\ufffd"),
            max(n_bytes, len(data)),
        )
    elif not data.strip():
        yield Rejected(where, "empty", "It is empty. Leave it out.", "", n_bytes)
    elif ending == ".jsonl":
        yield from read_json_lines(BytesIO(data), where, intake)
    elif ending == ".json":
        yield from read_json(data, where, intake)
    elif ending in (".html", ".htm"):
        # The extractor takes half a second to load, and most batches hold no pages.
        from parley.reports.pages import read_page

        yield read_page(data, where, intake)
    else:
        yield _read_text(data, where, intake, file)


def _read_text(data: bytes, where: str, intake: Intake, file: Path | None) -> Report | Rejected:
    text = decode(data, where)
    if isinstance(text, Rejected):
        return text
    beside = file.with_suffix(".json") if file and file.suffix in (".txt", ".md") else None
    facts = _description(beside) if beside and beside.is_file() else None
    return intake.make_report(text, where, facts or {}, n_bytes=len(data))


def _read_stream(stream: BinaryIO, intake: Intake) -> Iterator[Report | Rejected]:
    """Read standard input: JSON Lines, a JSON document, a page, or one text."""
    head = stream.read(1 << 16)
    if _guess(head) == ".jsonl":
        yield from read_json_lines(cast(BinaryIO, _Rejoined(head, stream)), "-", intake)
        return
    data = head + stream.read(MAX_SOURCE_BYTES + 1 - len(head))
    yield from _read_whole(data, "-", "", intake, len(data), None)


def _guess(data: bytes) -> str:
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return ".html"
    first = head.split(b"\n", 1)[0].rstrip()
    if first.startswith(b"{"):
        # An object laid out over lines is one document; else each line is one report.
        is_laid_out = b"\n" in head and not first.endswith(b"}")
        return ".json" if is_laid_out else ".jsonl"
    return ".json" if first.startswith(b"[") and first[1:2] in (b"", b"{", b" ") else ".txt"


class _Rejoined:
    """A stream whose beginning has been read already; it only gives lines."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = BytesIO(head)
        self._rest = rest

    def readline(self, limit: int) -> bytes:
        """Return the next line, or its first `limit` bytes."""
        data = self._head.readline(limit)
        if data.endswith(b"\n") or len(data) >= limit:
            return data
        return data + self._rest.readline(limit - len(data))
