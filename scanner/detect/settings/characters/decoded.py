"""Text of a configuration file with the way back from characters to byte offsets."""

from __future__ import annotations

from scanner.detect.settings.characters.marks import MARKS, UNMARKED
from scanner.formats.wide import unmarked_wide
from scanner.types import ParseFailure


class Decoded:
    """``data`` as text. ``offset`` is fastest when it is asked for ascending positions.

    :raises ParseFailure: for bytes that are no text.
    """

    def __init__(self, data: bytes) -> None:
        self._mark, self._encoding, self.text = _decode(data)
        self._plain = self.text.isascii() and self._encoding in UNMARKED
        self._index = 0
        self._bytes = 0
        if "\0" in self.text:
            raise ParseFailure("no text: holds a NUL character")

    def offset(self, index: int) -> int:
        """Byte offset of the character at ``index``."""
        if self._plain:
            return self._mark + index
        if index < self._index:
            self._index = self._bytes = 0
        self._bytes += len(self.text[self._index : index].encode(self._encoding))
        self._index = index
        return self._mark + self._bytes


def _decode(data: bytes) -> tuple[int, str, str]:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return len(mark), encoding, _strictly(data[len(mark) :], encoding)
    wide = unmarked_wide(data)
    for encoding in (wide,) if wide else UNMARKED:
        try:
            return 0, encoding, data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ParseFailure("no text in any encoding")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ParseFailure(f"no {encoding} text, though its byte order mark says so") from error
