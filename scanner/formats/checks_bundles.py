"""Structural checks of application bundles: asar, PyInstaller, self-extracting scripts.

As in :mod:`scanner.formats.checks`: all take the whole window and cope with any bytes in it.
"""

from __future__ import annotations

import re
import struct

from scanner.formats import elf as elf_view
from scanner.formats.checks import elf, number

ISO_MARK = 0x8001
"""Where the first volume descriptor of ISO 9660 has its mark."""
COOKIE = b"MEI\014\013\012\013\016"
"""Begins the record at the end of a PyInstaller archive (bootloader/src/pyi_archive.h)."""
COOKIE_SIZES = (88, 24)
"""Bytes of that record since version 2.1, and before."""
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_UZIP = (b"#V2.0 ", b"#L3.0\n", b"#Z4.0 ")
"""Second line of compressed disks of FreeBSD (geom_uzip), by codec: their first line would mount them."""
NEAR_THE_END = 256
"""Bytes in which it may stand: a signer aligns what it signs."""


def asar(data: memoryview) -> bool:
    """The two records fit into each other, and the JSON text begins with the list of files."""
    record, payload, length = number(data, 4, "<I"), number(data, 8, "<I"), number(data, 12, "<I")
    nested = 0 < length <= payload - 4 and payload == record - 4
    return nested and bytes(data[16:26]).replace(b" ", b"").startswith(b'{"files"')


def pyinstaller_place(data: memoryview, end: int | None = None) -> tuple[int, int, int]:
    """(start of the archive, start of its cookie, end of the cookie) of the last one before ``end``; -1s for none.

    The start is what the cookie says and may lie before the window where the beginning was cut off.
    """
    stop = len(data) if end is None else end
    near = max(0, stop - NEAR_THE_END)
    at = near + bytes(data[near:stop]).rfind(COOKIE)
    if at < near:
        return -1, -1, -1
    for size in COOKIE_SIZES:
        if at + size > stop:
            continue
        length, table, table_size, version = struct.unpack_from(">4I", data, at + 8)
        fits = table + table_size <= length - size and length > size and 20 <= version < 1000
        if fits:
            return at + size - length, at, at + size
    return -1, -1, -1


def pyinstaller(data: memoryview) -> bool:
    """A cookie at the end whose archive begins exactly here."""
    start, at, _ = pyinstaller_place(data)
    return at > 0 and start == 0


def pyinstaller_later(data: memoryview) -> bool:
    """A cookie at the end; its archive begins somewhere in the window, or before it in one that lost its beginning."""
    return pyinstaller_place(data)[1] > 0


def pyz(data: memoryview) -> bool:
    """The magic number of Python's compiled files, and the table lies behind the header."""
    return bytes(data[6:8]) == b"\r\n" and number(data, 8, ">i") >= 12


def shell_archive(data: memoryview) -> bool:
    """A script by its first line, which is text, that goes on in bytes of another kind; not a disk that begins so."""
    first, end, second = bytes(data[:256]).partition(b"\n")
    return first[:2] == b"#!" and bool(end) and not _BINARY.search(first) and not second.startswith(_UZIP)


def elf_alone(data: memoryview) -> bool:
    """An ELF file, except one that stands in the unused first sectors of an ISO image (AppImage of type 1)."""
    if not elf(data):
        return False
    if bytes(data[ISO_MARK : ISO_MARK + 5]) != b"CD001":
        return True
    extent = elf_view.extent(data[:ISO_MARK])
    return extent is None or extent.end >= ISO_MARK


def zisofs(data: memoryview) -> bool:
    """Header size 16, blocks of 32 to 128 KiB, and a table of blocks that is there."""
    size, blocks = number(data, 8, "<I"), number(data, 13, "B")
    return (
        number(data, 12, "B") == 4
        and 15 <= blocks <= 17
        and size > 0
        and len(data) >= 16 + 4 * (-(-size >> blocks) + 1)
    )
