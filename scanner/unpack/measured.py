"""Judges bytes without a known structure by their entropy: padding, raw, or opaque."""

from __future__ import annotations

from scanner.types import ByteState
from scanner.unpack.entropy import THRESHOLD, Region, regions
from scanner.unpack.outlet import Outlet
from scanner.unpack.programs.spelled import declare_spelled


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
