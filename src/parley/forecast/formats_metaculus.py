"""Metaculus: questions as its tools write them, and predictions as it takes them.

In: a list of questions (JSON, JSON Lines or CSV). Out: `Exchange`; entries placed as
questions; predictions. The idea to know: a question has two ids: predictions go to
`id_of_question`, comments to `id_of_post`, and the two differ. Only open yes-or-no
questions are asked; annulled and ambiguous ones are kept aside like any that is over.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from parley.forecast.formats_exchange import Aside, Asking, Exchange, as_date
from parley.forecast.formats_forecastbench import reasoning
from parley.forecast.formats_text import dyad_question
from parley.terms import Question

__all__ = ["metaculus_question", "metaculus_text", "predictions", "read_metaculus"]

_NEEDED = ("question_text", "id_of_post", "id_of_question")
_OVER = ("resolved", "closed")


def read_metaculus(entries: Sequence[Any], *, where: str, container: str) -> Exchange | None:
    """Take a list of questions apart, or return None when its entries are not Metaculus's."""
    if not entries or not all(
        isinstance(entry, dict) and all(key in entry for key in _NEEDED) for entry in entries
    ):
        return None
    return Exchange("metaculus", {}, tuple(entries), where, container)


def metaculus_question(entry: dict[str, Any], asking: Asking) -> Question | Aside:
    """Return the question of an entry, or why there is none."""
    try:
        return _question(entry, asking)
    except Aside as aside:
        return aside


def metaculus_text(entries: Sequence[dict[str, Any]], container: str) -> str:
    """Return entries as the text of a file, written as they came."""
    if container == "jsonl":
        return "".join(f"{json.dumps(entry, ensure_ascii=False)}\n" for entry in entries)
    if container == "csv":
        out = io.StringIO()
        names = list(dict.fromkeys(key for entry in entries for key in entry))
        writer = csv.DictWriter(out, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(entries)
        return out.getvalue()
    return json.dumps(list(entries), ensure_ascii=False, indent=2) + "\n"


def predictions(answers: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> list[dict[str, Any]]:
    """Return predictions: a chance for each question id, a comment for its post id."""
    return [
        {
            "question": _whole(entry["id_of_question"]),
            "probability_yes": row["probability"],
            "probability_yes_per_category": None,
            "continuous_cdf": None,
            "comment": {
                "on_post": _whole(entry["id_of_post"]),
                "text": reasoning(row),
                "included_forecast": True,
                "is_private": True,
            },
        }
        for entry, row in answers
    ]


def _question(entry: dict[str, Any], asking: Asking) -> Question:
    kind = _kind(entry)
    if kind != "binary":
        raise Aside("not yes or no", f"it is of type {kind}, and parley answers yes or no")
    if _told(entry, "conditional_type"):
        raise Aside("conditional", "it is part of a conditional, and parley answers without one")
    resolved = _told(entry, "resolution_string")
    state = _told(entry, "state").rsplit(".", 1)[-1]
    if resolved.lower() in {"annulled", "ambiguous"}:
        raise Aside("annulled", f"it was resolved as {resolved.lower()}")
    if resolved or state in _OVER:
        raise Aside(
            "closed", f"it is {state or 'resolved'} already{f' ({resolved})' if resolved else ''}"
        )
    closes = as_date(entry.get("scheduled_resolution_time")) or as_date(entry.get("close_time"))
    return dyad_question(str(entry["question_text"]), last_day=closes, asking=asking)


def _kind(entry: dict[str, Any]) -> str:
    """Return the type of a question, from its own word or from the fields only others have."""
    told = _told(entry, "question_type")
    if told:
        return told
    if entry.get("options"):
        return "multiple_choice"
    if any(
        entry.get(name) is not None and entry.get(name) != ""
        for name in ("upper_bound", "zero_point")
    ):
        return "numeric"
    return "numeric" if _told(entry, "unit_of_measure") else "binary"


def _told(entry: dict[str, Any], name: str) -> str:
    value = entry.get(name)
    return "" if value is None else str(value).strip().lower()


def _whole(value: Any) -> Any:
    """Return an id as a number, also from a cell of CSV."""
    text = str(value)
    return int(text) if text.isdigit() else value
