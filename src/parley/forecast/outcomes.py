"""Several outcomes: asked side by side, or such that exactly one comes true.

In: questions over one window. Out: `QuestionSet`. The idea to know: outcomes that exclude
one another are made so by a rule, so that the record can settle them: which comes first,
the earlier named on one day, or none. `outcomes_joint` gives them chances.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time

from parley.errors import QuestionError
from parley.forecast.asked import make_question
from parley.terms import Band, Question, QuestionSet, make_id

__all__ = ["make_set", "outcome_label", "placed_outcome", "relations_set"]


def make_set(
    questions: Sequence[Question],
    *,
    exclusive: bool,
    labels: Sequence[str] = (),
    text: str = "",
) -> QuestionSet:
    """Put outcomes together: side by side, or by which comes first.

    Parameters
    ----------
    questions
        Two or more over one window.
    exclusive
        Whether to ask which comes first; "none of them" is then added.
    labels
        Short names of the outcomes; by default their words.

    Raises
    ------
    QuestionError
        If there are fewer than two, their windows differ, two are the same, or an
        exclusive one cannot be put in order of time.

    Examples
    --------
    >>> from datetime import datetime, timezone
    >>> moment = datetime(2018, 3, 1, tzinfo=timezone.utc)
    >>> asked = [make_question(actors=["USA"], recipients=["IRN"], event_types=[kind],
    ...                        directed=False, as_of=moment) for kind in ("CONSULT", "THREATEN")]
    >>> make_set(asked, exclusive=True, labels=["talks", "threats"]).labels
    ('talks', 'threats', 'none of these')
    """
    _check_set(questions, exclusive, text)
    names = tuple(labels) or tuple(outcome_label(question) for question in questions)
    whole = text or f"{' / '.join(names)}?"
    if not exclusive:
        set_id = make_id("set", "side by side", *(each.question_id for each in questions))
        settles = "each outcome by itself: " + "; ".join(
            f"{name}: {question.settles}" for name, question in zip(names, questions, strict=True)
        )
        return QuestionSet(set_id, whole, tuple(questions), names, False, settles)
    rivals = tuple(questions)
    set_id = make_id("set", "first", *(each.question_id for each in rivals))
    names = (*names, "none of these")
    order = " before ".join(f"“{name}”" for name in names[:-1])
    settles = (
        "the record: the outcome whose act begins first in the window comes true, and none other; "
        f"on one day the one named earlier ({order}); “none of these” when no such act begins"
    )
    placed = tuple(
        placed_outcome(rivals, place, names[place], settles, text) for place in range(len(names))
    )
    return QuestionSet(set_id, whole, placed, names, True, settles)


def relations_set(question: Question, *, text: str = "") -> QuestionSet:
    """Return the three ways relations can go: worse, steady, better.

    Raises
    ------
    QuestionError
        If the question is not about relations.
    """
    band = question.band
    if band is None:
        raise QuestionError("Only relations go three ways: worse, steady, better.")
    ways = ("worse", "steady", "better")
    questions = []
    for way in ways:
        moved = Band(way, band.by, band.measure)  # type: ignore[arg-type]
        questions.append(_with_band(question, moved))
    set_id = make_id("set", "relations", *(each.question_id for each in questions))
    by = f" by {band.by:g} points or more" if band.by else ""
    settles = questions[0].settles.replace("be lower", "be lower (worse) or higher (better)", 1)
    words = text or f"Will relations worsen{by}, improve{by}, or stay as they are?"
    return QuestionSet(set_id, words, tuple(questions), ways, True, settles)


def _with_band(question: Question, band: Band) -> Question:
    return make_question(
        actors=question.actors,
        recipients=question.recipients,
        event_types=question.event_types,
        as_of=datetime.combine(question.opens_on, time(0), tzinfo=UTC),
        closes_on=question.closes_on,
        directed=question.directed,
        statuses=question.statuses,
        band=band,
    )


def _check_set(questions: Sequence[Question], exclusive: bool, text: str) -> None:
    if len(questions) < 2:
        raise QuestionError(
            "Several outcomes are two or more, such as --outcome CONSULT --outcome THREATEN.",
            question=text,
        )
    windows = {(each.opens_on, each.closes_on) for each in questions}
    if len(windows) > 1:
        raise QuestionError(
            "The outcomes have different windows. Give one window for all, with --within or "
            "--until.",
            question=text,
        )
    if len({each.question_id for each in questions}) < len(questions):
        raise QuestionError("Two of the outcomes ask for the same thing.", question=text)
    for each in questions:
        if exclusive and (
            each.band is not None or each.at_most is not None or each.at_least < 1 or each.first_of
        ):
            raise QuestionError(
                f"{each.text!r} comes about on no one day, so it cannot be first. Ask the outcomes "
                "side by side.",
                question=text,
            )


def placed_outcome(
    rivals: tuple[Question, ...], place: int, label: str, settles: str, text: str = ""
) -> Question:
    """Return the question whether the outcome at a place comes first.

    `text` is the question that asks for all of them, in words, if there is one.
    """
    none = place == len(rivals)
    own = rivals[-1] if none else rivals[place]
    last = own.closes_on
    listed = ", ".join(f"“{outcome_label(each)}”" for each in rivals)
    if text:
        words = f"{text.rstrip(' ?.!')}: {label}{'' if none else ' first'}?"
    elif none:
        words = f"Will none of {listed} come about by {last}?"
    else:
        others = ", ".join(
            f"“{outcome_label(each)}”" for i, each in enumerate(rivals) if i != place
        )
        words = f"Will “{outcome_label(own)}” come before {others} by {last}?"

    def joined(name: str) -> tuple[str, ...]:
        every = [code for each in rivals for code in getattr(each, name)]
        return tuple(dict.fromkeys(every)) if none else tuple(getattr(own, name))

    return replace(
        own,
        question_id=make_id("first", place, *(each.question_id for each in rivals)),
        text=words,
        actors=joined("actors"),
        recipients=joined("recipients"),
        event_types=joined("event_types"),  # type: ignore[arg-type]
        settles=f"{settles}; here “{label}”",
        first_of=rivals,
        place=place,
    )


def outcome_label(question: Question) -> str:
    """Return a short name for an outcome: its words without frame and last day."""
    words = question.text.rstrip("?").removeprefix("Will ")
    return words.rsplit(" by ", 1)[0] if f" by {question.closes_on}" in words else words
