"""Where one JFFS2 file system ends and another begins: a dump of a chip often holds several, and no node says so."""

from __future__ import annotations

import struct

from scanner.unpack.flash.jffs2_nodes import CLEANMARKER, DIRENT, DIRENT_HEAD, INODE, INODE_HEAD, Node, nodes, raw_inode

_GAP = 64
"""Bytes without a node, behind which an image may begin."""
_ROOT = 1


def next_image(data: memoryview, order: str) -> int:
    """Offset of the first node of a second file system; the length of ``data`` where there is only one.

    In one file system no two intact nodes of an inode have one version and differ. Where two do, the second image
    began before the later one: at the entry with which mkfs.jffs2 begins (its version is 0), else at the last block.
    """
    seen: dict[tuple[int, int], Node] = {}
    strong = weak = end = 0
    for node in nodes(data, order):
        if not node.valid or node.end > len(data):
            continue
        if node.kind == CLEANMARKER or node.start - end >= _GAP:
            weak = node.start
        elif node.kind == DIRENT and node.length >= DIRENT_HEAD:
            strong = node.start if struct.unpack_from(order + "II", data, node.start + 12) == (_ROOT, 0) else strong
        elif node.kind == INODE and node.live and node.length >= INODE_HEAD:
            key = struct.unpack_from(order + "II", data, node.start + 12)
            first = seen.setdefault((key[0], key[1]), node)
            start = strong if strong > first.start else weak
            if first is not node and start > first.start and _contradict(data, first, node, order):
                return start
        end = node.end
    return len(data)


def _contradict(data: memoryview, first: Node, second: Node, order: str) -> bool:
    if data[first.start : first.end] == data[second.start : second.end]:
        return False
    return raw_inode(data, first, order).valid and raw_inode(data, second, order).valid
