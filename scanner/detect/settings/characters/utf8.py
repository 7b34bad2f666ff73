"""A configuration file as UTF-8 bytes, for readers that search bytes: the file's own wherever it is UTF-8."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.detect.settings.characters.marks import MARKS, UNMARKED
from scanner.detect.settings.interface import check_size
from scanner.formats.wide import unmarked_wide
from scanner.types import Limits, ParseFailure

if TYPE_CHECKING:
    from scanner.formats.source import Source

BLOCK = 1 << 20
"""Bytes that are checked or converted at a time."""


class Utf8:
    """The bytes of ``source`` as UTF-8 without mark: a view of the mapped file, a converted copy where they differ.

    :raises LimitReached: above ``limits.config_bytes``.
    :raises ParseFailure: for bytes that are no text.
    """

    def __init__(self, source: Source, limits: Limits) -> None:
        check_size(source.size, limits)
        raw = memoryview(source.data)
        mark, encodings = _encodings(bytes(raw[:4]))
        wide = "" if mark else unmarked_wide(raw)
        encodings = (wide,) if wide else encodings
        self._start = len(mark)
        self._encoding = next((name for name in encodings if _is(raw[len(mark) :], name)), "")
        if not self._encoding:
            wrong = f"no {encodings[0]} text, though its byte order mark says so" if mark else "no text in any encoding"
            raise ParseFailure(wrong)
        self.data: memoryview | bytearray = raw[len(mark) :]
        if self._encoding != "utf-8":
            self.data = bytearray()
            for text in _decoded(raw[len(mark) :], self._encoding):
                self.data += text.encode("utf-8", "surrogatepass")
        self._at = self._bytes = 0

    def offset(self, index: int) -> int:
        """Offset in the file of the byte ``index`` of ``data``; fast for ascending positions."""
        if self._encoding == "utf-8":
            return self._start + index
        if index < self._at:
            self._at = self._bytes = 0
        text = bytes(self.data[self._at : index]).decode("utf-8", "surrogatepass")
        self._bytes += len(text.encode(self._encoding))
        self._at = index
        return self._start + self._bytes


def _encodings(head: bytes) -> tuple[bytes, tuple[str, ...]]:
    """(byte order mark, encodings that may be meant)."""
    return next(((mark, (name,)) for mark, name in MARKS if head.startswith(mark)), (b"", UNMARKED))


def _is(raw: memoryview, encoding: str) -> bool:
    """Whether all of ``raw`` is text in ``encoding``.

    :raises ParseFailure: where it is, and holds a NUL character.
    """
    holds_nul = False
    try:
        for text in _decoded(raw, encoding):
            holds_nul = holds_nul or "\0" in text
    except UnicodeDecodeError:
        return False
    if holds_nul:
        raise ParseFailure("no text: holds a NUL character")
    return True


def _decoded(raw: memoryview, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(raw), BLOCK):
        yield decoder.decode(raw[start : start + BLOCK])
    yield decoder.decode(b"", final=True)
