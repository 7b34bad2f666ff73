"""Formats that only a foreign extractor knows: what it writes is taken with care, and its silence proves nothing."""

from __future__ import annotations

import os
import struct
import time
from pathlib import Path

import pytest

from scanner.types import ByteState, Limits
from scanner.unpack.carving import unblob_extract
from tests.unpack.build import noise
from tests.unpack.harness import Outcome, read_bytes
from tests.unpack.recurse import recurse

pytest.importorskip("unblob")
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="extractors run in a fork")


def chk(kernel: bytes, rootfs: bytes) -> bytes:
    """A Netgear CHK image: a header of 40 bytes and a board's name, then two parts."""
    board = b"U12H000T00_NETGEAR"
    sizes = struct.pack(">5I", 1, 2, len(kernel), len(rootfs), 3)
    return (
        b"\x2a\x23\x24\x5e" + struct.pack(">I", 40 + len(board)) + bytes(8) + sizes + bytes(4) + board + kernel + rootfs
    )


def yaffs_page(data: bytes, identity: int, chunk: int, count: int) -> bytes:
    """One page of a YAFFS2 image, 2,048 bytes and 64 of spare, little-endian with room for error correction."""
    spare = struct.pack("<4I", 0x1000, identity, chunk, count)
    return data.ljust(2048, b"\xff") + spare.ljust(64, b"\xff")


def yaffs_object(kind: int, parent: int, name: bytes, identity: int, size: int = 0) -> bytes:
    """The page of an object's header: kind 1 is a file, 3 a directory."""
    head = struct.pack("<IIH", kind, parent, 0xFFFF) + name.ljust(256, b"\0") + bytes(2)
    fields = (
        struct.pack("<7Ii", 0o040755 if kind == 3 else 0o100644, 0, 0, 0, 0, 0, size, 0)
        + bytes(160)
        + bytes(7 * 4)
        + bytes(8)
    )
    return yaffs_page(head + fields + struct.pack("<I", 0xFFFFFFFF) + bytes(12), identity, 0, 0xFFFF)


def yaffs(content: bytes) -> bytes:
    """A directory and a file in it."""
    pages = [yaffs_object(3, 1, b"sub", 257), yaffs_object(1, 257, b"model.bin", 258, len(content))]
    parts = [content[start : start + 2048] for start in range(0, len(content), 2048)]
    pages += [yaffs_page(part, 258, index + 1, len(part)) for index, part in enumerate(parts)]
    return b"".join(pages)


IMAGE = chk(noise(5000, 1), noise(7000, 2))


class Extractor:
    """Stands for the extractor of the handler ``chk``."""

    def __init__(self, work) -> None:
        self.EXTRACTOR = self
        self._work = work

    def extract(self, inpath: Path, outdir: Path) -> None:
        self._work(outdir)


def read_with(monkeypatch: pytest.MonkeyPatch, work, limits: Limits | None = None) -> Outcome:
    monkeypatch.setattr(unblob_extract, "handlers", lambda: {("chk", 0): Extractor(work)})
    return read_bytes(IMAGE, limits=limits or Limits())


def test_content_that_is_one_foreign_format_is_unpacked() -> None:
    outcome = read_bytes(IMAGE)
    assert {name: child.data for name, child in outcome.children.items()} == {
        "kernel": noise(5000, 1),
        "rootfs": noise(7000, 2),
    }
    assert outcome.totals == {ByteState.CARRIED: len(IMAGE)}
    assert ("content", "chk") in outcome.attributes


def test_a_foreign_format_behind_junk_is_a_child_and_then_unpacked() -> None:
    tree = recurse(noise(700, 3) + IMAGE + noise(900, 4))
    assert tree.data["delivery!/.chk@0x2bc!/rootfs"] == noise(7000, 2)


@pytest.mark.parametrize("junk", [b"", noise(777, 3), noise(4096, 3)])
def test_yaffs_is_unpacked_wherever_it_begins(junk: bytes) -> None:
    content = noise(30_000, 8)
    tree = recurse(junk + yaffs(content))
    path = "delivery" + (f"!/.yaffs@{len(junk):#x}" if junk else "")
    assert tree.data[f"{path}!/sub/model.bin"] == content


def lzh(name: bytes, data: bytes, comment: bytes) -> bytes:
    """An LHA archive of one stored member (header level 2), with a comment that few programs show."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0xA001 if crc & 1 else crc >> 1
    head = b"-lh0-" + struct.pack("<3I2BH", len(data), len(data), 0x5F000000, 0x20, 2, crc) + b"U"
    for kind, text in ((1, name), (0x3F, comment)):
        head += struct.pack("<HB", len(text) + 3, kind) + text
    return struct.pack("<H", len(head) + 4) + head + bytes(2) + data + b"\0"


def test_what_headers_of_an_archive_have_beyond_their_members() -> None:
    content = b"words of a text\n" * 500
    assert not {ByteState.FAILED} & {entry.state for entry in recurse(lzh(b"a.txt", content, b"short")).entries}
    tree = recurse(lzh(b"a.txt", content, noise(4000)))
    assert sum(entry.length for entry in tree.unread(ByteState.FAILED)) >= 4000
    assert content in tree.data.values()


@pytest.mark.parametrize(
    "work", [lambda _: None, lambda out: (out / "empty").write_bytes(b""), lambda out: (out / "a").write_bytes(b"few")]
)
def test_nothing_or_little_that_comes_out_is_a_failure(monkeypatch: pytest.MonkeyPatch, work) -> None:
    outcome = read_with(monkeypatch, work)
    assert outcome.totals == {ByteState.FAILED: len(IMAGE)}
    assert "came out" in outcome.entries[0].reason


def test_an_extractor_that_breaks_is_a_failure_and_what_it_wrote_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def work(out: Path) -> None:
        (out / "part").write_bytes(noise(9000, 5))
        raise RecursionError("deep")

    outcome = read_with(monkeypatch, work)
    assert outcome.children["part"].data == noise(9000, 5)
    assert outcome.totals == {ByteState.FAILED: len(IMAGE)}
    assert "RecursionError" in outcome.entries[0].reason


def test_an_extractor_that_dies_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = read_with(monkeypatch, lambda _: os.kill(os.getpid(), 9))
    assert outcome.totals == {ByteState.FAILED: len(IMAGE)}
    assert "died" in outcome.entries[0].reason


def test_links_and_pipes_are_recorded_and_never_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    def work(out: Path) -> None:
        (out / "good").write_bytes(noise(9000, 5))
        (out / "passwd").symlink_to("/etc/passwd")
        (out / "root").symlink_to("/")
        os.mkfifo(out / "pipe")

    outcome = read_with(monkeypatch, work)
    assert list(outcome.children) == ["good"]
    found = {(link.path.rpartition("/")[2], link.target, link.kind) for link in outcome.links}
    assert found == {("passwd", "/etc/passwd", "symlink"), ("root", "/", "symlink"), ("pipe", "", "fifo")}


def test_a_bomb_is_ended_and_no_file_passes_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    def work(out: Path) -> None:
        for number in range(10_000):
            (out / str(number)).write_bytes(bytes(50_000))

    outcome = read_with(monkeypatch, work, Limits(unpacked_bytes=200_000))
    assert outcome.totals == {ByteState.LIMIT: len(IMAGE)}
    assert 0 < sum(len(child.data) for child in outcome.children.values()) <= 200_000
    outcome = read_with(
        monkeypatch, lambda out: os.truncate(_touched(out / "sparse"), 1 << 40), Limits(node_bytes=99_999)
    )
    assert outcome.children["sparse"].data == b""
    assert set(outcome.totals) == {ByteState.FAILED}


def _touched(file: Path) -> Path:
    file.touch()
    return file


def test_an_extractor_without_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = read_with(monkeypatch, lambda _: time.sleep(60), Limits(node_seconds=0.5))
    assert outcome.totals == {ByteState.LIMIT: len(IMAGE)}
    assert "did not end" in outcome.entries[0].reason
