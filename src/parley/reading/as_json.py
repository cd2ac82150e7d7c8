"""A reading as one JSON object, in the field names of the scoring tool.

In: a report and its reading. Out: a dict ready for `json.dumps`. The idea to know: the
fields that scoring asks for come first and exactly so named; what else a reader may
want (ids, words, names, sentences) stands beside them.
"""

from __future__ import annotations

from typing import Any

from parley.terms import ActorMention, Claim, Mention, Reading, Report, Span, Statement

__all__ = ["reading_as_json"]


def reading_as_json(report: Report, reading: Reading) -> dict[str, Any]:
    """Return a reading as plain values; spans are [start, end] offsets into the text.

    Examples
    --------
    >>> from datetime import datetime, timezone
    >>> report = Report("", datetime(2024, 1, 1, tzinfo=timezone.utc))
    >>> reading_as_json(report, Reading(report.report_id, "rules.v1"))["events"]
    []
    """
    text = report.text
    return {
        "file": report.path,
        "relay": list(reading.relay),
        "events": [_event(text, mention) for mention in reading.mentions],
        "statements": [_statement(text, statement) for statement in reading.statements],
        "claims": [_claim(text, claim) for claim in reading.claims],
        "report_id": report.report_id,
        "reader": reading.reader,
        "outlet": report.outlet,
        "title": report.title,
        "url": report.url,
        "language": report.language,
        "published_at": report.published_at.isoformat(),
        "actors": [_actor(mention) for mention in reading.actor_mentions],
        "problems": [
            {
                "kind": problem.kind,
                "message": problem.message,
                "span": _pair(problem.span) if problem.span is not None else None,
            }
            for problem in reading.problems
        ],
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _actor(mention: ActorMention) -> dict[str, Any]:
    return {
        "span": _pair(mention.span),
        "text": mention.surface,
        "code": mention.code,
        "name": mention.name,
        "how": mention.how,
    }


def _event(text: str, mention: Mention) -> dict[str, Any]:
    days = mention.happened_on
    return {
        "type": mention.event_type,
        "mode": mention.mode,
        "actor": [actor.code for actor in mention.actors],
        "recipient": [recipient.code for recipient in mention.recipients],
        "status": mention.status,
        "date": {
            "start": days.start.isoformat(),
            "end": days.end.isoformat(),
            "precision": days.precision,
        },
        "according_to": list(mention.chain),
        "span": _pair(mention.span),
        "act": mention.promised,
        "id": mention.mention_id,
        "text": mention.span.of(text),
        "trigger": {"span": _pair(mention.trigger), "text": mention.trigger.of(text)},
        "contexts": list(mention.contexts),
        "confidence": mention.confidence,
        "actor_mentions": [_actor(actor) for actor in mention.actors],
        "recipient_mentions": [_actor(recipient) for recipient in mention.recipients],
    }


def _statement(text: str, statement: Statement) -> dict[str, Any]:
    speaker = statement.speaker_span
    return {
        "speaker": statement.speaker,
        "cue": _pair(statement.cue),
        "content": [_pair(content) for content in statement.contents],
        "kind": statement.kind,
        "addressee": statement.addressee,
        "according_to": list(statement.chain),
        "id": statement.statement_id,
        "speaker_text": speaker.of(text) if speaker is not None else None,
        "speaker_name": statement.speaker_name,
        "cue_text": statement.cue.of(text),
        "text": " … ".join(content.of(text) for content in statement.contents),
    }


def _claim(text: str, claim: Claim) -> dict[str, Any]:
    return {
        "by": claim.by,
        "about": {
            "actor": list(claim.actors),
            "recipient": list(claim.recipients),
            "type": claim.event_type,
        },
        "direction": claim.direction,
        "probability": list(claim.probability) if claim.probability is not None else None,
        "deadline": claim.deadline.isoformat() if claim.deadline is not None else None,
        "span": _pair(claim.span),
        "phrase": {"span": _pair(claim.phrase), "text": claim.phrase.of(text)},
        "condition": claim.condition,
        "according_to": list(claim.chain),
        "id": claim.claim_id,
        "by_text": claim.by_span.of(text) if claim.by_span is not None else None,
        "by_name": claim.by_name,
        "text": claim.span.of(text),
    }
