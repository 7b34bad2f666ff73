"""SquashFS of versions 1 to 4 in both byte orders, through 7-Zip; lz4 through unsquashfs where it is installed."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, ParseFailure, ToolMissing
from scanner.unpack.filesystems.squashfs_layout import unreferenced
from scanner.unpack.filesystems.unsquash import unsquash
from scanner.unpack.outlet import LONG_FIELD, Outlet
from scanner.unpack.regions import unaccounted
from scanner.unpack.seven.engine7z import Trouble, unpack
from scanner.unpack.tools import find

_LZ4 = 5
_ALIGN = 1024


class SquashFs:
    """The superblock says where the file system ends; what follows is padding or a child."""

    NAME: ClassVar[str] = "squashfs"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"squashfs"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "The format has no integrity data beyond that of its codec: a changed bit in a stored block can go unnoticed.",
        "Bytes to which no file refers become children in version 4; in older images they are not looked at.",
        "Images that makers have changed (other magics or codecs) end as failed.",
        "lz4 needs the program unsquashfs.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ("7zz", "unsquashfs")
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        end, codec = _superblock(source)
        unaccounted(source, outlet, end, source.size, "trailing", _ALIGN)
        with source.as_file(outlet.folder, outlet.limits.node_bytes) as file:
            trouble = _by_unsquashfs(file, outlet) if codec == _LZ4 else unpack(file, "squashfs", outlet).trouble
        if end > source.size:
            reason = f"the image is cut: {end:,} bytes by its header, {source.size:,} are there"
            trouble = Trouble(ByteState.FAILED, reason)
        if trouble is None:
            gaps, attributes = unreferenced(source)
            outlet.carried(0, end)
            if len(attributes) > LONG_FIELD:
                outlet.stream(".attributes", [attributes])
            for span in gaps:
                unaccounted(source, outlet, span.offset, span.end, "unreferenced")
        else:
            outlet.state(0, min(end, source.size), trouble.state, trouble.reason)


def _superblock(source: Source) -> tuple[int, int]:
    """(bytes used, codec) of the superblock; codec 0 before version 4, which has only zlib and lzma.

    :raises ParseFailure: where it is none.
    """
    head = source.read(0, 96)
    if len(head) < 96:
        raise ParseFailure("shorter than a SquashFS superblock")
    order = ">" if head[:4] in {b"sqsh", b"qshs"} else "<"
    (major,) = struct.unpack_from(f"{order}H", head, 28)
    if major >= 4:
        (codec,) = struct.unpack_from(f"{order}H", head, 20)
        (used,) = struct.unpack_from(f"{order}Q", head, 40)
    else:
        codec = 0
        form, at = (f"{order}Q", 63) if major == 3 else (f"{order}L", 8)
        (used,) = struct.unpack_from(form, head, at)
    if used < 96:
        raise ParseFailure(f"the superblock claims {used:,} bytes in all")
    return used, codec


def _by_unsquashfs(file: Path, outlet: Outlet) -> Trouble | None:
    if find("unsquashfs") is None:
        raise ToolMissing("lz4 in SquashFS needs the program unsquashfs, which is not installed")
    return unsquash(file, outlet)
