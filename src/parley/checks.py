"""The kit every feed, reader and forecaster passes.

In: a plugin. Out: nothing, or a `CheckError` that says which promise is broken and on
what. The idea to know: the checks hand in awkward reports and a small invented history,
never yours, so `check_reader(MyReader())` in a test tells an author all is well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import polars as pl

from parley.dynamics.series import day_number, day_series
from parley.errors import CheckError
from parley.forecast.grid import GridForecaster, make_grid
from parley.forecast.leaks import check_no_leak
from parley.plugins import has_version
from parley.record.rows import events_frame
from parley.record.schema import CLAIM_COLUMNS
from parley.terms import (
    EVENT_TYPES,
    STATUSES,
    DateInterval,
    Event,
    EventType,
    Feed,
    Forecast,
    Forecaster,
    Question,
    Reader,
    Reading,
    Report,
    Span,
    log_odds,
    make_id,
)

__all__ = ["AWKWARD_TEXTS", "InventedRecord", "check_feed", "check_forecaster", "check_reader"]

# How far the sum of base rate and reasons may stray from the probability, in log-odds:
# room for the rounding of a hundred additions of doubles, none for a missing reason.
_ADDITIVE_WITHIN = 1e-6
_PUBLISHED = datetime(2024, 3, 5, 8, tzinfo=UTC)

AWKWARD_TEXTS: tuple[str, ...] = (
    "",
    " \n\t \n",
    ".",
    "Talks",
    "TALKS FAIL IN CAPITAL",
    "\x00\x01\x1b[31m bell \x07",
    "\ud800 a lone surrogate",
    "“An open quotation, she said",
    "” closed « before opened “ ” „ ‟ \" '",
    "President of the of the said said that that, according to according to.",
    "no capitals no stops " * 40,
    "He said he said he said he said he said.\r\nThey\rdid.\x0bNot.\x0c",
    "Ω≈ç√∫ 日本と中国は会談した。 اجتمع الوزراء. שלום 👩‍👩‍👧‍👦 e\u0301 \u202eRTL",
    "x" * 20_000,
    "-" * 500 + "\n" + "1,000,000.00 " * 100,
    "On 31 February 2024 and 99 May 0000 the minister met the minister of 30 February.",
    "Ruritania's envoy told Freedonia on Monday that the talks, which it denied, may not fail.",
)
"""Texts that break careless readers: empty, bare, broken, endless, in many scripts."""


def check_reader(reader: Reader, *, reports: Sequence[Report] = ()) -> None:
    """Check that a reader keeps the promises of its kind.

    Its name ends in a version; it never raises; it names itself and the report; every
    span lies inside the text and names its words; ids are unique; types, statuses,
    confidences and probability ranges are possible ones; and the same report gives the
    same reading.

    Parameters
    ----------
    reader
        The reader to check.
    reports
        Further reports to try, beside the awkward ones.

    Raises
    ------
    CheckError
        On the first broken promise.

    Examples
    --------
    >>> from parley.terms import Reading
    >>> class Silent:
    ...     name = "silent.v1"
    ...     def read_report(self, report):
    ...         return Reading(report.report_id, self.name)
    >>> check_reader(Silent())
    """
    _check_name(reader, "reader")
    awkward = [Report(text=text, published_at=_PUBLISHED) for text in AWKWARD_TEXTS]
    for report in [*awkward, *reports]:
        where = f"on the report {report.text[:40]!r}"
        try:
            reading = reader.read_report(report)
        except Exception as error:
            raise _broken(
                reader,
                f"raised {type(error).__name__}: {error} {where}; a reader never raises, it "
                "returns what it understood, with `problems` for the rest",
            ) from error
        _check_reading(reader, report, reading, where)
        if reader.read_report(report) != reading:
            raise _broken(reader, f"gave two different readings {where}")


def _check_reading(reader: Reader, report: Report, reading: Reading, where: str) -> None:
    if not isinstance(reading, Reading):
        raise _broken(reader, f"returned {type(reading).__name__}, not a Reading, {where}")
    if reading.report_id != report.report_id or reading.reader != reader.name:
        raise _broken(
            reader,
            f"signed its reading ({reading.report_id!r}, {reading.reader!r}) {where}; right "
            f"would be ({report.report_id!r}, {reader.name!r})",
        )
    for what, span in _spans(reading):
        if span.end > len(report.text):
            raise _broken(
                reader,
                f"put a {what} at {span.start}-{span.end} of a text of {len(report.text)} "
                f"characters {where}",
            )
    for named in reading.actor_mentions:
        if named.span.of(report.text) != named.surface:
            raise _broken(
                reader, f"called {named.span.of(report.text)!r} {named.surface!r} {where}"
            )
    ids = [
        *(mention.mention_id for mention in reading.mentions),
        *(statement.statement_id for statement in reading.statements),
        *(claim.claim_id for claim in reading.claims),
    ]
    if len(set(ids)) != len(ids) or not all(ids):
        raise _broken(reader, f"used an id twice, or none, {where}")
    _check_values(reader, reading, where)


def _check_values(reader: Reader, reading: Reading, where: str) -> None:
    for mention in reading.mentions:
        if mention.event_type not in EVENT_TYPES or mention.status not in STATUSES:
            raise _broken(
                reader, f"gave type {mention.event_type!r}, status {mention.status!r} {where}"
            )
        if not 0.0 <= mention.confidence <= 1.0:
            raise _broken(reader, f"gave confidence {mention.confidence!r} {where}")
        if not mention.actors:
            raise _broken(reader, f"gave an event without an actor {where}")
    for statement in reading.statements:
        if not statement.contents:
            raise _broken(reader, f"gave a statement without content {where}")
    for claim in reading.claims:
        if claim.probability is None:
            continue
        low, high = claim.probability
        if not 0.0 <= low <= high <= 1.0:
            raise _broken(reader, f"gave a claim the probability {low}-{high} {where}")


def _spans(reading: Reading) -> Iterator[tuple[str, Span]]:
    for named in reading.actor_mentions:
        yield "actor mention", named.span
    for mention in reading.mentions:
        yield "mention", mention.span
        yield "trigger", mention.trigger
        for named in (*mention.actors, *mention.recipients):
            yield "party", named.span
    for statement in reading.statements:
        yield "cue", statement.cue
        yield from (("content", span) for span in statement.contents)
        if statement.speaker_span is not None:
            yield "speaker", statement.speaker_span
    for claim in reading.claims:
        yield "claim", claim.span
        yield "phrase", claim.phrase
        if claim.by_span is not None:
            yield "claimant", claim.by_span
    for problem in reading.problems:
        if problem.span is not None:
            yield "problem", problem.span


def check_feed(feed: Feed, *, address: str) -> None:
    """Check that a feed keeps the promises of its kind.

    Its name ends in a version; what it brings are reports, each once, that name the
    feed; and the same address brings the same reports.

    Parameters
    ----------
    feed
        The feed to check.
    address
        Something it can fetch without the network, such as a folder.

    Raises
    ------
    CheckError
        On the first broken promise, or when the address brings no report.
    """
    _check_name(feed, "feed")
    first, second = list(feed.fetch(address)), list(feed.fetch(address))
    if not first:
        raise _broken(feed, f"brought no report from {address!r}; hand in an address that has one")
    for report in first:
        if not isinstance(report, Report):
            raise _broken(feed, f"brought {type(report).__name__}, not a Report")
        if report.feed != feed.name:
            raise _broken(feed, f"brought a report that names the feed {report.feed!r}")
    ids = [report.report_id for report in first]
    if len(set(ids)) != len(ids):
        raise _broken(feed, f"brought a report twice from {address!r}")
    if ids != [report.report_id for report in second]:
        raise _broken(feed, f"brought other reports at the second call of {address!r}")


@dataclass(frozen=True)
class InventedRecord:
    """A record of an invented history, as it was known at a moment (a `KnownRecord`)."""

    as_of: datetime
    history: pl.DataFrame

    def events(self) -> pl.DataFrame:
        """Return events published by `as_of`, one row each."""
        return self.history.filter(pl.col("published_at") <= self.as_of)

    def claims(self) -> pl.DataFrame:
        """Return no claims: the invented history has none."""
        return pl.DataFrame(schema=CLAIM_COLUMNS)


def check_forecaster(
    forecaster: Forecaster, *, make: Callable[[], Forecaster] | None = None
) -> None:
    """Check that a forecaster keeps the promises of its kind.

    Its name ends in a version; each question gets one forecast, in order, made at the
    moment the record was known; probabilities lie strictly between 0 and 1; base rate
    and reasons add up to the probability in log-odds; reasons rest on events that were
    known; the same question gets the same answer, and having seen a later record
    changes nothing about an earlier one. One that answers whole grids (`forecast.grid`)
    must not look ahead there either.

    Parameters
    ----------
    forecaster
        The forecaster to check.
    make
        Makes a fresh one of the same kind, to compare with one that has seen the
        future; by default the type is called without arguments.

    Raises
    ------
    CheckError
        On the first broken promise.
    """
    _check_name(forecaster, "forecaster")
    earlier = InventedRecord(datetime(2023, 7, 1, tzinfo=UTC), _invented_history())
    later = replace(earlier, as_of=datetime(2024, 7, 1, tzinfo=UTC))
    empty = replace(earlier, as_of=datetime(2020, 1, 1, tzinfo=UTC))
    fresh = _answers(make() if make is not None else type(forecaster)(), earlier)
    for known in (later, empty):
        _check_forecasts(forecaster, _answers(forecaster, known), known)
    after = _answers(forecaster, earlier)
    _check_forecasts(forecaster, after, earlier)
    if _gist(after) != _gist(_answers(forecaster, earlier)):
        raise _broken(forecaster, "gave two different answers to the same questions")
    if _gist(after) != _gist(fresh):
        raise _broken(
            forecaster,
            f"answered otherwise as of {earlier.as_of:%Y-%m-%d} once it had seen the record of "
            f"{later.as_of:%Y-%m-%d}; nothing learnt from a later record may reach an earlier one",
        )
    if isinstance(forecaster, GridForecaster):
        series = day_series(later.events())
        day = day_number(earlier.as_of.date())
        check_no_leak(forecaster, series, make_grid(series, day=day, horizons=(30,)), day)


def _answers(forecaster: Forecaster, known: InventedRecord) -> list[Forecast]:
    questions = _questions(known.as_of.date())
    try:
        forecasts = forecaster.forecast(questions, known)
    except Exception as error:
        raise _broken(
            forecaster,
            f"raised {type(error).__name__}: {error} on {known.events().height} events known as of "
            f"{known.as_of:%Y-%m-%d}",
        ) from error
    if [forecast.question for forecast in forecasts] != questions:
        raise _broken(forecaster, "did not give one forecast for each question, in order")
    return forecasts


def _check_forecasts(
    forecaster: Forecaster, forecasts: Sequence[Forecast], known: InventedRecord
) -> None:
    seen = set(known.events().get_column("event_id"))
    for forecast in forecasts:
        about = f"for {forecast.question.text!r} as of {known.as_of:%Y-%m-%d}"
        for what, value in (
            ("probability", forecast.probability),
            ("base rate", forecast.base_rate.probability),
        ):
            if not 0.0 < value < 1.0:
                raise _broken(
                    forecaster, f"gave the {what} {value!r} {about}; it must lie inside 0-1"
                )
        total = log_odds(forecast.base_rate.probability) + sum(r.weight for r in forecast.reasons)
        if abs(total - log_odds(forecast.probability)) > _ADDITIVE_WITHIN:
            raise _broken(
                forecaster,
                f"gave base rate and reasons that add up to {total:.6f} in log-odds, not to the "
                f"{log_odds(forecast.probability):.6f} of its probability, {about}",
            )
        unknown = {id_ for reason in forecast.reasons for id_ in reason.event_ids} - seen
        if unknown:
            raise _broken(
                forecaster, f"named events that were not known, such as {min(unknown)!r}, {about}"
            )
        if forecast.forecaster != forecaster.name or forecast.as_of != known.as_of:
            raise _broken(
                forecaster,
                f"signed its forecast ({forecast.forecaster!r}, {forecast.as_of}) {about}",
            )


def _gist(forecasts: Sequence[Forecast]) -> list[Forecast]:
    return [replace(forecast, recorded_at=None) for forecast in forecasts]


_ASKED: tuple[tuple[str, str, EventType, int], ...] = (
    ("AAA", "BBB", "CONSULT", 30),
    ("BBB", "AAA", "ACCUSE", 7),
    ("CCC", "AAA", "ASSAULT", 90),
    ("DDD", "EEE", "AID", 30),
)


def _questions(opens_on: date) -> list[Question]:
    """Ask about a lively dyad, a quiet one and a pair nobody has heard of."""
    asked = []
    for actor, recipient, event_type, days in _ASKED:
        closes_on = opens_on + timedelta(days=days - 1)
        asked.append(
            Question(
                question_id=make_id(actor, recipient, event_type, opens_on, closes_on),
                text=f"{event_type} {actor} {recipient} within {days} days",
                actors=(actor,),
                recipients=(recipient,),
                event_types=(event_type,),
                opens_on=opens_on,
                closes_on=closes_on,
                directed=event_type != "CONSULT",
            )
        )
    return asked


_CYCLE: tuple[tuple[EventType, tuple[str, ...], tuple[str, ...]], ...] = (
    ("CONSULT", ("AAA", "BBB"), ()),
    ("ACCUSE", ("BBB",), ("AAA",)),
    ("CONSULT", ("AAA", "BBB"), ()),
    ("ASSAULT", ("CCC",), ("BBB",)),
    ("ACCUSE", ("AAA",), ("CCC",)),
    ("THREATEN", ("CCC",), ("AAA",)),
    ("AGREE", ("AAA", "CCC"), ()),
)


def _invented_history() -> pl.DataFrame:
    """Return two and a half years of acts between three states that do not exist.

    The gaps come from the squares modulo 23, so they look irregular and never change.
    """
    events, on, step = [], date(2022, 1, 3), 0
    while on < date(2024, 6, 20):
        event_type, actors, recipients = _CYCLE[step % len(_CYCLE)]
        published_at = datetime(on.year, on.month, on.day, tzinfo=UTC) + timedelta(days=1)
        events.append(
            Event(
                event_id=make_id("invented", step),
                event_type=event_type,
                mode=None,
                contexts=(),
                actors=actors,
                recipients=recipients,
                status="actual",
                happened_on=DateInterval(on, on),
                published_at=published_at,
                recorded_at=published_at,
                origin="invented",
                n_reports=1,
                n_independent=1,
            )
        )
        step += 1
        on += timedelta(days=1 + step * step % 23 // 2)
    return events_frame(events)


def _check_name(plugin: Feed | Reader | Forecaster, kind: str) -> None:
    name = getattr(plugin, "name", None)
    if not isinstance(name, str) or not has_version(name):
        raise CheckError(
            f"The {kind} {type(plugin).__name__} is called {name!r}; a name ends in a version, "
            "such as 'rules.v1', that moves when the output does.",
            plugin=str(name),
        )


def _broken(plugin: Feed | Reader | Forecaster, what: str) -> CheckError:
    return CheckError(f"{plugin.name} {what}.", plugin=plugin.name)
