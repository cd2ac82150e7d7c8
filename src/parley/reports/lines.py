"""Reports from JSON: one object, a list of objects, or one object a line.

In: bytes, or a stream of lines. Out: `Report`s and `Rejected`s in order. The idea to
know: a line is read up to a limit and the rest of it skipped, so one endless line
neither fills the memory nor ends the stream.

An object has `text`, and may have `title`, `outlet`, `url`, `published_at` and
`language`. With a title and an empty text the title is the text. Other fields are
passed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from parley.reports.intake import MAX_SOURCE_BYTES, Intake, Rejected, decode
from parley.terms import Report

__all__ = ["Line", "read_json", "read_json_lines", "split_lines"]

_CHUNK = 1 << 16
_FIELDS = ("title", "outlet", "url", "published_at", "language")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a stream: its number from 1, its bytes (cut when over the limit), its size."""

    number: int
    data: bytes
    n_bytes: int
    is_whole: bool


def split_lines(stream: BinaryIO, *, limit: int = MAX_SOURCE_BYTES) -> Iterator[Line]:
    """Yield the lines of a stream, holding no more than `limit` bytes of any.

    Examples
    --------
    >>> from io import BytesIO
    >>> [(line.n_bytes, line.is_whole) for line in split_lines(BytesIO(b"ab\\nabcdef\\n"), limit=4)]
    [(3, True), (7, False)]
    """
    number = 0
    while data := stream.readline(limit + 1):
        number += 1
        n_bytes = len(data)
        is_whole = data.endswith(b"\n") or n_bytes <= limit
        piece = data
        while not piece.endswith(b"\n") and n_bytes > limit:
            piece = stream.readline(_CHUNK)
            if not piece:
                break
            n_bytes += len(piece)
        yield Line(number, data if is_whole else data[:_CHUNK], n_bytes, is_whole)


def read_json_lines(stream: BinaryIO, where: str, intake: Intake) -> Iterator[Report | Rejected]:
    """Yield a report, or why there is none, for each line that is not blank."""
    is_empty = True
    for line in split_lines(stream):
        at = f"{where}:{line.number}"
        if not line.is_whole:
            yield Rejected(
                at,
                "too-large",
                f"The line has {line.n_bytes:,} bytes; at most {MAX_SOURCE_BYTES:,} are read. "
                "Write one report a line.",
                line.data[:200].decode("utf-8", "replace"),
                line.n_bytes,
            )
        elif line.data.strip(b" \t\r\n\xef\xbb\xbf"):
            yield _from_bytes(line.data, at, intake)
        else:
            continue
        is_empty = False
    if is_empty:
        yield Rejected(where, "empty", "It is empty. Leave it out.")


def read_json(data: bytes, where: str, intake: Intake) -> Iterator[Report | Rejected]:
    """Yield the report or reports of a JSON document: an object, or a list of them."""
    value = _parse(data, where)
    if isinstance(value, Rejected):
        yield value
    elif value == []:
        yield Rejected(where, "empty", "The list is empty. Leave it out.", "[]", len(data))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield _from_value(item, f"{where}[{i}]", intake, n_bytes=0)
    else:
        yield _from_value(value, where, intake, n_bytes=len(data))


def _from_bytes(data: bytes, where: str, intake: Intake) -> Report | Rejected:
    value = _parse(data, where)
    if isinstance(value, Rejected):
        return value
    return _from_value(value, where, intake, n_bytes=len(data))


def _parse(data: bytes, where: str) -> object:
    """Return the value of a JSON text, or a `Rejected`."""
    text = decode(data, where)
    if isinstance(text, Rejected):
        return text
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        reason = f"{error.msg} at line {error.lineno}, column {error.colno}"
    except (RecursionError, ValueError) as error:
        reason = str(error) or "nested too deeply"
    message = f'This is not JSON: {reason}. Write an object with a field "text".'
    return Rejected(where, "json", message, text[:200], len(data))


def _from_value(value: object, where: str, intake: Intake, *, n_bytes: int) -> Report | Rejected:
    excerpt = str(value)[:200]
    if not isinstance(value, dict):
        kind = type(value).__name__
        message = f'This is a {kind}, not an object. Write an object with a field "text".'
        return Rejected(where, "json", message, excerpt, n_bytes)
    facts = {key: value.get(key) for key in _FIELDS}
    text = value.get("text")
    if isinstance(text, str) and not text.strip() and isinstance(facts["title"], str):
        text = facts["title"]
    if not isinstance(text, str):
        message = (
            'It has no field "text" with words in it. '
            f"Fields found: {', '.join(map(str, value)) or 'none'}."
        )
        return Rejected(where, "no-text", message[:400], excerpt, n_bytes)
    words = (text, *(fact for fact in facts.values() if isinstance(fact, str)))
    if any("\x00" in word for word in words):
        message = "It holds the character NUL, which no text has. Take it out."
        return Rejected(where, "binary", message, excerpt.replace("\x00", "\ufffd"), n_bytes)
    try:
        for word in words:
            word.encode("utf-8")
    except UnicodeEncodeError as error:
        message = (
            f"Character {error.start} is half of a pair (\\ud800 to \\udfff) and stands for "
            "nothing. Write the whole pair, or the character itself."
        )
        clean = excerpt.encode("utf-8", "replace").decode()
        return Rejected(where, "encoding", message, clean, n_bytes)
    return intake.make_report(text, where, facts, n_bytes=n_bytes)
