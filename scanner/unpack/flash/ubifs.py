"""UBIFS file systems (Linux ``fs/ubifs``): every node is walked; the index and the journal say which ones count."""

from __future__ import annotations

import struct
from typing import ClassVar

from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import ByteState, ParseFailure
from scanner.unpack.flash import ubifs_nodes as raw
from scanner.unpack.flash.flash_files import Files, Inode
from scanner.unpack.flash.flash_names import Names
from scanner.unpack.flash.flash_slack import Slack
from scanner.unpack.flash.ubifs_index import Commit, Index, commit, walk
from scanner.unpack.flash.ubifs_nodes import Layout, Node
from scanner.unpack.flash.ubifs_scan import Scan
from scanner.unpack.flash.ubifs_tree import Tree
from scanner.unpack.outlet import Outlet
from scanner.unpack.tail import hand_over_tail

_ROOT = 1
_XATTR = 0x20
_PROTECTION = {0x10: "some files are encrypted", 0x20: "authenticated or signed; this is not checked"}


class Ubifs:
    """Files, links and devices by path; ``.deleted/`` and ``.older/`` for what only outdated nodes hold."""

    NAME: ClassVar[str] = "ubifs"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"ubifs"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Signatures and hashes of authenticated file systems are not checked.",
        "Files encrypted with fscrypt are not decrypted, and their names are shown as they are stored.",
        "Owners, permissions and times are not reported.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``: nodes first, then the files that they make up.

        :raises ParseFailure: where neither the superblock nor a master node is intact.
        """
        _Walk(source, outlet).run()


class _Walk:
    """Reads one image."""

    def __init__(self, source: Source, outlet: Outlet) -> None:
        self.source, self.outlet, self.data = source, outlet, source.data
        self.slack = Slack(source, outlet)
        self.tree = Tree()

    def run(self) -> None:
        """All of it."""
        shape = self._shape()
        end = min(self.source.size, shape.count * shape.leb)
        scan = Scan(self.source, self.outlet, self.slack, shape)
        scan.run(end)
        newest = commit(self.data, scan.masters, shape.leb)
        index = walk(self.data, scan.inner, scan.leaves, newest, shape.leb) if newest else Index()
        if newest is None:
            self._fail(0, min(raw.BLOCK, self.source.size), "no master node is intact: the index cannot be found")
        for node, start, length in index.lost:
            self._lost(node, start, length)
        if not index.complete:
            self.outlet.attributes.append(("index", "damaged: the newest node of every name and block counts"))
        for start, node in sorted(scan.leaves.items()):
            live = not index.complete or start in index.leaves or node.sequence > self._last(newest, scan)
            self._leaf(node, live)
        self._files()
        self.slack.finish()
        hand_over_tail(self.source, self.outlet, end)

    def _shape(self) -> Layout:
        try:
            shape = raw.superblock(self.data)
        except ParseFailure as error:
            self._fail(0, min(raw.BLOCK, self.source.size), str(error))
            shape = raw.guessed(self.data)
        for flag, words in _PROTECTION.items():
            if shape.flags & flag:
                self.outlet.attributes.append(("protection", words))
        return shape

    def _last(self, newest: Commit | None, scan: Scan) -> int:
        """Sequence number up to which the index knows all nodes; later ones are the journal's."""
        if newest is None:
            return -1
        numbers = ((node.sequence, struct.unpack_from("<Q", self.data, node.start + 24)[0]) for node in scan.commits)
        return next((sequence for sequence, number in numbers if number == newest.number), newest.master.sequence)

    def _lost(self, node: Node, start: int, length: int) -> None:
        """The index leads to a node that is not there."""
        if start + length <= self.source.size:
            self._fail(start, length, "the index leads here, and the node is not intact")
        else:
            self._fail(node.start, node.length, "the index leads to nodes beyond the end: the image is cut")

    def _fail(self, start: int, length: int, reason: str) -> None:
        self.outlet.state(start, length, ByteState.FAILED, reason)

    # -- leaves

    def _leaf(self, node: Node, live: bool) -> None:
        """Add a node to the tree; blocks and inodes with content are declared when their file is."""
        used = node.length
        if node.kind == raw.DATA:
            self.tree.add_data(self.data, node, live)
            return
        if node.kind == raw.INODE:
            used = self._inode(node, live)
        elif node.kind == raw.DENTRY:
            used = self.tree.add_entry(self.data, node, live)
        elif node.kind == raw.XENTRY:
            used = raw.DENTRY_HEAD + 1 + int(struct.unpack_from("<H", self.data, node.start + 50)[0])
        elif live:
            self.tree.add_cut(self.data, node)
        used = min(used, node.length)
        if node.kind != raw.INODE:
            self.slack.parsed(node.start, used)
        self.slack.take(node.start + used, node.start + node.length)

    def _inode(self, node: Node, live: bool) -> int:
        """An inode; the values of extended attributes are inodes, too, and short ones no content."""
        flags, size = struct.unpack_from("<II", self.data, node.start + 108)
        length = min(int(size), node.length - raw.INODE_HEAD)
        if flags & _XATTR:
            self.slack.parsed(node.start, raw.INODE_HEAD)
            self.outlet.field("attribute", node.start + raw.INODE_HEAD, length)
        else:
            self.tree.add_inode(self.data, node, live)
            if not length:
                self.slack.parsed(node.start, raw.INODE_HEAD)
        return raw.INODE_HEAD + length

    # -- files

    def _files(self) -> None:
        tree = self.tree
        tree.settle()
        names = Names(tree.entries, _ROOT)
        for entry in names.live():
            if entry.inode not in tree.inodes:
                reason = f"nothing of {safe_text(names.path(entry), 200)} is in the image"
                self._fail(entry.start, entry.length, reason)
        plain = [inode for number, inode in sorted(tree.inodes.items()) if number not in tree.encrypted]
        Files(self.source, self.outlet, names, holes=True).hand_over(plain)
        for number in sorted(tree.encrypted):
            self._encrypted(tree.inodes[number])

    def _encrypted(self, inode: Inode) -> None:
        for piece in (*inode.pieces, *inode.dead):
            reason = "encrypted with fscrypt; the key is not in the image"
            self.outlet.state(piece.start, piece.length, ByteState.ENCRYPTED, reason)
