"""Is it text, to its last byte? And of which kind?

Text counts as read without further thought, so the test looks at all bytes, not at a sample: no NUL byte, (nearly) no
control characters, and valid UTF-8; or UTF-16, mostly behind a byte order mark; or, in an older encoding (Latin-1, GBK,
Shift-JIS), no control character at all and no more entropy than text has.
"""

from __future__ import annotations

import codecs
import math
from collections import Counter

from scanner.formats.textkind import kind_of
from scanner.formats.wide import unmarked_wide

HEAD = 4096
"""Bytes that decide about the kind of text."""
BLOCK = 1 << 18
CONTROLS_PER_MILLE = 1
"""Control characters in UTF-8 text beyond tabs, line ends, form feed, backspace and escape (terminals use these)."""
OLD_ENCODING_BITS = 6.5
"""Most bits per byte of text in an older encoding; beyond this it may be anything, and is not called text."""

_PLAIN = bytes([8, 9, 10, 11, 12, 13, 27, *range(32, 127), *range(128, 256)])
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"))
_BYTE_ORDER_MARKS_16 = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def text_format(data: memoryview, name: str) -> str:
    """``text`` or ``text:<kind>`` when all of ``data`` is text, otherwise the empty string."""
    head = bytes(data[:HEAD])
    encoding = _marked_encoding(head) or unmarked_wide(data) or _unmarked_encoding(data)
    if not encoding:
        return ""
    if encoding.startswith(("utf-16", "utf-32")) and not _decodes(data, encoding):
        return ""
    return kind_of(head.decode(encoding, "replace").lstrip("\ufeff"), name)


def _marked_encoding(head: bytes) -> str:
    """Encoding that a byte order mark states (UTF-8's needs no special way)."""
    return next((enc for mark, enc in (*_BYTE_ORDER_MARKS, *_BYTE_ORDER_MARKS_16) if head.startswith(mark)), "")


def _unmarked_encoding(data: memoryview) -> str:
    """``utf-8``, ``latin-1`` (standing for every old encoding), or empty when it is no text."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    controls, valid = 0, True
    for start in range(0, len(data), BLOCK):
        block = bytes(data[start : start + BLOCK])
        if 0 in block:
            return ""
        controls += len(block.translate(None, _PLAIN))
        if controls * 1000 > CONTROLS_PER_MILLE * max(len(data), 1000):
            return ""
        valid = valid and _feed(decoder, block, start + BLOCK >= len(data))
        if not valid and (controls or _bits(block) > OLD_ENCODING_BITS):
            return ""
    return "utf-8" if valid else "latin-1"


def _decodes(data: memoryview, encoding: str) -> bool:
    """All of ``data`` is valid in ``encoding`` and has no NUL and few control characters."""
    decoder = codecs.getincrementaldecoder(encoding)()
    controls = 0
    for start in range(0, len(data), BLOCK):
        try:
            text = decoder.decode(bytes(data[start : start + BLOCK]), start + BLOCK >= len(data))
        except UnicodeDecodeError:
            return False
        controls += sum(text.count(chr(code)) for code in (*range(8), *range(14, 27), *range(28, 32), 0xFFFE, 0xFFFF))
    return controls * 1000 <= CONTROLS_PER_MILLE * max(len(data), 1000)


def _feed(decoder: codecs.IncrementalDecoder, block: bytes, final: bool) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _bits(block: bytes) -> float:
    size = len(block)
    return -sum(count / size * math.log2(count / size) for count in Counter(block).values())
