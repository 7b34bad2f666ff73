"""Text of a configuration file with the way back from characters to byte offsets."""

from __future__ import annotations

import codecs

from scanner.formats.wide import unmarked_wide
from scanner.types import ParseFailure

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ("utf-8", "gb18030", "latin-1")
"""Makers in China write GBK; every other old encoding has ASCII keys, and for these Latin-1 is as good."""


class Decoded:
    """``data`` as text. ``offset`` is fastest when it is asked for ascending positions.

    :raises ParseFailure: for bytes that are no text.
    """

    def __init__(self, data: bytes) -> None:
        self._mark, self._encoding, self.text = _decode(data)
        self._plain = self.text.isascii() and self._encoding in _UNMARKED
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
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return len(mark), encoding, _strictly(data[len(mark) :], encoding)
    wide = unmarked_wide(data)
    for encoding in (wide,) if wide else _UNMARKED:
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
