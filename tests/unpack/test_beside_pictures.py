"""What stands beside the picture or sound in a media file is not picture data: much of it becomes children."""

from __future__ import annotations

import struct
import zlib

import pytest

from scanner.types import UNREAD
from tests.unpack.build import noise
from tests.unpack.build_media import chunk, jpeg, png, riff
from tests.unpack.recurse import recurse

SIZE = 600_000
HIDDEN = noise(SIZE)
PARTS = [HIDDEN[at : at + 60_000] for at in range(0, SIZE, 60_000)]


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def png_of(*chunks: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">2I5B", 4, 4, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IEND", b"")


PIXELS = chunk(b"IDAT", zlib.compress(bytes(4 * 13)))


def gif_comment() -> bytes:
    blocks = b"".join(bytes((len(HIDDEN[at : at + 255]),)) + HIDDEN[at : at + 255] for at in range(0, SIZE, 255))
    image = b"\x2c\0\0\0\0\1\0\1\0\0\2\2\x44\1\0"
    return b"GIF89a\1\0\1\0\0\0\0\x21\xfe" + blocks + b"\0" + image + b";"


def font_table() -> bytes:
    body = HIDDEN
    return b"\0\1\0\0" + struct.pack(">4H", 1, 16, 0, 0) + b"XXXX" + struct.pack(">3I", 0, 28, len(body)) + body


def icon() -> bytes:
    picture = png_of(PIXELS) + HIDDEN
    return struct.pack("<3H4B2H2I", 0, 1, 1, 4, 4, 0, 0, 1, 24, len(picture), 22) + picture


SOUND = (b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8))


@pytest.mark.parametrize(
    "data",
    [
        png(chunk(b"tEXt", b"Comment\0" + HIDDEN)),
        png_of(chunk(b"IDAT", zlib.compress(HIDDEN))),
        png_of(PIXELS, chunk(b"fdAT", bytes(4) + HIDDEN)),
        jpeg(*(segment(0xFE, part) for part in PARTS)),
        jpeg(*(segment(0xE1, b"Exif\0\0" + part) for part in PARTS)),
        riff(b"WAVE", SOUND, (b"JUNK", HIDDEN), (b"data", b"\x80" * 100)),
        riff(b"WAVE", SOUND, (b"LIST", b"INFO" + HIDDEN), (b"data", b"\x80" * 100)),
        gif_comment(),
        font_table(),
        icon(),
    ],
    ids=["text", "too-many-pixels", "frame", "com", "exif", "junk", "info", "gif", "font", "icon"],
)
def test_six_hundred_kilobytes_beside_the_picture_are_not_read(data: bytes) -> None:
    tree = recurse(data, "hidden")
    assert sum(entry.length for entry in tree.entries if entry.state in UNREAD) >= 530_000


@pytest.mark.parametrize(
    "data",
    [
        png_of(chunk(b"tEXt", b"Comment\0made here"), PIXELS),
        png_of(
            chunk(b"acTL", struct.pack(">2I", 2, 0)),
            chunk(b"fcTL", struct.pack(">5I2H2B", 0, 4, 4, 0, 0, 1, 1, 0, 0)),
            PIXELS,
            chunk(b"fcTL", struct.pack(">5I2H2B", 1, 2, 2, 0, 0, 1, 1, 0, 0)),
            chunk(b"fdAT", bytes(4) + zlib.compress(bytes(2 * 7))),
        ),
        jpeg(segment(0xE1, b"Exif\0\0" + PARTS[0])),
        riff(b"WAVE", SOUND, (b"LIST", b"INFO" + b"made here"), (b"data", b"\x80" * 100)),
    ],
    ids=["text", "animation", "exif", "info"],
)
def test_ordinary_media_are_read(data: bytes) -> None:
    tree = recurse(data, "ordinary")
    assert len(tree.nodes) == 1
    assert not [entry for entry in tree.entries if entry.state in UNREAD]


def test_interlaced_pictures_are_read() -> None:
    # Adam7 of 5 x 5 pixels of one byte: passes of 1x1, 1x1, 2x1, 1x2, 3x1, 2x3 and 5x2 pixels, a filter byte a row.
    rows = 1 * 2 + 1 * 2 + 1 * 3 + 2 * 2 + 1 * 4 + 3 * 3 + 2 * 6
    head = chunk(b"IHDR", struct.pack(">2I5B", 5, 5, 8, 0, 0, 0, 1))
    data = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(rows))) + chunk(b"IEND", b"")
    assert not [entry for entry in recurse(data, "a.png").entries if entry.state in UNREAD]
