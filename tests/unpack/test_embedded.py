"""Compressed streams inside a program are read; what merely looks like one, or hides beside one, is not."""

from __future__ import annotations

import gzip
import random
import zlib

import pytest

from scanner.types import ByteState
from tests.unpack.harness import read_bytes

NOISE = random.Random(7).randbytes(400_000)  # noqa: S311 - a fixed seed is the point
TEXT = NOISE.hex().encode()


def program(*parts: bytes) -> bytes:
    """An ELF whose only segment covers ``parts``."""
    body = bytes(64 << 10) + b"".join(parts) + bytes(64 << 10)
    size = 120 + len(body)
    header = b"\x7fELF\x02\x01\x01" + bytes(9)
    header += (3).to_bytes(2, "little") + (62).to_bytes(2, "little") + (1).to_bytes(4, "little")
    header += bytes(8) + (64).to_bytes(8, "little") + bytes(8) + bytes(4)
    header += b"".join(n.to_bytes(2, "little") for n in (64, 56, 1, 64, 0, 0))
    segment = (1).to_bytes(4, "little") + (5).to_bytes(4, "little")
    segment += b"".join(n.to_bytes(8, "little") for n in (0, 0, 0, size, size, 4096))
    return header + segment + body


def opaque(data: bytes) -> int:
    return sum(e.length for e in read_bytes(data, "tool").entries if e.state is ByteState.OPAQUE)


@pytest.mark.parametrize("pack", [lambda data: gzip.compress(data, mtime=0), zlib.compress])
def test_a_stream_in_a_program_becomes_a_child_and_is_no_longer_opaque(pack) -> None:
    data = program(pack(TEXT))
    outcome = read_bytes(data, "tool")
    assert [found.data for found in outcome.children.values()] == [TEXT]
    assert opaque(data) == 0
    assert sum(entry.length for entry in outcome.entries) == len(data)


def test_noise_beside_a_stream_stays_opaque() -> None:
    data = program(zlib.compress(TEXT), NOISE)
    assert len(read_bytes(data, "tool").children) == 1
    assert opaque(data) >= len(NOISE) - (64 << 10)


def test_heads_without_a_whole_stream_take_nothing_away() -> None:
    broken = bytearray(zlib.compress(TEXT))
    broken[-1] ^= 1
    for fake in (b"\x78\x9c" + NOISE, b"\x1f\x8b\x08\x00" + NOISE, bytes(broken)):
        outcome = read_bytes(program(fake), "tool")
        assert outcome.children == {}
        assert opaque(program(fake)) >= 256 << 10
