"""EROFS: stored files by our own reading, compressed ones through the program, its checksum, damage."""

from __future__ import annotations

import random
import struct

import pytest

from scanner.types import UNREAD, ByteState
from scanner.unpack.tools import find
from tests.unpack.build import noise
from tests.unpack.case_erofs import packed, stored
from tests.unpack.harness import read_bytes

DAEMON = random.Random(3).randbytes(9000)  # noqa: S311 - the filler of the fixture
VERSION = b"camera 1.0\n" * 900


def names(outcome):
    return {name for name in outcome.children if not name.startswith(".")}


def test_stored_files_links_and_ledger():
    outcome = read_bytes(stored())
    assert not UNREAD & set(outcome.totals)
    daemon = outcome.children.get("daemon") or outcome.children["twin"]
    assert daemon.data == DAEMON
    assert outcome.children["etc/version"].data == VERSION
    assert {(link.kind, link.target) for link in outcome.links if link.kind == "symlink"} == {("symlink", "daemon")}
    assert sum(link.kind == "hardlink" for link in outcome.links) == 1


def test_without_the_program_compressed_files_are_no_tool_and_the_others_come(monkeypatch):
    monkeypatch.setattr("scanner.unpack.filesystems.erofs.find", lambda name: None)
    outcome = read_bytes(packed())
    assert outcome.totals[ByteState.NO_TOOL] > 0
    assert "empty" in outcome.children
    assert "etc/version" not in outcome.children


@pytest.mark.skipif(find("fsck.erofs") is None, reason="fsck.erofs is not installed")
def test_compressed_files_with_the_program():
    outcome = read_bytes(packed())
    assert outcome.children["etc/version"].data == VERSION
    assert not UNREAD & set(outcome.totals)


def test_the_checksum_of_the_superblock():
    data = bytearray(stored())
    data[1024 + 64] ^= 1
    assert read_bytes(bytes(data)).at(1024) is ByteState.FAILED


def test_bytes_of_nobody_are_children():
    image = stored()
    assert read_bytes(image + noise(3000)).children[f".trailing@{len(image):#x}"].data == noise(3000)
    hidden = bytearray(image)
    hidden[:500] = noise(500)
    assert read_bytes(bytes(hidden)).children[".boot@0x0"].data.startswith(noise(500))


@pytest.mark.parametrize("thirds", [1, 2])
def test_cut_images_are_failed(thirds):
    data = stored()[: len(stored()) * thirds // 3]
    assert read_bytes(data).totals == {ByteState.FAILED: len(data)}


def test_no_program_runs_on_an_image_with_two_entries_of_one_name(monkeypatch):
    monkeypatch.setattr("scanner.unpack.filesystems.erofs.run_tool", lambda *_: pytest.fail("it must not run"))
    data = packed().replace(b"aliasdaemon", b"aliasalias\0")
    assert data != packed()
    outcome = read_bytes(data)
    assert outcome.totals[ByteState.FAILED] > 0


def test_damaged_images_never_break_the_reader(monkeypatch):
    monkeypatch.setattr("scanner.unpack.filesystems.erofs.find", lambda name: None)
    source = random.Random(11)  # noqa: S311 - the same mutants in every run
    for number in range(80):
        data = bytearray(packed() if number % 2 else stored())
        for _ in range(source.randrange(1, 9)):
            data[source.randrange(1024, 1024 + 600)] = source.randrange(256)
        outcome = read_bytes(bytes(data), format_id="erofs")
        assert outcome.error.split(":")[0] in {"", "ParseFailure", "LimitReached"}, outcome.error


def test_a_link_that_claims_a_target_of_gigabytes_costs_nothing():
    data = bytearray(stored())
    data[0x408] &= 0xFE  # no checksum of the superblock
    changed = 0
    for at in range(0, len(data) - 64, 32):
        # An inode of a link in either form (erofs_fs.h): its size is made as large as the field allows.
        form, mode = struct.unpack_from("<H2xH", data, at)
        if form in {0, 1, 4, 5} and mode & 0o170000 == 0o120000:
            struct.pack_into("<Q" if form & 1 else "<L", data, at + 8, (1 << 40) if form & 1 else 0xFFFFFFF0)
            changed += 1
    outcome = read_bytes(bytes(data), "r.erofs")
    assert changed
    assert outcome.totals.get(ByteState.FAILED)
    assert "a target of" in " ".join(entry.reason for entry in outcome.entries)
