"""A report and the spans that point into it.

In: text as an outlet published it. Out: `Report`, and `Span`, the pair of offsets by
which every later value points back at the words. The idea to know: `report.text` is
never altered, so `report.text[start:end]` is always the words meant.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

__all__ = ["Report", "Span", "canonical_text", "make_id"]


def make_id(*parts: object) -> str:
    """Return a stable 16-character id for a row made of these parts.

    Examples
    --------
    >>> make_id("TASR", 1) == make_id("TASR", 1)
    True
    >>> len(make_id("TASR"))
    16
    """
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def canonical_text(text: str) -> str:
    """Return the text with case and white space folded, as report ids see it.

    Examples
    --------
    >>> canonical_text("Talks  FAILED.\\n")
    'talks failed.'
    """
    return " ".join(text.split()).casefold()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of `report.text`: first character, and the one after the last."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span runs forward from 0, not {self.start} to {self.end}")

    def of(self, text: str) -> str:
        """Return the words this span means in `text`."""
        return text[self.start : self.end]

    def overlap(self, other: Span) -> int:
        """Return how many characters the two share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def contains(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Report:
    """One published item.

    `published_at` (the outlet's time) and `recorded_at` (ours) are aware UTC instants.
    `path` is the file or line it came from and is not part of its identity.
    `report_id` is made from outlet, address and canonical text.
    """

    text: str
    published_at: datetime
    outlet: str = "unknown"
    url: str | None = None
    title: str | None = None
    language: str = "en"
    feed: str = "files.v1"
    path: str | None = None
    recorded_at: datetime | None = None
    report_id: str = field(default="")

    def __post_init__(self) -> None:
        for name in ("published_at", "recorded_at"):
            moment = getattr(self, name)
            if moment is not None and moment.utcoffset() is None:
                raise ValueError(f"{name} needs a time zone; use datetime.timezone.utc")
        if not self.report_id:
            made = make_id(self.outlet, self.url, canonical_text(self.text))
            object.__setattr__(self, "report_id", made)
