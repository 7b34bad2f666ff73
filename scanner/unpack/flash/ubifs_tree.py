"""Turns the leaf nodes of a UBIFS image into inodes, pieces and names; the newest one of every key counts."""

from __future__ import annotations

import struct
from collections import defaultdict
from dataclasses import dataclass, field

from scanner.unpack.flash.flash_codecs import Codec, lzo, missing, raw_deflated, stored, zstd
from scanner.unpack.flash.flash_files import Inode
from scanner.unpack.flash.flash_names import Entry
from scanner.unpack.flash.flash_overlay import Piece
from scanner.unpack.flash.ubifs_nodes import BLOCK, DATA_HEAD, DENTRY_HEAD, INODE_HEAD, Node

_CODECS: dict[int, Codec] = {0: stored, 1: lzo, 2: raw_deflated, 3: zstd}
_NUMBER = 0x1FFFFFFF
"""Bits of a key's second word that are the number of a block."""
ENCRYPTED = 0x40


@dataclass(slots=True)
class Tree:
    """What was found, by inode number; ``encrypted`` holds inodes whose content is."""

    inodes: dict[int, Inode] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    encrypted: set[int] = field(default_factory=set)
    _deleted: dict[int, int] = field(default_factory=dict)
    """Inode to the sequence number of the node that deleted it."""
    _cuts: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    """Inode to (sequence number, size) of its truncations."""

    def inode(self, number: int) -> Inode:
        """The inode, made where it is new."""
        return self.inodes.setdefault(number, Inode(number, live=False))

    def add_entry(self, data: memoryview, node: Node, live: bool) -> int:
        """A directory entry; returns the bytes of the node that it takes."""
        parent = struct.unpack_from("<I", data, node.start + 24)[0]
        inode, size = struct.unpack_from("<Q2xH", data, node.start + 40)
        begin = node.start + DENTRY_HEAD
        name = bytes(data[begin : min(begin + size, node.start + node.length)])
        self.entries.append(Entry(parent, name, inode, node.sequence, node.start, node.length, live))
        return DENTRY_HEAD + len(name) + 1

    def add_inode(self, data: memoryview, node: Node, live: bool) -> None:
        """An inode; what it holds inline (the target of a link, the number of a device) is a piece."""
        number = struct.unpack_from("<I", data, node.start + 24)[0]
        (size,) = struct.unpack_from("<Q", data, node.start + 48)
        links, mode, flags, length = struct.unpack_from("<I8xIII", data, node.start + 92)
        inode = self.inode(number)
        if (live, node.sequence) >= (inode.live, inode.rank):
            inode.rank, inode.mode, inode.size, inode.live = node.sequence, mode, size, live
            inode.start, inode.length = node.start, node.length
            if flags & ENCRYPTED:
                self.encrypted.add(number)
        if live and not links:
            self._deleted[number] = max(node.sequence, self._deleted.get(number, 0))
        length = min(length, node.length - INODE_HEAD)
        if length:
            place = (node.sequence, 0, length, node.start, node.length, node.start + INODE_HEAD, length)
            (inode.pieces if live else inode.dead).append(Piece(*place, stored))

    def add_data(self, data: memoryview, node: Node, live: bool) -> None:
        """One block of a file; a damaged one fills in where no other is."""
        number, key = struct.unpack_from("<II", data, node.start + 24)
        size, method = struct.unpack_from("<IH", data, node.start + 40)
        codec = _CODECS.get(method) or missing(f"method {method}")
        trouble = "" if node.valid else "the checksum of a node is wrong"
        at, length = (key & _NUMBER) * BLOCK, node.length - DATA_HEAD
        place = (node.sequence, at, size, node.start, node.length, node.start + DATA_HEAD, length)
        inode = self.inode(number)
        (inode.pieces if live else inode.dead).append(Piece(*place, codec, trouble))

    def add_cut(self, data: memoryview, node: Node) -> None:
        """A truncation that the journal holds."""
        number, _, size = struct.unpack_from("<I12xQQ", data, node.start + 24)
        self._cuts[number].append((node.sequence, size))

    def settle(self) -> None:
        """Tell what counts from what is out of date, once all nodes are in."""
        for number, inode in self.inodes.items():
            deleted = self._deleted.get(number, 0)
            if inode.live and deleted >= inode.rank:
                inode.live = False
            lost = inode.rank < 0  # its own node
            inode.live |= lost
            if not inode.live:
                inode.pieces, inode.dead = [*inode.pieces, *inode.dead], []
            if lost or not inode.live:
                inode.size = max((piece.end for piece in inode.pieces), default=inode.size)
            _keep(inode, self._cuts.get(number, []))


def _keep(inode: Inode, cuts: list[tuple[int, int]]) -> None:
    """Of every block the newest node counts, if no later truncation took it away."""
    newest: dict[int, Piece] = {}
    for piece in inode.pieces:
        best = newest.get(piece.at)
        if best is None or (not piece.trouble, piece.rank, piece.start) > (not best.trouble, best.rank, best.start):
            newest[piece.at] = piece
    kept: list[Piece] = []
    for piece in inode.pieces:
        cut = any(piece.rank < sequence and piece.at >= size for sequence, size in cuts)
        (inode.dead if cut or newest[piece.at] is not piece else kept).append(piece)
    inode.pieces = kept
