"""ELF libraries and programs (System V ABI, chapters 4 and 5) for any CPU: symbol tables, names, empty functions."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from vendor_samples.carriers.cpus import Cpu
from vendor_samples.carriers.native import NativeParts

_LIBRARY, _SHF_ALLOC, _SHF_EXEC = 3, 2, 4
_NULL, _PROGBITS, _STRTAB, _HASH, _DYNAMIC, _DYNSYM = 0, 1, 3, 5, 6, 11
_PT_LOAD, _PT_DYNAMIC, _PT_INTERP = 1, 2, 3
_DT_NULL, _DT_NEEDED, _DT_HASH, _DT_STRTAB, _DT_SYMTAB, _DT_STRSZ, _DT_SYMENT, _DT_SONAME = 0, 1, 4, 5, 6, 10, 11, 14
_GLOBAL_FUNCTION = 0x12
_PAGE = 0x10000
"""The largest page of any CPU here; address and file offset are equal, so one segment is enough."""
_ALIGN = 16


def library(cpu: Cpu, parts: NativeParts) -> bytes:
    """A shared library."""
    return _image(cpu, parts, interpreter="")


def program(cpu: Cpu, parts: NativeParts) -> bytes:
    """A position-independent program; ``parts.name`` is not used."""
    return _image(cpu, parts, interpreter=cpu.interpreter)


@dataclass(slots=True)
class _Strings:
    data: bytearray = field(default_factory=lambda: bytearray(1))
    known: dict[str, int] = field(default_factory=dict)

    def add(self, text: str) -> int:
        if text not in self.known:
            self.known[text] = len(self.data)
            self.data += text.encode("utf-8", "surrogateescape") + b"\0"
        return self.known[text]


@dataclass(slots=True)
class _Section:
    name: str
    kind: int
    data: bytes
    link: int = 0
    info: int = 0
    entry: int = 0
    flags: int = _SHF_ALLOC
    offset: int = 0


def _image(cpu: Cpu, parts: NativeParts, interpreter: str) -> bytes:
    """Header, segments, sections in the order of the list, their table. Laid out twice: sizes first, then addresses."""
    strings = _Strings()
    needed = [strings.add(name) for name in parts.needed]
    own = strings.add(parts.name) if parts.name and not interpreter else 0
    names = [*parts.wanted, *parts.defines]
    for name in names:
        strings.add(name)
    sections = [
        _Section("", _NULL, b"", flags=0),
        _Section(".dynsym", _DYNSYM, b"", link=2, info=1, entry=24 if cpu.bits == 64 else 16),
        _Section(".dynstr", _STRTAB, bytes(strings.data)),
        _Section(".hash", _HASH, _hash(cpu, names), link=1, entry=4),
        _Section(".text", _PROGBITS, cpu.back * (len(parts.defines) + 1), flags=_SHF_ALLOC | _SHF_EXEC),
        _Section(".rodata", _PROGBITS, parts.data()),
        _Section(".dynamic", _DYNAMIC, b"", link=2, entry=cpu.bits // 4, flags=_SHF_ALLOC | 1),
    ]
    if interpreter:
        sections.append(_Section(".interp", _PROGBITS, interpreter.encode() + b"\0"))
    table = _Strings()
    for section in sections:
        table.add(section.name)
    table.add(".shstrtab")
    sections.append(_Section(".shstrtab", _STRTAB, bytes(table.data), flags=0))
    for _ in range(2):
        end = _place(cpu, sections, segments=3 if interpreter else 2)
        sections[1].data = _symbols(cpu, parts, strings, sections[4].offset)
        sections[6].data = _dynamic(cpu, sections, needed, own)
    return _written(cpu, sections, table, end, bool(interpreter))


def _place(cpu: Cpu, sections: list[_Section], segments: int) -> int:
    """Give every section its offset; the offset behind the last one."""
    at = (64 + 56 * segments) if cpu.bits == 64 else (52 + 32 * segments)
    for section in sections[1:]:
        at += -at % _ALIGN
        section.offset = at
        at += len(section.data)
    return at + -at % _ALIGN


def _symbols(cpu: Cpu, parts: NativeParts, strings: _Strings, text: int) -> bytes:
    """The null symbol, what is asked for (section 0), what is defined (section 4, one function each)."""
    entries = [(strings.known[name], 0, 0, 0) for name in parts.wanted]
    size = len(cpu.back)
    entries += [(strings.known[name], text + size * (number + 1), size, 4) for number, name in enumerate(parts.defines)]
    rows = [bytes(24 if cpu.bits == 64 else 16)]
    for name, value, length, section in entries:
        if cpu.bits == 64:
            rows.append(struct.pack(f"{cpu.order}IBBHQQ", name, _GLOBAL_FUNCTION, 0, section, value, length))
        else:
            rows.append(struct.pack(f"{cpu.order}IIIBBH", name, value, length, _GLOBAL_FUNCTION, 0, section))
    return b"".join(rows)


def _hash(cpu: Cpu, names: list[str]) -> bytes:
    """The hash table of the generic ABI: buckets, and chains by symbol number."""
    buckets = [0] * max(1, len(names) // 2)
    chains = [0] * (len(names) + 1)
    for number, name in enumerate(names, 1):
        bucket = _elf_hash(name) % len(buckets)
        chains[number], buckets[bucket] = buckets[bucket], number
    words = (len(buckets), len(chains), *buckets, *chains)
    return struct.pack(f"{cpu.order}{len(words)}I", *words)


def _elf_hash(name: str) -> int:
    value = 0
    for byte in name.encode("utf-8", "surrogateescape"):
        value = (value << 4) + byte
        high = value & 0xF0000000
        value = (value ^ (high >> 24)) & ~high & 0xFFFFFFFF
    return value


def _dynamic(cpu: Cpu, sections: list[_Section], needed: list[int], own: int) -> bytes:
    _, symbols, strings, hashes, *_ = sections
    entries = [(_DT_NEEDED, name) for name in needed]
    entries += [(_DT_SONAME, own)] if own else []
    entries += [(_DT_HASH, hashes.offset), (_DT_STRTAB, strings.offset), (_DT_SYMTAB, symbols.offset)]
    entries += [(_DT_STRSZ, len(strings.data)), (_DT_SYMENT, symbols.entry), (_DT_NULL, 0)]
    form = f"{cpu.order}{'QQ' if cpu.bits == 64 else 'II'}"
    return b"".join(struct.pack(form, *entry) for entry in entries)


def _written(cpu: Cpu, sections: list[_Section], table: _Strings, end: int, is_program: bool) -> bytes:
    dynamic, text = sections[6], sections[4]
    segments = [(_PT_LOAD, 7, 0, end, _PAGE), (_PT_DYNAMIC, 6, dynamic.offset, len(dynamic.data), 8)]
    if is_program:
        segments.insert(0, (_PT_INTERP, 4, sections[7].offset, len(sections[7].data), 1))
    wide = cpu.bits == 64
    ident = b"\x7fELF" + bytes([2 if wide else 1, 1 if cpu.order == "<" else 2, 1]) + bytes(9)
    sizes = (64, 56, len(segments), 64) if wide else (52, 32, len(segments), 40)
    head = struct.pack(
        f"{cpu.order}HHI{'QQQ' if wide else 'III'}IHHHHHH",
        _LIBRARY, cpu.machine, 1, text.offset if is_program else 0, sizes[0], end, cpu.flags,
        *sizes, len(sections), len(sections) - 1,
    )  # fmt: skip
    data = bytearray(ident + head)
    for kind, flags, offset, size, align in segments:
        if wide:
            data += struct.pack(f"{cpu.order}II6Q", kind, flags, offset, offset, offset, size, size, align)
        else:
            data += struct.pack(f"{cpu.order}8I", kind, offset, offset, offset, size, size, flags, align)
    for section in sections[1:]:
        data += bytes(section.offset - len(data)) + section.data
    data += bytes(end - len(data))
    form = f"{cpu.order}{'IIQQQQIIQQ' if wide else '10I'}"
    for section in sections:
        address = section.offset if section.flags else 0
        data += struct.pack(
            form, table.known.get(section.name, 0), section.kind, section.flags, address, section.offset,
            len(section.data), section.link, section.info, _ALIGN if section.offset else 0, section.entry,
        )  # fmt: skip
    return bytes(data)
