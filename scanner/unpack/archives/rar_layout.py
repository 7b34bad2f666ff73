"""The blocks of a RAR archive, of both generations, in one shape: what is header, what is data, and whose."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from scanner.types import Span

MAGIC4, MAGIC5 = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"


class Kind(Enum):
    """What a block is for."""

    MAIN = "main"
    FILE = "file"
    SERVICE = "service"
    """Comments, recovery records, streams, copies of headers."""
    LOCK = "lock"
    """All that follows is encrypted."""
    END = "end"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Block:
    """One block. ``data`` follows the header; it may pass the end of a file that was cut."""

    kind: Kind
    head: Span
    data: Span
    name: str = ""
    encrypted: bool = False
    stored: bool = False
    before: bool = False
    """The data began in an earlier volume."""
    after: bool = False
    """The data goes on in the next volume; of an end block: there is a next volume."""
    link: bool = False
    volume: bool = False
    old_names: bool = False
    """Of a main block: volumes are called .rar, .r00, .r01."""
    crc: int | None = None
    """CRC-32 of the unpacked data, where the header has it."""
    end_expected: bool = True
    """Of a file: its version of RAR writes an end block."""


class Broken(Exception):
    """No valid block begins at ``offset``."""

    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(reason)
        self.offset = offset
        self.reason = reason
