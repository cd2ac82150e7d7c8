# ruff: noqa: E501 - the words of a table cell stand on one line

"""Write the reference page of the record's tables: `docs/reference/record.md`.

In: the schemas of `parley.record.schema` and the words below. Out: the page, on standard
output or into a file. The idea to know: a column without words, or words without a
column, is an error, so the page and the tables cannot drift apart.

    python scripts/record_reference.py docs/reference/record.md
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import polars as pl

from parley.record.schema import (
    EVENT_COLUMNS,
    IDS,
    MARKERS,
    PARTY,
    SCHEMA_VERSION,
    SPAN,
    TABLES,
)


def _waiting() -> str:
    """Return which tables wait for which marker, in words."""
    by_marker: dict[str, list[str]] = {}
    for table, marker in MARKERS.items():
        by_marker.setdefault(marker, []).append(f"`{table}`")
    return "; ".join(f"{', '.join(of)} wait for `{marker}`" for marker, of in by_marker.items())


INTRODUCTION = f"""# The record

A record is a folder of [Delta Lake](https://delta.io) tables, one subfolder each.
`parley sql` reads them as they were known at a moment, under the names below.
So do `parley events`, `statements`, `claims`, `reports`, `forecasts` and `quarantine`.

The schema has version {SCHEMA_VERSION}.
An older record is brought forward step by step when it is opened.
A record of a newer version is refused with an error that names both versions.

## How to read the tables

- **Times.** `happened_on` and `happened_until` are days of the event, `published_at` is when a report came out, `recorded_at` is when this record took the row in. Instants are UTC. [Three times](../explanation/time.md) tells why they are kept apart.
- **Parties** are codes of the [actor tables](actor-tables.md): `PRK`, `PRK-GOV`, `UNO`, or `-` for a party that no table places.
- **Spans** (`start`, `end` and their relatives) count characters from 0 in `reports.text`; the end is the first character after the span.
- **Chains** say who says so, outermost first: `["AP", "KCNA"]` is AP, which relays KCNA.
- **Event types**, modes, contexts and statuses are those of [the values](values.md).
- **Batches.** Rows that belong together share a `batch_id`. The marker row is written last, and rows whose marker is missing are never shown: {_waiting()}.
- **The record only grows.** No row is ever changed or taken out.
"""

TABLE_WORDS: dict[str, str] = {
    "meta": "What the record says of itself: schema version, actor tables. It is not shown by `parley sql`.",
    "reports": "One row for each report.",
    "readings": "One row for each reading of a report by a reader; the marker of its batch. The latest reading of a report is the one that is shown.",
    "actor_mentions": "One row for each span of a report that names a party.",
    "mentions": "One row for each report's telling of one event.",
    "statements": "One row for each tie of a speaker to words or a view.",
    "claims": "One row for each assertion about what is still to come, by somebody other than who would act.",
    "events": "On disk: one row for each event of an imported history. In `parley sql` and `parley events`: these and the events merged from mentions, with the columns of [events as they are shown](#events-as-they-are-shown).",
    "imports": "One row for each imported file; the marker of its batch.",
    "questions": "One row for each question that a forecast answers.",
    "forecasts": "One row for each forecast, complete with its question, base rate and reasons.",
    "resolutions": "One row for each settling of a question, or correction of one.",
    "imported_questions": "One row for each entry of a file of questions from another place.",
    "backtests": "One row for each replay of the past. It is shown from the day after its last window closed.",
    "quarantine": "One row for each thing that could not be taken in.",
}

# Words for a column of one table, as `table.column`, or of every table that has it.
COLUMN_WORDS: dict[str, str] = {
    "meta.key": "name of the fact",
    "meta.value": "the fact, as text",
    "report_id": "id of the report, made from its outlet, address and text",
    "outlet": "who published it; empty when nobody told",
    "published_at": "when it was published; decides what `as_of` shows",
    "recorded_at": "when this record took it in",
    "reader": "name and version of the reader",
    "batch_id": "which commit wrote the row",
    "reports.url": "address",
    "reports.title": "headline, when it came apart from the text",
    "reports.text": "the whole text, untouched; all spans count in it",
    "reports.language": "language tag, such as `en`",
    "reports.feed": "name and version of the feed that brought it",
    "reports.path": "the file it came from",
    "readings.replaces": "batch of an earlier reading of the same report by another reader",
    "readings.relay": "media through which the main news came, outermost first",
    "readings.problems": "what was not understood: kind, message and span",
    "readings.n_actor_mentions": "how many spans name a party",
    "readings.n_mentions": "how many mentions of events it has",
    "readings.n_statements": "how many statements it has",
    "readings.n_claims": "how many claims it has",
    "actor_mentions.code": "the party's code, or `-`",
    "actor_mentions.name": "the fullest name known for it",
    "actor_mentions.surface": "the words of the span",
    "actor_mentions.how": "how it was resolved: name, demonym, capital, metonym, office, role, organisation, group, agency, pronoun, partial or none",
    "actor_mentions.start": "first character of the span",
    "actor_mentions.end": "end of the span",
    "mentions.mention_id": "id of the mention",
    "event_type": "PLOVER type; empty when none fits",
    "mode": "PLOVER mode within the type; empty when none is told",
    "contexts": "PLOVER contexts",
    "mentions.actors": "who acts: code, name, words, how resolved, span",
    "mentions.recipients": "at whom it is directed: likewise",
    "actors": "codes of who acts; acts such as talks list all their parties here",
    "recipients": "codes of those at whom it is directed",
    "status": "`actual`, `ongoing`, `planned`, `possible` or `denied`",
    "happened_on": "first day of the act",
    "happened_until": "last day of the act",
    "precision": "grain of the date: `day`, `week`, `month`, `year` or `unknown`",
    "chain": "according to whom, outermost first; empty when the reporter vouches",
    "mentions.confidence": "chance that the mention is read rightly, in [0, 1]",
    "promised": "type of what an AGREE or CONCEDE promises",
    "mentions.sentence": "the words it was read from",
    "mentions.start": "first character of these words",
    "mentions.end": "end of these words",
    "mentions.trigger": "the word that gave the type",
    "mentions.trigger_start": "first character of that word",
    "mentions.trigger_end": "end of that word",
    "statements.statement_id": "id of the statement",
    "statements.speaker": "code of the speaker, several joined by `+`, or the words of an unplaced source",
    "statements.speaker_name": "the fullest name known for the speaker",
    "statements.speaker_start": "first character of the words that name the speaker",
    "statements.speaker_end": "end of these words",
    "statements.cue": "the words that tie speaker to content, such as `said`",
    "statements.start": "first character of the cue",
    "statements.end": "end of the cue",
    "statements.content": "what is said; pieces cut apart by the cue are joined by ` … `",
    "statements.content_spans": "where these pieces stand",
    "statements.kind": "`direct`, `indirect` or `mixed` speech",
    "statements.addressee": "to whom it is said",
    "claims.claim_id": "id of the claim",
    "claims.by": "code of who claims it, the words of an unplaced source, or `reporter`",
    "claims.by_name": "the fullest name known for the claimant",
    "claims.by_start": "first character of the words that name the claimant",
    "claims.by_end": "end of these words",
    "claims.direction": "`up` when the act is made more likely, `down` less, `level` neither",
    "claims.phrase": "the words that tell the chance, such as `likely`",
    "claims.phrase_start": "first character of these words",
    "claims.phrase_end": "end of these words",
    "claims.sentence": "the words it was read from",
    "claims.start": "first character of these words",
    "claims.end": "end of these words",
    "claims.probability_low": "lower end of the range that the words stand for; empty when no scale places them",
    "claims.probability_high": "upper end of that range",
    "claims.deadline_on": "last day that would count",
    "claims.condition": "what it is made to depend on, in the report's words",
    "event_id": "id of the event",
    "origin": "`reports`, or the imported data set, such as `tkg:icews18`",
    "mention_ids": "the mentions it was merged from",
    "report_ids": "the reports these stand in",
    "n_reports": "how many reports tell of it; of an imported event, how many rows do",
    "n_independent": "how many sources do, copies and relays folded",
    "actor_names": "names of the actors, as told",
    "recipient_names": "names of the recipients, as told",
    "original": "code and words of the data set it was imported from",
    "intensity": "the data set's score of conflict and cooperation, or that of the type",
    "disagreements": "fields on which tellings differ, value by value with who says it, as JSON",
    "events.line": "line of the imported file",
    "imports.import_id": "id of the import",
    "imports.origin": "name of the data set",
    "imports.file": "name of the file",
    "imports.file_hash": "hash of its content; a file met again adds nothing",
    "imports.starts_on": "the day that time 0 stands for",
    "imports.unit": "what one step of numbered time is",
    "imports.n_rows": "rows of the file",
    "imports.n_events": "new events they gave",
    "imports.n_untyped": "of these, events that no PLOVER type fits; kept and not shown",
    "imports.n_folded": "rows that repeat an act of the same day",
    "imports.n_known": "events that the record had already",
    "imports.n_rejected": "rows that did not fit and are in quarantine",
    "imports.first_on": "first day covered",
    "imports.last_on": "last day covered",
    "imports.published_at": "when its first events count as published",
    "question_id": "id of the question",
    "questions.text": "the question in words",
    "questions.event_types": "PLOVER types that count",
    "questions.actors": "codes of those who may act",
    "questions.recipients": "codes of those at whom",
    "questions.opens_on": "first day that counts",
    "questions.closes_on": "last day that counts",
    "questions.directed": "whether it matters who acts and at whom",
    "questions.statuses": "statuses that count",
    "questions.settles": "how the question is settled, in words",
    "questions.at_least": "on how many different days the act has to fall, at least",
    "questions.at_most": "on how many at most; empty for no upper end",
    "questions.modes": "modes that count, `-` for none; empty for any",
    "questions.band": "how far relations have to move, as JSON; empty for questions about acts",
    "questions.first_of": "the outcomes that rival, as JSON; empty where none do",
    "questions.place": "which of these the question is about; past the last it is none of them",
    "forecasts.forecast_id": "id of the forecast",
    "forecasts.question": "the whole question, as JSON",
    "forecasts.probability": "the chance, in (0, 1)",
    "forecasts.base_probability": "the base rate, in (0, 1)",
    "forecasts.base_rate": "the base rate with its counts, as JSON",
    "forecasts.reasons": "the reasons with weights in log-odds and ids of events and claims, as JSON",
    "forecasts.reason_ids": "ids of the reasons",
    "forecasts.origin": "the moment it looks ahead from",
    "forecasts.as_of": "the moment whose knowledge it uses",
    "forecaster": "name and version of the forecaster",
    "forecasts.interval_low": "lower end of the range it would move in if fitted on other days",
    "forecasts.interval_high": "upper end of that range",
    "forecasts.track": "how good such answers have been, in words",
    "resolutions.outcome": "whether it came true",
    "resolutions.resolved_at": "when that was known",
    "resolutions.event_ids": "the events that settled it",
    "resolutions.resolution_id": "id of the verdict, made from question, verdict, moment and events",
    "resolutions.replaces": "the verdict that it corrects",
    "resolutions.text": "why, in words",
    "resolutions.value": "what it hung on: days with the act, or the change of a level",
    "imported_questions.imported_id": "id of the entry, made from its file and place",
    "imported_questions.batch": "id of the file, made from what it holds",
    "imported_questions.kind": "layout of the file",
    "imported_questions.header": "all of the file but its entries, as JSON",
    "imported_questions.file": "name of the file",
    "imported_questions.place": "place of the entry in it, from 0",
    "imported_questions.source": "where the question comes from",
    "imported_questions.source_id": "its id there",
    "imported_questions.text": "the question in words",
    "imported_questions.raw": "the entry as it came, as JSON",
    "imported_questions.due_on": "the day on which answers are due, or it resolves",
    "imported_questions.question_ids": "questions made of it, one a resolution date, empty where there is none",
    "imported_questions.reason": "why it, or one of its dates, is kept aside",
    "backtests.backtest_id": "id of the backtest",
    "backtests.event_types": "PLOVER types that counted",
    "backtests.universe": "which dyads were asked about, in words",
    "backtests.horizon_days": "days in each window",
    "backtests.first_origin": "earliest origin",
    "backtests.last_origin": "latest origin",
    "backtests.closes_on": "last day of the last window",
    "backtests.n_forecasts": "how many chances were given",
    "backtests.n_hits": "how many came true",
    "backtests.brier": "Brier score: mean squared error, 0 best, 1 worst",
    "backtests.brier_base": "Brier score of the base rate on the same questions",
    "backtests.skill": "1 - brier / brier_base; above 0 is better than the base rate",
    "backtests.log_loss": "mean of -ln of the chance given to what happened",
    "backtests.auc": "chance that a hit was given more than a miss",
    "backtests.calibration": "calibration table, as JSON",
    "quarantine.quarantine_id": "id of the row",
    "quarantine.place": "file and line, or address",
    "quarantine.kind": "kind of trouble",
    "quarantine.reason": "what is wrong and what would be right",
    "quarantine.excerpt": "the first characters of it",
}


def type_words(kind: Any) -> str:
    """Return a column's type in words."""
    if kind == SPAN:
        return "span"
    if kind == PARTY:
        return "party"
    if isinstance(kind, pl.List):
        return f"list of {_plural(type_words(kind.inner))}"
    if isinstance(kind, pl.Datetime):
        return "instant, UTC"
    if isinstance(kind, pl.Struct):
        return "struct"
    names = {
        pl.String: "text",
        pl.Int64: "integer",
        pl.Float64: "number",
        pl.Boolean: "true or false",
        pl.Date: "day",
    }
    return next(words for known, words in names.items() if kind == known)


def _plural(words: str) -> str:
    return {"text": "texts", "party": "parties"}.get(words, f"{words}s")


def column_words(table: str, column: str) -> str:
    """Return what a column holds.

    Raises
    ------
    SystemExit
        If nobody has written it down.
    """
    for key in (f"{table}.{column}", column):
        if key in COLUMN_WORDS:
            return COLUMN_WORDS[key]
    raise SystemExit(f"no words for column {column!r} of table {table!r} in {__file__}")


def section(title: str, words: str, table: str, schema: pl.Schema) -> str:
    """Return the section of one table."""
    key = IDS.get(table)
    lines = [f"## {title}", "", words, "", "| column | type | holds |", "|---|---|---|"]
    for column, kind in schema.items():
        name = f"**`{column}`**" if column == key else f"`{column}`"
        lines.append(f"| {name} | {type_words(kind)} | {column_words(table, column)} |")
    return "\n".join(lines)


def page() -> str:
    """Return the whole page."""
    _check_no_words_too_many()
    parts = [INTRODUCTION.rstrip()]
    parts += [section(f"`{t}`", TABLE_WORDS[t], t, schema) for t, schema in TABLES.items()]
    shown = (
        "The events that `parley sql`, `parley events` and a forecaster see: imported ones, and "
        "those merged from the mentions visible at `as_of`."
    )
    parts.append(section("Events as they are shown", shown, "events", EVENT_COLUMNS))
    return "\n\n".join(parts) + "\n"


def _check_no_words_too_many() -> None:
    columns = {name for schema in (*TABLES.values(), EVENT_COLUMNS) for name in schema}
    known = columns | {f"{table}.{name}" for table, schema in TABLES.items() for name in schema}
    if stray := sorted(set(COLUMN_WORDS) - known):
        raise SystemExit(f"words for columns that do not exist: {', '.join(stray)}")


def main() -> None:
    """Write the page to the file named, or to standard output."""
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(page(), encoding="utf-8")
    else:
        sys.stdout.write(page())


if __name__ == "__main__":
    main()
