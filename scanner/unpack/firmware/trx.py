"""TRX firmware images of Broadcom devices, versions 1 and 2 (OpenWrt ``tools/firmware-utils/src/trx.c``)."""

from __future__ import annotations

import struct
from itertools import pairwise
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, ParseFailure
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import unaccounted
from scanner.unpack.sums import crc32
from scanner.unpack.tail import hand_over_tail

OFFSETS = {1: 3, 2: 4}
"""Partitions of each version; their offsets end the header."""
SUMMED = 12
"""First byte that the checksum covers: version and flags, then all to the end."""


class Trx:
    """Hands over every partition: from its offset to the next one, or to the end."""

    NAME: ClassVar[str] = "trx"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"trx"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "The header says where partitions begin, not where they end: padding between them belongs to the one before.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Check the checksum and hand over the partitions, also where it is wrong or the image is cut."""
        if source.size < 28:
            raise ParseFailure("the header is cut off")
        length, expected, version = struct.unpack_from("<II2xH", source.data, 4)
        if version not in OFFSETS:
            raise ParseFailure(f"version {version}")
        head = 16 + 4 * OFFSETS[version]
        if not head <= length or source.size < head:
            raise ParseFailure(f"a length of {length:,} bytes")
        end = min(length, source.size)
        outlet.parsed(0, head)
        self._verify(source, outlet, length, expected)
        starts = struct.unpack_from(f"<{OFFSETS[version]}I", source.data, 16)
        inside = sorted({start for start in starts if head <= start < end})
        wrong = [start for start in starts if start and not head <= start < length]
        if wrong:
            outlet.state(16, head - 16, ByteState.FAILED, f"a partition begins at {wrong[0]:#x}, outside the image")
        unaccounted(source, outlet, head, inside[0] if inside else end, "before-partitions")
        for number, (start, stop) in enumerate(pairwise([*inside, end])):
            outlet.view(f"partition.{number}", start, stop - start)
        if length > source.size:
            last = inside[-1] if inside else head
            outlet.state(last, end - last, ByteState.FAILED, f"{length - source.size:,} bytes are missing")
        hand_over_tail(source, outlet, end)

    @staticmethod
    def _verify(source: Source, outlet: Outlet, length: int, expected: int) -> None:
        if length > source.size:
            outlet.state(0, 28, ByteState.FAILED, f"{length - source.size:,} bytes are missing")
        elif crc32(source.data, SUMMED, length - SUMMED) ^ 0xFFFFFFFF != expected:
            # The stored value lacks the final inversion of the usual CRC-32.
            outlet.state(SUMMED, length - SUMMED, ByteState.FAILED, "the image's checksum is wrong")
