"""PE programs packed by UPX: one stream with the whole image, and behind it the old headers and what to put back.

Layout: UPX's ``pefile.cpp`` and ``packhead.cpp``; PE headers: Microsoft's PE format. Put back are headers, sections,
imports, exports and relocations; icons and version stand in the packed file, where they are read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.formats.pe_parts import Image
from scanner.types import ParseFailure, Span
from scanner.unpack.programs.upx.codec import LZMA, METHODS, name_of, unpack
from scanner.unpack.programs.upx.filters import unfilter
from scanner.unpack.programs.upx.header import PackHeader, pack_headers
from scanner.unpack.programs.upx.nrv import Broken
from scanner.unpack.programs.upx.pe_rebuild import RESOURCES, Old, rebuild
from scanner.unpack.programs.upx.result import NO_SUM, Unpacked

BEFORE, SEARCHED = 64, 1024
"""Where the pack header is looked for: from so many bytes before the packed section on, in so many."""
FORMATS = frozenset({9, 21, 36, 43, 44})
"""Windows on i386, CE on ARM, amd64, arm64, arm64ec."""
MOST_SECTIONS = 4
MOST_TRIED = 128 << 20
"""Bytes that may come out of attempts without a pack header."""
WRITE_AND_RUN = 0xA0000000
"""Section flags IMAGE_SCN_MEM_WRITE and IMAGE_SCN_MEM_EXECUTE."""
FILTERED = "operands of calls in its code are as the packer's filter left them"
EXTRAS = "icons, version and manifest of it stand in the packed file only"
_WORD = struct.Struct("<I")


@dataclass(frozen=True, slots=True)
class _Stream:
    """A packed image."""

    start: int
    packed: int
    size: int
    method: int
    filter: int
    mark: int
    header: PackHeader | None


def begins_pe(data: memoryview) -> bool:
    """Whether a section without bytes is followed by one with a pack header, or both may be written and run."""
    sections = Image(data).sections
    if not 2 <= len(sections) <= MOST_SECTIONS or sections[0][3]:
        return False
    if sections[0][4] & sections[1][4] & WRITE_AND_RUN == WRITE_AND_RUN:
        return True
    start = sections[1][2]
    return bool(pack_headers(data, max(0, start - BEFORE), min(len(data), start + SEARCHED), FORMATS))


def unpack_pe(data: memoryview, room: int) -> Unpacked | None:
    """The program in ``data``, at most ``room`` bytes of its image; None where there is no packed image of UPX."""
    image = Image(data)
    sections = image.sections
    if not 2 <= len(sections) <= MOST_SECTIONS or sections[0][3]:
        return None
    tried = 0
    for stream in _streams(data, sections[1], sections[0], room):
        if tried > MOST_TRIED:
            break
        try:
            out, used = unpack(data[stream.start : stream.start + stream.packed], stream.method, stream.size)
        except Broken as error:
            if stream.header is not None:
                return _broken(stream, error)
            out, used = error.came, stream.packed  # a stream of LZMA has no end, and what follows it is none
        tried += len(out)
        if (end := _end_of_image(out, stream.header is not None)) > 0:
            return _unpacked(image, stream, out[:end], used)
        if stream.header is not None:
            return _broken(stream, Broken("its old headers are not in what came out", out))
    return None


def _streams(
    data: memoryview, section: tuple[str, int, int, int, int], empty: tuple[str, int, int, int, int], room: int
) -> Iterator[_Stream]:
    """What is packed in ``section``: as its header says; without one by every method."""
    _, address, offset, size, _ = section
    end = min(len(data), offset + size)
    for header in pack_headers(data, max(0, offset - BEFORE), min(end, offset + SEARCHED), FORMATS):
        packed = min(header.packed_size, end - header.end)
        if packed > 0 and header.plain_size <= room:
            yield _Stream(header.end, packed, header.plain_size, header.method, header.filter, header.mark, header)
            return
    # The sizes of memory that the headers reserve bound what can come out: the image fills the two sections.
    most = min(room, max(0, address - empty[1]) + size + 0x1000)
    for start in range(offset, min(end, offset + BEFORE)):  # the end of the header may stand in the section
        for method in sorted(METHODS):
            yield _Stream(start, end - start, most, method, 0, 0, None)


def _end_of_image(out: bytes, exact: bool) -> int:
    """Where the image ends: its last four bytes lead to the old headers. 0 where they do not.

    Without a header, streams of LZMA are unpacked too far: the place is looked for.
    """
    if exact or (len(out) >= 4 and _leads(out, len(out))):
        return len(out) if len(out) >= 4 and _leads(out, len(out)) else 0
    at = out.rfind(b"PE\0\0")
    found = out.find(_WORD.pack(at), at) if at > 0 else -1
    return found + 4 if found > 0 and _leads(out, found + 4) else 0


def _leads(out: bytes, end: int) -> bool:
    place = _WORD.unpack_from(out, end - 4)[0]
    return 0 < place < end - 0xF8 and out[place : place + 4] == b"PE\0\0"


def _unpacked(image: Image, stream: _Stream, out: bytes, used: int) -> Unpacked:
    old = Old(bytearray(out))
    remarks = [EXTRAS] if image.directory(RESOURCES)[0] else []
    start, size = old.code
    plain = unfilter(out[start : start + size], stream.filter, stream.mark, start)
    if plain is None or (stream.header is None and stream.method != LZMA):
        remarks.append(FILTERED)
    if plain is not None:
        old.image[start : start + size] = plain
    fault = (
        "" if stream.header is None else stream.header.disagreement(image.data[stream.start : stream.start + used], out)
    )
    if stream.header is None:
        remarks.append(NO_SUM)
    try:
        remarks += rebuild(image, old)
    except (ParseFailure, struct.error, IndexError) as error:
        remarks.append(f"its tables could not be put back: {error}")
    span = Span(stream.start, used)
    return Unpacked(old.pieces(image.data), [span], stream.start, 0, name_of(stream.method), remarks, fault)


def _broken(stream: _Stream, error: Broken) -> Unpacked:
    """What came out of a stream that does not go on: an image without headers."""
    span = Span(stream.start, stream.packed)
    return Unpacked(
        [(0, error.came)] if error.came else [], [span], stream.start, 0, name_of(stream.method), [], str(error)
    )
