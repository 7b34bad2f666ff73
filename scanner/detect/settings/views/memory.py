"""A text as a source, so that readers of files can read what stands in a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from scanner.formats.source import Source


class Memory:
    """What readers of settings use of :class:`~scanner.formats.source.Source`, over bytes in memory."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data = memoryview(data)
        self.size = len(data)
        self.name = self.path = name

    def read(self, offset: int, length: int) -> bytes:
        """Up to ``length`` bytes from ``offset``."""
        return bytes(self.data[offset : offset + length])


def memory(text: str, name: str) -> Source:
    """``text`` as a file called ``name``."""
    return cast("Source", Memory(text.encode("utf-8", "replace"), name))
