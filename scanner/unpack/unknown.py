"""Content of no known format: padding, raw where it is orderly enough to be seen through, opaque where it is not."""

from __future__ import annotations

from typing import ClassVar

from scanner.formats import ids
from scanner.formats.source import Source
from scanner.types import ByteState
from scanner.unpack.entropy import THRESHOLD, Region, regions
from scanner.unpack.outlet import Outlet
from scanner.unpack.spelled import declare_spelled


class Unknown:
    """Judges unknown content by its entropy, block by block; see :mod:`scanner.unpack.entropy` for the measure."""

    NAME: ClassVar[str] = "unknown"
    FORMATS: ClassVar[frozenset[str]] = frozenset({ids.UNKNOWN})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Regions shorter than 256 bytes count as raw: too small for an entropy.",
        "Encrypted content that is mixed finely with orderly bytes measures as orderly.",
        "Formats inside unknown content are not searched for.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = True

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for every byte of ``source`` by what it measures."""
        by_entropy(source.data, 0, outlet)


def by_entropy(data: memoryview, offset: int, outlet: Outlet, threshold: float = THRESHOLD) -> None:
    """Declare all of ``data``, which stands at ``offset`` of the node, by what it measures."""
    for region in regions(data, threshold):
        outlet.state(offset + region.offset, region.length, region.state, _reason(region, threshold))
    declare_spelled(data, offset, outlet)


def _reason(region: Region, threshold: float) -> str:
    if region.state is not ByteState.OPAQUE:
        return ""
    measured = f"{region.bits:.1f} bits per byte, above {threshold}"
    return f"unknown content of {measured}: packed, compressed, encrypted or a model"
