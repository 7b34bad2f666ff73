"""Media are walked to their end; strange chunks and trailing bytes become children, broken structure is failed."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable

import pytest

from scanner.types import ByteState, Limits, Node, Span
from scanner.unpack.outlet import Artefact, Budget, Outlet
from tests.unpack import build_media as build
from tests.unpack.case_unknown import noise
from tests.unpack.harness import read_bytes

FAILED, PARSED, PADDING, RAW, OPAQUE = (
    ByteState.FAILED,
    ByteState.PARSED,
    ByteState.PADDING,
    ByteState.RAW,
    ByteState.OPAQUE,
)
WAVE = build.riff(b"WAVE", (b"fmt ", bytes(16)), (b"data", bytes(range(51))))
FILES = {
    "png": build.png(),
    "jpeg": build.jpeg(),
    "gif": build.gif(),
    "bmp": build.bmp(),
    "ico": build.ico(),
    "riff": WAVE,
    "font": build.font(),
    "sqlite": build.sqlite(),
    "dex": build.dex(),
}


@pytest.mark.parametrize("kind", FILES)
def test_trailing_bytes_are_a_child(kind: str) -> None:
    hidden = b"PK\x03\x04" + noise(500)
    outcome = read_bytes(FILES[kind] + hidden)
    assert (outcome.format, outcome.error) == (kind, "")
    assert outcome.children[".trailing"].data == hidden


@pytest.mark.parametrize("kind", FILES)
def test_trailing_padding_is_no_child(kind: str) -> None:
    outcome = read_bytes(FILES[kind] + b"\xff" * 300)
    assert set(outcome.children) == set(read_bytes(FILES[kind]).children)
    assert outcome.totals[PADDING] >= 300


@pytest.mark.parametrize("kind", sorted(FILES.keys() - {"sqlite", "dex"}))
def test_no_cut_off_file_passes_as_whole(kind: str) -> None:
    data = FILES[kind]
    for length in range(20, len(data) - 8, 7):
        outcome = read_bytes(data[:length], format_id=kind)
        assert outcome.error.startswith("ParseFailure"), length
        assert outcome.attributes[-1][0] == "broken", length


@pytest.mark.parametrize("chunk", [build.chunk(b"fRCG", b"gallery"), build.chunk(b"zZzZ", noise(300))])
def test_strange_png_chunk_is_a_child(chunk: bytes) -> None:
    outcome = read_bytes(build.png(chunk))
    assert [found.data for found in outcome.children.values()] == [chunk[8:-4]]


def test_png_checksums_and_picture_data_are_checked() -> None:
    flipped = bytearray(build.png())
    flipped[20] ^= 1
    assert "wrong checksum" in read_bytes(bytes(flipped)).error
    assert "not a zlib stream" in read_bytes(build.png(build.chunk(b"IDAT", noise(200)))).error
    behind = build.png()[:-12] + build.chunk(b"IDAT", b"hidden") + build.chunk(b"IEND", b"")
    assert "behind the end" in read_bytes(behind).error


def test_strange_jpeg_segment_is_a_child() -> None:
    outcome = read_bytes(build.jpeg(b"\xff\xe5" + struct.pack(">H", 9) + b"gallery"))
    assert [found.data for found in outcome.children.values()] == [b"gallery"]


def test_strange_riff_chunk_and_form() -> None:
    outcome = read_bytes(build.riff(b"WAVE", (b"fmt ", bytes(16)), (b"zzzz", b"hidden")))
    assert [found.data for found in outcome.children.values()] == [b"hidden"]
    assert "not known" in read_bytes(build.riff(b"ZZZZ", (b"data", b"x"))).error


def test_hole_in_a_font_is_not_read() -> None:
    data = bytearray(build.font())
    data[12 + 16 + 8 : 12 + 16 + 12] = struct.pack(">I", 44 + 8 + 200)
    shifted = bytes(data[:52]) + noise(200) + bytes(data[52:])
    assert read_bytes(shifted).totals[FAILED] == 200


def test_hole_before_the_pixels_of_a_bitmap_is_not_read() -> None:
    data = build.bmp()
    far = data[:10] + struct.pack("<I", 54 + 9000) + data[14:54] + noise(9000) + data[54:]
    assert read_bytes(far).totals[FAILED] > 7000


def test_pem_with_comments_and_several_blocks() -> None:
    outcome = read_bytes(build.pem() + b"Bag attributes\n  name: x\n" + build.pem(b"\x00" * 50, b"PRIVATE KEY"))
    assert set(outcome.totals) == {PARSED, RAW}
    assert outcome.children == {}


def test_pem_that_wraps_too_much_or_nothing() -> None:
    assert set(read_bytes(build.pem(noise(100_000))).totals) == {OPAQUE}
    assert read_bytes(b"-----BEGIN CERTIFICATE-----\nabc\n").error.startswith("ParseFailure")
    assert read_bytes(build.pem() + b"\x00\x01" + noise(400)).children[".trailing"].data[:2] == b"\x00\x01"


def test_large_signed_structure_is_judged_by_entropy() -> None:
    inner = b"\x30\x83" + (200_000).to_bytes(3, "big") + noise(200_000)
    outcome = read_bytes(b"\x30\x83" + len(inner).to_bytes(3, "big") + inner)
    assert outcome.format == "der"
    assert outcome.totals[OPAQUE] > 199_000


def test_database_that_is_cut_off_or_nonsense() -> None:
    assert read_bytes(build.sqlite()[:700]).attributes == (("truncated", "324 bytes are missing"),)
    data = build.sqlite()
    assert read_bytes(data[:16] + b"\x00\x07" + data[18:]).error.startswith("ParseFailure")


def test_armour_of_random_text_is_not_base64() -> None:
    body = base64.b64encode(b"abcd")[:-3]
    outcome = read_bytes(b"-----BEGIN X-----\n" + body + b"\n-----END X-----\n")
    assert sum(outcome.totals.values()) == outcome.size


@pytest.mark.parametrize("make", [build.png, build.jpeg, build.gif, build.font])
def test_good_files_are_parsed_to_the_last_byte(make: Callable[[], bytes]) -> None:
    assert set(read_bytes(make()).totals) <= {PARSED}


def _segments(parts: bytes) -> bytes:
    return b"".join(bytes([len(part)]) + part for at in range(0, len(parts), 255) if (part := parts[at : at + 255]))


def _jpeg_of(scan: bytes) -> bytes:
    frame = b"\xff\xc0\0\x0b\x08" + struct.pack(">HH", 16, 16) + b"\x01\x01\x11\0"
    return b"\xff\xd8" + frame + b"\xff\xda\0\x08\x01\x01\0\0\x3f\0" + scan.replace(b"\xff", b"\xfe") + b"\xff\xd9"


def _gif_of(packed: bytes) -> bytes:
    image = b"," + struct.pack("<4HB", 0, 0, 16, 16, 0) + b"\x02" + _segments(packed) + b"\0"
    return b"GIF89a" + struct.pack("<2H3B", 16, 16, 0x80, 0, 0) + bytes(6) + image + b";"


def _webp_of(data: bytes) -> bytes:
    chunk = b"\0\0\0\x9d\x01\x2a\x10\0\x10\0" + data
    return b"RIFF" + struct.pack("<I", 12 + len(chunk)) + b"WEBPVP8 " + struct.pack("<I", len(chunk)) + chunk


def _ico_of(data: bytes) -> bytes:
    image = struct.pack("<Iii2H6I", 40, 16, 32, 1, 32, 0, 0, 0, 0, 0, 0) + data
    return struct.pack("<3H4B2H2I", 0, 1, 1, 16, 16, 0, 0, 1, 32, len(image), 22) + image


@pytest.mark.parametrize("picture", [_jpeg_of, _gif_of, _webp_of, _ico_of])
def test_a_small_picture_cannot_have_much_data(picture) -> None:
    assert set(read_bytes(picture(noise(1100))).totals) == {ByteState.PARSED}
    assert read_bytes(picture(noise(20_000))).totals[ByteState.FAILED] >= 20_000


def test_small_fields_one_behind_the_other_are_one_range() -> None:
    made = Outlet(Node("a", None, 100), Artefact("", 0, 100), "", Budget(1, 1, Limits()), lambda child: None)
    for offset in (*range(0, 40, 2), *range(60, 100, 2)):
        made.parsed(offset, 2)
    made.parsed(40, 0)
    assert made.declared(ByteState.PARSED) == [Span(0, 40), Span(60, 40)]
