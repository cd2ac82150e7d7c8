"""The annotated reports, as they lie on disk.

In: the corpus folder, with train/, dev/ and test/ in it. Out: a `Corpus` of passages, each a
text beside its reading. The idea to know: nothing is judged here, so that a corpus with
faults can still be loaded, counted and checked; `corpus_check` judges, `corpus_stats`
counts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from parley.errors import InputError

__all__ = ["REGIONS_FILE", "SPLITS", "Corpus", "Passage", "load_corpus"]

SPLITS: tuple[str, ...] = ("train", "dev", "test")
REGIONS_FILE = "regions.json"


@dataclass(frozen=True, slots=True)
class Passage:
    """One report's text and what is to be read in it, as `corpus/GUIDE.md` lays it out.

    `raw` holds the bytes of the text as they lie on disk, before line ends are touched.
    """

    split: str
    name: str
    text: str
    reading: Mapping[str, Any]
    raw: bytes = b""

    @property
    def place(self) -> str:
        """Where the passage lies, as `split/name`."""
        return f"{self.split}/{self.name}"

    @property
    def published_on(self) -> date:
        """The day of publication, in the report's own zone."""
        return datetime.fromisoformat(self.reading["published_at"]).date()

    @property
    def decade(self) -> str:
        """The decade of publication, such as `1990s`."""
        return f"{self.published_on.year // 10 * 10}s"

    @property
    def register(self) -> str | None:
        """The kind of text (wire, newspaper, …), where it is written down."""
        register = self.reading.get("register")
        return None if register is None else str(register)

    @property
    def region(self) -> str | None:
        """The part of the world the report is about, where it is written down."""
        region = self.reading.get("region")
        return None if region is None else str(region)

    @property
    def n_words(self) -> int:
        """Words between blanks."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Corpus:
    """All passages, by split and name, and the splits in which each region may stand."""

    passages: tuple[Passage, ...]
    regions: Mapping[str, tuple[str, ...]]
    unpaired: tuple[str, ...] = ()


def load_corpus(folder: Path) -> Corpus:
    """Load every NAME.txt with the NAME.json beside it.

    Parameters
    ----------
    folder
        Holds train/, dev/ and test/, or some of them, and `regions.json`.

    Returns
    -------
    Corpus
        Passages in the order of splits and names; `unpaired` names files whose twin is
        missing.

    Raises
    ------
    InputError
        If there is no annotated report under the folder, or a file is no JSON object.
    """
    passages: list[Passage] = []
    unpaired: list[str] = []
    for split in SPLITS:
        texts = {path.stem: path for path in (folder / split).glob("*.txt")}
        readings = {path.stem: path for path in (folder / split).glob("*.json")}
        unpaired += [f"{split}/{name}" for name in sorted(texts.keys() ^ readings.keys())]
        for name in sorted(texts.keys() & readings.keys()):
            raw = texts[name].read_bytes()
            passages.append(Passage(split, name, raw.decode("utf-8"), _object(readings[name]), raw))
    if not passages:
        raise InputError(
            f"No annotated report under {folder}: NAME.txt and NAME.json are looked for in "
            f"{', '.join(f'{split}/' for split in SPLITS)}. Name the corpus folder itself."
        )
    regions = folder / REGIONS_FILE
    allowed = _object(regions) if regions.exists() else {}
    return Corpus(
        tuple(passages),
        {region: tuple(splits) for region, splits in allowed.items()},
        tuple(unpaired),
    )


def _object(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise InputError(f"{path} is no JSON: {error}. Mend the file.") from error
    if not isinstance(value, dict):
        raise InputError(f"{path} holds no JSON object. See corpus/GUIDE.md for the layout.")
    return value
