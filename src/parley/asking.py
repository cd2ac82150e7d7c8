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
from datetime import date, datetime

import polars as pl

from parley.errors import InputError, QuestionError
from parley.forecast.asked import make_question
from parley.forecast.kinds import forecast_all
from parley.forecast.outcomes import make_set, relations_set
from parley.forecast.questions import parse_asked
from parley.forecast.scored import Kept, kept_forecasts, track_words
from parley.forecast.track import track_line
from parley.reading.actor_tables import ActorTable
from parley.record.as_of import Known
from parley.record.filters import names
from parley.record.rows import event_from_row
from parley.results import Answer, Evidence, History
from parley.terms import (
    Band,
    Event,
    Forecast,
    Forecaster,
    Question,
    QuestionSet,
    Status,
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
class Details:
    """What narrows a question down beyond who, what and when; by default nothing does.

    `outcomes` are several, each in words or a type of act for the parties given;
    `exclusive` asks which of them comes first, or none. `band` asks how relations move.
    """

    at_least: int = 1
    at_most: int | None = None
    modes: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    band: Band | None = None
    outcomes: tuple[str, ...] = ()
    exclusive: bool = False


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
    details: Details = Details(),
) -> Question:
    """Return the one question that words or parts ask; `find_asked` tells the rest.

    Raises
    ------
    InputError
        If both words and parts are given, or neither.
    QuestionError, UnknownActorError
        If the question is not understood, asks for several outcomes, or a name is unknown.
    """
    found = find_asked(
        text,
        actors=actors,
        recipients=recipients,
        event_types=event_types,
        within_days=within_days,
        closes_on=closes_on,
        default_days=default_days,
        as_of=as_of,
        table=table,
        details=details,
    )
    if isinstance(found, QuestionSet):
        raise QuestionError(
            f"{found.text!r} asks for several outcomes ({', '.join(found.labels)}), and one is "
            "wanted here. Ask for one of them, or for the set with ask_set.",
            question=found.text,
        )
    return found


def find_asked(
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
    details: Details = Details(),
) -> Question | QuestionSet:
    """Return the question, or the set of outcomes, that words or parts ask.

    Parameters
    ----------
    text
        The question in plain words; with `within_days` or `closes_on`, these set its window.
    actors, recipients, event_types
        Its parts, in place of words.
    default_days
        Days to look ahead when nothing names an end.
    details
        What narrows it down: with words too, where the words do not say otherwise.

    Raises
    ------
    InputError
        If both words and parts are given, or neither.
    QuestionError, UnknownActorError
        If the question is not understood, or a name is unknown.
    """
    asking = _Asking(
        actors, recipients, event_types, within_days, closes_on, default_days, as_of, table, details
    )
    if details.outcomes:
        return asking.outcomes(text)
    if text is None:
        return asking.parts(text)
    if [*actors, *recipients, *event_types]:
        raise InputError(
            "Ask in words or in parts, not both: leave out the words, or --actor, --recipient "
            "and --type."
        )
    return asking.words(text)


@dataclass(frozen=True, slots=True)
class _Asking:
    """The flags of one asking."""

    actors: Sequence[str]
    recipients: Sequence[str]
    event_types: Sequence[str]
    within_days: int | None
    closes_on: date | None
    default_days: int
    as_of: datetime
    table: ActorTable
    details: Details

    def parts(self, text: str | None, event_types: Sequence[str] | None = None) -> Question:
        """Make a question of the flags alone."""
        kinds = self.event_types if event_types is None else event_types
        if not [*self.actors, *self.recipients, *kinds]:
            raise InputError("What is the question? Give it in words, or actors and types.")
        return make_question(
            actors=self.actors,
            recipients=self.recipients,
            event_types=kinds,
            as_of=self.as_of,
            within_days=_length(self.within_days, self.closes_on, self.default_days),
            closes_on=self.closes_on,
            statuses=self.details.statuses or ("actual", "ongoing"),
            at_least=self.details.at_least,
            at_most=self.details.at_most,
            modes=self.details.modes,
            band=self.details.band,
            table=self.table,
            text=text,
        )

    def words(self, text: str) -> Question | QuestionSet:
        """Understand words; flags set their window and narrow them down."""
        found = parse_asked(text, table=self.table, as_of=self.as_of, within_days=self.default_days)
        if isinstance(found, QuestionSet):
            questions = [self._narrowed(rival) for rival in _rivals(found)]
            if questions[0].band is not None:
                return relations_set(questions[0], text=found.text)
            labels = found.labels[: len(questions)]
            return make_set(questions, exclusive=found.exclusive, labels=labels, text=found.text)
        return self._narrowed(found)

    def outcomes(self, text: str | None) -> QuestionSet:
        """Make a set of outcomes: each is a type for the parties given, or words."""
        questions, labels = [], []
        for outcome in self.details.outcomes:
            if self.actors or self.recipients:
                question = self.parts(None, event_types=[outcome])
                label = outcome.upper()
            else:
                found = self.words(outcome)
                if isinstance(found, QuestionSet):
                    raise QuestionError(
                        f"The outcome {outcome!r} is several itself. Give each with an --outcome "
                        "of its own.",
                        question=outcome,
                    )
                question, label = found, outcome.strip().rstrip("?")
            questions.append(question)
            labels.append(label)
        whole = text or ""
        return make_set(questions, exclusive=self.details.exclusive, labels=labels, text=whole)

    def _narrowed(self, question: Question) -> Question:
        """Return a question of words with what the flags say in place of what they do not."""
        details, nothing = self.details, Details()
        windowed = self.within_days is not None or self.closes_on is not None
        if not windowed and details == nothing:
            return question
        counted = (details.at_least, details.at_most) != (1, None)
        return make_question(
            actors=question.actors,
            recipients=question.recipients,
            event_types=question.event_types,
            as_of=self.as_of,
            within_days=self.within_days,
            opens_on=None if windowed else question.opens_on,
            closes_on=self.closes_on if windowed else question.closes_on,
            directed=question.directed,
            statuses=details.statuses or question.statuses,
            at_least=details.at_least if counted else question.at_least,
            at_most=details.at_most if counted else question.at_most,
            modes=details.modes or question.modes,
            band=details.band or question.band,
            text=question.text,
        )


def _rivals(asked: QuestionSet) -> Sequence[Question]:
    """Return the outcomes of a set before they were set against one another."""
    return asked.questions[0].first_of or asked.questions


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


def _track(backtests: pl.DataFrame, forecast: Forecast, kept: Kept) -> str | None:
    """Tell how good such answers have been: in backtests, and among those kept and settled."""
    told = [
        words for words in (track_line(backtests, forecast), track_words(kept, forecast)) if words
    ]
    return "; ".join(told) or None
