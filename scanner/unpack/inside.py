"""Where in the mixed data of a program another file begins and where it ends: only what its own fields prove.

Programs that handle a format hold its magic number as a constant; so a hit counts only where sizes, checksums or
tables behind it agree, and the range is the one that they state.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator

from scanner.formats import elf, pe
from scanner.formats.checks import number
from scanner.formats.checks_bundles import COOKIE, pyinstaller_place
from scanner.types import ParseFailure, Span
from scanner.unpack.codecs import zstd_frame_end

SMALLEST = 1 << 12
"""Bytes below which a thing is left where it is: too small for a model, and detectors see the whole program."""
MOST = 256
"""Things in one part; more are constants of a program that knows the format, or a way to keep us busy."""
TRIES = 4096
"""Magic numbers in one part whose fields are looked at."""

_MAGICS = re.compile(
    rb"hsqs|sqsh|PK\x03\x04|7z\xbc\xaf\x27\x1c|MSCF\0\0\0\0|\xfd7zXZ\0|\x28\xb5\x2f\xfd|\x7fELF|MZ\x90\0\x03\0\0\0"
    rb"|SQLite format 3\0|TFL3|\x12\x07pytorch\x1a|\x89HDF\r\n\x1a\n|GGUF|" + re.escape(COOKIE)
)
Measure = Callable[[memoryview, int, int], Span | None]


def things_inside(data: memoryview, part: Span) -> Iterator[Span]:
    """Ranges in ``part`` that hold a file of their own, in order and without overlap."""
    end = min(part.end, len(data))
    last, found = part.offset, 0
    for tries, match in enumerate(_MAGICS.finditer(data[part.offset : end])):
        if tries >= TRIES or found >= MOST:
            return
        at = part.offset + match.start()
        if at < last:
            continue
        span = _MEASURES[bytes(match.group())](data, at, end)
        if span is not None and span.length >= SMALLEST and span.offset >= last and span.end <= end:
            yield span
            last, found = span.end, found + 1


def _squashfs(data: memoryview, at: int, end: int) -> Span | None:
    """Version 4: block size and its logarithm agree, and the bytes used are there."""
    order = "<" if data[at] == 0x68 else ">"
    size, shift = number(data, at + 12, order + "I"), number(data, at + 22, order + "H")
    used = number(data, at + 40, order + "Q")
    fits = (
        number(data, at + 28, order + "H") == 4 and 12 <= shift <= 20 and size == 1 << shift and 96 <= used <= end - at
    )
    return Span(at, used) if fits else None


def _zip(data: memoryview, at: int, end: int) -> Span | None:
    """An end record whose directory, counted from here, begins where it says."""
    if not (number(data, at + 26, "<H") and number(data, at + 4, "<H") <= 63):
        return None
    for hits, match in enumerate(re.finditer(rb"PK\x05\x06", data[at:end])):
        record = at + match.start()
        size, offset = number(data, record + 12, "<I"), number(data, record + 16, "<I")
        if at + offset + size == record and bytes(data[at + offset : at + offset + 4]) == b"PK\x01\x02":
            return Span(at, record + 22 + max(0, number(data, record + 20, "<H")) - at)
        if hits >= 64:
            break
    return None


def _seven_zip(data: memoryview, at: int, end: int) -> Span | None:
    """The checksum of the start header holds."""
    if at + 32 > end or zlib.crc32(data[at + 12 : at + 32]) != number(data, at + 8, "<I"):
        return None
    offset, size = struct.unpack_from("<2Q", data, at + 12)
    return Span(at, 32 + offset + size)


def _cabinet(data: memoryview, at: int, _end: int) -> Span | None:
    """Version 1.3, reserved fields zero."""
    fits = number(data, at + 24, "<H") == 0x103 and number(data, at + 12, "<I") == 0
    return Span(at, max(0, number(data, at + 8, "<I"))) if fits else None


def _xz(data: memoryview, at: int, end: int) -> Span | None:
    """The header's checksum holds, and a footer with the same flags and a right checksum follows."""
    flags = bytes(data[at + 6 : at + 8])
    if zlib.crc32(flags) != number(data, at + 8, "<I"):
        return None
    for match in re.finditer(re.escape(flags) + b"YZ", data[at:end]):
        foot = at + match.start() - 8
        if foot > at and zlib.crc32(data[foot + 4 : foot + 10]) == number(data, foot, "<I"):
            return Span(at, foot + 12 - at)
    return None


def _zstd(data: memoryview, at: int, end: int) -> Span | None:
    try:
        return Span(at, zstd_frame_end(data, at, end) - at)
    except ParseFailure:
        return None


def _elf(data: memoryview, at: int, end: int) -> Span | None:
    """A program whose tables lie in what is left."""
    if at + 64 > end or data[at + 4] not in (1, 2) or data[at + 5] not in (1, 2) or data[at + 6] != 1:
        return None
    extent = elf.extent(data[at:end])
    return Span(at, extent.end) if extent is not None else None


def _pe(data: memoryview, at: int, end: int) -> Span | None:
    header = number(data, at + 0x3C, "<I")
    if header < 0 or bytes(data[at + header : at + header + 4]) != b"PE\0\0":
        return None
    extent = pe.extent(data[at:end])
    return Span(at, extent.end) if extent is not None else None


def _sqlite(data: memoryview, at: int, _end: int) -> Span | None:
    """Page size and number of pages; 20 reserved bytes are zero (the format's header)."""
    page, pages = number(data, at + 16, ">H"), number(data, at + 28, ">I")
    page = 65536 if page == 1 else page
    fits = page >= 512 and not page & (page - 1) and pages > 0 and data[at + 72 : at + 92] == bytes(20)
    return Span(at, page * pages) if fits else None


def _flatbuffer(data: memoryview, at: int, end: int) -> Span | None:
    """TensorFlow Lite, the mark at 4: the root table and its list of fields lie near. Its length is written nowhere."""
    start = at - 4
    root = number(data, start, "<I")
    table = number(data, start + root, "<i") if 8 <= root <= 1 << 16 else 0
    fields = start + root - table
    fits = table != 0 and start + 8 <= fields < end and 4 <= number(data, fields, "<H") <= 64
    return Span(start, end - start) if fits else None


def _onnx(data: memoryview, at: int, end: int) -> Span | None:
    """Field 1, the version, before the name of the producer."""
    fits = at >= 2 and data[at - 2] == 8 and 3 <= data[at - 1] <= 15
    return Span(at - 2, end - at + 2) if fits else None


def _hdf5(data: memoryview, at: int, end: int) -> Span | None:
    """Version 0 to 3 and sizes of offsets of 4 or 8 bytes."""
    version, width = number(data, at + 8, "B"), number(data, at + (13 if data[at + 8] < 2 else 9), "B")
    return Span(at, end - at) if version <= 3 and width in (4, 8) else None


def _gguf(data: memoryview, at: int, end: int) -> Span | None:
    """Version 1 to 3 and plausible numbers of tensors and settings."""
    version, tensors, settings = (number(data, at + 4, "<I"), number(data, at + 8, "<Q"), number(data, at + 16, "<Q"))
    return Span(at, end - at) if 1 <= version <= 3 and 0 < tensors < 1 << 20 and 0 < settings < 1 << 20 else None


def _pyinstaller(data: memoryview, at: int, _end: int) -> Span | None:
    """The archive before a cookie."""
    start, cookie, end = pyinstaller_place(data, min(len(data), at + 88))
    return Span(start, end - start) if cookie == at and start >= 0 else None


_MEASURES: dict[bytes, Measure] = {
    b"hsqs": _squashfs,
    b"sqsh": _squashfs,
    b"PK\x03\x04": _zip,
    b"7z\xbc\xaf\x27\x1c": _seven_zip,
    b"MSCF\0\0\0\0": _cabinet,
    b"\xfd7zXZ\0": _xz,
    b"\x28\xb5\x2f\xfd": _zstd,
    b"\x7fELF": _elf,
    b"MZ\x90\0\x03\0\0\0": _pe,
    b"SQLite format 3\0": _sqlite,
    b"TFL3": _flatbuffer,
    b"\x12\x07pytorch\x1a": _onnx,
    b"\x89HDF\r\n\x1a\n": _hdf5,
    b"GGUF": _gguf,
    COOKIE: _pyinstaller,
}
