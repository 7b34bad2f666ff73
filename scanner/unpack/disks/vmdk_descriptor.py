"""The text that describes a VMware disk: which files hold its extents (VMware, Virtual Disk Format 5.0)."""

from __future__ import annotations

import re
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState
from scanner.unpack.outlet import Outlet
from scanner.unpack.tail import hand_over_tail

_EXTENT = re.compile(rb'^(?:RW|RDONLY|NOACCESS)\s+\d+\s+[A-Z0-9]+\s+"([^"\r\n]{1,1024})"', re.MULTILINE)
_PARENT = re.compile(rb"^parentCID\s*=\s*([0-9a-fA-F]+)", re.MULTILINE)
_LARGEST = 1 << 20


def misses_parent(text: bytes) -> bool:
    """Whether the disk is a snapshot, whose other parts are in another file."""
    found = _PARENT.search(text)
    return found is not None and found[1].lower() not in {b"ffffffff", b"0"}


class VmdkDescriptor:
    """The files of the extents are recorded as links; they are delivered beside it and read by themselves."""

    NAME: ClassVar[str] = "vmdk-descriptor"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"vmdk-descriptor"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Whether the files that it names were delivered is not checked; a disk in several files is not put together.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = True

    def read(self, source: Source, outlet: Outlet) -> None:
        """Record the extents; text is raw, what is no text behind it is a child."""
        text = source.read(0, _LARGEST)
        end = next((at for at in (text.find(b"\0"),) if at >= 0), len(text))
        outlet.state(0, end, ByteState.RAW)
        for found in _EXTENT.finditer(text[:end]):
            outlet.link(found[1], found[1], "extent")
        hand_over_tail(source, outlet, end)
        if misses_parent(text[:end]):
            outlet.state(0, end, ByteState.FAILED, "parts of the disk are in a parent image")
