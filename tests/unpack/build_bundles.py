"""Application bundles, written field by field: asar, PyInstaller, .NET single files, makeself scripts."""

from __future__ import annotations

import hashlib
import json
import marshal
import struct
import zlib
from collections.abc import Callable, Mapping

from scanner.unpack.programs.dotnet_bundle import MARK
from tests.unpack.build import raw_deflate
from tests.unpack.build_native import elf

PYC = b"\xa7\x0d\x0d\x0a"
"""The magic number of Python 3.11."""
CODE = marshal.dumps(compile("def face():\n    return 1\n", "face.py", "exec"))


def asar(files: Mapping[str, bytes], *, integrity: bool = True, more: Mapping[str, object] | None = None) -> bytes:
    """``files`` in one folder ``app``; ``more`` are entries of the index as they are."""
    body, entries = b"", dict(more or {})
    for name, data in files.items():
        entry: dict[str, object] = {"size": len(data), "offset": str(len(body))}
        if integrity:
            digest = hashlib.sha256(data).hexdigest()
            entry["integrity"] = {"algorithm": "SHA256", "hash": digest, "blockSize": 4194304, "blocks": [digest]}
        entries[name] = entry
        body += data
    return asar_of(json.dumps({"files": {"app": {"files": entries}}}).encode(), body)


def asar_of(index: bytes, body: bytes) -> bytes:
    """An archive with any index."""
    padded = index + bytes(-len(index) % 4)
    return struct.pack("<4I", 4, len(padded) + 8, len(padded) + 4, len(index)) + padded + body


def pyz(modules: Mapping[str, tuple[int, bytes]], table: Callable[[list[object]], bytes] = marshal.dumps) -> bytes:
    """A module archive; values are (kind, marshalled code or data)."""
    body, rows = b"", []
    for name, (kind, code) in modules.items():
        packed = zlib.compress(code)
        rows.append((name, (kind, 12 + len(body), len(packed))))
        body += packed
    return b"PYZ\0" + PYC + struct.pack(">i", 12 + len(body)) + body + table(rows)


def carchive(members: list[tuple[str, bytes, bytes, bool]], *, old: bool = False) -> bytes:
    """A one-file archive; members are (name, kind, data, packed)."""
    body, table = b"", b""
    for name, kind, data, packed in members:
        stored = zlib.compress(data) if packed else data
        raw = name.encode() + b"\0"
        raw += bytes(-(18 + len(raw)) % 16)
        table += struct.pack(">iIIIBc", 18 + len(raw), len(body), len(stored), len(data), packed, kind) + raw
        body += stored
    size = len(body) + len(table) + (24 if old else 88)
    cookie = struct.pack(">8s4I", b"MEI\014\013\012\013\016", size, len(body), len(table), 311)
    return body + table + cookie + (b"" if old else b"libpython3.11.so.1.0".ljust(64, b"\0"))


def one_file(old: bool = False, weights: bytes = b"weights " * 50) -> bytes:
    """A usual one: bootstrap code, modules, data."""
    modules = pyz({"face": (0, CODE), "pkg": (1, CODE), "pkg.face": (0, CODE), "pkg.data": (2, b"data of a package")})
    members = [
        ("struct", b"m", CODE, True),
        ("main", b"s", CODE, True),
        ("PYZ-00.pyz", b"z", modules, False),
        ("models/face.tflite", b"x", b"TFL3" + weights, True),
        ("pyi-disable-windowed-traceback", b"o", b"", False),
    ]
    return carchive(members, old=old)


def dotnet(files: Mapping[str, bytes], *, version: int = 6, packed: bool = True) -> bytes:
    """An ELF host with ``files`` behind it."""
    host_size = len(elf(bytes(8) + MARK))
    body, rows = b"", b""
    for name, data in files.items():
        stored = raw_deflate(data) if packed and version == 6 else data
        body += bytes(-(host_size + len(body)) % 16)
        rows += struct.pack("<2q", host_size + len(body), len(data))
        rows += struct.pack("<q", len(stored) if packed else 0) if version == 6 else b""
        rows += b"\1" + bytes([len(name)]) + name.encode()
        body += stored
    header = struct.pack("<2Ii", version, 0, len(files)) + b"\x0cbundle-id-00"
    header += bytes(40 if version >= 2 else 0)
    return elf(struct.pack("<q", host_size + len(body)) + MARK) + body + header + rows


def makeself(*archives: bytes, script: bytes = b"", sums: bool = True) -> bytes:
    """A script with ``archives`` behind it, as makeself 2.4 writes it."""
    sizes = " ".join(str(len(archive)) for archive in archives)
    md5 = " ".join(hashlib.md5(archive, usedforsecurity=False).hexdigest() for archive in archives)
    lines = [b"#!/bin/sh", b'MD5="%s"' % md5.encode()] if sums else [b"#!/bin/sh"]
    lines += [
        b'filesizes="%s"' % sizes.encode(),
        b'skip="%d"' % (len(lines) + 4),
        script or b"echo unpacking",
        b"exit 0",
    ]
    return b"\n".join(lines) + b"\n" + b"".join(archives)


def zisofs(data: bytes) -> bytes:
    """``data`` as mkzftree packs it, in blocks of 32 KiB."""
    blocks = [data[at : at + (1 << 15)] for at in range(0, len(data), 1 << 15)]
    packed = [zlib.compress(block) if block.strip(b"\0") else b"" for block in blocks]
    places = [16 + 4 * (len(blocks) + 1)]
    for block in packed:
        places.append(places[-1] + len(block))
    head = b"\x37\xe4\x53\x96\xc9\xdb\xd6\x07" + struct.pack("<IBBH", len(data), 4, 15, 0)
    return head + struct.pack(f"<{len(places)}I", *places) + b"".join(packed)
