"""How well a reader reads, by annotated reports.

In: a folder of NAME.txt beside NAME.json in the form of corpus/GUIDE.md, and a reader.
Out: `Scores`: precision, recall and F1 of what should be found, and the share right of
what is asked of the found. The idea to know: found comes first (an event by type and
overlap with its evidence, a statement by its letters, a claim by overlap), pairs are one
to one and the largest overlap takes first pick; the rest is asked of the pairs alone.

From the command line: `python tests/golden/scoring.py corpus/dev` prints the table.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from parley.reading.as_json import reading_as_json
from parley.reading.reader import RulesReader
from parley.terms import SYMMETRIC, Reader, Report, Span, party_of

Json = dict[str, Any]
One = TypeVar("One")
Other = TypeVar("Other")

SAME_LETTERS = 0.5  # of a statement's content, by Jaccard: the guide's own convention
SAME_RANGE = 0.1  # both ends of a probability together may be so far off


@dataclass
class Found:
    """How many of the gold were found, and of how many offered."""

    hits: int = 0
    gold: int = 0
    offered: int = 0

    @property
    def precision(self) -> float:
        """Of what was offered, the share that is right; in [0, 1]."""
        return self.hits / self.offered if self.offered else 0.0

    @property
    def recall(self) -> float:
        """Of what is there, the share that was found; in [0, 1]."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two, in [0, 1]."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def add(self, hits: int, gold: int, offered: int) -> None:
        """Count one report in."""
        self.hits += hits
        self.gold += gold
        self.offered += offered


@dataclass
class Asked:
    """How often a field of what was found is right."""

    right: int = 0
    of: int = 0

    @property
    def accuracy(self) -> float:
        """Share right, in [0, 1]."""
        return self.right / self.of if self.of else 0.0


@dataclass
class Scores:
    """All figures of one folder, by name."""

    found: dict[str, Found] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)

    def count(self, name: str, hits: int, gold: int, offered: int) -> None:
        """Add one report to what was found."""
        self.found.setdefault(name, Found()).add(hits, gold, offered)

    def ask(self, name: str, right: bool) -> None:
        """Add one answer to what was asked."""
        asked = self.asked.setdefault(name, Asked())
        asked.right += right
        asked.of += 1

    def figures(self) -> dict[str, float]:
        """Return F1 or share right of each, to three places."""
        return {name: round(found.f1, 3) for name, found in self.found.items()} | {
            name: round(asked.accuracy, 3) for name, asked in self.asked.items()
        }


@dataclass(frozen=True)
class Annotated:
    """A report with the reading expected of it."""

    name: str
    report: Report
    gold: Json


def load_annotated(folder: Path) -> list[Annotated]:
    """Return the annotated reports of a folder, by name."""
    loaded = []
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt")
        report = Report(
            text.read_text(encoding="utf-8"),
            datetime.fromisoformat(gold["published_at"]),
            outlet=gold["outlet"],
            path=text.name,
        )
        loaded.append(Annotated(path.stem, report, gold))
    return loaded


def fingerprint(folder: Path) -> str:
    """Return a hash of the texts and annotations: the same scores ask for the same."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(folder.glob("*.json")):
        for each in (path, path.with_suffix(".txt")):
            digest.update(each.name.encode() + b"\0" + each.read_bytes() + b"\0")
    return digest.hexdigest()


def read_all(items: Iterable[Annotated], reader: Reader) -> list[Json]:
    """Return each report's reading as JSON."""
    return [reading_as_json(each.report, reader.read_report(each.report)) for each in items]


def score_folder(folder: Path, reader: Reader) -> Scores:
    """Read and score the reports of a folder."""
    items = load_annotated(folder)
    return score_readings(items, read_all(items, reader))


def score_readings(items: Sequence[Annotated], readings: Sequence[Json]) -> Scores:
    """Score readings (as JSON) against the annotation of the same reports."""
    scores = Scores()
    for item, reading in zip(items, readings, strict=True):
        gold = item.gold
        scores.ask("relay exact", _folded(gold["relay"]) == _folded(reading["relay"]))
        text = item.report.text
        _score_events(scores, text, gold["events"], reading["events"])
        _score_statements(scores, text, gold["statements"], reading["statements"])
        _score_claims(scores, text, gold["claims"], reading["claims"])
    return scores


def _score_events(scores: Scores, text: str, gold: list[Json], read: list[Json]) -> None:
    def shared(g: Json, r: Json) -> float:
        return _quoted(text, g["evidence"]).overlap(Span(*r["span"])) if _one_type(g, r) else 0

    def shared_by_same(g: Json, r: Json) -> float:
        same = _parties(g, g["type"]) == _parties(r, g["type"])
        return shared(g, r) if same else 0

    scores.count("events found", len(pair_up(gold, read, shared)), len(gold), len(read))
    pairs = pair_up(gold, read, shared_by_same)
    scores.count("events with parties", len(pairs), len(gold), len(read))
    for g, r in pairs:
        if g["type"] == r["type"]:
            scores.ask("event status", g["status"] == r["status"])
        if g["date"]["precision"] != "unknown":
            scores.ask("event date", _one_date(g["date"], r["date"]))
        scores.ask("event mode", g["mode"] == r["mode"])
        scores.ask(
            "event chain",
            [_party(code) for code in g["according_to"]]
            == [_party(code) for code in r["according_to"]],
        )


def _score_statements(scores: Scores, text: str, gold: list[Json], read: list[Json]) -> None:
    def likeness(g: Json, r: Json) -> float:
        whole = _quoted(text, g["content"])
        expected = set(range(whole.start, whole.end))
        held = {i for start, end in r["content"] for i in range(start, end)}
        share = len(expected & held) / len(expected | held) if expected | held else 0.0
        return share if share >= SAME_LETTERS else 0.0

    pairs = pair_up(gold, read, likeness)
    scores.count("statements found", len(pairs), len(gold), len(read))
    right = sum(_party(g["speaker"]) == _party(r["speaker"]) for g, r in pairs)
    scores.count("statements with speaker", right, len(gold), len(read))


def _score_claims(scores: Scores, text: str, gold: list[Json], read: list[Json]) -> None:
    pairs = pair_up(gold, read, lambda g, r: _quoted(text, g["evidence"]).overlap(Span(*r["span"])))
    scores.count("claims found", len(pairs), len(gold), len(read))
    for g, r in pairs:
        scores.ask("claim by", _party(g["by"]) == _party(r["by"]))
        scores.ask("claim type", g["about"].get("type") == r["about"]["type"])
        scores.ask("claim direction", g["direction"] == r["direction"])
        scores.ask("claim deadline", g["deadline"] == r["deadline"])
        scores.ask("claim probability", _one_range(g["probability"], r["probability"]))


def pair_up(
    gold: Sequence[One], read: Sequence[Other], weight: Callable[[One, Other], float]
) -> list[tuple[One, Other]]:
    """Return pairs of expected and read, one to one, the heaviest first; weight 0 is none."""
    weighed = [(weight(g, r), i, j) for i, g in enumerate(gold) for j, r in enumerate(read)]
    weighed.sort(key=lambda row: (-row[0], row[1], row[2]))
    pairs: list[tuple[One, Other]] = []
    paired: tuple[set[int], set[int]] = (set(), set())
    for value, i, j in weighed:
        if value > 0 and i not in paired[0] and j not in paired[1]:
            paired[0].add(i)
            paired[1].add(j)
            pairs.append((gold[i], read[j]))
    return pairs


def _quoted(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def _folded(names: Iterable[str]) -> list[str]:
    return [name.lower() for name in names]


def _party(code: str | None) -> str:
    return party_of(code or "-").lower()


def _parties(event: Json, event_type: str) -> tuple[frozenset[str], frozenset[str]]:
    actors = frozenset(party_of(code) for code in event["actor"])
    recipients = frozenset(party_of(code) for code in event["recipient"])
    if event_type in SYMMETRIC:
        return actors | recipients, frozenset()
    return actors, recipients


def _one_type(g: Json, r: Json) -> bool:
    """Tell whether types agree; a promised act may be read as that act, planned."""
    if g["type"] == r["type"]:
        return True
    return bool(g["type"] == "AGREE" and g.get("act") == r["type"] and r["status"] == "planned")


def _one_date(g: Json, r: Json) -> bool:
    meet = g["start"] <= r["end"] and r["start"] <= g["end"]
    return bool(meet and g["precision"] == r["precision"])


def _one_range(g: list[float] | None, r: list[float] | None) -> bool:
    if g is None or r is None:
        return g is r
    return abs(g[0] - r[0]) + abs(g[1] - r[1]) <= SAME_RANGE


def score_table(scores: Scores) -> str:
    """Return the figures laid out as a table of Markdown."""
    lines = [
        "| what | precision | recall | F1 | expected | read |",
        "|---|---|---|---|---|---|",
        *(
            f"| {name} | {f.precision:.3f} | {f.recall:.3f} | {f.f1:.3f} | {f.gold} | {f.offered} |"
            for name, f in scores.found.items()
        ),
        "",
        "| what | share right | of |",
        "|---|---|---|",
        *(f"| {name} | {a.accuracy:.3f} | {a.of} |" for name, a in scores.asked.items()),
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores of a folder."""
    parser = argparse.ArgumentParser(description="Score the rules reader on annotated reports.")
    parser.add_argument("folder", type=Path, help="NAME.txt beside NAME.json")
    folder = parser.parse_args(arguments).folder
    if not any(folder.glob("*.json")):
        parser.error(f"no annotated reports (NAME.json beside NAME.txt) in {folder}")
    scores = score_folder(folder, RulesReader())
    sys.stdout.write(f"{folder}, fingerprint {fingerprint(folder)}\n\n{score_table(scores)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
