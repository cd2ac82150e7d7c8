"""Noun phrases beside a cue, cut by closed-class words and marks alone.

In: a text, its actor mentions and a token. Out: `NounPhrase`s (token ranges) before or
after it, and the subject of a verb. The idea to know: no parser is at hand, so a phrase
ends at the first word or mark that cannot be inside one, and a mention counts as whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from parley.reading.cues import CueHit, is_adverb
from parley.reading.text import Text, Token
from parley.reading.words import (
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    noun_bases,
    verb_bases,
)
from parley.terms import ActorMention, Span

__all__ = [
    "LINKS",
    "MentionIndex",
    "NounPhrase",
    "clause_subject",
    "is_finite",
    "is_person_noun",
    "names_someone",
    "noun_phrase_after",
    "noun_phrase_before",
    "subject_before",
]

_PERSONS = frozenset(
    """official source expert analyst diplomat witness resident people observer critic
    activist economist aide investigator prosecutor spokesman spokeswoman spokesperson
    lawyer police authority rebel villager family relative survivor ministry government
    office council army union group party court commission agency company newspaper
    minister envoy ambassador delegate delegation negotiator mediator monitor soldier
    officer commander general colonel captain refugee protester demonstrator doctor medic
    student teacher farmer fisherman worker leader chief head president premier senator
    deputy lawmaker legislator member representative adviser advisor scholar researcher
    professor historian bank trader insurer investor owner mayor governor judge bishop
    priest cleric imam monk commandant assistant merchant attendant secretary king queen
    prince emir sultan pope dean rector abbot patriarch
    mission team panel committee board body bloc alliance side
    reporter journalist correspondent editor broadcaster station daily paper television
    radio man woman person friend foe ally neighbour neighbor opponent supporter rival
    third second first one other many some most few both each all nobody everyone pilot
    sailor crew captain guard gunman militant insurgent separatist opposition parliament
    congress senate embassy consulate secretariat staff campaigner organiser organizer
    charity institute think-tank centre center watchdog forecaster planner staffer insider
    veteran guerrilla militia militiaman fighter hardliner moderate reformer dissident
    exile driver passenger survivor hostage captive kidnapper mother father son daughter
    brother sister wife widow husband child poll survey study report editorial document
    commentary communiqué communique cable""".split()
)
_AGENT_ENDINGS = ("ers", "ors", "ists", "ians", "ants", "er", "or", "ist", "ian", "men", "man")
_NOT_AGENTS = frozenset(
    """order border paper matter number offer power weather winter summer water river letter
    october november december september color colour door floor factor sector error
    corridor terror answer shelter danger center chapter register quarter other
    never however whether together rather after under over later earlier""".split()
)
LINKS = frozenset("in at from of for with to on near inside by close familiar".split())
_BREAKS = frozenset(
    "that what how whether which who whom whose where when if because as while than".split()
)
_SUBJECT_PRONOUNS = frozenset("he she it they i we you".split())
_MAX_PHRASE = 14


class MentionIndex:
    """Actor mentions by where they begin and end; parties named at once share a span."""

    def __init__(self, mentions: Iterable[ActorMention]) -> None:
        self.by_span: dict[Span, list[ActorMention]] = {}
        for mention in mentions:
            self.by_span.setdefault(mention.span, []).append(mention)
        self.starting: dict[int, Span] = {}
        self.ending: dict[int, Span] = {}
        for span in sorted(self.by_span, key=lambda span: span.end - span.start):
            # The longest of those that begin or end at one place wins.
            self.starting[span.start] = span
            self.ending[span.end] = span

    def at(self, token: Token) -> Span | None:
        """Return the longest mention that begins at a token."""
        return self.starting.get(token.start)

    def upto(self, token: Token) -> Span | None:
        """Return the longest mention that ends with a token."""
        return self.ending.get(token.end)


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """Tokens `first` to `last` (not included) that together name someone."""

    first: int
    last: int


@lru_cache(maxsize=20_000)
def is_person_noun(word: str) -> bool:
    """Tell whether a lower-case noun can name someone who speaks.

    Examples
    --------
    >>> is_person_noun("officials"), is_person_noun("insurers"), is_person_noun("treaty")
    (True, True, False)
    """
    if any(base in _PERSONS for base in noun_bases(word)):
        return True
    if any(base in _NOT_AGENTS for base in noun_bases(word)):
        return False
    return len(word) > 5 and word.endswith(_AGENT_ENDINGS)


@lru_cache(maxsize=20_000)
def _is_past(word: str) -> bool:
    return any(form == "past" for _, form in verb_bases(word))


def is_finite(token: Token) -> bool:
    """Tell whether a token looks like the finite verb of a clause."""
    if not token.is_word or token.lower == "'s":
        return False
    if token.lower in AUXILIARIES:
        return token.lower not in {"be", "been", "being", "having", "get"}
    return not token.is_capital and _is_past(token.lower)


def _is_boundary(token: Token) -> bool:
    if not token.is_word:
        return token.text not in {"-", "&", "/", "'", "’"}
    return token.lower in _BREAKS or token.lower in {"but", "and", "or", "then", "said"}


def subject_before(text: Text, hit: CueHit, low: int, index: MentionIndex) -> NounPhrase | None:
    """Return the phrase right before a verb cue, not reaching back past token `low`.

    Adverbs, auxiliaries and asides between commas are stepped over; a relative pronoun
    leads to the phrase it stands for.
    """
    return _subject_at(text, hit.head - 1, low, index)


def _subject_at(text: Text, k: int, low: int, index: MentionIndex) -> NounPhrase | None:
    tokens = text.tokens
    k = _before_auxiliaries(tokens, k, low)
    if k < low:
        return None
    if tokens[k].text in {",", "—", "–", ")"}:
        return _subject_across_aside(text, k, low, index)
    if tokens[k].lower in {"who", "which"} or (
        tokens[k].lower == "that" and k > low and tokens[k - 1].is_word
    ):
        k -= 1
        if k >= low and tokens[k].text == ",":
            k -= 1
        return noun_phrase_before(text, k, low, index) if k >= low else None
    return noun_phrase_before(text, k, low, index)


def _before_auxiliaries(tokens: tuple[Token, ...], k: int, low: int) -> int:
    while k >= low:
        token = tokens[k]
        aside = token.text == "," and _adverb_aside(tokens, k, low)
        if aside:
            k -= aside
        elif token.is_word and (
            (token.lower in AUXILIARIES and token.lower != "'s")
            or token.lower in {"not", "n't", "never"}
            or is_adverb(token)
            or (token.lower == "first" and k > low and not _is_boundary(tokens[k - 1]))
        ):
            k -= 1
        else:
            break
    return k


def _adverb_aside(tokens: tuple[Token, ...], k: int, low: int) -> int:
    """Return how many tokens an aside such as ", meanwhile," takes, counted from its end."""
    for length in (2, 3):
        j = k - length
        if j >= low and tokens[j].text == ",":
            words = tokens[j + 1 : k]
            if all(is_adverb(w) or w.lower in {"too", "for", "on", "part"} for w in words):
                return length + 1
    return 0


def _subject_across_aside(text: Text, k: int, low: int, index: MentionIndex) -> NounPhrase | None:
    """Step over ", the foreign minister," or ", who ...," to the phrase before it."""
    tokens = text.tokens
    closing = tokens[k].text
    opening = "(" if closing == ")" else closing
    j = k - 1
    while j > low:
        if tokens[j].text == opening:
            before = noun_phrase_before(text, j - 1, low, index)
            if before is not None and names_someone(text, before, index):
                # The aside counts as part of the phrase: it often holds the office.
                return NounPhrase(before.first, k)
        if tokens[j].text in {"“", "”", '"', ";", ":"}:
            return None
        j -= 1
    return None


def names_someone(text: Text, phrase: NounPhrase, index: MentionIndex) -> bool:
    """Tell whether a phrase holds a mention, a name or a word for persons."""
    tokens = text.tokens[phrase.first : phrase.last]
    if any(index.at(token) for token in tokens):
        return True
    if tokens and all(token.is_capital for token in tokens):
        return tokens[0].lower not in DETERMINERS | PREPOSITIONS | PRONOUNS
    return any(is_person_noun(token.lower) for token in tokens if token.is_word)


def noun_phrase_before(text: Text, k: int, low: int, index: MentionIndex) -> NounPhrase | None:
    """Return the noun phrase whose last token is `k`, not reaching back past `low`."""
    tokens = text.tokens
    if k < low or not tokens[k].is_word:
        return None
    first = _extend_left(text, k, low, index)
    if first < 0:
        return None
    # "A and B": both speak when nothing but the phrase stands before the conjunction.
    if (
        first - 2 >= low
        and tokens[first - 1].lower == "and"
        and tokens[first - 2].is_word
        and (index.upto(tokens[first - 2]) or is_person_noun(tokens[first - 2].lower))
    ):
        other = _extend_left(text, first - 2, low, index)
        opens = other >= 0 and (
            other == low or not tokens[other - 1].is_word or (tokens[other - 1].lower in _BREAKS)
        )
        if opens and not _has_link(tokens, other, first - 1):
            first = other
    return NounPhrase(first, k + 1)


def _has_link(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    return any(t.lower in {"in", "at", "from"} for t in tokens[first:last])


def _extend_left(text: Text, k: int, low: int, index: MentionIndex) -> int:
    """Walk left from token `k` to the start of its noun phrase."""
    tokens = text.tokens
    first = k
    floor = max(low, k - _MAX_PHRASE)
    while True:
        mention = index.upto(tokens[first])
        if mention is not None:
            while first > floor and tokens[first].start > mention.start:
                first -= 1
        first = _over_modifiers(tokens, first, floor, index)
        # "analysts | in | Seoul": go on to the head before the preposition.
        if first - 2 < floor or tokens[first - 1].lower not in LINKS:
            return first
        head = tokens[first - 2]
        if head.lower in {"close", "familiar", "according", "due", "based"}:
            if head.lower == "according" or first - 3 < floor:
                return first
            head = tokens[first - 3]
            step = 3
        else:
            step = 2
        if not head.is_word:
            return first
        if not (index.upto(head) or is_person_noun(head.lower) or head.is_capital):
            # "negotiations with Oslo": what stands behind the preposition does not act.
            return _person_before(tokens, first - step, floor, first)
        first -= step


def _person_before(tokens: tuple[Token, ...], k: int, floor: int, otherwise: int) -> int:
    """Go left to the person a chain of qualifiers describes; -1 when it is a thing."""
    opens_with_link = k < floor
    while k >= floor and tokens[k].is_word and not _is_boundary(tokens[k]):
        if is_person_noun(tokens[k].lower):
            return k
        if is_finite(tokens[k]) and not _is_adjectival(tokens, k, floor):
            return otherwise
        k -= 1
    return otherwise if opens_with_link else -1


def _over_modifiers(tokens: tuple[Token, ...], first: int, floor: int, index: MentionIndex) -> int:
    """Walk left over the determiners, adjectives and nouns that belong to a head."""
    if tokens[first].lower in PRONOUNS - {"one", "ones", "former", "latter", "this", "these"}:
        return first
    while first > floor:
        before = tokens[first - 1]
        if tokens[first].lower in DETERMINERS and tokens[first].lower not in {
            "many",
            "several",
            "few",
            "most",
            "other",
            "some",
            "all",
            "two",
            "three",
            "both",
        }:
            break
        if _is_boundary(before) or before.lower in LINKS or before.lower in SUBORDINATORS:
            break
        if before.lower in PREPOSITIONS or before.lower in AUXILIARIES - {"'s"}:
            break
        if before.lower in PRONOUNS - DETERMINERS - {"one", "former", "latter"}:
            break
        if is_adverb(before) and not before.lower.endswith("ly"):
            break
        if is_finite(before) and not _is_adjectival(tokens, first - 1, floor):
            break
        first -= 1
    return first


def _is_adjectival(tokens: tuple[Token, ...], k: int, floor: int) -> bool:
    """Tell of "the embattled minister": a past form behind a determiner or "'s"."""
    return k - 1 >= floor and (
        tokens[k - 1].lower in DETERMINERS or tokens[k - 1].lower in {"'s", "newly"}
    )


def noun_phrase_after(text: Text, i: int, last: int, index: MentionIndex) -> NounPhrase | None:
    """Return the noun phrase that begins at token `i` and ends before token `last`."""
    tokens = text.tokens
    if i >= last or not tokens[i].is_word:
        return None
    if tokens[i].lower in PRONOUNS and tokens[i].lower not in DETERMINERS | {"one", "former"}:
        return NounPhrase(i, i + 1)
    end = i
    stop = min(last, i + _MAX_PHRASE)
    while end < stop:
        if end > i and tokens[end].lower in _SUBJECT_PRONOUNS | {"that", "quoting", "citing"}:
            break
        mention = index.at(tokens[end])
        if mention is not None:
            while end < stop and tokens[end].start < mention.end:
                end += 1
            continue
        token = tokens[end]
        if _is_boundary(token) and not _joins(tokens, end, stop, index):
            break
        if end > i and is_finite(token) and not _is_adjectival(tokens, end, i):
            break
        if token.lower in SUBORDINATORS and token.lower not in {"since"} and end > i:
            break
        if token.lower in {"after", "during", "before", "on", "since", "amid"}:
            break
        if end > i and token.lower in LINKS and not _qualifies(tokens, end, i, index):
            break
        end += 1
    return NounPhrase(i, end) if end > i else None


def _joins(tokens: tuple[Token, ...], k: int, stop: int, index: MentionIndex) -> bool:
    """Tell whether "and" at `k` joins two mentions into one phrase."""
    if tokens[k].lower != "and" or k + 1 >= stop:
        return False
    right = index.at(tokens[k + 1]) is not None or (
        tokens[k + 1].lower in DETERMINERS and k + 2 < stop and index.at(tokens[k + 2]) is not None
    )
    return right and index.upto(tokens[k - 1]) is not None


def _qualifies(tokens: tuple[Token, ...], k: int, i: int, index: MentionIndex) -> bool:
    before = tokens[k - 1]
    return (
        before.lower in {"close", "familiar"}
        or is_person_noun(before.lower)
        or (index.upto(before) is not None and tokens[k].lower in {"of", "for", "at"})
    )


def clause_subject(text: Text, k: int, low: int, index: MentionIndex) -> NounPhrase | None:
    """Return the subject that a verb at token `k` shares with the verb before it.

    The nearest phrase to the left that opens a clause: it stands behind a mark, a
    conjunction or nothing, and a finite verb follows it.
    """
    tokens = text.tokens
    j = k - 1
    while j > low:
        if is_finite(tokens[j]) or _next_is_cue_verb(tokens, j):
            subject = _subject_at(text, j - 1, low, index)
            if subject is not None and names_someone(text, subject, index):
                opens = subject.first <= low or _opens_clause(tokens[subject.first - 1])
                if opens:
                    return subject
        j -= 1
    return None


def _next_is_cue_verb(tokens: tuple[Token, ...], j: int) -> bool:
    word = tokens[j].lower
    return word.endswith("s") and tokens[j].lower in {
        "says",
        "tells",
        "insists",
        "denies",
        "accuses",
        "calls",
        "wants",
        "describes",
        "adds",
        "warns",
        "claims",
        "believes",
    }


def _opens_clause(token: Token) -> bool:
    return not token.is_word or token.lower in {"and", "but", "while", "whereas", "so", "then"}
