"""Windows libraries and programs (Microsoft, "PE Format"): export, import and delay-load tables, empty functions."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from vendor_samples.carriers.cpus import Cpu
from vendor_samples.carriers.native import NativeParts

_FILE_ALIGN, _SECTION_ALIGN, _BASE = 0x200, 0x1000, 0x10000000
_TEXT, _DATA = 0x1000, 0x2000
"""Addresses of the two sections: functions, then tables and texts. Functions of one carrier fit into 64 KiB of code."""
_DLL, _EXECUTABLE = 0x2000, 0x0002
_CODE, _READ_WRITE = 0x60000020, 0xC0000040
_EXPORT, _IMPORT, _DELAY = 0, 1, 13


def library(cpu: Cpu, parts: NativeParts) -> bytes:
    """A DLL that exports ``parts.defines``."""
    return _image(cpu, parts, is_dll=True, delayed=())


def program(cpu: Cpu, parts: NativeParts, delayed: Sequence[str] = ()) -> bytes:
    """A program; libraries named in ``delayed`` are loaded when one of their functions is first called."""
    return _image(cpu, parts, is_dll=False, delayed=delayed)


class _Data:
    """The second section while it grows. Addresses are relative to the image."""

    def __init__(self, start: int) -> None:
        self.start = start
        self.data = bytearray()

    @property
    def at(self) -> int:
        return self.start + len(self.data)

    def add(self, data: bytes) -> int:
        """The address of ``data``, which begins at an even one."""
        self.data += bytes(-len(self.data) % 8)
        address = self.at
        self.data += data
        return address

    def name(self, text: str) -> int:
        return self.add(text.encode("utf-8", "surrogateescape") + b"\0")

    def words(self, *values: int) -> int:
        return self.add(struct.pack(f"<{len(values)}I", *values))


def _image(cpu: Cpu, parts: NativeParts, is_dll: bool, delayed: Sequence[str]) -> bytes:
    code = cpu.back.ljust(8, b"\0") * (len(parts.defines) + 1)
    start = _TEXT + len(code) + -len(code) % _SECTION_ALIGN
    data = _Data(start)
    data.add(parts.data())
    folders = [(0, 0)] * 16
    if parts.defines or (is_dll and parts.name):
        folders[_EXPORT] = _exports(data, parts)
    now = [entry for entry in parts.imports if entry[0] not in delayed]
    later = [entry for entry in parts.imports if entry[0] in delayed]
    if now:
        folders[_IMPORT] = _imports(cpu, data, now)
    if later:
        folders[_DELAY] = _delays(cpu, data, later)
    return _written(cpu, code, data, folders, is_dll)


def _exports(data: _Data, parts: NativeParts) -> tuple[int, int]:
    """The export directory: names in order, each with its function."""
    ordered = sorted(range(len(parts.defines)), key=lambda i: parts.defines[i].encode("utf-8", "surrogateescape"))
    functions = data.words(*(_TEXT + 8 * (number + 1) for number in range(len(parts.defines))))
    names = data.words(*(data.name(parts.defines[number]) for number in ordered))
    ordinals = data.add(struct.pack(f"<{len(ordered)}H", *ordered))
    own, count = data.name(parts.name or "carrier.dll"), len(parts.defines)
    return data.words(0, 0, 0, own, 1, count, count, functions, names, ordinals), 40


def _thunks(cpu: Cpu, data: _Data, names: Sequence[str]) -> bytes:
    """One address of hint and name for each function, then zero."""
    places = [data.add(b"\0\0" + name.encode("utf-8", "surrogateescape") + b"\0") for name in names]
    return struct.pack(f"<{len(places) + 1}{'Q' if cpu.bits == 64 else 'I'}", *places, 0)


def _imports(cpu: Cpu, data: _Data, imports: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[int, int]:
    rows: list[int] = []
    for library_name, names in imports:
        thunks = _thunks(cpu, data, names)
        rows += [data.add(thunks), 0, 0, data.name(library_name), data.add(thunks)]
    return data.words(*rows, 0, 0, 0, 0, 0), 4 * (len(rows) + 5)


def _delays(cpu: Cpu, data: _Data, imports: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[int, int]:
    rows: list[int] = []
    for library_name, names in imports:
        thunks = _thunks(cpu, data, names)
        name, module = data.name(library_name), data.words(0, 0)
        rows += [1, name, module, data.add(bytes(len(thunks))), data.add(thunks), 0, 0, 0]
    return data.words(*rows, *([0] * 8)), 4 * (len(rows) + 8)


def _written(cpu: Cpu, code: bytes, data: _Data, folders: list[tuple[int, int]], is_dll: bool) -> bytes:
    wide = cpu.bits == 64
    content = bytes(data.data)
    code_size, data_size = _up(len(code), _FILE_ALIGN), _up(len(content), _FILE_ALIGN)
    flags = _EXECUTABLE | (_DLL if is_dll else 0) | (0x20 if wide else 0x100)
    coff = struct.pack("<HHIIIHH", cpu.pe_machine, 2, 0, 0, 0, 240 if wide else 224, flags)
    entry = 0 if is_dll else _TEXT
    standard = struct.pack("<HBBIIIII", 0x20B if wide else 0x10B, 14, 0, code_size, data_size, 0, entry, _TEXT)
    standard += struct.pack("<Q", _BASE) if wide else struct.pack("<II", data.start, _BASE)
    size = data.start + _up(len(content), _SECTION_ALIGN)
    windows = struct.pack("<II6H4I2H", _SECTION_ALIGN, _FILE_ALIGN, 6, 0, 0, 0, 6, 0, 0, size, _FILE_ALIGN, 0, 3, 0x140)
    windows += struct.pack(f"<4{'Q' if wide else 'I'}", 1 << 20, 1 << 12, 1 << 20, 1 << 12) + struct.pack("<II", 0, 16)
    table = b"".join(struct.pack("<II", *folder) for folder in folders)
    sections = _section(b".text", len(code), _TEXT, code_size, _FILE_ALIGN, _CODE)
    sections += _section(b".rdata", len(content), data.start, data_size, _FILE_ALIGN + code_size, _READ_WRITE)
    head = b"MZ".ljust(60, b"\0") + struct.pack("<I", 64) + b"PE\0\0" + coff + standard + windows + table + sections
    return head.ljust(_FILE_ALIGN, b"\0") + code.ljust(code_size, b"\0") + content.ljust(data_size, b"\0")


def _section(name: bytes, size: int, address: int, raw: int, offset: int, flags: int) -> bytes:
    return struct.pack("<8sIIIIIIHHI", name, size, address, raw, offset, 0, 0, 0, 0, flags)


def _up(size: int, step: int) -> int:
    return size + -size % step
