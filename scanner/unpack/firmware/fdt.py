"""Flattened device trees (Devicetree specification, chapter 5): header, blocks and every property with its place."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.formats.checks import number
from scanner.types import LimitReached, ParseFailure, Span

HEADER = 40
BEGIN, END_NODE, PROPERTY, NOP, END = 1, 2, 3, 4, 9
MOST_TOKENS = 300_000
"""Nodes, properties and the like of one tree; the largest hardware descriptions have some 50,000."""
DEEPEST = 64
_NAME = 256
"""Bytes of a name that are looked at; the specification allows 31, U-Boot's images use more."""
_LONG_NAME = 64


@dataclass(frozen=True, slots=True)
class Blocks:
    """What the header says. The reservation map ends with an entry of zeros."""

    total: int
    structure: int
    strings: Span
    reserved: Span


@dataclass(frozen=True, slots=True)
class Property:
    """One property: names of the nodes that lead to it, its own name (empty where it is cut off), its value."""

    path: tuple[bytes, ...]
    name: bytes
    value: Span
    """May pass the end of a tree that was cut."""


def blocks(data: memoryview) -> Blocks:
    """The header of the tree at the start of ``data``.

    :raises ParseFailure: where it is cut, or of a version before 16 (none was written since 2005).
    """
    if len(data) < HEADER:
        raise ParseFailure("the header is cut off")
    total, structure, strings, reserved, version, _, _, size = struct.unpack_from(">8I", data, 4)
    if version < 16 or not HEADER <= structure <= total or reserved < HEADER:
        raise ParseFailure(f"version {version} of a device tree, or blocks outside of it")
    return Blocks(total, structure, Span(strings, size), _reservations(data, reserved))


def _reservations(data: memoryview, start: int) -> Span:
    at = start
    while at - start < 16 * 1024 and any(data[at : at + 16]):
        at += 16
    return Span(start, at + 16 - start)


class Tree:
    """The properties of a tree, in order; iterate once, then ``end`` is the offset behind the structure block.

    :raises ParseFailure: where the structure breaks; what came before stands.
    :raises LimitReached: after :data:`MOST_TOKENS`.
    """

    def __init__(self, data: memoryview, head: Blocks) -> None:
        self.end = head.structure
        self.long_names: list[Span] = []
        """Where names of nodes stand that are longer than any real one."""
        self._data, self._head = data, head
        self._path: list[bytes] = []

    def __iter__(self) -> Iterator[Property]:
        for _ in range(MOST_TOKENS):
            token = self._word()
            if token == PROPERTY:
                yield self._property()
            elif token == BEGIN:
                self._begin()
            elif token == END_NODE and self._path:
                self._path.pop()
            elif token == END and not self._path:
                return
            elif token != NOP:
                raise ParseFailure(f"the device tree breaks at {self.end - 4:#x}")
        raise LimitReached(f"more than {MOST_TOKENS:,} parts in a device tree")

    def _word(self) -> int:
        value = number(self._data, self.end, ">I")
        if value < 0:
            raise ParseFailure("the device tree is cut")
        self.end += 4
        return value

    def _begin(self) -> None:
        name = bytes(self._data[self.end : self.end + _NAME]).split(b"\0", 1)
        if len(name) < 2 or len(self._path) >= DEEPEST:
            raise ParseFailure(f"the node at {self.end:#x} has no end of its name, or stands too deep")
        if len(name[0]) > _LONG_NAME:
            self.long_names.append(Span(self.end, len(name[0])))
        self._path.append(name[0])
        self.end += (len(name[0]) + 4) // 4 * 4

    def _property(self) -> Property:
        length, offset = self._word(), self._word()
        found = Property(tuple(self._path), self._name(offset), Span(self.end, length))
        self.end += (length + 3) // 4 * 4
        return found

    def _name(self, offset: int) -> bytes:
        start = self._head.strings.offset + offset
        end = min(start + _NAME, self._head.strings.end)
        return bytes(self._data[start:end]).split(b"\0", 1)[0]
