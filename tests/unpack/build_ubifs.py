"""Small UBIFS images, node by node: with a journal, deletions and outdated nodes, as a running device makes them."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from tests.unpack.build_flash import FOLDER, REGULAR, plain_crc

LEB = 4096 + 2048
INO, DATA, DENT, XENT, TRUN, PAD, SUPER, MASTER, REF, INDEX, COMMIT = range(11)
_LOG, _TABLE, _ORPHANS, _MAIN = 3, 4, 5, 6
"""First logical blocks of the areas; each but the main area has one block here."""


def node(kind: int, body: bytes, sequence: int) -> bytes:
    """Any node, filled up to a multiple of eight."""
    rest = struct.pack("<QIB3x", sequence, 24 + len(body), kind) + body
    return struct.pack("<II", 0x06101831, plain_crc(rest)) + rest + bytes(-(len(rest)) % 8)


def key(inode: int, kind: int, low: int = 0) -> bytes:
    return struct.pack("<II8x", inode, kind << 29 | low)


def inode(
    number: int, sequence: int, size: int = 0, mode: int = REGULAR, links: int = 1, data: bytes = b"", flags: int = 0
):
    fields = struct.pack("<QQ24x12xIIIIIIII4xIH26x", sequence, size, links, 0, 0, mode, flags, len(data), 0, 0, 0, 1)
    return node(INO, key(number, INO) + fields + data, sequence)


def dent(parent: int, name: bytes, number: int, sequence: int, kind: int = DENT) -> bytes:
    low = plain_crc(name) & 0x1FFFFFFF
    return node(
        kind, key(parent, kind, low) + struct.pack("<QBBHI", number, 0, 0, len(name), 0) + name + b"\0", sequence
    )


def block(number: int, index: int, data: bytes, sequence: int, method: int = 0, size: int | None = None) -> bytes:
    fields = struct.pack("<IHH", len(data) if size is None else size, method, 0)
    return node(DATA, key(number, DATA, index) + fields + data, sequence)


def cut(number: int, old: int, new: int, sequence: int) -> bytes:
    return node(TRUN, struct.pack("<I12xQQ", number, old, new), sequence)


def file(number: int, name: bytes, data: bytes, sequence: int, parent: int = 1) -> list[bytes]:
    """Entry, inode and blocks."""
    blocks = [
        block(number, at // 4096, data[at : at + 4096], sequence + 2 + at // 4096) for at in range(0, len(data), 4096)
    ]
    return [dent(parent, name, number, sequence), inode(number, sequence + 1, len(data)), *blocks]


@dataclass(slots=True)
class Image:
    """``committed`` nodes are in the index, ``outdated`` ones are not, ``journal`` ones came after the commit."""

    committed: list[bytes]
    journal: list[bytes] = field(default_factory=list)
    outdated: list[bytes] = field(default_factory=list)
    commit: int = 1000
    flags: int = 0

    def build(self) -> bytes:
        blocks: list[bytes] = []
        places = self._place([inode(1, 1, mode=FOLDER, links=2), *self.committed], blocks)
        self._place(self.outdated, blocks)
        self._place(self.journal, blocks)
        index = self._index(places)
        root = _MAIN + len(blocks)
        blocks.append(index)
        fields = struct.pack("<5I", self.flags, 8, LEB, _MAIN + len(blocks), _MAIN + len(blocks) + 10)
        fields += struct.pack("<Q6I", 0, 1, 1, 1, 1, 8, 0)
        superblock = node(SUPER, (bytes(4) + fields).ljust(4072, b"\0"), 1)
        state = struct.pack("<QQIIIII", 100, 5, 0, _LOG, root, 0, len(index))
        master = node(MASTER, state.ljust(488, b"\0"), self.commit + 1)
        log = node(COMMIT, struct.pack("<Q", 5), self.commit)
        areas = [superblock, master, master, log, b"", b"", *blocks]
        return b"".join(area.ljust(LEB, b"\xff") for area in areas)

    @staticmethod
    def _place(nodes: list[bytes], blocks: list[bytes]) -> list[tuple[int, int, int, bytes]]:
        """Append ``nodes`` to new blocks; returns (block, offset, length, key) of each."""
        places = []
        current = b""
        for item in nodes:
            if len(current) + len(item) > LEB:
                blocks.append(current)
                current = b""
            length = struct.unpack_from("<I", item, 16)[0]
            places.append((_MAIN + len(blocks), len(current), length, item[24:32]))
            current += item
        if current:
            blocks.append(current)
        return places

    def _index(self, places: list[tuple[int, int, int, bytes]]) -> bytes:
        branches = b"".join(struct.pack("<III", *place[:3]) + place[3] for place in places)
        return node(INDEX, struct.pack("<HH", len(places), 0) + branches, self.commit - 1)
