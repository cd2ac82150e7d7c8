"""The annotated reports keep the rules of their own guide.

In: `corpus/` with its train, dev and test parts. Out: one verdict for each report and for
what holds between them. The one idea: what the guide says can be checked by a machine is
checked by `parley corpus check`, and here is proved that it finds nothing; whether a
reading is right remains a matter for a second pair of eyes.
"""

from __future__ import annotations

import pathlib

import pytest

from parley.terms.plover import EVENT_TYPES, STATUSES
from parley.training.corpus import SPLITS, Passage, load_corpus
from parley.training.corpus_check import REGISTERS, check_corpus, check_passage
from parley.training.corpus_stats import as_markdown, corpus_stats

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "corpus"
CORPUS = load_corpus(FOLDER)


@pytest.mark.parametrize("passage", CORPUS.passages, ids=lambda passage: passage.place)
def test_each_report_keeps_the_guide(passage: Passage) -> None:
    """Spans match the text; codes, types, modes, statuses, dates and ranges are of the guide."""
    assert check_passage(passage) == []


def test_the_splits_stay_apart() -> None:
    """No shared run of eight words, no name twice, each region only where it belongs."""
    assert check_corpus(CORPUS) == []


@pytest.mark.parametrize("split", SPLITS)
def test_every_split_covers_all_types_and_statuses(split: str) -> None:
    """Each split shows all 16 types, all five statuses and a report without events."""
    readings = [passage.reading for passage in CORPUS.passages if passage.split == split]
    events = [event for reading in readings for event in reading["events"]]

    assert len(readings) >= 15
    assert set(EVENT_TYPES) - {event["type"] for event in events} == set()
    assert set(STATUSES) - {event["status"] for event in events} == set()
    assert any(not reading["events"] for reading in readings)


def test_train_and_dev_name_the_register_and_region_of_every_report() -> None:
    """Only the first reports of test are without, for they stay unopened."""
    unnamed = [
        passage.place
        for passage in CORPUS.passages
        if passage.register is None or passage.region is None
    ]
    in_train = {passage.register for passage in CORPUS.passages if passage.split == "train"}

    assert [place for place in unnamed if not place.startswith("test/")] == []
    assert in_train == REGISTERS


def test_the_readme_shows_the_counts_of_corpus_stats() -> None:
    """The tables of the README are those that `parley corpus stats` prints."""
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")

    missing = [
        tally.title for tally in corpus_stats(CORPUS.passages) if as_markdown(tally) not in readme
    ]

    assert missing == []
