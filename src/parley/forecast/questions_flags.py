"""Questions asked with flags: parts in place of words, or words narrowed down.

In: words, parts, `Details`. Out: `Question` or `QuestionSet`. The idea to know: words and
parts meet in one question, with one id, whoever asks; flags say what words do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from parley.errors import InputError, QuestionError
from parley.forecast.asked import make_question
from parley.forecast.outcomes import make_set, relations_set
from parley.forecast.questions import parse_asked
from parley.reading.actor_tables import ActorTable
from parley.terms import Band, Question, QuestionSet, Status

__all__ = ["Details", "find_asked", "find_question"]


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
            exclusive = found.exclusive or self.details.exclusive
            return make_set(questions, exclusive=exclusive, labels=labels, text=found.text)
        if self.details.exclusive and not self.details.outcomes:
            raise QuestionError(
                f"{text!r} asks for one outcome, and exclusive ones are two or more. Name them in "
                "the words, with --outcome, or leave out --exclusive.",
                question=text,
            )
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


def _length(within_days: int | None, closes_on: date | None, default_days: int) -> int | None:
    if closes_on is not None:
        return within_days  # make_question tells when both are given
    return default_days if within_days is None else within_days
