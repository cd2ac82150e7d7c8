"""What a chance costs: fit, one more day, one question, one what-if, on a year of ICEWS.

In: the folder of a history, by default `tkg/icews18` of the shared data. Out: a table of
wall time, CPU time and peak memory, each command in a process of its own. The idea to
know: a fit is kept in a cache folder, so the first question of a fit day pays for it and
all later ones do not; the day after, the rows of one day are imported and the same
question is asked anew.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from measure import Measured, measure_once

START, LAST = "2018-01-01", 265
"""Day 0 of the history, and the last day that the record knows before one more is added."""
NOW, NEXT = "2018-09-24", "2018-09-25"
"""The mornings after that day, and after the next one."""
QUESTION = "Will the USA and North Korea hold talks within 30 days?"
SUPPOSED = "USA and PRK CONSULT on 2018-09-24"
ROUNDS = 3


@dataclass(frozen=True)
class Place:
    """Where the history, the record and the fits lie."""

    code_list: Path
    before: Path
    after: Path
    record: Path
    cache: Path

    def parley(self, *arguments: str, cache: str | None = None) -> Measured:
        """Run parley on the record and measure it."""
        command = [str(Path(sys.executable).parent / "parley"), *arguments]
        environment = {"PARLEY_CACHE": cache or str(self.cache), "PARLEY_FORECASTER": "hazard.v1"}
        return measure_once([*command, "--record", str(self.record)], environment)

    def ask(self, day: str, *, cache: str | None = None) -> Measured:
        """Ask the question as of a day."""
        return self.parley("ask", QUESTION, "--as-of", day, "--no-record", cache=cache)


def bench_forecasting() -> None:
    """`parley ask` cold and warm, one more day, and `parley whatif`, beside `import polars`."""
    history = _history()
    if history is None:
        print("forecasting: no shared history found; set PARLEY_SHARED to its folder")
        return
    with tempfile.TemporaryDirectory() as folder:
        place = _laid_out(history, Path(folder))
        rows = [("python -c 'import polars'", _several(_polars))]
        imported = place.parley(*_import(place.before, place.code_list))
        rows.append(("import of the history", imported))
        rows.append(("ask, fitted anew", place.ask(NOW, cache="none")))
        place.ask(NOW)
        rows.append(("ask, the fit kept", _several(lambda: place.ask(NOW))))
        whatif = ("whatif", SUPPOSED, "--ask", QUESTION, "--as-of", NOW)
        rows.append(("whatif, two branches", _several(lambda: place.parley(*whatif))))
        rows.append(
            ("import of one more day", place.parley(*_import(place.after, place.code_list)))
        )
        rows.append(("ask, the day after", _several(lambda: place.ask(NEXT))))
        replayed = place.parley(
            "backtest", "--types", "types", "--horizon", "30", "--top", "60", "--every", "7",
            "--since", "2018-08-01", "--until", "2018-08-01", "--no-record", "--as-of", NEXT,
            "--by", "horizon", cache="none",
        )  # fmt: skip
        rows.append(("one origin of a grid, 56,640 chances, fit included", replayed))
    print(f"{'hazard.v1 on ' + history.name:52} wall s    CPU s   peak MiB")
    for name, row in rows:
        print(f"{name:52} {row.wall_s:6.2f} {row.cpu_s:8.2f} {row.peak_mib:10.0f}")


def _history() -> Path | None:
    """Return the folder of the history, by argument of the environment or beside the checkout."""
    beside = Path(__file__).resolve().parents[3] / "shared"
    shared = Path(os.environ.get("PARLEY_SHARED", beside))
    for folder in (shared / "tkg" / "icews18", shared / "data" / "tkg" / "icews18"):
        if folder.is_dir():
            return folder
    return None


def _laid_out(history: Path, folder: Path) -> Place:
    """Cut the history into what is known before and the rows of one more day."""
    place = Place(
        code_list=history.parent / "cameo" / "cameo_codes.tsv",
        before=folder / "before" / history.name,
        after=folder / "after" / history.name,
        record=folder / "record",
        cache=folder / "cache",
    )
    days: dict[bool, list[str]] = {True: [], False: []}
    for name in ("train.txt", "valid.txt"):
        for line in (history / name).read_text(encoding="utf-8").splitlines(keepends=True):
            day = int(line.split("\t")[3])
            if day <= LAST + 1:
                days[day <= LAST].append(line)
    for target, known in ((place.before, True), (place.after, False)):
        target.mkdir(parents=True)
        for name in ("entity2id.txt", "relation2id.txt"):
            shutil.copy(history / name, target / name)
        (target / "train.txt").write_text("".join(days[known]), encoding="utf-8")
    return place


def _import(folder: Path, code_list: Path) -> Sequence[str]:
    return ("import", "tkg", str(folder), "--start", START, "--codes", str(code_list))


def _polars() -> Measured:
    return measure_once([sys.executable, "-c", "import polars"])


def _several(run: Callable[[], Measured]) -> Measured:
    """Return the medians of several runs."""
    found = [run() for _ in range(ROUNDS)]

    def middle(name: str) -> float:
        return float(statistics.median(getattr(each, name) for each in found))

    return Measured(middle("wall_s"), middle("cpu_s"), middle("peak_mib"), ROUNDS)
