"""Values of the house as rows of the record, and rows as values again.

In: `Report`, `Reading`, `Forecast`. Out: dicts in the columns of `record.schema`, and the
same values rebuilt from them. The idea to know: nothing is lost on the way, so that a
value written and read back is equal to itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

import polars as pl

from parley.record.schema import EVENT_COLUMNS
from parley.terms import (
    ActorMention,
    Band,
    BaseRate,
    Claim,
    DateInterval,
    Disagreement,
    Event,
    Forecast,
    Mention,
    Question,
    Reading,
    Reason,
    Report,
    Resolution,
    Span,
    Statement,
)

__all__ = [
    "Row",
    "event_from_row",
    "events_frame",
    "forecast_from_row",
    "forecast_row",
    "mention_from_row",
    "question_from_row",
    "question_row",
    "reading_rows",
    "report_from_row",
    "report_row",
    "resolution_from_row",
    "resolution_row",
]

Row = dict[str, Any]


def report_row(report: Report, *, batch_id: str, recorded_at: datetime) -> Row:
    """Return the row of `reports` for one report."""
    return {
        "report_id": report.report_id,
        "outlet": report.outlet,
        "url": report.url,
        "title": report.title,
        "text": report.text,
        "language": report.language,
        "feed": report.feed,
        "path": report.path,
        "published_at": report.published_at,
        "recorded_at": recorded_at,
        "batch_id": batch_id,
    }


def report_from_row(row: Mapping[str, Any]) -> Report:
    """Return the report that a row of `reports` holds."""
    names = (
        "text", "published_at", "outlet", "url", "title", "language", "feed", "path",
        "recorded_at", "report_id",
    )  # fmt: skip
    return Report(**{name: row[name] for name in names})


def reading_rows(
    report: Report, reading: Reading, *, batch_id: str, recorded_at: datetime
) -> dict[str, list[Row]]:
    """Return the rows of one reading, by table, its marker in `readings` among them."""
    common: Row = {
        "report_id": report.report_id,
        "reader": reading.reader,
        "batch_id": batch_id,
        "outlet": report.outlet,
        "published_at": report.published_at,
        "recorded_at": recorded_at,
    }
    problems = [{"kind": p.kind, "message": p.message, **_ends(p.span)} for p in reading.problems]
    marker = {
        **common,
        "replaces": None,
        "relay": list(reading.relay),
        "problems": problems,
        "n_actor_mentions": len(reading.actor_mentions),
        "n_mentions": len(reading.mentions),
        "n_statements": len(reading.statements),
        "n_claims": len(reading.claims),
    }
    text = report.text
    return {
        "actor_mentions": [{**common, **_party(m)} for m in reading.actor_mentions],
        "mentions": [{**common, **_mention(m, text)} for m in reading.mentions],
        "statements": [{**common, **_statement(s, text)} for s in reading.statements],
        "claims": [{**common, **_claim(c, text)} for c in reading.claims],
        "readings": [marker],
    }


def _ends(span: Span | None, prefix: str = "") -> Row:
    return {
        f"{prefix}start": None if span is None else span.start,
        f"{prefix}end": None if span is None else span.end,
    }


def _party(actor: ActorMention) -> Row:
    return {
        "code": actor.code,
        "name": actor.name,
        "surface": actor.surface,
        "how": actor.how,
        **_ends(actor.span),
    }


def _mention(mention: Mention, text: str) -> Row:
    return {
        "mention_id": mention.mention_id,
        "event_type": mention.event_type,
        "mode": mention.mode,
        "contexts": list(mention.contexts),
        "actors": [_party(actor) for actor in mention.actors],
        "recipients": [_party(actor) for actor in mention.recipients],
        "status": mention.status,
        "happened_on": mention.happened_on.start,
        "happened_until": mention.happened_on.end,
        "precision": mention.happened_on.precision,
        "chain": list(mention.chain),
        "confidence": mention.confidence,
        "promised": mention.promised,
        "sentence": mention.span.of(text),
        **_ends(mention.span),
        "trigger": mention.trigger.of(text),
        **_ends(mention.trigger, "trigger_"),
    }


def _statement(statement: Statement, text: str) -> Row:
    return {
        "statement_id": statement.statement_id,
        "speaker": statement.speaker,
        "speaker_name": statement.speaker_name,
        **_ends(statement.speaker_span, "speaker_"),
        "cue": statement.cue.of(text),
        **_ends(statement.cue),
        "content": " … ".join(span.of(text) for span in statement.contents),
        "content_spans": [_ends(span) for span in statement.contents],
        "kind": statement.kind,
        "addressee": statement.addressee,
        "chain": list(statement.chain),
    }


def _claim(claim: Claim, text: str) -> Row:
    low, high = claim.probability or (None, None)
    return {
        "claim_id": claim.claim_id,
        "by": claim.by,
        "by_name": claim.by_name,
        **_ends(claim.by_span, "by_"),
        "actors": list(claim.actors),
        "recipients": list(claim.recipients),
        "event_type": claim.event_type,
        "direction": claim.direction,
        "phrase": claim.phrase.of(text),
        **_ends(claim.phrase, "phrase_"),
        "sentence": claim.span.of(text),
        **_ends(claim.span),
        "probability_low": low,
        "probability_high": high,
        "deadline_on": claim.deadline,
        "condition": claim.condition,
        "chain": list(claim.chain),
    }


def mention_from_row(row: Mapping[str, Any]) -> Mention:
    """Return the mention that a row of `mentions` holds."""
    return Mention(
        mention_id=row["mention_id"],
        report_id=row["report_id"],
        span=Span(row["start"], row["end"]),
        trigger=Span(row["trigger_start"], row["trigger_end"]),
        event_type=row["event_type"],
        mode=row["mode"],
        contexts=tuple(row["contexts"]),
        actors=_parties(row["actors"]),
        recipients=_parties(row["recipients"]),
        status=row["status"],
        happened_on=DateInterval(row["happened_on"], row["happened_until"], row["precision"]),
        chain=tuple(row["chain"]),
        confidence=row["confidence"],
        promised=row["promised"],
    )


def _parties(rows: Iterable[Mapping[str, Any]]) -> tuple[ActorMention, ...]:
    return tuple(
        ActorMention(
            Span(row["start"], row["end"]), row["surface"], row["code"], row["name"], row["how"]
        )
        for row in rows
    )


def events_frame(events: Iterable[Event]) -> pl.DataFrame:
    """Return events as a frame in `EVENT_COLUMNS`, one row each."""
    rows = [
        {
            **{name: getattr(event, name, None) for name in EVENT_COLUMNS},
            "happened_on": event.happened_on.start,
            "happened_until": event.happened_on.end,
            "precision": event.happened_on.precision,
            "disagreements": _to_json(asdict(d) for d in event.disagreements),
        }
        for event in events
    ]
    return pl.DataFrame(rows, schema=EVENT_COLUMNS)


def event_from_row(row: Mapping[str, Any]) -> Event:
    """Return the event that a row of an events frame holds."""
    disagreements = tuple(
        Disagreement(d["field"], tuple((value, tuple(who)) for value, who in d["values"]))
        for d in json.loads(row["disagreements"])
    )
    values: Row = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in row.items()
        if name in EVENT_COLUMNS and name not in ("happened_on", "happened_until", "precision")
    }
    happened_on = DateInterval(row["happened_on"], row["happened_until"], row["precision"])
    return Event(**{**values, "happened_on": happened_on, "disagreements": disagreements})


def question_row(question: Question, *, recorded_at: datetime) -> Row:
    """Return the row of `questions` for one question."""
    row = asdict(question)
    return {
        **row,
        "band": None if question.band is None else _to_json(row["band"]),
        "first_of": _to_json(row["first_of"]) if question.first_of else None,
        "recorded_at": recorded_at,
    }


def question_from_row(row: Mapping[str, Any]) -> Question:
    """Return the question that a row of `questions` holds, or its JSON in a forecast.

    What an earlier parley did not write has its default.
    """
    names = [field.name for field in fields(Question)]
    values = {name: row[name] for name in names if row.get(name) is not None}
    for name in ("actors", "recipients", "event_types", "statuses", "modes"):
        if name in values:
            values[name] = tuple(values[name])
    for name in ("opens_on", "closes_on"):
        if isinstance(values[name], str):
            values[name] = date.fromisoformat(values[name])
    band, rivals = (_from_json(values.get(name)) for name in ("band", "first_of"))
    values["band"] = Band(**band) if band else None
    values["first_of"] = tuple(question_from_row(rival) for rival in rivals or ())
    return Question(**values)


def resolution_row(resolution: Resolution, *, recorded_at: datetime) -> Row:
    """Return the row of `resolutions` for one resolution."""
    return {
        **asdict(resolution),
        "event_ids": list(resolution.event_ids),
        "recorded_at": recorded_at,
    }


def resolution_from_row(row: Mapping[str, Any]) -> Resolution:
    """Return the resolution that a row of `resolutions` holds."""
    return Resolution(
        question_id=row["question_id"],
        outcome=row["outcome"],
        resolved_at=row["resolved_at"],
        event_ids=tuple(row["event_ids"] or ()),
        resolution_id=row["resolution_id"] or "",
        replaces=row["replaces"],
        text=row["text"] or "",
        value=row["value"],
    )


def forecast_row(forecast: Forecast, *, recorded_at: datetime) -> Row:
    """Return the row of `forecasts` for one forecast, its question told in full."""
    low, high = forecast.interval or (None, None)
    return {
        "forecast_id": forecast.forecast_id,
        "question_id": forecast.question.question_id,
        "question": _to_json(asdict(forecast.question)),
        "probability": forecast.probability,
        "base_probability": forecast.base_rate.probability,
        "base_rate": _to_json(asdict(forecast.base_rate)),
        "reasons": _to_json(asdict(reason) for reason in forecast.reasons),
        "reason_ids": [reason.reason_id for reason in forecast.reasons],
        "origin": forecast.origin,
        "as_of": forecast.as_of,
        "forecaster": forecast.forecaster,
        "interval_low": low,
        "interval_high": high,
        "track": forecast.track,
        "recorded_at": recorded_at,
    }


def forecast_from_row(row: Mapping[str, Any]) -> Forecast:
    """Return the forecast that a row of `forecasts` holds."""
    question = question_from_row(json.loads(row["question"]))
    reasons = tuple(
        Reason(
            **{
                **reason,
                "event_ids": tuple(reason["event_ids"]),
                "claim_ids": tuple(reason["claim_ids"]),
            }
        )
        for reason in json.loads(row["reasons"])
    )
    low, high = row["interval_low"], row["interval_high"]
    return Forecast(
        forecast_id=row["forecast_id"],
        question=question,
        probability=row["probability"],
        base_rate=BaseRate(**json.loads(row["base_rate"])),
        reasons=reasons,
        origin=row["origin"],
        as_of=row["as_of"],
        forecaster=row["forecaster"],
        interval=None if low is None else (low, high),
        track=row["track"],
        recorded_at=row["recorded_at"],
    )


def _from_json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _to_json(value: Any) -> str:
    if not isinstance(value, dict):
        value = list(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
