"""From a question to an answer: the chance with all one needs to judge it.

In: a question in words or in parts, a forecaster, the record as it was known. Out:
`Answer`: the forecast, words for the events it rests on, and how much history it could
look at. The idea to know: everything in an answer was known at one moment, also the
track record, which counts only backtests whose last window had closed by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

import polars as pl

from parley.errors import InputError
from parley.forecast.questions import make_question, parse_question
from parley.reading.actor_tables import ActorTable
from parley.record.as_of import Known
from parley.record.filters import names
from parley.record.rows import event_from_row
from parley.results import Answer, Evidence, History
from parley.terms import Event, Forecast, Forecaster, Question

__all__ = ["answer_question", "find_question"]


def find_question(
    text: str | None = None,
    *,
    actors: Sequence[str] = (),
    recipients: Sequence[str] = (),
    event_types: Sequence[str] = (),
    within_days: int | None = None,
    closes_on: date | None = None,
    default_days: int,
    as_of: datetime,
    table: ActorTable,
) -> Question:
    """Return the question that words or parts ask.

    Parameters
    ----------
    text
        The question in plain words; with `within_days` or `closes_on`, these set its window.
    actors, recipients, event_types
        Its parts, in place of words.
    default_days
        Days to look ahead when nothing names an end.

    Raises
    ------
    InputError
        If both words and parts are given, or neither.
    QuestionError, UnknownActorError
        If the question is not understood, or a name is unknown.
    """
    parts = [*actors, *recipients, *event_types]
    if text is None:
        if not parts:
            raise InputError("What is the question? Give it in words, or actors and types.")
        return make_question(
            actors=actors,
            recipients=recipients,
            event_types=event_types,
            as_of=as_of,
            within_days=_length(within_days, closes_on, default_days),
            closes_on=closes_on,
            table=table,
        )
    if parts:
        raise InputError(
            "Ask in words or in parts, not both: leave out the words, or --actor, --recipient "
            "and --type."
        )
    question = parse_question(text, table=table, as_of=as_of, within_days=default_days)
    if within_days is None and closes_on is None:
        return question
    return make_question(
        actors=question.actors,
        recipients=question.recipients,
        event_types=question.event_types,
        as_of=as_of,
        within_days=within_days,
        closes_on=closes_on,
        directed=question.directed,
        text=question.text,
    )


def answer_question(
    question: Question, *, known: Known, forecaster: Forecaster, read_from: str | None = None
) -> Answer:
    """Answer a question from what was known.

    Parameters
    ----------
    read_from
        The words the question was asked in, if it was.

    Raises
    ------
    ForecastError
        If the question's window had closed by then.
    """
    forecast = forecaster.forecast([question], known)[0]
    if forecast.track is None:
        forecast = replace(forecast, track=_track(known.backtests(), forecast))
    return Answer(
        forecast=forecast,
        evidence=tuple(_evidence(known, forecast)),
        history=_history(known, question),
        read_from=read_from,
    )


def _length(within_days: int | None, closes_on: date | None, default_days: int) -> int | None:
    if closes_on is not None:
        return within_days  # make_question tells when both are given
    return default_days if within_days is None else within_days


def _evidence(known: Known, forecast: Forecast) -> Iterable[Evidence]:
    """Return the events that reasons name, each once, with words that tell of it."""
    ids = list(dict.fromkeys(id_ for reason in forecast.reasons for id_ in reason.event_ids))
    rows = known.events().filter(pl.col("event_id").is_in(ids))
    events = {row["event_id"]: event_from_row(row) for row in rows.iter_rows(named=True)}
    told = [id_ for id_ in ids if id_ in events]
    wanted = [events[id_].mention_ids[0] for id_ in told if events[id_].mention_ids]
    mentions: dict[str, dict[str, object]] = {}
    if wanted:
        found = known.mentions().filter(pl.col("mention_id").is_in(wanted))
        mentions = {row["mention_id"]: row for row in found.iter_rows(named=True)}
    for id_ in told:
        event = events[id_]
        mention = mentions.get(event.mention_ids[0]) if event.mention_ids else None
        if mention is None:
            yield Evidence(event, _row_words(event))
        else:
            words = " ".join(str(mention["sentence"]).split())
            yield Evidence(event, words, str(mention["outlet"]), str(mention["report_id"]))


def _row_words(event: Event) -> str:
    """Return an imported event in the data set's own words."""
    who = ", ".join(event.actor_names)
    whom = f" → {', '.join(event.recipient_names)}" if event.recipient_names else ""
    return f"{who}{whom}: {event.original or event.event_type}"


def _history(known: Known, question: Question) -> History:
    events = known.events()
    days = events["happened_on"]
    return History(
        n_events=events.height,
        n_dyad_events=events.filter(_between(question)).height,
        first_on=days.min(),  # type: ignore[arg-type]
        last_on=days.max(),  # type: ignore[arg-type]
    )


def _between(question: Question) -> pl.Expr:
    """Tell whether an event names a party of each side of the question."""
    both = pl.lit(True)
    for side in (question.actors, question.recipients):
        if side:
            both &= names("actors", side) | names("recipients", side)
    return both


def _track(backtests: pl.DataFrame, forecast: Forecast) -> str | None:
    """Tell how good such answers have been: the same forecaster and act, the nearest horizon."""
    asked = forecast.question
    same = backtests.filter(
        pl.col("forecaster") == forecast.forecaster,
        pl.col("event_types").list.sort().list.join(" ") == " ".join(sorted(asked.event_types)),
    )
    if same.is_empty():
        return None
    same = same.with_columns(off=(pl.col("horizon_days") - asked.horizon_days).abs())
    row = same.sort("off", "closes_on", "n_forecasts", descending=[False, True, True]).row(
        0, named=True
    )
    return (
        f"{row['n_forecasts']:,} such chances over {row['horizon_days']} days "
        f"({row['first_origin']:%Y-%m-%d} to {row['last_origin']:%Y-%m-%d}, {row['universe']}): "
        f"Brier score {row['brier']:.3f} against {row['brier_base']:.3f} for the base rate, "
        f"skill {row['skill']:+.3f}"
    )
