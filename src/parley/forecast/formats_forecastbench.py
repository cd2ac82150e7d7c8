"""ForecastBench: question sets, resolution sets, submissions.

In: the JSON of a file, or forecasts kept for one. Out: `Exchange`; entries placed as
questions; a submission. The idea to know: questions of data sources resolve on several
dates, each a question of its own, while those of markets have `"N/A"` for dates and run
to the market's close; a submission has one forecast for each date, with `null` for a
market's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from typing import Any

from parley.errors import ImportDataError
from parley.forecast.formats_exchange import Aside, Asking, Exchange, as_date
from parley.forecast.formats_text import acled_question, dyad_question
from parley.terms import Question

__all__ = [
    "LISTS",
    "Answered",
    "forecastbench_due",
    "forecastbench_questions",
    "read_forecastbench",
    "reasoning",
    "submission",
]

Answered = tuple[dict[str, Any], list[tuple[str, dict[str, Any]]]]
"""An entry, and the dates that have a forecast with that forecast's row."""

LISTS = {
    "forecastbench-questions": "questions",
    "forecastbench-resolutions": "resolutions",
    "forecastbench-submission": "forecasts",
}
_NEEDED = {
    "questions": ("id", "source", "question"),
    "resolutions": ("id", "source", "resolved"),
    "forecasts": ("id", "source", "forecast"),
}
_FIGURES = {
    "fred": "an economic series",
    "dbnomics": "a statistical series",
    "yfinance": "a price",
    "wikipedia": "a page of an encyclopedia",
}


def read_forecastbench(whole: dict[str, Any], *, where: str) -> Exchange | None:
    """Take a file apart, or return None when it is none of ForecastBench's three layouts.

    Raises
    ------
    ImportDataError
        If its list holds something that is no entry of the layout.
    """
    for kind, name in LISTS.items():
        entries = whole.get(name)
        if not isinstance(entries, list) or "forecast_due_date" not in whole:
            continue
        for place, entry in enumerate(entries):
            lacking = "an object"
            if isinstance(entry, dict):
                lacking = next((key for key in _NEEDED[name] if key not in entry), "")
            if lacking:
                raise ImportDataError(
                    f"{name}[{place}] lacks {lacking!r}; an entry has {', '.join(_NEEDED[name])}",
                    where=where,
                )
        header = {key: value for key, value in whole.items() if key != name}
        return Exchange(kind, header, tuple(entries), where)  # type: ignore[arg-type]
    return None


def forecastbench_due(exchange: Exchange) -> datetime | None:
    """Return the first instant of the day on which forecasts are due."""
    due = as_date(exchange.header.get("forecast_due_date"))
    return None if due is None else datetime.combine(due, time(0), tzinfo=UTC)


def forecastbench_questions(
    entry: dict[str, Any], asking: Asking
) -> tuple[list[tuple[str, Question | Aside]], str]:
    """Return for each resolution date of an entry its question, or why there is none.

    Returns
    -------
    tuple
        Pairs of date (empty for a market) and question, and the text of the entry.
    """
    text, source = str(entry["question"]), str(entry["source"]).lower()
    if isinstance(entry["id"], list):
        aside = Aside("combination", "it joins two questions, and parley answers one at a time")
        return [("", aside)], text
    dates = entry.get("resolution_dates")
    if source in _FIGURES:
        aside = Aside(
            "not an act", f"{source} asks about {_FIGURES[source]}, not an act between parties"
        )
        return [("", aside)], text
    if not isinstance(dates, list):
        closes = as_date(entry.get("market_info_close_datetime"))
        return [("", _tried(lambda: dyad_question(text, last_day=closes, asking=asking)))], text
    found: list[tuple[str, Question | Aside]] = []
    for told in dates:
        day = as_date(told)
        if day is None:
            found.append((str(told), Aside("no date", f"it resolves on {told!r}, which is no day")))
        elif source == "acled":
            found.append(
                (str(told), _tried(lambda: acled_question(text, resolves_on=day, asking=asking)))  # noqa: B023
            )
        else:
            found.append(
                (str(told), _tried(lambda: dyad_question(text, last_day=day, asking=asking)))  # noqa: B023
            )
    return found or [("", Aside("no date", "it names no day on which it resolves"))], text


def _tried(make: Any) -> Question | Aside:
    try:
        question: Question = make()
    except Aside as aside:
        return aside
    return question


def submission(
    header: dict[str, Any], entries: Sequence[Answered], *, organization: str, model: str
) -> dict[str, Any]:
    """Return a submission: a forecast with its reasoning for each date that was understood.

    Parameters
    ----------
    entries
        Entries of the question set, each with dates and the rows of their forecasts.
    """
    return {
        "organization": organization,
        "model_organization": organization,
        "model": model,
        "question_set": header.get("question_set"),
        "forecast_due_date": header.get("forecast_due_date"),
        "forecasts": list(_forecasts(entries)),
    }


def _forecasts(entries: Sequence[Answered]) -> Iterator[dict[str, Any]]:
    for entry, answers in entries:
        for told, row in answers:
            yield {
                "id": entry["id"],
                "source": entry["source"],
                "forecast": row["probability"],
                "resolution_date": told or None,
                "reasoning": reasoning(row),
            }


def reasoning(row: dict[str, Any]) -> str:
    """Return the reasons of a kept forecast as prose, each with its weight in log-odds."""
    asked, rate = json.loads(row["question"]), json.loads(row["base_rate"])
    told = [
        f"Understood as: {asked['text']} Settled by {asked['settles']}.",
        f"Base rate {row['base_probability']:.3f}: {rate['n_hits']} of {rate['n_windows']} past "
        f"windows of {rate['window_days']} days for these parties; {rate['reference_class']}: "
        f"{rate['class_hits']} of {rate['class_windows']}.",
        *(
            f"{reason['weight']:+.2f} log-odds: {reason['text']}."
            for reason in json.loads(row["reasons"])
        ),
        f"Together {row['probability']:.3f} ({row['forecaster']}, forecast {row['forecast_id']}).",
    ]
    return "\n".join(told)
