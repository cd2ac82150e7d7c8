"""Our own lexicon of the words and phrases that tell of the 16 types of act.

In: `Text`. Out: hits: which words tell of which type and mode, as verb or noun, and
what pattern marks the party the act is directed at. The idea to know: entries are
phrases over dictionary forms (`a|b` either, `+` next word, `*` up to a few words of the
same noun phrase, `~` a whole object), and general verbs ("hold", "suspend", "refuse",
"call for") act as operators that carry over or turn the type of the noun they take.

Columns of `tables/lexicon_<type>.csv`: phrase; pos (v, n); mode; to (`obj`, `none`, or
the prepositions that mark the recipient); contexts; act (type of what is promised);
flags: `sym` all parties are actors, `need` counts only with a second party, `place` a
place name may be the recipient, `light` a noun that needs a verb beside it, `rev` the
subject receives, `host` the subject receives a visitor, `third` the subject mediates,
`comp`, `ask`, `no`, `promise`, `plan`, `menace`, `warn`, `charge` what the verb does
with an act that it governs, `victim` the object must be a party or persons,
`hostile` counts with hostile words in what follows.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import cast

from parley.reading.clauses import Clauses, VerbGroup, find_clauses
from parley.reading.text import Text
from parley.reading.words import DETERMINERS, PREPOSITIONS, RELATIVES, SUBORDINATORS, noun_bases
from parley.terms import EVENT_TYPES, EventType, Span

__all__ = ["Entry", "Hit", "find_hits", "hostile_words", "known_verbs", "load_lexicon", "types_in"]

_GAP_WORDS = 6  # words of one noun phrase between verb and noun
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
_QUOTES = frozenset("“ ” \" « » ‘".split())
_ROUGHLY = frozenset("about around over under nearly almost to than".split())


@dataclass(frozen=True, slots=True)
class Entry:
    """One phrase of the lexicon; `segments` are (gap before it, its alternatives)."""

    event_type: EventType
    phrase: str
    pos: str
    mode: str | None
    to: tuple[str, ...]
    contexts: tuple[str, ...]
    act: EventType | None
    flags: frozenset[str]
    segments: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found in a text.

    `head` is the token that gives the type; `first` and `last` (included) the tokens
    matched; `verb` the head of the verb group whose subject acts, if any; `noun` the
    noun head, if any; `operator` the class of a general verb that took the noun.
    """

    entry: Entry
    head: int
    first: int
    last: int
    n_words: int
    verb: int | None = None
    noun: int | None = None
    operator: str | None = None
    event_type: EventType = "CONSULT"
    mode: str | None = None
    promised: EventType | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries by the first word of their phrase, and the operators."""

    verbs: dict[str, tuple[Entry, ...]]
    nouns: dict[str, tuple[Entry, ...]]
    operators: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    n_phrases: int


def _table(name: str) -> Iterator[dict[str, str]]:
    path = files("parley.reading").joinpath("tables", name)
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        yield {key: (value or "") for key, value in row.items() if key}


def _segments(phrase: str) -> tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]:
    """Split "stop|halt * aid" into its stretches and the gaps before them."""
    found: list[tuple[str, list[str]]] = [("+", [])]
    for word in phrase.split():
        if word in {"+", "*", "~"}:
            found.append((word, []))
        else:
            found[-1][1].append(word)
    return tuple(
        (gap, tuple(tuple(each.split()) for each in " ".join(words).split("|") if each))
        for gap, words in found
    )


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Return the packaged lexicon, read once.

    Examples
    --------
    >>> load_lexicon().n_phrases > 1200
    True
    """
    verbs: dict[str, list[Entry]] = {}
    nouns: dict[str, list[Entry]] = {}
    n_phrases = 0
    for event_type in EVENT_TYPES:
        for row in _table(f"lexicon_{event_type.lower()}.csv"):
            segments = _segments(row["phrase"])
            n_phrases += _n_spelt_out(segments)
            entry = Entry(
                event_type=event_type,
                phrase=row["phrase"],
                pos=row["pos"],
                mode=row["mode"] or None,
                to=tuple(row["to"].split()),
                contexts=tuple(row["contexts"].split()),
                act=cast("EventType", row["act"]) if row.get("act") else None,
                flags=frozenset((row.get("flags") or "").split()),
                segments=segments,
            )
            index = verbs if entry.pos == "v" else nouns
            for alternative in segments[0][1]:
                first_only = (("+", (alternative,)), *segments[1:])
                one = replace(entry, segments=first_only)
                index.setdefault(alternative[0], []).append(one)
    operators: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in _table("lexicon_operators.csv"):
        for each in row["phrase"].split("|"):
            parts = tuple(each.split())
            operators.setdefault(parts[0], []).append((parts, row["class"]))
    for several in operators.values():
        several.sort(key=lambda pair: -len(pair[0]))
    return Lexicon(
        {word: tuple(entries) for word, entries in verbs.items()},
        {word: tuple(entries) for word, entries in nouns.items()},
        {word: tuple(pairs) for word, pairs in operators.items()},
        n_phrases,
    )


def _n_spelt_out(segments: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]) -> int:
    """Count first stretches only: "stop|halt * aid|trade" is two verbs, not four phrases."""
    return len(segments[0][1])


@lru_cache(maxsize=1)
def known_verbs() -> frozenset[str]:
    """Return the dictionary forms of every verb in the lexicon."""
    lexicon = load_lexicon()
    return frozenset(lexicon.verbs) | frozenset(lexicon.operators)


@lru_cache(maxsize=1)
def hostile_words() -> frozenset[str]:
    """Return the words that make a speaker's view of a party an ACCUSE."""
    return frozenset(row["word"] for row in _table("lexicon_hostile.csv"))


def types_in(text: Text) -> tuple[tuple[Span, EventType, str | None], ...]:
    """Return which words of a text tell of which types, in order and without overlap.

    Examples
    --------
    >>> from parley.reading.text import split_text
    >>> text = split_text("Will the USA and North Korea hold talks within 90 days?")
    >>> [(span.of(text.text), kind, mode) for span, kind, mode in types_in(text)]
    [('hold talks', 'CONSULT', None)]
    """
    clauses = find_clauses(text, known_verbs())
    taken: set[int] = set()
    found: list[tuple[Span, EventType, str | None]] = []
    for hit in sorted(find_hits(clauses), key=lambda hit: (-hit.n_words, hit.first)):
        covered = set(range(hit.first, hit.last + 1))
        if taken & covered:
            continue
        taken |= covered
        span = Span(text.tokens[hit.first].start, text.tokens[hit.last].end)
        found.append((span, hit.event_type, hit.mode))
    return tuple(sorted(found))


def find_hits(clauses: Clauses) -> list[Hit]:
    """Return every entry found in a text, best first for each head.

    Examples
    --------
    >>> from parley.reading.text import split_text
    >>> text = split_text("Iran suspended talks after the raid.")
    >>> hits = find_hits(find_clauses(text, known_verbs()))
    >>> [(hit.entry.event_type, hit.mode) for hit in hits if hit.verb == 1][0]
    ('SANCTION', 'withdraw')
    """
    lexicon = load_lexicon()
    hits: list[Hit] = []
    noun_hits: list[Hit] = []
    for sentence in clauses.text.sentences:
        nouns = list(_noun_hits(clauses, lexicon, sentence.first, sentence.last))
        noun_hits += nouns
        for group in clauses.groups_of(sentence):
            hits += _verb_hits(clauses, lexicon, group, sentence.last)
            hits += _operator_hits(clauses, lexicon, group, nouns, sentence.last)
    return [*hits, *noun_hits]


def _noun_hits(clauses: Clauses, lexicon: Lexicon, first: int, last: int) -> Iterator[Hit]:
    tokens, words = clauses.text.tokens, clauses.words
    index = first
    while index < last:
        best: Hit | None = None
        if words[index].kind == "other":
            for base in noun_bases(tokens[index].lower):
                for entry in lexicon.nouns.get(base, ()):
                    hit = _match(clauses, entry, index, last, base)
                    if hit is None or words[hit.head].is_verb:
                        continue
                    if best is None or _rank(clauses, hit) > _rank(clauses, best):
                        best = hit
        if best is not None:
            yield best
            index = best.last
        index += 1


def _rank(clauses: Clauses, hit: Hit) -> tuple[int, bool]:
    """Rank what a noun can mean: longer phrases, then the preposition that follows."""
    after = hit.last + 1
    tokens = clauses.text.tokens
    return hit.n_words, after < len(tokens) and tokens[after].lower in hit.entry.to


def _verb_hits(clauses: Clauses, lexicon: Lexicon, group: VerbGroup, last: int) -> list[Hit]:
    found: list[Hit] = []
    for base in group.bases:
        for entry in lexicon.verbs.get(base, ()):
            hit = _match(clauses, entry, group.head, last, base)
            if hit is None and group.passive and len(entry.segments) > 1:
                hit = _match_passive(clauses, entry, group, group.first - 1)
            if hit is None and len(entry.segments) == 2:
                before = _before_contact_clause(clauses, group, last)
                hit = _match_passive(clauses, entry, group, before) if before else None
            if hit is not None:
                found.append(hit)
    found.sort(key=lambda hit: (-hit.n_words, hit.last - hit.first))
    return found


def _match(clauses: Clauses, entry: Entry, at: int, last: int, base: str) -> Hit | None:
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
    if entry.pos == "v" and len(words) == 1 and _changed(clauses, base, index, last):
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
        if clauses.words[at].is_verb or not _passes(clauses, at, wide=False):
            break
    return index


def _changed(clauses: Clauses, base: str, index: int, last: int) -> bool:
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
    reach = {"+": 0, "*": _GAP_WORDS, "~": _WIDE_GAP_WORDS}[gap]
    for start in range(index, min(index + reach + 1, last)):
        best = 0
        for alternative in alternatives:
            if len(alternative) > best and _spells(clauses, alternative, start, last):
                best = len(alternative)
        if best:
            return start + best, best
        if not _passes(clauses, start, wide=gap == "~"):
            return None
    return None


def _spells(clauses: Clauses, words: tuple[str, ...], start: int, last: int) -> bool:
    if start + len(words) > last:
        return False
    tokens = clauses.text.tokens
    return all(_same(tokens[start + k].lower, word) for k, word in enumerate(words))


def _same(lower: str, word: str) -> bool:
    return lower == word or (word in noun_bases(lower))


def _passes(clauses: Clauses, index: int, *, wide: bool) -> bool:
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


def _before_contact_clause(clauses: Clauses, group: VerbGroup, last: int) -> int | None:
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


def _match_passive(
    clauses: Clauses, entry: Entry, group: VerbGroup, index: int
) -> Hit | None:
    """Match "missiles were fired" and "sanctions imposed on Iran": the noun comes first."""
    segments = entry.segments
    if len(segments[0][1][0]) > 1 and not _particles(clauses, group, segments[0][1][0]):
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


def _particles(clauses: Clauses, group: VerbGroup, words: tuple[str, ...]) -> bool:
    return _spells(clauses, words[1:], group.head + 1, len(clauses.text.tokens))


def _operator_hits(
    clauses: Clauses, lexicon: Lexicon, group: VerbGroup, nouns: list[Hit], last: int
) -> list[Hit]:
    """Combine a general verb with the noun it takes: "carried out | a raid"."""
    found: list[Hit] = []
    for base in group.bases:
        for parts, kind in lexicon.operators.get(base, ()):
            if len(parts) > 1 and not _particles(clauses, group, parts):
                continue
            if len(parts) == 1 and _changed(clauses, base, group.head + 1, last):
                continue
            after = group.head + len(parts)
            noun = _object_noun(clauses, nouns, after, last)
            if noun is None and group.passive:
                noun = _noun_before(clauses, nouns, group, group.first - 1)
            if noun is None:
                before = _before_contact_clause(clauses, group, last)
                noun = _noun_before(clauses, nouns, group, before) if before else None
            if noun is None:
                continue
            made = compose(kind, noun.entry)
            if made is None:
                continue
            event_type, mode, promised = made
            found.append(
                Hit(
                    entry=noun.entry,
                    head=noun.head,
                    first=min(group.head, noun.first),
                    last=max(noun.last, group.head + len(parts) - 1),
                    n_words=noun.n_words + len(parts),
                    verb=group.head,
                    noun=noun.head,
                    operator=kind,
                    event_type=event_type,
                    mode=mode,
                    promised=promised,
                )
            )
            break
    return found


def _object_noun(clauses: Clauses, nouns: list[Hit], after: int, last: int) -> Hit | None:
    by_first = {hit.first: hit for hit in nouns}
    for index in range(after, min(after + _GAP_WORDS + 3, last)):
        hit = by_first.get(index)
        if hit is not None:
            return hit
        if not _passes(clauses, index, wide=False):
            return None
    return None


def _noun_before(
    clauses: Clauses, nouns: list[Hit], group: VerbGroup, index: int
) -> Hit | None:
    """Return the noun that is the passive verb's subject: the first of its noun phrase."""
    floor = clauses.text.sentences[group.sentence].first
    best: Hit | None = None
    by_last = {hit.last: hit for hit in nouns}
    for _ in range(10):
        if index < floor or clauses.words[index].is_verb:
            break
        if clauses.text.tokens[index].lower in {",", ";", "but", "that", "which"}:
            break
        best = by_last.get(index, best)
        index -= 1
    return best


_COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "AGREE"})
_THREAT_MODES = {"ASSAULT": "violence", "COERCE": "restrict", "SANCTION": "relations"}


def refusal_mode(event_type: str) -> str | None:
    """Return the mode of a REQUEST for an act of a type, or of a refusal of it."""
    if event_type == "CONSULT":
        return "meet"
    if event_type in {"AID", "COOPERATE", "SUPPORT"}:
        return "assist"
    return "yield" if event_type in {"RETREAT", "CONCEDE"} else "change"


def compose(kind: str, noun: Entry) -> tuple[EventType, str | None, EventType | None] | None:
    """Return type, mode and promised act of an operator with the noun it takes.

    None means that the noun keeps standing for itself ("condemned the raid").
    """
    of = noun.event_type
    if kind in {"do", "suffer"}:
        return of, noun.mode, noun.act
    if kind == "about" or of == "AGREE":
        return None
    made: dict[str, tuple[EventType, str | None, EventType | None] | None] = {
        "plan": (of, noun.mode, noun.act),
        "refuse": ("REJECT", refusal_mode(of), None),
        "request": ("REQUEST", refusal_mode(of), None),
        "threaten": ("THREATEN", _THREAT_MODES.get(of), None),
        "promise": (
            ("AGREE", None, of)
            if of in _COOPERATIVE
            else ("CONCEDE", None, "RETREAT")
            if of in {"RETREAT", "CONCEDE"}
            else ("THREATEN", _THREAT_MODES.get(of), None)
        ),
        "stop": _stopped(of, noun),
        "lift": ("RETREAT", "access" if of == "COERCE" else None, None)
        if of in {"SANCTION", "COERCE"}
        else _stopped(of, noun),
        "ease": ("CONCEDE", None, "RETREAT") if of in {"SANCTION", "COERCE"} else None,
        "cancel": ("REJECT", "meet", None) if of == "CONSULT" else _stopped(of, noun),
    }
    return made.get(kind)


def _stopped(of: str, noun: Entry) -> tuple[EventType, str | None, EventType | None] | None:
    if of == "CONSULT":
        return "SANCTION", "withdraw", None
    if of in {"AID", "COOPERATE", "SUPPORT"}:
        return "SANCTION", "discontinue", None
    if of == "ASSAULT":
        return "RETREAT", "ceasefire", None
    if of in {"SANCTION", "COERCE"}:
        return "RETREAT", "access" if of == "COERCE" else None, None
    if of == "MOBILIZE":
        return "RETREAT", "withdraw", None
    return None
