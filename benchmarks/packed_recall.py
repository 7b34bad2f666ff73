"""Real programs packed by UPX with every method, and tampered with: which are called packed, which come out whole."""

from __future__ import annotations

import re
import struct
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.packed_targets import Target, targets
from benchmarks.packed_tools import FOLDER, upx
from scanner.types import UNREAD
from tests.unpack.harness import Outcome, read_bytes

METHODS = ("-1", "-9", "--nrv2b", "--nrv2d", "--nrv2e", "--lzma")
LEVELS = (*(f"-{level}" for level in range(2, 9)), "--best", "--brute")
LEVELED = ("amd64-busybox", "armhf-busybox", "own-mips-linux-musleabi", "own-x86-windows-gnu")
"""Targets that are packed with all other levels too."""
MAGIC = b"UPX!"
TEXT = re.compile(rb"[\x20-\x7e]{8,}")
UNKNOWN = "an unknown packer"


def recall() -> list[dict[str, Any]]:
    """One row for each kind of file and machine, and one for each way of tampering."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for target in targets():
        for method in METHODS + (LEVELS if target.path.name in LEVELED else ()):
            packed = _packed(target, method)
            if packed is None:
                continue
            row = rows.setdefault((target.kind, target.machine), _row(target.kind, target.machine))
            _count(row, packed.read_bytes(), _reference(target, packed), exact=True)
            if method == "-9":
                _tampered(rows, target, packed)
        print(target.path.name, flush=True)
    return list(rows.values())


def _row(kind: str, machine: str) -> dict[str, Any]:
    return {"kind": kind, "machine": machine, **dict.fromkeys(_COUNTS, 0), "cpu": 0.0, "not": []}


_COUNTS = ("files", "recognised", "by_name", "identical", "texts", "said", "bytes")


def _packed(target: Target, method: str) -> Path | None:
    """``target`` packed; None where UPX will not."""
    path = FOLDER / "packed" / f"{target.path.name}{method}"
    refused = path.with_name(path.name + ".refused")
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() and not refused.exists() and not upx(method, "--force-macos", "-o", path, target.path):
        refused.touch()
    return path if path.exists() else None


def _reference(target: Target, packed: Path) -> bytes:
    """What must come out: the program; of Windows what UPX itself unpacks, for it puts back less than there was."""
    if not target.kind.startswith("PE"):
        return target.path.read_bytes()
    path = FOLDER / "by-upx" / packed.name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() and not upx("-d", "-o", path, packed):
        raise SystemExit(f"UPX does not unpack what it packed: {packed}")
    return path.read_bytes()


def _count(row: dict[str, Any], data: bytes, plain: bytes, *, exact: bool) -> None:
    start = time.process_time()
    outcome = read_bytes(data)
    row["cpu"] += time.process_time() - start
    names = [value for name, value in outcome.attributes if name == "packer"]
    child = outcome.children.get(".unpacked")
    got = child.data if child else b""
    row["files"] += 1
    row["bytes"] += len(plain)
    row["recognised"] += bool(names)
    row["by_name"] += any(name != UNKNOWN for name in names)
    row["identical"] += got == plain
    row["texts"] += _texts(plain) <= _texts(got) | _texts(data)
    row["said"] += _says(outcome)
    if not names or (exact and got != plain):
        differing = sum(a != b for a, b in zip(got, plain, strict=False)) + abs(len(got) - len(plain))
        row["not"].append(differing if child else -1)


def _texts(data: bytes) -> set[bytes]:
    return set(TEXT.findall(data))


def _says(outcome: Outcome) -> bool:
    """Whether the ledger or an attribute says that something is missing, or cannot be told."""
    remarks = any(name in ("incomplete", "unpacked") for name, _ in outcome.attributes)
    return remarks or bool(UNREAD & outcome.totals.keys())


def _tampered(rows: dict[tuple[str, str], dict[str, Any]], target: Target, packed: Path) -> None:
    for way, change in WAYS.items():
        changed = change(packed.read_bytes(), target)
        if changed is not None:
            row = rows.setdefault((TAMPERED, way), _row(TAMPERED, way))
            _count(row, changed, _reference(target, packed), exact=False)


def _no_magic(data: bytes, _: Target) -> bytes:
    return data.replace(MAGIC, b"\0\0\0\0")


def _other_magic(data: bytes, _: Target) -> bytes:
    return data.replace(MAGIC, b"YTS\x99").replace(b"$Info: This file is packed with the UPX", b"$" * 39)


def _no_sizes(data: bytes, target: Target) -> bytes | None:
    """Magics, both sizes before the first block, and the whole pack header: what a botnet of cameras does."""
    if target.kind.startswith("PE"):
        return None
    order = ">" if data[:4] == b"\x7fELF" and data[5] == 2 else "<"
    at = data.rfind(MAGIC)
    start = struct.unpack_from(order + "I", data, at + 32)[0]
    changed = bytearray(data)
    changed[at : at + 36] = bytes(36)
    changed[start : start + 12] = bytes(12)
    return bytes(changed).replace(MAGIC, b"\0\0\0\0")


def _no_header(data: bytes, target: Target) -> bytes | None:
    """The pack header of a Windows program."""
    at = data.find(MAGIC)
    return data[:at] + bytes(32) + data[at + 32 :] if target.kind.startswith("PE") else None


def _renamed(data: bytes, target: Target) -> bytes | None:
    if not target.kind.startswith("PE"):
        return None
    return data.replace(b"UPX0\0", b".text", 1).replace(b"UPX1\0", b".data", 1).replace(b"UPX2\0", b".rsrc", 1)


def _renamed_without_header(data: bytes, target: Target) -> bytes | None:
    bare = _no_header(data, target)
    return _renamed(bare, target) if bare else None


def _overlay(data: bytes, _: Target) -> bytes:
    return data + b"settings that an installer appended\n" * 3000


def _broken(data: bytes, _: Target) -> bytes:
    """One byte in the middle of what is packed."""
    at = len(data) // 2
    return data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]


def _cut(data: bytes, _: Target) -> bytes:
    return data[: 2 * len(data) // 3]


TAMPERED = "tampered with"
WAYS: dict[str, Callable[[bytes, Target], bytes | None]] = {
    "magics wiped": _no_magic,
    "magics and texts of UPX replaced": _other_magic,
    "magics, sizes and pack header wiped": _no_sizes,
    "pack header wiped (PE)": _no_header,
    "sections renamed (PE)": _renamed,
    "sections renamed, pack header wiped (PE)": _renamed_without_header,
    "108 kB appended": _overlay,
    "a byte changed in the middle": _broken,
    "last third cut off": _cut,
}


def summed(rows: list[dict[str, Any]]) -> Iterator[tuple[str, int]]:
    """What the rows add up to, by name of the count, without what was tampered with."""
    total: dict[str, int] = defaultdict(int)
    for row in rows:
        if row["kind"] != TAMPERED:
            for name in _COUNTS:
                total[name] += row[name]
    yield from total.items()
