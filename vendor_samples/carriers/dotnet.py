"""Assemblies of .NET: a PE file with CLI metadata (ECMA-335, II.22 to II.25)."""

from __future__ import annotations

import struct

from vendor_samples.carriers.managed import RUN, ManagedClass, referred

_BASE, _RAW = 0x2000, 0x200
"""Address and file offset of the only section."""
_PUBLIC_CLASS, _ABSTRACT = 0x100001, 0x80
_RUN_FLAGS, _NATIVE_FLAGS = 0x16, 0x2016
"""Public, static; and implemented through P/Invoke."""
_PRESERVE_SIG = 0x80
_CDECL = 0x0200
_CALL, _LDSTR, _POP, _RET = b"\x28", b"\x72", b"\x26", b"\x2a"
_STATIC_VOID = b"\x03\x00\x00\x01"
"""Blob: length, default calling convention, no parameter, void (II.23.2.1)."""


class _Heap:
    """Texts behind each other, each once."""

    def __init__(self) -> None:
        self.data = bytearray(b"\0")
        self._known: dict[bytes, int] = {b"": 0}

    def add(self, raw: bytes) -> int:
        if raw not in self._known:
            self._known[raw] = len(self.data)
            self.data += raw
        return self._known[raw]

    def name(self, text: str) -> int:
        return self.add(text.encode() + b"\0") if text else 0

    def user(self, text: str) -> int:
        raw = text.encode("utf-16-le") + b"\0"
        head = bytes([len(raw)]) if len(raw) < 0x80 else struct.pack(">H", 0x8000 | len(raw))
        return self.add(head + raw)


def build(assembly: str, *classes: ManagedClass, reference: str = "Other") -> bytes:
    """The library ``assembly`` that defines ``classes``; what they call elsewhere is in the assembly ``reference``."""
    return _Assembly(assembly, classes, reference).image()


class _Assembly:
    def __init__(self, name: str, classes: tuple[ManagedClass, ...], reference: str) -> None:
        self.classes, self.name, self.reference = classes, name, reference
        self.strings, self.texts, self.blobs = _Heap(), _Heap(), _Heap()
        self.signature = self.blobs.add(_STATIC_VOID)
        self.declared = [(one, *_split(text)) for one in classes for text in one.declares]
        own = {(one.name, method) for one, method, _ in self.declared}
        self.outside = [call for call in referred(classes) if call not in own]
        self.scopes = sorted({owner for owner, _ in self.outside})
        self.modules = sorted({one.library for one in classes if one.library and one.declares})
        self.rows: dict[int, list[bytes]] = {}
        self.code = bytearray()
        self.tokens: dict[tuple[str, str], int] = {}

    def image(self) -> bytes:
        self._references()
        self._types()
        metadata = self._metadata()
        # CLI header, code, metadata, one behind the other in the section.
        code_at = _BASE + 72
        metadata_at = code_at + len(self.code) + (-len(self.code) % 4)
        header = struct.pack("<IHHIIII", 72, 2, 5, metadata_at, len(metadata), 1, 0).ljust(72, b"\0")
        section = header + bytes(self.code).ljust(metadata_at - code_at, b"\0") + metadata
        return _image(section)

    def _references(self) -> None:
        """Tables that name what is elsewhere."""
        name = self.strings.name
        self.rows[0x00] = [struct.pack("<HHHHH", 0, name(f"{self.name}.dll"), 1, 0, 0)]
        self.rows[0x01] = [
            struct.pack("<HHH", 1 << 2 | 2, name(c.rpartition(".")[2]), name(c.rpartition(".")[0])) for c in self.scopes
        ]
        self.rows[0x0A] = []
        for number, (owner, method) in enumerate(self.outside, 1):
            parent = (self.scopes.index(owner) + 1) << 3 | 1
            self.rows[0x0A].append(struct.pack("<HHH", parent, name(method), self.signature))
            self.tokens[owner, method] = 0x0A000000 | number
        self.rows[0x1A] = [struct.pack("<H", name(module)) for module in self.modules]
        self.rows[0x20] = [struct.pack("<IHHHHIHHH", 0x8004, 1, 2, 3, 4, 0, 0, name(self.name), 0)]
        self.rows[0x23] = [struct.pack("<HHHHIHHHH", 1, 0, 0, 0, 0, 0, name(self.reference), 0, 0)]

    def _types(self) -> None:
        name = self.strings.name
        self.rows[0x02] = [struct.pack("<IHHHHH", 0, name("<Module>"), 0, 0, 1, 1)]
        self.rows[0x06], self.rows[0x1C] = [], []
        # A call may go to a class that stands later: number all methods first.
        number = 0
        for one in self.classes:
            for text in one.declares:
                number += 1
                self.tokens[one.name, _split(text)[0]] = 0x06000000 | number
            number += _runs(one)
        for one in self.classes:
            first = len(self.rows[0x06]) + 1
            space, _, plain = one.name.rpartition(".")
            flags = _PUBLIC_CLASS | (_ABSTRACT if one.interface else 0)
            self.rows[0x02].append(struct.pack("<IHHHHH", flags, name(plain), name(space), 0, 1, first))
            self._methods(one)

    def _methods(self, one: ManagedClass) -> None:
        name = self.strings.name
        for text in one.declares:
            method, entry = _split(text)
            self._method(0, _PRESERVE_SIG, _NATIVE_FLAGS, method)
            member = len(self.rows[0x06]) << 1 | 1
            scope = self.modules.index(one.library) + 1 if one.library else 0
            self.rows[0x1C].append(struct.pack("<HHHH", _CDECL, member, name(entry), scope))
        if _runs(one):
            code = b"".join(_LDSTR + struct.pack("<I", 0x70000000 | self.texts.user(t)) + _POP for t in one.texts)
            code += b"".join(_CALL + struct.pack("<I", self.tokens[call]) for call in one.calls) + _RET
            self.code += bytes(-len(self.code) % 4)
            address = _BASE + 72 + len(self.code)
            self.code += struct.pack("<HHII", 0x3003, 8, len(code), 0) + code
            self._method(address, 0, _RUN_FLAGS, RUN)

    def _method(self, address: int, implementation: int, flags: int, name: str) -> None:
        row = struct.pack("<IHHHHH", address, implementation, flags, self.strings.name(name), self.signature, 1)
        self.rows[0x06].append(row)

    def _metadata(self) -> bytes:
        used = {number: rows for number, rows in sorted(self.rows.items()) if rows}
        valid = sum(1 << number for number in used)
        table = struct.pack("<IBBBBQQ", 0, 2, 0, 0, 1, valid, 0)
        table += struct.pack(f"<{len(used)}I", *(len(rows) for rows in used.values()))
        table += b"".join(b"".join(rows) for rows in used.values())
        guids = bytes(range(16))
        streams = (
            *(("#~", table), ("#Strings", bytes(self.strings.data)), ("#US", bytes(self.texts.data))),
            *(("#GUID", guids), ("#Blob", bytes(self.blobs.data))),
        )
        version = b"v4.0.30319\0\0"
        head = struct.pack("<IHHII", 0x424A5342, 1, 1, 0, len(version)) + version + struct.pack("<HH", 0, len(streams))
        at = len(head) + sum(8 + (len(name) // 4 + 1) * 4 for name, _ in streams)
        body = b""
        for name, data in streams:
            padded = data + bytes(-len(data) % 4)
            head += struct.pack("<II", at + len(body), len(padded)) + name.encode().ljust(
                (len(name) // 4 + 1) * 4, b"\0"
            )
            body += padded
        return head + body


def _runs(one: ManagedClass) -> bool:
    return bool(one.calls or one.texts)


def _split(declared: str) -> tuple[str, str]:
    """(method, native function) of ``Method=function`` or of one name for both."""
    method, _, entry = declared.partition("=")
    return method, entry or method


def _image(section: bytes) -> bytes:
    """A PE32 library whose one section is ``section``."""
    raw = section + bytes(-len(section) % 0x200)
    directories = bytearray(16 * 8)
    struct.pack_into("<II", directories, 14 * 8, _BASE, 72)
    optional = struct.pack("<HBBIIIIII", 0x10B, 8, 0, len(raw), 0, 0, 0, _BASE, _BASE + 0x2000)
    optional += struct.pack(
        "<IIIHHHHHHIIIIHH", 0x400000, 0x2000, 0x200, 4, 0, 0, 0, 4, 0, 0, 0x10000, _RAW, 0, 3, 0x8540
    )
    optional += struct.pack("<IIIIII", 0x100000, 0x1000, 0x100000, 0x1000, 0, 16) + bytes(directories)
    coff = struct.pack("<HHIIIHH", 0x14C, 1, 0, 0, 0, len(optional), 0x2102)
    row = struct.pack("<8sIIIIIIHHI", b".text", len(section), _BASE, len(raw), _RAW, 0, 0, 0, 0, 0x60000020)
    dos = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x80) + bytes(0x40)
    return (dos + b"PE\0\0" + coff + optional + row).ljust(_RAW, b"\0") + raw
