"""Builds tiny Mach-O files: 64-bit, arm64, one segment, a symbol table. Layout: mach-o/loader.h, mach-o/nlist.h."""

from __future__ import annotations

import struct

_ID_DYLIB, _LOAD_DYLIB, _SYMTAB, _SEGMENT_64, _UUID = 0xD, 0xC, 0x2, 0x19, 0x1B
_BASE = 0x4000
SIZE = 0x1000
_CLASSES = 0xC00


def _dylib(command: int, name: str) -> bytes:
    text = name.encode() + b"\0"
    text += b"\0" * (-len(text) % 8)
    return struct.pack("<6I", command, 24 + len(text), 24, 0, 0x10000, 0x10000) + text


def thin(
    defined: tuple[str, ...],
    imported: tuple[str, ...],
    soname: str,
    needed: tuple[str, ...],
    classes: tuple[str, ...] = (),
    fixup: int = 0,
) -> bytes:
    """A dylib that defines and imports C names (without the leading underscore).

    ``classes`` are Objective-C classes without symbols; ``fixup`` is set in the high bits of their pointers.
    """
    strings, entries = b"\0", b""
    for number, name in enumerate((*defined, *imported)):
        kind, section, value = (0x0F, 1, _BASE + 0x800 + 4 * number) if name in defined else (0x01, 0, 0)
        entries += struct.pack("<IBBHQ", len(strings), kind, section, 0, value)
        strings += b"_" + name.encode() + b"\0"
    sections = [struct.pack("<16s16s2Q8I", b"__text", b"__TEXT", _BASE + 0x800, 0x100, 0x800, 2, 0, 0, 0, 0, 0, 0)]
    if classes:
        place = (_BASE + _CLASSES, 8 * len(classes), _CLASSES)
        sections.append(struct.pack("<16s16s2Q8I", b"__objc_classlist", b"__TEXT", *place, 3, 0, 0, 0, 0, 0, 0))
    size = 72 + 80 * len(sections)
    head = (_SEGMENT_64, size, b"__TEXT", _BASE, SIZE, 0, SIZE, 5, 5, len(sections), 0)
    segment = struct.pack("<II16s4Q4I", *head) + b"".join(sections)
    commands = [segment, _dylib(_ID_DYLIB, soname), *(_dylib(_LOAD_DYLIB, name) for name in needed)]
    commands.append(struct.pack("<II16s", _UUID, 24, bytes(range(16))))
    commands.append(struct.pack("<6I", _SYMTAB, 24, 0xA00, len(entries) // 16, 0xA00 + len(entries), len(strings)))
    body = b"".join(commands)
    header = struct.pack("<8I", 0xFEEDFACF, 0x0100000C, 0, 6, len(commands), len(body), 0x85, 0)
    image = bytearray(SIZE)
    image[: len(header) + len(body)] = header + body
    image[0xA00 : 0xA00 + len(entries) + len(strings)] = entries + strings
    listed = _class_list(classes, fixup)
    image[_CLASSES : _CLASSES + len(listed)] = listed
    return bytes(image)


def _class_list(classes: tuple[str, ...], fixup: int) -> bytes:
    """Pointers to classes, the classes, their read-only data, their names (class_t, class_ro_t)."""
    count = len(classes)
    objects, data, names = (_CLASSES + 8 * count, _CLASSES + 48 * count, _CLASSES + 88 * count)
    body = b"".join(struct.pack("<Q", fixup | _BASE + objects + 40 * n) for n in range(count))
    body += b"".join(struct.pack("<5Q", 0, 0, 0, 0, fixup | _BASE + data + 40 * n | 2) for n in range(count))
    for name in classes:
        body += struct.pack("<4IQQ8x", 0, 0, 0, 0, 0, fixup | _BASE + names)
        names += len(name) + 1
    return body + b"".join(name.encode() + b"\0" for name in classes)


def fat(*slices: bytes) -> bytes:
    """A universal file of ``slices``, each at a multiple of 0x4000."""
    head, body, offset = struct.pack(">2I", 0xCAFEBABE, len(slices)), b"", 0x4000
    for number, image in enumerate(slices):
        head += struct.pack(">5I", 0x0100000C, number, offset, len(image), 14)
        body += image.ljust(0x4000, b"\0")
        offset += 0x4000
    return head.ljust(0x4000, b"\0") + body
