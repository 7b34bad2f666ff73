"""The decompressors of UCL: NRV2B, NRV2D and NRV2E (UCL's ``n2b_d.c``, ``n2d_d.c``, ``n2e_d.c``).

Flag bits and whole bytes share one stream: bits come from words of 8, 16 or 32 bits (little endian, highest bit first),
each read only when the first of its bits is needed; literals and low bytes of distances stand between the words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from scanner.types import ParseFailure
from scanner.unpack.compressed.codecs import ENDS_EARLY

LAST = 0xFFFFFFFF
"""The distance that ends a stream."""
LARGEST = 1 << 24
"""Above any first part of a distance that 32 bits hold, and any length worth having."""
BROKEN = "the compressed data is broken: "


class Broken(ParseFailure):
    """A stream that does not go on; ``came`` is what came out before."""

    def __init__(self, message: str, came: bytes) -> None:
        super().__init__(message)
        self.came = came


class _Bits:
    """The stream, with the bits of the current word that are left."""

    __slots__ = ("at", "bits", "data", "left", "width")

    def __init__(self, data: memoryview, width: int) -> None:
        self.data = data
        self.at = 0
        self.bits = self.left = 0
        self.width = width

    def refill(self) -> None:
        """Read the next word."""
        end = self.at + self.width
        if end > len(self.data):
            raise ParseFailure(ENDS_EARLY)
        self.bits = int.from_bytes(self.data[self.at : end], "little")
        self.left = 8 * self.width
        self.at = end

    def bit(self) -> int:
        """The next bit."""
        if not self.left:
            self.refill()
        self.left -= 1
        return self.bits >> self.left & 1

    def byte(self) -> int:
        """The next whole byte."""
        at = self.at
        if at >= len(self.data):
            raise ParseFailure(ENDS_EARLY)
        self.at = at + 1
        return self.data[at]

    def literals(self, out: bytearray) -> None:
        """Copy a byte for every 1 before the next 0, and read that 0: in one word they stand together."""
        while True:
            if not self.left:
                self.refill()
            mask = (1 << self.left) - 1
            run = self.left - (~self.bits & mask).bit_length()
            if run:
                end = self.at + run
                if end > len(self.data):
                    raise ParseFailure(ENDS_EARLY)
                out += self.data[self.at : end]
                self.at = end
                self.left -= run
            if self.left:
                self.left -= 1
                return

    def two(self) -> int:
        """The next two bits, as a number; half of all time goes by here."""
        left = self.left
        if left < 2:
            high = self.bit()
            return 2 * high + self.bit()
        self.left = left = left - 2
        return self.bits >> left & 3

    def pairs(self) -> int:
        """A number of one bit more in each pair, which ends where the second of a pair is 1."""
        value = 1
        while value < LARGEST:
            two = self.two()
            value = 2 * value + (two >> 1)
            if two & 1:
                return value
        raise ParseFailure(f"{BROKEN}a number is too large")

    def triples(self) -> int:
        """The first part of a distance in NRV2D and NRV2E: pairs, and where one does not end it a bit more."""
        value, bits, left = 1, self.bits, self.left
        while value < LARGEST:
            if left >= 3:
                three = bits >> (left - 3) & 7
                ends, left = three & 2, left - (2 if three & 2 else 3)
            else:
                self.left = left
                three = self.two() << 1
                ends = three & 2
                three |= 0 if ends else self.bit()
                bits, left = self.bits, self.left
            value = 2 * value + (three >> 2)
            if ends:
                self.left = left
                return value
            value = 2 * (value - 1) + (three & 1)
        raise ParseFailure(f"{BROKEN}a number is too large")


class _Match(NamedTuple):
    """How one variant writes a match."""

    first: Callable[[_Bits], int]
    """Reads the first part of the distance."""
    shared: bool
    """The lowest bit of the distance's second part belongs to the length."""
    length: Callable[[_Bits, int], int]
    """Reads the length, given the bit that is known."""
    far: int
    """A match from farther than this is one byte longer."""


def _length_2b(bits: _Bits, _: int) -> int:
    return bits.two() or bits.pairs() + 2


def _length_2d(bits: _Bits, known: int) -> int:
    return (2 * known + bits.bit()) or bits.pairs() + 2


def _length_2e(bits: _Bits, known: int) -> int:
    if known:
        return 1 + bits.bit()
    return 3 + bits.bit() if bits.bit() else bits.pairs() + 3


_VARIANTS = {
    "b": _Match(_Bits.pairs, False, _length_2b, 0xD00),
    "d": _Match(_Bits.triples, True, _length_2d, 0x500),
    "e": _Match(_Bits.triples, True, _length_2e, 0x500),
}


def decompress(data: memoryview, variant: str, width: int, most: int) -> tuple[bytes, int]:
    """What the stream at the beginning of ``data`` unpacks to, at most ``most`` bytes; and the bytes that it takes.

    ``variant`` is ``b``, ``d`` or ``e``, ``width`` the bytes of a word (1, 2 or 4).

    :raises Broken: where the stream is broken, ends early, or gives more than ``most`` bytes.
    """
    bits, out = _Bits(data, width), bytearray()
    try:
        _fill(out, bits, _VARIANTS[variant], most)
    except ParseFailure as error:
        raise Broken(str(error), bytes(out)) from error
    return bytes(out), bits.at


def _fill(out: bytearray, bits: _Bits, match: _Match, most: int) -> None:
    distance, known = 1, 0
    while True:
        bits.literals(out)
        if len(out) > most:
            del out[most:]
            raise ParseFailure(f"{BROKEN}more than {most:,} bytes come out")
        first = match.first(bits)
        if first != 2:
            distance = (first - 3) * 256 + bits.byte()
            if distance == LAST:
                return
            if match.shared:
                known = ~distance & 1
                distance >>= 1
            distance += 1
        elif match.shared:
            known = bits.bit()
        _copy(out, distance, match.length(bits, known) + 1 + (distance > match.far), most)


def _copy(out: bytearray, distance: int, length: int, most: int) -> None:
    """Append ``length`` bytes from ``distance`` before the end; they may overlap what they make."""
    size = len(out)
    if distance > size:
        raise ParseFailure(f"{BROKEN}a match from before its beginning")
    if size + length > most:
        raise ParseFailure(f"{BROKEN}more than {most:,} bytes come out")
    start = size - distance
    if distance >= length:
        out += out[start : start + length]
    else:
        piece = out[start:]
        out += (piece * (length // distance + 1))[:length]
