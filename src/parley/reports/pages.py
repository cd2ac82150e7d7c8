"""Reports from HTML pages.

In: the bytes of one page; nothing is fetched. Out: a `Report` with the words of its main
part, and the title, outlet, address, language and time the page gives of itself, or a
`Rejected`. The idea to know: offsets count in the extracted text, which is what the
report keeps. (Extraction: trafilatura, Barbaresi 2021.)
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator

from trafilatura import bare_extraction

from parley.errors import DateError
from parley.reports.instants import parse_instant
from parley.reports.intake import Intake, Rejected
from parley.terms import Report

__all__ = ["read_page"]

_log = logging.getLogger(__name__)
_LINKED_DATA = re.compile(
    rb"<script[^>]+application/ld\+json[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE
)
_META = re.compile(rb"<meta\s[^>]*>", re.IGNORECASE)
_META_NAME = re.compile(rb"""(?:property|name|itemprop)\s*=\s*["']([^"']+)["']""", re.IGNORECASE)
_META_CONTENT = re.compile(rb"""content\s*=\s*["']([^"']*)["']""", re.IGNORECASE)
_HTML_LANGUAGE = re.compile(rb"""<html[^>]*\slang\s*=\s*["']?([A-Za-z-]{2,12})""", re.IGNORECASE)
_TIME_NAMES = (b"article:published_time", b"datepublished", b"og:published_time")
_DEEP = 6  # levels of linked data looked through; news pages nest two or three


def read_page(data: bytes, where: str, intake: Intake) -> Report | Rejected:
    """Return the report that a page holds, or why there is none."""

    def rejected(kind: str, message: str) -> Rejected:
        excerpt = data[:800].decode("utf-8", "replace")[:200].replace("\x00", "\ufffd")
        return Rejected(where, kind, message, excerpt, len(data))

    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        at = data.index(b"\x00")
        return rejected("binary", f"Byte {at} is NUL, so this is no page. Save it as HTML.")
    try:
        found = bare_extraction(data, with_metadata=True, include_comments=False)
    except Exception as error:  # a page may break any layer below; the batch goes on
        _log.debug("%s: extraction failed: %r", where, error)
        return rejected("page", f"The page cannot be parsed ({error}). Save its text instead.")
    text = getattr(found, "text", None)
    if found is None or not isinstance(text, str) or not text.strip():
        return rejected(
            "page", "No running text was found in the page. Save its words as a text file."
        )
    text = text.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")
    facts = {
        "title": getattr(found, "title", None),
        "outlet": getattr(found, "sitename", None),
        "url": getattr(found, "url", None),
        "published_at": _published_at(data) or getattr(found, "date", None),
        "language": _language(data) or getattr(found, "language", None),
    }
    clean = {key: value if isinstance(value, str) else None for key, value in facts.items()}
    return intake.make_report(text, where, clean, n_bytes=len(data))


def _language(data: bytes) -> str | None:
    found = _HTML_LANGUAGE.search(data[:20_000])
    return found.group(1).decode("ascii").split("-")[0].lower() if found else None


def _published_at(data: bytes) -> str | None:
    """Return the time of publication in linked data or meta tags, if one can be read."""
    for given in (*_linked_dates(data), *_meta_dates(data)):
        try:
            return parse_instant(given, last_moment=True).isoformat()
        except DateError:
            continue
    return None


def _linked_dates(data: bytes) -> Iterator[str]:
    for block in _LINKED_DATA.findall(data):
        try:
            value = json.loads(block.decode("utf-8", "replace"), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _dates_in(value, 0)


def _dates_in(value: object, depth: int) -> Iterator[str]:
    if depth > _DEEP:
        return
    if isinstance(value, dict):
        given = value.get("datePublished")
        if isinstance(given, str):
            yield given
        for inner in value.values():
            yield from _dates_in(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _dates_in(inner, depth + 1)


def _meta_dates(data: bytes) -> Iterator[str]:
    for tag in _META.findall(data):
        name, content = _META_NAME.search(tag), _META_CONTENT.search(tag)
        if name and content and name.group(1).lower() in _TIME_NAMES:
            yield content.group(1).decode("utf-8", "replace")
