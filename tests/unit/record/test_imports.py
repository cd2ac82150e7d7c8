from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from parley.errors import ImportDataError
from parley.reading.actors import load_actor_table
from parley.record.cameo import acts_by_code, read_code_list
from parley.record.delta import Tables
from parley.record.imports import Imported, import_tkg
from parley.record.store import Store

ENTITIES = ["United States", "North Korea", "South Korea", "Nobody We Know"]
RELATIONS = ["Consult", "Make a visit", "Host a visit", "Make statement", "Threaten"]
CODES = [
    ("04", "1", "CONSULT"),
    ("040", "1", "Consult"),
    ("042", "1.9", "Make a visit"),
    ("043", "2.8", "Host a visit"),
    ("010", "0", "Make statement"),
    ("130", "-4.4", "Threaten"),
]
Import = Callable[..., Imported]


def write_ids(path: Path, names: list[str]) -> None:
    path.write_text("".join(f"{name}\t{number}\n" for number, name in enumerate(names)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of quadruples with its id tables and, beside it, a code list."""
    made = tmp_path / "toy18"
    made.mkdir()
    write_ids(made / "entity2id.txt", ENTITIES)
    write_ids(made / "relation2id.txt", RELATIONS)
    (tmp_path / "cameo").mkdir()
    lines = [f"{code}\t{code[:2]}\t{value}\t{name}\n" for code, value, name in CODES]
    (tmp_path / "cameo" / "cameo_codes.tsv").write_text(
        "code\troot\tgoldstein\tname\n" + "".join(lines)
    )
    return made


@pytest.fixture
def bring_in(store: Store, folder: Path, now: datetime) -> Import:
    """Write lines to train.txt and import the folder."""
    table = load_actor_table("world.v1")

    def bring(*lines: str, **options: Any) -> Imported:
        if lines:
            (folder / "train.txt").write_text("\n".join(lines) + "\n")
        options = {"start_on": date(2018, 1, 1), **options}
        return import_tkg(store, folder, table=table, recorded_at=now, **options)

    return bring


def test_a_row_becomes_an_event_with_codes(store: Store, bring_in: Import, now: datetime) -> None:
    """Type, codes and day by our tables; the data set's own words are kept."""
    bring_in("1\t4\t0\t31")

    event = store.events(as_of=now).row(0, named=True)
    assert (event["event_type"], event["actors"], event["recipients"]) == (
        "THREATEN",
        ["PRK"],
        ["USA"],
    )
    assert (event["actor_names"], event["original"]) == (["North Korea"], "130 Threaten")
    assert (event["happened_on"], event["intensity"]) == (date(2018, 2, 1), -4.4)
    assert event["origin"] == "tkg:toy18"


def test_an_imported_event_is_public_at_the_end_of_its_day(store: Store, bring_in: Import) -> None:
    """The set does not say when it was known, so the next midnight is taken."""
    bring_in("1\t4\t0\t31")

    midnight = datetime.fromisoformat("2018-02-02T00:00+00:00")
    assert store.events(as_of=midnight).height == 1
    assert store.events(as_of=midnight.replace(day=1, hour=23)).is_empty()


def test_both_sides_of_one_act_are_one_event(store: Store, bring_in: Import, now: datetime) -> None:
    """Talks written once in each direction, and a visit made and hosted, count once."""
    imported = bring_in("0\t0\t1\t5", "1\t0\t0\t5", "0\t1\t2\t6", "2\t2\t0\t6")

    talks, visit = store.events(as_of=now).iter_rows(named=True)
    assert (talks["actors"], talks["recipients"], talks["n_reports"]) == (["USA", "PRK"], [], 2)
    assert (visit["actors"], visit["recipients"], visit["n_reports"]) == (["USA"], ["KOR"], 2)
    assert imported.total("folded") == 2


def test_rows_without_a_type_are_kept_and_not_shown(
    store: Store, bring_in: Import, now: datetime
) -> None:
    """A bare statement is no act; its row can still be found."""
    imported = bring_in("0\t3\t1\t5")

    rows = store.known(now).imported_events(untyped=True).collect()
    assert imported.total("untyped") == 1
    assert store.events(as_of=now).is_empty()
    assert store.find(rows["event_id"][0], as_of=now)[1]["original"] == "010 Make statement"


def test_importing_again_changes_nothing(store: Store, bring_in: Import) -> None:
    """A file is known by its bytes: no row and no version is added."""
    bring_in("1\t4\t0\t31")
    before = store.tables.version("events"), store.tables.version("imports")

    again = bring_in()

    assert [file.again for file in again.files] == [True]
    assert (store.tables.version("events"), store.tables.version("imports")) == before


def test_a_longer_edition_adds_only_what_is_new(
    store: Store, bring_in: Import, now: datetime
) -> None:
    """Rows met before are counted as known, also when the file has changed."""
    bring_in("1\t4\t0\t31")

    longer = bring_in("1\t4\t0\t31", "1\t4\t2\t32")

    assert (longer.total("known"), longer.total("events")) == (1, 1)
    assert store.events(as_of=now)["event_id"].n_unique() == 2


def test_bad_lines_are_set_aside_with_their_reason(
    store: Store, bring_in: Import, now: datetime
) -> None:
    """Each bad line costs itself alone, and quarantine tells file, line and reason."""
    imported = bring_in(
        "1\t4\t0\t31", "1\t4\t0", "", "1\tx\t0\t31", "99\t4\t0\t31", "1\t99\t0\t31",
        "1\t4\t99\t31", "1\t4\t0\t-1", "1\t4\t0\t99999999", "1\t4\t2\t31",
    )  # fmt: skip

    troubles = store.known(now).quarantine()
    assert (imported.total("events"), imported.total("rejected")) == (2, 7)
    assert dict(troubles.select("place", "reason").iter_rows()) == {
        "tkg:toy18/train.txt:2": "expected 4 fields between tabs, found 3",
        "tkg:toy18/train.txt:4": "a field is not a whole number",
        "tkg:toy18/train.txt:5": "no entity has number 99",
        "tkg:toy18/train.txt:6": "no relation has number 99",
        "tkg:toy18/train.txt:7": "no entity has number 99",
        "tkg:toy18/train.txt:8": "time -1 is out of range",
        "tkg:toy18/train.txt:9": "time 99999999 is out of range",
    }


def test_a_name_without_a_code_is_kept_by_name(
    store: Store, bring_in: Import, now: datetime
) -> None:
    """Who cannot be placed has the code `-`, and the name stays."""
    imported = bring_in("3\t4\t0\t31")

    event = store.events(as_of=now).row(0, named=True)
    assert (event["actors"], event["actor_names"]) == (["-"], ["Nobody We Know"])
    assert imported.total("unplaced") == 1


def test_codes_and_names_stay_side_by_side(store: Store, bring_in: Import, now: datetime) -> None:
    """Two actors of one code are listed twice, one acting towards itself once."""
    write_ids(Path(store.address).parent / "toy18" / "entity2id.txt", ["Nobody", "No One"])

    bring_in("0\t0\t1\t5", "0\t0\t0\t6")

    events = store.events(as_of=now)
    assert events["actors"].to_list() == [["-", "-"], ["-"]]
    assert events["actor_names"].to_list() == [["Nobody", "No One"], ["Nobody"]]


def test_a_crash_before_the_marker_leaves_nothing_visible(
    store: Store, bring_in: Import, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Events whose import was cut short are not read, and the next import brings them."""
    append = Tables.append

    def crash(self: Tables, table: str, rows: pl.DataFrame) -> None:
        if table == "imports":
            raise KeyboardInterrupt
        append(self, table, rows)

    with monkeypatch.context() as patched:
        patched.setattr(Tables, "append", crash)
        with pytest.raises(KeyboardInterrupt):
            bring_in("1\t4\t0\t31")
    assert store.events(as_of=now).is_empty()

    bring_in()

    assert store.events(as_of=now).height == 1


def test_files_of_names_and_dates_are_read_too(
    store: Store, folder: Path, bring_in: Import, now: datetime
) -> None:
    """Dates stand in the file, so no first day is needed."""
    for path in folder.glob("*.txt"):
        path.unlink()
    rows = [
        "North Korea\tThreaten\tUnited States\t2014-06-17",
        "North Korea\tThreaten\tUnited States\t2014-02-30",
        "North Korea\tGrumble\tUnited States\t2014-06-17",
    ]
    (folder / "valid.tsv").write_text("\n".join(rows))

    imported = bring_in(start_on=None)

    assert store.events(as_of=now)["happened_on"].to_list() == [date(2014, 6, 17)]
    assert imported.total("rejected") == 2
    assert "no CAMEO code is called Grumble" in store.known(now).quarantine()["reason"].to_list()


def test_underscored_names_are_names(
    store: Store, folder: Path, bring_in: Import, now: datetime
) -> None:
    """Editions that write every space as an underscore mean the same."""
    write_ids(folder / "entity2id.txt", [name.replace(" ", "_") for name in ENTITIES])
    write_ids(folder / "relation2id.txt", [name.replace(" ", "_") for name in RELATIONS])

    bring_in("1\t2\t0\t31")

    assert store.events(as_of=now)["actor_names"].to_list() == [["United States"]]


def test_minutes_are_counted_as_minutes(store: Store, bring_in: Import, now: datetime) -> None:
    """Times in steps of a quarter of an hour fall on their days."""
    bring_in("1\t4\t0\t1425", "1\t4\t2\t1440", unit="minutes")

    assert store.events(as_of=now)["happened_on"].to_list() == [date(2018, 1, 1), date(2018, 1, 2)]


def test_steps_that_are_not_days_are_refused(bring_in: Import) -> None:
    """Many times, all multiples of fifteen: the error says what they count."""
    with pytest.raises(ImportDataError, match="--unit minutes"):
        bring_in(*(f"1\t4\t0\t{15 * step}" for step in range(30)))


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (lambda folder: (folder / "train.txt").unlink(), r"neither train\.txt"),
        (lambda folder: (folder / "entity2id.txt").unlink(), "id table"),
        (lambda folder: (folder / "entity2id.txt").write_text("China\n"), "entity2id.txt:1"),
        (lambda folder: (folder / "entity2id.txt").write_text("A\t0\nB\t0\n"), "same number"),
        (lambda folder: (folder / "train.txt").write_text("PK\x03\x04"), "no line fits"),
        (lambda folder: (folder / "train.txt").write_bytes(b"\xff\xfe\t\t\t"), "no line fits"),
        (
            lambda folder: (folder.parent / "cameo" / "cameo_codes.tsv").unlink(),
            "--codes",
        ),
        (
            lambda folder: (folder.parent / "cameo" / "cameo_codes.tsv").write_text("a\tb\n1\t2\n"),
            "code, goldstein and name",
        ),
    ],
    ids=["empty", "no ids", "bad ids", "twin ids", "zip", "bytes", "no codes", "bad codes"],
)
def test_a_folder_of_another_kind_is_refused(
    folder: Path, bring_in: Import, break_it: Callable[[Path], object], words: str
) -> None:
    """Each lack is told by what would have been right."""
    (folder / "train.txt").write_text("1\t1\t0\t31\n")
    break_it(folder)

    with pytest.raises(ImportDataError, match=words):
        bring_in()


def test_numbered_times_need_a_first_day(bring_in: Import) -> None:
    """Day 31 of what, the file does not say."""
    with pytest.raises(ImportDataError, match="--start"):
        bring_in("1\t4\t0\t31", start_on=None)


def test_a_missing_folder_is_refused(store: Store, tmp_path: Path, now: datetime) -> None:
    """The error names it."""
    table = load_actor_table("world.v1")
    with pytest.raises(ImportDataError, match="nowhere"):
        import_tkg(store, tmp_path / "nowhere", start_on=None, table=table, recorded_at=now)


def test_office_holders_are_coded_by_the_day(store: Store, folder: Path, now: datetime) -> None:
    """One name, two offices: each row gets the code of its own day."""
    from parley.record.tkg_events import make_events, with_acts

    days = [date(2018, 1, 1), date(2018, 1, 2), date(2018, 1, 3)]
    rows = pl.DataFrame(
        {
            "line": [1, 2, 3],
            "source": ["A. Minister"] * 3,
            "relation": ["Threaten"] * 3,
            "target": ["Zenda"] * 3,
            "day": days,
        }
    )

    def resolve(name: str, day: date) -> str:
        if name == "Zenda":
            return "ZEN"
        return "RUR-GOV" if day < days[2] else "RUR-CVL"

    names = read_code_list(folder.parent / "cameo" / "cameo_codes.tsv")
    acts, _ = with_acts(rows, names)
    made = make_events(
        acts, pl.DataFrame({"event_id": []}, schema={"event_id": pl.String}), resolve=resolve,
        origin="tkg:toy", recorded_at=now,
    )  # fmt: skip

    assert made.events["actors"].to_list() == [["RUR-GOV"], ["RUR-GOV"], ["RUR-CVL"]]


def shared() -> Path:
    beside = Path(__file__).resolve().parents[4] / "shared"
    return Path(os.environ.get("PARLEY_SHARED", beside)) / "data" / "tkg"


def test_every_code_of_the_cameo_list_is_mapped() -> None:
    """All 312 codes have a row in our map, and every relation of the sets has a code."""
    if not shared().is_dir():
        pytest.skip("the shared data sets are not here")
    names = read_code_list(shared() / "cameo" / "cameo_codes.tsv")
    listed = set(names.goldstein)

    relations = [
        line.split("\t")[0]
        for path in sorted(shared().glob("*/relation2id.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]

    assert listed == set(acts_by_code())
    assert [relation for relation in relations if names.act(relation) is None] == []
