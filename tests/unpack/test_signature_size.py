"""A signature structure that is too large to be one is judged by what it measures."""

from __future__ import annotations

import struct

from scanner.types import ByteState
from tests.unpack.build import noise
from tests.unpack.build_native import elf, pe
from tests.unpack.harness import read_bytes

SIZE = 600_000
LARGE = b"\x30\x83" + SIZE.to_bytes(3, "big") + noise(SIZE)
SMALL = b"\x30\x82" + (9_000).to_bytes(2, "big") + noise(9_000)


def _entry(body: bytes) -> bytes:
    """One entry of a certificate table, aligned to 8 bytes."""
    raw = struct.pack("<IHH", 8 + len(body), 0x200, 2) + body
    return raw + bytes(-len(raw) % 8)


def test_random_bytes_in_the_certificate_table_of_a_pe_are_opaque() -> None:
    outcome = read_bytes(pe(signature=_entry(LARGE)), "setup.exe")
    assert outcome.totals[ByteState.OPAQUE] >= SIZE * 0.99


def test_random_bytes_as_signature_of_a_kernel_module_are_opaque() -> None:
    trailer = struct.pack(">5B3xI", 0, 0, 2, 0, 0, len(LARGE)) + b"~Module signature appended~\n"
    outcome = read_bytes(elf() + LARGE + trailer, "driver.ko")
    assert outcome.totals[ByteState.OPAQUE] >= SIZE * 0.99


def test_an_ordinary_signature_is_parsed() -> None:
    outcome = read_bytes(pe(signature=_entry(SMALL)), "setup.exe")
    assert ByteState.OPAQUE not in outcome.totals
