"""What a record holds: every view of the report, and the same bytes wherever it is made."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

import pytest

from scanner.document.report import Report
from scanner.record.names import ARCHIVE, EVERY, LISTED, MANIFEST, NAMING, PDF
from scanner.record.verify import faults
from scanner.record.writing import add
from tests.document import sample
from tests.record.making import WHEN, contents, files, record, report_file, sha256, written

MAKERS = (sample.found, sample.inconclusive, sample.review, sample.nothing_found, sample.hostile)


@pytest.mark.parametrize("make", MAKERS)
def test_a_new_record_is_whole_and_every_file_names_the_report(tmp_path, make):
    folder = record(tmp_path, make)
    assert faults(folder) == []
    there = files(folder)
    assert set(there) == set(EVERY) - {PDF}
    digest = Report.parse(there["report.json"]).digest
    assert [name for name in NAMING if digest.encode() not in there[name]] == []


def test_the_report_is_kept_byte_by_byte_as_it_was_given(tmp_path):
    source = report_file(tmp_path)
    source.write_text(json.dumps(json.loads(source.read_bytes())), encoding="utf-8")
    from scanner.record.writing import create

    folder = create(source, tmp_path / "record").folder
    assert (folder / "report.json").read_bytes() == source.read_bytes()
    assert faults(folder) == []


def test_the_sha256_that_is_told_is_that_of_the_archive(tmp_path):
    made = written(tmp_path)
    assert made.sha256 == sha256((made.folder / ARCHIVE).read_bytes())


@pytest.fixture
def elsewhere(monkeypatch):
    """Another time zone, another umask."""

    def enter(zone: str, umask: int) -> None:
        monkeypatch.setenv("TZ", zone)
        if hasattr(time, "tzset"):
            time.tzset()
        os.umask(umask)

    before = os.umask(0)
    os.umask(before)
    yield enter
    os.umask(before)
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


def test_the_same_bytes_in_another_folder_time_zone_and_umask(tmp_path, elsewhere):
    made = []
    for zone, umask in (("UTC", 0o022), ("America/New_York", 0o077), ("Asia/Kathmandu", 0o002)):
        elsewhere(zone, umask)
        place = tmp_path / zone.replace("/", "-")
        place.mkdir()
        folder = record(place)
        add(folder, "received", "Front desk", WHEN, "by courier")
        made.append(files(folder))
        assert folder.stat().st_mode & 0o777 == 0o777 & ~umask
        assert (folder / ARCHIVE).stat().st_mode & 0o777 == 0o666 & ~umask
    assert made[0] == made[1] == made[2]


def test_the_archive_holds_the_files_with_one_time_and_one_mode(tmp_path):
    there = files(record(tmp_path))
    with zipfile.ZipFile(io.BytesIO(there[ARCHIVE])) as archive:
        members = archive.infolist()
        held = {Path(member.filename).name: archive.read(member) for member in members}
    assert held == {name: data for name, data in there.items() if name != ARCHIVE}
    assert [member.filename for member in members] == sorted(member.filename for member in members)
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
    assert {(member.external_attr, member.create_system, member.compress_type) for member in members} == {
        (0o100644 << 16, 3, zipfile.ZIP_STORED)
    }
    assert len({Path(member.filename).parent for member in members}) == 1


def test_what_was_unpacked_from_the_archive_is_a_record(tmp_path):
    folder = record(tmp_path)
    with zipfile.ZipFile(folder / ARCHIVE) as archive:
        archive.extractall(tmp_path / "unpacked")
    (inner,) = (tmp_path / "unpacked").iterdir()
    assert re.fullmatch(r"facescreen-record-[0-9a-f]{12}", inner.name)
    assert faults(inner) == []


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
@pytest.mark.parametrize("pdf", [None, b"%PDF-"], ids=["without PDF", "with PDF"])
def test_sha256sum_alone_checks_the_folder(tmp_path, pdf, monkeypatch):
    monkeypatch.setattr("scanner.record.writing.record_pdf", lambda report, custody: pdf)
    folder = record(tmp_path)
    for options in (["-c"], ["-c", "--strict"]):
        done = subprocess.run(
            ["sha256sum", *options, MANIFEST], cwd=folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done
        assert len(done.stdout.splitlines()) == len(LISTED) - (pdf is None)
    (folder / "junit.xml").write_bytes(b"<x/>")
    done = subprocess.run(["sha256sum", "-c", MANIFEST], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "junit.xml: FAILED" in done.stdout


def test_a_missing_pdf_is_told_where_people_look(tmp_path):
    without, having = contents(sample.found), contents(sample.found, pdf=b"%PDF-")
    for name in ("README.txt", MANIFEST):
        text = " ".join(without[name].decode().split())
        assert "record.pdf is missing" in text
        assert "pip install 'facescreen[pdf]'" in text
        assert b"is missing" not in having[name]
    assert having[PDF] == b"%PDF-"
    assert PDF not in without


def test_ten_thousand_findings(tmp_path):
    folder = record(tmp_path, sample.huge)
    assert b"10,000 findings." in (folder / "README.txt").read_bytes()
    add(folder, "opened", "Records office", WHEN)
    assert faults(folder) == []


def test_what_is_no_report_makes_no_folder(tmp_path):
    from scanner.record.writing import create
    from scanner.types import UsageError

    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}")
    for source in (wrong, tmp_path / "missing.json", tmp_path):
        with pytest.raises(UsageError):
            create(source, tmp_path / "record")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["wrong.json"]
