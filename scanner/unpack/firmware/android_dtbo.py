"""Android device tree tables, partition ``dtbo`` (AOSP ``system/libufdt/utils/src/dt_table.h``)."""

from __future__ import annotations

import struct
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, ParseFailure, Span
from scanner.unpack.firmware.avb import hand_over_avb
from scanner.unpack.outlet import Outlet
from scanner.unpack.placed import Placed, hand_over_placed

HEADER, ENTRY = 32, 32
MOST = 4096
"""Device trees in one table; real ones have some dozens."""


class AndroidDtbo:
    """Hands over every device tree of the table."""

    NAME: ClassVar[str] = "android-dtbo"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"android-dtbo"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = ("The table has no integrity data.",)
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        if source.size < HEADER:
            raise ParseFailure("the header is cut off")
        total, head, size, count, start = struct.unpack_from(">IIIII", source.data, 4)
        table = Span(start, size * count)
        if head < HEADER or size < ENTRY or not count <= MOST or start < HEADER or table.end > source.size:
            raise ParseFailure(f"a table of {count:,} entries of {size:,} bytes at {start:#x}")
        outlet.parsed(0, HEADER)
        outlet.parsed(table.offset, table.length)
        if total > source.size:
            outlet.state(0, HEADER, ByteState.FAILED, f"{total - source.size:,} bytes are missing")
        places = (struct.unpack_from(">II", source.data, start + size * index) for index in range(count))
        trees = [Placed(f"dt.{index}", Span(at, length)) for index, (length, at) in enumerate(places)]
        # The table itself is a member without bytes to give, so that gaps before and behind it are seen.
        own = Placed("table", table, lambda _: None)
        hand_over_placed(source, outlet, [own, *trees] if table.length else trees, Span(HEADER, max(0, total - HEADER)))
        hand_over_avb(source, outlet, max(HEADER, total))
