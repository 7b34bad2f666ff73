"""Flattened device trees and FIT images, written token by token (Devicetree specification, chapter 5)."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Mapping

Node = Mapping[str, "bytes | Node"]


def fdt(root: Node) -> bytes:
    """A tree; values that are mappings are nodes, all others properties."""
    strings: dict[str, int] = {}
    body = _node("", root, strings) + struct.pack(">I", 9)
    table = b"".join(name.encode() + b"\0" for name in strings)
    start, names = 56, 56 + len(body)
    head = (0xD00DFEED, names + len(table), start, names, 40, 17, 16, 0, len(table), len(body))
    return struct.pack(">10I", *head) + bytes(16) + body + table


def _node(name: str, node: Node, strings: dict[str, int]) -> bytes:
    out = struct.pack(">I", 1) + _pad(name.encode() + b"\0")
    for key, value in node.items():
        if isinstance(value, bytes):
            offset = strings.setdefault(key, sum(len(known) + 1 for known in strings))
            out += struct.pack(">III", 3, len(value), offset) + _pad(value)
    out += b"".join(_node(key, value, strings) for key, value in node.items() if not isinstance(value, bytes))
    return out + struct.pack(">I", 2)


def _pad(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)


def hashes(data: bytes) -> dict[str, Node]:
    """Hash nodes of every kind that U-Boot knows."""
    made: dict[str, Node] = {"hash-0": {"algo": b"crc32\0", "value": struct.pack(">I", zlib.crc32(data))}}
    for number, name in enumerate(("md5", "sha1", "sha256", "sha384", "sha512"), 1):
        value = hashlib.new(name, data, usedforsecurity=False).digest()
        made[f"hash-{number}"] = {"algo": name.encode() + b"\0", "value": value}
    return made


def fit(images: Mapping[str, bytes]) -> bytes:
    """A FIT image with all data inside the tree."""
    nodes = {name: {"description": b"x\0", "data": data, **hashes(data)} for name, data in images.items()}
    return fdt({"description": b"firmware\0", "images": nodes, "configurations": {"default": b"conf-1\0"}})


def fit_outside(images: Mapping[str, bytes], position: bool = False) -> bytes:
    """A FIT image with its data behind the tree, as ``mkimage -E`` writes it (``position``: with ``-p 0x1000``)."""
    nodes, body = {}, b""
    for name, data in images.items():
        where = {"data-position": struct.pack(">I", 0x1000 + len(body))}
        where = where if position else {"data-offset": struct.pack(">I", len(body))}
        nodes[name] = {**where, "data-size": struct.pack(">I", len(data)), **hashes(data)}
        body += _pad(data)
    tree = _pad(fdt({"images": nodes}))
    return (tree.ljust(0x1000, b"\0") if position else tree) + body
