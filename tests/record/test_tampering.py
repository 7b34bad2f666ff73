"""Whatever is changed in a record is found and named; what hides a change is refused, never followed or waited for."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from scanner.record.names import ARCHIVE, CUSTODY, EVERY, LISTED, MANIFEST, PDF, REPORT
from scanner.record.verify import faults
from scanner.record.writing import add
from scanner.types import UsageError
from tests.document import sample
from tests.record.making import WHEN, contents, record, seal


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with a PDF and two entries."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scanner.record.writing.record_pdf", lambda report, custody: b"%PDF-1.7 a page")
        patch.setattr("scanner.record.writing.can_set", lambda: True)
        folder = record(tmp_path_factory.mktemp("made"))
        add(folder, "received", "Front desk", WHEN)
    assert faults(folder) == []
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("scanner.record.writing.record_pdf", lambda report, custody: b"%PDF-1.7 a page")
    monkeypatch.setattr("scanner.record.writing.can_set", lambda: True)
    return Path(shutil.copytree(made, tmp_path / "record"))


def refused(folder: Path) -> str:
    """What ``add`` says; nothing may be added to a folder that is not as it was."""
    before = (folder / CUSTODY).read_bytes() if (folder / CUSTODY).is_file() else None
    with pytest.raises(UsageError) as caught:
        add(folder, "opened", "Somebody", WHEN)
    assert before is None or (folder / CUSTODY).read_bytes() == before
    return str(caught.value)


@pytest.mark.parametrize("name", EVERY)
def test_one_changed_byte_is_found_in_every_file(folder, name):
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    found = faults(folder)
    assert any(name in fault or name == MANIFEST for fault in found), found
    assert found
    assert "nothing was added" in refused(folder)


@pytest.mark.parametrize("name", [*LISTED, MANIFEST])
def test_a_file_that_is_gone_is_missed(folder, name):
    (folder / name).unlink()
    assert f"{name} is missing" in faults(folder)
    refused(folder)


def test_the_archive_may_stay_elsewhere(folder):
    (folder / ARCHIVE).unlink()
    assert faults(folder) == []
    add(folder, "opened", "Records office", WHEN)
    assert (folder / ARCHIVE).is_file()


def test_what_is_not_part_of_it_is_named(folder):
    (folder / "notes\x1b[2J\u202e.txt").write_text("x")
    (folder / "sub").mkdir()
    (folder / ".hidden").write_text("x")
    assert faults(folder) == [
        "sub is not a plain file",
        ".hidden is not part of the record",
        "notes\\x1b[2J\\u{202e}.txt is not part of the record",
    ]
    assert "\\x1b[2J" in refused(folder)


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
@pytest.mark.parametrize("name", EVERY)
def test_links_and_pipes_in_place_of_files_are_neither_followed_nor_waited_for(folder, name, tmp_path):
    aside = tmp_path / "aside"
    shutil.move(folder / name, aside)
    (folder / name).symlink_to(aside)
    assert f"{name} is not a plain file" in faults(folder)
    refused(folder)
    (folder / name).unlink()
    os.mkfifo(folder / name)
    assert f"{name} is not a plain file" in faults(folder)
    refused(folder)


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
def test_a_link_to_a_record_is_refused(folder, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(folder)
    with pytest.raises(UsageError, match="a link"):
        faults(link)
    assert "a link" in refused(link)


def test_an_entry_that_is_changed_breaks_the_chain_even_under_a_new_manifest(folder):
    add(folder, "opened", "Records office", WHEN)
    whole = (folder / CUSTODY).read_bytes()
    for old, new in (
        (b"Front desk", b"Back door!"),
        (b"2026-11-24T09", b"2026-11-24T08"),
        (b'"received"', b'"signed"'),
    ):
        assert old in whole
        (folder / CUSTODY).write_bytes(whole.replace(old, new, 1))
        seal(folder)
        assert faults(folder) == [f"{CUSTODY}: entry 3 does not hold the SHA-256 of the one before"]


def test_another_report_under_a_new_manifest_is_found(folder):
    (folder / REPORT).write_bytes(contents(sample.review)[REPORT])
    seal(folder)
    found = faults(folder)
    assert f"{CUSTODY} is about another {REPORT}: the SHA-256 of the file is not the same" in found
    assert f"{CUSTODY} names another report than {REPORT}" in found
    assert any(fault.startswith("report.html does not name the report") for fault in found)


def test_a_page_of_another_report_under_a_new_manifest_is_found(folder):
    other = contents(sample.review)
    for name in ("report.html", "questions.json", "report.sarif", "junit.xml", "bom.cdx.json", "questions.md"):
        kept = (folder / name).read_bytes()
        (folder / name).write_bytes(other[name])
        seal(folder)
        (fault,) = faults(folder)
        assert fault.startswith(f"{name} does not name the report")
        (folder / name).write_bytes(kept)
    seal(folder)
    assert faults(folder) == []


def test_an_archive_with_other_files_is_found(folder):
    (folder / ARCHIVE).write_bytes(contents(sample.found)[ARCHIVE])
    assert faults(folder) == [f"{ARCHIVE} does not hold the same files as this folder"]


def test_a_whole_change_on_purpose_is_not_found_as_the_readme_says(tmp_path):
    folder = record(tmp_path)
    text = " ".join((folder / "README.txt").read_text("utf-8").split())
    assert "The check cannot show a change on purpose." in text
    assert "note the SHA-256 of record.zip in another place" in text
    (folder / "questions.md").write_bytes((folder / "questions.md").read_bytes() + b"\nNo more questions.\n")
    seal(folder)
    assert faults(folder) == []


MANIFESTS = {
    "empty": b"",
    "no text": b"\xff\xfe\n",
    "other line": b"hello\n",
    "a path": b"0" * 64 + b"  ../../etc/passwd\n",
    "absolute": b"0" * 64 + b"  /etc/passwd\n",
    "twice": (b"0" * 64 + b"  report.json\n") * 2,
    "not its own": b"0" * 64 + b"  other.txt\n",
    "large": b"# " + b"x" * (2 << 20) + b"\n",
}


@pytest.mark.parametrize("data", MANIFESTS.values(), ids=MANIFESTS)
def test_a_hostile_manifest_is_a_fault(folder, data):
    (folder / MANIFEST).write_bytes(data)
    assert faults(folder)
    refused(folder)


def log_with(folder: Path, **changes: object) -> bytes:
    document = json.loads((folder / CUSTODY).read_bytes())
    document["entries"][1].update(changes)
    head = {key: value for key, value in document.items() if key != "entries"}
    lines = ",\n".join(
        json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False) for entry in document["entries"]
    )
    text = json.dumps(head, separators=(",", ":"))[:-1] + ',"entries":[\n' + lines + "\n]}\n"
    return text.encode("utf-8", "surrogatepass")


def test_the_log_is_spelled_as_it_is_hashed(folder):
    assert log_with(folder) == (folder / CUSTODY).read_bytes()


LOGS = {
    "no JSON": lambda folder: b"{",
    "a list": lambda folder: b"[]",
    "deep": lambda folder: b"[" * 100_000,
    "no entries": lambda folder: b'{"schema":"facescreen-custody/1"}',
    "other schema": lambda folder: (folder / CUSTODY).read_bytes().replace(b"custody/1", b"custody/2"),
    "spaces": lambda folder: (folder / CUSTODY).read_bytes() + b" ",
    "number": lambda folder: log_with(folder, number=True),
    "huge number": lambda folder: log_with(folder, number=10**40),
    "by a number": lambda folder: log_with(folder, by=7),
    "nobody": lambda folder: log_with(folder, by=""),
    "another word": lambda folder: log_with(folder, what="destroyed"),
    "no zone": lambda folder: log_with(folder, when="2026-11-24T09:30:00"),
    "a control": lambda folder: log_with(folder, note="a\x1bb"),
    "a hidden mark": lambda folder: log_with(folder, note="a\u202eb"),
    "half a character": lambda folder: log_with(folder, note="a\ud800"),
    "long": lambda folder: log_with(folder, note="x" * 2_001),
    "another key": lambda folder: log_with(folder, more="x"),
    "before": lambda folder: log_with(folder, before="0" * 64),
}


@pytest.mark.parametrize("changed", LOGS.values(), ids=LOGS)
def test_a_hostile_log_is_a_fault_even_under_a_new_manifest(folder, changed):
    (folder / CUSTODY).write_bytes(changed(folder))
    seal(folder)
    found = faults(folder)
    assert any(fault.startswith(f"{CUSTODY}: ") for fault in found), found
    assert all(fault.isprintable() for fault in found)
    refused(folder)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"screening": NaN}', b"[" * 100_000])
def test_a_report_that_is_none_is_a_fault(folder, data):
    (folder / REPORT).write_bytes(data)
    seal_without_report(folder)
    assert any(REPORT in fault for fault in faults(folder))
    refused(folder)


def seal_without_report(folder: Path) -> None:
    from scanner.record.manifest import manifest

    there = {name: (folder / name).read_bytes() for name in LISTED}
    (folder / MANIFEST).write_bytes(manifest(there))


def test_what_is_no_record_is_said(tmp_path):
    for place in (tmp_path, tmp_path / "missing", Path(__file__)):
        with pytest.raises(UsageError):
            faults(place)


def test_a_folder_of_very_many_files_is_not_listed(tmp_path):
    for number in range(1_002):
        (tmp_path / f"{number}").touch()
    with pytest.raises(UsageError, match="not a record"):
        faults(tmp_path)


def test_without_a_pdf_the_record_stays_whole_and_gets_one_later(tmp_path, monkeypatch):
    folder = record(tmp_path)
    assert not (folder / PDF).exists()
    monkeypatch.setattr("scanner.record.writing.record_pdf", lambda report, custody: b"%PDF-")
    add(folder, "opened", "Records office", WHEN)
    assert (folder / PDF).read_bytes() == b"%PDF-"
    assert faults(folder) == []


def test_a_manifest_of_thousands_of_names_is_told_in_part(folder):
    from click.testing import CliRunner

    from scanner.cli.record import MOST_FAULTS, check

    (folder / MANIFEST).write_text("".join(f"{number:064d}  f{number}{'x' * 300}\n" for number in range(2_000)))
    told = CliRunner().invoke(check, [str(folder)])
    lines = told.output.splitlines()
    assert told.exit_code == 1
    assert len(lines) <= MOST_FAULTS + 2
    assert any(line.startswith("and ") and line.endswith(" more faults") for line in lines)
    assert max(map(len, lines[:MOST_FAULTS])) < 300
