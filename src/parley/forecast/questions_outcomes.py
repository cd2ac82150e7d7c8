"""Several outcomes in one question: "talks, threats, or neither".

In: the words of a question. Out: `Split`, a question in words for each outcome. The idea
to know: "or neither" and "which comes first" ask for outcomes that exclude one another;
a list of chances joined by "and" asks for them side by side; a bare "or" means any of
them, as it always did.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from parley.errors import QuestionError
from parley.forecast.questions_window import LENGTH

__all__ = ["Split", "split_outcomes", "without_neither"]

_NEITHER = re.compile(
    r"[,;]?\s*\b(?:or|and/or)\s+(?:neither(?:\s+of\s+(?:these|them|the\s+two|both))?"
    r"|none(?:\s+of\s+(?:these|those|them|the\s+above))?"
    r"|(?:do\s+)?nothing(?:\s+of\s+the\s+(?:kind|sort)|\s+at\s+all)?)\b[,;]?",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"^\s*(?:which|what)\s+(?:of\s+(?:these|the\s+following)\s+)?(?:will\s+)?"
    r"(?:comes?|happens?)\s+first\b\s*(?P<who>[^:,]*?)\s*[:,–—-]\s*(?P<acts>.+)$",
    re.IGNORECASE,
)
_CHANCES = re.compile(
    r"^\s*what\s+are\s+the\s+(?:chances|odds|probabilities|likelihoods)\s+of\s+(?P<acts>.+)$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(?:between|by|from|against|towards?)\b", re.IGNORECASE)
_JOIN = re.compile(r"\s*[,;]\s*(?:and\s+|or\s+)?|\s+or\s+", re.IGNORECASE)
_JOIN_AND = re.compile(r"\s*[,;]\s*(?:and\s+|or\s+)?|\s+and\s+", re.IGNORECASE)
_WHEN = re.compile(
    r"\s*,?\s*\b(?:within|in\s+the\s+(?:next|coming)|over\s+the\s+(?:next|coming)|by|before|until|"
    r"this|next|in|during)\b[^,]*$",
    re.IGNORECASE,
)
_DAYS = re.compile(
    r"\d|week|month|year|day|end|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^\s*(?:will|would|do|does|are|is|can|could|might|may)\s+", re.IGNORECASE)
_LONGEST_LABEL = 40


IsAct = Callable[..., bool]
"""Tells whether words begin with an act, after so many other words at most."""


@dataclass(frozen=True, slots=True)
class Split:
    """A question in words for each outcome, and what each is called."""

    outcomes: tuple[str, ...]
    labels: tuple[str, ...]
    exclusive: bool


def split_outcomes(asked: str, is_act: IsAct) -> Split | None:
    """Return the outcomes that a question asks for, or None when it asks for one.

    Parameters
    ----------
    asked
        The question.
    is_act
        Tells whether words begin with an act.

    Raises
    ------
    QuestionError
        If it asks for several, and fewer than two are found.

    Examples
    --------
    >>> split = split_outcomes("Will A and B hold talks, trade threats, or neither this year?",
    ...                        lambda words, *_: words.startswith(("hold", "trade")))
    >>> split.labels, split.outcomes[1]
    (('hold talks', 'trade threats'), 'Will A and B trade threats this year?')
    """
    text = asked.rstrip(" ?.!")
    if first := _FIRST.match(text):
        return _listed(first["acts"], first["who"], is_act, asked, exclusive=True, join=_JOIN)
    if neither := _NEITHER.search(text):
        rest = f"{text[: neither.start()]} {text[neither.end() :]}".strip()
        return _acted(" ".join(rest.split()), is_act, asked)
    chances = _CHANCES.match(text)
    if chances is not None:
        return _chances(chances["acts"], is_act, asked)
    return None


def without_neither(asked: str) -> str:
    """Return a question of one outcome without "or nothing of the kind".

    Examples
    --------
    >>> without_neither("Will A and B sign a treaty, or nothing of the kind, this year?")
    'Will A and B sign a treaty this year?'
    """
    return " ".join(_NEITHER.sub(" ", asked).split()).replace(" ?", "?")


def _chances(acts: str, is_act: IsAct, asked: str) -> Split | None:
    """Read "the chances of talks, threats and sanctions between A and B"."""
    tail = _BETWEEN.search(acts)
    head = acts if tail is None else acts[: tail.start()]
    pieces = [piece for piece in _JOIN_AND.split(head.strip()) if piece.strip()]
    if len(pieces) < 2 or not all(is_act(piece) for piece in pieces):
        return None
    who = "" if tail is None else acts[tail.start() :]
    return _made(pieces, [f"Will there be {piece} {who}".strip() for piece in pieces], False, asked)


def _listed(
    acts: str, who: str, is_act: IsAct, asked: str, *, exclusive: bool,
    join: re.Pattern[str],
) -> Split:  # fmt: skip
    """Read a list of acts, each a noun or a clause of its own."""
    when = _when(acts)
    body = acts[: len(acts) - len(when)] if when else acts
    pieces = _merged(join.split(body), is_act)
    tail = f" {who}" if who else ""
    return _made(
        pieces, [f"Will there be {piece}{tail}{when}" for piece in pieces], exclusive, asked
    )


def _acted(text: str, is_act: IsAct, asked: str) -> Split | None:
    """Read "Will S do this, do that (or neither)": one subject, several acts."""
    body = _LEAD.sub("", text)
    when = _when(body)
    body = body[: len(body) - len(when)] if when else body
    start = _first_act(body, is_act)
    if start is None:
        raise QuestionError(
            f"Which outcomes {asked!r} asks about was not understood: none of its words is known "
            "for an act. Ask for example "
            '"Will the USA and Iran hold talks, trade threats, or neither within 30 days?".',
            question=asked,
        )
    subject = re.sub(r"\beither\s*$", "", body[:start], flags=re.IGNORECASE).strip()
    pieces = _merged(_JOIN.split(body[start:]), is_act)
    if len(pieces) == 1:
        return None  # "or nothing of the kind": one outcome after all
    tail = ""
    if subject.lower() in {"", "there be"} and (between := _BETWEEN.search(pieces[-1])):
        tail = f" {pieces[-1][between.start() :]}"
        pieces[-1] = pieces[-1][: between.start()].strip()
    lead = "Will there be" if subject.lower() in {"", "there be"} else f"Will {subject}"
    return _made(pieces, [f"{lead} {piece}{tail}{when}" for piece in pieces], True, asked)


def _first_act(body: str, is_act: IsAct) -> int | None:
    """Return where the first act begins: at a word from which on the words are an act."""
    for word in re.finditer(r"\S+", body):
        rest = body[word.start() :]
        if is_act(rest, 0):
            return word.start()
    return None


def _merged(pieces: list[str], is_act: IsAct) -> list[str]:
    """Join pieces that are no act to the one before: names in a list of names."""
    merged: list[str] = []
    for piece in (re.sub(r"^either\s+", "", each.strip()) for each in pieces if each.strip()):
        if merged and not is_act(piece):
            merged[-1] = f"{merged[-1]}, {piece}"
        else:
            merged.append(piece)
    return merged


def _when(text: str) -> str:
    """Return the words of the window at the end, if any."""
    if length := LENGTH.search(text):
        return f" {text[length.start() :]}"[-(len(text) - length.start()) - 1 :]
    found = _WHEN.search(text)
    return found[0] if found is not None and _DAYS.search(found[0]) else ""


def _made(pieces: list[str], questions: list[str], exclusive: bool, asked: str) -> Split:
    if len(pieces) < 2:
        raise QuestionError(
            f"{asked!r} asks which of several outcomes, and only one was understood. Name each "
            "with an act, or give each with --outcome.",
            question=asked,
        )
    labels = tuple(_label(piece) for piece in pieces)
    return Split(tuple(f"{' '.join(each.split())}?" for each in questions), labels, exclusive)


def _label(piece: str) -> str:
    words = " ".join(piece.split()).strip(" ,;")
    return words if len(words) <= _LONGEST_LABEL else f"{words[: _LONGEST_LABEL - 1].rstrip()}…"
