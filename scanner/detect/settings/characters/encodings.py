"""Encodings that XML files of devices declare and the XML parser does not know."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{2,40})["']""")
_MULTI_BYTE = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
    "shift_jis": "cp932",
    "euc-jp": "euc_jp",
    "euc-kr": "cp949",
}


BLOCK = 1 << 16
"""Bytes that the parser gets at a time."""


def blocks(data: memoryview) -> tuple[Iterator[bytes | memoryview], bool]:
    """``data`` in pieces that the parser can read, and whether they had to be converted as in :func:`transcoded`."""
    codec = _codec(bytes(data[:512]))
    pieces = (data[start : start + BLOCK] for start in range(0, len(data), BLOCK))
    return (pieces if codec is None else _converted(pieces, codec)), codec is not None


def _converted(pieces: Iterator[memoryview], codec: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(codec)("replace")
    for piece in pieces:
        yield from _encoded(decoder.decode(piece))
    yield from _encoded(decoder.decode(b"", final=True))


def _encoded(text: str) -> Iterator[bytes]:
    if text:  # an empty piece would be the end of the file
        yield text.encode()


def transcoded(data: bytes) -> bytes | None:
    """``data`` as UTF-8 where it declares a multi-byte encoding of East Asia; None where the parser can read it itself.

    Bytes that the declared encoding does not have become U+FFFD: keys are ASCII, and one bad character in a name must
    not hide the rest.
    """
    codec = _codec(data[:512])
    return data.decode(codec, "replace").encode() if codec else None


def _codec(head: bytes) -> str | None:
    declared = _DECLARED.match(head)
    return _MULTI_BYTE.get(declared[1].decode().lower()) if declared else None
