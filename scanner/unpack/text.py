"""Text of every kind: bytes are enough, detectors see them as they are."""

from __future__ import annotations

from typing import ClassVar

from scanner.formats import ids
from scanner.formats.source import Source
from scanner.types import ByteState
from scanner.unpack.outlet import Outlet
from scanner.unpack.programs.spelled import declare_spelled


class Text:
    """Text, configuration and scripts; also the empty file, which has no byte to account for."""

    NAME: ClassVar[str] = "text"
    FORMATS: ClassVar[frozenset[str]] = ids.TEXT | {ids.EMPTY}
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Data encoded as text (base64, hexadecimal, uuencode) is not decoded: it is opaque from 342 KiB in one piece "
        "on, or where it is half of the file, and read as text below that.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = True

    def read(self, source: Source, outlet: Outlet) -> None:
        """Declare all of ``source`` raw, except what spells out packed data."""
        outlet.state(0, source.size, ByteState.RAW)
        declare_spelled(source.data, 0, outlet)
