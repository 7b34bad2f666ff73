"""JFFS2 file systems of both byte orders (Linux ``fs/jffs2``): every node is walked, also outdated ones."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import ClassVar

from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import CARRIED, ByteState, ParseFailure
from scanner.unpack.flash import jffs2_nodes as raw
from scanner.unpack.flash.flash_codecs import Codec, deflated, lzma1, lzo, missing, rtime, stored
from scanner.unpack.flash.flash_files import Files, Inode
from scanner.unpack.flash.flash_names import Entry, Names
from scanner.unpack.flash.flash_overlay import Piece
from scanner.unpack.flash.flash_slack import Slack
from scanner.unpack.flash.jffs2_next import next_image
from scanner.unpack.flash.jffs2_nodes import Node, RawInode, crc
from scanner.unpack.flash.jffs2_summary import records_end
from scanner.unpack.outlet import Outlet

_ZERO = 1
_CODECS: dict[int, Codec] = {
    0: stored,
    2: rtime,
    3: missing("rubinmips"),
    4: stored,
    5: missing("dynrubin"),
    6: deflated,
    7: lzo,
    8: lzma1,
}
_ROOT = 1
_OUTDATED = 1 << 32
"""Below every version of an intact node."""


class Jffs2:
    """Files, links and devices by path; ``.deleted/`` and ``.older/`` for what only nodes out of date hold."""

    NAME: ClassVar[str] = "jffs2"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"jffs2"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "The format does not say where it ends: of an image that is cut exactly between two nodes, files that no "
        "node before the cut mentions are missing without a trace.",
        "Two file systems one behind the other are told apart where they contradict each other; some nodes at the "
        "border can be taken for the wrong one.",
        "The old compression method rubin ends as failed.",
        "Owners, permissions, times and attributes are not reported.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``: nodes first, then the files that they make up."""
        _Walk(source, outlet).run()


class _Walk:
    """Reads the nodes of one image."""

    def __init__(self, source: Source, outlet: Outlet) -> None:
        self.source, self.outlet = source, outlet
        self.order = ">" if source.read(0, 1) == b"\x19" else "<"
        self.size = next_image(source.data, self.order)
        self.data = source.data[: self.size]
        self.slack = Slack(source, outlet)
        self.inodes: dict[int, Inode] = {}
        self.entries: list[Entry] = []
        self.seen: dict[tuple[int, int], Node] = {}

    def run(self) -> None:
        """All of it."""
        end, damaged, state = 0, False, ByteState.PARSED
        for node in raw.nodes(self.data, self.order):
            self._gap(end, node.start, damaged, state)
            damaged, state = not node.valid, CARRIED if node.kind == raw.INODE else ByteState.PARSED
            end = node.start if damaged else min(node.end, self.size)
            if node.valid:
                self._node(node)
        self._gap(end, self.size, damaged, state)
        self._files()
        self.slack.finish()
        if self.size < self.source.size:
            self.outlet.view(f".next@{self.size:#x}", self.size, self.source.size - self.size)

    def _gap(self, start: int, end: int, damaged: bool, state: ByteState) -> None:
        """What no node covers; behind a damaged header that is most of its node. ``state``: of a node's filling."""
        if end - start < 4 and not damaged:
            self.slack.align(start, end, state)
        elif not damaged:
            self.slack.take(start, end, align=4)
        elif start < end:
            if end - start == self.source.size:
                raise ParseFailure("the checksum of its only node's header is wrong")
            self.outlet.view(f".damaged@{start:#x}", start, end - start)
            self._fail(start, end - start, "the checksum of a node's header is wrong")

    def _node(self, node: Node) -> None:
        if node.end > self.size:
            self._fail(node.start, node.length, f"the image is cut: {node.end - self.size:,} bytes are missing")
            return
        reader = _READERS.get(node.kind)
        if reader is None:
            self.slack.parsed(node.start, raw.HEADER)
            self.slack.take(node.start + raw.HEADER, node.end, "node")
        else:
            reader(self, node)

    def _fail(self, start: int, length: int, reason: str) -> None:
        self.outlet.state(start, length, ByteState.FAILED, reason)

    def _fits(self, node: Node, length: int) -> bool:
        """The node has at least ``length`` bytes; else it is failed."""
        if node.length < length:
            self._fail(node.start, node.length, "a node is shorter than its kind needs")
        return node.length >= length

    # -- the kinds of nodes

    def _filler(self, node: Node) -> None:
        self.slack.parsed(node.start, raw.HEADER)
        self.slack.take(node.start + raw.HEADER, node.end)

    def _dirent(self, node: Node) -> None:
        if not self._fits(node, raw.DIRENT_HEAD):
            return
        entry, trouble = raw.raw_dirent(self.data, node, self.order)
        used = raw.DIRENT_HEAD + len(entry.name)
        if trouble:
            self._fail(node.start, node.length, trouble)
            # Salvage: the name may still serve, below every intact one.
            entry = Entry(entry.parent, entry.name, entry.inode, -1, node.start, node.length)
        else:
            self.slack.parsed(node.start, used)
            self.slack.take(node.start + used, node.end)
        self.entries.append(entry)

    def _inode(self, node: Node) -> None:
        if not self._fits(node, raw.INODE_HEAD):
            return
        found = raw.raw_inode(self.data, node, self.order)
        if node.live and self._is_copy(node, found):
            self.slack.parsed(node.start, node.length)
            return
        inode = self.inodes.setdefault(found.inode, Inode(found.inode))
        trouble = self._trouble(node, found)
        rank = found.version if found.valid and node.live else found.version - _OUTDATED
        if rank >= inode.rank:
            inode.rank, inode.mode, inode.size = rank, found.mode, found.size
            inode.start, inode.length = node.start, node.length
        used = min(raw.INODE_HEAD + found.stored, node.length)
        self.slack.take(node.start + used, node.end)
        if not found.decoded:
            self._bare(node, used, trouble)
            return
        codec = None if found.codec == _ZERO else _CODECS.get(found.codec, missing(f"method {found.codec}"))
        at = node.start + raw.INODE_HEAD
        place = (found.version, found.offset, found.decoded, node.start, used, at, used - raw.INODE_HEAD)
        (inode.pieces if node.live else inode.dead).append(Piece(*place, codec, trouble))

    def _bare(self, node: Node, used: int, trouble: str) -> None:
        """A node that only describes: bytes that it holds all the same belong to no file."""
        self.slack.parsed(node.start, raw.INODE_HEAD)
        self.slack.take(node.start + raw.INODE_HEAD, node.start + used)
        if trouble:
            self._fail(node.start, node.length, trouble)

    def _is_copy(self, node: Node, found: RawInode) -> bool:
        """An equal node was met before: garbage collection copies before it erases."""
        first = self.seen.setdefault((found.inode, found.version), node)
        if first is node or first.length != node.length:
            return False
        return self.data[first.start + 4 : first.end] == self.data[node.start + 4 : node.end]

    def _trouble(self, node: Node, found: RawInode) -> str:
        if not found.valid:
            return "the checksum of a node is wrong"
        if found.stored > node.length - raw.INODE_HEAD:
            return "a node is shorter than its data"
        begin = node.start + raw.INODE_HEAD
        if crc(self.data[begin : begin + found.stored]) != found.data_crc:
            return "the checksum of its data is wrong"
        return ""

    def _summary(self, node: Node) -> None:
        if not self._fits(node, raw.SUMMARY_HEAD):
            return
        start = node.start + raw.SUMMARY_HEAD
        (count,) = struct.unpack_from(self.order + "I", self.data, node.start + raw.HEADER)
        (expected,) = struct.unpack_from(self.order + "I", self.data, node.start + 24)
        good = raw.small_sum(self.data, node, self.order, raw.SUMMARY_HEAD, 24)
        if not good or crc(self.data[start : node.end]) != expected:
            self._fail(node.start, node.length, "the checksum of a summary is wrong")
            return
        try:
            end = records_end(self.data, self.order, start, node.end, count)
        except ParseFailure as error:
            self._fail(node.start, node.length, str(error))
            return
        self.slack.parsed(node.start, end - node.start)
        self.slack.take(end, node.end - 8)
        self.slack.parsed(node.end - 8, 8)

    def _xattr(self, node: Node) -> None:
        if not self._fits(node, raw.XATTR_HEAD):
            return
        name, value, expected = struct.unpack_from(self.order + "xBHI", self.data, node.start + 20)
        begin = node.start + raw.XATTR_HEAD
        end = min(begin + name + 1 + value, node.end)
        self.slack.parsed(node.start, raw.XATTR_HEAD)
        self.outlet.field("attribute", begin, end - begin)
        self.slack.take(end, node.end)
        good = raw.small_sum(self.data, node, self.order, raw.XATTR_HEAD, 28)
        if not good or crc(self.data[begin:end]) != expected:
            self._fail(node.start, node.length, "the checksum of an attribute is wrong")

    def _xref(self, node: Node) -> None:
        if not self._fits(node, raw.XREF_HEAD):
            return
        self.slack.parsed(node.start, raw.XREF_HEAD)
        self.slack.take(node.start + raw.XREF_HEAD, node.end)
        if not raw.small_sum(self.data, node, self.order, raw.XREF_HEAD, 24):
            self._fail(node.start, node.length, "the checksum of an attribute's reference is wrong")

    # -- what the nodes make up

    def _files(self) -> None:
        names = Names(self.entries, _ROOT)
        for entry in names.live():
            if entry.inode not in self.inodes and entry.inode != _ROOT:
                reason = f"nothing of {safe_text(names.path(entry), 200)} is in the image"
                self._fail(entry.start, entry.length, reason)
        files = Files(self.source, self.outlet, names, holes=False)
        files.hand_over(inode for inode in self.inodes.values() if inode.number != _ROOT or inode.pieces)


_READERS: dict[int, Callable[[_Walk, Node], None]] = {
    raw.DIRENT: _Walk._dirent,
    raw.INODE: _Walk._inode,
    raw.SUMMARY: _Walk._summary,
    raw.XATTR: _Walk._xattr,
    raw.XREF: _Walk._xref,
    raw.CLEANMARKER: _Walk._filler,
    raw.PADDING: _Walk._filler,
}
