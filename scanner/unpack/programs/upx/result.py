"""What came out of a packed program, and what of it is as it was before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from scanner.types import Span
from scanner.unpack.programs.upx.blocks import Reel, Trailer
from scanner.unpack.programs.upx.codec import name_of
from scanner.unpack.programs.upx.header import wrong_sum

ZEROS = 1 << 20
NO_SUM = "no checksum of it is there, so that nothing says whether it came out whole"


@dataclass(slots=True)
class Unpacked:
    """A program out of its packed form."""

    pieces: list[tuple[int, bytes | bytearray]]
    """(offset, bytes) in the program; between them are zeros, where two overlap the later one counts."""
    spans: list[Span]
    """Ranges of the packed file that these came from, in order."""
    start: int
    """Where the first of them begins, or should."""
    end: int
    """First byte of the packed file that the packer has not written (0: the file's headers say that)."""
    packing: str
    """The methods, in words."""
    remarks: list[str] = field(default_factory=list)
    """Sentences about what is not as it was."""
    fault: str = ""
    """Why something of it is missing or wrong; empty where it came out whole."""

    def content(self) -> Iterator[bytes]:
        """The program's bytes, in blocks."""
        position = 0
        for offset, content in _in_order(self.pieces):
            while position < offset:
                gap = min(ZEROS, offset - position)
                yield bytes(gap)
                position += gap
            yield bytes(content)
            position += len(content)


def _in_order(pieces: list[tuple[int, bytes | bytearray]]) -> Iterator[tuple[int, bytes | bytearray]]:
    """``pieces`` by offset; of overlapping ones the earlier ends where the next begins."""
    ordered = sorted(pieces, key=lambda piece: piece[0])
    for (offset, content), following in zip(ordered, [*ordered[1:], None], strict=True):
        yield offset, content if following is None else content[: max(0, following[0] - offset)]


def compared(result: Unpacked, reel: Reel, trailer: Trailer | None, size: int) -> Unpacked:
    """``result`` with a fault or remark where the sums or the size, as far as they are there, do not agree."""
    total = max((offset + len(content) for offset, content in result.pieces), default=0)
    if reel.filtered:
        kinds = ", ".join(f"0x{kind:02x}" for kind in sorted(reel.filtered))
        result.remarks.append(f"operands of calls in its code are as the packer's filter {kinds} left them")
    result.packing = ", ".join(name_of(method) for method in sorted(reel.methods)) or "nothing packed"
    if result.fault:
        return result
    if trailer is None:
        result.remarks.append(NO_SUM)
    elif (reel.packed_sum, reel.plain_sum) != (trailer.header.packed_sum, trailer.header.plain_sum):
        result.fault = wrong_sum(reel.plain_sum, trailer.header.plain_sum)
    if not result.fault and size and total != size:
        result.fault = f"{total:,} bytes came out where {size:,} were announced"
    return result
