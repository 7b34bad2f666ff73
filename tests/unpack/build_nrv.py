"""A small packer for NRV2B, NRV2D and NRV2E: greedy, no better than it has to be, written after the decoders' rules."""

from __future__ import annotations

FAR = {"b": 0xD00, "d": 0x500, "e": 0x500}
LAST = 0xFFFFFFFF
LONGEST = 3000


class Bits:
    """Bits in words, each of which stands where its first bit was written; bytes between them."""

    def __init__(self, width: int) -> None:
        self.out = bytearray()
        self.width, self.place, self.left, self.value = width, 0, 0, 0

    def bit(self, value: int) -> None:
        if not self.left:
            self.place, self.left, self.value = len(self.out), 8 * self.width, 0
            self.out += bytes(self.width)
        self.left -= 1
        self.value |= (value & 1) << self.left
        self.out[self.place : self.place + self.width] = self.value.to_bytes(self.width, "little")

    def byte(self, value: int) -> None:
        self.out.append(value)

    def pairs(self, value: int) -> None:
        digits = f"{value:b}"[1:]
        for index, digit in enumerate(digits):
            self.bit(int(digit))
            self.bit(index == len(digits) - 1)

    def triples(self, value: int) -> None:
        steps = []
        while True:
            value, digit = value >> 1, value & 1
            steps.append((digit, value & 1))
            if value == 1:
                break
            value = (value >> 1) + 1
        for index, (digit, _) in enumerate(reversed(steps)):
            self.bit(digit)
            self.bit(index == len(steps) - 1)
            if index < len(steps) - 1:
                self.bit(steps[-2 - index][1])


def nrv(data: bytes, variant: str = "b", width: int = 4) -> bytes:
    """``data`` packed."""
    bits, seen, last, at = Bits(width), dict[bytes, int](), 1, 0
    while at < len(data):
        start = seen.get(data[at : at + 4], -1)
        length = _same(data, start, at) if start >= 0 else 0
        if length >= 4:
            last = match(bits, variant, at - start, length, last)
        else:
            length = 1
            bits.bit(1)
            bits.byte(data[at])
        for place in range(at, at + length):
            seen[data[place : place + 4]] = place
        at += length
    return bytes(end(bits, variant).out)


def end(bits: Bits, variant: str) -> Bits:
    """The mark of the end."""
    bits.bit(0)
    _first(bits, variant, (LAST >> 8) + 3)
    bits.byte(LAST & 0xFF)
    return bits


def match(bits: Bits, variant: str, distance: int, length: int, last: int) -> int:
    """A match; returns its distance."""
    count = length - 1 - (distance > FAR[variant])
    known = {"b": 0, "d": count >> 1 if count < 4 else 0, "e": int(count < 3)}[variant]
    bits.bit(0)
    if distance == last:
        _first(bits, variant, 2)
        if variant != "b":
            bits.bit(known)
    else:
        value = distance - 1 if variant == "b" else (distance - 1) << 1 | known ^ 1
        _first(bits, variant, (value >> 8) + 3)
        bits.byte(value & 0xFF)
    {"b": _length_b, "d": _length_d, "e": _length_e}[variant](bits, count)
    return distance


def _first(bits: Bits, variant: str, value: int) -> None:
    (bits.pairs if variant == "b" else bits.triples)(value)


def _length_b(bits: Bits, count: int) -> None:
    bits.bit(count >> 1 if count < 4 else 0)
    _length_d(bits, count)


def _length_d(bits: Bits, count: int) -> None:
    bits.bit(count & 1 if count < 4 else 0)
    if count > 3:
        bits.pairs(count - 2)


def _length_e(bits: Bits, count: int) -> None:
    if count < 3:
        bits.bit(count - 1)
    elif count < 5:
        bits.bit(1)
        bits.bit(count - 3)
    else:
        bits.bit(0)
        bits.pairs(count - 3)


def _same(data: bytes, start: int, at: int) -> int:
    length = 0
    while length < LONGEST and at + length < len(data) and data[start + length] == data[at + length]:
        length += 1
    return length
