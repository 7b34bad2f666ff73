"""Chunks of binary XML of Android (``ResourceTypes.h`` of the platform): pools, maps, elements, attributes."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from scanner.detect.settings.budget import Budget
from scanner.formats import stringpool
from scanner.formats.stringpool import StringPool
from scanner.types import ParseFailure

XML, MAP, OPEN, CLOSE, TEXT = 0x0003, 0x0180, 0x0102, 0x0103, 0x0104
NOTHING = 0xFFFF_FFFF
_CHUNK = struct.Struct("<HHI")
_ELEMENT = struct.Struct("<IIHHH")
"""Namespace, name, where attributes start, bytes of one, how many."""
_ATTRIBUTE = struct.Struct("<IIIHBBI")
"""Namespace, name, text as it was written; size, zero, type and data of the value."""
_REFERENCES = {0x01: "@", 0x07: "@", 0x02: "?", 0x08: "?"}
_STRING, _FLOAT, _DECIMAL, _BOOLEAN, _NULL = 0x03, 0x04, 0x10, 0x12, 0x00
_KEPT = 65_536
"""Texts that are kept once they are decoded."""


class Chunk(NamedTuple):
    """``offset`` in the file; ``body`` is what lies behind its header."""

    kind: int
    offset: int
    whole: memoryview
    body: memoryview


def chunks(data: memoryview) -> Iterator[Chunk]:
    """The chunks of the XML chunk ``data``; the size that it states itself does not matter, as on Android.

    :raises ParseFailure: where one does not fit.
    """
    at = _CHUNK.unpack_from(data)[1] if len(data) >= _CHUNK.size else 0
    if at < _CHUNK.size:
        raise ParseFailure("no binary XML: it has no header")
    end = min(len(data), max(at, _CHUNK.unpack_from(data)[2]))
    while at + _CHUNK.size <= end:
        kind, header, size = _CHUNK.unpack_from(data, at)
        if not _CHUNK.size <= header <= size or size > end - at:
            raise ParseFailure(f"no binary XML: a chunk at byte {at:,} that does not fit")
        yield Chunk(kind, at, data[at : at + size], data[at + header : at + size])
        at += size
    if _CHUNK.unpack_from(data)[2] > len(data):
        raise ParseFailure("no binary XML: it ends before the size that it states")


class Texts:
    """The pool and the map of a document, and what attributes are called and say with them.

    A text that is not there does not end the reading, as on Android: ``broken`` keeps the first such failure.
    """

    def __init__(self, size: int) -> None:
        self.broken: ParseFailure | None = None
        self._pool: StringPool | None = None
        self._map: memoryview = memoryview(b"")
        self._budget = Budget(size)
        self._kept: dict[int, str] = {}

    def take(self, chunk: Chunk) -> None:
        """Take over a pool or a map; other chunks say nothing here."""
        if chunk.kind == stringpool.TYPE:
            self._pool = StringPool(chunk.whole)
            self._kept.clear()
        elif chunk.kind == MAP:
            self._map = chunk.body

    def text(self, index: int) -> str:
        """The text ``index``; empty where there is none."""
        if index == NOTHING:
            return ""
        known = self._kept.get(index)
        if known is None:
            known = self._decoded(index)
            if len(self._kept) < _KEPT:
                self._kept[index] = known
        return known

    def element(self, chunk: Chunk) -> tuple[str, str, Iterator[tuple[str, str]]]:
        """(namespace, name, attributes with their values) of a chunk that opens an element.

        :raises ParseFailure: where its parts do not fit.
        """
        if len(chunk.body) < _ELEMENT.size:
            raise ParseFailure("no binary XML: an element without its header")
        space, name, start, size, count = _ELEMENT.unpack_from(chunk.body)
        if count and (size < _ATTRIBUTE.size or start + count * size > len(chunk.body)):
            raise ParseFailure("no binary XML: an element whose attributes do not fit into it")
        places = range(start, start + count * size, size or 1)
        return self.text(space), self.text(name) or "?", (self._attribute(chunk.body, at) for at in places)

    def _attribute(self, body: memoryview, at: int) -> tuple[str, str]:
        _, name, written, _, _, kind, data = _ATTRIBUTE.unpack_from(body, at)
        return self._name(name), self._value(written, kind, data)

    def _name(self, index: int) -> str:
        """By its number where the platform has given it one: that is what counts on Android, whatever the text says."""
        number = struct.unpack_from("<I", self._map, 4 * index)[0] if 4 * index + 4 <= len(self._map) else 0
        return platform_names().get(number) or self.text(index) or (f"0x{number:08x}" if number else "?")

    def _value(self, written: int, kind: int, data: int) -> str:
        if kind == _STRING:
            return self.text(data)
        if kind in _REFERENCES:
            return f"{_REFERENCES[kind]}0x{data:08x}"
        if kind == _BOOLEAN:
            return "true" if data else "false"
        if kind == _DECIMAL:
            return str(data - (1 << 32) if data >> 31 else data)
        if kind == _FLOAT:
            return f"{struct.unpack('<f', struct.pack('<I', data))[0]:.7g}"
        return self.text(written) if kind == _NULL else f"0x{data:08x}"

    def _decoded(self, index: int) -> str:
        try:
            if self._pool is None:
                raise ParseFailure("no binary XML: an element before the pool of texts")
            raw = self._pool.raw(index)
        except ParseFailure as error:
            self.broken = self.broken or error
            return ""
        self._budget.spend(len(raw))
        return self._pool.text(raw)


@cache
def platform_names() -> dict[int, str]:
    """Number → name of the attributes that the platform defines and manifests and preferences use."""
    table = json.loads(files(__package__).joinpath("attributes.json").read_text("utf-8"))
    return {int(number, 16): name for number, name in table.items()}
