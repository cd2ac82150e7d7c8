"""What the check of annotated reports finds, fault by fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from parley.training.corpus import Corpus, Passage
from parley.training.corpus_check import check_corpus, check_passage

Make = Callable[..., Passage]
Json = dict[str, Any]


def _set(*path: Any, to: Any) -> Callable[[Json], None]:
    def bend(reading: Json) -> None:
        holder: Any = reading
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = to

    return bend


FAULTS: list[tuple[Callable[[Json], None], str, str]] = [
    (_set("actors", 0, "start", to=1), "actors[0]", "does not stand at"),
    (_set("actors", 2, "code", to="TCD-KING"), "actors[2]", "unknown code"),
    (_set("outlet", to=""), "", "outlet is empty"),
    (_set("relay", to=["Reuters"]), "", "relay 'Reuters' is not named"),
    (_set("register", to="song"), "", "unknown register"),
    (_set("published_at", to="2020-01-07T10:00:00"), "", "has no zone"),
    (_set("published_at", to="Tuesday"), "", "no instant"),
    (_set("events", 0, "evidence", to="Oslo danced"), "events[0]", "evidence stands 0 times"),
    (_set("events", 0, "type", to="SMILE"), "events[0]", "unknown type"),
    (_set("events", 0, "mode", to="visit"), "events[0]", "SUPPORT has no mode 'visit'"),
    (_set("events", 0, "act", to="AID"), "events[0]", "takes no act"),
    (_set("events", 0, "actor", to=[]), "events[0]", "no actor"),
    (_set("events", 0, "recipient", to=["FRA"]), "events[0]", "no mention of the party 'FRA'"),
    (_set("events", 0, "status", to="done"), "events[0]", "unknown status"),
    (_set("events", 0, "date", "start", to="2020-13-01"), "events[0]", "no days"),
    (_set("events", 0, "date", "start", to="2020-01-08"), "events[0]", "runs backward"),
    (_set("events", 0, "date", "precision", to="week"), "events[0]", "Monday to Sunday"),
    (_set("events", 0, "according_to", to=["Tass"]), "events[0]", "neither a code nor"),
    (_set("statements", 0, "cue_start", to=19), "statements[0]", "does not stand at 19"),
    (_set("statements", 0, "content", to="that Oslo"), "statements[0]", "opens with *that*"),
    (_set("statements", 0, "speaker", to="a fox"), "statements[0]", "no code and no mention"),
    (_set("statements", 0, "kind", to="loud"), "statements[0]", "unknown kind"),
    (_set("claims", 0, "phrase", to="sure"), "claims[0]", "does not stand once"),
    (_set("claims", 0, "by_text", to="Oslo"), "claims[0]", "null for the reporter"),
    (_set("claims", 0, "probability", to=[0.8, 0.5]), "claims[0]", "no range of chances"),
    (_set("claims", 0, "deadline", to="2019-01-01"), "claims[0]", "had passed"),
    (_set("claims", 0, "direction", to="sideways"), "claims[0]", "unknown direction"),
]


def test_a_passage_without_fault_has_no_problems(make_passage: Make) -> None:
    """The sample all other tests bend is sound."""
    assert check_passage(make_passage()) == []


@pytest.mark.parametrize(("bend", "where", "told"), FAULTS, ids=[fault[2] for fault in FAULTS])
def test_each_fault_is_told_with_its_place(
    make_passage: Make, bend: Callable[[Json], None], where: str, told: str
) -> None:
    """A bent field yields a problem that names the passage, the entry and the fault."""
    problems = check_passage(make_passage(bend))

    assert [p for p in problems if p.place == f"dev/one {where}".rstrip() and told in p.message]


def test_missing_and_disordered_fields_end_the_check(make_passage: Make) -> None:
    """A reading without its claims is told once, and its other entries are not looked at."""
    problems = check_passage(make_passage(lambda reading: reading.pop("claims")))

    assert [problem.place for problem in problems] == ["dev/one"]
    assert "fields are" in problems[0].message


def test_short_texts_and_blank_line_ends_are_told(make_passage: Make) -> None:
    """A text of a few words that ends in a blank and no line end has three faults."""
    messages = [
        p.message for p in check_passage(make_passage(text="Rain is likely. "))
        if p.place == "dev/one"
    ]  # fmt: skip

    assert any("words, not 120 to 320" in message for message in messages)
    assert any("one line end" in message for message in messages)
    assert any("ends in blanks" in message for message in messages)


def test_a_region_stands_only_in_its_split(make_passage: Make) -> None:
    """A region of train is refused in dev; an unlisted one is refused anywhere."""
    passage = make_passage()

    elsewhere = check_corpus(Corpus((passage,), {"Nordics": ("train",)}))
    unlisted = check_corpus(Corpus((passage,), {}))
    listed = check_corpus(Corpus((passage,), {"Nordics": ("dev",)}))

    assert [p.message for p in elsewhere] == ["region 'Nordics' belongs to train"]
    assert [p.message for p in unlisted] == ["region 'Nordics' is not in regions.json"]
    assert listed == []


def test_a_region_of_test_is_in_no_other_split(make_passage: Make) -> None:
    """`regions.json` itself may not mix test with anything."""
    problems = check_corpus(Corpus((make_passage(),), {"Nordics": ("dev", "test")}))

    assert [p.place for p in problems] == ["regions.json"]


def test_shared_runs_and_names_are_told_once_for_each_pair(make_passage: Make) -> None:
    """Two copies share many runs of eight words and one name; each makes one problem."""
    allowed = {"Nordics": ("train", "dev")}
    copies = (make_passage(split="train"), make_passage(split="dev"))

    problems = check_corpus(Corpus(copies, allowed, ("dev/alone",)))

    assert [p.place for p in problems] == ["dev/alone", "dev/one", "dev/one"]
    assert "name already used by train/one" in problems[1].message
    assert "with train/one" in problems[2].message
