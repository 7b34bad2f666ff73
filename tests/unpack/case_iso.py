"""Cases of the readers of optical disks; the images come from ``tests/fixtures/build_iso.py``."""

from __future__ import annotations

from tests.unpack.case import ReaderCase
from tests.unpack.case_images import fixture

SECTOR = 2048


def bridge() -> bytes:
    """ISO 9660 with Joliet, Rock Ridge and UDF."""
    return fixture("iso/bridge.iso")


def hybrid() -> bytes:
    """ISO 9660 with Rock Ridge, boot images, a partition table and an appended partition."""
    return fixture("iso/hybrid.iso")


def udf() -> bytes:
    """The UDF side of the bridge alone."""
    data = bytearray(bridge())
    for number, mark in enumerate((b"BEA01", b"NSR02", b"TEA01", b"", b"", b"", b"", b"")):
        at = (16 + number) * SECTOR
        data[at : at + SECTOR] = (b"\0" + mark + b"\1" if mark else b"").ljust(SECTOR, b"\0")
    return bytes(data)


CASES = (
    ReaderCase("iso", "iso", bridge, lambda: bridge()[: len(bridge()) * 2 // 3], "a.iso"),
    ReaderCase("iso", "iso", hybrid, lambda: hybrid()[: len(hybrid()) * 1 // 3], "b.iso"),
    ReaderCase("udf", "udf", udf, lambda: udf()[: len(udf()) * 2 // 3], "c.iso"),
)
