"""Date phrases as intervals of days.

In: the text and its day of publication. Out: `DateMention`s in the order of the text:
the span, the interval with the grain of the words, and the kind of phrase. The idea to
know: a phrase is matched over the classes of its tokens, gets a past and a future
reading, and the tense of its clause chooses between them.

Reckoning follows three rules. Relative words count from the day of publication, weeks
run Monday to Sunday, and "this week" belongs to the day that the opening gives for its
news when publication came within three days of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from parley.reading.date_absolute import ABSOLUTE_RULES
from parley.reading.date_calendar import shift
from parley.reading.date_phrases import DateKind, Meaning, OfficeTerms, Phrase, Setting, Tense
from parley.reading.date_relative import RELATIVE_RULES
from parley.reading.date_tense import tense_at
from parley.reading.date_words import CLASSES, classify, compile_rule
from parley.reading.text import Text, Token
from parley.terms import DateInterval, Span

__all__ = ["DateKind", "DateMention", "OfficeTerms", "find_dates"]

_DAY = timedelta(days=1)
_RULES = [(compile_rule(pattern), make) for pattern, make in (*ABSOLUTE_RULES, *RELATIVE_RULES)]
_CORES = """WEEKDAY WEEKDAYS MONTH MON UNIT UNITS NIGHT SEASON NEAR QUARTER quarter half weekend
    YEAR DECADE TIES MIDMONTH MIDYEAR MIDDECADE HOURS term ORD then""".split()
_CORE = re.compile("[" + "".join(CLASSES[name] for name in _CORES) + "]")
_RUN = re.compile("[^ ]+")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date phrase: where it stands, which days it means, what kind it is.

    `point` names when something happens; `since` runs from the date on, `until` up to it;
    of a `deadline` the interval's end is the last day that counts; a `duration` is counted
    back from publication or on from it; a `recurring` one gives the last occasion.
    `other` is the reading not chosen, when the words alone allow two. `vague` marks
    lengths without a figure, whose ends are guesses.
    """

    span: Span
    interval: DateInterval
    kind: DateKind = "point"
    other: DateInterval | None = None
    vague: bool = False


def find_dates(
    text: Text,
    *,
    published_on: date,
    prefer: Tense | None = None,
    office_terms: OfficeTerms | None = None,
) -> tuple[DateMention, ...]:
    """Find the date phrases of a text and resolve them.

    Parameters
    ----------
    text
        The text with its tokens and sentences.
    published_on
        The day from which relative phrases are counted.
    prefer
        The reading to take of phrases that allow two, whatever the clause says; None lets
        the tense of the clause decide.
    office_terms
        Tells the days of a term of office from the span of its holder and its number; without
        it "his first term" is passed over.

    Returns
    -------
    tuple of DateMention
        In the order of the text, without overlaps.

    Examples
    --------
    >>> from parley.reading.text import split_text
    >>> text = split_text("They met on Sunday and will meet again by the end of June.")
    >>> for found in find_dates(text, published_on=date(2024, 4, 30)):
    ...     print(found.kind, found.interval.start, found.interval.end)
    point 2024-04-28 2024-04-28
    deadline 2024-04-30 2024-06-30
    """
    return tuple(_Finder(text, published_on, prefer, office_terms).find())


@dataclass(frozen=True, slots=True)
class _Atom:
    """A phrase without the preposition that frames it."""

    first: int
    last: int
    meaning: Meaning


class _Finder:
    """Walks a text once; keeps the last date mentioned, which later phrases count from."""

    def __init__(
        self, text: Text, published_on: date, prefer: Tense | None, office_terms: OfficeTerms | None
    ) -> None:
        self.text = text
        self.tokens: Sequence[Token] = text.tokens
        self.classes = classify(text.tokens)
        self.published_on = published_on
        self.news_on = published_on
        self.prefer = prefer
        # Each phrase may be tried in several places; the table is asked once.
        self.office_terms = None if office_terms is None else cache(office_terms)
        self.end = len(self.tokens)
        self.anchor: DateInterval | None = None

    def find(self) -> Iterator[DateMention]:
        """Yield the mentions in order."""
        for run in self._runs():
            if not _CORE.search(self.classes, run.start(), run.end()):
                continue
            i, self.end = run.start(), run.end()
            while i < run.end():
                found = self._frame(i, run.end())
                if found is None:
                    i += 1
                    continue
                mention, i, dates_news = found
                self._remember(mention, dates_news)
                yield mention

    def _runs(self) -> Iterator[re.Match[str]]:
        """Yield the runs of classified tokens; none goes on into the next paragraph."""
        first = 0
        for paragraph in self.text.paragraphs:
            last = first + len(self.text.tokens_in(paragraph))
            yield from _RUN.finditer(self.classes, first, last)
            first = last

    def _remember(self, mention: DateMention, dates_news: bool) -> None:
        """Keep what later phrases count from."""
        if mention.kind in {"point", "since"} and not mention.vague:
            self.anchor = mention.interval
        if not dates_news or self.news_on != self.published_on:
            return
        sentence = self.text.sentence_at(mention.span.start)
        behind = (self.published_on - mention.interval.start).days
        # A relay is printed a day or so after the report it passes on (the worked example:
        # told on Sunday, printed on Monday); later sentences date other things.
        if sentence is not None and sentence.index <= 3 and 0 < behind <= 3:
            self.news_on = mention.interval.start

    def _frame(self, i: int, end: int) -> tuple[DateMention, int, bool] | None:
        """Read the frame and phrase that begin at token i."""
        for words, kind in _FRAMES:
            after = self._skip(i, words)
            if after is None or after >= end:
                continue
            framed = self._framed(i, after, kind)
            if framed is not None:
                return framed
        atom = self._range(i) or self._atom(i)
        if atom is None:
            return None
        return (
            self._mention(atom, atom.first, atom.meaning.kind),
            atom.last,
            atom.meaning.dates_news,
        )

    def _skip(self, i: int, words: tuple[str, ...]) -> int | None:
        if i + len(words) >= self.end:
            return None
        if any(self.tokens[i + k].lower != word for k, word in enumerate(words)):
            return None
        return i + len(words)

    def _framed(self, i: int, after: int, kind: str) -> tuple[DateMention, int, bool] | None:
        atom = self._then(after) or self._atom(after)
        if atom is None or atom.meaning.kind in {"duration", "recurring"}:
            return None
        return self._mention(atom, i, kind), atom.last, False

    def _then(self, i: int) -> _Atom | None:
        """Read "then" as the last date mentioned."""
        if self.classes[i] != CLASSES["then"] or self.anchor is None:
            return None
        return _Atom(i, i + 1, Meaning(self.anchor))

    def _atom(self, i: int) -> _Atom | None:
        """Read the longest phrase that begins at token i and makes sense."""
        setting = Setting(self.published_on, self.news_on, self.anchor, self.office_terms)
        matches = []
        for order, (rule, make) in enumerate(_RULES):
            found = rule.match(self.classes, i, self.end)
            if found and found.end() > i:
                matches.append((-found.end(), order, make))
        for negative, _, make in sorted(matches, key=lambda match: match[:2]):
            try:
                meaning = make(Phrase(self.tokens, self.classes, i, -negative), setting)
            except (ValueError, OverflowError):
                continue  # no such day in the calendar: 31 February, 400 decades ago
            if meaning is not None:
                return _Atom(i, -negative, meaning)
        return None

    def _range(self, i: int) -> _Atom | None:
        """Read "from Monday to Wednesday", "between 3 May and 5 June", "5 May – 3 June"."""
        opener = self.tokens[i].lower
        first = self._atom(i + 1 if opener in {"from", "between"} else i)
        if first is None or first.meaning.kind != "point" or first.last + 1 >= self.end:
            return None
        joint = self.tokens[first.last].lower
        joints = (
            {"and"} if opener == "between" else {"to", "until", "till", "through", "-", "–", "—"}
        )
        if joint not in joints or (opener != "from" and joint in {"until", "till"}):
            return None
        second = self._atom(first.last + 1)
        if second is None or second.meaning.kind != "point":
            return None
        by_dash = self.tokens[first.last].text in {"-", "–", "—"}
        grains = {_chosen(atom.meaning, None).precision for atom in (first, second)}
        if by_dash and len(grains) > 1:
            return None  # a dash between unlike dates is a parenthesis: "6 May - this year"
        joined = self._join(first.meaning, second.meaning, i, second.last)
        return _Atom(i, second.last, Meaning(joined)) if joined else None

    def _join(self, left: Meaning, right: Meaning, first: int, last: int) -> DateInterval | None:
        tense = self._tense(first, last)
        start, end = _chosen(left, tense), _chosen(right, tense)
        if start.start > end.end and left.cycle_days == 7:
            if tense == "future" and right.cycle_days == 7:
                end = DateInterval(end.start + 7 * _DAY, end.end + 7 * _DAY, end.precision)
            else:
                start = DateInterval(start.start - 7 * _DAY, start.end - 7 * _DAY, start.precision)
        elif start.start > end.end and left.cycle_days == 365:
            moved = shift(start.start, "year", end.end.year - start.start.year)
            moved = moved if moved <= end.end else shift(moved, "year", -1)
            start = DateInterval(moved, max(moved, end.start), start.precision)
        elif left.cycle_days == 365 and not right.cycle_days:
            moved = shift(start.start, "year", end.end.year - start.start.year)
            start = DateInterval(moved, moved, start.precision) if moved <= end.end else start
        if start.start > end.end:
            return None
        return DateInterval(start.start, end.end, end.precision)

    def _tense(self, first: int, last: int) -> Tense | None:
        if self.prefer is not None:
            return self.prefer
        sentence = self.text.sentence_at(self.tokens[first].start)
        return tense_at(self.tokens, sentence, first, last) if sentence else None

    def _mention(self, atom: _Atom, first: int, kind: str) -> DateMention:
        """Choose the reading and lay the frame over it."""
        meaning = atom.meaning
        # Only what comes round, or could lie on either side, asks for the tense.
        tense: Tense | None = None
        if meaning.past is not None and meaning.future is not None:
            tense = self._tense(first, atom.last)
        after = self.tokens[atom.last].lower if atom.last < len(self.tokens) else ""
        if kind == "point" and (after == "deadline" or "deadline" in self._words_before(first, 2)):
            kind = "by"
        if kind in {"by", "before", "until"} and self.prefer is None:
            tense = "past" if tense == "past" and not self._is_asked(first) else "future"
        if kind in {"since", "after"} and self.prefer is None:
            tense = "past" if kind == "since" else tense
        interval = _chosen(meaning, tense)
        other = meaning.future if interval is meaning.past else meaning.past
        framed, named = _lay(kind, interval, self.published_on, self._ends(atom))
        span = Span(self.tokens[first].start, self.tokens[atom.last - 1].end)
        if other == interval:
            other = None
        return DateMention(span, framed, named, other, meaning.vague)

    def _words_before(self, first: int, count: int) -> list[str]:
        return [token.lower for token in self.tokens[max(0, first - count) : first]]

    def _is_asked(self, first: int) -> bool:
        """Tell whether a past verb asks for something, so that its date lies ahead."""
        return any(word in _ASKED for word in self._words_before(first, 14))

    def _ends(self, atom: _Atom) -> bool:
        """Tell whether the phrase names the end of something ("the end of June")."""
        words = [token.lower for token in self.tokens[atom.first : atom.last]]
        return "end" in words or "close" in words


_ASKED = frozenset(
    """demanded urged ordered asked gave given told wanted promised pledged vowed called agreed
    threatened warned set imposed announced closed extended suspended banned invited offered
    requested insisted decided approved signed said required committed detained jailed
    remanded sentenced postponed delayed adjourned scheduled""".split()
)
"""After these a deadline lies ahead though the verb is past: "demanded a reply by Friday"."""

_FRAMES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("since",), "since"),
    (("no", "later", "than"), "by"),
    (("not", "later", "than"), "by"),
    (("by", "no", "later", "than"), "by"),
    (("by",), "by"),
    (("prior", "to"), "before"),
    (("ahead", "of"), "before"),
    (("before",), "before"),
    (("up", "until"), "until"),
    (("until",), "until"),
    (("till",), "until"),
    (("as", "of"), "since"),
    (("starting", "on"), "from"),
    (("starting", "from"), "from"),
    (("starting", "in"), "from"),
    (("starting",), "from"),
    (("beginning", "on"), "from"),
    (("beginning", "in"), "from"),
    (("beginning",), "from"),
)


def _chosen(meaning: Meaning, tense: Tense | None) -> DateInterval:
    """Return the reading for a tense; the usual one when there is none."""
    wanted = tense or meaning.usual
    if meaning.past is None or (wanted == "future" and meaning.future is not None):
        assert meaning.future is not None
        return meaning.future
    return meaning.past


def _lay(
    kind: str, interval: DateInterval, published_on: date, names_end: bool
) -> tuple[DateInterval, DateKind]:
    """Return what a preposition makes of a date."""
    if kind in {"since", "from"}:
        if interval.start > published_on:
            return interval, "since"
        return replace(interval, end=max(published_on, interval.start)), "since"
    if kind in {"by", "before"}:
        last = interval.start - _DAY if kind == "before" and not names_end else interval.end
        if last < published_on:
            return DateInterval(last, last, interval.precision), "until"
        return DateInterval(published_on, last, interval.precision), "deadline"
    if kind == "until":
        return DateInterval(
            min(published_on, interval.end), interval.end, interval.precision
        ), "until"
    return interval, kind  # type: ignore[return-value]
