"""Compound files of version 3, built by [MS-CFB]: the directory, one allocation table, streams where they are told."""

from __future__ import annotations

import struct

SECTOR, END, FREE = 512, 0xFFFFFFFE, 0xFFFFFFFF
_ROOT, _STREAM = 5, 2


def entry(name: str, kind: int, start: int, size: int, child: int = FREE, right: int = FREE) -> bytes:
    """One directory entry."""
    raw = name.encode("utf-16-le")
    head = raw.ljust(64, b"\0") + struct.pack("<HBB3L", len(raw) + 2, kind, 1, FREE, right, child)
    return head + bytes(36) + struct.pack("<LQ", start, size)


def ole(
    large: dict[str, bytes], small: dict[str, bytes] | None = None, *, spare: bytes = b"", scatter: bool = False
) -> bytes:
    """A file of ``large`` streams (4,096 bytes and more) and ``small`` ones; ``spare`` stands in a free sector.

    ``scatter`` puts the sectors of every large stream in descending order.
    """
    small = small or {}
    table: list[int] = [END, FREE]  # the table itself is sector 0, the directory follows the data
    body: list[bytes] = [b""]
    table[0] = 0xFFFFFFFD
    table.pop()
    entries: list[tuple[str, int, int]] = []
    for name, data in large.items():
        count = -(-len(data) // SECTOR)
        numbers = list(range(len(table), len(table) + count))
        order = numbers[::-1] if scatter else numbers
        table += [FREE] * count
        body += [b""] * count
        for index, number in enumerate(order):
            table[number] = order[index + 1] if index + 1 < count else END
            body[number] = data[index * SECTOR : (index + 1) * SECTOR].ljust(SECTOR, b"\0")
        entries.append((name, order[0], len(data)))
    mini, mini_table = b"", []
    for name, data in small.items():
        entries.append((name, len(mini_table), len(data)))
        count = -(-len(data) // 64)
        mini_table += [*range(len(mini_table) + 1, len(mini_table) + count), END]
        mini += data.ljust(count * 64, b"\0")
    root, first_mini = _append(table, body, mini), END
    if small:
        first_mini = _append(table, body, struct.pack(f"<{len(mini_table)}L", *mini_table).ljust(SECTOR, b"\xff"))
    listed = [entry("Root Entry", _ROOT, root, len(mini), 1 if entries else FREE)]
    for number, (name, start, size) in enumerate(entries, 2):
        listed.append(entry(name, _STREAM, start, size, right=number if number <= len(entries) else FREE))
    while len(listed) % 4:
        listed.append(bytes(68) + b"\xff" * 12 + bytes(48))
    directory = _append(table, body, b"".join(listed))
    if spare:
        table.append(FREE)
        body.append(spare.ljust(SECTOR, b"\0"))
    body[0] = struct.pack(f"<{len(table)}L", *table).ljust(SECTOR, b"\xff")
    head = struct.pack("<8s16x5H6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9L", 0, 1, directory, 0, 4096, first_mini, int(bool(small)), END, 0)
    return head + struct.pack("<109L", 0, *[FREE] * 108) + b"".join(body)


def _append(table: list[int], body: list[bytes], data: bytes) -> int:
    """Add a chain in ascending sectors; returns the first, or the end mark for nothing."""
    if not data:
        return END
    first = len(table)
    for start in range(0, len(data), SECTOR):
        table.append(len(table) + 1)
        body.append(data[start : start + SECTOR].ljust(SECTOR, b"\0"))
    table[-1] = END
    return first
