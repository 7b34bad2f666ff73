"""Every reader, in one explicit tuple, and the way from a format id to its reader."""

from __future__ import annotations

from scanner.unpack.interface import Reader
from scanner.unpack.known import EncryptedContainer, KnownContainer
from scanner.unpack.text import Text
from scanner.unpack.unknown import Unknown

FALLBACK: Reader = Unknown()

READERS: tuple[Reader, ...] = (
    # Leaves: their own bytes are what detectors see.
    Text(),
    # Containers: what they hold becomes child nodes.
    # Recognised and not opened.
    KnownContainer(),
    EncryptedContainer(),
    FALLBACK,
)

_BY_FORMAT: dict[str, Reader] = {format_id: reader for reader in READERS for format_id in reader.FORMATS}


def reader_for(format_id: str) -> Reader:
    """The reader of ``format_id``; formats without one are read as unknown content, by entropy."""
    return _BY_FORMAT.get(format_id, FALLBACK)
