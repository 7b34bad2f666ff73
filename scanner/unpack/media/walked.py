"""Base of the readers of media and other passive files: the structure is walked to its end, what follows is a child."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, ParseFailure, Span
from scanner.unpack.outlet import Outlet
from scanner.unpack.tail import hand_over_tail

MEDIA_LIMITATION = (
    "Pictures and sound are walked, not decoded: bytes hidden inside valid picture data are not seen, unless they are "
    "more than its pixels can take."
)
Walk = Callable[[memoryview, Outlet], int]
ASIDE = 64 << 10
"""Bytes of comments, profiles, previews and the like that one file may have before further ones become children."""

HEADS, PER_PIXEL = 4096, 8
"""Bytes that the data of a picture may take at most: tables and heads, and for each pixel (four colours of 16 bits)."""


@dataclass(slots=True)
class Aside:
    """Accounts for the parts of a media file that are not its picture or sound: parsed up to :data:`ASIDE` in all."""

    outlet: Outlet
    left: int = ASIDE

    def take(self, label: bytes, offset: int, length: int) -> None:
        """One such part, or the content of one."""
        self.left -= length
        if self.left >= 0 or not length:
            self.outlet.parsed(offset, length)
        else:
            self.outlet.view(b"." + label + b"@%#x" % offset, offset, length)


def picture_data(outlet: Outlet, offset: int, length: int, pixels: int) -> None:
    """Declare the data of ``pixels`` pixels: parsed, or failed where no coding of so few would be as long."""
    if length > HEADS + PER_PIXEL * pixels:
        reason = f"{length:,} bytes are too many for the data of a picture of {pixels:,} pixels"
        outlet.state(offset, length, ByteState.FAILED, reason)
    else:
        outlet.parsed(offset, length)


class Walked:
    """Calls the walk of the node's format, which declares what it understood and returns where the structure ends.

    A walk raises :class:`ParseFailure` where the structure is broken; what it declared before stands, and the node gets
    the attribute ``broken``, because a file that ends at a boundary of its structure has no byte left to be failed.
    """

    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = True
    _WALKS: ClassVar[dict[str, Walk]] = {}

    def read(self, source: Source, outlet: Outlet) -> None:
        """Walk the structure and hand over what stands behind it."""
        walk = self._WALKS.get(outlet.node.format)
        if walk is None:
            raise ParseFailure(f"no walk for format {outlet.node.format}")
        try:
            end = walk(source.data, outlet)
        except ParseFailure as error:
            outlet.attributes.append(("broken", str(error)))
            raise
        hand_over_tail(source, outlet, end)


def need(data: memoryview, offset: int, length: int, what: str) -> bytes:
    """Exactly ``length`` bytes at ``offset``, or :class:`ParseFailure` that names ``what``."""
    if offset < 0 or length < 0 or offset + length > len(data):
        raise ParseFailure(f"{what} at {offset:#x} reaches beyond the end")
    return bytes(data[offset : offset + length])


def declare_spans(data: memoryview, spans: Iterable[Span], outlet: Outlet) -> int:
    """Declare ``spans`` parsed, gaps between them padding or failed; returns the last end."""
    position = 0
    for span in sorted(spans, key=lambda s: (s.offset, s.length)):
        if span.end > len(data):
            raise ParseFailure(f"a part at {span.offset:#x} reaches beyond the end")
        _gap(data, position, span.offset, outlet)
        outlet.parsed(span.offset, span.length)
        position = max(position, span.end)
    return position


def _gap(data: memoryview, start: int, end: int, outlet: Outlet) -> None:
    if end <= start:
        return
    if bytes(data[start:end]).strip(b"\x00"):
        outlet.state(start, end - start, ByteState.FAILED, "bytes that the directory does not mention")
    else:
        outlet.state(start, end - start, ByteState.PADDING)
