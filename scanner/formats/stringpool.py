"""Pools of texts in resources of Android (``ResourceTypes.h`` of the platform, ``ResStringPool_header``).

A header of 28 bytes, then an offset for each text, then the texts: each with its length, in UTF-8 or UTF-16.
"""

from __future__ import annotations

import struct

from scanner.types import ParseFailure

TYPE = 0x0001
_HEADER = struct.Struct("<HHIIIIII")
"""Type, size of the header, size; texts, styles, flags, start of the texts, start of the styles."""
_UTF8 = 1 << 8


class StringPool:
    """The texts of the pool chunk ``data``, decoded when they are asked for.

    :raises ParseFailure: where the header does not fit the chunk.
    """

    def __init__(self, data: memoryview) -> None:
        if len(data) < _HEADER.size:
            raise ParseFailure("a pool of texts without its header")
        _, header, _, count, _, flags, start, _ = _HEADER.unpack_from(data)
        if header < _HEADER.size or header + 4 * count > len(data) or (count and not header <= start <= len(data)):
            raise ParseFailure(f"a pool of {count:,} texts that do not fit into it")
        self.count: int = count
        self._data = data
        self._offsets: int = header
        self._start: int = start
        self._is_utf8 = bool(flags & _UTF8)

    def raw(self, index: int) -> memoryview:
        """The bytes of the text ``index``, without its length.

        :raises ParseFailure: where there is none, or it goes beyond the pool.
        """
        if not 0 <= index < self.count:
            raise ParseFailure(f"text {index:,} of a pool of {self.count:,}")
        (offset,) = struct.unpack_from("<I", self._data, self._offsets + 4 * index)
        at = self._start + offset
        try:
            start, length = self._utf8(at) if self._is_utf8 else self._utf16(at)
        except (struct.error, IndexError) as error:
            raise ParseFailure("a text that begins behind its pool") from error
        if start + length > len(self._data):
            raise ParseFailure("a text that goes beyond its pool")
        return self._data[start : start + length]

    def text(self, raw: memoryview) -> str:
        """What :meth:`raw` gave as characters; bytes that are none become U+FFFD."""
        return bytes(raw).decode("utf-8" if self._is_utf8 else "utf-16-le", "replace")

    def _utf8(self, at: int) -> tuple[int, int]:
        """Two lengths, in characters and in bytes, of one byte or, with the highest bit set, of two."""
        at += 2 if self._data[at] & 0x80 else 1
        first = self._data[at]
        if first & 0x80:
            return at + 2, (first & 0x7F) << 8 | self._data[at + 1]
        return at + 1, first

    def _utf16(self, at: int) -> tuple[int, int]:
        """One length in units of two bytes: a unit or, with the highest bit set, two."""
        (first,) = struct.unpack_from("<H", self._data, at)
        if first & 0x8000:
            (second,) = struct.unpack_from("<H", self._data, at + 2)
            return at + 4, 2 * ((first & 0x7FFF) << 16 | second)
        return at + 2, 2 * first
