"""Small images of flash file systems, node by node, also such as only a running device makes."""

from __future__ import annotations

import struct
import zlib

ALL = 0xFFFFFFFF
REGULAR, FOLDER, LINK, DEVICE = 0o100644, 0o040755, 0o120777, 0o020666


def jffs2_crc(data: bytes) -> int:
    return zlib.crc32(data, ALL) ^ ALL


def jffs2_node(kind: int, body: bytes, order: str = "<", length: int | None = None) -> bytes:
    """Any node: header, ``body``, filling up to a multiple of four."""
    total = 12 + len(body) if length is None else length
    head = struct.pack(order + "HHI", 0x1985, kind, total)
    return head + struct.pack(order + "I", jffs2_crc(head)) + body + b"\xff" * (-len(body) % 4)


def jffs2_dirent(
    parent: int, name: bytes, inode: int, version: int = 1, order: str = "<", obsolete: bool = False
) -> bytes:
    fields = struct.pack(order + "IIIIBB2x", parent, version, inode, 0, len(name), 8)
    head = jffs2_node(0xE001, bytes(28 + len(name)), order)[:12]
    sums = struct.pack(order + "II", jffs2_crc(head[:12] + fields), jffs2_crc(name))
    return _marked(jffs2_node(0xE001, fields + sums + name, order), order, obsolete)


def jffs2_inode(
    inode: int,
    data: bytes = b"",
    version: int = 1,
    at: int = 0,
    *,
    mode: int = REGULAR,
    size: int | None = None,
    codec: int = 0,
    decoded: int | None = None,
    order: str = "<",
    obsolete: bool = False,
) -> bytes:
    """One node of a file: ``data`` as it is stored; ``decoded`` bytes of the file begin at ``at``."""
    real = len(data) if decoded is None else decoded
    size = at + real if size is None else size
    fields = struct.pack(order + "IIIHHI", inode, version, mode, 0, 0, size) + bytes(12)
    fields += struct.pack(order + "IIIBBHI", at, len(data), real, codec, 0, 0, jffs2_crc(data))
    head = jffs2_node(0xE002, bytes(56 + len(data)), order)[:12]
    fields += struct.pack(order + "I", jffs2_crc((head + fields)[:60]))
    return _marked(jffs2_node(0xE002, fields + data, order), order, obsolete)


def _marked(node: bytes, order: str, obsolete: bool) -> bytes:
    kind = struct.unpack_from(order + "H", node, 2)[0] & ~(0x2000 if obsolete else 0)
    return node[:2] + struct.pack(order + "H", kind) + node[4:]


def jffs2_file(inode: int, name: bytes, data: bytes, parent: int = 1, order: str = "<") -> bytes:
    """Entry and content in zlib streams of 4 KiB."""
    parts = [data[start : start + 4096] for start in range(0, len(data), 4096)] or [b""]
    out = jffs2_dirent(parent, name, inode, order=order)
    for number, part in enumerate(parts):
        packed = zlib.compress(part)
        at = number * 4096
        out += jffs2_inode(inode, packed, number + 1, at, size=len(data), codec=6, decoded=len(part), order=order)
    return out


CLEANMARKER = jffs2_node(0x2003, b"")


PEB, VID_AT, DATA_AT = 4096, 512, 1024
LEB = PEB - DATA_AT
LAYOUT = 0x7FFFEFFF


def plain_crc(data: bytes) -> int:
    """That of UBI and UBIFS."""
    return zlib.crc32(data) ^ ALL


def _summed(fields: bytes) -> bytes:
    return fields + struct.pack(">I", plain_crc(fields))


def ubi_block(
    volume: int,
    block: int,
    data: bytes,
    sequence: int = 1,
    static: int = 0,
    copied: bool = False,
    unused: int = 0,
    image: int = 7,
) -> bytes:
    """An erase block with one logical block; ``static`` is the number of blocks of a static volume, or 0."""
    size, checksum = (len(data), plain_crc(data)) if static or copied else (0, 0)
    fields = struct.pack(">IBBBBII", 0x55424921, 1, 2 if static else 1, copied, 0, volume, block)
    fields += struct.pack(">IIIII4xQ12x", 0, size, static, unused, checksum, sequence)
    return (ubi_free(image)[:VID_AT] + _summed(fields)).ljust(DATA_AT, b"\xff") + data.ljust(LEB, b"\xff")


def ubi_free(image: int = 7) -> bytes:
    """An erase block that no volume uses."""
    head = _summed(struct.pack(">IB3xQIII32x", 0x55424923, 1, 0, VID_AT, DATA_AT, image))
    return head.ljust(PEB, b"\xff")


def ubi_record(name: bytes = b"", reserved: int = 0, static: bool = False, updating: bool = False) -> bytes:
    fields = struct.pack(">IIIBBH128sB23x", reserved, 1, 0, 2 if static else 1, updating, len(name), name, 0)
    return _summed(fields if name else bytes(168))


def ubi_table(*records: bytes, image: int = 7) -> bytes:
    """Both copies of the table of volumes."""
    table = b"".join(records) + ubi_record() * (LEB // 172 - len(records))
    return b"".join(ubi_block(LAYOUT, copy, table.ljust(LEB, b"\0"), copy, image=image) for copy in (0, 1))
