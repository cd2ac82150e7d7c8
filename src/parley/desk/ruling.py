"""The verb that tells by which rules actors answer each other.

In: names of parties, heads, a window, a moment. Out: `RuleBook`. The idea to know: rules
are found from what was known at the moment, and each names the events it rests on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from parley.desk.base import BaseDesk
from parley.desk.moments import Moment, Names, chosen_of
from parley.errors import InputError
from parley.terms import EVENT_TYPES, Dyad, EventType, party_of

if TYPE_CHECKING:
    from parley.dynamics.rules_book import RuleBook
    from parley.dynamics.rules_series import LawFamily

__all__ = ["RulingDesk"]


class RulingDesk(BaseDesk):
    """Tells what usually follows what."""

    def rules(
        self,
        dyad: str | Sequence[str] | None = None,
        *,
        actor: str | None = None,
        event_type: Names = None,
        within_days: int = 7,
        family: Names = None,
        limit: int = 10,
        as_of: Moment = None,
    ) -> RuleBook:
        """Return the rules that stand against chance, strongest first, and those firing now.

        Parameters
        ----------
        dyad
            Actor and recipient of the head, as `A:B` or two names; without a dyad and
            without an actor the rules are those of all dyads.
        actor
            The actor of the heads, whoever the recipient.
        event_type
            PLOVER types of the heads; by default all.
        within_days
            Days after the body on which the head counts.
        family
            Who may do the body, such as `mirror`; by default all that fit.
        limit
            The strongest so many.
        as_of
            Nothing published later is counted; by default now.

        Raises
        ------
        UnknownActorError
            If a name is in no actor table.
        InputError
            If both a dyad and an actor are given, or a type or family has an unknown name.
        ForecastError
            If nothing was known by then.
        """
        from parley.dynamics.rules_book import find_rules
        from parley.dynamics.rules_series import LAW_FAMILIES
        from parley.dynamics.series import day_number, day_series, opening_day

        if dyad is not None and actor is not None:
            raise InputError("Ask about a dyad or about an actor, not both: a dyad has its actor.")
        moment = self._moment(as_of)
        pair: Dyad | None = None
        if dyad is not None:
            pair = self._dyad(dyad if isinstance(dyad, str) else ":".join(dyad), moment.date())
            if pair[0] == pair[1]:
                raise InputError(f"A dyad has two parties, and both of yours are {pair[0]}.")
        families = chosen_of(family, LAW_FAMILIES, "rule family")
        return find_rules(
            day_series(self.known(moment).events()),
            day=day_number(opening_day(moment)),
            within_days=within_days,
            dyad=pair,
            actor=party_of(self.resolve(actor, on=moment.date()).code) if actor else None,
            event_types=cast(
                "tuple[EventType, ...]", chosen_of(event_type, EVENT_TYPES, "type") or EVENT_TYPES
            ),
            families=cast("tuple[LawFamily, ...]", families) or None,
            limit=limit,
        )
