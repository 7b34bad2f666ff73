"""Where in a text bytes are spelled out: base64 (RFC 4648), hexadecimal digits, ``data:`` addresses (RFC 2397).

Nearly all text has none, and a look at it must cost next to nothing: every byte becomes "a letter of base64" or
"another one" in one pass of ``bytes.translate``, and long runs of letters are found by a search for a text.
"""

from __future__ import annotations

import binascii
import re
import string
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from scanner.types import Span

LEAST = 60
"""Letters in one piece, from which on a run is looked at: keys of 256 bits have 44, lines of spelled files 60 to 76."""
WINDOW = 8 << 20
PIECE = 3 << 18
"""Bytes decoded at a time; letters of it come in groups of four (base64) and two (hexadecimal)."""
_LETTERS = (string.ascii_letters + string.digits + "+/").encode()
_MARKED = bytes(0x41 if code in _LETTERS else 0x20 for code in range(256))
_RUN = b"A" * LEAST
_LONGEST_LINE = 512
_BREAK = rb"(?:\r?\n[ \t]{0,64}|\\r\\n|\\n|&#(?:x[aA]|10);)"
"""Between two lines of one value: the line's end with the next one's indent, as JSON and XML write it too."""
_BREAKS = re.compile(_BREAK + rb"|\\(?=/)")
_OTHER = re.compile(rb"[^0-9a-fA-F]")
_DATA = re.compile(rb"data:[\w/+.;=-]{0,100}+,([!-~]{64,}?)(?=[\"'<>`)\\\s]|\Z)")
_ESCAPED = re.compile(rb"%[0-9a-fA-F]{2}")


@dataclass(frozen=True, slots=True)
class Encoded:
    """``span`` of a text that spells out bytes; ``way`` is ``base64``, ``hex`` or ``data``."""

    span: Span
    way: str

    def decoded(self, data: memoryview, most: int | None = None) -> Iterator[bytes]:
        """The bytes that it stands for, at most about ``most``, in pieces."""
        end = self.span.end if most is None else min(self.span.end, self.span.offset + 2 * most)
        if self.way == "data":
            yield urllib.parse.unquote_to_bytes(bytes(data[self.span.offset : end]))
            return
        left = b""
        for start in range(self.span.offset, end, PIECE):
            letters = left + _BREAKS.sub(b"", bytes(data[start : min(start + PIECE, end)]))
            # A break cut in two is no letter, and both decoders would stumble on it.
            letters = letters.translate(None, _NO_LETTERS)
            whole = len(letters) - len(letters) % 4 if start + PIECE < end else len(letters)
            left, letters = letters[whole:], letters[:whole]
            yield _bytes_of(letters, self.way)


_NO_LETTERS = bytes(code for code in range(256) if code not in _LETTERS + b"=")


def _bytes_of(letters: bytes, way: str) -> bytes:
    if way == "hex":
        return bytes.fromhex(letters[: len(letters) & ~1].decode("ascii"))
    letters = letters.rstrip(b"=")
    letters = letters[:-1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def encoded(data: memoryview) -> Iterator[Encoded]:
    """What in ``data`` may spell out bytes, in order and without overlap."""
    last = 0
    escaped = iter(_addresses(data))
    following = next(escaped, None)
    for start, end in _runs(data):
        while following is not None and following.span.offset < start:
            if following.span.offset >= last:
                yield following
                last = following.span.end
            following = next(escaped, None)
        if start < last:
            continue
        found = _value(data, start, end)
        if found is not None:
            yield found
            last = found.span.end
    while following is not None:
        if following.span.offset >= last:
            yield following
        following = next(escaped, None)


def _runs(data: memoryview) -> Iterator[tuple[int, int]]:
    """(start, end) of every run of at least :data:`LEAST` letters."""
    last = 0
    for base in range(0, len(data), WINDOW):
        marked = bytes(data[base : base + WINDOW + LEAST]).translate(_MARKED)
        at = marked.find(_RUN)
        while at >= 0:
            start = base + marked.rfind(b" ", 0, at) + 1
            end = marked.find(b" ", at + LEAST)
            stop = base + (end if end >= 0 else len(marked))
            if end < 0:
                stop = _further(data, stop)
            if start >= last:
                yield start, stop
                last = stop
            at = marked.find(_RUN, end) if end >= 0 else -1


def _further(data: memoryview, start: int) -> int:
    """Where the letters end that go on at ``start``, in the next window."""
    match = _LETTERS_ON.match(data, start)
    return match.end() if match else start


_LETTERS_ON = re.compile(rb"[A-Za-z0-9+/]*+")


def _value(data: memoryview, start: int, end: int) -> Encoded | None:
    """The whole value whose first line, or part up to an escaped slash, is ``[start, end)``."""
    if end - start <= _LONGEST_LINE:
        end = _further_lines(data, start, end)
        if end - start == 64 and not _OTHER.search(data, start, end):
            return None  # a sum of 256 bits
    while bytes(data[end : end + 2]) == b"\\/":  # JSON may escape slashes
        end = _further(data, end + 2)
    is_hex = not _OTHER.search(data, start, min(end, start + LEAST)) and _is_hex(data, start, end)
    padded = end + _padding(data, end)
    return Encoded(Span(start, padded - start), "hex" if is_hex and padded == end else "base64")


def _further_lines(data: memoryview, start: int, end: int) -> int:
    """Where the value ends whose first line is ``[start, end)``.

    A shorter last line is one of it where all letters with the padding come in fours: otherwise it is the next word.
    """
    full, last = _lines(end - start)
    further = full.match(data, end)
    end = further.end() if further else end
    further = last.match(data, end)
    if further is None:
        return end
    letters = len(_BREAKS.sub(b"", bytes(data[start : further.end()]))) + _padding(data, further.end())
    return end if letters % 4 else further.end()


def _padding(data: memoryview, end: int) -> int:
    """How many ``=`` stand at ``end``, two at most."""
    return len(_PADDING.match(bytes(data[end : end + 2]))[0])  # type: ignore[index]


_PADDING = re.compile(rb"=*")


def _is_hex(data: memoryview, start: int, end: int) -> bool:
    """Whether the first 4 KiB of a value are hexadecimal digits."""
    return not _OTHER.search(_BREAKS.sub(b"", bytes(data[start : min(end, start + 4096)])))


@lru_cache(maxsize=64)
def _lines(width: int) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Further lines of ``width`` letters, and a last one of as many or fewer, which no other text goes on."""
    letter = rb"[A-Za-z0-9+/]"
    end = rb"(?=={1,2}(?![\w=+/])|[\"'<`]|[ \t]{0,80}(?:\r?\n|\Z))"
    last = rb"%b%b{1,%d}+%b" % (_BREAK, letter, width, end)
    return re.compile(rb"(?:%b%b{%d}(?!%b))*+" % (_BREAK, letter, width, letter)), re.compile(last)


def _addresses(data: memoryview) -> Iterator[Encoded]:
    """``data:`` addresses whose bytes are written as they are, some as ``%`` and their number."""
    if not any(b"data:" in bytes(data[at : at + WINDOW + 4]) for at in range(0, len(data), WINDOW)):
        return  # an expression takes ten times as long to say so
    for match in _DATA.finditer(data):
        if b";base64" not in match[0][:110] and _ESCAPED.search(match[1]):
            yield Encoded(Span(match.start(1), len(match[1])), "data")
