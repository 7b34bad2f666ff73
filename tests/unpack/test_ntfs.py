"""NTFS: files through 7-Zip, clusters of nobody and slack by the master file table, damage."""

from __future__ import annotations

import random

import pytest

from scanner.types import UNREAD, ByteState
from scanner.unpack.tools import find
from tests.unpack.build import noise
from tests.unpack.case_ntfs import volume
from tests.unpack.harness import read_bytes

pytestmark = pytest.mark.skipif(find("7zz") is None, reason="7-Zip is not installed")

DAEMON = random.Random(3).randbytes(5000)  # noqa: S311 - the filler of the fixture
RECORDS = b"FILE0\0"


def test_files_inside_and_outside_of_their_records():
    outcome = read_bytes(volume())
    assert outcome.children["version.txt"].data == b"camera 1.0\n" * 20
    assert outcome.children["daemon.bin"].data == DAEMON
    assert not UNREAD & set(outcome.totals)


def test_data_in_free_clusters_in_slack_and_behind_the_end_are_children():
    data = bytearray(volume())
    slack = data.find(DAEMON) + len(DAEMON)
    data[slack : slack + 100] = noise(100)
    free = 900 * 1024
    assert not any(data[free : free + 2000])
    data[free : free + 2000] = noise(2000)
    outcome = read_bytes(bytes(data) + noise(3000))
    assert outcome.children[f".slack@{slack:#x}"].data.startswith(noise(100))
    assert any(noise(2000) in child.data for name, child in outcome.children.items() if "unreferenced" in name)
    assert outcome.children[f".trailing@{len(data):#x}"].data == noise(3000)


def test_a_record_that_was_not_written_to_its_end_is_failed():
    data = bytearray(volume())
    at = data.rfind(RECORDS, 0, data.find("daemon.bin".encode("utf-16-le")))
    data[at + 1022] ^= 1
    outcome = read_bytes(bytes(data))
    assert outcome.totals[ByteState.FAILED] >= 1024
    assert outcome.children["version.txt"].data


@pytest.mark.parametrize("thirds", [1, 2])
def test_cut_volumes_are_failed(thirds):
    data = volume()[: len(volume()) * thirds // 3]
    assert read_bytes(data).totals == {ByteState.FAILED: len(data)}


def test_the_file_of_the_boot_sectors_is_no_volume():
    assert read_bytes(volume()[:8192]).format != "ntfs"


def test_damaged_volumes_never_break_the_reader(monkeypatch):
    monkeypatch.setattr("scanner.unpack.filesystems.ntfs.unpack", lambda *_: _Nothing())
    source = random.Random(12)  # noqa: S311 - the same mutants in every run
    start = volume().find(RECORDS)
    for number in range(60):
        data = bytearray(volume())
        for _ in range(source.randrange(1, 9)):
            low, high = (11, 80) if number % 4 == 0 else (start, start + 30_000)
            data[source.randrange(low, high)] = source.randrange(256)
        outcome = read_bytes(bytes(data), format_id="ntfs")
        assert outcome.error.split(":")[0] in {"", "ParseFailure", "LimitReached"}, outcome.error


class _Nothing:
    trouble = None
