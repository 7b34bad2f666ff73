"""Puts the volumes of a UBI image together from their logical blocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import ByteState
from scanner.unpack.flash.flash_slack import Slack
from scanner.unpack.flash.ubi_headers import AUTORESIZE, HEADER, LAYOUT, RECORD, RECORDS, Volume, VolumeId, crc, record
from scanner.unpack.outlet import Outlet

_FILL = 1 << 20
_COPIES = 2
"""Of the volume table, each in a block of its own."""
_STRAY = 8
"""Without a volume table: how many times the number of erase blocks a logical block's number may be."""


@dataclass(frozen=True, slots=True)
class Block:
    """The data area ``[start, end)`` of one erase block; ``whole`` is its size where the image is not cut."""

    id: VolumeId
    header: int
    """Offset of the volume header."""
    start: int
    end: int
    whole: int

    @property
    def content(self) -> int:
        """Bytes that belong to the volume."""
        usable = max(0, self.whole - self.id.unused)
        return min(self.end - self.start, min(usable, self.id.size) if self.id.static else usable)


class Volumes:
    """Hands over the volumes; ``blocks`` of :meth:`hand_over` are those of one image of ``count`` erase blocks."""

    def __init__(self, source: Source, outlet: Outlet, slack: Slack, count: int) -> None:
        self._source, self._outlet, self._slack, self._count = source, outlet, slack, count
        self._table: dict[int, Volume] = {}
        self._there: frozenset[int] = frozenset()
        """Numbers of the volumes of which there are blocks."""

    def hand_over(self, blocks: Sequence[Block]) -> None:
        """The volume table first, for it has the names."""
        volumes: dict[int, dict[int, list[Block]]] = defaultdict(lambda: defaultdict(list))
        for block in blocks:
            volumes[block.id.volume][block.id.block].append(block)
        chosen = {number: self._choose(number, found) for number, found in sorted(volumes.items())}
        self._there = frozenset(chosen)
        layout = chosen.pop(LAYOUT, {})
        for block in layout.values():
            self._layout(block, len(layout) == _COPIES and bool(chosen))
        for number, table in sorted(self._table.items()):
            self._describe(number, table)
        for number, found in chosen.items():
            self._volume(number, found)

    # -- which of several blocks counts

    def _choose(self, number: int, found: dict[int, list[Block]]) -> dict[int, Block]:
        chosen: dict[int, Block] = {}
        for block, versions in found.items():
            versions.sort(key=lambda version: version.id.sequence, reverse=True)
            best = next((v for v in versions if not v.id.copied or self._intact(v)), versions[0])
            chosen[block] = best
            for version in versions:
                if version is not best:
                    self._older(number, version, best)
        return chosen

    def _older(self, number: int, block: Block, best: Block) -> None:
        """An earlier state of a logical block: its content is a child where it differs."""
        length = block.content
        data = self._source.data
        if data[block.start : block.start + length] == data[best.start : best.start + best.content]:
            self._outlet.carried(block.start, length)
        else:
            name = f".older/volume-{number}.{block.id.block}@{block.start:#x}"
            self._outlet.view(name, block.start, length)
        self._check(block)
        self._slack.take(block.start + length, block.end)

    def _intact(self, block: Block) -> bool:
        """Its data's checksum, where it has one."""
        if not block.id.size:
            return not block.id.static
        covered = block.start + block.id.size
        return covered <= block.end and crc(self._source.data[block.start : covered]) == block.id.data_crc

    def _check(self, block: Block) -> None:
        if (block.id.static or block.id.copied) and not self._intact(block):
            reason = "the checksum of a logical block's data is wrong"
            self._outlet.state(block.start, block.content, ByteState.FAILED, reason)

    # -- the table of volumes

    def _layout(self, block: Block, whole: bool) -> None:
        if not whole:
            reason = "the second volume table or every volume is missing: the image is cut"
            self._outlet.state(block.header, HEADER, ByteState.FAILED, reason)
        position = block.start
        for number in range(min(RECORDS, (block.end - block.start) // RECORD)):
            found = record(self._source.data, position)
            if found is None:
                reason = f"the checksum of record {number} of the volume table is wrong"
                self._outlet.state(position, RECORD, ByteState.FAILED, reason)
            else:
                self._record(number, found, position)
            position += RECORD
        self._slack.take(position, block.end)

    def _record(self, number: int, found: Volume, position: int) -> None:
        """Parsed but for what may hide behind the name and in the reserved bytes."""
        free = ((position + 16 + len(found.name), position + 144), (position + 145, position + RECORD - 4))
        self._outlet.parsed(position, RECORD)
        for start, end in free:
            if any(self._source.data[start:end]):
                self._slack.take(start, end)
        if found.updating:
            reason = f"an update of volume {safe_text(found.name, 127)} was not finished"
            self._outlet.state(position, RECORD, ByteState.FAILED, reason)
        if found.reserved:
            self._table.setdefault(number, found)
            if found.static and number not in self._there:
                reason = f"no block of volume {safe_text(found.name, 127)} is in the image"
                self._outlet.state(position, RECORD, ByteState.FAILED, reason)

    def _describe(self, number: int, table: Volume) -> None:
        words = [safe_text(table.name, 127), "static" if table.static else "dynamic"]
        words += ["grows to the chip's size"] if table.flags & AUTORESIZE else []
        words += [] if number in self._there else ["no block of it is in the image"]
        self._outlet.attributes.append((f"volume {number}", ", ".join(words)))

    # -- content

    def _name(self, number: int) -> bytes:
        if number > LAYOUT:
            return b".internal-%d" % (number - LAYOUT)
        table = self._table.get(number)
        return table.name if table and table.name else b"volume-%d" % number

    def _volume(self, number: int, chosen: dict[int, Block]) -> None:
        name = self._name(number)
        table = self._table.get(number)
        most = table.reserved if table else _STRAY * self._count
        ordered = [block for _, block in sorted(chosen.items()) if block.id.block < most]
        if ordered:
            self._outlet.stream(name, self._blocks(ordered))
        for block in ordered:
            self._outlet.carried(block.start, block.content)
        for block in chosen.values():
            if block.id.block >= most:
                self._outlet.view(name + b".%d" % block.id.block, block.start, block.content)
            self._check(block)
            self._slack.take(block.start + block.content, block.end)
        self._complete(name, list(chosen.values()))

    def _blocks(self, ordered: Sequence[Block]) -> Iterator[bytes]:
        """Logical blocks that are not mapped read as 0xFF."""
        expected = 0
        for block in ordered:
            usable = max(0, block.whole - block.id.unused)
            yield from _fill((block.id.block - expected) * usable)
            yield self._source.read(block.start, block.content)
            expected = block.id.block + 1

    def _complete(self, name: bytes, blocks: Sequence[Block]) -> None:
        """A static volume says how many blocks it has."""
        first = blocks[0]
        lost = first.id.used - len(blocks)
        if first.id.static and lost > 0:
            reason = f"{lost:,} blocks of volume {safe_text(name, 127)} are missing"
            self._outlet.state(first.header, HEADER, ByteState.FAILED, reason)


def _fill(count: int) -> Iterator[bytes]:
    while count > 0:
        yield b"\xff" * min(count, _FILL)
        count -= _FILL
