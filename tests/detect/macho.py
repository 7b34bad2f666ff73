"""Builds tiny Mach-O files: 64-bit, arm64, one segment, a symbol table. Layout: mach-o/loader.h, mach-o/nlist.h."""

from __future__ import annotations

import struct

_ID_DYLIB, _LOAD_DYLIB, _SYMTAB, _SEGMENT_64, _UUID = 0xD, 0xC, 0x2, 0x19, 0x1B
_BASE = 0x4000
SIZE = 0x1000


def _dylib(command: int, name: str) -> bytes:
    text = name.encode() + b"\0"
    text += b"\0" * (-len(text) % 8)
    return struct.pack("<6I", command, 24 + len(text), 24, 0, 0x10000, 0x10000) + text


def thin(defined: tuple[str, ...], imported: tuple[str, ...], soname: str, needed: tuple[str, ...]) -> bytes:
    """A dylib that defines and imports C names (without the leading underscore)."""
    strings, entries = b"\0", b""
    for number, name in enumerate((*defined, *imported)):
        kind, section, value = (0x0F, 1, _BASE + 0x800 + 4 * number) if name in defined else (0x01, 0, 0)
        entries += struct.pack("<IBBHQ", len(strings), kind, section, 0, value)
        strings += b"_" + name.encode() + b"\0"
    segment = struct.pack("<II16s4Q4I", _SEGMENT_64, 152, b"__TEXT", _BASE, SIZE, 0, SIZE, 5, 5, 1, 0) + struct.pack(
        "<16s16s2Q8I", b"__text", b"__TEXT", _BASE + 0x800, 0x100, 0x800, 2, 0, 0, 0, 0, 0, 0
    )
    commands = [segment, _dylib(_ID_DYLIB, soname), *(_dylib(_LOAD_DYLIB, name) for name in needed)]
    commands.append(struct.pack("<II16s", _UUID, 24, bytes(range(16))))
    commands.append(struct.pack("<6I", _SYMTAB, 24, 0xA00, len(entries) // 16, 0xA00 + len(entries), len(strings)))
    body = b"".join(commands)
    header = struct.pack("<8I", 0xFEEDFACF, 0x0100000C, 0, 6, len(commands), len(body), 0x85, 0)
    image = bytearray(SIZE)
    image[: len(header) + len(body)] = header + body
    image[0xA00 : 0xA00 + len(entries) + len(strings)] = entries + strings
    return bytes(image)


def fat(*slices: bytes) -> bytes:
    """A universal file of ``slices``, each at a multiple of 0x4000."""
    head, body, offset = struct.pack(">2I", 0xCAFEBABE, len(slices)), b"", 0x4000
    for number, image in enumerate(slices):
        head += struct.pack(">5I", 0x0100000C, number, offset, len(image), 14)
        body += image.ljust(0x4000, b"\0")
        offset += 0x4000
    return head.ljust(0x4000, b"\0") + body
