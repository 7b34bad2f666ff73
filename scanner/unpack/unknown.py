"""Content of no known format: known ones are looked for inside, the rest is judged by its entropy."""

from __future__ import annotations

from typing import ClassVar

from scanner.formats import ids
from scanner.formats.source import Source
from scanner.types import ByteState
from scanner.unpack.blockwise import REASON, is_blockwise
from scanner.unpack.carving.carve import carve
from scanner.unpack.measured import by_entropy
from scanner.unpack.outlet import Outlet

__all__ = ["Unknown", "by_entropy"]


class Unknown:
    """Looks for known formats at any offset (:mod:`~scanner.unpack.carving.carve`), measures what is between them."""

    NAME: ClassVar[str] = "unknown"
    FORMATS: ClassVar[frozenset[str]] = frozenset({ids.UNKNOWN})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Regions shorter than 256 bytes count as raw: too small for an entropy.",
        "Encrypted content that is mixed finely with orderly bytes measures as orderly.",
        "Known formats inside are looked for with unblob's patterns, where unblob is installed (Linux and macOS).",
        "Content below 256 bytes is not searched, and only the first 4,096 formats in one piece of content are taken.",
        "A format that is cut off is told where its header has a checksum or fields that agree with each other.",
        "Compress (.Z) data are found only at the beginning of content: their format has no end of its own.",
        "Pictures and documents inside unknown content are not searched for; bare zlib streams only at its beginning.",
        "Formats that only unblob unpacks (YAFFS, Minix, UFS, headers of makers) have no check beyond its own.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = True

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for every byte of ``source``: a child, or what it measures."""
        if is_blockwise(source.data):
            outlet.state(0, source.size, ByteState.ENCRYPTED, REASON)
            return
        carve(source, outlet)
