"""Cases of the reader of cramfs, whose images are made in memory."""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Mapping

from tests.unpack.build import noise
from tests.unpack.case import ReaderCase

FILES = {"a.txt": b"one line of text\n" * 700, "empty": b"", "hole": bytes(9000), "noise": noise(5000)}


def cramfs(files: Mapping[str, bytes], order: str = "<", pad: int = 0, gap: bytes = b"") -> bytes:
    """An image with ``files`` in its root; ``gap`` stands before the blocks and belongs to nobody."""
    names = {name: name.encode() + bytes(-len(name) % 4) for name in files}
    at = pad + 76 + sum(12 + len(name) for name in names.values()) + len(gap)
    entries, bodies = b"", b""
    for name, data in files.items():
        entries += _inode(order, stat.S_IFREG | 0o644, len(data), len(names[name]) // 4, at if data else 0)
        entries += names[name]
        body = _blocks(order, data, at)
        bodies += body
        at += len(body)
    root = _inode(order, stat.S_IFDIR | 0o755, len(entries), 0, pad + 76)
    rest = entries + gap + bodies
    size = pad + 76 + len(rest)

    def head(crc: int) -> bytes:
        fields = (0x28CD3D45, size, 3, 0, b"Compressed ROMFS", crc, 0, 1, len(files), b"test")
        return struct.pack(f"{order}4I16s4I16s", *fields) + root

    return bytes(pad) + head(zlib.crc32(head(0) + rest)) + rest


def _inode(order: str, mode: int, size: int, names: int, offset: int) -> bytes:
    if order == "<":
        return struct.pack("<3I", mode, size, names | (offset // 4) << 6)
    return struct.pack(">3I", mode << 16, size << 8, names << 26 | offset // 4)


def _blocks(order: str, data: bytes, at: int) -> bytes:
    pages = [data[start : start + 4096] for start in range(0, len(data), 4096)]
    packed = [zlib.compress(page) if any(page) else b"" for page in pages]
    ends, position = [], at + 4 * len(pages)
    for page in packed:
        position += len(page)
        ends.append(position)
    raw = struct.pack(f"{order}{len(ends)}I", *ends) + b"".join(packed)
    return raw + bytes(-len(raw) % 4)


CASES = (
    ReaderCase("cramfs", "cramfs", lambda: cramfs(FILES), lambda: cramfs(FILES)[:4000], "a.cramfs", 4),
    ReaderCase("cramfs", "cramfs", lambda: cramfs(FILES, ">"), lambda: cramfs(FILES, ">")[:4000], "b.cramfs", 4),
)
