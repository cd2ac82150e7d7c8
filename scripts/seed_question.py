"""Ask the question parley began with, week by week through 2018, and draw the answers.

In: a record with the ICEWS history of 2018 (`parley import tkg …/icews18 --start
2018-01-01 --record history`). Out: a table of chances on standard output, and a chart.
The idea to know: each row is made from what was known on its morning; the outcome is
looked up afterwards, in the same record.

Two questions: will the USA and North Korea talk within 30 days, and will their leaders
meet. A meeting of leaders is a row coded as a visit or a meeting at a third place whose
two parties are heads of state or government by name, or "Head of Government" of a state;
the forecaster sees all rows, but only such rows keep their mode. Run it from the
checkout: python scripts/seed_question.py --record history --plot docs/tutorial/summit-by-week.svg
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path

import polars as pl

import parley
from parley.faces.charts import write_chart
from parley.faces.charts_chance import ChanceLine, Marked, chance_chart
from parley.forecast.asked import make_question
from parley.reading.actor_tables import ActorTable
from parley.record.as_of import Known
from parley.terms import Forecast, Question, log_odds

HORIZON_DAYS = 30
FIRST, LAST = date(2018, 2, 5), date(2018, 9, 24)
MEETING = ("visit", "third-party")
SUMMIT = date(2018, 6, 12)

EVENTS = (
    (date(2018, 3, 8), "Trump accepts Kim's invitation to meet"),
    (date(2018, 3, 31), "Pompeo, then head of the CIA, sees Kim in Pyongyang (over Easter)"),
    (date(2018, 4, 27), "Kim and Moon meet at Panmunjom"),
    (date(2018, 5, 10), "Singapore and 12 June are named"),
    (date(2018, 5, 24), "Trump calls the summit off"),
    (date(2018, 6, 1), "Trump says it is on again"),
    (date(2018, 6, 12), "Trump and Kim meet in Singapore"),
    (date(2018, 8, 24), "Trump cancels Pompeo's trip to Pyongyang"),
    (date(2018, 9, 18), "Kim and Moon meet in Pyongyang"),
)
"""What moved it, from the public record: the day in the country where it happened."""

_HEADS = re.compile(
    r"(?:acting |interim )?(?:president|prime minister|chancellor|king|queen|emir|sultan|premier|"
    r"supreme leader|leader|chairman of the State Affairs Commission|taoiseach)"
)
_ROLE = re.compile(r"(?:Head of (?:Government|State)|King|Queen|Emir|Sultan) \(")


class Heads:
    """Who is head of a state or government on a day, as the actor tables have it."""

    def __init__(self, table: ActorTable) -> None:
        self._table = table
        self._told: dict[tuple[str, date], bool] = {}

    def has(self, name: str, on: date) -> bool:
        """Tell whether a name is that of a head on a day."""
        if (name, on) not in self._told:
            self._told[name, on] = self._look_up(name, on)
        return self._told[name, on]

    def _look_up(self, name: str, on: date) -> bool:
        if _ROLE.match(name):
            return True
        found = self._table.resolve(name, on=on)
        if found is None or found.how != "office":
            return False
        party = self._table.parties.get(("person", found.name))
        return party is not None and any(
            _HEADS.fullmatch(term.office or "") is not None
            and (term.start is None or term.start <= on)
            and (term.end is None or on <= term.end)
            for term in party.terms
        )


class HeadsOnly:
    """The record as known, in which only meetings of heads keep their mode."""

    def __init__(self, known: Known, heads: Heads) -> None:
        self._known = known
        self._heads = heads

    @property
    def as_of(self) -> datetime:
        """The moment; nothing published after it is in any answer."""
        return self._known.as_of

    def claims(self) -> pl.DataFrame:
        """Return claims as they are."""
        return self._known.claims()

    def events(self) -> pl.DataFrame:
        """Return all events, visits and meetings of others than heads without their mode."""
        return self._events

    @cached_property
    def _events(self) -> pl.DataFrame:
        events = self._known.events()
        meetings = events.filter(
            pl.col("mode").is_in(MEETING), ~pl.col("original").str.starts_with("045")
        )
        of_heads = [
            row["event_id"]
            for row in meetings.select(
                "event_id", "happened_on", "actor_names", "recipient_names"
            ).iter_rows(named=True)
            if self._between_heads(row)
        ]
        meets = pl.col("event_id").is_in(of_heads)
        return events.with_columns(
            mode=pl.when(meets).then("mode").when(pl.col("mode").is_in(MEETING)).then(None)
            .otherwise("mode")
        )  # fmt: skip

    def _between_heads(self, row: dict[str, object]) -> bool:
        names = [*_strings(row["actor_names"]), *_strings(row["recipient_names"])]
        on = row["happened_on"]
        assert isinstance(on, date)
        return len(names) > 1 and all(self._heads.has(name, on) for name in names)


def _strings(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def origins() -> list[date]:
    """Return the Mondays on which the questions are asked."""
    n_weeks = (LAST - FIRST).days // 7 + 1
    return [FIRST + timedelta(days=7 * week) for week in range(n_weeks)]


def questions(as_of: datetime) -> tuple[Question, Question]:
    """Return the two questions as asked at a moment."""
    talks, meeting = (
        make_question(
            actors=["USA"], recipients=["PRK"], event_types=["CONSULT"], as_of=as_of,
            within_days=HORIZON_DAYS, modes=modes,
        )
        for modes in ((), MEETING)
    )  # fmt: skip
    return talks, meeting


def meeting_days(events: pl.DataFrame, *, meetings_only: bool) -> list[date]:
    """Return the days on which the record has talks of the two, or meetings of their leaders."""
    sides = pl.concat_list("actors", "recipients").list.eval(
        pl.element().str.split("-").list.first()
    )
    rows = events.filter(
        pl.col("event_type") == "CONSULT",
        pl.col("status").is_in(["actual", "ongoing"]),
        sides.list.contains("USA") & sides.list.contains("PRK"),
    )
    if meetings_only:
        rows = rows.filter(pl.col("mode").is_in(MEETING))
    return rows["happened_on"].unique().sort().to_list()


def came_true(question: Question, days: Sequence[date], last_known: date) -> bool | None:
    """Tell whether a window saw one of the days; None while it is open."""
    if any(question.opens_on <= day <= question.closes_on for day in days):
        return True
    return False if question.closes_on <= last_known else None


def ask_all(
    record: str, forecaster: str | None
) -> tuple[list[tuple[Forecast, Forecast]], list[list[date]], date]:
    """Return the forecasts of every origin, and the days on which either came about."""
    with parley.open(record) as desk:
        model, heads = desk.forecaster(forecaster), Heads(desk.table)
        answers = []
        for origin in origins():
            moment = datetime(origin.year, origin.month, origin.day, tzinfo=UTC)
            seen = HeadsOnly(desk.known(moment), heads)
            talks, meeting = model.forecast(questions(moment), seen)
            answers.append((talks, meeting))
            print(f"{origin}: {meeting.probability:.3f}", file=sys.stderr, flush=True)
        after = HeadsOnly(desk.known(), heads).events()
        days = [meeting_days(after, meetings_only=only) for only in (False, True)]
        return answers, days, max(after["happened_on"])


def moved_by(forecasts: Sequence[Forecast], row: int) -> str:
    """Tell what moved a forecast most since the week before: a kind of reason, in log-odds."""
    if row == 0:
        return ""
    before, after = (_by_kind(forecasts[place]) for place in (row - 1, row))
    moves = {
        kind: after.get(kind, 0.0) - before.get(kind, 0.0) for kind in sorted({*before, *after})
    }
    kind = max(moves, key=lambda name: abs(moves[name]))
    return f"{kind} {moves[kind]:+.2f}"


def _by_kind(forecast: Forecast) -> dict[str, float]:
    weights = {"base rate": log_odds(forecast.base_rate.probability)}
    for reason in forecast.reasons:
        weights[reason.kind] = weights.get(reason.kind, 0.0) + reason.weight
    return weights


def main() -> None:
    """Ask, print the table, draw the chart."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--record", default="history")
    parser.add_argument("--forecaster", default=None)
    parser.add_argument("--plot", type=Path, default=None)
    chosen = parser.parse_args()
    answers, days, last_known = ask_all(chosen.record, chosen.forecaster)
    lines = []
    for place, name in enumerate(("Talks of any kind (CONSULT)", "A meeting of the leaders")):
        told = [pair[place] for pair in answers]
        lines.append(
            ChanceLine(
                name=f"{name} within {HORIZON_DAYS} days",
                days=tuple(origins()),
                probability=tuple(each.probability for each in told),
                base_rate=tuple(each.base_rate.probability for each in told),
                outcome=tuple(came_true(each.question, days[place], last_known) for each in told),
                span=(SUMMIT - timedelta(days=HORIZON_DAYS - 1), SUMMIT) if place else None,
                height=190 if place else 60,
            )
        )
    meetings = [meeting for _, meeting in answers]
    print("as of       talks (base) true  leaders meet (base) true  moved most by")
    for row, origin in enumerate(origins()):
        cells = [
            f"{100 * line.probability[row]:5.1f} ({100 * line.base_rate[row]:.1f})  "
            f"{ {True: 'yes', False: 'no', None: 'open'}[line.outcome[row]]:5}"
            for line in lines
        ]
        print(f"{origin}  {'  '.join(cells)}  {moved_by(meetings, row)}")
    for line in lines:
        closed = [
            (p, b, o)
            for p, b, o in zip(line.probability, line.base_rate, line.outcome, strict=True)
            if o is not None
        ]
        brier = sum((p - o) ** 2 for p, _, o in closed) / len(closed)
        base = sum((b - o) ** 2 for _, b, o in closed) / len(closed)
        print(f"{line.name}: {len(closed)} windows, Brier {brier:.3f}, base rate {base:.3f}")
    print("days with a row for a meeting of the leaders:", *days[1])
    if chosen.plot is not None:
        chart = chance_chart(
            lines,
            [Marked(on, words) for on, words in EVENTS],
            title="USA and North Korea, 2018: the chance given each Monday",
            subtitle=[
                f"by {answers[0][0].forecaster}; dashed: the base rate. Rings: what the record "
                "says came of it, at 100 % yes, at 0 % no.",
                "Shaded: Mondays from which the meeting in Singapore lay within 30 days.",
            ],
        )
        print(f"Wrote {write_chart(chart, chosen.plot)}.")


if __name__ == "__main__":
    main()
