"""Firmware wrappers written field by field: TRX, Android sparse, boot, vendor boot, device tree table, vbmeta."""

from __future__ import annotations

import hashlib
import struct
import zlib

PAGE = 2048


def trx(*parts: bytes, version: int = 1) -> bytes:
    count = 3 if version == 1 else 4
    head = 16 + 4 * count
    offsets, body = [], b""
    for part in parts:
        offsets.append(head + len(body))
        body += part + bytes(-len(part) % 4)
    offsets += [0] * (count - len(offsets))
    rest = struct.pack("<HH", 0, version) + struct.pack(f"<{count}I", *offsets) + body
    return b"HDR0" + struct.pack("<II", 12 + len(rest), zlib.crc32(rest) ^ 0xFFFFFFFF) + rest


def chunk(kind: int, blocks: int, body: bytes = b"") -> bytes:
    """One chunk of a sparse image."""
    return struct.pack("<HHII", kind, 0, blocks, 12 + len(body)) + body


def sparse(chunks: list[bytes], blocks: int, checksum: int = 0, block: int = 4096) -> bytes:
    return struct.pack("<IHHHHIIII", 0xED26FF3A, 1, 0, 28, 12, block, blocks, len(chunks), checksum) + b"".join(chunks)


def sparse_of(first: bytes, word: bytes, holes: int) -> bytes:
    """One raw block, two blocks of ``word``, ``holes`` blocks that are not stored, and a checksum of all that."""
    raw = first.ljust(4096, b"\0") + word * 2048 + bytes(4096 * holes)
    check = struct.pack("<I", zlib.crc32(raw))
    parts = [chunk(0xCAC1, 1, raw[:4096]), chunk(0xCAC2, 2, word), chunk(0xCAC3, holes), chunk(0xCAC4, 0, check)]
    return sparse(parts, 3 + holes, zlib.crc32(raw))


def paged(*parts: bytes, page: int = PAGE) -> bytes:
    return b"".join(part + bytes(-len(part) % page) for part in parts)


def boot(
    kernel: bytes, ramdisk: bytes, second: bytes = b"", dtbo: bytes = b"", dtb: bytes = b"", *, version: int
) -> bytes:
    """A boot image of version 0 to 2 with its identity."""
    parts = [kernel, ramdisk, second, *([dtbo] if version else []), *([dtb] if version > 1 else [])]
    digest = hashlib.sha1(b"".join(part + struct.pack("<I", len(part)) for part in parts), usedforsecurity=False)
    sizes = (len(kernel), 0, len(ramdisk), 0, len(second), 0, 0, PAGE, version, 0)
    head = b"ANDROID!" + struct.pack("<10I", *sizes) + bytes(16) + b"console=ttyS0".ljust(512, b"\0")
    head += digest.digest().ljust(32, b"\0") + bytes(1024)
    head += struct.pack("<IQI", len(dtbo), 0, 1648) if version else b""
    head += struct.pack("<IQ", len(dtb), 0) if version > 1 else b""
    return paged(head, *parts)


def boot4(kernel: bytes, ramdisk: bytes, signature: bytes) -> bytes:
    head = b"ANDROID!" + struct.pack("<4I16xI", len(kernel), len(ramdisk), 0, 1584, 4) + bytes(1536)
    return paged(head + struct.pack("<I", len(signature)), kernel, ramdisk, signature, page=4096)


def vendor_boot(ramdisks: list[tuple[bytes, bytes]], dtb: bytes, config: bytes = b"") -> bytes:
    """A vendor boot image of version 4 with (name, bytes) of every ramdisk."""
    section, table = b"", b""
    for name, data in ramdisks:
        table += struct.pack("<III32s64x", len(data), len(section), 1, name)
        section += data
    head = (
        b"VNDRBOOT" + struct.pack("<5I", 4, PAGE, 0, 0, len(section)) + bytes(2048) + struct.pack("<I16s", 0, b"board")
    )
    head += struct.pack("<IIQ", 2128, len(dtb), 0) + struct.pack("<4I", len(table), len(ramdisks), 108, len(config))
    return paged(head, section, dtb, table, config)


def vbmeta(descriptors: list[bytes], algorithm: int = 1) -> bytes:
    """A vbmeta structure; its signature is not a real one."""
    body = b"".join(struct.pack(">QQ", 2, len(d) + -len(d) % 8) + d + bytes(-len(d) % 8) for d in descriptors)
    other = body + bytes(-len(body) % 64)
    signed = 320 if algorithm else 0
    fields = (0, 32, 32, 256) if algorithm else (0, 0, 0, 0)
    head = b"AVB0" + struct.pack(">IIQQI", 1, 0, signed, len(other), algorithm) + struct.pack(">4Q", *fields)
    head += (
        struct.pack(">6Q", len(body), 0, len(body), 0, 0, len(body)) + struct.pack(">QII", 0, 0, 0) + b"avbtool 1.2.0"
    )
    head = head.ljust(256, b"\0")
    stamp = hashlib.sha256(head + other).digest() + b"s" * 256 if algorithm else b""
    return head + stamp.ljust(signed, b"\0") + other


def with_footer(image: bytes, meta: bytes) -> bytes:
    """``image`` as ``avbtool add_hash_footer`` leaves it in a partition."""
    start = len(image) + -len(image) % 4096
    total = start + len(meta) + -len(meta) % 4096 + 4096
    footer = b"AVBf" + struct.pack(">IIQQQ", 1, 0, len(image), start, len(meta)) + bytes(28)
    return (image.ljust(start, b"\0") + meta).ljust(total - 64, b"\0") + footer


def dt_table(*trees: bytes) -> bytes:
    start = 32 + 32 * len(trees)
    entries, body = b"", b""
    for number, tree in enumerate(trees):
        entries += struct.pack(">8I", len(tree), start + len(body), number, 0, 0, 0, 0, 0)
        body += tree
    return struct.pack(">8I", 0xD7B7AB1E, start + len(body), 32, 32, len(trees), 32, PAGE, 0) + entries + body
