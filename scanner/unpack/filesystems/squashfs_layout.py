"""Which bytes of a SquashFS 4.0 image belong to a file (kernel.org, Documentation/filesystems/squashfs; fs/squashfs).

Only the inode and fragment tables are read, to find what no file refers to; files themselves come from the tools.
"""

from __future__ import annotations

import lzma
import struct
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from scanner.formats.source import Source
from scanner.types import ParseFailure, Span

_META = 8192
"""Bytes of an unpacked metadata block, but for the last of a table."""
_STORED = 0x8000
_STORED_DATA = 1 << 24
_NONE = (1 << 32) - 1
_MOST_META = 64 << 20
"""Bytes of an unpacked inode table above which the image is not judged."""
_SURPLUS = 8192
"""Bytes of a table that nothing refers to and that may be there: writers fill up, and keep what they gave up."""
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


def _lzma(block: bytes) -> bytes:
    return lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=64 << 20).decompress(block, _META)


def _lzo(block: bytes) -> bytes:
    import lzallright

    try:
        return lzallright.LZOCompressor().decompress(block, _META)
    except lzallright.LZOError as error:
        raise ParseFailure("a block of metadata is no LZO") from error


def _lz4(block: bytes) -> bytes:
    import lz4.block

    try:
        return bytes(lz4.block.decompress(block, uncompressed_size=_META))
    except lz4.block.LZ4BlockError as error:
        raise ParseFailure("a block of metadata is no LZ4") from error


_CODECS: dict[int, Callable[[bytes], bytes]] = {1: _inflate, 2: _lzma, 3: _lzo, 4: _xz, 5: _lz4, 6: _zstd}


def unreferenced(source: Source) -> tuple[list[Span], bytes]:
    """(ranges behind the superblock that belong to no file that a folder names and to no table, in order; the names
    and values of extended attributes). Nothing for other versions and codecs, whose tables are not read.

    :raises ParseFailure: where the tables are broken, even if the tools see nothing wrong.
    """
    head = source.read(0, 96)
    codec = _CODECS.get(struct.unpack_from("<H", head, 20)[0])
    if head[:4] != b"hsqs" or struct.unpack_from("<H", head, 28) != (4,) or codec is None:
        return [], b""
    try:
        image = _Image(source, head, codec)
        used, attributes = sorted([*image.files(), *image.tables()]), image.attributes()
    except (struct.error, zlib.error, lzma.LZMAError, ValueError, LookupError, ArithmeticError) as error:
        raise ParseFailure(f"its tables cannot be followed: {type(error).__name__}") from error
    start, found = _data_start(head, source), []
    for begin, end in [*used, (image.end, image.end)]:
        if begin > start:
            found.append(Span(start, begin - start))
        start = max(start, end)
    return found, attributes


def _data_start(head: bytes, source: Source) -> int:
    """Behind the superblock and the codec's options, where flag 0x400 says that there are some."""
    if not struct.unpack_from("<H", head, 24)[0] & 0x400:
        return 96
    (mark,) = struct.unpack("<H", source.read(96, 2))
    return 98 + int(mark & ~_STORED)


def _block(source: Source, at: int, codec: Callable[[bytes], bytes]) -> tuple[bytes, int]:
    """The metadata block at ``at`` and the offset behind it."""
    (mark,) = struct.unpack("<H", source.read(at, 2))
    raw = source.read(at + 2, mark & ~_STORED)
    return (raw if mark & _STORED else codec(raw)), at + 2 + (mark & ~_STORED)


@dataclass(frozen=True, slots=True)
class _Table:
    """Metadata blocks one behind the other, unpacked; ``places`` maps where a block stands, from the first one on."""

    data: bytes
    places: dict[int, int]
    end: int

    def at(self, block: int, offset: int) -> int:
        """Offset in ``data`` of what an image calls ``offset`` in the block at ``block``."""
        return self.places[block] + offset


def _table(source: Source, start: int, end: int, codec: Callable[[bytes], bytes]) -> _Table:
    found, places, size, first = [], {}, 0, start
    while start < end:
        places[start - first] = size
        block, start = _block(source, start, codec)
        found.append(block)
        size += len(block)
        if size > _MOST_META:
            raise ParseFailure("a table is too large")
    return _Table(b"".join(found), places, start)


class _Image:
    """What the tables of one image say."""

    def __init__(self, source: Source, head: bytes, codec: Callable[[bytes], bytes]) -> None:
        self._source, self._codec = source, codec
        self._count, self._size, self._pieces = (struct.unpack_from("<L", head, at)[0] for at in (4, 12, 16))
        self._ids = struct.unpack_from("<H", head, 26)[0]
        root, self.end, id_table, xattr, inodes, folders, fragments, export = struct.unpack_from("<8Q", head, 32)
        self._root = root
        self._starts = (id_table, fragments, export)
        self._first = (inodes, folders)
        self._inodes = _table(source, inodes, folders, codec)
        self._lists = {
            fragments: self._list(fragments, 16 * self._pieces) if self._pieces else [],
            id_table: self._list(id_table, 4 * self._ids),
            export: self._list(export, 8 * self._count) if export < self.end else [],
        }
        self._attributes = self._attribute_lists(xattr) if xattr < self.end else []
        others = [at for places in self._lists.values() for at in places]
        others += [start for start, _ in self._attributes] + [at for at in self._starts if at < self.end]
        self._folders = _table(source, folders, min([at for at in others if at >= folders], default=self.end), codec)

    def _list(self, at: int, size: int) -> list[int]:
        """Where the metadata blocks of a table of ``size`` bytes stand, by the list of them at ``at``."""
        count = -(-size // _META)
        return list(struct.unpack(f"<{count}Q", self._source.read(at, 8 * count)))

    def _attribute_lists(self, at: int) -> list[tuple[int, int]]:
        """(start, end) of the tables of extended attributes: their values, then a number for each set of them."""
        values, count = struct.unpack("<QL", self._source.read(at, 12))
        places = list(
            struct.unpack(f"<{-(-count * 16 // _META)}Q", self._source.read(at + 16, -(-count * 16 // _META) * 8))
        )
        found = [(values, min(places, default=at)), (at, at + 16 + 8 * len(places))]
        return found + [(place, _block(self._source, place, self._codec)[1]) for place in places]

    def attributes(self) -> bytes:
        """The names and values of all extended attributes."""
        return _table(self._source, *self._attributes[0], self._codec).data if self._attributes else b""

    def tables(self) -> Iterator[tuple[int, int]]:
        """(start, end) of every table and list."""
        table, named = self._inodes.data, self._named()
        inodes = sum(_next(table, at, self._size) - at for at in named)
        folders = sum(
            self._list_of(at, kind)[1] for at in named if (kind := struct.unpack_from("<H", table, at)[0]) in {1, 8}
        )
        # A table with much more than that in it is not only a table.
        if len(table) - inodes <= _SURPLUS:
            yield self._first[0], self._first[1]
        if len(self._folders.data) - folders <= _SURPLUS:
            yield self._first[1], self._folders.end
        for start, places in self._lists.items():
            if start < self.end:
                yield start, start + 8 * len(places)
            for place in places:
                yield place, _block(self._source, place, self._codec)[1]
        yield from self._attributes

    def files(self) -> Iterator[tuple[int, int]]:
        """(start, end) of the stored blocks of every file that a folder names, and of the fragments that they use."""
        table, tails = self._inodes.data, defaultdict[int, set[tuple[int, int]]](set)
        for at in self._named():
            (kind,) = struct.unpack_from("<H", table, at)
            if kind not in {2, 9}:
                continue
            start, fragment, length = _file(table, at, kind)
            blocks = _blocks(length, fragment, self._size)
            stored = struct.unpack_from(f"<{blocks}L", table, at + (32 if kind == 2 else 56))
            yield start, start + sum(block & ~_STORED_DATA for block in stored)
            if fragment != _NONE:
                (offset,) = struct.unpack_from("<L", table, at + (24 if kind == 2 else 48))
                tails[fragment].add((offset, offset + length % self._size))
        yield from self._fragments(tails)

    def _fragments(self, tails: Mapping[int, set[tuple[int, int]]]) -> Iterator[tuple[int, int]]:
        """Fragment blocks that the ``tails`` of files fill: what is packed is never larger than what it packs."""
        places = next(places for start, places in self._lists.items() if start == self._starts[1])
        table = b"".join(_block(self._source, at, self._codec)[0] for at in places)
        for number, parts in tails.items():
            start, length = struct.unpack_from("<QL", table, 16 * number)
            length &= ~_STORED_DATA
            reached = known = 0
            for begin, end in sorted(parts):
                known += max(0, end - max(begin, reached))
                reached = max(reached, end)
            if length <= known:
                yield start, start + length

    def _named(self) -> set[int]:
        """Offsets in the inode table of all that can be reached from the root folder."""
        table = self._inodes.data
        pending = [self._inodes.at(self._root >> 16, self._root & 0xFFFF)]
        seen = set(pending)
        while pending:
            at = pending.pop()
            (kind,) = struct.unpack_from("<H", table, at)
            if kind in {1, 8}:
                found = {self._inodes.at(block, offset) for block, offset in self._entries(at, kind)} - seen
                seen |= found
                pending += found
        return seen

    def _entries(self, at: int, kind: int) -> Iterator[tuple[int, int]]:
        """(block, offset) of the inode of each entry of the folder whose inode is at ``at``."""
        block, length, offset = self._list_of(at, kind)
        at = self._folders.at(block, offset)
        end = at + length - 3
        while at < end:
            count, start = struct.unpack_from("<2L", self._folders.data, at)
            at += 12
            for _ in range(count + 1):
                place, _, _, size = struct.unpack_from("<4H", self._folders.data, at)
                yield start, place
                at += 9 + size

    def _list_of(self, at: int, kind: int) -> tuple[int, int, int]:
        """(block, length, offset) of a folder's list."""
        if kind == 1:
            block, length, offset = struct.unpack_from("<L4xHH", self._inodes.data, at + 16)
            return block, length, offset
        length, block = struct.unpack_from("<2L", self._inodes.data, at + 20)
        return block, length, struct.unpack_from("<H", self._inodes.data, at + 34)[0]


def _next(table: bytes, at: int, size: int) -> int:
    """First byte behind the inode at ``at`` of the table; ``size`` is that of a file's block."""
    (kind,) = struct.unpack_from("<H", table, at)
    if kind in {2, 9}:
        _, fragment, length = _file(table, at, kind)
        return at + (32 if kind == 2 else 56) + 4 * _blocks(length, fragment, size)
    if kind in {3, 10}:
        return at + 24 + int(struct.unpack_from("<L", table, at + 20)[0]) + (4 if kind == 10 else 0)
    return _folder_end(table, at) if kind == 8 else at + (_SIZES[kind] if kind in _SIZES else _unknown(kind))


def _blocks(length: int, fragment: int, size: int) -> int:
    return length // size if fragment != _NONE else -(-length // size)


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
