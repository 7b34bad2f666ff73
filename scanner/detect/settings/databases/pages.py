"""Pages and trees of a SQLite database, read as bytes (sqlite.org/fileformat2, sections 1.3, 1.5 and 1.6).

Read here and not by SQLite itself, because most databases of a delivery lie within another file, where it cannot open
them without a copy in memory, and because a hostile schema then runs nothing. A page belongs to one place only: a
second way to it is an error, so no walk takes longer than the file is large.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from scanner.detect.settings.budget import Budget
from scanner.types import ParseFailure

MAGIC = b"SQLite format 3\0"
_HEADER = 100
_INNER_INDEX, _INNER_TABLE, _LEAF_INDEX, _LEAF_TABLE = 2, 5, 10, 13
_KINDS = {_INNER_INDEX: _LEAF_INDEX, _INNER_TABLE: _LEAF_TABLE, _LEAF_INDEX: _LEAF_INDEX, _LEAF_TABLE: _LEAF_TABLE}
_ENCODINGS = {0: "utf-8", 1: "utf-8", 2: "utf-16-le", 3: "utf-16-be"}
ROW_BYTES = 1 << 20
"""Bytes of one row that are read."""


class _Page(NamedTuple):
    """A page of a tree: its kind, where it starts in the file, where its header does, its number of cells."""

    kind: int
    start: int
    header: int
    cells: int


class Cell(NamedTuple):
    """One row as its record: ``offset`` in the file; ``is_cut`` where it is longer than is read."""

    offset: int
    record: bytes
    is_cut: bool


class Pages:
    """The pages of the database ``data``.

    :raises ParseFailure: for a header that does not fit.
    """

    def __init__(self, data: memoryview) -> None:
        if len(data) < 512 or bytes(data[: len(MAGIC)]) != MAGIC:
            raise ParseFailure("no SQLite database: it has no header")
        (size,) = struct.unpack_from(">H", data, 16)
        self._size: int = 65_536 if size == 1 else size
        if self._size < 512 or self._size & (self._size - 1) or self._size - data[20] < 480:
            raise ParseFailure(f"no SQLite database: pages of {self._size:,} bytes")
        self._data = data
        self._usable = self._size - data[20]
        self._count = len(data) // self._size
        self._counted, self._read = bytearray(self._count + 1), bytearray(self._count + 1)
        """Which pages were visited to count rows, and to read them: once each, whatever number of tables there is."""
        self._counted[1:2] = b"\1"  # the schema, no table of the program
        self._budget = Budget(len(data))
        (encoding,) = struct.unpack_from(">I", data, 56)
        self.encoding = _ENCODINGS.get(encoding, "utf-8")

    def rows(self, root: int) -> int:
        """The number of rows of the table whose tree begins at page ``root``.

        :raises ParseFailure: where its pages do not fit together.
        """
        return sum(page.cells for page in self._tree(root, self._counted) if page.kind != _INNER_TABLE)

    def offset(self, root: int) -> int:
        """Where page ``root`` begins in the file."""
        return (root - 1) * self._size

    def is_by_key(self, root: int) -> bool:
        """Whether the table at ``root`` has no row numbers: its rows are stored by their key."""
        return 1 < root <= self._count and self._data[self.offset(root)] in (_INNER_INDEX, _LEAF_INDEX)

    def cells(self, root: int) -> Iterator[Cell]:
        """The rows of the table at ``root``; in a table without row numbers those of inner pages come first.

        :raises ParseFailure: where its pages do not fit together.
        :raises LimitReached: where rows share so many bytes that they are much more than the file.
        """
        for page in self._tree(root, self._read):
            if page.kind != _INNER_TABLE:
                for pointer in self._pointers(page):
                    yield self._cell(page, page.start + pointer)

    def _tree(self, root: int, met: bytearray) -> Iterator[_Page]:
        """Every page of a tree, those of its left side first."""
        pending = [root]
        leaf = 0
        while pending:
            page = self._page(pending.pop(), met)
            leaf = leaf or _KINDS[page.kind]
            if _KINDS[page.kind] != leaf:
                raise ParseFailure("the database is broken: a table and an index in one tree")
            yield page
            if page.kind != leaf:
                pending += self._children(page)

    def _page(self, number: int, met: bytearray) -> _Page:
        start = self._enter(number, met)
        header = start + (_HEADER if number == 1 else 0)
        kind, cells = self._data[header], struct.unpack_from(">H", self._data, header + 3)[0]
        if kind not in _KINDS:
            raise ParseFailure(f"the database is broken or encrypted: page {number:,} is no part of a table")
        # A row takes a pointer of two bytes and two bytes at least.
        if header - start + 8 + 4 * cells > self._usable:
            raise ParseFailure(f"the database is broken: {cells:,} rows on page {number:,}")
        return _Page(kind, start, header, cells)

    def _enter(self, number: int, met: bytearray) -> int:
        """Where page ``number`` starts; it must not be among those ``met``."""
        if not 1 <= number <= self._count:
            raise ParseFailure(f"the database is broken or cut off: page {number:,} of {self._count:,}")
        if met[number]:
            raise ParseFailure(f"the database is broken: two ways lead to page {number:,}")
        met[number] = 1
        return (number - 1) * self._size

    def _pointers(self, page: _Page) -> tuple[int, ...]:
        lead = 12 if page.kind in (_INNER_INDEX, _INNER_TABLE) else 8
        return struct.unpack_from(f">{page.cells}H", self._data, page.header + lead)

    def _children(self, page: _Page) -> list[int]:
        """Last one first. Four bytes more than a page has are there: a header is never its end."""
        children = [struct.unpack_from(">I", self._data, page.header + 8)[0]]
        for pointer in reversed(self._pointers(page)):
            if pointer + 4 > self._size:
                raise ParseFailure("the database is broken: a row lies outside its page")
            children.append(struct.unpack_from(">I", self._data, page.start + pointer)[0])
        return children

    def _cell(self, page: _Page, at: int) -> Cell:
        start = at + (4 if page.kind == _INNER_INDEX else 0)
        length, start = varint(self._data, start)
        if page.kind == _LEAF_TABLE:
            _, start = varint(self._data, start)
        local = self._local(length, page.kind == _LEAF_TABLE)
        if start + local + (4 if local < length else 0) > page.start + self._size:
            raise ParseFailure("the database is broken: a row lies outside its page")
        parts = [bytes(self._data[start : start + local])]
        self._budget.spend(local)
        if local < length:
            (following,) = struct.unpack_from(">I", self._data, start + local)
            parts += self._overflow(following, min(length, ROW_BYTES) - local)
        return Cell(at, b"".join(parts), length > ROW_BYTES)

    def _local(self, length: int, is_table: bool) -> int:
        """Bytes of a record of ``length`` that lie on its page; the rest is on pages of its own (section 1.6)."""
        usable = self._usable
        most = usable - 35 if is_table else (usable - 12) * 64 // 255 - 23
        if length <= most:
            return length
        least = (usable - 12) * 32 // 255 - 23
        wanted = least + (length - least) % (usable - 4)
        return wanted if wanted <= most else least

    def _overflow(self, number: int, left: int) -> Iterator[bytes]:
        while left > 0:
            start = self._enter(number, self._read)
            (number,) = struct.unpack_from(">I", self._data, start)
            part = bytes(self._data[start + 4 : start + 4 + min(left, self._usable - 4)])
            self._budget.spend(len(part))
            left -= len(part)
            yield part


def varint(data: memoryview | bytes, at: int) -> tuple[int, int]:
    """(number, offset behind it): seven bits a byte, the ninth has eight.

    :raises ParseFailure: behind the end.
    """
    value = 0
    for place in range(at, at + 9):
        if place >= len(data):
            raise ParseFailure("the database is broken: a number goes beyond its end")
        byte = data[place]
        if place == at + 8:
            return value << 8 | byte, place + 1
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            return value, place + 1
    raise ParseFailure("the database is broken: a number without an end")
