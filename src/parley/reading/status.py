"""Whether an act happened, goes on, lies ahead, might be, or is denied.

In: a verb group or noun in its clauses. Out: a `Status`, and whether it is negated. The
idea to know: the status is read from the auxiliaries first ("will", "may", "is
…-ing"), then from the verb that governs ("plans to", "is expected to", "considers"),
then from the words beside a noun ("planned", "ongoing") and from "if".
"""

from __future__ import annotations

from dataclasses import dataclass

from parley.reading.clauses import Clauses, VerbGroup
from parley.terms import Status

__all__ = ["Standing", "standing_of_noun", "standing_of_verb"]

_PLANNING = frozenset(
    """plan intend prepare arrange schedule expect set due decide aim ready vow pledge promise
    agree order slate announce resolve""".split()
)
_WONDERING = frozenset(
    """consider mull weigh contemplate hope wish want discuss seek may study explore debate
    tempt propose suggest threaten allow urge ask call demand invite encourage press push
    require fear risk appeal advise offer recommend want intend_not like wait""".split()
)
_TRYING = frozenset("try attempt begin start continue keep go resume manage use come help".split())
_DOING = frozenset("vote move proceed act unite conspire combine choose opt team dare".split())
_PLAN_NOUNS = frozenset("plan plans intention intentions pledge promise readiness".split())
_LOOSE_NOUNS = frozenset(
    """decision decisions move bid effort efforts attempt threat refusal offer call calls right
    chance need failure way order proposal desire wish ability power authority opportunity
    reason reluctance obligation time freedom temptation incentive""".split()
)
_FAILING = frozenset("fail refuse decline stop cease avoid prevent refrain forget hesitate".split())
_PLANNED_WORDS = frozenset(
    """planned scheduled upcoming forthcoming future next coming proposed imminent looming
    expected""".split()
)
_POSSIBLE_WORDS = frozenset(
    """possible potential threatened likely proposed hypothetical feared eventual would-be
    further""".split()
)
_ONGOING_WORDS = frozenset(
    """ongoing continuing continued current persistent escalating intensifying daily relentless
    present""".split()
)
_CONDITIONS = frozenset("if unless should provided whether lest".split())


@dataclass(frozen=True, slots=True)
class Standing:
    """A status; `negated` tells whether by "not"; `conditional` whether it hangs on an if."""

    status: Status = "actual"
    negated: bool = False
    conditional: bool = False
    future: bool = False
    loose: bool = False  # an infinitive of purpose and the like: no act is told


def standing_of_verb(clauses: Clauses, group: VerbGroup) -> Standing:
    """Return how a verb puts its act.

    Examples
    --------
    >>> from parley.reading.clauses import find_clauses
    >>> from parley.reading.text import split_text
    >>> text = split_text("Iran may attack. Iran has not attacked. Iran plans to attack.")
    >>> clauses = find_clauses(text, frozenset({"attack"}))
    >>> heads = [group for group in clauses.groups if "attack" in group.bases]
    >>> [standing_of_verb(clauses, group).status for group in heads]
    ['possible', 'denied', 'planned']
    """
    conditional = _under_condition(clauses, group)
    modal = group.modal
    negated = group.negated
    if modal in {"may", "might", "could", "can", "should", "must", "ought"}:
        status: Status = "denied" if negated and modal in {"can", "could"} else "possible"
        return Standing(status, negated, conditional)
    if modal in {"will", "shall", "would"}:
        return Standing("denied" if negated else "planned", negated, conditional, future=True)
    if conditional:
        return Standing("possible", negated, conditional=True)
    if group.infinitive and group.aux == () and _is_to(clauses, group):
        return Standing("planned", negated, future=True)
    governor = clauses.governor_of(group)
    if governor is not None and not group.finite and governor is not group:
        inherited = _governed(clauses, group, governor)
        if inherited is not None:
            return inherited
    if negated:
        return Standing("denied", negated=True)
    if group.progressive:
        past = any(word in {"was", "were"} for word in group.aux)
        return Standing("actual" if past and not group.perfect else "ongoing")
    return Standing("actual")


def _is_to(clauses: Clauses, group: VerbGroup) -> bool:
    """Tell whether an infinitive is the "is to" of something fixed ("is to meet Xi")."""
    before = group.first - 1
    if before < 0:
        return False
    return clauses.text.tokens[before].lower in {"is", "are", "was", "were", "due"}


def _governed(clauses: Clauses, group: VerbGroup, governor: VerbGroup) -> Standing | None:
    """Return the standing that the governing verb gives to an infinitive or participle."""
    noun = _governing_noun(clauses, group)
    if noun is not None:
        return noun
    bases = governor.bases
    outer = standing_of_verb(clauses, governor)
    negated = group.negated != (outer.negated and governor.infinitive is False)
    if bases & _FAILING:
        return Standing("denied", negated=True)
    if not group.infinitive:
        if bases & _WONDERING and group.link == "participle":
            before = clauses.text.tokens[group.first - 1].lower if group.first else ""
            if before not in {",", "by", "while", "after"}:
                return Standing("possible", group.negated)
        return (
            Standing("denied", True)
            if group.negated
            else (
                Standing(outer.status, False, outer.conditional, outer.future)
                if outer.status in {"planned", "possible"}
                else None
            )
        )
    if bases & _WONDERING:
        return Standing("possible", negated)
    if bases & _PLANNING:
        if outer.negated:
            return Standing("denied", negated=True)
        return Standing("planned", group.negated, future=True)
    if bases & _TRYING:
        return Standing("denied" if negated else outer.status, negated, future=outer.future)
    if outer.status in {"possible", "denied"}:
        return Standing(outer.status, outer.negated)
    if outer.future:
        return Standing("planned", group.negated, future=True)
    if bases & _DOING:
        return Standing("denied" if negated else outer.status, negated)
    return Standing("possible", group.negated, loose=True)


def _governing_noun(clauses: Clauses, group: VerbGroup) -> Standing | None:
    """Return the standing that a noun gives to what follows it ("plans to", "no intention of")."""
    tokens = clauses.text.tokens
    index = group.first - 1
    if index >= 0 and tokens[index].lower == "of":
        index -= 1
    if index < 0 or tokens[index].lower not in _PLAN_NOUNS | _LOOSE_NOUNS:
        return None
    near = {tokens[i].lower for i in range(max(0, index - 3), index)}
    if near & {"no", "without", "denied", "not"}:
        return Standing("denied", negated=True)
    if tokens[index].lower in _PLAN_NOUNS:
        return Standing("planned", group.negated, future=True)
    return Standing("possible", group.negated, loose=True)


def _under_condition(clauses: Clauses, group: VerbGroup) -> bool:
    """Tell whether the clause opens with "if" and its like."""
    tokens = clauses.text.tokens
    first = group.subject.first if group.subject is not None else group.first
    if first > group.first:
        first = group.first
    sentence = clauses.text.sentences[group.sentence]
    for index in (first - 1, first):
        if sentence.first <= index < sentence.last and tokens[index].lower in _CONDITIONS:
            return True
    return False


def standing_of_noun(clauses: Clauses, noun: int, first: int) -> Standing:
    """Return how the words around a noun put its act.

    Examples
    --------
    >>> from parley.reading.clauses import find_clauses
    >>> from parley.reading.text import split_text
    >>> text = split_text("The planned talks collapsed.")
    >>> standing_of_noun(find_clauses(text, frozenset()), 2, 2).status
    'planned'
    """
    tokens = clauses.text.tokens
    sentence = clauses.text.sentence_at(tokens[noun].start)
    floor = sentence.first if sentence is not None else 0
    for index in range(first - 1, max(floor, first - 5) - 1, -1):
        lower = tokens[index].lower
        if lower in _PLANNED_WORDS:
            return Standing("planned", future=True)
        if lower in _POSSIBLE_WORDS and lower != "further":
            return Standing("possible")
        if lower in _ONGOING_WORDS:
            return Standing("ongoing")
        if lower in {"no", "without"}:
            return Standing("denied", negated=True)
        if not tokens[index].is_word and lower not in {"-", "“", "'s"}:
            break
        if clauses.words[index].is_verb:
            break
    return Standing("actual")
