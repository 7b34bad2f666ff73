"""Bytes in which texts stand under a key, as programs and their tools leave them."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterable

from scanner.detect.hidden.detector import Hidden
from scanner.types import Observation
from tests.detect.vocabulary import PHRASE, observe

OTHERS = ("camera started", "cannot open the device", "frame of %d by %d", "out of memory", "version 3", "main.cpp")
TEXTS = (*OTHERS[:3], PHRASE, *OTHERS[3:])


def key_of(length: int, seed: int = 7) -> bytes:
    """A key without a zero that no shorter one makes."""
    return bytes(random.Random(f"{seed} {length}").sample(range(1, 256), length))  # noqa: S311 - reproducible


def hide(data: bytes, key: bytes) -> bytes:
    """``data`` under ``key``, from its first byte on."""
    return bytes(byte ^ key[place % len(key)] for place, byte in enumerate(data))


def section(texts: Iterable[str] = TEXTS, encoding: str = "utf-8") -> bytes:
    """Texts with their zeros, as a compiler puts them into ``.rodata``."""
    return b"".join(f"{text}\0".encode(encoding) for text in texts)


def elf(rodata: bytes, code: bytes = b"\x90" * 64) -> bytes:
    """A 64-bit little-endian ELF file with a section of code and one of data (System V ABI, chapter 4)."""
    names = b"\0.text\0.rodata\0.shstrtab\0"
    head = 64
    begins = (head, head + len(code), head + len(code) + len(rodata))
    table = begins[2] + len(names)
    rows = (
        struct.pack("<II4QII2Q", *([0] * 10)),
        struct.pack("<II4QII2Q", 1, 1, 6, 0, begins[0], len(code), 0, 0, 16, 0),
        struct.pack("<II4QII2Q", 7, 1, 2, 0, begins[1], len(rodata), 0, 0, 16, 0),
        struct.pack("<II4QII2Q", 15, 3, 0, 0, begins[2], len(names), 0, 0, 1, 0),
    )
    ident = b"\x7fELF\x02\x01\x01" + bytes(9)
    header = ident + struct.pack("<HHIQQQIHHHHHH", 3, 62, 1, 0, 0, table, 0, 64, 0, 0, 64, 4, 3)
    return header + code + rodata + names + b"".join(rows)


def look(folder, content: bytes, format_id: str = "elf") -> list[Observation]:
    """What the detector says of ``content``."""
    (folder / "node").write_bytes(content)
    return observe(Hidden(), folder / "node", "x!/node", format_id)
