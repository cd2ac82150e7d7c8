"""Laws of the record: order and repetition do not matter, and the future is not seen."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from parley.record.delta import Tables
from parley.record.exports import from_bytes, to_bytes
from parley.record.merge import merge_mentions
from parley.record.rows import event_from_row, events_frame, mention_from_row, report_from_row
from parley.record.schema import EVENT_COLUMNS
from parley.record.store import Store
from parley.record.tellings import Telling
from parley.terms import (
    PRECISIONS,
    STATUSES,
    ActorMention,
    DateInterval,
    EventType,
    Mention,
    Precision,
    Reading,
    Report,
    Span,
    make_id,
)

FIRST = datetime(2024, 3, 1, tzinfo=UTC)
NOW = datetime(2025, 1, 1, tzinfo=UTC)
PARTIES = ("RUR", "RUR-GOV", "RUR-MIL", "ZEN", "ZEN-GOV", "FRE", "-")
KINDS: tuple[EventType, ...] = ("SANCTION", "CONSULT", "ASSAULT", "AGREE")
SENTENCES = (
    "Ruritania recalled its envoy from Zenda.",
    "The envoy was recalled over the border incident.",
    "Guns shelled the mill at the border.",
    "Ministers talked for an hour.",
)
OUTLETS = ("Strelsau Post", "Zenda Times", "Free Press", "unknown")

Pair = tuple[Report, Reading]

parties = st.lists(st.sampled_from(PARTIES), max_size=2, unique=True)


@st.composite
def mentions(draw: st.DrawFn, report: Report, number: int) -> Mention:
    """One mention of an act in a report, on some day near its publication."""
    published_on = report.published_at.date()
    starts = published_on + timedelta(days=draw(st.integers(-4, 4)))
    precision: Precision = draw(st.sampled_from(PRECISIONS))
    length = {"week": 6, "month": 29, "year": 364}.get(precision, 0)
    if precision == "unknown":
        starts = published_on

    def named(codes: Sequence[str]) -> tuple[ActorMention, ...]:
        return tuple(ActorMention(Span(0, 3), code, code, code, "name") for code in codes)

    return Mention(
        mention_id=make_id(report.report_id, number),
        report_id=report.report_id,
        span=Span(0, len(report.text)),
        trigger=Span(0, 3),
        event_type=draw(st.sampled_from(KINDS)),
        mode=draw(st.sampled_from((None, "withdraw", "expel"))),
        contexts=("diplomatic",),
        actors=named(draw(parties)),
        recipients=named(draw(parties)),
        status=draw(st.sampled_from(STATUSES)),
        happened_on=DateInterval(starts, starts + timedelta(days=length), precision),
        chain=tuple(draw(st.lists(st.sampled_from(("RNA", "RUR-GOV")), max_size=2))),
        confidence=0.7,
        promised=draw(st.sampled_from((None, "CONSULT"))),
    )


@st.composite
def pairs(draw: st.DrawFn) -> list[Pair]:
    """Some reports, each with what was read in it, no two the same."""
    made = []
    for number in range(draw(st.integers(1, 6))):
        text = f"{draw(st.sampled_from(SENTENCES))} ({number})"
        published_at = FIRST + timedelta(hours=draw(st.integers(0, 200)))
        report = Report(text, published_at, outlet=draw(st.sampled_from(OUTLETS)))
        told = tuple(draw(mentions(report, n)) for n in range(draw(st.integers(0, 2))))
        relay = tuple(draw(st.lists(st.sampled_from(("RNA", "TASZ")), max_size=1)))
        made.append((report, Reading(report.report_id, "rules.v1", relay=relay, mentions=told)))
    return made


def tellings_of(some: Sequence[Pair]) -> list[Telling]:
    return [
        Telling(m, report.outlet, reading.relay, report.published_at, NOW, report.text)
        for report, reading in some
        for m in reading.mentions
    ]


@contextmanager
def new_store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        yield Store.open(Path(folder) / "record", create=True)


def everything(store: Store) -> list[pl.DataFrame]:
    known = store.known(NOW)
    frames = (known.reports(), known.readings(), known.mentions(), known.events())
    return [frame.drop("batch_id", strict=False) for frame in frames]


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_merging_in_any_order_and_twice_gives_the_same_events(data: st.DataObject) -> None:
    """Events depend on what was published when, never on what came in first."""
    told = tellings_of(data.draw(pairs()))
    shuffled = data.draw(st.permutations(told))

    assert merge_mentions(shuffled) == merge_mentions(told)
    assert merge_mentions([*told, *shuffled]) == merge_mentions(told)


@settings(max_examples=100, deadline=None)
@given(some=pairs())
def test_every_mention_is_in_one_event(some: list[Pair]) -> None:
    """None is lost, none is counted twice, and the counts say so."""
    told = tellings_of(some)

    events = merge_mentions(told)

    kept = [mention_id for event in events for mention_id in event.mention_ids]
    assert sorted(kept) == sorted(telling.mention.mention_id for telling in told)
    for event in events:
        assert 1 <= event.n_independent <= event.n_reports == len(event.report_ids)


@settings(max_examples=60, deadline=None)
@given(some=pairs(), hours=st.integers(0, 220))
def test_later_reports_leave_earlier_events_together(some: list[Pair], hours: int) -> None:
    """What is published later joins an event or makes one; it parts and renames none."""
    moment = FIRST + timedelta(hours=hours)
    told = tellings_of(some)

    then = merge_mentions(t for t in told if t.published_at <= moment)
    later = {event.event_id: event for event in merge_mentions(told)}

    for event in then:
        assert later[event.event_id].mention_ids[: len(event.mention_ids)] == event.mention_ids


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_appending_in_any_order_and_twice_gives_the_same_record(data: st.DataObject) -> None:
    """However reports come in, and however often, the record says the same."""
    some = data.draw(pairs())
    shuffled = data.draw(st.permutations([*some, *some]))
    with new_store() as one, new_store() as other:
        one.add(some, recorded_at=NOW)
        other.add(shuffled, recorded_at=NOW, batch_size=data.draw(st.integers(1, 4)))

        for mine, theirs in zip(everything(one), everything(other), strict=True):
            assert_frame_equal(mine, theirs)


@settings(max_examples=12, deadline=None)
@given(some=pairs(), hours=st.integers(0, 220))
def test_a_later_report_does_not_change_what_was_known(some: list[Pair], hours: int) -> None:
    """As of a moment, a record with later reports and one without them say the same."""
    moment = FIRST + timedelta(hours=hours)
    with new_store() as whole, new_store() as early:
        whole.add(some, recorded_at=NOW)
        early.add((pair for pair in some if pair[0].published_at <= moment), recorded_at=NOW)

        assert_frame_equal(whole.events(as_of=moment), early.events(as_of=NOW))
        assert_frame_equal(whole.mentions(as_of=moment), early.mentions(as_of=NOW))


@settings(max_examples=12, deadline=None)
@given(some=pairs(), fails_at=st.integers(0, 5))
def test_a_crash_between_tables_is_all_or_nothing(some: list[Pair], fails_at: int) -> None:
    """Whichever write fails, nothing is seen of the batch, and a second try brings it all."""
    append = Tables.append
    writes = iter(range(100))

    def crash(self: Tables, table: str, rows: pl.DataFrame) -> None:
        if next(writes) == fails_at or table == "readings":
            raise KeyboardInterrupt
        append(self, table, rows)

    with new_store() as store, new_store() as unharmed:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(Tables, "append", crash)
            with pytest.raises(KeyboardInterrupt):
                store.add(some, recorded_at=NOW)
        assert all(frame.is_empty() for frame in everything(store))

        for each in (store, unharmed):
            each.add(some, recorded_at=NOW)

        for mine, theirs in zip(everything(store), everything(unharmed), strict=True):
            assert_frame_equal(mine, theirs)


@settings(max_examples=12, deadline=None)
@given(some=pairs())
def test_values_are_read_back_as_they_were_written(some: list[Pair]) -> None:
    """A report and its mentions come back equal, whatever they hold."""
    with new_store() as store:
        store.add(some, recorded_at=NOW)

        reports = {
            report.report_id: report
            for report in map(report_from_row, store.reports(as_of=NOW).iter_rows(named=True))
        }
        kept = set(map(mention_from_row, store.mentions(as_of=NOW).iter_rows(named=True)))

    assert {r.report_id: (r.text, r.published_at) for r in reports.values()} == {
        report.report_id: (report.text, report.published_at) for report, _ in some
    }
    assert kept == {m for _, reading in some for m in reading.mentions}


@settings(max_examples=60, deadline=None)
@given(some=pairs())
def test_export_then_import_is_identity(some: list[Pair]) -> None:
    """Events leave as Parquet or JSON Lines, and come back as they were."""
    events = merge_mentions(tellings_of(some))
    frame = events_frame(events)

    assert_frame_equal(from_bytes(to_bytes(frame, "parquet"), "parquet"), frame)
    assert_frame_equal(from_bytes(to_bytes(frame, "json"), "json", schema=EVENT_COLUMNS), frame)
    assert [event_from_row(row) for row in frame.iter_rows(named=True)] == events


@settings(max_examples=60, deadline=None)
@given(text=st.text(), day=st.dates(min_value=date(1970, 1, 1)))
def test_any_text_survives_export(text: str, day: date) -> None:
    """Quotation marks, line breaks and every script pass unharmed."""
    frame = pl.DataFrame({"words": [[text, "x"]], "day": [day], "plain": [text]})

    assert_frame_equal(from_bytes(to_bytes(frame, "parquet"), "parquet"), frame)
    assert_frame_equal(from_bytes(to_bytes(frame, "json"), "json", schema=frame.schema), frame)
