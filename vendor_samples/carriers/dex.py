"""Dex files, version 035 (Dalvik Executable format, source.android.com), with right checksum, signature and map."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Sequence

from vendor_samples.carriers.managed import RUN, ManagedClass, referred

_HEADER = 0x70
_PUBLIC, _STATIC, _NATIVE, _INTERFACE, _ABSTRACT = 1, 8, 0x100, 0x200, 0x400
_OBJECT, _STRING, _SYSTEM, _LOAD = "java.lang.Object", "java.lang.String", "java.lang.System", "loadLibrary"
_NONE = 0xFFFFFFFF
_CONST_STRING, _INVOKE_STATIC, _INVOKE_STATIC_V0, _RETURN_VOID = 0x001A, 0x0071, 0x1071, 0x000E
_STRING_DATA, _TYPE_LIST, _CODE, _CLASS_DATA, _MAP = 0x2002, 0x1001, 0x2001, 0x2000, 0x1000
"""Kinds of data in the map list."""
Call = tuple[str, str, int]
"""Class, method, number of its prototype: 0 takes nothing, 1 a string; both return nothing."""


def build(*classes: ManagedClass) -> bytes:
    """One dex file that defines ``classes``."""
    return _Dex(classes).image()


class _Dex:
    def __init__(self, classes: Sequence[ManagedClass]) -> None:
        self.classes = classes
        self.methods = sorted(_methods(classes), key=lambda m: (_descriptor(m[0]), m[1], m[2]))
        names = {_descriptor(m[0]) for m in self.methods} | {_descriptor(c.name) for c in classes}
        names |= {_descriptor(_OBJECT), _descriptor(_STRING), "V"}
        texts = {t for c in classes for t in (*c.texts, c.library) if t}
        self.strings = sorted(names | texts | {m[1] for m in self.methods} | {"V", "VL"})
        self.types = sorted(names)
        self.data = bytearray()
        # Tables in the order of the header, each behind the last; then the data.
        counts = (len(self.strings), len(self.types), 2, 0, len(self.methods), len(classes))
        self.places, at = [], _HEADER
        for count, width in zip(counts, (4, 4, 12, 8, 8, 32), strict=True):
            self.places.append((count, at if count else 0))
            at += count * width
        self.base = at
        self.sections: list[tuple[int, int, int]] = []

    def image(self) -> bytes:
        """The file; the data stand in the order strings, parameter list, code, class data, map."""
        self._section(_STRING_DATA, len(self.strings))
        strings = b"".join(struct.pack("<I", self._put(_text(s))) for s in self.strings)
        types = b"".join(struct.pack("<I", self.strings.index(t)) for t in self.types)
        self._align()
        self._section(_TYPE_LIST, 1)
        argument = self._put(struct.pack("<IH", 1, self._type(_STRING)))
        short = self.strings.index
        protos = struct.pack("<6I", short("V"), self.types.index("V"), 0, short("VL"), self.types.index("V"), argument)
        methods = b"".join(struct.pack("<HHI", self._type(c), p, short(n)) for c, n, p in self.methods)
        self._align()
        self._section(_CODE, sum(map(_runs, self.classes)))
        codes = [self._code(one) for one in self.classes]
        self._section(_CLASS_DATA, len(self.classes))
        definitions = b"".join(self._class(one, code) for one, code in zip(self.classes, codes, strict=True))
        self._align()
        mapped = self._map()
        body = strings + types + protos + methods + definitions + bytes(self.data)
        fields = [value for place in self.places for value in place]
        size = _HEADER + len(body)
        head = struct.pack("<6I", size, _HEADER, 0x12345678, 0, 0, mapped)
        head += struct.pack("<14I", *fields, len(self.data), self.base)
        digest = hashlib.sha1(head + body, usedforsecurity=False).digest()
        return b"dex\n035\0" + struct.pack("<I", zlib.adler32(digest + head + body)) + digest + head + body

    def _put(self, data: bytes) -> int:
        self.data += data
        return self.base + len(self.data) - len(data)

    def _align(self) -> None:
        self.data += bytes(-(self.base + len(self.data)) % 4)

    def _type(self, name: str) -> int:
        return self.types.index(_descriptor(name))

    def _section(self, kind: int, count: int) -> None:
        if count:
            self.sections.append((kind, count, self.base + len(self.data)))

    def _class(self, one: ManagedClass, code: int) -> bytes:
        """Its definition; its data are put behind the tables."""
        own = sorted(
            (self.methods.index((one.name, name, 0)), name) for name in (*one.declares, *([RUN] if code else ()))
        )
        bare = _PUBLIC | (_ABSTRACT if one.interface else _NATIVE | _STATIC)
        listed, last = b"", 0
        for index, name in own:
            flags, at = (_PUBLIC | _STATIC, code) if name == RUN else (bare, 0)
            listed += _uleb(index - last) + _uleb(flags) + _uleb(at)
            last = index
        direct, virtual = (0, len(own)) if one.interface else (len(own), 0)
        data = self._put(b"".join(map(_uleb, (0, 0, direct, virtual))) + listed)
        flags = _PUBLIC | (_INTERFACE | _ABSTRACT if one.interface else 0)
        return struct.pack("<8I", self._type(one.name), flags, self._type(_OBJECT), 0, _NONE, 0, data, 0)

    def _code(self, one: ManagedClass) -> int:
        """Where the code of ``run`` stands, 0 for none."""
        units: list[int] = []
        for text in one.texts:
            units += [_CONST_STRING, self.strings.index(text)]
        if one.library:
            units += [_CONST_STRING, self.strings.index(one.library)]
            units += [_INVOKE_STATIC_V0, self.methods.index((_SYSTEM, _LOAD, 1)), 0]
        for owner, name in one.calls:
            units += [_INVOKE_STATIC, self.methods.index((owner, name, 0)), 0]
        if not units:
            return 0
        units.append(_RETURN_VOID)
        self._align()
        head = struct.pack("<4HII", 1, 0, 1, 0, 0, len(units))
        return self._put(head + struct.pack(f"<{len(units)}H", *units))

    def _map(self) -> int:
        """The list of all tables and kinds of data."""
        self._section(_MAP, 1)
        rows = [(0, 1, 0)]
        rows += [(kind, count, at) for kind, (count, at) in enumerate(self.places, 1) if count]
        rows += self.sections
        return self._put(struct.pack("<I", len(rows)) + b"".join(struct.pack("<HHII", k, 0, c, o) for k, c, o in rows))


def _runs(one: ManagedClass) -> bool:
    return bool(one.calls or one.texts or one.library)


def _methods(classes: Sequence[ManagedClass]) -> set[Call]:
    found: set[Call] = {(owner, name, 0) for owner, name in referred(classes)}
    for one in classes:
        found |= {(one.name, name, 0) for name in one.declares}
        if _runs(one):
            found.add((one.name, RUN, 0))
        if one.library:
            found.add((_SYSTEM, _LOAD, 1))
    return found


def _descriptor(name: str) -> str:
    return f"L{name.replace('.', '/')};"


def _text(value: str) -> bytes:
    return _uleb(len(value)) + value.encode() + b"\0"


def _uleb(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])
