"""Verbs about the future: ask for a chance, and walk any number back to its words.

In: a question, in words or parts; an id. Out: `Answer`, `Step`. The idea to know: an
answer is kept, so that it can be walked back and scored; a record that may only be read
still answers.
"""

from __future__ import annotations

import logging

from parley.asking import answer_question, find_question
from parley.desk.base import BaseDesk
from parley.desk.moments import Day, Moment, Names, as_day, chosen_of
from parley.errors import RecordAccessError
from parley.results import Answer
from parley.terms import EVENT_TYPES, Forecaster
from parley.trail import Step, walk_back

__all__ = ["AskingDesk"]

_log = logging.getLogger(__name__)


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
        as_of
            The moment at which one asks: nothing published later is seen.
        forecaster
            One, or the name of one; by default that of the settings.
        record
            Whether to keep the forecast, so that it can be walked back and scored.

        Raises
        ------
        QuestionError, UnknownActorError
            If the question is not understood, or a name is unknown.
        ForecastError
            If nothing is known before that moment.
        """
        moment = self._moment(as_of)
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
        )
        answer = answer_question(
            asked,
            known=self.store.known(moment),
            forecaster=self._forecaster(forecaster),
            read_from=question,
        )
        if record:
            try:
                self.store_to_write.add_forecast(answer.forecast, recorded_at=self.now())
            except RecordAccessError as error:
                # A record that may only be read still answers.
                _log.warning("%s: not kept. %s", answer.forecast.forecast_id[:8], error)
        return answer

    def why(self, id_: str, *, as_of: Moment = None) -> Step:
        """Walk from an id, or its first characters, back to the words it rests on.

        Raises
        ------
        UnknownIdError
            If nothing has that id.
        """
        return walk_back(self.store, id_, as_of=self._moment(as_of))
