"""Counts of the annotated reports.

In: passages. Out: `Tally`s, tables of counts with one column for each split. The idea to
know: the counts in `corpus/README.md` are printed by this and never written by hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from parley.terms.plover import EVENT_TYPES, MODES, STATUSES
from parley.training.corpus import SPLITS, Passage

__all__ = ["UNNAMED", "Tally", "as_markdown", "corpus_stats"]

UNNAMED = "(none named)"
_Counts = dict[str, Counter[str]]


@dataclass(frozen=True, slots=True)
class Tally:
    """One table: `rows` maps a label to its counts, in the order of `splits`."""

    title: str
    splits: tuple[str, ...]
    rows: dict[str, tuple[int, ...]]


def corpus_stats(passages: Sequence[Passage]) -> list[Tally]:
    """Count passages, words and annotations by split.

    Parameters
    ----------
    passages
        Of any splits; a split without passages gets no column.

    Returns
    -------
    list of Tally
        What there is in all, then registers, regions, decades, types, modes, statuses,
        claims and the depth of attribution chains.
    """
    splits = tuple(split for split in SPLITS if any(p.split == split for p in passages))

    def tally(
        title: str, labels: Callable[[Passage], Iterable[str]], order: Sequence[str]
    ) -> Tally:
        counts: _Counts = {split: Counter() for split in splits}
        for passage in passages:
            counts[passage.split].update(labels(passage))
        seen = {label for counter in counts.values() for label in counter}
        names = [label for label in order if label in seen] + sorted(seen - set(order))
        return Tally(
            title, splits, {name: tuple(counts[split][name] for split in splits) for name in names}
        )

    modes = [f"{kind} {mode}" for kind in EVENT_TYPES for mode in MODES[kind]]
    return [
        tally("all", _sizes, _SIZES),
        tally("register", lambda p: [p.register or UNNAMED], ()),
        tally("region", lambda p: [p.region or UNNAMED], ()),
        tally("decade", lambda p: [p.decade], ()),
        tally("type", lambda p: (e["type"] for e in p.reading["events"]), EVENT_TYPES),
        tally(
            "mode",
            lambda p: (f"{e['type']} {e['mode']}" for e in p.reading["events"] if e["mode"]),
            modes,
        ),
        tally("status", lambda p: (e["status"] for e in p.reading["events"]), STATUSES),
        tally(
            "claim direction",
            lambda p: (c["direction"] for c in p.reading["claims"]),
            ("up", "down", "level"),
        ),
        tally(
            "chain depth",
            lambda p: (str(len(e["according_to"])) for e in p.reading["events"]),
            (),
        ),
        tally("statement kind", lambda p: (s["kind"] for s in p.reading["statements"]), ()),
    ]


_SIZES = (
    "reports",
    "words",
    "mentions",
    "events",
    "statements",
    "claims",
    "claims with a range",
    "claims with a deadline",
    "reports with a relay",
    "reports without an event",
)


def _sizes(passage: Passage) -> Counter[str]:
    reading = passage.reading
    claims = reading["claims"]
    return Counter(
        {
            "reports": 1,
            "words": passage.n_words,
            "mentions": len(reading["actors"]),
            "events": len(reading["events"]),
            "statements": len(reading["statements"]),
            "claims": len(claims),
            "claims with a range": sum(claim["probability"] is not None for claim in claims),
            "claims with a deadline": sum(claim["deadline"] is not None for claim in claims),
            "reports with a relay": int(bool(reading["relay"])),
            "reports without an event": int(not reading["events"]),
        }
    )


def as_markdown(tally: Tally) -> str:
    """Return a tally as a Markdown table, as it stands in the README.

    Examples
    --------
    >>> print(as_markdown(Tally("status", ("dev", "test"), {"actual": (3, 2)})))
    | status | dev | test |
    |---|---|---|
    | actual | 3 | 2 |
    """
    lines = [
        f"| {tally.title} | {' | '.join(tally.splits)} |",
        "|---" * (len(tally.splits) + 1) + "|",
    ]
    for name, counts in tally.rows.items():
        lines.append(f"| {name} | {' | '.join(str(count) for count in counts)} |")
    return "\n".join(lines)
