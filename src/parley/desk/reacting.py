"""Verbs about action and reaction: who answers whom, and what if.

In: two parties, or an act to suppose and a question. Out: `Answers`, `WhatIf`. The idea to
know: both only look; nothing supposed ever becomes a row of the record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from parley.asking import find_question
from parley.desk.base import BaseDesk
from parley.desk.moments import Day, Moment, Names, as_day
from parley.dynamics.series import day_number, day_series, opening_day
from parley.errors import InputError, NotFoundError, UnknownIdError
from parley.record.as_of import Known
from parley.terms import Forecaster, party_of

# The rooms behind these two verbs are opened when one of them is asked: `parley ask` and
# `parley read` need none of them, and start the sooner.
if TYPE_CHECKING:
    from parley.dynamics.answers import Answers
    from parley.forecast.whatif import WhatIf

__all__ = ["ReactingDesk"]

_SHORTEST = 4


class ReactingDesk(BaseDesk):
    """Shows what follows what, and what would follow."""

    def answers(
        self,
        actor: str,
        recipient: str,
        *,
        by: Literal["quad", "type"] = "quad",
        within_days: int = 3,
        as_of: Moment = None,
        seed: int = 0,
    ) -> Answers:
        """Return who answers whom, with what, after how many days, against chance.

        Parameters
        ----------
        actor, recipient
            Two parties, by name or code; with all their sectors. Their order says nothing.
        by
            Whether acts are told apart by quad (friendly or hostile, words or deeds) or by
            the 16 types.
        within_days
            Days after an act in which another may answer it.
        as_of
            Nothing published later is looked at; by default now.
        seed
            Draws the shuffled histories.

        Raises
        ------
        UnknownActorError
            If a name is in no actor table.
        ForecastError
            If too little history was known by then.
        """
        from parley.dynamics.answers import find_answers

        moment = self._moment(as_of)
        one, other = (
            party_of(self.resolve(name, on=moment.date()).code) for name in (actor, recipient)
        )
        if one == other:
            raise InputError(f"{actor!r} and {recipient!r} are both {one}. Name two parties.")
        return find_answers(
            day_series(self.store.known(moment).events()),
            (one, other),
            day=day_number(opening_day(moment)),
            by=by,
            within_days=within_days,
            rng=np.random.default_rng(seed),
        )

    def whatif(
        self,
        suppose: Names = None,
        *,
        ask: str,
        without: Names = None,
        office: Names = None,
        within_days: int | None = None,
        until: Day = None,
        as_of: Moment = None,
        forecaster: str | Forecaster | None = None,
        paths: bool = True,
        seed: int = 0,
    ) -> WhatIf:
        """Return the answer to a question as things are, and as they are supposed to be.

        Nothing is kept: neither what is supposed nor the two forecasts.

        Parameters
        ----------
        suppose
            Acts, such as "USA and PRK CONSULT on 2018-03-08".
        ask
            The question, in plain words.
        without
            Ids of events to leave out, or their first characters.
        office
            Changes of office-holders, such as "USA: head of state changes on 2018-03-08".
        within_days, until
            How far the window runs, or its last day; else what the words say.
        as_of
            Nothing published later is looked at; by default the morning after the last
            supposed act, or now if that is earlier or nothing is supposed. An act supposed
            later moves the origin of both forecasts to the morning after it.
        forecaster
            One, or the name of one; by default that of the settings.
        paths
            Whether to draw paths of fitted intensities for a second opinion.
        seed
            Draws the paths.

        Raises
        ------
        InputError
            If nothing is supposed, or an act is not understood.
        QuestionError, UnknownActorError, UnknownIdError
            If the question is not understood, or a name or id is unknown.
        ForecastError
            If the question's window had closed by the origin.
        """
        from parley.forecast.whatif import origin_for, what_if
        from parley.forecast.whatif_acts import parse_act
        from parley.forecast.whatif_offices import parse_office

        now = self.now()
        asked_at = now if as_of is None else self._moment(as_of)
        given = (suppose,) if isinstance(suppose, str) else tuple(suppose or ())
        acts = [parse_act(words, table=self.table, as_of=asked_at) for words in given]
        named = (office,) if isinstance(office, str) else tuple(office or ())
        offices = [parse_office(words, table=self.table, as_of=asked_at) for words in named]
        moment = asked_at
        known_from = [*(act.known_from for act in acts), *(each.known_from for each in offices)]
        if as_of is None and known_from:
            moment = min(now, max(known_from))
        known = self.store.known(moment)
        question = find_question(
            ask,
            within_days=within_days,
            closes_on=as_day(until, name="until"),
            default_days=self.settings.horizon_days,
            as_of=origin_for(acts, moment, offices),
            table=self.table,
        )
        left_out = (without,) if isinstance(without, str) else tuple(without or ())
        return what_if(
            question,
            known=known,
            forecaster=self._forecaster(forecaster),
            rng=np.random.default_rng(seed),
            acts=acts,
            offices=offices,
            without=[self._event_id(known, each) for each in left_out],
            paths=paths,
        )

    def _event_id(self, known: Known, prefix: str) -> str:
        """Return the event whose id starts so: of those known, else of those known since."""
        wanted = prefix.strip().casefold()
        if len(wanted) < _SHORTEST:
            raise UnknownIdError(prefix, record=self.path)
        for view in (known, self.known()):
            ids = view.events()["event_id"]
            found = ids.filter(ids.str.starts_with(wanted)).unique().sort().to_list()
            if len(found) == 1 or wanted in found:
                return wanted if wanted in found else str(found[0])
            if found:
                raise NotFoundError(
                    f"Id {prefix!r} fits {len(found)} events: {', '.join(found[:8])}. "
                    "Give more characters."
                )
        raise UnknownIdError(prefix, record=self.path)
