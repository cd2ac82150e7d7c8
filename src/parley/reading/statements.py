"""Statements: words or a view that a party puts forward.

In: a text with its actors and attributions. Out: `Statement`s. The idea to know: every
attribution but that of a medium passing the news on is a statement; media of that kind
stand in chains alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from parley.reading.attribution import Attribution, Attributions, find_attributions
from parley.reading.contents import kind_of
from parley.reading.text import Text
from parley.terms import ActorMention, Span, Statement, StatementKind, make_id

__all__ = ["HasMentions", "find_statements"]


class HasMentions(Protocol):
    """Anything that holds the actor mentions of a text."""

    @property
    def mentions(self) -> Iterable[ActorMention]:
        """Actor mentions in the order of the text."""


def find_statements(
    text: Text,
    actors: HasMentions,
    *,
    report_id: str,
    attributions: Attributions | None = None,
) -> tuple[Statement, ...]:
    """Find what parties say, believe, deny, announce in a text.

    Parameters
    ----------
    text
        The split text of a report.
    actors
        The actor mentions found in it.
    report_id
        The report the statements belong to.
    attributions
        Those of the same text, when they have been found already.

    Returns
    -------
    tuple of Statement
        In the order of their cues. Content that its cue cuts in two has two spans.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from parley.reading.text import split_text
    >>> text = split_text("“We tried,” a diplomat said.")
    >>> found = find_statements(text, SimpleNamespace(mentions=()), report_id="r")
    >>> found[0].speaker, found[0].contents[0].of(text.text), found[0].kind
    ('a diplomat', 'We tried', 'direct')
    """
    if attributions is None:
        attributions = find_attributions(text, actors.mentions)
    return tuple(
        _statement(text, item, attributions, report_id)
        for item in attributions.items
        if not item.passing
    )


def _statement(
    text: Text, item: Attribution, attributions: Attributions, report_id: str
) -> Statement:
    speaker = item.speaker
    return Statement(
        statement_id=make_id("statement", report_id, item.cue.start, item.contents[0].start),
        report_id=report_id,
        speaker=speaker.label,
        speaker_span=speaker.span,
        speaker_name=speaker.name,
        cue=item.cue,
        contents=item.contents,
        kind=_kind(text, item.contents),
        addressee=item.addressee,
        chain=attributions.chain_behind(item),
    )


def _kind(text: Text, contents: tuple[Span, ...]) -> StatementKind:
    kinds = {kind_of(text, span) for span in contents}
    return kinds.pop() if len(kinds) == 1 else "mixed"
