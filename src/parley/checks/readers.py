"""Checks of readers: nothing raised, exact spans, known codes, the same reading twice.

In: a reader. Out: nothing, or a `CheckError`. The idea to know: the texts handed in are
awkward on purpose, and a reading may be empty but never wrong about where words stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from parley.checks.named import broken, check_name
from parley.terms import (
    EVENT_TYPES,
    STATUSES,
    Reader,
    Reading,
    Report,
    Span,
)

__all__ = ["AWKWARD_TEXTS", "check_reader"]

_PUBLISHED = datetime(2024, 3, 5, 8, tzinfo=UTC)

AWKWARD_TEXTS: tuple[str, ...] = (
    "",
    " \n\t \n",
    ".",
    "Talks",
    "TALKS FAIL IN CAPITAL",
    "\x00\x01\x1b[31m bell \x07",
    "\ud800 a lone surrogate",
    "“An open quotation, she said",
    "” closed « before opened “ ” „ ‟ \" '",
    "President of the of the said said that that, according to according to.",
    "no capitals no stops " * 40,
    "He said he said he said he said he said.\r\nThey\rdid.\x0bNot.\x0c",
    "Ω≈ç√∫ 日本と中国は会談した。 اجتمع الوزراء. שלום 👩‍👩‍👧‍👦 e\u0301 \u202eRTL",
    "x" * 20_000,
    "-" * 500 + "\n" + "1,000,000.00 " * 100,
    "On 31 February 2024 and 99 May 0000 the minister met the minister of 30 February.",
    "Ruritania's envoy told Freedonia on Monday that the talks, which it denied, may not fail.",
)
"""Texts that break careless readers: empty, bare, broken, endless, in many scripts."""


def check_reader(reader: Reader, *, reports: Sequence[Report] = ()) -> None:
    """Check that a reader keeps the promises of its kind.

    Its name ends in a version; it never raises; it names itself and the report; every
    span lies inside the text and names its words; ids are unique; types, statuses,
    confidences and probability ranges are possible ones; and the same report gives the
    same reading.

    Parameters
    ----------
    reader
        The reader to check.
    reports
        Further reports to try, beside the awkward ones.

    Raises
    ------
    CheckError
        On the first broken promise.

    Examples
    --------
    >>> from parley.terms import Reading
    >>> class Silent:
    ...     name = "silent.v1"
    ...     def read_report(self, report):
    ...         return Reading(report.report_id, self.name)
    >>> check_reader(Silent())
    """
    check_name(reader, "reader")
    awkward = [Report(text=text, published_at=_PUBLISHED) for text in AWKWARD_TEXTS]
    for report in [*awkward, *reports]:
        where = f"on the report {report.text[:40]!r}"
        try:
            reading = reader.read_report(report)
        except Exception as error:
            raise broken(
                reader,
                f"raised {type(error).__name__}: {error} {where}; a reader never raises, it "
                "returns what it understood, with `problems` for the rest",
            ) from error
        _check_reading(reader, report, reading, where)
        if reader.read_report(report) != reading:
            raise broken(reader, f"gave two different readings {where}")


def _check_reading(reader: Reader, report: Report, reading: Reading, where: str) -> None:
    if not isinstance(reading, Reading):
        raise broken(reader, f"returned {type(reading).__name__}, not a Reading, {where}")
    if reading.report_id != report.report_id or reading.reader != reader.name:
        raise broken(
            reader,
            f"signed its reading ({reading.report_id!r}, {reading.reader!r}) {where}; right "
            f"would be ({report.report_id!r}, {reader.name!r})",
        )
    for what, span in _spans(reading):
        if span.end > len(report.text):
            raise broken(
                reader,
                f"put a {what} at {span.start}-{span.end} of a text of {len(report.text)} "
                f"characters {where}",
            )
    for named in reading.actor_mentions:
        if named.span.of(report.text) != named.surface:
            raise broken(reader, f"called {named.span.of(report.text)!r} {named.surface!r} {where}")
    ids = [
        *(mention.mention_id for mention in reading.mentions),
        *(statement.statement_id for statement in reading.statements),
        *(claim.claim_id for claim in reading.claims),
    ]
    if len(set(ids)) != len(ids) or not all(ids):
        raise broken(reader, f"used an id twice, or none, {where}")
    _check_values(reader, reading, where)


def _check_values(reader: Reader, reading: Reading, where: str) -> None:
    for mention in reading.mentions:
        if mention.event_type not in EVENT_TYPES or mention.status not in STATUSES:
            raise broken(
                reader, f"gave type {mention.event_type!r}, status {mention.status!r} {where}"
            )
        if not 0.0 <= mention.confidence <= 1.0:
            raise broken(reader, f"gave confidence {mention.confidence!r} {where}")
        if not mention.actors:
            raise broken(reader, f"gave an event without an actor {where}")
    for statement in reading.statements:
        if not statement.contents:
            raise broken(reader, f"gave a statement without content {where}")
    for claim in reading.claims:
        if claim.probability is None:
            continue
        low, high = claim.probability
        if not 0.0 <= low <= high <= 1.0:
            raise broken(reader, f"gave a claim the probability {low}-{high} {where}")


def _spans(reading: Reading) -> Iterator[tuple[str, Span]]:
    for named in reading.actor_mentions:
        yield "actor mention", named.span
    for mention in reading.mentions:
        yield "mention", mention.span
        yield "trigger", mention.trigger
        for named in (*mention.actors, *mention.recipients):
            yield "party", named.span
    for statement in reading.statements:
        yield "cue", statement.cue
        yield from (("content", span) for span in statement.contents)
        if statement.speaker_span is not None:
            yield "speaker", statement.speaker_span
    for claim in reading.claims:
        yield "claim", claim.span
        yield "phrase", claim.phrase
        if claim.by_span is not None:
            yield "claimant", claim.by_span
    for problem in reading.problems:
        if problem.span is not None:
            yield "problem", problem.span
