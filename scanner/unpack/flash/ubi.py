"""UBI images (Linux ``drivers/mtd/ubi``): erase blocks in any order become the volumes that they hold."""

from __future__ import annotations

from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, ParseFailure
from scanner.unpack.flash.flash_slack import Slack
from scanner.unpack.flash.ubi_headers import HEADER, EraseCounter, VolumeId, block_size, erase_counter, volume_id
from scanner.unpack.flash.ubi_volumes import Block, Volumes
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import uniform
from scanner.unpack.tail import hand_over_tail


class Ubi:
    """Every volume is a child; of a logical block that was written more than once the newest counts."""

    NAME: ClassVar[str] = "ubi"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"ubi"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Blocks of dynamic volumes have no checksum: changed bytes are told by what the volume holds, or not at all.",
        "The image does not say how many erase blocks it has: of one that is cut between two, dynamic volumes "
        "end early or are missing, which only their content can tell.",
        "Images read from a chip with its spare (OOB) bytes end as failed.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``.

        :raises ParseFailure: where no erase block has a valid header.
        """
        _Walk(source, outlet).run()


class _Walk:
    """Reads the erase blocks of one image."""

    def __init__(self, source: Source, outlet: Outlet) -> None:
        self.source, self.outlet, self.data = source, outlet, source.data
        self.slack = Slack(source, outlet)
        self.size = block_size(source.data)
        self.shape: EraseCounter | None = None
        """What the first valid header says; all blocks of an image have the same offsets."""
        self.blocks: list[Block] = []

    def run(self) -> None:
        """All erase blocks, then the volumes, then what follows the last block."""
        headers, end = self._headers()
        for start, header in headers:
            self._block(start, min(start + self.size, self.source.size), header)
        Volumes(self.source, self.outlet, self.slack, len(headers)).hand_over(self.blocks)
        self.slack.finish()
        hand_over_tail(self.source, self.outlet, end)

    def _headers(self) -> tuple[list[tuple[int, EraseCounter | None]], int]:
        """(start and header of every block, end of the image): up to the last valid block or another image's first."""
        found: list[tuple[int, EraseCounter | None]] = []
        last, image = 0, 0
        for start in range(0, self.source.size, self.size):
            header = erase_counter(self.data, start, self.size)
            if header is not None:
                if image and header.image and header.image != image:
                    break
                image = image or header.image
                self.shape = self.shape or header
            found.append((start, header))
            if header is not None or self._volume_id(start, header) is not None:
                last = len(found)
        if self.shape is None:
            raise ParseFailure("no erase block has a valid header")
        return found[:last], min(self.source.size, last * self.size)

    def _volume_id(self, start: int, header: EraseCounter | None) -> VolumeId | None:
        shape = header or self.shape
        return volume_id(self.data, start + shape.vid) if shape else None

    def _block(self, start: int, end: int, header: EraseCounter | None) -> None:
        shape = header or self.shape
        if shape is None:
            raise ParseFailure("no erase block has a valid header")
        found = self._volume_id(start, header)
        if header is None and found is None:
            self._bad(start, end)
            return
        if header is None:
            self._fail(start, min(HEADER, end - start), "the header of an erase block is damaged")
        else:
            self.outlet.parsed(start, HEADER)
        at = start + shape.vid
        self.slack.take(start + HEADER, min(at, end))
        if found is None:
            self._free(at, end)
            if end < at + HEADER:
                self._fail(start, end - start, "the image is cut within the headers of an erase block")
            return
        self.outlet.parsed(at, HEADER)
        self.slack.take(at + HEADER, min(start + shape.data, end))
        content = min(start + shape.data, end)
        whole = self.size - shape.data
        if end - start < self.size:
            self._fail(content, end - content, f"the image is cut: {self.size - end + start:,} bytes are missing")
        self.blocks.append(Block(found, at, content, end, whole))

    def _free(self, at: int, end: int) -> None:
        """A block that no volume uses, or one whose second header is damaged."""
        if uniform(self.data, at, end):
            self.slack.take(at, end)
        else:
            self.outlet.view(f".damaged@{at:#x}", at, end - at)
            self._fail(at, end - at, "an erase block without a valid volume header is not empty")

    def _bad(self, start: int, end: int) -> None:
        if uniform(self.data, start, end):
            self.outlet.state(start, end - start, ByteState.PADDING)
            return
        self.outlet.view(f".damaged@{start:#x}", start, end - start)
        self._fail(start, end - start, "an erase block without a valid header: bad, damaged or of another kind")

    def _fail(self, start: int, length: int, reason: str) -> None:
        self.outlet.state(start, length, ByteState.FAILED, reason)
