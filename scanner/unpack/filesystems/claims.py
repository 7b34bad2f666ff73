"""Who owns which bytes of a file system or disk: structure, files, and what nobody refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scanner.formats.source import Source
from scanner.types import ByteState, Span
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import unaccounted, uniform

HOLE = -1
"""Offset of a run that is not stored and reads as zeros."""
BLOCK = 1 << 20
_MOST = 2000
"""Children of unclaimed bytes in one node; more are a limit entry."""
_ZEROS = bytes(BLOCK)


class Claims:
    """Takes the structures and files of one node, then accounts for all that is left of it.

    A file in one piece costs nothing (it is a view); others are copied to disk. Files with the very same bytes are
    hard links of the first.
    """

    def __init__(self, source: Source, outlet: Outlet) -> None:
        self.source, self.outlet = source, outlet
        self._taken: list[tuple[int, int]] = []
        self._first: dict[tuple[tuple[Span, ...], int], str | bytes] = {}
        self._children = 0

    def structure(self, offset: int, length: int) -> None:
        """The reader understood the range."""
        self.outlet.parsed(offset, length)
        self.take(offset, length)

    def failed(self, offset: int, length: int, reason: str) -> None:
        """The range is part of a structure or file that is broken."""
        self.outlet.state(offset, length, ByteState.FAILED, reason)
        self.take(offset, length)

    def file(self, name: str | bytes, runs: Iterable[Span], size: int, where: Span) -> bool:
        """Hand over the file ``name`` of ``size`` bytes that lie in ``runs``; what is left of them is slack.

        Of a file that is cut what is there is handed over and failed, and so is ``where``, the range that describes it.
        Returns whether all of it is there.
        """
        stored = _joined(runs)
        key = (stored, size)
        if size and key in self._first:
            self.outlet.link(name, self._first[key], "hardlink")
            return True
        self._first[key] = name
        content, slack = _split(stored, size)
        there = [run for run in (self._clipped(run) for run in content) if run.length]
        missing = size - sum(run.length for run in there)
        if there or not size:
            self._hand_over(name, there)
        for run in there:
            self.take(run.offset, run.length)
            if missing:
                self.outlet.state(run.offset, run.length, ByteState.FAILED, f"{missing:,} bytes of a file are missing")
        if missing:
            self.outlet.state(where.offset, where.length, ByteState.FAILED, f"{missing:,} bytes of a file are missing")
        for run in slack:
            self.leftover(run.offset, run.end, "slack")
        return not missing

    def leftover(self, start: int, end: int, label: str, align: int = 1) -> None:
        """Declare ``[start, end)``, which no file refers to: padding, or a child of its own."""
        start, end = max(0, start), min(end, self.source.size)
        if start >= end:
            return
        self.take(start, end - start)
        if uniform(self.source.data, start, end):
            self.outlet.state(start, end - start, ByteState.PADDING)
        elif self._children < _MOST:
            self._children += 1
            unaccounted(self.source, self.outlet, start, end, label, align)
        else:
            reason = f"more than {_MOST:,} regions that no file refers to hold data"
            self.outlet.state(start, end - start, ByteState.LIMIT, reason)

    def rest(self, start: int, end: int, label: str = "unreferenced", align: int = 1) -> None:
        """Account for everything in ``[start, end)`` that nothing has claimed so far."""
        for gap_start, gap_end in list(self.gaps(start, end)):
            self.leftover(gap_start, gap_end, label, align)

    def gaps(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """(start, end) of the parts of ``[start, end)`` that nothing has claimed, in order."""
        for taken, taken_end in sorted(self._taken):
            if taken >= end:
                break
            if taken > start:
                yield start, taken
            start = max(start, taken_end)
        if start < end:
            yield start, end

    def take(self, offset: int, length: int) -> None:
        """Something else has declared the range: it is no gap."""
        if length > 0 and offset >= 0:
            self._taken.append((offset, offset + length))

    def _clipped(self, run: Span) -> Span:
        if run.offset == HOLE:
            return run
        return Span(run.offset, max(0, min(run.end, self.source.size) - run.offset))

    def _hand_over(self, name: str | bytes, there: Sequence[Span]) -> None:
        if len(there) == 1 and there[0].offset != HOLE:
            self.outlet.view(name, there[0].offset, there[0].length)
            return
        self.outlet.stream(name, blocks_of(self.source, there))
        for run in there:
            if run.offset != HOLE:
                self.outlet.carried(run.offset, run.length)


def blocks_of(source: Source, runs: Iterable[Span]) -> Iterator[bytes]:
    """The bytes of ``runs`` in pieces of at most ``BLOCK``; holes as zeros."""
    for run in runs:
        for start in range(0, run.length, BLOCK):
            size = min(BLOCK, run.length - start)
            yield _ZEROS[:size] if run.offset == HOLE else source.read(run.offset + start, size)


def _joined(runs: Iterable[Span]) -> tuple[Span, ...]:
    """``runs`` with neighbours made one."""
    result: list[Span] = []
    for run in runs:
        if run.length <= 0:
            continue
        last = result[-1] if result else None
        hole = run.offset == HOLE
        if last is not None and (last.offset == HOLE) == hole and (hole or last.end == run.offset):
            result[-1] = Span(last.offset, last.length + run.length)
        else:
            result.append(run)
    return tuple(result)


def _split(runs: Sequence[Span], size: int) -> tuple[list[Span], list[Span]]:
    """(the first ``size`` bytes of ``runs``, what is stored of them behind)."""
    content: list[Span] = []
    slack: list[Span] = []
    for run in runs:
        part = min(run.length, size)
        size -= part
        if part:
            content.append(Span(run.offset, part))
        if part < run.length and run.offset != HOLE:
            slack.append(Span(run.offset + part, run.length - part))
    return content, slack
