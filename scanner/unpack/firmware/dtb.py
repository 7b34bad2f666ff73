"""Plain device trees: raw bytes like any table, but long values in them (microcode, firmware, keys) are children."""

from __future__ import annotations

from scanner.types import LimitReached, ParseFailure, Span
from scanner.unpack.firmware.fdt import Tree, blocks
from scanner.unpack.outlet import Outlet
from scanner.unpack.programs.packed import THRESHOLD, raw_unless_packed
from scanner.unpack.regions import left_of
from scanner.unpack.unknown import by_entropy

LONG = 4096
"""Bytes of a property above which it is a child."""


def walk_tree(data: memoryview, outlet: Outlet) -> None:
    """Account for all of ``data``, a device tree without anything behind it; a broken one is judged as a whole."""
    values = _long_values(data)
    if not values:
        raw_unless_packed(data, outlet)
        return
    for name, span in values:
        outlet.view(name, span.offset, span.length)
    for rest in left_of(Span(0, len(data)), (span for _, span in values)):
        by_entropy(data[rest.offset : rest.end], rest.offset, outlet, THRESHOLD)


def _long_values(data: memoryview) -> list[tuple[bytes, Span]]:
    """(path, place) of every long property before the tree ends or breaks."""
    found: list[tuple[bytes, Span]] = []
    try:
        for item in Tree(data, blocks(data)):
            if item.value.length > LONG and item.value.end <= len(data):
                found.append((b"/".join((*item.path[1:], item.name)), item.value))
    except (ParseFailure, LimitReached):
        return found  # the rest is judged as bytes, as all of it would be without a walk
    return found
