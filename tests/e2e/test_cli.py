"""The command line as one types it: the main job, and everything that can go wrong."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

import parley
from parley.faces.cli import app
from parley.settings import Settings

TOY = Path(parley.__file__).parent / "toy"
TABLES = {"PARLEY_ACTOR_TABLES": "world.v1,toy.v1"}
REPORT = (
    "Ruritania recalls envoy\n"
    "STRELSAU (RPA) — Ruritania recalled its ambassador from Freedonia on Monday, "
    "Foreign Minister Pavel Drozd said. Observers say that talks are unlikely this year.\n"
)
TALKS = "Will Freedonia and Ruritania hold talks?"


class Result:
    """What a command printed and how it left."""

    def __init__(self, status: int, out: str, err: str, raw: bytes = b"") -> None:
        self.status, self.out, self.err, self.raw = status, out, err, raw


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `parley` with arguments in a folder of its own, 80 columns wide."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("PARLEY_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("PARLEY_ACTOR_TABLES", TABLES["PARLEY_ACTOR_TABLES"])

    def go(*arguments: object, stdin: bytes = b"") -> Result:
        done = CliRunner().invoke(app, [str(each) for each in arguments], input=stdin)
        assert "Traceback" not in done.output, done.output
        return Result(done.exit_code, done.stdout, done.stderr, done.stdout_bytes)

    return go


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the toy world, made by the desk once."""
    path = tmp_path_factory.mktemp("cli") / "record"
    desk = parley.open(path, actor_tables=("world.v1", "toy.v1"), settings=Settings())
    desk.import_tkg(TOY / "history", start_on="2021-01-01")
    desk.read(TOY / "reports")
    return path


# The main job


def test_a_report_is_read_kept_and_found_again(run: Run, tmp_path: Path) -> None:
    """Read a file; its event is in the record, told with status, day and words."""
    (tmp_path / "a.txt").write_text(REPORT)

    read = run("read", "a.txt", "--published-at", "2024-03-05", "--outlet", "Strelsau Courier")
    events = run("events", "--actor", "Ruritania", "--type", "SANCTION")

    assert read.status == events.status == 0
    assert "SANCTION/withdraw" in read.out
    assert "according to" in read.out
    assert "kept 1 new in parley-record" in read.err
    assert re.search(r"RUR\S* → FRD", events.out)


def test_reading_twice_adds_nothing(run: Run, tmp_path: Path) -> None:
    """The second time it is known already."""
    (tmp_path / "a.txt").write_text(REPORT)
    arguments = ("read", "a.txt", "--published-at", "2024-03-05")
    run(*arguments)

    again = run(*arguments)

    assert "kept 0 new" in again.err
    assert "1 known already" in again.err


def test_json_is_one_object_a_line_in_the_fields_of_the_guide(run: Run) -> None:
    """Spans are offsets into the text that was handed in."""
    done = run("read", "-", "--format", "json", "--no-record", stdin=REPORT.encode())

    [line] = done.out.splitlines()
    reading = json.loads(line)
    assert {"file", "relay", "events", "statements", "claims"} <= set(reading)
    event = reading["events"][0]
    fields = {"type", "mode", "actor", "recipient", "status", "date", "according_to", "span"}
    assert fields <= set(event)
    start, end = event["span"]
    assert "recall" in REPORT[start:end]


def test_every_page_fits_eighty_columns(run: Run, record: Path) -> None:
    """Tables, answers, trails and readings, piped or not."""
    answer = run(
        "ask", "Will Freedonia and Ruritania hold talks within 30 days?", "--as-of", "2024-05-12",
        "--record", record,
    )  # fmt: skip
    found = re.search(r"Forecast id +(\w{8})", answer.out)
    assert found is not None
    pages = [
        answer,
        run("why", found.group(1), "--record", record),
        run("events", "--record", record),
        run("statements", "--record", record),
        run("claims", "--record", record),
        run("reports", "--record", record),
        run("forecasts", "--record", record),
        run("record", "info", "--record", record),
        run("backtest", "--every", "90", "--as-of", "2024-06-01", "--record", record),
        run("settings"),
        run("read", TOY / "reports", "--no-record"),
    ]

    assert [page.status for page in pages] == [0] * len(pages)
    wide = [line for page in pages for line in page.out.splitlines() if len(line) > 80]
    assert wide == []
    assert not any("\x1b" in page.out for page in pages)


def test_an_answer_is_asked_in_words_or_in_flags_alike(run: Run, record: Path) -> None:
    """The same question gets the same chance."""
    common = ("--as-of", "2024-05-12", "--record", record, "--format", "json", "--no-record")

    words = run("ask", "Will Freedonia and Ruritania hold talks within 30 days?", *common)
    flags = run(
        "ask", "--actor", "Freedonia", "--recipient", "Ruritania", "--type", "CONSULT",
        "--within", "30", *common,
    )  # fmt: skip

    assert json.loads(words.out)["probability"] == json.loads(flags.out)["probability"]


@pytest.mark.parametrize("command", ["events", "statements", "claims", "reports", "mentions_sql"])
def test_rows_are_written_in_every_format(
    run: Run, record: Path, tmp_path: Path, command: str
) -> None:
    """JSON lines, CSV and Parquet hold the same rows."""
    ask = ("sql", "select * from mentions") if command == "mentions_sql" else (command,)

    as_json = run(*ask, "--record", record, "--format", "json")
    as_csv = run(*ask, "--record", record, "--format", "csv", "-o", "rows.csv")
    run(*ask, "--record", record, "--format", "parquet", "-o", "rows.parquet")

    n_rows = len(as_json.out.splitlines())
    assert n_rows > 0
    assert pl.read_parquet(tmp_path / "rows.parquet").height == n_rows
    assert pl.read_csv(tmp_path / "rows.csv", infer_schema=False).height == n_rows
    assert "Wrote" in as_csv.err


def test_a_history_is_imported_once(run: Run) -> None:
    """Importing it again changes nothing, and says so."""
    first = run("import", "tkg", TOY / "history", "--start", "2021-01-01")
    again = run("import", "tkg", TOY / "history", "--start", "2021-01-01")

    assert first.status == again.status == 0
    assert "imported before" in again.err
    assert "0 new events" in again.err


def test_the_demo_does_the_whole_job(run: Run, tmp_path: Path) -> None:
    """It ends with commands to go on with, and they work on the record it leaves."""
    done = run("demo", "--dir", "here")

    assert done.status == 0
    assert "beside a base rate of" in done.out
    assert "Skill over the base rate" in done.out
    assert run("events", "--record", "here").status == 0


def test_the_demo_touches_nothing_it_did_not_make(run: Run, tmp_path: Path) -> None:
    """A folder of somebody's is left as it was."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("precious")

    done = run("demo", "--dir", "mine")

    assert done.status == 2
    assert "was not made by `parley demo`" in done.err
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "precious"


# Bad input


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\n", "empty"),
        ("binary.txt", b"\x00\x01\x02" * 50, "NUL"),
        ("latin.txt", "Élysée".encode("latin-1"), "not UTF-8"),
        ("endless.txt", b"talks " * 2_000_000, "too|at most"),
        ("endless.jsonl", b'{"text": "' + b"x" * 10_000_000 + b'"}\n', "at most"),
        ("notext.jsonl", b'{"title": "Talks"}\n', 'no field "text"'),
        ("date.jsonl", b'{"text": "Talks.", "published_at": "2024-02-30"}\n', "not a date"),
        ("broken.jsonl", b'{"text": \n', "not JSON"),
    ],
)
def test_what_cannot_be_read_is_set_aside_and_the_rest_goes_on(
    run: Run, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    """The reason stands on standard error and in quarantine; the good report is kept."""
    (tmp_path / name).write_bytes(content)
    good = {"text": REPORT, "published_at": "2024-03-05T08:00Z"}
    (tmp_path / "good.json").write_text(json.dumps(good))

    alone = run("read", name, "--record", "other")
    both = run("read", name, "good.json")
    rows = run("quarantine", "--format", "json")

    assert alone.status == 2
    assert both.status == 0
    assert re.search(reason, both.err)
    assert "Read 1 report, set aside 1; kept 1 new" in both.err
    assert json.loads(rows.out)["place"].startswith(name)


def test_a_report_of_one_headline_is_read(run: Run, tmp_path: Path) -> None:
    """Little is found in little; that is no error."""
    (tmp_path / "a.txt").write_text("Ruritania recalls envoy")

    assert run("read", "a.txt").status == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("read", "missing.txt"), "no file or folder of that name"),
        (("read", "nothing"), "holds no reports"),
        (("read", "good.txt", "--published-at", "2024-02-30"), "is not a date"),
        (("read", "good.txt", "--reader", "rule.v1"), "Did you mean 'rules.v1'"),
        (("read", "good.txt", "--record", "good.txt"), "a record is a folder"),
        (("events", "--record", "none"), "there is no record here"),
        (("ask",), "What is the question"),
        (("import", "tkg", "nothing", "--start", "2018-01-01"), "nothing"),
        (("settings", "--format", "xml"), "xml"),
        (("backtest", "--horizon", "0"), "--horizon"),
        (("--config", "none.toml", "settings"), "no settings file"),
        (("evnts",), "events"),
    ],
)
def test_what_parley_cannot_do_it_says(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    """One message on standard error, status 2, nothing on standard output."""
    (tmp_path / "nothing").mkdir()
    (tmp_path / "good.txt").write_text(REPORT)

    done = run(*arguments)

    assert done.status == 2
    assert told in " ".join(done.err.split())
    assert done.out == ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("events", "--actor", "Freedona"), "Did you mean 'Freedonia'"),
        (("events", "--type", "SANCTIN"), "Did you mean 'SANCTION'"),
        (("events", "--since", "2024-02-30"), "is not a date"),
        (("events", "--as-of", "soon"), "is not a date"),
        (("events", "--format", "csv", "-o", "no/where.csv"), "Cannot write"),
        (("ask", "Will Freedona attack Ruritania?"), "Freedona"),
        (("ask", "What is love?"), "was not understood"),
        (("ask", TALKS, "--forecaster", "oracle.v1"), "recurrence.v1"),
        (("ask", TALKS, "--until", "2001-01-01"), "2001-01-01"),
        (("why", "ffffffffff"), "Nothing with id 'ffffffffff'"),
        (("sql", "selekt 1"), "selekt"),
        (("sql", "drop table events"), "refused"),
        (("backtest", "--dyad", "FRD"), "is not a dyad"),
        (("actors", "resolve", "Freedona"), "Did you mean 'Freedonia'"),
    ],
)
def test_a_wrong_word_is_answered_with_the_right_one(
    run: Run, record: Path, arguments: tuple[str, ...], told: str
) -> None:
    """On a record that is there: a clear message, status 2."""
    done = run(*arguments, "--record", record)

    assert done.status == 2
    assert told in done.err


def test_a_record_of_a_newer_parley_is_refused(run: Run, tmp_path: Path) -> None:
    """It is told what to do, and nothing is written."""
    from parley.record.delta import Tables
    from parley.record.schema import SCHEMA_VERSION

    rows = {"key": ["schema_version", "actor_tables"], "value": [str(SCHEMA_VERSION + 1), "toy.v1"]}
    Tables(tmp_path / "newer").append("meta", pl.DataFrame(rows))

    done = run("events", "--record", "newer")

    assert done.status == 2
    assert "Install a newer parley" in done.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_told(run: Run, tmp_path: Path) -> None:
    """A record that cannot be made is told before anything is read."""
    (tmp_path / "good.txt").write_text(REPORT)
    (tmp_path / "shut").mkdir(mode=0o500)

    done = run("read", "good.txt", "--record", "shut/record")

    assert done.status == 2
    assert "Check the path and its permissions" in done.err


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a place nobody may write to")
def test_a_place_nobody_may_write_to_is_told(run: Run, tmp_path: Path) -> None:
    """Also root is told, before anything is read."""
    (tmp_path / "good.txt").write_text(REPORT)

    done = run("read", "good.txt", "--record", "/proc/parley-record")

    assert done.status == 2
    assert "/proc/parley-record" in done.err
    assert done.out == ""


def test_a_fault_of_parley_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody foresaw ends as a line that tells how to see more."""
    import parley.desk

    def fail(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError("nobody foresaw this")

    monkeypatch.setattr(parley.desk, "open", fail)

    done = run("events")

    assert done.status == 1
    assert done.err.splitlines()[0] == "parley: ZeroDivisionError: nobody foresaw this"
    assert "--debug" in done.err


# As a program


def program(
    *arguments: str, folder: Path, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    environ = {k: v for k, v in os.environ.items() if not k.startswith("PARLEY_")}
    return subprocess.run(
        [sys.executable, "-m", "parley", *arguments],
        input=stdin, cwd=folder, env={**environ, "COLUMNS": "80"}, capture_output=True, check=False,
    )  # fmt: skip


def test_it_runs_as_a_module_and_tells_its_version(tmp_path: Path) -> None:
    """`python -m parley` is `parley`."""
    done = program("--version", folder=tmp_path)

    assert done.stdout.decode() == f"parley {parley.__version__}\n"


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    """Only when asked for."""
    done = program("--debug", "events", "--record", "none", folder=tmp_path)

    assert done.returncode == 2
    assert b"Traceback" in done.stderr


def test_sql_leaves_nothing_on_standard_error(tmp_path: Path) -> None:
    """The engine winds down in silence."""
    (tmp_path / "a.txt").write_text(REPORT)
    program("read", "a.txt", "--published-at", "2024-03-05", folder=tmp_path)

    done = program("sql", "select count(*) as n from reports", "--format", "csv", folder=tmp_path)

    assert done.stdout == b"n\n1\n"
    assert done.stderr == b""


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    """`parley --help` answers before any frame library is imported."""
    code = (
        "import sys\n"
        "from parley.faces.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'polars', 'numpy', 'duckdb', 'deltalake', 'sklearn', 'scipy', 'trafilatura'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True
    )

    assert done.stderr.decode().strip() == "[]"


def test_reading_loads_no_model_library(tmp_path: Path) -> None:
    """`parley read` on a text needs neither models, SQL nor the page extractor."""
    (tmp_path / "a.txt").write_text(REPORT)
    code = (
        "import sys\n"
        "from parley.faces.cli import main\n"
        "try:\n    main(['read', 'a.txt'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'duckdb', 'sklearn', 'scipy', 'trafilatura', 'pandas'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    environ = {k: v for k, v in os.environ.items() if not k.startswith("PARLEY_")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environ, capture_output=True, check=True
    )

    assert done.stderr.decode().splitlines()[-1] == "[]"
