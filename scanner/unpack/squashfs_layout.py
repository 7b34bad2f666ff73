"""Which bytes of a SquashFS 4.0 image belong to a file (kernel.org, Documentation/filesystems/squashfs; fs/squashfs).

Only the inode and fragment tables are read, to find what no file refers to; files themselves come from the tools.
"""

from __future__ import annotations

import lzma
import struct
import zlib
from collections.abc import Callable, Iterator

from scanner.formats.source import Source
from scanner.types import ParseFailure, Span

_META = 8192
"""Bytes of an unpacked metadata block, but for the last of a table."""
_STORED = 0x8000
_STORED_DATA = 1 << 24
_NONE = (1 << 32) - 1
_MOST_META = 64 << 20
"""Bytes of an unpacked inode table above which the image is not judged."""
_SIZES = {1: 32, 4: 24, 5: 24, 6: 20, 7: 20, 11: 28, 12: 28, 13: 24, 14: 24}
"""Inode types of a fixed size: folder, devices, pipe and socket, plain and extended."""


def _zstd(block: bytes) -> bytes:
    import zstandard

    try:
        return bytes(zstandard.ZstdDecompressor().decompress(block, max_output_size=_META))
    except zstandard.ZstdError as error:
        raise ParseFailure("a block of metadata is no zstd") from error


def _inflate(block: bytes) -> bytes:
    return zlib.decompressobj().decompress(block, _META)


def _xz(block: bytes) -> bytes:
    return lzma.LZMADecompressor(memlimit=64 << 20).decompress(block, _META)


_CODECS: dict[int, Callable[[bytes], bytes]] = {1: _inflate, 4: _xz, 6: _zstd}


def unreferenced(source: Source) -> list[Span] | None:
    """Ranges between superblock and inode table that no file refers to, in order.

    None for other versions and codecs, whose tables are not read.

    :raises ParseFailure: where the tables are broken, even if the tools see nothing wrong.
    """
    head = source.read(0, 96)
    codec = _CODECS.get(struct.unpack_from("<H", head, 20)[0])
    if head[:4] != b"hsqs" or struct.unpack_from("<H", head, 28) != (4,) or codec is None:
        return None
    try:
        used = sorted(_used(source, head, codec))
    except (struct.error, zlib.error, lzma.LZMAError, ValueError, ArithmeticError) as error:
        raise ParseFailure(f"its inode table cannot be followed: {type(error).__name__}") from error
    start, found = _data_start(head, source), []
    for begin, end in used:
        if begin > start:
            found.append(Span(start, begin - start))
        start = max(start, end)
    inodes = struct.unpack_from("<Q", head, 64)[0]
    if start < inodes:
        found.append(Span(start, inodes - start))
    return found


def _data_start(head: bytes, source: Source) -> int:
    """Behind the superblock and the codec's options, where flag 0x400 says that there are some."""
    if not struct.unpack_from("<H", head, 24)[0] & 0x400:
        return 96
    (mark,) = struct.unpack("<H", source.read(96, 2))
    return 98 + int(mark & ~_STORED)


def _used(source: Source, head: bytes, codec: Callable[[bytes], bytes]) -> Iterator[tuple[int, int]]:
    """(start, end) of every stored run of file blocks and every fragment block."""
    inodes, folders, fragments = struct.unpack_from("<3Q", head, 64)
    count, size, pieces = (struct.unpack_from("<L", head, at)[0] for at in (4, 12, 16))
    yield from _runs(_table(source, inodes, folders, codec), count, size)
    if pieces:
        blocks = -(-pieces * 16 // _META)
        first = struct.unpack(f"<{blocks}Q", source.read(fragments, 8 * blocks))
        table = b"".join(_block(source, at, codec)[0] for at in first)
        for at in range(0, 16 * pieces, 16):
            start, length = struct.unpack_from("<QL", table, at)
            yield start, start + (length & ~_STORED_DATA)


def _block(source: Source, at: int, codec: Callable[[bytes], bytes]) -> tuple[bytes, int]:
    """The metadata block at ``at`` and the offset behind it."""
    (mark,) = struct.unpack("<H", source.read(at, 2))
    raw = source.read(at + 2, mark & ~_STORED)
    return (raw if mark & _STORED else codec(raw)), at + 2 + (mark & ~_STORED)


def _table(source: Source, start: int, end: int, codec: Callable[[bytes], bytes]) -> bytes:
    found, size = [], 0
    while start < end:
        block, start = _block(source, start, codec)
        found.append(block)
        size += len(block)
        if size > _MOST_META:
            raise ParseFailure("the inode table is too large")
    return b"".join(found)


def _runs(table: bytes, count: int, size: int) -> Iterator[tuple[int, int]]:
    """(start, end) of the stored blocks of every file, inode by inode."""
    at = 0
    for _ in range(count):
        (kind,) = struct.unpack_from("<H", table, at)
        if kind in {2, 9}:
            start, fragment, length = _file(table, at, kind)
            head = 32 if kind == 2 else 56
            blocks = length // size if fragment != _NONE else -(-length // size)
            stored = struct.unpack_from(f"<{blocks}L", table, at + head)
            yield start, start + sum(block & ~_STORED_DATA for block in stored)
            at += head + 4 * blocks
        elif kind in {3, 10}:
            at += 24 + struct.unpack_from("<L", table, at + 20)[0] + (4 if kind == 10 else 0)
        elif kind == 8:
            at = _folder_end(table, at)
        else:
            at += _SIZES[kind] if kind in _SIZES else _unknown(kind)


def _file(table: bytes, at: int, kind: int) -> tuple[int, int, int]:
    """(start of the blocks, fragment, length) of a file's inode."""
    if kind == 2:
        start, fragment, _, length = struct.unpack_from("<4L", table, at + 16)
        return start, fragment, length
    start, length = struct.unpack_from("<2Q", table, at + 16)
    return start, struct.unpack_from("<L", table, at + 44)[0], length


def _folder_end(table: bytes, at: int) -> int:
    """First byte behind an extended folder's inode with its index of names."""
    (entries,) = struct.unpack_from("<H", table, at + 32)
    at += 40
    for _ in range(entries):
        at += 12 + struct.unpack_from("<L", table, at + 8)[0] + 1
    return at


def _unknown(kind: int) -> int:
    raise ParseFailure(f"inode type {kind}")
