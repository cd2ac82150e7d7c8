"""Reports and readings of the invented world, made in one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from parley.record.store import Store
from parley.terms import (
    ActorMention,
    Claim,
    DateInterval,
    EventType,
    Mention,
    Precision,
    Problem,
    Reading,
    Report,
    Span,
    Statement,
    Status,
    make_id,
)

NOW = datetime(2025, 1, 1, tzinfo=UTC)

MakeReport = Callable[..., Report]
MakeMention = Callable[..., Mention]
MakeReading = Callable[..., Reading]


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "record", create=True, actor_tables=["toy.v1"])


@pytest.fixture
def make_report() -> MakeReport:
    def make(
        text: str = "Ruritania recalled its envoy from Zenda.",
        *,
        published_at: str = "2024-03-05T12:00+00:00",
        outlet: str = "Strelsau Post",
    ) -> Report:
        return Report(text, datetime.fromisoformat(published_at).astimezone(UTC), outlet=outlet)

    return make


def _party(report: Report, code: str) -> ActorMention:
    return ActorMention(Span(0, min(9, len(report.text))), report.text[:9], code, code, "name")


@pytest.fixture
def make_mention() -> MakeMention:
    def make(
        report: Report,
        event_type: EventType = "SANCTION",
        *,
        actors: Sequence[str] = ("RUR",),
        recipients: Sequence[str] = ("ZEN",),
        status: Status = "actual",
        on: str | None = None,
        until: str | None = None,
        precision: Precision = "day",
        mode: str | None = None,
        chain: Sequence[str] = (),
        promised: EventType | None = None,
        span: tuple[int, int] | None = None,
    ) -> Mention:
        first = date.fromisoformat(on) if on else report.published_at.date()
        last = date.fromisoformat(until) if until else first
        where = Span(*(span or (0, len(report.text))))
        return Mention(
            mention_id=make_id(report.report_id, event_type, status, mode, actors, where),
            report_id=report.report_id,
            span=where,
            trigger=Span(where.start, where.start),
            event_type=event_type,
            mode=mode,
            contexts=("diplomatic",),
            actors=tuple(_party(report, code) for code in actors),
            recipients=tuple(_party(report, code) for code in recipients),
            status=status,
            happened_on=DateInterval(first, last, precision if on else "unknown"),
            chain=tuple(chain),
            confidence=0.8,
            promised=promised,
        )

    return make


@pytest.fixture
def make_reading() -> MakeReading:
    def make(
        report: Report,
        *mentions: Mention,
        reader: str = "rules.v1",
        relay: Sequence[str] = (),
        rich: bool = False,
    ) -> Reading:
        """A reading of these mentions; a rich one has one of every other part as well."""
        words = Span(0, min(4, len(report.text)))
        statement = Statement(
            statement_id=make_id(report.report_id, "statement"),
            report_id=report.report_id,
            speaker="RUR-GOV",
            speaker_span=words,
            speaker_name="the king",
            cue=words,
            contents=(words, Span(0, len(report.text))),
            kind="mixed",
            addressee=None,
            chain=("RNA",),
        )
        claim = Claim(
            claim_id=make_id(report.report_id, "claim"),
            report_id=report.report_id,
            by="reporter",
            by_span=None,
            by_name=None,
            actors=("RUR", "ZEN"),
            recipients=(),
            event_type="CONSULT",
            direction="up",
            phrase=words,
            span=Span(0, len(report.text)),
            probability=(0.55, 0.8),
            deadline=date(2024, 6, 30),
            condition=None,
            chain=(),
        )
        return Reading(
            report_id=report.report_id,
            reader=reader,
            relay=tuple(relay),
            actor_mentions=(_party(report, "RUR"),) if rich else (),
            mentions=tuple(mentions),
            statements=(statement,) if rich else (),
            claims=(claim,) if rich else (),
            problems=(Problem("date", "an impossible day", words),) if rich else (),
        )

    return make
