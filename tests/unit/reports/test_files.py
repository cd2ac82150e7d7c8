"""Files, folders and standard input become reports, and bad ones become reasons."""

from __future__ import annotations

import gzip
import json
import logging
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from parley.errors import ReportError
from parley.reports.files import Rejected, read_reports
from parley.terms import Report

NOW = datetime(2024, 3, 5, 12, tzinfo=UTC)
WORDS = "Ruritania recalls its envoy from Zenda."


def read(*paths: str | Path, **options: object) -> list[Report | Rejected]:
    return list(read_reports(paths, now=NOW, **options))  # type: ignore[arg-type]


def read_one(path: str | Path, **options: object) -> Report:
    [report] = read(path, **options)
    assert isinstance(report, Report), report
    return report


def reject_one(path: str | Path, **options: object) -> Rejected:
    [rejected] = read(path, **options)
    assert isinstance(rejected, Rejected), rejected
    return rejected


def test_a_text_file_is_one_report_with_its_words_untouched(tmp_path: Path) -> None:
    """White space and line ends stay, so offsets hold."""
    file = tmp_path / "a.txt"
    file.write_bytes("\r\n  Élan in Zenda.\r\n\r\nEnd \n".encode())

    report = read_one(file)

    assert report.text == "\r\n  Élan in Zenda.\r\n\r\nEnd \n"
    assert report.path == str(file)
    assert report.outlet == "unknown"


def test_a_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    """The mark is no character of the text."""
    file = tmp_path / "a.txt"
    file.write_bytes(b"\xef\xbb\xbf" + WORDS.encode())

    assert read_one(file).text == WORDS


def test_a_headline_alone_is_a_report(tmp_path: Path) -> None:
    """Few words are enough."""
    file = tmp_path / "a.txt"
    file.write_text("Envoy recalled")

    assert read_one(file).text == "Envoy recalled"


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    """Folders inside come with it; other endings and hidden names are passed over."""
    (tmp_path / "b").mkdir()
    for name in ("z.txt", "a.md", "b/c.txt", "notes.pdf", ".hidden.txt", "b/.x.txt"):
        (tmp_path / name).write_text(f"Words of {name}")

    reports = read(tmp_path)

    texts = [report.text for report in reports if isinstance(report, Report)]
    assert texts == ["Words of a.md", "Words of b/c.txt", "Words of z.txt"]


def test_packed_files_are_unpacked(tmp_path: Path) -> None:
    """A .gz of a known ending is read like the file in it."""
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(WORDS.encode()))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b'{"text": "One."}\n{"text": "Two."}\n'))

    texts = [report.text for report in read(tmp_path) if isinstance(report, Report)]

    assert texts == [WORDS, "One.", "Two."]


def test_a_broken_archive_is_rejected_and_the_batch_goes_on(tmp_path: Path) -> None:
    """A cut .gz names itself; the next file is read."""
    packed = gzip.compress(WORDS.encode() * 50)
    (tmp_path / "a.txt.gz").write_bytes(packed[: len(packed) // 2])
    (tmp_path / "b.txt").write_text(WORDS)

    first, second = read(tmp_path)

    assert isinstance(first, Rejected)
    assert first.kind == "archive"
    assert isinstance(second, Report)


def test_standard_input_is_a_text() -> None:
    """A dash reads the stream handed in."""
    report = read_one("-", stdin=BytesIO(WORDS.encode()))

    assert (report.text, report.path) == (WORDS, "-")


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (b'{"text": "One."}\n{"text": "Two."}\n', ["One.", "Two."]),
        (b'{\n  "text": "One."\n}\n', ["One."]),
        (b'[{"text": "One."}, {"text": "Two."}]', ["One.", "Two."]),
        (b"[Zenda] One.", ["[Zenda] One."]),
    ],
    ids=["lines", "laid-out", "list", "bracket-in-text"],
)
def test_standard_input_tells_json_from_text(data: bytes, texts: list[str]) -> None:
    """JSON Lines, an object, a list and plain words are told apart by how they begin."""
    reports = read("-", stdin=BytesIO(data))

    assert [report.text for report in reports if isinstance(report, Report)] == texts


def test_long_json_lines_on_standard_input_all_arrive() -> None:
    """Lines that straddle the first block read are joined again."""
    lines = [json.dumps({"text": f"{i} " + "word " * 9_000}) for i in range(5)]

    reports = read("-", stdin=BytesIO("\n".join(lines).encode()))

    assert [report.text[:2] for report in reports if isinstance(report, Report)] == [
        "0 ", "1 ", "2 ", "3 ", "4 ",
    ]  # fmt: skip


def test_a_dash_without_a_stream_is_an_error() -> None:
    """There has to be something to read."""
    with pytest.raises(ReportError, match="standard input"):
        read("-")


def test_an_empty_file_is_rejected(tmp_path: Path) -> None:
    """Nothing, blanks alone, and an empty list of lines are all empty."""
    kinds = []
    for name, data in (
        ("a.txt", b""),
        ("b.txt", b" \n\t"),
        ("c.jsonl", b"\n\n"),
        ("d.json", b"[]"),
    ):
        (tmp_path / name).write_bytes(data)
        kinds.append(reject_one(tmp_path / name).kind)

    assert kinds == ["empty"] * 4


def test_a_missing_file_is_an_error_before_anything_is_read(tmp_path: Path) -> None:
    """The call itself raises and names the path."""
    good = tmp_path / "a.txt"
    good.write_text(WORDS)

    with pytest.raises(ReportError, match=r"nowhere\.txt: no file or folder") as caught:
        read_reports([good, tmp_path / "nowhere.txt"], now=NOW)

    assert caught.value.kind == "missing"


def test_a_folder_without_reports_is_an_error(tmp_path: Path) -> None:
    """The message lists the endings that would have been read."""
    (tmp_path / "a.pdf").write_text("x")

    with pytest.raises(ReportError, match=r"holds no reports.*\.jsonl") as caught:
        read_reports([tmp_path], now=NOW)

    assert caught.value.kind == "no-reports"


def test_no_paths_at_all_is_an_error() -> None:
    """An empty list is a slip, not an empty batch."""
    with pytest.raises(ReportError, match="No reports were named"):
        read_reports([], now=NOW)


def test_a_path_no_system_takes_is_an_error() -> None:
    """A NUL in a name is answered, not raised through."""
    with pytest.raises(ReportError):
        read_reports(["a\x00b"], now=NOW)


def test_binary_is_rejected(tmp_path: Path) -> None:
    """A NUL byte gives it away, and its place is told."""
    file = tmp_path / "a.txt"
    file.write_bytes(b"\x89PNG\x00\x01")

    rejected = reject_one(file)

    assert rejected.kind == "binary"
    assert "Byte 4" in rejected.message


def test_invalid_utf8_is_rejected_with_its_offset(tmp_path: Path) -> None:
    """The byte and its place are told, and how to mend it."""
    file = tmp_path / "a.txt"
    file.write_bytes("Zenda café".encode("cp1252"))

    rejected = reject_one(file)

    assert rejected.kind == "encoding"
    assert "0xe9 at offset 9" in rejected.message
    assert "iconv" in rejected.message


def test_utf16_is_named(tmp_path: Path) -> None:
    """The commonest other encoding is not called binary."""
    file = tmp_path / "a.txt"
    file.write_bytes(WORDS.encode("utf-16"))

    assert "UTF-16" in reject_one(file).message


def test_a_text_over_the_limit_is_rejected(tmp_path: Path) -> None:
    """Nine million bytes are no report."""
    file = tmp_path / "a.txt"
    file.write_bytes(b"word " * 1_800_000)

    rejected = reject_one(file)

    assert rejected.kind == "too-large"
    assert rejected.n_bytes == 9_000_000
    assert len(rejected.excerpt) <= 200


def test_one_bad_report_does_not_stop_a_batch(tmp_path: Path) -> None:
    """Good files on either side of bad ones are read."""
    (tmp_path / "a.txt").write_text(WORDS)
    (tmp_path / "b.txt").write_bytes(b"\xff\xff")
    (tmp_path / "c.txt").write_bytes(b"")
    (tmp_path / "d.txt").write_text(WORDS)

    kinds = [type(item).__name__ for item in read(tmp_path)]

    assert kinds == ["Report", "Rejected", "Rejected", "Report"]


def test_options_overrule_what_a_file_says(tmp_path: Path) -> None:
    """Time and outlet from the command stand before the file's own."""
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "One.", "outlet": "Post", "published_at": "2024-01-01"}')
    at = datetime(2024, 2, 2, tzinfo=UTC)

    report = read_one(file, published_at=at, outlet="Zenda Times")

    assert (report.published_at, report.outlet) == (at, "Zenda Times")


def test_the_language_option_serves_reports_without_one(tmp_path: Path) -> None:
    """A report's own word on its language stands."""
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "Eins.", "language": "de"}\n{"text": "Un."}\n')

    languages = [
        report.language for report in read(file, language="fr") if isinstance(report, Report)
    ]

    assert languages == ["de", "fr"]


def test_a_json_file_beside_a_text_describes_it(tmp_path: Path) -> None:
    """Time, outlet and address come from NAME.json; it is no report of its own."""
    (tmp_path / "a.txt").write_text(WORDS)
    (tmp_path / "a.json").write_text('{"published_at": "2024-01-02T03:04Z", "outlet": "Post"}')

    report = read_one(tmp_path)

    assert report.published_at == datetime(2024, 1, 2, 3, 4, tzinfo=UTC)
    assert report.outlet == "Post"


def test_undated_reports_count_as_published_now_and_are_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """One warning for the batch names how many there were and the first."""
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(WORDS + name)

    with caplog.at_level(logging.WARNING):
        reports = read(tmp_path)

    assert {report.published_at for report in reports if isinstance(report, Report)} == {NOW}
    assert len(caplog.records) == 1
    assert caplog.messages[0].startswith("3 reports give no time")


def test_dated_reports_give_no_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing to mend, nothing said."""
    (tmp_path / "a.txt").write_text(WORDS)

    with caplog.at_level(logging.WARNING):
        read(tmp_path, published_at=NOW)

    assert caplog.records == []


def test_a_file_of_unknown_ending_is_read_when_named(tmp_path: Path) -> None:
    """What the user names is read by how it begins."""
    (tmp_path / "report").write_text(WORDS)
    (tmp_path / "lines.data").write_text('{"text": "One."}\n{"text": "Two."}\n')

    texts = [
        report.text
        for report in read(tmp_path / "report", tmp_path / "lines.data")
        if isinstance(report, Report)
    ]

    assert texts == [WORDS, "One.", "Two."]
