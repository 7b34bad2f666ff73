"""Bytes that a container stores where no program looks: behind the end of a packed block, in headers too long."""

from __future__ import annotations

import struct
import zlib

import pytest

from scanner.types import UNREAD
from tests.unpack import case_cramfs
from tests.unpack.build import noise
from tests.unpack.build_firmware import sparse
from tests.unpack.build_flash import jffs2_dirent, jffs2_file, jffs2_inode
from tests.unpack.build_ubifs import Image, block, dent, inode
from tests.unpack.harness import Outcome, read_bytes

HIDDEN = noise(900, 7)


def shown(outcome: Outcome) -> bool:
    """Whether ``HIDDEN`` is in a child, or as many bytes are unread."""
    unread = sum(entry.length for entry in outcome.entries if entry.state in UNREAD)
    return unread >= len(HIDDEN) or any(HIDDEN in child.data for child in outcome.children.values())


@pytest.mark.parametrize(
    ("codec", "stored", "decoded"),
    [(0, b"text", 4), (1, b"", 4), (6, zlib.compress(b"text"), 4), (2, b"t\0e\0x\0t\0", 4)],
)
def test_a_node_of_jffs2_that_stores_more_than_it_has(codec: int, stored: bytes, decoded: int) -> None:
    first = jffs2_file(3, b"other", b"words")
    good = read_bytes(first + jffs2_dirent(1, b"a.txt", 2) + jffs2_inode(2, stored, codec=codec, decoded=decoded))
    assert not set(good.totals) & UNREAD
    more = jffs2_inode(2, stored + HIDDEN, codec=codec, decoded=decoded)
    assert shown(read_bytes(first + jffs2_dirent(1, b"a.txt", 2) + more))


@pytest.mark.parametrize(("method", "stored"), [(0, b"text"), (2, zlib.compress(b"text")[2:-4])])
def test_a_node_of_ubifs_that_stores_more_than_it_has(method: int, stored: bytes) -> None:
    def image(data: bytes) -> bytes:
        return Image([dent(1, b"a.txt", 65, 2), inode(65, 3, 4), block(65, 0, data, 4, method, 4)]).build()

    assert not set(read_bytes(image(stored)).totals) & UNREAD
    assert shown(read_bytes(image(stored + HIDDEN)))


@pytest.mark.parametrize("packed", [zlib.compress(b"text"), zlib.compress(b"text" + HIDDEN)])
def test_a_block_of_cramfs_that_goes_on(packed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    body = packed if len(packed) > 900 else packed + HIDDEN

    def blocks(order: str, data: bytes, at: int) -> bytes:
        return struct.pack("<I", at + 4 + len(body)) + body + bytes(-len(body) % 4)

    monkeypatch.setattr(case_cramfs, "_blocks", blocks)
    outcome = read_bytes(case_cramfs.cramfs({"a.txt": b"text"}))
    assert outcome.format == "cramfs"
    assert shown(outcome)


def test_headers_of_a_sparse_image_that_are_too_long() -> None:
    image = bytearray(sparse([], 1))
    struct.pack_into("<H", image, 10, 12 + len(HIDDEN))
    struct.pack_into("<I", image, 20, 1)
    chunk = struct.pack("<HHII", 0xCAC1, 0, 1, 12 + len(HIDDEN) + 4096) + HIDDEN + bytes(4096)
    outcome = read_bytes(bytes(image) + chunk)
    assert outcome.format == "android-sparse"
    assert outcome.children["image"].data == bytes(4096)
    assert shown(outcome)
