"""What the head of a makeself archive says about its payloads (``makeself-header.sh``): place, sizes, checksums."""

from __future__ import annotations

import hashlib
import re
import zlib
from dataclasses import dataclass

from scanner.types import Span

LONGEST_SCRIPT = 1 << 20
MOST_PAYLOADS = 64
BLOCK = 1 << 20
_SKIP = re.compile(rb'^(?:skip="?|[^\n]{0,80}head -n )(\d{1,6})', re.MULTILINE)
"""Lines of the script: a variable since 2.4, before that a number in the command that measures them."""
_VALUES = {
    name: re.compile(rb'^%s="([0-9A-Fa-f ]{1,4096})"' % name.encode(), re.MULTILINE)
    for name in ("filesizes", "CRCsum", "MD5", "SHA")
}
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


@dataclass(frozen=True, slots=True)
class Payload:
    """One archive behind the script; ``sums`` are (kind, value in hex or decimal) as the script states them."""

    span: Span
    sums: tuple[tuple[str, str], ...]


def payloads(data: memoryview) -> tuple[Payload, ...]:
    """What a makeself script lists, in order; nothing for other scripts. Ranges may pass the end of a cut file."""
    head = bytes(data[:LONGEST_SCRIPT])
    skip, sizes = _SKIP.search(head), _VALUES["filesizes"].search(head)
    if skip is None or sizes is None:
        return ()
    at = 0
    for _ in range(int(skip[1])):
        at = head.find(b"\n", at) + 1
        if not at:
            return ()
    sums = {name: _words(head, name) for name in ("CRCsum", "MD5", "SHA")}
    found = []
    for index, size in enumerate(sizes[1].split()[:MOST_PAYLOADS]):
        length = int(size) if size.isdigit() and len(size) < 16 else 0
        stated = tuple((name, words[index]) for name, words in sums.items() if index < len(words))
        found.append(Payload(Span(at, length), stated))
        at += length
    return tuple(found)


def _words(head: bytes, name: str) -> list[str]:
    match = _VALUES[name].search(head)
    return match[1].decode("ascii").lower().split() if match else []


def wrong_sums(data: memoryview, payload: Payload) -> list[str]:
    """Kinds of checksum that do not agree with the payload's bytes. Zeros mean that there is none."""
    content = data[payload.span.offset : payload.span.end]
    return [kind for kind, stated in payload.sums if stated.strip("0") and _MEASURES[kind](content) != stated]


def posix_cksum(content: memoryview) -> str:
    """The decimal CRC of ``cksum`` (POSIX): CRC-32 of the most significant bit first, the length behind the data.

    zlib's goes the other way round; with the bits of every byte reversed both are the same.
    """
    value = 0xFFFFFFFF  # zlib inverts what it is given and what it returns: this makes its start zero
    for start in range(0, len(content), BLOCK):
        value = zlib.crc32(bytes(content[start : start + BLOCK]).translate(_REVERSED), value)
    length = len(content)
    value = zlib.crc32(length.to_bytes(-(-length.bit_length() // 8), "little").translate(_REVERSED), value)
    return str(int(f"{value ^ 0xFFFFFFFF:032b}"[::-1], 2) ^ 0xFFFFFFFF)


def _md5(content: memoryview) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def _sha256(content: memoryview) -> str:
    return hashlib.sha256(content).hexdigest()


_MEASURES = {"CRCsum": posix_cksum, "MD5": _md5, "SHA": _sha256}
