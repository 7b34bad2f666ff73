"""Programs with sections and resources, written field by field."""

from __future__ import annotations

import struct
from collections.abc import Mapping

TYPES = {"RCDATA": 10, "ICON": 3, "DIALOG": 5}


def elf_with(sections: Mapping[str, bytes], *, order: str = "<", wide: bool = True) -> bytes:
    """A program of ``sections``, each aligned to 16, of either class and byte order."""
    head = 64 if wide else 52
    names, body, rows = b"\0", bytes(16), [(0, 0, 0, 0, 0)]
    for name, data in {**sections, ".shstrtab": b""}.items():
        body += bytes(-(head + len(body)) % 16)
        label, names = len(names), names + name.encode() + b"\0"
        stored = names if name == ".shstrtab" else data
        rows.append(
            (label, 3 if name == ".shstrtab" else 1, 4 if name == ".text" else 2, head + len(body), len(stored))
        )
        body += stored
    word = "Q" if wide else "I"
    ident = b"\x7fELF" + bytes([2 if wide else 1, 1 if order == "<" else 2, 1]) + bytes(9)
    fields = (
        2,
        62 if wide else 40,
        1,
        0,
        0,
        head + len(body),
        0,
        head,
        0,
        0,
        64 if wide else 40,
        len(rows),
        len(rows) - 1,
    )
    header = ident + struct.pack(f"{order}HHI3{word}I6H", *fields)
    form = "II4QII2Q" if wide else "10I"
    table = b"".join(
        struct.pack(order + form, label, kind, flags, 0, offset, size, 0, 0, 1, 0)
        for label, kind, flags, offset, size in rows
    )
    return header + body + table


def pe_with(resources: Mapping[tuple[str, str], bytes], address: int = 0x1000) -> bytes:
    """A program with one ``.rsrc`` section; keys are (type, name), every resource has the language 1033."""
    kinds = sorted({kind for kind, _ in resources})
    strings: dict[str, int] = {}
    leaves = list(resources)
    directories = 1 + len(kinds) + len(leaves)
    entries = len(kinds) + 2 * len(leaves)
    data_entries = 16 * directories + 8 * entries
    at = data_entries + 16 * len(leaves)
    texts = b""
    for text in (*kinds, *(name for _, name in leaves)):
        if text not in TYPES and not text.isdigit() and text not in strings:
            strings[text] = at + len(texts)
            texts += struct.pack("<H", len(text)) + text.encode("utf-16-le")
    at += len(texts) + -(at + len(texts)) % 16
    tree, contents, rows = _tree(kinds, leaves, strings, data_entries), b"", b""
    for key in leaves:
        rows += struct.pack("<4I", address + at + len(contents), len(resources[key]), 0, 0)
        contents += resources[key] + bytes(-len(resources[key]) % 16)
    section = tree + rows + texts
    content = section + bytes(at - len(section)) + contents
    return _pe(content, address, {2: (address, len(content))})


def managed(*resources: bytes, address: int = 0x1000) -> bytes:
    """A .NET assembly with embedded resources behind its CLI header."""
    stored = b""
    for resource in resources:
        stored += struct.pack("<I", len(resource)) + resource
        stored += bytes(-len(stored) % 8)
    header = struct.pack("<IHH", 72, 2, 5) + bytes(16) + struct.pack("<II", address + 72, len(stored)) + bytes(40)
    return _pe(header + stored, address, {14: (address, 72)}, b".text")


def _tree(kinds: list[str], leaves: list[tuple[str, str]], strings: Mapping[str, int], data_entries: int) -> bytes:
    def key(text: str) -> int:
        return TYPES.get(text) or (int(text) if text.isdigit() else 0x80000000 | strings[text])

    def folder(rows: list[tuple[int, int]]) -> bytes:
        return struct.pack("<IIHHHH", 0, 0, 0, 0, 0, len(rows)) + b"".join(struct.pack("<II", *row) for row in rows)

    top = 16 + 8 * len(kinds)
    names = {kind: [leaf for leaf in leaves if leaf[0] == kind] for kind in kinds}
    starts, at = {}, top
    for kind in kinds:
        starts[kind] = at
        at += 16 + 8 * len(names[kind])
    languages = {leaf: at + 24 * index for index, leaf in enumerate(leaves)}
    tree = folder([(key(kind), 0x80000000 | starts[kind]) for kind in kinds])
    for kind in kinds:
        tree += folder([(key(name), 0x80000000 | languages[kind, name]) for _, name in names[kind]])
    for index in range(len(leaves)):
        tree += folder([(1033, data_entries + 16 * index)])
    return tree


def _pe(content: bytes, address: int, places: Mapping[int, tuple[int, int]], name: bytes = b".rsrc") -> bytes:
    """A program with one section; ``places`` are its data directories."""
    dos = b"MZ" + bytes(58) + struct.pack("<I", 64)
    start = 0x200
    directories = b"".join(struct.pack("<II", *places.get(index, (0, 0))) for index in range(16))
    optional = struct.pack("<H58xI28xI", 0x10B, start, 16) + directories
    coff = struct.pack("<4sHHIIIHH", b"PE\0\0", 0x14C, 1, 0, 0, 0, len(optional), 0x102)
    flags = 0x60000020 if name == b".text" else 0x40000040
    section = name.ljust(8, b"\0") + struct.pack("<IIII", len(content), address, len(content), start) + bytes(12)
    head = dos + coff + optional + section + struct.pack("<I", flags)
    return head + bytes(start - len(head)) + content


def macho_with(name: bytes, content: bytes) -> bytes:
    """A program with one section of data."""
    at = 32 + 72 + 80
    size = at + len(content)
    header = struct.pack("<8I", 0xFEEDFACF, 0x0100000C, 0, 2, 1, 152, 0, 0)
    segment = struct.pack("<II16s4Q4I", 0x19, 152, b"__DATA", 0, size, 0, size, 7, 5, 1, 0)
    section = struct.pack("<16s16s2Q8I", name, b"__DATA", at, len(content), at, 0, 0, 0, 0, 0, 0, 0)
    return header + segment + section + content


def flatbuffer(weights: bytes) -> bytes:
    """The beginning of a TensorFlow Lite model: mark, list of fields, root table."""
    fields = struct.pack("<8H", 16, 24, 4, 8, 12, 16, 20, 0)
    table = 8 + len(fields) + 4
    return struct.pack("<I", table) + b"TFL3" + fields + bytes(4) + struct.pack("<i", table - 8) + bytes(20) + weights
