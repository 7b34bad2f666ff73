"""SquashFS, ext4, 7z and cabinets through 7-Zip."""

from __future__ import annotations

import random
import struct

import pytest

from scanner.types import ByteState, Limits
from scanner.unpack.tools import find
from tests.unpack.build import noise
from tests.unpack.case_images import cabinet, fixture, packed
from tests.unpack.encrypted import seven_zip
from tests.unpack.harness import read_bytes
from tests.unpack.recurse import recurse

pytestmark = pytest.mark.skipif(find("7zz") is None, reason="7-Zip is not installed")

FILES = {"etc/version", "bin/daemon", "bin/twin", "back\\slash", "new\\x0aline", "bad\\xff", "empty", "closed/inside"}
LINKS = {("bin/alias", "symlink", "daemon"), ("null", "device", ""), ("pipe", "fifo", "")}


def links(outcome):
    return {(link.path.partition("!/")[2], link.kind, link.target) for link in outcome.links}


@pytest.mark.parametrize("codec", ["gzip", "xz", "zstd", "lzo"])
def test_squashfs_of_every_codec(codec):
    outcome = read_bytes(fixture(f"{codec}.squashfs"))
    assert outcome.error == ""
    assert set(outcome.children) == FILES
    assert outcome.children["etc/version"].data == b"camera 1.0\n" * 40
    assert links(outcome) == LINKS
    assert set(outcome.totals) == {ByteState.CARRIED, ByteState.PADDING}


def test_squashfs_lz4_without_unsquashfs_names_the_program(monkeypatch):
    monkeypatch.setattr("scanner.unpack.filesystems.squashfs.find", lambda name: None)
    outcome = read_bytes(fixture("lz4.squashfs"))
    assert outcome.totals[ByteState.NO_TOOL] > 0
    assert "unsquashfs" in outcome.error


@pytest.mark.skipif(find("unsquashfs") is None, reason="unsquashfs is not installed")
def test_squashfs_lz4_with_unsquashfs():
    outcome = read_bytes(fixture("lz4.squashfs"))
    assert set(outcome.children) == FILES
    assert outcome.totals[ByteState.CARRIED] > 9000


def test_without_seven_zip_nothing_counts_as_read(monkeypatch):
    monkeypatch.setattr("scanner.unpack.tools.find", lambda name: None)
    for name in ("xz.squashfs", "small.ext4"):
        outcome = read_bytes(fixture(name))
        assert set(outcome.totals) <= {ByteState.NO_TOOL, ByteState.PADDING}
        assert outcome.totals[ByteState.NO_TOOL] > 9000


def test_bytes_behind_squashfs_are_a_child():
    image = fixture("xz.squashfs")
    tree = recurse(image + noise(700_000), "fw.bin")
    assert tree.root[ByteState.OPAQUE] > 690_000
    assert f"fw.bin!/.trailing@{len(image):#x}" in tree.data


def test_second_squashfs_behind_the_first_is_read():
    image = fixture("xz.squashfs")
    tree = recurse(image + fixture("gzip.squashfs"), "fw.bin")
    assert sum(path.endswith("/bin/daemon") for path in tree.data) == 2


def test_cut_squashfs_fails_as_a_whole():
    data = fixture("xz.squashfs")[:6000]
    assert read_bytes(data).totals == {ByteState.FAILED: 6000}


def test_damaged_squashfs_block_fails_as_a_whole():
    data = bytearray(fixture("xz.squashfs"))
    data[9300:9360] = bytes(60)
    outcome = read_bytes(bytes(data))
    assert outcome.totals[ByteState.FAILED] > 9000


def test_ext_files_links_and_ledger():
    outcome = read_bytes(fixture("small.ext4"))
    assert set(outcome.children) == FILES
    assert links(outcome) == LINKS
    assert set(outcome.totals) == {ByteState.CARRIED, ByteState.PADDING, ByteState.PARSED}
    assert outcome.totals[ByteState.PADDING] > 100_000


def test_data_in_free_blocks_of_ext_is_a_child():
    data = bytearray(fixture("small.ext4"))
    data[200 * 1024 : 201 * 1024] = noise(1024)
    outcome = read_bytes(bytes(data))
    hidden = outcome.children[f".free@{200 * 1024:#x}"]
    assert hidden.data.startswith(noise(1024))


def test_bytes_behind_ext_are_a_child_and_cut_ext_fails():
    data = fixture("small.ext4")
    assert read_bytes(data + noise(5000)).children[f".trailing@{len(data):#x}"].data == noise(5000)
    cut = read_bytes(data[:200_000])
    assert cut.totals[ByteState.FAILED] == 200_000


def test_seven_zip_with_one_encrypted_member():
    data = seven_zip(noise(3000), "-psecret")
    outcome = read_bytes(data, "a.7z")
    (locked,) = [entry for entry in outcome.entries if entry.state is ByteState.ENCRYPTED]
    assert 3000 <= locked.length < 3100
    assert set(outcome.totals) == {ByteState.ENCRYPTED, ByteState.PARSED}
    assert "member.bin" in locked.reason


def test_seven_zip_content_and_trailing():
    outcome = read_bytes(packed() + b"behind" * 9)
    assert outcome.children["member.bin"].data == noise(2000)
    assert outcome.children[f".trailing@{len(packed()):#x}"].data == b"behind" * 9


def test_cabinet():
    assert read_bytes(cabinet()).children["a.txt"].data == b"cabinet text\n" * 20


def test_file_above_the_limit_is_left_out_and_the_others_come():
    outcome = read_bytes(fixture("gzip.squashfs"), limits=Limits(node_bytes=8000))
    assert "etc/version" in outcome.children
    assert "bin/daemon" not in outcome.children
    assert outcome.error.startswith("LimitReached")
    assert outcome.totals[ByteState.LIMIT] > 9000


def test_too_many_files_end_by_limit():
    outcome = read_bytes(fixture("gzip.squashfs"), limits=Limits(files=4))
    assert outcome.error.startswith("LimitReached")
    assert outcome.totals[ByteState.LIMIT] > 9000


def test_damaged_images_never_break_a_reader():
    source = random.Random(4)  # noqa: S311 - the same mutants in every run
    bases = [fixture("xz.squashfs"), fixture("small.ext4"), packed(), cabinet()]
    for number in range(40):
        data = bytearray(bases[number % len(bases)])
        if number % 3 == 0:
            del data[source.randrange(len(data) // 2, len(data)) :]
        for _ in range(source.randrange(1, 5)):
            data[source.randrange(min(len(data), 12_000))] ^= 1 << source.randrange(8)
        outcome = read_bytes(bytes(data))
        assert outcome.error.split(":")[0] in {"", "ParseFailure", "LimitReached"}, outcome.error


def test_what_no_member_of_a_cabinet_refers_to():
    good, hidden = cabinet(), noise(6000)
    (start,) = struct.unpack_from("<I", good, 36)
    gap = bytearray(good[:start] + hidden + good[start:])
    struct.pack_into("<I", gap, 36, start + len(hidden))
    struct.pack_into("<I", gap, 8, len(gap))
    outcome = read_bytes(bytes(gap))
    assert hidden in [found.data for found in outcome.children.values()]
    more = bytearray(good + struct.pack("<IHH", 0, len(hidden), len(hidden)) + hidden)
    struct.pack_into("<H", more, 40, 2)
    struct.pack_into("<I", more, 8, len(more))
    outcome = read_bytes(bytes(more))
    assert outcome.totals[ByteState.FAILED] >= len(hidden)
    assert "a.txt" in outcome.children
