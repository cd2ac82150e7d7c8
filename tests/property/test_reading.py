"""Laws of reading: it never fails, and every part of it points at its words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.reading.as_json import reading_as_json
from parley.reading.reader import RulesReader
from parley.terms import MODES, ActorMention, Reading, Report, Span

_WORDS = """
Norway Swedish Iran Israel's the Kremlin Kim Jong-un NATO Hamas Reuters AFP TASR (AFP) Oslo
president minister army troops envoys talks sanctions attack missile deal truce aid ambassador
he she they it his their latter both countries sides who which that
said told accused denied threatened urged promised warned called announced believes expects
according to citing reported met attacked withdrew imposed lifted signed recalled condemned
expelled agreed refused will may might could would not never no has have been was were is
unlikely probably likely almost certain cannot be ruled out one in four 70 per cent chance odds
on Monday last week in May 2019 by the end of June tomorrow yesterday since
and or but if with of at from for against between a an two
""".split()
_MARKS = [
    ".", ".", ".", ",", ",", ";", ":", "“", "”", '"', "'", "’s", "'s", "—", "-", "(", ")", "!",
    "?", "…", "\n", "\n\n", "\t", "10,000", "3.5", "%", "$", "\u00a0", "\u200b", "İ", "ß", "東",
    "\x00", "🕊",
]  # fmt: skip
prose = st.lists(
    st.one_of(st.sampled_from(_WORDS), st.sampled_from(_WORDS), st.sampled_from(_MARKS)),
    max_size=60,
).map(" ".join)
clauses = st.builds(
    "{} {} {} {}{}".format,
    st.sampled_from(["Norway", "The Swedish army", "Kim Jong-un", "Hamas", "He", "Both sides",
                     "“We left,” a diplomat", "Talks between Iran and Israel"]),
    st.sampled_from(["attacked", "said", "will meet", "has not condemned", "accused", "ended with",
                     "promised to help", "denied that", "is unlikely to attack", "urged"]),
    st.sampled_from(["Iran", "Finland and Sweden", "the latter", "it had left NATO", "its envoy",
                     "new sanctions on Russia", "“a grave mistake”", "no agreement"]),
    st.sampled_from(["on Monday", "by the end of June", "in Oslo", "last week", "", "this year",
                     "according to Reuters", "if talks fail"]),
    st.sampled_from([".", ".\n\n", ", AFP reported.", "”.", "\n", ", he said.", " and"]),
)  # fmt: skip
# Rules look at what follows a word; a text may stop anywhere.
cut_short = st.builds(
    lambda text, end: text[:end], st.lists(clauses, min_size=1, max_size=3).map(" ".join),
    st.integers(0, 120),
)  # fmt: skip
endings = st.builds(
    "{} {}".format,
    st.sampled_from(["Norway", "He", "Norway has", "Swedish envoys", "Iran would not", "They"]),
    st.sampled_from(_WORDS),
)
reports = st.builds(
    lambda text, hours: Report(text, datetime(2024, 6, 5, 12, tzinfo=UTC) + timedelta(hours=hours)),
    st.one_of(
        st.text(max_size=300),
        prose,
        st.lists(clauses, max_size=6).map(" ".join),
        cut_short,
        endings,
    ),
    st.integers(0, 20_000),
)


@lru_cache(maxsize=1)
def _reader() -> RulesReader:
    return RulesReader()


def _read(report: Report) -> Reading:
    return _reader().read_report(report)


def _spans(reading: Reading) -> Iterator[Span]:
    for actor in _actors(reading):
        yield actor.span
    for mention in reading.mentions:
        yield from (mention.span, mention.trigger)
    for statement in reading.statements:
        yield from (statement.cue, *statement.contents)
        if statement.speaker_span is not None:
            yield statement.speaker_span
    for claim in reading.claims:
        yield from (claim.span, claim.phrase)
        if claim.by_span is not None:
            yield claim.by_span
    for problem in reading.problems:
        if problem.span is not None:
            yield problem.span


def _actors(reading: Reading) -> Iterator[ActorMention]:
    yield from reading.actor_mentions
    for mention in reading.mentions:
        yield from (*mention.actors, *mention.recipients)


def _chains(reading: Reading) -> Iterator[tuple[str, ...]]:
    yield reading.relay
    yield from (mention.chain for mention in reading.mentions)
    yield from (statement.chain for statement in reading.statements)
    yield from (claim.chain for claim in reading.claims)


@settings(max_examples=60, deadline=None)
@given(reports)
def test_reading_never_fails(report: Report) -> None:
    """Neither the reader nor any part of it, whatever the text."""
    failed = [problem for problem in _read(report).problems if problem.kind == "failed"]

    assert failed == []


@settings(max_examples=60, deadline=None)
@given(reports)
def test_every_span_lies_in_the_text(report: Report) -> None:
    """And holds something, for a number must lead to words."""
    for span in _spans(_read(report)):
        assert span.end <= len(report.text)
        assert span.of(report.text).strip()


@settings(max_examples=60, deadline=None)
@given(reports)
def test_every_actor_mention_is_its_words(report: Report) -> None:
    """`report.text[start:end]` is the surface, letter by letter."""
    for actor in _actors(_read(report)):
        assert report.text[actor.span.start : actor.span.end] == actor.surface


@settings(max_examples=60, deadline=None)
@given(reports)
def test_reading_twice_gives_the_same(report: Report) -> None:
    """Nothing of one report is left in the reader for the next."""
    first = _read(report)
    _read(Report("Hamas accused Iran. He denied it.", report.published_at))

    assert _read(report) == first


@settings(max_examples=60, deadline=None)
@given(reports)
def test_no_link_of_a_chain_is_empty(report: Report) -> None:
    """Whoever vouches has a code, a name or words."""
    for chain in _chains(_read(report)):
        assert all(link.strip() for link in chain)


@settings(max_examples=60, deadline=None)
@given(reports)
def test_ids_are_unique_within_a_reading(report: Report) -> None:
    """Of events, statements and claims each."""
    reading = _read(report)
    for ids in (
        [mention.mention_id for mention in reading.mentions],
        [statement.statement_id for statement in reading.statements],
        [claim.claim_id for claim in reading.claims],
    ):
        assert len(ids) == len(set(ids))


@settings(max_examples=60, deadline=None)
@given(reports)
def test_values_keep_their_ranges(report: Report) -> None:
    """Chances in [0, 1], modes of their type, an actor to every event."""
    reading = _read(report)
    for mention in reading.mentions:
        assert 0.0 <= mention.confidence <= 1.0
        assert mention.mode is None or mention.mode in MODES[mention.event_type]
        assert mention.actors
        assert mention.span.overlap(mention.trigger)
    for claim in reading.claims:
        low, high = claim.probability or (0.0, 1.0)
        assert 0.0 <= low <= high <= 1.0
        assert claim.by


@settings(max_examples=60, deadline=None)
@given(reports)
def test_json_spans_match_their_words(report: Report) -> None:
    """What faces show beside offsets are the words there."""
    shown = reading_as_json(report, _read(report))
    for event in shown["events"]:
        start, end = event["span"]
        assert report.text[start:end] == event["text"]
    for actor in shown["actors"]:
        start, end = actor["span"]
        assert report.text[start:end] == actor["text"]
