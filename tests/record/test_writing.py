"""A writing that is interrupted leaves the old record or the new one; what is no record is not touched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scanner.record import place, writing
from scanner.record.names import CUSTODY, MANIFEST
from scanner.record.verify import faults
from scanner.record.writing import add, create
from scanner.types import UsageError
from tests.cli.program import environment
from tests.document import sample
from tests.record.making import WHEN, files, log, record, report_file

POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and rights of POSIX")


def test_the_folder_is_made_beside_its_place_and_nothing_is_left(tmp_path):
    record(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["given.json", "record"]
    add(tmp_path / "record", "opened", "Records office", WHEN)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["given.json", "record"]


@pytest.mark.parametrize("at", range(0, 12, 3))
def test_an_error_while_writing_leaves_the_old_record(tmp_path, monkeypatch, at):
    folder = record(tmp_path)
    before, count, real = files(folder), iter(range(100)), place._write

    def full(path: Path, data: bytes) -> None:
        if next(count) == at:
            raise OSError(28, "No space left on device")
        real(path, data)

    monkeypatch.setattr(place, "_write", full)
    if at < len(before):
        with pytest.raises(UsageError, match="No space left"):
            add(folder, "opened", "Records office", WHEN)
        assert files(folder) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["given.json", "record"]


def test_an_error_while_making_leaves_no_folder(tmp_path, monkeypatch):
    def interrupted(path: Path, data: bytes) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(place, "_write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        record(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["given.json"]


KILLED = """
import os, signal, sys
from pathlib import Path
from scanner.record import place, writing

moment, folder = sys.argv[1], Path(sys.argv[2])
die = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
writing.record_pdf = lambda report, log: None
if moment == "exchanged":
    place.remove_tree = die
elif moment == "between":
    place._exchange = lambda one, other: False
    real = Path.rename
    Path.rename = lambda self, target: die() if self.name.startswith(".facescreen-record-") else real(self, target)
elif moment == "aside":
    place._exchange = lambda one, other: False
    place.remove_tree = die
else:
    count, real = iter(range(100)), place._write
    place._write = lambda path, data: die() if next(count) == int(moment) else real(path, data)
writing.add(folder, "opened", "Records office", "2026-11-24T09:30:00-05:00")
"""


@POSIX
@pytest.mark.parametrize(("moment", "entries"), [("0", 1), ("7", 1), ("exchanged", 2), ("between", 1), ("aside", 2)])
def test_a_killed_writing_leaves_the_old_record_or_the_new(tmp_path, moment, entries):
    folder = record(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, moment, str(folder)], env=environment(), capture_output=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    place.recover(folder)
    assert faults(folder) == []
    assert len(log(folder)) == entries
    if moment != "aside":  # there a person is asked to look first
        add(folder, "signed", "Head of procurement", WHEN)
        assert len(log(folder)) == entries + 1


def test_without_an_exchange_the_old_folder_comes_back_when_the_new_one_cannot_be_put(tmp_path, monkeypatch):
    folder = record(tmp_path)
    before = files(folder)
    monkeypatch.setattr(place, "_exchange", lambda one, other: False)
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self.name.startswith(".facescreen-record-"):
            raise PermissionError(13, "Permission denied")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(UsageError, match="Permission denied"):
        add(folder, "opened", "Records office", WHEN)
    assert files(folder) == before
    monkeypatch.undo()


def test_without_an_exchange_an_entry_is_added_all_the_same(tmp_path, monkeypatch):
    folder = record(tmp_path)
    monkeypatch.setattr(place, "_exchange", lambda one, other: False)
    add(folder, "opened", "Records office", WHEN)
    assert len(log(folder)) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["given.json", "record"]
    (tmp_path / ".record.facescreen-aside").mkdir()
    with pytest.raises(UsageError, match="left of an earlier writing"):
        add(folder, "opened", "Records office", WHEN)
    assert len(log(folder)) == 2


def test_what_is_there_and_no_record_is_refused(tmp_path):
    source = report_file(tmp_path)
    empty, full, file = tmp_path / "empty", tmp_path / "full", tmp_path / "file"
    empty.mkdir()
    full.mkdir()
    (full / "letter.txt").write_text("keep me")
    file.write_text("keep me")
    for target in (empty, full, file):
        with pytest.raises(UsageError, match="not a record"):
            create(source, target)
    assert list(empty.iterdir()) == []
    assert files(full) == {"letter.txt": b"keep me"}
    assert file.read_text() == "keep me"


@POSIX
def test_links_are_not_written_through(tmp_path):
    source, aside = report_file(tmp_path), tmp_path / "aside"
    aside.mkdir()
    for name, to in (("link", aside), ("dangling", tmp_path / "nowhere")):
        (tmp_path / name).symlink_to(to)
        with pytest.raises(UsageError, match="a link"):
            create(source, tmp_path / name)
    assert list(aside.iterdir()) == []
    assert not (tmp_path / "nowhere").exists()


def test_the_same_report_makes_the_same_record_again(tmp_path, monkeypatch):
    folder = record(tmp_path)
    before = files(folder)
    record(tmp_path)
    assert files(folder) == before
    monkeypatch.setattr("scanner.record.writing.record_pdf", lambda report, log: b"%PDF-")
    record(tmp_path)
    assert files(folder)["record.pdf"] == b"%PDF-"
    assert faults(folder) == []


def test_a_record_of_another_report_or_with_entries_or_with_faults_is_not_replaced(tmp_path):
    folder = record(tmp_path)
    with pytest.raises(UsageError, match="another report"):
        record(tmp_path, sample.review)
    add(folder, "opened", "Records office", WHEN)
    with pytest.raises(UsageError, match="2 entries in its log, which would be lost"):
        record(tmp_path)
    (folder / "notes.txt").write_text("keep me")
    before = files(folder)
    with pytest.raises(UsageError, match=r"notes\.txt is not part of the record"):
        record(tmp_path)
    assert files(folder) == before


@POSIX
def test_two_writers_do_not_lose_an_entry(tmp_path):
    import fcntl

    folder = record(tmp_path)
    descriptor = os.open(folder, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        with pytest.raises(UsageError, match="another run"):
            add(folder, "opened", "Records office", WHEN)
    finally:
        os.close(descriptor)
    add(folder, "opened", "Records office", WHEN)
    assert len(log(folder)) == 2


@POSIX
def test_a_record_that_was_replaced_while_it_was_opened_is_not_written(tmp_path, monkeypatch):
    folder = record(tmp_path)
    real = os.open

    def late(path, flags, *more, **named):
        descriptor = real(path, flags, *more, **named)
        if Path(path) == folder and not (tmp_path / "old").exists():
            folder.rename(tmp_path / "old")
            create(tmp_path / "given.json", folder)
        return descriptor

    monkeypatch.setattr("scanner.record.lock.os.open", late)
    with pytest.raises(UsageError, match="another run"):
        add(folder, "opened", "Records office", WHEN)


def test_a_folder_that_may_not_be_written_is_said(tmp_path, monkeypatch):
    folder = record(tmp_path)
    before = files(folder)
    monkeypatch.setattr(writing.os, "access", lambda path, mode: False)
    with pytest.raises(UsageError, match="read-only, nothing was added"):
        add(folder, "opened", "Records office", WHEN)
    monkeypatch.undo()

    def refuse(**named: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(place.tempfile, "mkdtemp", refuse)
    monkeypatch.setattr("scanner.record.writing.record_pdf", lambda report, log: None)
    for write in (
        lambda: add(folder, "opened", "Records office", WHEN),
        lambda: create(tmp_path / "given.json", tmp_path / "new"),
    ):
        with pytest.raises(UsageError, match="cannot be written: Permission denied"):
            write()
    assert files(folder) == before


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_left_alone(tmp_path):
    folder = record(tmp_path)
    before = files(folder)
    for locked in (folder, tmp_path):
        locked.chmod(0o555)
        try:
            with pytest.raises(UsageError, match=r"read-only|cannot be written"):
                add(folder, "opened", "Records office", WHEN)
            assert faults(folder) == []
        finally:
            locked.chmod(0o755)
    assert files(folder) == before


def test_a_writer_may_not_stand_in_the_folder(tmp_path, monkeypatch):
    folder = record(tmp_path)
    monkeypatch.chdir(folder)
    with pytest.raises(UsageError, match="go to the folder above"):
        add(Path(), "opened", "Records office", WHEN)
    assert faults(Path()) == []


def test_a_record_of_another_version_gets_no_entry_and_can_be_checked(tmp_path):
    from tests.record.making import contents, seal

    folder = record(tmp_path)
    assert contents(sample.found)[CUSTODY] == (folder / CUSTODY).read_bytes()
    newer = (
        (folder / "report.json")
        .read_bytes()
        .replace(b'"schema": "facescreen-report/1"', b'"schema": "facescreen-report/9"')
    )
    from tests.record.making import sha256

    old = sha256((folder / "report.json").read_bytes()).encode()
    (folder / "report.json").write_bytes(newer)
    (folder / CUSTODY).write_bytes((folder / CUSTODY).read_bytes().replace(old, sha256(newer).encode()))
    seal(folder)
    assert (folder / MANIFEST).is_file()
    assert faults(folder) == []
    with pytest.raises(UsageError, match=r"the version of facescreen that README\.txt names"):
        add(folder, "opened", "Records office", WHEN)


@pytest.mark.skipif(os.name != "posix", reason="other systems say it otherwise")
def test_names_that_no_file_system_takes_are_refused(tmp_path):
    report_file(tmp_path)
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    for folder in (tmp_path / ("n" * 300), tmp_path / "circle" / "x"):
        with pytest.raises(UsageError, match=r"cannot be used|is a link|cannot be written"):
            create(tmp_path / "given.json", folder)
        with pytest.raises(UsageError):
            add(folder, "opened", "Records office", WHEN)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["circle", "given.json"]
