"""Programs packed as UPX packs them, field by field: blocks, pack header, old headers of PE images."""

from __future__ import annotations

import lzma
import struct
import zlib
from dataclasses import dataclass, field

from tests.unpack.build_nrv import nrv

MAGIC = b"UPX!"
NRV = {2: ("b", 4), 3: ("b", 1), 5: ("d", 4), 6: ("d", 1), 8: ("e", 4), 9: ("e", 1)}
LZMA, STORED = 14, 0
LOADER = b"\x50\xe8\x34\x12\0\0 the loader that unpacks it " * 8
"""Stands for the machine code of the loader."""


def texts(size: int, seed: int = 7) -> bytes:
    """Bytes that look like a program's: words with numbers between them."""
    words = (b"compare", b"template", b"gallery", b"threshold", b"\x48\x89\xe5\x41\x57", b"\0\0\0\0", b"\xff\x25")
    out, value = bytearray(), seed
    while len(out) < size:
        value = (value * 1_103_515_245 + 12_345) & 0x7FFFFFFF
        out += words[value >> 8 & 7 if (value >> 8 & 7) < 7 else 0] + struct.pack("<H", value >> 3 & 0xFFFF)
    return bytes(out[:size])


def packed(data: bytes, method: int) -> bytes:
    """``data`` in one of UPX's methods; 0: as it is."""
    if method == LZMA:
        chain = [{"id": lzma.FILTER_LZMA1, "lc": 3, "lp": 0, "pb": 2, "dict_size": 1 << 16}]
        return bytes([0x1A, 3]) + lzma.compress(data, lzma.FORMAT_RAW, filters=chain)
    return nrv(data, *NRV[method]) if method else data


@dataclass
class Blocks:
    """Blocks one behind the other, with the sums that the pack header has."""

    order: str
    method: int
    out: bytearray = field(default_factory=bytearray)
    plain_sum: int = 1
    packed_sum: int = 1
    plain_size: int = 0
    packed_size: int = 0

    def add(self, data: bytes, kind: int = 0, mark: int = 0, filtered: bytes = b"") -> None:
        """One block of ``data``; where ``filtered`` is what is packed instead, by filter ``kind``."""
        content = packed(filtered or data, self.method)
        method = self.method
        if len(content) >= len(data):
            content, method, kind = data, 0, 0
        self.out += struct.pack(self.order + "IIBBBB", len(data), len(content), method, kind, mark, 0) + content
        self.plain_sum, self.packed_sum = zlib.adler32(data, self.plain_sum), zlib.adler32(content, self.packed_sum)
        self.plain_size, self.packed_size = self.plain_size + len(data), self.packed_size + len(content)


def pack_header(blocks: Blocks, number: int, file_size: int, *, wiped: bool = False) -> bytes:
    """The 32 bytes behind the blocks; ``number`` is that of the format."""
    if wiped:
        return bytes(32)
    sums, sizes = (blocks.plain_sum, blocks.packed_sum), (blocks.plain_size, blocks.packed_size)
    order, values = (">", (*sizes, *sums)) if number >= 128 else ("<", (*sums, *sizes))
    fields = bytes([13, number, blocks.method, 9]) + struct.pack(order + "5I", *values, file_size) + bytes(3)
    return MAGIC + fields + bytes([sum(fields) % 251])


@dataclass(frozen=True)
class Shape:
    """The kind of ELF file to make."""

    wide: bool = True
    order: str = "<"
    machine: int = 62
    number: int = 22

    def header(self, segments: list[tuple[int, int, int, int]], kind: int = 2, sections: int = 0) -> bytes:
        """Header and rows; a segment is (type, flags, offset, size)."""
        ident = b"\x7fELF" + bytes([2 if self.wide else 1, 1 if self.order == "<" else 2, 1]) + bytes(9)
        word, head, row = ("Q", 64, 56) if self.wide else ("I", 52, 32)
        fields = (kind, self.machine, 1, 0x1000, head, sections, 0, head, row, len(segments), 64 if self.wide else 40)
        out = ident + struct.pack(f"{self.order}HHI3{word}IHHHHHH", *fields, 1 if sections else 0, 0)
        return out + b"".join(self._row(*segment) for segment in segments)

    def _row(self, kind: int, flags: int, offset: int, size: int) -> bytes:
        if self.wide:
            return struct.pack(self.order + "II6Q", kind, flags, offset, offset, offset, size, size, 4096)
        return struct.pack(self.order + "8I", kind, offset, offset, offset, size, size, flags, 4096)


AMD64 = Shape()
MIPS = Shape(wide=False, order=">", machine=8, number=137)
ARM = Shape(wide=False, machine=40, number=23)


def plain_elf(shape: Shape = AMD64, code: bytes = b"") -> bytes:
    """A program of two segments with a gap between them and section names behind."""
    code = code or texts(6000)
    start = 0x2000
    rows = [(1, 5, 0, 0), (1, 6, start, 1500)]
    size = len(shape.header(rows)) + len(code)
    head = shape.header([(1, 5, 0, size), rows[1]])
    gap = texts(start - size, 3)
    return head + code + gap + texts(1500, 5) + texts(900, 9)


def upx_elf(
    plain: bytes,
    method: int = 8,
    shape: Shape = AMD64,
    *,
    wiped: bool = False,
    kind: int = 0,
    mark: int = 0,
    filtered: bytes = b"",
) -> bytes:
    """``plain`` (of :func:`plain_elf`) packed; ``filtered`` is its code as a filter left it."""
    head = shape.header([(0, 0, 0, 0)] * 2)
    first = len(head)
    end = struct.unpack_from(shape.order + ("Q" if shape.wide else "I"), plain, 64 + 32 if shape.wide else 52 + 16)[0]
    blocks = Blocks(shape.order, method)
    blocks.add(plain[:first])
    blocks.add(plain[first:end], kind, mark, filtered)
    blocks.add(plain[0x2000 : 0x2000 + 1500])
    split = len(blocks.out)
    blocks.add(plain[end:0x2000])
    blocks.add(plain[0x2000 + 1500 :])
    loads = bytes(blocks.out[:split])
    loader = LOADER + bytes(-(first + 24 + split + len(LOADER)) % 4)
    total = first + 24 + split + len(loader)
    own = shape.header([(1, 6, 0, 0x1000), (1, 5, 0, total)])
    info = struct.pack("<I4sHBB", 0, bytes(4) if wiped else MAGIC, len(loader), 14, shape.number)
    sizes = struct.pack(shape.order + "III", 0, *((0, 0) if wiped else (len(plain), len(plain))))
    gaps = bytes(blocks.out[split:]) + struct.pack("<I4sI", 0, bytes(4) if wiped else MAGIC, 0)
    body = own + info + sizes + loads + loader + gaps
    trailer = pack_header(blocks, shape.number, len(plain), wiped=wiped)
    return body + trailer + struct.pack(shape.order + "I", 0 if wiped else first + 12)


def plain_macho() -> bytes:
    """A 64-bit program of two segments with a gap between them."""
    first, second = 4000, 1200
    commands = b"".join(
        struct.pack("<II16sQQQQIIII", 0x19, 72, name, start, size, start, size, 7, protection, 0, 0)
        for name, start, size, protection in ((b"__TEXT", 0, first, 5), (b"__LINKEDIT", 4096, second, 1))
    )
    header = struct.pack("<IIIIIIII", 0xFEEDFACF, 0x01000007, 3, 2, 2, len(commands), 0, 0)
    return (header + commands + texts(first))[:first] + texts(96, 2) + texts(second, 4)


def upx_macho(plain: bytes, method: int = 8) -> bytes:
    """``plain`` (of :func:`plain_macho`) packed."""
    blocks = Blocks("<", method)
    blocks.add(plain[:176])
    blocks.add(plain[176:4000])
    blocks.add(plain[4096:])
    split = len(blocks.out)
    blocks.add(plain[4000:4096])
    body = bytes(blocks.out[:split]) + LOADER + bytes(blocks.out[split:]) + struct.pack("<I4sI", 0, MAGIC, 0)
    tail = pack_header(blocks, 34, len(plain)) + struct.pack("<I", 116)
    info = struct.pack("<I4sHBB", 0, MAGIC, len(LOADER), 13, 34) + struct.pack("<III", 0, len(plain), len(plain))
    size = 104 + len(info) + len(body) + len(tail)
    command = struct.pack("<II16sQQQQIIII", 0x19, 72, b"__TEXT", 0, size, 0, size, 7, 5, 0, 0)
    return struct.pack("<IIIIIIII", 0xFEEDFACF, 0x01000007, 3, 2, 1, 72, 0, 0) + command + info + body + tail


IMAGE_BASE, FIRST, ALIGN = 0x400000, 0x1000, 0x200


def plain_image() -> tuple[bytes, bytes]:
    """(image of two sections, old headers) of a 32-bit program that imports two functions and exports none."""
    code, data = texts(0x800), bytearray(0x400)
    data[0x100:0x114] = struct.pack("<5I", 0x2140, 0, 0, 0, 0x2130)
    sections = b"".join(
        struct.pack("<8s6I2HI", name, size, address, size, offset, 0, 0, 0, 0, flags)
        for name, size, address, offset, flags in (
            (b".text", 0x800, FIRST, 0x400, 0x60000020),
            (b".data", 0x400, 0x2000, 0xC00, 0xC0000040),
        )
    )
    directories = bytearray(128)
    struct.pack_into("<II", directories, 8, 0x2100, 40)
    coff = struct.pack("<4sHHIIIHH", b"PE\0\0", 0x14C, 2, 0, 0, 0, 224, 0x103)
    optional = struct.pack("<HBBIIIIII", 0x10B, 6, 0, 0x800, 0x400, 0, FIRST, FIRST, 0x2000)
    optional += struct.pack("<III", IMAGE_BASE, 0x1000, ALIGN) + bytes(16) + struct.pack("<II", 0x3000, 0x400)
    optional += bytes(28) + struct.pack("<I", 16)
    image = code + bytes(FIRST - len(code)) + bytes(data)
    return image, coff + optional + bytes(directories) + sections


def upx_pe(
    method: int = 8, *, names: tuple[bytes, bytes] = (b"UPX0", b"UPX1"), wiped: bool = False, overlay: bytes = b""
) -> bytes:
    """The image of :func:`plain_image` packed."""
    image, headers = plain_image()
    table = struct.pack("<II", 16, 0x1120) + b"\x01Compare\0\x01Enroll\0\0" + bytes(4)
    where = len(image) + len(table)
    whole = image + table + headers + struct.pack("<II", len(image), 0x2180)
    whole += struct.pack("<I", where)
    content = packed(whole, method)
    blocks = Blocks("<", method, bytearray(), zlib.adler32(whole), zlib.adler32(content), len(whole), len(content))
    header = pack_header(blocks, 9, 0x1000, wiped=wiped)
    imports = bytes(16) + b"faces.dll\0"
    body = content + LOADER
    body += bytes(-len(body) % ALIGN)
    dos = b"MZ" + bytes(58) + struct.pack("<I", 64)
    directories = bytearray(128)
    struct.pack_into("<II", directories, 8, 0x9000, 40)
    rows = ((names[0], 0x4000, FIRST, 0, 0x400), (names[1], len(body), 0x5000, len(body), 0x400))
    sections = b"".join(
        struct.pack("<8s6I2HI", name, size, address, stored, offset, 0, 0, 0, 0, 0xE0000040)
        for name, size, address, stored, offset in (*rows, (b"UPX2", ALIGN, 0x9000, ALIGN, 0x400 + len(body)))
    )
    coff = struct.pack("<4sHHIIIHH", b"PE\0\0", 0x14C, 3, 0, 0, 0, 224, 0x103)
    optional = struct.pack("<HBBIIIIII", 0x10B, 6, 0, 0x1000, 0, 0, 0x5000, 0x5000, 0x9000)
    optional += struct.pack("<III", IMAGE_BASE, 0x1000, ALIGN) + bytes(16) + struct.pack("<II", 0xA000, 0x400)
    optional += bytes(28) + struct.pack("<I", 16)
    head = dos + coff + optional + bytes(directories) + sections
    head += bytes(0x400 - len(head) - len(header)) + header
    return head + body + imports + bytes(ALIGN - len(imports)) + overlay
