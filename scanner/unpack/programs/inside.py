"""Where in the mixed data of a program another file begins and where it ends: only what its own fields prove.

Programs that handle a format hold its magic number as a constant; so a hit counts only where sizes, checksums or
tables behind it agree, and the range is the one that they state.
"""

from __future__ import annotations

import re
import struct
import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from scanner.formats import elf, pe
from scanner.formats.checks import number
from scanner.formats.checks_bundles import COOKIE, pyinstaller_place
from scanner.types import ParseFailure, Span
from scanner.unpack.compressed.codecs import zstd_frame_end

SMALLEST = 1 << 12
"""Bytes below which a thing is left where it is: too small for a model, and detectors see the whole program."""
MOST = 256
"""Things in one part; more are constants of a program that knows the format, or a way to keep us busy."""
TRIES = 1024
"""Magic numbers in one part whose fields are looked at."""

_MAGICS = re.compile(
    rb"hsqs|sqsh|PK\x03\x04|7z\xbc\xaf\x27\x1c|MSCF\0\0\0\0|\xfd7zXZ\0|\x28\xb5\x2f\xfd|\x7fELF|MZ\x90\0\x03\0\0\0"
    rb"|SQLite format 3\0|TFL3|\x12\x07pytorch\x1a|\x89HDF\r\n\x1a\n|GGUF|" + re.escape(COOKIE)
)
MOST_SECTIONS = 96
"""Sections of a PE file that Windows loads."""
BLOCKS = 1 << 14
"""Blocks of a zstd frame that are followed: two gigabytes of ordinary ones."""


@dataclass(frozen=True)
class _Ground:
    """Where is searched, ``[start, end)`` of ``data``; what has to be looked for in all of it is looked for once."""

    data: memoryview
    start: int
    end: int

    @cached_property
    def zip_ends(self) -> list[int]:
        """Offsets of end records."""
        return [self.start + match.start() for match in re.finditer(rb"PK\x05\x06", self.data[self.start : self.end])]

    @cached_property
    def xz_ends(self) -> list[int]:
        """Offsets of stream footers whose checksum holds."""
        data = self.data
        found = (
            self.start + match.start() - 8 for match in re.finditer(rb"\0.YZ", data[self.start : self.end], re.DOTALL)
        )
        return [at for at in found if at >= 0 and zlib.crc32(data[at + 4 : at + 10]) == number(data, at, "<I")]


Measure = Callable[[_Ground, int], Span | None]


def things_inside(data: memoryview, part: Span) -> Iterator[Span]:
    """Ranges in ``part`` that hold a file of their own, in order and without overlap."""
    end = min(part.end, len(data))
    ground = _Ground(data, part.offset, end)
    last, found = part.offset, 0
    for tries, match in enumerate(_MAGICS.finditer(data[part.offset : end])):
        if tries >= TRIES or found >= MOST:
            return
        at = part.offset + match.start()
        if at < last:
            continue
        span = _MEASURES[bytes(match.group())](ground, at)
        if span is not None and span.length >= SMALLEST and span.offset >= last and span.end <= end:
            yield span
            last, found = span.end, found + 1


def _squashfs(ground: _Ground, at: int) -> Span | None:
    """Version 4: block size and its logarithm agree, and the bytes used are there."""
    data, end = ground.data, ground.end
    order = "<" if data[at] == 0x68 else ">"
    size, shift = number(data, at + 12, order + "I"), number(data, at + 22, order + "H")
    used = number(data, at + 40, order + "Q")
    fits = (
        number(data, at + 28, order + "H") == 4 and 12 <= shift <= 20 and size == 1 << shift and 96 <= used <= end - at
    )
    return Span(at, used) if fits else None


def _zip(ground: _Ground, at: int) -> Span | None:
    """An end record whose directory, counted from here, begins where it says."""
    data = ground.data
    if not (number(data, at + 26, "<H") and number(data, at + 4, "<H") <= 63):
        return None
    first = bisect_left(ground.zip_ends, at)
    for record in ground.zip_ends[first : first + MOST]:
        size, offset = number(data, record + 12, "<I"), number(data, record + 16, "<I")
        if at + offset + size == record and bytes(data[at + offset : at + offset + 4]) == b"PK\x01\x02":
            return Span(at, record + 22 + max(0, number(data, record + 20, "<H")) - at)
    return None


def _seven_zip(ground: _Ground, at: int) -> Span | None:
    """The checksum of the start header holds."""
    data, end = ground.data, ground.end
    if at + 32 > end or zlib.crc32(data[at + 12 : at + 32]) != number(data, at + 8, "<I"):
        return None
    offset, size = struct.unpack_from("<2Q", data, at + 12)
    return Span(at, 32 + offset + size)


def _cabinet(ground: _Ground, at: int) -> Span | None:
    """Version 1.3, reserved fields zero."""
    data = ground.data
    fits = number(data, at + 24, "<H") == 0x103 and number(data, at + 12, "<I") == 0
    return Span(at, max(0, number(data, at + 8, "<I"))) if fits else None


def _xz(ground: _Ground, at: int) -> Span | None:
    """The header's checksum holds, and a footer with the same flags and a right checksum follows."""
    data = ground.data
    flags = bytes(data[at + 6 : at + 8])
    if zlib.crc32(flags) != number(data, at + 8, "<I"):
        return None
    first = bisect_left(ground.xz_ends, at)
    ends = (foot for foot in ground.xz_ends[first : first + MOST] if bytes(data[foot + 8 : foot + 10]) == flags)
    return next((Span(at, foot + 12 - at) for foot in ends), None)


def _zstd(ground: _Ground, at: int) -> Span | None:
    data, end = ground.data, ground.end
    try:
        return Span(at, zstd_frame_end(data, at, end, BLOCKS) - at)
    except ParseFailure:
        return None


def _elf(ground: _Ground, at: int) -> Span | None:
    """A program whose tables lie in what is left."""
    data, end = ground.data, ground.end
    if at + 64 > end or data[at + 4] not in (1, 2) or data[at + 5] not in (1, 2) or data[at + 6] != 1:
        return None
    extent = elf.extent(data[at:end])
    return Span(at, extent.end) if extent is not None else None


def _pe(ground: _Ground, at: int) -> Span | None:
    data, end = ground.data, ground.end
    header = number(data, at + 0x3C, "<I")
    if (
        header < 0
        or number(data, at + header + 6, "<H") > MOST_SECTIONS
        or bytes(data[at + header : at + header + 4]) != b"PE\0\0"
    ):
        return None
    extent = pe.extent(data[at:end])
    return Span(at, extent.end) if extent is not None else None


def _sqlite(ground: _Ground, at: int) -> Span | None:
    """Page size and number of pages; 20 reserved bytes are zero (the format's header)."""
    data = ground.data
    page, pages = number(data, at + 16, ">H"), number(data, at + 28, ">I")
    page = 65536 if page == 1 else page
    fits = page >= 512 and not page & (page - 1) and pages > 0 and data[at + 72 : at + 92] == bytes(20)
    return Span(at, page * pages) if fits else None


def _flatbuffer(ground: _Ground, at: int) -> Span | None:
    """TensorFlow Lite, the mark at 4: the root table and its list of fields lie near. Its length is written nowhere."""
    data, end = ground.data, ground.end
    start = at - 4
    root = number(data, start, "<I")
    table = number(data, start + root, "<i") if 8 <= root <= 1 << 16 else 0
    fields = start + root - table
    fits = table != 0 and start + 8 <= fields < end and 4 <= number(data, fields, "<H") <= 64
    return Span(start, end - start) if fits else None


def _onnx(ground: _Ground, at: int) -> Span | None:
    """Field 1, the version, before the name of the producer."""
    data, end = ground.data, ground.end
    fits = at >= 2 and data[at - 2] == 8 and 3 <= data[at - 1] <= 15
    return Span(at - 2, end - at + 2) if fits else None


def _hdf5(ground: _Ground, at: int) -> Span | None:
    """Version 0 to 3 and sizes of offsets of 4 or 8 bytes."""
    data, end = ground.data, ground.end
    version, width = number(data, at + 8, "B"), number(data, at + (13 if data[at + 8] < 2 else 9), "B")
    return Span(at, end - at) if version <= 3 and width in (4, 8) else None


def _gguf(ground: _Ground, at: int) -> Span | None:
    """Version 1 to 3 and plausible numbers of tensors and settings."""
    data, end = ground.data, ground.end
    version, tensors, settings = (number(data, at + 4, "<I"), number(data, at + 8, "<Q"), number(data, at + 16, "<Q"))
    return Span(at, end - at) if 1 <= version <= 3 and 0 < tensors < 1 << 20 and 0 < settings < 1 << 20 else None


def _pyinstaller(ground: _Ground, at: int) -> Span | None:
    """The archive before a cookie."""
    data = ground.data
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
