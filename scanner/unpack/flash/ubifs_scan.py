"""Walks all areas of a UBIFS image: sorts its nodes by what they are for and accounts for what is no node."""

from __future__ import annotations

import struct
from collections.abc import Callable

from scanner.formats.source import Source
from scanner.types import CARRIED, ByteState, Span
from scanner.unpack.flash import ubifs_nodes as raw
from scanner.unpack.flash.flash_slack import Slack
from scanner.unpack.flash.ubifs_index import BRANCH
from scanner.unpack.flash.ubifs_lpt import table_parts
from scanner.unpack.flash.ubifs_nodes import Layout, Node
from scanner.unpack.outlet import Outlet

_AUTHENTICATED = 0x20
_RESERVED = {raw.SUPER: 322, raw.MASTER: 360}
"""Where a node's reserved rest begins, which is large enough to hide something."""
_LONGEST_HASH = 64
_ORPHAN_LIST = 32
"""Offset of the numbers in a node of orphans."""
_LEAVES = frozenset({raw.INODE, raw.DATA, raw.DENTRY, raw.XENTRY, raw.TRUNCATION})


class Scan:
    """The nodes of one image; leaves are only collected, all others are declared."""

    def __init__(self, source: Source, outlet: Outlet, slack: Slack, shape: Layout) -> None:
        self._source, self._outlet, self._slack, self._shape = source, outlet, slack, shape
        self.leaves: dict[int, Node] = {}
        """By offset; also damaged blocks of files, which may be whole but for a bit."""
        self.inner: dict[int, Node] = {}
        self.masters: list[Node] = []
        self.commits: list[Node] = []

    def run(self, end: int) -> None:
        """All nodes of ``[0, end)``."""
        table = self._shape.table
        if not table.length:
            self._area(0, end)
            return
        self._area(0, min(table.offset, end))
        self._table(Span(table.offset, max(0, min(table.end, end) - table.offset)))
        self._area(min(table.end, end), end)

    def _area(self, start: int, end: int) -> None:
        position, state = start, ByteState.PARSED
        broken: Node | None = None
        for node in raw.nodes(self._source.data[:end], self._shape.leb, start):
            if broken is not None and not node.valid and node.start < broken.end:
                continue
            position = self._broken(position, broken, node.start)
            self._gap(position, node.start, state)
            position, broken = node.start, node
            if node.valid:
                position, broken, state = node.end, None, self._node(node)
        position = self._broken(position, broken, end)
        self._gap(position, end, state)

    def _gap(self, start: int, end: int, state: ByteState) -> None:
        if end - start < 8:
            self._slack.align(start, end, state)
        else:
            self._slack.take(start, end, align=8)

    def _broken(self, position: int, node: Node | None, limit: int) -> int:
        """Declare a damaged node that ends at ``limit`` at the latest; returns where what follows begins."""
        if node is None:
            return position
        end = min(limit, node.end)
        if node.kind == raw.DATA and raw.DATA_HEAD < node.length <= limit - node.start:
            self.leaves[node.start] = node
        else:
            self._outlet.view(f".damaged@{node.start:#x}", node.start, end - node.start)
        self._fail(node.start, end - node.start, "the checksum of a node is wrong")
        return end

    def _node(self, node: Node) -> ByteState:
        """Sort one intact node; returns the state of the filling behind it."""
        if node.kind in _LEAVES:
            self.leaves[node.start] = node
            return CARRIED if node.kind == raw.DATA else ByteState.PARSED
        if node.kind == raw.UNKNOWN:
            self._slack.parsed(node.start, raw.HEADER)
            self._slack.take(node.start + raw.HEADER, node.end, "node")
            return ByteState.PARSED
        self._slack.parsed(node.start, node.length)
        special = _SPECIAL.get(node.kind)
        if special is not None:
            special(self, node)
        reserved = _RESERVED.get(node.kind)
        if reserved and any(self._source.data[node.start + reserved : node.start + node.length]):
            self._slack.take(node.start + reserved, node.start + node.length, "reserved")
        self._slack.take(node.start + node.length, node.end)  # only padding nodes have anything there
        return ByteState.PARSED

    def _index(self, node: Node) -> None:
        self.inner[node.start] = node
        (count,) = struct.unpack_from("<H", self._source.data, node.start + 24)
        end = node.start + raw.INDEX_HEAD + count * BRANCH
        if not self._shape.flags & _AUTHENTICATED:
            self._slack.take(end, node.start + node.length, "index")

    def _signature(self, node: Node) -> None:
        begin = node.start + raw.SIGNATURE_HEAD
        (length,) = struct.unpack_from("<I", self._source.data, node.start + 28)
        self._outlet.view(f".signature@{begin:#x}", begin, min(length, node.start + node.length - begin))

    def _authentication(self, node: Node) -> None:
        self._slack.take(node.start + raw.HEADER + _LONGEST_HASH, node.start + node.length, "node")

    def _orphans(self, node: Node) -> None:
        """A list of inode numbers, of which 32 bits are in use."""
        numbers = self._source.read(node.start + _ORPHAN_LIST, node.length - _ORPHAN_LIST)
        if any(any(numbers[at::8]) for at in range(4, 8)):
            self._slack.take(node.start + _ORPHAN_LIST, node.start + node.length, "node")

    def _table(self, table: Span) -> None:
        position = table.offset
        for part in table_parts(self._source.data, self._shape, table):
            self._slack.take(position, part.offset, "table")
            self._slack.parsed(part.offset, part.length)
            position = part.end
        self._slack.take(position, table.end, "table")

    def _fail(self, start: int, length: int, reason: str) -> None:
        self._outlet.state(start, length, ByteState.FAILED, reason)


_SPECIAL: dict[int, Callable[[Scan, Node], None]] = {
    raw.INDEX: Scan._index,
    raw.MASTER: lambda scan, node: scan.masters.append(node),
    raw.COMMIT: lambda scan, node: scan.commits.append(node),
    raw.SIGNATURE: Scan._signature,
    raw.AUTH: Scan._authentication,
    raw.ORPHANS: Scan._orphans,
}
