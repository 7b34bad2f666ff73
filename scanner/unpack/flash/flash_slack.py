"""Bytes of an image that no node of a flash file system covers: padding, children, or short rests in one child."""

from __future__ import annotations

from scanner.formats.source import Source
from scanner.types import ByteState
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import run_end, unaccounted

SHORT = 64
"""Bytes of a rest that does not become a child of its own: there may be one behind every node."""
_PADDING = frozenset(b"\x00\xff\xce")
"""What flash file systems and chips fill up with; a shorter run of other bytes is content."""
_RUNS = 4


class Slack:
    """Takes every gap of one image; :meth:`finish` hands over what was too short for a child each."""

    def __init__(self, source: Source, outlet: Outlet) -> None:
        self._source, self._outlet = source, outlet
        self._rests: list[tuple[int, int]] = []
        self._run = (0, 0, ByteState.PARSED)
        """The last range (start, end, state): nodes may be as short as 12 bytes, and there may be millions of them."""

    def parsed(self, start: int, length: int) -> None:
        """Declare a range that was understood; neighbours become one entry of the ledger."""
        self._declare(start, start + length, ByteState.PARSED)

    def take(self, start: int, end: int, label: str = "unaccounted", align: int = 1) -> None:
        """Declare ``[start, end)``."""
        if start >= end:
            return
        if self._is_filling(start, end):
            self._declare(start, end, ByteState.PADDING)
        elif end - start < SHORT:
            self._rests.append((start, end))
        else:
            unaccounted(self._source, self._outlet, start, end, label, align)

    def align(self, start: int, end: int, state: ByteState) -> None:
        """The same for the few bytes up to the next aligned node: filling counts as ``state``, that of the node before.

        A ledger entry for every such filling would make the ledger as long as the image has nodes.
        """
        if start < end and self._is_filling(start, end):
            self._declare(start, end, state)
        else:
            self.take(start, end)

    def _declare(self, start: int, end: int, state: ByteState) -> None:
        begin, last, same = self._run
        if (start, state) == (last, same):
            self._run = (begin, end, state)
        else:
            self._outlet.state(begin, last - begin, same)
            self._run = (start, end, state)

    def _is_filling(self, start: int, end: int) -> bool:
        """Nothing but a few runs of bytes that fill up: to the next node, to the page, to the block."""
        data = self._source.data
        for _ in range(_RUNS):
            if start < end and data[start] in _PADDING:
                start = run_end(data, start, end)
        return start >= end

    def finish(self) -> None:
        """Declare the last range, and hand over the short rests, one behind the other, as the child ``.slack``."""
        self._declare(0, 0, ByteState.PARSED)
        if self._rests:
            self._outlet.stream(".slack", (bytes(self._source.data[start:end]) for start, end in self._rests))
        for start, end in self._rests:
            self._outlet.carried(start, end - start)
