"""Verbs about the future: ask for a chance, and walk any number back to its words.

In: a question, in words or parts; an id. Out: `Answer`, `AnswerSet`, `Step`. The idea to
know: an answer is kept, so that it can be walked back and scored; a record that may only
be read still answers.
"""

from __future__ import annotations

import logging
from typing import Literal, cast

from parley.asking import (
    AnswerSet,
    Details,
    answer_question,
    answer_set,
    find_asked,
    find_question,
)
from parley.desk.base import BaseDesk
from parley.desk.moments import Day, Moment, Names, as_day, chosen_of
from parley.errors import QuestionError, RecordAccessError
from parley.results import Answer
from parley.terms import EVENT_TYPES, STATUSES, Band, Forecast, Forecaster, QuestionSet, Status
from parley.trail import Step, walk_back

__all__ = ["AskingDesk"]

_log = logging.getLogger(__name__)

Relations = Literal["worse", "better", "steady"]
Measure = Literal["mean", "sum"]


class AskingDesk(BaseDesk):
    """Answers questions, with reasons."""

    def ask(
        self,
        question: str | None = None,
        *,
        actor: Names = None,
        recipient: Names = None,
        event_type: Names = None,
        within_days: int | None = None,
        until: Day = None,
        at_least: int = 1,
        at_most: int | None = None,
        mode: Names = None,
        status: Names = None,
        relations: Relations | None = None,
        by: float = 0.0,
        measure: Measure = "mean",
        as_of: Moment = None,
        forecaster: str | Forecaster | None = None,
        record: bool = True,
    ) -> Answer:
        """Return the chance that a question asks for, with its base rate and reasons.

        Parameters
        ----------
        question
            In plain words; or leave it out and give the parts.
        actor, recipient
            Names or codes; without a recipient the act may be directed at anyone.
        event_type
            PLOVER types, any of which counts.
        within_days, until
            How far the window runs, or its last day; else what the words say, else the
            setting `horizon_days`.
        at_least, at_most
            On how many different days of the window the act has to fall.
        mode
            Modes of the types, any of which counts, such as `visit`.
        status
            Statuses that count; by default actual and ongoing.
        relations, by, measure
            In place of an act: whether relations get worse, better or stay steady, by how
            many points of the Goldstein scale, in the mean or the sum of the acts.
        as_of
            The moment at which one asks: nothing published later is seen.
        forecaster
            One, or the name of one; by default that of the settings.
        record
            Whether to keep the forecast, so that it can be walked back and scored.

        Raises
        ------
        QuestionError, UnknownActorError
            If the question is not understood, asks for several outcomes (`ask_set` answers
            these), or a name is unknown.
        ForecastError
            If nothing is known before that moment.
        """
        moment = self._moment(as_of)
        band = None if relations is None else Band(relations, by, measure)
        asked = find_question(
            question,
            actors=self._codes(actor, moment.date()),
            recipients=self._codes(recipient, moment.date()),
            event_types=chosen_of(event_type, EVENT_TYPES, "type"),
            within_days=within_days,
            closes_on=as_day(until, name="until"),
            default_days=self.settings.horizon_days,
            as_of=moment,
            table=self.table,
            details=_details(at_least, at_most, mode, status, band),
        )
        answer = answer_question(
            asked,
            known=self.store.known(moment),
            forecaster=self._forecaster(forecaster),
            read_from=question,
        )
        if record:
            self._keep(answer.forecast)
        return answer

    def ask_set(
        self,
        question: str | None = None,
        *,
        outcomes: Names = None,
        exclusive: bool = False,
        actor: Names = None,
        recipient: Names = None,
        within_days: int | None = None,
        until: Day = None,
        as_of: Moment = None,
        forecaster: str | Forecaster | None = None,
        record: bool = True,
    ) -> AnswerSet:
        """Return the chances of several outcomes, each with its base rate and reasons.

        Parameters
        ----------
        question
            In plain words that name several outcomes; or the title of `outcomes`.
        outcomes
            Each in words, or a PLOVER type for the actor and recipient given.
        exclusive
            Whether to ask which of them comes first, or none; their chances sum to one.
        actor, recipient, within_days, until, as_of, forecaster, record
            As for `ask`.

        Raises
        ------
        QuestionError, UnknownActorError
            If an outcome is not understood, there are fewer than two, or a name is unknown.
        ForecastError
            If nothing is known before that moment.
        """
        found = self.ask_any(
            question, outcomes=outcomes, exclusive=exclusive, actor=actor, recipient=recipient,
            within_days=within_days, until=until, as_of=as_of, forecaster=forecaster, record=record,
        )  # fmt: skip
        if isinstance(found, AnswerSet):
            return found
        raise QuestionError(
            f"{found.forecast.question.text!r} asks for one outcome. Name several with `outcomes`, "
            "or ask it with `ask`."
        )

    def ask_any(
        self,
        question: str | None = None,
        *,
        outcomes: Names = None,
        exclusive: bool = False,
        actor: Names = None,
        recipient: Names = None,
        event_type: Names = None,
        within_days: int | None = None,
        until: Day = None,
        at_least: int = 1,
        at_most: int | None = None,
        mode: Names = None,
        status: Names = None,
        relations: Relations | None = None,
        by: float = 0.0,
        measure: Measure = "mean",
        as_of: Moment = None,
        forecaster: str | Forecaster | None = None,
        record: bool = True,
    ) -> Answer | AnswerSet:
        """Return what is asked for, one chance or several: `ask` and `ask_set` in one."""
        moment = self._moment(as_of)
        band = None if relations is None else Band(relations, by, measure)
        asked = find_asked(
            question,
            actors=self._codes(actor, moment.date()),
            recipients=self._codes(recipient, moment.date()),
            event_types=chosen_of(event_type, EVENT_TYPES, "type"),
            within_days=within_days,
            closes_on=as_day(until, name="until"),
            default_days=self.settings.horizon_days,
            as_of=moment,
            table=self.table,
            details=_details(at_least, at_most, mode, status, band, outcomes, exclusive),
        )
        known, chosen = self.store.known(moment), self._forecaster(forecaster)
        if isinstance(asked, QuestionSet):
            answers = answer_set(asked, known=known, forecaster=chosen, read_from=question)
            if record:
                self._keep(*(answer.forecast for answer in answers.answers))
            return answers
        answer = answer_question(asked, known=known, forecaster=chosen, read_from=question)
        if record:
            self._keep(answer.forecast)
        return answer

    def _keep(self, *forecasts: Forecast) -> None:
        """Keep forecasts, where the record may be written."""
        for forecast in forecasts:
            try:
                self.store_to_write.add_forecast(forecast, recorded_at=self.now())
            except RecordAccessError as error:
                # A record that may only be read still answers.
                _log.warning("%s: not kept. %s", forecast.forecast_id[:8], error)

    def why(self, id_: str, *, as_of: Moment = None) -> Step:
        """Walk from an id, or its first characters, back to the words it rests on.

        Raises
        ------
        UnknownIdError
            If nothing has that id.
        """
        return walk_back(self.store, id_, as_of=self._moment(as_of))


def _details(
    at_least: int, at_most: int | None, mode: Names, status: Names, band: Band | None,
    outcomes: Names = None, exclusive: bool = False,
) -> Details:  # fmt: skip
    return Details(
        at_least=at_least,
        at_most=at_most,
        modes=_tuple(mode),
        statuses=cast("tuple[Status, ...]", chosen_of(status, STATUSES, "status")),
        band=band,
        outcomes=_tuple(outcomes),
        exclusive=exclusive,
    )


def _tuple(given: Names) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given or ())
