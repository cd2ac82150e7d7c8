"""From any number back to the words it rests on.

In: an id, or its first characters, and the record. Out: a tree of `Step`s: forecast →
reason → event → mention → characters in a report. The idea to know: what a forecast
rests on is looked up as it was known when the forecast was made, so that the trail shows
what the forecaster saw, not what came out later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from parley.errors import UnknownIdError
from parley.record.as_of import Known
from parley.record.rows import (
    event_from_row,
    forecast_from_row,
    mention_from_row,
    resolution_from_row,
)
from parley.record.store import Store
from parley.terms import ActorMention, Event, Forecast, Mention, Reason, Resolution, log_odds

__all__ = ["Step", "known_as", "walk_back"]

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way back: what it is, its id, one line on it, and what it rests on.

    `kind` is forecast, question, base rate, reason, resolution, imported question, event,
    row, mention, statement, claim, report, characters or quarantine. `notes` are further
    lines; `words` are words of a report, exactly as they stand there.
    """

    kind: str
    text: str
    id: str | None = None
    notes: tuple[str, ...] = ()
    words: str | None = None
    steps: tuple[Step, ...] = ()

    def __str__(self) -> str:
        return "\n".join(_lines(self, 0))

    def leaves(self) -> Iterator[Step]:
        """Yield the last step of every way."""
        if not self.steps:
            yield self
        for step in self.steps:
            yield from step.leaves()


def _lines(step: Step, depth: int) -> Iterator[str]:
    space = "  " * depth
    yield f"{space}{step.kind}{f' {step.id[:8]}' if step.id else ''}: {step.text}"
    yield from (f"{space}  {note}" for note in step.notes)
    if step.words is not None:
        yield f"{space}  “{step.words}”"
    for below in step.steps:
        yield from _lines(below, depth + 1)


def walk_back(store: Store, id_prefix: str, *, as_of: datetime) -> Step:
    """Walk from an id back to the words it rests on.

    Parameters
    ----------
    store
        The record.
    id_prefix
        The id of a forecast, reason, event, mention, statement, claim or report, or its
        first characters.
    as_of
        Nothing published later is found.

    Raises
    ------
    UnknownIdError
        If nothing has that id.
    NotFoundError
        If its characters fit several rows.
    """
    table, row = store.find(id_prefix, as_of=as_of)
    if table == "questions":
        return _question(store, row, as_of)
    if table in {"forecasts", "reasons"}:
        forecast = store.forecast(row["forecast_id"])
        then = _Walk(store, store.known(forecast.as_of))
        if table == "forecasts":
            return then.forecast(forecast)
        reason = next(each for each in forecast.reasons if each.reason_id == row["reason_id"])
        return then.reason(reason)
    now = _Walk(store, store.known(as_of))
    walks: dict[str, Callable[[Row], Step]] = {
        "events": lambda found: now.event(event_from_row(found)),
        "mentions": lambda found: now.mention(found),
        "statements": lambda found: now.statement(found),
        "claims": lambda found: now.claim(found),
        "reports": lambda found: now.whole_report(found),
        "quarantine": _quarantined,
        "imports": _imported_file,
        "imported_questions": _imported_question,
        "resolutions": lambda found: now.resolution(resolution_from_row(found)),
    }
    if table not in walks:
        raise UnknownIdError(id_prefix, record=store.address)
    return walks[table](row)


class _Walk:
    """Steps over what was known at one moment; frames are looked at once."""

    def __init__(self, store: Store, known: Known) -> None:
        self._store = store
        self._known = known

    def forecast(self, forecast: Forecast) -> Step:
        rate = forecast.base_rate
        base = Step(
            "base rate",
            f"{rate.probability:.4f}: log-odds {log_odds(rate.probability):+.3f}",
            notes=(
                f"{rate.n_hits} of {rate.n_windows} past windows of {rate.window_days} days for "
                "these parties",
                f"{rate.reference_class}: {rate.class_hits} of {rate.class_windows} windows",
            ),
        )
        return Step(
            "forecast",
            f"{forecast.probability:.4f} for “{forecast.question.text}”",
            forecast.forecast_id,
            notes=(
                f"by {forecast.forecaster}, as of {forecast.as_of:%Y-%m-%d %H:%M} UTC",
                f"window {forecast.question.opens_on} to {forecast.question.closes_on}",
            ),
            steps=(base, *(self.reason(reason) for reason in forecast.reasons)),
        )

    def resolution(self, resolution: Resolution) -> Step:
        """Return a verdict with the events it rests on."""
        events = self._by_id(self._known.events(), "event_id", resolution.event_ids)
        notes = [f"as of {resolution.resolved_at:%Y-%m-%d %H:%M} UTC"]
        if resolution.replaces:
            notes.append(f"corrects {resolution.replaces}")
        return Step(
            "resolution",
            f"{'yes' if resolution.outcome else 'no'}: {resolution.text}",
            resolution.resolution_id,
            notes=(*notes, f"question {resolution.question_id}"),
            steps=tuple(self.event(event_from_row(row)) for row in events),
        )

    def reason(self, reason: Reason) -> Step:
        events = self._by_id(self._known.events(), "event_id", reason.event_ids)
        claims = self._by_id(self._known.claims(), "claim_id", reason.claim_ids)
        return Step(
            "reason",
            f"{reason.weight:+.3f} log-odds: {reason.text}",
            reason.reason_id,
            steps=(
                *(self.event(event_from_row(row)) for row in events),
                *(self.claim(row) for row in claims),
            ),
        )

    def event(self, event: Event) -> Step:
        if event.origin != "reports":
            return Step("event", _event_text(event), event.event_id, steps=(self._row(event),))
        rows = self._by_id(self._known.mentions(), "mention_id", event.mention_ids)
        return Step(
            "event",
            _event_text(event),
            event.event_id,
            notes=(
                f"reports that tell of it: {event.n_reports}; independent sources they go back "
                f"to: {event.n_independent}",
                *_disagreements(event),
            ),
            steps=tuple(self.mention(row) for row in rows),
        )

    def _row(self, event: Event) -> Step:
        """Return the row of a data set that an imported event was made of."""
        scan = self._store.tables.scan("events").filter(pl.col("event_id") == event.event_id)
        row = self._store.tables.collect(scan).row(0, named=True)
        files = self._known.imports().filter(pl.col("batch_id") == row["batch_id"])
        notes = tuple(
            f"line {row['line']} of {file['file']} (hash {file['file_hash'][:12]})"
            for file in files.iter_rows(named=True)
        )
        names = f"{', '.join(event.actor_names)} → {', '.join(event.recipient_names)}"
        return Step("row", f"{event.origin}: {names}: {event.original}", notes=notes)

    def mention(self, row: Row) -> Step:
        mention = mention_from_row(row)
        return Step(
            "mention",
            _mention_text(mention),
            mention.mention_id,
            notes=(
                f"according to {' › '.join(mention.chain) or 'the report itself'}",
                f"read by {row['reader']}, confidence {mention.confidence:.2f}",
            ),
            steps=(self._characters(row["report_id"], mention.span.start, mention.span.end),),
        )

    def statement(self, row: Row) -> Step:
        speaker = f"{row['speaker_name'] or row['speaker']} ({row['speaker']})"
        ends = [(piece["start"], piece["end"]) for piece in row["content_spans"]]
        return Step(
            "statement",
            f"{speaker} {row['cue']}, {row['kind']} speech",
            row["statement_id"],
            notes=(f"according to {' › '.join(row['chain'])}",) if row["chain"] else (),
            steps=tuple(self._characters(row["report_id"], start, end) for start, end in ends),
        )

    def claim(self, row: Row) -> Step:
        low, high = row["probability_low"], row["probability_high"]
        parties = f"{', '.join(row['actors'])} → {', '.join(row['recipients'])}"
        chance = "no range" if low is None else f"{low:.2f} to {high:.2f}"
        return Step(
            "claim",
            f"{row['by_name'] or row['by']}: {row['event_type'] or 'an act'} "
            f"{parties.removesuffix(' → ')}, {row['direction']}, {chance}",
            row["claim_id"],
            notes=(f"in the words “{row['phrase']}”",),
            steps=(self._characters(row["report_id"], row["start"], row["end"]),),
        )

    def whole_report(self, row: Row) -> Step:
        """Return a report with everything read in it."""
        of = pl.col("report_id") == row["report_id"]
        parts = [
            *map(self.mention, self._known.mentions().filter(of).iter_rows(named=True)),
            *map(self.statement, self._known.statements().filter(of).iter_rows(named=True)),
            *map(self.claim, self._known.claims().filter(of).iter_rows(named=True)),
        ]
        return Step("report", _report_text(row), row["report_id"], _places(row), steps=tuple(parts))

    def _characters(self, report_id: str, start: int, end: int) -> Step:
        row = next(iter(self._by_id(self._known.reports(), "report_id", (report_id,))))
        return Step(
            "characters",
            f"[{start}:{end}] of {_report_text(row)}",
            report_id,
            notes=_places(row),
            words=row["text"][start:end],
        )

    @staticmethod
    def _by_id(frame: pl.DataFrame, column: str, ids: Iterable[str]) -> list[Row]:
        """Return the rows of some ids, in the order of the ids."""
        wanted = list(ids)
        found = frame.filter(pl.col(column).is_in(wanted)) if wanted else frame.clear()
        rows = {row[column]: row for row in found.iter_rows(named=True)}
        return [rows[id_] for id_ in wanted if id_ in rows]


def _question(store: Store, row: Row, as_of: datetime) -> Step:
    """Return a question with the forecasts that answer it."""
    answers = store.forecasts(as_of=as_of).filter(pl.col("question_id") == row["question_id"])
    steps = []
    for found in answers.iter_rows(named=True):
        forecast = forecast_from_row(found)
        steps.append(_Walk(store, store.known(forecast.as_of)).forecast(forecast))
    return Step("question", row["text"], row["question_id"], (row["settles"],), None, tuple(steps))


def _quarantined(row: Row) -> Step:
    return Step(
        "quarantine",
        f"{row['place']}: {row['reason']}",
        row["quarantine_id"],
        notes=(f"set aside {row['recorded_at']:%Y-%m-%d %H:%M} UTC as {row['kind']!r}",),
        words=row["excerpt"] or None,
    )


def _imported_file(row: Row) -> Step:
    return Step(
        "import",
        f"{row['file']}: {row['n_events']:,} events of {row['n_rows']:,} rows",
        row["import_id"],
        notes=(
            f"{row['origin']}, days {row['first_on']} to {row['last_on']}",
            f"hash {row['file_hash']}",
        ),
    )


def _imported_question(row: Row) -> Step:
    asked = ", ".join(id_ for id_ in row["question_ids"] or () if id_)
    return Step(
        "imported question",
        row["text"] or f"{row['kind']}, entry {row['place']}",
        row["imported_id"],
        notes=tuple(
            note
            for note in (
                f"{row['source']} {row['source_id']}, entry {row['place']} of {row['file']}",
                f"asked as {asked}" if asked else "",
                f"kept aside: {row['reason']}" if row["reason"] else "",
            )
            if note
        ),
    )


def _event_text(event: Event) -> str:
    act = f"{event.event_type}/{event.mode}" if event.mode else f"{event.event_type}"
    parties = ", ".join(event.actors)
    if event.recipients:
        parties += f" → {', '.join(event.recipients)}"
    return f"{act} {parties}, {event.status}, {_days(event)}"


def _mention_text(mention: Mention) -> str:
    act = f"{mention.event_type}/{mention.mode}" if mention.mode else mention.event_type
    parties = ", ".join(f"{known_as(actor)} ({actor.code})" for actor in mention.actors)
    if mention.recipients:
        parties += " → " + ", ".join(
            f"{known_as(each)} ({each.code})" for each in mention.recipients
        )
    return f"{act} {parties}, {mention.status}, {_days(mention)}"


def known_as(mention: ActorMention) -> str:
    """Return the words for a party: its own in the text, or its name where these refer back."""
    return mention.name if mention.how in {"pronoun", "partial"} else mention.surface


def _days(told: Event | Mention) -> str:
    interval = told.happened_on
    if interval.precision == "unknown":
        return "undated"
    if interval.start == interval.end:
        return f"{interval.start}"
    return f"{interval.start} to {interval.end} ({interval.precision})"


def _disagreements(event: Event) -> Iterator[str]:
    for each in event.disagreements:
        told = "; ".join(f"{value} ({', '.join(who)})" for value, who in each.values)
        yield f"tellings differ on {each.field}: {told}"


def _report_text(row: Row) -> str:
    title = row["title"] or " ".join(row["text"].split())[:60]
    return f"“{title}”, {row['outlet']}, published {row['published_at']:%Y-%m-%d %H:%M} UTC"


def _places(row: Row) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place for place in (row["url"] or row["path"],) if place))
