"""Nodes of a delivery and the ledger of their bytes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scanner.types.compact import Compact


class ByteState(StrEnum):
    """What became of a byte. Every byte of every node has exactly one."""

    PARSED = "parsed"
    """A format reader understood it to its end."""
    RAW = "raw"
    """Scanned as bytes, and bytes are enough: executables, text, unknown content of low entropy."""
    PADDING = "padding"
    """One repeated byte."""
    ENCRYPTED = "encrypted"
    OPAQUE = "opaque"
    """Unknown and above 6.5 bits per byte: packed, compressed or a model."""
    LIMIT = "limit"
    """A limit of size, depth, count, ratio or time was reached."""
    FAILED = "failed"
    """Its reader or a detector due to see it broke."""
    NO_TOOL = "no-tool"
    """Its reader needs a program that is not installed."""
    NOT_UNPACKED = "not-unpacked"
    """A known container for which there is no reader."""
    CARRIED = "carried"
    """Internal: holds the bytes of child nodes. Resolved into the children's states, never in a total."""


CARRIED = ByteState.CARRIED
READ = frozenset({ByteState.PARSED, ByteState.RAW, ByteState.PADDING})
UNREAD = frozenset(ByteState) - READ - {CARRIED}


INCOMPLETE = "incomplete"
"""Attribute of a node that names content which belongs to it and was not handed over: no byte of it could be read, and
there is no byte here to say so of, so that it counts at any size."""


@dataclass(frozen=True, slots=True)
class Span(Compact):
    """A byte range ``[offset, offset + length)``."""

    offset: int
    length: int

    @property
    def end(self) -> int:
        """First byte after the range."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Node(Compact):
    """One file at any depth of a delivery, or a region of one that is judged by itself.

    ``path`` is already safe text (see :mod:`scanner.text`) and unique in the delivery:
    ``update.bin!/rootfs.sqfs!/usr/lib/libx.so``. ``span`` is its byte range in its parent where the container
    stores it in one piece. ``sha256`` is hex. ``attributes`` are reader's remarks (``mode``, ``version`` …).
    """

    path: str
    parent: str | None
    size: int
    sha256: str = ""
    format: str = ""
    span: Span | None = None
    depth: int = 0
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Link(Compact):
    """A symbolic link, hard link or special file of a delivery: recorded, never created or followed."""

    path: str
    target: str
    kind: str = "symlink"


@dataclass(frozen=True, slots=True)
class LedgerEntry(Compact):
    """The state of one byte range of one node, with the reason in words and the reader that says so."""

    path: str
    offset: int
    length: int
    state: ByteState
    reason: str = ""
    reader: str = ""
