"""A large configuration file as a stream of UTF-8 for a parser that counts characters, and the way back to bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.detect.settings.characters.utf8 import Utf8
from scanner.types import LimitReached, Limits

if TYPE_CHECKING:
    from scanner.formats.source import Source

LARGE = 8 << 20
"""Bytes above which a file is not decoded as a whole."""
MAX_VALUE = 8 << 20
"""Bytes that a parser may ask for without an event: it keeps all of a value, in several forms."""
_CONTINUED = bytes(range(0x80, 0xC0))
"""Bytes of UTF-8 that begin no character."""


class Pieces:
    """``source`` as a file to read from.

    :raises LimitReached: above ``limits.config_bytes``.
    :raises ParseFailure: for bytes that are no text.
    """

    def __init__(self, source: Source, limits: Limits) -> None:
        self._text = Utf8(source, limits)
        self._position = self._waiting = 0
        self._characters = self._bytes = 0

    def startswith(self, text: str) -> bool:
        """Whether the file begins with ``text``."""
        head = text.encode()
        return bytes(self._text.data[: len(head)]) == head

    def read(self, size: int) -> bytes:
        """The next ``size`` bytes.

        :raises LimitReached: where nothing came of the last :data:`MAX_VALUE` bytes.
        """
        if self._waiting > MAX_VALUE:
            raise LimitReached(f"a value or remark of more than {MAX_VALUE:,} bytes")
        piece = bytes(self._text.data[self._position : self._position + size])
        self._position += len(piece)
        self._waiting += len(piece)
        return piece

    def came(self) -> None:
        """Something came of what was read."""
        self._waiting = 0

    def offset(self, index: int) -> int:
        """Offset in the file of the character at ``index``; fast for ascending positions."""
        if index < self._characters:
            self._characters = self._bytes = 0
        left = index - self._characters
        data = self._text.data
        while left:
            piece = bytes(data[self._bytes : self._bytes + left])
            if not piece:
                break
            self._bytes += len(piece)
            left -= len(piece.translate(None, _CONTINUED))
        while self._bytes < len(data) and 0x80 <= data[self._bytes] < 0xC0:
            self._bytes += 1
        self._characters = index - left
        return self._text.offset(self._bytes)
