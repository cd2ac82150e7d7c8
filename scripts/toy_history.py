"""Make the toy world's history: four years in which invented states answer each other.

In: a seed. Out: `src/parley/toy/history/`, in the quadruple layout of the field's
temporal knowledge graphs (names, relations, one fact a line). The idea to know: acts
excite later acts (talks bring talks, tests bring condemnation), so that there is
something to learn; what Freedonia and Ruritania do in the fourth year is left to the reports.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

START = date(2021, 1, 1)
N_DAYS = (date(2025, 1, 1) - START).days
REPORTED_FROM = (date(2024, 1, 1) - START).days
FOLDER = Path(__file__).resolve().parent.parent / "src/parley/toy/history"

STATES = ("Freedonia", "Ruritania", "Valdoria", "Kestovia", "Marenia")
NAMES = {
    "Freedonia": ("Freedonia", "Rufus Adler", "Foreign Affairs (Freedonia)"),
    "Ruritania": ("Ruritania", "Jan Kolar", "Foreign Affairs (Ruritania)"),
    "Valdoria": ("Valdoria", "Elena Marsh", "Foreign Affairs (Valdoria)"),
    "Kestovia": ("Kestovia", "Kestovia", "Foreign Affairs (Kestovia)"),
    "Marenia": ("Marenia", "Marenia", "Foreign Affairs (Marenia)"),
}
# How warm a pair is: the chance a day that one approaches the other, and that it scolds.
WARMTH = {
    ("Freedonia", "Ruritania"): (0.010, 0.030),
    ("Freedonia", "Valdoria"): (0.020, 0.002),
    ("Freedonia", "Kestovia"): (0.003, 0.012),
    ("Freedonia", "Marenia"): (0.034, 0.001),
    ("Ruritania", "Valdoria"): (0.016, 0.003),
    ("Ruritania", "Kestovia"): (0.030, 0.001),
    ("Ruritania", "Marenia"): (0.004, 0.012),
    ("Valdoria", "Kestovia"): (0.008, 0.003),
    ("Valdoria", "Marenia"): (0.014, 0.001),
    ("Kestovia", "Marenia"): (0.003, 0.006),
}
TALK = ("Consult", "Make a visit", "Host a visit", "Engage in negotiation", "Consult")
OFFER = ("Express intent to meet or negotiate", "Praise or endorse", "Express intent to cooperate")
SCOLD = ("Criticize or denounce", "Accuse", "Reject", "Demand", "Criticize or denounce")
FORCE = ("Demonstrate military or police power", "Threaten", "Impose administrative sanctions")
DECAY_DAYS = 12.0  # an act's echo falls to a third in so many days


def make_history(seed: int = 2021) -> list[tuple[str, str, str, int]]:
    """Return facts (subject, relation, object, day), day 0 being 1 January 2021."""
    rng = np.random.default_rng(seed)
    facts: list[tuple[str, str, str, int]] = []
    echo = {pair: np.zeros(2) for pair in WARMTH}  # of talk, of quarrel
    for day in range(N_DAYS):
        for pair, (warm, cold) in WARMTH.items():
            if day >= REPORTED_FROM and pair == ("Freedonia", "Ruritania"):
                continue
            talk, quarrel = echo[pair]
            echo[pair] *= np.exp(-1.0 / DECAY_DAYS)
            if rng.random() < warm * (1 + 1.7 * talk) / (1 + 0.8 * quarrel):
                facts += _approach(rng, pair, day, n=1 + int(rng.poisson(1.0)))
                echo[pair][0] += 1.0
            if rng.random() < cold * (1 + 0.8 * quarrel):
                facts += _quarrel(rng, pair, day)
                echo[pair][1] += 1.0
    return sorted(set(facts), key=lambda fact: (fact[3], fact[0], fact[1], fact[2]))


def _name(rng: np.random.Generator, state: str) -> str:
    return NAMES[state][int(rng.choice(3, p=[0.6, 0.2, 0.2]))]


def _approach(
    rng: np.random.Generator, pair: tuple[str, str], day: int, *, n: int
) -> list[tuple[str, str, str, int]]:
    """An offer, and often talks within the following days."""
    facts = []
    a, b = pair if rng.random() < 0.5 else (pair[1], pair[0])
    if rng.random() < 0.6:
        facts.append((_name(rng, a), str(rng.choice(OFFER)), _name(rng, b), day))
    for _ in range(n):
        when = min(day + int(rng.integers(0, 9)), N_DAYS - 1)
        relation = str(rng.choice(TALK))
        facts.append((_name(rng, a), relation, _name(rng, b), when))
        if relation == "Consult":
            facts.append((facts[-1][2], relation, facts[-1][0], when))
    return facts


def _quarrel(
    rng: np.random.Generator, pair: tuple[str, str], day: int
) -> list[tuple[str, str, str, int]]:
    """A charge or a show of force, and often an answer in kind within the week."""
    a, b = pair if rng.random() < 0.5 else (pair[1], pair[0])
    act = str(rng.choice(FORCE if rng.random() < 0.3 else SCOLD))
    facts = [(_name(rng, a), act, _name(rng, b), day)]
    if rng.random() < 0.65:
        when = min(day + int(rng.integers(0, 7)), N_DAYS - 1)
        facts.append((_name(rng, b), str(rng.choice(SCOLD)), _name(rng, a), when))
    return facts


def write_history(folder: Path = FOLDER) -> int:
    """Write the history as `train.txt`, `entity2id.txt`, `relation2id.txt`; return its size."""
    facts = make_history()
    entities = {
        name: i for i, name in enumerate(sorted({f[0] for f in facts} | {f[2] for f in facts}))
    }
    relations = {name: i for i, name in enumerate(sorted({f[1] for f in facts}))}
    folder.mkdir(parents=True, exist_ok=True)
    for filename, ids in (("entity2id.txt", entities), ("relation2id.txt", relations)):
        lines = "".join(f"{name}\t{i}\n" for name, i in ids.items())
        (folder / filename).write_text(lines, encoding="utf-8")
    lines = "".join(f"{entities[s]}\t{relations[r]}\t{entities[o]}\t{t}\n" for s, r, o, t in facts)
    (folder / "train.txt").write_text(lines, encoding="utf-8")
    return len(facts)


if __name__ == "__main__":
    print(f"{write_history()} facts in {FOLDER}")
