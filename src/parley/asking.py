"""From a question to an answer: the chance with all one needs to judge it.

In: a question in words or in parts, a forecaster, the record as it was known. Out:
`Answer`: the forecast, words for the events it rests on, and how much history it could
look at; `AnswerSet` where several outcomes were asked for. The idea to know: everything
in an answer was known at one moment, also the track record, which counts only backtests
whose last window had closed by then, and forecasts that were settled by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import polars as pl

from parley.forecast.kinds import forecast_all
from parley.forecast.questions_flags import Details, find_asked, find_question
from parley.forecast.scored import Kept, kept_forecasts, track_words
from parley.forecast.track import track_line
from parley.record.as_of import Known
from parley.record.filters import names
from parley.record.rows import event_from_row
from parley.results import Answer, Evidence, History
from parley.terms import (
    Event,
    Forecast,
    Forecaster,
    Question,
    QuestionSet,
)

__all__ = [
    "AnswerSet",
    "Details",
    "answer_question",
    "answer_set",
    "find_asked",
    "find_question",
]


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """Several outcomes with an answer for each, in order."""

    asked: QuestionSet
    answers: tuple[Answer, ...]
    read_from: str | None = None

    def __repr__(self) -> str:
        rows = [
            f"  {answer.probability:.3f}  {label} (base rate {answer.base_rate:.3f})"
            for label, answer in zip(self.asked.labels, self.answers, strict=True)
        ]
        return "\n".join([self.asked.text, *rows])


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
    return _answers([question], known, forecaster, read_from)[0]


def answer_set(
    asked: QuestionSet, *, known: Known, forecaster: Forecaster, read_from: str | None = None
) -> AnswerSet:
    """Answer every outcome of a set from what was known.

    Raises
    ------
    ForecastError
        If the window had closed by then.
    """
    return AnswerSet(asked, tuple(_answers(asked.questions, known, forecaster, None)), read_from)


def _answers(
    questions: Sequence[Question], known: Known, forecaster: Forecaster, read_from: str | None
) -> list[Answer]:
    kept, backtests = kept_forecasts(known), known.backtests()
    answers = []
    for forecast in forecast_all(forecaster, questions, known):
        if forecast.track is None:
            forecast = replace(forecast, track=_track(backtests, forecast, kept))
        answers.append(
            Answer(
                forecast=forecast,
                evidence=tuple(_evidence(known, forecast)),
                history=_history(known, forecast.question),
                read_from=read_from,
            )
        )
    return answers


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


def _track(backtests: pl.DataFrame, forecast: Forecast, kept: Kept) -> str | None:
    """Tell how good such answers have been: in backtests, and among those kept and settled."""
    told = [
        words for words in (track_line(backtests, forecast), track_words(kept, forecast)) if words
    ]
    return "; ".join(told) or None
