"""What every way in shares: the limits, the defaults, and the making of one report.

In: decoded text and what its file says of itself. Out: a `Report`, or a `Rejected` that
tells what was wrong and what to do. The idea to know: the text is kept character by
character, so offsets into it are offsets into what was handed in.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from parley.errors import DateError
from parley.reports.instants import parse_instant
from parley.terms import Report

__all__ = ["MAX_SOURCE_BYTES", "MAX_TEXT_CHARACTERS", "Intake", "Rejected", "decode"]

MAX_TEXT_CHARACTERS = 2_000_000
"""The longest text taken as one report: some 300,000 words, more than any report has."""
MAX_SOURCE_BYTES = 8_000_000
"""The longest line or page read: mark-up and escapes may take several times the text."""
_EXCERPT = 200  # characters of a rejected report kept to recognise it by

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A report that could not be taken in: where it stood, what was wrong, how it began.

    `kind` is one of archive, binary, date, empty, encoding, field, json, no-text, page,
    too-large, unreadable. `message` ends with the next step. `n_bytes` is its size, as
    far as known.
    """

    where: str
    kind: str
    message: str
    excerpt: str = ""
    n_bytes: int = 0


def _excerpt(data: bytes) -> str:
    text = data[: 4 * _EXCERPT].decode("utf-8", "replace").replace("\x00", "\ufffd")
    return text[:_EXCERPT]


def decode(data: bytes, where: str) -> str | Rejected:
    """Return the text of UTF-8 bytes, without a byte order mark, or why there is none."""

    def rejected(kind: str, message: str) -> Rejected:
        return Rejected(where, kind, message, _excerpt(data), len(data))

    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return rejected(
            "encoding", "The text is UTF-16, not UTF-8. Save it as UTF-8 and read it again."
        )
    if b"\x00" in data:
        at = data.index(b"\x00")
        return rejected(
            "binary",
            f"Byte {at} is NUL, so this is no text. Convert the file to plain text or HTML.",
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return rejected(
            "encoding",
            f"Byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8. "
            "Save the text as UTF-8, for example with: iconv -f WINDOWS-1252 -t UTF-8",
        )
    return text.removeprefix("\ufeff")


@dataclass
class Intake:
    """The choices for one batch, and the count of reports that gave no time.

    `published_at` and `outlet` overrule what a report says of itself; `language` serves
    those that do not tell theirs; `now` is the time for those that give none.
    """

    now: datetime
    published_at: datetime | None = None
    outlet: str | None = None
    language: str | None = None
    undated: list[str] = field(default_factory=list)

    def make_report(
        self, text: str, where: str, facts: Mapping[str, object], *, n_bytes: int
    ) -> Report | Rejected:
        """Return the report of a text and what its file says of it."""
        facts = {key: value for key, value in facts.items() if value is not None}
        for key in ("title", "outlet", "url", "published_at", "language"):
            if not isinstance(facts.get(key, ""), str):
                return Rejected(
                    where,
                    "field",
                    f"Field {key!r} is {type(facts[key]).__name__}, not text. "
                    "Put it in quotation marks or leave it out.",
                    text[:_EXCERPT],
                    n_bytes,
                )
        problem = self._unfit(text, where, n_bytes)
        if problem is not None:
            return problem
        try:
            published_at = self._published_at(facts)
        except DateError as error:
            return Rejected(where, "date", str(error), text[:_EXCERPT], n_bytes)
        if published_at is None:
            self.undated.append(where)
        return Report(
            text=text,
            published_at=published_at or self.now,
            outlet=self.outlet or str(facts.get("outlet") or "unknown"),
            url=_word(facts, "url"),
            title=_word(facts, "title"),
            language=_word(facts, "language") or self.language or "en",
            path=where,
        )

    def _unfit(self, text: str, where: str, n_bytes: int) -> Rejected | None:
        if not text.strip():
            return Rejected(where, "empty", "There is no text in it. Leave it out.", "", n_bytes)
        if len(text) > MAX_TEXT_CHARACTERS:
            return Rejected(
                where,
                "too-large",
                f"The text has {len(text):,} characters; a report has at most "
                f"{MAX_TEXT_CHARACTERS:,}. Split it into its reports.",
                text[:_EXCERPT],
                n_bytes,
            )
        return None

    def _published_at(self, facts: Mapping[str, object]) -> datetime | None:
        if self.published_at is not None:
            return self.published_at
        given = str(facts.get("published_at") or "")
        return parse_instant(given, name="published_at", last_moment=True) if given else None

    def warn_undated(self) -> None:
        """Say once how many reports were dated by the present moment."""
        if not self.undated:
            return
        _log.warning(
            "%d report%s no time of publication (first: %s) and counted as published now, %s. "
            "Give it with --published-at.",
            len(self.undated),
            " gives" if len(self.undated) == 1 else "s give",
            self.undated[0],
            self.now.isoformat(timespec="seconds"),
        )


def _word(facts: Mapping[str, object], key: str) -> str | None:
    return str(facts[key]) if facts.get(key) else None
