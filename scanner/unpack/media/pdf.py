"""PDF: the objects between the streams are text, the streams become children, decompressed where they are deflated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ParseFailure, Span
from scanner.unpack.outlet import Outlet
from scanner.unpack.programs.embedded import hand_over_stream
from scanner.unpack.regions import left_of
from scanner.unpack.tail import hand_over_tail
from scanner.unpack.unknown import by_entropy

_BEGIN = re.compile(rb"(?<!end)stream\r?\n")
_END = re.compile(rb"\r?\n?endstream")
_END_OF_FILE = re.compile(rb"%%EOF[\r\n]*")
SMALLEST = 64
"""Shorter streams (a colour, a rotation) stay part of the text around them."""


class Pdf:
    """Walks from stream to stream by the keywords (ISO 32000-1, 7.3.8), not by the cross-reference table."""

    NAME: ClassVar[str] = "pdf"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"pdf"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Of stream filters only Flate (as the first one) is undone; predictors are not.",
        "Encrypted documents are told by what their streams measure, not by name.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = True

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for text, streams and what follows the last end mark."""
        own = _own_end(source)
        spans = []
        for span in _streams(source.data[:own]):
            deflated = hand_over_stream(source.data[:own], span, outlet)
            if deflated is None:
                outlet.view(f".object@{span.offset:#x}", span.offset, span.length)
            spans.append(deflated or span)
        for gap in left_of(Span(0, own), spans):
            by_entropy(source.data[gap.offset : gap.end], gap.offset, outlet)
        hand_over_tail(source, outlet, own)


def _own_end(source: Source) -> int:
    marks = list(_END_OF_FILE.finditer(source.data))
    return marks[-1].end() if marks else source.size


def _streams(data: memoryview) -> Iterator[Span]:
    """Streams long enough to be judged by themselves, in order.

    :raises ParseFailure: where one has no end.
    """
    position = 0
    while begin := _BEGIN.search(data, position):
        end = _END.search(data, begin.end())
        if end is None:
            raise ParseFailure(f"the stream at offset {begin.end():,} has no end")
        if end.start() - begin.end() >= SMALLEST:
            yield Span(begin.end(), end.start() - begin.end())
        position = end.end()
