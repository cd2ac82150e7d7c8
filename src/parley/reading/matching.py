"""Matching a phrase of the lexicon against the words of a text.

In: an entry and the token its first word stands at. Out: a `Hit`, or none. The idea to
know: the gaps of a phrase run over one noun phrase (`*`) or a whole object (`~`), and
the noun may come first: in the passive ("missiles were fired") and in a clause that
hangs on it ("the missiles Iran fired").
"""

from __future__ import annotations

from parley.reading.clause_values import Clauses, VerbGroup
from parley.reading.lexicon_table import Entry, Hit
from parley.reading.words import DETERMINERS, PREPOSITIONS, RELATIVES, SUBORDINATORS, noun_bases

__all__ = [
    "GAP_WORDS",
    "before_contact_clause",
    "has_particles",
    "is_changed",
    "match_entry",
    "match_passive",
    "passes",
]

GAP_WORDS = 6  # words of one noun phrase between verb and noun
_PARTICLE_GAP_WORDS = 4  # words of a short object between verb and particle ("turned him down")
_WIDE_GAP_WORDS = 10  # words of a whole object
_PARTICLES = frozenset("down off out up back aside away together through".split())
# A particle right after one of these makes another verb of it ("hold back", "put off").
_CHANGED_BY_PARTICLE = frozenset(
    """hold set put give take turn call break cut carry make bring get come go pull send hand
    strike lay pay lead stand drop pass shut let see keep fight win sign fire shoot vote
    swear""".split()
)
_CHANGING = frozenset("down off out up back aside away over in".split())
# "A series of strikes" is strikes; "the risk of strikes" is not.
_CONTAINERS = frozenset(
    """series wave round number group pair package set pace barrage string campaign kind type
    dozen dozens hundred hundreds thousand thousands million millions lot raft spate act scale
    level size couple batch host volley flurry handful team convoy shipment fleet force unit
    load tonne tonnes ton tons barrel barrels billion billions worth amount quantity supply
    supplies delivery deliveries flow crew member members column contingent detachment squadron
    battalion week day days weeks month months year years hour hours end state form all
    majority half third quarter rest some most more two three four five six seven eight nine
    ten least use test launch exchange programme program stream consignment bout salvo hail
    spell flotilla threat""".split()
)
_QUOTES = frozenset('“ ” " « » ‘'.split())
_ROUGHLY = frozenset("about around over under nearly almost to than".split())


def match_entry(clauses: Clauses, entry: Entry, at: int, last: int, base: str) -> Hit | None:
    """Match an entry whose first word stands at a token."""
    tokens = clauses.text.tokens
    words = entry.segments[0][1][0]
    index = at + 1
    for word in words[1:]:
        while index < last and tokens[index].text in _QUOTES:
            index += 1
        if entry.pos == "v" and index < last and clauses.words[index].kind == "adverb":
            if tokens[index].lower != word:
                index += 1
        if entry.pos == "v" and word in _PARTICLES and len(words) == 2:
            index = _particle(clauses, word, index, last)
        if index >= last or not _same(tokens[index].lower, word):
            return None
        index += 1
    if entry.pos == "v" and len(words) == 1 and is_changed(clauses, base, index, last):
        return None
    n_words = len(words)
    noun = index - 1 if entry.pos == "n" else None
    head = index - 1 if entry.pos == "n" else at
    for gap, alternatives in entry.segments[1:]:
        matched = _match_segment(clauses, gap, alternatives, index, last)
        if matched is None:
            return None
        index, size = matched
        n_words += size
        if entry.pos == "v":
            noun = index - 1
    return Hit(
        entry=entry,
        head=head,
        first=at,
        last=index - 1,
        n_words=n_words,
        verb=at if entry.pos == "v" else None,
        noun=noun,
        event_type=entry.event_type,
        mode=entry.mode,
        promised=entry.act,
    )


def _particle(clauses: Clauses, word: str, index: int, last: int) -> int:
    """Return where the particle of a verb stands, a short object perhaps before it."""
    for at in range(index, min(index + _PARTICLE_GAP_WORDS + 1, last)):
        if clauses.text.tokens[at].lower == word:
            return at
        if clauses.words[at].is_verb or not passes(clauses, at, wide=False):
            break
    return index


def is_changed(clauses: Clauses, base: str, index: int, last: int) -> bool:
    """Tell whether a particle after the verb makes it another ("hold back", "put off")."""
    if base not in _CHANGED_BY_PARTICLE or index >= last:
        return False
    lower = clauses.text.tokens[index].lower
    if lower not in _CHANGING:
        return False
    after = clauses.text.tokens[index + 1].lower if index + 1 < last else ""
    # "fired in the air", "held in Geneva" are places and times.
    return lower != "in" and not (lower in {"up", "over"} and after in {"to", "the"})


def _match_segment(
    clauses: Clauses,
    gap: str,
    alternatives: tuple[tuple[str, ...], ...],
    index: int,
    last: int,
) -> tuple[int, int] | None:
    """Return the token after the best alternative found within the gap, and its length."""
    reach = {"+": 0, "*": GAP_WORDS, "~": _WIDE_GAP_WORDS}[gap]
    for start in range(index, min(index + reach + 1, last)):
        best = 0
        for alternative in alternatives:
            if len(alternative) > best and _spells(clauses, alternative, start, last):
                best = len(alternative)
        if best:
            return start + best, best
        if not passes(clauses, start, wide=gap == "~"):
            return None
    return None


def _spells(clauses: Clauses, words: tuple[str, ...], start: int, last: int) -> bool:
    if start + len(words) > last:
        return False
    tokens = clauses.text.tokens
    return all(_same(tokens[start + k].lower, word) for k, word in enumerate(words))


def _same(lower: str, word: str) -> bool:
    return lower == word or (word in noun_bases(lower))


def passes(clauses: Clauses, index: int, *, wide: bool) -> bool:
    """Tell whether a gap may run over a token."""
    token, word = clauses.text.tokens[index], clauses.words[index]
    if word.kind == "punct":
        return token.text in {"“", "”", '"', "-", "‘", "’", ",", "$", "€", "£", "%"}
    if word.kind == "aux":
        return False
    if word.is_verb:
        return all(form in {"participle", "past", "ing"} for _, form in word.forms) and not wide
    if wide:
        return token.lower not in SUBORDINATORS | {";"}
    before = clauses.text.tokens[index - 1].lower if index else ""
    if token.lower == "of":
        return before in _CONTAINERS
    if token.lower in _ROUGHLY and (_counts(clauses, index + 1) or token.lower == "than"):
        return True
    stops = PREPOSITIONS | SUBORDINATORS | RELATIVES | {"to"}
    return token.lower not in stops


def _counts(clauses: Clauses, index: int) -> bool:
    """Tell whether a number stands at a token ("about | 75,000 refugees")."""
    tokens = clauses.text.tokens
    if index >= len(tokens):
        return False
    lower = tokens[index].lower
    return lower[:1].isdigit() or lower in _CONTAINERS | {"one", "a"}


def before_contact_clause(clauses: Clauses, group: VerbGroup, last: int) -> int | None:
    """Return where the object ends that stands before its clause ("the missiles Iran fired")."""
    if group.passive or group.infinitive or group.subject is None or not group.finite:
        return None
    tokens, words = clauses.text.tokens, clauses.words
    after = group.head + 1
    if after < last and words[after].kind in {"other"}:
        return None
    if after < last and tokens[after].lower in DETERMINERS | {"him", "them", "it", "her", "us"}:
        return None
    index = group.first - 1
    floor = clauses.text.sentences[group.sentence].first
    # Back over the subject: a name, a pronoun or a short noun phrase without prepositions.
    for _ in range(5):
        if index <= floor or words[index].is_verb or not tokens[index].is_word:
            return None
        lower = tokens[index].lower
        if lower in {"that", "which", "whom"}:
            return index - 1
        opens = lower in {"he", "she", "it", "they", "we", "the", "its", "his", "their"}
        if opens or (tokens[index].is_capital and not tokens[index - 1].is_capital):
            previous = tokens[index - 1]
            if previous.lower in {"that", "which", "whom"}:
                return index - 2
            plain = words[index - 1].kind == "other" and not previous.is_capital
            return index - 1 if plain else None
        index -= 1
    return None


def match_passive(clauses: Clauses, entry: Entry, group: VerbGroup, index: int) -> Hit | None:
    """Match "missiles were fired" and "sanctions imposed on Iran": the noun comes first."""
    segments = entry.segments
    if len(segments[0][1][0]) > 1 and not has_particles(clauses, group, segments[0][1][0]):
        return None
    if len(segments) != 2 or segments[1][0] not in {"*", "~"}:
        return None
    tokens, words = clauses.text.tokens, clauses.words
    floor = clauses.text.sentences[group.sentence].first
    for _ in range(10):
        if index < floor or words[index].is_verb:
            return None
        for alternative in segments[1][1]:
            start = index - len(alternative) + 1
            if start >= floor and _spells(clauses, alternative, start, index + 1):
                return Hit(
                    entry=entry,
                    head=group.head,
                    first=start,
                    last=group.head + len(segments[0][1][0]) - 1,
                    n_words=len(segments[0][1][0]) + len(alternative),
                    verb=group.head,
                    noun=index,
                    event_type=entry.event_type,
                    mode=entry.mode,
                    promised=entry.act,
                )
        if tokens[index].lower in {",", ";", "and", "but"}:
            return None
        index -= 1
    return None


def has_particles(clauses: Clauses, group: VerbGroup, words: tuple[str, ...]) -> bool:
    """Tell whether the further words of a phrase follow a verb right away."""
    return _spells(clauses, words[1:], group.head + 1, len(clauses.text.tokens))
