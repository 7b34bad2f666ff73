"""Files of the old Unix program compress (``.Z``, LZW), through 7-Zip."""

from __future__ import annotations

from typing import ClassVar

from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import ByteState, LimitReached
from scanner.unpack.compressed.streams import child_name
from scanner.unpack.outlet import Outlet
from scanner.unpack.tools import run_tool


class Compress:
    """The whole node is one stream: the format has neither an end mark nor a size."""

    NAME: ClassVar[str] = "compress"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"compress"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "The format has no integrity data and no end: a changed or a cut file can go unnoticed, and bytes that are "
        "appended come out as more of the unpacked file.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ("7zz",)
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``.

        :raises LimitReached: where it unpacks to more than it may; what came before is kept.
        """
        bound = min(outlet.room(), outlet.limits.node_bytes)
        with source.as_file(outlet.folder, outlet.limits.node_bytes) as file:
            args = ["x", "-so", "-tZ", "-bd", "-mmt1", "--", str(file.absolute())]
            run = run_tool("7zz", args, outlet.folder, outlet.limits.node_seconds, bound)
        size = outlet.adopt(child_name(source.name), run.output)
        if run.code and size >= bound:
            raise LimitReached(f"unpacks to more than {bound:,} bytes")
        if run.code or (not size and source.size > _HEAD):
            said = safe_text(" ".join(run.errors.split()), 300) or f"exit code {run.code}"
            outlet.state(0, source.size, ByteState.FAILED, f"7-Zip reports: {said}")
        outlet.carried(0, source.size)


_HEAD = 3
"""Bytes of the header; an empty file is nothing more."""
