"""Where the words of a text tell of acts: the hits of our lexicon.

In: `Text`. Out: hits: which words tell of which type and mode, as verb or noun, and
what pattern marks the party the act is directed at. The idea to know: a hit is a phrase
of the table (`lexicon_table`) found by `matching`, or a general verb with the noun it
takes (`operators`).
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.reading.clause_values import Clauses, VerbGroup
from parley.reading.clauses import find_clauses
from parley.reading.lexicon_table import (
    Entry,
    Hit,
    Lexicon,
    hostile_words,
    known_verbs,
    load_lexicon,
)
from parley.reading.matching import (
    GAP_WORDS,
    before_contact_clause,
    has_particles,
    is_changed,
    match_entry,
    match_passive,
    passes,
)
from parley.reading.operators import compose, refusal_mode
from parley.reading.text import Text
from parley.reading.words import noun_bases
from parley.terms import EventType, Span

__all__ = [
    "Entry",
    "Hit",
    "compose",
    "find_hits",
    "hostile_words",
    "known_verbs",
    "load_lexicon",
    "refusal_mode",
    "types_in",
]


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
                    hit = match_entry(clauses, entry, index, last, base)
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
            hit = match_entry(clauses, entry, group.head, last, base)
            if hit is None and group.passive and len(entry.segments) > 1:
                hit = match_passive(clauses, entry, group, group.first - 1)
            if hit is None and len(entry.segments) == 2:
                before = before_contact_clause(clauses, group, last)
                hit = match_passive(clauses, entry, group, before) if before else None
            if hit is not None:
                found.append(hit)
    found.sort(key=lambda hit: (-hit.n_words, hit.last - hit.first))
    return found


def _operator_hits(
    clauses: Clauses, lexicon: Lexicon, group: VerbGroup, nouns: list[Hit], last: int
) -> list[Hit]:
    """Combine a general verb with the noun it takes: "carried out | a raid"."""
    found: list[Hit] = []
    for base in group.bases:
        for parts, kind in lexicon.operators.get(base, ()):
            if len(parts) > 1 and not has_particles(clauses, group, parts):
                continue
            if len(parts) == 1 and is_changed(clauses, base, group.head + 1, last):
                continue
            after = group.head + len(parts)
            noun = _object_noun(clauses, nouns, after, last)
            if noun is None and group.passive:
                noun = _noun_before(clauses, nouns, group, group.first - 1)
            if noun is None:
                before = before_contact_clause(clauses, group, last)
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
    for index in range(after, min(after + GAP_WORDS + 3, last)):
        hit = by_first.get(index)
        if hit is not None:
            return hit
        if not passes(clauses, index, wide=False):
            return None
    return None


def _noun_before(clauses: Clauses, nouns: list[Hit], group: VerbGroup, index: int) -> Hit | None:
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
