"""Sectors, chains and directory of a compound file ([MS-CFB]), with nothing believed that leads in a circle."""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from scanner.types import ParseFailure, Span

HEADER = 512
ENTRY = 128
END, FREE = 0xFFFFFFFE, 0xFFFFFFFF
_HEAD = struct.Struct("<24x5H6x9L")
_IN_HEADER = 109
_LARGEST_REGULAR = 0xFFFFFFFA
STORAGE, STREAM, ROOT = 1, 2, 5
_MINI = 64


@dataclass(slots=True)
class Chain:
    """The ranges of one chain of sectors in their order, joined where they touch; ``problem`` says how it broke."""

    spans: list[Span] = field(default_factory=list)
    problem: str = ""
    _starts: list[int] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes of the chain, its last sector counted in full."""
        return sum(span.length for span in self.spans)

    def part(self, start: int, length: int) -> list[Span]:
        """Where the bytes ``[start, start + length)`` of the chain stand in the file."""
        if len(self._starts) != len(self.spans):
            self._starts = list(accumulate((span.length for span in self.spans[:-1]), initial=0))
        result, end = [], start + length
        for index in range(max(0, bisect_right(self._starts, start) - 1), len(self.spans)):
            span, position = self.spans[index], self._starts[index]
            if position >= end:
                break
            low, high = max(start, position), min(end, position + span.length)
            if low < high:
                result.append(Span(span.offset + low - position, high - low))
        return result

    def cut(self, size: int) -> tuple[list[Span], list[Span]]:
        """The first ``size`` bytes, and what is left behind them."""
        inside, behind = [], []
        for span in self.spans:
            length = max(0, min(span.length, size))
            size -= length
            if length:
                inside.append(Span(span.offset, length))
            if length < span.length:
                behind.append(Span(span.offset + length, span.length - length))
        return inside, behind


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the directory."""

    number: int
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class Compound:
    """The tables of one file. ``used`` counts, for every sector, the chains that it belongs to.

    :raises ParseFailure: where the header cannot be read or the directory is not there.
    """

    def __init__(self, data: memoryview) -> None:
        if len(data) < HEADER:
            raise ParseFailure("shorter than the header of a compound file")
        self._data = data
        _, major, _, shift, mini, _, _, first_directory, _, self.cutoff, first_mini, _, first_table, _ = (
            _HEAD.unpack_from(data)
        )
        if (major, shift) not in {(3, 9), (4, 12)} or mini != 6:
            raise ParseFailure(f"version {major} with sectors of 2^{shift} bytes is no compound file")
        self.sector = 1 << shift
        self.wide = major == 4
        self.used = bytearray((len(data) - 1) // self.sector)
        self.tables: list[Span] = []
        """The sectors of the allocation tables themselves."""
        self.problems: list[str] = []
        self._table = self._read_table(first_table)
        self.directory = self.chain(first_directory)
        if not self.directory.spans:
            raise ParseFailure("its directory is not in the file")
        mini_table = self.chain(first_mini) if first_mini <= _LARGEST_REGULAR else Chain()
        self.tables += mini_table.spans
        self._mini_table = _numbers(b"".join(self.read(mini_table.spans)))
        self.entries = list(self._entries())
        root = next((entry for entry in self.entries if entry.kind == ROOT), None)
        self.mini_stream = self.chain(root.start) if root and root.size else Chain()
        self.mini_size = root.size if root else 0
        self.mini_used = bytearray(self.mini_stream.size // _MINI)

    def place(self, number: int) -> Span:
        """The range of a sector, shorter where the file ends within it."""
        start = (number + 1) * self.sector
        return Span(start, max(0, min(self.sector, len(self._data) - start)))

    def read(self, spans: list[Span]) -> Iterator[bytes]:
        """The bytes of ``spans``, a mebibyte at a time."""
        for span in spans:
            for start in range(span.offset, span.end, 1 << 20):
                yield bytes(self._data[start : min(start + (1 << 20), span.end)])

    def chain(self, first: int) -> Chain:
        """The chain that begins with the sector ``first``."""
        found = Chain()
        number = first
        while number <= _LARGEST_REGULAR:
            if number >= len(self.used) or number >= len(self._table):
                found.problem = "its chain of sectors leads out of the file"
                break
            if self.used[number]:
                found.problem = "its chain of sectors meets one that is in use already"
                break
            self.used[number] = 1
            _join(found.spans, self.place(number))
            number = self._table[number]
        else:
            if number != END:
                found.problem = "its chain of sectors has no end"
        return found

    def small(self, first: int) -> Chain:
        """The chain in the mini stream that begins with the mini sector ``first``."""
        found = Chain()
        number = first
        while number <= _LARGEST_REGULAR:
            if number >= len(self.mini_used) or number >= len(self._mini_table) or self.mini_used[number]:
                found.problem = "its chain of small sectors is broken"
                break
            self.mini_used[number] = 1
            for span in self.mini_place(number, 1):
                _join(found.spans, span)
            number = self._mini_table[number]
        return found

    def mini_place(self, number: int, count: int) -> list[Span]:
        """Where ``count`` mini sectors from ``number`` on stand in the file."""
        return self.mini_stream.part(number * _MINI, count * _MINI)

    def _read_table(self, first: int) -> array[int]:
        """The file allocation table, from the header's list of its sectors and the sectors that continue the list."""
        numbers = list(struct.unpack_from(f"<{_IN_HEADER}L", self._data, 76))
        seen: set[int] = set()
        while first <= _LARGEST_REGULAR:
            span = self.place(first)
            if first in seen or span.length < self.sector or self.used[first]:
                self.problems.append("the list of allocation tables is broken")
                break
            seen.add(first)
            self.used[first] = 1
            self.tables.append(span)
            more = _numbers(bytes(self._data[span.offset : span.end]))
            numbers += more[:-1]
            first = more[-1]
        table: array[int] = array("I")
        for number in numbers:
            if number > _LARGEST_REGULAR:
                continue
            span = self.place(number)
            if span.length < self.sector or self.used[number]:
                self.problems.append("a sector of the allocation table is not in the file")
                break
            self.used[number] = 1
            self.tables.append(span)
            table.extend(_numbers(bytes(self._data[span.offset : span.end])))
        return table

    def _entries(self) -> Iterator[Entry]:
        number = 0
        for block in self.read(self.directory.spans):
            for start in range(0, len(block) - ENTRY + 1, ENTRY):
                length, kind, left, right, child = struct.unpack_from("<HBx3L", block, start + 64)
                first, size = struct.unpack_from("<LQ", block, start + 116)
                raw = block[start : start + max(0, min(length, 64) - 2)]
                name = raw.decode("utf-16-le", "replace")
                size = size if self.wide else size & 0xFFFFFFFF
                yield Entry(number, name, kind, left, right, child, first, size)
                number += 1


def _join(spans: list[Span], span: Span) -> None:
    if spans and spans[-1].end == span.offset:
        spans[-1] = Span(spans[-1].offset, spans[-1].length + span.length)
    elif span.length:
        spans.append(span)


def _numbers(raw: bytes) -> array[int]:
    """Little-endian 32-bit numbers."""
    numbers: array[int] = array("I")
    numbers.frombytes(raw[: len(raw) // 4 * 4])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
