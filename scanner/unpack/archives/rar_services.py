"""Data of RAR blocks that are no files: what is stored becomes a child, the rest is named."""

from __future__ import annotations

from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import ByteState
from scanner.unpack.archives.rar_layout import Block, Kind
from scanner.unpack.outlet import Outlet
from scanner.unpack.sums import crc32

_RECOVERY = "RR"


def declare_service(source: Source, outlet: Outlet, block: Block, end: int) -> None:
    """Declare the data of ``block`` as far as the volume, which ends at ``end``, has it."""
    start = block.data.offset
    length = max(0, min(block.data.end, end) - start)
    if not length:
        return
    shown = safe_text(block.name, 40) or block.kind.value
    if block.encrypted:
        outlet.state(start, length, ByteState.ENCRYPTED, f"service block {shown} is encrypted")
        return
    if block.name == _RECOVERY:
        outlet.state(start, length, ByteState.NOT_UNPACKED, "recovery record: not compared with the members")
        return
    if block.stored or block.kind is not Kind.SERVICE:
        outlet.view(f".{shown}@{start:#x}", start, length)
    else:
        outlet.state(start, length, ByteState.NOT_UNPACKED, f"packed data of the service block {shown}")
    if block.stored and block.crc is not None and crc32(source.data, start, length) != block.crc:
        outlet.state(start, length, ByteState.FAILED, f"the CRC of the service block {shown} is wrong")
    if block.data.end > end:
        outlet.state(start, length, ByteState.FAILED, f"service block {shown} is cut")
