"""Who vouches for what: speakers, cues and contents, and the chains they make.

In: a text and its actor mentions. Out: `Attributions`, which answers `chain_at(span)`.
The idea to know: every tie of speaker, cue and content is found here once. Statements
are those that tell of a party's own words; chains are read off by which contents hold
a span, the outermost being the one whose content holds the cues of the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from parley.reading.contents import kind_of
from parley.reading.phrases import MentionIndex
from parley.reading.sentences import Attribution, read_sentence
from parley.reading.text import Text
from parley.terms import ActorMention, Span

__all__ = ["Attribution", "Attributions", "find_attributions"]


@dataclass(frozen=True, slots=True)
class Attributions:
    """Every attribution of a report, in the order of their cues."""

    items: tuple[Attribution, ...]

    def holding(self, span: Span) -> tuple[Attribution, ...]:
        """Return the attributions whose content holds most of a span, outermost first.

        One whose own cue lies in the span is left out: an act of saying is vouched for
        by the reporter, not by the speaker.
        """
        held = [
            item
            for item in self.items
            if not item.cue.overlap(span)
            and 2 * sum(content.overlap(span) for content in item.contents) > span.end - span.start
        ]
        return tuple(sorted(held, key=lambda item: (self._depth(item, held), item.cue.start)))

    def _depth(self, item: Attribution, among: list[Attribution]) -> int:
        return sum(
            other is not item
            and (
                other.cue == item.behind
                or (
                    other.behind != item.cue
                    and any(content.contains(item.cue) for content in other.contents)
                )
            )
            for other in among
        )

    def chain_at(self, span: Span) -> tuple[str, ...]:
        """Return according to whom the words of a span are told, outermost first.

        Empty when the reporter vouches. Officials stand by code, media by name, sources
        that cannot be placed in their own words, joint ones joined by `+`.

        Examples
        --------
        >>> from parley.reading.text import split_text
        >>> text = split_text("Many experts believe that the talks will fail.")
        >>> find_attributions(text, ()).chain_at(Span(30, 45))
        ('Many experts',)
        """
        links = [item.speaker.link for item in self.holding(span)]
        return tuple(link for i, link in enumerate(links) if i == 0 or link != links[i - 1])

    def chain_behind(self, item: Attribution) -> tuple[str, ...]:
        """Return according to whom an attribution itself is told, outermost first."""
        chain = self.chain_at(item.cue)
        outer = [other for other in self.items if other.cue == item.behind]
        return (*chain, *(other.speaker.link for other in outer if other.speaker.link not in chain))


def find_attributions(text: Text, mentions: Iterable[ActorMention]) -> Attributions:
    """Find every tie of speaker, cue and content in a text.

    Parameters
    ----------
    text
        The split text of a report.
    mentions
        The actor mentions found in it; speakers among them get their codes.

    Returns
    -------
    Attributions
        In the order of their cues.

    Examples
    --------
    >>> from parley.reading.text import split_text
    >>> text = split_text("The talks had failed, a diplomat said.")
    >>> [a.contents[0].of(text.text) for a in find_attributions(text, ()).items]
    ['The talks had failed']
    """
    index = MentionIndex(mentions)
    found: list[Attribution] = []
    for sentence in text.sentences:
        found += read_sentence(text, sentence, index, tuple(found[-3:]))
    return Attributions(tuple(_with_continued_quotations(text, found)))


def _with_continued_quotations(text: Text, found: list[Attribution]) -> list[Attribution]:
    """Give each quotation that stands alone to the speaker of the sentence before it."""
    at: dict[int, int] = {}
    for number, item in enumerate(found):
        for content in item.contents:
            sentence = text.sentence_at(content.end - 1)
            if kind_of(text, content) == "direct" and sentence is not None:
                at[sentence.index] = number
        cue = text.sentence_at(item.cue.start)
        if cue is not None and kind_of(text, item.contents[-1]) == "direct":
            at[cue.index] = number
    taken = [content for item in found for content in item.contents]
    for quotation in text.quotations:
        first = text.sentence_at(quotation.outer.start)
        last = text.sentence_at(max(quotation.outer.start, quotation.outer.end - 1))
        if first is None or last is None or first.start != quotation.outer.start:
            continue
        if last.end > quotation.outer.end + 1 or first.index - 1 not in at:
            continue
        if any(quotation.outer.overlap(span) for span in taken):
            continue
        number = at[first.index - 1]
        span = _inner(text, quotation.inner)
        if span is not None:
            found[number] = replace(found[number], contents=(*found[number].contents, span))
            at[last.index] = number
    return found


def _inner(text: Text, inner: Span) -> Span | None:
    words = inner.of(text.text)
    start = inner.start + len(words) - len(words.lstrip())
    end = inner.start + len(words.rstrip(" .,\n\t"))
    return Span(start, end) if end > start else None
